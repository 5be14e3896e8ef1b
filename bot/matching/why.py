"""Why a case was shown: the sentence of the case that comes closest, and its words that the question
shares.
"""

from __future__ import annotations

import re

import numpy as np

from bot.matching.entries import Entry, Part, passages
from bot.matching.features import Question
from bot.matching.lexicon import stem, stopwords
from bot.matching.text import clean, words
from bot.matching.types import Vectors, Why

MOST_WORDS = 6
_SPELLED = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*", re.UNICODE)


def explain(entry: Entry, question: Question, asked: Vectors | None, vocabulary: list[str]) -> Why:
    """The words and the sentence of this case that made the match; no words when nothing is shared."""
    shared = _shared(question, vocabulary)
    texts = passages(entry.case)
    merits = np.array([_overlap(text, shared) for _, text in texts])
    total = float(merits.max()) or 1.0
    merits = merits / total
    if asked is not None and entry.vectors is not None and len(entry.vectors.rows) == len(texts):
        likeness = (entry.vectors.rows.astype(np.float32) * entry.vectors.scale) @ asked.T
        merits = merits + 2.0 * likeness.max(axis=1)
    # Title and dilemma in one are no sentence of the case; and a phrasing is another resident's question,
    # which was given to find by, not to be shown.
    asked_by_others = set(map(clean, entry.case.phrasings))
    merits[[part == Part.HEAD or text in asked_by_others for part, text in texts]] = -np.inf
    sentence = texts[int(np.argmax(merits))][1]
    return Why(_named(sentence, shared), sentence)


def _shared(question: Question, vocabulary: list[str]) -> dict[str, float]:
    """Stems of the library that the question's words stand for, with the weight that this carries."""
    found: dict[str, float] = {}
    for weight, near in zip(question.weights, question.related, strict=True):
        for number, likeness in near.items():
            word = vocabulary[number]
            found[word] = max(found.get(word, 0.0), float(weight) * likeness)
    return found


def _overlap(text: str, shared: dict[str, float]) -> float:
    return sum(shared.get(word, 0.0) for word in {stem(said) for said in words(text)})


def _named(sentence: str, shared: dict[str, float]) -> tuple[str, ...]:
    """The shared words as the sentence spells them, the most telling first."""
    skipped = stopwords()
    found: dict[str, tuple[float, str]] = {}
    for match in _SPELLED.finditer(sentence):
        said = match.group()
        for word in words(said):
            weight = 0.0 if word in skipped else shared.get(stem(word), 0.0)
            if weight > found.get(said.lower(), (0.0, ""))[0]:
                found[said.lower()] = (weight, said)
    ranked = sorted(found.values(), key=lambda item: (-item[0], item[1]))
    return tuple(said for _, said in ranked[:MOST_WORDS])
