"""Whether questions of different people ask the same: by the case that answers them, or by what they say.

The bars were measured on the development libraries, each left out in turn, see docs/matching.md and
`python -m tests.bench resemblance`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.similar import embed
from bot.matching.types import Vectors

Table = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bar:
    """From which chance on a case is taken for that of a question, and from which likeness on two are one."""

    same_case: float
    alike: float


# By kind of encoder; without meaning the likeness is that of the words alone.
BARS = {"e5+use": Bar(0.85, 0.40), "use": Bar(0.90, 0.45), "none": Bar(0.80, 0.40)}


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its best case, if it has any, and the chance that this is the one.

    `vector` is its meaning (`similar.embed`), where that is known.
    """

    text: str
    case_id: int | None
    chance: float
    vector: Vectors | None = None

    def case_for(self, bar: Bar) -> int | None:
        """The case that answers it; None when that is not sure enough."""
        return self.case_id if self.chance >= bar.same_case else None


def bar_of(kind: str) -> Bar:
    """The bar for a kind of encoder (`encoders.encoder_kind`); a strict one where none was measured."""
    return BARS.get(kind, BARS["use"])


def resembling(questions: Sequence[Question], background: Sequence[str], bar: Bar) -> Table:
    """Which question resembles which: a symmetric table, true on the diagonal.

    `background` are other texts of the library, which tell how rare words are. Takes time: call it in a
    worker thread.
    """
    count = len(questions)
    words = embed([*(question.text for question in questions), *background], None)[:count]
    by_words = words @ words.T
    cases = [question.case_for(bar) for question in questions]
    known = np.array([case is not None for case in cases], dtype=bool)
    numbers = np.array([-1 if case is None else case for case in cases])
    found: Table = known[:, None] & known[None, :] & (numbers[:, None] == numbers[None, :])
    found |= by_words >= np.where(_both_known(questions), np.inf, BARS["none"].alike)
    found |= (by_words + _by_meaning(questions)) / 2 >= bar.alike
    np.fill_diagonal(found, val=True)
    return found


def _both_known(questions: Sequence[Question]) -> Table:
    known = np.array([question.vector is not None for question in questions], dtype=bool)
    return np.asarray(known[:, None] & known[None, :])


def _by_meaning(questions: Sequence[Question]) -> Vectors:
    """The likeness of meaning; far below anything where one of the two is not known."""
    likeness = np.full((len(questions), len(questions)), -10.0, dtype=np.float32)
    rows = [row for row, question in enumerate(questions) if question.vector is not None]
    if rows:
        vectors = np.stack([vector for question in questions if (vector := question.vector) is not None])
        likeness[np.ix_(rows, rows)] = vectors @ vectors.T
    return likeness
