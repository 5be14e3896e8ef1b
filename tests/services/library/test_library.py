"""What the library's service promises to those who read and change it."""

from datetime import timedelta

import psycopg
import pytest

from bot.db import Database
from bot.delivery.wakeups import CHANNEL
from bot.services.library import library
from models import PhrasingSource
from tests.services.library.library_makers import NOON, add_case

LATER = NOON + timedelta(hours=1)


async def test_an_untouched_library_is_at_revision_0(database: Database) -> None:
    async with database.read() as session:
        assert await library.revision(session) == 0
        assert await library.case_texts(session) == []


async def test_an_approved_phrasing_is_matched_and_counts_as_a_change(database: Database) -> None:
    async with database.begin() as session:
        case = await add_case(session)
    async with database.begin() as session:
        added = await library.add_phrasing(
            session,
            case.id,
            "  wie doet \n 's avonds  af? ",
            PhrasingSource.RESIDENT,
            approved_at=LATER,
            at=LATER,
        )
    async with database.read() as session:
        (text,) = await library.case_texts(session)
        stamps = await library.case_stamps(session)
        assert added
        assert text.id == str(case.id)
        assert text.phrasings == ("wie doet 's avonds af?",)
        assert stamps[case.id] == LATER
        assert await library.revision(session) == 2


async def test_a_phrasing_that_waits_for_approval_changes_no_answer(database: Database) -> None:
    async with database.begin() as session:
        case = await add_case(session)
        await library.add_phrasing(
            session, case.id, "wie sluit af?", PhrasingSource.RESIDENT, approved_at=None, at=LATER
        )
    async with database.read() as session:
        (text,) = await library.case_texts(session)
        assert text.phrasings == ()
        assert await library.revision(session) == 1


async def test_approving_a_known_phrasing_makes_it_count_once(database: Database) -> None:
    async with database.begin() as session:
        case = await add_case(session)
    outcomes = []
    for approved_at in (None, LATER, LATER, None):
        async with database.begin() as session:
            outcomes.append(
                await library.add_phrasing(
                    session,
                    case.id,
                    "wie sluit af?",
                    PhrasingSource.RESIDENT,
                    approved_at=approved_at,
                    at=LATER,
                )
            )
    async with database.read() as session:
        (text,) = await library.case_texts(session)
        assert outcomes == [True, True, False, False]
        assert text.phrasings == ("wie sluit af?",)
        assert await library.revision(session) == 2


@pytest.mark.parametrize(
    ("case_offset", "wording", "error"), [(1, "wie?", LookupError), (0, " \n", ValueError)]
)
async def test_a_phrasing_of_nothing_is_refused(
    database: Database, case_offset: int, wording: str, error: type[Exception]
) -> None:
    async with database.begin() as session:
        case = await add_case(session)
    with pytest.raises(error):
        async with database.begin() as session:
            await library.add_phrasing(
                session, case.id + case_offset, wording, PhrasingSource.EDITOR, approved_at=NOON, at=NOON
            )


async def test_a_retired_case_is_out_of_the_answers_but_can_still_be_read(database: Database) -> None:
    async with database.begin() as session:
        case = await add_case(session)
    outcomes = []
    for _ in range(2):
        async with database.begin() as session:
            outcomes.append(await library.retire_case(session, case.id, at=LATER))
    async with database.read() as session:
        kept = await library.get_case(session, case.id)
        assert outcomes == [True, False]
        assert kept is not None
        assert kept.retired_at == LATER
        assert await library.case_texts(session) == []
        assert await library.count_cases(session) == 0
        assert await library.list_themes(session) == []
        assert await library.revision(session) == 2


async def test_changes_at_one_instant_have_stamps_of_their_own(database: Database) -> None:
    seen = []
    async with database.begin() as session:
        case = await add_case(session)
    for wording in ("wie sluit af?", "wie opent?"):
        async with database.begin() as session:
            await library.add_phrasing(
                session, case.id, wording, PhrasingSource.EDITOR, approved_at=NOON, at=NOON
            )
        async with database.read() as session:
            seen.append((await library.case_stamps(session))[case.id])
    assert NOON < seen[0] < seen[1]


async def test_themes_come_with_their_number_of_cases(database: Database) -> None:
    async with database.begin() as session:
        for key, theme in (("v1", "zorg"), ("v2", "gebouw"), ("v3", "zorg"), ("v4", "")):
            await add_case(session, key, theme=theme)
    async with database.read() as session:
        themes = await library.list_themes(session)
    assert themes == [library.ThemeCount("gebouw", 1), library.ThemeCount("zorg", 2)]


async def test_cases_are_read_by_id_and_unknown_ids_are_left_out(database: Database) -> None:
    async with database.begin() as session:
        first, second = await add_case(session, "v1"), await add_case(session, "v2")
    async with database.read() as session:
        found = await library.get_cases(session, [second.id, first.id, second.id + 100])
    assert {case_id: case.key for case_id, case in found.items()} == {first.id: "v1", second.id: "v2"}


async def test_a_change_is_announced_to_other_processes_when_it_is_committed(postgres_url: str) -> None:
    db = Database(postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    await db.migrate()
    async with await psycopg.AsyncConnection.connect(postgres_url, autocommit=True) as listener:
        await listener.execute(f"LISTEN {CHANNEL}")
        async with db.begin() as session:
            await add_case(session)
            early = [notice async for notice in listener.notifies(timeout=0.1)]
        after = [notice.payload async for notice in listener.notifies(timeout=60, stop_after=1)]
    await db.close()
    assert early == []
    assert after == ["library"]
