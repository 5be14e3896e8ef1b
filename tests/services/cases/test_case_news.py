"""Those who asked the same before are told of a new case: once, where they asked, and never in a group of
what tells about somebody.
"""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import case_news
from bot.db import Database
from bot.library_index import LibraryIndex
from bot.matching import Match, Outcome
from bot.services import dilemmas
from bot.services.dilemmas import Asked
from bot.services.library import library
from models import Candidate, Case, CaseNews, Chat, ChatKind, MessageClass, OutboxMessage, Person
from tests.support.factories import NOW, StillClock, found, make_case, make_chat, make_person

MANNER = case_news.Manner("nl", ZoneInfo("Europe/Amsterdam"))


class Index:
    """Answers every question with one case, as sure as told."""

    def __init__(self, case: Case, confidence: float, outcome: Outcome = Outcome.UNSURE) -> None:
        self.revision = 0
        self.asked: list[str] = []
        self._case, self._confidence, self._outcome = case, confidence, outcome

    @property
    def status(self) -> SimpleNamespace:
        return SimpleNamespace(revision=self.revision)

    async def match(self, text: str) -> Match:
        self.asked.append(text)
        return found((self._case, self._confidence), outcome=self._outcome)


class Street:
    """A new case, and people who asked before."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.numbers = 0
        self.case: Case

    async def publish(self, dilemma_id: int | None = None) -> None:
        async with self.db.begin() as session:
            self.case = await make_case(session, title="Een bakfiets verzekeren")
            session.add(
                CaseNews(case_id=self.case.id, dilemma_id=dilemma_id, published_at=NOW, cursor=0, told=0)
            )

    async def ask(
        self, person: int, text: str = "bakfiets?", *, chat: int | None = None, days: int = 10
    ) -> int:
        self.numbers += 1
        async with self.db.begin() as session:
            who = await session.scalar(select(Person).where(Person.telegram_id == person))
            who = who or await make_person(session, person)
            place = chat or person
            there = await session.scalar(select(Chat).where(Chat.telegram_id == place))
            kind = ChatKind.PRIVATE if place > 0 else ChatKind.SUPERGROUP
            there = there or await make_chat(session, place, kind=kind)
            asked = Asked(who, there, 5 if place < 0 else None, place, self.numbers, text)
            dilemma, _ = await dilemmas.pose(session, asked, found(), at=NOW - timedelta(days=days))
            return dilemma.id

    async def tell(self, index: Index) -> None:
        await case_news.tell(self.db, StillClock(), cast(LibraryIndex, index), MANNER)

    async def told(self) -> list[OutboxMessage]:
        async with self.db.read() as session:
            return list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


@pytest.fixture
def street(database: Database) -> Street:
    return Street(database)


async def test_who_asked_the_same_is_told_once_where_they_asked(street: Street) -> None:
    first = await street.ask(1, chat=-100)
    await street.ask(1, "bakfiets nog eens", chat=-100)
    await street.ask(2)
    await street.ask(3, days=366)
    await street.publish()
    index = Index(street.case, 0.6)
    await street.tell(index)
    await street.tell(index)

    group, private = await street.told()
    assert group.key == f"case-news:{first}:{street.case.id}"
    assert group.message_class is MessageClass.NOTICE
    assert group.payload["message_thread_id"] == 5
    assert group.payload["reply_parameters"]["message_id"] == 1
    assert "bakfiets?" not in group.payload["text"]
    assert private.payload["reply_markup"]["inline_keyboard"][0][0]["callback_data"].endswith(
        f":c:{street.case.id}"
    )
    assert len(index.asked) == 3
    async with street.db.read() as session:
        [news] = await session.scalars(select(CaseNews))
        assert (news.told, news.done_at) == (2, NOW)
        assert len((await session.scalars(select(Candidate))).all()) == 2


async def test_a_question_with_personal_details_is_answered_aside(street: Street) -> None:
    await street.ask(1, "bakfiets, bel 06-12345678", chat=-100)
    await street.publish()
    await street.tell(Index(street.case, 0.9))

    [message] = await street.told()
    async with street.db.read() as session:
        assert (await session.get_one(Chat, message.chat_id)).telegram_id == 1
    assert "reply_parameters" not in message.payload


async def test_who_the_case_came_from_is_not_told(street: Street) -> None:
    number = await street.ask(1)
    await street.ask(1, "nog een vraag over de bakfiets")
    await street.publish(number)
    await street.tell(Index(street.case, 0.9))
    assert await street.told() == []


@pytest.mark.parametrize(
    ("confidence", "outcome", "told"),
    [(0.49, Outcome.UNSURE, 0), (0.5, Outcome.UNSURE, 1), (0.4, Outcome.SURE, 1)],
)
async def test_a_likeness_that_is_more_likely_wrong_than_right_is_kept_silent(
    street: Street, confidence: float, outcome: Outcome, told: int
) -> None:
    await street.ask(1)
    await street.publish()
    await street.tell(Index(street.case, confidence, outcome))
    assert len(await street.told()) == told


async def test_another_case_on_top_is_no_news(street: Street) -> None:
    await street.ask(1)
    await street.publish()
    async with street.db.begin() as session:
        other = await make_case(session)
    await street.tell(Index(other, 0.9))
    assert await street.told() == []


async def test_nothing_is_asked_of_an_index_that_does_not_have_the_case_yet(street: Street) -> None:
    await street.ask(1)
    await street.publish()
    async with street.db.begin() as session:
        await library.lock(session)
        await library.raise_revision(session)
    index = Index(street.case, 0.9)
    await street.tell(index)
    assert (index.asked, await street.told()) == ([], [])
    index.revision = 1
    await street.tell(index)
    assert len(await street.told()) == 1


async def test_many_questions_are_looked_at_a_few_at_a_time_and_none_twice(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_news, "A_LOOK", 3)
    for person in range(1, 8):
        await street.ask(person)
    await street.publish()
    index = Index(street.case, 0.9)
    for _ in range(4):
        await street.tell(index)
    assert len(index.asked) == 7
    assert len(await street.told()) == 7


async def test_a_case_that_was_taken_out_meanwhile_is_no_news(street: Street) -> None:
    await street.ask(1)
    await street.publish()
    async with street.db.begin() as session:
        await library.retire_case(session, street.case.id, at=NOW)
    index = Index(street.case, 0.9)
    index.revision = 1
    await street.tell(index)
    assert await street.told() == []


@pytest.mark.parametrize(
    ("said", "due"),
    [
        (datetime(2027, 3, 27, 19, 59, tzinfo=UTC), datetime(2027, 3, 27, 19, 59, tzinfo=UTC)),
        (datetime(2027, 3, 27, 20, 0, tzinfo=UTC), datetime(2027, 3, 28, 6, 0, tzinfo=UTC)),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 6, 0, tzinfo=UTC)),
    ],
)
def test_at_night_the_news_waits_for_the_morning(said: datetime, due: datetime) -> None:
    assert case_news.by_day(said, MANNER.zone) == due
