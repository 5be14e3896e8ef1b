"""Invitations under way: held up, stopped, rested, reported, sent again and taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.playground.state import Status
from models import (
    Broadcast,
    BroadcastState,
    MeetingState,
    OutboxMessage,
    OutboxState,
)
from tests.support.broadcasts import (
    SEND,
    chat_rows,
    check,
    finish,
    groups,
    invitations,
    look_away,
    only_broadcast,
    send,
    until_hour,
    write,
)
from tests.support.rsvps import make_meeting
from tests.support.town import Town, data_of, labels

QUIET = pytest.mark.parametrize("more_config", ["quiet"], indirect=True)


async def test_a_pause_holds_up_a_stop_ends_and_a_report_counts(town: Town) -> None:
    chats = await groups(town, 4)
    look_away(town)
    progress = await send(town)
    await town.settled()
    # Two were sent; the others are as they would be in the middle of a large one.
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[2:])]
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.key.in_(keys))
            .values(
                state=OutboxState.QUEUED,
                due_at=town.world.clock.now() + timedelta(days=1),
                finished_at=None,
            )
        )
    await town.press(town.office.coordinator, progress, "Pauze")
    assert "wacht op jou" in progress.text
    assert "Wacht nog: 2" in progress.text
    await town.later(hours=30)
    assert "wacht op jou" in progress.text
    await town.press(town.office.coordinator, progress, "Stop")
    assert "2 groepen krijgen" in progress.text
    await town.press(town.office.coordinator, progress, "Terug")
    await town.press(town.office.coordinator, progress, "Stop")
    await town.press(town.office.coordinator, progress, "Ja, stop")
    await finish(town)
    assert "De uitnodiging is gestopt" in progress.text
    assert "Aangekomen in 2 van de 4" in progress.text
    assert "omdat je stopte: 2" in progress.text


async def test_how_far_it_is_is_not_drawn_over_the_question_whether_to_stop(town: Town) -> None:
    chats = await groups(town, 3)
    who = town.office.coordinator
    progress = await send(town)
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[1:])]
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.key.in_(keys))
            .values(state=OutboxState.QUEUED, due_at=town.world.clock.now() + timedelta(days=1))
        )
        await session.execute(update(Broadcast).values(state=BroadcastState.SENDING, finished_at=None))
    await town.later(seconds=4)
    await town.press(who, progress, "Stop")
    await town.later(seconds=9)
    assert "Ja, stop" in labels(progress)
    # Who does not answer sees how far it is, after a while; who does, at once.
    await town.later(seconds=30)
    assert "Pauze" in labels(progress)
    await town.press(who, progress, "Stop")
    await town.press(who, progress, "Terug")
    shown = progress.text
    await town.press(who, progress, "Stop")
    await town.press(who, progress, "Ja, stop")
    await town.later(seconds=5)
    assert "gestopt" in progress.text
    assert progress.text != shown


async def test_after_a_pause_it_goes_on_and_nobody_gets_it_twice(town: Town) -> None:
    chats = await groups(town, 3)
    look_away(town)
    progress = await send(town)
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[2:])]
    await town.settled()
    before = await invitations(town, chats)
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.key.in_(keys)).values(state=OutboxState.HELD)
        )
        await session.execute(update(Broadcast).values(state=BroadcastState.PAUSED))
    await town.later(seconds=5)
    assert "wacht op jou" in progress.text
    await town.press(town.office.coordinator, progress, "Ga verder")
    await finish(town)
    assert await invitations(town, chats) == [before[0], before[1], before[2] + 1]
    assert "Aangekomen in 3 van de 3" in progress.text


async def test_the_unknown_are_listed_and_sent_again_with_one_press(town: Town) -> None:
    chats = await groups(town, 3)
    look_away(town)
    progress = await send(town)
    await town.settled()
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[1:])]
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.key.in_(keys)).values(state=OutboxState.PARKED)
        )
    await finish(town)
    assert "Onbekend: 2." in progress.text
    await town.press(town.office.coordinator, progress, "Stuur de 2 onbekende opnieuw")
    await finish(town)
    assert "Aangekomen in 3 van de 3" in progress.text
    assert await invitations(town, chats) == [1, 2, 2]


async def test_what_waited_too_long_is_sent_after_all_with_one_press_and_to_nobody_else(town: Town) -> None:
    chats = await groups(town, 3)
    look_away(town)
    progress = await send(town)
    await town.settled()
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[1:])]
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.key.in_(keys)).values(state=OutboxState.EXPIRED)
        )
    await finish(town)
    assert "Te laat om nog te versturen: 2." in progress.text
    late = data_of(progress, "Stuur die 2 alsnog")
    await town.press(town.office.coordinator, progress, "Stuur die 2 alsnog")
    assert "te oud" in (await town.press(town.office.coordinator, progress, data=late)).text
    await finish(town)
    assert "Aangekomen in 3 van de 3" in progress.text
    assert await invitations(town, chats) == [1, 2, 2]


@QUIET
async def test_what_is_confirmed_in_the_evening_leaves_in_the_morning(town: Town) -> None:
    chats = await groups(town, 2)
    await until_hour(town, 22)
    last_look = await check(town, await write(town))
    assert "rusttijd" in last_look.text
    await town.press(town.office.coordinator, last_look, SEND)
    progress = await town.hears(town.office.coordinator)
    await town.later(minutes=5)
    assert "rusttijd" in progress.text
    assert await invitations(town, chats) == [0, 0]
    await until_hour(town, 8)
    await finish(town)
    assert await invitations(town, chats) == [1, 1]
    assert "Aangekomen in 2 van de 2" in progress.text


@QUIET
async def test_what_is_under_way_rests_at_night(town: Town) -> None:
    chats = await groups(town, 2)
    await until_hour(town, 20)
    look_away(town)
    progress = await send(town)
    await town.settled()
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[1:])]
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.key.in_(keys))
            .values(
                state=OutboxState.QUEUED,
                due_at=town.world.clock.now() + timedelta(hours=3),
                finished_at=None,
            )
        )
    await until_hour(town, 21)
    await town.later(hours=4)
    assert "rusttijd" in progress.text
    assert await invitations(town, chats) == [1, 1]
    # Going on after a pause does not break the silence either.
    await town.press(town.office.coordinator, progress, "Pauze")
    await town.press(town.office.coordinator, progress, "Ga verder")
    assert "rusttijd" in progress.text
    assert await invitations(town, chats) == [1, 1]
    await until_hour(town, 8)
    await finish(town)
    assert await invitations(town, chats) == [1, 2]


async def test_an_invitation_can_be_taken_back_everywhere(town: Town) -> None:
    chats = await groups(town, 3)
    who = town.office.coordinator
    progress = await send(town)
    await finish(town)
    [lost] = town.world.bot_messages(chats[0])
    await town.press(who, progress, "Haal overal weg")
    await town.press(who, progress, "Terug")
    assert await invitations(town, chats) == [1, 1, 1]
    await town.press(who, progress, "Haal overal weg")
    sure = data_of(progress, "Ja, haal weg in 3 groepen")
    owner = next(one for one in chats[0].members.values() if one.status is Status.CREATOR)
    town.world.delete(town.world.people[owner.user_id], lost)
    await town.press(who, progress, "Ja, haal weg in 3 groepen")
    await finish(town)
    assert await invitations(town, chats) == [0, 0, 0]
    assert "Weggehaald in 3 van de 3" in progress.text
    assert labels(progress) == []
    assert "te oud" in (await town.press(who, progress, data=sure)).text


async def test_after_two_days_it_can_not_be_taken_back(town: Town) -> None:
    chats = await groups(town, 1)
    progress = await send(town)
    await finish(town)
    await town.later(days=2)
    shown = await town.press(town.office.coordinator, progress, "Haal overal weg")
    assert "twee dagen" in shown.text
    number = (await only_broadcast(town)).id
    await town.press(town.office.coordinator, progress, data=f"b:{number}:j:1")
    assert await invitations(town, chats) == [1]


async def test_who_goes_on_with_an_invitation_to_a_session_that_is_cancelled_invites_nobody(
    town: Town,
) -> None:
    chats = await groups(town, 3)
    progress = await send(town)
    await finish(town)
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[1:])]
    async with town.db.begin() as session:
        at = town.world.clock.now()
        meeting = await make_meeting(session, starts_at=at + timedelta(days=9))
        meeting.state, meeting.cancelled_at = MeetingState.CANCELLED, at
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.key.in_(keys)).values(state=OutboxState.PARKED)
        )
        await session.execute(update(Broadcast).values(meeting_id=meeting.id))
    number = (await only_broadcast(town)).id
    shown = await town.press(town.office.coordinator, progress, data=f"b:{number}:u:2")
    assert "gaat niet door" in shown.text
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.key.in_(keys)).values(state=OutboxState.HELD)
        )
        await session.execute(update(Broadcast).values(state=BroadcastState.PAUSED, finished_at=None))
    await town.press(town.office.coordinator, progress, data=f"b:{number}:g")
    await town.later(seconds=9)
    assert await invitations(town, chats) == [1, 1, 1]
