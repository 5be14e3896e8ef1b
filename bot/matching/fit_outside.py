"""Fitting what is known of a question without its library: subject and background. Development only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.background import PER_BLOCK, Background
from bot.matching.model import Array
from bot.matching.projection import Projection
from bot.matching.types import Vectors

SUBJECT_PENALTY = 0.002  # scikit-learn's C


@dataclass(frozen=True, slots=True)
class Encoded:
    """A library as encoded: its questions, whether each has a case, and the heads of its cases by id."""

    questions: Vectors
    answerable: NDArray[np.bool_]
    heads: Vectors


def fit_subject(libraries: Sequence[Encoded]) -> Array:
    """Weights, the bias last, of the log-odds that a question is of the kind that collectives ask."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only when fitting

    vectors = np.concatenate([library.questions for library in libraries])
    mean, scale = vectors.mean(axis=0), vectors.std(axis=0)
    fitted = LogisticRegression(C=SUBJECT_PENALTY, max_iter=3000).fit(
        (vectors - mean) / scale, np.concatenate([library.answerable for library in libraries])
    )
    weights = fitted.coef_[0] / scale
    found: Array = np.append(weights, fitted.intercept_[0] - float(weights @ mean)).astype(np.float64)
    return found


def make_background(libraries: Sequence[Encoded], projection: Projection) -> Background:
    """The cases and questions of these libraries under one projection."""
    return Background(
        cases=projection.apply(np.concatenate([library.heads for library in libraries]), "passage"),
        questions=projection.apply(np.concatenate([library.questions for library in libraries]), "query"),
        answerable=np.concatenate([library.answerable for library in libraries]),
    )


class Outside:
    """The outside signals of each library's questions, by others than itself; none without encoders."""

    def __init__(self, encoded: Mapping[str, Encoded], projections: Mapping[str, Projection]) -> None:
        self._encoded = encoded
        self._projections = projections

    def of(self, name: str, first: Sequence[int], without: Sequence[str]) -> Array:
        """One row a question of this library, whose best case is in row `first`; what is fitted has not seen
        `without`.
        """
        if not self._encoded:
            return np.zeros((len(first), 0))
        mine, projection = self._encoded[name], self._projections[name]
        others = [held for other, held in self._encoded.items() if other not in (name, *without)]
        background, subject = make_background(others, projection), fit_subject(others)
        asked = projection.apply(mine.questions, "query")
        heads = projection.apply(mine.heads, "passage")
        found = np.empty((len(first), PER_BLOCK * len(projection.blocks) + 1))
        for row, best in enumerate(first):
            found[row, :-1] = background.compare(asked[row], heads[best], projection.blocks)
        found[:, -1] = mine.questions @ subject[:-1] + subject[-1]
        return found
