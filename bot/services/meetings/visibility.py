"""Who may see a meeting: everybody, but for one that is for some collectives only.

The numbers in buttons can be guessed. One for some collectives is shown to who was told of it, asked for it,
answered it, or came by its own link.
"""

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.broadcasts import reach as broadcast_reach
from bot.services.meetings import askers
from models import Broadcast, Chat, Meeting, MeetingAudience, MeetingNotice, Person, Rsvp

# How the keys of messages begin that show one meeting to who came by its link.
CARD_KEY = "meeting-card:"


def visible(chat: Chat, person: Person | None) -> ColumnElement[bool]:
    """Whether a meeting is shown in a chat; `person` only in private, where nobody reads along."""
    told = exists().where(MeetingNotice.meeting_id == Meeting.id, MeetingNotice.chat_id == chat.id)
    conditions = [Meeting.audience != MeetingAudience.COLLECTIVES, told]
    if person is not None:
        conditions.append(exists().where(Rsvp.meeting_id == Meeting.id, Rsvp.person_id == person.id))
    return or_(*conditions)


async def may_see(session: AsyncSession, meeting: Meeting, chat: Chat, person: Person | None) -> bool:
    """Whether this meeting is shown in a chat."""
    if meeting.audience is not MeetingAudience.COLLECTIVES:
        return True
    found = await session.scalar(select(Meeting.id).where(Meeting.id == meeting.id, visible(chat, person)))
    return found is not None


def card_key(meeting: Meeting, inbox_id: int) -> str:
    """The outbox key of a card for who came by the link of a meeting."""
    return f"{CARD_KEY}{meeting.id}:{inbox_id}"


async def is_shown_by(session: AsyncSession, meeting: Meeting, key: str | None) -> bool:
    """Whether the message of this key was sent to show this meeting, or another of its series."""
    if key is not None and await askers.is_for(session, meeting, key):
        return True
    number = (key or "").removeprefix(CARD_KEY).partition(":")[0]
    if key is None or not key.startswith(CARD_KEY) or not number.isdecimal():
        return False
    if int(number) == meeting.id:
        return True
    shown = await session.get(Meeting, int(number))
    return shown is not None and shown.series_id is not None and shown.series_id == meeting.series_id


async def invited_by(session: AsyncSession, meeting: Meeting, chat: Chat, number: int) -> int | None:
    """The id of the broadcast that invited this chat to this meeting, if that is what the number names."""
    return await session.scalar(
        select(Broadcast.id).where(
            Broadcast.id == number, Broadcast.meeting_id == meeting.id, broadcast_reach.went_to(chat)
        )
    )
