"""Conversations of several messages, kept in rows: after a restart a person goes on where they were."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from models import Conversation, ConversationMessage, InterruptedConversation, Person

# Who comes back later than this has forgotten what was asked, and means something else by what they type.
PATIENCE = timedelta(days=1)
# Who is interrupted more often than this has forgotten what came first.
MOST_INTERRUPTED = 3
# These go on in the staff chat, with a reply to what was asked there.
IN_GROUPS = ("collective-staff",)
_INTERRUPTED_NOW = "buurvraag_interrupted"
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
    """Begin a conversation of this kind; whatever the person was in the middle of before is kept aside.

    Not when nothing was told yet in one of the same kind: who presses a button twice means it once.
    """
    conversation = await session.get(Conversation, person.id)
    if conversation is not None and conversation.expires_at > at and conversation.place != (kind, step):
        await _set_aside(session, conversation, at=at)
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


def interrupted_now(session: AsyncSession) -> list[InterruptedConversation]:
    """What was set aside in this transaction and not asked for before: whose it is should hear so."""
    found: list[InterruptedConversation] = session.info.pop(_INTERRUPTED_NOW, [])
    return found


async def interrupted(
    session: AsyncSession, person: Person, *, at: datetime
) -> list[InterruptedConversation]:
    """What somebody was in the middle of before, the last first."""
    rows = await session.scalars(
        select(InterruptedConversation)
        .where(InterruptedConversation.person_id == person.id, InterruptedConversation.expires_at > at)
        .order_by(InterruptedConversation.id.desc())
    )
    return list(rows)


async def resume(
    session: AsyncSession, person: Person, *, at: datetime, which: Callable[[InterruptedConversation], bool]
) -> Conversation | None:
    """Go back to what somebody was in the middle of before; None when that is no longer kept.

    What they are in the middle of now is set aside in its place.
    """
    left = next((one for one in await interrupted(session, person, at=at) if which(one)), None)
    if left is None:
        return None
    kind, step, data = left.kind, left.step, left.data
    patience = max(left.expires_at - at, PATIENCE)
    await session.delete(left)
    await session.flush()
    present = await session.get(Conversation, person.id)
    if present is not None and present.expires_at > at:
        await _set_aside(session, present, at=at)
        await session.delete(present)
        await session.flush()
    return await begin(session, person, kind, step, at=at, data=data, patience=patience)


async def forget(session: AsyncSession, person: Person, *kinds: str) -> None:
    """Forget the conversations of these kinds that a person is in the middle of, also those set aside."""
    await end(session, person, *kinds)
    await session.execute(
        delete(InterruptedConversation).where(
            InterruptedConversation.person_id == person.id, InterruptedConversation.kind.in_(kinds)
        )
    )


async def _set_aside(session: AsyncSession, conversation: Conversation, *, at: datetime) -> None:
    """Keep what somebody is in the middle of, in place of what they left longest ago."""
    left = InterruptedConversation(
        person_id=conversation.person_id,
        kind=conversation.kind,
        step=conversation.step,
        data=conversation.data,
        expires_at=conversation.expires_at,
    )
    session.add(left)
    await session.flush()
    person = await session.get_one(Person, conversation.person_id)
    for old in (await interrupted(session, person, at=at))[MOST_INTERRUPTED:]:
        await session.delete(old)
    session.info.setdefault(_INTERRUPTED_NOW, []).append(left)


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
    await session.execute(delete(InterruptedConversation).where(InterruptedConversation.expires_at <= at))
    await session.execute(delete(ConversationMessage).where(ConversationMessage.written_at <= at - EDITABLE))
