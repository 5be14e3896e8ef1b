"""The topic in which a forum wants its announcements: chosen by its admins, and what when it is gone."""

from sqlalchemy import select

import models
from bot.playground.state import Chat, Person, Topic
from tests.support.broadcasts import TEXT, finish, send, tie
from tests.support.town import Town, labels

GENERAL = 1


async def forum(town: Town, anna: Person, piet: Person) -> Chat:
    """A group with topics."""
    return town.group("Plein", anna, piet, forum=True, topics=["Meldingen", "Klussen"])


def chosen_topic(chat: Chat) -> Topic:
    """The topic for announcements."""
    return next(one for one in chat.topics.values() if one.name == "Meldingen")


def topics_of(town: Town, chat: Chat) -> list[int | None]:
    """In which topics the invitation stands."""
    return [one.thread_id for one in town.world.bot_messages(chat) if one.text == TEXT]


async def chosen(town: Town, chat: Chat) -> int | None:
    """The topic that a group chose."""
    rows = select(models.Chat.announcement_topic).where(models.Chat.telegram_id == chat.id)
    return (await town.rows(rows))[0]


async def test_an_admin_chooses_a_topic_and_invitations_arrive_there(
    town: Town, anna: Person, piet: Person
) -> None:
    chat = await forum(town, anna, piet)
    topic = chosen_topic(chat)
    card = await town.ask(anna, "/instellingen", chat, topic=topic)
    assert "algemene topic" in card.text
    assert "beheerder" in (await town.press(piet, card, "Meldingen in dit topic")).text
    assert await chosen(town, chat) is None
    await town.press(anna, card, "Meldingen in dit topic")
    assert "in dit topic" in card.text
    assert await chosen(town, chat) == topic.thread_id
    progress = await send(town)
    await finish(town)
    assert topics_of(town, chat) == [topic.thread_id]
    assert "Aangekomen in 1 van de 1" in progress.text
    await town.press(anna, card, "Meldingen in algemeen")
    assert await chosen(town, chat) is None
    # A client that names a topic of its own names none.
    await town.press(anna, card, data="bs:t:999")
    assert await chosen(town, chat) is None


async def test_a_topic_that_is_gone_falls_back_to_the_general_one(
    town: Town, anna: Person, piet: Person
) -> None:
    chat = await forum(town, anna, piet)
    topic = chosen_topic(chat)
    card = await town.ask(anna, "/instellingen", chat, topic=topic)
    await town.press(anna, card, "Meldingen in dit topic")
    town.world.act_on_topic(anna.id, chat, topic, "delete")
    await send(town)
    await finish(town)
    assert topics_of(town, chat) == [GENERAL]
    assert await chosen(town, chat) is None


async def test_a_closed_topic_is_passed_by_and_kept(town: Town, anna: Person, piet: Person) -> None:
    chat = await forum(town, anna, piet)
    topic = chosen_topic(chat)
    card = await town.ask(anna, "/instellingen", chat, topic=topic)
    await town.press(anna, card, "Meldingen in dit topic")
    town.world.act_on_topic(anna.id, chat, topic, "close")
    await send(town)
    await finish(town)
    assert topics_of(town, chat) == [GENERAL]
    assert await chosen(town, chat) == topic.thread_id


async def test_the_settings_name_the_collective_and_its_themes(town: Town, anna: Person, group: Chat) -> None:
    await town.ask(anna, "/help", group)
    await tie(town, group, "De Eerste (voorbeeld)", "Utrecht", "energie")
    card = await town.ask(anna, "/instellingen", group)
    assert "De Eerste (voorbeeld)" in card.text
    assert "Utrecht · energie" in card.text
    assert labels(card)[0] == "Geen uitnodigingen meer"
