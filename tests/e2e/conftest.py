"""The real bot on the local Bot API, in one process: real handlers, real database, real HTTP.

Tests of what people see take `town`, and anna, piet and group if these will do; see tests/support/town.py.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import Buurvraag, running
from bot.config import load_settings
from bot.playground.server import serve
from bot.playground.state import Chat, Person
from bot.playground.world import World
from bot.settings import Settings
from tests.support.cases import seed_library
from tests.support.contract import assert_contract
from tests.support.running import unused_port, write_config
from tests.support.town import Office, Town


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


@pytest.fixture
def staff_has_topics() -> bool:
    """Whether the staff group is a forum; a test that parametrizes this name decides it."""
    return True


@pytest.fixture
def office(world: World, staff_has_topics: bool) -> Office:
    """The staff group, one of the staff, and a coordinator who is no staff."""
    staff = world.person("Sanne (voorbeeld)", role="staff", started=True)
    # To make topics, a bot has to be an administrator.
    group = world.group(
        "Medewerkers (voorbeeld)",
        [staff],
        bot="administrator",
        supergroup=True,
        forum=staff_has_topics,
        quiet=True,
    )
    return Office(group, staff, world.person("Karim (voorbeeld)", role="coordinator", started=True))


@pytest.fixture
def more_config(office: Office) -> str:
    """What the configuration says besides where things are; a test that parametrizes this name decides it."""
    return f"""
[staff]
chat_id = {office.group.id}
user_ids = [{office.staff.id}]
[coordinators]
user_ids = [{office.coordinator.id}]
"""


@pytest.fixture
def questions_per_minute() -> int:
    """How many questions of one person are answered in a minute; 0 is no limit. Tests parametrize this."""
    return 0


@pytest.fixture
def settings(
    world: World,
    api_url: str,
    database_url: str,
    tmp_path: Path,
    more_config: str,
    questions_per_minute: int,
) -> Settings:
    """The settings of the bot under test."""
    path = write_config(
        tmp_path, api_url, database_url, extra=more_config, questions_per_minute=questions_per_minute
    )
    return load_settings(path, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)


@pytest.fixture
async def bot(settings: Settings, world: World) -> AsyncIterator[Buurvraag]:
    """The bot, running, with a small library."""
    await seed_library(settings.database_url)
    async with running(settings, clock=world.clock) as app:
        yield app


@pytest.fixture
def town(world: World, bot: Buurvraag, office: Office) -> Town:
    """The people around the running bot."""
    return Town(world, bot, office)


@pytest.fixture
def anna(world: World) -> Person:
    """A resident who has written to the bot before, and owns the group."""
    return world.person("Anna (voorbeeld)", started=True)


@pytest.fixture
def piet(world: World) -> Person:
    """A neighbour who has written to the bot before."""
    return world.person("Piet (voorbeeld)", started=True)


@pytest.fixture
def group(world: World, anna: Person, piet: Person) -> Chat:
    """A supergroup of both, in which the bot has been for long."""
    return world.group("Buurt (voorbeeld)", [anna, piet], supergroup=True, quiet=True)


@pytest.fixture
def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    return unused_port()
