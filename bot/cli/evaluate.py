"""`evaluate`: how good matching is on a library and questions of one's own."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.library_files import as_kind, open_index, read_questions, stop
from bot.matching.evaluation import Answered, Evaluation, evaluate_answers
from bot.matching.reliability import draw_reliability


def evaluate(
    library: Annotated[Path, typer.Option(help="Cases, JSON lines.", exists=True, dir_okay=False)],
    queries: Annotated[
        Path,
        typer.Option(help="Questions with the ids of their cases, JSON lines.", exists=True, dir_okay=False),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    encoder: Annotated[str, typer.Option(help="auto, e5, use, fastembed or none.")] = "auto",
    diagram: Annotated[Path | None, typer.Option(help="Draw the reliability diagram (PNG).")] = None,
) -> None:
    """Answer every question and print how often, how surely and how fast it was right."""
    questions = read_questions(queries)
    index = open_index(library, as_kind(encoder))
    answers = []
    for question in questions:
        start = time.perf_counter()
        found = index.match(question.text)
        took = (time.perf_counter() - start) * 1000
        answers.append(Answered(question.gold, question.kind, question.language, found, took))
    if not answers:
        raise stop(f"{queries}: there are no questions in it")
    result = evaluate_answers(answers)
    memory = _peak_memory_mb()
    if as_json:
        sys.stdout.write(json.dumps({**result.as_record(), "memory_mb": memory}, ensure_ascii=False) + "\n")
    else:
        _print(result, memory)
    if diagram is not None:
        _draw(result, diagram)


def _print(result: Evaluation, memory: float) -> None:
    console = Console()
    ranks = Table("questions", "number", "R@1", "R@3", "MRR", title="Questions that have a case")
    for label, found in result.found.items():
        ranks.add_row(
            label,
            str(found.questions),
            f"{100 * found.first:.1f}",
            f"{100 * found.three:.1f}",
            f"{found.reciprocal:.3f}",
        )
    console.print(ranks)
    outcomes = Table("outcome", "of those with a case", "of those without", "right", title="Outcomes")
    for outcome, share in result.outcomes.items():
        right = f"{100 * share.right:.1f}" if share.questions else "-"
        outcomes.add_row(outcome, f"{100 * share.of_answerable:.1f}", f"{100 * share.of_others:.1f}", right)
    console.print(outcomes)
    auc = "-" if result.none_auc is None else f"{result.none_auc:.3f}"
    console.print(f"none-AUC {auc} · calibration error {result.calibration_error:.3f}")
    console.print(f"p50 {result.p50_ms:.1f} ms · p95 {result.p95_ms:.1f} ms · memory {memory:.0f} MB")


def _peak_memory_mb() -> float:
    """The most memory this process held; Linux counts kilobytes, macOS bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 if sys.platform != "darwin" else 1024 * 1024)


def _draw(result: Evaluation, path: Path) -> None:
    """Draw predicted against observed; one clear line when matplotlib is not installed."""
    try:
        draw_reliability(result.bins, result.calibration_error, path)
    except ImportError as error:
        raise stop("--diagram needs matplotlib: pip install 'buurvraag[pictures]'") from error
