"""The durable core against a stock echo bot: throughput, time to reply, cold start, memory.

Both bots are processes of their own and talk to the same local Bot API in one run, one after the other. A
question is handled when its answer reaches the Bot API.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.config import load_settings
from bot.db import Database
from bot.playground.faults import Fault, FaultKind
from bot.playground.requests import RequestRecord
from bot.playground.server import serve
from bot.playground.world import World
from bot.services.library.files import example_library_path
from models import TextVector
from tests.bench.report import Report
from tests.support.running import write_config

ROOT = Path(__file__).parents[2]
PEOPLE = 40
# Seconds that a call over the internet takes, about.
FAR = 0.03
QUESTIONS = (
    "wie mag er een sleutel van het buurthuis hebben?",
    "mag het potje ontmoeting ook voor huiswerkhulp zijn?",
    "hoe krijgen we invloed op de begroting van de gemeente?",
    "hoe schrijven we een ondernemingsplan voor ons wijkcentrum?",
    "de vrijwilligers haken af, hoe houden we ze vast?",
)


def questions(count: int) -> list[str]:
    """Questions of residents, each a text of its own so that no cache answers it."""
    return [f"{QUESTIONS[n % len(QUESTIONS)]} ({n})" for n in range(count)]


@asynccontextmanager
async def process(*command: str, token: str = "") -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that is stopped at the end."""
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=ROOT,
        env={**os.environ, "BUURVRAAG_TOKEN": token},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.terminate()
        await started.wait()


def answers(world: World) -> list[RequestRecord]:
    """The answers that reached the Bot API."""
    return [call for call in world.calls("sendMessage") if call.performed]


@dataclass(frozen=True, slots=True)
class Speed:
    """Updates a second, and the bot's own processor time for one in milliseconds.

    The second says more on a machine that does other work at the same time.
    """

    rate: float
    processor_ms: float


async def throughput(command: Sequence[str], world: World, count: int) -> Speed:
    """How fast, with all updates waiting at the Bot API when the bot starts."""
    people = [world.person(f"Bewoner {n} (voorbeeld)", started=True) for n in range(PEOPLE)]
    before = len(answers(world))
    for number, text in enumerate(questions(count)):
        person = people[number % PEOPLE]
        world.say(person, person, text)
    async with process(*command, token=world.bot.token) as running:
        # What starting takes is no part of it.
        await world.wait_for(lambda: len(answers(world)) >= before + count // 10, seconds=300)
        begun, first = processor_seconds(running.pid), len(answers(world)) - before
        await world.wait_for(lambda: len(answers(world)) >= before + count, seconds=300)
        spent = processor_seconds(running.pid) - begun
    times = [call.at for call in answers(world)[before:]]
    return Speed((count - 1) / (max(times) - min(times)), 1000 * spent / (count - first))


def processor_seconds(pid: int) -> float:
    """What a process has used so far: user and system time, fields 14 and 15 of proc_pid_stat(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def latencies(command: Sequence[str], world: World, count: int, per_second: float) -> list[float]:
    """Seconds from update to reply, at a steady rate."""
    people = [world.person(f"Bewoner {n} (voorbeeld)", started=True) for n in range(PEOPLE)]
    asked: dict[tuple[int, int], float] = {}
    before = len(answers(world))
    async with process(*command, token=world.bot.token):
        await world.wait_for(world.is_connected, seconds=120)
        warm = people[0]
        world.say(warm, warm, "is er iemand die dit kent, een eerste vraag?")
        await world.wait_for(lambda: len(answers(world)) > before, seconds=120)
        for number, text in enumerate(questions(count)):
            person = people[number % PEOPLE]
            message = world.say(person, person, text)
            asked[(person.id, message.id)] = time.time()
            await asyncio.sleep(1 / per_second)
        await world.wait_for(lambda: len(answers(world)) > before + count, seconds=120)
    result = []
    for call in answers(world):
        reply = call.params.get("reply_parameters")
        reply = json.loads(reply) if isinstance(reply, str) else reply
        started = asked.get((int(str(call.params["chat_id"])), reply["message_id"])) if reply else None
        if started is not None:
            result.append(call.at - started)
    return result


async def cold_start(command: Sequence[str], world: World) -> tuple[float, float]:
    """Seconds from starting the process to its first reply, and its peak memory in MB then."""
    person = world.person("Bewoner (voorbeeld)", started=True)
    world.say(person, person, f"wie mag er een sleutel van het buurthuis hebben? ({time.time_ns()})")
    before = len(answers(world))
    begun = time.time()
    async with process(*command, token=world.bot.token) as running:
        await world.wait_for(lambda: len(answers(world)) > before, seconds=300)
        took = answers(world)[-1].at - begun
        return took, peak_memory(running.pid)


def peak_memory(pid: int) -> float:
    """The most memory that a process had resident, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def large_library(folder: Path, size: int) -> Path:
    """A library of `size` cases: the examples in variations that differ in title and dilemma."""
    lines = example_library_path().read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    path = folder / f"library-{size}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(size):
            record = dict(records[number % len(records)])
            if number >= len(records):
                record |= {
                    "id": f"{record['id']}-{number}",
                    "title": f"{record['title']} (variant {number})",
                    "dilemma": f"{record['dilemma']} Dat speelt bij groep {number}.",
                }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


async def import_library(path: Path, config: Path, token: str) -> None:
    """Fill the database, as an administrator does."""
    command = ("-m", "bot", "cases", "import", str(path), "--config", str(config))
    async with process(*command, token=token) as running:
        if await running.wait() != 0:
            raise RuntimeError("the library could not be imported")


def bot_command(config: Path) -> tuple[str, ...]:
    """The command line that runs the bot."""
    return ("-m", "bot", "run", "--config", str(config))


def configured(folder: Path, url: str, encoder: str) -> Path:
    """A configuration in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    path = write_config(folder, url, f"sqlite:///{folder / 'bot.sqlite'}")
    text = path.read_text(encoding="utf-8").replace('encoder = "none"', f'encoder = "{encoder}"')
    path.write_text(text, encoding="utf-8")
    load_settings(path, {"BUURVRAAG_TOKEN": "1:a"}, online=True)
    return path


async def measure_throughput(report: Report, folder: Path, encoders: Sequence[str], count: int) -> None:
    """Every encoder, and the echo bot in the same run."""
    world = World()
    async with serve(world) as url:
        echo = str(Path(__file__).with_name("echo_bot.py"))
        peer = await throughput((echo, url, world.bot.token), world, count)
        report.figure("core", "echo bot, updates a second", peer.rate, "{:.0f}")
        report.figure("core", "echo bot, processor time an update (ms)", peer.processor_ms, "{:.2f}")
        for encoder in encoders:
            config = configured(folder / f"throughput-{encoder}", url, encoder)
            await import_library(example_library_path(), config, world.bot.token)
            ours = await throughput(bot_command(config), world, count)
            name = f"Buurvraag, encoder {encoder}"
            report.figure("core", f"{name}, updates a second", ours.rate, "{:.0f}")
            report.figure("core", f"{name}, ratio to the echo bot", ours.rate / peer.rate, "{:.2f}")
            report.figure("core", f"{name}, processor time an update (ms)", ours.processor_ms, "{:.2f}")


async def measure_far(report: Report, folder: Path, count: int) -> None:
    """The same with a Bot API that takes as long for a call as one over the internet."""
    world = World()
    world.faults.add(Fault(FaultKind.SLOW, method="sendMessage", seconds=FAR, count=None))
    async with serve(world) as url:
        echo = str(Path(__file__).with_name("echo_bot.py"))
        peer = await throughput((echo, url, world.bot.token), world, count)
        config = configured(folder / "far", url, "none")
        await import_library(example_library_path(), config, world.bot.token)
        ours = await throughput(bot_command(config), world, count)
        name = f"a call takes {FAR * 1000:.0f} ms"
        report.figure("core", f"{name}: echo bot, updates a second", peer.rate, "{:.0f}")
        report.figure("core", f"{name}: Buurvraag, encoder none, updates a second", ours.rate, "{:.0f}")
        report.figure("core", f"{name}: ratio to the echo bot", ours.rate / peer.rate, "{:.2f}")


async def measure_replies(
    report: Report, folder: Path, encoders: Sequence[str], size: int, count: int
) -> None:
    """Time to reply and cold start with a large library."""
    world = World()
    async with serve(world) as url:
        for encoder in encoders:
            config = configured(folder / f"replies-{encoder}", url, encoder)
            await import_library(large_library(folder, size), config, world.bot.token)
            name = f"{size} cases, encoder {encoder}"
            first, _ = await cold_start(bot_command(config), world)
            report.figure("core", f"{name}, first start to first reply (s)", first, "{:.1f}")
            await encoded(config, world)
            second, memory = await cold_start(bot_command(config), world)
            report.figure("core", f"{name}, second start to first reply (s)", second, "{:.1f}")
            times = sorted(await latencies(bot_command(config), world, count, per_second=10))
            report.figure(
                "core", f"{name}, update to reply p50 (ms)", statistics.median(times) * 1000, "{:.0f}"
            )
            late = times[int(len(times) * 0.95)]
            report.figure("core", f"{name}, update to reply p95 (ms)", late * 1000, "{:.0f}")
            report.figure("core", f"{name}, peak memory (MB)", memory, "{:.0f}")


async def encoded(config: Path, world: World) -> None:
    """Let the bot run until its library has all its vectors, so that what follows is the steady state."""
    settings = load_settings(config, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)
    if settings.matching.encoder == "none":
        return
    db = Database(settings.database_url)
    async with process(*bot_command(config), token=world.bot.token):
        seen, still = -1, 0
        while still < 5:
            await asyncio.sleep(2)
            async with db.read() as session:
                stored = await session.scalar(select(func.count()).select_from(TextVector)) or 0
            still = still + 1 if stored == seen else 0
            seen = stored
    await db.close()


def main(arguments: Sequence[str]) -> None:
    """Measure and print; `--quick` on a small scale."""
    report = Report()
    parser = argparse.ArgumentParser(prog="core")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--encoders", nargs="*", default=["none", "use", "e5"])
    options = parser.parse_args(arguments)
    count, size, replies = (200, 200, 50) if options.quick else (1000, 5000, 300)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure_throughput(report, Path(folder), options.encoders, count))
        asyncio.run(measure_far(report, Path(folder), count // 4))
        asyncio.run(measure_replies(report, Path(folder), options.encoders, size, replies))
    report.show()
