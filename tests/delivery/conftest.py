"""Databases for tests of delivery."""

from collections.abc import AsyncIterator

import pytest

from bot.db import Database
from bot.delivery import sender
from bot.settings import parse_database_url
from tests.support.office import Office


@pytest.fixture
async def postgres(migrated_postgres_url: str) -> AsyncIterator[Database]:
    """A migrated database on PostgreSQL, for what cannot happen where there is one writer at a time."""
    db = Database(parse_database_url(migrated_postgres_url))
    yield db
    await db.close()


@pytest.fixture
async def postgres_elsewhere(postgres: Database) -> AsyncIterator[Database]:
    """The same database, seen from a second process."""
    db = Database(postgres.url)
    yield db
    await db.close()


@pytest.fixture
def office(database: Database, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A sender that looks often, so that tests need not wait."""
    monkeypatch.setattr(sender, "LONGEST_SLEEP", 0.02)
    return Office(database)
