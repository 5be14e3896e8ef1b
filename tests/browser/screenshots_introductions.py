"""Makes the pictures of an introduction: `python -m tests.browser.screenshots_introductions`.

The real bot runs on the local Bot API, with words only; everybody in the pictures is an example.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bot.app import running
from bot.config import load_settings
from bot.playground.server import serve
from bot.playground.state import Message, Person
from bot.playground.world import World
from bot.services import people
from bot.services.collectives import collectives
from models import Case, ContactRole
from tests.browser.chromium import Windows, launched
from tests.browser.screenshots import take
from tests.support.cases import KEY, seed_library
from tests.support.running import write_config
from tests.support.town import Office, Town

QUESTION = "Wie krijgt de sleutel van het buurthuis? De gemeente aarzelt."
ASKERS = "Buurtgroep De Linde (voorbeeld)"
WIDTH, HEIGHT = 390, 844


@dataclass(frozen=True, slots=True)
class Two:
    """A town in which a resident can be brought together with who speaks for a collective."""

    address: str
    town: Town
    loes: Person
    henk: Person


@asynccontextmanager
async def two_sides() -> AsyncIterator[Two]:
    """A resident, and the contact person of the collective that went through the case of the key."""
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        async with serve(world) as address:
            staff = world.person("Sanne (voorbeeld)", role="staff", started=True)
            group = world.group("Medewerkers (voorbeeld)", [staff], bot="administrator", quiet=True)
            extra = f"[staff]\nchat_id = {group.id}\nuser_ids = [{staff.id}]\n"
            url = f"sqlite:///{folder}/pictures.sqlite"
            path = write_config(Path(folder), address, url, extra=extra)
            settings = load_settings(path, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)
            await seed_library(settings.database_url)
            async with running(settings, clock=world.clock) as bot:
                town = Town(world, bot, Office(group, staff, staff))
                loes, henk = town.person("Loes", role="resident"), town.person("Henk", role="contact")
                await let_speak(town, henk)
                yield Two(address, town, loes, henk)


async def let_speak(town: Town, person: Person) -> None:
    """Make somebody the contact person of the collective that tells the case of the key."""
    at = town.world.clock.now()
    await town.ask(person, "/start")
    async with town.db.begin() as session:
        case = (await session.scalars(select(Case).where(Case.title == KEY))).one()
        collective = await collectives.register(
            session, name=case.collective, place=case.place, themes=[], at=at
        )
        known = await people.meet(session, person.id, at=at)
        await collectives.set_contact(session, collective, known, ContactRole.CONTACT, at=at)
    await town.settled()


async def preview_of(two: Two) -> Message:
    """The request of the resident as it stands before it is sent."""
    town, loes = two.town, two.loes
    answer = await town.ask(loes, QUESTION)
    if "Breng ons in contact" not in {label for row in answer.labels for label in row}:
        await town.press(loes, answer, KEY[:20])
    await town.press(loes, answer, "Breng ons in contact")
    card = await town.hears(loes)
    await town.press(loes, card, "Ja, deze tekst")
    reach = await town.ask(loes, ASKERS)
    await town.press(loes, reach, "E-mail")
    return await town.ask(loes, "loes@voorbeeld.example")


async def agree(two: Two, question: Message) -> None:
    """The yes of the contact person, by Telegram."""
    for button in ("Ja, graag", "Telegram", "Ja, breng ons in contact"):
        await two.town.press(two.henk, question, button)


async def picture(windows: Windows, two: Two, person: Person, name: str) -> None:
    """What somebody has before them on a phone."""
    window = await windows.open(two.address, width=WIDTH, height=HEIGHT, touch=True)
    await window.open(person=person.id, chat=person.id)
    row = window.page.locator(".chat-row[aria-current=true]")
    if await row.is_visible():
        await row.tap()
    await take(window, name)


async def main() -> None:
    """Take the preview of a request, the question to the other side, and what both get."""
    async with two_sides() as two, launched() as browser:
        windows = Windows(browser)
        preview = await preview_of(two)
        await picture(windows, two, two.loes, "introduction-preview-phone")
        await two.town.press(two.loes, preview, "Ja, vraag het")
        question = await two.town.hears(two.henk)
        await picture(windows, two, two.henk, "introduction-question-phone")
        await agree(two, question)
        await picture(windows, two, two.loes, "introduction-card-phone")


if __name__ == "__main__":
    asyncio.run(main())
