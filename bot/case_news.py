"""Those who asked the same before are told of a new case, each once.

The questions of a year are put to the matcher with the new case in it, a few at a time and outside any
transaction; how far it came is a row, so that a restart goes on there.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from bot.clock import Clock
from bot.db import Database, insert_for, left_to_the_next_look
from bot.delivery import addresses, outbox
from bot.delivery.outbox import Outgoing
from bot.library_index import LibraryIndex
from bot.matching import Candidate as Found
from bot.matching import Match, Outcome
from bot.messages import Button, Card
from bot.services import people
from bot.services.library import library
from bot.services.privacy.personal_details import details_in
from bot.texts import plain, say
from models import (
    Candidate,
    Case,
    CaseNews,
    Chat,
    ChatKind,
    Dilemma,
    DilemmaState,
    MessageClass,
    OutboxMessage,
    Person,
)

log = logging.getLogger(__name__)

SECONDS = 10
YEAR = timedelta(days=365)
# Who asked the same is told when it is at least as likely as not that this is their case (the confidence is a
# calibrated probability, see docs/matching.md), or when the matcher would now answer with it at once.
LIKELY = 0.5
# Nobody waits for it, so nobody is woken for it.
MORNING, EVENING = time(8), time(21)
# About a second of matching; others' questions get their turn in between.
A_LOOK = 40


@dataclass(frozen=True, slots=True)
class Question:
    """An earlier question, as much of it as is needed to match it."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Manner:
    """In which language to write to who chose none, and where it is day."""

    default_language: str
    zone: ZoneInfo


async def tell(db: Database, clock: Clock, index: LibraryIndex, manner: Manner) -> None:
    """One look: the next questions for each new case. Trouble with the database is left to the next look."""
    with left_to_the_next_look(log, "case news"):
        async with db.read() as session:
            # Until the index has the new case, nothing can be found with it.
            if index.status.revision < await library.revision(session):
                return
            waiting = list(await session.scalars(select(CaseNews).where(CaseNews.done_at.is_(None))))
        for news in waiting:
            await _look(db, clock, index, news, manner)


async def _look(db: Database, clock: Clock, index: LibraryIndex, news: CaseNews, manner: Manner) -> None:
    async with db.read() as session:
        questions = await _questions(session, news)
    fits = {}
    for question in questions:
        found = fitting(await index.match(question.text), news.case_id)
        if found is not None:
            fits[question.id] = found
    async with db.begin() as session:
        at = clock.now()
        case = await session.get(Case, news.case_id)
        cursor = questions[-1].id if questions else news.cursor
        # Another process may have looked at the same: only one moves the cursor on from where it was.
        moved = await session.scalar(
            update(CaseNews)
            .where(
                CaseNews.case_id == news.case_id, CaseNews.cursor == news.cursor, CaseNews.done_at.is_(None)
            )
            .values(cursor=cursor, done_at=None if len(questions) == A_LOOK else at)
            .returning(CaseNews.case_id)
            .execution_options(synchronize_session=False)
        )
        if moved is None or case is None or case.retired_at is not None:
            return
        told = 0
        for dilemma_id, found in fits.items():
            told += await _tell(session, dilemma_id, case, found, manner, at)
        await session.execute(
            update(CaseNews)
            .where(CaseNews.case_id == news.case_id)
            .values(told=CaseNews.told + told)
            .execution_options(synchronize_session=False)
        )


def fitting(match: Match, case_id: int) -> Found | None:
    """The new case as the answer to an earlier question; None when it would not be its best answer."""
    best = match.candidates[0] if match.candidates else None
    if best is None or best.case_id != str(case_id):
        return None
    return best if match.outcome is Outcome.SURE or best.confidence >= LIKELY else None


async def _questions(session: AsyncSession, news: CaseNews) -> Sequence[Question]:
    """The next questions of the year before the case, but for those of whom it came from."""
    asker = select(Dilemma.person_id).where(Dilemma.id == news.dilemma_id).scalar_subquery()
    rows = await session.execute(
        select(Dilemma.id, Dilemma.text)
        .where(
            Dilemma.id > news.cursor,
            Dilemma.state == DilemmaState.OPEN,
            Dilemma.text != "",
            Dilemma.person_id.is_not(None),
            Dilemma.person_id != func.coalesce(asker, -1),
            Dilemma.asked_at > news.published_at - YEAR,
            # Later questions found the case by themselves.
            Dilemma.asked_at <= news.published_at,
        )
        .order_by(Dilemma.id)
        .limit(A_LOOK)
    )
    return [Question(row.id, row.text) for row in rows]


async def _tell(
    session: AsyncSession, dilemma_id: int, case: Case, found: Found, manner: Manner, at: datetime
) -> bool:
    dilemma = await session.scalar(
        select(Dilemma)
        .where(Dilemma.id == dilemma_id, Dilemma.state == DilemmaState.OPEN, Dilemma.text != "")
        .options(selectinload(Dilemma.chat), selectinload(Dilemma.person))
    )
    if dilemma is None or dilemma.person is None or await _was_told(session, dilemma, case):
        return False
    # What was found for a question with personal details tells about somebody: not in a group.
    aside = dilemma.chat.kind is not ChatKind.PRIVATE and bool(details_in(dilemma.text))
    chat = dilemma.chat
    if aside:
        chat = await addresses.open_chat(session, dilemma.person.telegram_id, ChatKind.PRIVATE)
    await _offer(session, dilemma, case, found)
    card = _card(dilemma, case, _language(chat, dilemma.person, manner.default_language), aside=aside)
    return await outbox.add(
        session, _message(dilemma, case, chat, card, by_day(at, manner.zone), aside=aside), at=at
    )


def by_day(at: datetime, zone: ZoneInfo) -> datetime:
    """This instant, or at night the next morning at eight."""
    local = at.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return at
    day = local.date() + timedelta(days=1 if local.time() >= EVENING else 0)
    return datetime.combine(day, MORNING, zone)


def _message(
    dilemma: Dilemma, case: Case, chat: Chat, card: Card, due_at: datetime, *, aside: bool
) -> Outgoing:
    extra: dict[str, object] = {}
    if not aside:
        extra["reply_parameters"] = {"message_id": dilemma.message_id, "allow_sending_without_reply": True}
        if dilemma.thread_id is not None:
            extra["message_thread_id"] = dilemma.thread_id
    return Outgoing(
        key=f"case-news:{dilemma.id}:{case.id}",
        chat_id=chat.id,
        payload=card.payload(**extra),
        message_class=MessageClass.NOTICE,
        due_at=due_at,
    )


def _card(dilemma: Dilemma, case: Case, language: str, *, aside: bool) -> Card:
    key = "case-news-private" if aside else "case-news"
    rows = [
        [
            Button(plain(language, "button-read-story"), f"d:{dilemma.id}:c:{case.id}", style="primary"),
            Button(plain(language, "button-save"), f"d:{dilemma.id}:k:{case.id}"),
        ]
    ]
    return Card(say(language, key, title=case.title), rows)


def _language(chat: Chat, person: Person, default_language: str) -> str:
    return people.language_for(chat, person, None, default=default_language)


async def _was_told(session: AsyncSession, dilemma: Dilemma, case: Case) -> bool:
    """Whether this person heard of this case already, for another of their questions."""
    others = await session.scalars(select(Dilemma.id).where(Dilemma.person_id == dilemma.person_id))
    keys = [f"case-news:{number}:{case.id}" for number in others]
    for part in library.chunks(keys):
        if await session.scalar(select(exists().where(OutboxMessage.key.in_(part)))):
            return True
    return False


async def _offer(session: AsyncSession, dilemma: Dilemma, case: Case, found: Found) -> None:
    """Put the case among those of the question, so that every button of an answer works on it."""
    last = await session.scalar(select(func.max(Candidate.rank)).where(Candidate.dilemma_id == dilemma.id))
    insert = insert_for(session)
    await session.execute(
        insert(Candidate)
        .values(
            dilemma_id=dilemma.id,
            case_id=case.id,
            rank=(last or 0) + 1,
            confidence=min(max(found.confidence, 0.0), 1.0),
            why_words=list(found.why.words),
            why_sentence=found.why.sentence,
        )
        .on_conflict_do_nothing(index_elements=["dilemma_id", "case_id"])
    )
