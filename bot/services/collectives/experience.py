"""Which cases are whose: by the name that a case tells, and by what staff say."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.services.names import matching_name, same_place
from models import Case, Collective, Experience, ExperienceSource

# So many cases a search gives, of so many words.
FOUND = 6
MAX_WORDS = 8


def belongs_to(case: Case, collective: Collective) -> bool:
    """Whether a case names a collective, and no other place than that of the collective."""
    return (
        collective.matching_name != ""
        and matching_name(case.collective) == collective.matching_name
        and same_place(case.place, collective.place)
    )


async def experienced(session: AsyncSession, case: Case, at: datetime) -> list[Collective]:
    """The collectives that went through a case and may be asked at this instant, first known first.

    Holds also before `link` ran: a case that names a collective is its experience at once.
    """
    rows = await session.scalars(select(Experience).where(Experience.case_id == case.id))
    linked = {row.collective_id: row for row in rows}
    name = matching_name(case.collective)
    # An empty name is nobody's.
    named = and_(Collective.matching_name == name, Collective.matching_name != "")
    found = await session.scalars(
        select(Collective)
        .where(or_(Collective.id.in_(linked), named), Collective.removed_at.is_(None))
        .order_by(Collective.id)
    )
    return [
        collective
        for collective in found
        if collective.is_available(at) and _is_experience(case, collective, linked.get(collective.id))
    ]


async def cases_of(session: AsyncSession, collective: Collective) -> list[Case]:
    """The cases that are a collective's experience and can be found, by title."""
    cases = await session.scalars(
        select(Case)
        .join(Experience, Experience.case_id == Case.id)
        .where(
            Experience.collective_id == collective.id,
            Experience.removed_at.is_(None),
            Case.retired_at.is_(None),
        )
        .order_by(Case.title, Case.id)
    )
    return list(cases)


async def find_cases(session: AsyncSession, words: str) -> list[Case]:
    """The case with this key, else cases with all these words in the title, `FOUND` at most."""
    words = words.strip()
    findable = Case.retired_at.is_(None)
    exact = await session.scalar(select(Case).where(Case.key == words, findable))
    if exact is not None:
        return [exact]
    parts = words.split()[:MAX_WORDS]
    if not parts:
        return []
    holds = [Case.title.icontains(part, autoescape=True) for part in parts]
    cases = await session.scalars(
        select(Case).where(*holds, findable).order_by(Case.title, Case.id).limit(FOUND)
    )
    return list(cases)


async def add(session: AsyncSession, collective: Collective, case: Case, *, at: datetime) -> bool:
    """Say by hand that a case is this collective's experience; False when it was."""
    row = await session.get(Experience, (collective.id, case.id))
    news = row is None or row.removed_at is not None
    if row is None:
        row = Experience(collective_id=collective.id, case_id=case.id)
        session.add(row)
    if news:
        row.source, row.since, row.removed_at = ExperienceSource.STAFF, at, None
        await session.flush()
    return news


async def remove(session: AsyncSession, collective: Collective, case: Case, *, at: datetime) -> bool:
    """Say by hand that a case is not this collective's experience; False when it was not."""
    row = await session.get(Experience, (collective.id, case.id))
    if (row is None and not belongs_to(case, collective)) or (row is not None and row.removed_at is not None):
        return False
    if row is None:
        row = Experience(collective_id=collective.id, case_id=case.id, source=ExperienceSource.NAME, since=at)
        session.add(row)
    row.removed_at = at
    await session.flush()
    return True


async def link(
    session: AsyncSession, *, at: datetime, collectives: Sequence[Collective] | None = None
) -> int:
    """Store as experience what cases name, and drop what they no longer name; how many rows changed.

    Of all collectives, or of these. What staff added or took away stays as they said.
    """
    if collectives is None:
        found = await session.scalars(select(Collective).where(Collective.removed_at.is_(None)))
        collectives = found.all()
    if not collectives:
        return 0
    wanted = await _named(session, collectives)
    ids = [collective.id for collective in collectives]
    rows = await session.execute(
        select(Experience.collective_id, Experience.case_id, Experience.source, Experience.removed_at).where(
            Experience.collective_id.in_(ids)
        )
    )
    stored = {(row.collective_id, row.case_id): row for row in rows}
    stale = [
        pair
        for pair, row in stored.items()
        if row.source is ExperienceSource.NAME and row.removed_at is None and pair not in wanted
    ]
    for collective_id, case_id in stale:
        await session.execute(
            delete(Experience).where(Experience.collective_id == collective_id, Experience.case_id == case_id)
        )
    missing = [pair for pair in wanted if pair not in stored]
    await _store(session, missing, at)
    return len(stale) + len(missing)


async def _named(session: AsyncSession, collectives: Iterable[Collective]) -> list[tuple[int, int]]:
    """The pairs of collective and case of which the case names the collective."""
    by_name: dict[str, list[Collective]] = {}
    for collective in collectives:
        if collective.matching_name:
            by_name.setdefault(collective.matching_name, []).append(collective)
    rows = await session.execute(
        select(Case.id, Case.collective, Case.place).where(Case.collective != "").order_by(Case.id)
    )
    return [
        (collective.id, row.id)
        for row in rows
        for collective in by_name.get(matching_name(row.collective), ())
        if same_place(row.place, collective.place)
    ]


async def _store(session: AsyncSession, pairs: Sequence[tuple[int, int]], at: datetime) -> None:
    insert = insert_for(session)
    for collective_id, case_id in pairs:
        # Two ticks may find the same.
        await session.execute(
            insert(Experience)
            .values(collective_id=collective_id, case_id=case_id, source=ExperienceSource.NAME, since=at)
            .on_conflict_do_nothing()
        )


def _is_experience(case: Case, collective: Collective, row: Experience | None) -> bool:
    if row is not None and (row.removed_at is not None or row.source is ExperienceSource.STAFF):
        return row.removed_at is None
    return belongs_to(case, collective)
