"""How fast answers to one session are taken when very many press at once, and that no place is given twice.

Run: python -m tests.bench.session_answers [--presses 5000] [--places 40]. Each press is a transaction as a
handler makes it: lock, answer, count, change the card. On SQLite the presses come after each other, as they
do in the bot; on PostgreSQL eight at a time.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from datetime import timedelta

from bot.db import Database
from bot.services.meetings import posted_cards, rsvps, store, waiting_list
from bot.services.meetings.cards import View
from bot.services.meetings.posted_cards import LIST_KEY, Posted
from bot.settings import parse_database_url
from models import Chat, Person, Place, RsvpAnswer
from tests.postgres import PostgresServer
from tests.support.factories import NOW, make_chat
from tests.support.rsvps import make_attendee, make_meeting, places

AT_ONCE = 8
# About as many a second as one process takes: the card is due for a change every so many presses.
APART = timedelta(milliseconds=10)


async def press(db: Database, meeting_id: int, chat: Chat, person_id: int, number: int) -> None:
    """One press of "Ik kom" under the card of a group."""
    at = NOW + number * APART
    async with db.begin() as session:
        meeting = await store.locked(session, meeting_id)
        person = await session.get_one(Person, person_id)
        if meeting is None:
            raise LookupError("the session is gone")
        rsvp = await rsvps.answer(session, meeting, person, RsvpAnswer.YES, at=at)
        card = Posted(chat, 1, f"{LIST_KEY}1")
        await posted_cards.redraw_in_group(session, card, meeting, View("nl", at, "bot"), at=at)
        if rsvp.place is Place.WAITING:
            await waiting_list.position(session, rsvp)


async def measure(name: str, url: str, presses: int, limit: int) -> None:
    """Let all press, and print how fast it went and what became of the places."""
    db = Database(parse_database_url(url), pool_size=AT_ONCE)
    await db.migrate()
    async with db.begin() as session:
        meeting = await make_meeting(session, places=limit)
        chat = await make_chat(session)
        people = [(await make_attendee(session)).id for _ in range(presses)]
    waiting = list(enumerate(people))
    began, busy = time.perf_counter(), time.process_time()

    async def one_after_the_other() -> None:
        while waiting:
            number, person_id = waiting.pop(0)
            await press(db, meeting.id, chat, person_id, number)

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    wall, cpu = time.perf_counter() - began, time.process_time() - busy
    async with db.begin() as session:
        stand = await places(session, meeting)
    await db.close()
    print(
        f"{name}: {presses} presses, {presses / wall * 60:,.0f} a minute, {cpu / presses * 1000:.1f} ms of "
        f"the processor each; {stand[Place.SEAT]} of {limit} places, {stand.get(Place.WAITING, 0)} wait"
    )


def main() -> None:
    """Measure on both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--presses", type=int, default=5000)
    parser.add_argument("--places", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite"
        asyncio.run(measure("SQLite", url, options.presses, options.places))
    with PostgresServer() as server:
        url = server.url(server.create_database())
        asyncio.run(measure("PostgreSQL", url, options.presses, options.places))


if __name__ == "__main__":
    main()
