"""Sees broadcasts through: puts the rest of their chats in the outbox, and shows how far they are.

All that it goes by is in rows, so that after a restart it goes on where it was; but for the measured speed.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database, is_database_trouble
from bot.delivery import addresses, outbox
from bot.delivery.outbox import Outgoing
from bot.services import broadcast_cards, broadcast_progress, broadcasts, people
from bot.services.broadcast_audience import Audiences
from bot.services.broadcast_progress import Speed, Tally
from bot.services.quiet_hours import QuietHours
from models import Broadcast, BroadcastState, ChatKind, OutboxMessage, OutboxState, Person

log = logging.getLogger(__name__)

SECONDS = 1
# A message that changes more often than this is slowed down by Telegram, and read by nobody.
EDIT_EVERY = timedelta(seconds=3)


class Broadcasting:
    """One look a second; any number of processes may look. `per_second` is the pace of the settings."""

    def __init__(
        self, db: Database, clock: Clock, audiences: Audiences, quiet: QuietHours, *, per_second: float
    ) -> None:
        self._db = db
        self._clock = clock
        self._audiences = audiences
        self._quiet = quiet
        self._per_second = per_second
        self._speeds: dict[int, Speed] = {}

    async def look(self) -> None:
        """Go on with every broadcast that is not over; trouble with the database is left to the next look."""
        try:
            async with self._db.read() as session:
                unfinished = await _unfinished(session)
            for broadcast_id in unfinished:
                await self._keep_quiet(broadcast_id)
                while await self._queue(broadcast_id):
                    pass
                await self._show(broadcast_id)
            self._speeds = {one: speed for one, speed in self._speeds.items() if one in unfinished}
        except Exception as error:
            if not is_database_trouble(error):
                raise
            log.warning("broadcasts: the database does not answer (%s)", type(error).__name__)

    async def _keep_quiet(self, broadcast_id: int) -> None:
        """Hold it up when the quiet hours begin, and let it go when they are over."""
        at = self._clock.now()
        until = self._quiet.until(at)
        async with self._db.begin() as session:
            broadcast = await broadcasts.locked(session, broadcast_id)
            if broadcast is None or broadcast.state is not BroadcastState.SENDING:
                return
            if until is not None and broadcast.resting_until is None:
                await broadcasts.rest(session, broadcast, until)
            elif until is None and broadcast.resting_until is not None:
                await broadcasts.wake(session, broadcast, at=at)

    async def _queue(self, broadcast_id: int) -> bool:
        """Store the next chunk, in a transaction of its own; whether there is more to store."""
        async with self._db.begin() as session:
            broadcast = await broadcasts.locked(session, broadcast_id)
            if (
                broadcast is None
                or broadcast.state is not BroadcastState.SENDING
                or broadcast.queued_at is not None
                or broadcast.resting_until is not None
            ):
                return False
            await broadcasts.queue_chunk(session, broadcast, self._audiences, at=self._clock.now())
            return broadcast.queued_at is None

    async def _show(self, broadcast_id: int) -> None:
        """Bring the author's message up to date, unless that was done a moment ago."""
        at = self._clock.now()
        async with self._db.begin() as session:
            broadcast = await broadcasts.locked(session, broadcast_id)
            if broadcast is None or broadcast.finished_at is not None:
                return
            if broadcast.progress_at is not None and at - broadcast.progress_at < EDIT_EVERY:
                return
            if broadcast.undo_content_id is None:
                tally = await broadcast_progress.tally(session, broadcast)
            else:
                tally = await broadcast_progress.tally_of_undo(session, broadcast)
            if tally.waiting == 0 and (broadcast.queued_at is not None or not broadcast.is_under_way):
                broadcast.finished_at = at
                if broadcast.state is not BroadcastState.STOPPED:
                    broadcast.state = BroadcastState.DONE
                log.info(
                    "broadcast %d is over: %d of %d delivered", broadcast.id, tally.delivered, tally.total
                )
            elif await _is_waiting(session, broadcast):
                return
            await self._edit(session, broadcast, tally, at)

    async def _edit(self, session: AsyncSession, broadcast: Broadcast, tally: Tally, at: datetime) -> None:
        author = await session.get(Person, broadcast.author_id) if broadcast.author_id is not None else None
        broadcast.progress_at = at
        if author is None:
            return
        chat = await addresses.open_chat(session, author.telegram_id, ChatKind.PRIVATE)
        language = people.language_for(chat, author, None, default=self._audiences.default_language)
        if broadcast.undo_content_id is None:
            minutes = self._minutes(broadcast, tally, at)
            card = broadcast_cards.progress(broadcast, tally, minutes, language)
        else:
            unknown = (await broadcast_progress.tally(session, broadcast)).unknown
            card = broadcast_cards.undoing(broadcast, tally, unknown, language)
        broadcast.progress += 1
        payload = card.payload()
        payload.setdefault("reply_markup", {"inline_keyboard": []})
        await outbox.add(
            session,
            Outgoing(
                key=f"{_key(broadcast)}:{broadcast.progress}",
                chat_id=chat.id,
                method="editMessageText",
                payload=payload,
                target_key=_key(broadcast),
            ),
            at=at,
        )

    def _minutes(self, broadcast: Broadcast, tally: Tally, at: datetime) -> int | None:
        speed = self._speeds.setdefault(broadcast.id, Speed(self._per_second))
        if broadcast.state is not BroadcastState.SENDING or broadcast.resting_until is not None:
            speed.rest()
            return None
        speed.note(tally.settled, at)
        return speed.minutes(tally.waiting)


def _key(broadcast: Broadcast) -> str:
    return f"broadcast-progress:{broadcast.id}"


async def _unfinished(session: AsyncSession) -> Sequence[int]:
    rows = await session.scalars(
        select(Broadcast.id)
        .where(Broadcast.state != BroadcastState.DRAFT, Broadcast.finished_at.is_(None))
        .order_by(Broadcast.id)
    )
    return list(rows)


async def _is_waiting(session: AsyncSession, broadcast: Broadcast) -> bool:
    """Whether the message's last change was not sent yet: another one would only wait behind it."""
    last = _key(broadcast) if broadcast.progress == 0 else f"{_key(broadcast)}:{broadcast.progress}"
    state = await session.scalar(select(OutboxMessage.state).where(OutboxMessage.key == last))
    return state in (OutboxState.QUEUED, OutboxState.SENDING)
