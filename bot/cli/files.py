"""What the commands that read and write files share: the formats, and writing a file whole."""

from __future__ import annotations

import os
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import LibraryError

if TYPE_CHECKING:
    from bot.services.library.files import FileFormat


class Format(StrEnum):
    """The formats by the names that the option takes."""

    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[
    Format | None, typer.Option("--format", help="The format, when the name of the file does not tell it.")
]


def file_format(file: Path | None, kind: Format | None) -> FileFormat:
    """The format that was chosen, else the one that the file's name tells; JSON lines without a file."""
    from bot.services.library.files import FileFormat, format_of  # noqa: PLC0415 - `--help` needs no database

    if kind is not None:
        return FileFormat(kind.value)
    return FileFormat.JSONL if file is None else format_of(file)


def replace_file(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        descriptor, part = tempfile.mkstemp(dir=file.absolute().parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(data)
                # A new file gets the mode that the user's umask gives, and not the private one of mkstemp.
                os.fchmod(out.fileno(), file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask())
            Path(part).replace(file)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise LibraryError([f"{file}: cannot be written ({error.strerror})"]) from error


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
