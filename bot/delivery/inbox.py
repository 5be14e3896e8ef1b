"""The inbox: updates stored before they are acknowledged, handed out one at a time per lane."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    CTE,
    BigInteger,
    Case,
    CursorResult,
    Table,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.delivery.leadership import lock_key, presence_role
from models import InboxState, InboxUpdate

# Far longer than a handler takes; whoever holds an update for longer is taken for dead.
LEASE = timedelta(seconds=30)
# Updates of one chat that are taken in hand together: fewer transactions when many wait.
RUN = 4
# How long to wait after the first, second, third failure; after the fourth an update is set aside.
RETRY_AFTER = (timedelta(seconds=0.5), timedelta(seconds=2), timedelta(seconds=8))
# What fits the columns; Telegram's own ids have at most 52 bits.
_BIG = 2**63
# The space of advisory locks in which each lane has one while updates of it are being stored.
_STORING = 20_270_301
# A process may be killed for other reasons than the update that it had in hand, but not this often.
MAX_DEATHS = 10
MAX_ERROR = 20_000


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update in hand: its row, its raw JSON and how often it failed before."""

    id: int
    lane: int
    raw: str
    failures: int


def lane_of(raw: Mapping[str, Any]) -> int:
    """The chat that an update belongs to, else the person, else 0 (one lane for the rest)."""
    for body in raw.values():
        if not isinstance(body, dict):
            continue
        for holder in (body, body.get("message")):
            if isinstance(holder, dict) and isinstance(holder.get("chat"), dict):
                return _id_of(holder["chat"])
        for who in ("from", "user"):
            if isinstance(body.get(who), dict):
                return _id_of(body[who])
    return 0


async def store(
    session: AsyncSession, updates: Sequence[Mapping[str, Any]], *, bot_id: int, at: datetime
) -> int:
    """Add raw updates, each once however often it comes; how many were new.

    What has no usable `update_id` is no update and is left out.
    """
    rows = [
        {
            "bot_id": bot_id,
            "update_id": raw["update_id"],
            "lane": lane_of(raw),
            "raw": json.dumps(raw, ensure_ascii=True, separators=(",", ":")),
            "state": InboxState.PENDING,
            "received_at": at,
            "failures": 0,
            "deaths": 0,
        }
        for raw in updates
        if is_update(raw)
    ]
    if not rows:
        return 0
    if session.get_bind().dialect.name == "postgresql":
        await _queue_up(session, bot_id, {int(row["lane"]) for row in rows})
    stored = await session.execute(_STORE[session.get_bind().dialect.name], rows)
    return len(stored.all())


def is_update(raw: object) -> bool:
    """Whether something can be stored at all: an object with an integer `update_id` that fits its column."""
    return isinstance(raw, dict) and _fits(raw.get("update_id"))


# Built once: they are asked for every few updates, and building them costs more than asking them.
_EARLIER = aliased(InboxUpdate)
_BOT = bindparam("its_bot", type_=BigInteger)
_AT = bindparam("at", type_=InboxUpdate.received_at.type)
_FREE = or_(InboxUpdate.lease_until.is_(None), InboxUpdate.lease_until < _AT)
_HEADS = (
    select(InboxUpdate.id, InboxUpdate.lane)
    .where(
        InboxUpdate.bot_id == _BOT,
        InboxUpdate.state == InboxState.PENDING,
        _FREE,
        or_(InboxUpdate.not_before.is_(None), InboxUpdate.not_before <= _AT),
        ~exists().where(
            _EARLIER.bot_id == _BOT,
            _EARLIER.state == InboxState.PENDING,
            _EARLIER.lane == InboxUpdate.lane,
            _EARLIER.id < InboxUpdate.id,
        ),
    )
    .order_by(InboxUpdate.id)
    .limit(bindparam("lanes"))
    .with_for_update(skip_locked=True)
    # In a CTE the rows are picked once; a plain subquery with a limit may be evaluated more than once.
    .cte("heads")
)
_RUNS = (
    select(
        _EARLIER.id,
        func.row_number().over(partition_by=_EARLIER.lane, order_by=_EARLIER.id).label("place"),
    )
    .join(_HEADS, _HEADS.c.lane == _EARLIER.lane)
    .where(_EARLIER.bot_id == _BOT, _EARLIER.state == InboxState.PENDING)
    .cte("runs")
)


def _died_with(heads: CTE) -> Case[int]:
    """1 for an update that is still owned at the head of its lane: its owner vanished with it."""
    at_head = InboxUpdate.id.in_(select(heads.c.id))
    return case((and_(InboxUpdate.owner.is_not(None), at_head), 1), else_=0)


_CLAIM = (
    update(InboxUpdate)
    .where(
        InboxUpdate.id.in_(select(_RUNS.c.id).where(_RUNS.c.place <= RUN)),
        # Asked again of each row as it is when its lock is had: somebody may just have finished it.
        InboxUpdate.state == InboxState.PENDING,
        _FREE,
    )
    .values(
        owner=bindparam("its_owner"),
        lease_until=bindparam("until", type_=InboxUpdate.received_at.type),
        deaths=InboxUpdate.deaths + _died_with(_HEADS),
    )
    .returning(InboxUpdate.id, InboxUpdate.lane, InboxUpdate.raw, InboxUpdate.failures)
    .execution_options(synchronize_session=False)
)


async def claim(
    session: AsyncSession, *, bot_id: int, owner: str, at: datetime, lanes: int
) -> list[list[Claimed]]:
    """Take up to `lanes` lanes in hand for as long as the lease lasts: the oldest updates of each, in order.

    A lane whose oldest update is in hand elsewhere, or waits to be tried again, is left alone; that is what
    keeps the order.
    """
    taken = await session.execute(
        _CLAIM, {"its_bot": bot_id, "its_owner": owner, "at": at, "until": at + LEASE, "lanes": lanes}
    )
    by_lane: dict[int, list[Claimed]] = {}
    for claimed in sorted((Claimed(*row) for row in taken), key=lambda claimed: claimed.id):
        by_lane.setdefault(claimed.lane, []).append(claimed)
    return list(by_lane.values())


async def release_orphans(session: AsyncSession, *, bot_id: int, owner: str | None = None) -> None:
    """Free what a dead process had in hand; without `owner` everybody's, when nobody else can be running."""
    heads = (
        select(func.min(InboxUpdate.id).label("id"))
        .where(InboxUpdate.bot_id == bot_id, InboxUpdate.state == InboxState.PENDING)
        .group_by(InboxUpdate.lane)
        .cte("heads")
    )
    await session.execute(
        update(InboxUpdate)
        .where(
            InboxUpdate.bot_id == bot_id,
            InboxUpdate.state == InboxState.PENDING,
            InboxUpdate.owner.is_not(None) if owner is None else InboxUpdate.owner == owner,
        )
        .values(owner=None, lease_until=None, deaths=InboxUpdate.deaths + _died_with(heads))
        .execution_options(synchronize_session=False)
    )


async def release_dead(session: AsyncSession, *, bot_id: int, alive: str) -> None:
    """Free what processes that died had in hand, without waiting for the lease (PostgreSQL only).

    Every process holds the lock of its presence; whoever can take that lock knows that the process is gone.
    """
    owners = await session.scalars(
        select(InboxUpdate.owner)
        .where(
            InboxUpdate.bot_id == bot_id,
            InboxUpdate.state == InboxState.PENDING,
            InboxUpdate.owner.is_not(None),
            InboxUpdate.owner != alive,
        )
        .distinct()
    )
    for owner in owners.all():
        key = lock_key(presence_role(owner or ""), bot_id)
        if await session.scalar(select(func.pg_try_advisory_xact_lock(key))):
            await release_orphans(session, bot_id=bot_id, owner=owner)


_SET_ASIDE_DEADLY = (
    update(InboxUpdate)
    .where(
        InboxUpdate.bot_id == _BOT,
        InboxUpdate.state == InboxState.PENDING,
        InboxUpdate.deaths >= MAX_DEATHS,
        _FREE,
    )
    .values(
        state=InboxState.SET_ASIDE,
        finished_at=_AT,
        error=f"The process died {MAX_DEATHS} times while it had this update in hand.",
        owner=None,
        lease_until=None,
    )
    .returning(InboxUpdate.id)
    .execution_options(synchronize_session=False)
)


async def set_aside_deadly(session: AsyncSession, *, bot_id: int, at: datetime) -> list[int]:
    """Set aside what was in hand at too many deaths of the process; the ids."""
    rows = await session.execute(_SET_ASIDE_DEADLY, {"its_bot": bot_id, "at": at})
    return list(rows.scalars())


async def finish(session: AsyncSession, claimed: Sequence[Claimed], *, owner: str, at: datetime) -> set[int]:
    """Mark as done; the ids of those whose lease was not lost to somebody else.

    Nothing may be committed for the others.
    """
    ids = [one.id for one in claimed]
    rows = await session.execute(_FINISH, {"ids": ids, "its_owner": owner, "at": at})
    return set(rows.scalars())


async def fail(
    session: AsyncSession, claimed: Claimed, *, owner: str, at: datetime, error: str, final: bool = False
) -> bool:
    """Record a failure: to be tried again, or set aside when it failed too often or is `final`.

    True when it was set aside.
    """
    failures = claimed.failures + 1
    aside = final or failures > len(RETRY_AFTER)
    mine = await _leave(
        session,
        claimed,
        owner,
        state=InboxState.SET_ASIDE if aside else InboxState.PENDING,
        failures=failures,
        not_before=None if aside else at + RETRY_AFTER[failures - 1],
        finished_at=at if aside else None,
        error=_storable(error),
    )
    return aside and mine


async def let_go(session: AsyncSession, untouched: Sequence[Claimed], *, owner: str) -> None:
    """Give updates back untouched: the process stops, or one before them failed."""
    await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.id.in_([claimed.id for claimed in untouched]), InboxUpdate.owner == owner)
        .values(owner=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )


async def retry(session: AsyncSession, inbox_id: int) -> bool:
    """Put an update that was set aside back in line; False when there is no such one."""
    result = await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.id == inbox_id, InboxUpdate.state == InboxState.SET_ASIDE)
        .values(state=InboxState.PENDING, failures=0, deaths=0, not_before=None, finished_at=None)
    )
    return _count(result) == 1


async def purge(session: AsyncSession, *, before: datetime) -> int:
    """Delete the updates that were received before an instant and are not waiting; how many."""
    result = await session.execute(
        delete(InboxUpdate).where(InboxUpdate.received_at < before, InboxUpdate.state != InboxState.PENDING)
    )
    return _count(result)


# The table itself, and not the class: an update by key needs nothing of the ORM, which would triple its cost.
_TABLE = cast("Table", InboxUpdate.__table__)
# For one row or many alike: with all rows in one VALUES it would be built anew for each number of them.
_STORE = {
    name: insert(_TABLE).on_conflict_do_nothing(index_elements=["bot_id", "update_id"]).returning(_TABLE.c.id)
    for name, insert in (("sqlite", sqlite_insert), ("postgresql", postgres_insert))
}
_MINE = (
    _TABLE.c.id == bindparam("its_id"),
    _TABLE.c.owner == bindparam("its_owner"),
    _TABLE.c.state == InboxState.PENDING,
)
_LEAVE = update(_TABLE).where(*_MINE).values(owner=None, lease_until=None)
_FINISH = (
    update(_TABLE)
    .where(
        _TABLE.c.id.in_(bindparam("ids", expanding=True)),
        _TABLE.c.owner == bindparam("its_owner"),
        _TABLE.c.state == InboxState.PENDING,
    )
    .values(state=InboxState.DONE, finished_at=_AT, error=None, owner=None, lease_until=None)
    .returning(_TABLE.c.id)
)


async def _leave(session: AsyncSession, claimed: Claimed, owner: str, **values: Any) -> bool:
    result = await session.execute(_LEAVE, {"its_id": claimed.id, "its_owner": owner, **values})
    return _count(result) == 1


def _storable(error: str) -> str:
    """A traceback as any database takes it: whole characters, no zero bytes, not too long; the end counts."""
    return error.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")[-MAX_ERROR:]


def _count(result: Any) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0


async def _queue_up(session: AsyncSession, bot_id: int, lanes: set[int]) -> None:
    """Let transactions that store for the same lane commit in the order in which their ids are given out.

    Else an update could become visible after a later one of its chat was taken in hand. Sorted, so that two
    of them never wait for each other; kept until the commit.
    """
    keys = sorted({zlib.crc32(f"{bot_id}:{lane}".encode()) - 2**31 for lane in lanes})
    await session.execute(
        text("SELECT pg_advisory_xact_lock(:space, key) FROM unnest(CAST(:keys AS integer[])) AS key"),
        {"space": _STORING, "keys": keys},
    )


def _fits(number: object) -> bool:
    return type(number) is int and -_BIG <= number < _BIG


def _id_of(party: Mapping[str, Any]) -> int:
    number = party.get("id")
    return number if isinstance(number, int) and _fits(number) else 0
