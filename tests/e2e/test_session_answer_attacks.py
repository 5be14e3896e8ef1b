"""What a tampered client, an odd sender or bad luck can try with sessions, and that it gets nowhere."""

import asyncio

import pytest
from sqlalchemy import select

from bot.playground.state import Chat, Person
from bot.services import people
from models import Broadcast, Follow, Meeting, MeetingAudience, MeetingDraft, Place, Rsvp
from tests.support.sessions import answers, by_day, known, planned, posted
from tests.support.town import Town, labels

CLOSED = "Alleen voor twee groepen (voorbeeld)"
VERBS = "ymnsaztcko"


async def closed(town: Town) -> Meeting:
    """A session for some collectives only, of which nobody here was told."""
    await by_day(town)
    [meeting] = await planned(
        town, title=CLOSED, audience=MeetingAudience.COLLECTIVES, audience_values=("999",), theme="geheim"
    )
    await town.later(seconds=15)
    return meeting


@pytest.mark.parametrize("where", ["group", "private"])
async def test_guessed_numbers_tell_nothing_of_a_session_for_others(
    town: Town, anna: Person, group: Chat, where: str
) -> None:
    await known(town, anna, group)
    meeting = await closed(town)
    place = group if where == "group" else anna
    message = await town.ask(anna, "/sessies", place)
    assert CLOSED not in message.text
    before = message.text

    for data in (
        *(f"pr:{meeting.id}:{verb}" for verb in VERBS),
        f"pl:o:{meeting.id}",
        f"pl:s:{meeting.id}",
        f"pf:m:{meeting.id}",
    ):
        shown = await town.press(anna, message, data=data)
        assert shown.url is None
        assert CLOSED not in shown.text

    await town.later(seconds=10)
    assert message.text == before
    assert await town.rows(select(Rsvp)) == []
    assert await town.rows(select(Follow)) == []
    await town.hears_nothing()


async def test_who_has_the_link_of_a_session_for_some_may_answer_it(town: Town, anna: Person) -> None:
    meeting = await closed(town)
    card = await town.follow(anna, f"https://t.me/x?start=s-{meeting.token}")
    assert CLOSED in card.text
    await town.press(anna, card, "Ik kom")
    assert "Je komt." in card.text
    assert CLOSED in (await town.ask(anna, "/sessies")).text


async def test_a_draft_is_found_by_nobody(town: Town, anna: Person) -> None:
    async with town.db.begin() as session:
        at = town.world.clock.now()
        author = await people.meet(session, town.office.coordinator.id, at=at)
        draft = MeetingDraft(author_id=author.id, plan={"title": CLOSED}, made_at=at, changed_at=at)
        session.add(draft)
        await session.flush()
        number = draft.id
    message = await town.ask(anna, "/sessies")
    assert CLOSED not in message.text

    for data in (f"pr:{number}:y", f"pl:o:{number}", f"pr:{number}:c"):
        assert (await town.press(anna, message, data=data)).text
    await town.hears_nothing()
    assert await town.rows(select(Rsvp)) == []
    assert CLOSED not in message.text


async def test_no_message_of_the_bot_but_a_card_is_changed_by_a_press_in_a_group(
    town: Town, anna: Person, group: Chat
) -> None:
    await known(town, anna)
    meeting, _ = await posted(town, group)
    await planned(town, title="Een andere (voorbeeld)")
    await town.later(seconds=15)
    other_card = await town.hears(group)
    answer = await town.ask(
        anna, "/dilemma welke bewoners mogen een sleutel van het buurthuis hebben?", group
    )
    before = answer.text, labels(answer), other_card.text

    for data in (f"pr:{meeting.id}:y", f"pr:{meeting.id}:s", f"pl:o:{meeting.id}", "pl:l:-:1", "pl:t:1"):
        await town.press(anna, answer, data=data)
        await town.press(anna, other_card, data=data)
    await town.later(seconds=10)

    assert (answer.text, labels(answer), other_card.text) == before


@pytest.mark.parametrize(
    "data",
    [
        "pr:999999999999999:y",
        "pr:0:y",
        "pr:1:q",
        "pr:1:y:x",
        "pr:x:y",
        "pr:1",
        "pl:o:999999999999999",
        "pl:l:0123456789:1",
        "pl:l:5:999999",
        "pl:t:abcdef0123",
        "pl:v:-",
        "pf:m:999999999999999",
        "pf:t:0123456789",
        "pf:u:0123456789",
        "pf:m:abcdef0123",
    ],
)
async def test_data_of_nothing_do_nothing(town: Town, anna: Person, data: str) -> None:
    message = await town.ask(anna, "/sessies")
    before = message.text
    await town.press(anna, message, data=data)
    assert message.text == before
    assert await town.rows(select(Rsvp)) == []


@pytest.mark.parametrize("verb", "gpwxd")
async def test_guests_are_seen_and_changed_by_coordinators_only_and_never_in_a_group(
    town: Town, anna: Person, group: Chat, verb: str
) -> None:
    coordinator = town.office.coordinator
    town.world.add(anna, group, coordinator)
    meeting, card = await posted(town, group)
    mine = await town.ask(anna, "/sessies")
    before = card.text, mine.text

    for who, message in ((anna, card), (anna, mine), (coordinator, card)):
        shown = await town.press(who, message, data=f"pr:{meeting.id}:{verb}:1")
        assert shown.text == "Alleen coördinatoren kunnen dit."
    assert (card.text, mine.text) == before
    assert await answers(town, meeting) == []


async def test_a_forged_broadcast_opens_no_closed_session_and_is_not_counted(
    town: Town, anna: Person, group: Chat
) -> None:
    await known(town, anna)
    open_one, card = await posted(town, group)
    meeting = await closed(town)
    async with town.db.begin() as session:
        at = town.world.clock.now()
        author = await people.meet(session, town.office.coordinator.id, at=at)
        broadcast = Broadcast(author_id=author.id, meeting_id=open_one.id, made_at=at, changed_at=at)
        session.add(broadcast)
        await session.flush()
        number = broadcast.id

    await town.press(anna, card, data=f"pr:{meeting.id}:y:{number}")
    assert await answers(town, meeting) == []
    await town.press(anna, card, data=f"pr:{open_one.id}:y:{number + 7}")
    assert [one.broadcast_id for one in await answers(town, open_one)] == [None]
    # That one is about this session, but it never went to this group.
    await town.press(anna, card, data=f"pr:{open_one.id}:y:{number}")
    assert [one.broadcast_id for one in await answers(town, open_one)] == [None]


async def test_two_presses_at_once_are_one_answer(town: Town, anna: Person, group: Chat) -> None:
    await known(town, anna)
    meeting, card = await posted(town, group, places=1)
    presses = [town.world.press(anna, card, "Ik kom") for _ in range(5)]
    await asyncio.gather(*(town.world.answer_to(one, seconds=20) for one in presses))
    await town.settled()
    assert [one.place for one in await answers(town, meeting)] == [Place.SEAT]


async def test_an_anonymous_administrator_sees_the_list_and_signs_up_nobody(
    town: Town, anna: Person, group: Chat
) -> None:
    await known(town, group)
    await by_day(town)
    await planned(town, moments=())
    said = town.world.say(anna, group, "/sessies", anonymous=True)
    listed = await town.hears(group)
    assert "Invloed op de begroting" in listed.text
    assert said.chat.id == group.id
    assert await town.rows(select(Rsvp)) == []


async def test_a_link_that_was_made_up_is_refused(town: Town, anna: Person) -> None:
    for payload in ("s-", "s-nergens", "sr-nergens", "sc-nergens", "sf-nergens", "s-" + "a" * 62):
        message = await town.follow(anna, f"https://t.me/x?start={payload}")
        assert "vind ik niet meer" in message.text
