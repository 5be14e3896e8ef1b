"""Sees broadcasts through: begins them at their time, puts their chats in the outbox, shows how far they are.

All that it goes by is in rows, so that after a restart it goes on where it was; but for the measured speed.
"""

import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database, is_database_trouble, left_to_the_next_look
from bot.delivery import addresses, outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services import people
from bot.services.broadcasts import broadcasts
from bot.services.broadcasts import progress as broadcast_progress
from bot.services.broadcasts import progress_cards as broadcast_progress_cards
from bot.services.broadcasts import schedule as broadcast_schedule
from bot.services.broadcasts.audience import Audiences
from bot.services.broadcasts.paying import Paces
from bot.services.broadcasts.progress import Speed, Tally
from bot.services.broadcasts.schedule import Unfit
from bot.services.quiet_hours import QuietHours
from models import Broadcast, BroadcastState, ChatKind, OutboxMessage, OutboxState, Person

log = logging.getLogger(__name__)

SECONDS = 1
# A message that changes more often than this is slowed down by Telegram, and read by nobody.
EDIT_EVERY = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Manner:
    """How the settings want it: the bot's name once it is known, the readers' zone, and the paces.

    Above `second_above` chats somebody else has to have looked along.
    """

    bot_name: Callable[[], str]
    zone: ZoneInfo
    second_above: int
    paces: Paces


class Broadcasting:
    """One look a second; any number of processes may look."""

    def __init__(
        self, db: Database, clock: Clock, audiences: Audiences, quiet: QuietHours, manner: Manner
    ) -> None:
        self._db = db
        self._clock = clock
        self._audiences = audiences
        self._quiet = quiet
        self._manner = manner
        self._speeds: dict[int, Speed] = {}

    async def look(self) -> None:
        """Go on with every broadcast that is not over; trouble with the database is left to the next look."""
        with left_to_the_next_look(log, "broadcasts"):
            async with self._db.read() as session:
                due = await broadcast_schedule.due(session, at=self._clock.now())
            broken = await _each(due, self._begin)
            async with self._db.read() as session:
                unfinished = await _unfinished(session)
            self._speeds = {one: speed for one, speed in self._speeds.items() if one in unfinished}
            for error in broken + await _each(unfinished, self._go_on):
                raise error

    async def _go_on(self, broadcast_id: int) -> None:
        await self._keep_quiet(broadcast_id)
        while await self._queue(broadcast_id):
            pass
        await self._show(broadcast_id)

    async def _begin(self, broadcast_id: int) -> None:
        """Begin what was scheduled, or tell why not; in quiet hours it waits for the morning."""
        at = self._clock.now()
        if self._quiet.until(at) is not None:
            return
        async with self._db.begin() as session:
            broadcast = await broadcasts.locked(session, broadcast_id)
            if broadcast is None or broadcast.state is not BroadcastState.SCHEDULED:
                return
            why, number = await broadcast_schedule.unfitness(
                session, broadcast, self._audiences, second_above=self._manner.second_above, at=at
            )
            if why is not None:
                await self._give_back(session, broadcast, why, number, at)
                return
            broadcast.counted = number
            if broadcast.is_paid and self._manner.paces.price(number) is None:
                broadcast.is_paid = False
            await broadcasts.start(
                session, broadcast, self._audiences, bot_name=self._manner.bot_name(), at=at
            )
            log.info("broadcast %d begins at its time: %d chats", broadcast.id, number)
            await self._post_progress(session, broadcast, at)

    async def _give_back(
        self, session: AsyncSession, broadcast: Broadcast, why: Unfit, number: int, at: datetime
    ) -> None:
        """Make it a draft again and tell its author; the other coordinators when that is none any more."""
        agreed, version = broadcast.counted or 0, broadcast.version
        broadcast_schedule.give_back(broadcast, at=at)
        log.warning("broadcast %d was not sent at its time (%s)", broadcast.id, why.value)
        author = await session.get(Person, broadcast.author_id) if broadcast.author_id is not None else None
        told = [author.telegram_id] if author is not None else []
        if why is Unfit.AUTHOR:
            told = sorted(self._audiences.roles.coordinator_ids)
        for telegram_id in told:
            chat = await addresses.open_chat(session, telegram_id, ChatKind.PRIVATE)
            person = await people.meet(session, telegram_id, at=at)
            language = people.language_for(chat, person, None, default=self._audiences.default_language)
            card = broadcast_progress_cards.not_sent(broadcast, why, number, agreed, language)
            key = f"broadcast-not-sent:{broadcast.id}:{version}:{chat.id}"
            await outbox.add(session, Outgoing(key=key, chat_id=chat.id, payload=card.payload()), at=at)

    async def _post_progress(self, session: AsyncSession, broadcast: Broadcast, at: datetime) -> None:
        """Post the message that shows how far it is, as the press does where there is one."""
        author = await session.get(Person, broadcast.author_id)
        if author is None:
            return
        chat = await addresses.open_chat(session, author.telegram_id, ChatKind.PRIVATE)
        language = people.language_for(chat, author, None, default=self._audiences.default_language)
        tally = await broadcast_progress.tally(session, broadcast)
        card = broadcast_progress_cards.progress(broadcast, tally, None, language)
        await outbox.add(
            session, Outgoing(key=_key(broadcast), chat_id=chat.id, payload=card.payload()), at=at
        )

    async def _hold_up(self, session: AsyncSession, broadcast: Broadcast, at: datetime) -> None:
        """Invite nobody else to a session that does not come any more; its author says what now."""
        await broadcasts.pause(session, broadcast)
        log.warning("broadcast %d is held up: its session does not come any more", broadcast.id)
        author = await session.get(Person, broadcast.author_id) if broadcast.author_id is not None else None
        if author is None:
            return
        chat = await addresses.open_chat(session, author.telegram_id, ChatKind.PRIVATE)
        language = people.language_for(chat, author, None, default=self._audiences.default_language)
        card = broadcast_progress_cards.held_up(broadcast, language)
        key = f"broadcast-held-up:{broadcast.id}:{broadcast.progress}"
        await outbox.add(session, Outgoing(key=key, chat_id=chat.id, payload=card.payload()), at=at)

    async def _keep_quiet(self, broadcast_id: int) -> None:
        """Hold it up when the quiet hours begin, and let it go when they are over; or for its session."""
        at = self._clock.now()
        until = self._quiet.until(at)
        async with self._db.begin() as session:
            broadcast = await broadcasts.locked(session, broadcast_id)
            if broadcast is None or broadcast.state is not BroadcastState.SENDING or broadcast.is_correction:
                # An edit makes no sound.
                return
            if not await broadcast_schedule.can_be_joined(session, broadcast, at):
                await self._hold_up(session, broadcast, at)
            elif until is not None and broadcast.resting_until is None:
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
            return await broadcasts.queue_due(session, broadcast, self._audiences, at=self._clock.now())

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
            card = await self._progress(session, broadcast, tally, language, at)
        else:
            unknown = (await broadcast_progress.tally(session, broadcast)).unknown
            card = broadcast_progress_cards.undoing(broadcast, tally, unknown, language)
        payload = card.replacement()
        if payload == await _shown(session, broadcast):
            # A night or a spread over a day would be ten thousand calls that change nothing.
            return
        broadcast.progress += 1
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

    async def _progress(
        self, session: AsyncSession, broadcast: Broadcast, tally: Tally, language: str, at: datetime
    ) -> Card:
        minutes = self._minutes(broadcast, tally, at)
        response = await broadcast_progress.response(session, broadcast)
        return broadcast_progress_cards.progress(broadcast, tally, minutes, language, response=response)

    def _minutes(self, broadcast: Broadcast, tally: Tally, at: datetime) -> int | None:
        paces = self._manner.paces
        usual = paces.paid_per_second if broadcast.is_paid else paces.per_second
        speed = self._speeds.setdefault(broadcast.id, Speed(usual))
        if broadcast.state is not BroadcastState.SENDING or broadcast.resting_until is not None:
            speed.rest()
            return None
        if broadcast.spread_hours and broadcast.queued_at is None:
            return math.ceil(tally.waiting * broadcasts.interval_of(broadcast).total_seconds() / 60)
        speed.note(tally.settled, at)
        return speed.minutes(tally.waiting)


def _key(broadcast: Broadcast) -> str:
    return f"broadcast-progress:{broadcast.id}"


async def _each(numbers: Sequence[int], step: Callable[[int], Awaitable[None]]) -> list[Exception]:
    """Do a step for each broadcast; what broke some of them, which holds up no other."""
    broken: list[Exception] = []
    for number in numbers:
        try:
            await step(number)
        except Exception as error:
            if is_database_trouble(error):
                raise
            broken.append(error)
    return broken


async def _unfinished(session: AsyncSession) -> Sequence[int]:
    rows = await session.scalars(
        select(Broadcast.id)
        .where(
            Broadcast.state.not_in((BroadcastState.DRAFT, BroadcastState.SCHEDULED)),
            Broadcast.finished_at.is_(None),
        )
        .order_by(Broadcast.id)
    )
    return list(rows)


async def _is_waiting(session: AsyncSession, broadcast: Broadcast) -> bool:
    """Whether the message's last change was not sent yet: another one would only wait behind it."""
    its_state = select(OutboxMessage.state).where(OutboxMessage.key == _last_key(broadcast))
    return await session.scalar(its_state) in (OutboxState.QUEUED, OutboxState.SENDING)


async def _shown(session: AsyncSession, broadcast: Broadcast) -> dict[str, Any] | None:
    """What the message shows, unless a press may have changed it: that leaves out a number."""
    sent = OutboxMessage.state == OutboxState.SENT
    return await session.scalar(
        select(OutboxMessage.payload).where(OutboxMessage.key == _last_key(broadcast), sent)
    )


def _last_key(broadcast: Broadcast) -> str:
    return _key(broadcast) if broadcast.progress == 0 else f"{_key(broadcast)}:{broadcast.progress}"
