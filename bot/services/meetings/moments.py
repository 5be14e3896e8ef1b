"""When a meeting is announced after it was moved: what waits follows, what is past by then is let go."""

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.meetings.plan import Moment
from models import Meeting, MeetingMoment, MeetingNotice, MomentKind, MomentState, NoticeState


async def follow(session: AsyncSession, meeting: Meeting, *, at: datetime) -> None:
    """Set the moments of a meeting by its present time; the meeting is locked.

    What was due after `at` still lies ahead: that is now, or for a change that is undone when it was made. A
    moment that waits goes along, and is dropped when its time is past by the move: people hear of the move
    itself. One that was done stays done; when its time lies ahead again ("a day before" was said, and the
    meeting was put off for a week), a new one waits for that. A moment of a fixed time stays where it is,
    unless the meeting now begins before it.
    """
    rows = await session.scalars(
        select(MeetingMoment).where(MeetingMoment.meeting_id == meeting.id).order_by(MeetingMoment.id)
    )
    alike: dict[Moment, list[MeetingMoment]] = defaultdict(list)
    for row in rows:
        if row.kind is not MomentKind.AT_ONCE:
            alike[_said(row)].append(row)
    for said, moments in alike.items():
        due_at = said.due_at(meeting.starts_at, ZoneInfo(meeting.zone), planned_at=meeting.planned_at)
        await _set(session, meeting, said, moments, due_at, at)
    await expand_anew(session, meeting)


async def expand_anew(session: AsyncSession, meeting: Meeting) -> None:
    """Choose the chats of the moments that wait once more."""
    rows = await session.scalars(_waiting(meeting))
    for moment in rows:
        moment.expanded_at, moment.cursor = None, 0
    await session.flush()


async def tell_newcomers(session: AsyncSession, meeting: Meeting, *, at: datetime) -> None:
    """Announce a meeting at once to the chats that its new audience brings; not before all others hear it."""
    if await is_announced(session, meeting) and at < meeting.starts_at:
        session.add(Moment(kind=MomentKind.AT_ONCE).row(meeting, at))
        await session.flush()


async def is_announced(session: AsyncSession, meeting: Meeting) -> bool:
    """Whether a moment of a meeting is over, and its audience was told."""
    done = exists().where(MeetingMoment.meeting_id == meeting.id, MeetingMoment.state == MomentState.DONE)
    return bool(await session.scalar(select(done)))


async def let_go(session: AsyncSession, meeting: Meeting) -> None:
    """Announce a meeting no more."""
    rows = await session.scalars(_waiting(meeting))
    for moment in rows:
        moment.state = MomentState.DROPPED
    await session.flush()


async def _set(
    session: AsyncSession,
    meeting: Meeting,
    said: Moment,
    moments: list[MeetingMoment],
    due_at: datetime,
    at: datetime,
) -> None:
    lies_ahead = at < due_at < meeting.starts_at
    waiting = [moment for moment in moments if moment.state is MomentState.WAITING]
    if not waiting and lies_ahead:
        session.add(said.row(meeting, due_at))
    for moment in waiting:
        moment.due_at = due_at
        if not lies_ahead:
            moment.state = MomentState.DROPPED


async def forget_former(session: AsyncSession, meeting: Meeting) -> None:
    """Forget the words that wait for the time before, once the move is final: the next ones give them.

    That of a moment whose time is past stays when none like it comes any more: it says the present time.
    """
    rows = await session.scalars(select(MeetingMoment).where(MeetingMoment.meeting_id == meeting.id))
    moments = [moment for moment in rows if moment.kind is not MomentKind.AT_ONCE]
    coming = {_said(moment) for moment in moments if moment.state is MomentState.WAITING}
    former = [
        moment.id for moment in moments if moment.state is MomentState.DROPPED or _said(moment) in coming
    ]
    await session.execute(
        delete(MeetingNotice)
        .where(MeetingNotice.moment_id.in_(former), MeetingNotice.state == NoticeState.WAITING)
        .execution_options(synchronize_session=False)
    )


def _said(moment: MeetingMoment) -> Moment:
    return Moment(kind=moment.kind, minutes_before=moment.minutes_before, local_time=moment.local_time)


def _waiting(meeting: Meeting) -> Select[MeetingMoment]:
    return select(MeetingMoment).where(
        MeetingMoment.meeting_id == meeting.id, MeetingMoment.state == MomentState.WAITING
    )
