"""Planning in a town: a collective with groups, days in words, and a plan that is ready to be announced."""

from datetime import datetime, timedelta

from babel.dates import format_date
from sqlalchemy import select

import models
from bot.playground.state import Chat, Message, Person
from models import Meeting, MeetingDraft
from tests.support.sessions import ZONE, by_day
from tests.support.town import Town

TITLE = "Invloed op de begroting"
LINK = "https://meet.voorbeeld.nl/begroting"
YES = "Ja, kondig"


def local(town: Town) -> datetime:
    """Now, on the local clock."""
    return town.world.clock.now().astimezone(ZONE)


def day(town: Town, ahead: int = 20) -> str:
    """A day so many days from now as somebody writes it: "donderdag 12 december"."""
    return format_date(local(town) + timedelta(days=ahead), "EEEE d MMMM", locale="nl")


def line(town: Town, title: str = TITLE, *, ahead: int = 20) -> str:
    """A whole plan in one message."""
    return f"{title}, {day(town, ahead)} 19:30, 90 min, thema geld, {LINK}, max 40"


async def collective(town: Town, *groups: Chat, theme: str = "geld", place: str = "Utrecht") -> None:
    """A collective of this theme with these groups; by day, so that what is due goes at once."""
    await by_day(town)
    now = town.world.clock.now()
    async with town.db.begin() as session:
        name = f"De Meent in {place} (voorbeeld)"
        one = models.Collective(
            name=name, matching_name=name.lower(), place=place, themes=[theme], registered_at=now
        )
        session.add(one)
        await session.flush()
        for group in groups:
            chat = models.Chat(telegram_id=group.id, kind=models.ChatKind.SUPERGROUP)
            session.add(chat)
            await session.flush()
            session.add(models.CollectiveGroup(chat_id=chat.id, collective_id=one.id, since=now))


async def plan(town: Town, words: str | None = None, *, who: Person | None = None) -> tuple[Message, Message]:
    """Plan in one message: the announcement as it will be, and the card below it."""
    who = who or town.office.coordinator
    shown = await town.ask(who, f"/plan {words or line(town)}")
    return shown, await town.hears(who)


async def announce(town: Town, words: str | None = None) -> Message:
    """Plan in one message and announce it; the card that says so."""
    _, card = await plan(town, words)
    await town.press(town.office.coordinator, card, YES)
    await town.later(minutes=1)
    return card


async def manage(town: Town, words: str | None = None) -> Message:
    """Plan, announce, and open the session; the card on which it can be changed."""
    card = await announce(town, words)
    await town.press(town.office.coordinator, card, "Bekijk of verander")
    return card


async def meetings(town: Town) -> list[Meeting]:
    """All sessions, in order of time."""
    return list(await town.rows(select(Meeting).order_by(Meeting.starts_at, Meeting.id)))


async def drafts(town: Town) -> list[MeetingDraft]:
    """All drafts."""
    return list(await town.rows(select(MeetingDraft).order_by(MeetingDraft.id)))
