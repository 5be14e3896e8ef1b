"""`match`: answer a file of questions from a file of cases, one JSON object a line."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.library_files import as_kind, open_index, read_questions


def match(
    library: Annotated[Path, typer.Option(help="Cases, JSON lines.", exists=True, dir_okay=False)],
    queries: Annotated[Path, typer.Option(help="Questions, JSON lines.", exists=True, dir_okay=False)],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    encoder: Annotated[str, typer.Option(help="auto, e5, use, fastembed or none.")] = "auto",
) -> None:
    """Match every question with the library and print what would be answered, with confidence and time."""
    questions = read_questions(queries)
    index = open_index(library, as_kind(encoder))
    table = Table("id", "outcome", "confidence", "cases", "ms")
    for question in questions:
        start = time.perf_counter()
        found = index.match(question.text, top=5)
        took = round((time.perf_counter() - start) * 1000, 1)
        cases = [{"id": c.case_id, "confidence": round(c.confidence, 4)} for c in found.candidates]
        if as_json:
            line = {
                "id": question.id,
                "outcome": found.outcome.value,
                "confidence": round(found.confidence, 4),
                "cases": cases,
                "ms": took,
            }
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        else:
            ids = " ".join(str(case["id"]) for case in cases)
            table.add_row(question.id, found.outcome.value, f"{found.confidence:.2f}", ids, f"{took}")
    if not as_json:
        Console().print(table)
