"""What the measurements of broadcasts share: groups at a local Bot API, and a bot that writes to them."""

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from sqlalchemy import func, insert, select

from bot.clock import Clock
from bot.config import load_settings
from bot.db import Database
from bot.delivery.outbox import WAITING
from bot.playground.limits import Limits, RateLimiter
from bot.playground.state import Person
from bot.playground.world import World
from bot.services import people
from bot.services.broadcasts import broadcasts
from bot.services.broadcasts.audience import Audiences
from bot.services.roles import Roles
from models import Broadcast, Chat, ChatKind, OutboxMessage, OutboxState
from tests.bench.core import ROOT, bot_command, questions
from tests.support.cases import seed_library
from tests.support.running import write_config

TEXT = "Kom je ook naar de avond over sleutels? (voorbeeld)"
FULL, HALF = 30, 15
ASK_EVERY_SECONDS = 2.0
LOOK_EVERY_SECONDS = 0.25
START_SECONDS = 120.0
PACED = """
[broadcasts]
quiet_from = 0
quiet_until = 0
[sending]
messages_per_second = 30
per_private_chat_per_second = 1
per_group_per_minute = 20
"""


class Bench:
    """A world with groups, and the bot's database with a broadcast for them that was confirmed."""

    def __init__(self, folder: Path, name: str, limit: int | None) -> None:
        limiter = RateLimiter(Limits(overall=limit)) if limit is not None else None
        self.world = World(limiter=limiter)
        self.folder = folder / name
        self.folder.mkdir()
        self.groups: list[int] = []

    def make_groups(self, chats: int) -> None:
        """Groups in which the bot has been for long."""
        owner = self.world.person("Els (voorbeeld)", started=True)
        self.groups = [
            self.world.group(f"Groep {n} (voorbeeld)", [owner], supergroup=True, quiet=True).id
            for n in range(chats)
        ]

    async def prepare(self, address: str, chats: int, url: str | None = None) -> Path:
        """Make groups and confirm a broadcast to them; the bot's configuration, on SQLite or at `url`."""
        self.make_groups(chats)
        path = write_config(self.folder, address, url or f"sqlite:///{self.folder / 'bot.sqlite'}")
        head = path.read_text(encoding="utf-8").partition("[sending]")[0]
        path.write_text(head + PACED, encoding="utf-8")
        self.settings = load_settings(path, {"BUURVRAAG_TOKEN": self.world.bot.token}, online=True)
        db = Database(self.settings.database_url)
        await db.migrate()
        await seed_library(self.settings.database_url)
        async with db.begin() as session:
            await session.execute(
                insert(Chat),
                [
                    {"telegram_id": chat, "kind": ChatKind.SUPERGROUP, "is_forum": False, "can_write": True}
                    for chat in self.groups
                ],
            )
        await confirm(db, chats, self.world.bot.id)
        await db.close()
        return path

    def copies(self) -> Counter[int]:
        """How many copies each group has."""
        return Counter({chat: self.world.requests.copies.get(chat, Counter())[TEXT] for chat in self.groups})

    def arrived(self) -> list[float]:
        """When the copies came."""
        groups = set(self.groups)
        return [
            call.at
            for call in self.world.calls("sendMessage")
            if call.performed and int(str(call.params["chat_id"])) in groups
        ]

    async def until(self, copies: int, *, seconds: float) -> None:
        """Wait until so many copies came; TimeoutError when that takes too long."""
        async with asyncio.timeout(seconds):
            while self.copies().total() < copies:  # noqa: ASYNC110 - to count at every change costs too much
                await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def over(self, *, seconds: float) -> None:
        """Wait until the bot has nothing to send any more; TimeoutError when that takes too long."""
        async with asyncio.timeout(seconds):
            while await self.is_waiting():  # noqa: ASYNC110 - the bot is another process
                await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def states(self) -> Counter[OutboxState]:
        """What became of the messages, by the bot's own account."""
        db = Database(self.settings.database_url)
        async with db.read() as session:
            rows = await session.execute(
                select(OutboxMessage.state, func.count())
                .where(OutboxMessage.content_id.is_not(None))
                .group_by(OutboxMessage.state)
            )
            found = Counter({row[0]: row[1] for row in rows})
        await db.close()
        return found

    async def is_waiting(self) -> bool:
        """Whether the bot has copies to send yet."""
        db = Database(self.settings.database_url)
        async with db.read() as session:
            waiting = await session.scalar(
                select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state.in_(WAITING))
            )
            unfinished = await session.scalar(
                select(func.count()).select_from(Broadcast).where(Broadcast.queued_at.is_(None))
            )
        await db.close()
        return bool(waiting or unfinished)


async def confirm(db: Database, chats: int, author: int) -> None:
    """Let a coordinator confirm a broadcast; the rest is for the bot."""
    at = Clock().now()
    audiences = Audiences(Roles(), "nl")
    async with db.begin() as session:
        person = await people.meet(session, author, at=at)
        broadcast = Broadcast(
            author_id=person.id, text=TEXT, entities=[], made_at=at, changed_at=at, version=1
        )
        session.add(broadcast)
        await session.flush()
        confirmed = await broadcasts.confirm(
            session,
            broadcast,
            audiences,
            version=1,
            number=chats,
            approver=None,
            bot_name="voorbeeld_bot",
            at=at,
        )
        if not confirmed:
            raise RuntimeError("the number of chats is not what was made")


@asynccontextmanager
async def mortal(
    *command: str, token: str, log: Path | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that is to be killed or frozen, and is gone at the end in any case."""
    with (log or Path(os.devnull)).open("ab") as output:
        started = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            cwd=ROOT,
            env={**os.environ, "BUURVRAAG_TOKEN": token},
            stdout=output,
            stderr=output,
        )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


def mortal_bot(
    path: Path, world: World, log: Path | None = None
) -> AbstractAsyncContextManager[asyncio.subprocess.Process]:
    """The bot as such a process."""
    return mortal(*bot_command(path), token=world.bot.token, log=log)


async def ask(world: World, residents: Sequence[Person], waits: list[float]) -> None:
    """Ask one question after another, and note how long each answer took."""
    for number, text in enumerate(questions(100_000)):
        who = residents[number % len(residents)]
        before = len(world.bot_messages(who))
        began = time.perf_counter()
        world.say(who, who, text)
        while len(world.bot_messages(who)) == before:  # noqa: ASYNC110 - as a person would look
            await asyncio.sleep(0.005)
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(ASK_EVERY_SECONDS)


def sustained(times: Sequence[float]) -> float:
    """Copies a second, but for the first and last twentieth."""
    edge = max(len(times) // 20, 1)
    middle = sorted(times)[edge:-edge]
    return (len(middle) - 1) / (middle[-1] - middle[0])
