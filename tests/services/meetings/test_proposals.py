"""Proposals as rows: made once whatever happens in between, by any number of processes."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import func, select

from bot import proposing
from bot.db import Database
from bot.library_index import LibraryIndex
from bot.matching.resemblance import BARS, Question
from bot.proposing import Proposing
from bot.services import dilemmas
from bot.services.dilemmas import Asked as Posed
from bot.services.meetings import proposal_post, proposal_questions, proposal_words, proposals, suggested
from bot.services.meetings.manner import Manner
from bot.services.meetings.plan import Plan, announce
from bot.services.meetings.proposal_questions import Asked, parties
from bot.services.meetings.proposal_sorting import sort_out
from bot.services.quiet_hours import QuietHours
from bot.services.roles import Roles
from models import (
    Case,
    Chat,
    ChatKind,
    Collective,
    CollectiveGroup,
    Dilemma,
    MeetingProposal,
    OutboxMessage,
    Person,
    ProposalDilemma,
    ProposalRefusal,
    ProposalState,
)
from tests.support.factories import NOW, StillClock, found, make_case, make_chat, make_person

ZONE = ZoneInfo("Europe/Amsterdam")
COORDINATORS = (900, 901)
STAFF_CHAT = -4000
TEXTS = ("Wie krijgt de sleutel?", "Wie mag de sleutel hebben?", "Sleutel: wie wel en wie niet?")


class Killed(BaseException):
    """What a kill looks like from within."""


class WordsOnly:
    """An index without an encoder."""

    kind = "none"


class Street:
    """Groups that ask, coordinators who are told, and a tick that looks."""

    def __init__(self, db: Database, quiet: tuple[int, int] = (0, 0)) -> None:
        self.db = db
        self.clock = StillClock()
        self.numbers = 0
        self.manner = Manner(
            roles=Roles(staff_chat_id=STAFF_CHAT, coordinator_ids=COORDINATORS),
            quiet=QuietHours(ZONE, *quiet),
            per_day=2,
            language="nl",
            bot_name="buurvraag_bot",
        )
        self.tick = self.process()
        self.case: Case

    def process(self) -> Proposing:
        """Another process that looks."""
        return Proposing(self.db, self.clock, cast(LibraryIndex, WordsOnly()), lambda: self.manner)

    async def open(self) -> None:
        async with self.db.begin() as session:
            self.case = await make_case(session, theme="beheer")
            for number in COORDINATORS:
                await make_person(session, number)
                await make_chat(session, number, kind=ChatKind.PRIVATE)

    async def ask(
        self,
        *,
        text: str | None = None,
        chat: int | None = None,
        person: int | None = None,
        confidence: float | None = 0.95,
        days_ago: float = 1,
    ) -> int:
        """Somebody new asks in a group of their own, unless told otherwise."""
        self.numbers += 1
        number = self.numbers
        place, who = chat or -100 - number, person or 100 + number
        async with self.db.begin() as session:
            there = await session.scalar(select(Chat).where(Chat.telegram_id == place))
            kind = ChatKind.PRIVATE if place > 0 else ChatKind.SUPERGROUP
            there = there or await make_chat(session, place, kind=kind)
            asker = await session.scalar(select(Person).where(Person.telegram_id == who))
            asker = asker or await make_person(session, who)
            match = found((self.case, confidence)) if confidence is not None else found()
            posed = Posed(asker, there, None, place, number, text or TEXTS[number % len(TEXTS)])
            at = self.clock.now() - timedelta(days=days_ago)
            dilemma, _ = await dilemmas.pose(session, posed, match, at=at)
            return dilemma.id

    async def tie(self, chat: int, name: str) -> None:
        """Let a group belong to a collective."""
        async with self.db.begin() as session:
            collective = await session.scalar(select(Collective).where(Collective.name == name))
            if collective is None:
                collective = Collective(name=name, matching_name=name.lower(), registered_at=NOW)
                session.add(collective)
                await session.flush()
            there = await session.scalar(select(Chat).where(Chat.telegram_id == chat))
            assert there is not None
            session.add(CollectiveGroup(chat_id=there.id, collective_id=collective.id, since=NOW))

    async def look(self) -> None:
        await self.tick.look()
        await self.tick.look()

    async def all(self) -> list[MeetingProposal]:
        async with self.db.read() as session:
            return list(await session.scalars(select(MeetingProposal).order_by(MeetingProposal.id)))

    async def cards(self) -> int:
        async with self.db.read() as session:
            number = await session.scalar(
                select(func.count())
                .select_from(OutboxMessage)
                .where(OutboxMessage.key.startswith("meeting-proposal:"), OutboxMessage.target_key.is_(None))
            )
            return number or 0


@pytest.fixture
async def street(database: Database) -> Street:
    made = Street(database)
    await made.open()
    return made


async def three(street: Street) -> list[int]:
    return [await street.ask() for _ in range(3)]


async def test_three_groups_make_one_proposal_for_each_coordinator(street: Street) -> None:
    ids = await three(street)
    for _ in range(4):
        await street.look()

    [proposal] = await street.all()
    assert (proposal.case_id, proposal.theme, proposal.round) == (street.case.id, "beheer", 1)
    assert await street.cards() == len(COORDINATORS)
    async with street.db.read() as session:
        members = await session.scalars(
            select(ProposalDilemma.dilemma_id).order_by(ProposalDilemma.dilemma_id)
        )
        assert list(members) == ids


@pytest.mark.parametrize(
    "point", ["proposals.before", "proposals", "proposals.followed.before", "proposals.followed"]
)
async def test_killed_anywhere_it_still_is_one(
    street: Street, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    await three(street)
    hits = 0

    def die(name: str) -> None:
        nonlocal hits
        if name == point:
            hits += 1
            raise Killed

    monkeypatch.setattr(proposing, "crash_point", die)
    for _ in range(3):
        try:
            await street.process().look()
        except Killed:
            continue
    assert hits
    monkeypatch.setattr(proposing, "crash_point", lambda _name: None)
    street.tick = street.process()
    await street.look()

    assert len(await street.all()) == 1
    assert await street.cards() == len(COORDINATORS)


async def test_two_processes_that_look_at_once_make_one(street: Street) -> None:
    await three(street)
    processes = [street.process() for _ in range(3)]
    await asyncio.gather(*(process.look() for process in processes))
    await asyncio.gather(*(process.look() for process in processes))

    assert len(await street.all()) == 1
    assert await street.cards() == len(COORDINATORS)


async def test_groups_of_one_collective_are_one(street: Street) -> None:
    await three(street)
    for chat in (-101, -102):
        await street.tie(chat, "De Kolk (voorbeeld)")
    await street.look()
    assert await street.all() == []
    await street.ask()
    await street.look()

    assert len(await street.all()) == 1


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param([{}, {}, {"days_ago": 61}], id="longer than sixty days ago"),
        pytest.param([{}, {}, {"chat": STAFF_CHAT}], id="in the staff chat"),
        pytest.param([{"person": 50}, {"person": 50}, {"person": 50}], id="by one person"),
        pytest.param([{}, {"chat": 201, "person": 201}, {"chat": 202, "person": 202}], id="two alone"),
        pytest.param([{}, {}, {"confidence": 0.5, "text": "Iets heel anders"}], id="another question"),
    ],
)
async def test_what_does_not_make_three(street: Street, asked: list[dict[str, Any]]) -> None:
    for one in asked:
        await street.ask(**one)
    await street.look()

    assert await street.all() == []


async def test_who_wants_no_part_counts_for_nothing(street: Street) -> None:
    await three(street)
    async with street.db.begin() as session:
        person = await session.scalar(select(Person).where(Person.telegram_id == 101))
        assert person is not None
        await proposals.refuse_part(session, person, at=NOW)
        await proposals.refuse_part(session, person, at=NOW)
        assert await session.scalar(select(func.count()).select_from(ProposalRefusal)) == 1
    await street.look()

    assert await street.all() == []


async def test_a_later_question_joins_and_makes_no_other_proposal(street: Street) -> None:
    await three(street)
    await street.look()
    for _ in range(4):
        await street.ask()
    await street.look()

    [proposal] = await street.all()
    async with street.db.read() as session:
        seen = await proposal_post.seen(session, proposal, at=NOW)
    assert seen.number == 7
    assert proposal.drawn == 1
    assert await street.cards() == len(COORDINATORS)


async def test_a_coordinator_who_comes_later_gets_it_too(street: Street) -> None:
    await three(street)
    await street.look()
    street.manner = Manner(
        Roles(STAFF_CHAT, (), (*COORDINATORS, 902)), street.manner.quiet, 2, "nl", "buurvraag_bot"
    )
    async with street.db.begin() as session:
        await make_person(session, 902)
        await make_chat(session, 902, kind=ChatKind.PRIVATE)
    await street.look()

    assert await street.cards() == len(COORDINATORS) + 1


async def test_at_night_it_waits_for_the_morning(database: Database) -> None:
    street = Street(database, quiet=(12, 15))
    await street.open()
    await three(street)
    await street.look()

    async with database.read() as session:
        due = set(await session.scalars(select(OutboxMessage.due_at)))
    assert due == {datetime(2027, 3, 1, 15, tzinfo=ZONE)}


async def test_only_the_first_decides_and_only_who_decided_can_undo(street: Street) -> None:
    await three(street)
    await street.look()
    [proposal] = await street.all()

    async def press(number: int, act: Callable[..., Any], *more: Any) -> bool:
        async with street.db.begin() as session:
            by = await session.scalar(select(Person).where(Person.telegram_id == number))
            there = await proposals.locked(session, proposal.id)
            assert there is not None
            return bool(await act(session, there, *more, by, at=NOW))

    done = await asyncio.gather(
        *(press(number, proposals.decide, ProposalState.NEVER) for number in COORDINATORS)
    )
    assert sorted(done) == [False, True]
    loser, winner = (COORDINATORS[done.index(one)] for one in (False, True))
    assert not await press(loser, proposals.undo)
    assert await press(winner, proposals.undo)
    assert not await press(winner, proposals.undo)
    [proposal] = await street.all()
    assert (proposal.state, proposal.decided_by_id) == (ProposalState.OPEN, None)


async def test_nothing_is_looked_at_twice_when_nothing_is_new(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    await street.ask()
    await street.look()
    monkeypatch.setattr(proposing, "resembling", None)
    await street.look()
    await street.ask()
    with pytest.raises(TypeError):
        await street.look()


async def test_what_was_forgotten_is_neither_counted_nor_shown(street: Street) -> None:
    ids = [await street.ask() for _ in range(4)]
    await street.look()
    async with street.db.begin() as session:
        dilemma = await session.get_one(Dilemma, ids[0])
        text, dilemma.text, dilemma.person_id = dilemma.text, "", None
    [proposal] = await street.all()
    async with street.db.read() as session:
        seen = await proposal_post.seen(session, proposal, at=NOW)

    assert seen.number == 3
    assert seen.hidden + len(seen.words) <= 3
    assert ids[0] not in [one.id for one in await _of(street, proposal)]
    assert text


async def _of(street: Street, proposal: MeetingProposal) -> list[Asked]:
    async with street.db.read() as session:
        return await proposal_questions.of_proposal(session, proposal.id, at=NOW)


def asked(number: int, party: tuple[str, int], person: int, *, proposal: int | None = None) -> Asked:
    state = ProposalState.OPEN if proposal is not None else None
    return Asked(number, Question("?", 7, 0.9), party, person, party[0] == "p", NOW, proposal, state)


def test_somebody_alone_counts_once_and_not_beside_their_own_group() -> None:
    in_group = [asked(1, ("g", 1), 1), asked(2, ("c", 2), 2)]
    assert parties([*in_group, asked(3, ("p", 3), 3)]).are_enough
    assert not parties([*in_group, asked(3, ("p", 1), 1)]).are_enough
    assert not parties([asked(1, ("g", 1), 1), asked(3, ("p", 3), 3), asked(4, ("p", 4), 4)]).are_enough


def test_a_chain_of_half_alike_questions_is_no_proposal() -> None:
    row = [asked(number, ("g", number), number) for number in range(1, 5)]
    # Each resembles only its neighbour: none resembles two others but in the middle.
    table = np.eye(4, dtype=bool)
    table[0, 1] = table[1, 0] = table[2, 3] = table[3, 2] = True
    assert sort_out(row, table, BARS["none"], {}).clusters == []
    table[1, 2] = table[2, 1] = True
    [cluster] = sort_out(row, table, BARS["none"], {}).clusters
    assert len(cluster) == 3


def test_what_must_never_be_proposed_takes_in_all_about_its_case() -> None:
    row = [asked(number, ("g", number), number) for number in range(1, 5)]
    done = sort_out(row, np.ones((4, 4), dtype=bool), BARS["none"], {7: 33})
    assert done.joining == dict.fromkeys((1, 2, 3, 4), 33)
    assert done.clusters == []


@pytest.mark.parametrize(
    "text",
    [
        "Mevrouw Jansen wil de sleutel",
        "De sleutel van De Kolk is weg",
        "in almelo kan dit wel, waarom hier niet?",
        "Bel me op 06 12345678 over de sleutel",
        "Wie woont er op Kerkstraat 12?",
        "mijn buurman is dement, wie heeft de sleutel?",
        "Vraag @henk om de sleutel",
        "zie https://voorbeeld.nl/sleutel",
        "onze groep de zonnehoek heeft geen sleutel",
        "Wij zitten bij Groei en Bloei",
        "   ",
    ],
)
def test_what_may_point_to_somebody_is_not_shown(text: str) -> None:
    assert proposal_words.shown(text, proposal_words.names_of(["De Zonnehoek (voorbeeld)"])) is None


@pytest.mark.parametrize(
    "text",
    [
        "Wie krijgt de sleutel van het buurthuis?",
        "De VvE wil niet meebetalen. Wat doen jullie?",
        "Ik vraag me af: Mag dat van de WMO?",
    ],
)
def test_what_points_to_nobody_is_shown_in_its_own_words(text: str) -> None:
    assert proposal_words.shown(text, frozenset()) == text


async def test_the_moment_is_no_holiday_no_friday_and_not_beside_another_session(database: Database) -> None:
    # Three weeks before Easter Monday.
    at = datetime(2027, 3, 8, 12, 0, tzinfo=ZONE)
    async with database.begin() as session:
        assert await suggested.moment(session, ZONE, at=at) == "2027-03-30T19:30"
        planner = await make_person(session)
        planned = Plan(title="Iets anders", theme="beheer", starts=("2027-03-30T14:00",))
        await announce(session, planned, planner, ZONE, at=at)
        assert await suggested.moment(session, ZONE, at=at) == "2027-03-31T19:30"
        # Friday 2 April, the weekend, and then Monday.
        assert await suggested.moment(session, ZONE, at=at + timedelta(days=4)) == "2027-04-05T19:30"
        assert await suggested.still(session, "2027-04-06T19:30", ZONE, at=at) == "2027-04-06T19:30"
        assert await suggested.still(session, "2027-03-12T19:30", ZONE, at=at) == "2027-03-31T19:30"
