"""What people are written without a press: each thing once, to who can be reached, and never too late."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.attending import Attending
from bot.clock import Clock
from bot.db import Database
from bot.services.meetings import changes, links, rsvps, store
from bot.services.meetings.manner import Manner
from bot.services.quiet_hours import QuietHours
from bot.services.roles import Roles
from bot.settings import parse_database_url
from models import (
    Chat,
    MessageClass,
    OutboxMessage,
    OutboxState,
    Person,
    Place,
    RsvpAnswer,
    RsvpNews,
)
from tests.support.factories import NOW, StillClock
from tests.support.rsvps import block, make_attendee, make_meeting, places, say

ZONE = ZoneInfo("Europe/Amsterdam")
MANNER = Manner(Roles(), QuietHours(ZONE, 21, 8), 2, "nl", "voorbeeldbot")


def attending(db: Database, clock: Clock, *coordinators: Person) -> Attending:
    roles = Roles(coordinator_ids=tuple(one.telegram_id for one in coordinators))
    return Attending(db, clock, lambda: replace(MANNER, roles=roles))


async def written(db: Database) -> list[OutboxMessage]:
    async with db.read() as session:
        return list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def at(clock: Clock, instant: datetime) -> None:
    """Move the clock to an instant."""
    clock.advance(instant - clock.now())


async def test_everybody_who_comes_has_the_link_twice_and_nobody_else(database: Database) -> None:
    clock = StillClock()
    async with database.begin() as session:
        meeting = await make_meeting(session, places=3)
        people = [await make_attendee(session) for _ in range(6)]
        for person in people[:4]:
            await say(session, meeting, person)
        await say(session, meeting, people[4], RsvpAnswer.MAYBE)
        await say(session, meeting, people[5], RsvpAnswer.NO)
    tick = attending(database, clock)

    at(clock, meeting.starts_at - timedelta(hours=24, seconds=1))
    await tick.look()
    assert await written(database) == []
    for moment in (timedelta(hours=24), timedelta(hours=20), timedelta(minutes=15), timedelta(minutes=10)):
        at(clock, meeting.starts_at - moment)
        await tick.look()
        await tick.look()

    found = [one.key.split(":") for one in await written(database) if one.key.startswith("meeting-link")]
    assert sorted((parts[2], int(parts[4])) for parts in found) == [
        (moment, number) for moment in ("day", "soon") for number in (1, 2, 3)
    ]
    assert all(one.message_class is MessageClass.REMINDER for one in await written(database))


async def test_several_processes_at_once_write_everything_once(database_url: str) -> None:
    url = parse_database_url(database_url)
    # SQLite is used by one process, and each waits for the other's transaction.
    number = 1 if database_url.startswith("sqlite") else 3
    databases = [Database(url) for _ in range(number)]
    clock = StillClock()
    async with databases[0].begin() as session:
        meeting = await make_meeting(session, places=2, starts_at=NOW + timedelta(hours=30))
        people = [await make_attendee(session) for _ in range(8)]
        for person in people:
            await say(session, meeting, person)
        for person in people[:2]:
            await say(session, meeting, person, RsvpAnswer.NO)
        full = await make_meeting(session, starts_at=NOW + timedelta(hours=4))
        for person in people:
            await say(session, full, person)

    for hours in (0, 1, 12, 12):
        clock.advance(timedelta(hours=hours))
        await asyncio.gather(*(attending(one, clock).look() for one in databases for _ in range(2)))

    rows = await written(databases[0])
    assert len({one.key for one in rows}) == len(rows)
    offers = [one for one in rows if ":offered:" in one.key]
    assert len({one.chat_id for one in offers}) == len(offers)
    assert sum(one.key.startswith(f"meeting-link:{full.id}:day") for one in rows) == len(people)
    async with databases[0].begin() as session:
        stand = await places(session, meeting)
        assert stand.get(Place.SEAT, 0) + stand.get(Place.OFFERED, 0) <= 2
        assert await session.scalar(select(RsvpNews)) is None
    for one in databases:
        await one.close()


async def test_a_reminder_of_before_a_change_does_not_leave_and_comes_again_when_it_is_undone(
    database: Database,
) -> None:
    clock = StillClock()
    async with database.begin() as session:
        meeting = await make_meeting(session)
        planner = await make_attendee(session)
        await say(session, meeting, await make_attendee(session))
    at(clock, meeting.starts_at - timedelta(hours=23))
    tick = attending(database, clock)
    await tick.look()
    [reminder] = await written(database)

    async with database.begin() as session:
        locked = await store.locked(session, meeting.id)
        assert locked is not None
        fields = {"link": "https://meet.example/anders"}
        assert await changes.change(session, locked, fields, version=1, by=planner, at=clock.now())
        change = await changes.last_change(session, locked)
        assert change is not None
    assert await written(database) == []
    await tick.look()
    assert await written(database) == []
    async with database.begin() as session:
        locked = await store.locked(session, meeting.id)
        assert locked is not None
        assert await changes.undo(session, locked, change_id=change.id, by=planner, at=clock.now())
        # As telling does when it settles, and finds nothing to tell.
        locked.settles_at = None
    await tick.look()

    [again] = await written(database)
    assert (again.key, again.payload) == (reminder.key, reminder.payload)


async def test_who_has_the_reminder_already_hears_of_a_new_link_once(database: Database) -> None:
    clock = StillClock()
    async with database.begin() as session:
        meeting = await make_meeting(session)
        await say(session, meeting, await make_attendee(session))
    at(clock, meeting.starts_at - timedelta(hours=23))
    tick = attending(database, clock)
    await tick.look()
    async with database.begin() as session:
        locked = await store.locked(session, meeting.id)
        assert locked is not None
        locked.link = "https://meet.example/anders"
        # In the message about the change it stood already.
        await links.told(session, locked, at=clock.now())
    await tick.look()

    assert len(await written(database)) == 1


async def test_at_night_people_are_left_alone_unless_it_is_near(database: Database) -> None:
    clock = StillClock()
    night = NOW.replace(hour=23)
    async with database.begin() as session:
        far = await make_meeting(session, starts_at=night + timedelta(hours=23))
        near = await make_meeting(session, starts_at=night + timedelta(hours=2))
        person = await make_attendee(session)
        for meeting in (far, near):
            await say(session, meeting, person)
    at(clock, night)
    tick = attending(database, clock)
    await tick.look()
    assert [one.key.split(":")[1] for one in await written(database)] == [str(near.id)]

    at(clock, night + timedelta(hours=9))
    await tick.look()
    assert {one.key.split(":")[1] for one in await written(database)} == {str(near.id), str(far.id)}


async def test_who_blocked_the_bot_gets_nothing_and_holds_up_nobody(database: Database) -> None:
    clock = StillClock()
    async with database.begin() as session:
        meeting = await make_meeting(session, starts_at=NOW + timedelta(hours=5))
        gone, unknown = await make_attendee(session), await make_attendee(session, reachable=False)
        there = await make_attendee(session)
        for person in (gone, unknown, there):
            await say(session, meeting, person)
        await block(session, gone)
    await attending(database, clock).look()

    assert len(await written(database)) == 1


async def test_a_planner_is_asked_once_for_a_link_that_is_missing(database: Database) -> None:
    clock = StillClock()
    async with database.begin() as session:
        planner = await make_attendee(session)
        fields: dict[str, Any] = {
            "link": None,
            "planner_id": planner.id,
            "starts_at": NOW + timedelta(hours=20),
        }
        meeting = await make_meeting(session, **fields)
        await make_meeting(session, **fields)
        await say(session, meeting, await make_attendee(session))
    tick = attending(database, clock, planner)
    for _ in range(3):
        await tick.look()

    [asked] = await written(database)
    assert asked.key == f"meeting-no-link:{meeting.id}"
    assert "Er komt 1 bewoner" in asked.payload["text"]


async def test_when_the_planner_is_no_coordinator_any_more_the_others_are_asked_for_the_link(
    database: Database,
) -> None:
    clock = StillClock()
    async with database.begin() as session:
        planner, *others = [await make_attendee(session) for _ in range(3)]
        starts_at = NOW + timedelta(hours=20)
        meeting = await make_meeting(session, link=None, planner_id=planner.id, starts_at=starts_at)
        await say(session, meeting, await make_attendee(session))
        chats = await session.scalars(
            select(Chat.id).where(Chat.telegram_id.in_([one.telegram_id for one in others]))
        )
        asked = set(chats)
    tick = attending(database, clock, *others)
    for _ in range(3):
        await tick.look()

    assert sorted(one.chat_id for one in await written(database)) == sorted(asked)


async def test_an_offer_is_not_told_when_it_was_answered_meanwhile(database: Database) -> None:
    clock = StillClock()
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        people = [await make_attendee(session) for _ in range(2)]
        for person in people:
            await say(session, meeting, person)
        await say(session, meeting, people[0], RsvpAnswer.NO)
        await say(session, meeting, people[1])
    await attending(database, clock).look()

    assert await written(database) == []


async def test_the_coordinator_hears_of_a_place_for_a_guest_by_name(database: Database) -> None:
    clock = StillClock()
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        first, coordinator = await make_attendee(session), await make_attendee(session)
        await say(session, meeting, first)
        await rsvps.add_guest(session, meeting, "Truus", by=coordinator, at=NOW)
        await say(session, meeting, first, RsvpAnswer.NO)
    await attending(database, clock).look()

    [told] = await written(database)
    assert "Truus" in told.payload["text"]
    assert told.state is OutboxState.QUEUED


@pytest.mark.parametrize("left", [timedelta(minutes=14), timedelta(minutes=-5)])
async def test_who_signed_up_just_before_is_not_reminded_too(database: Database, left: timedelta) -> None:
    clock = StillClock()
    async with database.begin() as session:
        meeting = await make_meeting(session)
        person = await make_attendee(session)
        at(clock, meeting.starts_at - timedelta(minutes=29))
        mine = await say(session, meeting, person, at=clock.now())
        await links.given(session, meeting, mine, at=clock.now())
    at(clock, meeting.starts_at - left)
    await attending(database, clock).look()

    assert await written(database) == []
