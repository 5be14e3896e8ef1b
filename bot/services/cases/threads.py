"""From a thread with staff to the first words of a case: what was asked, what helped, what to watch out for.

Staff read and change all of it: this only saves typing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.text import sentences
from bot.messages import shorten
from bot.services.cases.fields import cleaned, one_line
from bot.services.library.records import MAX_ITEM, MAX_ITEMS, MAX_TEXT

TITLE = 100
# Lines that only greet or take leave say a name and nothing else.
_GREETING = re.compile(
    r"^(?:beste|hallo|hoi|hai|hey|dag|goede(?:n)?(?:morgen|middag|avond|dag)|lieve|dear|hello|hi)\b[^.?!]{0,40}[,!.]?$",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    r"^(?:(?:met )?(?:vriendelijke|hartelijke|warme|veel|lieve)? ?groet(?:en|jes)?|mvg|gr|succes|liefs|"
    r"(?:kind|best|warm)? ?regards|best wishes|cheers)\b[^.?!]{0,40}[,!.]?$",
    re.IGNORECASE,
)
_WATCH_OUT = re.compile(
    r"^(?:(?:maar )?let (?:wel )?op|pas op|kijk uit|vermijd|voorkom|watch out|beware|avoid)\b[\s:,!–-]*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[•*–-]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The parts of a case that a thread gives."""

    title: str
    dilemma: str
    what_helped: list[str]
    pitfalls: list[str]


def sketch(question: str, answers: Sequence[str]) -> Sketch:
    """The parts of a case from what was asked and answered, within the limits of a case.

    Each paragraph or bullet of an answer is a line; one that begins with "let op" is to watch out for. Lines
    that only greet or sign are left out: they hold names.
    """
    dilemma = _without_courtesies(question)[:MAX_TEXT].strip()
    helped: list[str] = []
    pitfalls: list[str] = []
    for answer in answers:
        for line in _without_courtesies(answer).split("\n"):
            words = one_line(_BULLET.sub("", line))
            if not any(sign.isalnum() for sign in words):
                continue
            warned = _WATCH_OUT.sub("", words, count=1)
            if warned != words and any(sign.isalnum() for sign in warned):
                _add(pitfalls, warned[:1].upper() + warned[1:])
            else:
                _add(helped, words)
    return Sketch(_title(dilemma), dilemma, helped, pitfalls)


def _title(dilemma: str) -> str:
    """The sentence that asks, else the first: stories come before their question."""
    said = sentences(dilemma)
    asking = next((sentence for sentence in said if sentence.endswith("?")), said[0] if said else dilemma)
    return shorten(one_line(asking), TITLE)


def _without_courtesies(text: str) -> str:
    lines = cleaned(text).split("\n")
    kept = [line for line in lines if not (_GREETING.match(line.strip()) or _LEAVE.match(line.strip()))]
    # After "groeten," comes a name on a line of its own.
    for place, line in enumerate(lines):
        if _LEAVE.match(line.strip()) and place == len(lines) - 2 and len(lines[-1].split()) <= 3:
            kept = kept[:-1]
    return cleaned("\n".join(kept))


def _add(items: list[str], words: str) -> None:
    if words not in items and len(items) < MAX_ITEMS:
        items.append(shorten(words, MAX_ITEM))
