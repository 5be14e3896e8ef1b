"""The audit trail: who did what, found by thing, by person and by time."""

from datetime import timedelta

from bot.db import Database
from bot.services import audit
from tests.support.factories import NOW, make_person

DAY = timedelta(days=1)


async def test_what_is_recorded_is_found_by_thing_by_person_and_by_time(database: Database) -> None:
    async with database.begin() as session:
        ann, bob = await make_person(session, 11), await make_person(session, 12)
        await audit.record(session, at=NOW, actor=ann, action="claimed", subject="escalation:1")
        await audit.record(session, at=NOW + DAY, actor=bob, action="answered", subject="escalation:12")
        await audit.record(session, at=NOW + 2 * DAY, actor=None, action="called", subject="case:k_1")

    async with database.read() as session:

        async def actions(**filters: object) -> list[str]:
            return [entry.action for entry in await audit.entries(session, **filters)]  # type: ignore[arg-type]

        assert await actions() == ["claimed", "answered", "called"]
        assert await actions(subject="escalation:1") == ["claimed"]
        assert await actions(subject="escalation") == ["claimed", "answered"]
        assert await actions(subject="case:k%") == []
        assert await actions(actor=12) == ["answered"]
        assert await actions(since=NOW + DAY) == ["answered", "called"]
        assert await actions(most=2) == ["answered", "called"]


async def test_a_forgotten_person_is_told_from_the_bot_itself(database: Database) -> None:
    async with database.begin() as session:
        ann = await make_person(session, 11)
        await audit.record(session, at=NOW, actor=ann, action="claimed", subject="escalation:1")
        await audit.record(session, at=NOW, actor=None, action="called", subject="escalation:1")
        await session.delete(ann)

    async with database.read() as session:
        found = await audit.entries(session)
    assert [(entry.actor, entry.by_bot) for entry in found] == [(None, False), (None, True)]


async def test_what_is_too_long_is_cut_and_does_not_stop_the_action(database: Database) -> None:
    async with database.begin() as session:
        await audit.record(session, at=NOW, actor=None, action="a" * 99, subject="s" * 99, detail="d " * 999)

    async with database.read() as session:
        (entry,) = await audit.entries(session)
    assert (len(entry.action), len(entry.subject)) == (40, 80)
    assert len(entry.detail) <= 500
