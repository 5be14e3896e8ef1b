"""PostgreSQL goes down amid the work, and comes back: that costs time, and nothing that was acknowledged."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.db import Database
from bot.delivery.sender import IN_FLIGHT
from bot.playground.world import World
from bot.settings import Settings
from tests.postgres import PostgresServer
from tests.support.cases import seed_library
from tests.support.endcheck import end_check
from tests.support.eventually import PATIENCE_SECONDS, eventually
from tests.support.process import BotProcess
from tests.support.town import settled

pytestmark = [pytest.mark.crash, pytest.mark.postgres]


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server that this test may stop."""
    with PostgresServer() as server:
        yield server


@pytest.fixture
def database_url(server: PostgresServer) -> str:
    """A database on it."""
    return server.url(server.create_database())


@pytest.fixture
async def process(world: World, settings: Settings, tmp_path: Path) -> AsyncIterator[BotProcess]:
    db = Database(settings.database_url)
    await db.migrate()
    await db.close()
    await seed_library(settings.database_url)
    process = BotProcess(tmp_path / "config.toml", world.bot.token)
    yield process
    await process.kill()


def ask(world: World, name: str, count: int) -> list[str]:
    person = world.person(f"{name} (voorbeeld)")
    question = "wie mag de sleutel van het buurthuis hebben"
    texts = [f"{question}, vraag {number} van {name}?" for number in range(count)]
    for text in texts:
        world.say(person, person, text)
    return texts


async def test_a_postgresql_that_stops_at_once_and_comes_back_costs_time_only(
    world: World, server: PostgresServer, process: BotProcess, settings: Settings
) -> None:
    texts = ask(world, "Anna", 8)
    await process.start()
    await world.wait_for(lambda: bool(world.bot_messages()), seconds=PATIENCE_SECONDS)

    await asyncio.to_thread(server.stop, "immediate")
    texts += ask(world, "Piet", 6)
    await eventually(lambda: b"database does not answer" in process.log, seconds=PATIENCE_SECONDS)
    assert process.is_running
    await asyncio.to_thread(server.start)

    texts += ask(world, "Fatma", 2)
    await world.wait_for(lambda: len(world.bot_messages()) >= len(texts), seconds=PATIENCE_SECONDS)
    db = Database(settings.database_url)
    try:
        await settled(world, db)
        assert await process.stop() == 0
        # What was out when the lead was lost with the connection is judged as after a death.
        await end_check(world, db, texts, deaths=1, in_flight=IN_FLIGHT)
    finally:
        await db.close()
