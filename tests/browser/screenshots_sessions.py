"""Makes the pictures of sessions on a phone: `python -m tests.browser.screenshots_sessions`.

The real bot runs on the local Bot API; everybody in the pictures is an example.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from playwright.async_api import expect

from bot.app import running
from bot.config import load_settings
from bot.playground.server import serve
from bot.playground.state import Chat, Person
from bot.playground.world import World
from tests.browser.chromium import Windows, launched
from tests.browser.screenshots import take
from tests.support.cases import seed_library
from tests.support.running import write_config
from tests.support.sessions import known, planned, posted, until
from tests.support.town import Office, Town

DESCRIPTION = (
    "Drie bewonersgroepen vertellen hoe zij meepraten over het geld van de wijk. "
    "Daarna is er tijd voor jouw vraag. Je hoeft niets voor te bereiden."
)


@asynccontextmanager
async def neighbours() -> AsyncIterator[tuple[str, Town, Person, Chat]]:
    """The address of a playground with a group, a resident in it and a coordinator."""
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        async with serve(world) as address:
            karim = world.person("Karim (voorbeeld)", role="coordinator", started=True)
            els = world.person("Els (voorbeeld)", started=True)
            others = [world.person(f"Buur {number} (voorbeeld)", started=True) for number in range(6)]
            group = world.group("Wijkraad (voorbeeld)", [els, karim, *others], supergroup=True, quiet=True)
            url = f"sqlite:///{folder}/pictures.sqlite"
            path = write_config(
                Path(folder), address, url, extra=f"[coordinators]\nuser_ids = [{karim.id}]\n"
            )
            settings = load_settings(path, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)
            await seed_library(settings.database_url)
            async with running(settings, clock=world.clock) as bot:
                town = Town(world, bot, Office(group, els, karim))
                await known(town, els, karim, *others)
                yield address, town, els, group


async def look(windows: Windows, address: str, who: Person, chat: Chat | Person, name: str) -> None:
    """A picture of a chat on a phone, as somebody sees it."""
    phone = await windows.open(address, width=390, height=844, touch=True)
    await phone.page.goto(f"{address}/#als={who.id}&chat={chat.id}")
    await phone.page.reload()
    await phone.page.locator("body[data-ready]").wait_for()
    await phone.page.locator(".chat-row[aria-current=true]").tap()
    await expect(phone.page.locator(".inline-button").last).to_be_visible()
    await take(phone, name)


async def main() -> None:
    """The card in the group, the list and the card in private, the series, an offer, the link, the guests."""
    async with neighbours() as (address, town, els, group), launched() as browser:
        windows = Windows(browser)
        coordinator = town.office.coordinator
        meeting, card = await posted(
            town, group, places=5, description=DESCRIPTION, host="Karim (voorbeeld)", days=12
        )
        buren = [one for one in town.world.people.values() if one.first_name.startswith("Buur")]
        for one in buren[:4]:
            await town.press(one, card, "Ik kom")
        await town.press(buren[4], card, "Misschien")
        await town.later(seconds=8)
        await look(windows, address, els, group, "session-card-group")
        await town.press(buren[4], card, "Ik kom")
        mine = await town.follow(els, f"https://t.me/x?start=s-{meeting.token}")
        await town.press(els, mine, "Ik kom")
        await look(windows, address, els, els, "session-card-waiting")
        await planned(town, days=19, title="Energie van het dak (voorbeeld)", theme="energie", moments=())
        await planned(town, days=33, weeks=3, title="Leerprogramma (voorbeeld)", theme="leren", moments=())
        listed = await town.ask(els, "/sessies")
        await look(windows, address, els, els, "session-list")
        await town.press(els, listed, "Leerprogramma")
        await town.press(els, listed, "De hele reeks")
        await town.press(els, listed, 1)
        await look(windows, address, els, els, "session-series")
        await town.press(buren[0], card, "Ik kan niet")
        await town.later(seconds=8)
        offer = await town.hears(els)
        await look(windows, address, els, els, "session-offer")
        await town.press(els, offer, "Ja, ik kom")
        await until(town, meeting.starts_at - timedelta(hours=24))
        await look(windows, address, els, els, "session-link")
        panel = await town.follow(coordinator, f"https://t.me/x?start=s-{meeting.token}")
        await town.press(coordinator, panel, data=f"pr:{meeting.id}:p")
        await town.hears(coordinator)
        sure = await town.ask(coordinator, "Truus de Vries (voorbeeld)")
        await town.press(coordinator, sure, "Ja, dat is gezegd")
        await look(windows, address, coordinator, coordinator, "session-guests")


if __name__ == "__main__":
    asyncio.run(main())
