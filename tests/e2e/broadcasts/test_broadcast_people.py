"""Invitations to people in private: who signed up, who came, who follows; and who wants none."""

from datetime import timedelta

import pytest
from sqlalchemy import select

import models
from bot.playground.state import Person
from models import Follow, FollowKind, InvitationOptOut, Meeting, Place, Rsvp, RsvpAnswer
from tests.support.broadcasts import SEND, TEXT, check, finish, write
from tests.support.rsvps import make_meeting
from tests.support.town import Town


async def person_id(town: Town, who: Person) -> int:
    """The id of the row of somebody who wrote to the bot."""
    await town.ask(who, "/help")
    return (await town.rows(select(models.Person.id).where(models.Person.telegram_id == who.id)))[0]


async def answered(town: Town, **attended: bool | None) -> Meeting:
    """A session that Anna, Piet and Noor signed up for, a guest as well; and Sem who waits for a place."""
    at = town.world.clock.now()
    people = [await person_id(town, town.person(name)) for name in ("Anna", "Piet", "Noor")]
    waiting = await person_id(town, town.person("Sem"))
    async with town.db.begin() as session:
        meeting = await make_meeting(session, starts_at=at - timedelta(days=1))
        for number, one in enumerate(people):
            session.add(
                Rsvp(
                    meeting_id=meeting.id,
                    person_id=one,
                    answer=RsvpAnswer.YES,
                    place=Place.SEAT,
                    queued_at=at,
                    answered_at=at,
                    attended=number < 2,
                )
            )
        session.add(
            Rsvp(
                meeting_id=meeting.id,
                person_id=waiting,
                answer=RsvpAnswer.YES,
                place=Place.WAITING,
                queued_at=at,
                answered_at=at,
            )
        )
        session.add(
            Rsvp(
                meeting_id=meeting.id,
                guest_name="Oma Riet (voorbeeld)",
                consent_at=at,
                answer=RsvpAnswer.YES,
                place=Place.SEAT,
                queued_at=at,
                answered_at=at,
            )
        )
    return meeting


def copies(town: Town) -> dict[str, int]:
    """Who has how many copies, by first name."""
    found = {}
    for one in town.world.people.values():
        number = sum(message.text == TEXT for message in town.world.bot_messages(one))
        if number and one.id != town.office.coordinator.id:
            found[one.first_name.split()[0]] = number
    return found


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ("Wie komt naar een sessie", {"Anna": 1, "Piet": 1, "Noor": 1}),
        ("Wie er bij een sessie was", {"Anna": 1, "Piet": 1}),
    ],
)
async def test_people_of_a_session_get_it_in_private(
    town: Town, button: str, expected: dict[str, int]
) -> None:
    meeting = await answered(town)
    who = town.office.coordinator
    draft = await write(town)
    for one in ("Voor wie?", button, meeting.title):
        await town.press(who, draft, one)
    number = len(expected)
    assert f"zijn nu {number} mensen" in draft.text
    last_look = await check(town, draft)
    await town.press(who, last_look, "Welke mensen?")
    assert f"Nederlands: {number}" in last_look.text
    assert "Anna" not in last_look.text
    if button == "Wie komt naar een sessie":
        assert "Kan ik niet bereiken: 1" in last_look.text
    await town.press(who, last_look, "Terug")
    await town.press(who, await check(town, last_look), SEND)
    progress = await town.hears(who)
    await finish(town)
    assert copies(town) == expected
    assert f"Aangekomen bij {number} van de {number} mensen" in progress.text


async def test_followers_get_it_and_can_stop_it_by_theme_or_for_all(
    town: Town, anna: Person, piet: Person
) -> None:
    ids = [await person_id(town, one) for one in (anna, piet)]
    async with town.db.begin() as session:
        for one in ids:
            session.add(
                Follow(
                    person_id=one,
                    kind=FollowKind.THEME,
                    value="energie",
                    since=town.world.clock.now(),
                )
            )
    who = town.office.coordinator
    draft = await write(town)
    for button in ("Voor wie?", "Wie een thema volgt", "energie"):
        await town.press(who, draft, button)
    assert "2 mensen" in draft.text
    await town.press(who, await check(town, draft), SEND)
    await town.hears(who)
    invitation = await town.hears(anna)
    await town.press(anna, invitation, "Geen uitnodigingen meer")
    said = await town.hears(anna)
    await town.press(anna, said, "Alleen niet meer over energie")
    assert await town.rows(select(InvitationOptOut.theme)) == ["energie"]
    await finish(town)

    draft = await write(town, "Nog een keer over energie")
    for button in ("Voor wie?", "Wie een thema volgt", "energie"):
        await town.press(who, draft, button)
    assert "1 persoon." in draft.text
    await town.press(who, draft, "Bekijk en verstuur")
    await town.hears(who)
    last_look = await town.hears(who)
    await town.press(who, last_look, "Welke mensen?")
    assert "Wil geen uitnodigingen: 1" in last_look.text
    await town.press(piet, await town.hears(piet), "Geen uitnodigingen meer")
    await town.press(who, last_look, "Terug")
    assert "0 mensen" in last_look.text
