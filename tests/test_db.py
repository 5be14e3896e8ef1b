"""One database layer for SQLite and PostgreSQL: transactions, migrations, and what counts as trouble."""

import asyncio
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot import sqlite_driver
from bot.db import Database, is_database_trouble, is_news, newest_schema_version
from bot.errors import DatabaseUnreachableError, SchemaTooNewError
from bot.settings import parse_database_url
from models import Chat, ChatKind, SendPause
from tests.support.factories import NOW, make_chat


@pytest.fixture
def url(empty_database_url: str) -> str:
    return parse_database_url(empty_database_url).render_as_string(hide_password=False)


async def test_what_is_raised_inside_a_transaction_undoes_all_of_it(database: Database) -> None:
    async def fail_halfway() -> None:
        async with database.begin() as session:
            await make_chat(session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_halfway()

    async with database.read() as session:
        assert (await session.scalars(select(Chat))).all() == []


async def test_news_is_told_once_when_it_is_committed_and_not_when_it_is_undone(database: Database) -> None:
    heard: list[str] = []
    database.on_news("post", lambda: heard.append("post"))
    database.on_news("else", lambda: heard.append("else"))

    async with database.begin() as session:
        is_news(session, "post")
        is_news(session, "post")
        assert heard == []
    assert heard == ["post"]

    async def fail_halfway() -> None:
        async with database.begin() as session:
            is_news(session, "post")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_halfway()
    async with database.begin():
        pass
    assert heard == ["post"]


async def test_no_increment_is_lost_between_writers_that_read_before_they_write(url: str) -> None:
    databases = [Database(url), Database(url)]
    await databases[0].migrate()
    async with databases[0].begin() as session:
        await session.execute(insert(Chat).values(telegram_id=1, kind=ChatKind.GROUP, **_no_flags()))

    async def bump(db: Database) -> None:
        for _ in range(15):
            async with db.begin() as session:
                number = await session.scalar(select(Chat.telegram_id).with_for_update())
                assert number is not None
                await asyncio.sleep(0)
                await session.execute(update(Chat).values(telegram_id=number + 1))

    await asyncio.gather(*(bump(db) for db in databases for _ in range(3)))

    async with databases[0].read() as session:
        assert await session.scalar(select(Chat.telegram_id)) == 91
    for db in databases:
        await db.close()


async def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    async with database.begin() as writing:
        await make_chat(writing)
        async with asyncio.timeout(30), database.read() as reading:
            assert (await reading.scalars(select(Chat))).all() == []


async def test_sqlite_enforces_references_and_survives_a_power_cut(tmp_path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{tmp_path}/t.sqlite")
    async with db.read() as session:
        settings = {
            name: await session.scalar(text(f"PRAGMA {name}"))
            for name in ("foreign_keys", "journal_mode", "synchronous")
        }
    await db.close()

    assert settings == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}


async def test_a_new_sqlite_file_is_for_its_owner_only(tmp_path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{tmp_path}/t.sqlite")
    await db.migrate()
    modes = file_modes(tmp_path)
    await db.close()

    assert modes == {"t.sqlite": 0o600, "t.sqlite-shm": 0o600, "t.sqlite-wal": 0o600}


def file_modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_an_sqlite_file_keeps_the_mode_that_its_administrator_gave_it(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    path.touch()
    path.chmod(0o640)
    db = Database(f"sqlite+aiosqlite:///{path}")
    await db.migrate()
    await db.close()

    assert file_modes(tmp_path)["t.sqlite"] == 0o640


async def test_an_empty_database_is_brought_to_the_newest_version(url: str) -> None:
    db = Database(url)
    assert await db.schema_version() is None

    await db.migrate()

    assert await db.schema_version() == newest_schema_version()
    await db.close()


async def test_migrating_again_changes_nothing(database: Database) -> None:
    async with database.begin() as session:
        await make_chat(session)

    await database.migrate()

    async with database.read() as session:
        assert len((await session.scalars(select(Chat))).all()) == 1


async def test_processes_that_start_together_migrate_once(url: str) -> None:
    databases = [Database(url) for _ in range(4)]

    await asyncio.gather(*(db.migrate() for db in databases))

    assert await databases[0].schema_version() == newest_schema_version()
    for db in databases:
        await db.close()


async def test_a_schema_of_a_newer_program_is_refused_and_left_alone(database: Database) -> None:
    async with database.begin() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SchemaTooNewError, match="9999"):
        await database.migrate()

    assert await database.schema_version() == "9999"


async def test_an_unreachable_database_is_named_without_its_password() -> None:
    db = Database("postgresql+psycopg://someone:geheim@127.0.0.1:1/nothing")

    with pytest.raises(DatabaseUnreachableError) as caught:
        await db.migrate()

    assert "127.0.0.1:1" in str(caught.value)
    assert "geheim" not in str(caught.value)
    await db.close()


async def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="naive"):
        async with database.begin() as session:
            session.add(SendPause(bot_id=1, until=NOW.replace(tzinfo=None)))


async def test_an_instant_comes_back_aware_and_equal(database: Database) -> None:
    async with database.begin() as session:
        session.add(SendPause(bot_id=1, until=NOW))

    async with database.read() as session:
        until = await session.scalar(select(SendPause.until))

    assert until == NOW
    assert until is not None
    assert until.utcoffset() is not None


def _sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("...")
    error.sqlite_errorcode = code
    return error


def _wrapped(error: Exception, kind: Callable[..., DBAPIError] = OperationalError) -> DBAPIError:
    return kind("SELECT 1", {}, error)


@pytest.mark.parametrize(
    ("error", "is_trouble"),
    [
        (_wrapped(_sqlite_error(sqlite3.SQLITE_BUSY)), True),
        (_wrapped(_sqlite_error(sqlite3.SQLITE_FULL)), True),
        (_wrapped(_sqlite_error(sqlite3.SQLITE_IOERR | (3 << 8))), True),
        (_wrapped(_sqlite_error(sqlite3.SQLITE_CANTOPEN)), True),
        (_wrapped(_sqlite_error(sqlite3.SQLITE_ERROR)), False),
        (_wrapped(_sqlite_error(sqlite3.SQLITE_TOOBIG)), False),
        (_wrapped(psycopg.OperationalError("connection refused")), True),
        (_wrapped(psycopg.errors.AdminShutdown("...")), True),
        (_wrapped(psycopg.errors.DiskFull("...")), True),
        (_wrapped(psycopg.errors.DeadlockDetected("...")), True),
        (_wrapped(psycopg.errors.StatementTooComplex("...")), False),
        (_wrapped(psycopg.InterfaceError("the connection is closed"), InterfaceError), True),
        (_wrapped(psycopg.errors.UniqueViolation("..."), IntegrityError), False),
        (DBAPIError("SELECT 1", {}, Exception("gone"), connection_invalidated=True), True),
        (PoolTimeoutError("QueuePool limit reached"), True),
        (ValueError("a handler's own mistake"), False),
    ],
)
def test_trouble_is_what_passes_by_waiting(error: Exception, is_trouble: bool) -> None:
    assert is_database_trouble(error) is is_trouble


async def test_a_wrong_statement_is_no_trouble_on_either_database(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with database.read() as session:
            await session.execute(text("SELECT nothing FROM nowhere"))

    assert not is_database_trouble(caught.value)


async def test_a_locked_sqlite_file_is_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sqlite_driver.BUSY_MS", 10)
    db = Database(f"sqlite+aiosqlite:///{tmp_path}/t.sqlite")
    await db.migrate()
    other = sqlite3.connect(tmp_path / "t.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError) as caught:
        async with db.begin() as session:
            await make_chat(session)

    assert is_database_trouble(caught.value)
    other.close()
    await db.close()


def test_a_loop_that_ends_while_a_file_is_opened_leaves_no_thread_behind_that_complains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connecting, closed = threading.Event(), threading.Event()

    def slow(_raw: sqlite3.Connection) -> None:
        connecting.set()
        closed.wait(30)

    async def give_up() -> None:
        opening = asyncio.create_task(sqlite_driver.connect(str(tmp_path / "t.sqlite")))
        await asyncio.to_thread(connecting.wait, 30)
        opening.cancel()
        await asyncio.wait({opening})

    monkeypatch.setattr(sqlite_driver, "_write_ahead", slow)
    before = set(threading.enumerate())
    asyncio.run(give_up())
    closed.set()
    for thread in set(threading.enumerate()) - before:
        thread.join(30)


async def test_words_of_people_stay_out_of_database_errors(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with database.begin() as session:
            await session.execute(text("SELECT :words FROM nowhere"), {"words": "mijn geheim"})

    assert "mijn geheim" not in str(caught.value)


def _no_flags() -> dict[str, bool]:
    return {"is_forum": False, "can_write": True}
