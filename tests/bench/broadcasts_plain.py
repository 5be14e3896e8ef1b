"""The same broadcast by the bot and by a plain loop with the library's AIORateLimiter (plain_loop.py).

Each is killed once, halfway, and started again. The loop goes on in two ways: from the beginning, as a loop
does by itself, and after the number that it wrote down after each message. A chat is doubled that has two
copies, missing that has none; of the bot's, those in doubt are listed for the coordinator.
"""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from bot.playground.server import serve
from models import OutboxState
from tests.bench.broadcasts_ground import FULL, HALF, START_SECONDS, TEXT, Bench, mortal, mortal_bot
from tests.bench.core import processor_seconds
from tests.bench.report import Report

LOOP = Path(__file__).with_name("plain_loop.py")
Process = asyncio.subprocess.Process


@dataclass(frozen=True, slots=True)
class Outcome:
    """One broadcast: seconds from the first copy to the last, answers of 429, and its copies.

    `processor` is the sender's own processor time in milliseconds a copy, of the run that ended it.
    """

    seconds: float
    refused: int
    doubled: int
    missing: int
    listed: int
    processor: float


async def compare(report: Report, folder: Path, chats: int) -> None:
    """Both, at the documented limit with a kill and at half of it without."""
    for limit, killed in ((FULL, True), (HALF, False)):
        name = f"{chats} chats, {'one kill' if killed else 'secretly half'}"
        tell(report, f"{name}: bot", await ours(folder, chats, limit, killed=killed))
        for resume in (False, True) if killed else (False,):
            outcome = await plain(folder, chats, limit, killed=killed, resume=resume)
            how = (" from its number" if resume else " from the start") if killed else ""
            tell(report, f"{name}: loop{how}", outcome)


def tell(report: Report, name: str, outcome: Outcome) -> None:
    """The figures of one."""
    report.figure("broadcasts", f"{name}: seconds", outcome.seconds, "{:.0f}")
    report.figure("broadcasts", f"{name}: answers of 429", outcome.refused, "{:.0f}")
    report.figure("broadcasts", f"{name}: doubled", outcome.doubled, "{:.0f}")
    report.figure("broadcasts", f"{name}: missing", outcome.missing, "{:.0f}")
    report.figure("broadcasts", f"{name}: listed as in doubt", outcome.listed, "{:.0f}")
    report.figure("broadcasts", f"{name}: processor time a copy (ms)", outcome.processor, "{:.1f}")


async def ours(folder: Path, chats: int, limit: int, *, killed: bool) -> Outcome:
    """By the bot."""
    bench = Bench(folder, f"ours-{limit}", limit)
    patience = START_SECONDS + chats / limit * 3
    async with serve(bench.world) as address:
        path = await bench.prepare(address, chats)
        if killed:
            async with mortal_bot(path, bench.world) as bot:
                await bench.until(chats // 2, seconds=patience)
                bot.kill()
        async with mortal_bot(path, bench.world) as bot:
            processor = await _processor(bench, bot, patience)
    return outcome_of(bench, processor, (await bench.states())[OutboxState.PARKED])


async def _processor(bench: Bench, bot: Process, patience: float) -> float:
    """Milliseconds a copy until it is over, without what starting takes."""
    already = bench.copies().total()
    await bench.until(already + 1, seconds=patience)
    spent, begun = processor_seconds(bot.pid), bench.copies().total()
    await bench.over(seconds=patience)
    return 1000 * (processor_seconds(bot.pid) - spent) / max(bench.copies().total() - begun, 1)


async def plain(folder: Path, chats: int, limit: int, *, killed: bool, resume: bool) -> Outcome:
    """By the loop."""
    bench = Bench(folder, f"plain-{limit}-{resume}", limit)
    bench.make_groups(chats)
    listed, progress = bench.folder / "chats", bench.folder / "progress"
    listed.write_text("\n".join(str(chat) for chat in bench.groups), encoding="ascii")
    patience = START_SECONDS + chats / limit * 10
    async with serve(bench.world) as address:

        def loop() -> AbstractAsyncContextManager[Process]:
            command = (str(LOOP), address, bench.world.bot.token, str(listed), TEXT, str(progress))
            return mortal(*command, *(["--resume"] if progress.exists() and resume else []), token="")

        if killed:
            async with loop() as sender:
                await bench.until(chats // 2, seconds=patience)
                sender.kill()
        async with loop() as sender:
            already = bench.copies().total()
            await bench.until(already + 1, seconds=patience)
            spent, begun = processor_seconds(sender.pid), bench.copies().total()
            spent_last = spent
            async with asyncio.timeout(patience):
                while sender.returncode is None:
                    spent_last = processor_seconds(sender.pid)
                    await asyncio.sleep(0.05)
            processor = 1000 * (spent_last - spent) / max(bench.copies().total() - begun, 1)
    return outcome_of(bench, processor, 0)


def outcome_of(bench: Bench, processor: float, listed: int) -> Outcome:
    """What the chats have."""
    copies, times = bench.copies(), bench.arrived()
    return Outcome(
        seconds=max(times) - min(times),
        refused=bench.world.requests.by_outcome[429],
        doubled=sum(one > 1 for one in copies.values()),
        missing=sum(one == 0 for one in copies.values()),
        listed=listed,
        processor=processor,
    )
