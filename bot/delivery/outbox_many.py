"""The same word to many chats: stored once, put in the outbox chunk by chunk, held, let go, counted.

Every function works by the ids of contents, which lead to all messages that share them.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    String,
    Text,
    cast,
    delete,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import insert_for
from bot.delivery.outbox import WORTH
from models import Chat, MessageClass, OutboxContent, OutboxMessage, OutboxState

_CLASS = MessageClass.NOTICE
# A notice that waits was not sent, and can be cancelled or held without a doubt.
NOT_SENT = (OutboxState.QUEUED, OutboxState.HELD)


async def share(session: AsyncSession, payload: dict[str, Any]) -> int:
    """Store parameters for many messages; the id of the content."""
    content = OutboxContent(payload=payload)
    session.add(content)
    await session.flush()
    return content.id


async def add_chunk(
    session: AsyncSession,
    chats: Select[int],
    *,
    prefix: str,
    content: ColumnElement[int],
    method: str,
    after: int,
    size: int,
    at: datetime,
) -> int | None:
    """Store a notice for the next `size` chats of an audience after chat `after`, in one statement.

    Returns the last of these chats, from which to go on; None when there are no more. `chats` selects ids of
    chats, `content` gives the content's id for a row of Chat. The key is `prefix` and the chat's id: a chunk
    that is stored again changes nothing.
    """
    audience = chats.where(Chat.id > after).order_by(Chat.id).limit(size)
    last: int | None = await session.scalar(select(func.max(audience.subquery().c.id)))
    if last is None:
        return None
    rows = chats.where(Chat.id > after, Chat.id <= last).with_only_columns(
        literal(prefix, String).concat(cast(Chat.id, Text)),
        Chat.id,
        literal(_CLASS, OutboxMessage.message_class.type),
        literal(_CLASS.priority),
        literal(method),
        literal({}, OutboxMessage.payload.type),
        content,
        literal(OutboxState.QUEUED, OutboxMessage.state.type),
        literal(at, OutboxMessage.created_at.type),
        literal(at, OutboxMessage.due_at.type),
        literal(at + WORTH[_CLASS], OutboxMessage.expires_at.type),
        literal(0),
        literal(0),
    )
    insert = insert_for(session)
    await session.execute(
        insert(OutboxMessage.__table__)
        .from_select(_COLUMNS, rows, include_defaults=False)
        .on_conflict_do_nothing()
    )
    return last


async def add_deletions(
    session: AsyncSession, contents: Collection[int], *, prefix: str, content_id: int, at: datetime
) -> None:
    """Take back every message of these contents that was sent, in one statement; again, nothing happens.

    A deletion goes when broadcasts go, but for once it may be repeated: what is gone is gone.
    """
    rows = select(
        literal(prefix, String).concat(cast(OutboxMessage.chat_id, Text)),
        OutboxMessage.chat_id,
        literal(MessageClass.INTERACTIVE, OutboxMessage.message_class.type),
        literal(_CLASS.priority),
        literal("deleteMessage"),
        literal({}, OutboxMessage.payload.type),
        literal(content_id),
        literal(OutboxState.QUEUED, OutboxMessage.state.type),
        literal(at, OutboxMessage.created_at.type),
        literal(at, OutboxMessage.due_at.type),
        literal(at + WORTH[_CLASS], OutboxMessage.expires_at.type),
        literal(0),
        literal(0),
        OutboxMessage.key,
    ).where(
        OutboxMessage.content_id.in_(contents),
        OutboxMessage.state == OutboxState.SENT,
        OutboxMessage.sent_message_id.is_not(None),
    )
    insert = insert_for(session)
    await session.execute(
        insert(OutboxMessage.__table__)
        .from_select([*_COLUMNS, "target_key"], rows, include_defaults=False)
        .on_conflict_do_nothing()
    )


_COLUMNS = [
    "key",
    "chat_id",
    "message_class",
    "priority",
    "method",
    "payload",
    "content_id",
    "state",
    "created_at",
    "due_at",
    "expires_at",
    "attempts",
    "uncertain",
]


async def hold(session: AsyncSession, contents: Collection[int]) -> int:
    """Keep back what was not sent yet; how many."""
    return await _change(session, contents, (OutboxState.QUEUED,), state=OutboxState.HELD)


async def let_go(session: AsyncSession, contents: Collection[int], *, at: datetime) -> int:
    """Send what was held; how many."""
    return await _queue(session, contents, OutboxState.HELD, at)


async def send_parked(session: AsyncSession, contents: Collection[int], *, at: datetime) -> int:
    """Send once more that of which it is unknown whether it arrived; how many."""
    return await _queue(session, contents, OutboxState.PARKED, at)


async def cancel(session: AsyncSession, contents: Collection[int], *, at: datetime, reason: str) -> int:
    """Drop what was not sent yet; how many."""
    return await _change(
        session, contents, NOT_SENT, state=OutboxState.CANCELLED, finished_at=at, error=reason
    )


async def cancel_in(
    session: AsyncSession, chat_id: int, contents: Collection[int], *, at: datetime, reason: str
) -> int:
    """The same for one chat."""
    return await _change(
        session,
        contents,
        NOT_SENT,
        OutboxMessage.chat_id == chat_id,
        state=OutboxState.CANCELLED,
        finished_at=at,
        error=reason,
    )


async def count(session: AsyncSession, contents: Collection[int]) -> Counter[OutboxState]:
    """How many messages are in each state."""
    rows = await session.execute(
        select(OutboxMessage.state, func.count().label("number"))
        .where(OutboxMessage.content_id.in_(contents))
        .group_by(OutboxMessage.state)
    )
    return Counter({row.state: row.number for row in rows})


async def reasons(session: AsyncSession, contents: Collection[int]) -> Counter[tuple[OutboxState, str]]:
    """Why messages did not arrive: how many of each state and error."""
    rows = await session.execute(
        select(OutboxMessage.state, OutboxMessage.error, func.count())
        .where(
            OutboxMessage.content_id.in_(contents),
            OutboxMessage.state.in_((OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.CANCELLED)),
        )
        .group_by(OutboxMessage.state, OutboxMessage.error)
    )
    return Counter({(state, error or ""): number for state, error, number in rows})


async def drop_twins(session: AsyncSession, *, source: int, target: int) -> None:
    """Before two chats become one: of a word that went to both, keep what was sent and not what waits."""
    twin = aliased(OutboxMessage)
    await session.execute(
        delete(OutboxMessage)
        .where(
            OutboxMessage.chat_id == target,
            OutboxMessage.state.in_(NOT_SENT),
            exists().where(
                twin.chat_id == source,
                twin.content_id == OutboxMessage.content_id,
                twin.state.not_in(NOT_SENT),
            ),
        )
        .execution_options(synchronize_session=False)
    )


async def _queue(session: AsyncSession, contents: Collection[int], state: OutboxState, at: datetime) -> int:
    return await _change(
        session,
        contents,
        (state,),
        state=OutboxState.QUEUED,
        due_at=at,
        expires_at=at + WORTH[_CLASS],
        finished_at=None,
        error=None,
    )


async def _change(
    session: AsyncSession,
    contents: Collection[int],
    states: Collection[OutboxState],
    *more: ColumnElement[bool],
    **values: Any,
) -> int:
    changed = await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.content_id.in_(contents), OutboxMessage.state.in_(states), *more)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount if isinstance(changed, CursorResult) else 0
