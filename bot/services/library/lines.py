"""What the readers of both formats hand on: a line of a file, with its values or its problems."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SAVE_AS = "save the file as UTF-8 (in Excel: the type CSV UTF-8)"


@dataclass(frozen=True, slots=True)
class Line:
    """The line on which a case starts, counted from 1; `values` is None when they could not be read."""

    number: int
    values: Mapping[str, Any] | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of one kind of record in the order of a file, and how some of them stand in it.

    `left_out` are absent from JSON when they are empty, so that an older file comes back as it was.
    `example` is what a line of JSON looks like; `plural` names what a file holds.
    """

    plural: str
    fields: tuple[str, ...]
    needed: tuple[str, ...]
    example: str
    lists: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def unknown_name(kind: str, name: str, fields: Sequence[str]) -> str:
    """A sentence about a key or column that does not exist, with the one that was probably meant."""
    near = difflib.get_close_matches(name.strip().lower(), fields, n=1)
    meant = f' (did you mean "{near[0]}"?)' if near else ""
    return f"unknown {kind} {_quoted(name)}{meant}"


def _quoted(name: str) -> str:
    shown = name if len(name) <= 40 else name[:40] + "…"
    return '"' + "".join(char if char.isprintable() else "?" for char in shown) + '"'


def undecodable(error: UnicodeDecodeError) -> str:
    """What to say of a line that is not UTF-8."""
    return f"is not UTF-8 (byte {error.object[error.start]:#04x}): {SAVE_AS}"
