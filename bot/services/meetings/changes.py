"""A planned meeting changes: moved, renamed, cancelled, put back; for minutes nobody is told.

A change is in force at once, and no word of before leaves after it. People are told when it has settled (see
bot.services.meetings.telling): several changes are told as one, and what is changed back is told to nobody.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit, local_time
from bot.services.meetings import askers, links, moments
from models import (
    Meeting,
    MeetingAudience,
    MeetingChange,
    MeetingNotice,
    MeetingState,
    NoticeState,
    OutboxMessage,
    OutboxState,
    Person,
)

# So long a change can be undone, and nobody is told.
SETTLES_AFTER = timedelta(minutes=5)
# What waits to be sent says how it is now by then: the tick looks every few seconds.
WRITTEN_ANEW = timedelta(minutes=2)
# Who is about to come has to hear it now.
NEAR = timedelta(hours=2)
CHANGEABLE = frozenset(
    {
        "title",
        "description",
        "theme",
        "host",
        "link",
        "places",
        "expert",
        "audience",
        "audience_values",
        "local_start",
        "zone",
        "minutes",
    }
)
_TIMES = frozenset({"local_start", "zone", "minutes"})
AUDIENCE = frozenset({"theme", "audience", "audience_values"})


async def change(
    session: AsyncSession,
    meeting: Meeting,
    fields: dict[str, Any],
    *,
    version: int,
    by: Person,
    at: datetime,
) -> bool:
    """Change fields of a locked meeting; False when `version` is not its version, or it is not `is_open`.

    `fields` are columns out of `CHANGEABLE`; ValueError for another. What is as it was changes nothing.
    """
    if unknown := set(fields) - CHANGEABLE:
        raise ValueError(f"these fields cannot be changed: {', '.join(sorted(unknown))}")
    if meeting.version != version or not is_open(meeting, at):
        return False
    after = {name: value for name, value in fields.items() if getattr(meeting, name) != value}
    if after:
        before = {name: getattr(meeting, name) for name in after}
        await _record(session, meeting, before, after, by=by, at=at)
        await _note(session, meeting, "changed", after, by=by, at=at)
        await _set(session, meeting, after, at=at)
    return True


async def cancel(session: AsyncSession, meeting: Meeting, *, version: int, by: Person, at: datetime) -> bool:
    """Cancel a locked meeting; False when `version` is no longer its version, or it is not `is_open`."""
    if meeting.version != version or not is_open(meeting, at):
        return False
    before, after = {"state": MeetingState.PLANNED}, {"state": MeetingState.CANCELLED}
    await _record(session, meeting, before, after, by=by, at=at)
    await _note(session, meeting, "cancelled", after, by=by, at=at)
    await _set(session, meeting, after, at=at)
    return True


def is_open(meeting: Meeting, at: datetime) -> bool:
    """Whether a meeting can still be changed: it goes on, and is not over. What was held stays as it was."""
    return meeting.is_planned and not meeting.is_over(at)


async def undo(session: AsyncSession, meeting: Meeting, *, change_id: int, by: Person, at: datetime) -> bool:
    """Take the last change of a locked meeting back, while nobody was told; False when that is no longer so.

    To people it is as if nothing happened. For calendars the sequence goes on, as one may have seen it.
    """
    last = await last_change(session, meeting)
    if last is None or last.id != change_id or not can_undo(meeting, last, at=at):
        return False
    last.undone_at = at
    meeting.version += 1
    meeting.sequence += 1
    await _note(session, meeting, "undone", last.before, by=by, at=at)
    # What came due meanwhile was not said: it still is.
    await _set(session, meeting, last.before, at=at, since=last.made_at)
    return True


def can_undo(meeting: Meeting, last: MeetingChange, *, at: datetime) -> bool:
    """Whether a meeting's last change can still be taken back."""
    return (
        meeting.settles_at is not None
        and last.undone_at is None
        and last.version > meeting.told_version
        and at < last.made_at + SETTLES_AFTER
    )


async def last_change(session: AsyncSession, meeting: Meeting) -> MeetingChange | None:
    """The last change that was not undone."""
    return await session.scalar(
        select(MeetingChange)
        .where(MeetingChange.meeting_id == meeting.id, MeetingChange.undone_at.is_(None))
        .order_by(MeetingChange.id.desc())
        .limit(1)
    )


async def since(session: AsyncSession, meeting: Meeting, version: int) -> dict[str, Any]:
    """What is otherwise than in a version: by field, its value then; nothing when all was put back."""
    rows = await session.scalars(
        select(MeetingChange)
        .where(MeetingChange.meeting_id == meeting.id, MeetingChange.version > version)
        .order_by(MeetingChange.version)
    )
    then: dict[str, Any] = {}
    for row in rows:
        # The first change of a field says what it was before all of them.
        then = {**row.before, **then}
    return {name: value for name, value in then.items() if getattr(meeting, name) != value}


async def _record(
    session: AsyncSession,
    meeting: Meeting,
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    by: Person,
    at: datetime,
) -> None:
    meeting.version += 1
    meeting.sequence += 1
    session.add(
        MeetingChange(
            meeting_id=meeting.id,
            version=meeting.version,
            by_id=by.id,
            before=before,
            after=after,
            made_at=at,
        )
    )


async def _note(
    session: AsyncSession, meeting: Meeting, done: str, fields: Iterable[str], *, by: Person, at: datetime
) -> None:
    await audit.record(
        session,
        at=at,
        actor=by,
        action=f"session-{done}",
        subject=f"session:{meeting.id}",
        detail=", ".join(sorted(fields)),
    )


async def _set(
    session: AsyncSession,
    meeting: Meeting,
    values: dict[str, Any],
    *,
    at: datetime,
    since: datetime | None = None,
) -> None:
    """Put values in force, and see to what follows from them: times, words that wait, when people hear it.

    `since` is when what is undone was done.
    """
    former_start = meeting.starts_at
    for name, value in values.items():
        setattr(meeting, name, _typed(name, value))
    if "state" in values:
        meeting.cancelled_at = None if meeting.is_planned else at
    meeting.changed_at = at
    is_near = min(former_start, _retime(meeting)) <= at + NEAR
    meeting.settles_at = at if is_near else at + SETTLES_AFTER
    meeting.tells_at = None
    await session.flush()
    await take_back_unsent(session, meeting.id, at=at)
    await _take_back_news(session, meeting, at=at)
    await links.take_back(session, meeting)
    await askers.hold(session, meeting, until=meeting.settles_at + WRITTEN_ANEW)
    if meeting.starts_at != former_start:
        await moments.follow(session, meeting, at=since or at)
    elif AUDIENCE & values.keys():
        await moments.expand_anew(session, meeting)


def _retime(meeting: Meeting) -> datetime:
    """Set the instants by the local time; the start."""
    meeting.starts_at = local_time.instant(meeting.local_start, ZoneInfo(meeting.zone))
    meeting.ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes)
    return meeting.starts_at


def _typed(name: str, value: Any) -> Any:
    """A value as the column holds it: JSON knows no enums."""
    kinds: dict[str, Any] = {"state": MeetingState, "audience": MeetingAudience}
    return kinds[name](value) if name in kinds else value


async def take_back_unsent(session: AsyncSession, meeting_id: int, *, at: datetime) -> None:
    """Cancel the messages about a meeting that surely have not left; what they announced waits again.

    That holds as well for other meetings that stood in the same message.
    """
    keys = select(MeetingNotice.outbox_key).where(
        MeetingNotice.meeting_id == meeting_id,
        MeetingNotice.state.in_((NoticeState.POSTED, NoticeState.JOINED)),
    )
    taken = await session.scalars(
        update(OutboxMessage)
        .where(OutboxMessage.key.in_(keys), OutboxMessage.state == OutboxState.QUEUED)
        .values(state=OutboxState.CANCELLED, finished_at=at, error="the session was changed")
        .returning(OutboxMessage.key)
        .execution_options(synchronize_session=False)
    )
    await _wait_again(session, taken.all())


async def _take_back_news(session: AsyncSession, meeting: Meeting, *, at: datetime) -> None:
    """Cancel what tells of a former change and surely has not left: the next word says how it is.

    Those who were to read it know the version before. The next word is by that, also when it would else be
    no news, as for another description: or they would not hear of the former change at all.
    """
    prefix = change_prefix(meeting.id)
    taken = await session.scalars(
        update(OutboxMessage)
        .where(
            OutboxMessage.state == OutboxState.QUEUED,
            OutboxMessage.key.startswith(prefix, autoescape=True),
            OutboxMessage.target_key.is_(None),
        )
        .values(state=OutboxState.CANCELLED, finished_at=at, error="the session was changed")
        .returning(OutboxMessage.key)
        .execution_options(synchronize_session=False)
    )
    versions = {_version_in(key, prefix) for key in taken.all()}
    if not versions:
        return
    meeting.told_version = min(meeting.told_version, await _known_to_all(session, prefix, min(versions)))


async def _known_to_all(session: AsyncSession, prefix: str, before: int) -> int:
    """The last version before this one of which no word was taken back; 1 when there is none."""
    rows = await session.execute(
        select(OutboxMessage.key, OutboxMessage.state).where(
            OutboxMessage.key.startswith(prefix, autoescape=True), OutboxMessage.target_key.is_(None)
        )
    )
    said: set[int] = set()
    taken_back: set[int] = set()
    for row in rows:
        version = _version_in(row.key, prefix)
        (taken_back if row.state is OutboxState.CANCELLED else said).add(version)
    return max((version for version in said - taken_back if version < before), default=1)


def _version_in(key: str, prefix: str) -> int:
    return int(key.removeprefix(prefix).partition(":")[0])


def change_prefix(meeting_id: int) -> str:
    """How the keys of the messages begin that told of changes of this meeting alone: then the version."""
    return f"meeting-change:{meeting_id}:"


async def _wait_again(session: AsyncSession, keys: Iterable[str]) -> None:
    taken = list(keys)
    for start in range(0, len(taken), _MOST_VALUES):
        await session.execute(
            update(MeetingNotice)
            .where(MeetingNotice.outbox_key.in_(taken[start : start + _MOST_VALUES]))
            .values(state=NoticeState.WAITING, outbox_key=None, finished_at=None)
            .execution_options(synchronize_session=False)
        )


# Far below what one statement may carry on either database.
_MOST_VALUES = 1000
