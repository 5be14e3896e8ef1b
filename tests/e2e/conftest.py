"""The real bot on the local Bot API, in one process: real handlers, real database, real HTTP."""

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import Buurvraag, running
from bot.config import load_settings
from bot.playground.server import serve
from bot.playground.world import World
from bot.settings import Settings
from tests.support.cases import seed_library
from tests.support.contract import assert_contract


@pytest.fixture
def world() -> Iterator[World]:
    """A playground; every request that the bot made in it is checked against an independent model."""
    world = World()
    yield world
    assert_contract(world)


@pytest.fixture
async def api_url(world: World) -> AsyncIterator[str]:
    """Where the world's Bot API listens."""
    async with serve(world) as url:
        yield url


def write_config(folder: Path, api_url: str, database_url: str, *, extra: str = "") -> Path:
    """A configuration for a bot on the local Bot API, without limits on sending and with words only."""
    path = folder / "config.toml"
    path.write_text(
        f"""
[telegram]
api_url = "{api_url}"
[database]
url = "{database_url}"
[matching]
encoder = "none"
[sending]
messages_per_second = 0
per_private_chat_per_second = 0
per_group_per_minute = 0
{extra}
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def settings(world: World, api_url: str, database_url: str, tmp_path: Path) -> Settings:
    """The settings of the bot under test."""
    path = write_config(tmp_path, api_url, database_url)
    return load_settings(path, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)


@pytest.fixture
async def bot(settings: Settings, world: World) -> AsyncIterator[Buurvraag]:
    """The bot, running, with a small library."""
    await seed_library(settings.database_url)
    async with running(settings, clock=world.clock) as app:
        yield app


@pytest.fixture
def unused_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
