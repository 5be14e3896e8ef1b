"""The cases of a library as columns: their words as numbers and their vectors, in as few arrays as can be.

An object for each case would cost as much as its words. A shelf never changes; a changed library is a new
shelf, or the old one with a small one beside it (see `bot.matching.index`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.matching.entries import HEAD_PARTS, readable
from bot.matching.lexicon import stem, stopwords
from bot.matching.ragged import Places, bounds, changes, spread
from bot.matching.text import clean, fold, words
from bot.matching.types import CaseText
from bot.matching.vocabulary import Floats, Ints, Vocabulary

Counts = NDArray[np.uint8]
STEM_AT = 32  # the bit of a word's code from which on the number of its stem stands
CHUNK = 2048  # cases whose words are held as Python's numbers at one time


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabularies that all snapshots of a library share.

    `codes` has for a word as typed the number of its spelling and, from `STEM_AT` on, its stem's plus 1.
    """

    stems: Vocabulary
    spellings: Vocabulary
    codes: dict[str, int]

    @classmethod
    def empty(cls) -> Self:
        """No words yet."""
        return cls(Vocabulary(), Vocabulary(), {})

    def numbers(self, typed: Sequence[str]) -> list[int]:
        """The codes of these words; new ones are added. A stopword has no stem."""
        known = self.codes.get
        return [self._add(word) if (code := known(word)) is None else code for word in typed]

    def _add(self, word: str) -> int:
        stemmed = 0 if word in stopwords() else self.stems.number(stem(word)) + 1
        code = self.codes[word] = self.spellings.number(fold(word)) | stemmed << STEM_AT
        return code


@dataclass(frozen=True, slots=True)
class VectorRows:
    """The vectors of each case in 8 bits: case `n` has `rows[start[n] : start[n + 1]]`.

    `scale` turns them back; `complete` is False while some of a case's texts have none.
    """

    start: NDArray[np.int64]
    parts: NDArray[np.int8]
    rows: NDArray[np.int8]
    scale: Floats
    complete: NDArray[np.bool_]

    @classmethod
    def empty(cls, cases: int, size: int) -> Self:
        """Cases that wait for all of their vectors."""
        return cls(
            np.zeros(cases + 1, np.int64),
            np.zeros(0, np.int8),
            np.zeros((0, size), np.int8),
            np.ones(cases, np.float32),
            np.zeros(cases, dtype=bool),
        )

    def take(self, cases: Places) -> VectorRows:
        """Those of these cases."""
        _, at = spread(self.start, cases)
        sizes = self.start[cases + 1] - self.start[cases]
        return VectorRows(
            bounds(sizes), self.parts[at], self.rows[at], self.scale[cases], self.complete[cases]
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """Cases in order of id.

    Case `n` has the texts from `text_start[n]` to `text_start[n + 1]`, each of a part, and text `t` the
    distinct stems `words[word_start[t] : word_start[t + 1]]`. `said` are each case's distinct words as
    spelled, with how often in the whole case and how often in title and dilemma (at most 255).
    """

    ids: tuple[str, ...]
    cases: tuple[CaseText, ...]
    text_start: NDArray[np.int64]
    parts: NDArray[np.int8]
    word_start: NDArray[np.int64]
    words: Ints
    said_start: NDArray[np.int64]
    said: Ints
    counts: Counts
    head_counts: Counts
    vectors: VectorRows

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, case_id: str) -> int | None:
        """Where the case with this id stands."""
        at = bisect_left(self.ids, case_id)
        return at if at < len(self.ids) and self.ids[at] == case_id else None

    def take(self, rows: Places) -> Shelf:
        """These cases, in the order given (which must be that of their ids)."""
        _, texts = spread(self.text_start, rows)
        _, at = spread(self.word_start, texts)
        _, said = spread(self.said_start, rows)
        numbers = rows.tolist()
        return Shelf(
            ids=tuple(self.ids[row] for row in numbers),
            cases=tuple(self.cases[row] for row in numbers),
            text_start=bounds(self.text_start[rows + 1] - self.text_start[rows]),
            parts=self.parts[texts],
            word_start=bounds(self.word_start[texts + 1] - self.word_start[texts]),
            words=self.words[at],
            said_start=bounds(self.said_start[rows + 1] - self.said_start[rows]),
            said=self.said[said],
            counts=self.counts[said],
            head_counts=self.head_counts[said],
            vectors=self.vectors.take(rows),
        )

    def with_vectors(self, vectors: VectorRows) -> Shelf:
        """The same cases with other vectors."""
        return replace(self, vectors=vectors)

    def pairs(self, only: NDArray[np.bool_] | None = None) -> tuple[Ints, Ints]:
        """Each stem with each case that holds it, in order of stem; `only` names the texts that count."""
        text_of_word = np.repeat(np.arange(len(self.parts)), np.diff(self.word_start))
        case_of_text = np.repeat(np.arange(len(self)), np.diff(self.text_start))
        words = self.words
        if only is not None:
            kept = only[text_of_word]
            words, text_of_word = words[kept], text_of_word[kept]
        both = np.sort(words.astype(np.int64) * max(len(self), 1) + case_of_text[text_of_word])
        stems, cases = np.divmod(both[changes(both)], max(len(self), 1))
        return stems.astype(np.int32), cases.astype(np.int32)


def read_cases(cases: Sequence[CaseText], words: Words, size: int) -> Shelf:
    """Read cases whose ids differ; new words are added to the vocabularies. `size` is that of a vector."""
    ordered = sorted(cases, key=lambda case: case.id)
    parts = [_read_part(ordered[at : at + CHUNK], words, size) for at in range(0, len(ordered), CHUNK)]
    return join(parts) if parts else _read_part([], words, size)


def _read_part(cases: Sequence[CaseText], vocabularies: Words, size: int) -> Shelf:
    parts: list[int] = []
    lengths: list[int] = []
    texts: list[int] = []
    codes: list[int] = []
    for case in cases:
        before = len(parts)
        for part, text in readable(case):
            typed = words(clean(text))
            parts.append(part)
            lengths.append(len(typed))
            codes += vocabularies.numbers(typed)
        texts.append(len(parts) - before)
    both = np.array(codes, dtype=np.int64)
    spelled, stems = both & ((1 << STEM_AT) - 1), (both >> STEM_AT) - 1
    part_of = np.array(parts, dtype=np.int8)
    text_of = np.repeat(np.arange(len(parts)), lengths)
    case_of = np.repeat(np.arange(len(cases)), texts)
    told = stems >= 0
    distinct, held, _, _ = _counted(text_of[told], stems[told], len(parts))
    said, counted, counts, place = _counted(case_of[text_of], spelled, len(cases))
    leading = np.isin(part_of, HEAD_PARTS)[text_of]
    head_counts = np.bincount(place[leading], minlength=len(said))
    return Shelf(
        ids=tuple(case.id for case in cases),
        cases=tuple(cases),
        text_start=bounds(texts),
        parts=part_of,
        word_start=bounds(held),
        words=distinct,
        said_start=bounds(counted),
        said=said,
        counts=np.minimum(counts, 255).astype(np.uint8),
        head_counts=np.minimum(head_counts, 255).astype(np.uint8),
        vectors=VectorRows.empty(len(cases), size),
    )


def _counted(owner: Places, values: Places, owners: int) -> tuple[Ints, Places, Places, Places]:
    """The distinct values of each owner, how many each owner has, how often each occurs, and where each given
    one went.
    """
    width = int(values.max(initial=0)) + 1
    found, place, counts = np.unique(owner * width + values, return_inverse=True, return_counts=True)
    sizes = np.bincount(found // width, minlength=owners)
    return (found % width).astype(np.int32), sizes, counts, place


def join(shelves: Sequence[Shelf]) -> Shelf:
    """The cases of these shelves in order of id; no id may occur twice."""
    filled = [shelf for shelf in shelves if len(shelf)] or [shelves[0]]
    if len(filled) == 1:
        return filled[0]
    whole = side_by_side(filled)
    order = sorted(range(len(whole)), key=whole.ids.__getitem__)
    return whole if order == list(range(len(whole))) else whole.take(np.array(order))


def side_by_side(shelves: Sequence[Shelf]) -> Shelf:
    """Shelves one after another, whatever their ids."""
    return Shelf(
        ids=tuple(case_id for shelf in shelves for case_id in shelf.ids),
        cases=tuple(case for shelf in shelves for case in shelf.cases),
        text_start=_joined([shelf.text_start for shelf in shelves]),
        parts=np.concatenate([shelf.parts for shelf in shelves]),
        word_start=_joined([shelf.word_start for shelf in shelves]),
        words=np.concatenate([shelf.words for shelf in shelves]),
        said_start=_joined([shelf.said_start for shelf in shelves]),
        said=np.concatenate([shelf.said for shelf in shelves]),
        counts=np.concatenate([shelf.counts for shelf in shelves]),
        head_counts=np.concatenate([shelf.head_counts for shelf in shelves]),
        vectors=_join_vectors([shelf.vectors for shelf in shelves]),
    )


def _join_vectors(rows: Sequence[VectorRows]) -> VectorRows:
    return VectorRows(
        start=_joined([one.start for one in rows]),
        parts=np.concatenate([one.parts for one in rows]),
        rows=_stacked([one.rows for one in rows]),
        scale=np.concatenate([one.scale for one in rows]),
        complete=np.concatenate([one.complete for one in rows]),
    )


def _stacked(blocks: Sequence[NDArray[np.int8]]) -> NDArray[np.int8]:
    """Rows under each other. Blocks without rows may be of another width: nothing was encoded yet."""
    filled = [block for block in blocks if len(block)]
    return np.concatenate(filled) if filled else blocks[0]


def _joined(each: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The borders of rows that are put one after another."""
    return bounds(np.concatenate([np.diff(start) for start in each]))
