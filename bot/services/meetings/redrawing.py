"""Cards of meetings that stand in chats already are brought up to date, without a sound."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.delivery import outbox_many
from bot.delivery.outbox import WAITING, WORTH
from bot.delivery.outbox_copies import Copy, add_copies
from bot.services.meetings import askers, changes, heard, notice_cards
from bot.services.meetings.counts import counts
from bot.services.meetings.heard import ARRIVED
from bot.services.meetings.manner import Manner
from bot.services.meetings.recipients import recipients
from models import (
    Chat,
    Meeting,
    MeetingNotice,
    MeetingState,
    MessageClass,
    NoticeState,
    OutboxMessage,
    OutboxState,
    Person,
    Rsvp,
)

# Far below what one statement may carry on either database.
MOST_KEYS = 1000
SAID = (NoticeState.POSTED, NoticeState.JOINED)
# After everything that is news.
_PRIORITY = MessageClass.REMINDER.priority


async def redraw(
    session: AsyncSession, keys: Iterable[str], manner: Manner, *, mark: str, at: datetime
) -> None:
    """Change the announcements of these keys into what holds now; `mark` names the occasion.

    Those that never arrived are left alone.
    """
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), MOST_KEYS):
        await _redraw_some(session, wanted[start : start + MOST_KEYS], manner, mark, at)


async def keys_of(session: AsyncSession, meeting_id: int) -> Sequence[str]:
    """The messages in which a meeting was announced, as far as they are there or on their way."""
    rows = await session.scalars(
        select(MeetingNotice.outbox_key)
        .where(
            MeetingNotice.meeting_id == meeting_id,
            MeetingNotice.state.in_(SAID),
            MeetingNotice.outbox_key.is_not(None),
        )
        .distinct()
    )
    return [key for key in rows if key is not None]


async def keys_that_ended(session: AsyncSession, meeting_id: int, *, at: datetime) -> Sequence[str]:
    """Those of its messages in which no other meeting is still to come."""
    other = aliased(MeetingNotice)
    lives = exists().where(
        other.outbox_key == MeetingNotice.outbox_key,
        Meeting.id == other.meeting_id,
        Meeting.state == MeetingState.PLANNED,
        Meeting.ends_at > at,
    )
    rows = await session.scalars(
        select(MeetingNotice.outbox_key)
        .where(MeetingNotice.meeting_id == meeting_id, MeetingNotice.state.in_(SAID), ~lives)
        .distinct()
    )
    return [key for key in rows if key is not None]


async def bare(session: AsyncSession, meeting: Meeting, *, at: datetime) -> None:
    """Take the buttons off the messages that told people last of a change: these are no longer news."""
    chat_ids = await _may_know(session, meeting)
    # Where a later change was told to some and taken back from the others, there are several that came last.
    versions = range(meeting.told_version, max(meeting.version, meeting.told_version + 1))
    keys = [change_key(meeting, version, chat_id) for version in versions for chat_id in chat_ids]
    content_id = await outbox_many.share(session, {"reply_markup": {"inline_keyboard": []}})
    for start in range(0, len(keys), MOST_KEYS):
        rows = await session.execute(
            select(OutboxMessage.key, OutboxMessage.chat_id).where(
                OutboxMessage.key.in_(keys[start : start + MOST_KEYS]),
                OutboxMessage.state == OutboxState.SENT,
                OutboxMessage.sent_message_id.is_not(None),
            )
        )
        copies = [
            _edit(row.key, f"{row.key}:bare", row.chat_id, content_id, at, method="editMessageReplyMarkup")
            for row in rows
        ]
        await add_copies(session, copies, at=at)


async def told_of(session: AsyncSession, meeting: Meeting, version: int) -> Sequence[int]:
    """The chats where the word of this version of a meeting arrived, or may have."""
    chat_ids = await _may_know(session, meeting)
    keys = [change_key(meeting, version, chat_id) for chat_id in chat_ids]
    found: list[int] = []
    for start in range(0, len(keys), MOST_KEYS):
        rows = await session.scalars(
            select(OutboxMessage.chat_id).where(
                OutboxMessage.key.in_(keys[start : start + MOST_KEYS]), OutboxMessage.state.in_(ARRIVED)
            )
        )
        found += rows
    return found


async def _may_know(session: AsyncSession, meeting: Meeting) -> list[int]:
    """The chats that may have been told of a change: announced, invited, of who answered or asked."""
    rows = await session.scalars(
        select(MeetingNotice.chat_id)
        .where(MeetingNotice.meeting_id == meeting.id)
        .union(
            select(Chat.id)
            .join(Person, Person.telegram_id == Chat.telegram_id)
            .join(Rsvp, Rsvp.person_id == Person.id)
            .where(Rsvp.meeting_id == meeting.id),
            heard.by_invitation([meeting.id]),
        )
    )
    return sorted({*rows, *await askers.told(session, meeting, ARRIVED)})


def change_key(meeting: Meeting, version: int, chat_id: int) -> str:
    """The key of the message that told a chat of a version."""
    return f"{changes.change_prefix(meeting.id)}{version}:{chat_id}"


def _edit(target_key: str, key: str, chat_id: int, content_id: int, at: datetime, *, method: str) -> Copy:
    return Copy(
        key=key,
        chat_id=chat_id,
        content_id=content_id,
        message_class=MessageClass.INTERACTIVE,
        priority=_PRIORITY,
        expires_at=at + WORTH[MessageClass.NOTICE],
        method=method,
        target_key=target_key,
    )


async def _redraw_some(
    session: AsyncSession, keys: Collection[str], manner: Manner, mark: str, at: datetime
) -> None:
    shown, chats = await _shown(session, keys)
    meetings = await _meetings(session, {one for ids in shown.values() for one in ids})
    numbers = await counts(session, list(meetings))
    readers = await recipients(session, set(chats.values()), default_language=manner.language)
    contents: dict[tuple[tuple[int, ...], str, bool, int], int] = {}
    same: Counter[tuple[tuple[int, ...], int]] = Counter()
    copies = []
    for key, ids in shown.items():
        reader = readers[chats[key]]
        listed = sorted((meetings[one] for one in ids), key=lambda one: (one.starts_at, one.id))
        names = tuple(one.id for one in listed)
        # Within a chat no two messages share a content.
        like = (names, reader.language, reader.is_group, same[names, reader.chat_id])
        same[names, reader.chat_id] += 1
        if like not in contents:
            view = manner.view(reader.language, at)
            card = notice_cards.announcement(listed, numbers, view, is_group=reader.is_group)
            contents[like] = await outbox_many.share(session, card.replacement())
        copies.append(
            _edit(key, f"{key}:{mark}", reader.chat_id, contents[like], at, method="editMessageText")
        )
    await _drop_former(session, shown, at)
    await add_copies(session, copies, at=at)


async def _drop_former(session: AsyncSession, keys: Collection[str], at: datetime) -> None:
    """Drop changes of these messages that wait: they would leave later, and show what was."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.target_key.in_(keys), OutboxMessage.state == OutboxState.QUEUED)
        .values(state=OutboxState.CANCELLED, finished_at=at, error="a newer change took its place")
        .execution_options(synchronize_session=False)
    )


async def _shown(session: AsyncSession, keys: Collection[str]) -> tuple[dict[str, set[int]], dict[str, int]]:
    """The meetings in each of these messages, and the chat in which it stands."""
    is_there = or_(
        and_(OutboxMessage.state == OutboxState.SENT, OutboxMessage.sent_message_id.is_not(None)),
        OutboxMessage.state.in_(WAITING),
    )
    rows = await session.execute(
        select(MeetingNotice.outbox_key, MeetingNotice.meeting_id, MeetingNotice.chat_id)
        .join(OutboxMessage, OutboxMessage.key == MeetingNotice.outbox_key)
        .where(MeetingNotice.outbox_key.in_(keys), MeetingNotice.state.in_(SAID), is_there)
        .order_by(MeetingNotice.chat_id, OutboxMessage.id)
    )
    shown: dict[str, set[int]] = defaultdict(set)
    chats: dict[str, int] = {}
    for row in rows:
        shown[row.outbox_key].add(row.meeting_id)
        chats[row.outbox_key] = row.chat_id
    return shown, chats


async def _meetings(session: AsyncSession, ids: Collection[int]) -> dict[int, Meeting]:
    rows = await session.scalars(select(Meeting).where(Meeting.id.in_(ids)))
    return {meeting.id: meeting for meeting in rows}
