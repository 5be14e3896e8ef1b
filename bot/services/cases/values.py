"""What becomes of the words with which somebody answers a question about a draft."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.cases import casework, publish
from bot.services.cases.fields import (
    BadValueError,
    Field,
    Kind,
    Problem,
    cleaned,
    read_item,
    read_items,
    read_value,
)
from models import CaseDraft, Person


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: to replace ("r"), to add ("a"), to change a line ("e"), how it was agreed to ("n").

    `version` is that of the draft when it was asked.
    """

    how: str
    field: Field
    place: int
    version: int


async def store(
    session: AsyncSession, draft: CaseDraft, asked: Asked, typed: str, *, at: datetime, by: Person
) -> None:
    """Do with `typed` what was asked; raises BadValueError and ChangedMeanwhileError."""
    field, since = asked.field, asked.version
    if asked.how == "n":
        await _note(session, draft, typed, since=since, at=at, by=by)
    elif asked.how == "e":
        item = read_item(field, typed)
        await casework.change_item(session, draft, field, asked.place, item, since=since, at=at, by=by)
    elif asked.how == "a" and field.kind is Kind.ITEMS:
        items = read_items(field, typed, among=getattr(draft, field.name))
        await casework.add_items(session, draft, field, items, at=at, by=by)
    elif asked.how == "a":
        # Added to what is there now, so nothing of others is lost.
        value = read_value(field, f"{getattr(draft, field.name)}\n{typed}", today=at.date())
        await casework.set_value(session, draft, field, value, since=draft.version, at=at, by=by)
    else:
        value = read_value(field, typed, today=at.date())
        await casework.set_value(session, draft, field, value, since=since, at=at, by=by)


async def _note(
    session: AsyncSession, draft: CaseDraft, typed: str, *, since: int, at: datetime, by: Person
) -> None:
    if not any(sign.isalnum() for sign in cleaned(typed)):
        raise BadValueError(Problem.EMPTY)
    # Whoever heard a yes heard it about the text as it was.
    if draft.version != since:
        raise casework.ChangedMeanwhileError
    await publish.record_agreement(session, draft, typed, at=at, by=by)
