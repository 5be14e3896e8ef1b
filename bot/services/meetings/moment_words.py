"""When a session is announced, in words: "meteen, een week ervoor, de dag ervoor en maandag om 10:00"."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.services import local_time
from bot.services.in_words import dates as dates_in_words
from bot.services.in_words.vocabulary import NUMBER, number, plainly
from bot.services.meetings.plan import Moment
from bot.services.meetings.plan_fields import Fault, UnfitWordsError
from models import MomentKind

# As many as anybody wants to hear of one session.
MOST = 8
_HOUR = 60
_DAY = 24 * _HOUR
_UNITS = {"m": 1, "u": _HOUR, "h": _HOUR, "d": _DAY, "w": 7 * _DAY}
# Earlier than this is the longest that can be planned ahead; see bot.services.meetings.plan.
_EARLIEST = 366 * _DAY
_PIECES = re.compile(r"[,;\n]|\s(?:en|and)\s")
_NOW = re.compile(r"(?:nu|nu meteen|meteen|direct|gelijk|now|at once|immediately|right away)")
_BEFORE = re.compile(
    rf"(?:(?P<n>{NUMBER}|an?|de|the|half)\s*(?:een\s+)?)"
    r"(?P<unit>minuut|minuten|minutes?|min|uur|uren|hours?|dag|dagen|days?|week|weken|weeks?)\s+"
    r"(?:ervoor|daarvoor|van\s?tevoren|vooraf|tevoren|eerder|voor(?:\s+(?:het\s+)?(?:begin|start))?"
    r"|before(?:hand)?|earlier|in advance)"
)


def moments(
    words: str, *, starts_at: datetime, now: datetime, zone: ZoneInfo, language: str
) -> tuple[Moment, ...]:
    """The moments that these words name, soonest first. Raises UnfitWordsError for what names none.

    `starts_at` is when the (first) session begins; a moment after that is refused as well.
    """
    pieces = [piece.strip(" .!") for piece in _PIECES.split(words) if piece.strip(" .!")]
    if not pieces:
        raise UnfitWordsError(Fault.EMPTY)
    if len(pieces) > MOST:
        raise UnfitWordsError(Fault.TOO_MANY, MOST)
    found = {_moment(piece, starts_at=starts_at, now=now, zone=zone, language=language) for piece in pieces}
    return tuple(sorted(found, key=lambda one: one.due_at(starts_at, zone, planned_at=now)))


def _moment(piece: str, *, starts_at: datetime, now: datetime, zone: ZoneInfo, language: str) -> Moment:
    plain = plainly(piece)
    if _NOW.fullmatch(plain):
        return Moment(kind=MomentKind.AT_ONCE)
    before = _BEFORE.fullmatch(plain)
    if before is not None:
        return Moment(kind=MomentKind.BEFORE, minutes_before=_minutes(before["n"], before["unit"]))
    read = dates_in_words.moment(piece, now=now, zone=zone, language=language)
    if read.local is None or not now < local_time.instant(read.local, zone) < starts_at:
        raise UnfitWordsError(Fault.NO_MOMENT)
    return Moment(kind=MomentKind.AT, local_time=read.local)


def _minutes(word: str, unit: str) -> int:
    size = _UNITS[unit[0]]
    if word == "half":
        minutes = size // 2
    else:
        minutes = size * (1 if word in ("a", "an", "de", "the") else number(word))
    if not 0 < minutes <= _EARLIEST:
        raise UnfitWordsError(Fault.NO_MOMENT)
    return minutes
