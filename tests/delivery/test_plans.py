"""The hot questions are answered by indexes, however much was handled and sent before."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery import inbox, outbox
from models import Chat, ChatKind, MessageClass
from tests.support.factories import NOW, queue

QUESTIONS: dict[str, Callable[[AsyncSession], Awaitable[Any]]] = {
    "claim": lambda session: inbox.claim(session, bot_id=1, owner="o", at=NOW, lanes=8),
    "set aside": lambda session: inbox.set_aside_deadly(session, bot_id=1, at=NOW),
    "candidates": lambda session: outbox.candidates(session, at=NOW, limit=64),
    "expire": lambda session: outbox.expire(session, at=NOW),
    "release": lambda session: outbox.release_uncalled(session, owner="o", in_hand={1}, at=NOW),
    "purge": lambda session: outbox.purge(session, before=NOW),
    "sent as": lambda session: outbox.sent_as(session, telegram_chat_id=1, message_id=1),
}


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    db = Database(f"sqlite+aiosqlite:///{tmp_path}/t.sqlite")
    await db.migrate()
    yield db
    await db.close()


def explained(connection: Connection, statement: str, parameters: Any) -> list[Any]:
    return list(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))


@pytest.mark.parametrize("question", QUESTIONS)
async def test_no_question_reads_a_whole_table(sqlite: Database, question: str) -> None:
    asked: list[tuple[str, Any]] = []

    def remember(_c: Any, _cursor: Any, statement: str, parameters: Any, _x: Any, _many: bool) -> None:
        asked.append((statement, parameters))

    event.listen(sqlite.engine.sync_engine, "before_cursor_execute", remember)
    async with sqlite.begin() as session:
        await QUESTIONS[question](session)
        statements = [one for one in asked if not one[0].startswith("BEGIN")]
        connection = await session.connection()
        plans = [
            row[-1]
            for statement, parameters in statements
            for row in await connection.run_sync(explained, statement, parameters)
        ]

    assert plans
    assert not [step for step in plans if step.startswith(("SCAN inbox", "SCAN outbox"))]


async def test_what_holds_a_message_up_is_looked_up_by_chat_state_and_place(
    sqlite: Database,
) -> None:
    steps: list[str] = []

    def explain(_c: Any, cursor: Any, statement: str, parameters: Any, _x: Any, _many: bool) -> None:
        if statement.startswith("SELECT outbox.id"):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps.extend(row[-1] for row in cursor.fetchall())

    event.listen(sqlite.engine.sync_engine, "before_cursor_execute", explain)
    async with sqlite.begin() as session:
        await outbox.candidates(session, at=NOW, limit=64)

    wanted = "ix_outbox_chat_id_state (chat_id=? AND state=? AND priority=? AND id<?)"
    assert sum(wanted in step for step in steps) == 2


@pytest.mark.postgres
async def test_postgresql_finds_what_is_next_by_the_index_right_after_a_broadcast_was_stored(
    postgres: Database,
) -> None:
    """Nothing is known yet of what was stored: no statistics."""
    async with postgres.begin() as session:
        chats = [
            {"telegram_id": -1 - n, "kind": ChatKind.GROUP, "is_forum": False, "can_write": True}
            for n in range(3_000)
        ]
        await session.execute(insert(Chat), chats)
        for chat in await session.scalars(select(Chat)):
            await queue(session, chat, f"notice {chat.id}", MessageClass.NOTICE)
    plan: list[str] = []

    def explain(connection: Connection, _s: Any, statement: str, parameters: Any, _c: Any, _m: bool) -> None:
        if statement.startswith("SELECT outbox.id"):
            rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
            plan.extend(row[0] for row in rows)

    event.listen(postgres.engine.sync_engine, "before_cursor_execute", explain)
    async with postgres.begin() as session:
        found = await outbox.candidates(session, at=NOW, limit=8)

    assert len(found) == 8
    assert any("ix_outbox_state_due_at" in step for step in plan)
    assert not [step for step in plan if "Sort" in step or ("Join" in step and "Anti" in step)]
