"""A message of which only the latest version matters: one that waits to be sent is replaced by the next.

A card with counts in a group may be pressed a thousand times a minute. Telegram allows about twenty messages
a minute there, changes included, and nobody reads faster than that.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for, is_news
from bot.delivery.outbox import NEWS, WORTH, Outgoing
from models import OutboxMessage, OutboxState


async def put(session: AsyncSession, message: Outgoing, *, every: timedelta, at: datetime) -> None:
    """Store a version of a message: one in each span of time, and each with what was put last.

    The first goes at once, the next at the beginning of the next span. Whoever puts versions of one message
    must do so in order, under a lock. The keys are `message.key` and the number of the span.
    """
    is_news(session, NEWS)
    number = int(at.timestamp() // every.total_seconds())
    # The next one first: if it is there already, what is said now comes after all that is said before it.
    if await _replace(session, message, number + 1):
        return
    if await _store(session, message, number, at, at):
        return
    begin = datetime.fromtimestamp((number + 1) * every.total_seconds(), UTC)
    await _store(session, message, number + 1, begin, at)


def key_of(message: Outgoing, number: int) -> str:
    """The outbox key of a version."""
    return f"{message.key}:{number}"


async def _replace(session: AsyncSession, message: Outgoing, number: int) -> bool:
    """Change a version that waits; False when there is none, or it is being sent already."""
    changed = await session.scalar(
        update(OutboxMessage)
        .where(OutboxMessage.key == key_of(message, number), OutboxMessage.state == OutboxState.QUEUED)
        .values(payload=message.payload)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    return changed is not None


async def _store(
    session: AsyncSession, message: Outgoing, number: int, due_at: datetime, at: datetime
) -> bool:
    """Store a version, or change the one that waits; False when that one left."""
    insert = insert_for(session)
    stored = await session.scalar(
        insert(OutboxMessage)
        .values(
            key=key_of(message, number),
            chat_id=message.chat_id,
            message_class=message.message_class,
            priority=message.message_class.priority,
            method=message.method,
            payload=message.payload,
            target_key=message.target_key,
            topic_key=message.topic_key,
            state=OutboxState.QUEUED,
            created_at=at,
            due_at=due_at,
            expires_at=message.expires_at or due_at + WORTH[message.message_class],
            attempts=0,
            uncertain=0,
        )
        .on_conflict_do_update(
            index_elements=["key"],
            set_={"payload": message.payload},
            where=OutboxMessage.state == OutboxState.QUEUED,
        )
        .returning(OutboxMessage.id)
    )
    return stored is not None
