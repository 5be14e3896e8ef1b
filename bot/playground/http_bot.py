"""The bot's side over HTTP, as a plain ASGI application to keep the way of a call short."""

import asyncio
import re

from starlette.types import Message, Receive, Scope, Send

from bot.playground.api import Answer, BotApi, error_answer
from bot.playground.errors import ApiError
from bot.playground.uvicorn_loop import cut_connection
from bot.playground.wire import read_params

BODY_LIMIT = 64 * 1024 * 1024

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


class BotSide:
    """`/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        path = scope["path"]
        if _is_from_a_site(scope):
            # A page elsewhere that knows the token could else act as the bot, or set a webhook to anywhere.
            answer = error_answer(ApiError(403, "Forbidden: a page of another site may not call"))
        elif path.startswith("/file/"):
            answer = self._file(path.removeprefix("/file"))
        else:
            answer = await self._call(path, scope, receive)
        if answer.cut:
            await cut_connection(scope, receive)
            return
        headers = [
            (b"content-type", answer.content_type),
            (b"content-length", str(len(answer.body)).encode()),
            *answer.headers,
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _token_error(self, token: str) -> Answer | None:
        if token == self._api.world.bot.token:
            return None
        if _TOKEN.fullmatch(token):
            return error_answer(ApiError(401, "Unauthorized"))
        return error_answer(ApiError(404, "Not Found"))

    async def _call(self, path: str, scope: Scope, receive: Receive) -> Answer:
        token, separator, method = path.removeprefix("/bot").partition("/")
        try:
            body = await _body(receive)
        except _HungUpError:
            return Answer(0, cut=True)
        if not separator or not method or "/" in method or scope["method"] not in {"GET", "POST"}:
            return error_answer(ApiError(404, "Not Found"))
        refused = self._token_error(token)
        if refused is not None:
            return refused
        if body is None:
            return error_answer(ApiError(413, "Request Entity Too Large"))
        try:
            params = read_params(scope["query_string"], _content_type(scope), body)
        except ApiError as error:
            return error_answer(error)
        if method.lower() == "getupdates":
            return await self._while_connected(method, params, receive)
        return await self._api.call(method, params)

    async def _while_connected(self, method: str, params: dict[str, object], receive: Receive) -> Answer:
        """A long poll ends when the bot hangs up, so that a killed bot is not taken for a second one."""
        call = asyncio.ensure_future(self._api.call(method, params))
        await asyncio.sleep(0)
        if call.done():
            return await call
        gone = asyncio.ensure_future(_disconnected(receive))
        await asyncio.wait({call, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not call.done():
            call.cancel()
        gone.cancel()
        try:
            return await call
        except asyncio.CancelledError:
            return Answer(0, cut=True)

    def _file(self, path: str) -> Answer:
        token, _, name = path.removeprefix("/bot").partition("/")
        refused = self._token_error(token)
        if refused is not None:
            return refused
        for file in self._api.world.files.values():
            if file.path == name:
                return Answer(200, file.data, b"application/octet-stream")
        return error_answer(ApiError(404, "Not Found"))


def _is_from_a_site(scope: Scope) -> bool:
    """Whether a browser says that another page made it call; a bot sends neither header."""
    headers = dict(scope["headers"])
    return b"origin" in headers or headers.get(b"sec-fetch-site", b"none") in {b"cross-site", b"same-site"}


def _content_type(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return str(value.decode("latin-1"))
    return ""


class _HungUpError(Exception):
    """The bot was gone before its request was whole: Telegram does nothing with half a call either."""


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None when it is too long to be taken, `_HungUpError` when it never came."""
    message = await _part(receive)
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await _part(receive)
        part = message.get("body", b"")
        size += len(part)
        if size <= BODY_LIMIT:
            parts.append(part)
    return b"".join(parts) if size <= BODY_LIMIT else None


async def _part(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise _HungUpError
    return message


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
