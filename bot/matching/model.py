"""The fitted weights: from features to a ranking, and from a ranking to a probability and an outcome."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.background import PER_BLOCK, Background, load_background
from bot.matching.features import Question, feature_names
from bot.matching.projection import load_arrays
from bot.matching.types import MatchingError, Outcome, Vectors

Array = NDArray[np.float64]
Sample = slice | NDArray[np.bool_]  # the rows that stand for the library as a whole
FILE = "weights.json"
# How much the chance that any case fits counts in the confidence, beside the chance that the first one is
# right; measured in docs/matching.md.
SOME_WEIGHT = 1.0
BLOCKS: Mapping[str, tuple[str, ...]] = {
    "none": (),
    "use": ("use",),
    "e5": ("e5",),
    "e5+use": ("e5", "use"),
}


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over standardised signals; an unknown one (NaN) counts as average."""

    mean: Array
    scale: Array
    weights: Array
    bias: float

    def __call__(self, signals: Array) -> float:
        """The log-odds."""
        standard = np.nan_to_num((signals - self.mean) / self.scale)
        return float(np.clip(standard @ self.weights + self.bias, -30.0, 30.0))


@dataclass(frozen=True, slots=True)
class Model:
    """Everything fitted for one choice of encoders.

    `fusion` has four rows of weights: always, and added for another language, a key word, a story. `right` is
    whether the first case answers the question, `some` whether any case of the library does; the curves map
    both to probabilities as observed on libraries that they were not fitted on.
    """

    kind: str
    features: tuple[str, ...]
    fusion: Array
    right: Logistic
    some: Logistic
    subject: Array
    background: Background | None
    right_curve: tuple[Array, Array]
    some_curve: tuple[Array, Array]
    sure_from: float
    sure_some: float
    none_below: float

    def scores(self, question: Question, measured: NDArray[np.float32], sample: Sample) -> Array:
        """A score for each measured case; `sample` are the rows that stand for the library as a whole."""
        standard = standardise(measured.astype(np.float64), sample)
        weights = self.fusion[0] + np.array(question.flags) @ self.fusion[1:]
        ranked: Array = np.asarray(standard @ weights, dtype=np.float64)
        return ranked

    def outside(
        self, asked: Vectors, whole: Vectors, head: Vectors | None, blocks: Sequence[tuple[int, int]]
    ) -> Array:
        """What is known of a question without its library: the comparison with the background, and how much
        it is one that collectives ask (log-odds).

        `asked` is the projected question, `whole` as encoded, `head` that of the best case. All NaN for an
        encoder that nothing was fitted for.
        """
        held = self.background
        if held is None or len(self.subject) != len(whole) + 1 or held.cases.shape[1] != len(asked):
            return np.full(PER_BLOCK * len(BLOCKS[self.kind]) + 1, np.nan)
        subject = whole @ self.subject[:-1] + self.subject[-1]
        return np.append(held.compare(asked, head, blocks), subject).astype(np.float64)

    def probabilities(self, signals: Array) -> tuple[float, float]:
        """That the first case is right, and that some case of the library is; the second is never the
        smaller.
        """
        right, some = self.right(signals), self.some(signals)
        first = float(np.interp(confidence(right, some), *self.right_curve))
        return first, max(first, float(np.interp(probability(some), *self.some_curve)))

    def outcome(self, right: float, some: float) -> Outcome:
        """How to answer; a wrong "sure" costs more than an "unsure", see docs/matching.md."""
        if right >= self.sure_from and some >= self.sure_some:
            return Outcome.SURE
        return Outcome.NONE if some < self.none_below else Outcome.UNSURE


def standardise(measured: Array, sample: Sample) -> Array:
    """Each feature as a distance from the library's mean in standard deviations; unknown ones count as
    average.
    """
    seen = measured[sample]
    if not np.isnan(seen).any() and not np.isnan(measured).any():
        mean, deviation = seen.mean(axis=0), seen.std(axis=0)
    else:
        holed = np.ma.masked_invalid(seen)
        mean, deviation = holed.mean(axis=0).filled(0.0), holed.std(axis=0).filled(0.0)
    flat = deviation <= 1e-9
    standard = (measured - mean) / np.where(flat, 1.0, deviation)
    standard[:, flat] = 0.0
    filled: Array = np.nan_to_num(np.clip(standard, -8.0, 12.0))
    return filled


def probability(odds: float) -> float:
    """From log-odds."""
    return float(1.0 / (1.0 + np.exp(-odds)))


def confidence(right: float, some: float) -> float:
    """One measure, 0 to 1 and not yet calibrated, from the log-odds that the first case is right, and any is.

    The first alone takes a hard choice between two cases for no case at all.
    """
    return probability((right + SOME_WEIGHT * some) / (1.0 + SOME_WEIGHT))


def signals(
    question: Question,
    measured: NDArray[np.float32],
    scores: Array,
    order: Sequence[int],
    outside: Array,
) -> Array:
    """What tells whether the first case is right: how far it stands out, its own features, and what `outside`
    says.
    """
    ranked = scores[list(order[:6])]
    gaps = ranked[0] - np.append(ranked, [ranked[-1]] * (6 - len(ranked)))
    shares = np.exp(scores - ranked[0])
    shares = shares / shares.sum()
    top = np.sort(shares)[::-1]
    facts = [
        ranked[0],
        gaps[1],
        gaps[2],
        float(gaps[1:].mean()),
        float(top[0]),
        float(top[:3].sum()),
        question.known,
        float(np.log1p(len(question.stems))),
        *question.flags,
    ]
    return np.concatenate([facts, measured[order[0]].astype(np.float64), outside])


@cache
def load_models() -> Mapping[str, Model]:
    """The fitted models by kind ("none", "use", "e5", "e5+use"); MatchingError when the file does not fit the
    code.
    """
    text = resources.files("bot.matching").joinpath("data", FILE).read_text(encoding="utf-8")
    subjects = load_arrays()
    return {
        kind: _model(kind, stored, subjects.get(f"subject_{kind}", np.zeros(0)))
        for kind, stored in json.loads(text)["models"].items()
    }


def _model(kind: str, stored: Mapping[str, Any], subject: NDArray[Any]) -> Model:
    names = feature_names(BLOCKS[kind])
    if tuple(stored["features"]) != names:
        raise MatchingError(f"{FILE}: the weights for {kind!r} are of other features; fit again")
    fusion = np.array([stored["fusion"][flag] for flag in ("always", "foreign", "keyword", "story")])
    return Model(
        kind=kind,
        features=names,
        fusion=fusion,
        right=_logistic(stored["right"]),
        some=_logistic(stored["some"]),
        subject=subject.astype(np.float64),
        background=load_background(BLOCKS[kind]),
        right_curve=(np.array(stored["right"]["from"]), np.array(stored["right"]["to"])),
        some_curve=(np.array(stored["some"]["from"]), np.array(stored["some"]["to"])),
        sure_from=float(stored["sure_from"]),
        sure_some=float(stored.get("sure_some", 0.0)),
        none_below=float(stored["none_below"]),
    )


def _logistic(stored: Mapping[str, Any]) -> Logistic:
    return Logistic(
        mean=np.array(stored["mean"]),
        scale=np.array(stored["scale"]),
        weights=np.array(stored["weights"]),
        bias=float(stored["bias"]),
    )
