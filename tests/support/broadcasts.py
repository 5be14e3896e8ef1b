"""What tests of invitations do again and again: write one, send it, and look who has it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

import models
from bot.playground.state import Chat, Message
from models import Broadcast, BroadcastState, Collective, CollectiveGroup
from tests.support.town import Town

TEXT = "Kom je ook naar de avond over sleutels?"
SEND = "Verstuur naar"


async def groups(town: Town, number: int) -> list[Chat]:
    """Groups with an owner each, in which the bot has been for long."""
    owner = town.person("Els")
    made = [town.group(f"Groep {one}", owner) for one in range(number)]
    async with town.db.begin() as session:
        for chat in made:
            session.add(models.Chat(telegram_id=chat.id, kind=models.ChatKind.SUPERGROUP))
    return made


async def write(town: Town, text: str = TEXT) -> Message:
    """The coordinator writes an invitation; the draft's card."""
    who = town.office.coordinator
    assert "Wat wil je versturen?" in (await town.ask(who, "/uitnodiging")).text
    preview = await town.ask(who, text)
    assert preview.text == text
    return await town.hears(who)


async def check(town: Town, draft: Message) -> Message:
    """The last look; the card on which it is confirmed."""
    who = town.office.coordinator
    await town.press(who, draft, "Bekijk en verstuur")
    await town.hears(who)
    return await town.hears(who)


async def send(town: Town, text: str = TEXT) -> Message:
    """Write and send; the message that shows how far it is."""
    last_look = await check(town, await write(town, text))
    await town.press(town.office.coordinator, last_look, SEND)
    return await town.hears(town.office.coordinator)


async def finish(town: Town) -> None:
    """Let time pass until it is over."""
    unfinished = select(Broadcast.id).where(
        Broadcast.state != BroadcastState.DRAFT, Broadcast.finished_at.is_(None)
    )
    for _ in range(20):
        await town.later(seconds=5)
        if not await town.rows(unfinished):
            return
    raise AssertionError("the broadcast is never over")


def look_away(town: Town) -> None:
    """Let nobody look how far it is until time moves on: what is set up in between is not seen half."""
    town.bot.scheduler.pause_job("broadcasts")


async def invitations(town: Town, chats: list[Chat], text: str = TEXT) -> list[int]:
    """How many copies each group has."""
    return [sum(one.text == text for one in town.world.bot_messages(chat)) for chat in chats]


async def only_broadcast(town: Town) -> Broadcast:
    """The one broadcast that there is."""
    [broadcast] = await town.rows(select(Broadcast))
    return broadcast


async def tie(town: Town, chat: Chat, name: str, place: str, *themes: str) -> None:
    """Let a group belong to a collective."""
    async with town.db.begin() as session:
        at = town.world.clock.now()
        collective = Collective(
            name=name, matching_name=name.lower(), place=place, themes=list(themes), registered_at=at
        )
        session.add(collective)
        await session.flush()
        there = await session.scalar(select(models.Chat.id).where(models.Chat.telegram_id == chat.id))
        session.add(CollectiveGroup(chat_id=there, collective_id=collective.id, since=at))


async def town_draft(town: Town) -> Message:
    """The kept draft's card."""
    await town.ask(town.office.coordinator, "/uitnodiging")
    await town.hears(town.office.coordinator)
    return await town.hears(town.office.coordinator)


async def chat_rows(town: Town, chats: list[Chat]) -> list[int]:
    """The ids of the rows of these chats."""
    ids = [chat.id for chat in chats]
    return list(await town.rows(select(models.Chat.id).where(models.Chat.telegram_id.in_(ids))))


async def until_hour(town: Town, hour: int) -> None:
    """Let time pass until this hour in Amsterdam."""
    local = town.world.clock.now().astimezone(ZoneInfo("Europe/Amsterdam"))
    wanted = local.replace(hour=hour, minute=30, second=0)
    if wanted <= local:
        wanted += timedelta(days=1)
    await town.later(seconds=(wanted - local).total_seconds())
