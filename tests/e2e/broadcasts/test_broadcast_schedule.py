"""Invitations at a time and over hours: understood, listed, counted again, called off."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

import models
from bot.playground.state import Message, Person
from models import Broadcast, BroadcastState, Meeting, MeetingState
from tests.support.broadcasts import (
    TEXT,
    check,
    finish,
    groups,
    invitations,
    only_broadcast,
    send,
    until_hour,
    write,
)
from tests.support.rsvps import make_meeting
from tests.support.town import Town, data_of, labels

SMALL = pytest.mark.parametrize("more_config", ["small"], indirect=True)
QUIET = pytest.mark.parametrize("more_config", ["quiet"], indirect=True)


async def timed(town: Town, words: str) -> Message:
    """The coordinator writes an invitation and says when; the draft's card."""
    who = town.office.coordinator
    draft = await write(town)
    await town.press(who, draft, "Wanneer?")
    assert "zoals je het zegt" in draft.text
    return await town.ask(who, words)


async def plan(town: Town, words: str) -> Message:
    """The same, and confirmed; the message that says that it waits."""
    last_look = await check(town, await timed(town, words))
    await town.press(town.office.coordinator, last_look, "Zet klaar voor")
    return await town.hears(town.office.coordinator)


async def test_a_time_in_words_is_shown_back_and_kept(town: Town) -> None:
    chats = await groups(town, 2)
    await until_hour(town, 12)
    waiting = await plan(town, "morgen om 10 uur")
    tomorrow = (await only_broadcast(town)).due_at
    assert tomorrow is not None
    assert "om 10:00 uur" in waiting.text
    assert "2 groepen" in waiting.text
    await town.later(hours=20)
    assert await invitations(town, chats) == [0, 0]
    await until_hour(town, 10)
    progress = await town.hears(town.office.coordinator)
    await finish(town)
    assert await invitations(town, chats) == [1, 1]
    assert "Aangekomen in 2 van de 2" in progress.text
    begun = (await only_broadcast(town)).began_at
    assert begun is not None
    assert begun >= tomorrow


async def test_what_is_not_clear_about_a_time_is_asked(town: Town) -> None:
    await groups(town, 1)
    await until_hour(town, 12)
    assert "snap ik niet" in (await timed(town, "als de zon schijnt")).text
    assert "Hoe laat?" in (await town.ask(town.office.coordinator, "morgen")).text
    assert "om 10:00 uur" in (await town.ask(town.office.coordinator, "10 uur")).text


async def test_a_time_that_is_past_or_far_away_is_not_taken(town: Town) -> None:
    await groups(town, 1)
    await until_hour(town, 12)
    await timed(town, "vandaag 10:00")
    broadcast = await only_broadcast(town)
    assert broadcast.due_at is None
    anywhere = await town.ask(town.office.coordinator, "/help")
    for when in ("202001011000", "209901011000", "209913991000"):
        await town.press(town.office.coordinator, anywhere, data=f"b:{broadcast.id}:at:{when}")
    assert (await only_broadcast(town)).due_at is None


async def test_a_time_that_went_by_while_it_was_looked_at_sends_nothing(town: Town) -> None:
    chats = await groups(town, 1)
    await until_hour(town, 12)
    last_look = await check(town, await timed(town, "over een uur"))
    await town.later(hours=2)
    shown = await town.press(town.office.coordinator, last_look, "Zet klaar voor")
    assert "veranderd" in shown.text
    assert labels(last_look)[0] == "Verstuur naar 1 groep"
    assert await invitations(town, chats) == [0]


@SMALL
async def test_a_colleague_who_says_yes_after_the_time_sends_nothing_and_the_author_hears(
    town: Town, second_coordinator: Person
) -> None:
    chats = await groups(town, 2)
    await until_hour(town, 12)
    who = town.office.coordinator
    last_look = await check(town, await timed(town, "over een uur"))
    await town.press(who, last_look, "Vraag een collega")
    await town.hears(second_coordinator)
    asked = await town.hears(second_coordinator)
    await town.later(hours=2)
    await town.press(second_coordinator, asked, "Zet klaar voor")
    assert "al voorbij" in asked.text
    assert labels(asked) == []
    assert "Kies een nieuwe tijd" in (await town.hears(who)).text
    assert (await only_broadcast(town)).due_at is None
    assert await invitations(town, chats) == [0, 0]


@QUIET
async def test_what_is_due_at_night_begins_in_the_morning(town: Town) -> None:
    chats = await groups(town, 2)
    await until_hour(town, 12)
    draft = await timed(town, "vandaag 23:00")
    assert "rusttijd" in draft.text
    await town.press(town.office.coordinator, await check(town, draft), "Zet klaar voor")
    await until_hour(town, 23)
    await town.later(hours=2)
    assert await invitations(town, chats) == [0, 0]
    await until_hour(town, 8)
    await finish(town)
    assert await invitations(town, chats) == [1, 1]


async def test_what_waits_is_listed_changed_and_called_off(
    town: Town, second_coordinator: Person, anna: Person
) -> None:
    chats = await groups(town, 2)
    who = town.office.coordinator
    waiting = await plan(town, "over 3 dagen om 10 uur")
    number = (await only_broadcast(town)).id
    # Any coordinator sees it, only its author changes it, and nobody else sees or does anything.
    overview = await town.ask(second_coordinator, "/uitnodiging")
    assert "Kom je ook naar" in overview.text
    await town.press(second_coordinator, overview, 0)
    shown = await town.press(second_coordinator, overview, "Toch veranderen")
    assert "wie deze uitnodiging schreef" in shown.text
    anywhere = await town.ask(anna, "/help")
    for verb in ("gb", "ca", "cy", "r"):
        assert "coördinator" in (await town.press(anna, anywhere, data=f"b:{number}:{verb}")).text
    its_state = select(Broadcast.state).where(Broadcast.id == number)
    assert await town.rows(its_state) == [BroadcastState.SCHEDULED]

    await town.press(who, waiting, "Toch veranderen")
    assert "nog niet verstuurd" in waiting.text
    assert await town.rows(its_state) == [BroadcastState.DRAFT]
    last_look = await check(town, waiting)
    await town.press(who, last_look, "Zet klaar voor")
    again = await town.hears(who)
    await town.press(second_coordinator, overview, data=f"b:{number}:r")
    await town.press(second_coordinator, overview, "Verstuur dit niet")
    await town.press(second_coordinator, overview, "Ja, niet versturen")
    assert "afgezegd" in overview.text
    await town.later(days=4)
    assert await invitations(town, chats) == [0, 0]
    assert "te oud" in (await town.press(who, again, "Toch veranderen")).text


@pytest.mark.parametrize(("more", "is_sent"), [(10, True), (12, False)])
async def test_a_number_that_is_very_different_at_the_time_is_told_instead_of_sent(
    town: Town, more: int, is_sent: bool
) -> None:
    chats = await groups(town, 3)
    await plan(town, "over 2 dagen om 10 uur")
    chats += await groups(town, more)
    await town.later(days=3)
    said = await town.hears(town.office.coordinator)
    if is_sent:
        await finish(town)
        assert "Aangekomen in 13 van de 13" in said.text
        assert await invitations(town, chats) == [1] * 13
        return
    assert "niet verstuurd" in said.text
    assert "naar 3" in said.text
    assert await invitations(town, chats) == [0] * 15
    await town.press(town.office.coordinator, said, "Bekijk opnieuw")
    await town.press(town.office.coordinator, await check(town, said), "Verstuur naar 15")
    assert await invitations(town, chats) == [1] * 15


async def test_buttons_for_a_session_that_was_cancelled_are_not_sent(town: Town) -> None:
    chats = await groups(town, 1)
    async with town.db.begin() as session:
        at = town.world.clock.now()
        meeting = await make_meeting(session, starts_at=at + timedelta(days=9))
    draft = await timed(town, "over 2 dagen om 10 uur")
    await town.press(town.office.coordinator, draft, "Aanmeldknoppen")
    await town.press(town.office.coordinator, draft, 0)
    last_look = await check(town, draft)
    await town.press(town.office.coordinator, last_look, "Zet klaar voor")
    await town.hears(town.office.coordinator)
    async with town.db.begin() as session:
        await session.execute(
            update(Meeting)
            .where(Meeting.id == meeting.id)
            .values(state=MeetingState.CANCELLED, cancelled_at=town.world.clock.now())
        )
    await town.later(days=3)
    assert "gaat niet door" in (await town.hears(town.office.coordinator)).text
    assert await invitations(town, chats) == [0]


async def test_it_is_spread_evenly_and_a_pause_is_not_made_up_for(town: Town) -> None:
    chats = await groups(town, 4)
    who = town.office.coordinator
    draft = await write(town)
    for button in ("Wanneer?", "Verspreiden", "4 uur"):
        await town.press(who, draft, button)
    assert "Verspreid over 4 uur" in draft.text
    await town.press(who, await check(town, draft), "Verstuur naar 4")
    progress = await town.hears(who)
    await town.settled()
    assert sum(await invitations(town, chats)) == 1
    await town.later(minutes=61)
    assert sum(await invitations(town, chats)) == 2
    await town.world.wait_for(lambda: "120 minuten" in progress.text, seconds=30)
    await town.press(who, progress, "Pauze")
    await town.later(hours=5)
    assert sum(await invitations(town, chats)) == 2
    await town.press(who, progress, "Ga verder")
    await town.later(seconds=5)
    assert sum(await invitations(town, chats)) == 3
    await town.later(minutes=61)
    assert await invitations(town, chats) == [1, 1, 1, 1]
    await town.later(minutes=61)
    await finish(town)
    assert "Aangekomen in 4 van de 4" in progress.text


async def test_two_presses_that_plan_it_plan_it_once(town: Town) -> None:
    chats = await groups(town, 1)
    last_look = await check(town, await timed(town, "over 2 dagen om 10 uur"))
    data = data_of(last_look, "Zet klaar voor")
    for callback in [town.world.press(town.office.coordinator, last_look, data=data) for _ in range(2)]:
        await town.world.answer_to(callback, seconds=30)
    await town.later(days=3)
    assert await invitations(town, chats) == [1]


async def test_what_is_under_way_is_not_scheduled_again(town: Town) -> None:
    chats = await groups(town, 1)
    progress = await send(town)
    await finish(town)
    number = (await only_broadcast(town)).id
    for verb in ("gb", "cy", "wh", "sp:4", "at:now", "y:1:1"):
        await town.press(town.office.coordinator, progress, data=f"b:{number}:{verb}")
    await town.later(days=1)
    assert await invitations(town, chats) == [1]
    assert await town.rows(select(Broadcast.state)) == [BroadcastState.DONE]
    assert len(await town.rows(select(models.BroadcastContent.content_id))) == 2


@SMALL
async def test_a_colleague_who_agrees_to_a_time_plans_it(town: Town, second_coordinator: Person) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await timed(town, "over 2 dagen om 10 uur"))
    await town.press(town.office.coordinator, last_look, "Vraag een collega")
    await town.hears(second_coordinator)
    asked = await town.hears(second_coordinator)
    await town.press(second_coordinator, asked, "Zet klaar voor 2")
    assert "staat klaar voor 2 groepen" in asked.text
    assert await invitations(town, chats) == [0, 0]
    await town.later(days=3)
    assert await invitations(town, chats) == [1, 1]


async def test_another_coordinator_changes_nothing_of_somebodys_draft(
    town: Town, second_coordinator: Person
) -> None:
    await groups(town, 2)
    await write(town)
    before = await only_broadcast(town)
    anywhere = await town.ask(second_coordinator, "/help")
    for verb in (
        "wh",
        "at:now",
        "sp:4",
        "la",
        "la:en",
        "ld:en",
        "me",
        "mo",
        "pr",
        "pn",
        "co",
        "gb",
        "p",
        "x",
    ):
        shown = await town.press(second_coordinator, anywhere, data=f"b:{before.id}:{verb}")
        assert "te oud" in shown.text
    # Nor do their words go anywhere but to their own.
    await town.ask(second_coordinator, "/uitnodiging")
    await town.ask(second_coordinator, "Iets heel anders")
    [after] = await town.rows(select(Broadcast).where(Broadcast.id == before.id))
    assert (after.version, after.text, after.state) == (before.version, TEXT, BroadcastState.DRAFT)
