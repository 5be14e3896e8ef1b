"""What a tampered client can try with invitations: it learns nothing, and nothing leaves unseen."""

import pytest
from sqlalchemy import select, update

import models
from bot.playground.state import Chat, Person
from bot.services.roles import Roles
from models import AudienceKind, Broadcast, BroadcastState, InvitationOptOut, Meeting, MeetingAudience, Rsvp
from tests.support.broadcasts import (
    SEND,
    TEXT,
    check,
    finish,
    groups,
    invitations,
    look_away,
    only_broadcast,
    write,
)
from tests.support.sessions import planned
from tests.support.town import Town, labels

SECRET = "onderhoud van de lift"
CLOSED = "Alleen voor twee groepen (voorbeeld)"
SMALL = pytest.mark.parametrize("more_config", ["small"], indirect=True)


@pytest.mark.parametrize("state", [BroadcastState.DRAFT, BroadcastState.SENDING])
async def test_a_guessed_invitation_does_not_tell_what_it_is_about(
    town: Town, anna: Person, state: BroadcastState
) -> None:
    await groups(town, 1)
    message = await town.ask(anna, "/instellingen")
    await write(town)
    async with town.db.begin() as session:
        values: dict[str, object] = {"audience": AudienceKind.THEME, "audience_value": SECRET, "state": state}
        if state is BroadcastState.SENDING:
            values |= dict.fromkeys(("began_at", "queued_at", "confirmed_at"), town.world.clock.now())
        await session.execute(update(Broadcast).values(**values))
    number = (await only_broadcast(town)).id

    shown = await town.press(anna, message, data=f"bt:{number}")
    assert SECRET not in shown.text + message.text
    assert await town.rows(select(InvitationOptOut)) == []
    await town.press(anna, message, data=f"bo:{number}")
    said = await town.hears(anna)
    assert SECRET not in said.text + str(said.content)


async def test_a_guessed_invitation_opens_no_session_that_is_for_others(town: Town, anna: Person) -> None:
    await groups(town, 1)
    message = await town.ask(anna, "/sessies")
    [meeting] = await planned(
        town, title=CLOSED, audience=MeetingAudience.COLLECTIVES, audience_values=("999",)
    )
    await write(town)
    async with town.db.begin() as session:
        at = town.world.clock.now()
        await session.execute(update(Broadcast).values(meeting_id=meeting.id, began_at=at))
    number = (await only_broadcast(town)).id

    for verb in "ocymn":
        shown = await town.press(anna, message, data=f"pr:{meeting.id}:{verb}:{number}")
        assert CLOSED not in shown.text + message.text
    await town.hears_nothing(anna)
    assert await town.rows(select(Rsvp)) == []
    assert len(await town.rows(select(Meeting))) == 1


@SMALL
async def test_the_typed_number_sends_only_what_was_looked_at(town: Town) -> None:
    chats = await groups(town, 2)
    who = town.office.coordinator
    draft = await write(town)
    last_look = await check(town, draft)
    await town.press(who, last_look, "Ik typ het aantal")
    await town.hears(who)
    await town.press(who, draft, "Stel je dilemma")

    await town.ask(who, "2")
    await town.settled()
    assert (await only_broadcast(town)).state is BroadcastState.DRAFT
    assert await invitations(town, chats) == [0, 0]


async def test_who_wants_no_more_gets_nothing_when_the_unknown_are_sent_again(
    town: Town, anna: Person, group: Chat
) -> None:
    await town.ask(anna, "/help", group)
    look_away(town)
    who = town.office.coordinator
    await town.press(who, await check(town, await write(town)), SEND)
    progress, invitation = await town.hears(who), await town.hears(group)
    async with town.db.begin() as session:
        key = models.OutboxMessage.key.like("broadcast:%:%")
        await session.execute(update(models.OutboxMessage).where(key).values(state=models.OutboxState.PARKED))
    await finish(town)
    await town.press(anna, invitation, "Geen uitnodigingen meer")
    await town.hears(group)

    await town.press(who, progress, "Stuur de onbekende opnieuw")
    await finish(town)
    assert [one.text for one in town.world.bot_messages(group)].count(TEXT) == 1
    assert "opnieuw" not in str(progress.content)


@SMALL
async def test_a_yes_for_who_is_no_coordinator_any_more_sends_nothing(
    town: Town, second_coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    await town.press(town.office.coordinator, last_look, "Vraag een collega")
    await town.hears(second_coordinator)
    asked = await town.hears(second_coordinator)
    gone = town.office.coordinator.id
    is_coordinator = Roles.is_coordinator
    monkeypatch.setattr(
        Roles, "is_coordinator", lambda roles, one: one != gone and is_coordinator(roles, one)
    )
    await town.press(second_coordinator, asked, SEND)
    assert "geen coördinator meer" in asked.text
    assert labels(asked) == []
    assert await invitations(town, chats) == [0, 0]
