"""The Bot API client: python-telegram-bot's, with a door for ready-made calls."""

from typing import Any

from telegram import InputFile
from telegram.ext import ExtBot

from bot.delivery.http_client import AiohttpRequest

# The long poll waits this long at Telegram's side; the read timeout is longer, or a quiet poll would fail.
POLL_SECONDS = 30


class TelegramBot(ExtBot[None]):
    """A bot that calls any method by its Bot API name with parameters as they are stored."""

    async def call(self, method: str, params: dict[str, Any], *, read_timeout: float = 20) -> Any:
        """Call `method`; the result as Telegram's JSON. Raises telegram.error.TelegramError.

        A `document` that is given by its content, as {"filename": ..., "text": ...}, is uploaded.
        """
        return await self._post(method, _with_upload(params), read_timeout=read_timeout)


def _with_upload(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters with a file to upload, where one is written out among them."""
    document = params.get("document")
    if not isinstance(document, dict):
        return dict(params)
    # As bytes: the library reads a text as the name of a file of this machine.
    file = InputFile(document["text"].encode(), filename=document["filename"])
    return {**params, "document": file}


def make_bot(token: str, api_url: str) -> TelegramBot:
    """A client for the Bot API server at `api_url` (without a trailing slash)."""
    root = api_url.rstrip("/")
    return TelegramBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=AiohttpRequest(root, connections=32, connect_timeout=10, read_timeout=5),
        get_updates_request=AiohttpRequest(root, connections=2, connect_timeout=10, read_timeout=5),
    )
