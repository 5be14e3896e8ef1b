"""The bot is killed at every named point and at random, and neither loses nor doubles what it promised."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.db import Database
from bot.delivery.sender import IN_FLIGHT
from bot.playground.world import World
from bot.settings import Settings
from tests.support.cases import seed_library
from tests.support.endcheck import end_check
from tests.support.eventually import PATIENCE_SECONDS
from tests.support.process import BotProcess
from tests.support.running import write_config
from tests.support.town import settled

pytestmark = pytest.mark.crash

CRASH_POINTS = (
    "receiver.stored",
    "receiver.committed",
    "worker.claimed",
    "worker.applied",
    "worker.committed",
    "sender.claimed",
    "sender.sent",
)


@pytest.fixture
async def process(
    world: World, api_url: str, database_url: str, tmp_path: Path, settings: Settings
) -> AsyncIterator[BotProcess]:
    await seed_library(settings.database_url)
    process = BotProcess(write_config(tmp_path, api_url, database_url), world.bot.token)
    yield process
    await process.kill()


@pytest.fixture
async def db(settings: Settings) -> AsyncIterator[Database]:
    db = Database(settings.database_url)
    yield db
    await db.close()


def ask(world: World, count: int, people: int = 4) -> list[str]:
    """Questions of several people, each a text of its own."""
    persons = [world.person(f"Bewoner {number} (voorbeeld)") for number in range(people)]
    texts = [f"wie mag de sleutel van het buurthuis hebben, vraag {number}?" for number in range(count)]
    for number, text in enumerate(texts):
        person = persons[number % people]
        world.say(person, person, text)
    return texts


async def all_answered(world: World, db: Database, count: int) -> None:
    await world.wait_for(lambda: len(world.bot_messages()) >= count, seconds=PATIENCE_SECONDS)
    await settled(world, db)


@pytest.mark.parametrize("point", CRASH_POINTS)
async def test_a_kill_at_a_named_point_loses_nothing_and_has_every_effect_once(
    world: World, process: BotProcess, db: Database, point: str
) -> None:
    texts = ask(world, 6)
    await process.start(CRASH_AT=point if point.startswith("receiver") else f"{point}:2")
    assert await process.ended() == -signal.SIGKILL
    await process.start()
    await all_answered(world, db, len(texts))
    assert await process.stop() == 0
    await end_check(world, db, texts, deaths=1, in_flight=IN_FLIGHT)


async def test_random_kills_lose_nothing_and_copies_stay_within_what_was_in_flight(
    world: World, process: BotProcess, db: Database
) -> None:
    chance = random.Random(20261123)
    texts = ask(world, 20)
    deaths = 0
    for _ in range(6):
        await process.start()
        await world.wait_for(
            lambda: world.is_connected() or world.updates.pending == 0, seconds=PATIENCE_SECONDS
        )
        await asyncio.sleep(chance.uniform(0.0, 0.25))
        await process.kill()
        deaths += 1
    await process.start()
    await all_answered(world, db, len(texts))
    assert await process.stop() == 0
    await end_check(world, db, texts, deaths=deaths, in_flight=IN_FLIGHT)


async def test_a_stop_finishes_what_is_in_hand_within_ten_seconds(
    world: World, process: BotProcess, db: Database
) -> None:
    texts = ask(world, 12)
    await process.start()
    await world.wait_for(lambda: len(world.bot_messages()) >= 1, seconds=PATIENCE_SECONDS)
    assert await process.stop(10) == 0
    await process.start()
    await all_answered(world, db, len(texts))
    assert await process.stop() == 0
    # An orderly stop is no death: not a single message may have been sent twice.
    await end_check(world, db, texts, deaths=0, in_flight=0)


async def test_a_second_process_on_the_same_file_refuses_and_says_why(
    world: World, process: BotProcess, tmp_path: Path, settings: Settings, api_url: str
) -> None:
    if settings.sqlite_path is None:
        pytest.skip("PostgreSQL allows several processes; see the test of two pollers")
    await process.start()
    await world.wait_for(world.is_connected, seconds=PATIENCE_SECONDS)
    second = BotProcess(tmp_path / "config.toml", world.bot.token)
    await second.start()
    assert await second.ended() == 2
    assert b"another Buurvraag is running" in second.log
    assert b"Traceback" not in second.log


async def test_two_processes_on_postgresql_share_the_work_and_double_nothing(
    world: World, process: BotProcess, db: Database, tmp_path: Path, settings: Settings
) -> None:
    if settings.sqlite_path is not None:
        pytest.skip("SQLite is for one process; see the test of the second process")
    second = BotProcess(tmp_path / "config.toml", world.bot.token)
    await process.start()
    await second.start()
    texts = ask(world, 20)
    await all_answered(world, db, len(texts))
    assert not [record for record in world.calls("getUpdates") if record.status == 409]
    await process.kill()
    texts += ask_more(world, 6)
    await all_answered(world, db, len(texts))
    assert await second.stop() == 0
    await end_check(world, db, texts, deaths=1, in_flight=IN_FLIGHT)


def ask_more(world: World, count: int) -> list[str]:
    person = world.person("Nieuwe bewoner (voorbeeld)")
    texts = [f"mag huiswerkhulp uit het budget ontmoeting betaald worden, vraag {n}?" for n in range(count)]
    for text in texts:
        world.say(person, person, text)
    return texts
