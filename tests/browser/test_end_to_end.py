"""The whole way in a real browser: a resident types, the real bot answers, buttons are pressed."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.app import running
from bot.clock import Clock
from bot.config import load_settings
from bot.playground import demo_world, serve
from tests.browser.chromium import Windows
from tests.support.cases import seed_library
from tests.support.running import write_config

# All in one event loop, so that they can share one browser.
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

QUESTION = (
    "/dilemma Wie krijgt de sleutel van het buurthuis? Wij beheren een buurthuis van de gemeente. "
    "Welke bewoners mogen een sleutel hebben?"
)


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_resident_asks_and_reads_what_helped_others(
    windows: Windows, tmp_path: Path, width: int
) -> None:
    clock = Clock()
    world = demo_world(clock)
    joop = next(person for person in world.people.values() if person.first_name == "Joop")
    group = next(chat for chat in world.chats.values() if chat.is_group and chat.member(joop.id).is_present)
    async with serve(world) as address:
        config = write_config(tmp_path, address, f"sqlite:///{tmp_path / 'bot.sqlite'}")
        settings = load_settings(config, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)
        await seed_library(settings.database_url)
        async with running(settings, clock=clock):
            page = await windows.open(address, width=width, touch=width < 600)
            await page.open(person=joop.id)
            await page.enter(group.id)
            await page.say(QUESTION)
            await page.sees("We schreven een sleutelprotocol")
            await page.press("Lees alles")
            # What the whole case says may have stood in the short one as well; only its own button tells.
            await expect(page.button("Kort")).to_be_visible()
            await page.sees("We spraken een maximum van zes sleutels af.")
            await page.press("Bewaar")
            await expect(page.page.get_by_text("Bewaard. Je vindt het privé bij mij")).to_be_visible()
            assert await page.width_is_kept()
