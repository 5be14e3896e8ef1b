"""Makes the pictures of the page for the documentation.

`python -m tests.browser.screenshots --address http://127.0.0.1:8080` takes them of a running demo: it presses
the first suggestion and waits for the answer of the bot. Without an address a scripted bot gives an example.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from playwright.async_api import expect

from bot.playground.core import Suggestion
from tests.browser.chromium import Windows, launched
from tests.browser.messenger import Messenger
from tests.browser.neighbourhood import Neighbourhood, neighbourhood
from tests.browser.scripted_bot import Update, keyboard

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
LARGEST_BYTES = 200_000
# A page has few colours: a palette makes a picture a third of the size, and the eye sees no difference.
COLOURS = 256
# Time for pictures and the marks of a new message to settle.
SETTLE_MS = 2500
ANSWER_MS = 120_000

ANSWER = """\
<b>De sleutel hing aan één persoon</b> (voorbeeld)

<b>De vraag:</b> wie sluit af als de beheerder ziek is?
<b>Wat hielp:</b> drie sleuteldragers met een rooster van vier weken, en een kluisje met code bij de voordeur.
<b>Let op:</b> vraag eerst de verzekeraar, en wissel de code elk kwartaal.

<i>Het Zonnehuis (voorbeeld), nagekeken op 3 maart 2026</i>
<blockquote>Waarom deze: het gaat over afsluiten en over iemand die uitvalt.</blockquote>"""


def add_suggestions(buurt: Neighbourhood) -> None:
    """The three suggestions of the pictures."""
    key = "/dilemma Onze beheerder is ziek. Wie doet ’s avonds de deur op slot?"
    turkish = "Belediye toplantı odamız için kira istiyor, ne yapabiliriz?"
    lunch = "We krijgen te weinig vrijwilligers voor de lunch"
    buurt.world.suggestions += [
        Suggestion(key, "nl", "De sleutel", buurt.fatma.id, buurt.group.id),
        Suggestion(turkish, "tr", "Huur, in het Turks", buurt.fatma.id, buurt.fatma.id),
        Suggestion(lunch, "nl", "Vrijwilligers", buurt.nadia.id, buurt.nadia.id),
    ]


async def chat_before(buurt: Neighbourhood) -> None:
    """What was said before the dilemma."""
    await buurt.bot.say(
        buurt.group.id,
        "Hoi, ik ben <b>Buurvraag</b>, een bot.\nStel je dilemma met /dilemma en je vraag.\n"
        "Ik zoek een collectief dat het ook meemaakte.\nGewone berichten lees ik niet.",
        parse_mode="HTML",
    )
    buurt.world.say(buurt.joop, buurt.group, "Goedemorgen! Ik neem appeltaart mee vanavond 🥧")


async def answer(buurt: Neighbourhood, update: Update) -> None:
    """Answer a dilemma as the example."""
    message = update.get("message", {})
    if not message.get("text", "").startswith("/dilemma"):
        return
    buttons = keyboard(
        [{"text": "Lees alles", "callback_data": "read", "style": "primary"}],
        [("Nog twee andere", "more"), ("Bewaar", "save")],
        [("Dit is niet mijn vraag", "no")],
    )
    await buurt.bot.say(
        message["chat"]["id"],
        ANSWER,
        parse_mode="HTML",
        reply_parameters={"message_id": message["message_id"]},
        reply_markup=buttons,
    )


@asynccontextmanager
async def scripted_demo() -> AsyncIterator[str]:
    """Address of a playground in which a scripted bot answers."""
    async with neighbourhood() as buurt:
        add_suggestions(buurt)
        await chat_before(buurt)
        buurt.bot.answer_all(lambda update: answer(buurt, update))
        yield buurt.address


async def pose_dilemma(page: Messenger) -> None:
    """Press the first suggestion and wait until the bot has answered with buttons."""
    await page.open()
    await page.page.locator(".suggestion").first.click()
    await expect(page.page.locator(".inline-button").last).to_be_visible(timeout=ANSWER_MS)


async def take(page: Messenger, name: str) -> None:
    """Save a picture of the window; ValueError when it is too large for the repository."""
    await page.page.mouse.move(0, 0)
    await page.page.wait_for_timeout(SETTLE_MS)
    save(await page.page.screenshot(), name)


def save(screenshot: bytes, name: str, folder: Path = FOLDER, *, margin: int = 0) -> None:
    """Save a picture with few colours, in a white `margin` of so many dots.

    Raises ValueError when it is too large for the repository.
    """
    path = folder / f"{name}.png"
    picture = ImageOps.expand(Image.open(BytesIO(screenshot)).convert("RGB"), margin, "white")
    few = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {size / 1000:.0f} kB")
    if size > LARGEST_BYTES:
        raise ValueError(f"{path} is larger than {LARGEST_BYTES} bytes")


async def take_all(address: str) -> None:
    """The wide window, the dark one, and both screens of a phone."""
    async with launched() as browser:
        windows = Windows(browser)
        wide = await windows.open(address, width=1360, height=1000)
        await pose_dilemma(wide)
        await take(wide, "wide")
        place = await wide.page.evaluate("location.hash")

        dark = await windows.open(address, width=1360, height=1000, dark=True)
        await dark.page.goto(f"{address}/{place}")
        await dark.page.locator("body[data-ready]").wait_for()
        await dark.page.get_by_role("button", name="Geavanceerd: storingen en beheer").click()
        await take(dark, "dark")

        phone = await windows.open(address, width=390, height=844, touch=True)
        await phone.page.goto(f"{address}/{place}")
        await phone.page.locator("body[data-ready]").wait_for()
        await take(phone, "phone-chats")
        await phone.page.locator(".chat-row[aria-current=true]").tap()
        await take(phone, "phone")


async def main() -> None:
    """Take the pictures of the address that was given, or of the scripted demo."""
    parser = argparse.ArgumentParser(description="Pictures of the playground's page for the documentation.")
    parser.add_argument("--address", help="of a running demo, such as http://127.0.0.1:8080")
    given = parser.parse_args().address
    FOLDER.mkdir(parents=True, exist_ok=True)
    if given:
        await take_all(given.rstrip("/"))
        return
    async with scripted_demo() as address:
        await take_all(address)


if __name__ == "__main__":
    asyncio.run(main())
