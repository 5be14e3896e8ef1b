"""The fields of a case as staff edit them in the chat: their limits, and reading what somebody typed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.errors import CaseworkError
from bot.services.library.records import FIRST_YEAR, MAX_ITEM, MAX_ITEMS, MAX_LINE, MAX_TEXT, MAX_THEME

_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_MANY_BREAKS = re.compile("\n{3,}")
# What somebody types to make a field empty: Telegram sends no empty message.
CLEAR = ("-", "–", "—")


class Kind(StrEnum):
    """What a field holds."""

    LINE = "line"
    TEXT = "text"
    ITEMS = "items"
    YEAR = "year"


class Problem(StrEnum):
    """Why typed words cannot be a value."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_YEAR = "no-year"
    FULL = "full"
    SAME = "same"


class BadValueError(CaseworkError):
    """What somebody typed cannot be the value; `length` and `limit` say by how much it is too long."""

    def __init__(self, problem: Problem, *, length: int = 0, limit: int = 0) -> None:
        """Take the reason, and the numbers that explain it."""
        super().__init__(f"This cannot be the value: {problem}")
        self.problem, self.length, self.limit = problem, length, limit


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name as a column, what it holds, and how much of it (characters; of an item, for items).

    `shown` says whether residents read it: what the collective agreed to holds for what is shown.
    """

    name: str
    kind: Kind
    limit: int
    needed: bool = False
    shown: bool = True


FIELDS = (
    Field("title", Kind.LINE, MAX_LINE, needed=True),
    Field("dilemma", Kind.TEXT, MAX_TEXT, needed=True),
    Field("context", Kind.TEXT, MAX_TEXT),
    Field("what_helped", Kind.ITEMS, MAX_ITEM),
    Field("pitfalls", Kind.ITEMS, MAX_ITEM),
    Field("theme", Kind.LINE, MAX_THEME, shown=False),
    Field("collective", Kind.LINE, MAX_LINE),
    Field("place", Kind.LINE, MAX_LINE),
    Field("year", Kind.YEAR, 4),
)
BY_NAME = {field.name: field for field in FIELDS}


def read_value(field: Field, typed: str, *, today: date) -> str | int | None:
    """What somebody typed as the value of a field that is no list; raises BadValueError."""
    if typed.strip() in CLEAR:
        if field.needed:
            raise BadValueError(Problem.EMPTY)
        return None if field.kind is Kind.YEAR else ""
    if field.kind is Kind.YEAR:
        return _year(typed, today)
    value = cleaned(typed) if field.kind is Kind.TEXT else one_line(typed)
    return _checked(value, field.limit)


def read_item(field: Field, typed: str) -> str:
    """What somebody typed as one line of a list; raises BadValueError."""
    return _checked(one_line(typed), field.limit)


def read_items(field: Field, typed: str, *, among: list[str]) -> list[str]:
    """The lines that somebody typed and that are not among those of the list yet; raises BadValueError."""
    lines = [line.strip().lstrip("•*-–").strip() for line in cleaned(typed).split("\n")]
    items = [read_item(field, line) for line in lines if line]
    if not items:
        raise BadValueError(Problem.EMPTY)
    new = [item for item in dict.fromkeys(items) if item not in among]
    if not new:
        raise BadValueError(Problem.SAME)
    if len(among) + len(new) > MAX_ITEMS:
        raise BadValueError(Problem.FULL, limit=MAX_ITEMS)
    return new


def cleaned(text: str) -> str:
    """Text without control characters, lone surrogates and heaps of empty lines."""
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    text = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))
    return _MANY_BREAKS.sub("\n\n", text).strip()


def one_line(text: str) -> str:
    """Text on one line, cleaned."""
    return " ".join(cleaned(text).split())


def _checked(value: str, limit: int) -> str:
    if not any(sign.isalnum() for sign in value):
        raise BadValueError(Problem.EMPTY)
    if len(value) > limit:
        raise BadValueError(Problem.TOO_LONG, length=len(value), limit=limit)
    return value


def _year(typed: str, today: date) -> int:
    digits = typed.strip()
    if not re.fullmatch("[0-9]{4}", digits) or not FIRST_YEAR <= int(digits) <= today.year + 1:
        raise BadValueError(Problem.NO_YEAR)
    return int(digits)
