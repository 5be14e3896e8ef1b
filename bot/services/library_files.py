"""Files with cases, JSON lines or CSV: bytes to checked records, and records back to bytes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.errors import LibraryError
from bot.services import library_csv, library_jsonl
from bot.services.library_lines import SAVE_AS, Line
from bot.services.library_records import CaseRecord, check_record

# How often progress is told, in lines: seldom enough to cost nothing.
STEP = 200
UTF16_MARKS = {b"\xff\xfe", b"\xfe\xff"}

Progress = Callable[[int, int], None]


class FileFormat(StrEnum):
    """The two kinds of file."""

    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class NumberedRecord:
    """A record and the number of the line on which it starts, from 1."""

    line: int
    record: CaseRecord


def example_library_path() -> Path:
    """The example library that comes with Buurvraag: invented cases, each marked "(voorbeeld)"."""
    return Path(__file__).parent.parent / "data" / "example_library.jsonl"


def format_of(path: Path) -> FileFormat:
    """The format that a file's name tells; LibraryError when it tells none."""
    known = {".jsonl": FileFormat.JSONL, ".ndjson": FileFormat.JSONL, ".csv": FileFormat.CSV}
    found = known.get(path.suffix.lower())
    if found is None:
        raise LibraryError([f"{path}: the name tells no format; add --format jsonl or --format csv"])
    return found


def read_file(
    path: Path, kind: FileFormat, *, today: date, progress: Progress | None = None
) -> list[CaseRecord]:
    """All records of a file, in its order. Raises LibraryError with every problem, by line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LibraryError([f"{path}: cannot be read ({error.strerror})"]) from error
    return read_bytes(data, kind, name=str(path), today=today, progress=progress)


def read_bytes(
    data: bytes, kind: FileFormat, *, name: str, today: date, progress: Progress | None = None
) -> list[CaseRecord]:
    """All records of what a file holds; `name` is what the problems call it. Raises LibraryError."""
    if data[:2] in UTF16_MARKS:
        raise LibraryError([f"{name}: is UTF-16, not UTF-8: {SAVE_AS}"])
    lines: list[Line] = library_csv.parse(data) if kind is FileFormat.CSV else library_jsonl.parse(data)
    problems: list[tuple[int, str]] = []
    found = list(_checked(lines, today, problems, progress))
    problems += _repeated(found)
    if problems:
        raise LibraryError([f"{name}, line {line}: {problem}" for line, problem in sorted(problems)])
    if not found:
        raise LibraryError([f"{name}: holds no cases"])
    return [numbered.record for numbered in found]


def write_bytes(records: Sequence[CaseRecord], kind: FileFormat) -> bytes:
    """What a file with these records holds; the same records give the same bytes."""
    return library_csv.write(records) if kind is FileFormat.CSV else library_jsonl.write(records)


def _checked(
    lines: Sequence[Line],
    today: date,
    problems: list[tuple[int, str]],
    progress: Progress | None,
) -> Iterator[NumberedRecord]:
    for done, line in enumerate(lines, start=1):
        values: Mapping[str, Any] | None = line.values
        problems += [(line.number, problem) for problem in line.problems]
        if values is not None:
            checked = check_record(values, today=today)
            if isinstance(checked, CaseRecord):
                yield NumberedRecord(line.number, checked)
            else:
                problems += [(line.number, problem) for problem in checked]
        if progress is not None and (done % STEP == 0 or done == len(lines)):
            progress(done, len(lines))


def _repeated(found: Sequence[NumberedRecord]) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for numbered in found:
        earlier = first.setdefault(numbered.record.id, numbered.line)
        if earlier != numbered.line:
            yield numbered.line, f'id "{numbered.record.id}" was used already on line {earlier}'
