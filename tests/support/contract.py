"""Every request of the bot against an independent model of the Bot API: aiogram's generated methods.

The playground checks requests itself, against a table of its own. This second opinion comes from other hands.
"""

import json
from typing import Any

from aiogram import methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import BufferedInputFile
from pydantic import BaseModel, ValidationError

from bot.playground import schema
from bot.playground.checks import Upload
from bot.playground.requests import RequestRecord
from bot.playground.world import World


def assert_contract(world: World) -> int:
    """Check all requests that the bot made, and say how many; AssertionError names what is wrong."""
    wrong = [
        f"request {record.n} ({record.method}): {problem}"
        for record in world.requests
        for problem in problems(record)
    ]
    assert not wrong, "\n".join(wrong)
    return len(world.requests)


def problems(record: RequestRecord) -> list[str]:
    """What is wrong with one request; an empty list when nothing is."""
    model = _model(record.method)
    if model is None:
        return ["there is no such method"]
    texts = _texts(record.method)
    params = {
        name: value if name in texts else _value(value)
        for name, value in record.params.items()
        if not _is_part(name, value, model)
    }
    try:
        parsed = model.model_validate(params)
    except ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return [f"unknown field {where}" for where in _unknown(parsed, "")]


def _model(name: str) -> type[TelegramMethod[Any]] | None:
    model = getattr(methods, name[:1].upper() + name[1:], None)
    return model if isinstance(model, type) and issubclass(model, TelegramMethod) else None


def _texts(method: str) -> set[str]:
    """The parameters that are plain text, even where it looks like JSON."""
    params = schema.load().methods[method].params
    return {name for name, kind in params.items() if kind.removeprefix("!") == "String"}


def _is_part(name: str, value: Any, model: type[BaseModel]) -> bool:
    """A file that another parameter refers to as `attach://name` is no parameter itself."""
    return isinstance(value, Upload) and name not in model.model_fields


def _value(value: Any) -> Any:
    if isinstance(value, Upload):
        return BufferedInputFile(value.data, filename=value.filename)
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _unknown(value: Any, where: str) -> list[str]:
    if isinstance(value, BaseModel):
        found = [f"{where}{name}" for name in value.model_extra or {}]
        for name in value.model_fields_set:
            found += _unknown(getattr(value, name, None), f"{where}{name}.")
        return found
    if isinstance(value, list):
        return [one for number, item in enumerate(value) for one in _unknown(item, f"{where}{number}.")]
    return []
