"""A bot that does what a test tells it to, over the same HTTP that the real bot uses."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

import httpx

Update = dict[str, Any]


class ScriptedBot:
    """Calls methods of the Bot API; a refused one raises AssertionError with Telegram's sentence."""

    def __init__(self, address: str, token: str) -> None:
        self._http = httpx.AsyncClient(base_url=f"{address}/bot{token}", timeout=60, trust_env=False)
        self._offset = 0
        self._polling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
        await self._http.aclose()

    async def call(self, method: str, **params: object) -> Any:
        """One method of the Bot API; the result."""
        body = (await self._http.post(f"/{method}", json=params)).json()
        assert body["ok"], f"{method}: {body['description']}"
        return body["result"]

    async def say(self, chat: int, text: str, **params: object) -> int:
        """Send a text; the id of the message."""
        return int((await self.call("sendMessage", chat_id=chat, text=text, **params))["message_id"])

    async def updates(self, *, seconds: int = 30) -> list[Update]:
        """What came in since the last time, waiting for something to come."""
        found: list[Update] = await self.call("getUpdates", offset=self._offset, timeout=seconds)
        if found:
            self._offset = found[-1]["update_id"] + 1
        return found

    async def next(self, kind: str, *, text: str | None = None, seconds: float = 60) -> Update:
        """The next update of a kind ("message", "callback_query"), with this text; others are passed over."""
        async with asyncio.timeout(seconds):
            while True:
                for update in await self.updates(seconds=2):
                    found = update.get(kind)
                    if found is not None and text in {None, found.get("text")}:
                        return dict(found)

    def answer_all(self, handle: Callable[[Update], Awaitable[None]]) -> None:
        """Go on fetching updates in the background, as a running bot does."""

        async def poll() -> None:
            while True:
                for update in await self.updates(seconds=20):
                    await handle(update)

        self._polling = asyncio.create_task(poll())


def keyboard(*rows: list[tuple[str, str] | dict[str, object]]) -> dict[str, object]:
    """An inline keyboard; a pair is a text with its callback data."""
    return {
        "inline_keyboard": [
            [one if isinstance(one, dict) else {"text": one[0], "callback_data": one[1]} for one in row]
            for row in rows
        ]
    }
