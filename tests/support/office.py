"""A sender at work on a fake Bot API, for tests of what becomes of messages."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import TelegramError, TimedOut

from bot.db import Database
from bot.delivery.http_client import NotSentError
from bot.delivery.outbox import Sendable
from bot.delivery.pacing import Pacer
from bot.delivery.sender import Sender
from bot.delivery.telegram_bot import TelegramBot
from bot.delivery.wakeups import Wakeup
from models import Chat, OutboxMessage, OutboxState
from tests.support.eventually import PATIENCE_SECONDS, eventually
from tests.support.factories import StillClock, make_chat, outbox_row, queue
from tests.support.fake_bot import FakeBot

GROUP = -100


class Office:
    """A sender on a fake Bot API, with a clock that stands still."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.bot = FakeBot()
        self.clock = StillClock()
        self.owner = 0
        self.is_leading = True
        self.pacer = unpaced()

    def hire(self, pacer: Pacer | None = None) -> Sender:
        """A new sender, as after a restart."""
        self.owner += 1
        self.pacer = pacer or unpaced()
        return Sender(
            self.db,
            cast(TelegramBot, self.bot),
            self.pacer,
            bot_id=1,
            owner=f"process {self.owner}",
            clock=self.clock,
            wakeup=Wakeup(),
            mark_repeat=mark_repeat,
            is_leading=lambda: self.is_leading,
        )

    @asynccontextmanager
    async def at_work(self, pacer: Pacer | None = None) -> AsyncIterator[Sender]:
        """A new sender that runs for as long as the context lasts."""
        sender = self.hire(pacer)
        task = asyncio.create_task(sender.run())
        try:
            yield sender
        finally:
            sender.stop()
            async with asyncio.timeout(PATIENCE_SECONDS):
                await task

    async def post(self, *keys: str, chat: int = GROUP, **fields: Any) -> None:
        """Store messages that say their own key."""
        async with self.db.begin() as session:
            there = await session.scalar(select(Chat).where(Chat.telegram_id == chat))
            there = there or await make_chat(session, chat)
            for key in keys:
                assert await queue(session, there, key, **fields)

    async def row(self, key: str) -> OutboxMessage:
        """A message as it stands in the database."""
        async with self.db.read() as session:
            return await outbox_row(session, key)

    async def until(self, key: str, *states: OutboxState) -> OutboxMessage:
        """Wait until a message is in one of the states."""
        return await self._wait_for(key, lambda row: row.state in states)

    async def attempted(self, key: str, attempts: int = 1) -> OutboxMessage:
        """Wait until a message is back in the queue after so many attempts."""
        return await self._wait_for(
            key, lambda row: row.state is OutboxState.QUEUED and row.attempts >= attempts
        )

    async def uncertain(self, key: str) -> OutboxMessage:
        """Wait until it was noticed that a message may or may not have arrived."""
        return await self._wait_for(key, lambda row: row.uncertain > 0)

    async def called(self) -> None:
        """Wait for the first call."""
        await eventually(lambda: self.bot.calls)

    async def _wait_for(self, key: str, wanted: Callable[[OutboxMessage], bool]) -> OutboxMessage:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not wanted(row := await self.row(key)):  # noqa: ASYNC110 - as a person would look
                await asyncio.sleep(0.01)
        return row


def unpaced() -> Pacer:
    """No limits."""
    return Pacer(per_second=0, per_private_chat_per_second=0, per_group_per_minute=0)


def mark_repeat(message: Sendable) -> dict[str, Any]:
    if "text" not in message.params:
        return message.params
    return {
        **message.params,
        "text": f"{message.params['text']} (again, {message.id}{message.language or ''})",
    }


class Unsteady(Database):
    """A database that fails when told to: before the work (away) or after the commit (unheard)."""

    away = 0
    unheard = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        if self.away:
            self.away -= 1
            raise trouble()
        async with super().begin() as session:
            yield session
        if self.unheard:
            self.unheard -= 1
            raise trouble()


def trouble() -> OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return OperationalError("...", {}, error)


def read_timeout() -> TelegramError:
    """Nobody knows whether it arrived."""
    error = TimedOut()
    error.__cause__ = TimeoutError()
    return error


def refused_connection() -> TelegramError:
    """It surely did not arrive."""
    return NotSentError("ClientConnectorError")
