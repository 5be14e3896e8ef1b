"""Makes the pictures of a question before staff: `python -m tests.browser.screenshots_escalations`.

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
from bot.playground.state import Message, Person
from bot.playground.world import World
from tests.browser.chromium import Windows, launched
from tests.browser.screenshots import take
from tests.support.cases import seed_library
from tests.support.running import write_config
from tests.support.town import Office, Town

QUESTION = (
    "Wij delen een bakfiets met de buurt. Wie is aansprakelijk als een kind eruit valt, de stichting of wie "
    "hem leent?"
)
PHONE, WIDE = (390, 844), (1360, 1000)


@asynccontextmanager
async def staff_at_work() -> AsyncIterator[tuple[str, Town, Person, Message]]:
    """The address of a playground, its people, a resident, and the card of the resident's question."""
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        async with serve(world) as address:
            staff = world.person("Sanne (voorbeeld)", role="staff", started=True)
            group = world.group(
                "Medewerkers (voorbeeld)",
                [staff],
                bot="administrator",
                supergroup=True,
                forum=True,
                quiet=True,
            )
            office = Office(group, staff, staff)
            extra = f"[staff]\nchat_id = {group.id}\nuser_ids = [{staff.id}]\n"
            url = f"sqlite:///{folder}/pictures.sqlite"
            path = write_config(Path(folder), address, url, extra=extra)
            settings = load_settings(path, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)
            await seed_library(settings.database_url)
            async with running(settings, clock=world.clock) as bot:
                town = Town(world, bot, office)
                loes = town.person("Loes", role="resident")
                yield address, town, loes, await work(town, loes)


async def work(town: Town, loes: Person) -> Message:
    """A question that is asked back about, replied to, and has an answer waiting for a yes."""
    office = town.office
    await town.ask(office.staff, "/experts Mr. Voorbeeld; verzekeringen; 030-1234567", office.group)
    answer = await town.ask(loes, QUESTION)
    for button in ("Geen van deze", "Nee, dit is het niet", "Ja, vraag het"):
        if any(button in label for row in answer.labels for label in row):
            await town.press(loes, answer, button)
    card = await town.hears(office.group)
    await town.press(office.staff, card, "Vraag terug")
    prompt = await town.hears(office.group)
    town.say(office.staff, "Is de bakfiets al verzekerd?", office.group, reply_to=prompt)
    shown = await town.hears(office.group)
    await town.press(office.staff, shown, "Verstuur als vraag")
    while "vragen je iets" not in (question := await town.hears(loes)).text:
        continue
    town.say(loes, "Nee, nog niet.", reply_to=question)
    await town.hears(loes)
    passed = await town.hears(office.group)
    text = "Zet de polis op naam van de stichting: dan is iedere lener verzekerd."
    town.say(office.staff, text, office.group, reply_to=passed)
    await town.hears(office.group)
    await town.settled()
    return card


def number_of_topic(card: Message) -> str:
    """What the topic of a card is called first: its number."""
    return "#" + card.text.split("#")[1].split()[0]


async def main() -> None:
    """Take the topic of staff and the private chat of the resident, wide and on a phone."""
    async with staff_at_work() as (address, town, loes, card), launched() as browser:
        windows = Windows(browser)
        office = town.office
        places = {
            "escalation": (office.staff.id, office.group.id),
            "escalation-resident": (loes.id, loes.id),
        }
        for name, (person, chat) in places.items():
            for ending, (width, height) in (("", WIDE), ("-phone", PHONE)):
                window = await windows.open(address, width=width, height=height, touch=width < height)
                await window.page.goto(f"{address}/#als={person}&chat={chat}")
                await window.page.reload()
                await window.page.locator("body[data-ready]").wait_for()
                if ending and await window.page.locator(".chat-row[aria-current=true]").is_visible():
                    await window.page.locator(".chat-row[aria-current=true]").tap()
                if chat == office.group.id:
                    await window.page.get_by_text(number_of_topic(card)).first.click()
                await expect(window.page.locator(".inline-button").last).to_be_visible()
                await take(window, f"{name}{ending}")


if __name__ == "__main__":
    asyncio.run(main())
