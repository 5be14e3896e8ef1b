"""Looks back on meetings that are over: asks their planners and those who signed up, and sends notes.

A look each half minute, in steps that are short transactions. All that it goes by is in rows. In the quiet
hours nothing is asked: it waits for the morning.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.crash import crash_point
from bot.db import Database, left_to_the_next_look
from bot.services.meetings import afterwards, afterwards_post, notes
from bot.services.meetings.manner import Manner

log = logging.getLogger(__name__)

SECONDS = 30
# Meetings of one kind in one look; steps for one meeting in one look.
MEETINGS, STEPS = 20, 10

Step = Callable[[AsyncSession, int, Manner, datetime], Awaitable[bool]]


class LookingBack:
    """Sees to what comes after meetings; any number of processes may look.

    `manner` is asked anew at each look: the bot's name is known only once it runs.
    """

    def __init__(self, db: Database, clock: Clock, manner: Callable[[], Manner]) -> None:
        self._db = db
        self._clock = clock
        self._manner = manner

    async def look(self) -> None:
        """Do all that is due; trouble with the database is left to the next look."""
        with left_to_the_next_look(log, "after sessions"):
            await self._look()

    async def _look(self) -> None:
        at, manner = self._clock.now(), self._manner()
        if manner.quiet.until(at) is not None:
            return
        async with self._db.read() as session:
            over = await afterwards.due(session, at=at, most=MEETINGS)
            sending = await notes.sending(session, most=MEETINGS)
            helped = await afterwards_post.unasked_for_help(session, at=at, most=MEETINGS)
            done = await afterwards_post.not_summed_up(session, at=at, most=MEETINGS)
        await self._each("opened", over, _open, manner)
        async with self._db.read() as session:
            unasked = await afterwards_post.unasked(session, most=MEETINGS)
        await self._each("asked", unasked, _ask, manner)
        await self._each("notes", sending, _send_notes, manner)
        await self._each("helped", helped, _ask_help, manner)
        await self._each("summed-up", done, _sum_up, manner)

    async def _each(self, name: str, meetings: Sequence[int], step: Step, manner: Manner) -> None:
        """A step for each meeting, again while there is more to do, in transactions of their own."""
        for meeting_id in meetings:
            for _ in range(STEPS):
                async with self._db.begin() as session:
                    more = await step(session, meeting_id, manner, self._clock.now())
                    crash_point(f"after-sessions.{name}.before")
                crash_point(f"after-sessions.{name}")
                if not more:
                    break


async def _open(session: AsyncSession, meeting_id: int, manner: Manner, at: datetime) -> bool:
    await afterwards_post.open_card(session, meeting_id, manner, at=at)
    return False


async def _ask(session: AsyncSession, meeting_id: int, manner: Manner, at: datetime) -> bool:
    return await afterwards_post.ask_who_was_there(session, meeting_id, manner, at=at)


async def _send_notes(session: AsyncSession, meeting_id: int, manner: Manner, at: datetime) -> bool:
    return await notes.go_on(session, meeting_id, manner, at=at)


async def _ask_help(session: AsyncSession, meeting_id: int, manner: Manner, at: datetime) -> bool:
    return await afterwards_post.ask_whether_it_helped(session, meeting_id, manner, at=at)


async def _sum_up(session: AsyncSession, meeting_id: int, manner: Manner, at: datetime) -> bool:
    await afterwards_post.sum_up(session, meeting_id, manner, at=at)
    return False
