"""Cards of meetings that stand in chats: which message shows what, and changing it after a press.

Any client can name any message of the bot in a press: only what surely shows that one meeting is changed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox, outbox_latest
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services.meetings import cards, changes, rsvp_cards
from bot.services.meetings.cards import View
from bot.services.meetings.counts import counts_of
from bot.services.meetings.telling import SHOWN
from bot.services.meetings.visibility import CARD_KEY
from models import Chat, Meeting, MeetingNotice, OutboxMessage

# How the keys of lists begin that somebody asked for with /sessies.
LIST_KEY = "sessions:"
# In private: what shows one meeting, and answers to what somebody typed or pressed.
OWN_KEYS = (LIST_KEY, CARD_KEY, "meeting-place:", "meeting-link:", "update:")
# Ten a minute: half of what Telegram allows in a group.
EVERY = timedelta(seconds=6)


class Shows(StrEnum):
    """What a message is: the announcement of this meeting, a list, or something that is left alone."""

    NOTICE = "notice"
    LIST = "list"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Posted:
    """A message in a chat, by Telegram's number of it; `key` is its outbox key, if it is remembered."""

    chat: Chat
    message_id: int
    key: str | None


async def find(session: AsyncSession, chat: Chat, message_id: int) -> Posted:
    """What is known of a message."""
    key = await outbox.sent_as(session, telegram_chat_id=chat.telegram_id, message_id=message_id)
    return Posted(chat, message_id, key)


async def own_card(session: AsyncSession, chat: Chat, meeting: Meeting) -> Posted | None:
    """The newest card of a meeting that somebody came to by its link, in their private chat."""
    prefix = f"{CARD_KEY}{meeting.id}:"
    row = (
        await session.execute(
            select(OutboxMessage.sent_message_id, OutboxMessage.key)
            .where(
                OutboxMessage.chat_id == chat.id,
                OutboxMessage.key.startswith(prefix, autoescape=True),
                OutboxMessage.sent_message_id.is_not(None),
            )
            .order_by(OutboxMessage.id.desc())
            .limit(1)
        )
    ).first()
    return Posted(chat, row.sent_message_id, row.key) if row is not None else None


def is_list(posted: Posted) -> bool:
    """Whether it is a list that somebody asked for."""
    return posted.key is not None and posted.key.startswith(LIST_KEY)


async def shows(session: AsyncSession, posted: Posted, meeting: Meeting) -> Shows:
    """What a message is to a meeting; several meetings announced in one message are left alone."""
    if posted.key is None:
        return Shows.OTHER
    if is_list(posted):
        return Shows.LIST
    announced = await session.scalars(
        select(MeetingNotice.meeting_id).where(
            MeetingNotice.outbox_key == posted.key, MeetingNotice.chat_id == posted.chat.id
        )
    )
    return Shows.NOTICE if set(announced) == {meeting.id} else Shows.OTHER


async def is_replaceable(session: AsyncSession, posted: Posted, meeting: Meeting) -> bool:
    """Whether a message in private may become the card of this meeting.

    Not an invitation, which says more than that, nor a file, nor an announcement of several meetings.
    """
    if posted.key is None:
        return False
    if posted.key.startswith(OWN_KEYS):
        return True
    announced = await session.scalars(
        select(MeetingNotice.meeting_id).where(
            MeetingNotice.outbox_key == posted.key, MeetingNotice.chat_id == posted.chat.id
        )
    )
    return set(announced) == {meeting.id}


async def redraw_in_group(
    session: AsyncSession, posted: Posted, meeting: Meeting, view: View, *, at: datetime
) -> None:
    """Bring a pressed card up to date, a few times a minute at most; the meeting must be locked.

    While a change is not told yet the card waits for that: what can still be undone is shown to nobody.
    What was undone is as it stands there, so then the card need not wait.
    """
    if SHOWN & (await changes.since(session, meeting, meeting.drawn_version)).keys():
        return
    kind = await shows(session, posted, meeting)
    if kind is Shows.OTHER:
        return
    counts = await counts_of(session, meeting.id)
    card = (
        cards.notice(meeting, counts, view, is_group=True)
        if kind is Shows.NOTICE
        else rsvp_cards.in_list(meeting, counts, view)
    )
    await change(session, posted, card, at=at)


async def change(session: AsyncSession, posted: Posted, card: Card, *, at: datetime) -> None:
    """Change a message that many can press, seldom enough."""
    edit = Outgoing(
        key=f"card:{posted.chat.id}:{posted.message_id}",
        chat_id=posted.chat.id,
        method="editMessageText",
        payload=card.replacement(),
        target_key=posted.key,
    )
    await outbox_latest.put(session, edit, every=EVERY, at=at)
