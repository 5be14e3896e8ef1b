"""What is measured between a question and each case: the numbers that the fusion weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.entries import CaseVectors, Entry, Part
from bot.matching.lexicon import synonyms, terms
from bot.matching.text import fold, guess_language, sentences, words
from bot.matching.types import Vectors
from bot.matching.vocabulary import Floats, GramIndex, Speller

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
class Lookup:
    """One moment's view of the library's words, by stem and by spelling."""

    speller: Speller
    grams: GramIndex


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read: its words and what each could stand for, its sentences, its language."""

    text: str
    language: str
    stems: tuple[str, ...]
    parts: tuple[str, ...]
    weights: Floats
    spelled: tuple[Mapping[int, float], ...]
    related: tuple[Mapping[int, float], ...]

    @property
    def flags(self) -> tuple[float, float, float]:
        """Whether it is in another language, a search for a key word, a story of several sentences."""
        foreign = self.language not in ("nl", "und")
        return float(foreign), float(len(self.stems) <= KEYWORD_TERMS), float(len(self.parts) > 1)

    @property
    def known(self) -> float:
        """The share of its weight in words that the library has, in one spelling or another."""
        total = float(self.weights.sum())
        held = sum(w for w, near in zip(self.weights, self.spelled, strict=True) if near)
        return float(held) / total if total > 0 else 0.0


def read_question(text: str, speller: Speller) -> Question:
    """Take a clean text apart and look its words up in the library."""
    stems = tuple(terms(text))
    asked: list[str | tuple[str, ...]] = list(dict.fromkeys(stems))
    asked += synonyms().phrases(text)
    spelled = tuple(speller.spelled(word) if isinstance(word, str) else {} for word in asked)
    related = tuple(speller.related(word, synonyms()) for word in asked)
    weights = [_weight(near or wide, speller) for near, wide in zip(spelled, related, strict=True)]
    return Question(
        text=text,
        language=guess_language(text),
        stems=stems,
        parts=tuple(sentences(text)),
        weights=np.array(weights, dtype=np.float32),
        spelled=spelled,
        related=related,
    )


def _weight(near: Mapping[int, float], speller: Speller) -> float:
    """How much a word tells: the rarity of the commonest library word it most likely stands for."""
    if not near:
        return speller.unseen
    top = max(near.values())
    return min(float(speller.rarity[number]) for number, value in near.items() if value >= top - 0.01)


def measure(
    question: Question,
    entries: Sequence[Entry],
    lookup: Lookup,
    asked: Vectors | None,
    blocks: Blocks,
) -> NDArray[np.float32]:
    """One row a case, one column a feature (see `feature_names`); NaN where a case has no vectors yet.

    `asked` holds the projected vectors of the question: the whole first, then its sentences if it has
    several.
    """
    layout = _Layout(entries)
    columns = [
        *_words(question.spelled, question.weights, layout, lookup.speller),
        *_words(question.related, question.weights, layout, lookup.speller),
        *_grams(question, layout, lookup.grams),
    ]
    if asked is not None:
        columns += measure_vectors(asked, [entry.vectors for entry in entries], blocks)
    return np.stack(columns, axis=1).astype(np.float32)


Blocks = Sequence[tuple[int, int]]


class _Layout:
    """The words of several cases one after another, with the borders of texts and cases."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.cases = len(entries)
        self.words = np.concatenate([entry.words for entry in entries])
        self.parts = np.concatenate([entry.parts for entry in entries])
        texts = np.array([len(entry.parts) for entry in entries])
        self.first_text = np.concatenate([[0], np.cumsum(texts)[:-1]])
        sizes = np.concatenate([entry.sizes for entry in entries])
        self.text_of_word = np.repeat(np.arange(len(sizes)), sizes)
        self.case_of_text = np.repeat(np.arange(self.cases), texts)
        self.said = np.concatenate([entry.said for entry in entries])
        self.counts = np.concatenate([entry.counts for entry in entries])
        self.head_counts = np.concatenate([entry.head_counts for entry in entries])
        self.case_of_said = np.repeat(np.arange(self.cases), [len(entry.said) for entry in entries])


def _words(
    near: Sequence[Mapping[int, float]], weights: Floats, layout: _Layout, speller: Speller
) -> list[NDArray[np.float32]]:
    """Soft, rarity-weighted overlap of words: of the best text, the whole case, the title, the head,
    and back.
    """
    cases, texts = layout.cases, len(layout.parts)
    numbers = np.array(sorted({number for found in near for number in found}), dtype=np.int32)
    total = float(weights.sum())
    if not len(numbers) or total <= 0:
        return [np.zeros(cases, np.float32)] * len(WORD_SCORES)
    likeness = np.zeros((len(numbers), len(near)), dtype=np.float32)
    for column, found in enumerate(near):
        if found:
            rows = np.searchsorted(numbers, np.fromiter(found, np.int32, len(found)))
            likeness[rows, column] = np.fromiter(found.values(), np.float32, len(found))
    place = np.full(len(speller.rarity), -1, dtype=np.int32)
    place[numbers] = np.arange(len(numbers), dtype=np.int32)
    at = place[layout.words]
    hit = np.flatnonzero(at >= 0)
    cover = np.zeros((texts, len(near)), dtype=np.float32)
    back = np.zeros(texts, dtype=np.float32)
    if len(hit):
        rows, text = at[hit], layout.text_of_word[hit]
        border = np.flatnonzero(np.append(True, text[1:] != text[:-1]))
        cover[text[border]] = np.maximum.reduceat(likeness[rows], border, axis=0)
        said = speller.rarity[layout.words[hit]] * likeness[rows].max(axis=1)
        back = np.bincount(text, said, minlength=texts).astype(np.float32)
    share = cover @ (weights / total)
    first = layout.first_text
    whole = np.maximum.reduceat(cover, first, axis=0) @ (weights / total)
    title = layout.parts == Part.TITLE
    asks = title | (layout.parts == Part.PHRASING)
    opening = title | (layout.parts == Part.DILEMMA)
    head = np.maximum.reduceat(np.where(opening[:, None], cover, 0.0), first, axis=0) @ (weights / total)
    asked = np.maximum.reduceat(np.where(asks, share, 0.0), first)
    held = np.bincount(layout.text_of_word, speller.rarity[layout.words], minlength=texts)
    back = np.where(asks, back / np.maximum(held, 1e-6), 0.0)
    return [
        np.maximum.reduceat(share, first),
        whole,
        asked,
        np.maximum(head, asked),
        np.maximum.reduceat(back, first),
    ]


def _grams(question: Question, layout: _Layout, grams: GramIndex) -> list[NDArray[np.float32]]:
    """Cosine of character n-grams (TF-IDF, damped counts) with the whole case and with its head.

    The length of a case leaves out what its different words have in common, which would take a pass over
    texts.
    """
    asked = grams.ask([fold(word) for word in words(question.text)])
    low = asked.start[layout.said]
    held = asked.start[layout.said + 1] - low
    pair = np.repeat(np.arange(len(held)), held)
    at = np.repeat(low - np.concatenate([[0], np.cumsum(held)[:-1]]), held) + np.arange(len(pair))
    cell = layout.case_of_said[pair] * len(asked.weights) + asked.grams[at]
    found = []
    for counts in (layout.counts, layout.head_counts):
        shape = (layout.cases, len(asked.weights))
        times = np.bincount(cell, counts[pair], minlength=shape[0] * shape[1]).reshape(shape)
        product = np.where(times > 0, 1.0 + np.log(np.maximum(times, 1.0)), 0.0) @ asked.weights
        damped = np.where(counts > 0, 1.0 + np.log(np.maximum(counts, 1)), 0.0)
        squared = np.bincount(
            layout.case_of_said, grams.norm[layout.said] * damped**2, minlength=layout.cases
        )
        found.append((product / (np.sqrt(np.maximum(squared, 1e-6)) * asked.norm)).astype(np.float32))
    return found


def measure_vectors(
    asked: Vectors, cases: Sequence[CaseVectors | None], blocks: Blocks
) -> list[NDArray[np.float32]]:
    """Likeness in meaning, for each encoder: with each part, of the best sentences, of the whole."""
    columns = len(blocks) * len(VECTOR_SCORES)
    filled = np.full((columns, len(cases)), np.nan, dtype=np.float32)
    having = [(row, vectors) for row, vectors in enumerate(cases) if vectors is not None]
    if not having:
        return list(filled)
    matrix = np.concatenate([vectors.rows for _, vectors in having]).astype(np.float32)
    sizes = np.array([len(vectors.rows) for _, vectors in having])
    matrix *= np.repeat(np.array([vectors.scale for _, vectors in having], np.float32), sizes)[:, None]
    parts = np.concatenate([vectors.parts for _, vectors in having])
    rows = np.array([row for row, _ in having])
    scores: list[NDArray[np.float32]] = []
    for low, high in blocks:
        scores += _block(matrix[:, low:high], asked[:, low:high], parts, sizes)
    filled[:, rows] = np.stack(scores)
    return list(filled)


def _block(
    matrix: Vectors, asked: Vectors, parts: NDArray[np.int8], sizes: NDArray[np.int64]
) -> list[NDArray[np.float32]]:
    """The VECTOR_SCORES of one encoder."""
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    likeness = matrix @ asked.T
    whole, sentence = likeness[:, 0], likeness[:, 1:] if len(asked) > 1 else likeness
    held = [np.maximum.reduceat(np.where(parts == part, whole, ABSENT), first) for part in VECTOR_PARTS]
    # A case without pitfalls is neither like nor unlike the question in them.
    best = [np.where(found == ABSENT, np.nan, found) for found in held]
    any_part = np.maximum.reduceat(sentence, first)
    leading = np.where((parts <= Part.DILEMMA)[:, None], sentence, ABSENT)
    head = np.maximum.reduceat(leading, first)
    # The three best of each case: cases side by side, padded.
    padded = np.full((len(sizes), max(3, int(sizes.max()))), -np.inf, dtype=np.float32)
    inside = np.arange(padded.shape[1]) < sizes[:, None]
    padded[inside] = whole
    three = -np.partition(-padded, 2, axis=1)[:, :3]
    finite = np.isfinite(three)
    top3 = np.where(finite, three, 0.0).sum(axis=1) / np.maximum(finite.sum(axis=1), 1)
    soft = np.log(np.add.reduceat(np.exp(SOFTNESS * (whole - 1.0)), first))
    return [
        *best,
        any_part.max(axis=1),
        any_part.mean(axis=1),
        head.mean(axis=1),
        head.max(axis=1),
        np.add.reduceat(whole, first) / sizes,
        top3,
        soft,
    ]
