"""Answers to meetings: of people on Telegram, and of guests that a coordinator adds.

Whoever changes an answer locks the meeting first (store.locked): places are counted under that lock.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import BuurvraagError
from bot.services import audit
from bot.services.meetings import store, waiting_list
from bot.services.meetings.waiting_list import places_changed
from models import Meeting, Person, Place, Rsvp, RsvpAnswer

__all__ = [
    "TooManyGuestsError",
    "add_guest",
    "answer",
    "answer_series",
    "coming",
    "forget_guests",
    "guests",
    "is_open",
    "of",
    "of_person",
    "places_changed",
    "remove_guest",
    "withdraw_all",
]

MAX_GUEST_NAME = 60
MOST_GUESTS = 200
# After this a name serves nothing any more; that somebody came stays counted.
NAMES_KEPT = timedelta(days=30)


class TooManyGuestsError(BuurvraagError):
    """A meeting has as many guests as a list in the bot can hold."""


def is_open(meeting: Meeting, at: datetime) -> bool:
    """Whether an answer still counts: it is planned, and not over."""
    return meeting.is_planned and not meeting.is_over(at)


async def answer(
    session: AsyncSession,
    meeting: Meeting,
    person: Person,
    answer: RsvpAnswer,
    *,
    at: datetime,
    broadcast_id: int | None = None,
) -> Rsvp:
    """Record what somebody says, and what place that gives them; the same answer again changes no place.

    A yes that finds no place waits in line. `broadcast_id` is the invitation under which it was said. The
    meeting must be locked, and open (`is_open`).
    """
    mine = await of(session, meeting, person)
    is_new = mine is None
    if mine is None:
        mine = Rsvp(meeting_id=meeting.id, person_id=person.id, place=Place.NONE, queued_at=at)
    mine.answer, mine.answered_at = answer, at
    mine.broadcast_id = broadcast_id or mine.broadcast_id
    if answer is RsvpAnswer.YES:
        await waiting_list.seat_or_queue(session, meeting, mine, at=at)
    elif waiting_list.let_go(mine):
        await waiting_list.move_up(session, meeting, at=at)
    # Once, when it is complete: under the lock of a full session every statement counts.
    session.add(mine)
    await session.flush()
    if not is_new:
        # Last, because it may have been their own turn just now.
        await waiting_list.unsay(session, mine)
    return mine


async def answer_series(
    session: AsyncSession, series_id: int, person: Person, answer_: RsvpAnswer, *, at: datetime
) -> int:
    """Give the same answer for all meetings of a series that are still to come; how many there were."""
    ids = sorted(meeting.id for meeting in await store.of_series(session, series_id) if is_open(meeting, at))
    number = 0
    # In the order of their ids, as everybody locks several: otherwise two would wait for each other.
    for meeting_id in ids:
        meeting = await store.locked(session, meeting_id)
        if meeting is not None and is_open(meeting, at):
            await answer(session, meeting, person, answer_, at=at)
            number += 1
    return number


async def of(session: AsyncSession, meeting: Meeting, person: Person) -> Rsvp | None:
    """What somebody answered about a meeting, as it stands in the database."""
    return await session.scalar(
        select(Rsvp)
        .where(Rsvp.meeting_id == meeting.id, Rsvp.person_id == person.id)
        .execution_options(populate_existing=True)
    )


async def of_person(session: AsyncSession, person: Person, meetings: Sequence[Meeting]) -> dict[int, Rsvp]:
    """What somebody answered about these meetings, by the meeting's id."""
    rows = await session.scalars(
        select(Rsvp).where(
            Rsvp.person_id == person.id, Rsvp.meeting_id.in_([meeting.id for meeting in meetings])
        )
    )
    return {rsvp.meeting_id: rsvp for rsvp in rows}


def coming(meeting_id: int) -> Select[int | None]:
    """The ids of the persons who have a place at a meeting."""
    return select(Rsvp.person_id).where(
        Rsvp.meeting_id == meeting_id, Rsvp.place == Place.SEAT, Rsvp.person_id.is_not(None)
    )


async def withdraw_all(session: AsyncSession, person: Person, *, at: datetime) -> None:
    """Take back all that somebody said about meetings to come, so that their places go to others."""
    rows = await session.scalars(
        select(Rsvp.meeting_id)
        .join(Meeting, Meeting.id == Rsvp.meeting_id)
        .where(Rsvp.person_id == person.id, Meeting.ends_at > at, Rsvp.answer != RsvpAnswer.NO)
        .order_by(Rsvp.meeting_id)
    )
    for meeting_id in rows.all():
        meeting = await store.locked(session, meeting_id)
        if meeting is not None:
            await answer(session, meeting, person, RsvpAnswer.NO, at=at)


async def add_guest(session: AsyncSession, meeting: Meeting, name: str, *, by: Person, at: datetime) -> Rsvp:
    """Sign up somebody without Telegram, who told the coordinator `by` that it may be kept.

    TooManyGuestsError when the list is full. The meeting must be locked.
    """
    there = await session.scalar(
        select(func.count())
        .select_from(Rsvp)
        .where(Rsvp.meeting_id == meeting.id, Rsvp.guest_name.is_not(None))
    )
    if (there or 0) >= MOST_GUESTS:
        raise TooManyGuestsError(f"session {meeting.id} has {MOST_GUESTS} guests already")
    guest = Rsvp(
        meeting_id=meeting.id,
        guest_name=name[:MAX_GUEST_NAME],
        added_by_id=by.id,
        consent_at=at,
        answer=RsvpAnswer.YES,
        place=Place.NONE,
        queued_at=at,
        answered_at=at,
    )
    session.add(guest)
    await session.flush()
    await waiting_list.seat_or_queue(session, meeting, guest, at=at)
    await _note(session, meeting, guest, "added", by, at)
    return guest


async def remove_guest(
    session: AsyncSession, meeting: Meeting, rsvp_id: int, *, by: Person, at: datetime
) -> bool:
    """Take a guest off the list; False when it is no guest of this meeting. The meeting must be locked."""
    guest = await session.get(Rsvp, rsvp_id)
    if guest is None or guest.meeting_id != meeting.id or guest.guest_name is None:
        return False
    await _note(session, meeting, guest, "removed", by, at)
    await session.delete(guest)
    await session.flush()
    await waiting_list.move_up(session, meeting, at=at)
    return True


async def guests(session: AsyncSession, meeting: Meeting) -> Sequence[Rsvp]:
    """The guests of a meeting whose names are still kept, first added first."""
    rows = await session.scalars(
        select(Rsvp)
        .where(Rsvp.meeting_id == meeting.id, Rsvp.guest_name.is_not(None), Rsvp.guest_name != "")
        .order_by(Rsvp.queued_at, Rsvp.id)
    )
    return rows.all()


async def forget_guests(session: AsyncSession, *, at: datetime) -> None:
    """Take the names off guests of meetings that are long over."""
    over = select(Meeting.id).where(Meeting.ends_at < at - NAMES_KEPT)
    await session.execute(
        update(Rsvp)
        .where(Rsvp.guest_name.is_not(None), Rsvp.guest_name != "", Rsvp.meeting_id.in_(over))
        .values(guest_name="")
        .execution_options(synchronize_session=False)
    )


async def _note(
    session: AsyncSession, meeting: Meeting, guest: Rsvp, done: str, by: Person, at: datetime
) -> None:
    """Without the name: the record outlives it."""
    await audit.record(
        session,
        at=at,
        actor=by,
        action=f"session-guest-{done}",
        subject=f"session:{meeting.id}",
        detail=f"rsvp:{guest.id}",
    )
