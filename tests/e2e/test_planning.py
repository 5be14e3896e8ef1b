"""Planning a session: in one message, step by step, in series; announced once, and only by coordinators."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import select

import models
from bot.playground.state import Chat, Message
from models import Meeting, MeetingDraft
from tests.support.town import Town, labels

ZONE = ZoneInfo("Europe/Amsterdam")
LINK = "https://meet.voorbeeld.nl/begroting"


def day(town: Town, ahead: int = 20) -> str:
    """A day so many days from now as somebody writes it: "donderdag 12 december"."""
    return format_date(local(town) + timedelta(days=ahead), "EEEE d MMMM", locale="nl")


def local(town: Town) -> datetime:
    return town.world.clock.now().astimezone(ZONE)


def line(town: Town, title: str = "Invloed op de begroting", **more: int) -> str:
    return f"{title}, {day(town, **more)} 19:30, 90 min, thema geld, {LINK}, max 40"


async def collective(town: Town, *groups: Chat, theme: str = "geld") -> None:
    """A collective of this theme with these groups."""
    async with town.db.begin() as session:
        one = models.Collective(
            name="De Meent (voorbeeld)",
            matching_name="de meent",
            place="Utrecht",
            themes=[theme],
            registered_at=town.world.clock.now(),
        )
        session.add(one)
        await session.flush()
        for group in groups:
            chat = models.Chat(telegram_id=group.id, kind=models.ChatKind.SUPERGROUP)
            session.add(chat)
            await session.flush()
            session.add(
                models.CollectiveGroup(chat_id=chat.id, collective_id=one.id, since=town.world.clock.now())
            )


async def plan(town: Town, words: str) -> tuple[Message, Message]:
    """Plan in one message: the announcement as it will be, and the card below it."""
    who = town.office.coordinator
    shown = await town.ask(who, f"/plan {words}")
    return shown, await town.hears(who)


async def meetings(town: Town) -> list[Meeting]:
    return list(await town.rows(select(Meeting).order_by(Meeting.starts_at)))


async def test_a_session_is_planned_in_one_message_and_announced_as_it_was_shown(
    town: Town, group: Chat
) -> None:
    await collective(town, group)
    shown, card = await plan(town, line(town))
    assert "over 2 weken" in card.text
    assert "1 chat" in card.text
    await town.press(town.office.coordinator, card, "Ja, kondig aan")
    await town.later(minutes=2)
    [arrived] = [one for one in town.world.bot_messages(group) if "begroting" in one.text]
    assert arrived.text == shown.text
    assert labels(arrived) == labels(shown)
    [meeting] = await meetings(town)
    assert (meeting.title, meeting.places, meeting.link, meeting.theme) == (
        "Invloed op de begroting",
        40,
        LINK,
        "geld",
    )
    assert not await town.rows(select(MeetingDraft))
