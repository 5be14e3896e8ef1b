"""Who the bot talks with is met once, and addressed in a language of their own."""

import asyncio

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.services import people
from models import Chat, ChatKind, Person
from tests.support.factories import NOW


async def test_a_person_is_met_once(database: Database) -> None:
    async with database.begin() as session:
        first = await people.meet(session, 7, at=NOW)
        assert (await people.meet(session, 7, at=NOW)).id == first.id
        assert (await people.meet(session, 8, at=NOW)).id != first.id


async def test_someone_who_writes_in_two_chats_at_once_is_one_person(database: Database) -> None:
    async def meet() -> int:
        async with database.begin() as session:
            person = await people.meet(session, 7, at=NOW)
            await asyncio.sleep(0.01)
            return person.id

    assert len(set(await asyncio.gather(*(meet() for _ in range(6))))) == 1
    async with database.read() as session:
        assert len((await session.scalars(select(Person))).all()) == 1


@pytest.mark.parametrize(
    ("kind", "of_chat", "of_person", "of_app", "language"),
    [
        (ChatKind.PRIVATE, None, None, None, "nl"),
        (ChatKind.PRIVATE, None, None, "en-GB", "en"),
        (ChatKind.PRIVATE, None, None, "tr", "nl"),
        (ChatKind.PRIVATE, None, "nl", "en", "nl"),
        (ChatKind.PRIVATE, "en", "nl", "en", "nl"),
        (ChatKind.PRIVATE, None, "xx", "en", "en"),
        (ChatKind.GROUP, None, "en", "en", "nl"),
        (ChatKind.GROUP, "en", "nl", "nl", "en"),
        (ChatKind.SUPERGROUP, "en", None, None, "en"),
        (ChatKind.SUPERGROUP, "xx", None, "en", "nl"),
    ],
)
def test_a_group_has_its_own_language_and_a_person_theirs(
    kind: ChatKind, of_chat: str | None, of_person: str | None, of_app: str | None, language: str
) -> None:
    chat = Chat(telegram_id=1, kind=kind, language=of_chat)
    person = Person(telegram_id=7, language=of_person, since=NOW)

    assert people.language_for(chat, person, of_app, default="nl") == language


def test_without_a_person_the_app_decides_in_private_and_the_default_in_a_group() -> None:
    assert people.language_for(Chat(kind=ChatKind.PRIVATE), None, "en", default="nl") == "en"
    assert people.language_for(Chat(kind=ChatKind.GROUP), None, "en", default="nl") == "nl"


@pytest.mark.parametrize(
    ("kind", "of_chat", "of_person"), [(ChatKind.PRIVATE, None, "en"), (ChatKind.GROUP, "en", None)]
)
def test_a_choice_holds_where_it_was_made(kind: ChatKind, of_chat: str | None, of_person: str | None) -> None:
    chat, person = Chat(telegram_id=1, kind=kind), Person(telegram_id=7, since=NOW)

    people.choose_language(chat, person, "en")

    assert (chat.language, person.language) == (of_chat, of_person)
