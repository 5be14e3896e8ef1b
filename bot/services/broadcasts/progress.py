"""How far a broadcast is, and what became of it, counted from the outbox."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.delivery import outbox_many
from bot.services.broadcasts import broadcasts
from models import Broadcast, BroadcastReply, Chat, OutboxState, Rsvp, RsvpAnswer

# Over which the speed is measured: long enough to be steady, short enough to notice that Telegram slows down.
MEASURED = timedelta(seconds=45)

# What became of those where it surely did not arrive.
_NOT_DELIVERED = ("blocked", "left", "muted", "unwanted", "missed", "stopped", "expired", "failed")
_KEY = re.compile(r"^broadcast:(\d+):")
_BLOCKED = ("blocked by the user", "user is deactivated")
_LEFT = (
    "kicked",
    "not a member",
    "chat not found",
    "group chat was deactivated",
    "the chat is inactive",
    "peer_id_invalid",
)
_MUTED = ("not enough rights", "have no rights", "administrator rights", "chat_write_forbidden")
_UNWANTED = ("wants no invitations",)
_STOPPED = ("was stopped",)


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of chats; `missed` are those that left or refused between the yes and their turn."""

    delivered: int = 0
    waiting: int = 0
    unknown: int = 0
    blocked: int = 0
    left: int = 0
    muted: int = 0
    unwanted: int = 0
    stopped: int = 0
    expired: int = 0
    failed: int = 0
    missed: int = 0

    @property
    def not_delivered(self) -> int:
        """Those where it surely did not arrive, and will not."""
        return sum(getattr(self, name) for name in _NOT_DELIVERED)

    @property
    def settled(self) -> int:
        """Those of which is decided what became of it, even if that is unknown."""
        return self.delivered + self.unknown + self.not_delivered

    @property
    def total(self) -> int:
        """All."""
        return self.settled + self.waiting


@dataclass(frozen=True, slots=True)
class Response:
    """What came of a broadcast: what people answered under it about its session, and replies to it."""

    coming: int = 0
    maybe: int = 0
    replies: int = 0


async def response(session: AsyncSession, broadcast: Broadcast) -> Response:
    """Count what came of it until now; everybody's last answer."""
    answers = await session.execute(
        select(Rsvp.answer, func.count().label("number"))
        .where(Rsvp.broadcast_id == broadcast.id)
        .group_by(Rsvp.answer)
    )
    counted = {row.answer: row.number for row in answers}
    replies = await session.scalar(
        select(func.count()).select_from(BroadcastReply).where(BroadcastReply.broadcast_id == broadcast.id)
    )
    return Response(counted.get(RsvpAnswer.YES, 0), counted.get(RsvpAnswer.MAYBE, 0), replies or 0)


async def note_reply(session: AsyncSession, key: str, chat: Chat, message_id: int) -> None:
    """Count a message that replies to the outbox message `key`, if that is a broadcast's."""
    found = _KEY.match(key)
    if found is None:
        return
    number = await session.scalar(select(Broadcast.id).where(Broadcast.id == int(found[1])))
    if number is not None:
        insert = insert_for(session)
        await session.execute(
            insert(BroadcastReply)
            .values(broadcast_id=number, chat_id=chat.id, message_id=message_id)
            .on_conflict_do_nothing(index_elements=["broadcast_id", "chat_id", "message_id"])
        )


async def tally_of_undo(session: AsyncSession, broadcast: Broadcast) -> Tally:
    """What became of taking a broadcast back: `delivered` are copies that are gone."""
    counted = await outbox_many.count(session, [broadcast.undo_content_id or 0])
    waiting = counted[OutboxState.QUEUED] + counted[OutboxState.SENDING]
    gone = counted[OutboxState.SENT]
    return Tally(delivered=gone, waiting=waiting, failed=sum(counted.values()) - waiting - gone)


async def tally(session: AsyncSession, broadcast: Broadcast) -> Tally:
    """What became of a broadcast until now."""
    contents = list((await broadcasts.contents_of(session, broadcast)).values())
    counted = await outbox_many.count(session, contents)
    waiting = counted[OutboxState.QUEUED] + counted[OutboxState.SENDING] + counted[OutboxState.HELD]
    numbers = dict.fromkeys(_NOT_DELIVERED, 0)
    if sum(counted.values()) > waiting + counted[OutboxState.SENT] + counted[OutboxState.PARKED]:
        for (state, error), number in (await outbox_many.reasons(session, contents)).items():
            numbers[_kind(state, error)] += number
    numbers["stopped"] += broadcast.cut_off
    others = max((broadcast.counted or 0) - sum(counted.values()) - broadcast.cut_off, 0)
    if broadcast.queued_at is None and broadcast.is_under_way:
        # Those that are not in the outbox yet wait as well.
        waiting += others
    elif broadcast.queued_at is not None and not broadcast.is_correction:
        numbers["missed"] = others
    return Tally(
        delivered=counted[OutboxState.SENT],
        waiting=waiting,
        unknown=counted[OutboxState.PARKED],
        **numbers,
    )


def _kind(state: OutboxState, error: str) -> str:
    if state is OutboxState.EXPIRED:
        return "expired"
    lowered = error.lower()
    kinds: Iterable[tuple[str, tuple[str, ...]]] = (
        ("stopped", _STOPPED),
        ("unwanted", _UNWANTED),
        ("blocked", _BLOCKED),
        ("muted", _MUTED),
        ("left", _LEFT),
    )
    return next((kind for kind, signs in kinds if any(sign in lowered for sign in signs)), "failed")


@dataclass(slots=True)
class Speed:
    """How fast a broadcast goes, measured over the last while; `usual` (a second) until that is known."""

    usual: float
    _seen: deque[tuple[datetime, int]] = field(default_factory=deque)

    def note(self, settled: int, at: datetime) -> None:
        """Remember how many were settled at an instant."""
        self._seen.append((at, settled))
        while len(self._seen) > 2 and at - self._seen[0][0] > MEASURED:
            self._seen.popleft()

    def minutes(self, waiting: int) -> int | None:
        """How many minutes it takes to send what waits; None when nothing is known."""
        speed = self.usual
        if len(self._seen) > 1:
            (began, first), (now, last) = self._seen[0], self._seen[-1]
            seconds = (now - began).total_seconds()
            if seconds > 0 and last > first:
                speed = (last - first) / seconds
        return round(waiting / speed / 60 + 0.5) if speed > 0 else None

    def rest(self) -> None:
        """Forget what was measured: a pause is not slowness."""
        self._seen.clear()
