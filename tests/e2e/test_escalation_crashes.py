"""Hundreds of questions before staff, a bot that is killed, answers of calls that get lost: all arrives."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import exists, select

from bot.db import Database
from bot.delivery import addresses
from bot.delivery.outbox import WAITING
from bot.delivery.sender import IN_FLIGHT
from bot.matching import Match, Outcome
from bot.playground.faults import Fault, FaultKind
from bot.playground.state import Message, Person
from bot.playground.world import World
from bot.services import dilemmas, people
from bot.services.dilemmas import Asked
from bot.services.escalations import escalations
from bot.services.escalations.desk import Desk
from bot.services.escalations.working_days import WorkingDays
from bot.services.roles import Roles
from bot.settings import Settings
from models import (
    AnswerPlace,
    ChatKind,
    Escalation,
    InboxState,
    InboxUpdate,
    OutboxMessage,
    OutboxState,
    Relayed,
    RelayState,
)
from tests.support.cases import seed_library
from tests.support.eventually import eventually
from tests.support.process import BotProcess
from tests.support.running import write_config
from tests.support.town import Office, settled

pytestmark = pytest.mark.crash

PEOPLE = 50
MARK = "Misschien kreeg je dit al"
NUMBER = re.compile(r"#(\d+)")


@pytest.fixture
def staff_has_topics() -> bool:
    """Cards: with a topic for each, most of the time would go to making topics."""
    return False


@pytest.fixture
def more_config(office: Office) -> str:
    """Answers go at once: what is tried here is the way of what was sent."""
    return f"""
[staff]
chat_id = {office.group.id}
user_ids = [{office.staff.id}]
preview_answers = 0
"""


@pytest.fixture
async def process(
    world: World, api_url: str, database_url: str, tmp_path: Path, settings: Settings, more_config: str
) -> AsyncIterator[BotProcess]:
    await seed_library(settings.database_url)
    process = BotProcess(write_config(tmp_path, api_url, database_url, extra=more_config), world.bot.token)
    yield process
    await process.kill()


@pytest.fixture
async def db(settings: Settings) -> AsyncIterator[Database]:
    db = Database(settings.database_url)
    yield db
    await db.close()


async def escalate_all(
    db: Database, world: World, office: Office, residents: list[Person], count: int
) -> None:
    """So many questions in private, put before staff as a press would."""
    roles = Roles(office.group.id, (office.staff.id,))
    desk = Desk(roles, WorkingDays(ZoneInfo("Europe/Amsterdam")), "nl", answer_within=3, previews=0)
    nothing = Match(outcome=Outcome.NONE, confidence=0.0, candidates=(), language="nl")
    at = world.clock.now()
    async with db.begin() as session:
        await addresses.open_chat(session, office.group.id, ChatKind.SUPERGROUP)
        for number in range(count):
            resident = residents[number % PEOPLE]
            chat = await addresses.open_chat(session, resident.id, ChatKind.PRIVATE)
            person = await people.meet(session, resident.id, at=at)
            asked = Asked(person, chat, None, resident.id, -1 - number, f"vraag {number} over de ganzen?")
            dilemma, _ = await dilemmas.pose(session, asked, nothing, at=at)
            await escalations.make(session, desk, dilemma, AnswerPlace.PRIVATE, language="nl", at=at)


class Chaos:
    """Kills the bot at random moments, until it is told to let it live."""

    def __init__(self, process: BotProcess, world: World, seed: int) -> None:
        self.deaths = 0
        self._process, self._world = process, world
        self._chance = random.Random(seed)

    async def kill_now_and_then(self, times: int) -> None:
        for _ in range(times):
            await self._world.wait_for(self._world.is_connected, seconds=60)
            await asyncio.sleep(self._chance.uniform(0.2, 1.0))
            await self._process.kill()
            self.deaths += 1
            await self._process.start()


def newest_cards(world: World, office: Office) -> dict[int, Message]:
    """By its number, the last message that shows each question: a repeat takes the place of the first."""
    cards = [one for one in world.bot_messages(office.group) if "Antwoord op dit bericht" in one.text]
    return {int(found[1]): card for card in cards if (found := NUMBER.search(card.text))}


def words_to_staff(text: str) -> str:
    """The line of a message that its writer wrote: between the heading and what the bot adds."""
    return next((line for line in text.split("\n") if line.startswith(("antwoord ", "reactie ", "//"))), "")


async def test_whatever_is_killed_or_lost_every_message_arrives_as_its_class_promises(
    world: World, process: BotProcess, db: Database, office: Office, settings: Settings
) -> None:
    count = 500 if settings.sqlite_path is not None else 100
    chance = random.Random(20261123)
    residents = [world.person(f"Bewoner {n} (voorbeeld)", started=True) for n in range(PEOPLE)]
    await escalate_all(db, world, office, residents, count)
    lost = [
        world.faults.add(
            Fault(
                FaultKind.RESET, method="sendMessage", count=8, probability=0.02, seed=seed, effect=bool(seed)
            )
        )
        for seed in range(2)
    ]
    chaos = Chaos(process, world, 7)
    await process.start()
    killing = asyncio.create_task(chaos.kill_now_and_then(2))
    await world.wait_for(lambda: len(newest_cards(world, office)) == count, seconds=120)
    await killing
    await settled(world, db, seconds=120)
    answers, notes, replies = [], [], []
    killing = asyncio.create_task(chaos.kill_now_and_then(1))
    for number, card in sorted(newest_cards(world, office).items()):
        action = chance.choice(("answer", "answer", "answer", "note", "plain", "edited"))
        text = f"antwoord {number}."
        if action == "note":
            notes.append(f"// antwoord {number} alleen voor ons")
            world.say(office.staff, office.group, notes[-1], reply_to=card)
            continue
        if action == "plain":
            notes.append(f"antwoord {number} onder collega's")
            world.say(office.staff, office.group, notes[-1])
            continue
        written = world.say(office.staff, office.group, text, reply_to=card)
        if action == "edited":
            text = f"antwoord {number}, verbeterd."
            world.edit(office.staff, written, text)
        answers.append(text)
    await killing
    await settled(world, db, seconds=120)
    killing = asyncio.create_task(chaos.kill_now_and_then(1))
    for resident in residents:
        for answer in [one for one in world.bot_messages(resident) if words_to_staff(one.text)]:
            if MARK not in answer.text and chance.random() < 0.3 and await _is_recorded(db, answer):
                replies.append(f"reactie op {words_to_staff(answer.text)}")
                world.say(resident, resident, replies[-1], reply_to=answer)
    await killing
    await settled(world, db, seconds=120)
    # A message whose answer was lost is tried again some seconds later: that is no more than waiting, too.
    await eventually(lambda: _is_nothing_waiting(db), seconds=120)
    assert await process.stop() == 0

    to_residents = [one.text for resident in residents for one in world.bot_messages(resident)]
    to_staff = [one.text for one in world.bot_messages(office.group)]
    uncertain = chaos.deaths * IN_FLIGHT + sum(fault.hits for fault in lost)
    copies = _once_or_marked(to_residents, answers) + _once_or_marked(to_staff, replies)
    assert copies <= uncertain
    assert not [note for note in notes if any(note in text for text in to_residents)]
    await _nothing_left(db, answers=len(answers), replies=len(replies), escalations=count)


def _once_or_marked(texts: list[str], wanted: list[str]) -> int:
    """Check that each was said, and that all but one time it carries a number; how many copies there are."""
    said = Counter(words_to_staff(text) for text in texts)
    unmarked = Counter(words_to_staff(text) for text in texts if MARK not in text)
    missing = [one for one in wanted if not said[one]]
    doubled = [one for one in wanted if unmarked[one] > 1]
    assert not missing, f"{len(missing)} were swallowed: {missing[:3]}"
    assert not doubled, f"{len(doubled)} came twice without a number: {doubled[:3]}"
    return sum(said[one] - 1 for one in wanted)


async def _is_recorded(db: Database, message: Message) -> bool:
    """Whether the bot knows this copy: a first one whose fate was unknown gave way to the next."""
    async with db.read() as session:
        found = await session.scalar(
            select(OutboxMessage.id).where(
                OutboxMessage.sent_chat_id == message.chat.id, OutboxMessage.sent_message_id == message.id
            )
        )
    return found is not None


async def _is_nothing_waiting(db: Database) -> bool:
    async with db.read() as session:
        waiting = exists().where(OutboxMessage.state.in_(WAITING))
        return not await session.scalar(select(waiting))


async def _nothing_left(db: Database, *, answers: int, replies: int, escalations: int) -> None:
    async with db.read() as session:
        inbox = Counter(await session.scalars(select(InboxUpdate.state)))
        outbox = list(await session.scalars(select(OutboxMessage)))
        relayed = Counter(await session.scalars(select(Relayed.state)))
        made = len((await session.scalars(select(Escalation.id))).all())
    assert set(inbox) == {InboxState.DONE}
    drawn_anew = {OutboxState.SENT, OutboxState.CANCELLED}
    wrong = [
        (row.key, row.state)
        for row in outbox
        if row.state not in (drawn_anew if ":draw:" in row.key else {OutboxState.SENT})
    ]
    assert not wrong, wrong[:5]
    assert made == escalations
    assert relayed[RelayState.PASSED] == answers + replies
