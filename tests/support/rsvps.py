"""Meetings with places, and people who can be reached in private or not, for tests of answers."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import local_time
from bot.services.meetings import rsvps, store
from bot.services.meetings.plan import new_token
from models import Chat, ChatKind, Meeting, Person, Place, Rsvp, RsvpAnswer, RsvpNews, RsvpNewsKind
from tests.support.factories import NOW

_ids = count(50_000)


async def make_meeting(
    session: AsyncSession, *, starts_at: datetime = NOW + timedelta(days=14), **fields: Any
) -> Meeting:
    """A planned meeting in two weeks, without a limit."""
    given: dict[str, Any] = {
        "title": "Invloed op de begroting (voorbeeld)",
        "theme": "begroting",
        "link": "https://meet.example/begroting",
        "zone": "Europe/Amsterdam",
        "minutes": 90,
        "planned_at": NOW,
        "changed_at": NOW,
    }
    given |= fields
    zone = ZoneInfo(given["zone"])
    meeting = Meeting(
        token=new_token(),
        local_start=local_time.local(starts_at, zone),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=given["minutes"]),
        **given,
    )
    session.add(meeting)
    await session.flush()
    return meeting


async def make_attendee(session: AsyncSession, *, reachable: bool = True) -> Person:
    """Somebody, with a private chat unless they never opened it."""
    number = next(_ids)
    person = Person(telegram_id=number, since=NOW)
    session.add(person)
    if reachable:
        session.add(Chat(telegram_id=number, kind=ChatKind.PRIVATE))
    await session.flush()
    return person


async def block(session: AsyncSession, person: Person, *, at: datetime = NOW) -> None:
    """Let somebody block the bot."""
    chat = await session.scalar(select(Chat).where(Chat.telegram_id == person.telegram_id))
    assert chat is not None
    chat.leave(at)
    await session.flush()


async def say(
    session: AsyncSession,
    meeting: Meeting,
    person: Person,
    answer: RsvpAnswer = RsvpAnswer.YES,
    *,
    at: datetime = NOW,
) -> Rsvp:
    """Let somebody answer, as a handler does."""
    locked = await store.locked(session, meeting.id)
    assert locked is not None
    return await rsvps.answer(session, locked, person, answer, at=at)


async def places(session: AsyncSession, meeting: Meeting) -> dict[Place, int]:
    """How many answers stand where."""
    rows = await session.execute(
        select(Rsvp.place, func.count()).where(Rsvp.meeting_id == meeting.id).group_by(Rsvp.place)
    )
    return {row[0]: row[1] for row in rows}


async def news_of(session: AsyncSession, rsvp: Rsvp) -> RsvpNewsKind | None:
    """What somebody still has to be told."""
    return await session.scalar(select(RsvpNews.kind).where(RsvpNews.rsvp_id == rsvp.id))
