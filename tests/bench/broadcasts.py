"""A broadcast on a local Bot API that keeps Telegram's limits: pace, refusals, replies meanwhile, kills.

The bot is a process of its own. What counts is what reached the Bot API: how many copies each chat has, and
when they came. A picture of the pace is drawn with `--picture FILE`.
"""

import argparse
import asyncio
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, insert, select

from bot.clock import Clock
from bot.config import load_settings
from bot.db import Database
from bot.delivery.outbox import WAITING
from bot.playground.limits import Limits, RateLimiter
from bot.playground.server import serve
from bot.playground.state import Person
from bot.playground.world import World
from bot.services import broadcasts, people
from bot.services.broadcast_audience import Audiences
from bot.services.roles import Roles
from models import Broadcast, Chat, ChatKind, OutboxMessage, OutboxState
from tests.bench.core import ROOT, bot_command, peak_memory, process, questions
from tests.bench.report import Report
from tests.support.cases import seed_library
from tests.support.running import write_config

TEXT = "Kom je ook naar de avond over sleutels? (voorbeeld)"
FULL, HALF = 30, 15
ASK_EVERY_SECONDS = 2.0
PACED = """
[broadcasts]
quiet_from = 0
quiet_until = 0
[sending]
messages_per_second = 30
per_private_chat_per_second = 1
per_group_per_minute = 20
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    chats: int
    half: int
    queued: int
    kills: int
    kill_chats: int


WHOLE = Sizes(chats=10_000, half=5_000, queued=100_000, kills=200, kill_chats=2_000)
QUICK = Sizes(chats=900, half=600, queued=100_000, kills=8, kill_chats=400)


@dataclass(frozen=True, slots=True)
class Ran:
    """What one broadcast did: when each copy came, how long residents waited, refusals, memory in MB."""

    times: list[float]
    waits: list[float]
    refused: int
    memory: tuple[float, float]


class Bench:
    """A world with groups, and the bot's database with a broadcast for them that was confirmed."""

    def __init__(self, folder: Path, name: str, limit: int | None) -> None:
        limiter = RateLimiter(Limits(overall=limit)) if limit is not None else None
        self.world = World(limiter=limiter)
        self.folder = folder / name
        self.folder.mkdir()
        self.groups: list[int] = []

    async def prepare(self, address: str, chats: int) -> Path:
        """Make groups and confirm a broadcast to them; the configuration of the bot."""
        owner = self.world.person("Els (voorbeeld)", started=True)
        self.groups = [
            self.world.group(f"Groep {n} (voorbeeld)", [owner], supergroup=True, quiet=True).id
            for n in range(chats)
        ]
        path = write_config(self.folder, address, f"sqlite:///{self.folder / 'bot.sqlite'}")
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


async def send_all(bench: Bench, path: Path, chats: int) -> Ran:
    """Let the bot send it while residents ask something now and then."""
    world = bench.world
    people_asking = [world.person(f"Bewoner {n} (voorbeeld)", started=True) for n in range(40)]
    waits: list[float] = []
    async with process(*bot_command(path), token=world.bot.token) as bot:
        await world.wait_for(lambda: len(bench.arrived()) > FULL, seconds=120)
        asking = asyncio.create_task(ask(world, people_asking, waits))
        memory_before = peak_memory(bot.pid)
        seconds = 60 + chats / 5
        await world.wait_for(lambda: sum(bench.copies().values()) >= chats, seconds=seconds)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        memory = (memory_before, peak_memory(bot.pid))
    refused = world.requests.by_outcome[429]
    return Ran(bench.arrived(), waits, refused, memory)


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


def tell(report: Report, name: str, bench: Bench, ran: Ran, limit: int) -> None:
    """The figures of one broadcast."""
    copies = bench.copies()
    # Answers to residents took part of the pace as well.
    rate = sustained([call.at for call in bench.world.calls("sendMessage") if call.performed])
    report.figure("broadcasts", f"{name}: messages a second, sustained", rate, "{:.2f}")
    report.figure("broadcasts", f"{name}: part of the limit that was used", rate / limit, "{:.3f}")
    peak = bench.world.requests.rate()["peak_per_second"]
    report.figure("broadcasts", f"{name}: most in any second", float(peak), "{:.0f}")
    report.figure("broadcasts", f"{name}: answers of 429", ran.refused, "{:.0f}")
    report.figure("broadcasts", f"{name}: doubled", sum(one > 1 for one in copies.values()), "{:.0f}")
    report.figure("broadcasts", f"{name}: missing", sum(one == 0 for one in copies.values()), "{:.0f}")
    waits = sorted(ran.waits)
    if waits:
        report.figure("broadcasts", f"{name}: replies meanwhile", len(waits), "{:.0f}")
        report.figure("broadcasts", f"{name}: update to reply p50 (s)", statistics.median(waits), "{:.2f}")
        report.figure(
            "broadcasts", f"{name}: update to reply p95 (s)", waits[int(len(waits) * 0.95)], "{:.2f}"
        )
    report.figure("broadcasts", f"{name}: peak memory at the start (MB)", ran.memory[0], "{:.0f}")
    report.figure("broadcasts", f"{name}: peak memory at the end (MB)", ran.memory[1], "{:.0f}")


async def measure_queue(report: Report, folder: Path, chats: int) -> None:
    """How long it takes to put a message for each of very many chats in the outbox."""
    url = load_settings(
        write_config(folder, "http://127.0.0.1:9", f"sqlite:///{folder / 'queue.sqlite'}"),
        {"BUURVRAAG_TOKEN": "1:a"},
        online=True,
    ).database_url
    db = Database(url)
    await db.migrate()
    async with db.begin() as session:
        for start in range(0, chats, 5_000):
            await session.execute(
                insert(Chat),
                [
                    {"telegram_id": -1 - n, "kind": ChatKind.GROUP, "is_forum": False, "can_write": True}
                    for n in range(start, min(start + 5_000, chats))
                ],
            )
    began, longest, audiences = time.perf_counter(), 0.0, Audiences(Roles(), "nl")
    await confirm(db, chats, 7)
    more = True
    while more:
        chunk = time.perf_counter()
        async with db.begin() as session:
            broadcast = await broadcasts.locked(session, 1)
            if broadcast is None:
                raise RuntimeError("the broadcast is gone")
            await broadcasts.queue_chunk(session, broadcast, audiences, at=Clock().now())
            more = broadcast.queued_at is None
        longest = max(longest, time.perf_counter() - chunk)
    took = time.perf_counter() - began
    async with db.read() as session:
        stored = await session.scalar(select(func.count()).select_from(OutboxMessage)) or 0
    await db.close()
    report.figure("broadcasts", f"chats queued, of {chats}", stored, "{:.0f}")
    report.figure("broadcasts", "seconds to queue them", took, "{:.2f}")
    report.figure("broadcasts", "longest transaction of that (s)", longest, "{:.2f}")


async def measure_kills(report: Report, folder: Path, kills: int, chats: int) -> None:
    """Kill the bot at random moments of a broadcast, and count copies afterwards."""
    bench = Bench(folder, "kills", None)
    dice = random.Random(20261123)
    done = 0
    async with serve(bench.world) as address:
        path = await bench.prepare(address, chats)
        while done < kills and await is_waiting(bench):
            before = len(bench.world.calls("sendMessage"))
            bot = await start(path, bench.world)
            try:
                await sends_again(bench.world, before)
                await asyncio.sleep(dice.uniform(0, max(chats / FULL / kills, 0.05) * 1.5))
            finally:
                bot.send_signal(signal.SIGKILL)
                await bot.wait()
            done += 1
        async with process(*bot_command(path), token=bench.world.bot.token):
            while await is_waiting(bench):  # noqa: ASYNC110 - the bot is another process
                await asyncio.sleep(0.5)
    copies, states = bench.copies(), await bench.states()
    parked = states[OutboxState.PARKED]
    missing = sum(one == 0 for one in copies.values())
    report.figure("broadcasts", f"kills in a broadcast of {chats}", done, "{:.0f}")
    report.figure("broadcasts", "after kills: doubled", sum(one > 1 for one in copies.values()), "{:.0f}")
    report.figure("broadcasts", "after kills: parked and listed as unknown", parked, "{:.0f}")
    report.figure("broadcasts", "after kills: of those, did arrive", parked - missing, "{:.0f}")
    # What did not arrive must be among the parked: that is what the coordinator sees.
    report.figure("broadcasts", "after kills: missing and not listed", max(missing - parked, 0), "{:.0f}")
    report.figure(
        "broadcasts",
        "after kills: neither sent nor parked",
        chats - parked - states[OutboxState.SENT],
        "{:.0f}",
    )


async def sends_again(world: World, before: int) -> None:
    """Wait until the bot has sent more than `before`."""
    await world.wait_for(lambda: len(world.calls("sendMessage")) > before, seconds=60)


async def start(path: Path, world: World) -> asyncio.subprocess.Process:
    """The bot, to be killed."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *bot_command(path),
        cwd=ROOT,
        env={**os.environ, "BUURVRAAG_TOKEN": world.bot.token},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def is_waiting(bench: Bench) -> bool:
    """Whether the bot has copies to send yet."""
    db = Database(bench.settings.database_url)
    async with db.read() as session:
        waiting = await session.scalar(
            select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state.in_(WAITING))
        )
        unfinished = await session.scalar(
            select(func.count()).select_from(Broadcast).where(Broadcast.queued_at.is_(None))
        )
    await db.close()
    return bool(waiting or unfinished)


def draw(path: Path, runs: Sequence[tuple[str, Sequence[float], int]]) -> None:
    """The pace over time: messages in each second, a panel for each run."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 2.6 * len(runs)), layout="constrained")
    for axes, (name, times, limit) in zip(figure.subplots(len(runs), squeeze=False)[:, 0], runs, strict=True):
        begin = min(times)
        seconds = Counter(int(at - begin) for at in times)
        last = max(seconds)
        axes.axhline(limit, color="#b23a48", linewidth=1, linestyle="--")
        axes.step(range(last), [seconds[n] for n in range(last)], where="mid", color="#1f6f5c", linewidth=1.2)
        axes.set(title=name, xlabel="seconds", ylabel="messages in a second", ylim=(0, limit * 1.25))
        axes.text(last, limit, f" limit {limit}", va="bottom", ha="right", fontsize=8, color="#b23a48")
    figure.savefig(path)


async def measure(report: Report, sizes: Sizes, parts: Sequence[str], picture: Path | None) -> None:
    """The parts that were asked for."""
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        if "queue" in parts:
            await measure_queue(report, Path(folder), sizes.queued)
        for part, limit, chats, name in (
            ("full", FULL, sizes.chats, "limit as documented"),
            ("half", HALF, sizes.half, "limit secretly half"),
        ):
            if part in parts:
                bench = Bench(Path(folder), part, limit)
                async with serve(bench.world) as address:
                    path = await bench.prepare(address, chats)
                    ran = await send_all(bench, path, chats)
                tell(report, name, bench, ran, limit)
                runs.append((name, ran.times, limit))
        if "kills" in parts:
            await measure_kills(report, Path(folder), sizes.kills, sizes.kill_chats)
    if picture is not None and runs:
        draw(picture, runs)


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="broadcasts", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer chats and kills")
    parser.add_argument("--only", nargs="+", default=["queue", "full", "half", "kills"], help="parts to run")
    parser.add_argument("--picture", type=Path, help="file to draw the pace over time in")
    options = parser.parse_args(list(arguments))
    report = Report()
    asyncio.run(measure(report, QUICK if options.quick else WHOLE, options.only, options.picture))
    report.show()


if __name__ == "__main__":
    main(sys.argv[1:])
