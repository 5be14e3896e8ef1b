"""A chat hears no more of sessions, of any or of one theme: from this instant on."""

from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Chat, Meeting, MeetingNotice, NoticeState, OutboxMessage, OutboxState


async def announced_in(session: AsyncSession, chat: Chat, meeting_id: int) -> Meeting | None:
    """A meeting, if this chat was told of it: about another it learns nothing."""
    return await session.scalar(
        select(Meeting).where(
            Meeting.id == meeting_id,
            exists().where(MeetingNotice.meeting_id == Meeting.id, MeetingNotice.chat_id == chat.id),
        )
    )


async def drop_in(session: AsyncSession, chat: Chat, *, at: datetime, theme: str = "") -> None:
    """Drop what waits for a chat, and what surely has not left yet; with a theme only what is about that.

    A message that lists meetings of other themes as well is let go, and what it said of those waits again.
    """
    about = MeetingNotice.chat_id == chat.id
    of_theme = select(Meeting.id).where(Meeting.theme == theme)
    keys = select(MeetingNotice.outbox_key).where(
        about, MeetingNotice.state.in_((NoticeState.POSTED, NoticeState.JOINED))
    )
    taken = await session.scalars(
        update(OutboxMessage)
        .where(
            OutboxMessage.chat_id == chat.id,
            OutboxMessage.state == OutboxState.QUEUED,
            OutboxMessage.key.in_(keys),
        )
        .values(state=OutboxState.CANCELLED, finished_at=at, error="the chat wants no sessions")
        .returning(OutboxMessage.key)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(MeetingNotice)
        .where(about, MeetingNotice.outbox_key.in_(taken.all()))
        .values(state=NoticeState.WAITING, outbox_key=None, finished_at=None)
        .execution_options(synchronize_session=False)
    )
    waiting = update(MeetingNotice).where(about, MeetingNotice.state == NoticeState.WAITING)
    if theme:
        waiting = waiting.where(MeetingNotice.meeting_id.in_(of_theme))
    await session.execute(
        waiting.values(state=NoticeState.DROPPED, finished_at=at).execution_options(synchronize_session=False)
    )
