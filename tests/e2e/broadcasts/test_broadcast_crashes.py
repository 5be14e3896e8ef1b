"""The bot is killed while an invitation is sent and corrected: nobody has two, nobody is forgotten."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import models
from bot.db import Database
from bot.playground.state import Chat
from bot.playground.world import World
from bot.services.broadcasts import broadcasts
from bot.services.broadcasts import corrections as broadcast_corrections
from bot.services.broadcasts import schedule as broadcast_schedule
from bot.services.broadcasts.audience import Audiences
from bot.services.broadcasts.limits import Words
from bot.services.roles import Roles
from bot.settings import Settings
from models import Broadcast, BroadcastState, OutboxMessage, OutboxState, Person
from tests.support.cases import seed_library
from tests.support.eventually import eventually
from tests.support.process import BotProcess
from tests.support.running import write_config
from tests.support.town import Office

pytestmark = pytest.mark.crash

GROUPS = 60
OLD, NEW = "De avond is op dinsdag (voorbeeld)", "De avond is op woensdag (voorbeeld)"


@pytest.fixture
async def process(
    world: World, api_url: str, database_url: str, tmp_path: Path, settings: Settings, more_config: str
) -> AsyncIterator[BotProcess]:
    """The bot at a pace at which there is time to kill it."""
    await seed_library(settings.database_url)
    path = write_config(tmp_path, api_url, database_url, extra=more_config)
    slow = path.read_text(encoding="utf-8").replace("per_second = 0", "per_second = 30", 1)
    path.write_text(slow, encoding="utf-8")
    process = BotProcess(path, world.bot.token)
    yield process
    await process.kill()


@pytest.fixture
async def db(settings: Settings) -> AsyncIterator[Database]:
    """The same database, beside the process that is killed."""
    db = Database(settings.database_url)
    await db.migrate()
    yield db
    await db.close()


async def planned(world: World, db: Database, office: Office) -> list[Chat]:
    """The groups that an invitation of the coordinator goes to in a moment."""
    owner = world.person("Els (voorbeeld)", started=True)
    chats = [
        world.group(f"Groep {n} (voorbeeld)", [owner], supergroup=True, quiet=True) for n in range(GROUPS)
    ]
    at = world.clock.now()
    async with db.begin() as session:
        for chat in chats:
            session.add(models.Chat(telegram_id=chat.id, kind=models.ChatKind.SUPERGROUP))
        author = Person(telegram_id=office.coordinator.id, since=at)
        session.add(author)
        await session.flush()
        broadcast = await broadcasts.begin(session, author, at=at)
        broadcasts.write(broadcast, Words(OLD, []), at=at)
        broadcast_schedule.set_time(broadcast, at + timedelta(seconds=1), at=at)
        assert await broadcasts.confirm(
            session,
            broadcast,
            Audiences(Roles(), "nl"),
            version=broadcast.version,
            number=GROUPS,
            approver=None,
            bot_name=world.bot.username,
            at=at,
        )
    return chats


async def correct(world: World, db: Database) -> None:
    """Change it while it is under way."""
    at = world.clock.now()
    async with db.begin() as session:
        original = await broadcasts.locked(session, 1)
        author = await session.scalar(select(Person))
        assert original is not None
        assert author is not None
        draft = await broadcast_corrections.begin(session, original, author, at=at)
        assert draft is not None
        broadcasts.write(draft, Words(NEW, []), at=at)
        assert await broadcast_corrections.confirm(
            session, draft, version=draft.version, approver=None, bot_name=world.bot.username, at=at
        )


async def in_state(db: Database, state: OutboxState) -> set[int]:
    """The ids on Telegram of the chats whose message of the invitation is in this state."""
    async with db.read() as session:
        rows = await session.scalars(
            select(models.Chat.telegram_id)
            .join(OutboxMessage, OutboxMessage.chat_id == models.Chat.id)
            .where(OutboxMessage.key.startswith("broadcast:1:"), OutboxMessage.state == state)
        )
        return set(rows)


async def over(db: Database) -> bool:
    """Whether the invitation and its correction are over."""
    async with db.read() as session:
        finished = await session.scalars(select(Broadcast.finished_at.is_not(None)))
        return all(finished.all())


async def test_kills_amid_an_invitation_and_its_correction_double_and_forget_nothing(
    world: World, process: BotProcess, db: Database, office: Office
) -> None:
    chance = random.Random(20261123)
    chats = await planned(world, db, office)
    for death in range(6):
        await process.start()
        if death == 2:
            await eventually(lambda: any(world.bot_messages(chat) for chat in chats))
            await correct(world, db)
        await asyncio.sleep(chance.uniform(0.7, 1.2))
        await process.kill()
    await process.start()
    await eventually(lambda: over(db))
    assert await process.stop() == 0

    copies = {chat.id: [one.text for one in world.bot_messages(chat)] for chat in chats}
    sent, parked = await in_state(db, OutboxState.SENT), await in_state(db, OutboxState.PARKED)
    assert sent | parked == set(copies)
    assert all(len(texts) <= 1 for texts in copies.values())
    # Whatever is known to have arrived says what it was corrected to.
    assert {tuple(copies[chat]) for chat in sent} == {(NEW,)}
    # Each death leaves at most what was on its way in doubt.
    assert len(parked) <= 12
    async with db.read() as session:
        states = await session.scalars(select(Broadcast.state).order_by(Broadcast.id))
        assert list(states) == [BroadcastState.DONE, BroadcastState.DONE]
