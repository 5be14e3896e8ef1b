"""Somebody's own calendar: what they said yes or maybe to, at an address that only they know."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.meetings.calendar import Entry, Reader
from models import CalendarFeed, Meeting, Person, Place, Rsvp, RsvpAnswer

# 192 bits: nobody guesses it, and it needs no limit on tries.
SECRET_BYTES = 24
# What is over stays in a calendar for a while, so that a past month is not empty.
REMEMBERED = timedelta(days=90)
MOST_ENTRIES = 500


async def renew(session: AsyncSession, person: Person, *, at: datetime) -> str:
    """Make an address for somebody, and end the former one; the secret part, which is kept nowhere."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    await stop(session, person)
    session.add(CalendarFeed(person_id=person.id, secret_hash=_hash(secret), made_at=at))
    await session.flush()
    return secret


async def stop(session: AsyncSession, person: Person) -> bool:
    """End somebody's address; False when there was none."""
    ended = await session.execute(
        delete(CalendarFeed).where(CalendarFeed.person_id == person.id).returning(CalendarFeed.person_id)
    )
    return ended.first() is not None


async def of(session: AsyncSession, person: Person) -> CalendarFeed | None:
    """What is known of somebody's address."""
    return await session.get(CalendarFeed, person.id)


async def owner(session: AsyncSession, secret: str) -> Person | None:
    """Whose calendar a secret opens."""
    return await session.scalar(
        select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.secret_hash == _hash(secret))
    )


async def answered(session: AsyncSession, person: Person, *, at: datetime) -> Sequence[tuple[Meeting, Rsvp]]:
    """The meetings that somebody answered and that are not long over, in order of time, with the answer."""
    rows = await session.execute(
        select(Meeting, Rsvp)
        .join(Rsvp, Rsvp.meeting_id == Meeting.id)
        .where(Rsvp.person_id == person.id, Meeting.ends_at > at - REMEMBERED)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST_ENTRIES)
    )
    return [(meeting, rsvp) for meeting, rsvp in rows]


def entries(found: Sequence[tuple[Meeting, Rsvp]], *, language: str, web: str | None) -> list[Entry]:
    """Those that somebody comes to, may come to or waits for; with the way in to where they have a place."""
    return [
        (meeting, reader_for(rsvp, language=language, web=web))
        for meeting, rsvp in found
        if rsvp.answer is not RsvpAnswer.NO
    ]


def reader_for(rsvp: Rsvp, *, language: str, web: str | None) -> Reader:
    """What somebody's own entry holds, by what they answered: the way in is for who has a place."""
    has_place = rsvp.place is Place.SEAT
    return Reader(language, web=web, is_personal=True, has_link=has_place, is_sure=has_place)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
