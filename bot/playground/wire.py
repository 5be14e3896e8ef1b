"""Reading the parameters of a Bot API request from HTTP: query, form, parts or JSON."""

import re
from email.message import Message as Headers
from urllib.parse import parse_qsl, unquote

from bot.playground.checks import Upload, load_json
from bot.playground.errors import ApiError
from bot.playground.kinds import JsonObject

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)


def read_params(query: bytes, content_type: str, body: bytes) -> JsonObject:
    """The parameters of a request, as text, JSON values or uploads; the body wins over the query.

    ApiError 400 for a body that is not what its content type says.
    """
    params: JsonObject = {}
    if query:
        params.update(_form(query))
    if not body:
        return params
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        params.update(_form(body))
    elif kind == "multipart/form-data":
        params.update(_parts(content_type, body))
    elif kind == "application/json":
        params.update(_json(body))
    return params


def _form(data: bytes) -> JsonObject:
    return dict(parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True))


def _json(body: bytes) -> JsonObject:
    try:
        parsed = load_json(body.decode())
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise ApiError(400, "Bad Request: can't parse request parameters JSON object")
    return parsed


def _parts(content_type: str, body: bytes) -> JsonObject:
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise ApiError(400, "Bad Request: the multipart request has no boundary")
    params: JsonObject = {}
    delimiter = b"--" + boundary[1].encode()
    # Every delimiter after the first stands at the beginning of a line.
    for section in (b"\r\n" + body).split(b"\r\n" + delimiter)[1:]:
        if section.startswith(b"--"):
            break
        head, separator, content = section.partition(b"\r\n\r\n")
        if not separator:
            raise ApiError(400, "Bad Request: a part of the multipart request has no header")
        _add_part(params, head.decode("utf-8", "replace"), content)
    return params


def _add_part(params: JsonObject, head: str, content: bytes) -> None:
    fields: dict[str, str] = {}
    for line in head.split("\r\n"):
        field, _, value = line.partition(":")
        fields[field.strip().lower()] = value.strip()
    disposition = Headers()
    disposition["content-disposition"] = fields.get("content-disposition", "")
    name = disposition.get_param("name", header="content-disposition")
    filename = disposition.get_filename()
    if not isinstance(name, str):
        raise ApiError(400, "Bad Request: a part of the multipart request has no name")
    if filename is None:
        params[name] = content.decode("utf-8", "replace")
    else:
        params[name] = Upload(unquote(filename), fields.get("content-type", ""), content)
