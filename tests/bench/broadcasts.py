"""A broadcast on a local Bot API that keeps Telegram's limits: pace, refusals, replies meanwhile, kills.

The bot is a process of its own. What counts is what reached the Bot API: how many copies each chat has, and
when they came. Parts, by `--only`:

    queue    messages for 100,000 chats put in the outbox                                     (10 seconds)
    pace     10,000 chats at the documented limit, residents ask meanwhile                    (6 minutes)
    half     5,000 chats at a limit that is secretly half                                     (7 minutes)
    kills    200 kills at random moments of a broadcast of 2,000                              (12 minutes)
    plain    2,000 chats, and the same by a plain loop with AIORateLimiter                    (11 minutes)
    standby  on PostgreSQL: the leader is killed, and frozen; how long until the other sends  (2 minutes)
    faults   a kill and a 429 amid a broadcast of 1,500, for the picture                      (2 minutes)

Together 40 minutes on two processors; with `--quick`, 7. A picture of the pace over time in the parts pace,
half and faults is drawn with `--picture FILE`.
"""

import argparse
import asyncio
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
from bot.playground.server import serve
from bot.services.broadcasts import broadcasts
from bot.services.broadcasts.audience import Audiences
from bot.services.roles import Roles
from models import Chat, ChatKind, OutboxMessage
from tests.bench.broadcasts_ground import FULL, HALF, START_SECONDS, Bench, ask, confirm, sustained
from tests.bench.broadcasts_kills import measure_faults, measure_kills, measure_standby
from tests.bench.broadcasts_plain import compare
from tests.bench.core import bot_command, peak_memory, process, processor_seconds
from tests.bench.report import Report
from tests.support.running import write_config

PARTS = ("queue", "pace", "half", "kills", "plain", "standby", "faults")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: chats, or kills."""

    pace: int
    half: int
    queued: int
    kills: int
    kill_chats: int
    plain: int
    standby: int
    faults: int


WHOLE = Sizes(
    pace=10_000,
    half=5_000,
    queued=100_000,
    kills=200,
    kill_chats=2_000,
    plain=2_000,
    standby=900,
    faults=1_500,
)
QUICK = Sizes(pace=900, half=600, queued=100_000, kills=8, kill_chats=400, plain=240, standby=600, faults=900)


@dataclass(frozen=True, slots=True)
class Ran:
    """What one broadcast did.

    When each copy came, how long residents waited (seconds), refusals, peak memory in MB at its start and
    end, and the bot's processor time in milliseconds a copy.
    """

    times: list[float]
    waits: list[float]
    refused: int
    memory: tuple[float, float]
    processor: float


async def send_all(bench: Bench, path: Path, chats: int) -> Ran:
    """Let the bot send it while residents ask something now and then."""
    world = bench.world
    people_asking = [world.person(f"Bewoner {n} (voorbeeld)", started=True) for n in range(40)]
    waits: list[float] = []
    async with process(*bot_command(path), token=world.bot.token) as bot:
        await bench.until(FULL, seconds=START_SECONDS)
        asking = asyncio.create_task(ask(world, people_asking, waits))
        memory, spent = peak_memory(bot.pid), processor_seconds(bot.pid)
        begun = bench.copies().total()
        await bench.until(chats, seconds=START_SECONDS + chats / 5)
        spent = processor_seconds(bot.pid) - spent
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        memories = (memory, peak_memory(bot.pid))
    refused = world.requests.by_outcome[429]
    return Ran(bench.arrived(), waits, refused, memories, 1000 * spent / max(chats - begun, 1))


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
    report.figure("broadcasts", f"{name}: processor time a copy (ms)", ran.processor, "{:.1f}")


async def measure_pace(report: Report, folder: Path, name: str, limit: int, chats: int) -> list[float]:
    """One broadcast at a limit; when the copies came."""
    bench = Bench(folder, f"pace-{limit}", limit)
    async with serve(bench.world) as address:
        path = await bench.prepare(address, chats)
        ran = await send_all(bench, path, chats)
    tell(report, name, bench, ran, limit)
    return ran.times


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


def draw(path: Path, runs: Sequence[tuple[str, Sequence[float], int]]) -> None:
    """The pace over time: copies in each second, a panel for each run."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 2.6 * len(runs)), layout="constrained")
    for axes, (name, times, limit) in zip(figure.subplots(len(runs), squeeze=False)[:, 0], runs, strict=True):
        begin = min(times)
        seconds = Counter(int(at - begin) for at in times)
        last = max(seconds)
        axes.axhline(limit, color="#b23a48", linewidth=1, linestyle="--")
        axes.step(range(last), [seconds[n] for n in range(last)], where="mid", color="#1f6f5c", linewidth=1.2)
        axes.set(title=name, xlabel="seconds", ylabel="copies in a second", ylim=(0, FULL * 1.2))
        axes.text(last, limit, f" limit {limit}", va="bottom", ha="right", fontsize=8, color="#b23a48")
    figure.savefig(path)


async def measure(report: Report, sizes: Sizes, parts: Sequence[str], picture: Path | None) -> None:
    """The parts that were asked for, in the order of `PARTS`."""
    runs: list[tuple[str, list[float], int]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in PARTS:
            if part not in parts:
                continue
            began = time.monotonic()
            match part:
                case "queue":
                    await measure_queue(report, folder, sizes.queued)
                case "pace":
                    title = "limit as documented"
                    runs.append((title, await measure_pace(report, folder, title, FULL, sizes.pace), FULL))
                case "half":
                    title = "limit secretly half"
                    runs.append((title, await measure_pace(report, folder, title, HALF, sizes.half), HALF))
                case "kills":
                    await measure_kills(report, folder, sizes.kills, sizes.kill_chats)
                case "plain":
                    await compare(report, folder, sizes.plain)
                case "standby":
                    await measure_standby(report, folder, sizes.standby)
                case "faults":
                    title = "kill -9 and a restart after a third, a 429 for 5 seconds after two thirds"
                    runs.append((title, await measure_faults(report, folder, sizes.faults), FULL))
            report.figure("broadcasts", f"{part}: this part took (s)", time.monotonic() - began, "{:.0f}")
    if picture is not None and runs:
        draw(picture, runs)


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(
        prog="broadcasts", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer chats and kills")
    parser.add_argument("--only", nargs="+", default=list(PARTS), choices=PARTS, help="parts to run")
    parser.add_argument("--picture", type=Path, help="file to draw the pace over time in")
    options = parser.parse_args(list(arguments))
    report = Report()
    try:
        asyncio.run(measure(report, QUICK if options.quick else WHOLE, options.only, options.picture))
    finally:
        # What was measured before something went wrong counts as well.
        report.show()


if __name__ == "__main__":
    main(sys.argv[1:])
