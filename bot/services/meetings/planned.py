"""What coordinators see and change of planned sessions: numbers, who would hear of it, several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.meetings import audience, changes, heard, moments, notices, plan_known, store
from bot.services.meetings.counts import Counts, counts_of
from bot.services.roles import Roles
from models import (
    Meeting,
    MeetingChange,
    MeetingMoment,
    MeetingNotice,
    MomentState,
    NoticeState,
    Person,
    Rsvp,
    RsvpAnswer,
)

_TOLD = (NoticeState.POSTED, NoticeState.JOINED)
# What is each session's own in a series.
_OWN = ("title", "state")
# Where the time of day begins in a local time.
_CLOCK = len("YYYY-MM-DD")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a session stands: who comes, which chats and people know of it, and what is still to be announced.

    `audience` is how many chats it is for at this instant, and `names` are the places or collectives that
    were chosen. `later` are the sessions of its series that are still to come, without itself. `undoable` is
    the last change, as long as it can be undone.
    """

    meeting: Meeting
    counts: Counts
    chats: int
    people: int
    audience: int
    names: Sequence[str]
    moments: Sequence[MeetingMoment]
    later: Sequence[Meeting]
    undoable: MeetingChange | None


async def standing(session: AsyncSession, meeting: Meeting, roles: Roles, *, at: datetime) -> Standing:
    """How a session stands at this instant."""
    waiting = await session.scalars(
        select(MeetingMoment)
        .where(MeetingMoment.meeting_id == meeting.id, MeetingMoment.state == MomentState.WAITING)
        .order_by(MeetingMoment.due_at, MeetingMoment.id)
    )
    last = await changes.last_change(session, meeting)
    chats, people = await told(session, [meeting])
    return Standing(
        meeting,
        await counts_of(session, meeting.id),
        chats,
        people,
        await plan_known.number_of_chats(session, meeting, roles),
        await plan_known.names_of(session, meeting.audience, meeting.audience_values),
        [one for one in waiting if one.due_at > at],
        await later(session, meeting, at=at),
        last if last is not None and changes.can_undo(meeting, last, at=at) else None,
    )


async def newcomers(session: AsyncSession, meeting: Meeting, roles: Roles, *, by: datetime) -> int:
    """How many chats a changed audience brings: they are told at once, as all others were before.

    Those count that hear nothing by an instant. None as long as no announcement was made.
    """
    if not await moments.is_announced(session, meeting):
        return 0
    chats = await audience.chats_of(session, meeting, roles)
    new = chats.where(~notices.has_heard(meeting.id, by=by)).subquery()
    return await session.scalar(select(func.count()).select_from(new)) or 0


async def told(session: AsyncSession, meetings: Sequence[Meeting]) -> tuple[int, int]:
    """How many chats saw an announcement of, or an invitation to, one of these; how many people may come."""
    numbers = [meeting.id for meeting in meetings]
    announced = select(MeetingNotice.chat_id).where(
        MeetingNotice.meeting_id.in_(numbers), MeetingNotice.state.in_(_TOLD)
    )
    chats = select(func.count()).select_from(announced.union(heard.by_invitation(numbers)).subquery())
    people = select(func.count(Rsvp.person_id.distinct())).where(
        Rsvp.meeting_id.in_(numbers), Rsvp.answer != RsvpAnswer.NO
    )
    return await session.scalar(chats) or 0, await session.scalar(people) or 0


async def later(session: AsyncSession, meeting: Meeting, *, at: datetime) -> Sequence[Meeting]:
    """The other sessions of its series that go on and have not begun."""
    if meeting.series_id is None:
        return []
    series = await store.of_series(session, meeting.series_id)
    return [one for one in series if one.is_planned and one.starts_at > at and one.id != meeting.id]


async def cancel_series(
    session: AsyncSession, meeting: Meeting, *, version: int, by: Person, at: datetime
) -> int:
    """Cancel a locked session and all later ones of its series; how many, 0 when somebody else was first."""
    others = await later(session, meeting, at=at)
    if not await changes.cancel(session, meeting, version=version, by=by, at=at):
        return 0
    count = 1
    for one in others:
        locked = await store.locked(session, one.id)
        if locked is not None:
            count += await changes.cancel(session, locked, version=locked.version, by=by, at=at)
    return count


async def change_later(session: AsyncSession, change: MeetingChange, *, by: Person, at: datetime) -> int:
    """Change the other sessions of the series in the same way, each on its own day; how many."""
    meeting = await session.get(Meeting, change.meeting_id)
    count = 0
    for one in await later(session, meeting, at=at) if meeting is not None else ():
        locked = await store.locked(session, one.id)
        if locked is None:
            continue
        fields = spread(change, locked)
        count += await changes.change(session, locked, fields, version=locked.version, by=by, at=at)
    return count


def spread(change: MeetingChange, other: Meeting) -> dict[str, Any]:
    """A change as it is for another session of the series: the hour goes along, day and name do not."""
    fields = {name: value for name, value in change.after.items() if name not in _OWN}
    if "local_start" in fields:
        fields["local_start"] = other.local_start[:_CLOCK] + fields["local_start"][_CLOCK:]
        if change.before["local_start"][_CLOCK:] == change.after["local_start"][_CLOCK:]:
            del fields["local_start"]
    return fields


async def undo(session: AsyncSession, meeting: Meeting, *, change_id: int, by: Person, at: datetime) -> int:
    """Undo the last change of a locked session, and the same one of others of its series, made with it.

    How many were put back; 0 when people know already, or something else was changed since.
    """
    last = await changes.last_change(session, meeting)
    if last is None or not await changes.undo(session, meeting, change_id=change_id, by=by, at=at):
        return 0
    count = 1
    for other in await _made_with(session, meeting, last):
        locked = await store.locked(session, other.meeting_id)
        if locked is not None:
            count += await changes.undo(session, locked, change_id=other.id, by=by, at=at)
    return count


async def _made_with(
    session: AsyncSession, meeting: Meeting, change: MeetingChange
) -> Sequence[MeetingChange]:
    if meeting.series_id is None:
        return []
    rows = await session.scalars(
        select(MeetingChange)
        .join(Meeting, Meeting.id == MeetingChange.meeting_id)
        .where(
            Meeting.series_id == meeting.series_id,
            Meeting.id != meeting.id,
            MeetingChange.made_at >= change.made_at,
            MeetingChange.by_id == change.by_id,
            MeetingChange.undone_at.is_(None),
        )
        .order_by(MeetingChange.meeting_id)
    )
    return [one for one in rows if _is_same(one, change)]


def _is_same(other: MeetingChange, change: MeetingChange) -> bool:
    """Whether a change of another session was made with this one: cancelled by one press, or spread from it.

    Not one that was made by itself, such as another session that was cancelled a minute later.
    """
    if "state" in change.after:
        return other.after == change.after and other.made_at == change.made_at
    return all(_is_spread(name, value, change) for name, value in other.after.items())


def _is_spread(name: str, value: Any, change: MeetingChange) -> bool:
    if name not in change.after or name in _OWN:
        return False
    if name == "local_start":
        return bool(value[_CLOCK:] == change.after[name][_CLOCK:])
    return bool(value == change.after[name])
