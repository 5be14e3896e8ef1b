"""A month of sessions on a clock that is moved: are all words said in time, once, and within Telegram's pace?

Every session is for every group, which is the worst case. The tick looks every ten seconds and is killed now
and then between two steps or inside one; some sessions are moved or cancelled. What the tick itself takes
counts as time that goes by. The sender is modelled by its pace alone: thirty messages a second.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, func, select, update

from bot import announcing
from bot.db import Database
from bot.services.meetings.daily import NEAR
from bot.services.meetings.notices import AHEAD
from bot.services.meetings.plan import USUAL_MOMENTS
from models import (
    Meeting,
    MeetingMoment,
    MeetingNotice,
    MeetingState,
    MomentState,
    NoticeState,
    OutboxMessage,
    OutboxState,
)
from tests.bench.report import Report
from tests.support.meetings import MONDAY, ZONE, Neighbourhood, SetClock, add_groups

PART = "sessions"
PER_SECOND = 30
LIMIT_SECONDS = 60
TICK_SECONDS = announcing.SECONDS
SAID = (NoticeState.POSTED, NoticeState.JOINED)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is simulated."""

    sessions: int
    chats: int
    days: int
    # One of so many looks is killed at a random step; one of so many sessions changes.
    killed: int = 25
    changed: int = 10


WHOLE = Sizes(sessions=200, chats=2_000, days=30)
QUICK = Sizes(sessions=30, chats=300, days=8)


class KilledError(Exception):
    """Where the process would have died."""


class RunningClock(SetClock):
    """A clock that is set, and from there on goes as the machine's does."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self._since = time.perf_counter()

    def now(self) -> datetime:
        """What was set, and what went by since."""
        return self.at + timedelta(seconds=time.perf_counter() - self._since)

    def set(self, at: datetime) -> None:
        """Set it, and let it go on from there."""
        self.at, self._since = at, time.perf_counter()


class Timed(announcing.Announcing):
    """Announcing that tells how long its longest transaction was."""

    longest = 0.0

    async def _do(self, name: str, step: announcing.Step) -> bool:
        began = time.perf_counter()
        try:
            return await super()._do(name, step)
        finally:
            self.longest = max(self.longest, time.perf_counter() - began)


@dataclass
class Month:
    """What happens, and what was measured."""

    hood: Neighbourhood
    clock: RunningClock
    sizes: Sizes
    dice: random.Random
    todo: list[tuple[datetime, Callable[[], Coroutine[Any, Any, None]]]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    left: int = -1
    killed: int = 0
    looks: int = 0
    longest: float = 0.0
    free_at: datetime = MONDAY
    processor: float = 0.0

    def crash_point(self, _name: str) -> None:
        """Die here, when it was so decided."""
        if self.left == 0:
            raise KilledError
        self.left -= 1

    def plan_all(self) -> None:
        """Decide when each session is, when it is planned, and what changes."""
        for number in range(self.sizes.sessions):
            day = self.dice.randrange(1, self.sizes.days)
            start = (
                (MONDAY + timedelta(days=day))
                .astimezone(ZONE)
                .replace(hour=self.dice.randrange(9, 21), minute=self.dice.choice((0, 15, 30, 45)), second=0)
            )
            ahead = timedelta(hours=self.dice.uniform(1, 14 * 24))
            at = max(start - ahead, MONDAY + timedelta(minutes=number))
            if at >= start:
                at = start - timedelta(minutes=30)
            self.todo.append((at, partial(self._plan, start, number)))
            if number % self.sizes.changed == 0:
                later = at + (start - at) * self.dice.uniform(0.2, 0.8)
                self.todo.append((later, partial(self._change, number)))
        self.todo.sort(key=lambda one: one[0], reverse=True)

    async def _plan(self, start: datetime, number: int) -> None:
        local = start.strftime("%Y-%m-%dT%H:%M")
        self.numbers[number] = await self.hood.plan(
            local, *USUAL_MOMENTS, title=f"Sessie {number} (voorbeeld)"
        )

    async def _change(self, number: int) -> None:
        meeting = await self.hood.meeting(self.numbers[number])
        if number % (2 * self.sizes.changed) == 0:
            await self.hood.cancel(meeting.id)
        else:
            start = meeting.starts_at.astimezone(ZONE) + timedelta(days=1)
            await self.hood.change(meeting.id, local_start=start.strftime("%Y-%m-%dT%H:%M"))

    async def live(self) -> None:
        """Go from one thing that is due to the next, until nothing is."""
        while (event := await self._next()) is not None:
            # The look comes at any instant of the ten seconds between two.
            at = max(event, self.clock.now()) + timedelta(seconds=self.dice.uniform(0, TICK_SECONDS))
            await self._deliver(at)
            self.clock.set(max(at, self.clock.now()))
            while self.todo and self.todo[-1][0] <= self.clock.now():
                await self.todo.pop()[1]()
            await self._look()
        await self._deliver(self.clock.now() + timedelta(days=1))

    async def _look(self) -> None:
        self.looks += 1
        if self.dice.randrange(self.sizes.killed) == 0:
            self.left = self.dice.randrange(8)
        began, processor = time.perf_counter(), time.process_time()
        try:
            await self.hood.tick.look()
        except KilledError:
            self.killed += 1
            # Whoever starts it again takes some seconds.
            self.clock.set(self.clock.now() + timedelta(seconds=self.dice.uniform(5, 20)))
        self.left = -1
        self.processor += time.process_time() - processor
        self.longest = max(self.longest, time.perf_counter() - began)

    async def _next(self) -> datetime | None:
        """When there is something to do next."""
        async with self.hood.db.read() as session:
            waiting = MeetingMoment.state == MomentState.WAITING
            found = [
                await session.scalar(
                    select(func.min(MeetingNotice.due_at)).where(MeetingNotice.state == NoticeState.WAITING)
                ),
                await session.scalar(select(func.min(MeetingMoment.due_at)).where(waiting)),
                await session.scalar(select(func.min(Meeting.settles_at))),
                await session.scalar(select(func.min(Meeting.tells_at))),
                await session.scalar(select(func.min(Meeting.ends_at)).where(Meeting.closed_at.is_(None))),
            ]
            ahead = await session.scalar(
                select(func.min(MeetingMoment.due_at)).where(waiting, MeetingMoment.expanded_at.is_(None))
            )
        if ahead is not None:
            found.append(ahead - AHEAD)
        if self.todo:
            found.append(self.todo[-1][0])
        return min((one for one in found if one is not None), default=None)

    async def _deliver(self, until: datetime) -> None:
        """Let as many messages leave as fit before an instant, in the order of the sender."""
        async with self.hood.db.begin() as session:
            await session.execute(
                update(OutboxMessage)
                .where(
                    OutboxMessage.state == OutboxState.QUEUED, OutboxMessage.expires_at <= self.clock.now()
                )
                .values(state=OutboxState.EXPIRED)
            )
            begin = max(self.free_at, self.clock.at)
            room = int((until - begin).total_seconds() * PER_SECOND)
            if room <= 0:
                return
            rows = await session.execute(
                select(OutboxMessage.id, OutboxMessage.expires_at)
                .where(OutboxMessage.state == OutboxState.QUEUED)
                .order_by(OutboxMessage.priority, OutboxMessage.due_at, OutboxMessage.id)
                .limit(room)
            )
            sent = []
            for place, row in enumerate(rows):
                at = begin + timedelta(seconds=(place + 1) / PER_SECOND)
                state = OutboxState.SENT if at < row.expires_at else OutboxState.EXPIRED
                sent.append({"its_id": row.id, "at": at, "its_state": state})
            if sent:
                self.free_at = at
                await session.execute(_LEFT, sent)


_OUTBOX = OutboxMessage.__table__
_LEFT = (
    update(_OUTBOX)  # type: ignore[arg-type]
    .where(_OUTBOX.c.id == bindparam("its_id"))
    .values(
        state=bindparam("its_state", type_=_OUTBOX.c.state.type),
        finished_at=bindparam("at", type_=_OUTBOX.c.finished_at.type),
        sent_message_id=_OUTBOX.c.id,
        sent_chat_id=_OUTBOX.c.chat_id,
    )
)


def spread(report: Report, name: str, values: Sequence[float]) -> None:
    """The middle, the worst twentieth and the worst of some seconds."""
    ordered = sorted(values)
    for what, value in (
        ("p50", statistics.median(ordered)),
        ("p95", ordered[int(len(ordered) * 0.95)]),
        ("max", ordered[-1]),
    ):
        report.figure(PART, f"{name} {what} (s)", value, "{:.1f}")


async def lateness(db: Database) -> tuple[list[float], int]:
    """How long after its time each word became a message, and how many went along before their time.

    A word about a session that changed counts from when people were told of that.
    """
    async with db.read() as session:
        rows = await session.execute(
            select(MeetingNotice.due_at, MeetingNotice.finished_at, Meeting.told_at)
            .join(Meeting, Meeting.id == MeetingNotice.meeting_id)
            .where(MeetingNotice.state.in_(SAID), MeetingNotice.finished_at.is_not(None))
        )
        late, ahead = [], 0
        for due_at, finished_at, told_at in rows:
            if finished_at is None or finished_at < due_at:
                ahead += 1
                continue
            begin = due_at if told_at is None or told_at > finished_at else max(due_at, told_at)
            late.append((finished_at - begin).total_seconds())
        return late, ahead


async def delays(db: Database) -> list[float]:
    """How long each announcement waited for Telegram's pace."""
    async with db.read() as session:
        rows = await session.execute(
            select(OutboxMessage.created_at, OutboxMessage.finished_at).where(
                OutboxMessage.key.startswith("meeting-notice"),
                OutboxMessage.target_key.is_(None),
                OutboxMessage.state == OutboxState.SENT,
            )
        )
        return [(end - begin).total_seconds() for begin, end in rows if end is not None]


async def wrongs(month: Month) -> dict[str, int]:
    """How often a promise was broken."""
    manner = month.hood.manner
    async with month.hood.db.read() as session:
        rows = (
            await session.execute(
                select(
                    OutboxMessage.key,
                    OutboxMessage.chat_id,
                    OutboxMessage.created_at,
                    OutboxMessage.finished_at,
                ).where(
                    OutboxMessage.key.startswith("meeting-notice"),
                    OutboxMessage.target_key.is_(None),
                    OutboxMessage.state == OutboxState.SENT,
                )
            )
        ).all()
        about = await session.execute(
            select(MeetingNotice.outbox_key, func.min(Meeting.starts_at))
            .join(Meeting, Meeting.id == MeetingNotice.meeting_id)
            .where(MeetingNotice.state.in_(SAID))
            .group_by(MeetingNotice.outbox_key)
        )
        soonest = {row[0]: row[1] for row in about}
        twice = await session.scalar(
            select(func.count()).select_from(
                select(MeetingNotice.moment_id)
                .group_by(MeetingNotice.moment_id, MeetingNotice.chat_id)
                .having(func.count() > 1)
                .subquery()
            )
        )
        stuck = await session.scalar(select(func.count()).where(MeetingNotice.state == NoticeState.WAITING))
        missed = await session.scalar(select(func.coalesce(func.sum(MeetingMoment.missed), 0)))
    leads = Counter(row.key.split(":")[1] for row in rows)
    days = Counter((row.chat_id, manner.day(row.created_at)) for row in rows)
    at_night = 0
    for row in rows:
        until = manner.quiet.until(row.finished_at)
        at_night += until is not None and soonest[row.key] >= until + NEAR
    return {
        "words of one moment twice in a chat": twice or 0,
        "messages that left twice": sum(number > 1 for number in leads.values()),
        "chats with more than two in a day": sum(number > manner.per_day for number in days.values()),
        "announced in the quiet hours": at_night,
        "announced after it began": sum(row.finished_at >= soonest[row.key] for row in rows),
        "words left behind": stuck or 0,
        "words that came too late": missed or 0,
    }


async def measure_idle(month: Month, times: int = 200) -> float:
    """Milliseconds of processor time of a look when nothing is due, with all of the month in the database."""
    began = time.process_time()
    for _ in range(times):
        await month.hood.tick.look()
    return (time.process_time() - began) / times * 1000


async def measure(report: Report, sizes: Sizes) -> None:
    """Live through the month, and tell."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "month.sqlite"
        db = Database(f"sqlite+aiosqlite:///{path}")
        await db.migrate()
        hood = Neighbourhood(db)
        clock = RunningClock(MONDAY)
        hood.clock = clock
        hood.tick = Timed(db, clock, lambda: hood.manner)
        month = Month(hood, clock, sizes, random.Random(20261123))
        # As a test does: the process lives on, what it was doing does not.
        setattr(announcing, "crash_point", month.crash_point)  # noqa: B010
        async with db.begin() as session:
            await add_groups(session, sizes.chats)
        month.plan_all()
        began = time.perf_counter()
        await month.live()
        took = time.perf_counter() - began
        await tell(report, month, took, path)
        await db.close()


async def tell(report: Report, month: Month, took: float, path: Path) -> None:
    """The figures."""
    db, sizes = month.hood.db, month.sizes
    report.figure(PART, f"sessions, for {sizes.chats} chats each", sizes.sessions, "{:.0f}")
    (late, ahead), waited = await lateness(db), await delays(db)
    words = len(late) + ahead
    report.figure(PART, "words said", words, "{:.0f}")
    report.figure(PART, "words that went along before their time", ahead, "{:.0f}")
    report.figure(PART, "messages in which they went", len(waited), "{:.0f}")
    async with db.read() as session:
        edits = await session.scalar(select(func.count()).where(OutboxMessage.target_key.is_not(None)))
        changed = await session.scalar(
            select(func.count()).where(OutboxMessage.key.startswith("meeting-change"))
        )
        cancelled = await session.scalar(select(func.count()).where(Meeting.state == MeetingState.CANCELLED))
    report.figure(PART, "sessions that were cancelled", cancelled or 0, "{:.0f}")
    report.figure(PART, "messages about changes", changed or 0, "{:.0f}")
    report.figure(PART, "cards brought up to date", edits or 0, "{:.0f}")
    report.figure(PART, "looks", month.looks, "{:.0f}")
    report.figure(PART, "looks that were killed", month.killed, "{:.0f}")
    spread(report, "due to stored", late)
    report.figure(
        PART,
        f"words stored more than {LIMIT_SECONDS} s late",
        sum(one > LIMIT_SECONDS for one in late),
        "{:.0f}",
    )
    spread(report, "stored to sent, at 30 a second", waited)
    for name, number in (await wrongs(month)).items():
        report.figure(PART, name, number, "{:.0f}")
    report.figure(PART, "processor time of all looks (s)", month.processor, "{:.1f}")
    report.figure(PART, "processor time for 1,000 words (ms)", month.processor / words * 1e6, "{:.0f}")
    report.figure(PART, "longest look (s)", month.longest, "{:.2f}")
    if isinstance(month.hood.tick, Timed):
        report.figure(PART, "longest transaction of that (s)", month.hood.tick.longest, "{:.2f}")
    report.figure(PART, "processor time of a look at nothing (ms)", await measure_idle(month), "{:.2f}")
    size = await asyncio.to_thread(lambda: path.stat().st_size)
    report.figure(PART, "database (MB)", size / 1e6, "{:.0f}")
    report.figure(PART, "simulated in (s)", took, "{:.0f}")


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="sessions", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer sessions and chats, a week")
    options = parser.parse_args(list(arguments))
    report = Report()
    asyncio.run(measure(report, QUICK if options.quick else WHOLE))
    report.show()
