"""Makes the pictures of what comes after a session, and of one that proposes itself, on a phone.

`python -m tests.browser.screenshots_afterwards`. The real bot runs on the local Bot API; everybody in the
pictures is an example.
"""

import asyncio
from datetime import timedelta

from bot.playground.state import Message, Person
from bot.services import people
from bot.services.meetings import rsvps, store
from models import RsvpAnswer
from tests.browser.chromium import Windows, launched
from tests.browser.screenshots_sessions import look, neighbours
from tests.support.sessions import planned, until
from tests.support.town import Town

ASKED = (
    "Wie krijgt de sleutel van het buurthuis als de beheerder ziek is?",
    "Welke bewoners mogen bij jullie een sleutel van het buurthuis hebben?",
    "De sleutel van het buurthuis: wie krijgt die, en wie niet?",
    "Wie krijgt de sleutel van het buurthuis in Almelo?",
)
NOTES = (
    "Drie dingen die iedereen meenam:\n"
    "1. Vraag in mei al om het gesprek over volgend jaar.\n"
    "2. Neem cijfers mee: hoeveel bewoners komen er per week?\n"
    "3. Ga met z’n tweeën."
)


async def ask_the_same(town: Town) -> None:
    """Four groups ask what looks alike."""
    for number, text in enumerate(ASKED):
        who = town.person(f"Vrager {number}")
        await town.ask(who, "/help")
        await town.ask(who, f"/dilemma {text}", town.group(f"Wijk {number}", who))


async def hear(town: Town, who: Person, words: str) -> Message:
    """The next message to somebody with these words."""
    while words not in (message := await town.hears(who)).text:
        pass
    return message


async def main() -> None:
    """The proposal, the planner's card, the preview of notes, and both questions to who signed up."""
    async with neighbours() as (address, town, els, _group), launched() as browser:
        windows = Windows(browser)
        coordinator = town.office.coordinator
        for who in (coordinator, els):
            await town.ask(who, "/help")
        await ask_the_same(town)
        morning = town.world.clock.now() + timedelta(days=1)
        await until(town, morning.replace(hour=11, minute=0))
        await town.later(seconds=61)
        await hear(town, coordinator, "Een idee voor een sessie")
        await look(windows, address, coordinator, coordinator, "session-proposal")

        [meeting] = await planned(town, days=2, moments=())
        async with town.db.begin() as session:
            locked = await store.locked(session, meeting.id)
            if locked is None:
                raise LookupError("the session is gone")
            at = town.world.clock.now()
            planner = await people.meet(session, coordinator.id, at=at)
            buren = [one for one in town.world.people.values() if one.first_name.startswith("Buur")]
            for one in (els, *buren):
                person = await people.meet(session, one.id, at=at)
                await rsvps.answer(session, locked, person, RsvpAnswer.YES, at=at)
            await rsvps.add_guest(session, locked, "Truus de Vries (voorbeeld)", by=planner, at=at)
        await until(town, meeting.ends_at + timedelta(minutes=11))
        await town.later(seconds=31)
        card = await hear(town, coordinator, "Hoe was de sessie?")
        question = await hear(town, els, "Was je erbij?")
        await look(windows, address, els, els, "session-were-you-there")
        await town.press(els, question, "Ja, ik was erbij")
        await town.press(coordinator, card, "Iedereen die zich opgaf kwam")
        await look(windows, address, coordinator, coordinator, "session-afterwards")
        await town.press(coordinator, card, "Notities sturen")
        await town.hears(coordinator)
        town.say(coordinator, NOTES)
        await hear(town, coordinator, "Zo ziet het eruit")
        await look(windows, address, coordinator, coordinator, "session-notes")


if __name__ == "__main__":
    asyncio.run(main())
