"""Records as JSON lines: one object a line, in UTF-8."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from bot.services.library.lines import Layout, Line, undecodable
from bot.services.library.records import CASES

BOM = b"\xef\xbb\xbf"


def parse(data: bytes, layout: Layout = CASES) -> list[Line]:
    """The lines that are not blank, each with its values or with what is wrong with it."""
    # By bytes, and at \n alone: a text may hold other signs that Python would take for the end of a line.
    raw_lines = data.removeprefix(BOM).split(b"\n")
    return [_line(number, raw, layout) for number, raw in enumerate(raw_lines, start=1) if raw.strip()]


def write(records: Sequence[BaseModel], layout: Layout = CASES) -> bytes:
    """One line a record, the fields in a fixed order."""
    return "".join(
        json.dumps(_values(record, layout), ensure_ascii=False) + "\n" for record in records
    ).encode()


def _values(record: BaseModel, layout: Layout) -> dict[str, Any]:
    values = record.model_dump(mode="json")
    # Zero is something that was said.
    return {
        name: value
        for name, value in values.items()
        if name not in layout.left_out or value not in (None, "", [])
    }


def _line(number: int, raw: bytes, layout: Layout) -> Line:
    try:
        values = json.loads(raw.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        return Line(number, None, (undecodable(error),))
    except json.JSONDecodeError as error:
        return Line(number, None, (f"is not JSON: {error.msg} at character {error.pos + 1}",))
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Line(number, None, (f"is not JSON that can be read: {reason}",))
    if not isinstance(values, dict):
        return Line(number, None, (f"must be one JSON object, such as {layout.example}",))
    return Line(number, values)


def _object(pairs: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {json.dumps(twice)} stands in it twice")
    return values


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
