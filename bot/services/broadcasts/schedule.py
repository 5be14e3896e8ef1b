"""Broadcasts that wait for their time: chosen, listed, begun or given back to their author."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.outbox import WORTH
from bot.services.broadcasts.audience import Audiences
from models import Broadcast, BroadcastState, Meeting, MessageClass, Person

# Over how many hours a broadcast can be spread; 0 is not.
SPREADS = (0, 1, 2, 4, 8, 12, 24)
# Farther away nobody remembers what they agreed to.
FARTHEST = timedelta(days=180)
# A number that differs by more than this part and by more than this many is another than was agreed to.
DIFFERS_PART = 0.1
DIFFERS = 10
LISTED = 20
# What it says may no longer be true so long after its time; quiet hours put it off for less.
LATEST = WORTH[MessageClass.NOTICE]


class Unfit(StrEnum):
    """Why what was scheduled is not sent when its time has come."""

    AUTHOR = "author"
    NUMBER = "number"
    NOBODY = "nobody"
    MEETING = "meeting"
    LATE = "late"


def set_time(broadcast: Broadcast, due_at: datetime | None, *, at: datetime) -> None:
    """Choose when it begins; None with the press that confirms it."""
    broadcast.due_at = due_at
    broadcast.change(at)


def set_spread(broadcast: Broadcast, hours: int, *, at: datetime) -> None:
    """Choose over how many hours it is spread, one of SPREADS."""
    if hours in SPREADS:
        broadcast.spread_hours = hours
        broadcast.change(at)


async def due(session: AsyncSession, *, at: datetime) -> Sequence[int]:
    """The ids of what is to begin now, earliest first."""
    rows = await session.scalars(
        select(Broadcast.id)
        .where(Broadcast.state == BroadcastState.SCHEDULED, Broadcast.due_at <= at)
        .order_by(Broadcast.due_at, Broadcast.id)
    )
    return list(rows)


async def coming(session: AsyncSession) -> Sequence[Broadcast]:
    """What is scheduled and what is under way, by whomever; what is under way comes first."""
    waits = Broadcast.state == BroadcastState.SCHEDULED
    rows = await session.scalars(
        select(Broadcast)
        .where(Broadcast.state != BroadcastState.DRAFT, Broadcast.finished_at.is_(None))
        .order_by(waits, Broadcast.due_at, Broadcast.id)
        .limit(LISTED)
    )
    return rows.all()


async def unfitness(
    session: AsyncSession, broadcast: Broadcast, audiences: Audiences, *, second_above: int, at: datetime
) -> tuple[Unfit | None, int]:
    """Why it should not begin after all, if so; and to how many chats it would go now.

    A few chats more or less are no surprise to its author. A difference that is one, or that takes it over
    the number above which somebody else has to look along, is told instead of sent.
    """
    author = await session.get(Person, broadcast.author_id) if broadcast.author_id is not None else None
    number, agreed = await audiences.count(session, broadcast), broadcast.counted or 0
    change = abs(number - agreed)
    if author is None or not audiences.roles.is_coordinator(author.telegram_id):
        return Unfit.AUTHOR, number
    if broadcast.due_at is not None and at - broadcast.due_at > LATEST:
        return Unfit.LATE, number
    if not await can_be_joined(session, broadcast, at):
        return Unfit.MEETING, number
    if number == 0:
        return Unfit.NOBODY, number
    if (change > DIFFERS and change > DIFFERS_PART * agreed) or agreed <= second_above < number:
        return Unfit.NUMBER, number
    return None, number


def give_back(broadcast: Broadcast, *, at: datetime) -> bool:
    """Make it a draft again, with its time unless that is past; False when it is not waiting for its time."""
    if broadcast.state is not BroadcastState.SCHEDULED:
        return False
    broadcast.state, broadcast.counted, broadcast.confirmed_at = BroadcastState.DRAFT, None, None
    if broadcast.due_at is not None and broadcast.due_at <= at:
        broadcast.due_at = None
    broadcast.change(at)
    return True


def call_off(broadcast: Broadcast, *, at: datetime) -> bool:
    """Never send it; False when it is not waiting for its time."""
    if broadcast.state is not BroadcastState.SCHEDULED:
        return False
    broadcast.state, broadcast.finished_at = BroadcastState.STOPPED, at
    return True


async def can_be_joined(session: AsyncSession, broadcast: Broadcast, at: datetime) -> bool:
    """Whether the session that it invites to, if any, still comes."""
    if broadcast.meeting_id is None:
        return True
    meeting = await session.get(Meeting, broadcast.meeting_id, populate_existing=True)
    return meeting is not None and meeting.is_planned and not meeting.is_over(at)
