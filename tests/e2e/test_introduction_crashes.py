"""The bot is killed at each step of the second yes: contact leaves once, or not yet, and never half."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.db import Database
from bot.playground.world import World
from bot.services.introductions import drafts
from bot.services.introductions.drafts import Who
from bot.settings import Settings
from models import Approach, ApproachState, Chat, ChatKind, Introduction, IntroductionState, OutboxMessage
from tests.support.factories import NOW
from tests.support.introductions import ANNA, NO_STAFF, make_scene, open_of
from tests.support.process import BotProcess
from tests.support.running import write_config
from tests.support.town import settled

pytestmark = pytest.mark.crash

POINTS = (
    "worker.claimed",
    "introduction.agreed",
    "introduction.cards",
    "worker.applied",
    "worker.committed",
    "sender.claimed",
    "sender.sent",
    "sender.sent:2",
)
IN_CONTACT = "Jullie zijn in contact!"


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
    process = BotProcess(write_config(tmp_path, api_url, database_url), world.bot.token)
    yield process
    await process.kill()


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_at_any_step_of_the_second_yes_makes_one_introduction(
    world: World, process: BotProcess, db: Database, point: str
) -> None:
    anna, henk = (world.person(f"{name} (voorbeeld)", started=True) for name in ("Anna", "Henk"))
    rev = await one_yes_before_the_second(db, anna.id, henk.id)
    world.press(henk, 900, data=f"ic:{rev}:ok", where=henk)

    await process.start(CRASH_AT=point)
    assert await process.ended() == -signal.SIGKILL
    async with db.read() as session:
        state = (await session.scalars(select(Introduction.state))).one()
        cards = list(await session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("%:card:%"))))
    # Half of it is nowhere to be found: the yes, the end of the request and both cards are one.
    assert (state, len(cards)) in ((IntroductionState.ASKING, 0), (IntroductionState.MADE, 2))

    await process.start()
    await world.wait_for(
        lambda: all(
            any(IN_CONTACT in message.text for message in world.bot_messages(who)) for who in (anna, henk)
        ),
        seconds=60,
    )
    await settled(world, db)
    assert await process.stop() == 0
    async with db.read() as session:
        approach = (await session.scalars(select(Approach))).one()
        keys = list(await session.scalars(select(OutboxMessage.key)))
    assert approach.state is ApproachState.MADE
    assert sum(":card:" in key for key in keys) == 2
    for who in (anna, henk):
        copies = [message.text for message in world.bot_messages(who) if IN_CONTACT in message.text]
        # A card whose arrival was unknown at the death came again, and says so; any other came once.
        unmarked = [text for text in copies if "Misschien kreeg je dit al" not in text]
        assert len(unmarked) <= 1
        assert len(copies) <= 2 if point.startswith("sender") else len(copies) == len(unmarked) == 1


async def one_yes_before_the_second(db: Database, asker: int, peer: int) -> int:
    """An introduction to which the asker said yes, and the peer at the last step; the number of that step."""
    async with db.begin() as session:
        scene = await make_scene(session, 1, terms=NO_STAFF)
        scene.asker.telegram_id = asker
        chats = (await session.scalars(select(Chat).where(Chat.kind == ChatKind.PRIVATE))).all()
        for row in chats:
            if scene.dilemma is not None and row.id == scene.dilemma.chat_id:
                row.telegram_id = asker
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        assert approach.person is not None
        theirs = next(row for row in chats if row.telegram_id == approach.person.telegram_id)
        approach.person.telegram_id = theirs.telegram_id = peer
        assert introduction.name == ANNA.name
        conversation = await drafts.begin_answering(
            session, approach.person, approach.id, Who("Henk", "henk_voorbeeld"), at=NOW
        )
        drafts.press(conversation, "r", "t", at=NOW, kept=None)
        assert conversation.step == "preview"
        conversation.expires_at = NOW.replace(year=NOW.year + 50)
        # The question itself left long ago.
        await session.execute(delete(OutboxMessage))
        return int(conversation.data["rev"])
