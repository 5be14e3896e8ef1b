"""aiosqlite with hardly a visit to its thread.

SQLAlchemy opens a cursor, executes, fetches and closes, and with aiosqlite each of these is a trip to the
connection's thread and back. A trip takes as long as it takes both threads to get the interpreter, up to 5 ms
each when there is work to do; the statement itself takes microseconds. Here a write transaction runs where it
is, from beginning to commit: it holds the only lock there is, so nothing in it has to wait but the disk. Only
what can wait for another process goes to the thread: a lock that is taken, and whatever is read outside a
write transaction. Measured with `make bench`, see docs/performance.md.
"""

import contextlib
import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Thread
from typing import Any, Self

import aiosqlite
from aiosqlite.core import _connection_worker_thread
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.util import await_only

Rows = Iterable[Any]

BEGIN_WRITING = "BEGIN IMMEDIATE"
# Long enough for another process (an import, a backup) to finish its own transaction.
BUSY_MS = 15_000


class OneTripCursor:
    """The part of a cursor that SQLAlchemy uses; results are complete as soon as `execute` returns."""

    arraysize = 1

    def __init__(self, connection: "OneTripConnection") -> None:
        self._connection = connection
        self._rows: Rows = ()
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        """Open: nothing to do until something is executed."""
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Execute and fetch all rows. Raises sqlite3's errors."""
        if statement == BEGIN_WRITING:
            await self._connection.begin_writing()
        else:
            await self._connection.do(self._run, sqlite3.Cursor.execute, statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Sequence[Any]) -> Self:
        """Execute once for each set of parameters. Raises sqlite3's errors."""
        await self._connection.do(self._run, sqlite3.Cursor.executemany, statement, parameters)
        return self

    async def fetchall(self) -> Rows:
        """The rows that were fetched."""
        return self._rows

    async def close(self) -> None:
        """Closed already."""

    def _run(self, call: Any, statement: str, parameters: Sequence[Any]) -> None:
        cursor = self._connection.raw.cursor()
        try:
            call(cursor, statement, parameters)
            self._rows = cursor.fetchall()
            self.description, self.lastrowid = cursor.description, cursor.lastrowid
            # A statement with RETURNING has counted its rows only once they are fetched.
            self.rowcount = cursor.rowcount
        finally:
            cursor.close()


class CursorInPlace(sqlite3.Cursor):
    """A cursor for a write transaction, which runs where it is; all rows are fetched at once.

    Rows left in SQLite would keep their statement open, and a commit refuses that of one that writes.
    """

    _kept: deque[Any]

    def execute(self, statement: str, parameters: Any = ()) -> Self:
        """Execute and fetch. Raises sqlite3's errors."""
        super().execute(statement, parameters)
        self._kept = deque(super().fetchall())
        return self

    def fetchone(self) -> Any:
        """The next row; None after the last."""
        return self._kept.popleft() if self._kept else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows."""
        return [self._kept.popleft() for _ in range(min(size or self.arraysize, len(self._kept)))]

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        rows = list(self._kept)
        self._kept.clear()
        return rows

    async def _async_soft_close(self) -> None:
        """Asked for by SQLAlchemy's asyncio extension; the rows are here already."""


class OneTripConnection(aiosqlite.Connection):
    """A connection that gives out such cursors; `is_writing` from BEGIN IMMEDIATE to the end of it."""

    is_writing = False

    @property
    def raw(self) -> sqlite3.Connection:
        """The connection itself, for whoever has it at the moment."""
        return self._conn

    async def do(self, call: Any, *arguments: Any) -> None:
        """Call in the connection's thread."""
        await self._execute(call, *arguments)  # type: ignore[no-untyped-call]

    def cursor(self) -> OneTripCursor:  # type: ignore[override]
        """A cursor, without a trip."""
        return OneTripCursor(self)

    async def begin_writing(self) -> None:
        """Take the lock at once when it is free; else wait for it in the thread, until the timeout."""
        try:
            self._begin(0)
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                raise
            await self.do(self._begin, BUSY_MS)
        self.is_writing = True

    def _begin(self, patience_ms: int) -> None:
        try:
            self.raw.execute(f"PRAGMA busy_timeout = {patience_ms}")
            self.raw.execute(BEGIN_WRITING)
        finally:
            self.raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")

    def end_writing(self, call: Callable[[sqlite3.Connection], None]) -> None:
        """Commit or roll back where it is; a commit waits for the disk."""
        call(self.raw)
        # Only now: a commit that failed (a full disk) leaves the transaction to be rolled back.
        self.is_writing = False


class AdaptedConnection(AsyncAdapt_aiosqlite_connection):
    """The connection as SQLAlchemy has it; while it writes nothing in it is awaited."""

    __slots__ = ()
    _connection: Any  # a OneTripConnection

    def cursor(self, server_side: bool = False) -> Any:
        """A cursor that works in place while writing."""
        if self._connection.is_writing:
            return self._connection.raw.cursor(CursorInPlace)
        return super().cursor(server_side)

    def commit(self) -> None:
        """Commit; what only read has nothing to wait for but its thread."""
        if self._connection.is_writing:
            self._connection.end_writing(sqlite3.Connection.commit)
        else:
            super().commit()

    def rollback(self) -> None:
        """Roll back."""
        if self._connection.is_writing:
            self._connection.end_writing(sqlite3.Connection.rollback)
        else:
            super().rollback()


def adapted_connect(path: str) -> Callable[..., AdaptedConnection]:
    """What SQLAlchemy's `do_connect` event calls to open a file."""

    def connect_adapted(dialect: Any, *_unused: Any) -> AdaptedConnection:
        opened: Any = await_only(connect(path))
        return AdaptedConnection(dialect.dbapi, opened)

    return connect_adapted


def _make_private(path: str) -> None:
    """Make the file, if there is none, for its owner only: it holds what people ask and who they are.

    SQLite gives the files that it puts beside it the same mode. One that exists keeps the mode that it has.
    """
    with contextlib.suppress(OSError):
        # What cannot be made here SQLite cannot make either, and it says why.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _write_ahead(raw: sqlite3.Connection) -> None:
    """Switch to a write-ahead log, also while others open the same new file.

    SQLite does not wait for them here, whatever the timeout says. Raises sqlite3.OperationalError after it.
    """
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            raw.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


async def connect(path: str) -> aiosqlite.Connection:
    """Open a file; transactions are begun and ended explicitly, never by the driver."""

    def opened() -> sqlite3.Connection:
        _make_private(path)
        # Used by one task at a time, but not always from one thread.
        raw = sqlite3.connect(Path(path), isolation_level=None, check_same_thread=False)
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        _write_ahead(raw)
        return raw

    connection = OneTripConnection(opened, iter_chunk_size=64)
    # Nobody waits for this thread: the process may end while it is idle.
    connection._thread = Thread(target=_serve, args=(connection._tx,), daemon=True)  # noqa: SLF001
    return await connection


def _serve(calls: Any) -> None:
    """Do a connection's calls, until it is closed."""
    # The errors of calls go to who waits for them. This one is of the event loop: it was closed, after a
    # cancellation or a file that could not be opened, so nobody waits any more.
    with contextlib.suppress(RuntimeError):
        _connection_worker_thread(calls)
