"""What an index holds: one large shelf that seldom changes, and beside it the few cases that did."""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.matching.candidates import EXHAUSTIVE, Base
from bot.matching.layout import Lookup
from bot.matching.ragged import Places
from bot.matching.shelf import Shelf, Words, join
from bot.matching.vocabulary import GramIndex, Ints, Speller

SAMPLE = 80  # cases that stand for a large library when a feature is set against its mean
# So many changed cases stand beside the large shelf before all are laid out anew; each of them is measured
# for every question.
MOST_BESIDE = 32


@dataclass(frozen=True, slots=True)
class Holdings:
    """The cases of a library: those of `main` that are `alive`, and those `beside` it.

    `base` is how `main` is searched; a small library has none, and nothing beside.
    """

    main: Shelf
    base: Base | None
    alive: NDArray[np.bool_]
    beside: Shelf

    @classmethod
    def of(cls, shelf: Shelf, block: tuple[int, int] | None) -> Self:
        """Lay out a whole library; `block` is the part of a vector by which a large one is searched."""
        base = Base.build(shelf, block) if len(shelf) > EXHAUSTIVE else None
        return cls(shelf, base, np.ones(len(shelf), dtype=bool), shelf.take(NOTHING))

    def __len__(self) -> int:
        return int(self.alive.sum()) + len(self.beside)

    def rows(self) -> tuple[tuple[Shelf, Places], tuple[Shelf, Places]]:
        """Both shelves with the rows that count."""
        return (self.main, np.flatnonzero(self.alive)), (self.beside, np.arange(len(self.beside)))

    def changed(
        self, upserts: Sequence[Shelf], gone: Collection[str], block: tuple[int, int] | None
    ) -> Holdings:
        """With these cases added or replaced, and those gone."""
        added = join([*upserts, self.main.take(NOTHING)])
        replaced = {*added.ids, *gone}
        alive = self.alive.copy()
        for case_id in replaced:
            row = self.main.row(case_id)
            if row is not None:
                alive[row] = False
        kept = [row for row, case_id in enumerate(self.beside.ids) if case_id not in replaced]
        beside = join([self.beside.take(np.array(kept, dtype=np.int64)), added])
        if self.base is not None and len(beside) <= MOST_BESIDE and int(alive.sum()) > EXHAUSTIVE:
            return Holdings(self.main, self.base, alive, beside)
        return Holdings.of(join([self.main.take(np.flatnonzero(alive)), beside]), block)

    def waiting(self) -> list[tuple[Shelf, Places]]:
        """The cases of each shelf that still lack some vectors."""
        return [(shelf, rows[~shelf.vectors.complete[rows]]) for shelf, rows in self.rows()]

    def with_vectors(self) -> int:
        """How many cases have at least one vector."""
        return sum(int((np.diff(shelf.vectors.start)[rows] > 0).sum()) for shelf, rows in self.rows())

    def sample(self) -> Places:
        """The rows that stand for the library as a whole (see `place`), in order."""
        ids = ((self.main.ids[row], row) for row in np.flatnonzero(self.alive).tolist())
        more = ((case_id, len(self.main) + row) for row, case_id in enumerate(self.beside.ids))
        chosen = heapq.nsmallest(SAMPLE, (*ids, *more), key=lambda item: _scatter(item[0]))
        return np.array(sorted(row for _, row in chosen), dtype=np.int64)

    def place(self, row: int) -> tuple[Shelf, int]:
        """The shelf and the row there of a case; those beside `main` are numbered after all of it."""
        first = len(self.main)
        return (self.main, row) if row < first else (self.beside, row - first)

    def lookup(self, words: Words) -> Lookup:
        """What these cases need to be compared by their words."""
        stems, spellings = len(words.stems), len(words.spellings)
        cases = len(self)
        by_stem, by_spelling = _frequencies(self.main, self.base, stems, spellings)
        dead = np.flatnonzero(~self.alive)
        if len(dead):
            less = _frequencies(self.main.take(dead), None, stems, spellings)
            by_stem, by_spelling = by_stem - less[0], by_spelling - less[1]
        if len(self.beside):
            more = _frequencies(self.beside, None, stems, spellings)
            by_stem, by_spelling = by_stem + more[0], by_spelling + more[1]
        return Lookup(Speller(words.stems, by_stem, cases), GramIndex(words.spellings, by_spelling, cases))


NOTHING = np.zeros(0, dtype=np.int64)


def _frequencies(shelf: Shelf, base: Base | None, stems: int, spellings: int) -> tuple[Ints, Ints]:
    """In how many cases each stem and each spelling occurs."""
    if base is None:
        by_stem = np.bincount(shelf.pairs()[0], minlength=stems)
    else:
        by_stem = np.zeros(stems, dtype=np.int64)
        held = base.postings.frequency
        by_stem[: len(held)] = held
    return by_stem.astype(np.int32), np.bincount(shelf.said, minlength=spellings).astype(np.int32)


def _scatter(case_id: str) -> tuple[int, str]:
    """An order of ids that has nothing to do with their content, and is the same in every process."""
    return zlib.crc32(case_id.encode("utf-8", "surrogatepass")), case_id
