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
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.lexicon import Synonyms, synonyms

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

SHORTEST_PART = 4  # shorter parts of a compound are chance
MOST_NEAR = 16  # library words that one word of a question may stand for, per kind of likeness
FUZZY_FROM = 0.7  # OSA similarity below which two spellings are two words
LIKELY_SLIP = 0.3  # Dice coefficient of n-grams from which on two spellings are compared
COMPOUND_OF_SYNONYM = 0.75  # "centen" ~ "geld" ~ "geldpot"
REMEMBERED_WORDS = 20_000  # words of questions whose likes are kept


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

    def number(self, word: str) -> int:
        """The number of a word; a new one is added."""
        with self._lock:
            return self._add(word)

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


@dataclass(frozen=True, slots=True)
class Near:
    """The library words that one word or phrase of a question could stand for, by spelling and by meaning as
    well. `likeness` has a row for each of `numbers`: by spelling (0 if not), and by meaning as well; `weight`
    is how much the word tells.
    """

    spelled: Mapping[int, float]
    related: Mapping[int, float]
    weight: float
    numbers: Ints
    likeness: Floats


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
        words = vocabulary.words[: self._size]
        # The words that at least one case uses now, with their numbers.
        self._used = {words[number]: number for number in np.flatnonzero(frequency).tolist()}
        self._forward = sorted(self._used)
        self._backward = sorted(word[::-1] for word in self._used)
        long = np.fromiter((len(word) >= SHORTEST_PART for word in words), bool, self._size)
        # The n-grams that a word must share with one of none, to be compared with it at all.
        self._needed = np.where(long & (frequency > 0), 0.5 * LIKELY_SLIP * self._grams_of, np.inf)
        self._near: dict[str | tuple[str, ...], Near] = {}

    def near(self, word: str | tuple[str, ...]) -> Near:
        """What a stem, or a phrase of stems, could stand for."""
        known = self._near.get(word)
        if known is None:
            known = self._look_up(word)
            if len(self._near) < REMEMBERED_WORDS:
                self._near[word] = known
        return known

    def _look_up(self, word: str | tuple[str, ...]) -> Near:
        spelled = self._spelled(word) if isinstance(word, str) else {}
        related = self._related(word, spelled, synonyms())
        likeness = [(spelled.get(number, 0.0), value) for number, value in related.items()]
        return Near(
            spelled=spelled,
            related=related,
            weight=self._weight(spelled or related),
            numbers=np.array(list(related), dtype=np.int32),
            likeness=np.array(likeness, dtype=np.float32).reshape(-1, 2),
        )

    def _weight(self, near: Mapping[int, float]) -> float:
        """How much a word tells: the rarity of the commonest library word it most likely stands for."""
        if not near:
            return self.unseen
        top = max(near.values())
        return min(float(self.rarity[number]) for number, value in near.items() if value >= top - 0.01)

    def _spelled(self, word: str) -> dict[int, float]:
        """Library words that this one could be, by spelling: itself, a slip of it, a compound with it."""
        own = self._used.get(word)
        near: dict[str, float] = {}
        if len(word) >= SHORTEST_PART:
            near.update(self._compounds(word))
            for other, likeness in self._slips(word):
                near[other] = max(near.get(other, 0.0), likeness)
        near.pop(word, None)
        ranked = sorted(near.items(), key=lambda item: (-item[1], item[0]))[: MOST_NEAR * 2]
        found = {number: value for other, value in ranked if (number := self._used.get(other)) is not None}
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
            found += [part for part in (word[:cut], word[-cut:]) if part in self._used]
        return {
            other: 0.4 + 0.5 * min(len(word), len(other)) / max(len(word), len(other))
            for other in found
            if other != word
        }

    def _slips(self, word: str) -> list[tuple[str, float]]:
        """Words within edit distance, found by shared n-grams first."""
        shared = self._shared_grams(word)
        own = len(grams(word))
        likely = np.flatnonzero(shared >= self._needed + 0.5 * LIKELY_SLIP * own)
        if len(likely) > 64:
            dice = 2 * shared[likely] / (own + self._grams_of[likely])
            likely = likely[np.argsort(-dice, kind="stable")[:64]]
        others = [self._vocabulary.words[number] for number in likely.tolist()]
        found = process.cdist(
            [word], others, scorer=OSA.normalized_similarity, score_cutoff=FUZZY_FROM, dtype=np.float64
        )[0]
        return [(others[at], (float(found[at]) - 0.4) / 0.6) for at in np.flatnonzero(found)]

    def _shared_grams(self, word: str) -> NDArray[np.int64]:
        parts = [self._entries(gram) for gram in grams(word)]
        flat = np.concatenate(parts) if parts else np.zeros(0, np.int32)
        return np.bincount(flat, minlength=self._size)[: self._size]

    def _entries(self, gram: str) -> Ints:
        at = self._gram_ids.get(gram)
        if at is None:
            return np.zeros(0, np.int32)
        return self._gram_words[self._gram_start[at] : self._gram_start[at + 1]]

    def _related(
        self, word: str | tuple[str, ...], spelled: Mapping[int, float], known: Synonyms
    ) -> dict[int, float]:
        """Library words that this word or phrase could mean: by spelling, by synonym, by a synonym's
        compound.
        """
        found = dict(spelled)
        meant = known.of_word.get(word, {}) if isinstance(word, str) else known.of_phrase.get(word, {})
        for other, worth in meant.items():
            number = self._used.get(other)
            if number is not None:
                found[number] = max(found.get(number, 0.0), worth)
            if len(other) >= SHORTEST_PART:
                for longer in self._longer(other):
                    found[longer] = max(found.get(longer, 0.0), worth * COMPOUND_OF_SYNONYM)
        return found

    def _longer(self, part: str) -> Sequence[int]:
        """Numbers of words that begin or end with this one."""
        near = self._compounds(part)
        return [n for other in near if len(other) > len(part) and (n := self._used.get(other)) is not None]


@dataclass(frozen=True, slots=True)
class AskedGrams:
    """The n-grams of a question that the library has, with what each is worth, and the question's length."""

    numbers: NDArray[np.intp]
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
        self._parts: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {}

    def __len__(self) -> int:
        return len(self._weight)

    def ask(self, words: Sequence[str]) -> AskedGrams:
        """The n-grams of these words together."""
        held: list[int] = []
        strange: list[str] = []
        for word in words:
            known, unknown = self._taken_apart(word)
            held += known
            strange += unknown
        counts, others = Counter(held), Counter(strange)
        numbers = np.fromiter(counts, np.intp, len(counts))
        weight = self._weight[numbers]
        times = np.fromiter(counts.values(), np.float32, len(counts))
        damped: Floats = (np.float32(1.0) + np.log(times)) * weight
        squared = float(damped @ damped)
        squared += self._unseen**2 * sum((1.0 + math.log(count)) ** 2 for count in others.values())
        return AskedGrams(numbers, damped * weight, math.sqrt(squared) or 1.0)

    def _taken_apart(self, word: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The numbers of a word's n-grams, and those that the library does not have."""
        known = self._parts.get(word)
        if known is None:
            ids = self._ids
            parts = grams(word)
            known = (
                tuple(ids[gram] for gram in parts if gram in ids),
                tuple(gram for gram in parts if gram not in ids),
            )
            if len(self._parts) < REMEMBERED_WORDS:
                self._parts[word] = known
        return known

    def held_by(self, asked: AskedGrams) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each library word, from where to where in the second array, which of these n-grams it holds."""
        holders = [self._words[self._start[at] : self._start[at + 1]] for at in asked.numbers]
        flat = np.concatenate(holders)
        which = np.repeat(np.arange(len(holders)), [len(found) for found in holders])
        counted = np.bincount(flat, minlength=self._size)
        # Numbers of 16 bits are sorted by counting, many times faster than by comparing.
        narrow = flat.astype(np.uint16) if self._size <= 1 << 16 else flat
        order = np.argsort(narrow, kind="stable")
        return np.concatenate([[0], np.cumsum(counted)]), which[order]

    def by_word(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each library word, from where to where in the second array, its n-grams' numbers."""
        which = np.repeat(np.arange(len(self)), np.diff(self._start))
        counted = np.bincount(self._words, minlength=self._size)
        return np.concatenate([[0], np.cumsum(counted)]), which[np.argsort(self._words, kind="stable")]


def rarity(frequency: Ints | Floats, cases: int) -> Floats:
    """Inverse document frequency as in BM25 (Robertson and Zaragoza 2009), never negative."""
    return np.log1p((cases - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
