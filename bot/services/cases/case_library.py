"""The library in the hands of staff: search, retire and bring back, check, and what changed when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching import Match
from bot.services import audit
from bot.services.library import library
from models import Case, CaseChange, Person

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of a case; `actor` is a Telegram id, None for a file and for who was forgotten."""

    at: datetime
    actor: int | None
    field: str
    before: str
    after: str


async def search(session: AsyncSession, words: str, match: Match) -> list[Case]:
    """The cases with this key, with these words in title or collective, and those that come closest.

    Retired ones too: they can be brought back.
    """
    wanted = words.strip()
    by_words = await session.scalars(
        select(Case)
        .where(
            or_(
                func.lower(Case.key) == wanted.lower(),
                Case.title.icontains(wanted, autoescape=True),
                Case.collective.icontains(wanted, autoescape=True),
            )
        )
        .order_by(func.lower(Case.key) != wanted.lower(), Case.retired_at.is_not(None), Case.title, Case.id)
        .limit(MOST_FOUND)
    )
    found = {case.id: case for case in by_words}
    near = [int(candidate.case_id) for candidate in match.candidates]
    cases = await library.get_cases(session, near)
    found |= {case_id: cases[case_id] for case_id in near if case_id in cases and case_id not in found}
    return list(found.values())[:MOST_FOUND]


async def retire(session: AsyncSession, case: Case, *, at: datetime, by: Person) -> bool:
    """Take a case out of the answers; False when it was out."""
    if not await library.retire_case(session, case.id, at=at):
        return False
    await _changed(session, case, "retired", "", case.title, at=at, by=by)
    return True


async def bring_back(session: AsyncSession, case: Case, *, at: datetime, by: Person) -> bool:
    """Let a retired case be found again; False when it was not retired."""
    await library.lock(session)
    await session.refresh(case)
    if case.retired_at is None:
        return False
    case.retired_at = None
    library.touch(case, at)
    await library.raise_revision(session)
    await _changed(session, case, "brought-back", "", case.title, at=at, by=by)
    return True


async def mark_checked(session: AsyncSession, case: Case, day: date, *, at: datetime, by: Person) -> None:
    """Record that somebody checked on `day` that a case still holds."""
    before = "" if case.checked_on is None else case.checked_on.isoformat()
    case.checked_on = day
    await _changed(session, case, "checked_on", before, day.isoformat(), at=at, by=by)


async def history(session: AsyncSession, case: Case) -> Sequence[Changed]:
    """What was changed in a case, the latest first."""
    rows = await session.execute(
        select(CaseChange, Person.telegram_id)
        .outerjoin(Person, Person.id == CaseChange.person_id)
        .where(CaseChange.case_id == case.id)
        .order_by(CaseChange.id.desc())
    )
    return [Changed(row.at, actor, row.field, row.before, row.after) for row, actor in rows]


async def _changed(
    session: AsyncSession, case: Case, field: str, before: str, after: str, *, at: datetime, by: Person
) -> None:
    case.edited_at = at
    session.add(CaseChange(case_id=case.id, at=at, person_id=by.id, field=field, before=before, after=after))
    await session.flush()
    await audit.record(
        session, at=at, actor=by, action=f"case-{field.replace('_', '-')}", subject=f"case:{case.key}"
    )
