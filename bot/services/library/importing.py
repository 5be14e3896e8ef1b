"""Bringing the library to what a file says, and giving back what it holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.collectives import experience as collective_experience
from bot.services.library import library
from bot.services.library.records import CaseRecord
from models import Case, CasePhrasing, PhrasingSource

Progress = Callable[[int, int], None]

# A file names a case by its own id, the column `key`; the other columns have the names of the fields.
_COLUMNS = (
    Case.title,
    Case.dilemma,
    Case.context,
    Case.what_helped,
    Case.pitfalls,
    Case.theme,
    Case.collective,
    Case.place,
    Case.year,
    Case.checked_on,
)
_NAMES = tuple(column.key for column in _COLUMNS)


@dataclass(frozen=True, slots=True)
class Stored:
    """A case as the database has it; `record` holds the phrasings that editors wrote, and no others."""

    id: int
    record: CaseRecord
    changed_at: datetime
    is_retired: bool

    def is_older(self, record: CaseRecord) -> bool:
        """Whether a file does not know of what was edited in the bot since."""
        return self.record.edited_at > record.edited_at


@dataclass(frozen=True, slots=True)
class Change:
    """A stored case and what the file makes of it."""

    before: Stored
    after: CaseRecord


@dataclass(slots=True)
class ImportPlan:
    """What an import does.

    `missing` are the stored cases that are not in the file and are to be retired; `kept` all others that stay
    as they are, `unchanged` of which are in the file. `spared` are the ids of the cases that the file would
    change or retire, and that stay as they were edited in the bot: the file is older.
    """

    new: list[CaseRecord] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    missing: list[Stored] = field(default_factory=list)
    kept: list[CaseRecord] = field(default_factory=list)
    spared: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new or self.changed or self.missing)

    @property
    def restored(self) -> list[str]:
        """The ids of the cases that were retired and come back."""
        return [change.after.id for change in self.changed if change.before.is_retired]

    def emptied(self, name: str) -> list[str]:
        """The ids of the cases that lose all they have in this field."""
        return [
            change.after.id
            for change in self.changed
            if getattr(change.before.record, name) and not getattr(change.after, name)
        ]


async def plan_import(
    session: AsyncSession,
    records: Sequence[CaseRecord],
    *,
    retire_missing: bool = False,
    overwrite_edited: bool = False,
) -> ImportPlan:
    """Compare the records, whose ids all differ, with what is stored; changes nothing.

    What was edited in the bot later than its record says stays as it is, unless `overwrite_edited`.
    """
    stored = {case.record.id: case for case in await _stored(session)}
    plan = ImportPlan()
    for record in records:
        before = stored.pop(record.id, None)
        if before is None:
            plan.new.append(record)
        elif not before.is_retired and _same(before.record, record):
            plan.unchanged += 1
            plan.kept.append(before.record)
        elif before.is_older(record) and not overwrite_edited:
            plan.spared.append(record.id)
            plan.kept += [] if before.is_retired else [before.record]
        else:
            plan.changed.append(Change(before, record))
    others = [case for case in stored.values() if not case.is_retired]
    if retire_missing:
        own = [] if overwrite_edited else [case for case in others if case.record.edited_at]
        plan.missing = [case for case in others if case not in own]
        plan.spared += [case.record.id for case in own]
        plan.kept += [case.record for case in own]
    else:
        plan.kept += [case.record for case in others]
    return plan


async def import_records(
    session: AsyncSession,
    records: Sequence[CaseRecord],
    *,
    at: datetime,
    retire_missing: bool = False,
    overwrite_edited: bool = False,
    progress: Progress | None = None,
) -> ImportPlan:
    """Bring the library to what the records say, and count that as one change if anything changed.

    A record is the whole case: what it leaves out is emptied, except for phrasings that residents brought.
    """
    await library.lock(session)
    plan = await plan_import(
        session, records, retire_missing=retire_missing, overwrite_edited=overwrite_edited
    )
    total, done = len(plan.new) + len(plan.changed), 0
    for new in library.chunks(plan.new):
        await _insert(session, new, at)
        done += len(new)
        if progress is not None:
            progress(done, total)
    for changed in library.chunks(plan.changed):
        await _update(session, changed, at)
        done += len(changed)
        if progress is not None:
            progress(done, total)
    for missing in library.chunks(plan.missing):
        rows = [{"id": case.id, "retired_at": at, "changed_at": _after(case, at)} for case in missing]
        await session.execute(update(Case), rows)
    if not plan.is_empty:
        await library.raise_revision(session)
        await collective_experience.link(session, at=at)
    return plan


async def export_records(session: AsyncSession, *, residents_phrasings: bool = False) -> list[CaseRecord]:
    """The cases that are not retired, in the order in which they came into the library.

    With the phrasings that editors wrote; with `residents_phrasings` also those that residents brought.
    """
    stored = await _stored(session, residents_phrasings=residents_phrasings)
    return [case.record for case in stored if not case.is_retired]


async def _stored(session: AsyncSession, *, residents_phrasings: bool = False) -> list[Stored]:
    approved = select(CasePhrasing.case_id, CasePhrasing.text).where(CasePhrasing.approved_at.is_not(None))
    if not residents_phrasings:
        approved = approved.where(CasePhrasing.source == PhrasingSource.EDITOR)
    phrasings: dict[int, list[str]] = {}
    for case_id, wording in await session.execute(approved.order_by(CasePhrasing.id)):
        phrasings.setdefault(case_id, []).append(wording)
    rows = await session.execute(
        select(Case.id, Case.key, Case.changed_at, Case.retired_at, Case.edited_at, *_COLUMNS).order_by(
            Case.id
        )
    )
    return [
        Stored(
            row.id,
            _record(
                row.key, row.edited_at, dict(zip(_NAMES, row[5:], strict=True)), phrasings.get(row.id, [])
            ),
            row.changed_at,
            row.retired_at is not None,
        )
        for row in rows
    ]


def _record(
    key: str, edited_at: datetime | None, columns: Mapping[str, Any], phrasings: list[str]
) -> CaseRecord:
    # What is in the database was checked when it came in; years pass, and what was right then still is.
    edited = "" if edited_at is None else edited_at.isoformat()
    return CaseRecord.model_construct(id=key, **columns, phrasings=phrasings, edited_at=edited)


def _same(stored: CaseRecord, record: CaseRecord) -> bool:
    """Whether a file says of a case what is stored; when that was written is not part of it."""
    return stored.model_copy(update={"edited_at": record.edited_at}) == record


async def _insert(session: AsyncSession, records: Sequence[CaseRecord], at: datetime) -> None:
    rows = [{"key": record.id, **_columns(record), "changed_at": at} for record in records]
    await session.execute(insert(Case), rows)
    keys = [record.id for record in records]
    found = await session.execute(select(Case.key, Case.id).where(Case.key.in_(keys)))
    ids = {row.key: row.id for row in found}
    await _add_phrasings(session, {ids[record.id]: record.phrasings for record in records}, at)


async def _update(session: AsyncSession, changes: Sequence[Change], at: datetime) -> None:
    rows = [
        {
            "id": change.before.id,
            **_columns(change.after),
            "changed_at": _after(change.before, at),
            "retired_at": None,
            "edited_at": datetime.fromisoformat(change.after.edited_at) if change.after.edited_at else None,
        }
        for change in changes
    ]
    await session.execute(update(Case), rows)
    reworded = {
        change.before.id: change.after.phrasings
        for change in changes
        if change.before.record.phrasings != change.after.phrasings
    }
    if not reworded:
        return
    await session.execute(
        delete(CasePhrasing).where(
            CasePhrasing.case_id.in_(reworded),
            CasePhrasing.source == PhrasingSource.EDITOR,
            CasePhrasing.approved_at.is_not(None),
        )
    )
    # What a resident said first and an editor now lists is the editors' from here on.
    known = await session.execute(
        select(CasePhrasing.id, CasePhrasing.case_id, CasePhrasing.text).where(
            CasePhrasing.case_id.in_(reworded)
        )
    )
    taken_over = [row.id for row in known if row.text in reworded[row.case_id]]
    for part in library.chunks(taken_over):
        await session.execute(delete(CasePhrasing).where(CasePhrasing.id.in_(part)))
    await _add_phrasings(session, reworded, at)


async def _add_phrasings(session: AsyncSession, wanted: Mapping[int, list[str]], at: datetime) -> None:
    rows = [
        {"case_id": case_id, "text": wording, "source": PhrasingSource.EDITOR, "approved_at": at}
        for case_id, wordings in wanted.items()
        for wording in wordings
    ]
    if rows:
        await session.execute(insert(CasePhrasing), rows)


def _columns(record: CaseRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _NAMES}


def _after(case: Stored, at: datetime) -> datetime:
    # Always later than before, as in `library.touch`: the index tells versions apart by it.
    return max(at, case.changed_at + timedelta(microseconds=1))
