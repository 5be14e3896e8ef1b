"""What it takes a coordinator to plan a session: messages, presses, seconds; in one message, step by step.

The bot runs in this process on the local Bot API, on SQLite. Counted are what the coordinator writes and
presses and what the bot sends; the bot's seconds are from the last word or press until all of it is there.

How long the coordinator takes is an estimate from published means: typing on a phone at 36 words of five
characters a minute (Palin et al., MobileHCI 2019), reading 238 words a minute (Brysbaert, Journal of Memory
and Language 2019), and two seconds to find and press a button.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.app import running
from bot.config import load_settings
from bot.playground.server import serve
from bot.playground.state import Message
from bot.playground.world import World
from tests.bench.report import Report
from tests.support import planning
from tests.support.cases import seed_library
from tests.support.running import write_config
from tests.support.town import Office, Town

TIMES, QUICK = 10, 2
_CHARACTERS_A_SECOND = 36 * 5 / 60
_WORDS_A_SECOND = 238 / 60
_PRESS_SECONDS = 2.0


@dataclass(slots=True)
class Tally:
    """What planning one session took."""

    town: Town
    messages: int = 0
    presses: int = 0
    characters: int = 0
    words_read: int = 0
    bot_seconds: list[float] = field(default_factory=list)

    async def write(self, text: str, answers: int = 1) -> Message:
        """Write, and read so many answers; the last."""
        began = time.perf_counter()
        self.town.say(self.town.office.coordinator, text)
        heard = [await self.town.hears(self.town.office.coordinator) for _ in range(answers)]
        self.bot_seconds.append(time.perf_counter() - began)
        self.messages += 1
        self.characters += len(text)
        self.words_read += sum(len(one.text.split()) for one in heard)
        return heard[-1]

    async def press(self, message: Message, button: str) -> None:
        """Press, and read what it became."""
        began = time.perf_counter()
        await self.town.press(self.town.office.coordinator, message, button)
        self.bot_seconds.append(time.perf_counter() - began)
        self.presses += 1
        self.words_read += len(message.text.split())

    async def next(self) -> Message:
        """Read one message more."""
        heard = await self.town.hears(self.town.office.coordinator)
        self.words_read += len(heard.text.split())
        return heard

    @property
    def person_seconds(self) -> float:
        """How long a coordinator types, reads and presses, as far as that can be estimated."""
        typing = self.characters / _CHARACTERS_A_SECOND
        return typing + self.words_read / _WORDS_A_SECOND + self.presses * _PRESS_SECONDS


async def in_one_message(tally: Tally) -> None:
    """All in one message, and the press that announces it."""
    card = await tally.write(f"/plan {planning.line(tally.town)}", answers=2)
    await tally.press(card, planning.YES)


async def step_by_step(tally: Tally) -> None:
    """The same session, one question at a time."""
    asked = await tally.write("/plan")
    await tally.press(asked, "Stap voor stap")
    await tally.write(planning.TITLE)
    asked = await tally.write(f"{planning.day(tally.town)} 19:30")
    await tally.press(asked, "Eén keer")
    await tally.press(asked, "geld")
    asked = await tally.write(planning.LINK)
    await tally.press(asked, "40")
    await tally.press(asked, "Laat zien")
    await tally.next()
    await tally.press(await tally.next(), planning.YES)


WAYS: dict[str, Callable[[Tally], Awaitable[None]]] = {
    "one message": in_one_message,
    "step by step": step_by_step,
}


@asynccontextmanager
async def town_with_groups() -> AsyncIterator[Town]:
    """A coordinator, and three groups that are told."""
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        async with serve(world) as address:
            who = world.person("Karim (voorbeeld)", role="coordinator", started=True)
            els = world.person("Els (voorbeeld)", started=True)
            group = world.group("Wijkraad (voorbeeld)", [els], supergroup=True, quiet=True)
            extra = f"[coordinators]\nuser_ids = [{who.id}]\n"
            path = write_config(Path(folder), address, f"sqlite:///{folder}/plan.sqlite", extra=extra)
            settings = load_settings(path, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)
            await seed_library(settings.database_url)
            async with running(settings, clock=world.clock) as bot:
                town = Town(world, bot, Office(group, els, who))
                await planning.collective(town, group)
                yield town


async def measure(report: Report, times: int) -> None:
    """Plan in each way, so many times."""
    async with town_with_groups() as town:
        for name, way in WAYS.items():
            used = time.process_time()
            tallies = [Tally(town) for _ in range(times)]
            for tally in tallies:
                await way(tally)
            used = (time.process_time() - used) / times
            one = tallies[0]
            waits = [second for tally in tallies for second in tally.bot_seconds]
            report.figure(name, "messages written", one.messages, "{:.0f}")
            report.figure(name, "buttons pressed", one.presses, "{:.0f}")
            report.figure(name, "characters typed", one.characters, "{:.0f}")
            report.figure(name, "words read", one.words_read, "{:.0f}")
            report.figure(name, "the coordinator's seconds (estimate)", one.person_seconds, "{:.0f}")
            report.figure(name, "the bot's seconds, all answers", sum(waits) / times, "{:.2f}")
            report.figure(name, "the bot's seconds, median answer", statistics.median(waits), "{:.2f}")
            report.figure(name, "processor seconds, Bot API included", used, "{:.2f}")


def main(arguments: Sequence[str]) -> None:
    """Measure and print; `--quick` does it twice instead of ten times."""
    report = Report()
    asyncio.run(measure(report, QUICK if "--quick" in arguments else TIMES))
    report.show()
