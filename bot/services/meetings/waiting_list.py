"""Places and the waiting list of a meeting. Every function wants the meeting locked (store.locked).

A yes takes a place when there is one, and waits in line when not. A place that comes free is offered to the
first in line who can be reached in private; who cannot be reached is passed over and stays where they are. An
offer lasts a day, or half of the time that is left; in the last hour no place is kept for anybody, and those
who wait are told that whoever is first has it. A guest (somebody without Telegram) cannot be asked, and
simply has the place when it is their turn.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import insert_for
from bot.services.quiet_hours import QuietHours
from models import Chat, ChatKind, Meeting, MeetingState, Person, Place, Rsvp, RsvpNews, RsvpNewsKind

OFFER_LASTS = timedelta(hours=24)
OFFER_LASTS_AT_LEAST = timedelta(minutes=15)
# From so long before the start on, no place is kept for anybody.
FIRST_COME = timedelta(hours=1)
# How many of those who wait are told in the last hour that there is a place.
TOLD_OF_OPEN = 20
# Nobody has to decide before breakfast.
QUIET_FROM, QUIET_UNTIL = 21, 8
AFTER_WAKING = timedelta(hours=1)
# How many offers are made in one transaction: the next tick goes on.
OFFERS_AT_ONCE = 500

HOLDING = (Place.SEAT, Place.OFFERED)


def quiet_hours(meeting: Meeting) -> QuietHours:
    """The night, where the meeting is."""
    return QuietHours(ZoneInfo(meeting.zone), QUIET_FROM, QUIET_UNTIL)


def offer_until(meeting: Meeting, at: datetime) -> datetime | None:
    """How long a place that comes free now is kept; None so near the start that none is kept."""
    left = meeting.starts_at - at
    if left <= FIRST_COME:
        return None
    until = at + min(OFFER_LASTS, max(left / 2, OFFER_LASTS_AT_LEAST))
    morning = quiet_hours(meeting).until(until)
    if morning is None:
        return until
    return max(until, min(morning + AFTER_WAKING, meeting.starts_at - OFFER_LASTS_AT_LEAST))


async def free(session: AsyncSession, meeting: Meeting) -> int | None:
    """How many places are neither taken nor offered; None without a limit."""
    if meeting.places is None:
        return None
    held = await session.scalar(select(func.count()).select_from(Rsvp).where(*_holds(meeting.id)))
    return max(meeting.places - (held or 0), 0)


async def seat_or_queue(session: AsyncSession, meeting: Meeting, rsvp: Rsvp, *, at: datetime) -> None:
    """Give a yes its place: a seat when there is one, else one in line; who has one or waits keeps that."""
    if rsvp.place is Place.SEAT:
        return
    number = None if rsvp.place is Place.OFFERED else await free(session, meeting)
    if number:
        # Before anybody new: a place may have come free without a press, and the line goes first.
        await move_up(session, meeting, at=at)
        number = await free(session, meeting)
    # None: without a limit, or kept for them before; or just now, because it was their turn.
    if number is None or number > 0 or rsvp.place is Place.OFFERED:
        take(rsvp)
    elif rsvp.place is Place.NONE:
        rsvp.place, rsvp.queued_at = Place.WAITING, at
    await session.flush()


def take(rsvp: Rsvp) -> None:
    """Turn an offer, or a place in line, into a seat."""
    rsvp.place, rsvp.offered_until = Place.SEAT, None


def let_go(rsvp: Rsvp) -> bool:
    """Give up a seat, an offer or a place in line; whether others can have it now."""
    held = rsvp.place in HOLDING
    rsvp.place, rsvp.offered_until = Place.NONE, None
    return held


async def move_up(session: AsyncSession, meeting: Meeting, *, at: datetime) -> None:
    """Offer the places that are free to those in line; nothing once it has begun."""
    if not meeting.is_planned or meeting.starts_at <= at:
        return
    # What was changed in this transaction has to be in the database before it is counted there.
    await session.flush()
    number = await free(session, meeting)
    if number == 0:
        return
    if number is None:
        await _seat_all(session, meeting, at)
        return
    until = offer_until(meeting, at)
    if until is None:
        await _open(session, meeting, number, at)
        return
    for rsvp in await _first_in_line(session, meeting, min(number, OFFERS_AT_ONCE)):
        if rsvp.person_id is None:
            take(rsvp)
            await tell(session, rsvp, RsvpNewsKind.SEATED, at=at)
        else:
            rsvp.place, rsvp.offered_until = Place.OFFERED, until
            await tell(session, rsvp, RsvpNewsKind.OFFERED, at=at)
    await session.flush()


async def lapse(session: AsyncSession, meeting: Meeting, *, at: datetime) -> None:
    """Take back the offers whose time is over, and offer those places to the next.

    Who was offered one but cannot be reached any more goes back in line, where they were.
    """
    rows = await session.execute(
        select(Rsvp, is_reachable().label("reached"))
        .where(Rsvp.meeting_id == meeting.id, _has_ended(at))
        .join(Meeting, Meeting.id == Rsvp.meeting_id)
    )
    for rsvp, reached in rows.all():
        rsvp.offered_until = None
        rsvp.place = Place.NONE if reached else Place.WAITING
        await unsay(session, rsvp)
        if reached and meeting.starts_at > at:
            await tell(session, rsvp, RsvpNewsKind.LAPSED, at=at)
    await move_up(session, meeting, at=at)


async def places_changed(session: AsyncSession, meeting: Meeting, *, at: datetime) -> None:
    """Follow a change of the number of places or of the time.

    More places go to those in line. Fewer take nobody's place away: only no new ones are given until enough
    people said no. No offer lasts longer than one that is made now would; who has a longer one is told.
    """
    until = offer_until(meeting, at)
    if until is not None:
        offered = await session.scalars(
            select(Rsvp).where(Rsvp.meeting_id == meeting.id, Rsvp.place == Place.OFFERED)
        )
        for rsvp in offered:
            if rsvp.offered_until is None or rsvp.offered_until > until:
                rsvp.offered_until = until
                # They were told another time.
                await tell(session, rsvp, RsvpNewsKind.OFFERED, at=at)
    await move_up(session, meeting, at=at)


async def position(session: AsyncSession, rsvp: Rsvp) -> int:
    """Which one in line somebody is, from 1."""
    earlier = or_(Rsvp.queued_at < rsvp.queued_at, and_(Rsvp.queued_at == rsvp.queued_at, Rsvp.id < rsvp.id))
    before = await session.scalar(
        select(func.count())
        .select_from(Rsvp)
        .where(Rsvp.meeting_id == rsvp.meeting_id, Rsvp.place == Place.WAITING, earlier)
    )
    return (before or 0) + 1


async def tell(session: AsyncSession, rsvp: Rsvp, kind: RsvpNewsKind, *, at: datetime) -> None:
    """Note what somebody has to be told; what was to be told before is out of date."""
    insert = insert_for(session)
    await session.execute(
        insert(RsvpNews)
        .values(rsvp_id=rsvp.id, kind=kind, since=at)
        .on_conflict_do_update(index_elements=["rsvp_id"], set_={"kind": kind, "since": at})
    )


async def unsay(session: AsyncSession, rsvp: Rsvp) -> None:
    """Tell nothing more: they answered themselves."""
    await session.execute(
        delete(RsvpNews).where(RsvpNews.rsvp_id == rsvp.id).execution_options(synchronize_session=False)
    )


def is_reachable() -> ColumnElement[bool]:
    """Whether the person of an answer has a private chat with the bot and did not block it."""
    return exists().where(
        Person.id == Rsvp.person_id,
        Chat.telegram_id == Person.telegram_id,
        Chat.kind == ChatKind.PRIVATE,
        Chat.inactive_since.is_(None),
    )


def lapsing(at: datetime) -> Select[int]:
    """The ids of the meetings with offers that are over."""
    return (
        select(Rsvp.meeting_id)
        .join(Meeting, Meeting.id == Rsvp.meeting_id)
        .where(_has_ended(at))
        .distinct()
        .order_by(Rsvp.meeting_id)
    )


def to_move_up(at: datetime) -> Select[int]:
    """The ids of the meetings with a free place and somebody in line who can have it.

    That happens without a press when somebody in line opens their private chat, or is forgotten. In the last
    hour there is nothing to do: whoever presses has it.
    """
    held = aliased(Rsvp)
    taken = (
        select(func.count())
        .select_from(held)
        .where(held.meeting_id == Meeting.id, held.place.in_(HOLDING))
        .scalar_subquery()
    )
    waits = exists().where(
        Rsvp.meeting_id == Meeting.id,
        Rsvp.place == Place.WAITING,
        or_(Rsvp.person_id.is_(None), is_reachable()),
    )
    return (
        select(Meeting.id)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.starts_at > at + FIRST_COME,
            waits,
            or_(Meeting.places.is_(None), taken < Meeting.places),
        )
        .order_by(Meeting.id)
    )


def _holds(meeting_id: int) -> tuple[ColumnElement[bool], ...]:
    return Rsvp.meeting_id == meeting_id, Rsvp.place.in_(HOLDING)


def _has_ended(at: datetime) -> ColumnElement[bool]:
    return and_(
        Rsvp.place == Place.OFFERED,
        or_(Rsvp.offered_until <= at, Meeting.starts_at <= at, ~is_reachable()),
    )


async def _first_in_line(session: AsyncSession, meeting: Meeting, number: int) -> Sequence[Rsvp]:
    rows = await session.scalars(
        select(Rsvp)
        .where(
            Rsvp.meeting_id == meeting.id,
            Rsvp.place == Place.WAITING,
            or_(Rsvp.person_id.is_(None), is_reachable()),
        )
        .order_by(Rsvp.queued_at, Rsvp.id)
        .limit(number)
    )
    return rows.all()


async def _seat_all(session: AsyncSession, meeting: Meeting, at: datetime) -> None:
    """There is no limit any more: all who waited come."""
    rows = await session.scalars(
        select(Rsvp).where(Rsvp.meeting_id == meeting.id, Rsvp.place.in_((Place.WAITING, Place.OFFERED)))
    )
    for rsvp in rows:
        take(rsvp)
        await tell(session, rsvp, RsvpNewsKind.SEATED, at=at)
    await session.flush()


async def _open(session: AsyncSession, meeting: Meeting, number: int, at: datetime) -> None:
    """It begins soon: guests at the front have the places, and the others hear that there is one."""
    line = await _first_in_line(session, meeting, TOLD_OF_OPEN)
    for rsvp in line:
        if rsvp.person_id is None and number:
            take(rsvp)
            await tell(session, rsvp, RsvpNewsKind.SEATED, at=at)
            number -= 1
        elif rsvp.person_id is not None and number:
            await tell(session, rsvp, RsvpNewsKind.OPEN, at=at)
    await session.flush()
