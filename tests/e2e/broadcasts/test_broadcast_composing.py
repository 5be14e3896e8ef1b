"""Invitations: written, looked at as they arrive, and confirmed by who may."""

import pytest
from sqlalchemy import func, select, update

from bot.playground.state import Person
from models import (
    Broadcast,
    BroadcastState,
)
from tests.support.broadcasts import (
    SEND,
    TEXT,
    check,
    finish,
    groups,
    invitations,
    only_broadcast,
    send,
    town_draft,
    write,
)
from tests.support.town import Town, data_of, labels, url_of

SMALL = pytest.mark.parametrize("more_config", ["small"], indirect=True)


async def test_an_invitation_arrives_once_in_every_group_and_a_report_follows(town: Town) -> None:
    chats = await groups(town, 3)
    progress = await send(town)
    await finish(town)

    assert await invitations(town, chats) == [1, 1, 1]
    assert "De uitnodiging is verstuurd" in progress.text
    assert "Aangekomen in 3 van de 3 groepen" in progress.text
    assert labels(progress) == ["Verbeter", "Haal overal weg", "Tel opnieuw"]
    assert (await only_broadcast(town)).state is BroadcastState.DONE


async def test_formatting_and_buttons_arrive_as_they_were_shown(town: Town) -> None:
    [chat] = await groups(town, 1)
    who = town.office.coordinator
    draft = await write(town)
    # Bold, in the bot's own words: a message that is forwarded keeps its form.
    town.world.say(who, who, forward=draft)
    bold = (await town.hears(who)).content["entities"]
    assert [one["type"] for one in bold] == ["bold"]
    draft = await town.hears(who)
    await town.press(who, draft, "Knop met link")
    assert "tekst op de knop" in (await town.hears(who)).text
    town.say(who, "Aanmelden https://voorbeeld.nl/avond")
    await town.hears(who)
    draft = await town.hears(who)
    await town.press(who, draft, "Stel je dilemma")
    await town.press(who, draft, "Bekijk en verstuur")
    preview, last_look = await town.hears(who), await town.hears(who)
    await town.press(who, last_look, SEND)

    [arrived] = town.world.bot_messages(chat)
    assert labels(arrived) == labels(preview) == ["Aanmelden", "Stel je dilemma", "Geen uitnodigingen meer"]
    assert url_of(arrived, "Aanmelden") == "https://voorbeeld.nl/avond"
    assert url_of(arrived, "Stel je dilemma").endswith("?start=ask")
    assert arrived.content["entities"] == preview.content["entities"] == bold


async def test_the_text_can_be_replaced_and_only_the_last_is_sent(town: Town) -> None:
    [chat] = await groups(town, 1)
    await write(town, "Een eerste poging")
    town.say(town.office.coordinator, TEXT)
    await town.hears(town.office.coordinator)
    last_look = await check(town, await town.hears(town.office.coordinator))
    await town.press(town.office.coordinator, last_look, SEND)

    assert [one.text for one in town.world.bot_messages(chat)] == [TEXT]


async def test_what_may_be_overlooked_is_said(town: Town) -> None:
    await groups(town, 1)
    loud = await write(
        town, "KOM ALLEMAAL NAAR DE AVOND, BEL 06-12345678 " + "EN NEEM IEMAND MEE. " * 29 + "TOT DAN"
    )
    for words in ("geen link", "langer dan 500", "hoofdletters", "telefoonnummer"):
        assert words in loud.text
    town.say(town.office.coordinator, "Kijk op https://voorbeeld.nl")
    await town.hears(town.office.coordinator)
    calm = await town.hears(town.office.coordinator)
    assert "⚠️" not in calm.text
    town.say(town.office.coordinator, "Vraag het aan mevrouw Jansen, kijk op https://voorbeeld.nl")
    await town.hears(town.office.coordinator)
    assert "naam van iemand" in (await town.hears(town.office.coordinator)).text


async def test_the_same_words_within_a_week_are_noticed(town: Town) -> None:
    await groups(town, 1)
    await send(town)
    await finish(town)
    assert "al verstuurd" in (await write(town, TEXT.upper())).text
    await town.later(days=8)
    assert "al verstuurd" not in (await town_draft(town)).text


async def test_a_draft_survives_being_left(town: Town, anna: Person) -> None:
    draft = await write(town)
    await town.ask(town.office.coordinator, "/stop")
    assert "bewaard" in (await town.ask(town.office.coordinator, "/uitnodiging")).text
    assert (await town.hears(town.office.coordinator)).text == TEXT
    kept = await town.hears(town.office.coordinator)
    await town.press(town.office.coordinator, kept, "Gooi weg")
    assert "weggegooid" in kept.text
    shown = await town.press(town.office.coordinator, draft, "Bekijk en verstuur")
    assert "te oud" in shown.text
    assert await town.rows(select(Broadcast)) == []


async def test_nobody_else_can_write_confirm_or_stop_one(town: Town, anna: Person) -> None:
    chats = await groups(town, 2)
    assert "alleen een coördinator" in (await town.ask(anna, "/uitnodiging")).text
    last_look = await check(town, await write(town))
    anywhere = await town.ask(anna, "/help")
    number = (await only_broadcast(town)).id
    for data in (data_of(last_look, SEND), f"b:{number}:x", f"b:{number}:s", f"ba:{number}:1:y:2"):
        assert "alleen een coördinator" in (await town.press(anna, anywhere, data=data)).text
    assert await invitations(town, chats) == [0, 0]


async def test_a_number_that_changed_sends_nothing_and_is_shown_anew(town: Town) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    chats += await groups(town, 1)
    shown = await town.press(town.office.coordinator, last_look, "Verstuur naar 2 groepen")
    assert "veranderd" in shown.text
    assert await invitations(town, chats) == [0, 0, 0]
    await town.press(town.office.coordinator, last_look, "Verstuur naar 3 groepen")
    assert await invitations(town, chats) == [1, 1, 1]


async def test_two_presses_at_once_send_one_invitation(town: Town) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    data = data_of(last_look, SEND)
    first = town.world.press(town.office.coordinator, last_look, data=data)
    second = town.world.press(town.office.coordinator, last_look, data=data)
    for callback in (first, second):
        await town.world.answer_to(callback, seconds=30)
    await town.settled()
    assert await invitations(town, chats) == [1, 1]


@SMALL
async def test_many_groups_need_a_colleague(town: Town, second_coordinator: Person) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    assert not [label for label in labels(last_look) if SEND in label]
    number = (await only_broadcast(town)).id
    version = (await only_broadcast(town)).version
    await town.press(town.office.coordinator, last_look, data=f"b:{number}:y:{version}:2")
    assert await invitations(town, chats) == [0, 0]

    await town.press(town.office.coordinator, last_look, "Vraag een collega")
    assert (await town.hears(second_coordinator)).text == TEXT
    asked = await town.hears(second_coordinator)
    # Nobody agrees with themselves.
    await town.press(town.office.coordinator, last_look, data=data_of(asked, SEND))
    assert await invitations(town, chats) == [0, 0]
    await town.press(second_coordinator, asked, SEND)
    assert await invitations(town, chats) == [1, 1]
    assert "onderweg naar 2 groepen" in asked.text
    heard = [message.text for message in town.unread(town.office.coordinator)]
    assert any("Een collega zei ja" in text for text in heard)
    assert any("De uitnodiging is onderweg" in text for text in heard)


@SMALL
async def test_a_colleague_may_refuse_and_an_approval_is_of_one_version(
    town: Town, second_coordinator: Person
) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    await town.press(town.office.coordinator, last_look, "Vraag een collega")
    await town.hears(second_coordinator)
    asked = await town.hears(second_coordinator)
    await town.press(second_coordinator, asked, "Nee, zo niet")
    assert "Overleg even" in (await town.hears(town.office.coordinator)).text

    last_look = await check(town, await town_draft(town))
    await town.press(town.office.coordinator, last_look, "Vraag een collega")
    await town.hears(second_coordinator)
    asked = await town.hears(second_coordinator)
    await town.ask(town.office.coordinator, "/uitnodiging")
    town.say(town.office.coordinator, "Heel iets anders")
    await town.settled()
    assert "te oud" in (await town.press(second_coordinator, asked, SEND)).text
    assert await invitations(town, chats) == [0, 0]


@SMALL
async def test_the_typed_number_stands_for_a_colleague(town: Town) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    await town.press(town.office.coordinator, last_look, "Ik typ het aantal")
    assert "Typ het aantal" in (await town.hears(town.office.coordinator)).text
    assert "niet het aantal" in (await town.ask(town.office.coordinator, "3")).text
    last_look = await town.hears(town.office.coordinator)
    assert await invitations(town, chats) == [0, 0]
    await town.press(town.office.coordinator, last_look, "Ik typ het aantal")
    await town.hears(town.office.coordinator)
    await town.ask(town.office.coordinator, "2")
    await town.settled()
    assert await invitations(town, chats) == [1, 1]


async def test_what_telegram_refuses_is_not_sent(town: Town) -> None:
    chats = await groups(town, 1)
    draft = await write(town)
    async with town.db.begin() as session:
        await session.execute(update(Broadcast).values(file_id="no-such-file", attachment="photo", version=9))
    await town.press(town.office.coordinator, draft, "Bekijk en verstuur")
    last_look = await town.hears(town.office.coordinator)
    shown = await town.press(town.office.coordinator, last_look, SEND)
    assert "voorbeeld" in shown.text
    assert await invitations(town, chats) == [0]
    assert await town.rows(select(func.count()).select_from(Broadcast).where(Broadcast.state != "draft")) == [
        0
    ]
