"""The worker: one transaction per update, lanes side by side, failures apart."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery import inbox, worker
from bot.delivery.wakeups import Wakeups
from bot.delivery.worker import AfterCommit, UnreadableUpdateError, Worker
from models import Chat, InboxState, InboxUpdate
from tests.support.eventually import PATIENCE_SECONDS
from tests.support.factories import NOW, StillClock, make_chat

Step = Callable[[int], Awaitable[None]]


class Handled:
    """Makes a chat for every update, and does what a test wants around it."""

    def __init__(self, house: "House", inbox_id: int) -> None:
        self.house, self.id = house, inbox_id

    async def prepare(self) -> None:
        await self.house.prepare(self.id)

    async def apply(self, session: AsyncSession) -> list[AfterCommit]:
        await make_chat(session, self.id)
        await self.house.apply(self.id)
        self.house.order.append(self.id)

        async def toast() -> None:
            async with self.house.db.read() as reading:
                seen = await reading.scalar(select(Chat.id).where(Chat.telegram_id == self.id))
            self.house.toasts.append((self.id, seen is not None))

        return [toast]

    async def apologise(self, session: AsyncSession) -> None:
        await make_chat(session, -self.id)
        await self.house.apologise(self.id)


async def nothing(_inbox_id: int) -> None:
    """What most updates need."""


class House:
    """A worker on a database, with a clock that stands still."""

    def __init__(self, db: Database, patch: pytest.MonkeyPatch) -> None:
        self.db = db
        self.patch = patch
        self.clock = StillClock()
        self.prepare: Step = nothing
        self.apply: Step = nothing
        self.apologise: Step = nothing
        self.order: list[int] = []
        self.toasts: list[tuple[int, bool]] = []

    async def receive(self, *chats: int) -> None:
        updates: list[dict[str, Any]] = [
            {"update_id": number, "message": {"chat": {"id": chat}}} for number, chat in enumerate(chats, 1)
        ]
        async with self.db.begin() as session:
            await inbox.store(session, updates, bot_id=1, at=NOW)

    @asynccontextmanager
    async def at_work(self, owner: str = "o") -> AsyncIterator[Worker]:
        wakeups = Wakeups(self.db)
        work = Worker(
            self.db,
            lambda inbox_id, _raw: Handled(self, inbox_id),
            bot_id=1,
            owner=owner,
            clock=self.clock,
            wakeups=wakeups,
        )
        task = asyncio.create_task(work.run())
        try:
            yield work
        finally:
            work.stop()
            async with asyncio.timeout(PATIENCE_SECONDS):
                await task

    async def rows(self) -> dict[int, InboxUpdate]:
        async with self.db.read() as session:
            return {row.id: row for row in await session.scalars(select(InboxUpdate))}

    async def until(self, *ids: int, state: InboxState = InboxState.DONE) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while {row.state for key, row in (await self.rows()).items() if key in ids} != {state}:  # noqa: ASYNC110 - as a person would look
                await asyncio.sleep(0.02)

    async def effects(self) -> list[int]:
        async with self.db.read() as session:
            return sorted(await session.scalars(select(Chat.telegram_id)))


@pytest.fixture
def house(database: Database, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(worker, "LONGEST_SLEEP", 0.05)
    return House(database, monkeypatch)


def failing(*ids: int, error: Exception, times: int = 1000) -> Step:
    left = dict.fromkeys(ids, times)

    async def step(inbox_id: int) -> None:
        if left.get(inbox_id, 0):
            left[inbox_id] -= 1
            raise error

    return step


def database_trouble() -> OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError("...", {}, error)


async def test_effects_happen_once_and_toasts_come_after_the_commit(house: House) -> None:
    await house.receive(5, 6, 5)

    async with house.at_work():
        await house.until(1, 2, 3)

    assert await house.effects() == [1, 2, 3]
    assert sorted(house.toasts) == [(1, True), (2, True), (3, True)]


async def test_each_chat_in_order_and_a_slow_one_holds_up_no_other(house: House) -> None:
    gate = asyncio.Event()

    async def slow(inbox_id: int) -> None:
        if inbox_id == 1:
            await gate.wait()

    house.prepare = slow
    await house.receive(5, 6, 5, 6)

    async with house.at_work():
        await house.until(2, 4)
        assert house.order == [2, 4]
        gate.set()
        await house.until(1, 3)

    assert house.order == [2, 4, 1, 3]


@pytest.mark.parametrize("where", ["prepare", "apply"])
async def test_a_failing_update_leaves_nothing_behind_and_succeeds_later(house: House, where: str) -> None:
    setattr(house, where, failing(1, error=ValueError("now"), times=2))
    await house.receive(5, 5)

    async with house.at_work():
        for attempt in (1, 2):
            async with asyncio.timeout(PATIENCE_SECONDS):
                while (await house.rows())[1].failures < attempt:  # noqa: ASYNC110 - as a person would look
                    await asyncio.sleep(0.02)
            house.clock.advance(inbox.RETRY_AFTER[-1])
        await house.until(1, 2)

    assert await house.effects() == [1, 2]
    assert house.order == [1, 2]


async def test_one_that_keeps_failing_is_set_aside_with_its_traceback_and_an_apology(house: House) -> None:
    house.apply = failing(1, error=ValueError("zo gaat het niet"))
    await house.receive(5, 5, 6)

    async with house.at_work():
        for attempt in range(1, len(inbox.RETRY_AFTER) + 1):
            async with asyncio.timeout(PATIENCE_SECONDS):
                while (await house.rows())[1].failures < attempt:  # noqa: ASYNC110 - as a person would look
                    await asyncio.sleep(0.02)
            house.clock.advance(inbox.RETRY_AFTER[-1])
        await house.until(1, state=InboxState.SET_ASIDE)
        await house.until(2, 3)

    row = (await house.rows())[1]
    assert row.error is not None
    assert row.error.startswith("Traceback")
    assert row.error.endswith("ValueError: zo gaat het niet\n")
    assert await house.effects() == [-1, 2, 3]


async def test_what_cannot_be_read_is_set_aside_at_once(house: House) -> None:
    house.prepare = failing(1, error=UnreadableUpdateError("not what is documented"))
    await house.receive(5, 5)

    async with house.at_work():
        await house.until(1, state=InboxState.SET_ASIDE)
        await house.until(2)

    assert (await house.rows())[1].failures == 1


async def test_an_apology_that_fails_holds_up_nobody(house: House) -> None:
    house.prepare = failing(1, error=UnreadableUpdateError("not what is documented"))
    house.apologise = failing(1, error=ValueError("nor can it be answered"))
    await house.receive(5, 5)

    async with house.at_work():
        await house.until(1, state=InboxState.SET_ASIDE)
        await house.until(2)

    assert await house.effects() == [2]


async def test_trouble_of_the_database_is_no_fault_of_the_update(house: House) -> None:
    house.apply = failing(1, error=database_trouble(), times=6)
    await house.receive(5, 5)

    async with house.at_work():
        await house.until(1, 2)

    row = (await house.rows())[1]
    assert (row.failures, row.deaths) == (0, 0)
    assert house.order == [1, 2]


async def test_a_lost_lease_commits_nothing(house: House) -> None:
    gate = asyncio.Event()

    async def slow(_inbox_id: int) -> None:
        await gate.wait()

    house.prepare = slow
    await house.receive(5)

    async with house.at_work("frozen"):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await house.rows())[1].owner is None:  # noqa: ASYNC110 - as a person would look
                await asyncio.sleep(0.02)
        async with house.db.begin() as session:
            taken = await inbox.claim(session, bot_id=1, owner="other", at=NOW + inbox.LEASE * 2, lanes=1)
        gate.set()
        await asyncio.sleep(0.2)

    assert len(taken) == 1
    assert await house.effects() == []
    assert (await house.rows())[1].owner == "other"


def together(house: House, *chats: int) -> list[int]:
    """Let the first update of these chats be ready at the same moment; what is done in each transaction."""
    waiting: set[int] = set()
    ready = asyncio.Event()

    async def wait(inbox_id: int) -> None:
        waiting.add(inbox_id)
        if len(waiting) == len(chats):
            ready.set()
        await ready.wait()

    house.prepare = wait
    sizes: list[int] = []
    finish = inbox.finish

    async def counted(session: AsyncSession, claimed: list[inbox.Claimed], **options: Any) -> set[int]:
        sizes.append(len(claimed))
        return await finish(session, claimed, **options)

    house.patch.setattr(inbox, "finish", counted)
    return sizes


async def test_what_is_ready_at_the_same_moment_waits_for_the_disk_once_on_sqlite(house: House) -> None:
    sizes = together(house, 5, 6, 7)
    await house.receive(5, 6, 7)

    async with house.at_work():
        await house.until(1, 2, 3)

    assert sizes == ([3] if house.db.is_sqlite else [1, 1, 1])
    assert await house.effects() == [1, 2, 3]
    assert sorted(house.toasts) == [(1, True), (2, True), (3, True)]


async def test_poison_in_a_group_is_set_aside_alone_and_the_others_happen_once(house: House) -> None:
    house.apply = failing(2, error=ValueError("now"))
    sizes = together(house, 5, 6, 7)
    await house.receive(5, 6, 7)

    async with house.at_work():
        await house.until(1, 3)
        for attempt in range(1, len(inbox.RETRY_AFTER) + 1):
            async with asyncio.timeout(5):
                while (await house.rows())[2].failures < attempt:  # noqa: ASYNC110 - as a person would look
                    await asyncio.sleep(0.02)
            house.clock.advance(inbox.RETRY_AFTER[-1])
        await house.until(2, state=InboxState.SET_ASIDE)

    assert sizes[:1] == ([3] if house.db.is_sqlite else [1])
    assert await house.effects() == [-2, 1, 3]
    assert sorted(house.toasts) == [(1, True), (3, True)]
    assert {row.failures for key, row in (await house.rows()).items() if key != 2} == {0}


async def test_one_of_a_group_that_another_process_took_over_is_left_to_it(house: House) -> None:
    async def taken_over(inbox_id: int) -> None:
        if inbox_id == 2:
            async with house.db.begin() as session:
                await session.execute(
                    update(InboxUpdate).where(InboxUpdate.id == 2).values(owner="somebody else")
                )
        await wait(inbox_id)

    together(house, 5, 6, 7)
    wait, house.prepare = house.prepare, taken_over
    await house.receive(5, 6, 7)

    async with house.at_work():
        await house.until(1, 3)
        await asyncio.sleep(0.1)

    assert await house.effects() == [1, 3]
    row = (await house.rows())[2]
    assert (row.state, row.owner) == (InboxState.PENDING, "somebody else")


async def test_a_stop_finishes_what_is_in_hand_and_gives_the_rest_back(house: House) -> None:
    started, gate = asyncio.Event(), asyncio.Event()

    async def slow(_inbox_id: int) -> None:
        started.set()
        await gate.wait()

    house.prepare = slow
    await house.receive(5, 5, 5)

    async with house.at_work() as work:
        await asyncio.wait_for(started.wait(), PATIENCE_SECONDS)
        work.stop()
        gate.set()

    rows = await house.rows()
    assert [row.state for row in rows.values()] == [InboxState.DONE, InboxState.PENDING, InboxState.PENDING]
    assert {row.owner for row in rows.values()} == {None}


@pytest.mark.parametrize("workers", [3])
async def test_several_workers_have_every_effect_once(house: House, workers: int) -> None:
    await house.receive(*(number % 7 for number in range(60)))
    others = (
        [House(Database(house.db.url), house.patch) for _ in range(workers - 1)]
        if not house.db.is_sqlite
        else []
    )

    async with house.at_work("0"):
        async with asyncio.TaskGroup() as group:
            for place, other in enumerate(others, 1):

                async def join(other: House = other, place: int = place) -> None:
                    async with other.at_work(f"{place}"):
                        await house.until(*range(1, 61))

                group.create_task(join())
        await house.until(*range(1, 61))

    assert await house.effects() == list(range(1, 61))
    for other in others:
        await other.db.close()
