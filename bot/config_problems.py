"""What is wrong with a value of the configuration, as a sentence that says what to do."""

import difflib
from zoneinfo import available_timezones

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.settings import FileSettings

WHOLE_NUMBERS = "must be a list of whole numbers, such as [123456789]"
PHRASES = {
    "literal_error": "must be {expected}",
    "tuple_type": WHOLE_NUMBERS,
    "int_type": "must be a whole number, without quotes",
    "float_type": "must be a number, without quotes",
    "string_type": "must be text, between quotes",
    "string_too_short": "must not be empty",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "value_error": "{error}",
}


def sections() -> dict[str, type[BaseModel]]:
    """The tables that config.toml may hold, by name."""
    return {
        name: info.annotation
        for name, info in FileSettings.model_fields.items()
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel)
    }


def field_of(section: str, key: str) -> FieldInfo | None:
    """The definition of a key; None when there is no such key."""
    model = sections().get(section)
    return None if model is None else model.model_fields.get(key)


def explain(detail: ErrorDetails) -> str:
    """One validation error as the rest of a sentence that begins with the name of the key."""
    where = [str(part) for part in detail["loc"]]
    if detail["type"] == "extra_forbidden":
        return f"is not a setting.{near('.'.join(where))}"
    if detail["type"] == "model_type":
        return f'must be a table: write "[{where[0]}]" on a line, and its keys below it.'
    is_item = len(where) > 2 and detail["type"] == "int_type"
    template = WHOLE_NUMBERS if is_item else PHRASES.get(detail["type"], "is not right")
    context = {
        name: f"{value:g}" if isinstance(value, float) else str(value).replace("'", '"')
        for name, value in detail.get("ctx", {}).items()
    }
    info = field_of(*where[:2]) if len(where) > 1 else None
    hint = near_zone(detail) or ("" if info is None else f" {info.description}")
    return f"{template.format(**context)}.{hint}"


def near(name: str) -> str:
    """A suggestion for a section or key that does not exist."""
    section, _, key = name.partition(".")
    model = sections().get(section)
    if model is not None:
        close = difflib.get_close_matches(key, model.model_fields, n=1)
        keys = ", ".join(model.model_fields)
        return f" Did you mean {section}.{close[0]}?" if close else f" The keys of this section are: {keys}."
    if close := difflib.get_close_matches(section, sections(), n=1, cutoff=0.7):
        return f" Did you mean {close[0]}?"
    return f" The sections are: {', '.join(sections())}."


def near_zone(detail: ErrorDetails) -> str:
    """A suggestion for a time zone that does not exist; empty for any other error."""
    if detail["loc"] != ("schedule", "timezone") or not isinstance(detail["input"], str):
        return ""
    close = difflib.get_close_matches(detail["input"], available_timezones(), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""
