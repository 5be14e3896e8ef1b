"""What leaving libraries out says: the figures of docs/matching.md. Development only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.matching.evaluation import Bin, none_auc
from bot.matching.features import GRAM_NAMES, VECTOR_SCORES, WORD_NAMES
from bot.matching.fit_ranking import Ranked, Sample, fit_curve, fit_fusion, rank_samples
from bot.matching.model import Array
from bot.matching.reliability import draw_reliability

SENTENCE_SCORES = tuple(name for name in VECTOR_SCORES if name.startswith("sentence"))


@dataclass(frozen=True, slots=True)
class Unseen:
    """Every question ranked by weights that never saw its library, with its two chances before
    calibration.
    """

    ranked: Mapping[str, list[Ranked]]
    right: Array
    some: Array

    @property
    def everything(self) -> list[Ranked]:
        """All questions, library after library."""
        return [one for part in self.ranked.values() for one in part]

    def calibrated(self) -> tuple[Array, Array]:
        """The chances after a curve that was fitted on the other libraries."""
        return self._curved(self.right, first=True), self._curved(self.some, first=False)

    def _curved(self, chances: Array, *, first: bool) -> Array:
        everything = self.everything
        hits = np.array([one.place == 1 if first else one.place > 0 for one in everything])
        owner = np.array([one.sample.library for one in everything])
        found = np.zeros(len(chances))
        for library in self.ranked:
            mine = owner == library
            curve = fit_curve(list(chances[~mine]), list(hits[~mine]))
            found[mine] = np.interp(chances[mine], *curve)
        return found


def recall(ranked: Sequence[Ranked]) -> str:
    """R@1/R@3 in percent of the questions that have a case."""
    places = np.array([one.place for one in ranked if one.place])
    return f"{100 * (places == 1).mean():.1f}/{100 * (places <= 3).mean():.1f}" if len(places) else "-"


def describe(kind: str, unseen: Unseen, sure_from: tuple[float, float], none_below: float) -> str:
    """R@1 / R@3 by library and kind, the none-AUC, calibration and outcomes, as lines of text."""
    everything = unseen.everything
    with_case = np.array([one.place > 0 for one in everything])
    first = np.array([one.place == 1 for one in everything])
    right, some = unseen.calibrated()
    some = np.maximum(right, some)
    sure = (right >= sure_from[0]) & (some >= sure_from[1])
    none = ~sure & (some < none_below)
    unsure = ~sure & ~none
    three = np.array([1 <= one.place <= 3 for one in everything])
    kinds = dict.fromkeys(one.sample.kind for one in everything if one.place)
    auc = none_auc(list(right[with_case]), list(right[~with_case])) or 0.0
    sure_line = (
        f"sure: {_share(sure, with_case)} of those with a case, {_share(sure, ~with_case)} of the others,"
        f" {_share(first, sure)} right"
    )
    unsure_line = (
        f"unsure: {_share(unsure, with_case)} and {_share(unsure, ~with_case)}, the right case among three in"
        f" {_share(three, unsure)}"
    )
    none_line = (
        f"none: {_share(none, with_case)} and {_share(none, ~with_case)}, right {_share(~with_case, none)}"
    )
    return "\n".join(
        [
            f"\n{kind}",
            "  ".join(f"{name} {recall(part)}" for name, part in unseen.ranked.items()),
            "  ".join(f"{k} {recall([one for one in everything if one.sample.kind == k])}" for k in kinds),
            f"all {recall(everything)}  none-AUC {auc:.3f}  calibration error {error(right, first):.3f}",
            sure_line,
            unsure_line,
            none_line,
        ]
    )


def _share(part: np.ndarray, of: np.ndarray) -> str:
    return f"{100 * part[of].mean():.1f}%" if of.any() else "-"


def draw(unseen: Unseen, path: Path) -> None:
    """Write the reliability diagram of the calibrated chances that the first case is right."""
    right, _ = unseen.calibrated()
    hits = np.array([one.place == 1 for one in unseen.everything])
    tenth = np.minimum((right * 10).astype(int), 9)
    held = [tenth == at for at in range(10) if (tenth == at).any()]
    bins = [Bin(int(part.sum()), float(right[part].mean()), float(hits[part].mean())) for part in held]
    draw_reliability(bins, error(right, hits), path)


def error(chances: Array, hits: np.ndarray) -> float:
    """Expected calibration error over ten equal bins."""
    bins = np.minimum((chances * 10).astype(int), 9)
    gaps = [
        (bins == at).sum() * abs(chances[bins == at].mean() - hits[bins == at].mean())
        for at in range(10)
        if (bins == at).any()
    ]
    return float(sum(gaps)) / len(chances)


def ablate(
    features: Sequence[str], outer: Mapping[str, list[Sample]], inner: Mapping[tuple[str, str], list[Sample]]
) -> str:
    """R@1/R@3 without each family of features, with whole libraries left out, as lines of text."""
    families: dict[str, Callable[[str], bool]] = {
        "everything": lambda _: True,
        "without words (spelling, synonyms)": lambda name: name not in WORD_NAMES,
        "without synonyms": lambda name: not name.startswith("related"),
        "without n-grams": lambda name: name not in GRAM_NAMES,
        "without words and n-grams": lambda name: name not in (*WORD_NAMES, *GRAM_NAMES),
        "without encoders": lambda name: name in (*WORD_NAMES, *GRAM_NAMES),
        "without e5": lambda name: not name.startswith("e5_"),
        "without USE": lambda name: not name.startswith("use_"),
        "without sentences of stories": lambda name: not name.endswith(SENTENCE_SCORES),
    }
    lines = []
    for label, keeps in families.items():
        kept = np.array([keeps(name) for name in features])
        ranked: list[Ranked] = []
        for out in outer:
            train = [_only(s, kept) for name in outer if name != out for s in inner[out, name]]
            ranked += rank_samples([_only(s, kept) for s in outer[out]], fit_fusion(train))
        lines.append(f"{label}: {recall(ranked)}")
    even = np.zeros((4, len(features)))
    even[0] = 1.0
    flat = [one for out in outer for one in rank_samples(outer[out], even)]
    return "\n".join([*lines, f"without fitted fusion (sum of all): {recall(flat)}"])


def _only(sample: Sample, kept: np.ndarray) -> Sample:
    """The sample with the other features made equal for all cases."""
    return replace(sample, measured=np.where(kept, sample.measured, 0.0).astype(np.float32))
