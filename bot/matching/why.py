"""Why a case was shown: the sentence of the case that comes closest, and its words that the question
shares.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bot.matching.entries import Part, passages
from bot.matching.features import Question
from bot.matching.lexicon import stem, stopwords
from bot.matching.shelf import Shelf, VectorRows
from bot.matching.text import clean, words
from bot.matching.types import CaseText, Vectors, Why

MOST_WORDS = 6
READ_CASES = 1024  # cases whose sentences are kept taken apart
_SPELLED = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*", re.UNICODE)


def explain(
    places: Sequence[tuple[Shelf, int]], question: Question, asked: Vectors | None, vocabulary: Sequence[str]
) -> list[Why]:
    """The words and the sentence of these cases that made the match; no words when nothing is shared."""
    shared = _shared(question, vocabulary)
    return [_explain(shelf.cases[row], _likeness(shelf.vectors, row, asked), shared) for shelf, row in places]


def _likeness(vectors: VectorRows, row: int, asked: Vectors | None) -> list[float]:
    """How like the question, or the closest of its sentences, each text of a case is."""
    rows = vectors.rows[vectors.start[row] : vectors.start[row + 1]]
    if asked is None or not len(rows):
        return []
    found: list[float] = (rows.astype(np.float32) @ asked.T).max(axis=1).tolist()
    return [value * float(vectors.scale[row]) for value in found]


def _explain(case: CaseText, likeness: Sequence[float], shared: Mapping[str, float]) -> Why:
    sayings = _read(case)
    if not sayings:
        return Why((), "")
    merits = [sum([shared[word] for word in saying.stems if word in shared]) for saying in sayings]
    if len(likeness) == len(sayings):
        total = max(merits) or 1.0
        merits = [merit / total + 2.0 * close for merit, close in zip(merits, likeness, strict=True)]
    shown = [at for at, saying in enumerate(sayings) if saying.shown]
    best = sayings[max(shown, key=merits.__getitem__)] if shown else sayings[0]
    return Why(_named(best, shared), best.text)


@dataclass(frozen=True, slots=True)
class _Saying:
    """A text of a case that has a vector: its stems, each once, and its words as spelled with their stems."""

    text: str
    shown: bool
    stems: tuple[str, ...]
    spelled: tuple[tuple[str, str], ...]


@lru_cache(maxsize=READ_CASES)
def _read(case: CaseText) -> tuple[_Saying, ...]:
    # Title and dilemma in one are no sentence of the case; and a phrasing is another resident's question,
    # which was given to find by, not to be shown.
    hidden = set(map(clean, case.phrasings))
    return tuple(
        _Saying(
            text=text,
            shown=part != Part.HEAD and text not in hidden,
            stems=tuple(dict.fromkeys(stem(said) for said in words(text))),
            spelled=tuple(_spelled(text)),
        )
        for part, text in passages(case)
    )


def _spelled(text: str) -> list[tuple[str, str]]:
    """The telling words of a text as it spells them, each with its stem; a word with a hyphen has several."""
    skipped = stopwords()
    return [
        (match.group(), stem(word))
        for match in _SPELLED.finditer(text)
        for word in words(match.group())
        if word not in skipped
    ]


def _shared(question: Question, vocabulary: Sequence[str]) -> dict[str, float]:
    """Stems of the library that the question's words stand for, with the weight that this carries."""
    found: dict[int, float] = {}
    for near in question.near:
        for number, likeness in near.related.items():
            weight = near.weight * likeness
            if weight > found.get(number, 0.0):
                found[number] = weight
    return {vocabulary[number]: weight for number, weight in found.items()}


def _named(saying: _Saying, shared: Mapping[str, float]) -> tuple[str, ...]:
    """The shared words as the sentence spells them, the most telling first."""
    found: dict[str, tuple[float, str]] = {}
    for said, word in saying.spelled:
        weight = shared.get(word, 0.0)
        if weight > 0.0:
            key = said.lower()
            if weight > found.get(key, (0.0, ""))[0]:
                found[key] = (weight, said)
    ranked = sorted(found.values(), key=lambda item: (-item[0], item[1]))
    return tuple(said for _, said in ranked[:MOST_WORDS])
