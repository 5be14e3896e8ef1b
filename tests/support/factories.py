"""Chats, persons, cases and dilemmas for tests, each with only what the test cares about."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.matching import Candidate as Found
from bot.matching import Match, Outcome, Why
from models import Case, Chat, ChatKind, MessageClass, OutboxMessage, Person

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
_numbers = count(1)


async def make_chat(
    session: AsyncSession, telegram_id: int = -100, kind: ChatKind = ChatKind.GROUP, **fields: Any
) -> Chat:
    """A stored chat; a group unless told otherwise."""
    chat = Chat(telegram_id=telegram_id, kind=kind, **fields)
    session.add(chat)
    await session.flush()
    return chat


async def make_person(session: AsyncSession, telegram_id: int = 7) -> Person:
    """A stored person."""
    person = Person(telegram_id=telegram_id, since=NOW)
    session.add(person)
    await session.flush()
    return person


async def make_case(session: AsyncSession, title: str = "Wie krijgt de sleutel?", **fields: Any) -> Case:
    """A stored case with a key of its own."""
    given = {
        "dilemma": "Welke bewoners mogen een sleutel van het buurthuis hebben?",
        "what_helped": ["Een sleutellijst."],
        "pitfalls": [],
        "collective": "Bewonersgroep De Proef (voorbeeld)",
        "changed_at": NOW,
    }
    case = Case(key=f"k{next(_numbers)}", title=title, **(given | fields))
    session.add(case)
    await session.flush()
    return case


async def queue(
    session: AsyncSession,
    chat: Chat,
    key: str,
    message_class: MessageClass = MessageClass.INTERACTIVE,
    *,
    at: datetime = NOW,
    **fields: Any,
) -> bool:
    """A message to `chat` that says its own key."""
    payload = fields.pop("payload", {"text": key})
    message = Outgoing(key=key, chat_id=chat.id, payload=payload, message_class=message_class, **fields)
    return await outbox.add(session, message, at=at)


async def outbox_row(session: AsyncSession, key: str) -> OutboxMessage:
    """The outbox message with this key, as it stands in the database."""
    rows = await session.scalars(
        select(OutboxMessage).where(OutboxMessage.key == key).execution_options(populate_existing=True)
    )
    return rows.one()


def found(*cases: tuple[Case, float], outcome: Outcome | None = None) -> Match:
    """What the matcher says: these cases with these confidences, best first."""
    best = cases[0][1] if cases else 0.0
    return Match(
        outcome=outcome or (Outcome.SURE if best > 0.5 else Outcome.UNSURE if cases else Outcome.NONE),
        confidence=best,
        candidates=tuple(
            Found(str(case.id), confidence, Why(("sleutel",), case.dilemma)) for case, confidence in cases
        ),
        language="nl",
    )


class StillClock(Clock):
    """A clock that stands at NOW until a test moves it."""

    def now(self) -> datetime:
        """NOW, plus how far it was moved."""
        return NOW + self.offset
