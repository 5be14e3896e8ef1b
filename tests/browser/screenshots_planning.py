"""Makes the pictures of planning a session: `python -m tests.browser.screenshots_planning`.

The real bot runs on the local Bot API; everybody in the pictures is an example.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import expect

from bot.app import running
from bot.config import load_settings
from bot.playground.server import serve
from bot.playground.world import World
from tests.browser.chromium import Windows, launched
from tests.browser.messenger import Messenger
from tests.browser.screenshots import take
from tests.support import planning
from tests.support.cases import seed_library
from tests.support.running import write_config
from tests.support.town import Office, Town

TITLE = "Invloed op de begroting"
DESCRIPTION = "beschrijving: Hoe praat je als buurt mee over het geld van de gemeente?"


@asynccontextmanager
async def coordinator_at_work() -> AsyncIterator[tuple[str, Town]]:
    """The address of a playground with a coordinator and a few groups, and the people in it."""
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        async with serve(world) as address:
            who = world.person("Karim (voorbeeld)", role="coordinator", started=True)
            sanne = world.person("Sanne (voorbeeld)", role="staff", started=True)
            staff = world.group("Medewerkers (voorbeeld)", [sanne], supergroup=True, quiet=True)
            url = f"sqlite:///{folder}/pictures.sqlite"
            extra = (
                f"[staff]\nchat_id = {staff.id}\nuser_ids = [{sanne.id}]\n"
                f"[coordinators]\nuser_ids = [{who.id}]\n"
            )
            path = write_config(Path(folder), address, url, extra=extra)
            settings = load_settings(path, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)
            await seed_library(settings.database_url)
            async with running(settings, clock=world.clock) as bot:
                town = Town(world, bot, Office(staff, sanne, who))
                groups = [town.group(f"Buurt {number}", sanne) for number in range(4)]
                await planning.collective(town, *groups)
                yield address, town


async def opened(windows: Windows, address: str, town: Town, *, height: int = 844) -> Messenger:
    """The coordinator's private chat on a phone."""
    who = town.office.coordinator
    phone = await windows.open(address, width=390, height=height, touch=True)
    await phone.page.goto(f"{address}/#als={who.id}&chat={who.id}")
    await phone.page.reload()
    await phone.page.locator("body[data-ready]").wait_for()
    await phone.page.locator(".chat-row[aria-current=true]").tap()
    await expect(phone.page.locator(".inline-button").last).to_be_visible()
    return phone


async def main() -> None:
    """Take where it begins, what is asked, the preview, and a session that was moved."""
    async with coordinator_at_work() as (address, town), launched() as browser:
        windows, who = Windows(browser), town.office.coordinator
        day = planning.day(town)
        await town.ask(who, f"/plan Samen koken, {day}")
        await town.ask(who, "half negen")
        await take(await opened(windows, address, town), "planning-question")
        words = f"{planning.line(town, TITLE)}, jurist gezocht\n{DESCRIPTION}"
        _, card = await planning.plan(town, words)
        await take(await opened(windows, address, town), "planning-preview")
        await town.press(who, card, planning.YES)
        await town.later(minutes=1)
        await town.press(who, card, "Bekijk of verander")
        await town.press(who, card, "Wanneer")
        await town.ask(who, f"{planning.day(town, 21)} half acht")
        # All of it, from what was done to the way back, is longer than a phone is high.
        await take(await opened(windows, address, town, height=1130), "planning-moved")
        await town.ask(who, "/plan")
        await take(await opened(windows, address, town), "planning-home")


if __name__ == "__main__":
    asyncio.run(main())
