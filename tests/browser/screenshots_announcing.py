"""Makes the pictures of announcements and changes: `python -m tests.browser.screenshots_announcing`.

The real bot runs on the local Bot API; everybody in the pictures is an example.
"""

import asyncio

from bot.services import people
from bot.services.meetings import changes, store
from tests.browser.chromium import Windows, launched
from tests.browser.screenshots_sessions import look, neighbours
from tests.support.sessions import planned, posted
from tests.support.town import Town

TITLES = ("Energie van het dak", "Samen koken", "Wie krijgt de sleutel")


async def change(town: Town, meeting_id: int, **fields: object) -> None:
    """The coordinator changes a session, or cancels it when nothing is named."""
    now = town.world.clock.now()
    async with town.db.begin() as session:
        meeting = await store.locked(session, meeting_id)
        if meeting is None:
            raise LookupError("the session is gone")
        by = await people.meet(session, town.office.coordinator.id, at=now)
        if fields:
            await changes.change(session, meeting, dict(fields), version=meeting.version, by=by, at=now)
        else:
            await changes.cancel(session, meeting, version=meeting.version, by=by, at=now)


async def main() -> None:
    """The list of a day, what a group hears of a move, and what somebody who signed up hears."""
    async with neighbours() as (address, town, els, group), launched() as browser:
        windows = Windows(browser)
        meeting, card = await posted(town, group, days=12)
        await town.press(els, card, "Ik kom")
        for number, title in enumerate(TITLES):
            await planned(town, days=14 + number, title=f"{title} (voorbeeld)", theme="wonen")
        await town.later(seconds=15)
        await look(windows, address, els, group, "session-announced-together")
        await change(town, meeting.id, local_start=f"{meeting.local_start[:11]}20:00")
        await town.later(minutes=6)
        await town.later(seconds=15)
        await look(windows, address, els, group, "session-moved")
        await look(windows, address, els, els, "session-moved-private")
        await change(town, meeting.id)
        await town.later(minutes=6)
        await town.later(seconds=15)
        await town.press(els, town.world.bot_messages(group)[1], "Geen sessies")
        await look(windows, address, els, group, "session-cancelled")


if __name__ == "__main__":
    asyncio.run(main())
