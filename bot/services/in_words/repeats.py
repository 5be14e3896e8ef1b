"""Several moments at once: "elke dinsdag om 20:00, 5 keer", "eerste dinsdag van de maand", "12 en 19 mei"."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.services.in_words import days as days_in_words
from bot.services.in_words.dates import Choice, Doubt, Read, Remark, moment, moment_in
from bot.services.in_words.vocabulary import (
    MONTH,
    NUMBER,
    ORDINALS,
    READ,
    WEEKDAY,
    WEEKDAYS,
    Reading,
    any_of,
    number,
)

# As often as a course of a year, once a week; see bot.services.meetings.plan.
MOST = 52
_LONGEST = 600
_LAST, _MOST_IN_MONTH = -1, 5
OFTEN = (3, 4, 5, 6, 8, 10)
_LISTED = re.compile(r"[,;&+\n]|\s(?:en|and)\s")
_NTH = {word: nth for word, nth in ORDINALS.items() if nth <= _MOST_IN_MONTH} | {
    "laatste": _LAST,
    "last": _LAST,
}
_EVERY = r"(?:elke|iedere|every|each)"
_NTH_OF_MONTH = re.compile(
    rf"\b(?:{_EVERY}\s+|de\s+|the\s+)?(?P<nth>{any_of(_NTH)})\s+(?P<weekday>{WEEKDAY})(?P<part>avond|middag|ochtend)?"
    r"\s+(?:van\s+(?:de|elke|iedere)|of\s+(?:the|each|every))\s+(?:maand|month)\b"
)
_MONTHLY = re.compile(rf"\b(?:maandelijks|monthly|{_EVERY}\s+(?:maand|month))\b")
_WEEKS = re.compile(
    rf"\b(?:(?P<two>om\s+de\s+(?:andere\s+)?week|om\s+de\s+(?:14|veertien)\s+dagen|tweewekelijks|fortnightly|bi-?weekly"
    rf"|every\s+other\s+week)|(?:{_EVERY}|om\s+de)\s+(?P<n>{NUMBER})\s+(?:weken|weeks)"
    rf"|(?P<one>wekelijks|weekly|{_EVERY}\s+week)|(?P<other>every\s+other|om\s+de)\s+(?=(?:{WEEKDAY}))"
    rf"|{_EVERY}\s+(?={WEEKDAY}))"
)
_TIMES = re.compile(
    rf"(?:\bt/m\s+|\btot\s+|\btotaal\s+)?(?<![\d:.])(?P<n>{NUMBER})\s*"
    r"(?:keer|x\b|maal\b|times\b|sessies|sessions|bijeenkomsten|avonden|weken\s+lang|weken\s+achter\s+elkaar)"
)
_UNTIL = re.compile(r"\b(?:t/m|tot\s+en\s+met|tot|until|till|through|up\s+to)\s+(?P<words>[^,;]+)")
_DAYS_OF_MONTH = re.compile(
    # "Max 20, 12 december" is no list of days.
    rf"(?<![\d.:/-])(?<!max )(?<!max\. )(?<!maximaal )(?<!places )(?<!plaatsen )"
    rf"(?P<days>[1-9]\d?(?:\s*(?:,|&|\ben\b|\band\b)\s*\d{{1,2}}(?![\d.:/-]))+)\s+(?P<month>{MONTH})\b"
    r"\.?(?P<year>\s+\d{4}(?![\d:.]))?"
)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What was made of words for one or several moments.

    `starts` are local times in order, and empty while there is a `doubt`; the other fields are as in Read.
    """

    starts: tuple[str, ...] = ()
    doubt: Doubt | None = None
    choices: tuple[Choice, ...] = ()
    remarks: tuple[Remark, ...] = ()
    known: str = ""
    rest: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    """How it comes again: every so many weeks, or each month (on a weekday by its number, when named)."""

    words: str
    weeks: int = 0
    nth: int = 0
    weekday: int = 0
    times: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class _Now:
    """When, where and in which language it was written."""

    at: datetime
    zone: ZoneInfo
    language: str

    def read(self, text: str) -> Read:
        return moment(text, now=self.at, zone=self.zone, language=self.language)

    def read_in(self, text: str) -> Read:
        return moment_in(text, now=self.at, zone=self.zone, language=self.language)

    @property
    def today(self) -> date:
        return self.at.astimezone(self.zone).date()


def schedule(text: str, *, now: datetime, zone: ZoneInfo, language: str) -> Schedule:
    """Read one moment, a list of them, or how it comes again. `now` is the instant of writing."""
    here = _Now(now, zone, language)
    if len(text) > _LONGEST:
        return Schedule(doubt=Doubt.NOT_UNDERSTOOD, rest=text)
    reading = Reading(text)
    rule = _rule(reading, here)
    if rule is not None:
        return _repeated(rule, reading.left, here)
    listed = _listed(text, here)
    return _all_of(listed, here) if len(listed) > 1 else _one(here.read(text))


def spread_out(text: str) -> str:
    """A text in which days that share a month have it each: "12 mei, 19 mei" for "12 en 19 mei"."""
    return _DAYS_OF_MONTH.sub(_each_with_month, text)


def is_about_time(text: str, *, now: datetime, zone: ZoneInfo, language: str) -> bool:
    """Whether a text says when and how often, and nothing else."""
    here = _Now(now, zone, language)
    reading = Reading(text)
    if len(text) > _LONGEST or not text.strip():
        return False
    _rule(reading, here)
    _until(reading, here)
    reading.take(_TIMES)
    read = here.read_in(reading.left)
    return not read.rest and (bool(reading.left) or READ in reading.text)


def _one(read: Read) -> Schedule:
    return Schedule(
        (read.local,) if read.local is not None else (),
        read.doubt,
        read.choices,
        read.remarks,
        read.known,
        read.rest,
        read.minutes,
    )


def _rule(reading: Reading, here: _Now) -> _Rule | None:
    nth, monthly, weeks = (reading.take(pattern) for pattern in (_NTH_OF_MONTH, _MONTHLY, _WEEKS))
    if nth is None and monthly is None and weeks is None:
        return None
    until = _until(reading, here)
    count = reading.take(_TIMES)
    times = number(count["n"]) if count is not None else None
    if nth is not None:
        part = nth["part"] or ""
        words = f"{nth['nth']} {nth['weekday']}{part} van de maand"
        return _Rule(words, 0, _NTH[nth["nth"]], WEEKDAYS[nth["weekday"]], times, until)
    if weeks is not None and monthly is None:
        every = 2 if weeks["two"] or weeks["other"] else number(weeks["n"]) if weeks["n"] else 1
        return _Rule(f"elke {every} weken", max(every, 1), times=times, until=until)
    return _Rule("elke maand", times=times, until=until)


def _until(reading: Reading, here: _Now) -> date | None:
    for found in _UNTIL.finditer(reading.text):
        inner = Reading(found["words"])
        if _TIMES.match(found["words"]):
            continue
        day = days_in_words.day_in(inner, now=here.at.astimezone(here.zone))
        if day is not None and len(day.choices) == 1 and not inner.rest:
            reading.mark(found.start(), found.end())
            return day.choices[0]
    return None


def _repeated(rule: _Rule, words: str, here: _Now) -> Schedule:
    first = _first(rule, words, here)
    often = f"{rule.words} {_often(rule)}".strip()
    if first.local is None:
        choices = tuple(replace(one, words=f"{often} {one.words}") for one in first.choices)
        return replace(_one(first), choices=choices, known=f"{often} {first.known}".strip())
    known = f"{often} {first.local}"
    if rule.times is None and rule.until is None:
        choices = tuple(Choice(f"{known}, {count} keer", str(count)) for count in OFTEN)
        return Schedule((), Doubt.HOW_OFTEN, choices, (), known, "", first.minutes)
    starts = _starts(rule, first.local)
    if not starts or len(starts) > MOST:
        return Schedule((), Doubt.TOO_MANY, (), (), f"{rule.words} {first.local}", "", first.minutes)
    return Schedule(starts, None, (), first.remarks, known, first.rest, first.minutes)


def _often(rule: _Rule) -> str:
    if rule.times is not None:
        return f"{rule.times} keer"
    return f"t/m {rule.until.isoformat()}," if rule.until is not None else ""


def _first(rule: _Rule, words: str, here: _Now) -> Read:
    """The first of a repeated moment; what the words say, or by the rule when that names the day."""
    read = here.read(words)
    if not rule.nth or Doubt.NO_DAY not in read.doubts:
        return read if words else Read(doubts=(Doubt.NO_DAY,))
    for months in range(3):
        day = nth_weekday(days_in_words.later(here.today.replace(day=1), months), rule.nth, rule.weekday)
        if day is None or day < here.today:
            continue
        read = here.read(f"{day.isoformat()} {words}")
        if read.doubt is not Doubt.PAST:
            break
    return read


def _starts(rule: _Rule, first: str) -> tuple[str, ...]:
    """All moments, one more than may be when there are too many; none when the end is before the start."""
    start, clock = date.fromisoformat(first[:10]), first[10:]
    nth, weekday = rule.nth, rule.weekday
    days: list[date] = []
    count = 0
    while len(days) <= MOST and (rule.times is None or len(days) < rule.times):
        if rule.weeks:
            day: date | None = start + timedelta(weeks=count * rule.weeks)
        elif nth:
            day = nth_weekday(days_in_words.later(start.replace(day=1), count), nth, weekday)
        else:
            day = days_in_words.later(start, count)
        count += 1
        if day is not None and rule.until is not None and day > rule.until:
            break
        if day is not None and day >= start:
            days.append(day)
    return tuple(f"{day.isoformat()}{clock}" for day in days)


def nth_weekday(month: date, nth: int, weekday: int) -> date | None:
    """The so manieth weekday of a month, the last for -1; None when the month has no such day."""
    days = calendar.monthrange(month.year, month.month)[1]
    all_days = [date(month.year, month.month, day) for day in range(1, days + 1)]
    fitting = [day for day in all_days if day.weekday() == weekday]
    if nth == _LAST:
        return fitting[-1]
    return fitting[nth - 1] if nth <= len(fitting) else None


def _listed(text: str, here: _Now) -> list[str]:
    """The moments of a list, each in words of its own; fewer than two when it is no list."""
    written = spread_out(text)
    pieces = [piece.strip() for piece in _LISTED.split(written) if piece.strip()]
    if len(pieces) > MOST + 1:
        return []
    with_day: list[str] = []
    for piece in pieces:
        read = here.read_in(piece)
        if read.doubt is Doubt.NOT_UNDERSTOOD or Doubt.NO_DAY in read.doubts:
            # A time, or what belongs to the day before it: "donderdag 12 december, 19:30".
            if not with_day:
                return []
            with_day[-1] += f" {piece}"
        else:
            with_day.append(piece)
    return with_day


def _each_with_month(found: re.Match[str]) -> str:
    days = re.findall(r"\d{1,2}", found["days"])
    return ", ".join(f"{day} {found['month']}{found['year'] or ''}" for day in days)


def _all_of(pieces: Sequence[str], here: _Now) -> Schedule:
    reads = [here.read(piece) for piece in pieces]
    timed = next((read for read in reversed(reads) if read.local is not None), None)
    if timed is not None and timed.local is not None:
        # What has no time of its own is at that of the others.
        pieces = [
            f"{piece} {timed.local[11:]}" if Doubt.NO_TIME in read.doubts else piece
            for piece, read in zip(pieces, reads, strict=True)
        ]
        reads = [here.read(piece) for piece in pieces]
    remarks = tuple(dict.fromkeys(remark for read in reads for remark in read.remarks))
    minutes = next((read.minutes for read in reads if read.minutes), None)
    for place, read in enumerate(reads):
        if read.doubt is not None:
            choices = tuple(
                replace(one, words=", ".join((*pieces[:place], one.words, *pieces[place + 1 :])))
                for one in read.choices
            )
            known = "" if read.doubt in (Doubt.PAST, Doubt.NO_SUCH_DAY) else ", ".join(pieces)
            return Schedule((), read.doubt, choices, (), known, read.rest or pieces[place], minutes)
    starts = sorted({read.local for read in reads if read.local is not None})
    if len(starts) > MOST:
        return Schedule((), Doubt.TOO_MANY)
    return Schedule(tuple(starts), None, (), remarks, ", ".join(starts), "", minutes)
