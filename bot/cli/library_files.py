"""Reading libraries and questions from files for the commands that measure matching; no database."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

import typer
from rich.console import Console
from rich.progress import track

from bot.matching import (
    CaseText,
    EncoderKind,
    EncoderUnavailable,
    FileVectorCache,
    Index,
    encode_missing,
    make_encoder,
)

BATCH = 32


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file; `gold` are the ids of the cases that answer it, empty when none does."""

    id: str
    text: str
    gold: tuple[str, ...]
    kind: str
    language: str


def stop(message: str) -> typer.Exit:
    """Print one line on standard error and return the exit (code 2) to raise."""
    Console(stderr=True).print(message, style="red", markup=False, soft_wrap=True)
    return typer.Exit(2)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a JSON-lines file; exits with the line number when one cannot be read."""
    records: list[dict[str, Any]] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise stop(f"{path}: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise stop(f"{path}, line {number}: not JSON ({error.msg})") from error
        if not isinstance(record, dict):
            raise stop(f"{path}, line {number}: not a JSON object")
        records.append(record)
    return records


def read_library(path: Path) -> list[CaseText]:
    """The cases of a library file; exits with the line number of one without id, title or dilemma."""
    cases: list[CaseText] = []
    for number, record in enumerate(read_lines(path), start=1):
        try:
            cases.append(CaseText.from_record(record))
        except KeyError as error:
            raise stop(f"{path}, case {number}: {error.args[0]!r} is missing") from error
    return cases


def read_questions(path: Path) -> list[Question]:
    """The questions of a file, in its order; id and text are needed, the rest may be absent."""
    questions: list[Question] = []
    for number, record in enumerate(read_lines(path), start=1):
        if "id" not in record or "text" not in record:
            raise stop(f"{path}, question {number}: 'id' and 'text' are needed")
        questions.append(
            Question(
                id=str(record["id"]),
                text=str(record["text"]),
                gold=tuple(str(case_id) for case_id in record.get("gold") or ()),
                kind=str(record.get("kind") or ""),
                language=str(record.get("lang") or ""),
            )
        )
    return questions


def as_kind(encoder: str) -> EncoderKind:
    """The encoder option as typed; BadParameter for another word."""
    if encoder in get_args(EncoderKind):
        return cast("EncoderKind", encoder)
    raise typer.BadParameter("choose auto, e5, use, fastembed or none", param_hint="--encoder")


def cache_path() -> Path:
    """Where the command line keeps encodings: the user's cache folder, or the temporary one."""
    base = os.environ.get("XDG_CACHE_HOME")
    folder = Path(base) if base else Path.home() / ".cache"
    try:
        (folder / "buurvraag").mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir())
    return folder / "buurvraag" / "vectors.npz"


def open_index(library: Path, encoder: EncoderKind) -> Index:
    """An index over a library file with all its vectors, encoding what the cache does not have yet."""
    cases = read_library(library)
    try:
        chosen = make_encoder(encoder)
    except EncoderUnavailable as error:
        raise stop(str(error)) from error
    if chosen is None:
        return Index.build(cases, None, vectors=None)
    cache = FileVectorCache(cache_path())
    missing = Index.build(cases, chosen, vectors=cache).missing
    steps = encode_missing(missing, chosen, cache, batch=BATCH)
    for _ in track(
        steps, "Encoding", total=-(-len(missing) // BATCH), console=Console(stderr=True), transient=True
    ):
        pass
    cache.save()
    return Index.build(cases, chosen, vectors=cache)
