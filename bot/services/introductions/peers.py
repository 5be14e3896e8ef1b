"""Whom to ask next: who has experience and room, the least asked first; at the end staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from bot.services import answers
from bot.services.collectives import collectives
from bot.services.introductions.terms import MONTH, WAIT_AT_MOST, Terms
from models import Approach, Candidate, Case, Collective, Dilemma, Introduction, Person, Via
from models.introduction import OPEN

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody to ask about a case: a collective through its contact, or by mail.

    Without a collective nobody in particular: staff look for one.
    """

    via: Via
    collective: Collective | None
    case: Case | None
    person: Person | None

    @property
    def key(self) -> str:
        """Names this peer in what an asker agrees to."""
        return f"{self.via}:{self.collective.id if self.collective is not None else 0}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: on behalf of whom, about what, and who was asked for it before.

    `pointed_id` is the collective that staff pointed to, which goes before all others.
    """

    asker: Person
    case_id: int | None
    dilemma_id: int | None
    own_collective_id: int | None
    own_name: str = ""
    asked: frozenset[int | None] = frozenset()
    staff_asked: bool = False
    pointed_id: int | None = None

    @property
    def pair(self) -> str:
        """The asking side, for "never the same two about the same case"."""
        if self.own_collective_id is not None:
            return f"c{self.own_collective_id}"
        return f"p{self.asker.id}"


@dataclass(frozen=True, slots=True)
class Found:
    """The best to ask now, if any. `may_wait`: somebody has experience, but no room at the moment."""

    peer: Peer | None
    may_wait: bool


@dataclass(frozen=True, slots=True)
class Load:
    """How much was asked of a collective: open now, in the last month, and when last."""

    now: int = 0
    month: int = 0
    last: datetime = _LONG_AGO


def wanted_by(introduction: Introduction, asker: Person) -> Wanted:
    """What a stored request looks for; needs its approaches."""
    return Wanted(
        asker,
        introduction.case_id,
        introduction.dilemma_id,
        introduction.collective_id,
        introduction.collective_name,
        frozenset(approach.collective_id for approach in introduction.approaches),
        any(approach.collective_id is None for approach in introduction.approaches),
        introduction.pointed_id,
    )


async def find(
    session: AsyncSession, wanted: Wanted, *, since: datetime | None, at: datetime, terms: Terms
) -> Found:
    """Whom to ask now, of the collectives with experience of the case, then of the next cases found.

    `since` is when the request began to wait for room; after `WAIT_AT_MOST` staff are asked instead. What is
    found on PostgreSQL is locked against being given another question at the same instant.
    """
    excluded = await _excluded(session, wanted)
    peer, others = await _pointed_to(session, wanted, excluded, at, terms)
    waited = since is not None and at - since >= WAIT_AT_MOST
    if peer is not None or (others and not waited):
        return Found(peer, may_wait=True)
    for case in await _cases(session, wanted):
        experienced = [
            collective
            for collective in await collectives.experienced(session, case, at)
            if collective.id not in excluded and collective.matching_name != _matching(wanted.own_name)
        ]
        met = await _met(session, wanted.pair, case.id, experienced)
        experienced = [collective for collective in experienced if collective.id not in met]
        loads = await loads_of(session, experienced, at)
        for collective in in_order(experienced, loads):
            if collective.id in loads and not _has_room(collective, loads, terms):
                # It was asked before, so it can be: look no further who speaks for it.
                others = True
                continue
            peer = await _as_peer(session, collective, case, terms)
            if peer is None:
                continue
            others = True
            if _has_room(collective, loads, terms) and await _lock(session, collective, at, terms):
                return Found(peer, may_wait=True)
    if others and not waited:
        return Found(None, may_wait=True)
    if terms.has_staff and not wanted.staff_asked:
        return Found(Peer(Via.STAFF, None, None, None), may_wait=False)
    return Found(None, may_wait=False)


def in_order(found: Sequence[Collective], loads: dict[int, Load]) -> list[Collective]:
    """Who goes first: the one that was asked least in the last month, then the one asked longest ago."""

    def load(collective: Collective) -> tuple[int, int, datetime, int]:
        known = loads.get(collective.id, Load())
        return known.now, known.month, known.last, collective.id

    return sorted(found, key=load)


async def loads_of(session: AsyncSession, found: Iterable[Collective], at: datetime) -> dict[int, Load]:
    """What was asked of these collectives; those that were never asked anything are left out."""
    ids = [collective.id for collective in found]
    if not ids:
        return {}
    is_open = Approach.state.in_(OPEN)
    rows = await session.execute(
        select(
            Approach.collective_id,
            func.count().filter(is_open),
            func.count().filter(Approach.asked_at > at - MONTH),
            func.max(Approach.asked_at),
        )
        .where(Approach.collective_id.in_(ids), or_(Approach.asked_at > at - 12 * MONTH, is_open))
        .group_by(Approach.collective_id)
    )
    return {row[0]: Load(row[1], row[2], row[3]) for row in rows if row[0] is not None}


def _has_room(collective: Collective, loads: dict[int, Load], terms: Terms) -> bool:
    cap = collective.requests_per_month
    load = loads.get(collective.id, Load())
    return load.now < terms.open_at_once and load.month < (terms.requests_per_month if cap is None else cap)


async def can_be_asked(session: AsyncSession, wanted: Wanted, at: datetime, terms: Terms) -> bool:
    """Whether the collective that staff pointed to can be asked, now or as soon as it has room."""
    peer, may_wait = await _pointed_to(session, wanted, await _excluded(session, wanted), at, terms)
    return peer is not None or may_wait


async def _pointed_to(
    session: AsyncSession, wanted: Wanted, excluded: set[int | None], at: datetime, terms: Terms
) -> tuple[Peer | None, bool]:
    """The collective that staff pointed to, if it can be asked now; and whether it can be later."""
    if wanted.pointed_id is None or wanted.pointed_id in excluded:
        return None, False
    collective = await collectives.by_id(session, wanted.pointed_id)
    if collective is None or not collective.is_available(at) or await _met_over(session, wanted):
        return None, False
    peer = await _as_peer(session, collective, None, terms)
    if peer is None:
        return None, False
    loads = await loads_of(session, [collective], at)
    has_room = _has_room(collective, loads, terms) and await _lock(session, collective, at, terms)
    return (peer if has_room else None), True


async def _met_over(session: AsyncSession, wanted: Wanted) -> bool:
    """Whether the two sides were brought before each other about this question already."""
    found = await session.scalar(
        select(Approach.id)
        .join(Approach.introduction)
        .where(
            Approach.pair == wanted.pair,
            Approach.collective_id == wanted.pointed_id,
            Introduction.dilemma_id == wanted.dilemma_id,
        )
        .limit(1)
    )
    return found is not None


async def _lock(session: AsyncSession, collective: Collective, at: datetime, terms: Terms) -> bool:
    """Take the last place of a collective for oneself; False when somebody else was faster.

    Passing over what is locked instead of waiting for it: two requests that hold one collective and want the
    other's would wait for ever. On SQLite there is one writer at a time anyway.
    """
    free = await session.scalar(
        select(Collective.id).where(Collective.id == collective.id).with_for_update(skip_locked=True)
    )
    if free is None:
        return False
    return _has_room(collective, await loads_of(session, [collective], at), terms)


async def _cases(session: AsyncSession, wanted: Wanted) -> list[Case]:
    """The case that was asked about, then the others that were found for the dilemma, best first."""
    found: list[Case] = []
    if wanted.case_id is not None and (case := await session.get(Case, wanted.case_id)) is not None:
        found.append(case)
    if wanted.dilemma_id is not None and await session.get(Dilemma, wanted.dilemma_id) is not None:
        candidates = await session.scalars(
            select(Candidate)
            .where(Candidate.dilemma_id == wanted.dilemma_id, Candidate.refused_at.is_(None))
            .options(selectinload(Candidate.case))
            .order_by(Candidate.rank)
        )
        found += [candidate.case for candidate in candidates if candidate.confidence >= answers.WORTH_SHOWING]
    unique = {case.id: case for case in found if case.retired_at is None}
    return list(unique.values())


async def _excluded(session: AsyncSession, wanted: Wanted) -> set[int | None]:
    """Who was asked already, the asker's own collective, and those that the asker speaks for."""
    own = {collective.id for collective, _role in await collectives.of_person(session, wanted.asker)}
    return {*wanted.asked, wanted.own_collective_id, *own}


async def _met(
    session: AsyncSession, pair: str, case_id: int, found: Sequence[Collective]
) -> set[int | None]:
    """Those of `found` that this side was brought before about this case."""
    rows = await session.scalars(
        select(Approach.collective_id).where(
            Approach.pair == pair,
            Approach.case_id == case_id,
            Approach.collective_id.in_([collective.id for collective in found]),
        )
    )
    return set(rows)


async def _as_peer(
    session: AsyncSession, collective: Collective, case: Case | None, terms: Terms
) -> Peer | None:
    """How to ask a collective: its contact on Telegram, else staff by mail; None when neither is possible."""
    person = await collectives.contact_of(session, collective)
    if person is not None:
        return Peer(Via.TELEGRAM, collective, case, person)
    if collective.email and terms.has_staff:
        return Peer(Via.STAFF, collective, case, None)
    return None


def _matching(name: str) -> str | None:
    """A typed name, comparable; None for none, which is nobody's."""
    return collectives.matching_name(name) or None
