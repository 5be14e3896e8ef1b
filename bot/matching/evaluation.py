"""How good matching is on questions whose answer is known: the figures that `evaluate` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from bot.matching.types import Match, Outcome

BINS = 10


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with what was answered: `gold` is empty when no case fits, `ms` the time it took."""

    gold: tuple[str, ...]
    kind: str
    language: str
    match: Match
    ms: float

    @property
    def place(self) -> int:
        """At which place the first right case stands, from 1; 0 when it is not among the candidates."""
        ids = [candidate.case_id for candidate in self.match.candidates]
        return next((at for at, case_id in enumerate(ids, start=1) if case_id in self.gold), 0)

    @property
    def right(self) -> bool:
        """Whether the first case answers the question."""
        return self.place == 1


@dataclass(frozen=True, slots=True)
class Found:
    """How often the right case was first, among the first three, and the mean of 1 / place (five deep)."""

    questions: int
    first: float
    three: float
    reciprocal: float


@dataclass(frozen=True, slots=True)
class Share:
    """One outcome: its share of the questions with a case and of those without, and how often it was right.

    Right means for "sure" that the first case answers, for "unsure" that one of the first three does, for
    "none"
    that no case does.
    """

    of_answerable: float
    of_others: float
    right: float
    questions: int


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions of one tenth of the confidences: how many, their mean confidence, how many were right."""

    questions: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures over one set of questions."""

    found: dict[str, Found]
    none_auc: float | None
    calibration_error: float
    bins: tuple[Bin, ...]
    outcomes: dict[str, Share]
    wrong_sure_of_others: float
    p50_ms: float
    p95_ms: float

    def as_record(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def evaluate_answers(answers: Sequence[Answered]) -> Evaluation:
    """The figures over these answers; ValueError without any."""
    if not answers:
        raise ValueError("There is no question to evaluate")
    with_case = [one for one in answers if one.gold]
    without = [one for one in answers if not one.gold]
    found = {"all": _found(with_case)}
    for label, key in (("kind", _kind_of), ("language", _language_of)):
        for value in sorted({key(one) for one in with_case}):
            found[f"{label} {value}"] = _found([one for one in with_case if key(one) == value])
    times = [one.ms for one in answers]
    sure_of_others = [one for one in without if one.match.outcome is Outcome.SURE]
    bins = tuple(_bins(answers))
    return Evaluation(
        found=found,
        none_auc=none_auc([o.match.confidence for o in with_case], [o.match.confidence for o in without]),
        calibration_error=sum(b.questions * abs(b.confidence - b.right) for b in bins) / len(answers),
        bins=bins,
        outcomes={outcome.value: _share(outcome, with_case, without) for outcome in Outcome},
        wrong_sure_of_others=len(sure_of_others) / len(without) if without else 0.0,
        p50_ms=float(np.percentile(times, 50)),
        p95_ms=float(np.percentile(times, 95)),
    )


def _kind_of(one: Answered) -> str:
    return one.kind or "?"


def _language_of(one: Answered) -> str:
    return one.language or "?"


def _found(answers: Sequence[Answered]) -> Found:
    places = [one.place for one in answers]
    count = max(1, len(places))
    return Found(
        questions=len(places),
        first=sum(place == 1 for place in places) / count,
        three=sum(1 <= place <= 3 for place in places) / count,
        reciprocal=sum(1 / place for place in places if place) / count,
    )


def none_auc(with_case: Sequence[float], without: Sequence[float]) -> float | None:
    """The chance that a question with a case has more confidence than one without (ties count half)."""
    if not with_case or not without:
        return None
    both = np.concatenate([np.asarray(with_case), np.asarray(without)])
    values, place, counts = np.unique(both, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    above = float(ranks[: len(with_case)].sum()) - len(with_case) * (len(with_case) + 1) / 2
    return above / (len(with_case) * len(without)) if len(values) else None


def _bins(answers: Iterable[Answered]) -> Iterable[Bin]:
    """The answers by tenths of confidence; empty tenths are left out."""
    rows = list(answers)
    numbers = [min(BINS - 1, int(one.match.confidence * BINS)) for one in rows]
    for number in range(BINS):
        held = [one for one, at in zip(rows, numbers, strict=True) if at == number]
        if held:
            mean = sum(one.match.confidence for one in held) / len(held)
            yield Bin(len(held), mean, sum(one.right for one in held) / len(held))


_IS_RIGHT: dict[Outcome, Callable[[Answered], bool]] = {
    Outcome.SURE: lambda one: one.right,
    Outcome.UNSURE: lambda one: 1 <= one.place <= 3,
    Outcome.NONE: lambda one: not one.gold,
}


def _share(outcome: Outcome, with_case: Sequence[Answered], without: Sequence[Answered]) -> Share:
    given = [one for one in with_case if one.match.outcome is outcome]
    other = [one for one in without if one.match.outcome is outcome]
    both = [*given, *other]
    return Share(
        of_answerable=len(given) / len(with_case) if with_case else 0.0,
        of_others=len(other) / len(without) if without else 0.0,
        right=sum(_IS_RIGHT[outcome](one) for one in both) / len(both) if both else 0.0,
        questions=len(both),
    )
