"""The Bot API as a table: which methods there are, what they take, what they return.

`schema.json` beside this module is that table. It holds names and types only. It is made from a public
machine-readable description of the Bot API (an object with `version`, `methods` and `types`, each with
`fields` of `name`, `types`, `required` and `description`) with

    python -m bot.playground.schema botapi.json

Notation: a type is `Integer`, `String`, ..., the name of an object, `[X]` for an array of X, `A|B` for a
choice, `=text` for one fixed text. A leading `!` says that the field or parameter is required.
"""

import json
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.playground.kinds import JsonObject

SCHEMA_FILE = Path(__file__).with_name("schema.json")

# A discriminating field ("type", "status", "source") names its one value in its description only.
_FIXED = re.compile(r"(?:must be|always) [\"“]?([a-z0-9_]+)[\"”]?\.?$")
_DISCRIMINATORS = frozenset({"type", "status", "source"})


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its name, its parameters as type expressions, and the type of its result."""

    name: str
    params: dict[str, str]
    returns: str


@dataclass(frozen=True, slots=True)
class Schema:
    """All methods and objects of one version of the Bot API.

    An object is a dict of fields; a choice of objects ("one of these subtypes") is a list of names.
    """

    version: str
    methods: dict[str, Method]
    types: dict[str, dict[str, str] | list[str]]


@cache
def load() -> Schema:
    """The table that belongs to the playground."""
    data = json.loads(SCHEMA_FILE.read_text("utf-8"))
    methods = {
        name: Method(name, entry["params"], entry["returns"]) for name, entry in data["methods"].items()
    }
    return Schema(data["version"], methods, data["types"])


def compact(source: JsonObject) -> JsonObject:
    """Reduce a full description of the Bot API to the table of names and types."""
    return {
        "version": source["version"].removeprefix("Bot API "),
        "methods": {
            name: {"params": _fields(entry), "returns": _expression(entry["returns"])}
            for name, entry in source["methods"].items()
        },
        "types": {
            name: entry["subtypes"] if entry.get("subtypes") else _fields(entry)
            for name, entry in source["types"].items()
        },
    }


def _fields(entry: JsonObject) -> dict[str, str]:
    return {
        field["name"]: ("!" if field["required"] else "") + _field_type(entry, field)
        for field in entry.get("fields") or []
    }


def _field_type(entry: JsonObject, field: JsonObject) -> str:
    if field["name"] in _DISCRIMINATORS and entry.get("subtype_of"):
        fixed = _FIXED.search(field["description"])
        if fixed:
            return f"={fixed[1]}"
    return _expression(field["types"])


def _expression(types: list[str]) -> str:
    # "Array of A, or array of B" means an array whose items may be mixed.
    if len(types) > 1 and all(name.startswith("Array of ") for name in types):
        return f"[{_expression([name.removeprefix('Array of ') for name in types])}]"
    return "|".join(_bracketed(name) for name in types)


def _bracketed(name: str) -> str:
    if name.startswith("Array of "):
        return f"[{_bracketed(name.removeprefix('Array of '))}]"
    return name


def main(arguments: list[str]) -> None:
    """Write `schema.json` from the description that the first argument names."""
    source = json.loads(Path(arguments[0]).read_text("utf-8"))
    text = json.dumps(compact(source), indent=0, sort_keys=True, ensure_ascii=False)
    SCHEMA_FILE.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
