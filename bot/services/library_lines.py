"""What the readers of both formats hand on: a line of a file, with its values or its problems."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SAVE_AS = "save the file as UTF-8 (in Excel: the type CSV UTF-8)"


@dataclass(frozen=True, slots=True)
class Line:
    """The line on which a case starts, counted from 1; `values` is None when they could not be read."""

    number: int
    values: Mapping[str, Any] | None
    problems: tuple[str, ...] = ()


def undecodable(error: UnicodeDecodeError) -> str:
    """What to say of a line that is not UTF-8."""
    return f"is not UTF-8 (byte {error.object[error.start]:#04x}): {SAVE_AS}"
