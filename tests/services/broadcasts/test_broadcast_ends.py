"""How broadcasts end early: stopped, refused, taken back, or without the session that they were for."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services.broadcasts import broadcasts, invitation_choice
from bot.services.broadcasts import progress as broadcast_progress
from bot.services.broadcasts import schedule as broadcast_schedule
from bot.services.broadcasts.audience import Audiences
from bot.services.broadcasts.limits import Words
from bot.services.broadcasts.progress import Tally
from bot.services.roles import Roles
from models import (
    Broadcast,
    BroadcastState,
    Chat,
    Meeting,
    MeetingState,
    OutboxMessage,
    OutboxState,
    Person,
)
from tests.services.broadcasts.test_broadcast_schedule import (
    AUTHOR,
    Moved,
    looking,
    planned,
    queued,
    state_of,
)
from tests.support.factories import NOW, make_person
from tests.support.rsvps import make_meeting

HOUR = timedelta(hours=1)
OVER = {"starts_at": NOW - HOUR, "ends_at": NOW}


async def left(database: Database, state: OutboxState) -> None:
    """Let what is in the outbox have ended in this state."""
    async with database.begin() as session:
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.content_id.is_not(None), OutboxMessage.state == OutboxState.QUEUED)
            .values(state=state, finished_at=NOW)
        )


async def tally_of(database: Database, number: int) -> Tally:
    async with database.read() as session:
        return await broadcast_progress.tally(session, await session.get_one(Broadcast, number))


async def test_what_was_stopped_halfway_goes_to_nobody_else_when_the_unknown_are_sent_again(
    database: Database,
) -> None:
    number, clock = await planned(database, 8, spread_hours=4), Moved(NOW + HOUR)
    await looking(database, clock).look()
    await left(database, OutboxState.PARKED)
    async with database.begin() as session:
        broadcast = await session.get_one(Broadcast, number)
        assert await broadcasts.stop(session, broadcast, at=clock.at)
    clock.at += timedelta(seconds=5)
    await looking(database, clock).look()
    tally = await tally_of(database, number)
    assert (tally.unknown, tally.stopped, tally.waiting, tally.total) == (1, 7, 0, 8)

    async with database.begin() as session:
        broadcast = await session.get_one(Broadcast, number)
        assert await broadcasts.send_again(session, broadcast, 1, at=clock.at)
    for _ in range(5):
        clock.at += HOUR
        await looking(database, clock).look()
    assert await queued(database, number) == 1
    assert (await tally_of(database, number)).stopped == 7


async def test_how_far_it_is_is_said_when_it_changes_and_not_all_night(database: Database) -> None:
    number, clock = await planned(database, 8, spread_hours=4), Moved(NOW + HOUR)
    for expected in (1, 2):
        for _ in range(20):
            await looking(database, clock).look()
            async with database.begin() as session:
                await session.execute(update(OutboxMessage).values(state=OutboxState.SENT, finished_at=NOW))
            clock.at += timedelta(seconds=5)
        assert await drawn(database, number) == expected
        # The next one has its turn.
        clock.at += HOUR / 2


async def drawn(database: Database, number: int) -> int:
    async with database.read() as session:
        edits = OutboxMessage.key.startswith(f"broadcast-progress:{number}:")
        return len((await session.scalars(select(OutboxMessage.id).where(edits))).all())


async def test_who_refuses_before_their_turn_is_counted(database: Database) -> None:
    number, clock = await planned(database, 8, spread_hours=4), Moved(NOW + HOUR)
    await looking(database, clock).look()
    async with database.begin() as session:
        for chat in await session.scalars(select(Chat).where(Chat.telegram_id < -1000).limit(4)):
            await invitation_choice.opt_out(session, chat, at=clock.at)
    for _ in range(5):
        clock.at += HOUR
        await looking(database, clock).look()
        await left(database, OutboxState.SENT)
    clock.at += HOUR
    await looking(database, clock).look()
    tally = await tally_of(database, number)
    assert await state_of(database, number) is BroadcastState.DONE
    assert (tally.delivered, tally.missed, tally.total) == (4, 4, 8)


@pytest.mark.parametrize("change", [{"state": MeetingState.CANCELLED, "cancelled_at": NOW}, OVER])
async def test_nobody_else_is_invited_to_a_session_that_does_not_come_any_more(
    database: Database, change: dict[str, object]
) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, starts_at=NOW + 48 * HOUR)
    number = await planned(database, 8, spread_hours=4, meeting_id=meeting.id)
    clock = Moved(NOW + HOUR)
    await looking(database, clock).look()
    assert await queued(database, number) == 1
    async with database.begin() as session:
        await session.execute(update(Meeting).values(**change))

    for _ in range(3):
        clock.at += HOUR
        await looking(database, clock).look()
    assert await state_of(database, number) is BroadcastState.PAUSED
    assert await queued(database, number) == 1
    async with database.read() as session:
        [told] = await session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.startswith("broadcast-held-up:"))
        )
        assert "staat stil" in told.payload["text"]

    # Without the buttons there is nothing against going on.
    async with database.begin() as session:
        broadcast = await session.get_one(Broadcast, number)
        broadcasts.invite_to(broadcast, None, at=clock.at)
        assert await broadcasts.go_on(session, broadcast, at=clock.at)
    clock.at += HOUR
    await looking(database, clock).look()
    assert await queued(database, number) > 1


@pytest.mark.parametrize(("late", "begins"), [(timedelta(hours=47), True), (timedelta(hours=49), False)])
async def test_what_the_bot_slept_through_for_days_is_told_instead_of_sent(
    database: Database, late: timedelta, begins: bool
) -> None:
    number = await planned(database, 3)
    await looking(database, Moved(NOW + HOUR + late)).look()
    wanted = BroadcastState.SENDING if begins else BroadcastState.DRAFT
    assert await state_of(database, number) is wanted
    assert await queued(database, number) == (3 if begins else 0)


async def test_what_took_days_can_be_taken_back_until_two_days_after_its_end(database: Database) -> None:
    number, end = await planned(database, 3), NOW + timedelta(days=5)
    await looking(database, Moved(NOW + HOUR)).look()
    await left(database, OutboxState.SENT)
    async with database.begin() as session:
        broadcast = await session.get_one(Broadcast, number)
        broadcast.state, broadcast.finished_at = BroadcastState.DONE, end
        assert not await broadcasts.take_back(session, broadcast, 3, at=end + broadcasts.DELETABLE)
        assert await broadcasts.take_back(session, broadcast, 3, at=end + HOUR)


async def test_the_number_of_a_draft_that_was_thrown_away_is_not_given_again(database: Database) -> None:
    """It stands in keys of the outbox, and under buttons with which the next one would be sent unseen."""

    async def begin(session: AsyncSession) -> int:
        return (await broadcasts.begin(session, author, at=NOW)).id

    async with database.begin() as session:
        author = await make_person(session, AUTHOR)
        first = await begin(session)
        await session.delete(await session.get_one(Broadcast, first))
        await session.flush()
        assert await begin(session) > first


async def test_one_that_breaks_holds_up_no_other(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, clock = await planned(database, 3, spread_hours=1), Moved(NOW + HOUR)
    await looking(database, clock).look()
    async with database.begin() as session:
        first, second = [await another(session, 3) for _ in range(2)]
    clock.at += HOUR
    begin = broadcasts.start

    async def break_first(session: AsyncSession, broadcast: Broadcast, *given: Any, **terms: Any) -> None:
        if broadcast.id == first:
            raise ArithmeticError
        await begin(session, broadcast, *given, **terms)

    monkeypatch.setattr(broadcasts, "start", break_first)
    with pytest.raises(ArithmeticError):
        await looking(database, clock).look()
    assert [await queued(database, one) for one in (under_way, first, second)] == [3, 0, 3]


async def another(session: AsyncSession, number: int) -> int:
    """A second broadcast of the same author at the same time, to the same groups."""
    author = (await session.scalars(select(Person).where(Person.telegram_id == AUTHOR))).one()
    broadcast = await broadcasts.begin(session, author, at=NOW)
    broadcasts.write(broadcast, Words("Nog iets", []), at=NOW)
    broadcast_schedule.set_time(broadcast, NOW + 2 * HOUR, at=NOW)
    assert await broadcasts.confirm(
        session,
        broadcast,
        Audiences(Roles(), "nl"),
        version=broadcast.version,
        number=number,
        approver=None,
        bot_name="voorbeeld_bot",
        at=NOW,
    )
    return broadcast.id
