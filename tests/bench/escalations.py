"""How long a resident waits for what staff replied, while a broadcast fills the outbox.

The real bot on the local Bot API, with Telegram's limits overall and per private chat. Staff reply to the
cards of questions, one after the other; what is measured is the time from that reply to the message at the
resident. Once with an outbox that is empty, once with one that always holds notices for other chats.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from bot.app import Buurvraag, running
from bot.config import load_settings
from bot.delivery import addresses, outbox
from bot.delivery.outbox import WAITING, Outgoing
from bot.matching import Match, Outcome
from bot.playground.server import serve
from bot.playground.state import Chat, Message, Person
from bot.playground.world import World
from bot.services import dilemmas, people
from bot.services.dilemmas import Asked
from bot.services.escalations import escalations
from models import AnswerPlace, ChatKind, MessageClass, OutboxMessage
from tests.bench.report import Report
from tests.support.cases import seed_library
from tests.support.running import write_config

ANSWERS, QUICK = 60, 15
NOTICES_FOR_EACH = 40
PAUSE_SECONDS = 0.3


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="escalations", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer answers")
    options = parser.parse_args(list(arguments))
    report = Report()
    asyncio.run(measure(report, QUICK if options.quick else ANSWERS))
    report.show()


async def measure(report: Report, count: int) -> None:
    """Both runs on one bot."""
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        async with serve(world) as address:
            staff = world.person("Sanne (voorbeeld)", role="staff", started=True)
            group = world.group("Medewerkers (voorbeeld)", [staff], supergroup=True, quiet=True)
            residents = [world.person(f"Bewoner {n} (voorbeeld)", started=True) for n in range(2 * count)]
            audience = [
                world.group(f"Groep {n} (voorbeeld)", [staff], supergroup=True, quiet=True)
                for n in range(count * NOTICES_FOR_EACH)
            ]
            settings = load_settings(
                _config(Path(folder), address, group, staff),
                {"BUURVRAAG_TOKEN": world.bot.token},
                online=True,
            )
            await seed_library(settings.database_url)
            async with running(settings, clock=world.clock) as bot:
                cards = await _escalate(world, bot, group, residents)
                quiet = await _answer_all(world, staff, group, cards[:count])
                _tell(report, "with an empty outbox", quiet)
                await _broadcast(world, bot, audience)
                busy = await _answer_all(world, staff, group, cards[count:])
                _tell(report, "during a broadcast", busy)
                left = await _waiting(bot)
                report.figure("escalations", "notices that still waited at the end", left, "{:.0f}")


def _config(folder: Path, address: str, group: Chat, staff: Person) -> Path:
    """Telegram's limits, but for the staff group: its cards would take minutes, and are not measured."""
    extra = f"[staff]\nchat_id = {group.id}\nuser_ids = [{staff.id}]\npreview_answers = 0\n"
    path = write_config(folder, address, f"sqlite:///{folder}/bench.sqlite", extra=extra)
    text = path.read_text(encoding="utf-8")
    text = text.replace("messages_per_second = 0", "messages_per_second = 30")
    text = text.replace("per_private_chat_per_second = 0", "per_private_chat_per_second = 1")
    path.write_text(text, encoding="utf-8")
    return path


async def _escalate(
    world: World, bot: Buurvraag, group: Chat, residents: Sequence[Person]
) -> list[tuple[Message, Person]]:
    """A question of each, and the card that staff reply to."""
    nothing = Match(outcome=Outcome.NONE, confidence=0.0, candidates=(), language="nl")
    at = world.clock.now()
    async with bot.db.begin() as session:
        for number, resident in enumerate(residents):
            chat = await addresses.open_chat(session, resident.id, ChatKind.PRIVATE)
            person = await people.meet(session, resident.id, at=at)
            asked = Asked(person, chat, None, resident.id, -1 - number, f"vraag nummer {number} over ganzen")
            dilemma, _ = await dilemmas.pose(session, asked, nothing, at=at)
            await escalations.make(session, bot.desk, dilemma, AnswerPlace.PRIVATE, language="nl", at=at)
    bot.wakeups.outbox.set()
    await world.wait_for(lambda: len(world.bot_messages(group)) >= len(residents), seconds=120)
    cards = sorted(world.bot_messages(group), key=lambda card: int(card.text.split("#")[1].split()[0]))
    return list(zip(cards, residents, strict=True))


async def _answer_all(
    world: World, staff: Person, group: Chat, cards: Sequence[tuple[Message, Person]]
) -> list[float]:
    """Seconds from each reply of staff to the message at the resident."""
    took = []
    for card, resident in cards:
        began = time.perf_counter()
        world.say(staff, group, "Een ganzenplan helpt.", reply_to=card)
        while not world.bot_messages(resident):  # noqa: ASYNC110 - as a person would look
            await asyncio.sleep(0.002)
        took.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE_SECONDS)
    return took


async def _broadcast(world: World, bot: Buurvraag, audience: Sequence[Chat]) -> None:
    """A notice for each chat of the audience, all due now."""
    at = world.clock.now()
    async with bot.db.begin() as session:
        for there in audience:
            chat = await addresses.open_chat(session, there.id, ChatKind.SUPERGROUP)
            notice = Outgoing(
                key=f"bench:{there.id}",
                chat_id=chat.id,
                payload={"text": "Kom naar de sessie over sleutels!"},
                message_class=MessageClass.NOTICE,
            )
            await outbox.add(session, notice, at=at)
    bot.wakeups.outbox.set()
    await asyncio.sleep(1)


async def _waiting(bot: Buurvraag) -> int:
    async with bot.db.read() as session:
        found = await session.scalar(
            select(func.count()).where(
                OutboxMessage.state.in_(WAITING), OutboxMessage.message_class == MessageClass.NOTICE
            )
        )
    return found or 0


def _tell(report: Report, when: str, took: Sequence[float]) -> None:
    hundredths = statistics.quantiles(took, n=100, method="inclusive")
    for name, place in (("median", 49), ("p95", 94)):
        report.figure(
            "escalations", f"staff reply to resident, {name}, {when}", hundredths[place], "{:.3f} s"
        )
