"""The receivers: long polling and webhook. Both store an update before they let Telegram forget it."""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.crash import crash_point
from bot.db import Database, is_database_trouble
from bot.delivery import inbox
from bot.delivery.telegram_bot import POLL_SECONDS, TelegramBot
from bot.delivery.wakeups import Wakeups
from bot.web import health_route

log = logging.getLogger(__name__)

# Everything that the handlers know what to do with; the rest stays at Telegram.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
WEBHOOK_PATH = "/telegram"
MAX_BODY_BYTES = 1_000_000
FIRST_BACKOFF = 0.5
MAX_BACKOFF = 30.0

Store = Callable[[list[dict[str, Any]]], Awaitable[None]]


class Storing:
    """Commits raw updates to the inbox; returns only when they are safe."""

    def __init__(self, db: Database, *, bot_id: int, clock: Clock, wakeups: Wakeups) -> None:
        self._db = db
        self._bot_id = bot_id
        self._clock = clock
        self._wakeups = wakeups

    async def __call__(self, updates: list[dict[str, Any]]) -> None:
        """Store; raises SQLAlchemy's errors when that cannot be done, and then nothing was stored."""
        async with self._db.begin() as session:
            await inbox.store(session, updates, bot_id=self._bot_id, at=self._clock.now())
            crash_point("receiver.stored")
            await self._wakeups.announce(session, "inbox")
        crash_point("receiver.committed")
        self._wakeups.inbox.set()


class Poller:
    """Long polling: the next `getUpdates` acknowledges a batch, so it is called only after the commit."""

    def __init__(self, bot: TelegramBot, store: Store) -> None:
        self._bot = bot
        self._store = store
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled; every fault is waited out."""
        backoff = FIRST_BACKOFF
        while True:
            try:
                await self._poll()
                backoff = FIRST_BACKOFF
            except RetryAfter as error:
                wait = error.retry_after
                await asyncio.sleep(wait if isinstance(wait, int) else wait.total_seconds())
            # JSON that is nested too deeply to be read is no reason to stop sending what is due.
            except (TelegramError, RecursionError) as error:
                _report(error)
                await asyncio.sleep(backoff)
                backoff = min(backoff * 2, MAX_BACKOFF)
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                log.error(
                    "ALARM: updates cannot be stored (%s). They stay at Telegram, which keeps them 24 hours",
                    type(error).__name__,
                )
                await asyncio.sleep(backoff)
                backoff = min(backoff * 2, MAX_BACKOFF)

    async def _poll(self) -> None:
        params: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": list(ALLOWED_UPDATES)}
        if self._offset is not None:
            params["offset"] = self._offset
        batch = await self._bot.call("getUpdates", params, read_timeout=POLL_SECONDS + 10)
        if not batch:
            return
        updates = [raw for raw in batch if inbox.is_update(raw)] if isinstance(batch, list) else []
        if not updates:
            # Without an update_id there is nothing to acknowledge: asking again at once would never end.
            raise TelegramError("the answer to getUpdates holds no updates")
        await self._store(updates)
        self._offset = max(raw["update_id"] for raw in updates) + 1


def _report(error: TelegramError | RecursionError) -> None:
    match error:
        case Conflict():
            log.warning("polling: somebody else polls with this token, or a webhook is set; waiting")
        case InvalidToken():
            log.critical("polling: Telegram refuses the token")
        case _:
            log.warning("polling: Telegram does not answer (%s)", type(error.__cause__ or error).__name__)


def webhook_app(store: Store, secret: str, health: Callable[[], Awaitable[bool]]) -> Starlette:
    """The web server that Telegram calls: `POST /telegram`; and `GET /health` for a monitor.

    200 only after the commit; 403 without the right secret; 413 and 400 for what is no update; 503 when it
    cannot be stored, and then Telegram sends it again.
    """

    async def receive(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not secrets.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("forbidden", 403)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                return PlainTextResponse("too large", 413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return PlainTextResponse("not JSON", 400)
        if not inbox.is_update(raw):
            return PlainTextResponse("not an update", 400)
        try:
            await store([raw])
        except Exception as error:
            if not is_database_trouble(error):
                raise
            log.error(
                "ALARM: an update cannot be stored (%s); Telegram will send it again", type(error).__name__
            )
            return PlainTextResponse("try again", 503)
        return JSONResponse({})

    return Starlette(
        routes=[
            Route(WEBHOOK_PATH, receive, methods=["POST"]),
            health_route(health),
        ]
    )
