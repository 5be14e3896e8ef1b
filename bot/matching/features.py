"""What is measured between a question and each case: the numbers that the fusion weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.entries import CaseVectors, Part
from bot.matching.layout import DAMPED, Layout, Lookup, TextColumns, VectorColumns, vector_columns
from bot.matching.lexicon import stem, stopwords, synonyms
from bot.matching.ragged import Places, changes, spread
from bot.matching.text import fold, guess_language, sentences, words
from bot.matching.types import Vectors
from bot.matching.vocabulary import AskedGrams, Floats, GramIndex, Near, Speller

WORD_SCORES = ("best", "whole", "title", "head", "back")
WORD_NAMES = tuple(f"{kernel}_{score}" for kernel in ("spelled", "related") for score in WORD_SCORES)
GRAM_NAMES = ("grams_all", "grams_head")
VECTOR_PARTS = (Part.TITLE, Part.HEAD, Part.DILEMMA, Part.CONTEXT, Part.HELPED, Part.PITFALL)
VECTOR_SCORES = (
    *(part.name.lower() for part in VECTOR_PARTS),
    "sentence_best",
    "sentence_mean",
    "sentence_head_mean",
    "sentence_head_best",
    "mean",
    "top3",
    "soft",
)
ABSENT = -2.0  # below any cosine
SOFTNESS = 12.0  # of the soft maximum over a case's vectors
KEYWORD_TERMS = 3  # so many meaningful words, or fewer, are a search for a key word


def feature_names(blocks: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns of `measure` for these encoders, in order."""
    return (*WORD_NAMES, *GRAM_NAMES, *(f"{block}_{score}" for block in blocks for score in VECTOR_SCORES))


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read: its words and what each could stand for, its sentences, its language."""

    text: str
    language: str
    said: tuple[str, ...]
    stems: tuple[str, ...]
    parts: tuple[str, ...]
    near: tuple[Near, ...]
    weights: Floats

    @property
    def flags(self) -> tuple[float, float, float]:
        """Whether it is in another language, a search for a key word, a story of several sentences."""
        foreign = self.language not in ("nl", "und")
        return float(foreign), float(len(self.stems) <= KEYWORD_TERMS), float(len(self.parts) > 1)

    @property
    def known(self) -> float:
        """The share of its weight in words that the library has, in one spelling or another."""
        total = sum(near.weight for near in self.near)
        held = sum(near.weight for near in self.near if near.spelled)
        return held / total if total > 0 else 0.0


def read_question(text: str, speller: Speller) -> Question:
    """Take a clean text apart and look its words up in the library."""
    said = words(text)
    skipped = stopwords()
    told = [stem(word) for word in said]
    stems = tuple(one for one, word in zip(told, said, strict=True) if word not in skipped)
    asked: list[str | tuple[str, ...]] = list(dict.fromkeys(stems))
    asked += synonyms().phrases_of(told)
    near = tuple(map(speller.near, asked))
    return Question(
        text=text,
        language=guess_language(text),
        said=tuple(said),
        stems=stems,
        parts=tuple(sentences(text)),
        near=near,
        weights=np.array([one.weight for one in near], dtype=np.float32),
    )


def measure(
    question: Question,
    layout: Layout,
    lookup: Lookup,
    asked: Vectors | None,
    blocks: Blocks,
) -> NDArray[np.float32]:
    """One row a case, one column a feature (see `feature_names`); NaN where a case has no vectors yet.

    `asked` holds the projected vectors of the question: the whole first, then its sentences if it has
    several.
    """
    width = len(VECTOR_SCORES) * len(blocks) if asked is not None else 0
    found = np.empty((layout.cases, len(WORD_NAMES) + len(GRAM_NAMES) + width), dtype=np.float32)
    found[:, : len(WORD_NAMES)] = _words(question, layout, lookup.speller)
    found[:, len(WORD_NAMES) : len(WORD_NAMES) + len(GRAM_NAMES)] = _grams(question, layout, lookup.grams)
    if asked is not None:
        _vectors(asked, layout.vectors, blocks, found[:, len(WORD_NAMES) + len(GRAM_NAMES) :])
    return found


Blocks = Sequence[tuple[int, int]]


def _words(question: Question, layout: Layout, speller: Speller) -> NDArray[np.float32]:
    """Soft, rarity-weighted overlap of words: of the best text, the whole case, the title, the head,
    and back; by spelling, then with synonyms as well.
    """
    # By case, by kernel (spelled, related), by score: the order of WORD_NAMES.
    scores = np.zeros((layout.cases, 2, len(WORD_SCORES)), dtype=np.float32)
    total = float(question.weights.sum())
    texts = layout.texts
    hits = _hits(question, texts, len(speller.rarity)) if total > 0 else None
    if hits is not None:
        weights = question.weights / np.float32(total)
        text, cover, back = hits.cover(texts, speller)
        case = texts.case_of_text[text]
        border = np.flatnonzero(changes(case))
        at = case[border]
        asks, opening = texts.asks[text][:, None], texts.opening[text][:, None]
        share = _shares(cover, weights)
        titles = np.maximum.reduceat(share * asks, border)
        head = _shares(np.maximum.reduceat(cover * opening, border), weights)
        said = back * asks / np.maximum(texts.held[text], 1e-6)[:, None]
        scores[at, :, 0] = np.maximum.reduceat(share, border)
        scores[at, :, 1] = _shares(np.maximum.reduceat(cover, border), weights)
        scores[at, :, 2] = titles
        scores[at, :, 3] = np.maximum(head, titles)
        scores[at, :, 4] = np.maximum.reduceat(said, border)
    return scores.reshape(layout.cases, -1)


def _shares(cover: Floats, weights: Floats) -> Floats:
    """How much of the question's weight each row covers, by kernel."""
    found: Floats = (cover.reshape(-1, len(weights)) @ weights).reshape(len(cover), 2)
    return found


@dataclass(frozen=True, slots=True)
class _Hits:
    """The words of the cases that a word of the question could stand for: which text, how like what."""

    where: Places
    rows: Places
    likeness: Floats  # by row; then by kernel and word of the question
    closest: Floats  # by row, by kernel: of any word of the question

    def cover(self, texts: TextColumns, speller: Speller) -> tuple[Places, Floats, Floats]:
        """The texts hit; how well each covers each word of the question; the rarity of its words that the
        question has.
        """
        text = texts.text_of_word[self.where]
        border = np.flatnonzero(changes(text))
        cover = np.maximum.reduceat(self.likeness[self.rows], border)
        told = speller.rarity[texts.words[self.where]][:, None] * self.closest[self.rows]
        back = np.add.reduceat(told, border)
        return text[border], cover, back


def _hits(question: Question, texts: TextColumns, size: int) -> _Hits | None:
    numbers = np.concatenate([near.numbers for near in question.near])
    if not len(numbers):
        return None
    terms = len(question.near)
    column = np.repeat(np.arange(terms), [len(near.numbers) for near in question.near])
    # Of a library word that several words of the question could stand for, one row counts.
    place = np.zeros(size, dtype=np.int32)
    place[numbers] = np.arange(1, len(numbers) + 1)
    likeness = np.zeros((len(numbers), 2, terms), dtype=np.float32)
    likeness[place[numbers] - 1, :, column] = np.concatenate([near.likeness for near in question.near])
    at = place[texts.words]
    where = np.flatnonzero(at)
    if not len(where):
        return None
    return _Hits(where, at[where] - 1, likeness.reshape(-1, 2 * terms), likeness.max(axis=2))


def _grams(question: Question, layout: Layout, grams: GramIndex) -> NDArray[np.float32]:
    """Cosine of character n-grams (TF-IDF, damped counts) with the whole case and with its head.

    The length of a case leaves out what its different words have in common, which would take a pass over
    texts.
    """
    asked = grams.ask([fold(word) for word in question.said])
    found = np.zeros((layout.cases, len(GRAM_NAMES)), dtype=np.float32)
    if len(asked.numbers):
        if layout.grams is not None:
            tables = (layout.grams.times, layout.grams.head_times)
            sums = [asked.weights @ DAMPED[table[asked.numbers]] for table in tables]
        else:
            sums = _summed_by_word(asked, layout, grams)
        for column, norm in enumerate((layout.spelled.norm, layout.spelled.head_norm)):
            found[:, column] = sums[column] / (norm * np.float32(asked.norm))
    return found


def _summed_by_word(asked: AskedGrams, layout: Layout, grams: GramIndex) -> list[NDArray[np.floating[Any]]]:
    """The same sums for cases whose n-grams are not in a table."""
    spelled, width = layout.spelled, len(asked.weights)
    start, held = grams.held_by(asked)
    pair, at = spread(start, spelled.said)
    cell = spelled.case_of_said[pair] * width + held[at]
    cells = layout.cases * width
    sums = []
    for counts in (spelled.counts, spelled.head_counts):
        times = np.minimum(np.bincount(cell, counts[pair], minlength=cells), 255.0).astype(np.uint8)
        sums.append(DAMPED[times].reshape(layout.cases, width) @ asked.weights)
    return sums


def measure_vectors(
    asked: Vectors, cases: Sequence[CaseVectors | None], blocks: Blocks
) -> list[NDArray[np.float32]]:
    """Likeness in meaning, for each encoder: with each part, of the best sentences, of the whole."""
    found = np.empty((len(cases), len(blocks) * len(VECTOR_SCORES)), dtype=np.float32)
    _vectors(asked, vector_columns(cases), blocks, found)
    return list(found.T)


def _vectors(asked: Vectors, columns: VectorColumns | None, blocks: Blocks, out: NDArray[np.float32]) -> None:
    out.fill(np.nan)
    if columns is None:
        return
    for number, (low, high) in enumerate(blocks):
        likeness = (columns.matrix[:, low:high] @ asked[:, low:high].T) * columns.scale[:, None]
        at = number * len(VECTOR_SCORES)
        out[columns.cases, at : at + len(VECTOR_SCORES)] = _block(likeness, columns)


def _block(likeness: Vectors, columns: VectorColumns) -> NDArray[np.float32]:
    """The VECTOR_SCORES of one encoder, a row a case."""
    whole, sentence = likeness[:, 0], likeness[:, 1:] if likeness.shape[1] > 1 else likeness
    first, cases, parts = columns.first, len(columns.cases), len(VECTOR_PARTS)
    scores = np.empty((cases, len(VECTOR_SCORES)), dtype=np.float32)
    # A case without pitfalls is neither like nor unlike the question in them.
    scores[:, :parts] = np.nan
    scores[columns.run_case, columns.run_part] = np.maximum.reduceat(whole, columns.run)
    any_part = np.maximum.reduceat(sentence, first)
    head = np.full((cases, sentence.shape[1]), ABSENT, dtype=np.float32)
    if len(columns.leading):
        head[columns.leading_case] = np.maximum.reduceat(sentence[columns.leading], columns.leading_first)
    # The three best of each case: cases side by side, padded.
    width = columns.inside.shape[1]
    padded = np.full((cases, width), -np.inf, dtype=np.float32)
    padded[columns.inside] = whole
    three = np.partition(padded, width - 3, axis=1)[:, -3:]
    three[np.isinf(three)] = 0.0
    sizes = columns.sizes
    tail = scores[:, parts:]
    tail[:, 0] = any_part.max(axis=1)
    tail[:, 1] = any_part.mean(axis=1)
    tail[:, 2] = head.mean(axis=1)
    tail[:, 3] = head.max(axis=1)
    tail[:, 4] = np.add.reduceat(whole, first) / sizes
    tail[:, 5] = three.sum(axis=1) / np.minimum(sizes, 3)
    tail[:, 6] = np.log(np.add.reduceat(np.exp(SOFTNESS * (whole - 1.0)), first))
    return scores
