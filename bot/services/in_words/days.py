"""Days in Dutch and English words: "do 12 dec", "over 3 weken dinsdagavond", "volgende week donderdag"."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from dateparser.date import DateDataParser

from bot.services.in_words.vocabulary import (
    MONTH,
    MONTHS,
    NUMBER,
    NUMBERS,
    ORDINALS,
    PARTS,
    READ,
    WEEKDAYS,
    Reading,
    any_of,
    number,
    plainly,
)

WEEK, MONTHS_A_YEAR = 7, 12
# Years outside these are typing errors.
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
# Until this hour of the night "morgen" is, for who did not sleep yet, the day that has begun already.
_STILL_AWAKE = 4
# 29 February is at most eight years away.
_YEARS = 9
# A weekday that does not fit its date is sought among the days around it.
_NEAR = range(-3, 4)
# What the own grammar does not know is looked up by dateparser; longer texts are no dates.
_LONGEST = 60
_WORDS = re.compile(r"[a-z]{3,}.*\s|\s.*[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class Day:
    """What was read of a day.

    `choices` is one day when it is sure, several when it may be each of them, none when there is no such day;
    with `is_week`, none as long as no weekday is named. `differs` says that the weekday that was named is not
    that of the date. `part` is the part of the day that was named along with it ("dinsdagavond").
    """

    choices: tuple[date, ...]
    part: str = ""
    differs: bool = False
    is_week: bool = False
    weeks: int | None = None


_DAY_WORD = rf"(?:\d{{1,2}}|{any_of([*NUMBERS, *ORDINALS])})"
_SUFFIX = r"(?:e|de|ste|st|nd|rd|th)?"
_YEAR = r"(?:,?\s*(?P<y>\d{4}|'\d{2})(?![:.]?\d))?"
_NOT_TIME = r"(?!\s*(?:uur|u|h|am|pm)\b)"
# "Van 10-12" is from ten till twelve.
_NO_RANGE = r"(?<!van )(?<!tussen )(?<!from )(?<!between )"
_DATES = [
    re.compile(pattern)
    for pattern in (
        r"(?<![\w-])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)(?:t(?=\d))?",
        r"(?<![\w./-])(?P<d>\d{1,2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?![\d/-])",
        rf"(?<![\w./:])(?P<d>{_DAY_WORD}){_SUFFIX}\s*(?:(?:van|of)\s+)?(?P<mon>{MONTH})\b\.?{_YEAR}",
        rf"\b(?P<mon>{MONTH})\b\.?\s+(?:the\s+)?(?P<d>\d{{1,2}}){_SUFFIX}(?![\d:.]*\d)\b{_YEAR}{_NOT_TIME}",
        # After the months with a name: in "12 december 10-12" these are hours.
        rf"{_NO_RANGE}(?<![\w./:-])(?P<d>\d{{1,2}})[-/](?P<m>\d{{1,2}})(?![\d:./-]){_NOT_TIME}",
    )
]
_PARTS = any_of(PARTS)
_TODAY = re.compile(r"\b(?:(?P<plain>vandaag|today)|van(?P<part>avond|middag|ochtend|nacht)|tonight)\b")
_TOMORROW = re.compile(
    # "A week from tomorrow" is left to dateparser.
    r"\b(?<!from )(?:(?P<after>overmorgen|(?:the\s+)?day\s+after\s+tomorrow)|morgen|tomorrow)"
    rf"\s?(?P<part>{_PARTS})?\b"
)
_UNIT = r"(?P<unit>dag|day|week|we+k|maand|month|jaar|year)(?:en|s)?"
_IN = re.compile(
    rf"\b(?:over|in|na)\s+(?:ongeveer\s+)?(?P<n>{NUMBER}|an?)\s+{_UNIT}\b(?:'?\s*time)?"
    rf"|\b(?P<n2>{NUMBER}|an?)\s+{_UNIT.replace('unit', 'unit2')}\s+from\s+(?:now|today)\b"
)
_WEEK = re.compile(
    r"\b(?:(?P<next>volgende|next|komende|coming)\s+week|(?:deze|this)\s+week|week\s+(?P<n>\d{1,2}))\b"
)
_SHORT = any_of(word for word in WEEKDAYS if len(word) <= len("thu"))
_FULL = any_of(word for word in WEEKDAYS if len(word) > len("thu"))
_WEEKDAY = re.compile(
    r"\b(?:(?P<which>volgende|next|eerstvolgende|aanstaande|aankomende|komende|coming|deze|this)\s+)?"
    rf"(?:(?P<full>{_FULL})\s?(?P<part>{_PARTS}|morgen)?\b"
    # "Do", "zo" and "sun" are words as well: they are weekdays in front of a number or at the end.
    rf"|(?P<short>{_SHORT})\b(?=\.?,?\s*(?:[{READ}\d]|half\b|kwart\b|om\b|at\b|a\.s|$)))\.?"
)
_OF_MONTH = re.compile(r"\b(?:de|the)\s+(?P<d>\d{1,2})(?:e|de|ste|st|nd|rd|th)\b")


def day_in(reading: Reading, *, now: datetime) -> Day | None:
    """Read the first day in a text, with its weekday; None when there is none. `now` is a local time."""
    today = now.date()
    found = _date(reading, today) or _relative(reading, now) or _of_month(reading, today)
    named = reading.take(_WEEKDAY)
    if named is None:
        return found
    weekday = WEEKDAYS[named["full"] or named["short"]]
    if found is None:
        found = _coming(weekday, named["which"], today)
    elif found.weeks is not None:
        found = _in_week(weekday, found.weeks, today, is_week=found.is_week)
    elif found.choices:
        found = _checked(found, weekday, today)
    part = "ochtend" if named["part"] == "morgen" else named["part"]
    return replace(found, part=PARTS[part]) if part else found


def looked_up(reading: Reading, *, now: datetime, language: str) -> Day | None:
    """What the grammar here does not know, such as "a week from tomorrow", as dateparser reads it.

    To be asked last, for it takes all that is left. It silently skips what it does not know in Dutch, so
    nothing is taken from it but days to come.
    """
    rest = plainly(reading.rest)
    if len(rest) > _LONGEST or not _WORDS.search(rest):
        return None
    parser = DateDataParser(
        languages=[language, *(other for other in ("nl", "en") if other != language)],
        settings={
            # At noon, so that its cache of settings grows by one a day only.
            "RELATIVE_BASE": datetime.combine(now.date(), time(12)),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY",
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    found = parser.get_date_data(rest)
    if found.date_obj is None or found.period not in ("day", "week") or found.date_obj.date() <= now.date():
        return None
    reading.mark(0, len(reading.text))
    return Day((found.date_obj.date(),))


def next_yearly(month: int, day: int, today: date) -> date | None:
    """The first day from today on with this month and day; None when there is none (30 February)."""
    days = (_real(year, month, day) for year in range(today.year, today.year + _YEARS))
    return next((found for found in days if found is not None and found >= today), None)


def later(day: date, months: int) -> date:
    """So many months later: on the same day of the month, or the last when that month is shorter."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _real(year: int, month: int, day: int) -> date | None:
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= MONTHS_A_YEAR):
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _date(reading: Reading, today: date) -> Day | None:
    for pattern in _DATES:
        if (found := reading.take(pattern)) is not None:
            day = _written(found.groupdict(), today)
            return Day((day,) if day is not None else ())
    return None


def _written(said: dict[str, str | None], today: date) -> date | None:
    word = said["d"] or ""
    day = ORDINALS[word] if word in ORDINALS else number(word)
    month = MONTHS[said["mon"] or ""] if "mon" in said else int(said["m"] or 0)
    year = (said.get("y") or "").lstrip("'")
    if not year:
        return next_yearly(month, day, today)
    return _real(int(year) + (_FIRST_YEAR if len(year) < len("2000") else 0), month, day)


def _relative(reading: Reading, now: datetime) -> Day | None:
    today = now.date()
    if (found := reading.take(_TODAY)) is not None:
        part = None if found["plain"] else found["part"] or "avond"
        return Day((today,), PARTS[part] if part else "")
    if (found := reading.take(_TOMORROW)) is not None:
        day = today + timedelta(days=2 if found["after"] else 1)
        # Half past one at night: has tomorrow begun already?
        days = (day - timedelta(days=1), day) if now.hour < _STILL_AWAKE else (day,)
        return Day(days, PARTS[found["part"]] if found["part"] else "")
    if (found := reading.take(_IN)) is not None:
        return _ahead(found["n"] or found["n2"], found["unit"] or found["unit2"], today)
    if (found := reading.take(_WEEK)) is not None:
        return _of_weeks(found["n"], 1 if found["next"] else 0, today)
    return None


def _ahead(word: str, unit: str, today: date) -> Day:
    count = 1 if word in ("a", "an") else number(word)
    if unit in ("dag", "day"):
        # "Vrijdag over 14 dagen" is in two weeks.
        weeks = count // WEEK if count and count % WEEK == 0 else None
        return Day((today + timedelta(days=count),), weeks=weeks)
    if unit.startswith("we"):
        return Day((today + timedelta(weeks=count),), weeks=count)
    months = count * (MONTHS_A_YEAR if unit in ("jaar", "year") else 1)
    if months > MONTHS_A_YEAR * (_LAST_YEAR - today.year):
        return Day(())
    day = later(today, months)
    return Day((day,), weeks=_weeks_between(today, day))


def _of_weeks(week: str | None, ahead: int, today: date) -> Day:
    if week is None:
        return Day((), is_week=True, weeks=ahead)
    for year in (today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(year, int(week), 1)
        except ValueError:
            continue
        if monday + timedelta(days=WEEK) > today:
            return Day((), is_week=True, weeks=_weeks_between(today, monday))
    return Day(())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks_between(day: date, other: date) -> int:
    return (_monday(other) - _monday(day)).days // WEEK


def _in_week(weekday: int, weeks: int, today: date, *, is_week: bool) -> Day:
    """A weekday so many weeks from now. "Donderdag over een week" may be counted from the coming Thursday."""
    by_week = _monday(today) + timedelta(days=weekday, weeks=weeks)
    if is_week:
        return Day((by_week,))
    counted = today + timedelta(days=(weekday - today.weekday()) % WEEK, weeks=weeks)
    return Day(tuple(dict.fromkeys((by_week, counted))))


def _coming(weekday: int, which: str | None, today: date) -> Day:
    ahead = (weekday - today.weekday()) % WEEK
    first = today + timedelta(days=ahead or WEEK)
    if which in ("volgende", "next") and _monday(first) == _monday(today):
        # "Volgende donderdag" on a Monday: in three days to some, in ten to others.
        return Day((first, first + timedelta(days=WEEK)))
    if which in ("deze", "this") and not ahead:
        return Day((today,))
    return Day((first,) if ahead or which else (today, first))


def _checked(found: Day, weekday: int, today: date) -> Day:
    fitting = tuple(day for day in found.choices if day.weekday() == weekday)
    if fitting:
        return replace(found, choices=fitting)
    if all(day < today for day in found.choices):
        # That it is past is what matters.
        return found
    near = (day + timedelta(days=by) for day in found.choices for by in _NEAR)
    others = tuple(day for day in near if day.weekday() == weekday and day >= today)
    return replace(found, choices=tuple(dict.fromkeys((*found.choices, *others))), differs=True)


def _of_month(reading: Reading, today: date) -> Day | None:
    found = reading.take(_OF_MONTH)
    if found is None:
        return None
    months = (later(today.replace(day=1), ahead) for ahead in range(MONTHS_A_YEAR))
    days = (_real(month.year, month.month, int(found["d"])) for month in months)
    return Day(tuple(day for day in days if day is not None and day >= today)[:1])
