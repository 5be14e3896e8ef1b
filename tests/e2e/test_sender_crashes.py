"""The sender dies or freezes in the middle of a broadcast: nothing doubles, and few are in doubt."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.db import Database
from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.playground.world import World
from bot.settings import Settings
from models import Chat, ChatKind, MessageClass, OutboxMessage, OutboxState
from tests.support.cases import seed_library
from tests.support.eventually import PATIENCE_SECONDS, eventually
from tests.support.process import BotProcess
from tests.support.running import write_config
from tests.support.town import settled

pytestmark = pytest.mark.crash

GROUPS = 100
TEXT = "Kom je ook? (voorbeeld)"
SENDING_BEFORE_KILL = 8


@pytest.fixture
def config(api_url: str, database_url: str, tmp_path: Path) -> Path:
    """A bot that keeps Telegram's pace."""
    folder = tmp_path / "paced"
    folder.mkdir()
    path = write_config(folder, api_url, database_url)
    given = path.read_text(encoding="utf-8")
    path.write_text(given.replace("messages_per_second = 0", "messages_per_second = 30"), encoding="utf-8")
    return path


@pytest.fixture
async def process(world: World, config: Path, settings: Settings) -> AsyncIterator[BotProcess]:
    await seed_library(settings.database_url)
    process = BotProcess(config, world.bot.token)
    yield process
    await process.kill()


@pytest.fixture
async def standby(world: World, config: Path, settings: Settings) -> AsyncIterator[BotProcess]:
    if settings.sqlite_path is not None:
        pytest.skip("SQLite is for one process; see the test of the second process")
    standby = BotProcess(config, world.bot.token)
    yield standby
    await standby.kill()


@pytest.fixture
async def db(settings: Settings) -> AsyncIterator[Database]:
    db = Database(settings.database_url)
    yield db
    await db.close()


@pytest.fixture
async def groups(world: World, db: Database) -> list[int]:
    """Groups that a notice waits for."""
    owner = world.person("Els (voorbeeld)", started=True)
    groups = [world.group(f"Groep {n} (voorbeeld)", [owner], quiet=True).id for n in range(GROUPS)]
    at = world.clock.now()
    async with db.begin() as session:
        rows = [
            {"telegram_id": chat, "kind": ChatKind.GROUP, "is_forum": False, "can_write": True}
            for chat in groups
        ]
        await session.execute(insert(Chat), rows)
        for chat in await session.scalars(select(Chat).where(Chat.telegram_id.in_(groups))):
            notice = Outgoing(
                key=f"notice:{chat.id}",
                chat_id=chat.id,
                payload={"text": TEXT},
                message_class=MessageClass.NOTICE,
            )
            await outbox.add(session, notice, at=at)
    return groups


async def states(db: Database) -> Counter[OutboxState]:
    async with db.read() as session:
        return Counter(await session.scalars(select(OutboxMessage.state)))


def copies(world: World, groups: list[int]) -> list[int]:
    """How many copies each group has."""
    return [world.requests.copies.get(chat, Counter())[TEXT] for chat in groups]


async def sent_more(world: World, groups: list[int], more: int = SENDING_BEFORE_KILL) -> None:
    """Wait until so many more arrived."""
    before = sum(copies(world, groups))
    await world.wait_for(
        lambda: sum(copies(world, groups)) >= min(before + more, GROUPS - 20), seconds=PATIENCE_SECONDS
    )


async def all_accounted_for(world: World, db: Database, groups: list[int]) -> int:
    """Wait for the end; none is doubled or missing, and those in doubt are listed; how many these are."""
    await settled(world, db)
    found, arrived = await states(db), copies(world, groups)
    assert max(arrived) == 1
    assert found[OutboxState.SENT] + found[OutboxState.PARKED] == GROUPS
    assert sum(arrived) >= found[OutboxState.SENT]
    return found[OutboxState.PARKED]


@pytest.mark.parametrize(
    ("point", "is_in_doubt", "arrived"),
    [("sender.claiming", False, False), ("sender.claimed", True, False), ("sender.sent", True, True)],
)
async def test_in_doubt_is_what_was_in_hand_and_nothing_else(
    world: World, process: BotProcess, db: Database, groups: list[int], point: str, is_in_doubt: bool,
    arrived: bool,
) -> None:  # fmt: skip
    await process.start(CRASH_AT=f"{point}:10")
    assert await process.ended() == -signal.SIGKILL
    in_hand = (await states(db))[OutboxState.SENDING]
    await process.start()

    parked = await all_accounted_for(world, db, groups)

    assert parked == in_hand
    assert not is_in_doubt or parked
    assert not arrived or sum(copies(world, groups)) > GROUPS - parked


async def test_a_kill_leaves_few_in_doubt(
    world: World, process: BotProcess, db: Database, groups: list[int]
) -> None:
    chance, kills = random.Random(20261123), 4
    for _ in range(kills):
        await process.start()
        await sent_more(world, groups)
        await asyncio.sleep(chance.uniform(0.0, 0.2))
        await process.kill()
    await process.start()

    parked = await all_accounted_for(world, db, groups)

    # One or two each where transactions take milliseconds; on a busy machine they take longer.
    assert parked <= 5 * kills


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_standby_takes_over_from_a_sender_that_died_or_froze_and_doubles_nothing(
    world: World, process: BotProcess, standby: BotProcess, db: Database, groups: list[int],
    end: signal.Signals,
) -> None:  # fmt: skip
    await process.start()
    await sent_more(world, groups)
    await standby.start()
    await eventually(lambda: b"sender: another process leads; standing by" in standby.log)
    await sent_more(world, groups)

    process.signal(end)
    await eventually(lambda: b"sender: leading" in standby.log)
    await sent_more(world, groups)
    process.signal(signal.SIGCONT)
    parked = await all_accounted_for(world, db, groups)

    assert await standby.stop() == 0
    assert parked <= 10
    if end is signal.SIGSTOP:
        assert process.is_running
