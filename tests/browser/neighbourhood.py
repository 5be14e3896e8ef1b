"""The people and groups of the page's tests; all of them are examples."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.playground import World, serve
from bot.playground.state import Chat, Person
from tests.browser.scripted_bot import ScriptedBot


@dataclass(frozen=True)
class Neighbourhood:
    """A running playground with a scripted bot."""

    world: World
    address: str
    bot: ScriptedBot
    fatma: Person
    joop: Person
    nadia: Person
    group: Chat
    staff: Chat


@asynccontextmanager
async def neighbourhood() -> AsyncIterator[Neighbourhood]:
    """A group with residents, a staff group with topics, and a bot that does nothing by itself."""
    world = World()
    fatma = world.person(
        "Fatma (voorbeeld)", role="resident", about="Bewoner van Buurt De Linde", started=True
    )
    joop = world.person("Joop (voorbeeld)", role="resident", about="Bewoner van Buurt De Linde")
    nadia = world.person("Nadia (voorbeeld)", role="staff", about="Medewerker", started=True)
    group = world.group("Buurt De Linde (voorbeeld)", [nadia, fatma, joop], supergroup=True, quiet=True)
    staff = world.group(
        "Medewerkers (voorbeeld)", [nadia], forum=True, topics=["Sleutels"], bot="administrator", quiet=True
    )
    async with serve(world) as address, ScriptedBot(address, world.bot.token) as bot:
        yield Neighbourhood(world, address, bot, fatma, joop, nadia, group, staff)
