"""Which questions a coordinator may read in their own words: those that seem to point to nobody.

Who asked did not write for coordinators. When in doubt a question is counted and not shown. The list of
municipalities is in bot/data; those whose names are everyday words are not in it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.messages import shorten
from bot.services.privacy.personal_details import details_in, find

MOST_WORDS = 260
PLACES = Path(__file__).parents[2] / "data" / "municipalities.txt"
_LIVE = re.compile(r"@\w|https?://|\bwww\.|\bt\.me\b|\d{4,}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SENTENCE_END = re.compile(r"[.!?…:\n\"“”(–-]\s*$")
# Written in capitals: abbreviations that everybody uses, and no name.
_ABBREVIATION = 5
_NO_NAMES = frozenset(
    {"ik", "vve", "wmo", "wifi", "whatsapp", "telegram", "facebook", "nederland", "nederlands"}
)
_EXAMPLE = re.compile(r"\s*\((?:voorbeeld|example)\)", re.IGNORECASE)
_SHORTEST_PLACE = 3


def shown(text: str, known: frozenset[str]) -> str | None:
    """The question as a coordinator may read it; None when it may point to somebody or some place.

    `known` are names and places in small letters (`names_of`).
    """
    plain = " ".join(text.split())
    if not plain or details_in(plain) or find(plain) or _LIVE.search(plain) or _has_capitals(plain):
        return None
    if _pattern(known | _municipalities()).search(plain.lower()):
        return None
    return shorten(plain, MOST_WORDS)


def names_of(values: Iterable[str]) -> frozenset[str]:
    """Names of collectives and places as they are looked for in a text."""
    words = {_EXAMPLE.sub("", part).strip().lower() for value in values for part in re.split(r"[,/;]", value)}
    return frozenset(word for word in words if len(word) >= _SHORTEST_PLACE)


def _has_capitals(text: str) -> bool:
    """Whether a word has a capital that the beginning of a sentence does not explain: perhaps a name."""
    for match in _WORD.finditer(text):
        word = match[0]
        if not word[0].isupper() or (word.isupper() and len(word) <= _ABBREVIATION):
            continue
        before = text[: match.start()]
        if before.strip() and not _SENTENCE_END.search(before) and word.lower() not in _NO_NAMES:
            return True
    return False


@lru_cache
def _municipalities() -> frozenset[str]:
    lines = PLACES.read_text(encoding="utf-8").splitlines()
    return frozenset(line.lower() for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=4)
def _pattern(known: frozenset[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(known))) + r")(?!\w)")
