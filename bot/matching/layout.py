"""Several cases one after another in flat arrays, with everything about them that no question changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.matching.entries import CaseVectors, Part
from bot.matching.ragged import Places, bounds, changes, spread
from bot.matching.shelf import Counts, Shelf, VectorRows
from bot.matching.types import Vectors
from bot.matching.vocabulary import Floats, GramIndex, Ints, Speller


@dataclass(frozen=True, slots=True)
class Lookup:
    """One moment's view of the library's words, by stem and by spelling."""

    speller: Speller
    grams: GramIndex


@dataclass(frozen=True, slots=True)
class TextColumns:
    """The distinct stems of each text. `held` is the rarity of a text's words together, `asks` tells titles
    and phrasings, `opening` titles and dilemmas.
    """

    words: Ints
    text_of_word: Places
    case_of_text: Places
    held: Floats
    asks: NDArray[np.bool_]
    opening: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SpelledColumns:
    """The distinct spellings of each case, how often each occurs there and how often in its head, and the
    lengths of both as vectors of n-grams.
    """

    said: Ints
    case_of_said: Places
    counts: Counts
    head_counts: Counts
    norm: Floats
    head_norm: Floats


@dataclass(frozen=True, slots=True)
class GramTable:
    """How often each n-gram (row) occurs in each case (column), and in its head; for small libraries."""

    times: Counts
    head_times: Counts


@dataclass(frozen=True, slots=True)
class VectorColumns:
    """The vectors of the cases that have some, which `cases` numbers.

    `first` is where each case begins; `run` where each run of rows of one part begins, `run_case` and
    `run_part` whose it is; `leading` are the rows of title and dilemma, `leading_first` where each case
    begins among those and `leading_case` which it is. `inside` spreads the rows over a table of one case a
    row, and `scale` turns a row's products back to those of its vectors.
    """

    matrix: Vectors
    scale: Floats
    cases: Places
    sizes: Places
    first: Places
    run: Places
    run_case: Places
    run_part: NDArray[np.int8]
    leading: Places
    leading_first: Places
    leading_case: Places
    inside: NDArray[np.bool_]

    @classmethod
    def of(cls, vectors: VectorRows) -> Self | None:
        """Lay out the vectors of cases, which stand part after part; None when no case has any."""
        sizes = np.diff(vectors.start)
        cases = np.flatnonzero(sizes)
        if not len(cases):
            return None
        sizes = sizes[cases]
        owner = np.repeat(np.arange(len(sizes)), sizes)
        parts = vectors.parts
        run = np.flatnonzero(changes(owner) | changes(parts))
        leading = np.flatnonzero(parts <= Part.DILEMMA)
        leading_first = np.flatnonzero(changes(owner[leading]))
        return cls(
            matrix=vectors.rows.astype(np.float32),
            scale=vectors.scale[cases][owner],
            cases=cases,
            sizes=sizes,
            first=vectors.start[cases],
            run=run,
            run_case=owner[run],
            run_part=parts[run],
            leading=leading,
            leading_first=leading_first,
            leading_case=owner[leading][leading_first],
            inside=np.arange(max(3, int(sizes.max()))) < sizes[:, None],
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Cases ready to be measured; `grams` only when it was asked for, `vectors` only when a case has some."""

    cases: int
    texts: TextColumns
    spelled: SpelledColumns
    grams: GramTable | None
    vectors: VectorColumns | None


@dataclass(frozen=True, slots=True)
class Measures:
    """By the rarity of words: how much of it each text holds, and how long each case's n-grams are."""

    held: Floats
    norm: Floats
    head_norm: Floats

    @classmethod
    def of(cls, shelf: Shelf, lookup: Lookup) -> Self:
        """Of all cases of a shelf."""
        weighed = np.append(lookup.speller.rarity[shelf.words], np.float32(0))
        held = np.add.reduceat(weighed, shelf.word_start[:-1])
        held[np.diff(shelf.word_start) == 0] = 0.0
        squared = lookup.grams.norm[shelf.said]
        each = []
        for counts in (shelf.counts, shelf.head_counts):
            sums = np.add.reduceat(
                np.append(squared * DAMPED[counts] ** 2, np.float32(0)), shelf.said_start[:-1]
            )
            sums[np.diff(shelf.said_start) == 0] = 0.0
            each.append(np.sqrt(np.maximum(sums, 1e-6)))
        return cls(held, *each)


def gather(shelf: Shelf, measures: Measures, rows: Places) -> Layout:
    """Put some cases of a shelf side by side, for one question."""
    case_of_text, texts = spread(shelf.text_start, rows)
    text_of_word, words = spread(shelf.word_start, texts)
    case_of_said, said = spread(shelf.said_start, rows)
    parts = shelf.parts[texts]
    title = parts == Part.TITLE
    return Layout(
        cases=len(rows),
        texts=TextColumns(
            words=shelf.words[words],
            text_of_word=text_of_word,
            case_of_text=case_of_text,
            held=measures.held[texts],
            asks=title | (parts == Part.PHRASING),
            opening=title | (parts == Part.DILEMMA),
        ),
        spelled=SpelledColumns(
            said=shelf.said[said],
            case_of_said=case_of_said,
            counts=shelf.counts[said],
            head_counts=shelf.head_counts[said],
            norm=measures.norm[rows],
            head_norm=measures.head_norm[rows],
        ),
        grams=None,
        vectors=VectorColumns.of(shelf.vectors.take(rows)),
    )


def lay_out(shelf: Shelf, measures: Measures, grams: GramIndex, rows: Places) -> Layout:
    """Put some cases of a shelf side by side for all questions: spends a byte for each n-gram and case."""
    return replace(gather(shelf, measures, rows), grams=_gram_table(shelf.take(rows), grams))


def _gram_table(shelf: Shelf, grams: GramIndex) -> GramTable:
    """Case by case, so that no more than one case is held in wide numbers."""
    size = len(grams)
    start, held = grams.by_word()
    tables = np.zeros((2, size, len(shelf)), dtype=np.uint8)
    for case in range(len(shelf)):
        span = slice(shelf.said_start[case], shelf.said_start[case + 1])
        which, at = spread(start, shelf.said[span])
        for table, counts in zip(tables, (shelf.counts, shelf.head_counts), strict=True):
            times = np.bincount(held[at], counts[span][which], minlength=size)
            table[:, case] = np.minimum(times, 255)
    return GramTable(*tables)


def vector_columns(cases: Sequence[CaseVectors | None]) -> VectorColumns | None:
    """The vectors of these cases as numbers to reckon with; None when no case has any."""
    having = [vectors for vectors in cases if vectors is not None]
    if not having:
        return None
    return VectorColumns.of(
        VectorRows(
            start=bounds([0 if vectors is None else len(vectors.rows) for vectors in cases]),
            parts=np.concatenate([vectors.parts for vectors in having]),
            rows=np.concatenate([vectors.rows for vectors in having]),
            scale=np.array([1.0 if v is None else v.scale for v in cases], dtype=np.float32),
            complete=np.array([v is not None and v.complete for v in cases]),
        )
    )


def damped(counts: NDArray[np.integer[Any]]) -> NDArray[np.floating[Any]]:
    """How much a word counts that occurs so often: 1 + ln, and nothing for none."""
    logged: NDArray[np.floating[Any]] = np.where(counts > 0, 1.0 + np.log(np.maximum(counts, 1)), 0.0)
    return logged


DAMPED = damped(np.arange(256)).astype(np.float32)  # of a count in one byte
