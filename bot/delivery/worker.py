"""The worker: takes updates from the inbox and has each handled once, in one transaction with its effects."""

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.crash import crash_point
from bot.db import Database, is_database_trouble
from bot.delivery import inbox
from bot.delivery.inbox import Claimed
from bot.delivery.wakeups import Wakeups

log = logging.getLogger(__name__)

# Chats that are handled at a time; measured, see docs/performance.md.
LANES = 16
# Updates that are handled in one transaction at most: others that want to write wait so long.
GROUP = 16
LONGEST_SLEEP = 1.0
# How often to look for processes that died with updates in hand.
LOOK_SECONDS = 2.0

AfterCommit = Callable[[], Awaitable[None]]


class UnreadableUpdateError(Exception):
    """The update is not what Telegram documents: trying again will not help."""


class Handling(Protocol):
    """What is done with one update; `apply` runs inside the transaction, the others outside."""

    async def prepare(self) -> None:
        """Do what takes time and needs no transaction. Raises UnreadableUpdateError."""
        ...

    async def apply(self, session: AsyncSession) -> list[AfterCommit]:
        """Change the database; the result is called after the commit (toasts: worthless a second later)."""
        ...

    async def apologise(self, session: AsyncSession) -> None:
        """Tell the person that it went wrong, when the update is set aside."""
        ...


@dataclass(frozen=True, slots=True)
class Ready:
    """An update that is prepared; `mine` becomes whether it was handled by this process."""

    claimed: Claimed
    handling: Handling
    mine: asyncio.Future[bool]


class Worker:
    """Handles the updates of one bot: lanes side by side, each lane in order.

    On SQLite, which has one writer, what is ready at the same moment is handled in one transaction. When one
    of a group fails, the whole is rolled back and each is handled on its own.
    """

    def __init__(
        self,
        db: Database,
        handling: Callable[[int, str], Handling],
        *,
        bot_id: int,
        owner: str,
        clock: Clock,
        wakeups: Wakeups,
    ) -> None:
        self._db = db
        self._handling = handling
        self._bot_id = bot_id
        self._owner = owner
        self._clock = clock
        self._wakeups = wakeups
        self._busy: set[asyncio.Task[None]] = set()
        self._calls: set[asyncio.Future[None]] = set()
        self._ready: list[Ready] = []
        self._grouping: asyncio.Task[None] | None = None
        self._stopping = False
        self._looked = float("-inf")

    async def run(self) -> None:
        """Handle updates until `stop` is called; then finish those in hand."""
        while not self._stopping:
            try:
                taken = await self._take()
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                log.error("worker: the database does not answer (%s); updates wait", type(error).__name__)
                await asyncio.sleep(LONGEST_SLEEP)
                continue
            for lane in taken:
                task = asyncio.create_task(self._work_through(lane))
                self._busy.add(task)
                task.add_done_callback(self._finished)
            await self._wakeups.inbox.wait(LONGEST_SLEEP)
        await asyncio.gather(*self._busy, return_exceptions=True)
        await asyncio.gather(*self._calls, return_exceptions=True)

    def stop(self) -> None:
        """Take nothing more in hand."""
        self._stopping = True
        self._wakeups.inbox.set()

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        # Several lanes at once cost one transaction; one by one they would cost one each.
        if len(self._busy) <= LANES // 2:
            self._wakeups.inbox.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("worker: an update could not be recorded (%s)", type(error).__name__)

    async def _take(self) -> list[list[Claimed]]:
        free = LANES - len(self._busy)
        if free <= 0:
            return []
        at = self._clock.now()
        async with self._db.begin() as session:
            if not self._db.is_sqlite and time.monotonic() - self._looked > LOOK_SECONDS:
                self._looked = time.monotonic()
                await inbox.release_dead(session, bot_id=self._bot_id, alive=self._owner)
            for inbox_id in await inbox.set_aside_deadly(session, bot_id=self._bot_id, at=at):
                log.error("inbox %d: set aside, the process died with it too often", inbox_id)
            return await inbox.claim(session, bot_id=self._bot_id, owner=self._owner, at=at, lanes=free)

    async def _work_through(self, lane: list[Claimed]) -> None:
        """Handle the updates of a lane in order; when one fails those behind it wait for it."""
        crash_point("worker.claimed")
        for place, claimed in enumerate(lane):
            if self._stopping or not await self._work(claimed):
                behind = lane[place if self._stopping else place + 1 :]
                await self._let_go(behind)
                return

    async def _work(self, claimed: Claimed) -> bool:
        """True when the next one of the lane may follow."""
        handling = self._handling(claimed.id, claimed.raw)
        try:
            await handling.prepare()
            return await self._handle(claimed, handling)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises, the other updates go on
            if is_database_trouble(error):
                log.error("inbox %d: the database does not answer (%s)", claimed.id, type(error).__name__)
                await asyncio.sleep(LONGEST_SLEEP)
                await self._let_go([claimed])
            else:
                await self._fail(claimed, handling, error)
            return False

    async def _handle(self, claimed: Claimed, handling: Handling) -> bool:
        """Have it handled, together with whatever else is ready; True when the next one may follow."""
        ready = Ready(claimed, handling, asyncio.get_running_loop().create_future())
        if not self._db.is_sqlite or claimed.failures:
            # Transactions of PostgreSQL run side by side anyway; and what failed before may fail again.
            await self._handle_apart([ready])
        else:
            self._ready.append(ready)
            if self._grouping is None or self._grouping.done():
                self._grouping = asyncio.create_task(self._handle_groups())
        return await ready.mine

    async def _handle_groups(self) -> None:
        """Handle what is ready in as few transactions as possible: each of them waits for the disk."""
        while self._ready:
            group, self._ready = self._ready[:GROUP], self._ready[GROUP:]
            try:
                await self._handle_together(group)
            except Exception as error:  # noqa: BLE001 - whatever a handler raises, the other updates go on
                if is_database_trouble(error) or len(group) == 1:
                    for ready in group:
                        ready.mine.set_exception(error)
                else:
                    # Nothing of it was committed. One by one it shows which of them it was.
                    await self._handle_apart(group)

    async def _handle_apart(self, group: Sequence[Ready]) -> None:
        """Handle each in a transaction of its own."""
        for ready in group:
            try:
                await self._handle_together([ready])
            except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
                ready.mine.set_exception(error)

    async def _handle_together(self, group: Sequence[Ready]) -> None:
        """Handle in one transaction; raises what any of them raises, and then nothing happened."""
        after_commit: list[AfterCommit] = []
        async with self._db.begin() as session:
            at = self._clock.now()
            # First of all, so that a lease that was lost costs no work and commits nothing.
            claimed = [ready.claimed for ready in group]
            mine = await inbox.finish(session, claimed, owner=self._owner, at=at)
            for ready in group:
                if ready.claimed.id in mine:
                    after_commit += await ready.handling.apply(session)
                    crash_point("worker.applied")
                    # Each begins with what the database says, and not with what another one looked at.
                    await session.flush()
                    session.expunge_all()
            await self._wakeups.announce(session, "outbox")
        crash_point("worker.committed")
        self._wakeups.outbox.set()
        self._call(after_commit)
        for ready in group:
            if ready.claimed.id not in mine:
                log.warning("inbox %d: another process took it over", ready.claimed.id)
            ready.mine.set_result(ready.claimed.id in mine)

    def _call(self, after_commit: Sequence[AfterCommit]) -> None:
        for call in after_commit:
            # Aside, so that a slow answer to a press does not hold up the next message of the chat.
            task = asyncio.ensure_future(call())
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)

    async def _fail(self, claimed: Claimed, handling: Handling, error: Exception) -> None:
        trace = "".join(traceback.format_exception(error))
        async with self._db.begin() as session:
            aside = await inbox.fail(
                session,
                claimed,
                owner=self._owner,
                at=self._clock.now(),
                error=trace,
                final=isinstance(error, UnreadableUpdateError),
            )
        if not aside:
            log.warning("inbox %d: failed (%s), to be tried again", claimed.id, type(error).__name__)
            return
        log.error(
            "inbox %d: set aside after %s; see `inbox show %d`", claimed.id, type(error).__name__, claimed.id
        )
        try:
            async with self._db.begin() as session:
                await handling.apologise(session)
        except Exception as trouble:  # noqa: BLE001 - what spoilt the update may spoil this; its lane goes on
            log.error("inbox %d: no apology could be stored (%s)", claimed.id, type(trouble).__name__)
        self._wakeups.outbox.set()

    async def _let_go(self, untouched: list[Claimed]) -> None:
        if untouched:
            async with self._db.begin() as session:
                await inbox.let_go(session, untouched, owner=self._owner)
