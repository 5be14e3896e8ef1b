"""The migrations lead to exactly the tables that the models describe, on both databases."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, Enum, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.db import Database
from models import Base, ChatKind
from tests.support.factories import make_chat

T = TypeVar("T")
ENUMS = [
    (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Enum)
]


async def on_connection(db: Database, work: Callable[[Connection], T]) -> T:
    async with db.engine.connect() as connection:
        return await connection.run_sync(work)


async def test_models_and_migrations_agree(database: Database) -> None:
    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    assert await on_connection(database, differences) == []


async def test_numbers_that_are_never_given_twice_are_so_in_the_database(database: Database) -> None:
    """A migration that makes a table anew forgets it, and nothing else would show that."""
    if not database.is_sqlite:
        pytest.skip("the sequences of PostgreSQL never go back")
    wanted = {
        table.name
        for table in Base.metadata.sorted_tables
        if table.dialect_options["sqlite"]["autoincrement"]
    }

    def present(connection: Connection) -> set[str]:
        made = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
        return set(made.scalars())

    assert wanted == await on_connection(database, present)
    assert "broadcast" in wanted


async def test_every_check_of_the_models_is_in_the_database(database: Database) -> None:
    wanted = {
        (table.name, str(constraint.name))
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }

    def present(connection: Connection) -> set[tuple[str, str]]:
        look = inspect(connection)
        return {
            (table, str(check["name"]))
            for table in look.get_table_names()
            for check in look.get_check_constraints(table)
        }

    assert wanted == await on_connection(database, present)
    assert len(wanted) >= len(ENUMS)


@pytest.mark.parametrize(("table", "column"), ENUMS)
async def test_a_value_outside_an_enum_is_refused_by_the_database(
    database: Database, table: str, column: str
) -> None:
    def checks(connection: Connection) -> list[str]:
        return [check["sqltext"] for check in inspect(connection).get_check_constraints(table)]

    enum = Base.metadata.tables[table].columns[column].type
    assert isinstance(enum, Enum)
    sources = [check for check in await on_connection(database, checks) if column in check]
    assert any(all(f"'{value}'" in check for value in enum.enums) for check in sources)


async def test_a_chat_of_an_unknown_kind_cannot_be_stored(database: Database) -> None:
    async with database.begin() as session:
        await make_chat(session, kind=ChatKind.GROUP)

    with pytest.raises(DBAPIError):
        async with database.begin() as session:
            await session.execute(text("UPDATE chat SET kind = 'party'"))


async def test_rows_that_refer_to_a_table_that_is_made_anew_stay(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'old.sqlite'}")

    def to_0013(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", "models/migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0013")
        connection.execute(text("INSERT INTO outbox_content (id, payload) VALUES (1, '{}')"))
        connection.execute(
            text(
                "INSERT INTO broadcast (id, state, version, text, entities, asks_dilemma, audience, "
                "audience_value, made_at, changed_at, confirmed_at, cursor, progress) VALUES (1, 'done', 1, "
                "'Kom je ook?', '[]', 0, 'all', '', '2026-11-01', '2026-11-01', '2026-11-01', 0, 0)"
            )
        )
        connection.execute(
            text("INSERT INTO broadcast_content (broadcast_id, language, content_id) VALUES (1, 'nl', 1)")
        )

    async with database.engine.begin() as connection:
        await connection.run_sync(to_0013)
    await database.migrate()

    async with database.begin() as session:
        assert await session.scalar(text("SELECT count(*) FROM broadcast_content")) == 1
        assert await session.scalar(text("SELECT began_at = confirmed_at FROM broadcast")) == 1
        assert await session.scalar(text("PRAGMA foreign_keys")) == 1
    await database.close()


@pytest.mark.parametrize(
    "table",
    [
        "person",
        "case",
        "dilemma",
        "escalation",
        "relayed",
        "expert",
        "invitation",
        "case_draft",
        "case_review",
        "introduction",
        "approach",
        "introduction_follow_up",
        "interrupted_conversation",
    ],
)
async def test_a_number_that_keys_and_buttons_hold_is_never_given_twice(
    database: Database, table: str
) -> None:
    if database.is_sqlite:
        async with database.read() as session:
            made = await session.scalar(
                text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": table}
            )
        assert "AUTOINCREMENT" in str(made)
