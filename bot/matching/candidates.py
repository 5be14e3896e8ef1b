"""The first stage for large libraries: which few cases are worth measuring in full.

By words: who holds a word stands in one list a word, and a question adds up the lists of its own words only,
the rarest first and no more than `MOST_HELD` places together. By meaning: the cases' mean directions stand in
clusters, and a question looks into the nearest few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.matching.entries import Part
from bot.matching.features import Question
from bot.matching.ragged import Places, bounds
from bot.matching.shelf import Shelf, VectorRows
from bot.matching.types import Vectors
from bot.matching.vocabulary import Floats, Ints

Scores = NDArray[np.float64]

# So many cases are measured in full without a first stage; below it the first stage would save nothing.
EXHAUSTIVE = 300
PER_SEARCH = 20  # taken from the search by words, and as many from the search by meaning; more find no more
MOST_HELD = 60_000  # places in lists of words that one question adds up
PER_CLUSTER = 128  # cases, about
PROBED = 10  # clusters that a question looks into
ROUNDS = 6  # of improving the clusters
LEARNED_FROM = 20_000  # cases
LANES = 64  # rows side by side in which the highest scores are looked for


@dataclass(frozen=True, slots=True)
class Postings:
    """For each stem the cases that hold it: `rows[start[stem] : start[stem + 1]]`.

    A case whose title, dilemma or phrasings hold it stands there twice; `frequency` counts each case once.
    """

    start: NDArray[np.int64]
    rows: Ints
    frequency: Ints

    @classmethod
    def of(cls, shelf: Shelf) -> Self:
        """Of all cases of a shelf."""
        stems, cases = shelf.pairs()
        opening = np.isin(shelf.parts, (Part.TITLE, Part.DILEMMA, Part.PHRASING))
        head_stems, head_cases = shelf.pairs(opening)
        both = np.concatenate([stems, head_stems])
        order = np.argsort(both, kind="stable")
        size = int(both.max(initial=-1)) + 1
        return cls(
            start=bounds(np.bincount(both, minlength=size)),
            rows=np.concatenate([cases, head_cases])[order],
            frequency=np.bincount(stems, minlength=size).astype(np.int32),
        )

    def sums(self, question: Question, cases: int) -> Scores:
        """For each case the weight of the question's words that it holds, or has something like."""
        numbers = np.concatenate([near.numbers for near in question.near])
        worth = np.concatenate([near.weight * near.likeness[:, 1] ** 2 for near in question.near])
        # A word that came after this was laid out is in the cases beside, all of which are measured.
        kept = np.flatnonzero(numbers < len(self.start) - 1)
        kept = kept[np.argsort(-worth[kept], kind="stable")]
        low, high = self.start[numbers[kept]], self.start[numbers[kept] + 1]
        some = max(1, int(np.searchsorted(np.cumsum(high - low), MOST_HELD)))
        spans = zip(low[:some].tolist(), high[:some].tolist(), strict=True)
        lists = [self.rows[first:last] for first, last in spans]
        if not lists:
            return np.zeros(0)
        weights = np.repeat(worth[kept[:some]], (high - low)[:some])
        return np.bincount(np.concatenate(lists), weights, minlength=cases).astype(np.float64, copy=False)


@dataclass(frozen=True, slots=True)
class Clusters:
    """Mean directions of cases in 8 bits, cluster after cluster; `cases` says whose they are."""

    middles: Vectors
    start: NDArray[np.int64]
    cases: Ints
    rows: NDArray[np.int8]
    scale: Floats

    @classmethod
    def build(cls, vectors: VectorRows, block: tuple[int, int]) -> Self | None:
        """Cluster the cases that have vectors, by those of one encoder (`block`); None when none has."""
        having, rows, scale = _directions(vectors, block)
        if not len(having):
            return None
        middles = _middles(rows)
        nearest = _nearest(rows, middles)
        order = np.argsort(nearest, kind="stable")
        start = bounds(np.bincount(nearest, minlength=len(middles)))
        return cls(middles, start, having[order].astype(np.int32), rows[order], scale[order])

    def likeness(self, asked: Vectors) -> tuple[Ints, Floats]:
        """The cases in the clusters nearest to this direction, and how like it each is."""
        near = self.middles @ asked
        chosen = np.argpartition(-near, PROBED)[:PROBED] if len(near) > PROBED else np.arange(len(near))
        spans = [slice(self.start[at], self.start[at + 1]) for at in chosen.tolist()]
        cases = np.concatenate([self.cases[span] for span in spans])
        rows = np.concatenate([self.rows[span] for span in spans])
        scale = np.concatenate([self.scale[span] for span in spans])
        return cases, (rows.astype(np.float32) @ asked) * scale


def _directions(vectors: VectorRows, block: tuple[int, int]) -> tuple[Places, NDArray[np.int8], Floats]:
    """The cases with vectors, the direction of the mean of each one's in 8 bits, and what turns it back."""
    low, high = block
    having = np.flatnonzero(np.diff(vectors.start))
    rows = np.empty((len(having), high - low), dtype=np.int8)
    scale = np.empty(len(having), dtype=np.float32)
    for at in range(0, len(having), 2048):
        part = having[at : at + 2048]
        first, last = int(vectors.start[part[0]]), int(vectors.start[part[-1] + 1])
        wide = vectors.rows[first:last, low:high].astype(np.float32)
        means = _unit(np.add.reduceat(wide, vectors.start[part] - first))
        top = np.maximum(np.abs(means).max(axis=1), 1e-6)
        rows[at : at + 2048] = np.rint(means * (127.0 / top)[:, None])
        scale[at : at + 2048] = top / 127.0
    return having, rows, scale


def _middles(rows: NDArray[np.int8]) -> Vectors:
    """Directions such that each row is near one of them: spherical k-means (Dhillon and Modha 2001)."""
    chance = np.random.default_rng(7)
    number = max(1, len(rows) // PER_CLUSTER)
    some = np.sort(chance.choice(len(rows), min(len(rows), LEARNED_FROM), replace=False))
    sample = rows[some].astype(np.float32)
    middles = sample[chance.choice(len(sample), number, replace=False)]
    for _ in range(ROUNDS if number > 1 else 1):
        nearest = _nearest(sample, _unit(middles))
        order = np.argsort(nearest, kind="stable")
        held, first = np.unique(nearest[order], return_index=True)
        middles[held] = np.add.reduceat(sample[order], first)
    return _unit(middles)


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = rows / np.maximum(lengths, 1e-6)
    return scaled


def _nearest(rows: NDArray[Any], middles: Vectors) -> Places:
    """The nearest middle of each row."""
    found = [
        np.argmax(rows[at : at + 4096].astype(np.float32) @ middles.T, axis=1)
        for at in range(0, len(rows), 4096)
    ]
    return np.concatenate(found)


@dataclass(frozen=True, slots=True)
class Base:
    """A library at one moment, laid out for searching."""

    shelf: Shelf
    postings: Postings
    clusters: Clusters | None

    @classmethod
    def build(cls, shelf: Shelf, block: tuple[int, int] | None) -> Self:
        """Lay out these cases; `block` is the encoder whose vectors are searched."""
        return cls(
            shelf=shelf,
            postings=Postings.of(shelf),
            clusters=Clusters.build(shelf.vectors, block) if block is not None else None,
        )

    def search(self, question: Question, asked: Vectors | None, alive: NDArray[np.bool_] | None) -> Places:
        """The rows of the cases that words or meaning bring up, in order; `alive` says which still count."""
        words = self.postings.sums(question, len(self.shelf)) if question.near else np.zeros(0)
        if asked is None or self.clusters is None:
            return np.sort(_top(words, alive, 2 * PER_SEARCH))
        cases, likeness = self.clusters.likeness(asked.mean(axis=0))
        if alive is not None:
            likeness = np.where(alive[cases], likeness, -np.inf)
        near = cases[_largest(likeness, PER_SEARCH)]
        return np.unique(np.concatenate([_top(words, alive, PER_SEARCH), near]))


def _top(scores: Scores, alive: NDArray[np.bool_] | None, number: int) -> Places:
    """The rows of the highest scores above nought."""
    if alive is not None and len(scores):
        scores = np.where(alive, scores, 0.0)
    whole = len(scores) // LANES * LANES
    if whole < 16 * LANES * number:
        chosen = np.flatnonzero(scores)
    else:
        # The highest of each group are a floor for the highest of all: most rows need no sorting.
        highest = scores[:whole].reshape(LANES, -1).max(axis=0)
        floor = np.partition(highest, len(highest) - number)[-number]
        chosen = np.flatnonzero(scores >= max(float(floor), 1e-9))
    return chosen[_largest(scores[chosen], number)]


def _largest(values: NDArray[np.floating[Any]], number: int) -> Places:
    """Where the largest values are, in no order."""
    if len(values) <= number:
        return np.arange(len(values))
    return np.argpartition(-values, number - 1)[:number]
