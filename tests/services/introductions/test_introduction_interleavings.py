"""Whatever happens in one instant, contact details leave exactly when both said yes and neither took it back.

Each round is a fresh introduction on which both sides act at once, in real transactions of their own: on
PostgreSQL in parallel, on SQLite one after the other in the order in which they got their turn.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.db import Database
from bot.services.introductions import introductions
from bot.services.introductions.introductions import NotAPartyError
from bot.services.introductions.states import NotNowError
from bot.services.introductions.ticks import sweep
from models import Approach, ApproachState, Case, Introduction, IntroductionState, OutboxMessage, Person
from tests.support.factories import NOW, make_case
from tests.support.introductions import (
    ANNA,
    HENK,
    NO_STAFF,
    Scene,
    collectives_add,
    make_collective,
    make_person_in_private,
    make_scene,
    open_of,
)

ACTS = ("asker yes", "peer yes", "asker withdraws", "asker no", "peer no", "peer takes back", "tick")


@dataclass
class Round:
    """One introduction with a question open to both sides, and what each said in which order it was taken."""

    db: Database
    asker: Person
    peer: Person
    introduction: int
    approach: int

    async def act(self, name: str) -> bool:
        """Let one of them do something in a transaction of its own; whether it was taken."""
        try:
            async with self.db.begin() as session:
                asker = await session.get_one(Person, self.asker.id)
                peer = await session.get_one(Person, self.peer.id)
                # Where the others get in between, on a database that lets them.
                await asyncio.sleep(random.random() / 200)
                given: dict[str, Callable[[], Awaitable[object]]] = {
                    "asker yes": lambda: introductions.asker_agrees(
                        session, self.introduction, self.approach, asker, at=NOW, terms=NO_STAFF
                    ),
                    "peer yes": lambda: introductions.peer_agrees(
                        session, self.approach, peer, HENK, language="nl", at=NOW, terms=NO_STAFF
                    ),
                    "asker withdraws": lambda: introductions.asker_withdraws(
                        session, self.introduction, asker, at=NOW, terms=NO_STAFF
                    ),
                    "asker no": lambda: introductions.asker_refuses(
                        session, self.introduction, self.approach, asker, at=NOW, terms=NO_STAFF
                    ),
                    "peer no": lambda: introductions.peer_declines(
                        session, self.approach, peer, at=NOW, terms=NO_STAFF
                    ),
                    "peer takes back": lambda: introductions.peer_retracts(
                        session, self.approach, peer, at=NOW, terms=NO_STAFF
                    ),
                    "tick": lambda: sweep(session, NOW, NO_STAFF),
                }
                await given[name]()
        except (NotNowError, NotAPartyError):
            return False
        return True

    async def cards(self) -> dict[str, str]:
        """The contact cards that left, by whom they went to."""
        async with self.db.read() as session:
            rows = await session.scalars(
                select(OutboxMessage).where(
                    OutboxMessage.key.like(f"introduction:{self.introduction}:card:%")
                )
            )
            return {row.key.rpartition(":")[2]: row.payload["text"] for row in rows}

    async def states(self) -> tuple[IntroductionState, ApproachState]:
        """How it ended."""
        async with self.db.read() as session:
            introduction = await session.get_one(Introduction, self.introduction)
            return introduction.state, (await session.get_one(Approach, self.approach)).state

    async def secrets_out(self) -> bool:
        """Whether what either gave stands in any message about this introduction."""
        ours = (f"introduction:{self.introduction}:%", f"approach:{self.approach}:%")
        async with self.db.read() as session:
            rows = await session.scalars(
                select(OutboxMessage).where(OutboxMessage.key.like(ours[0]) | OutboxMessage.key.like(ours[1]))
            )
            return any(ANNA.value in str(row.payload) or HENK.value in str(row.payload) for row in rows)


async def begin(db: Database) -> Round:
    """A request whose question lies open before both: neither said yes to the other yet."""
    async with db.begin() as session:
        collective = await make_collective(session, f"Groep {next(_numbers)}")
        other = await make_collective(session, f"Elders {next(_numbers)}")
        scene = await make_scene(session, [collective], terms=NO_STAFF)
        introduction = await scene.request(session, agreed_to=other)
        approach = await open_of(session, introduction)
        assert approach.state is ApproachState.OFFERED
        assert approach.person is not None
        return Round(db, scene.asker, approach.person, introduction.id, approach.id)


_numbers = count(1)


async def check(table: Round, acts: Sequence[str], taken: Sequence[bool]) -> None:
    """The one law, by what was taken: both said yes and neither took it back before the other's yes."""
    did = {name for name, was in zip(acts, taken, strict=True) if was}
    both = {"asker yes", "peer yes"} <= did
    back = did & {"asker withdraws", "asker no", "peer no", "peer takes back"}
    cards, (state, approach) = await table.cards(), await table.states()
    made = state is IntroductionState.MADE
    assert made == (approach is ApproachState.MADE)
    assert made == (set(cards) == {"asker", "peer"})
    assert made == bool(cards)
    assert made == await table.secrets_out()
    # Of an introduction and what takes it back only one is taken: the other side was told that it is over.
    assert made == (both and not back), (acts, taken)
    if made:
        assert HENK.value in cards["asker"]
        assert ANNA.value in cards["peer"]


async def test_two_yeses_in_one_instant_make_exactly_one_introduction(database: Database) -> None:
    for _ in range(10):
        table = await begin(database)
        acts = ("asker yes", "peer yes", "asker yes", "peer yes")
        taken = await asyncio.gather(*(table.act(name) for name in acts))
        assert sorted(taken) == [False, False, True, True]
        await check(table, acts, taken)


@pytest.mark.parametrize("against", ["asker withdraws", "asker no", "peer no", "peer takes back"])
async def test_a_yes_and_its_opposite_in_one_instant_have_one_outcome(
    database: Database, against: str
) -> None:
    for _ in range(6):
        table = await begin(database)
        acts = ("asker yes", "peer yes", against)
        taken = await asyncio.gather(*(table.act(name) for name in acts))
        await check(table, acts, taken)


@given(acts=st.lists(st.sampled_from(ACTS), min_size=2, max_size=6), at_once=st.integers(0, 6))
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_any_acts_at_once_and_in_turn_keep_the_law(
    database: Database, acts: list[str], at_once: int
) -> None:
    table = await begin(database)
    together = await asyncio.gather(*(table.act(name) for name in acts[:at_once]))
    in_turn = [await table.act(name) for name in acts[at_once:]]
    await check(table, acts, [*together, *in_turn])


async def test_two_requests_at_once_do_not_give_one_collective_two_questions(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session, f"Groep {next(_numbers)}")
        case = await make_case(session, collective="")
        await collectives_add(session, collective, case)
        askers = [await make_person_in_private(session) for _ in range(4)]

    async def request(asker: Person) -> None:
        async with database.begin() as session:
            found = await session.get_one(Case, case.id)
            scene = Scene(await session.get_one(Person, asker.id), None, [found], [collective], NO_STAFF)
            await scene.request(session)

    await asyncio.gather(*(request(asker) for asker in askers))
    async with database.read() as session:
        open_now = list(
            await session.scalars(select(Approach).where(Approach.collective_id == collective.id))
        )
        waiting = list(
            await session.scalars(select(Introduction).where(Introduction.state == IntroductionState.LOOKING))
        )
    assert len(open_now) == 1
    assert len(waiting) == 3
