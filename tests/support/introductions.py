"""Collectives, their contacts and requests, for tests of introductions."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.collectives import collectives
from bot.services.collectives import experience as collective_experience
from bot.services.introductions import introductions, steps
from bot.services.introductions.introductions import Wish
from bot.services.introductions.reach import Contact
from bot.services.introductions.terms import Terms
from bot.services.roles import Roles
from models import (
    Approach,
    Candidate,
    Case,
    Chat,
    ChatKind,
    Collective,
    ContactRole,
    Dilemma,
    Introduction,
    OutboxMessage,
    Person,
    Reach,
    Told,
)
from tests.support.factories import NOW, make_case

STAFF_CHAT = -1009
TERMS = Terms(Roles(staff_chat_id=STAFF_CHAT, staff_ids=frozenset({99})))
NO_STAFF = Terms()
ANNA = Contact("Anna", Reach.PHONE, "06 12 34 56 78")
HENK = Contact("Henk", Reach.EMAIL, "henk@voorbeeld.example")
SECRETS = (ANNA.name, ANNA.value, HENK.name, HENK.value)
QUESTION = "De gemeente wil onze moestuin weg. Wie heeft dat ook gehad?"
_telegram_ids = count(5_000)


async def make_person_in_private(
    session: AsyncSession, telegram_id: int | None = None, *, reachable: bool = True
) -> Person:
    """Somebody who wrote to the bot before."""
    telegram_id = telegram_id or next(_telegram_ids)
    person = Person(telegram_id=telegram_id, since=NOW)
    session.add(person)
    if reachable:
        session.add(Chat(telegram_id=telegram_id, kind=ChatKind.PRIVATE))
    await session.flush()
    return person


async def make_collective(
    session: AsyncSession, name: str, *, contact: bool = True, deputy: bool = False, email: str | None = None
) -> Collective:
    """A registered collective, with those who speak for it."""
    collective = await collectives.register(
        session, name=f"{name} (voorbeeld)", place="Ede", themes=["groen"], email=email, at=NOW
    )
    for role, wanted in ((ContactRole.CONTACT, contact), (ContactRole.DEPUTY, deputy)):
        if wanted:
            person = await make_person_in_private(session)
            await collectives.set_contact(session, collective, person, role, at=NOW)
    return collective


@dataclass
class Scene:
    """An asker with a dilemma, and a case for each group of collectives that went through it."""

    asker: Person
    dilemma: Dilemma | None
    cases: list[Case]
    collectives: list[Collective]
    terms: Terms = field(default=TERMS)

    def wish(self, *, agreed_to: Collective | None = None, **fields: Any) -> Wish:
        """What the asker sends; with the yes for the first collective unless told otherwise."""
        first = agreed_to or self.collectives[0]
        given: dict[str, Any] = {
            "case_id": self.cases[0].id,
            "dilemma_id": self.dilemma.id if self.dilemma is not None else None,
            "told": Told.AS_ASKED,
            "text": QUESTION,
            "contact": ANNA,
            "collective_id": None,
            "collective_name": "Tuinclub (voorbeeld)",
            "agreed_to": f"telegram:{first.id}",
            "language": "nl",
        }
        return Wish(**(given | fields))

    async def request(self, session: AsyncSession, **fields: Any) -> Introduction:
        """Send it."""
        return await introductions.request(
            session,
            self.asker,
            self.wish(**fields),
            at=NOW,
            terms=self.terms,
        )


async def make_scene(session: AsyncSession, *groups: list[Collective] | int, terms: Terms = TERMS) -> Scene:
    """A dilemma for which a case was found for each group; a number makes so many collectives."""
    if terms.roles.staff_chat_id is not None:
        session.add(Chat(telegram_id=terms.roles.staff_chat_id, kind=ChatKind.SUPERGROUP))
    asker = await make_person_in_private(session)
    chat = await session.scalar(select(Chat).where(Chat.telegram_id == asker.telegram_id))
    assert chat is not None
    dilemma = Dilemma(
        token=f"token{asker.id}",
        person_id=asker.id,
        chat_id=chat.id,
        message_chat=asker.telegram_id,
        message_id=1,
        text=QUESTION,
        asked_at=NOW,
    )
    session.add(dilemma)
    await session.flush()
    cases, everybody = [], []
    for rank, group in enumerate(groups or (1,), start=1):
        case = await make_case(session, f"Geval {rank}", collective="")
        cases.append(case)
        members = (
            group
            if isinstance(group, list)
            else [await make_collective(session, f"Groep {rank}{letter}") for letter in "abcdefgh"[:group]]
        )
        for collective in members:
            await collectives_add(session, collective, case)
        everybody += members
        session.add(Candidate(dilemma_id=dilemma.id, case_id=case.id, rank=rank, confidence=0.5))
    await session.flush()
    return Scene(asker, dilemma, cases, everybody, terms)


async def collectives_add(session: AsyncSession, collective: Collective, case: Case) -> None:
    """Say that a case is a collective's experience."""
    await collective_experience.add(session, collective, case, at=NOW)


async def now_of(session: AsyncSession, introduction: Introduction | int) -> Introduction:
    """A request as it stands."""
    number = introduction if isinstance(introduction, int) else introduction.id
    found = await steps.locked(session, number)
    assert found is not None
    return found


async def open_of(session: AsyncSession, introduction: Introduction | int) -> Approach:
    """The approach that is open for a request."""
    approach = (await now_of(session, introduction)).open_approach
    assert approach is not None
    return approach


def peer_of(approach: Approach) -> Person:
    """Who is asked."""
    assert approach.person is not None
    return approach.person


def collective_of(approach: Approach) -> Collective:
    """Which collective is asked."""
    assert approach.collective is not None
    return approach.collective


async def said_to(session: AsyncSession, telegram_id: int) -> list[str]:
    """All that was put in the outbox for somebody, or for a chat."""
    rows = await session.scalars(
        select(OutboxMessage)
        .join(Chat, Chat.id == OutboxMessage.chat_id)
        .where(Chat.telegram_id == telegram_id)
        .order_by(OutboxMessage.id)
        .execution_options(populate_existing=True)
    )
    return [str(row.payload.get("text", "")) for row in rows]


async def all_said(session: AsyncSession) -> list[OutboxMessage]:
    """The whole outbox."""
    return list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))
