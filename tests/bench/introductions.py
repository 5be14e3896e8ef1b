"""A year of introductions in a minute: how many come about, how fast, and who carries the load.

300 collectives and 3,000 residents who each want to meet somebody, with the real services on SQLite and a
clock that is moved. People are drawn by chance, with chances that are assumptions and stand below; what is
measured is what the rules make of them. The same year is played twice: with the rules as they are, and
without fairness (no cap, no limit on open questions, always the same collective first).
"""

import argparse
import asyncio
import heapq
import math
import random
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services.introductions import introductions
from bot.services.introductions import peers as introduction_peers
from bot.services.introductions.introductions import NotAPartyError, TooManyError, Wish
from bot.services.introductions.peers import Load
from bot.services.introductions.reach import Contact
from bot.services.introductions.states import NotNowError
from bot.services.introductions.terms import Terms
from bot.services.introductions.ticks import sweep
from bot.services.roles import Roles
from models import (
    Approach,
    ApproachState,
    Candidate,
    Case,
    Chat,
    ChatKind,
    Collective,
    CollectiveContact,
    ContactRole,
    Dilemma,
    Experience,
    ExperienceSource,
    Introduction,
    IntroductionState,
    Person,
    Reach,
    Told,
    Via,
)
from tests.bench.report import Report

BEGIN = datetime(2027, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
STEP = timedelta(hours=12)
STAFF_CHAT = -1001

# What people do, by assumption: no figures of real introductions exist yet.
PEER_SAYS = {"yes": 0.55, "no": 0.2, "later": 0.1, "nothing": 0.15}
ASKER_SAYS = {"yes": 0.8, "no": 0.05, "nothing": 0.15}
STAFF_SAY = {"yes": 0.4, "no": 0.6}
# The median of how many days an answer takes, if it comes; spread as times of answering are (log-normal).
PEER_DAYS, ASKER_DAYS, STAFF_DAYS, SPREAD = 1.0, 0.5, 4.0, 1.2
# Cases for each collective.
CASES_EACH = 2 / 3
WITHOUT_TELEGRAM = 0.15
# Some questions come much more often than others: the n-th most common case in proportion to n ** -ZIPF.
ZIPF = 0.7


@dataclass
class Year:
    """What happened in one year."""

    wanted: int = 0
    made: int = 0
    by_staff: int = 0
    days: list[float] = field(default_factory=list)
    asked: Counter[int] = field(default_factory=Counter)
    worst_month: int = 0


class Play:
    """The people of a year, and what they are about to do."""

    def __init__(self, db: Database, terms: Terms, seed: int, collectives: int, dilemmas: int) -> None:
        self._db = db
        self._terms = terms
        self._chance = random.Random(seed)
        self._collectives = collectives
        self._dilemmas = dilemmas
        self._cases = round(collectives * CASES_EACH)
        self._todo: list[tuple[datetime, int, str, tuple[Any, ...]]] = []
        self._numbers = count()
        self._seen = 0

    async def run(self) -> Year:
        """Play the year, and three weeks more for what began in it."""
        await self._set_up()
        now = BEGIN
        while now < BEGIN + YEAR + timedelta(days=60):
            now += STEP
            async with self._db.begin() as session:
                while self._todo and self._todo[0][0] <= now:
                    at, _number, what, arguments = heapq.heappop(self._todo)
                    await self._do(session, what, arguments, at)
                    await self._notice(session, at)
                await sweep(session, now, self._terms)
                await self._notice(session, now)
        return await self._count()

    async def _do(self, session: AsyncSession, what: str, arguments: tuple[Any, ...], at: datetime) -> None:
        try:
            await getattr(self, f"_{what}")(session, *arguments, at=at)
        except (NotNowError, NotAPartyError, TooManyError):
            return  # somebody was faster, or it was over

    async def _notice(self, session: AsyncSession, at: datetime) -> None:
        """Let everybody who was asked something since make up their mind."""
        new = await session.scalars(select(Approach).where(Approach.id > self._seen).order_by(Approach.id))
        for approach in new.all():
            self._seen = approach.id
            if approach.state is ApproachState.OFFERED:
                self._plan(
                    at, ASKER_DAYS, "asker", (approach.introduction_id, approach.id, self._says(ASKER_SAYS))
                )
            if approach.via is Via.STAFF:
                self._plan(at, STAFF_DAYS, "staff", (approach.id, self._says(STAFF_SAY)))
            else:
                self._plan(at, PEER_DAYS, "peer", (approach.id, approach.person_id, self._says(PEER_SAYS)))

    async def _request(
        self,
        session: AsyncSession,
        person_id: int,
        dilemma_id: int,
        case_id: int,
        own: int | None,
        *,
        at: datetime,
    ) -> None:
        person = await session.get_one(Person, person_id)
        wish = Wish(
            case_id=case_id,
            dilemma_id=dilemma_id,
            told=Told.AS_ASKED,
            text="Een vraag (voorbeeld)",
            contact=Contact("Bewoner", Reach.TELEGRAM, ""),
            collective_id=own,
            collective_name="",
            agreed_to=await self._named_in_preview(session, person, dilemma_id, case_id, own, at),
            language="nl",
        )
        await introductions.request(session, person, wish, at=at, terms=self._terms)

    async def _named_in_preview(
        self,
        session: AsyncSession,
        person: Person,
        dilemma_id: int,
        case_id: int,
        own: int | None,
        at: datetime,
    ) -> str:
        wanted = introduction_peers.Wanted(person, case_id, dilemma_id, own)
        found = await introduction_peers.find(session, wanted, since=None, at=at, terms=self._terms)
        return found.peer.key if found.peer is not None else ""

    async def _peer(
        self, session: AsyncSession, approach_id: int, person_id: int, says: str, *, at: datetime
    ) -> None:
        person = await session.get_one(Person, person_id)
        match says:
            case "yes":
                contact = Contact("Buur", Reach.TELEGRAM, "")
                await introductions.peer_agrees(
                    session, approach_id, person, contact, language="nl", at=at, terms=self._terms
                )
            case "no":
                await introductions.peer_declines(session, approach_id, person, at=at, terms=self._terms)
            case "later":
                await introductions.peer_waits(session, approach_id, person, at=at)
                after = at + timedelta(days=3)
                self._plan(after, PEER_DAYS, "peer", (approach_id, person_id, self._says(PEER_SAYS)))

    async def _asker(
        self, session: AsyncSession, introduction_id: int, approach_id: int, says: str, *, at: datetime
    ) -> None:
        introduction = await session.get_one(Introduction, introduction_id)
        if introduction.person_id is None or says == "nothing":
            return
        person = await session.get_one(Person, introduction.person_id)
        act = introductions.asker_agrees if says == "yes" else introductions.asker_refuses
        await act(session, introduction_id, approach_id, person, at=at, terms=self._terms)

    async def _staff(self, session: AsyncSession, approach_id: int, says: str, *, at: datetime) -> None:
        act = introductions.staff_done if says == "yes" else introductions.staff_failed
        await act(session, approach_id, at=at, terms=self._terms)

    def _plan(self, at: datetime, median_days: float, what: str, arguments: tuple[Any, ...]) -> None:
        delay = timedelta(days=self._chance.lognormvariate(math.log(median_days), SPREAD))
        heapq.heappush(self._todo, (at + delay, next(self._numbers), what, arguments))

    def _says(self, chances: dict[str, float]) -> str:
        (said,) = self._chance.choices(list(chances), list(chances.values()))
        return said

    async def _set_up(self) -> None:
        chance, ids = self._chance, range(1, self._collectives + 1)
        weights = [1 / rank**ZIPF for rank in range(1, self._cases + 1)]
        # A collective that went through much is found more often, too.
        known = [chance.paretovariate(1.5) for _ in ids]
        async with self._db.begin() as session:
            await self._people(session, ids)
            cases = [
                {
                    "id": n,
                    "key": f"c{n}",
                    "title": f"Geval {n}",
                    "dilemma": "",
                    "changed_at": BEGIN,
                    "context": "",
                    "what_helped": [],
                    "pitfalls": [],
                    "theme": "",
                    "collective": "",
                    "place": "",
                }
                for n in range(1, self._cases + 1)
            ]
            await session.execute(insert(Case), cases)
            pairs = {
                (collective, case)
                for case in range(1, self._cases + 1)
                for collective in chance.choices(list(ids), known, k=chance.randint(1, 4))
            }
            await session.execute(
                insert(Experience),
                [
                    {"collective_id": c, "case_id": k, "source": ExperienceSource.STAFF, "since": BEGIN}
                    for c, k in sorted(pairs)
                ],
            )
            for number in range(1, self._dilemmas + 1):
                asker = self._collectives + number
                found = list(dict.fromkeys(chance.choices(range(1, self._cases + 1), weights, k=3)))
                at = BEGIN + YEAR * chance.random()
                await self._dilemma(session, number, asker, found, at)
                own = chance.choice(list(ids)) if chance.random() < 0.5 else None
                heapq.heappush(
                    self._todo, (at, next(self._numbers), "request", (asker, number, found[0], own))
                )

    async def _people(self, session: AsyncSession, ids: Sequence[int]) -> None:
        everybody = range(1, self._collectives + self._dilemmas + 1)
        await session.execute(
            insert(Person), [{"id": n, "telegram_id": n, "since": BEGIN} for n in everybody]
        )
        chats = [{"id": n, "telegram_id": n, "kind": ChatKind.PRIVATE} for n in everybody]
        chats.append({"id": len(everybody) + 1, "telegram_id": STAFF_CHAT, "kind": ChatKind.SUPERGROUP})
        await session.execute(insert(Chat), chats)
        await session.execute(
            insert(Collective),
            [
                {
                    "id": n,
                    "name": f"Groep {n} (voorbeeld)",
                    "matching_name": f"groep {n} voorbeeld",
                    "themes": [],
                    "email": "post@voorbeeld.example",
                    "registered_at": BEGIN,
                }
                for n in ids
            ],
        )
        contacts = [
            {"collective_id": n, "person_id": n, "role": ContactRole.CONTACT, "since": BEGIN}
            for n in ids
            if self._chance.random() >= WITHOUT_TELEGRAM
        ]
        await session.execute(insert(CollectiveContact), contacts)

    async def _dilemma(
        self, session: AsyncSession, number: int, asker: int, found: Sequence[int], at: datetime
    ) -> None:
        row = {
            "id": number,
            "token": f"t{number}",
            "person_id": asker,
            "chat_id": asker,
            "text": "?",
            "message_chat": asker,
            "message_id": 1,
            "asked_at": at,
        }
        await session.execute(insert(Dilemma), [row])
        await session.execute(
            insert(Candidate),
            [
                {"dilemma_id": number, "case_id": case, "rank": rank, "confidence": 0.4}
                for rank, case in enumerate(found, start=1)
            ],
        )

    async def _count(self) -> Year:
        year = Year()
        async with self._db.read() as session:
            for row in await session.scalars(select(Introduction)):
                year.wanted += 1
                if row.state is IntroductionState.MADE and row.ended_at is not None:
                    year.made += 1
                    year.days.append((row.ended_at - row.asked_at) / timedelta(days=1))
            asked: dict[int, list[datetime]] = {}
            for approach in await session.scalars(select(Approach).order_by(Approach.asked_at)):
                if approach.collective_id is not None:
                    asked.setdefault(approach.collective_id, []).append(approach.asked_at)
                year.by_staff += approach.via is Via.STAFF and approach.state is ApproachState.MADE
        year.asked.update({collective: len(times) for collective, times in asked.items()})
        month = timedelta(days=30)
        year.worst_month = max(
            sum(first <= other < first + month for other in times)
            for times in asked.values()
            for first in times
        )
        return year


@contextmanager
def rules(*, fair: bool) -> Iterator[Terms]:
    """The rules of the bot, or the same without what spreads the load."""
    roles = Roles(staff_chat_id=STAFF_CHAT)
    if fair:
        yield Terms(roles)
        return
    kept = introduction_peers.in_order
    introduction_peers.in_order = _first_known_first
    try:
        yield Terms(roles, requests_per_month=1_000_000, open_at_once=1_000_000)
    finally:
        introduction_peers.in_order = kept


def _first_known_first(found: Sequence[Collective], loads: dict[int, Load]) -> list[Collective]:
    del loads  # how much was asked before is just what does not count here
    return sorted(found, key=lambda collective: collective.id)


async def play(*, fair: bool, seed: int, collectives: int, dilemmas: int) -> Year:
    """One year."""
    with tempfile.TemporaryDirectory() as folder, rules(fair=fair) as terms:
        db = Database(f"sqlite+aiosqlite:///{Path(folder) / 'year.sqlite'}")
        await db.migrate()
        try:
            return await Play(db, terms, seed, collectives, dilemmas).run()
        finally:
            await db.close()


def show(report: Report, part: str, year: Year, collectives: int) -> None:
    """The figures of one year."""
    busiest = sorted(year.asked.values(), reverse=True)[: max(collectives // 20, 1)]
    quantiles = statistics.quantiles(year.days, n=10)
    report.figure(part, "requests", year.wanted, "{:.0f}")
    report.figure(part, "introduced", 100 * year.made / year.wanted, "{:.0f}%")
    report.figure(part, "of these by staff", 100 * year.by_staff / year.made, "{:.0f}%")
    report.figure(part, "days until then, half of them", statistics.median(year.days), "{:.1f}")
    report.figure(part, "days until then, nine of ten", quantiles[-1], "{:.1f}")
    report.figure(part, "questions to one of the busiest 5% in the year", statistics.mean(busiest), "{:.0f}")
    share = 100 * sum(busiest) / sum(year.asked.values())
    report.figure(part, "share of all questions that they get", share, "{:.0f}%")
    report.figure(part, "most questions to one in 30 days", year.worst_month, "{:.0f}")
    report.figure(part, "collectives that were asked at all", len(year.asked), "{:.0f}")


def main(arguments: Sequence[str]) -> None:
    """Play the year with and without fairness."""
    parser = argparse.ArgumentParser(prog="introductions", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the people")
    parser.add_argument("--seed", type=int, default=4)
    given = parser.parse_args(arguments)
    size = 10 if given.quick else 1
    collectives, dilemmas = 300 // size, 3000 // size
    report = Report()
    for part, fair in (("with fairness", True), ("without", False)):
        year = asyncio.run(play(fair=fair, seed=given.seed, collectives=collectives, dilemmas=dilemmas))
        show(report, part, year, collectives)
    report.show()


if __name__ == "__main__":
    main(["--quick"])
