"""One case as it stands in a file: its fields, their limits, and what is cleaned on the way in."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, TypeVar

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

from bot.services.library.lines import Layout, unknown_name

Record = TypeVar("Record", bound=BaseModel)

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


def one_line(value: str) -> str:
    """A text on one line."""
    return _SPACES.sub(" ", _text(value))


def said(value: str) -> str:
    """A text that says something; ValueError for one without a letter or digit."""
    if not any(char.isalnum() for char in value):
        raise ValueError("is empty" if not value else "holds no letter or digit")
    return value


def at_most(limit: int) -> AfterValidator:
    """Let no text be longer than so many characters."""

    def check(value: str) -> str:
        if len(value) > limit:
            raise ValueError(f"has {len(value):,} characters; at most {limit:,} fit")
        return value

    return AfterValidator(check)


def items_at_most(limit: int) -> AfterValidator:
    """Let no list have more items than so many."""

    def check(values: list[str]) -> list[str]:
        if len(values) > limit:
            raise ValueError(f"has {len(values)} items; at most {limit} fit")
        return values

    return AfterValidator(check)


def all_different(values: list[str]) -> list[str]:
    """The items, of which no two are the same; ValueError otherwise."""
    for number, value in enumerate(values):
        if value in values[:number]:
            raise ValueError(f"item {number + 1} says the same as item {values.index(value) + 1}")
    return values


def none_is_empty_text(value: object) -> object:
    """What JSON says with null is an empty text."""
    return "" if value is None else value


def none_is_empty_list(value: object) -> object:
    """What JSON says with null is an empty list."""
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


def _instant(value: str) -> str:
    if not value:
        return ""
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(
            'must be an instant as an export writes it, such as "2026-11-30T12:00:00+00:00"'
        ) from None
    if instant.tzinfo is None:
        raise ValueError("must say its time zone, as an export does")
    return instant.astimezone(UTC).isoformat()


Line = Annotated[str, AfterValidator(one_line), at_most(MAX_LINE), BeforeValidator(none_is_empty_text)]
Text = Annotated[str, AfterValidator(_text), at_most(MAX_TEXT), BeforeValidator(none_is_empty_text)]
Item = Annotated[str, AfterValidator(one_line), AfterValidator(said), at_most(MAX_ITEM)]
Phrasing = Annotated[str, AfterValidator(one_line), AfterValidator(said), at_most(MAX_PHRASING)]


class CaseRecord(BaseModel):
    """All that a file says of a case; what is left out is empty. The order of the fields is the file's."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    id: Annotated[str, AfterValidator(one_line), AfterValidator(said), at_most(MAX_ID)]
    title: Annotated[str, AfterValidator(one_line), AfterValidator(said), at_most(MAX_LINE)]
    dilemma: Annotated[str, AfterValidator(_text), AfterValidator(said), at_most(MAX_TEXT)]
    context: Text = ""
    what_helped: Annotated[list[Item], items_at_most(MAX_ITEMS), BeforeValidator(none_is_empty_list)] = []
    pitfalls: Annotated[list[Item], items_at_most(MAX_ITEMS), BeforeValidator(none_is_empty_list)] = []
    theme: Annotated[
        str, AfterValidator(one_line), at_most(MAX_THEME), BeforeValidator(none_is_empty_text)
    ] = ""
    collective: Line = ""
    place: Line = ""
    year: int | None = None
    checked_on: Annotated[date | None, BeforeValidator(_iso_date)] = None
    phrasings: Annotated[
        list[Phrasing],
        items_at_most(MAX_PHRASINGS),
        AfterValidator(all_different),
        BeforeValidator(none_is_empty_list),
    ] = []
    edited_at: Annotated[
        str, AfterValidator(one_line), AfterValidator(_instant), BeforeValidator(none_is_empty_text)
    ] = ""

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


CASES = Layout(
    plural="cases",
    fields=tuple(CaseRecord.model_fields),
    needed=("id", "title", "dilemma"),
    example='{"id": "v1", "title": "…", …}',
    lists=("what_helped", "pitfalls", "phrasings"),
    numbers=("year",),
    dates=("checked_on",),
    left_out=("phrasings", "checked_on", "edited_at"),
)
FIELDS = CASES.fields

_MEANINGS = {
    "missing": "is missing",
    "string_type": "must be text",
    "list_type": "must be a list of texts",
    "int_type": "must be a whole number",
    "date_type": 'must be a date such as "2026-11-30"',
}


def check_record(values: Mapping[str, Any], *, today: date) -> CaseRecord | list[str]:
    """The case, or what is wrong with it: a sentence for each problem, which starts with the field."""
    return check(CaseRecord, values, CASES, today=today)


def check(
    kind: type[Record], values: Mapping[str, Any], layout: Layout, *, today: date
) -> Record | list[str]:
    """A record of some kind, or what is wrong with it."""
    try:
        return kind.model_validate(dict(values), context={"today": today})
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return [_sentence(one, layout) for one in details]


def _today(info: ValidationInfo) -> date:
    context: Mapping[str, date] = info.context or {}
    return context["today"]


def _sentence(details: ErrorDetails, layout: Layout) -> str:
    field, *inner = details["loc"]
    if details["type"] == "extra_forbidden":
        return unknown_name("key", str(field), layout.fields)
    place = f"{field}, item {int(inner[0]) + 1}" if inner else str(field)
    if details["type"] == "value_error":
        return f"{place} {details['ctx']['error']}"
    return f"{place} {_MEANINGS.get(details['type'], details['msg'])}"
