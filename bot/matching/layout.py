"""Several cases one after another in flat arrays, with everything about them that no question changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.matching.entries import CaseVectors, Entry, Part
from bot.matching.types import Vectors
from bot.matching.vocabulary import Floats, GramIndex, Ints, Speller

Counts = NDArray[np.uint8]
Places = NDArray[np.signedinteger[Any]]


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
    counts: Ints
    head_counts: Ints
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
    row.
    """

    matrix: Vectors
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
    def of(cls, matrix: Vectors, parts: NDArray[np.int8], sizes: Places, cases: Places) -> Self:
        """Lay out rows that stand case after case, and in each case part after part."""
        first = starts(sizes)
        owner = np.repeat(np.arange(len(sizes)), sizes)
        run = np.flatnonzero(changes(owner) | changes(parts))
        leading = np.flatnonzero(parts <= Part.DILEMMA)
        leading_first = np.flatnonzero(changes(owner[leading]))
        width = max(3, int(sizes.max()))
        return cls(
            matrix=matrix,
            cases=cases,
            sizes=sizes,
            first=first,
            run=run,
            run_case=owner[run],
            run_part=parts[run],
            leading=leading,
            leading_first=leading_first,
            leading_case=owner[leading][leading_first],
            inside=np.arange(width) < sizes[:, None],
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Cases ready to be measured; `grams` only when it was asked for, `vectors` only when a case has some."""

    cases: int
    texts: TextColumns
    spelled: SpelledColumns
    grams: GramTable | None
    vectors: VectorColumns | None


def lay_out(entries: Sequence[Entry], lookup: Lookup, *, with_grams: bool) -> Layout:
    """Put these cases side by side; `with_grams` spends a byte for each n-gram and case on speed."""
    spelled = _spelled(entries, lookup.grams)
    return Layout(
        cases=len(entries),
        texts=_texts(entries, lookup.speller),
        spelled=spelled,
        grams=_gram_table(spelled, len(entries), lookup.grams) if with_grams else None,
        vectors=vector_columns([entry.vectors for entry in entries]),
    )


def _texts(entries: Sequence[Entry], speller: Speller) -> TextColumns:
    sizes = np.concatenate([entry.sizes for entry in entries])
    parts = np.concatenate([entry.parts for entry in entries])
    words = np.concatenate([entry.words for entry in entries])
    text_of_word = np.repeat(np.arange(len(sizes)), sizes)
    title = parts == Part.TITLE
    return TextColumns(
        words=words,
        text_of_word=text_of_word,
        case_of_text=np.repeat(np.arange(len(entries)), [len(entry.parts) for entry in entries]),
        held=np.bincount(text_of_word, speller.rarity[words], minlength=len(sizes)).astype(np.float32),
        asks=title | (parts == Part.PHRASING),
        opening=title | (parts == Part.DILEMMA),
    )


def _spelled(entries: Sequence[Entry], grams: GramIndex) -> SpelledColumns:
    said = np.concatenate([entry.said for entry in entries])
    counts = np.concatenate([entry.counts for entry in entries])
    head_counts = np.concatenate([entry.head_counts for entry in entries])
    owner = np.repeat(np.arange(len(entries)), [len(entry.said) for entry in entries])
    norm, head_norm = (
        np.sqrt(
            np.maximum(np.bincount(owner, grams.norm[said] * damped(c) ** 2, minlength=len(entries)), 1e-6)
        )
        for c in (counts, head_counts)
    )
    return SpelledColumns(
        said, owner, counts, head_counts, norm.astype(np.float32), head_norm.astype(np.float32)
    )


def _gram_table(spelled: SpelledColumns, cases: int, grams: GramIndex) -> GramTable:
    """Case by case, so that no more than one case is held in wide numbers."""
    size = len(grams)
    start, held = grams.by_word()
    tables = np.zeros((2, size, cases), dtype=np.uint8)
    bounds = np.searchsorted(spelled.case_of_said, np.arange(cases + 1))
    for case in range(cases):
        span = slice(bounds[case], bounds[case + 1])
        which, at = spread(start, spelled.said[span])
        for table, counts in zip(tables, (spelled.counts, spelled.head_counts), strict=True):
            times = np.bincount(held[at], counts[span][which], minlength=size)
            table[:, case] = np.minimum(times, 255)
    return GramTable(*tables)


def spread(start: NDArray[np.int64], rows: Ints) -> tuple[Places, Places]:
    """The places of these rows in a table whose rows are in one array from `start[row]` to `start[row + 1]`,
    and for each place which of the rows it is of.
    """
    low = start[rows]
    sizes = start[rows + 1] - low
    which = np.repeat(np.arange(len(rows)), sizes)
    return which, np.repeat(low - starts(sizes), sizes) + np.arange(len(which))


def vector_columns(cases: Sequence[CaseVectors | None]) -> VectorColumns | None:
    """The vectors of these cases as numbers to reckon with; None when no case has any."""
    having = [(number, vectors) for number, vectors in enumerate(cases) if vectors is not None]
    if not having:
        return None
    matrix = np.concatenate([vectors.rows for _, vectors in having]).astype(np.float32)
    sizes = np.array([len(vectors.rows) for _, vectors in having], dtype=np.int32)
    matrix *= np.repeat(np.array([vectors.scale for _, vectors in having], np.float32), sizes)[:, None]
    parts = np.concatenate([vectors.parts for _, vectors in having])
    return VectorColumns.of(matrix, parts, sizes, np.array([number for number, _ in having]))


def starts(sizes: Places) -> Places:
    """Where each of these runs begins when they stand one after another."""
    found: Places = np.cumsum(sizes) - sizes
    return found


def changes(values: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Whether each value is another than the one before it; True for the first."""
    found = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def damped(counts: NDArray[np.integer[Any]]) -> NDArray[np.floating[Any]]:
    """How much a word counts that occurs so often: 1 + ln, and nothing for none."""
    logged: NDArray[np.floating[Any]] = np.where(counts > 0, 1.0 + np.log(np.maximum(counts, 1)), 0.0)
    return logged
