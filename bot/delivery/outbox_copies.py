"""Messages that share their content with others, each with a key, a class and an end of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for, is_news
from bot.delivery.outbox import NEWS
from models import MessageClass, OutboxMessage, OutboxState


@dataclass(frozen=True, slots=True)
class Copy:
    """A message that shares its content with others; `payload` is what is its own, such as a topic."""

    key: str
    chat_id: int
    content_id: int
    message_class: MessageClass
    priority: int
    expires_at: datetime
    method: str = "sendMessage"
    target_key: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)


async def add_copies(session: AsyncSession, copies: Sequence[Copy], *, at: datetime) -> None:
    """Store messages that share contents; those that were stored before are left as they are."""
    if not copies:
        return
    is_news(session, NEWS)
    insert = insert_for(session)
    await session.execute(
        insert(OutboxMessage.__table__).on_conflict_do_nothing(),
        [
            {
                "key": copy.key,
                "chat_id": copy.chat_id,
                "message_class": copy.message_class,
                "priority": copy.priority,
                "method": copy.method,
                "payload": copy.payload,
                "content_id": copy.content_id,
                "target_key": copy.target_key,
                "state": OutboxState.QUEUED,
                "created_at": at,
                "due_at": at,
                "expires_at": copy.expires_at,
                "attempts": 0,
                "uncertain": 0,
            }
            for copy in copies
        ],
    )
