"""Engines and transactions: one code path for SQLite and PostgreSQL."""

import asyncio
import json
import logging
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.util import immutabledict

from bot import sqlite_driver
from bot.errors import DatabaseError, DatabaseUnreachableError, SchemaTooNewError

MIGRATIONS = Path(__file__).parent.parent / "models" / "migrations"

# One process at a time brings the schema up to date; any number will do.
MIGRATION_LOCK = 5_017_220_493

# Errors that look like trouble but lie in the statement: a syntax error or a missing table (SQLite),
# a value or a statement that is too big or too complex (both).
_SQLITE_OWN_FAULT = {
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_MISMATCH,
}
_POSTGRES_OWN_FAULT = "54"


class InPlaceSession(AsyncSession):
    """A session in a write transaction on SQLite, where nothing has to be awaited (see bot.sqlite_driver).

    SQLAlchemy makes a greenlet for every call of a session, so that a driver can wait inside it. What a
    handler calls most is called without one here; everything else goes the usual way.
    """

    async def execute(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """As in AsyncSession, but for results that are streamed."""
        options["execution_options"] = _ALL_ROWS.union(options.get("execution_options", {}))
        return self.sync_session.execute(statement, params, **options)

    async def scalar(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """As in AsyncSession."""
        return self.sync_session.scalar(statement, params, **options)

    async def scalars(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """As in AsyncSession."""
        return (await self.execute(statement, params, **options)).scalars()

    async def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """As in AsyncSession."""
        return self.sync_session.get(entity, ident, **options)

    async def flush(self, objects: Sequence[Any] | None = None) -> None:
        """As in AsyncSession."""
        self.sync_session.flush(objects)


# The key in a session's `info` under which stands what is news once it commits.
_NEWS = "buurvraag_news"

# Objects are loaded before the next statement may change what they are loaded from.
_ALL_ROWS = immutabledict({"prebuffer_rows": True})


class Database:
    """The store. `url` is a SQLAlchemy URL with an async driver (sqlite+aiosqlite, postgresql+psycopg)."""

    def __init__(self, url: str | URL, *, pool_size: int = 8) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        path = self.url.database or ""
        options: dict[str, Any] = (
            {"pool_size": 4}
            if self.is_sqlite
            else {
                "pool_size": pool_size,
                "pool_pre_ping": True,
                # By this name others know which connections are of one process (see bot.delivery.leadership).
                "connect_args": {"application_name": f"buurvraag {secrets.token_hex(8)}"},
            }
        )
        self.engine: AsyncEngine = create_async_engine(
            self.url,
            # Parameters of a failing statement may hold somebody's words: keep them out of tracebacks.
            hide_parameters=True,
            json_serializer=lambda value: json.dumps(value, ensure_ascii=True),
            **options,
        )
        self._readers = self.engine.execution_options(buurvraag_read_only=True)
        self._listeners: dict[str, list[Callable[[], None]]] = {}
        # SQLite has one writer at a time. Waiting here is fair and instant; its own busy handler sleeps.
        self._writing: asyncio.Lock | None = asyncio.Lock() if self.is_sqlite else None
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "do_connect", sqlite_driver.adapted_connect(path))
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A transaction that may write: committed at the end, rolled back when anything is raised.

        On SQLite the session's own methods work, not those of its `connection()`: SQLAlchemy refuses there
        what is not awaited.
        """
        if self._writing is None:
            async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        else:
            async with (
                self._writing,
                InPlaceSession(self.engine, expire_on_commit=False) as session,
                session.begin(),
            ):
                # From here on the connection is writing, and nothing that the session does is awaited.
                await session.connection()
                yield session
        for kind in session.info.get(_NEWS, ()):
            for listener in self._listeners.get(kind, ()):
                listener()

    def on_news(self, kind: str, listener: Callable[[], None]) -> None:
        """Call `listener` after every commit of this process that brought news of this kind (`is_news`)."""
        self._listeners.setdefault(kind, []).append(listener)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads; on SQLite it never waits for a writer."""
        async with AsyncSession(self._readers, expire_on_commit=False) as session, session.begin():
            yield session

    async def migrate(self) -> None:
        """Bring the schema to the newest version.

        Raises DatabaseUnreachableError, or SchemaTooNewError when a newer program was here before.
        """
        migrating = self.engine.execution_options(buurvraag_migrating=True)
        async with self._translated(), migrating.connect() as connection:
            try:
                async with connection.begin():
                    await connection.run_sync(_upgrade)
            finally:
                await connection.run_sync(_guard_references)

    async def schema_version(self) -> str | None:
        """The version that the database is at; None when it is empty. Raises DatabaseUnreachableError."""
        async with self._translated(), self._readers.connect() as connection:
            return await connection.run_sync(
                lambda sync: MigrationContext.configure(sync).get_current_revision()
            )

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()

    @asynccontextmanager
    async def _translated(self) -> AsyncIterator[None]:
        try:
            yield
        except (DBAPIError, OSError) as error:
            reason = str(getattr(error, "orig", None) or error).strip().splitlines()
            raise DatabaseUnreachableError(
                f"database.url: the database {self.url.render_as_string(hide_password=True)} does not answer "
                f"({reason[0] if reason else type(error).__name__}). Is it there, and may this user open it?"
            ) from error


def newest_schema_version() -> str | None:
    """The version that this program's migrations lead to."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def insert_for(session: AsyncSession) -> Callable[[Any], Any]:
    """The INSERT of the session's database, which knows ON CONFLICT; SQLAlchemy's own does not."""
    return sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert


def is_news(session: AsyncSession, kind: str) -> None:
    """Tell who listens for this kind (`Database.on_news`) as soon as the transaction of `session` commits."""
    session.info.setdefault(_NEWS, set()).add(kind)


def is_database_trouble(error: BaseException) -> bool:
    """Whether an error says that the database is away, locked or full, and not that the work is wrong.

    Work that is wrong would fail again however long one waits, so it must not pass for trouble.
    """
    if isinstance(error, PoolTimeoutError):
        return True
    if isinstance(error, (OperationalError, InterfaceError)):
        return not _is_own_fault(error.orig)
    return isinstance(error, DBAPIError) and bool(error.connection_invalidated)


@contextmanager
def left_to_the_next_look(log: logging.Logger, what: str) -> Iterator[None]:
    """Leave trouble with the database to the next look of a tick: rows say what is to be done."""
    try:
        yield
    except Exception as error:
        if not is_database_trouble(error):
            raise
        log.warning("%s: the database does not answer (%s)", what, type(error).__name__)


def _is_own_fault(error: BaseException | None) -> bool:
    # The low byte is the primary code: https://www.sqlite.org/rescode.html
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_OWN_FAULT
    state = getattr(error, "sqlstate", None)
    return state is not None and state.startswith(_POSTGRES_OWN_FAULT)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Two processes that start together on an empty database would both make the tables.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    script = ScriptDirectory(str(MIGRATIONS))
    current = MigrationContext.configure(connection).get_current_revision()
    if current == script.get_current_head():
        return
    if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
        raise SchemaTooNewError(
            f"database.url: the schema is at version {current}, which this program does not know. "
            "It was upgraded by a newer Buurvraag: install that one, or restore a backup."
        )
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise DatabaseError(f"database.url: after the upgrade a row of {broken[0]} refers to nothing.")


def _guard_references(connection: Connection) -> None:
    """Let a connection that migrated do again what those that are opened anew do."""
    if connection.dialect.name == "sqlite":
        # Not through SQLAlchemy, which would begin a transaction, in which this does nothing.
        connection.connection.cursor().execute("PRAGMA foreign_keys = ON")


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: its implicit ones lose updates silently.
    connection.isolation_level = None
    cursor = connection.cursor()
    # FULL: what was acknowledged to Telegram must survive a power cut, not only a crash of the program.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # A quarter of the default: on a disk that is nearly full the log must not take the last megabytes.
    cursor.execute("PRAGMA wal_autocheckpoint = 250")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    read_only = options.get("buurvraag_read_only", False)
    if options.get("buurvraag_migrating", False):
        # To change a column SQLite makes the table anew and drops the old one: with this on, every row that
        # refers to it would go as well.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN" if read_only else sqlite_driver.BEGIN_WRITING)
