"""The sender when something breaks: freezing, dying, a database that goes away, a stop."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import update

from bot.db import Database
from bot.delivery import sender as module
from bot.delivery.pacing import Pacer
from models import MessageClass, OutboxMessage, OutboxState
from tests.support.eventually import eventually
from tests.support.factories import NOW
from tests.support.office import Office, Unsteady

SECOND = timedelta(seconds=1)


async def test_a_process_frozen_beyond_its_lease_makes_no_call(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def freeze_once(name: str) -> None:
        if name == "sender.claimed" and office.clock.offset == timedelta(0) and office.owner == 1:
            frozen.append(name)
            office.clock.advance(module.LEASE)

    frozen: list[str] = []
    await office.post("m", message_class=MessageClass.NOTICE)
    monkeypatch.setattr(module, "crash_point", freeze_once)

    async with office.at_work():
        await office.attempted("m")
        assert office.bot.calls == []
        office.clock.advance(SECOND * 2)
        await office.until("m", OutboxState.SENT)

    assert frozen
    assert office.bot.texts == ["m"]


@pytest.mark.parametrize(
    ("message_class", "state", "texts"),
    [
        (MessageClass.INTERACTIVE, OutboxState.SENT, ["m"]),
        (MessageClass.RELAY, OutboxState.SENT, ["m (again, 1)"]),
        (MessageClass.NOTICE, OutboxState.PARKED, []),
        (MessageClass.REMINDER, OutboxState.EXPIRED, []),
    ],
)
async def test_what_a_dead_process_was_sending_is_judged_by_class(
    office: Office, message_class: MessageClass, state: OutboxState, texts: list[str]
) -> None:
    await office.post("m", message_class=message_class)
    await hand_to(office, "a dead process")

    async with office.at_work():
        await office.uncertain("m")
        office.clock.advance(SECOND * 2)
        row = await office.until("m", state)

    assert office.bot.texts == texts
    assert row.uncertain == 1


async def test_a_claim_whose_commit_was_not_heard_is_put_back(office: Office) -> None:
    """The database took the claim, but the connection broke before it said so: no call was made."""
    await office.post("m", message_class=MessageClass.NOTICE)
    await hand_to(office, "process 1")

    async with office.at_work():
        row = await office.until("m", OutboxState.SENT)

    assert office.bot.texts == ["m"]
    assert row.uncertain == 0


async def hand_to(office: Office, owner: str) -> None:
    async with office.db.begin() as session:
        await session.execute(
            update(OutboxMessage).values(
                state=OutboxState.SENDING, owner=owner, attempts=1, lease_until=NOW + module.LEASE
            )
        )


@pytest.fixture
async def unsteady(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(module, "LONGEST_SLEEP", 0.02)
    db = Unsteady(database.url)
    yield Office(db)
    await db.close()


async def test_results_are_kept_while_the_database_is_away(unsteady: Office) -> None:
    db = cast(Unsteady, unsteady.db)
    unsteady.bot.gate = asyncio.Event()
    await unsteady.post("m", message_class=MessageClass.NOTICE)

    async with unsteady.at_work():
        await unsteady.called()
        db.away = 5
        unsteady.bot.gate.set()
        row = await unsteady.until("m", OutboxState.SENT)

    assert db.away == 0
    assert row.sent_message_id == 101
    assert unsteady.bot.texts == ["m"]


@pytest.mark.parametrize("message_class", MessageClass)
async def test_no_message_hangs_or_doubles_when_a_commit_is_not_heard(
    unsteady: Office, message_class: MessageClass
) -> None:
    await unsteady.post("m", message_class=message_class)

    async with unsteady.at_work():
        await asyncio.sleep(0.1)
        await unsteady.until("m", OutboxState.SENT)
        await unsteady.post("next", message_class=message_class)
        cast(Unsteady, unsteady.db).unheard = 1
        await unsteady.until("next", OutboxState.SENT)

    assert unsteady.bot.texts == ["m", "next"]


async def test_a_stop_finishes_the_calls_in_hand_and_takes_no_more(office: Office) -> None:
    office.bot.gate = asyncio.Event()
    await office.post("in hand", "behind")

    async with office.at_work() as sender:
        await office.called()
        sender.stop()
        await asyncio.sleep(0.05)
        office.bot.gate.set()

    assert (await office.row("in hand")).state is OutboxState.SENT
    assert (await office.row("behind")).state is OutboxState.QUEUED
    assert office.bot.texts == ["in hand"]


async def test_a_result_that_another_process_judged_meanwhile_changes_nothing(office: Office) -> None:
    office.bot.gate = asyncio.Event()
    await office.post("m", message_class=MessageClass.NOTICE)

    async with office.at_work():
        await office.called()
        async with office.db.begin() as session:
            await session.execute(
                update(OutboxMessage).values(state=OutboxState.PARKED, owner=None, lease_until=None)
            )
        office.bot.gate.set()
        await asyncio.sleep(0.1)

    row = await office.row("m")
    assert (row.state, row.sent_message_id) == (OutboxState.PARKED, None)


async def test_who_is_not_sure_to_lead_takes_nothing_and_calls_nothing(office: Office) -> None:
    await office.post("m", message_class=MessageClass.NOTICE)
    office.is_leading = False

    async with office.at_work():
        await asyncio.sleep(0.1)
        assert (await office.row("m")).attempts == 0
        office.is_leading = True
        await office.until("m", OutboxState.SENT)

    assert office.bot.texts == ["m"]


async def test_who_lost_the_lead_in_between_does_not_make_the_call(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def freeze(name: str) -> None:
        if name == "sender.claimed" and office.is_leading and (not frozen):
            frozen.append(name)
            office.is_leading = False

    frozen: list[str] = []
    monkeypatch.setattr(module, "crash_point", freeze)

    async with office.at_work():
        await asyncio.sleep(0.1)
        frozen.clear()
        await office.post("m", message_class=MessageClass.NOTICE)
        office.is_leading = True
        row = await office.attempted("m")
        assert office.bot.calls == []
        office.is_leading = True
        await office.until("m", OutboxState.SENT)

    assert row.uncertain == 0
    assert office.bot.texts == ["m"]


async def test_what_a_cancelled_sender_had_in_line_is_not_called_afterwards(office: Office) -> None:
    """The lead was lost: whoever leads next judges it."""
    pacer = Pacer(per_second=1, per_private_chat_per_second=0, per_group_per_minute=0)
    await office.post("first", "second")
    await office.post("elsewhere", chat=-200)

    sender = office.hire(pacer)
    work = asyncio.create_task(sender.run())
    await office.called()
    await eventually(lambda: sender.in_line)
    work.cancel()
    await asyncio.wait({work})
    await eventually(lambda: not sender.in_line)

    assert len(office.bot.calls) == 1
