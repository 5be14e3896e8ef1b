"""Checks of a request's parameters against the table of the Bot API, compiled once.

Telegram is lenient: it ignores parameters and fields it does not know, and reads many a wrong type as "not
given". The playground refuses both, because in a test they are typing errors that nobody would see otherwise.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from bot.playground import schema
from bot.playground.errors import ApiError, bad_request
from bot.playground.kinds import Json, JsonObject

Check = Callable[[Json, str], Json]

_TRUE = frozenset({"true", "1", "yes"})
_FALSE = frozenset({"false", "0", "no", ""})

# What Telegram says when these are missing; the others get its general sentence.
_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "audio": "there is no audio in the request",
    "video": "there is no video in the request",
    "animation": "there is no animation in the request",
    "video_note": "there is no video note in the request",
    "sticker": "there is no sticker in the request",
    "file_id": "file_id not specified",
    "user_id": "invalid user_id specified",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a multipart request."""

    filename: str
    content_type: str
    data: bytes


class MismatchError(ValueError):
    """A value that is not of the wanted type; the message says where and what was expected.

    `depth` is how far the check came before it failed, to tell the likeliest of several alternatives.
    """

    def __init__(self, message: str, where: str, *, wrong_kind: bool = False) -> None:
        super().__init__(message)
        self.depth = -1 if wrong_kind else where.count(".") + where.count("[")


def _integer(value: Json, where: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise MismatchError(f'field "{where}" must be an Integer', where)


def _float(value: Json, where: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise MismatchError(f'field "{where}" must be a Number', where)


def _string(value: Json, where: str) -> str:
    if isinstance(value, str):
        return value
    raise MismatchError(f'field "{where}" must be of type String', where)


def _boolean(value: Json, where: str) -> bool:
    if isinstance(value, bool):
        return value
    raise MismatchError(f'field "{where}" must be of type Boolean', where)


def _file(value: Json, where: str) -> Json:
    if isinstance(value, Upload | str):
        return value
    raise MismatchError(f'field "{where}" must be a file', where)


_SCALARS: dict[str, Check] = {
    "Integer": _integer,
    "Float": _float,
    "String": _string,
    "Boolean": _boolean,
    "True": _boolean,
    "InputFile": _file,
}


def _array(item: Check) -> Check:
    def check(value: Json, where: str) -> Json:
        if not isinstance(value, list):
            raise MismatchError(f'field "{where}" must be an Array', where)
        return [item(entry, f"{where}[{number}]") for number, entry in enumerate(value)]

    return check


def _fixed(text: str) -> Check:
    def check(value: Json, where: str) -> Json:
        if value != text:
            raise MismatchError(f'field "{where}" must be "{text}"', where, wrong_kind=True)
        return value

    return check


def _choice(options: list[Check]) -> Check:
    def check(value: Json, where: str) -> Json:
        closest: MismatchError | None = None
        for option in options:
            try:
                return option(value, where)
            except MismatchError as mismatch:
                if closest is None or mismatch.depth > closest.depth:
                    closest = mismatch
        raise closest or MismatchError(f'field "{where}" has no possible type', where)

    return check


def _object(name: str) -> Check:
    fields: dict[str, tuple[Check, bool]] | None = None

    def compile_fields() -> dict[str, tuple[Check, bool]]:
        # At first use, because objects refer to one another in circles.
        table = schema.load().types[name]
        assert isinstance(table, dict)  # noqa: S101 - a choice is compiled by `compiled`
        # What tells an alternative from the others comes first, so that its refusal does not count as close.
        fixed_first = sorted(table.items(), key=lambda item: "=" not in item[1])
        return {
            field: (compiled(kind.removeprefix("!")), kind.startswith("!")) for field, kind in fixed_first
        }

    def check(value: Json, where: str) -> Json:
        nonlocal fields
        if not isinstance(value, dict):
            raise MismatchError(f'field "{where}" must be an Object ({name})', where)
        if fields is None:
            fields = compile_fields()
        for field in value:
            if field not in fields:
                raise MismatchError(f'unknown field "{field}" in {name} at "{where}"', where)
        result = {}
        for field, (field_check, required) in fields.items():
            given = value.get(field)
            if given is not None:
                result[field] = field_check(given, f"{where}.{field}")
            elif required:
                raise MismatchError(f'can\'t find field "{field}" of {name} at "{where}"', where)
        return result

    return check


@cache
def compiled(expression: str) -> Check:
    """The check of one type expression of the table, for values that are already JSON."""
    if "|" in expression and not expression.startswith("["):
        return _choice([compiled(option) for option in expression.split("|")])
    if expression.startswith("["):
        return _array(compiled(expression[1:-1]))
    if expression.startswith("="):
        return _fixed(expression[1:])
    if expression in _SCALARS:
        return _SCALARS[expression]
    table = schema.load().types[expression]
    if isinstance(table, list):
        return _choice([compiled(option) for option in table])
    return _object(expression)


def _from_text(expression: str) -> Callable[[str, str], Json]:
    """How a parameter of this type is read when it comes as text: in a form, a query, a part."""
    kinds = set(expression.split("|"))
    if kinds == {"Integer"}:
        return _text_integer
    if kinds == {"Integer", "String"}:
        return lambda text, _: int(text) if text.lstrip("-").isdecimal() else text
    if kinds <= {"String", "InputFile"}:
        return lambda text, _: text
    if kinds == {"Boolean"}:
        return _text_boolean
    if kinds == {"Float"}:
        return _text_float
    return _text_json


def _text_integer(text: str, name: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise bad_request(f'invalid {name} specified: "{text}" is not an Integer') from None


def _text_float(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise bad_request(f'invalid {name} specified: "{text}" is not a Number') from None


def _text_boolean(text: str, name: str) -> bool:
    lowered = text.lower()
    if lowered in _TRUE:
        return True
    if lowered in _FALSE:
        return False
    raise bad_request(f'invalid {name} specified: "{text}" is not a Boolean')


_JSON_NAMES = {"reply_markup": "reply keyboard markup", "link_preview_options": "link preview options"}


def load_json(text: str) -> Json:
    """Parse JSON; ApiError 400 for halves of characters in it, ValueError for what is no JSON."""
    parsed = json.loads(text)
    if "\\ud" in text.lower():
        try:
            json.dumps(parsed, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    return parsed


def _text_json(text: str, name: str) -> Json:
    try:
        return load_json(text)
    except ValueError:
        readable = _JSON_NAMES.get(name, name.replace("_", " "))
        raise bad_request(f"can't parse {readable} JSON object") from None


@dataclass(frozen=True, slots=True)
class _Param:
    check: Check
    read: Callable[[str, str], Json]
    required: bool
    takes_text: bool


class Signature:
    """The compiled parameters of one method."""

    def __init__(self, method: schema.Method) -> None:
        self.name = method.name
        self._params = {
            name: _Param(
                compiled(kind.removeprefix("!")),
                _from_text(kind.removeprefix("!")),
                kind.startswith("!"),
                {"String", "InputFile"} & set(kind.removeprefix("!").split("|")) != set(),
            )
            for name, kind in method.params.items()
        }
        self._required = [name for name, param in self._params.items() if param.required]

    def read(self, raw: JsonObject) -> JsonObject:
        """Typed parameters from what came over the wire; ApiError 400 for anything that does not fit.

        Parts that are files may have any name: media refer to them as `attach://name`.
        """
        params: JsonObject = {}
        for name, value in raw.items():
            param = self._params.get(name)
            if param is None:
                if not isinstance(value, Upload):
                    raise bad_request(f'the playground refuses the unknown parameter "{name}" of {self.name}')
                params[name] = value
            elif value is not None and (value != "" or param.takes_text):
                params[name] = self._read_one(name, param, value)
        for name in self._required:
            if params.get(name) in (None, ""):
                raise missing(name)
        return params

    def _read_one(self, name: str, param: _Param, value: Json) -> Json:
        if isinstance(value, str):
            value = param.read(value, name)
        try:
            return param.check(value, name)
        except MismatchError as mismatch:
            raise bad_request(str(mismatch)) from None


def missing(name: str) -> ApiError:
    """400 for a required parameter that is not there."""
    return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))


@cache
def signatures() -> dict[str, Signature]:
    """All methods by their name in lower case, because Telegram does not mind capitals in it."""
    return {name.lower(): Signature(method) for name, method in schema.load().methods.items()}
