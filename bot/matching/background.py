"""What a question comes near to outside the library: cases and questions of other collectives.

Likeness to the best case says little by itself: some questions are near to everything. A question that comes
as near to cases that do not belong here, or to questions that had no case elsewhere, has probably none here
either. Only vectors are kept, no texts: `python -m bot.matching.fit` makes them from the development
libraries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from bot.matching.entries import Part
from bot.matching.shelf import VectorRows
from bot.matching.types import Vectors

FILE = "background.npz"
PER_BLOCK = 6  # numbers for each encoder
NEAREST, NEAR = 5, 25  # cases elsewhere that are averaged
ALIKE = 3  # questions elsewhere that are averaged
# From this cosine on a case elsewhere is the same case: a library may hold the examples that were fitted on.
SAME_CASE = 0.9


@dataclass(frozen=True, slots=True)
class Background:
    """Projected vectors from elsewhere: titles with dilemmas, questions, and which of these had a case."""

    cases: Vectors
    questions: Vectors
    answerable: NDArray[np.bool_]

    def compare(self, asked: Vectors, own: Vectors | None, blocks: Sequence[tuple[int, int]]) -> Vectors:
        """PER_BLOCK numbers for each encoder; NaN for what is not known.

        How much nearer the question is to `own`, the head of the best case here, than to the nearest cases
        elsewhere; how near it is to questions with a case, and to those without; and the difference of the
        nearest of each.
        """
        found: list[float] = []
        for low, high in blocks:
            whole = asked[low:high]
            found += self._cases(whole, None if own is None else own[low:high], low, high)
            likeness = self.questions[:, low:high] @ whole
            with_case, without = likeness[self.answerable], likeness[~self.answerable]
            found += [_top(with_case, ALIKE), _top(without, ALIKE), float(without.max() - with_case.max())]
        return np.array(found, dtype=np.float32)

    def _cases(self, whole: Vectors, own: Vectors | None, low: int, high: int) -> list[float]:
        if own is None:
            return [np.nan] * 3
        others = self.cases[:, low:high]
        likeness = np.where(others @ own < SAME_CASE, others @ whole, -1.0)
        here = float(own @ whole)
        return [here - _top(likeness, count) for count in (1, NEAREST, NEAR)]


def _top(values: Vectors, count: int) -> float:
    """The mean of the highest values."""
    return float(np.partition(values, len(values) - count)[-count:].mean())


def head_of(vectors: VectorRows, case: int) -> Vectors | None:
    """The vector of a case's title and dilemma together; None while it is not encoded."""
    low, high = vectors.start[case : case + 2]
    found = np.flatnonzero(vectors.parts[low:high] == Part.HEAD)
    if not len(found):
        return None
    head: Vectors = vectors.rows[low + found[0]].astype(np.float32) * vectors.scale[case]
    return head


def pack_background(each: Mapping[str, Background]) -> dict[str, NDArray[np.generic]]:
    """The arrays of the file, in 8 bits, from one background an encoder."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for block, background in each.items():
        for name, rows in (("cases", background.cases), ("questions", background.questions)):
            scale = 127.0 / float(np.abs(rows).max())
            arrays[f"{block}_{name}"] = np.round(rows * scale).astype(np.int8)
            arrays[f"{block}_{name}_scale"] = np.array(1.0 / scale, dtype=np.float32)
        arrays["answerable"] = background.answerable
    return arrays


@cache
def load_background(blocks: tuple[str, ...]) -> Background | None:
    """The background for these encoders side by side; None when there is none for one of them."""
    file = resources.files("bot.matching").joinpath("data", FILE)
    if not blocks or not file.is_file():
        return None
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
        if any(f"{block}_cases" not in archive for block in blocks):
            return None
        cases, questions = (
            np.concatenate(
                [
                    archive[f"{block}_{name}"].astype(np.float32) * archive[f"{block}_{name}_scale"]
                    for block in blocks
                ],
                axis=1,
            )
            for name in ("cases", "questions")
        )
        return Background(cases, questions, archive["answerable"])
