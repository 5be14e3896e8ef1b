"""The words of the library, and which of them a word of a question could stand for.

A vocabulary only grows and is shared by all snapshots of an index, so that a changed case costs no more
than its
own words. A word that no case uses any more stays, with a document frequency of zero, and is then passed
over.
"""

from __future__ import annotations

import math
import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from bot.matching.lexicon import Synonyms

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

SHORTEST_PART = 4  # shorter parts of a compound are chance
MOST_NEAR = 16  # library words that one word of a question may stand for, per kind of likeness
FUZZY_FROM = 0.7  # OSA similarity below which two spellings are two words
COMPOUND_OF_SYNONYM = 0.75  # "centen" ~ "geld" ~ "geldpot"


@lru_cache(maxsize=65536)
def grams(word: str) -> tuple[str, ...]:
    """The character 3- to 5-grams of a word with its edges marked; a shorter word as a whole."""
    edged = f" {word} "
    found = [edged[at : at + size] for size in (3, 4, 5) for at in range(len(edged) - size + 1)]
    return tuple(found) or (edged,)


class Vocabulary:
    """Stems with a number each, and the character n-grams by which similar spellings are found."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._ids: dict[str, int] = {}
        self._gram_ids: dict[str, int] = {}
        self._gram_words: list[list[int]] = []
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.words)

    def get(self, word: str) -> int | None:
        """The number of a word, None when the library never had it."""
        return self._ids.get(word)

    def numbers(self, stems: Iterable[str]) -> Ints:
        """The numbers of these stems; new ones are added."""
        known = self._ids.get
        with self._lock:
            found = [self._add(word) if (at := known(word)) is None else at for word in stems]
        return np.array(found, dtype=np.int32)

    def _add(self, word: str) -> int:
        known = self._ids.get(word)
        if known is not None:
            return known
        number = len(self.words)
        for gram in grams(word):
            at = self._gram_ids.setdefault(gram, len(self._gram_words))
            if at == len(self._gram_words):
                self._gram_words.append([])
            self._gram_words[at].append(number)
        self.words.append(word)
        # Last: a reader that finds the number must find the word and its n-grams.
        self._ids[word] = number
        return number

    def gram_table(self) -> tuple[dict[str, int], Ints, Ints]:
        """The n-grams' numbers, and for each the words that hold it (a word once for each time), as
        one CSR.
        """
        with self._lock:
            sizes = [len(found) for found in self._gram_words]
            start = np.zeros(len(sizes) + 1, dtype=np.int32)
            np.cumsum(sizes, out=start[1:])
            flat = np.fromiter((n for found in self._gram_words for n in found), np.int32, int(start[-1]))
            return dict(self._gram_ids), start, flat


class Speller:
    """One moment's view of a vocabulary, with what is needed to look up similar words fast."""

    def __init__(self, vocabulary: Vocabulary, frequency: Ints, cases: int) -> None:
        self._vocabulary = vocabulary
        self._size = len(frequency)
        self._gram_ids, self._gram_start, self._gram_words = vocabulary.gram_table()
        self.frequency = frequency
        self.rarity = rarity(frequency, cases)
        self.unseen = float(rarity(np.zeros(1, dtype=np.int32), cases)[0])
        self._grams_of = np.bincount(self._gram_words, minlength=self._size)[: self._size]
        used = [word for word in vocabulary.words[: self._size] if frequency[vocabulary.get(word) or 0] > 0]
        self._forward = sorted(used)
        self._backward = sorted(word[::-1] for word in used)
        self._near: dict[str, Mapping[int, float]] = {}

    def _id(self, word: str) -> int | None:
        """The number of a word that at least one case uses now."""
        number = self._vocabulary.get(word)
        return number if number is not None and number < self._size and self.frequency[number] > 0 else None

    def spelled(self, word: str) -> Mapping[int, float]:
        """Library words that this one could be, by spelling: itself, a slip of it, a compound with it."""
        known = self._near.get(word)
        if known is None:
            known = self._spelled(word)
            if len(self._near) < 20_000:
                self._near[word] = known
        return known

    def _spelled(self, word: str) -> dict[int, float]:
        own = self._id(word)
        near: dict[str, float] = {}
        if len(word) >= SHORTEST_PART:
            near.update(self._compounds(word))
            for other, likeness in self._slips(word):
                near[other] = max(near.get(other, 0.0), likeness)
        near.pop(word, None)
        ranked = sorted(near.items(), key=lambda item: (-item[1], item[0]))[: MOST_NEAR * 2]
        found = {number: value for other, value in ranked if (number := self._id(other)) is not None}
        if own is not None:
            found[own] = 1.0
        return found

    def _compounds(self, word: str) -> dict[str, float]:
        """Words that begin or end with this one, and words with which this one begins or ends."""
        found: list[str] = []
        for table, key, turn in ((self._forward, word, 1), (self._backward, word[::-1], -1)):
            at = bisect_left(table, key)
            while at < len(table) and table[at].startswith(key) and len(found) < 4 * MOST_NEAR:
                found.append(table[at][::turn])
                at += 1
        for cut in range(SHORTEST_PART, len(word)):
            found += [part for part in (word[:cut], word[-cut:]) if self._id(part) is not None]
        return {
            other: 0.4 + 0.5 * min(len(word), len(other)) / max(len(word), len(other))
            for other in found
            if other != word
        }

    def _slips(self, word: str) -> list[tuple[str, float]]:
        """Words within edit distance, found by shared n-grams first."""
        shared = self._shared_grams(word)
        likely = np.flatnonzero(2 * shared >= 0.3 * (len(grams(word)) + self._grams_of))
        if len(likely) > 64:
            dice = 2 * shared[likely] / (len(grams(word)) + self._grams_of[likely])
            likely = likely[np.argsort(-dice, kind="stable")[:64]]
        found = []
        for number in likely:
            other = self._vocabulary.words[number]
            if len(other) >= SHORTEST_PART and self.frequency[number] > 0:
                similarity = OSA.normalized_similarity(word, other, score_cutoff=FUZZY_FROM)
                if similarity > 0:
                    found.append((other, (similarity - 0.4) / 0.6))
        return found

    def _shared_grams(self, word: str) -> NDArray[np.int64]:
        parts = [self._entries(gram) for gram in grams(word)]
        flat = np.concatenate(parts) if parts else np.zeros(0, np.int32)
        return np.bincount(flat, minlength=self._size)[: self._size]

    def _entries(self, gram: str) -> Ints:
        at = self._gram_ids.get(gram)
        if at is None:
            return np.zeros(0, np.int32)
        return self._gram_words[self._gram_start[at] : self._gram_start[at + 1]]

    def related(self, word: str | tuple[str, ...], known: Synonyms) -> dict[int, float]:
        """Library words that this word or phrase could mean: by spelling, by synonym, by a synonym's
        compound.
        """
        if isinstance(word, tuple):
            found: dict[int, float] = {}
            meant = known.of_phrase.get(word, {})
        else:
            found = dict(self.spelled(word))
            meant = known.of_word.get(word, {})
        for other, worth in meant.items():
            number = self._id(other)
            if number is not None:
                found[number] = max(found.get(number, 0.0), worth)
            if len(other) >= SHORTEST_PART:
                for longer in self._longer(other):
                    found[longer] = max(found.get(longer, 0.0), worth * COMPOUND_OF_SYNONYM)
        return found

    def _longer(self, part: str) -> Sequence[int]:
        """Numbers of words that begin or end with this one."""
        near = self._compounds(part)
        return [n for other in near if len(other) > len(part) and (n := self._id(other)) is not None]


@dataclass(frozen=True, slots=True)
class AskedGrams:
    """The n-grams of a question that the library has: those of word n are `grams[start[n] : start[n +
    1]]`.
    """

    start: NDArray[np.int64]
    grams: Ints
    weights: Floats
    norm: float


class GramIndex:
    """Character n-grams of words as they are spelled, weighed by rarity: much of Dutch is in parts of
    words.
    """

    def __init__(self, spellings: Vocabulary, frequency: Ints, cases: int) -> None:
        self._size = len(frequency)
        self._ids, self._start, self._words = spellings.gram_table()
        inside = self._words < self._size
        share = np.where(inside, np.take(frequency, self._words, mode="clip") / max(cases, 1), 0.0)
        # In how many cases a gram occurs, if its words were spread independently; exact counts need every
        # text.
        absent = np.append(np.log1p(-np.minimum(share, 0.999)), 0.0)
        sums = np.add.reduceat(absent, self._start[:-1]) if len(self._start) > 1 else np.zeros(0)
        self._weight = rarity((cases * -np.expm1(sums)).astype(np.float32), cases)
        self._unseen = float(rarity(np.zeros(1, dtype=np.int32), cases)[0])
        squared = np.repeat(self._weight, np.diff(self._start)).astype(np.float64) ** 2
        self.norm = np.bincount(self._words, weights=squared, minlength=self._size)[: self._size].astype(
            np.float32
        )

    def ask(self, words: Sequence[str]) -> AskedGrams:
        """The n-grams of these words, with the library's words that hold them."""
        counts: dict[str, int] = {}
        for word in words:
            for gram in grams(word):
                counts[gram] = counts.get(gram, 0) + 1
        holders: list[Ints] = []
        weights: list[float] = []
        norm = 0.0
        for gram, count in counts.items():
            at = self._ids.get(gram)
            weight = self._unseen if at is None else float(self._weight[at])
            damped = 1.0 + math.log(count)
            norm += (damped * weight) ** 2
            if at is not None:
                holders.append(self._words[self._start[at] : self._start[at + 1]])
                weights.append(damped * weight * weight)
        flat = np.concatenate(holders) if holders else np.zeros(0, np.int32)
        which = np.repeat(np.arange(len(holders), dtype=np.int32), [len(found) for found in holders])
        order = np.argsort(flat, kind="stable")
        counted = np.bincount(flat, minlength=self._size)
        start = np.concatenate([[0], np.cumsum(counted)])
        return AskedGrams(start, which[order], np.array(weights, dtype=np.float32), math.sqrt(norm) or 1.0)


def rarity(frequency: Ints | Floats, cases: int) -> Floats:
    """Inverse document frequency as in BM25 (Robertson and Zaragoza 2009), never negative."""
    return np.log1p((cases - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
