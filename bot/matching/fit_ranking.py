"""Fitting the fusion and the probabilities. Development only: scipy and scikit-learn are not needed to
run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import Question
from bot.matching.model import Array, Logistic, signals, standardise

FUSION_PENALTY = 100.0
CHANCE_PENALTY = 0.1  # scikit-learn's C
FLAGS = ("always", "foreign", "keyword", "story")


@dataclass(frozen=True, slots=True)
class Sample:
    """One question as measured against its library; `gold` are the rows of the cases that answer it."""

    library: str
    kind: str
    question: Question
    measured: NDArray[np.float32]
    gold: tuple[int, ...]


def fit_fusion(samples: Sequence[Sample]) -> Array:
    """Weights (4 x features) that maximise the chance of the right case in a softmax over its library."""
    from scipy.optimize import minimize  # noqa: PLC0415 - only when fitting

    answered = [sample for sample in samples if sample.gold]
    blocks = [_widened(sample) for sample in answered]
    sizes = np.array([len(block) for block in blocks])
    matrix = np.concatenate(blocks)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(blocks)), sizes)
    right = np.zeros(len(matrix))
    for start, sample in zip(first, answered, strict=True):
        right[start + np.array(sample.gold)] = 1.0

    def loss(weights: Array) -> tuple[float, Array]:
        scores = matrix @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, first)[group])
        total, good = np.add.reduceat(raised, first), np.add.reduceat(raised * right, first)
        missed = float((np.log(total) - np.log(good + 1e-12)).sum())
        pull = matrix.T @ (raised / total[group] - raised * right / (good + 1e-12)[group])
        return missed + FUSION_PENALTY / 2 * float(weights @ weights), pull + FUSION_PENALTY * weights

    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    fitted: Array = found.x.reshape(len(FLAGS), -1)
    return fitted


def _widened(sample: Sample) -> Array:
    """The standardised features, and again for each flag of the question."""
    standard = standardise(sample.measured.astype(np.float64), slice(None))
    return np.concatenate([standard, *(flag * standard for flag in sample.question.flags)], axis=1)


@dataclass(frozen=True, slots=True)
class Ranked:
    """What became of one question: the signals of its ranking, at which place the right case stood, and which
    row came first.
    """

    sample: Sample
    signals: Array
    place: int  # 1 is first; 0 when the question has no case
    first: int


def rank_samples(samples: Sequence[Sample], fusion: Array) -> list[Ranked]:
    """Rank every question with these weights."""
    ranked = []
    for sample in samples:
        standard = standardise(sample.measured.astype(np.float64), slice(None))
        scores = standard @ (fusion[0] + np.array(sample.question.flags) @ fusion[1:])
        order = [int(row) for row in np.argsort(-scores, kind="stable")]
        place = 1 + min((order.index(row) for row in sample.gold), default=-1)
        told = signals(sample.question, sample.measured, scores, order, np.zeros(0))
        ranked.append(Ranked(sample, told, place, order[0]))
    return ranked


def with_outside(ranked: Sequence[Ranked], outside: Array) -> list[Ranked]:
    """The same rankings with what is known of each question without its library: the last signals."""
    return [
        replace(one, signals=np.append(one.signals, row)) for one, row in zip(ranked, outside, strict=True)
    ]


def fit_chance(ranked: Sequence[Ranked], hits: Sequence[bool]) -> Logistic:
    """The log-odds that `hits` holds, from the signals."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only when fitting

    matrix = np.stack([one.signals for one in ranked])
    mean, scale = np.nanmean(matrix, axis=0), np.nanstd(matrix, axis=0)
    scale[scale < 1e-9] = 1.0
    standard = np.nan_to_num((matrix - mean) / scale)
    fitted = LogisticRegression(C=CHANCE_PENALTY, max_iter=3000).fit(standard, list(hits))
    return Logistic(mean, scale, fitted.coef_[0].astype(np.float64), float(fitted.intercept_[0]))


def fit_curve(chances: Sequence[float], hits: Sequence[bool], *, knots: int = 12) -> tuple[Array, Array]:
    """A rising curve from predicted to observed chance (isotonic regression), thinned to a few knots."""
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 - only when fitting

    values = np.asarray(chances, dtype=np.float64)
    fitted = IsotonicRegression(y_min=0.002, y_max=0.995, out_of_bounds="clip").fit(values, list(hits))
    # Means of equal shares of the questions: a step of the isotonic curve counts for no more than it holds.
    order = np.argsort(values, kind="stable")
    groups = np.array_split(order, knots)
    at = np.array([values[group].mean() for group in groups])
    to = np.array([fitted.predict(values[group]).mean() for group in groups])
    return np.concatenate([[0.0], at, [1.0]]), np.concatenate([[0.002], to, [max(to[-1], 0.99)]])


def logistic_record(logistic: Logistic, curve: tuple[Array, Array]) -> dict[str, Any]:
    """For the weights file."""
    return {
        "mean": _rounded(logistic.mean),
        "scale": _rounded(logistic.scale),
        "weights": _rounded(logistic.weights),
        "bias": round(logistic.bias, 4),
        "from": _rounded(curve[0]),
        "to": _rounded(curve[1]),
    }


def _rounded(values: Array) -> list[float]:
    return [round(float(value), 4) for value in values]
