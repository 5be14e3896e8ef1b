"""What people see of sessions that are announced, changed and refused, on the local Bot API."""

import asyncio
import random
import signal
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.db import Database
from bot.playground.state import Chat, Message, Person
from bot.playground.world import World
from bot.services import local_time
from bot.services.meetings import changes, store
from bot.services.meetings.plan import USUAL_MOMENTS, Plan, announce
from bot.settings import Settings
from models import Chat as ChatRow
from models import ChatKind, MeetingAudience, MeetingNotice, NoticeState, OutboxMessage, OutboxState
from models import Person as PersonRow
from tests.support.eventually import eventually
from tests.support.meetings import ZONE
from tests.support.process import BotProcess
from tests.support.running import write_config
from tests.support.town import Office, Town, labels, settled

AT_ALL_HOURS = "[sessions]\nquiet_from = 0\nquiet_until = 0\n"
TITLE = "Samen op het dak (voorbeeld)"
# One tick after another: what is told waits for what has settled.
SETTLED = {"minutes": 6}


@pytest.fixture
def more_config(office: Office) -> str:
    """The staff chat and a coordinator; sessions are announced at night as well."""
    return f"""
[staff]
chat_id = {office.group.id}
user_ids = [{office.staff.id}]
[coordinators]
user_ids = [{office.coordinator.id}]
{AT_ALL_HOURS}
"""


async def coordinator(db: Database, who: Person, world: World) -> int:
    """The row of a coordinator."""
    async with db.begin() as session:
        found = await session.scalar(select(PersonRow).where(PersonRow.telegram_id == who.id))
        if found is None:
            found = PersonRow(telegram_id=who.id, since=world.clock.now())
            session.add(found)
            await session.flush()
        return found.id


async def plan_session(db: Database, world: World, who: Person, *, days: float = 10) -> int:
    """A session for all groups, so many days ahead, with the usual moments."""
    start = local_time.local(world.clock.now() + timedelta(days=days), ZONE)
    planner_id = await coordinator(db, who, world)
    async with db.begin() as session:
        made = await announce(
            session,
            Plan(
                title=TITLE,
                theme="energie",
                audience=MeetingAudience.ALL,
                starts=(start,),
                moments=USUAL_MOMENTS,
            ),
            await session.get_one(PersonRow, planner_id),
            ZONE,
            at=world.clock.now(),
        )
        return made[0].id


async def cancel_session(town: Town, meeting_id: int) -> None:
    """The coordinator cancels it."""
    planner_id = await coordinator(town.db, town.office.coordinator, town.world)
    async with town.db.begin() as session:
        meeting = await store.locked(session, meeting_id)
        assert meeting is not None
        by = await session.get_one(PersonRow, planner_id)
        await changes.cancel(session, meeting, version=meeting.version, by=by, at=town.world.clock.now())


async def know(town: Town, group: Chat, **fields: object) -> None:
    """Let the bot know a group, as it does since it was added."""
    async with town.db.begin() as session:
        session.add(
            ChatRow(telegram_id=group.id, kind=ChatKind.SUPERGROUP, is_forum=bool(group.is_forum), **fields)
        )


@pytest.fixture
async def card(town: Town, group: Chat) -> Message:
    """The announcement of a session in the group."""
    await know(town, group)
    await plan_session(town.db, town.world, town.office.coordinator)
    await town.later(seconds=15)
    return await town.hears(group)


async def test_a_session_is_announced_once_and_not_among_staff(
    town: Town, group: Chat, card: Message
) -> None:
    assert TITLE in card.text
    await town.later(seconds=15)
    await town.hears_nothing(group, town.office.group)


async def test_an_administrator_stops_sessions_and_starts_them_again(
    town: Town, anna: Person, group: Chat, card: Message
) -> None:
    await town.press(anna, card, "Geen sessies")
    stopped = await town.hears(group)
    await town.later(days=9, minutes=1)
    await town.hears_nothing(group)

    await town.press(anna, stopped, "Toch weer")
    assert "weer sessies" in stopped.text
    await town.later(hours=23)
    assert TITLE in (await town.hears(group)).text


async def test_what_is_stopped_again_after_a_change_of_mind_is_said_again(
    town: Town, anna: Person, group: Chat, card: Message
) -> None:
    await town.press(anna, card, "Geen sessies")
    stopped = await town.hears(group)
    await town.press(anna, stopped, "Toch weer")
    await town.later(minutes=1)

    await town.press(anna, card, "Geen sessies")

    assert "geen sessies" in (await town.hears(group)).text


async def test_who_is_no_administrator_stops_nothing(
    town: Town, piet: Person, group: Chat, card: Message
) -> None:
    shown = await town.press(piet, card, "Geen sessies")

    assert shown.text
    await town.hears_nothing(group)


async def test_one_theme_is_refused_and_no_other(
    town: Town, anna: Person, group: Chat, card: Message
) -> None:
    await town.press(anna, card, "Geen sessies")
    stopped = await town.hears(group)
    await town.press(anna, stopped, "Alleen niet over")

    assert "energie" in stopped.text.casefold()
    await plan_session(town.db, town.world, town.office.coordinator)
    await town.later(seconds=15)
    await town.hears_nothing(group)


async def test_a_forged_press_says_nothing_of_a_session_of_others(
    town: Town, anna: Person, card: Message
) -> None:
    await town.ask(anna, "/help")
    other = town.world.bot_messages(anna)[-1]
    await town.press(anna, other, data="po:1")
    stopped = await town.hears(anna)

    assert "energie" not in "".join(labels(stopped)).casefold()


async def test_a_cancelled_session_is_told_and_its_card_has_no_buttons(
    town: Town, group: Chat, card: Message
) -> None:
    assert labels(card)
    await cancel_session(town, 1)
    await town.later(**SETTLED)
    await town.later(seconds=15)

    told = await town.hears(group)
    assert "gaat niet door" in told.text
    assert "niet door" in card.text.casefold()
    assert labels(card) == []
    await town.later(days=11)
    await town.hears_nothing(group)


async def test_a_topic_that_is_gone_is_left_for_the_group_at_large(town: Town, anna: Person) -> None:
    forum = town.group("Forum", anna, forum=True, topics=["Agenda"], bot="administrator")
    await know(town, forum, announcement_topic=987_654)
    await plan_session(town.db, town.world, town.office.coordinator)
    await town.later(seconds=15)

    assert TITLE in (await town.hears(forum)).text


async def test_a_group_from_which_the_bot_is_put_out_is_left_alone(
    town: Town, anna: Person, group: Chat, card: Message
) -> None:
    town.world.remove_bot(anna, group)
    await town.settled()
    await town.later(days=9, minutes=1)

    async with town.db.read() as session:
        states = set(
            await session.scalars(
                select(OutboxMessage.state).where(OutboxMessage.key.startswith("meeting-notice"))
            )
        )
    assert states == {OutboxState.SENT}


@pytest.mark.crash
async def test_kills_at_random_moments_announce_each_session_once_in_every_chat(
    world: World, settings: Settings, api_url: str, database_url: str, tmp_path: Path
) -> None:
    db = Database(settings.database_url)
    await db.migrate()
    planner = world.person("Karim (voorbeeld)", role="coordinator", started=True)
    groups = [
        world.group(f"Groep {number} (voorbeeld)", [planner], supergroup=True, quiet=True)
        for number in range(40)
    ]
    async with db.begin() as session:
        session.add_all(ChatRow(telegram_id=one.id, kind=ChatKind.SUPERGROUP) for one in groups)
    process = BotProcess(write_config(tmp_path, api_url, database_url, extra=AT_ALL_HOURS), world.bot.token)
    dice = random.Random(20261123)
    try:
        for number in range(4):
            if number % 2 == 0:
                await plan_session(db, world, planner, days=10 + number)
            before = len(world.calls("getUpdates"))
            await process.start()
            # It is up, and somewhere in its first look or what follows from it.
            await eventually(partial(_is_up, world, before))
            await asyncio.sleep(dice.uniform(0, 0.4))
            await process.kill()
        await process.start()
        await eventually(lambda: _all_said(db, 2 * len(groups)), seconds=90)
        await settled(world, db)
    finally:
        await process.kill()

    async with db.read() as session:
        parked = await session.scalar(select(func.count()).where(OutboxMessage.state == OutboxState.PARKED))
    copies = [len(world.bot_messages(one)) for one in groups]
    assert max(copies) <= 2
    assert sum(copies) >= 2 * len(groups) - (parked or 0), "neither said nor in doubt"
    await db.close()


async def _is_up(world: World, before: int) -> bool:
    return len(world.calls("getUpdates")) > before


async def _all_said(db: Database, number: int) -> bool:
    async with db.read() as session:
        said = await session.scalar(
            select(func.count()).where(MeetingNotice.state.in_((NoticeState.POSTED, NoticeState.JOINED)))
        )
    return said == number


CRASHES = (
    "sessions.expanded.before",
    "sessions.expanded",
    "sessions.posted.before",
    "sessions.posted",
    "sender.claimed",
)


@pytest.mark.crash
@pytest.mark.parametrize("point", CRASHES)
async def test_a_kill_at_any_step_of_a_tick_announces_once_in_every_chat(
    world: World, settings: Settings, api_url: str, database_url: str, tmp_path: Path, point: str
) -> None:
    db = Database(settings.database_url)
    await db.migrate()
    planner = world.person("Karim (voorbeeld)", role="coordinator", started=True)
    groups = [
        world.group(f"Groep {number} (voorbeeld)", [planner], supergroup=True, quiet=True)
        for number in range(4)
    ]
    async with db.begin() as session:
        session.add_all(ChatRow(telegram_id=one.id, kind=ChatKind.SUPERGROUP) for one in groups)
    await plan_session(db, world, planner)
    process = BotProcess(write_config(tmp_path, api_url, database_url, extra=AT_ALL_HOURS), world.bot.token)
    try:
        await process.start(CRASH_AT=point)
        assert await process.ended() == -signal.SIGKILL
        await process.start()
        await world.wait_for(lambda: all(world.bot_messages(one) for one in groups), seconds=60)
        await settled(world, db)
    finally:
        await process.kill()

    assert [len(world.bot_messages(one)) for one in groups] == [1] * 4
    async with db.read() as session:
        assert len(list(await session.scalars(select(MeetingNotice.id)))) == 4
    await db.close()
