"""The link to a meeting: only for those who come, the day before and a quarter of an hour before.

Who signs up later than that has it at once. What was given is remembered with a mark of the link and the
start: when either changes, it is given again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.services.quiet_hours import QuietHours
from models import (
    Chat,
    ChatKind,
    LinkGiven,
    LinkMoment,
    Meeting,
    MeetingState,
    OutboxMessage,
    OutboxState,
    Person,
    Place,
    Rsvp,
)

# The link goes so long before the start, twice.
DAY = timedelta(hours=24)
SOON = timedelta(minutes=15)
# Who was given the link so shortly before the start is not given it a second time.
JUST_GIVEN = timedelta(minutes=30)
# Who is late can still come in.
LATE = timedelta(minutes=10)
# A reminder at night can wait for the morning if that still leaves this long.
MORNING_IS_EARLY_ENOUGH = timedelta(hours=2)
# So many at once: the next tick goes on.
RUN = 500
MOST_TOLD = 100_000


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who is to be given the link, and where."""

    rsvp_id: int
    person: Person
    chat: Chat


def mark(meeting: Meeting) -> str:
    """What the link and the start are, in a few signs."""
    digest = hashlib.sha256((meeting.link or "").encode()).hexdigest()[:12]
    return f"{int(meeting.starts_at.timestamp())}-{digest}"


def is_near(meeting: Meeting, at: datetime) -> bool:
    """Whether those who come may have the link now: from a day before until the end."""
    return meeting.is_planned and meeting.starts_at - at <= DAY and not meeting.is_over(at)


def link_for(meeting: Meeting, rsvp: Rsvp | None, at: datetime) -> str | None:
    """The link, if this person may have it now."""
    comes = rsvp is not None and rsvp.place is Place.SEAT
    return meeting.link if comes and is_near(meeting, at) else None


def key(meeting: Meeting, moment: LinkMoment, rsvp_id: int) -> str:
    """The outbox key of the message in which the link is given."""
    return _key(meeting.id, moment, mark(meeting), rsvp_id)


async def given(session: AsyncSession, meeting: Meeting, rsvp: Rsvp, *, at: datetime) -> None:
    """Note that somebody was shown the link just now."""
    moments = [LinkMoment.DAY]
    if meeting.starts_at - at <= JUST_GIVEN:
        moments.append(LinkMoment.SOON)
    for moment in moments:
        await note(session, meeting, rsvp.id, moment, at=at)


async def note(
    session: AsyncSession, meeting: Meeting, rsvp_id: int, moment: LinkMoment, *, at: datetime
) -> None:
    """Remember that the present link was given."""
    insert = insert_for(session)
    values = {"mark": mark(meeting), "given_at": at}
    await session.execute(
        insert(LinkGiven)
        .values(rsvp_id=rsvp_id, moment=moment, **values)
        .on_conflict_do_update(index_elements=["rsvp_id", "moment"], set_=values)
    )


def is_in_force(meeting: Meeting) -> bool:
    """Whether there is a link, and people know the meeting as it is now; if not, they are told first."""
    is_known = meeting.settles_at is None and meeting.tells_at is None
    return meeting.is_planned and meeting.link is not None and is_known


async def meetings_near(session: AsyncSession, *, at: datetime) -> Sequence[Meeting]:
    """The meetings whose links are given now, soonest first; those that are being changed wait."""
    rows = await session.scalars(
        select(Meeting)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.starts_at <= at + DAY,
            Meeting.starts_at > at - LATE,
            Meeting.link.is_not(None),
            Meeting.settles_at.is_(None),
            Meeting.tells_at.is_(None),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return rows.all()


def moment_now(meeting: Meeting, quiet: QuietHours, at: datetime) -> LinkMoment | None:
    """Which reminder of the link is due; None for none, or not in the middle of the night."""
    if meeting.starts_at - at <= SOON:
        return LinkMoment.SOON
    if meeting.starts_at - at > DAY:
        return None
    morning = quiet.until(at)
    if morning is not None and meeting.starts_at - morning >= MORNING_IS_EARLY_ENOUGH:
        return None
    return LinkMoment.DAY


async def due(session: AsyncSession, meeting: Meeting, moment: LinkMoment, limit: int) -> list[Due]:
    """Those who come, can be reached, and were not given the present link at this moment."""
    has_it = exists().where(
        LinkGiven.rsvp_id == Rsvp.id, LinkGiven.moment == moment, LinkGiven.mark == mark(meeting)
    )
    private = and_(Chat.telegram_id == Person.telegram_id, Chat.kind == ChatKind.PRIVATE)
    rows = await session.execute(
        select(Rsvp.id, Person, Chat)
        .join(Person, Person.id == Rsvp.person_id)
        .join(Chat, private)
        .where(
            Rsvp.meeting_id == meeting.id,
            Rsvp.place == Place.SEAT,
            Chat.inactive_since.is_(None),
            ~has_it,
        )
        .order_by(Rsvp.id)
        .limit(limit)
    )
    return [Due(rsvp_id, person, chat) for rsvp_id, person, chat in rows]


def expires_at(meeting: Meeting, moment: LinkMoment) -> datetime:
    """Until when a reminder of the link is worth sending."""
    return meeting.starts_at + LATE if moment is LinkMoment.SOON else meeting.starts_at - SOON


async def told(session: AsyncSession, meeting: Meeting, *, at: datetime) -> None:
    """Note that all who come were told the present link in another message: that of a change."""
    if not is_near(meeting, at):
        return
    for one in await due(session, meeting, LinkMoment.DAY, MOST_TOLD):
        await note(session, meeting, one.rsvp_id, LinkMoment.DAY, at=at)


async def take_back(session: AsyncSession, meeting: Meeting) -> None:
    """Remove reminders that have not left: what they say is no longer so, and is written anew."""
    rows = await session.scalars(
        select(LinkGiven).join(Rsvp, Rsvp.id == LinkGiven.rsvp_id).where(Rsvp.meeting_id == meeting.id)
    )
    by_key = {_key(meeting.id, row.moment, row.mark, row.rsvp_id): row for row in rows}
    keys = list(by_key)
    for start in range(0, len(keys), RUN):
        # Removed, not cancelled: when the change is undone, the same reminder has to be written again.
        unsent = await session.scalars(
            delete(OutboxMessage)
            .where(
                OutboxMessage.key.in_(keys[start : start + RUN]), OutboxMessage.state == OutboxState.QUEUED
            )
            .returning(OutboxMessage.key)
            .execution_options(synchronize_session=False)
        )
        for sent_to_nobody in unsent.all():
            await session.delete(by_key[sent_to_nobody])
    await session.flush()


def _key(meeting_id: int, moment: LinkMoment, mark_: str, rsvp_id: int) -> str:
    return f"meeting-link:{meeting_id}:{moment.value}:{mark_}:{rsvp_id}"
