"""When Telegram asks for silence (429): everybody is silent at once, until it is clear whom it is about.

Telegram does not say which of its limits was reached. A chat that had nearly as much as it may have is told
apart by our own record, and is silent alone; should that be wrong, the next message to another chat is
refused as well. Otherwise it is about everybody: silence for all, and a lower pace afterwards.
"""

import logging
import time
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.outbox import Sendable
from bot.delivery.pacing import Pacer
from models import ChatKind, OutboxMessage, OutboxState, SendPause

log = logging.getLogger(__name__)

# Three quarters of what Telegram lets through to one group, and what it surely lets through to one person.
BUSY_GROUP = (timedelta(minutes=1), 15)
BUSY_PERSON = (timedelta(seconds=3), 3)


class Silence:
    """Until when nothing may leave; what was decided outlives a restart."""

    def __init__(self, pacer: Pacer, bot_id: int) -> None:
        self._pacer = pacer
        self._bot_id = bot_id
        self._until: datetime | None = None
        # Asked for and not judged yet, by message.
        self._asked: dict[int, datetime] = {}

    async def recall(self, session: AsyncSession, at: datetime) -> None:
        """Go on with what an earlier process was asked for, at the pace to which it slowed down."""
        stored = await session.get(SendPause, self._bot_id)
        if stored is None:
            return
        self._until = stored.until
        if stored.pace is not None and stored.slowed_at is not None:
            quiet = max((at - stored.slowed_at).total_seconds(), 0.0)
            self._pacer.overall.resume(stored.pace, time.monotonic() - quiet)

    def left(self, at: datetime) -> timedelta:
        """How long nothing may leave yet."""
        until = [*self._asked.values(), *([self._until] if self._until is not None else [])]
        return max(max(until) - at, timedelta(0)) if until else timedelta(0)

    def ask(self, message: Sendable, wait: timedelta, at: datetime) -> None:
        """Be silent for so long, or until `judge` finds that it is about one chat."""
        self._asked[message.id] = at + wait

    async def judge(self, session: AsyncSession, message: Sendable, wait: timedelta, at: datetime) -> None:
        """Decide whom it is about, and store that when it is everybody."""
        if await _is_busy(session, message, at):
            log.warning("Telegram wants silence in one chat for %d s", wait.total_seconds())
            self._pacer.hold(message.chat_id, message.chat_kind, time.monotonic(), wait.total_seconds())
        else:
            await self._quieten(session, message, wait, at)
        self._asked.pop(message.id, None)

    async def _quieten(self, session: AsyncSession, message: Sendable, wait: timedelta, at: datetime) -> None:
        pace = self._pacer.paid if message.is_paid else self._pacer.overall
        stored = await session.get(SendPause, self._bot_id)
        stored = stored or SendPause(bot_id=self._bot_id, until=at)
        if self._until is None or self._until <= at:
            # What was under way at the same time is refused as well, and says nothing new.
            pace.slow_down(time.monotonic())
            if pace is self._pacer.overall:
                stored.pace, stored.slowed_at = pace.slowed, at
            log.warning(
                "Telegram wants silence for %d s; then %.1f messages a second",
                wait.total_seconds(),
                pace.slowed,
            )
        self._until = stored.until = max(at + wait, self._until or at)
        session.add(stored)


async def _is_busy(session: AsyncSession, message: Sendable, at: datetime) -> bool:
    """Whether a chat had, of late, nearly all that Telegram lets through to it."""
    within, many = BUSY_PERSON if message.chat_kind is ChatKind.PRIVATE else BUSY_GROUP
    had = await session.scalar(
        select(func.count()).where(
            OutboxMessage.chat_id == message.chat_id,
            OutboxMessage.state == OutboxState.SENT,
            OutboxMessage.finished_at > at - within,
        )
    )
    return (had or 0) >= many
