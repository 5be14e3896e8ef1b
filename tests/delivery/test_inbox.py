"""Updates are stored once, handed out in order per chat and to one worker at a time."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.delivery import inbox
from bot.delivery.inbox import Claimed
from models import InboxState, InboxUpdate
from tests.support.factories import NOW

BOT = 1


def message(update_id: int, chat: int = 5) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"message_id": update_id, "chat": {"id": chat}}}


async def store(db: Database, *updates: Any, bot_id: int = BOT) -> int:
    async with db.begin() as session:
        return await inbox.store(session, updates, bot_id=bot_id, at=NOW)


async def claim(db: Database, owner: str = "a", *, at: datetime = NOW, lanes: int = 8) -> list[list[Claimed]]:
    async with db.begin() as session:
        return await inbox.claim(session, bot_id=BOT, owner=owner, at=at, lanes=lanes)


async def claim_one(db: Database, owner: str = "a", *, at: datetime = NOW) -> Claimed:
    ((claimed, *_), *_) = await claim(db, owner, at=at)
    return claimed


async def finish(db: Database, claimed: Claimed, owner: str = "a") -> bool:
    async with db.begin() as session:
        return claimed.id in await inbox.finish(session, [claimed], owner=owner, at=NOW)


async def fail(
    db: Database, claimed: Claimed, *, at: datetime = NOW, final: bool = False, error: str = "Traceback: x"
) -> bool:
    async with db.begin() as session:
        return await inbox.fail(session, claimed, owner="a", at=at, error=error, final=final)


async def rows(db: Database) -> Sequence[InboxUpdate]:
    async with db.read() as session:
        return (await session.scalars(select(InboxUpdate).order_by(InboxUpdate.id))).all()


def ids(runs: list[list[Claimed]]) -> list[list[int]]:
    return [[claimed.id for claimed in run] for run in runs]


@pytest.fixture
async def second(database: Database) -> AsyncIterator[Database]:
    """The same database through a second process's engine."""
    other = Database(database.url)
    yield other
    await other.close()


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -5}, "from": {"id": 9}}}, -5),
        ({"update_id": 1, "edited_message": {"chat": {"id": 8}}}, 8),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -6}, "from": {"id": 9}}}, -6),
        ({"update_id": 1, "callback_query": {"from": {"id": 9}, "message": {"chat": {"id": -7}}}}, -7),
        ({"update_id": 1, "callback_query": {"from": {"id": 9}, "inline_message_id": "x"}}, 9),
        ({"update_id": 1, "poll_answer": {"user": {"id": 4}}}, 4),
        ({"update_id": 1, "poll": {"id": "12"}}, 0),
        ({"update_id": 1, "message": {"chat": {"id": "five"}}}, 0),
        ({"update_id": 1, "message": {"chat": {"id": 2**70}}}, 0),
        ({"update_id": 1, "message": []}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_the_lane_is_the_chat_else_the_person_else_one_for_all(update: dict[str, Any], lane: int) -> None:
    assert inbox.lane_of(update) == lane


async def test_an_update_that_comes_twice_is_stored_once(database: Database) -> None:
    assert await store(database, message(1), message(2)) == 2
    assert await store(database, message(2), message(3)) == 1

    assert [row.update_id for row in await rows(database)] == [1, 2, 3]


async def test_bots_that_share_a_database_do_not_mix(database: Database) -> None:
    assert await store(database, message(1)) == 1
    assert await store(database, message(1), bot_id=2) == 1

    assert ids(await claim(database)) == [[1]]


@pytest.mark.parametrize(
    "poison", [{}, {"update_id": "7"}, {"update_id": 2**63}, {"update_id": True}, None, [], "update"]
)
async def test_what_is_no_update_does_not_keep_the_others_out(database: Database, poison: Any) -> None:
    assert await store(database, message(1), poison, message(2)) == 2


async def test_words_of_any_kind_can_be_stored(database: Database) -> None:
    raw = message(1) | {"text": "nul \x00, half paar \ud83d, 👩‍👩‍👧"}

    assert await store(database, raw) == 1
    assert "\\ud83d" in (await claim_one(database)).raw


async def test_chats_go_side_by_side_and_each_in_order(database: Database) -> None:
    await store(database, message(1, 5), message(2, 6), message(3, 5), message(4, 7), message(5, 5))

    assert ids(await claim(database)) == [[1, 3, 5], [2], [4]]
    assert await claim(database, "b") == []


async def test_no_more_lanes_are_taken_than_asked_for(database: Database) -> None:
    await store(database, *(message(number, chat=number) for number in range(1, 6)))

    assert ids(await claim(database, lanes=2)) == [[1], [2]]
    assert ids(await claim(database, "b", lanes=8)) == [[3], [4], [5]]


async def test_a_long_lane_is_taken_in_runs(database: Database) -> None:
    await store(database, *(message(number) for number in range(1, inbox.RUN + 3)))

    (run,) = await claim(database)

    assert len(run) == inbox.RUN
    assert await claim(database, "b") == []


async def test_two_workers_at_once_share_the_lanes_without_overlap(
    database: Database, second: Database
) -> None:
    await store(database, *(message(number, chat=number % 10) for number in range(1, 41)))

    async def work(db: Database, owner: str) -> list[int]:
        done = []
        while runs := await claim(db, owner, lanes=2):
            for run in runs:
                for claimed in run:
                    assert await finish(db, claimed, owner)
                    done.append(claimed.id)
        return done

    finished = await asyncio.gather(
        *(work(db, f"{place}") for place, db in enumerate([database, second] * 2))
    )

    assert sorted(number for part in finished for number in part) == list(range(1, 41))


@pytest.mark.postgres
async def test_an_update_that_becomes_visible_late_is_not_overtaken(
    postgres: Database, postgres_elsewhere: Database
) -> None:
    """Two webhook processes store for one chat: the first takes its number first but commits last."""
    async with postgres.begin() as slow:
        await inbox.store(slow, [message(1)], bot_id=BOT, at=NOW)
        later = asyncio.create_task(store(postgres_elsewhere, message(2)))
        await asyncio.sleep(0.1)
        assert await claim(postgres_elsewhere, "b") == []
    await later

    assert ids(await claim(postgres_elsewhere, "b")) == [[1, 2]]


async def test_batches_that_name_the_same_chats_in_another_order_do_not_block_each_other(
    database: Database, second: Database
) -> None:
    async with asyncio.timeout(60):
        for start in range(0, 200, 20):
            numbers = range(start, start + 10)
            await asyncio.gather(
                store(database, *(message(2 * n, chat=n % 10) for n in numbers)),
                store(second, *(message(2 * n + 1, chat=-n % 10) for n in numbers)),
            )

    assert len(await rows(database)) == 200


@pytest.mark.postgres
async def test_an_update_that_is_finished_while_another_claims_its_lane_is_not_given_out_again(
    postgres: Database, postgres_elsewhere: Database
) -> None:
    """The row is locked by its own worker when the claim comes: what it has become by then counts."""
    await store(postgres, message(1), message(2))
    first, last = (await claim(postgres))[0]
    async with postgres.begin() as session:
        # The first is back in line, as an update that became visible late would be.
        await inbox.let_go(session, [first], owner="a")

    async with postgres.begin() as finishing:
        assert await inbox.finish(finishing, [last], owner="a", at=NOW)
        later = NOW + inbox.LEASE * 2
        claiming = asyncio.create_task(claim(postgres_elsewhere, "b", at=later))
        await asyncio.sleep(0.2)
    claimed = await claiming

    assert ids(claimed) == [[1]]
    assert (await rows(postgres))[1].state is InboxState.DONE


async def test_a_lost_lease_finishes_nothing(database: Database) -> None:
    await store(database, message(1))
    mine = await claim_one(database)
    theirs = await claim_one(database, "b", at=NOW + inbox.LEASE * 2)

    assert not await finish(database, mine)
    assert (await rows(database))[0].state is InboxState.PENDING
    assert await finish(database, theirs, "b")


async def test_what_is_done_cannot_be_finished_again(database: Database) -> None:
    await store(database, message(1))
    claimed = await claim_one(database)
    assert await finish(database, claimed)

    assert not await finish(database, claimed)


async def test_a_lease_is_kept_until_it_ends(database: Database) -> None:
    await store(database, message(1))
    await claim(database)

    assert await claim(database, "b", at=NOW + inbox.LEASE - timedelta(seconds=1)) == []
    assert ids(await claim(database, "b", at=NOW + inbox.LEASE + timedelta(seconds=1))) == [[1]]


async def test_a_failure_is_tried_again_later_and_holds_up_its_chat_only(database: Database) -> None:
    await store(database, message(1, 5), message(2, 5), message(3, 6))
    failing, behind = (await claim(database, lanes=1))[0]
    assert not await fail(database, failing)
    async with database.begin() as session:
        await inbox.let_go(session, [behind], owner="a")

    assert ids(await claim(database)) == [[3]]
    assert ids(await claim(database, at=NOW + inbox.RETRY_AFTER[0])) == [[1, 2]]


async def test_after_the_last_attempt_it_is_set_aside_and_the_others_go_on(database: Database) -> None:
    await store(database, message(1), message(2))
    at, aside = NOW, []
    for _ in range(len(inbox.RETRY_AFTER) + 1):
        run = (await claim(database, at=at))[0]
        aside.append(await fail(database, run[0], at=at, error="Traceback: sleutel"))
        async with database.begin() as session:
            await inbox.let_go(session, run[1:], owner="a")
        at += timedelta(minutes=1)

    assert aside == [False, False, False, True]
    row = (await rows(database))[0]
    assert (row.state, row.failures, row.error) == (InboxState.SET_ASIDE, 4, "Traceback: sleutel")
    assert ids(await claim(database, at=at)) == [[2]]


async def test_what_cannot_be_read_is_set_aside_at_once(database: Database) -> None:
    await store(database, message(1))

    assert await fail(database, await claim_one(database), final=True)
    assert (await rows(database))[0].state is InboxState.SET_ASIDE


async def test_a_traceback_of_any_kind_can_be_stored(database: Database) -> None:
    await store(database, message(1))

    await fail(database, await claim_one(database), error="begin" + "x" * 50_000 + "\ud83d\x00 end")

    error = (await rows(database))[0].error or ""
    assert error.endswith("\\ud83d\\0 end")
    assert len(error) <= inbox.MAX_ERROR


async def test_deaths_are_counted_for_the_update_in_hand_only(database: Database) -> None:
    await store(database, message(1), message(2))
    await claim(database)

    await claim(database, "b", at=NOW + inbox.LEASE * 2)

    assert [row.deaths for row in await rows(database)] == [1, 0]


async def test_a_start_on_sqlite_frees_what_the_last_process_had(database: Database) -> None:
    await store(database, message(1), message(2), message(3, 6))
    await claim(database)

    async with database.begin() as session:
        await inbox.release_orphans(session, bot_id=BOT)

    assert [row.deaths for row in await rows(database)] == [1, 0, 1]
    assert ids(await claim(database, "b")) == [[1, 2], [3]]


async def test_an_update_that_kills_the_process_is_set_aside_in_the_end(database: Database) -> None:
    await store(database, message(1), message(2))
    for number in range(inbox.MAX_DEATHS):
        assert len(await claim(database, f"{number}")) == 1
        async with database.begin() as session:
            assert await inbox.set_aside_deadly(session, bot_id=BOT, at=NOW) == []
            await inbox.release_orphans(session, bot_id=BOT)

    async with database.begin() as session:
        assert await inbox.set_aside_deadly(session, bot_id=BOT, at=NOW) == [1]
    assert ids(await claim(database)) == [[2]]


async def test_what_was_set_aside_can_be_put_back(database: Database) -> None:
    await store(database, message(1))
    await fail(database, await claim_one(database), final=True)

    async with database.begin() as session:
        assert await inbox.retry(session, 1)
        assert not await inbox.retry(session, 1)

    claimed = await claim_one(database)
    assert claimed.failures == 0
    assert await finish(database, claimed)


async def test_old_updates_are_deleted_but_never_one_that_waits(database: Database) -> None:
    await store(database, message(1), message(2, 6), message(3, 7))
    done, aside, _waiting = (run[0] for run in await claim(database))
    await finish(database, done)
    await fail(database, aside, final=True)

    async with database.begin() as session:
        assert await inbox.purge(session, before=NOW) == 0
        assert await inbox.purge(session, before=NOW + timedelta(seconds=1)) == 2

    assert [row.update_id for row in await rows(database)] == [3]


async def test_an_id_is_never_given_again_after_all_updates_were_removed(database: Database) -> None:
    async def stored(update_id: int) -> int:
        async with database.begin() as session:
            await inbox.store(session, [{"update_id": update_id}], bot_id=BOT, at=NOW)
            return (await session.scalars(select(InboxUpdate.id))).one()

    first = await stored(1)
    async with database.begin() as session:
        (row,) = await session.scalars(select(InboxUpdate))
        row.state = InboxState.DONE
        await session.flush()
        await inbox.purge(session, before=NOW + timedelta(days=8))

    assert await stored(2) > first
