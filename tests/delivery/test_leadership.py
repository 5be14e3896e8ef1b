"""One process leads in a role; the others wait until it is gone."""

import asyncio
import runpy
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import Database
from bot.delivery import leadership
from bot.delivery.leadership import Leadership, lock_key, lock_sqlite
from bot.errors import DatabaseInUseError
from tests.support.eventually import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]
TAKE_LOCK = """
import pathlib, sys
from bot.delivery.leadership import lock_sqlite
lock_sqlite(pathlib.Path(sys.argv[1]))
print("mine")
"""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leadership, "TRY_SECONDS", 0.05)
    monkeypatch.setattr(leadership, "HEARTBEAT_SECONDS", 0.05)


class Work:
    """Work that goes on until it is told to end, and says when it runs."""

    def __init__(self) -> None:
        self.running = asyncio.Event()
        self.end = asyncio.Event()
        self.runs = 0

    async def __call__(self) -> None:
        self.runs += 1
        self.running.set()
        try:
            await self.end.wait()
        finally:
            self.running.clear()


def lead(db: Database, work: Work, *, role: str = "sender", bot_id: int = 1) -> asyncio.Task[None]:
    return asyncio.create_task(Leadership(db, role=role, bot_id=bot_id).run(work))


async def soon(event: asyncio.Event) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        await event.wait()


async def end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.postgres
async def test_one_leads_and_the_next_takes_over_when_it_ends(
    postgres: Database, postgres_elsewhere: Database
) -> None:
    first, second = Work(), Work()
    leader = lead(postgres, first)
    await soon(first.running)
    follower = lead(postgres_elsewhere, second)
    await asyncio.sleep(0.3)
    assert not second.running.is_set()

    first.end.set()
    await asyncio.wait_for(leader, PATIENCE_SECONDS)

    await soon(second.running)
    await end(follower)


@pytest.mark.postgres
async def test_when_the_leaders_connection_dies_it_stops_and_another_takes_over(
    postgres: Database, postgres_elsewhere: Database
) -> None:
    first, second = Work(), Work()
    leader = lead(postgres, first)
    await soon(first.running)
    follower = lead(postgres_elsewhere, second)
    await asyncio.sleep(0.2)

    async with postgres_elsewhere.begin() as session:
        await session.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        )

    await soon(second.running)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while first.running.is_set():  # noqa: ASYNC110 - as a person would look
            await asyncio.sleep(0.02)
    await end(follower)
    await soon(first.running)
    assert first.runs == 2
    await end(leader)


@pytest.mark.postgres
async def test_roles_and_bots_are_led_apart(postgres: Database, postgres_elsewhere: Database) -> None:
    works = [Work() for _ in range(3)]
    tasks = [
        lead(postgres, works[0]),
        lead(postgres_elsewhere, works[1], role="poller"),
        lead(postgres_elsewhere, works[2], bot_id=2),
    ]

    for work in works:
        await soon(work.running)
    await end(*tasks)


@asynccontextmanager
async def frozen_leader(db: Database) -> AsyncIterator[AsyncConnection]:
    """A process that leads, stopped amid a transaction: its connections stay, and say nothing."""
    key = lock_key("sender", 1)
    async with db.engine.connect() as leading, db.engine.connect() as working:
        lock = await leading.execution_options(isolation_level="AUTOCOMMIT")
        await lock.execute(text("SELECT pg_advisory_lock(:key)"), {"key": key})
        await working.execute(text("LOCK TABLE outbox"))
        try:
            yield working
        finally:
            await lock.invalidate()
            await working.invalidate()


@pytest.mark.postgres
async def test_a_leader_that_gives_no_sign_of_life_is_followed_and_its_transaction_ended(
    postgres: Database, postgres_elsewhere: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leadership, "STALE_SECONDS", 0.5)
    work = Work()
    async with frozen_leader(postgres_elsewhere) as transaction:
        follower = lead(postgres, work)
        await soon(work.running)

        async with postgres.begin() as session:
            await session.execute(text("LOCK TABLE outbox NOWAIT"))
        with pytest.raises(DBAPIError):
            await transaction.execute(text("SELECT 1"))
    await end(follower)


@pytest.mark.postgres
async def test_a_leader_that_lives_is_left_alone(
    postgres: Database, postgres_elsewhere: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leadership, "STALE_SECONDS", 3.0)
    first, second = Work(), Work()
    leader = lead(postgres, first)
    await soon(first.running)

    follower = lead(postgres_elsewhere, second)
    await asyncio.sleep(4)

    assert first.running.is_set()
    assert not second.running.is_set()
    await end(leader, follower)


@pytest.mark.postgres
async def test_a_leader_is_certain_only_for_a_while_after_its_last_heartbeat(
    postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = [100.0, 5_000.0]
    monkeypatch.setattr(leadership, "_clocks", lambda: tuple(clocks))
    monkeypatch.setattr(leadership, "HEARTBEAT_SECONDS", 3600)
    first = Leadership(postgres, role="sender", bot_id=1)
    work = Work()
    task = asyncio.create_task(first.run(work))
    await soon(work.running)
    assert first.is_certain()

    # Whichever clock shows that time has passed: that on the wall does so when the machine was asleep.
    for clock in (0, 1):
        clocks[clock] += leadership.HOLD_SECONDS
        assert not first.is_certain()
        clocks[clock] -= leadership.HOLD_SECONDS
        assert first.is_certain()
    await end(task)
    assert not first.is_certain()


def test_a_leader_gives_up_before_another_may_take_over_within_ten_seconds() -> None:
    """Read afresh, without what the other tests change."""
    given = runpy.run_path(leadership.__file__)

    assert given["HEARTBEAT_SECONDS"] < given["HOLD_SECONDS"] < given["STALE_SECONDS"]
    assert given["STALE_SECONDS"] + 2 * given["TRY_SECONDS"] < 10


@pytest.mark.postgres
async def test_what_breaks_the_work_is_not_hidden(postgres: Database) -> None:
    async def broken() -> None:
        raise ValueError("a fault of ours")

    with pytest.raises(ValueError, match="a fault of ours"):
        await Leadership(postgres, role="sender", bot_id=1).run(broken)


async def test_on_sqlite_the_one_process_leads_at_once(tmp_path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{tmp_path}/t.sqlite")
    work = Work()
    work.end.set()

    await Leadership(db, role="sender", bot_id=1).run(work)

    assert work.runs == 1
    await db.close()


@pytest.mark.parametrize("role", ["sender", "poller", "presence:abc"])
@pytest.mark.parametrize("bot_id", [0, 1, 7_000_000_000, -1])
def test_a_lock_has_a_number_that_postgresql_takes(role: str, bot_id: int) -> None:
    assert 0 <= lock_key(role, bot_id) < 2**63


def test_a_second_process_on_the_same_file_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"

    def start_another() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", TAKE_LOCK, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    lock = lock_sqlite(path)
    refused = start_another()
    lock.release()
    taken = start_another()

    assert refused.returncode != 0
    assert "another Buurvraag is running" in refused.stderr
    assert taken.stdout == "mine\n"


def test_the_refusal_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    with FileLock(f"{path}.lock"), pytest.raises(DatabaseInUseError, match=r"bot\.sqlite"):
        lock_sqlite(path)
