"""Words with which people name days and hours, in Dutch and English, and a text that is read bit by bit."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

# The first is one.
_UNITS = "een twee drie vier vijf zes zeven acht negen"
_TEENS = "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien"
_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_ENGLISH_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_MOST, _TWENTY = 31, 20


def _dutch() -> dict[str, int]:
    words = {word: number for number, word in enumerate(f"{_UNITS} {_TEENS}".split(), 1)}
    for tens, ten in (("twintig", 20), ("dertig", 30)):
        words[tens] = ten
        for unit, word in enumerate(_UNITS.split(), 1):
            words[f"{word}en{tens}"] = ten + unit
    return {word: number for word, number in words.items() if number <= _MOST}


def _english() -> dict[str, int]:
    words = {word: number for number, word in enumerate(_ENGLISH.split(), 1)}
    words |= {f"twenty-{word}": 20 + number for number, word in enumerate(_ENGLISH.split()[:9], 1)}
    return words | {"thirty": 30, "thirty-one": 31}


def _ordinals() -> dict[str, int]:
    odd = {1: "eerste", 3: "derde", 8: "achtste"}
    dutch = {
        odd.get(number, word + ("ste" if number >= _TWENTY else "de")): number
        for word, number in _dutch().items()
    }
    english = {word: number for number, word in enumerate(_ENGLISH_ORDINALS.split(), 1)}
    english |= {f"twenty-{word}": 20 + number for number, word in enumerate(_ENGLISH_ORDINALS.split()[:9], 1)}
    return dutch | english | {"thirtieth": 30, "thirty-first": 31}


NUMBERS: Mapping[str, int] = _dutch() | _english()
ORDINALS: Mapping[str, int] = _ordinals()

WEEKDAYS: Mapping[str, int] = {
    word: day
    for day, words in enumerate(
        (
            "maandag ma monday mon",
            "dinsdag di tuesday tues tue",
            "woensdag wo wednesday wed",
            "donderdag do thursday thurs thur thu",
            "vrijdag vr friday fri",
            "zaterdag za saturday sat",
            "zondag zo sunday sun",
        )
    )
    for word in words.split()
}
MONTHS: Mapping[str, int] = {
    word: month
    for month, words in enumerate(
        (
            "januari january jan",
            "februari february febr feb",
            "maart march mrt mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for word in words.split()
}
MORNING, AFTERNOON, EVENING, NIGHT = "morning", "afternoon", "evening", "night"
PARTS: Mapping[str, str] = {
    **dict.fromkeys(("ochtend", "ochtends", "morgens", "morning", "vroeg"), MORNING),
    **dict.fromkeys(("middag", "middags", "namiddag", "afternoon"), AFTERNOON),
    **dict.fromkeys(("avond", "avonds", "evening"), EVENING),
    **dict.fromkeys(("nacht", "nachts", "night"), NIGHT),
}
# What stands where something was read: no letter, no space, so that no pattern reaches across it.
READ = "\x00"
_UNREAD = re.compile(f"[^{READ}]+")
_SIGNS = " ,;:.()|&@-"
_SMALL = "op om de het van vanaf voor in aan rond dan is at on the of from around and en uur u h 's a.s"
_KIND = "online graag please aub alsjeblieft"
_FILLERS = frozenset(("", *_SMALL.split(), *_KIND.split()))


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


NUMBER = rf"(?:\d{{1,3}}|{any_of(NUMBERS)})"
WEEKDAY = rf"(?:{any_of(WEEKDAYS)})"
MONTH = rf"(?:{any_of(MONTHS)})"


def number(word: str) -> int:
    """What a number means, in digits or in words."""
    return NUMBERS[word] if word in NUMBERS else int(word)


def plainly(text: str) -> str:
    """A text in small letters without accents, sign for sign as long as it was."""
    return "".join(_plain_sign(sign) for sign in text)


def _plain_sign(sign: str) -> str:
    if sign in "’‘`´":
        return "'"
    if sign in "–—−":
        return "-"
    if sign.isspace():
        return " "
    if sign == READ:
        return "?"
    bare = unicodedata.normalize("NFD", sign)[0].lower()
    return bare if len(bare) == 1 else sign


class Reading:
    """A text of which is kept what was understood already, so that nothing is read twice."""

    def __init__(self, text: str) -> None:
        self._original = text
        self.text = plainly(text)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place where a pattern fits what is not read yet; it is read now."""
        found = pattern.search(self.text)
        if found is not None:
            self.mark(found.start(), found.end())
        return found

    def mark(self, start: int, end: int) -> None:
        """Note a stretch as read."""
        self.text = self.text[:start] + READ * (end - start) + self.text[end:]

    def original(self, start: int, end: int) -> str:
        """A stretch as it was written."""
        return self._original[start:end].strip()

    @property
    def left(self) -> str:
        """What was not read, as it was written, with the small words."""
        kept = (" " if plain == READ else sign for plain, sign in zip(self.text, self._original, strict=True))
        return " ".join("".join(kept).split())

    @property
    def rest(self) -> str:
        """What was not read, as it was written, without the small words that led to what was."""
        kept: list[str] = []
        for run in _UNREAD.finditer(self.text):
            words = self._original[run.start() : run.end()].split()
            while words and run.end() < len(self.text) and _is_filler(words[-1]):
                words.pop()
            while words and run.start() > 0 and _is_filler(words[0]):
                words.pop(0)
            kept += words
        return " ".join(kept).strip(_SIGNS)


def _is_filler(word: str) -> bool:
    return plainly(word).strip(_SIGNS) in _FILLERS
