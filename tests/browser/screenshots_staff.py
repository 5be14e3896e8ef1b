"""Makes the pictures of the editor of drafts: `python -m tests.browser.screenshots_staff`.

The real bot runs on the local Bot API, with words only; everybody in the pictures is an example.
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
from bot.services import people
from bot.services.cases import casework
from tests.browser.chromium import Windows, launched
from tests.browser.screenshots import take
from tests.support.cases import seed_library
from tests.support.running import write_config
from tests.support.town import Office, Town

QUESTION = (
    "Hallo,\nWij hebben een bakfiets die buren van elkaar lenen. Hoe verzekeren we die? "
    "Joop regelt het nu, op 06-12345678.\nGroeten,\nFatma"
)
ANSWER = (
    "Beste Fatma,\nZet de polis op naam van de stichting, dan is iedere lener verzekerd.\n"
    "Maak een lijst van wie hem wanneer leent.\nLet op: eigen risico bij diefstal.\nGroet, Sanne"
)


@asynccontextmanager
async def staff_at_work() -> AsyncIterator[tuple[str, Town]]:
    """The address of a playground with a draft in the staff chat, and the people in it."""
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        async with serve(world) as address:
            staff = world.person("Sanne (voorbeeld)", role="staff", started=True)
            group = world.group(
                "Medewerkers (voorbeeld)", [staff], bot="administrator", supergroup=True, quiet=True
            )
            office = Office(group, staff, staff)
            extra = f"[staff]\nchat_id = {group.id}\nuser_ids = [{staff.id}]\n"
            url = f"sqlite:///{folder}/pictures.sqlite"
            path = write_config(Path(folder), address, url, extra=extra)
            settings = load_settings(path, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)
            await seed_library(settings.database_url)
            async with running(settings, clock=world.clock) as bot:
                town = Town(world, bot, office)
                await make_draft(town)
                yield address, town


async def make_draft(town: Town) -> None:
    """A draft of a thread, opened in the staff chat."""
    async with town.db.begin() as session:
        at = town.world.clock.now()
        staff = await people.meet(session, town.office.staff.id, at=at)
        draft = await casework.draft_from(
            session,
            question=QUESTION,
            answers=[ANSWER],
            theme="spullen delen",
            at=at,
            by=staff,
            source="escalation:1",
        )
        draft.place = "een wijk in Zwolle"
        number = draft.id
    card = await town.ask(town.office.staff, "/casus", town.office.group)
    await town.press(town.office.staff, card, f"📝 {number}")


async def main() -> None:
    """Take the wide window and that of a phone."""
    async with staff_at_work() as (address, town), launched() as browser:
        windows = Windows(browser)
        place = f"#als={town.office.staff.id}&chat={town.office.group.id}"
        for name, width, height in (("draft", 1360, 1000), ("draft-phone", 390, 844)):
            window = await windows.open(address, width=width, height=height, touch=width < height)
            await window.page.goto(f"{address}/{place}")
            await window.page.reload()
            await window.page.locator("body[data-ready]").wait_for()
            if name == "draft-phone":
                await window.page.locator(".chat-row[aria-current=true]").tap()
            await expect(window.page.locator(".inline-button").last).to_be_visible()
            await take(window, name)


if __name__ == "__main__":
    asyncio.run(main())
