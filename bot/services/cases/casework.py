"""The case workshop: a thread with staff, or a case of the library, becomes a draft that staff edit.

Whoever changes a draft loads it with `load(..., lock=True)`, so that two who change it at once take turns. A
change of one field says which version of the draft its maker had in view (`since`): when that field was
changed after it, nothing is overwritten and ChangedMeanwhileError is raised.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import CaseworkError
from bot.matching import Match
from bot.services import audit
from bot.services.cases.fields import FIELDS, BadValueError, Field, Kind, Problem
from bot.services.cases.teaching import link
from bot.services.cases.threads import sketch
from bot.services.collectives import collectives
from bot.services.library import library
from bot.services.library.records import MAX_THEME
from models import Agreement, Case, CaseDraft, CaseDraftEdit, DraftState, Person

__all__ = [
    "NAMES",
    "ChangedMeanwhileError",
    "add_items",
    "as_case",
    "change_item",
    "changed",
    "draft_from",
    "drop",
    "drop_stale",
    "edit_of",
    "find_collective",
    "guess_theme",
    "link",
    "load",
    "open_drafts",
    "set_value",
    "subject_of",
    "values_of",
]

OPEN = (DraftState.DRAFT, DraftState.WAITING)
NAMES = tuple(field.name for field in FIELDS)


class ChangedMeanwhileError(CaseworkError):
    """Somebody else changed the same in the meantime: nothing was overwritten."""


async def load(session: AsyncSession, draft_id: int, *, lock: bool = False) -> CaseDraft | None:
    """The draft of this number; with `lock` nobody else changes it before this transaction ends."""
    return await session.get(CaseDraft, draft_id, with_for_update=lock or None, populate_existing=True)


async def draft_from(
    session: AsyncSession,
    *,
    question: str,
    answers: Sequence[str],
    theme: str,
    at: datetime,
    by: Person,
    source: str,
    asker: Person | None = None,
    dilemma_id: int | None = None,
) -> CaseDraft:
    """Turn a thread into a draft; the one that is open already when this `source` ("escalation:12") has one.

    `question` is what the resident asked, `answers` what staff answered, oldest first. `asker` is the
    resident: when they are forgotten, an unpublished draft in their words goes, too. `dilemma_id` is the
    question, so that they are not told of the case as if it were news. Whoever calls it checked that `by` may
    act as staff; `handlers.cases.casework.open_draft` shows the draft.
    """
    # One at a time: two who press at once work on one draft.
    await library.lock(session)
    known = await _open_one(session, source)
    if known is not None:
        return known
    parts = sketch(question, answers)
    draft = CaseDraft(
        source=source,
        person_id=None if asker is None else asker.id,
        dilemma_id=dilemma_id,
        title=parts.title,
        dilemma=parts.dilemma,
        what_helped=parts.what_helped,
        pitfalls=parts.pitfalls,
        theme=theme[:MAX_THEME],
        base={},
    )
    return await _add(session, draft, at=at, by=by)


async def edit_of(session: AsyncSession, case: Case, *, at: datetime, by: Person) -> CaseDraft:
    """A draft that changes a case of the library once it is saved; the open one when there is one."""
    await library.lock(session)
    source = f"case:{case.id}"
    known = await _open_one(session, source)
    if known is not None:
        return known
    draft = CaseDraft(source=source, case_id=case.id, base=values_of(case), **values_of(case))
    return await _add(session, draft, at=at, by=by)


async def open_drafts(session: AsyncSession, *, most: int) -> list[CaseDraft]:
    """The drafts that are worked on, the one changed last first."""
    rows = await session.scalars(
        select(CaseDraft)
        .where(CaseDraft.state.in_(OPEN))
        .order_by(CaseDraft.changed_at.desc(), CaseDraft.id.desc())
        .limit(most)
    )
    return list(rows)


async def guess_theme(session: AsyncSession, match: Match) -> str:
    """The theme of the cases that come closest, each counted by how close; empty when none is near."""
    weights: dict[str, float] = {}
    cases = await library.get_cases(session, [int(found.case_id) for found in match.candidates])
    for found in match.candidates:
        case = cases.get(int(found.case_id))
        if case is not None and case.theme:
            weights[case.theme] = weights.get(case.theme, 0.0) + found.confidence
    return max(weights, key=lambda theme: (weights[theme], theme), default="")


async def set_value(
    session: AsyncSession,
    draft: CaseDraft,
    field: Field,
    value: str | int | None,
    *,
    since: int,
    at: datetime,
    by: Person,
) -> bool:
    """Give a field its value; False when it had it. Raises ChangedMeanwhileError."""
    if getattr(draft, field.name) == value:
        return False
    await _refuse_stale(session, draft, field, since)
    setattr(draft, field.name, value)
    if field.name in ("collective", "place"):
        await find_collective(session, draft)
    await changed(session, draft, field.name, at=at, by=by)
    return True


async def add_items(
    session: AsyncSession, draft: CaseDraft, field: Field, items: Sequence[str], *, at: datetime, by: Person
) -> None:
    """Add lines at the end of a list; whatever others added meanwhile stays."""
    setattr(draft, field.name, [*getattr(draft, field.name), *items])
    await changed(session, draft, field.name, at=at, by=by)


async def change_item(
    session: AsyncSession,
    draft: CaseDraft,
    field: Field,
    place: int,
    item: str | None,
    *,
    since: int,
    at: datetime,
    by: Person,
) -> None:
    """Put other words in the place of a line of a list, or take it away (None), or change nothing.

    Raises ChangedMeanwhileError, also when there is no such line any more, and BadValueError when another
    line says the same.
    """
    await _refuse_stale(session, draft, field, since)
    items: list[str] = list(getattr(draft, field.name))
    if not 0 <= place < len(items):
        raise ChangedMeanwhileError
    if item is None:
        del items[place]
    elif item in items:
        raise BadValueError(Problem.SAME)
    else:
        items[place] = item
    setattr(draft, field.name, items)
    await changed(session, draft, field.name, at=at, by=by)


async def drop(session: AsyncSession, draft: CaseDraft, *, at: datetime, by: Person | None) -> None:
    """Throw a draft away: its words go at once, its number stays. Without `by` the bot does it itself."""
    draft.state = DraftState.DROPPED
    for field in FIELDS:
        setattr(draft, field.name, _EMPTY[field.kind])
    draft.base, draft.kept, draft.agreed_how = {}, [], ""
    draft.version += 1
    draft.changed_at = at
    draft.person_id = None
    await session.flush()
    await audit.record(session, at=at, actor=by, action="case-draft-dropped", subject=subject_of(draft))


async def drop_stale(session: AsyncSession, *, before: datetime, at: datetime) -> None:
    """Throw away the drafts that nobody touched since an instant: they hold a resident's words."""
    rows = await session.scalars(
        select(CaseDraft).where(CaseDraft.state.in_(OPEN), CaseDraft.changed_at < before).with_for_update()
    )
    for draft in rows:
        await drop(session, draft, at=at, by=None)


async def find_collective(session: AsyncSession, draft: CaseDraft) -> None:
    """Look up which registered collective the draft names; none when several could be meant."""
    found = await collectives.find(session, draft.collective, draft.place) if draft.collective else []
    draft.collective_id = found[0].id if len(found) == 1 else None


async def changed(
    session: AsyncSession,
    draft: CaseDraft,
    field: str,
    *,
    at: datetime,
    by: Person,
    shown: bool | None = None,
) -> None:
    """Count a change of a field, and write down who made it.

    What the collective agreed to is what it read: when something that is `shown` changes (by default what
    the field says of itself), its yes holds no more.
    """
    draft.version += 1
    draft.changed_at, draft.changed_by_id = at, by.id
    if _SHOWN.get(field, False) if shown is None else shown:
        draft.state = DraftState.DRAFT
        draft.agreement = Agreement.NONE
        draft.agreed_at = draft.agreed_by_id = draft.asked_at = None
        draft.agreed_how = ""
    session.add(CaseDraftEdit(draft_id=draft.id, version=draft.version, field=field, person_id=by.id, at=at))
    await session.flush()
    await audit.record(
        session,
        at=at,
        actor=by,
        action="case-draft-changed",
        subject=subject_of(draft),
        detail=f"{field}, version {draft.version}",
    )


def values_of(row: Case | CaseDraft) -> dict[str, Any]:
    """What a case or a draft says in the fields that can be edited; lists are copies."""
    return {
        name: list(value) if isinstance(value, list) else value
        for name, value in ((name, getattr(row, name)) for name in NAMES)
    }


def as_case(draft: CaseDraft, *, checked_on: date | None = None) -> Case:
    """A case that says what the draft says, for showing it; not one of the library."""
    return Case(
        key="", checked_on=checked_on or draft.checked_on, changed_at=draft.changed_at, **values_of(draft)
    )


def subject_of(draft: CaseDraft) -> str:
    """How the audit trail and a consent name a draft."""
    return f"case-draft:{draft.id}"


async def _add(session: AsyncSession, draft: CaseDraft, *, at: datetime, by: Person) -> CaseDraft:
    draft.state, draft.agreement, draft.version = DraftState.DRAFT, Agreement.NONE, 1
    draft.made_by_id = draft.changed_by_id = by.id
    draft.made_at = draft.changed_at = at
    draft.kept = []
    await find_collective(session, draft)
    session.add(draft)
    await session.flush()
    await audit.record(
        session,
        at=at,
        actor=by,
        action="case-draft-made",
        subject=subject_of(draft),
        detail=f"from {draft.source}",
    )
    return draft


async def _open_one(session: AsyncSession, source: str) -> CaseDraft | None:
    return await session.scalar(
        select(CaseDraft).where(CaseDraft.source == source, CaseDraft.state.in_(OPEN)).order_by(CaseDraft.id)
    )


async def _refuse_stale(session: AsyncSession, draft: CaseDraft, field: Field, since: int) -> None:
    later = await session.scalar(
        select(CaseDraftEdit.version).where(
            CaseDraftEdit.draft_id == draft.id,
            CaseDraftEdit.field == field.name,
            CaseDraftEdit.version > since,
        )
    )
    if later is not None:
        raise ChangedMeanwhileError


_EMPTY: dict[Kind, Any] = {Kind.LINE: "", Kind.TEXT: "", Kind.ITEMS: [], Kind.YEAR: None}
_SHOWN = {field.name: field.shown for field in FIELDS}
