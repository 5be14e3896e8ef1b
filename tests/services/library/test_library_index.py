"""The library in memory follows the one in the database, whatever happens to either."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot import library_index
from bot.db import Database
from bot.delivery.wakeups import Wakeup
from bot.library_index import FILL_SECONDS, LOOK_SECONDS, LibraryIndex
from bot.matching import CaseText, Index, Match
from bot.matching.types import Role, Vectors
from bot.services.library import library
from models import Case, PhrasingSource, TextVector
from tests.services.library.library_makers import NOON, WordEncoder, add_case
from tests.support.eventually import PATIENCE_SECONDS, eventually

QUESTION = "wie heeft de sleutel van de deur?"


@asynccontextmanager
async def running(db: Database, encoder: WordEncoder | None = None) -> AsyncIterator[LibraryIndex]:
    """An index that follows the database."""
    index = LibraryIndex(db, encoder)
    await index.start()
    task = asyncio.create_task(index.run())
    try:
        yield index
    finally:
        await index.stop()
        await asyncio.wait_for(task, PATIENCE_SECONDS)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_index, "LOOK_SECONDS", 0.1)


def found(match: Match) -> list[int]:
    return [int(candidate.case_id) for candidate in match.candidates]


async def encode_all(db: Database, encoder: WordEncoder) -> None:
    async with running(db, encoder) as index:
        await eventually(lambda: index.status.complete)


async def stored(db: Database) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).select_from(TextVector)) or 0


async def add(db: Database, key: str, title: str, dilemma: str) -> Case:
    async with db.begin() as session:
        return await add_case(session, key, title, dilemma)


async def test_it_answers_on_words_before_anything_is_encoded(database: Database) -> None:
    case = await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    encoder = WordEncoder()
    index = LibraryIndex(database, encoder)

    await index.start()

    assert found(await index.match(QUESTION)) == [case.id]
    assert encoder.passages == []
    await index.stop()


def test_a_change_is_looked_for_within_two_seconds_also_while_texts_are_encoded() -> None:
    assert LOOK_SECONDS + FILL_SECONDS < 2


async def test_a_change_by_another_process_is_seen(database: Database) -> None:
    keys = await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    other = Database(database.url.render_as_string(hide_password=False))
    async with running(database) as index:
        await index.match(QUESTION)

        garden = await add(other, "v2", "De moestuin staat droog", "Wie geeft water in de zomer?")
        await eventually(lambda: index.status.cases == 2)
        after = await index.match("wie geeft de moestuin water in de zomer?")

        async with other.begin() as session:
            await library.retire_case(session, garden.id, at=NOON)
        await eventually(lambda: index.status.cases == 1)
        last = await index.match("wie geeft de moestuin water in de zomer?")
    await other.close()
    assert found(after)[0] == garden.id
    assert found(last) == [keys.id]


async def test_a_wake_up_makes_it_look_at_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_index, "LOOK_SECONDS", 3600.0)
    wakeup = Wakeup()
    index = LibraryIndex(database, None, wakeup=wakeup)
    await index.start()
    task = asyncio.create_task(index.run())
    await asyncio.sleep(0.2)

    await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    wakeup.set()
    await eventually(lambda: index.status.cases == 1)

    await index.stop()
    await task


async def test_an_added_phrasing_is_found(database: Database) -> None:
    case = await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    await add(database, "v2", "De moestuin staat droog", "Wie geeft water in de zomer?")
    async with running(database) as index:
        async with database.begin() as session:
            await library.add_phrasing(
                session, case.id, "tochtstrips vervangen", PhrasingSource.EDITOR, approved_at=NOON, at=NOON
            )
        await eventually(lambda: index.status.revision == 3)

        assert found(await index.match("tochtstrips"))[0] == case.id


async def test_vectors_are_stored_so_that_a_restart_encodes_nothing(database: Database) -> None:
    await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    first, second = WordEncoder(), WordEncoder()

    await encode_all(database, first)
    await encode_all(database, second)

    assert "Wie heeft de sleutel?" in first.passages
    assert second.passages == []
    assert await stored(database) == len(set(first.passages)) == len(first.passages)


async def test_vectors_that_no_case_needs_are_dropped_at_the_next_start(database: Database) -> None:
    old = await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    await add(database, "v2", "De moestuin staat droog", "Wie geeft water in de zomer?")
    await encode_all(database, WordEncoder("0"))
    async with database.begin() as session:
        session.add(TextVector(key="k", encoder="words:0+more:1", vector=b""))
    async with running(database, WordEncoder("1")) as index:
        await eventually(lambda: index.status.complete)
        async with database.begin() as session:
            await library.retire_case(session, old.id, at=NOON)
        await eventually(lambda: index.status.cases == 1)

    await encode_all(database, WordEncoder("1"))

    async with database.read() as session:
        (text,) = await library.case_texts(session)
        rows = (await session.execute(select(TextVector.encoder))).scalars().all()
    needed = len(Index.build([text], WordEncoder()).missing)
    # Of an encoder with another make-up, nothing is known: somebody may go back to it.
    assert sorted(rows) == ["words:0+more:1"] + ["words:1"] * needed


async def test_changes_are_followed_while_a_long_encoding_goes_on(database: Database) -> None:
    async with database.begin() as session:
        for number in range(40):
            await add_case(session, f"v{number}", f"Titel nummer {number}", f"Vraag nummer {number}")
    encoder = WordEncoder()
    encoder.may_go_on.clear()
    encoder.stops_each_time = True
    async with running(database, encoder) as index:
        # The encoder is let through one slice at a time, as if each took long.
        async def trickle() -> None:
            while True:
                encoder.may_go_on.set()
                await asyncio.sleep(0.05)

        slow = asyncio.create_task(trickle())
        await eventually(lambda: index.status.waiting > 0)
        await add(database, "nieuw", "De moestuin staat droog", "Wie geeft water in de zomer?")
        await eventually(lambda: index.status.cases == 41)
        was_complete = index.status.complete
        slow.cancel()
        encoder.stops_each_time = False
        encoder.may_go_on.set()
        await eventually(lambda: index.status.complete)
    assert not was_complete
    assert "Titel nummer 39" in encoder.passages
    assert await stored(database) == len(set(encoder.passages)) == len(encoder.passages)


async def test_stopping_does_not_wait_for_the_encoding_to_end(database: Database) -> None:
    async with database.begin() as session:
        for number in range(200):
            await add_case(session, f"v{number}", f"Titel nummer {number}", f"Vraag nummer {number}")

    class SlowEncoder(WordEncoder):
        def encode(self, texts: Sequence[str], role: Role) -> Vectors:
            time.sleep(0.02 * len(texts))
            return super().encode(texts, role)

    encoder = SlowEncoder()
    index = LibraryIndex(database, encoder)
    await index.start()
    task = asyncio.create_task(index.run())
    await eventually(lambda: len(encoder.passages) > 0)

    await index.stop()
    await task

    assert 0 < await stored(database) == len(encoder.passages) < 400


async def test_the_database_away_leaves_the_answers_as_they_were(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    case = await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    look = library.revision

    async def away(_session: object) -> int:
        raise OperationalError("SELECT", {}, Exception("gone"))

    async with running(database) as index:
        with caplog.at_level(logging.INFO, "bot.library_index"):
            monkeypatch.setattr(library, "revision", away)
            await eventually(lambda: "does not answer" in caplog.text)
            during = await index.match(QUESTION)
            monkeypatch.setattr(library, "revision", look)
            await eventually(lambda: "up to date again" in caplog.text)
        await add(database, "v2", "De moestuin staat droog", "Wie geeft water in de zomer?")
        await eventually(lambda: index.status.cases == 2)
    assert found(during) == [case.id]


async def test_an_encoder_that_fails_leaves_matching_on_words(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    case = await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    encoder = WordEncoder()
    encoder.broken = True
    async with running(database, encoder) as index:
        await eventually(lambda: "encoder failed (RuntimeError)" in caplog.text)
        await add(database, "v2", "De moestuin staat droog", "Wie geeft water in de zomer?")
        await eventually(lambda: index.status.cases == 2)
        assert found(await index.match(QUESTION))[0] == case.id


async def test_a_second_question_in_the_same_words_needs_no_work(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    async with running(database) as index:
        first = await index.match(QUESTION)
        monkeypatch.setattr(index._index, "match", None)

        assert await index.match(QUESTION) is first


async def test_an_answer_is_worked_out_anew_once_the_library_changed(database: Database) -> None:
    await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    async with running(database) as index:
        before = await index.match("moestuin in de zomer")
        garden = await add(database, "v2", "De moestuin staat droog", "Wie geeft water in de zomer?")
        await eventually(lambda: index.status.cases == 2)

        after = found(await index.match("moestuin in de zomer"))
        assert after != found(before)
        assert after[0] == garden.id


async def test_matching_leaves_the_event_loop_free(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Even this empty library counts as a large one.
    monkeypatch.setattr(library_index, "IN_PLACE_CASES", -1)
    async with running(database) as index:
        free = threading.Event()

        def slow(text: str) -> Match:
            assert free.wait(PATIENCE_SECONDS)
            return match(text)

        match = index._index.match
        monkeypatch.setattr(index._index, "match", slow)
        asking = asyncio.create_task(index.match(QUESTION))
        await asyncio.sleep(0.05)
        was_busy = not asking.done()
        # Were the loop held up by the match, nobody could say this.
        free.set()
        await asking
    assert was_busy


async def test_any_text_can_be_asked(database: Database) -> None:
    await add(database, "v1", "Wie heeft de sleutel?", "Wie mag de deur open doen?")
    async with running(database) as index:
        for text in ("", "\ud800", "\x00", "😀" * 5000, "a" * 100_000):
            await index.match(text)


async def test_a_case_in_other_words_is_like_another_by_meaning(database: Database) -> None:
    case = CaseText(id="", title="Sleutel van de zaal", dilemma="Wie bewaart de sleutel van de zaal?")
    same = CaseText(id="1", title="De sleutel van de zaal", dilemma="Wie bewaart de sleutel van zaal?")
    other = CaseText(id="2", title="Ganzen", dilemma="Wat doen wij met al die ganzen op het gras?")
    async with running(database, WordEncoder()) as index:
        assert [pair.second for pair in await index.alike(case, [same, other])] == ["1"]
        assert await index.alike(case, []) == []
    async with running(database) as words_only:
        assert await words_only.alike(case, [same]) == []


async def test_an_encoder_that_fails_leaves_the_likeness_in_words(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CaseText(id="", title="Sleutel", dilemma="Wie bewaart de sleutel?")
    encoder = WordEncoder()
    index = LibraryIndex(database, encoder)

    def fail(*_: object) -> Vectors:
        raise RuntimeError("the model fell over")

    monkeypatch.setattr(encoder, "encode", fail)
    assert await index.alike(case, [replace(case, id="1")]) == []
