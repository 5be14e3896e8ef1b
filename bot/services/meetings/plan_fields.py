"""What people write for one part of a plan: a link, a number of places, how long it takes, a theme."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from bot.messages import straight
from bot.services.collectives.cards import theme_words
from bot.services.in_words.vocabulary import NUMBER, number, plainly
from bot.services.meetings import plan

# Below this, words are another theme and no typing error.
_LIKE = 85
_LINKING = frozenset(["en", "and", "de", "het", "of"])
LEAST_MINUTES = 5
_HOUR, _QUARTER = 60, 15
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|\b(?:[\w-]+\.)*(?:zoom\.us|jit\.si|whereby\.com)/[^\s<>\"]+",
    re.IGNORECASE,
)
PLACES = re.compile(
    r"\b(?:max(?:imaal|imum|\.)?\s*:?\s*(?P<a>\d{1,9})(?:\s*(?P<w>plaatsen|plekken|mensen|personen|deelnemers|people"
    r"|places|participants)\b)?|(?P<b>\d{1,9})\s*(?:plaatsen|plekken|mensen|personen|deelnemers|people|places"
    r"|participants)\b(?:\s*max(?:imaal)?\b)?|(?:plaatsen|plekken|places)\s*:?\s*(?P<c>\d{1,9}))",
    re.IGNORECASE,
)
MINUTES = re.compile(
    # "Over 10 minuten" is when it begins.
    r"(?<![\w.:,])(?<!over )(?<!in )(?P<n>\d{1,4})\s*(?:minuten|minutes|minuut|mins?\.?|m)(?!\w)",
    re.IGNORECASE,
)
_HOURS = re.compile(
    rf"(?:(?P<half>anderhalf|anderhalve|een half|half an)|(?P<n>\d{{1,2}}(?:[.,]\d+)?|{NUMBER}|an?))\s*"
    r"(?:uur|uren|u|hours?|h)(?:\s*lang)?"
)
_UNLIMITED = frozenset(["geen", "onbeperkt", "nee", "none", "unlimited", "no", "iedereen", "0"])
# Control signs, and the ends of lines that no keyboard makes.
_UNSAFE = re.compile(r"[\u0000-\u001f\u007f\u2028\u2029]")
# Letters, numbers, marks and signs can be seen; spaces and what only steers cannot.
_VISIBLE = frozenset("LNPS")


class Fault(StrEnum):
    """Why words cannot be a part of a plan."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_LINK = "no-link"
    NO_NUMBER = "no-number"
    NO_LENGTH = "no-length"
    NO_MOMENT = "no-moment"
    TOO_MANY = "too-many"
    NO_THEME = "no-theme"
    NO_AUDIENCE = "no-audience"


class UnfitWordsError(ValueError):
    """Words that do not fit where they were asked for; `why` says how, `most` what would fit."""

    def __init__(self, why: Fault, most: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.most = most


@dataclass(frozen=True, slots=True)
class Known:
    """What plans can be about and for: themes as stored, places, and collectives by id and name."""

    themes: Sequence[str] = ()
    places: Sequence[str] = ()
    collectives: Sequence[tuple[str, str]] = ()


def line(words: str, most: int) -> str:
    """A text on one line. Raises UnfitWordsError for none, or one of more than `most` signs."""
    text = " ".join(_UNSAFE.sub(" ", straight(words)).split()).strip(" ,;")
    if not _is_visible(text):
        raise UnfitWordsError(Fault.EMPTY)
    if len(text) > most:
        raise UnfitWordsError(Fault.TOO_LONG, most)
    return text


def text(words: str, most: int) -> str:
    """A text of several lines, with at most one empty line between them. Raises UnfitWordsError as `line`."""
    lines = [" ".join(_UNSAFE.sub(" ", one).split()) for one in straight(words).split("\n")]
    found = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not _is_visible(found):
        raise UnfitWordsError(Fault.EMPTY)
    if len(found) > most:
        raise UnfitWordsError(Fault.TOO_LONG, most)
    return found


def _is_visible(words: str) -> bool:
    return any(unicodedata.category(sign)[0] in _VISIBLE for sign in words)


def link(words: str) -> str:
    """The address in these words. Raises UnfitWordsError when there is none that a browser opens."""
    found = LINK.search(words)
    if found is None:
        raise UnfitWordsError(Fault.NO_LINK)
    address = found[0].rstrip(".,;)!?'")
    if not address.lower().startswith(("http://", "https://")):
        address = f"https://{address}"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError as error:
        raise UnfitWordsError(Fault.NO_LINK) from error
    if "." not in host.strip("."):
        raise UnfitWordsError(Fault.NO_LINK)
    if len(address) > plan.LINK:
        raise UnfitWordsError(Fault.TOO_LONG, plan.LINK)
    return address


def places(words: str) -> int | None:
    """How many can come; None without a limit. Raises UnfitWordsError for no number, or an odd one."""
    plain = plainly(words).strip(" .!")
    if plain in _UNLIMITED:
        return None
    found = PLACES.search(plain)
    digits = next((one for one in found.group("a", "b", "c") if one), None) if found is not None else plain
    if (
        digits is None
        or not (digits.isascii() and digits.isdecimal())
        or not 0 < int(digits) <= plan.MOST_PLACES
    ):
        raise UnfitWordsError(Fault.NO_NUMBER, plan.MOST_PLACES)
    return int(digits)


def minutes(words: str) -> int:
    """How long it takes: "90 min", "anderhalf uur", "1,5 uur", or a bare number of minutes."""
    plain = plainly(words).strip(" .!")
    found = MINUTES.search(plain)
    length = int(found["n"]) if found is not None else _hours(plain)
    if length is None and _is_number(plain):
        length = int(plain)
    if length is None or not LEAST_MINUTES <= length <= plan.MOST_MINUTES:
        raise UnfitWordsError(Fault.NO_LENGTH, plan.MOST_MINUTES)
    return length


def _is_number(digits: str) -> bool:
    return len(digits) <= len(str(plan.MOST_PLACES)) and digits.isascii() and digits.isdecimal()


def _hours(plain: str) -> int | None:
    found = _HOURS.search(plain)
    if found is None:
        return 3 * _QUARTER if plain in ("drie kwartier", "3 kwartier") else None
    if found["half"]:
        return _HOUR // 2 if "een" in found["half"] or found["half"][-2:] == "an" else _HOUR * 3 // 2
    word = found["n"]
    if word in ("a", "an"):
        return _HOUR
    return round(float(word.replace(",", ".")) * _HOUR) if word[0].isdecimal() else number(word) * _HOUR


def _has_word(theme: str, word: str) -> bool:
    return any(fuzz.ratio(word, one) >= _LIKE for one in theme.split())


def theme(words: str, themes: Sequence[str]) -> str | None:
    """The theme that somebody names, also in part or misspelled; None when there is none like it."""
    named = theme_words(plainly(words)).strip(" .")
    by_words = {theme_words(plainly(one)): one for one in themes}
    if named in by_words:
        return by_words[named]
    # "begroting" is enough for "invloed en begroting", as long as no other theme has that word.
    said = [word for word in named.split() if word not in _LINKING]
    holding = [one for one in by_words if said and all(_has_word(one, word) for word in said)]
    if len(holding) == 1:
        return by_words[holding[0]]
    best = process.extractOne(named, by_words.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return by_words[best[0]] if best is not None else None
