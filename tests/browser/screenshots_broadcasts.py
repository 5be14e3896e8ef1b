"""Makes the pictures of a broadcast: `python -m tests.browser.screenshots_broadcasts`.

The real bot runs on the local Bot API; everybody in the pictures is an example.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from playwright.async_api import expect
from sqlalchemy import func, select, update

from bot.app import running
from bot.config import load_settings
from bot.playground.server import serve
from bot.playground.state import Message
from bot.playground.world import World
from models import Chat, ChatKind, OutboxMessage, OutboxState
from tests.browser.chromium import Windows, launched
from tests.browser.messenger import Messenger
from tests.browser.screenshots import take
from tests.support.cases import seed_library
from tests.support.rsvps import make_meeting
from tests.support.running import write_config
from tests.support.town import Office, Town

GROUPS = 60
TEXT = (
    "Avond over sleutels en beheer (voorbeeld)\n\n"
    "Donderdag 10 december om 19.30 uur vertellen drie bewonersgroepen online hoe zij het regelen. "
    "Neem je eigen vraag mee!"
)
ENGLISH = "Evening about keys and management (example)"
LINK = "Meld je aan https://voorbeeld.nl/sleutels"


@asynccontextmanager
async def coordinator_at_work() -> AsyncIterator[tuple[str, Town]]:
    """The address of a playground with many groups and a coordinator, and the people in it."""
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        async with serve(world) as address:
            who = world.person("Karim (voorbeeld)", role="coordinator", started=True)
            els = world.person("Els (voorbeeld)", started=True)
            group = world.group("Wijkraad (voorbeeld)", [els, who], supergroup=True, quiet=True)
            url = f"sqlite:///{folder}/pictures.sqlite"
            extra = f"[coordinators]\nuser_ids = [{who.id}]\n[broadcasts]\nquiet_from = 0\nquiet_until = 0\n"
            path = write_config(Path(folder), address, url, extra=extra)
            slow = path.read_text(encoding="utf-8").replace("per_second = 0", "per_second = 4", 1)
            path.write_text(slow, encoding="utf-8")
            settings = load_settings(path, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)
            await seed_library(settings.database_url)
            async with running(settings, clock=world.clock) as bot:
                town = Town(world, bot, Office(group, els, who))
                others = [town.group(f"Groep {n}", els).id for n in range(GROUPS - 1)]
                async with town.db.begin() as session:
                    for chat in (group.id, *others):
                        session.add(Chat(telegram_id=chat, kind=ChatKind.SUPERGROUP))
                yield address, town


async def prepare(town: Town) -> Message:
    """Write the invitation up to its last look."""
    who = town.office.coordinator
    await town.ask(who, "/uitnodiging")
    await town.ask(who, TEXT)
    draft = await town.hears(who)
    await town.press(who, draft, "Knop met link")
    await town.hears(who)
    await town.ask(who, LINK)
    draft = await town.hears(who)
    await town.press(who, draft, "Stel je dilemma")
    await town.press(who, draft, "Bekijk en verstuur")
    await town.hears(who)
    return await town.hears(who)


async def send(town: Town, last_look: Message) -> Message:
    """Confirm it, and wait until about a third has arrived."""
    who = town.office.coordinator
    town.world.press(who, last_look, "Verstuur naar")
    progress = await town.hears(who)
    await town.world.wait_for(lambda: "▓▓▓▓" in progress.text, seconds=60)
    return progress


async def schedule(town: Town) -> Message:
    """Write another one for next week, with the buttons of a session and a text in English."""
    who = town.office.coordinator
    async with town.db.begin() as session:
        at = town.world.clock.now()
        await make_meeting(
            session, title="Avond over sleutels (voorbeeld)", starts_at=at + timedelta(days=17)
        )
    town.say(who, "/uitnodiging")
    await town.world.wait_for(lambda: town.unread(who), seconds=30)
    await town.settled()
    town.say(who, TEXT)
    await town.settled()
    draft = town.unread(who)[-1]
    for button in ("Aanmeldknoppen", 0, "Andere talen", "Engels"):
        await town.press(who, draft, button)
    town.say(who, ENGLISH)
    await town.settled()
    draft = town.unread(who)[-1]
    await town.press(who, draft, "Wanneer?")
    town.say(who, "volgende week dinsdag 10 uur")
    await town.settled()
    await town.press(who, town.unread(who)[-1], "Bekijk en verstuur")
    return town.unread(who)[-1]


async def phone_of(windows: Windows, address: str, town: Town) -> Messenger:
    """The coordinator's chat with the bot, on a phone."""
    who = town.office.coordinator
    phone = await windows.open(address, width=390, height=844, touch=True)
    await phone.page.goto(f"{address}/#als={who.id}&chat={who.id}")
    await phone.page.reload()
    await phone.page.locator("body[data-ready]").wait_for()
    await phone.page.locator(".chat-row[aria-current=true]").tap()
    await phone.page.wait_for_timeout(500)
    return phone


async def spoil(town: Town) -> None:
    """Let a few be unknown, put out or silenced, as happens."""
    async with town.db.begin() as session:
        first = await session.scalar(select(func.min(Chat.id)).where(Chat.kind == ChatKind.SUPERGROUP)) or 0
        for chats, state, error in (
            ((1, 2), OutboxState.PARKED, "ReadTimeout"),
            ((3,), OutboxState.FAILED, "Forbidden: bot was kicked from the supergroup chat"),
            ((4,), OutboxState.FAILED, "Bad Request: not enough rights to send text messages to the chat"),
        ):
            await session.execute(
                update(OutboxMessage)
                .where(
                    OutboxMessage.content_id.is_not(None),
                    OutboxMessage.chat_id.in_([first + one for one in chats]),
                )
                .values(state=state, error=error)
            )


async def main() -> None:
    """Take the last look, the progress and the report, and the invitation on a phone."""
    async with coordinator_at_work() as (address, town), launched() as browser:
        windows = Windows(browser)
        who = town.office.coordinator
        last_look = await prepare(town)
        window = await windows.open(address, width=1000, height=1000)
        await window.page.goto(f"{address}/#als={who.id}&chat={who.id}")
        await window.page.reload()
        await window.page.locator("body[data-ready]").wait_for()
        await expect(window.page.locator(".inline-button").last).to_be_visible()
        await take(window, "broadcast-preview")
        progress = await send(town, last_look)
        await take(window, "broadcast-progress")
        await spoil(town)
        await town.world.wait_for(lambda: "is verstuurd" in progress.text, seconds=90)
        await take(window, "broadcast-report")
        phone = await phone_of(windows, address, town)
        await take(phone, "broadcast-report-phone")
        last_look = await schedule(town)
        await phone.page.wait_for_timeout(700)
        await take(phone, "broadcast-when-phone")
        await town.press(who, last_look, "Zet klaar voor")
        await town.settled()
        await phone.page.wait_for_timeout(700)
        await take(phone, "broadcast-scheduled-phone")
        await town.press(who, progress, "Verbeter")
        await phone.page.wait_for_timeout(700)
        await take(phone, "broadcast-correct-phone")
        await phone.page.close()
        phone = await windows.open(address, width=390, height=844, touch=True)
        await phone.page.goto(f"{address}/#als={town.office.staff.id}&chat={town.office.group.id}")
        await phone.page.reload()
        await phone.page.locator("body[data-ready]").wait_for()
        await phone.page.locator(".chat-row[aria-current=true]").tap()
        await take(phone, "broadcast-phone")


if __name__ == "__main__":
    asyncio.run(main())
