"""The texts of one case: those that get a vector, and those whose words are compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bot.matching.text import clean, sentences
from bot.matching.types import CaseText


class Part(IntEnum):
    """The parts of a case, told apart because they do not weigh the same."""

    TITLE = 0
    HEAD = 1  # title and dilemma in one text
    DILEMMA = 2  # its single sentences, and the phrasings: each is a way of asking
    CONTEXT = 3
    HELPED = 4
    PITFALL = 5
    PHRASING = 6


HEAD_PARTS = (Part.TITLE, Part.DILEMMA)


def passages(case: CaseText) -> list[tuple[Part, str]]:
    """The texts of a case that get a vector each; single sentences, since a question touches one of them.

    In order of part: `bot.matching.layout` relies on it.
    """
    title, dilemma = clean(case.title), clean(case.dilemma)
    found = [(Part.TITLE, title), (Part.HEAD, f"{title}. {dilemma}")]
    found += [(Part.DILEMMA, text) for text in (*sentences(dilemma), *map(clean, case.phrasings))]
    found += [(Part.CONTEXT, text) for text in sentences(clean(case.context))]
    found += [(Part.HELPED, text) for text in map(clean, case.what_helped)]
    found += [(Part.PITFALL, text) for text in map(clean, case.pitfalls)]
    return [(part, text) for part, text in found if text.strip(" .")]


def readable(case: CaseText) -> list[tuple[Part, str]]:
    """The texts of a case whose words are compared, each apart, as an editor wrote them."""
    found = [(Part.TITLE, case.title), (Part.DILEMMA, case.dilemma)]
    found += [(Part.PHRASING, text) for text in case.phrasings]
    found += [(Part.CONTEXT, text) for text in sentences(case.context)]
    found += [(Part.HELPED, text) for text in case.what_helped]
    found += [(Part.PITFALL, text) for text in case.pitfalls]
    return found


@dataclass(frozen=True, slots=True)
class CaseVectors:
    """The vectors of a case in 8 bits; `scale` turns them back. `complete` is False while some are
    missing.
    """

    parts: NDArray[np.int8]
    rows: NDArray[np.int8]
    scale: float
    complete: bool
