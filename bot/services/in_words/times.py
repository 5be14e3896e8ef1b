"""Times of day in Dutch and English words: "half acht", "kwart over zeven 's avonds", "20u30", "7.30 pm"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.services.in_words.vocabulary import (
    AFTERNOON,
    EVENING,
    MORNING,
    NIGHT,
    NUMBERS,
    PARTS,
    Reading,
    any_of,
    number,
)

NOON, HOURS, HOUR = 12, 24, 60
DAY = HOURS * HOUR
_HALF, _QUARTER = 30, 15
# Without a part of the day an hour up to seven is meant in the afternoon or evening, for nobody meets online
# at half past seven in the morning; eight and nine are asked about; from ten on it is the morning.
LATER, ASKED = range(1, 8), range(8, 10)
# An end that makes it take longer than this was meant in the other half of the day.
_LONGEST = 6 * HOUR
_AM, _PM = "a", "p"
_HOURS_OF = {
    MORNING: range(1, NOON),
    AFTERNOON: range(NOON, 19),
    EVENING: range(17, HOURS),
    NIGHT: (22, 23, *range(7)),
    _AM: range(NOON),
    _PM: range(NOON, HOURS),
}

_DUTCH = "een twee drie vier vijf zes zeven acht negen tien elf twaalf"
_CLOCK_HOURS = {word: hour for word, hour in NUMBERS.items() if hour <= NOON}
_H = rf"(?P<h>(?:{any_of(_CLOCK_HOURS)})\b|\d{{1,2}}(?![.:/]?\d))"
_UNIT = r"(?:uur|uren|u|h|hrs?|o'clock)\b"
# What makes a number something else than an hour: "over 3 weken", "om 3 keer".
_NO_HOUR = (
    r"(?!\s*(?:min|minuten|minutes|dag|dagen|days?|week|weken|weeks?|maand|maanden|months?|keer|x\b|maal|times"
    r"|mensen|personen|plaatsen|people|places|sessies|sessions|euro|%))"
)
_MINUTES = (
    rf"(?P<min>\b(?:{any_of([*NUMBERS, 'kwart', 'quarter', 'a quarter'])}|\d{{1,2}}))"
    r"(?:\s+(?:minuten|minutes|min))?"
)
_BEGINS = r"(?<![\w.,:/'€-])"
_LEAD = r"(?:om|at|vanaf|rond|around|tegen|@)\s*"
_PATTERNS = (
    rf"(?P<h>\d{{1,2}})(?:\s?[:.]\s?|\s?(?:uur|u|h)\s?)(?P<m>\d{{2}})(?![\d%]|[.:/]\d|\s?euro)(?:\s*{_UNIT})?",
    rf"half[\s-]past\s+{_H}(?:\s*{_UNIT})?(?P<past>)",
    rf"(?:{_MINUTES}\s+(?P<side>voor|over)\s+)?(?P<half>half)\s+{_H}{_NO_HOUR}(?:\s*{_UNIT})?",
    rf"{_MINUTES}\s+(?P<side>voor|over|to|past|before|after)\s+{_H}{_NO_HOUR}(?:\s*{_UNIT})?",
    rf"{_H}\s*{_UNIT}(?!\s*(?:lang|durend))",
    rf"{_H}(?=\s*[ap]\.?m\b)",
    rf"{_LEAD}{_H}{_NO_HOUR}(?:\s*{_UNIT})?",
    rf"(?:van|from)\s+{_H}(?=\s*(?:-|tot|to|until|till)\s*\d)",
    rf"{_H}(?=\s*(?:-|tot|to)\s*\d{{1,2}}(?:[:.]\d\d)?\s*(?:{_UNIT}|[ap]\.?m\b))",
    r"(?P<noon>noon|midday)\b",
)
_FACES = [re.compile(f"{_BEGINS}(?:{_LEAD})?{pattern}") for pattern in _PATTERNS]
_ENDS = [re.compile(pattern) for pattern in (*_PATTERNS, rf"{_H}{_NO_HOUR}(?:\s*{_UNIT})?")]
_TO = re.compile(r"\s*(?:-|tot\b|until\b|till\b|to\b)\s*")
_MERIDIEM = re.compile(r"\s*(?P<half>[ap])\.?m\b\.?")
_LOOSE_PARTS = any_of(word for word in PARTS if word != "vroeg")
_PART = re.compile(rf"(?<![\w'])(?:'s\s*|in the\s+|at\s+|in de\s+)?(?P<part>{_LOOSE_PARTS})\b")


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """What was read of a time.

    `choices` is one time when it is sure, several when it may be each of them, none when there is no such
    time or only a part of the day was named. `words` is what was read of the hour, `part` the part of the
    day, `minutes` how long it takes when an end was named. `is_assumed` says that the hour was taken for one
    after noon, though that was not said.
    """

    choices: tuple[time, ...]
    words: str = ""
    part: str = ""
    minutes: int | None = None
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class _Face:
    """What a clock shows; `is_sure` when it is in 24 hours, else it may be twelve hours later as well."""

    minutes: int
    is_sure: bool

    def both(self) -> tuple[int, int]:
        early = self.minutes % (NOON * HOUR)
        return early, early + NOON * HOUR

    def choices(self, part: str) -> tuple[int, ...]:
        """The minutes of the day that it may mean in a part of the day."""
        if part:
            fit = tuple(at for at in self.possible() if at // HOUR in _HOURS_OF[part])
            return fit if len(fit) == 1 else self.both()
        if self.is_sure:
            return (self.minutes,)
        hour = self.minutes // HOUR % NOON
        early, late = self.both()
        if hour in ASKED:
            return early, late
        return (late,) if hour == 0 or hour in LATER else (early,)

    def possible(self) -> tuple[int, ...]:
        return (self.minutes,) if self.is_sure else self.both()


def time_in(reading: Reading, *, language: str, part: str = "") -> TimeOfDay | None:
    """Read the first time of day in a text; None when there is none.

    `part` is a part of the day that was named together with the day ("dinsdagavond").
    """
    named = reading.take(_PART)
    part = PARTS[named["part"]] if named is not None else part
    found = _first(reading.text, language)
    if found is None:
        return TimeOfDay((), part=part) if part else None
    start, end, faces = found
    meridiem = _MERIDIEM.match(reading.text, end)
    end = meridiem.end() if meridiem is not None else end
    until, end = _until(reading.text, end, language)
    words = reading.original(start, end)
    reading.mark(start, end)
    half = meridiem["half"] if meridiem is not None else part
    starts = [at for face in faces for at in face.choices(half)]
    starts = _before(until, starts)
    is_assumed = not half and any(not face.is_sure and face.minutes // HOUR in LATER for face in faces)
    return TimeOfDay(
        tuple(time(*divmod(at, HOUR)) for at in dict.fromkeys(starts)),
        words,
        part,
        _length(starts, until),
        is_assumed,
    )


def _first(text: str, language: str) -> tuple[int, int, list[_Face]] | None:
    matches = [found for pattern in _FACES if (found := pattern.search(text)) is not None]
    if not matches:
        return None
    # The leftmost, and there the longest: "tien over half acht" is one time, not "half acht".
    found = min(matches, key=lambda match: (match.start(), -match.end()))
    return found.start(), found.end(), _faces(found, language)


def _faces(found: re.Match[str], language: str) -> list[_Face]:
    said = found.groupdict()
    if "noon" in said:
        return [_Face(NOON * HOUR, is_sure=True)]
    hour = number(said["h"])
    shift = _shift(said)
    if not said.get("half"):
        return _exists(hour, shift, said)
    # "Half zeven" is half past six in Dutch; for many who speak English "half seven" is half past seven.
    before = _exists(hour, shift - _HALF, said)
    is_dutch = language == "nl" if said["h"].isdigit() else said["h"] in _DUTCH.split()
    return before if is_dutch or said.get("side") else before + _exists(hour, shift + _HALF, said)


def _shift(said: dict[str, str | None]) -> int:
    if "past" in said:
        return _HALF
    if said.get("m"):
        return int(said["m"] or 0)
    word = said.get("min")
    if not word:
        return 0
    minutes = _QUARTER if word.endswith(("kwart", "quarter")) else number(word)
    return minutes if said.get("side") in ("over", "past", "after") else -minutes


def _exists(hour: int, shift: int, said: dict[str, str | None]) -> list[_Face]:
    """The time, if it is one: not 25:00 and not 12:75."""
    if hour >= HOURS or abs(shift) >= HOUR:
        return []
    is_sure = hour > NOON or (said["h"] or "").startswith("0")
    minutes = hour * HOUR + shift
    return [_Face(minutes % DAY if is_sure else minutes % (NOON * HOUR) or NOON * HOUR, is_sure)]


def _until(text: str, end: int, language: str) -> tuple[tuple[int, ...], int]:
    """The minutes of the day at which it may end, if that was said, and where the words for it end."""
    to = _TO.match(text, end)
    if to is None:
        return (), end
    matches = [found for pattern in _ENDS if (found := pattern.match(text, to.end())) is not None]
    if not matches:
        return (), end
    found = max(matches, key=lambda match: match.end())
    meridiem = _MERIDIEM.match(text, found.end())
    faces = _faces(found, language)
    if meridiem is not None:
        return tuple(at for face in faces for at in face.choices(meridiem["half"])), meridiem.end()
    return tuple(
        at for face in faces for at in ((face.minutes,) if face.is_sure else face.both())
    ), found.end()


def _before(until: Sequence[int], starts: list[int]) -> list[int]:
    """The starts that make sense with an end, when that decides between them."""
    if len(until) != 1 or len(starts) == 1:
        return starts
    fitting = [at for at in starts if 0 < until[0] - at <= _LONGEST]
    return fitting if len(fitting) == 1 else starts


def _length(starts: Sequence[int], until: Sequence[int]) -> int | None:
    """How long it takes; None when no end was said."""
    lengths = [(end - at) % DAY for at in starts for end in until]
    return min((length for length in lengths if length), default=None)
