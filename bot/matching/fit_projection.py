"""Fitting the projection of an encoder: mean, evening out, and a contrastive correction. Development only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.projection import LinearProjection, unit
from bot.matching.types import Vectors

DIMENSIONS = 384
EVENING = 0.5  # 0 leaves the variances as they are, 1 makes them all equal
STEPS = 20
RATE = 0.2
MOMENTUM = 0.9
SHARPNESS = 20.0  # of the softmax over cases
SOFTNESS = 12.0  # of the maximum over a case's texts


@dataclass(frozen=True, slots=True)
class Pairs:
    """Questions of one library with the row of the case that answers each, and the library's passages."""

    passages: Vectors
    first: NDArray[np.int64]  # where each case's passages begin
    questions: Vectors
    gold: NDArray[np.int64]
    weights: NDArray[np.float32]


def fit_projection(libraries: Sequence[Pairs]) -> LinearProjection:
    """A projection fitted on these libraries."""
    mean_query = _mean([library.questions for library in libraries])
    mean_passage = _mean([library.passages for library in libraries])
    centred = [library.passages - mean_passage for library in libraries]
    centred += [library.questions - mean_query for library in libraries]
    basis = _basis(np.concatenate(centred))
    turned = [
        Pairs(
            passages=_turn(library.passages - mean_passage, basis),
            first=library.first,
            questions=_turn(library.questions - mean_query, basis),
            gold=library.gold,
            weights=library.weights,
        )
        for library in libraries
    ]
    correction = _contrast(turned)
    return LinearProjection(mean_query, mean_passage, basis, (basis @ correction.T).astype(np.float32))


def _turn(centred: Vectors, basis: Vectors) -> Vectors:
    turned: Vectors = (centred @ basis).astype(np.float32)
    return unit(turned)


def _mean(matrices: Sequence[Vectors]) -> Vectors:
    """The mean of the libraries' means, so that each counts alike."""
    mean: Vectors = np.mean([matrix.mean(axis=0) for matrix in matrices], axis=0).astype(np.float32)
    return mean


def _basis(centred: Vectors) -> Vectors:
    """The strongest principal directions, scaled by their variance to the power -EVENING/2."""
    exact = centred.astype(np.float64)
    variance, directions = np.linalg.eigh(exact.T @ exact / len(exact))
    order = np.argsort(variance)[::-1][:DIMENSIONS]
    scaled: Vectors = (directions[:, order] * variance[order] ** (-EVENING / 2)).astype(np.float32)
    return scaled


def _contrast(libraries: Sequence[Pairs]) -> Vectors:
    """A matrix near the identity under which each question is closest to its own case among its library's.

    Few steps of gradient descent with momentum: stopping early is what keeps it from learning the questions
    by
    heart (measured by leaving libraries out).
    """
    size = libraries[0].passages.shape[1]
    matrix = np.eye(size, dtype=np.float32)
    speed = np.zeros_like(matrix)
    total = float(sum(library.weights.sum() for library in libraries))
    for _ in range(STEPS):
        gradient = np.zeros_like(matrix)
        for library in libraries:
            gradient += _gradient(library, matrix)
        speed = MOMENTUM * speed + gradient / total
        matrix = matrix - RATE * speed
    return matrix


def _gradient(library: Pairs, matrix: Vectors) -> Vectors:
    """The gradient of the listwise cross-entropy with respect to the matrix."""
    owner = np.repeat(np.arange(len(library.first)), np.diff(np.append(library.first, len(library.passages))))
    likeness = (library.questions @ matrix) @ library.passages.T
    top = np.maximum.reduceat(likeness, library.first, axis=1)
    share = np.exp(SOFTNESS * (likeness - top[:, owner]))
    total = np.add.reduceat(share, library.first, axis=1)
    scores = SHARPNESS * (top + np.log(total) / SOFTNESS)
    chance = np.exp(scores - scores.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    chance[np.arange(len(chance)), library.gold] -= 1.0
    chance *= SHARPNESS * library.weights[:, None]
    step = chance[:, owner] * share / total[:, owner]
    gradient: Vectors = (library.questions.T @ (step @ library.passages)).astype(np.float32)
    return gradient
