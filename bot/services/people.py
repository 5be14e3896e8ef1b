"""Who the bot talks with, and in which language."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.texts import known_language
from models import Chat, ChatKind, Person

# Built once: it is asked for every update, and building it costs more than asking it.
_BY_ID = select(Person).where(Person.telegram_id == bindparam("who"))


async def meet(session: AsyncSession, telegram_id: int, *, at: datetime) -> Person:
    """The person with this Telegram id, made when new."""
    person = await session.scalar(_BY_ID, {"who": telegram_id})
    if person is None:
        insert = insert_for(session)
        await session.execute(
            insert(Person)
            .values(telegram_id=telegram_id, since=at)
            .on_conflict_do_nothing(index_elements=["telegram_id"])
        )
        person = (await session.scalars(_BY_ID, {"who": telegram_id})).one()
    return person


def language_for(chat: Chat, person: Person | None, code: str | None, *, default: str) -> str:
    """In which language to write in `chat`.

    In a group the one that its administrators chose, for all to read; in private the person's own choice,
    else that of the Telegram app (`code`), else the default.
    """
    if chat.kind is not ChatKind.PRIVATE:
        return known_language(chat.language) or default
    chosen = known_language(person.language) if person is not None else None
    return chosen or known_language(code) or default


def choose_language(chat: Chat, person: Person, language: str) -> None:
    """Record a choice: in private the person's, in a group the group's."""
    if chat.kind is ChatKind.PRIVATE:
        person.language = language
    else:
        chat.language = language
