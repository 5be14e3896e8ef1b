"""Dates and times as people write them, in Dutch and English: "do 12 dec half acht", "volgende week dinsdag".

Nothing is guessed silently: what is missing, or may mean several things, comes back as a doubt to ask about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.services import local_time
from bot.services.in_words import days as days_in_words
from bot.services.in_words import times as times_in_words
from bot.services.in_words.days import Day
from bot.services.in_words.times import TimeOfDay
from bot.services.in_words.vocabulary import NUMBER, Reading, number

# Longer texts are no dates; it also bounds the work.
LONGEST = 200
SOON = timedelta(hours=1)
_MINUTES_OF = {"half": 30, "anderhalf": 90, "kwartier": 15, "quarter": 15}
_FROM_NOW = re.compile(
    r"\b(?:over|in)\s+(?:"
    r"(?:een\s+)?(?:(?P<word>half|anderhalf)\s+uur|(?P<quarter>kwartier))"
    r"|(?P<hour>half|quarter)\s+(?:of\s+)?an\s+hour"
    rf"|(?P<n>{NUMBER}|an?)\s*(?P<unit>minuut|minuten|minutes?|min|uur|uren|hours?)"
    r")\b"
)


class Doubt(StrEnum):
    """What has to be asked; in the order of asking."""

    NOT_UNDERSTOOD = "not-understood"
    NO_SUCH_DAY = "no-such-day"
    NO_DAY = "no-day"
    WEEKDAY_DIFFERS = "weekday-differs"
    WHICH_DAY = "which-day"
    NO_SUCH_TIME = "no-such-time"
    NO_TIME = "no-time"
    WHICH_TIME = "which-time"
    SKIPPED = "skipped"
    PAST = "past"
    TOO_FAR = "too-far"
    HOW_OFTEN = "how-often"
    TOO_MANY = "too-many"
    LEFT_OVER = "left-over"


class Remark(StrEnum):
    """What has to be said along with it: read as after noon, shown twice by the clock, or very near."""

    AFTER_NOON = "after-noon"
    TWICE = "twice"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that may be meant: `words` are read as that and nothing else.

    `local` is a day ("YYYY-MM-DD") as long as the time is not known, or else a local time.
    """

    words: str
    local: str


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of somebody's words.

    `local` is the local time as in bot.services.local_time, and None while there are `doubts`. `choices`
    answer the first doubt. `known` repeats what was understood, so that an answer to the doubt can be read
    together with it. `rest` is what was not understood, as it was written. `minutes` is how long it takes,
    when an end was named.
    """

    local: str | None = None
    doubts: tuple[Doubt, ...] = ()
    choices: tuple[Choice, ...] = ()
    remarks: tuple[Remark, ...] = ()
    known: str = ""
    rest: str = ""
    minutes: int | None = None

    @property
    def doubt(self) -> Doubt | None:
        """What to ask first; None when all is clear."""
        return self.doubts[0] if self.doubts else None


def moment(text: str, *, now: datetime, zone: ZoneInfo, language: str) -> Read:
    """Read a day and a time. `now` is the aware instant at which it was written.

    A time that the clock skips in spring is asked about; one that it shows twice in autumn is the first.
    """
    read = moment_in(text, now=now, zone=zone, language=language)
    if not read.rest or read.doubt is Doubt.NOT_UNDERSTOOD:
        return read
    if read.local is None:
        return read
    choice = Choice(read.local, read.local)
    return Read(None, (Doubt.LEFT_OVER,), (choice,), (), read.known, read.rest, read.minutes)


def moment_in(text: str, *, now: datetime, zone: ZoneInfo, language: str) -> Read:
    """Read the moment in a text that may hold other words as well: those are the `rest`."""
    if len(text) > LONGEST:
        return Read(doubts=(Doubt.NOT_UNDERSTOOD,), rest=text)
    local_now = now.astimezone(zone)
    reading = Reading(text)
    if (near := _from_now(reading, now)) is not None:
        return _settled(local_time.local(near, zone), None, reading, now=now, zone=zone)
    day = days_in_words.day_in(reading, now=local_now)
    at = times_in_words.time_in(reading, language=language, part=day.part if day is not None else "")
    if day is None:
        day = days_in_words.looked_up(reading, now=local_now, language=language)
    if day is None and at is None:
        return Read(doubts=(Doubt.NOT_UNDERSTOOD,), rest=reading.rest)
    days = _to_come(day, at, now, zone)
    is_one_day = len(days) == 1 and day is not None and not day.differs
    if not is_one_day or at is None or not at.choices:
        return _asked(day, days, at, reading)
    if len(at.choices) > 1:
        return _which_time(days[0], at, reading, now=now, zone=zone)
    return _settled(_local(days[0], at.choices[0]), at, reading, now=now, zone=zone)


def _from_now(reading: Reading, now: datetime) -> datetime | None:
    found = reading.take(_FROM_NOW)
    if found is None:
        return None
    if found["n"] is None:
        return now + timedelta(minutes=_MINUTES_OF[found["word"] or found["quarter"] or found["hour"]])
    count = 1 if found["n"] in ("a", "an") else number(found["n"])
    return now + (timedelta(minutes=count) if found["unit"].startswith("min") else timedelta(hours=count))


def _to_come(day: Day | None, at: TimeOfDay | None, now: datetime, zone: ZoneInfo) -> tuple[date, ...]:
    """The days that it may be; of several, those on which the time is still to come."""
    if day is None:
        return ()
    if len(day.choices) <= 1 or at is None or not at.choices:
        return day.choices
    last = max(at.choices)
    return (
        tuple(one for one in day.choices if local_time.instant(_local(one, last), zone) > now) or day.choices
    )


def _settled(local: str, at: TimeOfDay | None, reading: Reading, *, now: datetime, zone: ZoneInfo) -> Read:
    """One day and one time: whether the clock of the zone shows it, and whether it is still to come."""
    minutes = at.minutes if at is not None else None
    starts_at = local_time.instant(local, zone)
    if starts_at <= now:
        return Read(None, (Doubt.PAST,), (), (), "", reading.rest, minutes)
    if local_time.is_skipped(local, zone):
        later = local_time.local(starts_at, zone)
        return Read(None, (Doubt.SKIPPED,), (Choice(later, later),), (), local[:10], reading.rest, minutes)
    holds = {
        Remark.AFTER_NOON: at is not None and at.is_assumed,
        Remark.TWICE: local_time.is_twice(local, zone),
        Remark.SOON: starts_at - now < SOON,
    }
    remarks = tuple(remark for remark, is_so in holds.items() if is_so)
    return Read(local, (), (), remarks, local, reading.rest, minutes)


def _which_time(day: date, at: TimeOfDay, reading: Reading, *, now: datetime, zone: ZoneInfo) -> Read:
    """Morning or evening: what is still to come of them, and asked even when that is one."""
    both = [_local(day, one) for one in at.choices]
    coming = tuple(Choice(one, one) for one in both if local_time.instant(one, zone) > now)
    if not coming:
        return Read(None, (Doubt.PAST,), (), (), "", reading.rest, at.minutes)
    known = f"{day.isoformat()} {_time_words(at)}"
    return Read(None, (Doubt.WHICH_TIME,), coming, (), known, reading.rest, at.minutes)


def _asked(day: Day | None, days: tuple[date, ...], at: TimeOfDay | None, reading: Reading) -> Read:
    """What is missing, or may mean several things."""
    times = at.choices if at is not None else ()
    differs, is_week = (day.differs, day.is_week) if day is not None else (False, False)
    holds = {
        Doubt.NO_SUCH_DAY: day is not None and not days and not is_week,
        Doubt.NO_DAY: day is None or (not days and is_week),
        Doubt.WEEKDAY_DIFFERS: differs,
        Doubt.WHICH_DAY: len(days) > 1 and not differs,
        Doubt.NO_SUCH_TIME: at is not None and bool(at.words) and not times,
        Doubt.NO_TIME: at is None or not at.words,
        Doubt.WHICH_TIME: len(times) > 1,
    }
    doubts = tuple(doubt for doubt, is_so in holds.items() if is_so)
    by_day = doubts[0] in (Doubt.WEEKDAY_DIFFERS, Doubt.WHICH_DAY)
    choices: Sequence[Choice] = ()
    if by_day:
        choices = [_day_choice(one, at) for one in days]
    day_words = days[0].isoformat() if len(days) == 1 and not differs else ""
    known = f"{day_words} {_time_words(at)}".strip()
    return Read(None, doubts, tuple(choices), (), known, reading.rest, at.minutes if at is not None else None)


def _day_choice(day: date, at: TimeOfDay | None) -> Choice:
    local = _local(day, at.choices[0]) if at is not None and len(at.choices) == 1 else day.isoformat()
    return Choice(f"{day.isoformat()} {_time_words(at)}".strip(), local)


def _time_words(at: TimeOfDay | None) -> str:
    """The time in words that are read as the same; nothing when there is no such time."""
    if at is None or (at.words and not at.choices):
        return ""
    return f"{at.words} {at.part}".strip()


def _local(day: date, at: time) -> str:
    return datetime.combine(day, at).strftime(local_time.FORMAT)
