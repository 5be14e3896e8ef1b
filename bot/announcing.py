"""Sees announcements of meetings through: a look every few seconds, in steps that are short transactions.

All that it goes by is in rows: whoever looks, however often, and wherever it is killed, goes on where it was.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.crash import crash_point
from bot.db import Database, left_to_the_next_look
from bot.services.meetings import announcing, missed, notices, telling
from bot.services.meetings.manner import Manner
from bot.services.meetings.notices import AT
from models import Meeting, MeetingMoment, MeetingNotice, NoticeState

log = logging.getLogger(__name__)

SECONDS = 10
# One process at a time does a step; the others leave it to that one. Any number will do.
STEP_LOCK = 5_017_220_611

Step = Callable[[AsyncSession, datetime], Awaitable[bool]]


class Announcing:
    """Announces meetings and tells of their changes; any number of processes may look.

    `manner` is asked anew at each look: the bot's name is known only once it runs.
    """

    def __init__(self, db: Database, clock: Clock, manner: Callable[[], Manner]) -> None:
        self._db = db
        self._clock = clock
        self._manner = manner

    async def look(self) -> None:
        """Do all that is due; trouble with the database is left to the next look."""
        with left_to_the_next_look(log, "sessions"):
            await self._look()

    async def _look(self) -> None:
        at = self._clock.now()
        async with self._db.read() as session:
            if not await session.scalar(_IS_ANYTHING_DUE, _when(at)):
                return
            settling = await telling.unsettled(session, at=at)
        manner = self._manner()
        for meeting_id in settling:
            await self._do("settled", _settling(manner, meeting_id))
        await self._do("told", _telling(manner))
        for moment_id in await self._to_expand():
            await self._all("expanded", _expanding(manner, moment_id))
        await self._all("revived", _reviving)
        await self._all("posted", _posting(manner))
        await self._all("closed", _closing(manner))
        await self._do("reported", _reporting(manner))

    async def _to_expand(self) -> Sequence[int]:
        async with self._db.read() as session:
            return await notices.to_expand(session, at=self._clock.now())

    async def _all(self, name: str, step: Step) -> None:
        while await self._do(name, step):
            pass

    async def _do(self, name: str, step: Step) -> bool:
        """One step in a transaction of its own; whether there is more of it to do."""
        async with self._db.begin() as session:
            if not self._db.is_sqlite and not await session.scalar(_TRY_LOCK, {"key": STEP_LOCK}):
                return False
            more = await step(session, self._clock.now())
            crash_point(f"sessions.{name}.before")
        crash_point(f"sessions.{name}")
        return more


_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")


# Index lookups only, however much was announced before (a test looks at the plan). Built once: this is asked
# every few seconds for as long as the bot lives.
_IS_ANYTHING_DUE = select(
    or_(
        exists().where(MeetingNotice.state == NoticeState.WAITING, MeetingNotice.due_at <= AT),
        exists().where(Meeting.settles_at <= AT),
        exists().where(Meeting.tells_at <= AT),
        exists().where(Meeting.closed_at.is_(None), Meeting.ends_at <= AT),
        exists().where(MeetingMoment.missed_at <= AT),
        notices.TO_EXPAND.exists(),
        notices.EXPIRED.exists(),
    )
)


def _when(at: datetime) -> dict[str, datetime]:
    return {"at": at, "ahead": at + notices.AHEAD, "back": at - notices.LOOK_BACK}


def _settling(manner: Manner, meeting_id: int) -> Step:
    async def step(session: AsyncSession, at: datetime) -> bool:
        await telling.settle(session, meeting_id, manner, at=at)
        return False

    return step


def _telling(manner: Manner) -> Step:
    async def step(session: AsyncSession, at: datetime) -> bool:
        await telling.tell(session, manner, at=at)
        return False

    return step


def _expanding(manner: Manner, moment_id: int) -> Step:
    async def step(session: AsyncSession, at: datetime) -> bool:
        return await notices.expand(session, moment_id, manner, at=at)

    return step


async def _reviving(session: AsyncSession, at: datetime) -> bool:
    return await notices.revive(session, at=at) > 0


def _posting(manner: Manner) -> Step:
    async def step(session: AsyncSession, at: datetime) -> bool:
        return await announcing.post(session, manner, at=at) > 0

    return step


def _closing(manner: Manner) -> Step:
    async def step(session: AsyncSession, at: datetime) -> bool:
        return await telling.close(session, manner, at=at) > 0

    return step


def _reporting(manner: Manner) -> Step:
    async def step(session: AsyncSession, at: datetime) -> bool:
        await missed.report(session, manner, at=at)
        return False

    return step
