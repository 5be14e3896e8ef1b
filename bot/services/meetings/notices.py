"""The word of a moment to each chat, as rows: made before it is due, and completed when it is.

A row is the intent, and there is one for a moment and a chat, whoever ticks and however often.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Exists,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.services.meetings import audience, store
from bot.services.meetings.daily import convenient
from bot.services.meetings.manner import Manner
from models import (
    Chat,
    Meeting,
    MeetingMoment,
    MeetingNotice,
    MeetingState,
    MessageClass,
    MomentKind,
    MomentState,
    NoticeState,
    OutboxMessage,
    OutboxState,
)

# So far ahead it has to be known what a day will bring, to join what comes later that day.
AHEAD = timedelta(hours=24)
# One statement each: a fraction of a second on SQLite, in which nobody else can write.
CHUNK = 5_000
# What did not leave is looked for this far back.
LOOK_BACK = timedelta(days=3)
_COLUMNS = ["moment_id", "meeting_id", "chat_id", "due_at", "day", "state", "attempts"]


def in_force() -> ColumnElement[bool]:
    """Whether people know a meeting as it is; while they do not, nothing is announced."""
    return and_(
        Meeting.state == MeetingState.PLANNED, Meeting.settles_at.is_(None), Meeting.tells_at.is_(None)
    )


# Built once, as they are asked every few seconds: instants are given as parameters.
AT = bindparam("at", type_=MeetingNotice.due_at.type)
_AHEAD_AT = bindparam("ahead", type_=MeetingNotice.due_at.type)
_BACK_AT = bindparam("back", type_=MeetingNotice.due_at.type)
TO_EXPAND = (
    select(MeetingMoment.id)
    .join(Meeting, Meeting.id == MeetingMoment.meeting_id)
    .where(
        MeetingMoment.state == MomentState.WAITING,
        MeetingMoment.due_at <= _AHEAD_AT,
        or_(MeetingMoment.due_at <= AT, MeetingMoment.expanded_at.is_(None)),
        in_force(),
    )
    .order_by(MeetingMoment.due_at, MeetingMoment.id)
)
EXPIRED = (
    select(OutboxMessage.key)
    .join(MeetingNotice, MeetingNotice.outbox_key == OutboxMessage.key)
    .where(
        OutboxMessage.state == OutboxState.EXPIRED,
        # By its index: what expired lately are a few rows, what was announced are very many.
        OutboxMessage.priority.in_([one.priority for one in (MessageClass.NOTICE, MessageClass.REMINDER)]),
        OutboxMessage.due_at > _BACK_AT,
        OutboxMessage.uncertain == 0,
    )
    .distinct()
)


async def to_expand(session: AsyncSession, *, at: datetime) -> Sequence[int]:
    """The moments whose chats have to be chosen: a day before they are due, and again when they are."""
    rows = await session.scalars(TO_EXPAND, {"at": at, "ahead": at + AHEAD})
    return rows.all()


async def expand(
    session: AsyncSession, moment_id: int, manner: Manner, *, at: datetime, size: int = CHUNK
) -> bool:
    """Make the rows for the next chats of a moment, in one statement; whether there are more chats.

    A moment that is due goes through its audience once more, for the chats that came to it since.
    """
    moment = await session.get(MeetingMoment, moment_id)
    meeting = await store.locked(session, moment.meeting_id) if moment is not None else None
    if moment is None or meeting is None or not await _still(session, moment, meeting):
        return False
    chats = await audience.chats_of(session, meeting, manner.roles)
    if moment.kind is MomentKind.AT_ONCE:
        # Another audience is told at once, but for the chats that were in the former as well.
        by = convenient(moment.due_at, meeting.starts_at, manner.quiet)
        chats = chats.where(~has_heard(meeting.id, by=by))
    chunk = chats.where(Chat.id > moment.cursor).order_by(Chat.id).limit(size).subquery()
    last, number = (
        await session.execute(select(func.max(chunk.c.id), func.count()).select_from(chunk))
    ).one()
    if last is not None:
        await _insert(session, moment, meeting, chats.where(Chat.id > moment.cursor, Chat.id <= last), manner)
    if number == size:
        moment.cursor = last
        return True
    moment.cursor, moment.expanded_at = 0, at
    if moment.due_at <= at:
        moment.state = MomentState.DONE
    return False


def has_heard(meeting_id: int, *, by: datetime) -> Exists:
    """Whether a chat was told of a meeting, or will be by an instant."""
    return exists().where(
        MeetingNotice.meeting_id == meeting_id,
        MeetingNotice.chat_id == Chat.id,
        or_(
            MeetingNotice.state.in_((NoticeState.POSTED, NoticeState.JOINED)),
            and_(MeetingNotice.state == NoticeState.WAITING, MeetingNotice.due_at <= by),
        ),
    )


async def _still(session: AsyncSession, moment: MeetingMoment, meeting: Meeting) -> bool:
    """Whether under the lock it still is to be expanded."""
    await session.refresh(moment)
    is_known = meeting.settles_at is None and meeting.tells_at is None
    return moment.state is MomentState.WAITING and meeting.is_planned and is_known


async def _insert(
    session: AsyncSession, moment: MeetingMoment, meeting: Meeting, chats: Select[int], manner: Manner
) -> None:
    due_at = convenient(moment.due_at, meeting.starts_at, manner.quiet)
    rows = chats.with_only_columns(
        literal(moment.id),
        literal(meeting.id),
        Chat.id,
        literal(due_at, MeetingNotice.due_at.type),
        literal(manner.day(due_at)),
        literal(NoticeState.WAITING, MeetingNotice.state.type),
        literal(0),
    )
    insert = insert_for(session)
    await session.execute(
        insert(MeetingNotice.__table__)
        .from_select(_COLUMNS, rows, include_defaults=False)
        .on_conflict_do_nothing()
    )


async def forget(session: AsyncSession, *, before: datetime, limit: int = CHUNK) -> None:
    """Remove the words about meetings that were over long before an instant, some at a time."""
    over = select(Meeting.id).where(Meeting.closed_at < before)
    old = select(MeetingNotice.id).where(MeetingNotice.meeting_id.in_(over)).limit(limit)
    await session.execute(
        delete(MeetingNotice).where(MeetingNotice.id.in_(old)).execution_options(synchronize_session=False)
    )


async def revive(session: AsyncSession, *, at: datetime, limit: int = 500) -> int:
    """Let what surely did not leave in time wait again, such as what the quiet hours overtook; how many.

    What is then too late is found out as for any other; of a meeting that was cancelled nothing is said.
    """
    keys = (await session.scalars(EXPIRED.limit(limit), {"back": at - LOOK_BACK})).all()
    if keys:
        again = update(MeetingNotice).where(MeetingNotice.outbox_key.in_(keys))
        off = select(Meeting.id).where(Meeting.state == MeetingState.CANCELLED, Meeting.settles_at.is_(None))
        for statement in (
            again.where(MeetingNotice.meeting_id.in_(off)).values(
                state=NoticeState.DROPPED, outbox_key=None, finished_at=at
            ),
            again.values(state=NoticeState.WAITING, outbox_key=None, finished_at=None),
        ):
            await session.execute(statement.execution_options(synchronize_session=False))
    return len(keys)
