"""Likeness between texts of one sort: near-duplicate cases, and questions that ask the same.

Each text is a vector: the projected encoder's if there is one, else character n-grams hashed into a fixed
number of places (weighed by how rare they are among the texts compared). The floors were set on the
development libraries, see docs/matching.md.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.encoders import encoder_kind, encoder_sizes
from bot.matching.projection import load_projection, unit
from bot.matching.text import clean, fold, words
from bot.matching.types import CaseText, Encoder, Vectors
from bot.matching.vocabulary import grams

PLACES = 4096
# Likeness from which on two cases are shown to editors as perhaps one, and two questions are grouped.
DUPLICATE_BY_MEANING, DUPLICATE_BY_WORDS = 0.8, 0.55
SAME_BY_MEANING, SAME_BY_WORDS = 0.4, 0.35


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases that may be one, by id, with their likeness from 0 to 1."""

    first: str
    second: str
    likeness: float


def near_duplicates(
    cases: Sequence[CaseText], encoder: Encoder | None, *, among: Sequence[CaseText] = ()
) -> list[Pair]:
    """Pairs of these cases, and of these with those of `among`, that are nearly the same; the likest first.

    Encodes title and dilemma of each case: call it in a worker thread.
    """
    known = {case.id for case in cases}
    others = [case for case in among if case.id not in known]
    everything = [*cases, *others]
    texts = [f"{case.title}. {case.dilemma}" for case in everything]
    vectors = embed(texts, encoder)
    floor = DUPLICATE_BY_WORDS if encoder is None else DUPLICATE_BY_MEANING
    found: list[Pair] = []
    for row, case in enumerate(cases):
        likeness = vectors[row + 1 :] @ vectors[row]
        found += [
            Pair(case.id, everything[row + 1 + int(at)].id, round(float(likeness[at]), 3))
            for at in np.flatnonzero(likeness >= floor)
        ]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def group_questions(texts: Sequence[str], encoder: Encoder | None) -> list[tuple[int, ...]]:
    """Rows of questions that ask the same, the largest groups first; a question is in one group only.

    A question joins the group whose first question it is most like, if that is like enough; so a chain of
    half-alike questions does not become one group. Encodes each text: call it in a worker thread.
    """
    floor = SAME_BY_WORDS if encoder is None else SAME_BY_MEANING
    vectors = embed(texts, encoder)
    groups: list[list[int]] = []
    for row in range(len(texts)):
        likeness = [float(vectors[group[0]] @ vectors[row]) for group in groups]
        best = int(np.argmax(likeness)) if likeness else -1
        if best >= 0 and likeness[best] >= floor:
            groups[best].append(row)
        else:
            groups.append([row])
    return [tuple(group) for group in sorted(groups, key=lambda group: (-len(group), group[0]))]


def embed(texts: Sequence[str], encoder: Encoder | None) -> Vectors:
    """One row of length 1 for each text, such that the dot product is the likeness."""
    if encoder is None:
        return _hashed(texts)
    projection = load_projection(tuple(encoder_kind(encoder).split("+")), encoder_sizes(encoder))
    rows = [projection.apply(encoder.encode([clean(text)], "query"), "query") for text in texts]
    return unit(np.concatenate(rows)) if rows else np.zeros((0, 1), dtype=np.float32)


def _hashed(texts: Sequence[str]) -> Vectors:
    rows = np.zeros((len(texts), PLACES), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in words(clean(text)):
            for gram in grams(fold(word)):
                row[zlib.crc32(gram.encode("utf-8")) % PLACES] += 1
    damped = np.log1p(rows)
    held = (rows > 0).sum(axis=0)
    return unit(damped * np.log1p(len(texts) / (1.0 + held)).astype(np.float32))
