"""The experts whom staff can ask: a list of their own, one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Card, Html
from bot.services import audit
from bot.texts import plain, say
from models import Expert, Person

NAME, FIELD, CONTACT = 120, 80, 200
# As many as a message and its buttons hold with room to spare.
MOST = 40


@dataclass(frozen=True, slots=True)
class NewExpert:
    """An expert as typed: name, field and how to reach them."""

    name: str
    field: str
    contact: str


def read(line: str) -> NewExpert | None:
    """`name; field; contact` as typed after /experts; None when a part is missing or too long."""
    parts = [" ".join(part.split()) for part in line.split(";")]
    if len(parts) != len(("name", "field", "contact")) or not all(parts):
        return None
    name, field, contact = parts
    if len(name) > NAME or len(field) > FIELD or len(contact) > CONTACT:
        return None
    return NewExpert(name, field, contact)


async def add(session: AsyncSession, new: NewExpert, by: Person, *, at: datetime) -> bool:
    """Put an expert on the list; False when it is full."""
    if len(await listed(session)) >= MOST:
        return False
    expert = Expert(name=new.name, field=new.field, contact=new.contact, added_by_id=by.id, added_at=at)
    session.add(expert)
    await session.flush()
    await audit.record(session, at=at, actor=by, action="expert-added", subject=f"expert:{expert.id}")
    return True


async def remove(session: AsyncSession, expert_id: int, by: Person, *, at: datetime) -> bool:
    """Take an expert off the list; False when that was done before."""
    gone = await session.scalar(delete(Expert).where(Expert.id == expert_id).returning(Expert.id))
    if gone is None:
        return False
    await audit.record(session, at=at, actor=by, action="expert-removed", subject=f"expert:{expert_id}")
    return True


async def listed(session: AsyncSession) -> list[Expert]:
    """All experts, by field and name."""
    return list(await session.scalars(select(Expert).order_by(Expert.field, Expert.name, Expert.id)))


def card(found: Sequence[Expert], language: str) -> Card:
    """The list, with a button to take each one off, and how to add one."""
    lines = [
        say(language, "expert-line", name=one.name, field=one.field, contact=one.contact) for one in found
    ]
    heading = say(language, "experts-heading" if found else "experts-none")
    rows = [
        [Button(plain(language, "button-expert-remove", name=one.name)[:64], f"ee:{one.id}")] for one in found
    ]
    body = "\n".join([f"<b>{heading}</b>", *lines, "", say(language, "experts-how")])
    return Card(Html(body), rows)
