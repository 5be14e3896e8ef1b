"""A resident poses a dilemma: stored with the cases that were found, and followed through what they press."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from bot.matching import Match
from bot.matching.lexicon import is_smalltalk
from models import Candidate, Case, Chat, Dilemma, DilemmaState, Outcome, Person

# Telegram carries 4,096 characters; a question of more than this is a story whose heart should be asked for.
MAX_LENGTH = 2000
MIN_LETTERS = 3
# The pieces of one text that an app cut up arrive together.
PIECES_WITHIN = timedelta(seconds=5)
PROPOSAL_LASTS = timedelta(hours=24)


class Fitness(StrEnum):
    """Whether a text can be a dilemma."""

    FIT = "fit"
    TOO_SHORT = "too-short"
    ONLY_EMOJI = "only-emoji"
    TOO_LONG = "too-long"
    SMALL_TALK = "small-talk"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with where it came from; `message_chat` and `message_id` are Telegram's."""

    person: Person
    chat: Chat
    thread_id: int | None
    message_chat: int
    message_id: int
    text: str


def fitness(text: str) -> Fitness:
    """Whether a text is long enough, short enough, has words, and is more than a greeting or thanks."""
    letters = sum(unicodedata.category(character)[0] == "L" for character in text)
    if not letters:
        return Fitness.ONLY_EMOJI
    if letters < MIN_LETTERS:
        return Fitness.TOO_SHORT
    if len(text) > MAX_LENGTH:
        return Fitness.TOO_LONG
    return Fitness.SMALL_TALK if is_smalltalk(text) else Fitness.FIT


# Built once: they are asked for every question, and building them costs more than asking them.
_KNOWN = select(Dilemma.id).where(
    Dilemma.message_chat == bindparam("chat"), Dilemma.message_id == bindparam("message")
)
_DILEMMA = cast("Table", Dilemma.__table__)
_INSERT = {
    name: insert_of(_DILEMMA)
    .on_conflict_do_nothing(index_elements=["message_chat", "message_id"])
    .returning(_DILEMMA.c.id)
    for name, insert_of in (("sqlite", sqlite_insert), ("postgresql", postgres_insert))
}
_CASES = select(Case).where(Case.id.in_(bindparam("ids", expanding=True)), Case.retired_at.is_(None))


async def pose(session: AsyncSession, asked: Asked, match: Match, *, at: datetime) -> tuple[Dilemma, bool]:
    """Store a dilemma with what was found; True with it when that message was not posed before."""
    dilemma = _new(asked, at)
    _take_over(dilemma, match)
    if not await _insert(session, dilemma):
        known = await session.scalars(_KNOWN, {"chat": asked.message_chat, "message": asked.message_id})
        return await load(session, known.one()), False
    await _found(session, dilemma, match, at)
    return dilemma, True


async def revise(
    session: AsyncSession, dilemma: Dilemma, text: str, match: Match, *, at: datetime
) -> Dilemma:
    """The resident edited the message: other words, other cases, and nothing refused yet."""
    dilemma.text = text
    dilemma.revision += 1
    # A yes to the staff reading it was a yes to the words as they were.
    dilemma.staff_wished_at = None
    for candidate in dilemma.candidates:
        session.expunge(candidate)
    await session.execute(delete(Candidate).where(Candidate.dilemma_id == dilemma.id))
    _take_over(dilemma, match)
    await _found(session, dilemma, match, at)
    return dilemma


async def propose(session: AsyncSession, asked: Asked, proposer: Person, *, at: datetime) -> Dilemma | None:
    """Somebody lifts another one's message: keep it until its writer agrees; None when it is here already."""
    if await of_message(session, asked.message_chat, asked.message_id) is not None:
        return None
    dilemma = _new(asked, at)
    dilemma.state = DilemmaState.PROPOSED
    dilemma.proposer_id = proposer.id
    session.add(dilemma)
    await session.flush()
    return dilemma


async def agree(session: AsyncSession, dilemma: Dilemma, match: Match, *, at: datetime) -> Dilemma:
    """The writer agrees that the message is a dilemma."""
    dilemma.state = DilemmaState.OPEN
    _take_over(dilemma, match)
    await _found(session, dilemma, match, at)
    return dilemma


async def decline(session: AsyncSession, dilemma: Dilemma) -> None:
    """The writer would rather not: the words go at once; the refusal stays a day, so that nobody nags."""
    dilemma.state = DilemmaState.WITHDRAWN
    dilemma.text = ""
    await session.flush()


async def drop_stale_proposals(session: AsyncSession, *, at: datetime) -> None:
    """Forget messages whose writer never said yes, or said no."""
    await session.execute(
        delete(Dilemma).where(
            Dilemma.state.in_((DilemmaState.PROPOSED, DilemmaState.WITHDRAWN)),
            Dilemma.asked_at < at - PROPOSAL_LASTS,
        )
    )


async def anonymise(session: AsyncSession, *, before: datetime) -> None:
    """Take the words and the person off dilemmas that were asked before an instant."""
    await session.execute(
        update(Dilemma)
        .where(Dilemma.asked_at < before, Dilemma.person_id.is_not(None))
        .values(text="", person_id=None, proposer_id=None)
        .execution_options(synchronize_session=False)
    )


async def load(session: AsyncSession, dilemma_id: int) -> Dilemma:
    """A dilemma with its person, chat, candidates and their cases. LookupError when it is gone."""
    return await _one(session, Dilemma.id == dilemma_id)


async def by_token(session: AsyncSession, token: str) -> Dilemma:
    """The dilemma that a deep link names. LookupError when it is gone."""
    return await _one(session, Dilemma.token == token)


async def of_message(session: AsyncSession, message_chat: int, message_id: int) -> Dilemma | None:
    """The dilemma that came from a message."""
    try:
        return await _one(
            session, (Dilemma.message_chat == message_chat) & (Dilemma.message_id == message_id)
        )
    except LookupError:
        return None


def refuse(dilemma: Dilemma, case_ids: set[int], *, at: datetime) -> None:
    """Record that these cases are not what was asked; kept for those who look after the matcher."""
    for candidate in dilemma.candidates:
        if candidate.case_id in case_ids and candidate.refused_at is None:
            candidate.refused_at = at


def choose(dilemma: Dilemma, case_id: int, *, at: datetime) -> Candidate | None:
    """Record that the resident picked this case; None when it is not among those found."""
    for candidate in dilemma.candidates:
        if candidate.case_id == case_id:
            candidate.chosen_at = at
            candidate.refused_at = None
            return candidate
    return None


def wish_for_staff(dilemma: Dilemma, *, at: datetime) -> None:
    """Record that the resident wants the staff to read it; pressing again changes nothing."""
    dilemma.staff_wished_at = dilemma.staff_wished_at or at


def no_staff(dilemma: Dilemma) -> None:
    """Record that the resident does not want the staff to read it."""
    dilemma.staff_wished_at = None


def is_piece_of_long_text(person: Person, *, at: datetime) -> bool:
    """Whether a message is the rest of a text that was cut up by the app."""
    return person.too_long_at is not None and timedelta(0) <= at - person.too_long_at <= PIECES_WITHIN


def _new(asked: Asked, at: datetime) -> Dilemma:
    dilemma = Dilemma(
        token=secrets.token_urlsafe(12),
        person_id=asked.person.id,
        chat_id=asked.chat.id,
        thread_id=asked.thread_id,
        message_chat=asked.message_chat,
        message_id=asked.message_id,
        text=asked.text,
        language="",
        revision=0,
        state=DilemmaState.OPEN,
        asked_at=at,
    )
    set_committed_value(dilemma, "person", asked.person)
    set_committed_value(dilemma, "chat", asked.chat)
    set_committed_value(dilemma, "candidates", [])
    set_committed_value(dilemma, "escalation", None)
    return dilemma


def _take_over(dilemma: Dilemma, match: Match) -> None:
    dilemma.outcome = Outcome(match.outcome.value)
    dilemma.confidence = match.confidence
    dilemma.language = match.language[:8]


async def _insert(session: AsyncSession, dilemma: Dilemma) -> bool:
    """Store a new dilemma; False when its message is known already.

    By one statement instead of the session's flush, which costs four times as much and would have to be
    preceded by the question whether the message is known. Afterwards it is as if it had been loaded.
    """
    names = [column.key for column in _DILEMMA.columns if column.key != "id"]
    values = {name: getattr(dilemma, name) for name in names}
    number = await session.scalar(_INSERT[session.get_bind().dialect.name], values)
    if number is None:
        return False
    for name, value in values.items():
        set_committed_value(dilemma, name, value)
    dilemma.id = number
    make_transient_to_detached(dilemma)
    session.add(dilemma)
    return True


async def _found(session: AsyncSession, dilemma: Dilemma, match: Match, at: datetime) -> None:
    """Store which cases were found.

    The candidates on `dilemma` are for drawing the answer: the rows are written in one statement, without
    the ORM's bookkeeping, which would be most of the time that an answer takes.
    """
    ids = [int(candidate.case_id) for candidate in match.candidates]
    # The index may be a moment older than the library: a case can have gone meanwhile.
    rows = await session.scalars(_CASES, {"ids": ids})
    cases = {case.id: case for case in rows}
    values = [
        {
            "dilemma_id": dilemma.id,
            "case_id": int(found.case_id),
            "rank": rank,
            "confidence": min(max(found.confidence, 0.0), 1.0),
            "why_words": list(found.why.words),
            "why_sentence": found.why.sentence,
            "shown_at": at if rank == 1 else None,
        }
        for rank, found in enumerate(match.candidates, start=1)
        if int(found.case_id) in cases
    ]
    if values:
        await session.execute(insert(Candidate.__table__), values)  # type: ignore[arg-type]
    candidates = [Candidate(**value) for value in values]
    for candidate in candidates:
        set_committed_value(candidate, "case", cases[candidate.case_id])
    set_committed_value(dilemma, "candidates", candidates)


async def _one(session: AsyncSession, condition: ColumnElement[bool]) -> Dilemma:
    dilemma: Dilemma | None = await session.scalar(
        select(Dilemma)
        .where(condition)
        .options(
            selectinload(Dilemma.person),
            selectinload(Dilemma.chat),
            selectinload(Dilemma.candidates).selectinload(Candidate.case),
            selectinload(Dilemma.escalation),
        )
        .execution_options(populate_existing=True)
    )
    if dilemma is None:
        raise LookupError("This dilemma is not kept any more")
    return dilemma
