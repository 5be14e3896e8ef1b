"""Files with cases, JSON lines or CSV: bytes to checked records, and records back to bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.errors import LibraryError
from bot.services.library import csv_format, jsonl_format
from bot.services.library.lines import SAVE_AS, Layout
from bot.services.library.records import CASES, CaseRecord, Record, check_record

# How often progress is told, in lines: seldom enough to cost nothing.
STEP = 200
UTF16_MARKS = {b"\xff\xfe", b"\xfe\xff"}

Progress = Callable[[int, int], None]


class FileFormat(StrEnum):
    """The two kinds of file."""

    JSONL = "jsonl"
    CSV = "csv"


def example_library_path() -> Path:
    """The example library that comes with Buurvraag: invented cases, each marked "(voorbeeld)"."""
    return Path(__file__).parents[2] / "data" / "example_library.jsonl"


def format_of(path: Path) -> FileFormat:
    """The format that a file's name tells; LibraryError when it tells none."""
    known = {".jsonl": FileFormat.JSONL, ".ndjson": FileFormat.JSONL, ".csv": FileFormat.CSV}
    found = known.get(path.suffix.lower())
    if found is None:
        raise LibraryError([f"{path}: the name tells no format; add --format jsonl or --format csv"])
    return found


def bytes_of(path: Path) -> bytes:
    """What a file holds; LibraryError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise LibraryError([f"{path}: cannot be read ({error.strerror})"]) from error


def read_file(
    path: Path, kind: FileFormat, *, today: date, progress: Progress | None = None
) -> list[CaseRecord]:
    """All records of a file, in its order. Raises LibraryError with every problem, by line."""
    return read_bytes(bytes_of(path), kind, name=str(path), today=today, progress=progress)


def read_bytes(
    data: bytes, kind: FileFormat, *, name: str, today: date, progress: Progress | None = None
) -> list[CaseRecord]:
    """All records of what a file holds; `name` is what the problems call it. Raises LibraryError."""
    return read_records(
        data,
        kind,
        CASES,
        lambda values: check_record(values, today=today),
        _repeated,
        name=name,
        progress=progress,
    )


def read_records(
    data: bytes,
    kind: FileFormat,
    layout: Layout,
    check: Callable[[Mapping[str, Any]], Record | list[str]],
    repeated: Callable[[Sequence[tuple[int, Record]]], Iterable[tuple[int, str]]],
    *,
    name: str,
    progress: Progress | None = None,
) -> list[Record]:
    """All records of some kind that a file holds. Raises LibraryError with every problem, by line.

    `check` makes a record of the values of one line or says what is wrong; `repeated` finds what is wrong
    with the records together, given with the numbers of their lines.
    """
    if data[:2] in UTF16_MARKS:
        raise LibraryError([f"{name}: is UTF-16, not UTF-8: {SAVE_AS}"])
    parse = csv_format.parse if kind is FileFormat.CSV else jsonl_format.parse
    lines = parse(data, layout)
    problems: list[tuple[int, str]] = []
    found: list[tuple[int, Record]] = []
    for done, line in enumerate(lines, start=1):
        problems += [(line.number, problem) for problem in line.problems]
        if line.values is not None:
            checked = check(line.values)
            if isinstance(checked, list):
                problems += [(line.number, problem) for problem in checked]
            else:
                found.append((line.number, checked))
        if progress is not None and (done % STEP == 0 or done == len(lines)):
            progress(done, len(lines))
    problems += repeated(found)
    if problems:
        raise LibraryError([f"{name}, line {line}: {problem}" for line, problem in sorted(problems)])
    if not found:
        raise LibraryError([f"{name}: holds no {layout.plural}"])
    return [record for _, record in found]


def write_bytes(records: Sequence[BaseModel], kind: FileFormat, layout: Layout = CASES) -> bytes:
    """What a file with these records holds; the same records give the same bytes."""
    write = csv_format.write if kind is FileFormat.CSV else jsonl_format.write
    return write(records, layout)


def _repeated(found: Sequence[tuple[int, CaseRecord]]) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for line, record in found:
        earlier = first.setdefault(record.id, line)
        if earlier != line:
            yield line, f'id "{record.id}" was used already on line {earlier}'
