"""A conversation of several messages: one at a time, kept for a day, never in memory."""

from datetime import UTC, datetime, timedelta

from bot.db import Database
from bot.services import conversations, people

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def test_what_was_told_survives_from_step_to_step(database: Database) -> None:
    async with database.begin() as session:
        person = await people.meet(session, 7, at=AT)
        begun = await conversations.begin(session, person, "plan", "title", at=AT, data={"theme": "geld"})
        conversations.go_on(begun, "date", at=AT, title="Invloed op de begroting")
    async with database.begin() as session:
        person = await people.meet(session, 7, at=AT)
        found = await conversations.current(session, person, at=AT + timedelta(hours=1))
        assert found is not None
        assert (found.kind, found.step) == ("plan", "date")
        assert found.data == {"theme": "geld", "title": "Invloed op de begroting"}


async def test_a_new_conversation_takes_the_place_of_the_old(database: Database) -> None:
    async with database.begin() as session:
        person = await people.meet(session, 7, at=AT)
        await conversations.begin(session, person, "plan", "title", at=AT, data={"old": 1})
        await conversations.begin(session, person, "introduction", "words", at=AT)
        found = await conversations.current(session, person, at=AT)
        assert found is not None
        assert (found.kind, found.data) == ("introduction", {})


async def test_only_the_kind_that_is_meant_is_ended(database: Database) -> None:
    async with database.begin() as session:
        person = await people.meet(session, 7, at=AT)
        await conversations.begin(session, person, "plan", "title", at=AT)
        assert not await conversations.end(session, person, "introduction")
        assert await conversations.end(session, person)
        assert not await conversations.end(session, person)


async def test_after_a_day_plain_words_are_a_dilemma_again(database: Database) -> None:
    later = AT + conversations.PATIENCE
    async with database.begin() as session:
        person = await people.meet(session, 7, at=AT)
        await conversations.begin(session, person, "plan", "title", at=AT)
        assert await conversations.current(session, person, at=later) is None
        await conversations.drop_stale(session, at=later)
        assert not await conversations.end(session, person)
