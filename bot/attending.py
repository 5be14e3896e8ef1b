"""Sees to those who signed up for meetings: places that come free, offers that lapse, and the link in time.

A look every few seconds, in steps that are short transactions. All that it goes by is in rows.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.crash import crash_point
from bot.db import Database, left_to_the_next_look
from bot.services.meetings import attendance_post, links, rsvps, store, waiting_list
from bot.services.meetings.manner import Manner

log = logging.getLogger(__name__)

SECONDS = 3
# So many meetings in one look.
RUN = 50
# Names of guests are kept for a month: nobody counts the hours.
FORGET_EVERY = timedelta(hours=1)

Step = Callable[[AsyncSession, datetime], Awaitable[bool]]


class Attending:
    """Looks after waiting lists and links; any number of processes may look.

    `manner` is asked anew at each look: the bot's name is known only once it runs.
    """

    def __init__(self, db: Database, clock: Clock, manner: Callable[[], Manner]) -> None:
        self._db = db
        self._clock = clock
        self._manner = manner
        self._forgot_at: datetime | None = None

    async def look(self) -> None:
        """Do all that is due; trouble with the database is left to the next look."""
        with left_to_the_next_look(log, "sign-ups"):
            await self._look()

    async def _look(self) -> None:
        at = self._clock.now()
        manner = self._manner()
        async with self._db.read() as session:
            moving = await _moving(session, at)
            near = await _near(session, manner, at)
            linkless = await attendance_post.without_link(session, at=at)
            waits = await attendance_post.is_news(session)
        for meeting_id in moving:
            await self._do("moved-up", _moving_up(meeting_id))
        while (moving or waits) and await self._do("told-places", _telling(manner)):
            pass
        for meeting_id in near:
            while await self._do("gave-links", _giving(meeting_id, manner)):
                pass
        for meeting_id in linkless:
            await self._do("asked-for-link", _asking(meeting_id, manner))
        if self._forgot_at is None or at - self._forgot_at >= FORGET_EVERY:
            await self._do("forgot-guests", _forgetting)
            self._forgot_at = at

    async def _do(self, name: str, step: Step) -> bool:
        """One step in a transaction of its own; whether there is more of it to do."""
        async with self._db.begin() as session:
            more = await step(session, self._clock.now())
            crash_point(f"sign-ups.{name}.before")
        crash_point(f"sign-ups.{name}")
        return more


async def _moving(session: AsyncSession, at: datetime) -> Sequence[int]:
    """The meetings where an offer lapses, or a place is free for somebody in line."""
    lapsing = await session.scalars(waiting_list.lapsing(at).limit(RUN))
    free = await session.scalars(waiting_list.to_move_up(at).limit(RUN))
    return sorted({*lapsing, *free})


async def _near(session: AsyncSession, manner: Manner, at: datetime) -> Sequence[int]:
    """The meetings of which somebody is to be given the link now."""
    found = []
    for meeting in await links.meetings_near(session, at=at):
        moment = links.moment_now(meeting, manner.quiet, at)
        if moment is not None and await links.due(session, meeting, moment, 1):
            found.append(meeting.id)
    return found


def _moving_up(meeting_id: int) -> Step:
    async def step(session: AsyncSession, at: datetime) -> bool:
        meeting = await store.locked(session, meeting_id)
        if meeting is not None:
            await waiting_list.lapse(session, meeting, at=at)
        return False

    return step


def _telling(manner: Manner) -> Step:
    async def step(session: AsyncSession, at: datetime) -> bool:
        return await attendance_post.tell_news(session, manner, at=at) > 0

    return step


def _giving(meeting_id: int, manner: Manner) -> Step:
    async def step(session: AsyncSession, at: datetime) -> bool:
        return await attendance_post.give_links(session, meeting_id, manner, at=at)

    return step


def _asking(meeting_id: int, manner: Manner) -> Step:
    async def step(session: AsyncSession, at: datetime) -> bool:
        await attendance_post.ask_for_link(session, meeting_id, manner, at=at)
        return False

    return step


async def _forgetting(session: AsyncSession, at: datetime) -> bool:
    await rsvps.forget_guests(session, at=at)
    return False
