"""The bot is killed at each step of looking after who signed up: each is written to, and nobody twice."""

import signal
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.playground.faults import Fault, FaultKind
from bot.playground.state import Person
from bot.playground.world import World
from bot.services.meetings import store, waiting_list
from bot.settings import Settings
from models import Chat, ChatKind, Meeting, OutboxMessage, Place, Rsvp, RsvpAnswer
from models import Person as Resident
from tests.support.process import BotProcess
from tests.support.rsvps import make_meeting, say
from tests.support.running import write_config
from tests.support.town import settled

pytestmark = pytest.mark.crash

POINTS = (
    "sign-ups.moved-up.before",
    "sign-ups.moved-up",
    "sign-ups.told-places.before",
    "sign-ups.told-places",
    "sign-ups.gave-links.before",
    "sign-ups.gave-links",
)
AWAKE = "[broadcasts]\nquiet_from = 0\nquiet_until = 0\n"


@pytest.fixture
async def db(settings: Settings) -> AsyncIterator[Database]:
    db = Database(settings.database_url)
    await db.migrate()
    yield db
    await db.close()


@pytest.fixture
async def process(
    world: World, api_url: str, database_url: str, tmp_path: Path, db: Database
) -> AsyncIterator[BotProcess]:
    process = BotProcess(write_config(tmp_path, api_url, database_url, extra=AWAKE), world.bot.token)
    yield process
    await process.kill()


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_at_any_step_leaves_nobody_out_and_tells_nobody_twice(
    world: World, process: BotProcess, db: Database, point: str
) -> None:
    people = [world.person(f"Buur {number} (voorbeeld)", started=True) for number in range(4)]
    full, soon = await with_a_lapsed_offer_and_a_session_tomorrow(db, people)

    # Nothing leaves before the kill: what somebody hears twice was stored twice.
    refusing = world.faults.add(Fault(FaultKind.TOO_MANY, method="sendMessage", count=None))
    await process.start(CRASH_AT=point)
    assert await process.ended() == -signal.SIGKILL
    assert keys_in(world, people) == []
    world.faults.clear(refusing.id)
    await process.start()
    await world.wait_for(lambda: len(keys_in(world, people)) >= 5, seconds=60)
    await settled(world, db)
    assert await process.stop() == 0

    async with db.read() as session:
        keys = list(await session.scalars(select(OutboxMessage.key)))
        stand = Counter(await session.scalars(select(Rsvp.place).where(Rsvp.meeting_id == full)))
    assert sum(key.startswith(f"meeting-link:{soon}:day") for key in keys) == 3
    assert sum(":offered:" in key for key in keys) == 1
    assert sum(":lapsed:" in key for key in keys) == 1
    assert stand == {Place.OFFERED: 1, Place.NONE: 2}
    assert len(keys_in(world, people)) == 5


def keys_in(world: World, people: list[Person]) -> list[str]:
    """All that the bot said to these people."""
    return [message.text for who in people for message in world.bot_messages(who)]


async def with_a_lapsed_offer_and_a_session_tomorrow(db: Database, people: list[Person]) -> tuple[int, int]:
    """One place, an offer of it that is over and somebody who waits; and three who come tomorrow."""
    now = datetime.now(UTC)
    async with db.begin() as session:
        residents = []
        for who in people:
            resident = Resident(telegram_id=who.id, since=now)
            session.add_all([resident, Chat(telegram_id=who.id, kind=ChatKind.PRIVATE)])
            residents.append(resident)
        await session.flush()
        full: Meeting = await make_meeting(session, places=1, starts_at=now + timedelta(days=10))
        for resident in residents[:3]:
            await say(session, full, resident, at=now - timedelta(days=3))
        await say(session, full, residents[0], RsvpAnswer.NO, at=now - timedelta(days=3))
        locked = await store.locked(session, full.id)
        assert locked is not None
        offered = await session.scalar(select(Rsvp).where(Rsvp.place == Place.OFFERED))
        assert offered is not None
        # It was told long ago.
        await waiting_list.unsay(session, offered)
        soon = await make_meeting(session, starts_at=now + timedelta(hours=20))
        for resident in residents[:3]:
            await say(session, soon, resident, at=now - timedelta(days=3))
        return full.id, soon.id
