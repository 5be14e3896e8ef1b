"""What becomes of a message for each fate that a call can have (bot.delivery.verdicts)."""

import logging
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import addresses, outbox
from bot.delivery.outbox import Sendable
from bot.delivery.verdicts import Fate, Verdict
from models import Chat, MessageClass, OutboxMessage, OutboxState, Recall

log = logging.getLogger(__name__)

MAX_BACKOFF = timedelta(minutes=5)


def _finish(row: OutboxMessage, state: OutboxState, at: datetime, error: str | None = None) -> None:
    row.state = state
    row.finished_at = at
    row.owner = row.lease_until = row.recall = None
    row.error = error[:300] if error else None
    # Parked is what can still be sent with a press.
    if outbox.is_for_once(row.key) and state is not OutboxState.PARKED:
        row.payload = {}


def _requeue(row: OutboxMessage, at: datetime, error: str, *, wait: timedelta = timedelta(0)) -> None:
    """Put it back in line, unless it was held up or dropped while it was in hand."""
    if row.recall is Recall.DROP:
        _finish(row, OutboxState.CANCELLED, at, row.error)
        return
    row.state = OutboxState.QUEUED if row.recall is None else OutboxState.HELD
    row.due_at = at + wait
    row.owner = row.lease_until = row.recall = None
    row.error = error[:300]


def _backoff(row: OutboxMessage) -> timedelta:
    return min(timedelta(seconds=2 ** min(row.attempts - 1, 9)), MAX_BACKOFF)


def settle_unknown(row: OutboxMessage, at: datetime, detail: str) -> None:
    """Decide by class what to do about a message that may have arrived."""
    row.uncertain += 1
    match row.message_class:
        case MessageClass.INTERACTIVE | MessageClass.RELAY:
            _requeue(row, at, detail, wait=_backoff(row))
        case MessageClass.NOTICE:
            _finish(row, OutboxState.PARKED, at, detail)
        case MessageClass.REMINDER:
            _finish(row, OutboxState.EXPIRED, at, detail)


Settler = Callable[[AsyncSession, OutboxMessage, Sendable, Verdict, datetime], Coroutine[Any, Any, None]]


async def _sent(
    session: AsyncSession, row: OutboxMessage, message: Sendable, verdict: Verdict, at: datetime
) -> None:
    _finish(row, OutboxState.SENT, at)
    row.sent_chat_id = message.telegram_id
    row.sent_message_id = verdict.message_id or message.params.get("message_id")
    if row.target_key is not None and message.method == "sendMessage":
        # What was to be edited is here from now on: the next edit changes this message, and adds no other.
        await outbox.place(session, row.target_key, row.sent_chat_id, row.sent_message_id)


async def _again(_s: AsyncSession, row: OutboxMessage, _m: Sendable, verdict: Verdict, at: datetime) -> None:
    _requeue(row, at, verdict.detail, wait=_backoff(row))


async def _pause(_s: AsyncSession, row: OutboxMessage, _m: Sendable, verdict: Verdict, at: datetime) -> None:
    _requeue(row, at, verdict.detail, wait=verdict.wait)


async def _wait(_s: AsyncSession, row: OutboxMessage, _m: Sendable, verdict: Verdict, at: datetime) -> None:
    _requeue(row, at, verdict.detail)


async def _migrated(
    session: AsyncSession, row: OutboxMessage, message: Sendable, verdict: Verdict, at: datetime
) -> None:
    _requeue(row, at, verdict.detail)
    outbox.cut_loose(row)
    # Stored first: when the supergroup had this word already, the move drops what waits, and this with it.
    await session.flush()
    if verdict.new_chat_id is not None:
        await addresses.move(session, message.telegram_id, verdict.new_chat_id)


async def _no_topic(
    session: AsyncSession, row: OutboxMessage, message: Sendable, verdict: Verdict, at: datetime
) -> None:
    if "message_thread_id" not in message.params:
        _finish(row, OutboxState.FAILED, at, verdict.detail)
        return
    if row.topic_key is not None:
        # From now on, whatever belongs in it goes to the group at large; who needs it makes another.
        await outbox.place(session, row.topic_key, None, None)
    if row.method in outbox.OF_A_TOPIC:
        _finish(row, OutboxState.FAILED, at, verdict.detail)
        return
    row.payload = {name: value for name, value in row.payload.items() if name != "message_thread_id"}
    _requeue(row, at, verdict.detail)
    if "closed" not in verdict.detail.lower():
        # The group's choice of a place for announcements ends with the topic; one that is closed may reopen.
        await session.execute(
            update(Chat)
            .where(Chat.id == row.chat_id, Chat.announcement_topic == message.params["message_thread_id"])
            .values(announcement_topic=None)
        )


async def _no_target(
    session: AsyncSession, row: OutboxMessage, _m: Sendable, verdict: Verdict, at: datetime
) -> None:
    if row.method != "editMessageText" or row.content_id is not None:
        _finish(row, OutboxState.FAILED, at, verdict.detail)
        return
    if row.target_key is None:
        row.method, row.payload = outbox.as_new_message(row.method, row.payload)
    else:
        await outbox.place(session, row.target_key, None, None)
    _requeue(row, at, verdict.detail)


async def _gone(
    session: AsyncSession, row: OutboxMessage, _m: Sendable, verdict: Verdict, at: datetime
) -> None:
    _finish(row, OutboxState.FAILED, at, verdict.detail)
    await session.flush()
    await session.execute(
        update(Chat).where(Chat.id == row.chat_id, Chat.inactive_since.is_(None)).values(inactive_since=at)
    )
    await outbox.expire(session, at=at)


async def _muted(
    session: AsyncSession, row: OutboxMessage, _m: Sendable, verdict: Verdict, at: datetime
) -> None:
    _finish(row, OutboxState.FAILED, at, verdict.detail)
    await session.execute(update(Chat).where(Chat.id == row.chat_id).values(can_write=False))


async def _refused(
    _s: AsyncSession, row: OutboxMessage, message: Sendable, verdict: Verdict, at: datetime
) -> None:
    if message.is_paid:
        # No balance, perhaps, or not allowed to pay: the message itself may be right.
        log.warning("outbox %d: goes unpaid, at the usual pace: %s", row.id, verdict.detail)
        row.payload = {**row.payload, "allow_paid_broadcast": False}
        _requeue(row, at, verdict.detail)
        return
    log.error("outbox %d (%s) was refused for good: %s", row.id, row.method, verdict.detail)
    _finish(row, OutboxState.FAILED, at, verdict.detail)


async def _unknown(
    _s: AsyncSession, row: OutboxMessage, _m: Sendable, verdict: Verdict, at: datetime
) -> None:
    settle_unknown(row, at, verdict.detail)


# What to do, in the transaction that records the result, for each fate.
SETTLERS: dict[Fate, Settler] = {
    Fate.SENT: _sent,
    Fate.SAME: _sent,
    Fate.AGAIN: _again,
    Fate.PAUSE: _pause,
    Fate.WAIT: _wait,
    Fate.MIGRATED: _migrated,
    Fate.NO_TOPIC: _no_topic,
    Fate.NO_TARGET: _no_target,
    Fate.GONE: _gone,
    Fate.MUTED: _muted,
    Fate.REFUSED: _refused,
    Fate.UNKNOWN: _unknown,
    Fate.LOCKED_OUT: _again,
}
