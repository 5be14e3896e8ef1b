"""The outbox: what must be said, stored with the change that makes it true, and sent afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    case,
    literal,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import is_news
from models import Chat, ChatKind, MessageClass, OutboxContent, OutboxMessage, OutboxState, Person, Recall
from models.outbox import HAS_WORDS

# How long a message of each class is worth sending. Telegram itself keeps updates for a day, so an answer
# that comes later than that answers nobody.
WORTH = {
    MessageClass.INTERACTIVE: timedelta(hours=24),
    MessageClass.RELAY: timedelta(days=7),
    MessageClass.NOTICE: timedelta(days=2),
    MessageClass.REMINDER: timedelta(hours=1),
}
WAITING = (OutboxState.QUEUED, OutboxState.SENDING)
# What changes a topic itself, and means nothing without one.
OF_A_TOPIC = frozenset({"editForumTopic", "closeForumTopic", "reopenForumTopic"})
# What changes a message, and means nothing without one.
OF_A_MESSAGE = frozenset({"editMessageText", "editMessageCaption", "editMessageReplyMarkup", "deleteMessage"})
# What a transaction that stores messages is to those who send them (see bot.db.is_news).
NEWS = "outbox"
# A key that begins so is that of a message with a link that lets somebody in.
FOR_ONCE = "once:"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be: `payload` holds the Bot API's parameters without `chat_id`.

    `key` names the intent, by ids and dates; `target_key` the earlier outbox message that an edit is about;
    `topic_key` the createForumTopic in the outbox whose topic it belongs in: it waits for that one, and goes
    to the group at large when there is no such topic, or no longer.
    """

    key: str
    chat_id: int
    payload: dict[str, Any]
    method: str = "sendMessage"
    message_class: MessageClass = MessageClass.INTERACTIVE
    target_key: str | None = None
    topic_key: str | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sendable:
    """A claimed message with its address filled in: what the sender needs, free of the database.

    `language` is what the chat chose; it is looked up only for what `needs_mark`, and None is no choice.
    """

    id: int
    key: str
    chat_id: int
    telegram_id: int
    chat_kind: ChatKind
    method: str
    params: dict[str, Any] = field(repr=False)
    target_key: str | None
    message_class: MessageClass
    attempts: int
    uncertain: int
    lease_until: datetime
    language: str | None = None

    @property
    def is_paid(self) -> bool:
        """Whether Telegram is paid to let it pass the free limit."""
        return bool(self.params.get("allow_paid_broadcast"))

    @property
    def needs_mark(self) -> bool:
        """Whether its reader may have had it before and has to be able to see that."""
        return self.uncertain > 0 and self.message_class is MessageClass.RELAY


async def add(session: AsyncSession, message: Outgoing, *, at: datetime) -> bool:
    """Store one message; False when this intent was stored before."""
    is_news(session, NEWS)
    due_at = message.due_at or at
    added = await session.execute(
        _ADD[session.get_bind().dialect.name],
        {
            "key": message.key,
            "chat_id": message.chat_id,
            "message_class": message.message_class,
            "priority": message.message_class.priority,
            "method": message.method,
            "payload": message.payload,
            "target_key": message.target_key,
            "topic_key": message.topic_key,
            "created_at": at,
            "due_at": due_at,
            "expires_at": message.expires_at or due_at + WORTH[message.message_class],
        },
    )
    return added.first() is not None


# The table itself, and not the class: an insert by key needs nothing of the ORM, which would double its cost.
_TABLE = cast("Table", OutboxMessage.__table__)
_ADD = {
    name: insert(_TABLE).on_conflict_do_nothing(index_elements=["key"]).returning(_TABLE.c.id)
    for name, insert in (("sqlite", sqlite_insert), ("postgresql", postgres_insert))
}


# Built once: these are asked at every turn of the sender, and building them costs more than asking them.
_EARLIER = aliased(OutboxMessage)
_TARGET = aliased(OutboxMessage)
_TOPIC = aliased(OutboxMessage)
_AT = bindparam("at", type_=OutboxMessage.due_at.type)
_BEFORE_IT = (
    _EARLIER.chat_id == OutboxMessage.chat_id,
    _EARLIER.priority == OutboxMessage.priority,
    _EARLIER.id < OutboxMessage.id,
)


def _there_is(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a message, asked for each row that is looked at.

    The offset keeps PostgreSQL from answering for all rows at once: without fresh statistics, as in the
    minute after a broadcast was stored, it took seconds for what an index answers in one millisecond.
    """
    one: Select[int] = select(literal_column("1")).where(*conditions).correlate(OutboxMessage)
    return one.offset(literal_column("0")).exists()


_CANDIDATES = (
    select(OutboxMessage.id, OutboxMessage.chat_id, Chat.kind, OutboxMessage.priority)
    .join(Chat, Chat.id == OutboxMessage.chat_id)
    .where(
        OutboxMessage.state == OutboxState.QUEUED,
        OutboxMessage.due_at <= _AT,
        OutboxMessage.expires_at > _AT,
        Chat.inactive_since.is_(None),
        # Two questions with one state each, so that the index answers them whatever was sent before.
        ~_there_is(*_BEFORE_IT, _EARLIER.state == OutboxState.SENDING),
        ~_there_is(
            *_BEFORE_IT,
            _EARLIER.state == OutboxState.QUEUED,
            or_(_EARLIER.due_at <= _AT, _EARLIER.attempts > 0),
            _EARLIER.expires_at > _AT,
        ),
        or_(
            OutboxMessage.target_key.is_(None),
            ~_there_is(_TARGET.key == OutboxMessage.target_key, _TARGET.state.in_(WAITING)),
        ),
        or_(
            OutboxMessage.topic_key.is_(None),
            ~_there_is(_TOPIC.key == OutboxMessage.topic_key, _TOPIC.state.in_(WAITING)),
        ),
    )
    .order_by(OutboxMessage.priority, OutboxMessage.due_at, OutboxMessage.id)
    .limit(bindparam("most"))
)
_CLAIM = (
    update(_TABLE)
    .where(_TABLE.c.id.in_(bindparam("ids", expanding=True)), _TABLE.c.state == OutboxState.QUEUED)
    .values(
        state=OutboxState.SENDING,
        owner=bindparam("its_owner"),
        lease_until=bindparam("until", type_=OutboxMessage.due_at.type),
        attempts=_TABLE.c.attempts + 1,
    )
)
_ADDRESSED = (
    select(
        _TABLE,
        Chat.telegram_id,
        Chat.kind,
        _TARGET.sent_chat_id.label("target_chat"),
        _TARGET.sent_message_id.label("target_message"),
        _TOPIC.sent_chat_id.label("topic_chat"),
        _TOPIC.sent_message_id.label("topic_message"),
        OutboxContent.payload.label("shared"),
    )
    .join(Chat, Chat.id == _TABLE.c.chat_id)
    .outerjoin(_TARGET, _TARGET.key == _TABLE.c.target_key)
    .outerjoin(_TOPIC, _TOPIC.key == _TABLE.c.topic_key)
    .outerjoin(OutboxContent, OutboxContent.id == _TABLE.c.content_id)
    .where(
        _TABLE.c.id.in_(bindparam("ids", expanding=True)),
        _TABLE.c.owner == bindparam("its_owner"),
        _TABLE.c.state == OutboxState.SENDING,
    )
)
_SENT = (
    update(_TABLE)
    .where(
        _TABLE.c.id == bindparam("its_id"),
        _TABLE.c.owner == bindparam("its_owner"),
        _TABLE.c.state == OutboxState.SENDING,
    )
    .values(
        state=OutboxState.SENT,
        finished_at=_AT,
        owner=None,
        lease_until=None,
        error=None,
        sent_chat_id=bindparam("its_chat"),
        sent_message_id=bindparam("its_message"),
    )
)
# What becomes of a message that was claimed and never called.
_STATE = OutboxMessage.state.type
_UNCALLED = case(
    (OutboxMessage.recall == Recall.DROP, literal(OutboxState.CANCELLED, _STATE)),
    (OutboxMessage.recall == Recall.HOLD, literal(OutboxState.HELD, _STATE)),
    else_=literal(OutboxState.QUEUED, _STATE),
)
_LANGUAGES = (
    select(Chat.id, Chat.language, Person.language)
    .outerjoin(Person, and_(Person.telegram_id == Chat.telegram_id, Chat.kind == ChatKind.PRIVATE))
    .where(Chat.id.in_(bindparam("chats", expanding=True)))
)


async def candidates(
    session: AsyncSession, *, at: datetime, limit: int
) -> Sequence[tuple[int, int, ChatKind, int]]:
    """The messages that may go now, most urgent first: (id, chat id, its kind, priority).

    In one chat and class messages go in the order they were stored; one that is being retried holds up those
    behind it. An edit waits for the message that it is about, and a message for the topic it belongs in.
    """
    rows = await session.execute(_CANDIDATES, {"at": at, "most": limit})
    return [(row.id, row.chat_id, row.kind, row.priority) for row in rows]


async def claim(
    session: AsyncSession, ids: Sequence[int], *, owner: str, at: datetime, lease: timedelta
) -> list[Sendable]:
    """Take messages in hand and address them, in the order of `ids`."""
    if not ids:
        return []
    claim_of = {"ids": list(ids), "its_owner": owner}
    await session.execute(_CLAIM, claim_of | {"until": at + lease})
    rows = await session.execute(_ADDRESSED, claim_of)
    order = {message_id: place for place, message_id in enumerate(ids)}
    claimed = [_address(row) for row in rows]
    if any(message.needs_mark for message in claimed):
        claimed = await _with_languages(session, claimed)
    return sorted(claimed, key=lambda message: order[message.id])


async def sent(
    session: AsyncSession, messages: Sequence[tuple[Sendable, int | None]], *, owner: str, at: datetime
) -> int:
    """Record messages that were sent, with Telegram's number of each; how many `owner` still had in hand."""
    recorded = await session.execute(
        _SENT,
        [
            {
                "its_id": message.id,
                "its_owner": owner,
                "at": at,
                "its_chat": message.telegram_id,
                "its_message": number or message.params.get("message_id"),
            }
            for message, number in messages
        ],
    )
    emptied = [message.id for message, _ in messages if is_for_once(message.key)]
    if emptied:
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(emptied), OutboxMessage.state == OutboxState.SENT)
            .values(payload={})
            .execution_options(synchronize_session=False)
        )
    return recorded.rowcount if isinstance(recorded, CursorResult) else 0


def is_for_once(key: str) -> bool:
    """Whether a message is emptied as soon as it was sent: what it says opens a door, once."""
    return key.startswith(FOR_ONCE)


async def release_uncalled(
    session: AsyncSession, *, owner: str, in_hand: Collection[int], at: datetime
) -> None:
    """Put back what `owner` claimed but never called: the claim was committed, yet its owner did not hear.

    `in_hand` are the messages whose call is under way or whose result is still to be recorded.
    """
    await session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.state == OutboxState.SENDING,
            OutboxMessage.owner == owner,
            OutboxMessage.id.not_in(in_hand),
        )
        .values(
            state=_UNCALLED,
            finished_at=case((OutboxMessage.recall == Recall.DROP, at)),
            owner=None,
            lease_until=None,
            recall=None,
            due_at=at,
        )
        .execution_options(synchronize_session=False)
    )


async def expire(session: AsyncSession, *, at: datetime) -> int:
    """Let go of what is no longer worth sending or has nobody to be sent to; how many."""
    expired = await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.QUEUED, OutboxMessage.expires_at <= at)
        .values(state=OutboxState.EXPIRED, finished_at=at)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    cancelled = await session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.state == OutboxState.QUEUED,
            OutboxMessage.chat_id.in_(select(Chat.id).where(Chat.inactive_since.is_not(None))),
        )
        .values(state=OutboxState.CANCELLED, finished_at=at, error="the chat is inactive")
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    return len(expired.all()) + len(cancelled.all())


async def purge(session: AsyncSession, *, before: datetime) -> None:
    """Empty the payloads of what was finished before an instant: the words go, the record stays."""
    await session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.finished_at < before,
            OutboxMessage.state.not_in(WAITING),
            text(HAS_WORDS[session.get_bind().dialect.name]),
        )
        .values(payload={})
        .execution_options(synchronize_session=False)
    )


async def is_sent(session: AsyncSession, key: str) -> bool:
    """Whether the message of this key arrived and is remembered, so that it can be changed in place."""
    state = await session.scalar(select(OutboxMessage.state).where(OutboxMessage.key == key))
    return state is OutboxState.SENT


async def sent_as(session: AsyncSession, *, telegram_chat_id: int, message_id: int) -> str | None:
    """The key of the outbox message that Telegram knows by these ids."""
    return await session.scalar(
        select(OutboxMessage.key)
        .where(
            OutboxMessage.sent_chat_id == telegram_chat_id,
            OutboxMessage.sent_message_id == message_id,
            OutboxMessage.target_key.is_(None),
        )
        .order_by(OutboxMessage.id)
        .limit(1)
    )


def _address(row: Row[Any]) -> Sendable:
    method, params = row.method, {**(row.shared or {}), **row.payload}
    if row.topic_message is not None and row.topic_chat == row.telegram_id:
        params["message_thread_id"] = row.topic_message
    if row.target_key is not None:
        if row.target_message is not None and row.target_chat == row.telegram_id:
            params["message_id"] = row.target_message
        elif row.content_id is None:
            # The message never arrived, or stayed behind in the group that became a supergroup. What many
            # share is not sent anew: it corrects copies, and where there is none there is nothing to correct.
            method, params = as_new_message(method, params)
    return Sendable(
        id=row.id,
        key=row.key,
        chat_id=row.chat_id,
        telegram_id=row.telegram_id,
        chat_kind=row.kind,
        method=method,
        params={"chat_id": row.telegram_id, **params},
        target_key=row.target_key,
        message_class=row.message_class,
        attempts=row.attempts,
        uncertain=row.uncertain,
        lease_until=row.lease_until or row.due_at,
    )


async def _with_languages(session: AsyncSession, messages: list[Sendable]) -> list[Sendable]:
    """The same with the chats' languages: in private the person's choice, as in people.language_for."""
    rows = await session.execute(_LANGUAGES, {"chats": [message.chat_id for message in messages]})
    chosen = {chat_id: own or chats for chat_id, chats, own in rows}
    return [replace(message, language=chosen.get(message.chat_id)) for message in messages]


async def place(
    session: AsyncSession, key: str, telegram_chat_id: int | None, message_id: int | None
) -> None:
    """Record where the message (or topic) `key` can be found from now on; None when it is gone."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.key == key)
        .values(sent_chat_id=telegram_chat_id, sent_message_id=message_id)
    )


async def after_move(session: AsyncSession, chat_id: int) -> None:
    """Cut what waits for a chat loose from the messages of the group that it was before.

    A supergroup counts its messages from one again: an edit or a reply by the old number would hit another
    message. What is about an outbox message needs nothing: where that one is, is looked up when it is sent.
    """
    rows = await session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.chat_id == chat_id, OutboxMessage.state == OutboxState.QUEUED
        )
    )
    for row in rows:
        cut_loose(row)


def cut_loose(row: OutboxMessage) -> None:
    """Make an edit a message of its own, and a reply an ordinary message."""
    payload = {name: value for name, value in row.payload.items() if name != "reply_parameters"}
    if row.method == "editMessageText" and row.target_key is None:
        row.method, payload = as_new_message(row.method, payload)
    if payload != row.payload:
        row.payload = payload


def as_new_message(method: str, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The same content as a message of its own, for when there is nothing left to edit."""
    params = {name: value for name, value in params.items() if name != "message_id"}
    return ("sendMessage", params) if method == "editMessageText" else (method, params)
