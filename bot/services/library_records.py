"""One case as it stands in a file: its fields, their limits, and what is cleaned on the way in."""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails

MAX_ID = 64
MAX_THEME = 64
MAX_LINE = 300
MAX_TEXT = 10_000
MAX_ITEM = 2_000
MAX_ITEMS = 50
# PostgreSQL indexes phrasings, and an entry of its index holds at most 2,704 bytes.
MAX_PHRASING = 500
MAX_PHRASINGS = 200
FIRST_YEAR = 1900

_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_SPACES = re.compile("[ \t\n]+")


def _text(value: str) -> str:
    """Line breaks as \\n, no tabs, nothing around it; ValueError for what no text should hold."""
    value = _BREAKS.sub("\n", value).replace("\t", " ").strip()
    for char in value:
        if char != "\n" and unicodedata.category(char) in {"Cc", "Cs"}:
            raise ValueError(f"holds the control character U+{ord(char):04X}")
    return value


def _line(value: str) -> str:
    return _SPACES.sub(" ", _text(value))


def _said(value: str) -> str:
    if not any(char.isalnum() for char in value):
        raise ValueError("is empty" if not value else "holds no letter or digit")
    return value


def _at_most(limit: int) -> AfterValidator:
    def check(value: str) -> str:
        if len(value) > limit:
            raise ValueError(f"has {len(value):,} characters; at most {limit:,} fit")
        return value

    return AfterValidator(check)


def _items_at_most(limit: int) -> AfterValidator:
    def check(values: list[str]) -> list[str]:
        if len(values) > limit:
            raise ValueError(f"has {len(values)} items; at most {limit} fit")
        return values

    return AfterValidator(check)


def _all_different(values: list[str]) -> list[str]:
    for number, value in enumerate(values):
        if value in values[:number]:
            raise ValueError(f"item {number + 1} says the same as item {values.index(value) + 1}")
    return values


def _none_is_empty_text(value: object) -> object:
    return "" if value is None else value


def _none_is_empty_list(value: object) -> object:
    return [] if value is None else value


def _iso_date(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        raise ValueError('must be a date such as "2026-11-30"')
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f'is no date of the calendar: "{value.strip()}"') from None


Line = Annotated[str, AfterValidator(_line), _at_most(MAX_LINE), BeforeValidator(_none_is_empty_text)]
Text = Annotated[str, AfterValidator(_text), _at_most(MAX_TEXT), BeforeValidator(_none_is_empty_text)]
Item = Annotated[str, AfterValidator(_line), AfterValidator(_said), _at_most(MAX_ITEM)]
Phrasing = Annotated[str, AfterValidator(_line), AfterValidator(_said), _at_most(MAX_PHRASING)]


class CaseRecord(BaseModel):
    """All that a file says of a case; what is left out is empty. The order of the fields is the file's."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    id: Annotated[str, AfterValidator(_line), AfterValidator(_said), _at_most(MAX_ID)]
    title: Annotated[str, AfterValidator(_line), AfterValidator(_said), _at_most(MAX_LINE)]
    dilemma: Annotated[str, AfterValidator(_text), AfterValidator(_said), _at_most(MAX_TEXT)]
    context: Text = ""
    what_helped: Annotated[list[Item], _items_at_most(MAX_ITEMS), BeforeValidator(_none_is_empty_list)] = []
    pitfalls: Annotated[list[Item], _items_at_most(MAX_ITEMS), BeforeValidator(_none_is_empty_list)] = []
    theme: Annotated[
        str, AfterValidator(_line), _at_most(MAX_THEME), BeforeValidator(_none_is_empty_text)
    ] = ""
    collective: Line = ""
    place: Line = ""
    year: int | None = None
    checked_on: Annotated[date | None, BeforeValidator(_iso_date)] = None
    phrasings: Annotated[
        list[Phrasing],
        _items_at_most(MAX_PHRASINGS),
        AfterValidator(_all_different),
        BeforeValidator(_none_is_empty_list),
    ] = []

    @field_validator("year")
    @classmethod
    def _plausible(cls, value: int | None, info: ValidationInfo) -> int | None:
        last = _today(info).year + 1
        if value is not None and not FIRST_YEAR <= value <= last:
            raise ValueError(f"must be from {FIRST_YEAR} to {last}")
        return value

    @field_validator("checked_on")
    @classmethod
    def _checked_by_now(cls, value: date | None, info: ValidationInfo) -> date | None:
        # A day of room: the date here may be tomorrow's in the zone where the program counts.
        if value is not None and value > _today(info) + timedelta(days=1):
            raise ValueError(f"lies in the future: {value.isoformat()}")
        return value


FIELDS = tuple(CaseRecord.model_fields)
LISTS = ("what_helped", "pitfalls", "phrasings")
# Absent from a file when they are empty, so that an older file comes back as it was.
LEFT_OUT_WHEN_EMPTY = ("phrasings", "checked_on")

_MEANINGS = {
    "missing": "is missing",
    "string_type": "must be text",
    "list_type": "must be a list of texts",
    "int_type": "must be a whole number",
    "date_type": 'must be a date such as "2026-11-30"',
}


def check_record(values: Mapping[str, Any], *, today: date) -> CaseRecord | list[str]:
    """The record, or what is wrong with it: a sentence for each problem, which starts with the field."""
    try:
        return CaseRecord.model_validate(dict(values), context={"today": today})
    except ValidationError as error:
        return [_sentence(details) for details in error.errors(include_url=False, include_input=False)]


def unknown_name(kind: str, name: str) -> str:
    """A sentence about a key or column that does not exist, with the one that was probably meant."""
    near = difflib.get_close_matches(name.strip().lower(), FIELDS, n=1)
    meant = f' (did you mean "{near[0]}"?)' if near else ""
    return f"unknown {kind} {_quoted(name)}{meant}"


def _today(info: ValidationInfo) -> date:
    context: Mapping[str, date] = info.context or {}
    return context["today"]


def _sentence(details: ErrorDetails) -> str:
    field, *inner = details["loc"]
    if details["type"] == "extra_forbidden":
        return unknown_name("key", str(field))
    place = f"{field}, item {int(inner[0]) + 1}" if inner else str(field)
    if details["type"] == "value_error":
        return f"{place} {details['ctx']['error']}"
    return f"{place} {_MEANINGS.get(details['type'], details['msg'])}"


def _quoted(name: str) -> str:
    shown = name if len(name) <= 40 else name[:40] + "…"
    return '"' + "".join(char if char.isprintable() else "?" for char in shown) + '"'
