"""The reliability diagram: predicted against observed. Needs matplotlib, an optional extra."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.matching.evaluation import Bin


def draw_reliability(bins: Sequence[Bin], calibration_error: float, path: Path) -> None:
    """Write the diagram as PNG; ImportError when matplotlib is not installed."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - optional extra

    figure = Figure(figsize=(4.2, 4.2), dpi=110, layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--", label="perfect")
    at = [one.confidence for one in bins]
    right = [one.right for one in bins]
    axes.plot(at, right, color="#1f5f8b", linewidth=1)
    # The area of a dot says how many questions it stands for.
    most = max(one.questions for one in bins)
    sizes = [15 + 150 * one.questions / most for one in bins]
    axes.scatter(at, right, s=sizes, color="#1f5f8b", alpha=0.8, label="tenths of the confidences")
    axes.set(xlabel="confidence", ylabel="share that was right", xlim=(0, 1), ylim=(0, 1))
    axes.set_title(f"calibration error {calibration_error:.3f}", fontsize=10)
    axes.legend(loc="upper left", fontsize=8)
    figure.savefig(path)
