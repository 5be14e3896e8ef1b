"""A broadcast whose bot is killed, frozen, or told to be silent."""

import asyncio
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from bot.playground.faults import Fault, FaultKind
from bot.playground.limits import Limits
from bot.playground.server import serve
from models import OutboxState
from tests.bench.broadcasts_ground import FULL, START_SECONDS, Bench, mortal_bot
from tests.bench.report import Report
from tests.postgres import PostgresServer

# What was on its way when a process was killed or frozen still arrives.
ON_ITS_WAY_SECONDS = 0.5
SILENCE_SECONDS = 5


async def measure_kills(report: Report, folder: Path, kills: int, chats: int) -> None:
    """Kill the bot at random moments of a broadcast, and count copies afterwards."""
    bench = Bench(folder, "kills", None)
    dice = random.Random(20261123)
    done = 0
    async with serve(bench.world) as address:
        path = await bench.prepare(address, chats)
        while done < kills and await bench.is_waiting():
            before = bench.world.requests.by_method["sendMessage"]
            async with mortal_bot(path, bench.world) as bot:
                await bench.world.wait_for(_sends_after(bench, before), seconds=START_SECONDS)
                await asyncio.sleep(dice.uniform(0, max(chats / FULL / kills, 0.05) * 1.5))
                bot.kill()
            done += 1
        async with mortal_bot(path, bench.world):
            await bench.over(seconds=START_SECONDS + chats / FULL * 3)
    report.figure("broadcasts", f"kills in a broadcast of {chats}", done, "{:.0f}")
    parked = await tell_copies(report, "after kills", bench)
    report.figure("broadcasts", "after kills: in doubt for each kill", parked / max(done, 1), "{:.2f}")


def _sends_after(bench: Bench, before: int) -> Callable[[], bool]:
    return lambda: bench.world.requests.by_method["sendMessage"] > before


async def tell_copies(report: Report, name: str, bench: Bench) -> int:
    """What became of a broadcast by both accounts, the chats' and the bot's; how many are in doubt."""
    copies, states = bench.copies(), await bench.states()
    parked, sent = states[OutboxState.PARKED], states[OutboxState.SENT]
    missing = sum(one == 0 for one in copies.values())
    for figure, value in (
        ("doubled", sum(one > 1 for one in copies.values())),
        ("parked and listed as unknown", parked),
        ("of those, did arrive", parked - missing),
        # What did not arrive must be among the parked: that is what the coordinator sees.
        ("missing and not listed", max(missing - parked, 0)),
        ("neither sent nor parked", len(copies) - parked - sent),
    ):
        report.figure("broadcasts", f"{name}: {figure}", value, "{:.0f}")
    return parked


async def measure_standby(report: Report, folder: Path, chats: int) -> None:
    """Two processes on PostgreSQL; the one that sends is killed, or frozen and thawed later."""
    with PostgresServer() as server:
        for name, number in (("killed", signal.SIGKILL), ("frozen", signal.SIGSTOP)):
            bench = Bench(folder, f"standby-{name}", Limits().overall)
            url = server.url(server.create_database())
            async with serve(bench.world) as address:
                path = await bench.prepare(address, chats, url)
                took = await _take_over(bench, path, number, chats)
            report.figure("broadcasts", f"leader {name}: seconds until the standby sends", took, "{:.1f}")
            refused = bench.world.requests.by_outcome[429]
            report.figure("broadcasts", f"leader {name}: answers of 429", refused, "{:.0f}")
            await tell_copies(report, f"leader {name}", bench)


async def _take_over(bench: Bench, path: Path, number: signal.Signals, chats: int) -> float:
    log = bench.folder / "standby.log"
    patience = START_SECONDS + chats / FULL * 3
    async with mortal_bot(path, bench.world) as leader:
        await bench.until(chats // 10, seconds=START_SECONDS)
        async with mortal_bot(path, bench.world, log):
            await bench.world.wait_for(
                lambda: b"sender: another process leads" in log.read_bytes(), seconds=START_SECONDS
            )
            leader.send_signal(number)
            ended = time.time()
            await asyncio.sleep(ON_ITS_WAY_SECONDS)
            already = bench.copies().total()
            await bench.until(already + FULL, seconds=patience)
            if number is signal.SIGSTOP:
                leader.send_signal(signal.SIGCONT)
            await bench.over(seconds=patience)
    return next(at for at in sorted(bench.arrived()) if at > ended + ON_ITS_WAY_SECONDS) - ended


async def measure_faults(report: Report, folder: Path, chats: int) -> list[float]:
    """A kill and a restart after a third, a 429 after two thirds; when the copies came."""
    bench = Bench(folder, "faults", Limits().overall)
    patience = START_SECONDS + chats / FULL * 3
    async with serve(bench.world) as address:
        path = await bench.prepare(address, chats)
        async with mortal_bot(path, bench.world) as bot:
            await bench.until(chats // 3, seconds=patience)
            bot.kill()
        async with mortal_bot(path, bench.world):
            await bench.until(2 * chats // 3, seconds=patience)
            bench.world.faults.add(
                Fault(FaultKind.TOO_MANY, method="sendMessage", retry_after=SILENCE_SECONDS)
            )
            await bench.over(seconds=patience)
    await tell_copies(report, "a kill, then a 429", bench)
    refused = bench.world.requests.by_outcome[429]
    report.figure("broadcasts", "a kill, then a 429: answers of 429", refused, "{:.0f}")
    return bench.arrived()
