"""Ticks: APScheduler as an alarm clock. Each tick calls its services in one transaction."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database, is_database_trouble
from bot.delivery import inbox, outbox
from bot.services import conversations, dilemmas
from bot.services.cases import casework
from bot.services.cases import reviews as case_reviews
from bot.services.collectives import experience as collective_experience
from bot.services.collectives import invitations
from bot.services.collectives import notices as collective_notices
from bot.services.collectives.notices import Desk
from bot.services.escalations import escalations
from bot.services.escalations import watch as escalation_watch
from bot.services.escalations.desk import Desk as StaffDesk
from bot.services.introductions import ticks as introduction_ticks
from bot.services.introductions.terms import Terms
from bot.services.library import library
from bot.services.meetings import notes as meeting_notes
from bot.services.meetings import notices
from bot.services.roles import Roles
from bot.settings import RetentionSettings

log = logging.getLogger(__name__)

# A tick that comes late still has to be done: its work is found in the database, not in the alarm.
MISFIRE_SECONDS = 3600
HOUSEKEEPING_SECONDS = 300
COLLECTIVES_SECONDS = 300
LINK_ANYWAY = timedelta(hours=1)
ESCALATIONS_SECONDS = 60
INTRODUCTIONS_SECONDS = 60
CASE_REVIEWS_SECONDS = 900
WORDS_KEPT = timedelta(days=7)
# After that nothing changes any more about the cards of a session that is over.
NOTICES_KEPT = timedelta(days=30)

Sweep = Callable[[AsyncSession, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Tick:
    """Work that is looked for again and again, every so many seconds."""

    name: str
    seconds: int
    sweep: Sweep


class InHand(AsyncIOExecutor):  # type: ignore[misc]
    """The ticks that are being done. APScheduler's own breaks them off amid a call of the database."""

    def shutdown(self, wait: bool = True) -> None:
        """End nothing: `AlarmClock.finish` has waited."""

    async def finish(self, seconds: float) -> None:
        """Wait for those in hand; what is not ready by then is broken off, and waited for as well."""
        left = set(self._pending_futures)
        if left:
            _, left = await asyncio.wait(left, timeout=seconds)
        for tick in left:
            tick.cancel()
        await asyncio.gather(*left, return_exceptions=True)


class AlarmClock(AsyncIOScheduler):  # type: ignore[misc]
    """APScheduler's alarm clock, which can be stopped without breaking off what it rang for."""

    def __init__(self, **options: Any) -> None:
        """Options as APScheduler's."""
        self._in_hand = InHand()
        super().__init__(executors={"default": self._in_hand}, **options)

    async def finish(self, seconds: float) -> None:
        """Ring no more, and wait so long for the ticks in hand; nothing of them is left afterwards."""
        if self.running:
            self.pause()
            await self._in_hand.finish(seconds)
            self.shutdown(wait=False)


def make_scheduler(
    db: Database, clock: Clock, retention: RetentionSettings, ticks: Iterable[Tick] = ()
) -> AlarmClock:
    """The alarm clock with housekeeping and these ticks on it, not yet started."""
    scheduler = AlarmClock(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": MISFIRE_SECONDS},
    )
    for tick in (Tick("housekeeping", HOUSEKEEPING_SECONDS, _housekeeping(retention)), *ticks):
        scheduler.add_job(_tick, "interval", (db, clock, tick.sweep), seconds=tick.seconds, id=tick.name)
    return scheduler


def introductions_tick(terms: Terms) -> Tick:
    """Remind, ask again, go to the next collective, and ask afterwards how it went."""

    async def sweep(session: AsyncSession, at: datetime) -> None:
        await introduction_ticks.sweep(session, at, terms)

    return Tick("introductions", INTRODUCTIONS_SECONDS, sweep)


def escalations_tick(desk: StaffDesk) -> Tick:
    """Let no question before staff wait unseen."""

    async def sweep(session: AsyncSession, at: datetime) -> None:
        await escalation_watch.watch(session, desk, at)

    return Tick("escalations", ESCALATIONS_SECONDS, sweep)


def collectives_tick(desk: Desk) -> Tick:
    """Notice contact persons who cannot be reached, and cases that name a collective."""
    linked: int | None = None
    linked_at: datetime | None = None

    async def sweep(session: AsyncSession, at: datetime) -> None:
        nonlocal linked, linked_at
        await collective_notices.sweep_unreachable(session, desk, at=at)
        # All cases are read for it, and a collective that is new or renamed was linked then. Once in a while
        # all the same: whether this transaction commits is not known here.
        revision = await library.revision(session)
        if revision != linked or linked_at is None or at - linked_at >= LINK_ANYWAY:
            await collective_experience.link(session, at=at)
            linked, linked_at = revision, at

    return Tick("collectives", COLLECTIVES_SECONDS, sweep)


def case_reviews_tick(roles: Roles, zone: ZoneInfo, default_language: str) -> Tick:
    """Ask the owners of cases that nobody checked for a year whether they are still right."""

    async def sweep(session: AsyncSession, at: datetime) -> None:
        await case_reviews.ask_due(session, roles=roles, zone=zone, default_language=default_language, at=at)

    return Tick("case-reviews", CASE_REVIEWS_SECONDS, sweep)


def ring_all(scheduler: AlarmClock) -> None:
    """Let every tick look at once, unless they are stopped: when the clock is moved, much may become due."""
    if scheduler.running:
        for job in scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))


def _housekeeping(retention: RetentionSettings) -> Sweep:
    """Forget what is kept long enough: raw updates, the words of messages that left, unanswered proposals."""

    async def sweep(session: AsyncSession, at: datetime) -> None:
        await inbox.purge(session, before=at - timedelta(days=retention.updates_days))
        await outbox.purge(session, before=at - WORDS_KEPT)
        await dilemmas.drop_stale_proposals(session, at=at)
        await conversations.drop_stale(session, at=at)
        await invitations.drop_stale(session, at=at)
        words_kept = timedelta(days=round(retention.dilemmas_months * 30.44))
        await dilemmas.anonymise(session, before=at - words_kept)
        await escalations.anonymise(session, before=at - words_kept)
        await casework.drop_stale(session, before=at - words_kept, at=at)
        await notices.forget(session, before=at - NOTICES_KEPT)
        await meeting_notes.forget(session, before=at - words_kept)

    return sweep


async def _tick(db: Database, clock: Clock, sweep: Sweep) -> None:
    try:
        async with db.begin() as session:
            await sweep(session, clock.now())
    except Exception as error:
        if not is_database_trouble(error):
            raise
        log.warning("tick: the database does not answer (%s); the next tick does it", type(error).__name__)
