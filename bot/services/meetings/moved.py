"""To when a planned session is moved, told from when it is now: "een week later", "om 20:30", "vrijdag"."""

import re
from datetime import datetime, timedelta

from bot.services.in_words.dates import Doubt
from bot.services.in_words.repeats import Schedule
from bot.services.in_words.vocabulary import NUMBERS, plainly
from bot.services.meetings.plan_answers import Here, moments_in

# Later and earlier count on the clock on the wall: a week later is at the same time of day.
_STEPS = {
    "minu": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "kwar": timedelta(minutes=15),
    "uur": timedelta(hours=1),
    "uurt": timedelta(hours=1),
    "uren": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "dag": timedelta(days=1),
    "dage": timedelta(days=1),
    "dagj": timedelta(days=1),
    "day": timedelta(days=1),
    "days": timedelta(days=1),
    "week": timedelta(weeks=1),
    "weke": timedelta(weeks=1),
}
_SHIFT = re.compile(
    r"^(?:(?:met|by|het|maar|dan) )*(?P<n>\d{1,3}|[a-z]+(?: (?:half|halve|an))?)? ?"
    r"(?P<unit>minuten|minuut|minutes?|min|kwartier|uur|uurtje|uren|hours?|dagen|dag|dagje|days?"
    r"|weken|week|weekje|weeks) (?P<way>later|verder|eerder|vroeger|earlier)$"
)
_PARTS = {
    **dict.fromkeys(("half", "een half", "halve", "een halve", "half an"), 0.5),
    **dict.fromkeys(("anderhalf", "anderhalve"), 1.5),
    **dict.fromkeys(("", "een", "a", "an", "one"), 1.0),
}
_LATER = frozenset(["later", "verder"])
_SAME_TIME = re.compile(r",? ?\b(?:op )?(?:dezelfde|zelfde|hetzelfde|the same|same) (?:tijd|tijdstip|time)\b")
_DAY_LETTERS = 10


def moved_to(words: str, told: str, local_start: str, here: Here) -> Schedule:
    """The moment in an answer to "when instead?", for a session at `local_start` ("2026-12-03T19:30").

    What is left out stays as it is: the day with only a time, the time with only a day.
    """
    shifted = _shifted(plainly(words).strip(" .!"), local_start)
    if shifted is not None:
        return here.read(shifted)
    bare = _SAME_TIME.sub("", words)
    when = moments_in(bare, told, here)
    day, time = local_start[:_DAY_LETTERS], local_start[_DAY_LETTERS + 1 :]
    match when.doubt:
        case Doubt.NO_DAY:
            whole = here.read(f"{day} {bare}")
        case Doubt.NO_TIME:
            whole = here.read(f"{bare} {time}")
        case _:
            return when
    return whole if whole.doubt in (None, Doubt.WHICH_TIME) else when


def _shifted(plain: str, local_start: str) -> str | None:
    found = _SHIFT.match(plain)
    if found is None:
        return None
    step = _STEPS[found["unit"][:4]]
    many = _how_many(found["n"] or "")
    if many is None:
        return None
    by = step * many
    start = datetime.fromisoformat(local_start)
    return (start + by if found["way"] in _LATER else start - by).isoformat(timespec="minutes")


def _how_many(words: str) -> float | None:
    if words in _PARTS:
        return _PARTS[words]
    return int(words) if words.isdecimal() else NUMBERS.get(words)
