"""The stream of events: nothing is missed and nothing comes twice when the connection breaks."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from tests.browser.chromium import Windows
from tests.browser.neighbourhood import Neighbourhood
from tests.browser.relay import Relay

# All in one event loop, so that they can share one browser.
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_broken_connection_misses_nothing_and_repeats_nothing(
    windows: Windows, buurt: Neighbourhood
) -> None:
    async with Relay(urlsplit(buurt.address).port or 0) as relay:
        page = await windows.open(relay.address)
        await page.open(person=buurt.fatma.id, chat=buurt.group.id)
        first = await buurt.bot.say(buurt.group.id, "Eén")
        await page.sees("Eén")

        relay.cut()
        await expect(page.page.locator("#connection")).to_contain_text("Verbinding met de proefserver weg")
        await buurt.bot.call(
            "editMessageText", chat_id=buurt.group.id, message_id=first, text="Eén, verbeterd"
        )
        gone = await buurt.bot.say(buurt.group.id, "Weer weg")
        await buurt.bot.call("deleteMessage", chat_id=buurt.group.id, message_id=gone)
        for text in ("Twee", "Drie"):
            await buurt.bot.say(buurt.group.id, text)
        await relay.refuses_one()
        relay.mend()

        await page.sees("Drie")
        await expect(page.page.locator("#connection")).to_be_hidden()
        texts = await page.page.locator("article.message .text").all_inner_texts()
        assert [text.strip() for text in texts] == ["Eén, verbeterd", "Twee", "Drie"]
        aloud = await page.page.locator("#live p").all_inner_texts()
        assert [line.removeprefix("Buurvraag: ") for line in aloud] == ["Eén", "Weer weg", "Twee", "Drie"]


async def test_a_restarted_server_is_read_anew(windows: Windows, buurt: Neighbourhood) -> None:
    async with Relay(urlsplit(buurt.address).port or 0) as relay:
        page = await windows.open(relay.address)
        await page.open(person=buurt.fatma.id, chat=buurt.group.id)
        await buurt.bot.say(buurt.group.id, "Van voor de herstart")
        await page.sees("Van voor de herstart")

        relay.cut()
        await relay.refuses_one()
        buurt.group.messages.clear()
        buurt.world.events.run = "another"
        relay.mend()

        await page.does_not_see("Van voor de herstart")
        await buurt.bot.say(buurt.group.id, "Van erna")
        await page.sees("Van erna")
        await expect(page.person_face(buurt.fatma.id)).to_have_attribute("aria-checked", "true")
