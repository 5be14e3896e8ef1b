"""Broadcasts that wait for their time, on a clock that is moved by hand: restarts, numbers and roles."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.broadcasting import Broadcasting, Manner
from bot.clock import Clock
from bot.db import Database
from bot.services.broadcasts import broadcasts
from bot.services.broadcasts import schedule as broadcast_schedule
from bot.services.broadcasts.audience import Audiences
from bot.services.broadcasts.limits import Words
from bot.services.broadcasts.paying import Paces
from bot.services.quiet_hours import QuietHours
from bot.services.roles import Roles
from models import Broadcast, BroadcastState, Chat, OutboxMessage
from tests.support.factories import NOW, make_chat, make_person

ZONE = ZoneInfo("Europe/Amsterdam")
AUTHOR, COLLEAGUE = 7, 8


class Moved(Clock):
    """A clock that stands where it is put."""

    def __init__(self, at: datetime = NOW) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        """Where it was put."""
        return self.at


def looking(
    database: Database, clock: Clock, *coordinators: int, above: int = 100, paid: float = 0
) -> Broadcasting:
    """What a process that just started does."""
    return Broadcasting(
        database,
        clock,
        Audiences(Roles(coordinator_ids=coordinators or (AUTHOR,)), "nl"),
        QuietHours(ZONE, 21, 8),
        Manner(lambda: "voorbeeld_bot", ZONE, above, Paces(30, paid)),
    )


async def planned(database: Database, chats: int, **fields: Any) -> int:
    """A broadcast to so many groups that waits until an hour from now; its id."""
    async with database.begin() as session:
        for number in range(chats):
            await make_chat(session, -1000 - number)
        broadcast = await broadcasts.begin(session, await make_person(session, AUTHOR), at=NOW)
        broadcasts.write(broadcast, Words("Kom je ook?", []), at=NOW)
        broadcast_schedule.set_time(broadcast, NOW + timedelta(hours=1), at=NOW)
        for name, value in fields.items():
            setattr(broadcast, name, value)
        assert await broadcasts.confirm(
            session,
            broadcast,
            Audiences(Roles(), "nl"),
            version=broadcast.version,
            number=chats,
            approver=None,
            bot_name="voorbeeld_bot",
            at=NOW,
        )
        return broadcast.id


async def state_of(database: Database, number: int) -> BroadcastState:
    """How far it is."""
    async with database.read() as session:
        return (await session.get_one(Broadcast, number)).state


async def queued(database: Database, number: int) -> int:
    """How many of its messages are in the outbox."""
    async with database.read() as session:
        return (
            await session.scalar(
                select(func.count()).where(OutboxMessage.key.startswith(f"broadcast:{number}:"))
            )
            or 0
        )


async def told(database: Database) -> list[int]:
    """Who heard that it was not sent, by Telegram's ids."""
    async with database.read() as session:
        return sorted(
            await session.scalars(
                select(Chat.telegram_id)
                .join(OutboxMessage, OutboxMessage.chat_id == Chat.id)
                .where(OutboxMessage.key.startswith("broadcast-not-sent:"))
            )
        )


async def test_it_begins_once_however_many_processes_look(database: Database) -> None:
    number, clock = await planned(database, 3), Moved()
    await looking(database, clock).look()
    assert await queued(database, number) == 0
    clock.at += timedelta(hours=1)
    for _ in range(3):
        await looking(database, clock).look()
    assert await queued(database, number) == 3


async def test_an_author_who_is_no_coordinator_any_more_sends_nothing_and_the_others_hear(
    database: Database,
) -> None:
    number = await planned(database, 3)
    await looking(database, Moved(NOW + timedelta(hours=2)), COLLEAGUE).look()
    assert await state_of(database, number) is BroadcastState.DRAFT
    assert await queued(database, number) == 0
    assert await told(database) == [COLLEAGUE]


@pytest.mark.parametrize(
    ("agreed", "more", "above", "begins"),
    [
        (200, 11, 1000, True),  # more than 10, but not more than a tenth
        (50, 10, 1000, True),  # more than a tenth, but not more than 10
        (50, 11, 1000, False),
        (50, -11, 1000, False),
        (98, 4, 100, False),  # nobody looked along, and now somebody has to
        (98, 2, 100, True),
    ],
)
async def test_a_number_that_is_another_than_was_agreed_to_is_told_instead_of_sent(
    database: Database, agreed: int, more: int, above: int, begins: bool
) -> None:
    number = await planned(database, agreed)
    async with database.begin() as session:
        for one in range(more):
            await make_chat(session, -5000 - one)
        for chat in await session.scalars(select(Chat).limit(max(-more, 0))):
            chat.inactive_since = NOW
    await looking(database, Moved(NOW + timedelta(hours=2)), above=above).look()
    wanted = BroadcastState.SENDING if begins else BroadcastState.DRAFT
    assert await state_of(database, number) is wanted
    assert await told(database) == ([] if begins else [AUTHOR])


async def test_a_process_that_starts_again_makes_up_for_what_was_missed_of_a_spread(
    database: Database,
) -> None:
    number, clock = await planned(database, 8, spread_hours=4), Moved(NOW + timedelta(hours=1))
    await looking(database, clock).look()
    assert await queued(database, number) == 1
    clock.at += timedelta(hours=2, minutes=1)
    await looking(database, clock).look()
    assert await queued(database, number) == 5
    clock.at += timedelta(hours=1)
    await looking(database, clock).look()
    assert await queued(database, number) == 7


async def test_a_spread_rests_at_night_and_goes_on_at_the_same_pace(database: Database) -> None:
    # 20:00 in Amsterdam; from 21:00 on it is quiet.
    number, clock = await planned(database, 8, spread_hours=4), Moved(NOW + timedelta(hours=7))
    await looking(database, clock).look()
    clock.at += timedelta(minutes=45)
    await looking(database, clock).look()
    assert await queued(database, number) == 2
    for _ in range(11):
        clock.at += timedelta(hours=1)
        await looking(database, clock).look()
    assert await queued(database, number) == 2
    clock.at = datetime(2027, 3, 2, 8, 0, tzinfo=ZONE)
    await looking(database, clock).look()
    assert await queued(database, number) == 3
    clock.at += timedelta(minutes=30)
    await looking(database, clock).look()
    assert await queued(database, number) == 4


async def test_what_is_paid_goes_for_free_when_the_settings_no_longer_allow_it(database: Database) -> None:
    number = await planned(database, 3, is_paid=True)
    await looking(database, Moved(NOW + timedelta(hours=1))).look()
    async with database.read() as session:
        broadcast = await session.get_one(Broadcast, number)
        contents = await broadcasts.contents_of(session, broadcast)
        assert not broadcast.is_paid
        assert contents
