"""Importing: all of a file or nothing of it, twice is once, and what went in comes out."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from bot.db import Database
from bot.services.library import library
from bot.services.library.files import FileFormat, example_library_path, read_bytes, read_file, write_bytes
from bot.services.library.importing import ImportPlan, export_records, import_records, plan_import
from bot.services.library.records import CaseRecord, check_record
from models import Case, CasePhrasing, PhrasingSource
from tests.services.library.library_makers import NOON
from tests.services.library.test_library_files import libraries

LATER = NOON + timedelta(hours=1)


def a_record(case_id: str = "v1", **values: Any) -> CaseRecord:
    record = check_record(
        {"id": case_id, "title": "Sleutel", "dilemma": "Wie mag open doen?", **values}, today=NOON.date()
    )
    assert isinstance(record, CaseRecord), record
    return record


async def bring_in(
    db: Database, records: Sequence[CaseRecord], *, retire_missing: bool = False
) -> tuple[int, int, int, int]:
    async with db.begin() as session:
        plan = await import_records(session, records, at=LATER, retire_missing=retire_missing)
    return len(plan.new), len(plan.changed), plan.unchanged, len(plan.missing)


async def exported(db: Database, *, residents_phrasings: bool = False) -> list[CaseRecord]:
    async with db.read() as session:
        return await export_records(session, residents_phrasings=residents_phrasings)


async def revision(db: Database) -> int:
    async with db.read() as session:
        return await library.revision(session)


async def case_id_of(db: Database, key: str) -> int:
    async with db.read() as session:
        return (await session.scalars(select(Case.id).where(Case.key == key))).one()


def examples() -> list[CaseRecord]:
    return read_file(example_library_path(), FileFormat.JSONL, today=NOON.date())


async def test_the_example_library_goes_in_and_comes_out_the_same(database: Database) -> None:
    assert await bring_in(database, examples()) == (60, 0, 0, 0)
    assert await exported(database) == examples()


async def test_importing_twice_changes_nothing(database: Database) -> None:
    await bring_in(database, examples())
    async with database.read() as session:
        before = await library.stamped_texts(session)

    assert await bring_in(database, list(reversed(examples()))) == (0, 0, 60, 0)

    async with database.read() as session:
        assert await library.stamped_texts(session) == before
    assert await revision(database) == 1
    assert await exported(database) == examples()


@given(first=libraries, second=libraries)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_an_export_brings_any_library_to_the_same_state(
    database: Database, first: list[CaseRecord], second: list[CaseRecord]
) -> None:
    # What is in the database from the example before is one more library to start from.
    for records in (first, second):
        async with database.begin() as session:
            await import_records(session, records, at=LATER, retire_missing=True)

    by_id = {record.id: record for record in await exported(database)}

    assert by_id == {record.id: record for record in second}
    for kind in FileFormat:
        written = write_bytes(list(by_id.values()), kind)
        again = read_bytes(written, kind, name="f", today=NOON.date())
        assert await bring_in(database, again, retire_missing=True) == (0, 0, len(second), 0)


async def test_only_what_changed_is_touched(database: Database) -> None:
    await bring_in(database, [a_record("v1"), a_record("v2"), a_record("v3")])
    async with database.read() as session:
        before = await library.case_stamps(session)
    changed_id = await case_id_of(database, "v2")

    outcome = await bring_in(database, [a_record("v1"), a_record("v2", title="Slot"), a_record("v4")])

    async with database.read() as session:
        after = await library.case_stamps(session)
    assert outcome == (1, 1, 1, 0)
    assert {case_id for case_id, stamp in before.items() if after[case_id] != stamp} == {changed_id}
    assert after[changed_id] > before[changed_id]
    assert await revision(database) == 2


FIELDS: list[dict[str, Any]] = [
    {"title": "Slot"},
    {"dilemma": "Anders?"},
    {"context": "Toen"},
    {"what_helped": ["praten"]},
    {"pitfalls": ["zwijgen"]},
    {"theme": "gebouw"},
    {"collective": "De Klink (voorbeeld)"},
    {"place": "dorp"},
    {"year": 2020},
    {"checked_on": "2026-01-31"},
    {"phrasings": ["wie sluit?", "wie opent?"]},
]


@pytest.mark.parametrize("values", FIELDS)
async def test_a_change_of_any_field_arrives_and_can_be_taken_back(
    database: Database, values: dict[str, Any]
) -> None:
    await bring_in(database, [a_record()])

    assert await bring_in(database, [a_record(**values)]) == (0, 1, 0, 0)
    assert await exported(database) == [a_record(**values)]
    assert await bring_in(database, [a_record()]) == (0, 1, 0, 0)
    assert await exported(database) == [a_record()]


async def test_phrasings_keep_the_order_of_the_file(database: Database) -> None:
    await bring_in(database, [a_record(phrasings=["b", "a", "c"])])
    await bring_in(database, [a_record(phrasings=["c", "b", "a"])])

    assert (await exported(database))[0].phrasings == ["c", "b", "a"]


async def test_what_residents_brought_is_kept_by_an_import(database: Database) -> None:
    await bring_in(database, [a_record(phrasings=["wie sluit?"])])
    case_id = await case_id_of(database, "v1")
    async with database.begin() as session:
        for wording, approved_at in (("wie doet open?", NOON), ("nog niet goedgekeurd", None)):
            await library.add_phrasing(
                session, case_id, wording, PhrasingSource.RESIDENT, approved_at=approved_at, at=NOON
            )

    assert await bring_in(database, [a_record(phrasings=["wie sluit?"])]) == (0, 0, 1, 0)
    await bring_in(database, [a_record(phrasings=["wie gaat er weg?"])])

    async with database.read() as session:
        kept = {row.text: row.source for row in await session.scalars(select(CasePhrasing))}
    assert kept == {
        "wie gaat er weg?": PhrasingSource.EDITOR,
        "wie doet open?": PhrasingSource.RESIDENT,
        "nog niet goedgekeurd": PhrasingSource.RESIDENT,
    }
    assert (await exported(database))[0].phrasings == ["wie gaat er weg?"]
    everything = await exported(database, residents_phrasings=True)
    assert everything[0].phrasings == ["wie doet open?", "wie gaat er weg?"]


async def test_a_residents_phrasing_that_editors_list_becomes_theirs(database: Database) -> None:
    await bring_in(database, [a_record()])
    case_id = await case_id_of(database, "v1")
    async with database.begin() as session:
        await library.add_phrasing(
            session, case_id, "wie sluit?", PhrasingSource.RESIDENT, approved_at=None, at=NOON
        )

    wanted = a_record(phrasings=["wie opent?", "wie sluit?"])

    assert await bring_in(database, [wanted]) == (0, 1, 0, 0)
    assert await exported(database) == [wanted]
    assert await bring_in(database, [wanted]) == (0, 0, 1, 0)


async def test_cases_that_are_not_in_the_file_stay_unless_asked_otherwise(database: Database) -> None:
    await bring_in(database, [a_record("v1"), a_record("v2")])

    assert await bring_in(database, [a_record("v2")]) == (0, 0, 1, 0)
    assert [record.id for record in await exported(database)] == ["v1", "v2"]
    assert await bring_in(database, [a_record("v2")], retire_missing=True) == (0, 0, 1, 1)
    assert [record.id for record in await exported(database)] == ["v2"]
    assert await bring_in(database, [a_record("v2")], retire_missing=True) == (0, 0, 1, 0)
    assert await revision(database) == 2


async def test_a_retired_case_that_is_in_the_file_comes_back_as_the_same_row(database: Database) -> None:
    await bring_in(database, [a_record("v1"), a_record("v2")])
    case_id = await case_id_of(database, "v1")
    await bring_in(database, [a_record("v2")], retire_missing=True)

    async with database.begin() as session:
        plan = await import_records(session, [a_record("v1")], at=LATER)

    assert plan.restored == ["v1"]
    assert await case_id_of(database, "v1") == case_id
    assert [record.id for record in await exported(database)] == ["v1", "v2"]


async def test_a_plan_says_what_would_be_lost_and_changes_nothing(database: Database) -> None:
    before = [a_record("v1", phrasings=["wie?"], checked_on="2026-01-31"), a_record("v2")]
    await bring_in(database, before)

    async with database.read() as session:
        plan = await plan_import(session, [a_record("v1"), a_record("v3")], retire_missing=True)

    assert plan.emptied("phrasings") == plan.emptied("checked_on") == ["v1"]
    assert plan.emptied("theme") == []
    assert ([new.id for new in plan.new], [gone.record.id for gone in plan.missing]) == (["v3"], ["v2"])
    assert await exported(database) == before
    assert await revision(database) == 1


async def test_nothing_remains_of_an_import_that_fails_halfway(database: Database) -> None:
    await bring_in(database, [a_record("v1")])
    records = [a_record(f"n{number}") for number in range(1200)]

    def stumble(done: int, _total: int) -> None:
        if done > 900:
            raise RuntimeError("out of disk")

    with pytest.raises(RuntimeError):
        async with database.begin() as session:
            await import_records(session, records, at=LATER, progress=stumble)

    assert await exported(database) == [a_record("v1")]
    assert await revision(database) == 1


async def test_two_imports_at_once_give_each_case_once(database: Database) -> None:
    other = Database(database.url.render_as_string(hide_password=False))
    records = [a_record(f"n{number}") for number in range(300)]

    outcomes = await asyncio.gather(*(bring_in(db, records) for db in (database, other)))

    await other.close()
    assert sorted(outcomes) == [(0, 0, 300, 0), (300, 0, 0, 0)]
    assert len(await exported(database)) == 300


async def test_a_file_of_thousands_goes_in_quickly_and_in_its_order(database: Database) -> None:
    records = [a_record(f"n{number}", phrasings=["a", "b"]) for number in (*range(3000, 0, -1),)]

    async with asyncio.timeout(60):
        assert await bring_in(database, records) == (3000, 0, 0, 0)

    assert await exported(database) == records


def test_an_empty_plan_is_empty() -> None:
    assert ImportPlan(unchanged=3).is_empty
    assert not ImportPlan(new=[a_record()]).is_empty


def test_a_date_comes_as_a_date() -> None:
    assert a_record(checked_on="2026-01-31").checked_on == date(2026, 1, 31)
