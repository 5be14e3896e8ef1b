"""One poller and one sender for each bot, whatever number of processes runs.

On PostgreSQL the leader holds an advisory lock, which goes when its process dies. The connection of a process
that is frozen, or whose machine or network is gone, stays: its heartbeats stop. For `HOLD_SECONDS` after the
last one it may act as leader; after `STALE_SECONDS`, by the database's clock, others end its connections and
take over. The first is shorter than the second, so two never lead at the same time, and no two machines'
clocks are compared.
"""

import asyncio
import logging
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import Database
from bot.errors import DatabaseInUseError

log = logging.getLogger(__name__)

# How often a standby tries for the lead, and the leader gives a sign of life.
TRY_SECONDS = 1.0
HEARTBEAT_SECONDS = 1.0
# Together with TRY_SECONDS these make the ten seconds within which a standby takes over.
HOLD_SECONDS = 5.0
STALE_SECONDS = 7.0

# The process whose connection has the lock but gives no sign of life: that connection, and those on which it
# stopped amid a transaction, whose rows would stay locked. To PostgreSQL, a 64-bit key is two halves.
_END_STALE = text(
    """
    WITH leader AS (
        SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND objsubid = 1
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (classid::bigint << 32) | objid::bigint = :key
          AND state_change < clock_timestamp() - make_interval(secs => :stale)
    )
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity JOIN leader USING (application_name)
    WHERE datname = current_database() AND application_name <> current_setting('application_name')
      AND state LIKE 'idle%' AND state_change < clock_timestamp() - make_interval(secs => :stale)
    """
)


def lock_sqlite(path: Path) -> FileLock:
    """Take the SQLite file for this process alone. Raises DatabaseInUseError when another one has it."""
    lock = FileLock(f"{path}.lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise DatabaseInUseError(
            f"database.url: another Buurvraag is running on {path}. Stop that one first, or use PostgreSQL "
            "if there must be several."
        ) from error
    return lock


def lock_key(role: str, bot_id: int) -> int:
    """The number by which PostgreSQL knows a lock: 63 bits of role and bot."""
    return (zlib.crc32(f"buurvraag:{role}".encode()) << 31) ^ (bot_id & 0x7FFFFFFF)


def presence_role(owner: str) -> str:
    """The role that a process holds for as long as it lives, so that others can tell when it died."""
    return f"presence:{owner}"


class Leadership:
    """Leads in one role (polling, sending) for one bot; on SQLite the one process always leads."""

    def __init__(self, db: Database, *, role: str, bot_id: int) -> None:
        self._db = db
        self._role = role
        self.is_leading = db.is_sqlite
        self._key = lock_key(role, bot_id)
        # When the last heartbeat that was answered was sent: by the machine's own clock, and by that on the
        # wall, for a machine that was asleep as a whole.
        self._confirmed = (float("-inf"), float("-inf"))

    def is_certain(self) -> bool:
        """Whether no other process can lead at this instant."""
        if self._db.is_sqlite:
            return True
        since = max(now - then for now, then in zip(_clocks(), self._confirmed, strict=True))
        return self.is_leading and since < HOLD_SECONDS

    async def run(self, work: Callable[[], Awaitable[object]]) -> None:
        """Wait for the lead and do `work`; when the lead is lost, stop at once and wait for it again."""
        if self._db.is_sqlite:
            await work()
            return
        while True:
            try:
                async with self._lead() as connection:
                    if await self._work_while_leading(connection, work):
                        return
            except (DBAPIError, OSError) as error:
                log.warning("%s: the database does not answer (%s)", self._role, type(error).__name__)
            await asyncio.sleep(TRY_SECONDS)

    @asynccontextmanager
    async def _lead(self) -> AsyncIterator[AsyncConnection]:
        """Hold PostgreSQL's advisory lock on a connection of its own; it goes when the process does."""
        async with self._db.engine.connect() as raw:
            connection = await raw.execution_options(isolation_level="AUTOCOMMIT")
            waiting, asked = False, _clocks()
            while not await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}):
                if not waiting:
                    log.info("%s: another process leads; standing by", self._role)
                waiting = True
                if await connection.scalar(_END_STALE, {"key": self._key, "stale": STALE_SECONDS}):
                    log.warning("%s: the leader gives no sign of life; its connections are ended", self._role)
                await asyncio.sleep(TRY_SECONDS)
                asked = _clocks()
            log.info("%s: leading", self._role)
            self._confirmed = asked
            self.is_leading = True
            try:
                yield connection
            finally:
                self.is_leading = False
                # The connection goes back to a pool: without this it would keep the lock.
                await connection.invalidate()

    async def _work_while_leading(
        self, connection: AsyncConnection, work: Callable[[], Awaitable[object]]
    ) -> bool:
        """True when the work ended by itself, False when the lead was lost."""
        task = asyncio.ensure_future(work())
        try:
            while True:
                done, _ = await asyncio.wait({task}, timeout=HEARTBEAT_SECONDS)
                if done:
                    task.result()
                    return True
                asked = _clocks()
                async with asyncio.timeout(STALE_SECONDS):
                    await connection.execute(text("SELECT 1"))
                self._confirmed = asked
        except (DBAPIError, TimeoutError):
            log.warning("%s: lost the lead with the connection", self._role)
            return False
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)


def _clocks() -> tuple[float, float]:
    return time.monotonic(), time.time()
