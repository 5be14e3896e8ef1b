"""The first stage for large libraries: which few cases are worth measuring in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bot.matching.entries import Entry
from bot.matching.features import Question
from bot.matching.types import Vectors

# So many cases are measured in full without a first stage; below it the first stage would save nothing.
EXHAUSTIVE = 300
PER_SEARCH = 48  # taken from the search by words, and as many from the search by meaning


@dataclass(frozen=True, slots=True)
class Base:
    """A library at one moment, laid out for searching: who holds a word, and the mean direction of
    each case.
    """

    ids: tuple[str, ...]
    entries: tuple[Entry, ...]
    start: NDArray[np.int64]
    rows: NDArray[np.int32]
    centres: Vectors | None

    @classmethod
    def build(cls, entries: Mapping[str, Entry], block: tuple[int, int] | None) -> Self:
        """Lay out these cases; `block` is the encoder whose vectors are searched."""
        ids = tuple(sorted(entries))
        bags = [entries[case_id].bag for case_id in ids]
        words = np.concatenate(bags) if bags else np.zeros(0, np.int32)
        owners = np.repeat(np.arange(len(ids), dtype=np.int32), [len(bag) for bag in bags])
        order = np.argsort(words, kind="stable")
        counts = np.bincount(words) if len(words) else np.zeros(0, np.int64)
        return cls(
            ids=ids,
            entries=tuple(entries[case_id] for case_id in ids),
            start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            rows=owners[order],
            centres=_centres([entries[case_id] for case_id in ids], block),
        )

    def search(self, question: Question, asked: Vectors | None, alive: NDArray[np.bool_]) -> list[str]:
        """The ids of the cases that words or meaning bring up, among those still alive."""
        found = set(self._top(self._by_words(question), alive))
        if asked is not None and self.centres is not None:
            found.update(self._top(self.centres @ asked.mean(axis=0), alive))
        return [self.ids[row] for row in sorted(found)]

    def _by_words(self, question: Question) -> NDArray[np.float32]:
        """For each case the weight of the question's words that it holds, or has something like."""
        total = np.zeros(len(self.ids), dtype=np.float32)
        for near in question.near:
            held = np.zeros(len(self.ids), dtype=np.float32)
            # In order of likeness, so that the best one is written last and stays.
            for number, likeness in sorted(near.related.items(), key=lambda item: item[1]):
                if number + 1 < len(self.start):
                    held[self.rows[self.start[number] : self.start[number + 1]]] = likeness
            total += near.weight * held
        return total

    def _top(self, scores: NDArray[np.float32], alive: NDArray[np.bool_]) -> Sequence[int]:
        kept = np.where(alive, scores, -np.inf)
        if len(kept) > PER_SEARCH:
            chosen = np.argpartition(-kept, PER_SEARCH - 1)[:PER_SEARCH]
        else:
            chosen = np.arange(len(kept))
        return [int(row) for row in chosen if kept[row] > -np.inf]


def _centres(entries: Sequence[Entry], block: tuple[int, int] | None) -> Vectors | None:
    """The mean directions under each other; zero for a case without vectors."""
    if block is None or all(entry.vectors is None for entry in entries):
        return None
    low, high = block
    centres = np.zeros((len(entries), high - low), dtype=np.float32)
    for row, entry in enumerate(entries):
        if entry.vectors is not None:
            centres[row] = entry.vectors.centre[low:high]
    return centres
