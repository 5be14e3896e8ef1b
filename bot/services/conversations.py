"""Conversations of several messages, kept in rows: after a restart a person goes on where they were."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from models import Conversation, ConversationMessage, Person

# Who comes back later than this has forgotten what was asked, and means something else by what they type.
PATIENCE = timedelta(days=1)
# Telegram lets people edit a message for two days.
EDITABLE = timedelta(days=3)


async def current(session: AsyncSession, person: Person, *, at: datetime) -> Conversation | None:
    """What this person is in the middle of; None when there is nothing, or it is too long ago."""
    conversation = await session.get(Conversation, person.id)
    if conversation is None or conversation.expires_at <= at:
        return None
    return conversation


async def begin(
    session: AsyncSession,
    person: Person,
    kind: str,
    step: str,
    *,
    at: datetime,
    data: dict[str, Any] | None = None,
    patience: timedelta = PATIENCE,
) -> Conversation:
    """Begin a conversation of this kind; whatever the person was in the middle of before is dropped."""
    conversation = await session.get(Conversation, person.id)
    if conversation is None:
        conversation = Conversation(person_id=person.id)
        session.add(conversation)
    conversation.kind, conversation.step, conversation.data = kind, step, data or {}
    conversation.changed_at, conversation.expires_at = at, at + patience
    await session.flush()
    return conversation


def go_on(
    conversation: Conversation, step: str, *, at: datetime, patience: timedelta = PATIENCE, **told: Any
) -> None:
    """Go to the next step, and keep what was told."""
    conversation.step = step
    # A new dictionary: SQLAlchemy does not see changes inside the old one.
    conversation.data = {**conversation.data, **told}
    conversation.changed_at, conversation.expires_at = at, at + patience


async def end(session: AsyncSession, person: Person, *kinds: str) -> bool:
    """End the conversation of this person, or only one of these kinds; whether there was one."""
    conversation = await session.get(Conversation, person.id)
    if conversation is None or (kinds and conversation.kind not in kinds):
        return False
    await session.delete(conversation)
    await session.flush()
    return True


async def note_message(session: AsyncSession, person: Person, message_id: int, *, at: datetime) -> None:
    """Note that a message in private was a step of a conversation, for when it is edited."""
    insert = insert_for(session)
    await session.execute(
        insert(ConversationMessage)
        .values(person_id=person.id, message_id=message_id, written_at=at)
        .on_conflict_do_nothing(index_elements=["person_id", "message_id"])
    )


async def was_step(session: AsyncSession, person: Person, message_id: int) -> bool:
    """Whether a message in private was a step of a conversation, present or past."""
    return await session.get(ConversationMessage, (person.id, message_id)) is not None


async def drop_stale(session: AsyncSession, *, at: datetime) -> None:
    """Forget the conversations that were left, and which messages belonged to one when none can be edited."""
    await session.execute(delete(Conversation).where(Conversation.expires_at <= at))
    await session.execute(delete(ConversationMessage).where(ConversationMessage.written_at <= at - EDITABLE))
