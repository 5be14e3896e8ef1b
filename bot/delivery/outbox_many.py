"""The same word to many chats: stored once, put in the outbox chunk by chunk, held, let go, counted.

Every function works by the ids of contents, which lead to all messages that share them.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    String,
    Text,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import insert_for, is_news
from bot.delivery.outbox import NEWS, WORTH
from models import Chat, MessageClass, OutboxContent, OutboxMessage, OutboxState, Recall

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
    is_news(session, NEWS)
    rows = chats.where(Chat.id > after, Chat.id <= last).with_only_columns(
        literal(prefix, String).concat(cast(Chat.id, Text)),
        Chat.id,
        literal(_CLASS, OutboxMessage.message_class.type),
        literal(_CLASS.priority),
        literal(method),
        _topic(session),
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


def _topic(session: AsyncSession) -> ColumnElement[Any]:
    """What a message has for itself: the topic in which its chat wants announcements."""
    make = func.json_object if session.get_bind().dialect.name == "sqlite" else func.json_build_object
    return case(
        (
            and_(Chat.is_forum, Chat.announcement_topic.is_not(None)),
            make("message_thread_id", Chat.announcement_topic),
        ),
        else_=literal({}, OutboxMessage.payload.type),
    )


async def add_deletions(
    session: AsyncSession, contents: Collection[int], *, prefix: str, content_id: int, at: datetime
) -> None:
    """Take back every message of these contents that was sent, in one statement; again, nothing happens."""
    sent = (OutboxMessage.state == OutboxState.SENT, OutboxMessage.sent_message_id.is_not(None))
    await _add_changes(
        session,
        contents,
        sent,
        prefix=prefix,
        method="deleteMessage",
        content=literal(content_id),
        at=at,
    )


async def replace(session: AsyncSession, payloads: Mapping[int, dict[str, Any]]) -> None:
    """Change what messages share, by content: those that are not in hand yet are sent as it is now.

    Waits for the sender where it is taking one in hand at this very moment: afterwards that is known.
    """
    waiting = select(OutboxMessage.id).where(
        OutboxMessage.content_id.in_(payloads), OutboxMessage.state.in_(NOT_SENT)
    )
    await session.execute(select(func.count()).select_from(waiting.with_for_update().subquery()))
    for content_id, payload in payloads.items():
        await session.execute(
            update(OutboxContent).where(OutboxContent.id == content_id).values(payload=payload)
        )


async def add_edits(
    session: AsyncSession, contents: Mapping[int, int], *, prefix: str, method: str, at: datetime
) -> int:
    """Change every message that was sent or is in hand, in one statement; how many.

    `contents` leads from what a message shared to what its edit shares. After `replace` what waits needs no
    edit. The edit of a message in hand waits for it, and is dropped when that never arrived.
    """
    there = (OutboxMessage.state.in_((OutboxState.SENT, OutboxState.SENDING)),)
    content = case(*((OutboxMessage.content_id == old, literal(new)) for old, new in contents.items()))
    await _add_changes(session, contents, there, prefix=prefix, method=method, content=content, at=at)
    return (await count(session, contents.values())).total()


async def _add_changes(
    session: AsyncSession,
    contents: Collection[int],
    which: Collection[ColumnElement[bool]],
    *,
    prefix: str,
    method: str,
    content: ColumnElement[int],
    at: datetime,
) -> None:
    """Store a call about each message of these contents.

    It goes when broadcasts go, but for once it may be repeated: done twice, it looks the same.
    """
    is_news(session, NEWS)
    rows = select(
        literal(prefix, String).concat(cast(OutboxMessage.chat_id, Text)),
        OutboxMessage.chat_id,
        literal(MessageClass.INTERACTIVE, OutboxMessage.message_class.type),
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
        OutboxMessage.key,
    ).where(OutboxMessage.content_id.in_(contents), *which)
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
    """Keep back what was not sent yet, and what is in hand should it come back unsent; how many now."""
    await _recall(session, contents, Recall.HOLD)
    return await _change(session, contents, (OutboxState.QUEUED,), state=OutboxState.HELD)


async def let_go(session: AsyncSession, contents: Collection[int], *, at: datetime) -> int:
    """Send what was held; how many."""
    in_hand = (OutboxState.SENDING,)
    await _change(session, contents, in_hand, OutboxMessage.recall == Recall.HOLD, recall=None)
    return await _queue(session, contents, OutboxState.HELD, at)


async def send_ended(
    session: AsyncSession, contents: Collection[int], state: OutboxState, *, at: datetime
) -> int:
    """Send what ended in a state (parked, expired) after all; how many."""
    return await _queue(session, contents, state, at)


async def leave_ended(
    session: AsyncSession,
    contents: Collection[int],
    state: OutboxState,
    chats: Select[int],
    *,
    at: datetime,
    reason: str,
) -> int:
    """Leave what ended in a state as it is in these chats (their ids), for good; how many."""
    return await _change(
        session,
        contents,
        (state,),
        OutboxMessage.chat_id.in_(chats),
        state=OutboxState.CANCELLED,
        finished_at=at,
        error=reason,
    )


async def cancel(session: AsyncSession, contents: Collection[int], *, at: datetime, reason: str) -> int:
    """Drop what was not sent yet, and what is in hand should it come back unsent; how many now."""
    await _recall(session, contents, Recall.DROP, error=reason)
    return await _change(
        session, contents, NOT_SENT, state=OutboxState.CANCELLED, finished_at=at, error=reason
    )


async def cancel_in(
    session: AsyncSession, chat_id: int, contents: Collection[int], *, at: datetime, reason: str
) -> int:
    """The same for one chat."""
    here = OutboxMessage.chat_id == chat_id
    await _recall(session, contents, Recall.DROP, here, error=reason)
    return await _change(
        session,
        contents,
        NOT_SENT,
        here,
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
    """Before a group (target) and the supergroup that it became (source) are one: keep one of each word.

    What arrived in the supergroup can be changed and taken back there. What may have arrived is not said
    again, and what is in hand for the group finds nobody at its old address. Where one has it in another
    language, the key tells: that of a broadcast ends in the number of the chat.
    """
    everything = list(OutboxState)
    await _drop(session, target, everything, beside=source, where_it=(OutboxState.SENT,))
    unsaid = [state for state in OutboxState if state is not OutboxState.SENT]
    await _drop(session, target, unsaid, beside=source, where_it=(OutboxState.SENDING, OutboxState.PARKED))
    await _drop_aimless(session, target)
    never = [*NOT_SENT, OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.CANCELLED]
    await _drop(session, source, never, beside=target, where_it=everything)


async def _drop(
    session: AsyncSession,
    chat_id: int,
    states: Collection[OutboxState],
    *,
    beside: int,
    where_it: Collection[OutboxState],
) -> None:
    """Drop a chat's messages in these states of which the other chat has the like in those."""
    twin = aliased(OutboxMessage)
    begins = func.substr(OutboxMessage.key, 1, func.length(OutboxMessage.key) - len(str(chat_id)))
    its_key = and_(OutboxMessage.key.endswith(f":{chat_id}"), twin.key == begins.concat(str(beside)))
    # Sessions keep by themselves which of their announcements counts; here only what waits is said once.
    its_words = and_(OutboxMessage.state.in_(NOT_SENT), twin.content_id == OutboxMessage.content_id)
    await session.execute(
        delete(OutboxMessage)
        .where(
            OutboxMessage.chat_id == chat_id,
            OutboxMessage.content_id.is_not(None),
            OutboxMessage.state.in_(states),
            exists().where(
                twin.chat_id == beside,
                twin.state.in_(where_it),
                or_(its_words, its_key),
            ),
        )
        .execution_options(synchronize_session=False)
    )


async def _drop_aimless(session: AsyncSession, chat_id: int) -> None:
    """Drop changes of messages that were dropped just now."""
    aim = aliased(OutboxMessage)
    await session.execute(
        delete(OutboxMessage)
        .where(
            OutboxMessage.chat_id == chat_id,
            OutboxMessage.content_id.is_not(None),
            OutboxMessage.state.in_(NOT_SENT),
            OutboxMessage.target_key.is_not(None),
            ~exists().where(aim.key == OutboxMessage.target_key),
        )
        .execution_options(synchronize_session=False)
    )


async def _recall(
    session: AsyncSession,
    contents: Collection[int],
    recall: Recall,
    *more: ColumnElement[bool],
    **values: Any,
) -> None:
    """Tell what is in hand what becomes of it if it comes back; before the others, so that none slips by."""
    await _change(session, contents, (OutboxState.SENDING,), *more, recall=recall, **values)


async def _queue(session: AsyncSession, contents: Collection[int], state: OutboxState, at: datetime) -> int:
    is_news(session, NEWS)
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
