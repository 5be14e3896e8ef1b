"""A conversation of several messages: one at a time, kept for a day, never in memory."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.db import Database
from bot.services import conversations, people
from models import InterruptedConversation

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


async def test_what_was_interrupted_is_kept_and_can_be_gone_back_to(database: Database) -> None:
    async with database.begin() as session:
        person = await people.meet(session, 7, at=AT)
        begun = await conversations.begin(session, person, "plan", "title", at=AT)
        conversations.go_on(begun, "date", at=AT, title="Invloed")
        await conversations.begin(session, person, "introduction", "words", at=AT)
        (left,) = conversations.interrupted_now(session)
        assert (left.kind, left.step, left.data) == ("plan", "date", {"title": "Invloed"})
        assert not conversations.interrupted_now(session)

        again = await conversations.resume(session, person, at=AT, which=lambda one: one.id == left.id)

        assert again is not None
        assert (again.kind, again.step, again.data) == ("plan", "date", {"title": "Invloed"})
        (other,) = await conversations.interrupted(session, person, at=AT)
        assert other.kind == "introduction"
        assert await conversations.resume(session, person, at=AT, which=lambda one: one.id == left.id) is None


async def test_a_button_pressed_twice_interrupts_nothing(database: Database) -> None:
    async with database.begin() as session:
        person = await people.meet(session, 7, at=AT)
        for _ in range(2):
            await conversations.begin(session, person, "plan", "title", at=AT)
        assert not await conversations.interrupted(session, person, at=AT)


async def test_what_was_interrupted_is_bounded_goes_in_time_and_with_its_person(database: Database) -> None:
    async with database.begin() as session:
        person = await people.meet(session, 7, at=AT)
        for number in range(conversations.MOST_INTERRUPTED + 3):
            await conversations.begin(session, person, f"kind {number}", "words", at=AT)
        left = await conversations.interrupted(session, person, at=AT)
        assert [one.kind for one in left] == ["kind 4", "kind 3", "kind 2"]
        await conversations.forget(session, person, "kind 3", "kind 5")
        left = await conversations.interrupted(session, person, at=AT)
        assert [one.kind for one in left] == ["kind 4", "kind 2"]
        assert await conversations.current(session, person, at=AT) is None
        await conversations.drop_stale(session, at=AT + conversations.PATIENCE)
        assert not await session.scalar(select(func.count()).select_from(InterruptedConversation))
