"""The case library: what is read from it, what editors change, and the count by which others notice."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.delivery.wakeups import CHANNEL
from bot.matching import CaseText
from models import Case, CasePhrasing, LibraryRevision, PhrasingSource

# The databases bound the parameters of one statement; this also bounds the memory of one answer.
CHUNK = 500

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StampedText:
    """What matching reads of a case, and when that last changed."""

    text: CaseText
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme and how many cases it has."""

    theme: str
    cases: int


async def get_case(session: AsyncSession, case_id: int) -> Case | None:
    """The case of this id, also when it was retired (see `retired_at`); None when there never was one."""
    return await session.get(Case, case_id)


async def get_cases(session: AsyncSession, case_ids: Collection[int]) -> dict[int, Case]:
    """The cases of these ids, retired ones too; those that do not exist are left out."""
    found: dict[int, Case] = {}
    for part in chunks(sorted(set(case_ids))):
        rows = await session.scalars(select(Case).where(Case.id.in_(part)))
        found |= {case.id: case for case in rows}
    return found


async def count_cases(session: AsyncSession) -> int:
    """How many cases can be found: the retired ones do not count."""
    return await session.scalar(select(func.count()).where(Case.retired_at.is_(None))) or 0


async def list_themes(session: AsyncSession) -> list[ThemeCount]:
    """The themes that have cases, by name."""
    rows = await session.execute(
        select(Case.theme, func.count())
        .where(Case.retired_at.is_(None), Case.theme != "")
        .group_by(Case.theme)
        .order_by(Case.theme)
    )
    return [ThemeCount(theme, cases) for theme, cases in rows]


async def case_texts(session: AsyncSession) -> list[CaseText]:
    """What matching reads of every case that is not retired; the ids are those of the rows, as text."""
    return [stamped.text for stamped in (await stamped_texts(session)).values()]


async def stamped_texts(
    session: AsyncSession, case_ids: Collection[int] | None = None
) -> dict[int, StampedText]:
    """By id, what matching reads of these cases (of all, when left out) that are not retired."""
    if case_ids is None:
        return await _stamped(session, None)
    found: dict[int, StampedText] = {}
    for part in chunks(sorted(case_ids)):
        found |= await _stamped(session, part)
    return found


async def case_stamps(session: AsyncSession) -> dict[int, datetime]:
    """By id, when each case that is not retired last changed."""
    rows = await session.execute(select(Case.id, Case.changed_at).where(Case.retired_at.is_(None)))
    return {row.id: row.changed_at for row in rows}


async def add_phrasing(
    session: AsyncSession,
    case_id: int,
    wording: str,
    source: PhrasingSource,
    *,
    approved_at: datetime | None,
    at: datetime,
) -> bool:
    """Add another way of asking; True when it was new, or known and is approved only now.

    Without `approved_at` it waits for approval and is not matched. Raises ValueError for an empty text and
    LookupError when there is no such case.
    """
    wording = " ".join(wording.split())
    if not wording:
        raise ValueError("A phrasing cannot be empty")
    await lock(session)
    case = await session.get(Case, case_id)
    if case is None:
        raise LookupError(f"There is no case {case_id}")
    known = await session.scalar(
        select(CasePhrasing).where(CasePhrasing.case_id == case_id, CasePhrasing.text == wording)
    )
    if known is not None and (known.approved_at is not None or approved_at is None):
        return False
    if known is None:
        session.add(CasePhrasing(case_id=case_id, text=wording, source=source, approved_at=approved_at))
    else:
        known.approved_at = approved_at
    if approved_at is not None:
        touch(case, at)
        await raise_revision(session)
    return True


async def remove_phrasing(session: AsyncSession, phrasing_id: int, *, at: datetime) -> None:
    """Take a phrasing away, so that it no longer counts; LookupError when there is none with this id."""
    await lock(session)
    phrasing = await session.get(CasePhrasing, phrasing_id)
    if phrasing is None:
        raise LookupError(f"There is no phrasing {phrasing_id}")
    case = await session.get_one(Case, phrasing.case_id)
    await session.delete(phrasing)
    await session.flush()
    if phrasing.approved_at is not None:
        touch(case, at)
        await raise_revision(session)


async def retire_case(session: AsyncSession, case_id: int, *, at: datetime) -> bool:
    """Take a case out of the answers; False when it was out already or does not exist."""
    await lock(session)
    case = await session.get(Case, case_id)
    if case is None or case.retired_at is not None:
        return False
    case.retired_at = at
    touch(case, at)
    await raise_revision(session)
    return True


def touch(case: Case, at: datetime) -> None:
    """Set `changed_at`, always later than it was: the index tells versions apart by it."""
    earlier: datetime | None = case.changed_at
    case.changed_at = at if earlier is None else max(at, earlier + timedelta(microseconds=1))


async def revision(session: AsyncSession) -> int:
    """How often the library has changed; 0 when it never did."""
    return await session.scalar(select(LibraryRevision.number)) or 0


async def lock(session: AsyncSession) -> None:
    """Let nobody else change the library before this transaction ends."""
    insert = insert_for(session)
    # On PostgreSQL the statement waits for another transaction that inserts the same row.
    await session.execute(insert(LibraryRevision).values(id=1, number=0).on_conflict_do_nothing())
    await session.execute(select(LibraryRevision.id).with_for_update())


async def raise_revision(session: AsyncSession) -> None:
    """Count a change, and wake the other processes once this transaction commits. Call `lock` first."""
    await session.execute(
        update(LibraryRevision)
        .values(number=LibraryRevision.number + 1)
        .execution_options(synchronize_session=False)
    )
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(
            text("SELECT pg_notify(:channel, :name)"), {"channel": CHANNEL, "name": "library"}
        )


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in parts that fit in one statement."""
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


async def _stamped(session: AsyncSession, case_ids: Sequence[int] | None) -> dict[int, StampedText]:
    columns = (Case.title, Case.dilemma, Case.context, Case.what_helped, Case.pitfalls, Case.theme)
    cases = select(Case.id, Case.changed_at, *columns).where(Case.retired_at.is_(None)).order_by(Case.id)
    approved = (
        select(CasePhrasing.case_id, CasePhrasing.text)
        .where(CasePhrasing.approved_at.is_not(None))
        .order_by(CasePhrasing.id)
    )
    if case_ids is not None:
        cases = cases.where(Case.id.in_(case_ids))
        approved = approved.where(CasePhrasing.case_id.in_(case_ids))
    # In this order: should a phrasing be added in between, the stamp is the old one and it is read again.
    rows = (await session.execute(cases)).all()
    phrasings: dict[int, list[str]] = {}
    for case_id, wording in await session.execute(approved):
        phrasings.setdefault(case_id, []).append(wording)
    return {
        case_id: StampedText(
            CaseText(
                id=str(case_id),
                title=title,
                dilemma=dilemma,
                context=context,
                what_helped=tuple(helped),
                pitfalls=tuple(pitfalls),
                theme=theme,
                phrasings=tuple(phrasings.get(case_id, ())),
            ),
            changed_at,
        )
        for case_id, changed_at, title, dilemma, context, helped, pitfalls, theme in rows
    }
