"""Texts side by side, the buttons of a session, and what came of them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

import models
from bot.playground.state import Chat, Message, Person
from bot.services.answers import day_text
from models import BroadcastText, Rsvp
from tests.support.broadcasts import SEND, TEXT, check, finish, groups, invitations, send, write
from tests.support.rsvps import make_meeting
from tests.support.town import Town, labels

ENGLISH = "Will you come to the evening about keys?"
TURKISH = "Anahtar akşamına gelir misiniz?"


async def speak(town: Town, chat: Chat, language: str) -> None:
    """Let a group read a language."""
    async with town.db.begin() as session:
        await session.execute(
            update(models.Chat).where(models.Chat.telegram_id == chat.id).values(language=language)
        )


async def add_text(town: Town, draft: Message, language: str, text: str) -> Message:
    """Add a text in a language; the draft's card."""
    who = town.office.coordinator
    await town.press(who, draft, "Andere talen")
    await town.press(who, draft, language)
    town.say(who, text)
    await town.settled()
    return town.unread(who)[-1]


async def test_who_reads_a_language_gets_its_text_and_all_others_the_main_text(town: Town) -> None:
    chats = await groups(town, 3)
    who = town.office.coordinator
    await speak(town, chats[1], "en")
    await speak(town, chats[2], "tr")
    draft = await write(town)
    assert "geen tekst voor wie Engels leest" in draft.text
    draft = await add_text(town, draft, "Engels", ENGLISH)
    draft = await add_text(town, draft, "Turks", TURKISH)
    assert "Ook in: Engels, Turks" in draft.text
    assert "geen tekst voor" not in draft.text
    while town.unread(who):
        await town.hears(who)
    await town.press(who, draft, "Bekijk en verstuur")
    previews = [(await town.hears(who)).text for _ in range(3)]
    assert previews == [TEXT, ENGLISH, TURKISH]
    await town.press(who, await town.hears(who), SEND)
    assert [town.world.bot_messages(chat)[0].text for chat in chats] == [TEXT, ENGLISH, TURKISH]
    assert labels(town.world.bot_messages(chats[1])[0]) == ["No more invitations"]


async def test_a_group_gets_its_text_in_a_language_that_the_bot_does_not_write(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    choice = await town.ask(anna, "/taal", group)
    assert "beheerder" in (await town.press(piet, choice, "Andere taal")).text
    await town.press(anna, choice, "Andere taal")
    await town.press(anna, choice, "Türkçe")
    assert "Türkçe" in choice.text
    # Its own words stay Dutch there.
    assert "In welke taal" in (await town.ask(anna, "/taal", group)).text

    who = town.office.coordinator
    draft = await add_text(town, await write(town), "Turks", TURKISH)
    await town.press(who, draft, "Voor wie?")
    await town.press(who, draft, "Op taal")
    await town.press(who, draft, "Türkçe")
    assert "Türkçe" in draft.text
    while town.unread(who):
        await town.hears(who)
    await town.press(who, draft, "Bekijk en verstuur")
    await town.press(who, [await town.hears(who) for _ in range(3)][-1], SEND)
    assert (await town.hears(group)).text == TURKISH


async def test_a_correction_can_leave_a_language_out_again(town: Town) -> None:
    chats = await groups(town, 2)
    who = town.office.coordinator
    await speak(town, chats[1], "tr")
    draft = await add_text(town, await write(town), "Turks", TURKISH)
    while town.unread(who):
        await town.hears(who)
    await town.press(who, draft, "Bekijk en verstuur")
    last_look = [await town.hears(who) for _ in range(3)][-1]
    await town.press(who, last_look, SEND)
    progress = await town.hears(who)
    await finish(town)
    await town.press(who, progress, "Verbeter")
    card = [await town.hears(who) for _ in range(4)][-1]
    await town.press(who, card, "Andere talen")
    await town.press(who, card, "Turks")
    await town.press(who, card, "Tekst voor Turks")
    await town.press(who, card, "Bekijk en verstuur")
    last_look = [await town.hears(who) for _ in range(2)][-1]
    await town.press(who, last_look, "Verbeter")
    await finish(town)
    assert [[one.text for one in town.world.bot_messages(chat)] for chat in chats] == [[TEXT], [TEXT]]


async def test_a_text_can_be_taken_away_and_only_text_is_taken(town: Town) -> None:
    chats = await groups(town, 1)
    who = town.office.coordinator
    await speak(town, chats[0], "en")
    draft = await add_text(town, await write(town), "Engels", ENGLISH)
    await town.press(who, draft, "Andere talen")
    await town.press(who, draft, "Engels")
    while town.unread(who):
        await town.hears(who)
    town.world.say(who, who, "with a picture", file="photo")
    assert "alleen tekst" in (await town.hears(who)).text
    await town.press(who, draft, "Tekst voor Engels")
    assert await town.rows(select(BroadcastText.text)) == []
    # What is typed next is the invitation again.
    assert (await town.ask(who, "Een andere tekst")).text == "Een andere tekst"


async def test_answers_under_an_invitation_and_replies_to_it_are_counted(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    await town.ask(anna, "/help", group)
    who = town.office.coordinator
    async with town.db.begin() as session:
        at = town.world.clock.now()
        meeting = await make_meeting(session, starts_at=at + timedelta(days=9))
    draft = await write(town)
    assert "geen link" in draft.text
    await town.press(who, draft, "Aanmeldknoppen")
    await town.press(who, draft, meeting.title)
    assert "geen link" not in draft.text
    last_look = await check(town, draft)
    await town.press(who, last_look, SEND)
    progress = await town.hears(who)
    invitation = await town.hears(group)
    assert labels(invitation)[:3] == ["Ik kom", "Misschien", "Ik kan niet"]
    await town.press(anna, invitation, "Ik kom")
    await town.press(piet, invitation, "Misschien")
    assert set(await town.rows(select(Rsvp.broadcast_id))) == {1}
    assert invitation.text == TEXT
    town.say(piet, "Wat leuk, mag mijn buurvrouw ook mee?", reply_to=invitation)
    await town.settled()
    await finish(town)
    await town.press(who, progress, "Tel opnieuw")
    assert "komen er 1 naar de sessie. Misschien: 1" in progress.text
    assert "Reacties op de uitnodiging: 1" in progress.text


async def test_that_an_invitation_does_not_say_when_its_session_is_is_pointed_out(town: Town) -> None:
    await groups(town, 1)
    who = town.office.coordinator
    async with town.db.begin() as session:
        meeting = await make_meeting(session, starts_at=town.world.clock.now() + timedelta(days=9))
    draft = await write(town)
    await town.press(who, draft, "Aanmeldknoppen")
    await town.press(who, draft, meeting.title)
    day = day_text(meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date(), "nl")
    assert f"staat niet dat de sessie op {day} is" in draft.text

    await town.ask(who, f"Kom {day} praten over de sleutel!")

    assert "staat niet dat" not in (await town.hears(who)).text


async def test_a_session_that_is_not_coming_cannot_be_chosen(town: Town) -> None:
    await groups(town, 1)
    async with town.db.begin() as session:
        at = town.world.clock.now()
        past = await make_meeting(session, starts_at=at - timedelta(days=9))
    draft = await write(town)
    await town.press(town.office.coordinator, draft, "Aanmeldknoppen")
    assert "geen sessie" in draft.text
    await town.press(town.office.coordinator, draft, data=f"b:1:me:{past.id}")
    assert await town.rows(select(models.Broadcast.meeting_id)) == [None]


async def test_a_reply_to_anything_else_is_not_counted(town: Town, anna: Person, group: Chat) -> None:
    said = await town.ask(anna, "/help", group)
    await send(town)
    await finish(town)
    town.say(anna, "Wie krijgt bij jullie de sleutel?", reply_to=said)
    await town.settled()
    assert await town.rows(select(models.BroadcastReply.message_id)) == []
    assert await invitations(town, [group]) == [1]
