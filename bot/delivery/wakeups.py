"""Tell a sleeping worker or sender that there is something to do; losing a wake-up only costs a second."""

import asyncio
import logging

import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery import outbox

log = logging.getLogger(__name__)

CHANNEL = "buurvraag"
RECONNECT_SECONDS = 2.0


class Wakeup:
    """An alarm that one sleeper waits for; setting it while nobody sleeps is remembered."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        """Wake the sleeper, now or when it next lies down."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Sleep until woken, at most so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()


class Wakeups:
    """The alarms of one process, rung by other processes too where the database is PostgreSQL."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.inbox = Wakeup()
        self.outbox = Wakeup()
        self.library = Wakeup()
        # Whoever stores a message, be it a handler or a tick: the sender need not find it by looking.
        db.on_news(outbox.NEWS, self.outbox.set)
        self._by_name = {"inbox": self.inbox, "outbox": self.outbox, "library": self.library}

    def all(self) -> None:
        """Wake everybody, as after a jump of the clock."""
        for wakeup in self._by_name.values():
            wakeup.set()

    async def announce(self, session: AsyncSession, name: str) -> None:
        """Ring `name` in every process once the transaction of `session` commits (PostgreSQL only)."""
        if not self._db.is_sqlite:
            await session.execute(
                text("SELECT pg_notify(:channel, :name)"), {"channel": CHANNEL, "name": name}
            )

    async def listen(self) -> None:
        """Pass on what other processes announce, for as long as it runs; returns at once on SQLite."""
        if self._db.is_sqlite:
            return
        dsn = self._db.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.all()
                    async for notice in connection.notifies():
                        self._by_name.get(notice.payload, self.inbox).set()
            except psycopg.Error as error:
                log.warning("wake-ups: the database does not answer (%s); trying again", type(error).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)
