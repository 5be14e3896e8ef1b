"""Two weeks later both sides are asked apart whether they spoke and whether it helped; the case counts it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from bot.messages import Button, Card
from bot.services.introductions import cards
from bot.services.introductions.introductions import NotAPartyError
from bot.services.introductions.post import about as introduction_about
from bot.services.introductions.post import language_of, tell
from bot.services.introductions.states import NotNowError
from bot.services.introductions.terms import Terms
from bot.services.privacy import consents
from bot.texts import plain, say
from models import (
    Approach,
    ApproachState,
    Case,
    FollowUp,
    Helped,
    Introduction,
    Person,
    Side,
    Spoken,
)

PURPOSE = "introduction-outcome"
TEXT_KEY, TEXT_VERSION = "introduction-may-count", 1
MAX_WORDS = 1000
PER_TICK = 50


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: to whichever of the questions it is."""

    spoken: Spoken | None = None
    helped: Helped | None = None
    may_count: bool | None = None
    words: str | None = None


async def ask_due(session: AsyncSession, *, at: datetime, terms: Terms) -> int:
    """Ask whom it is time to ask, some at a time; how many."""
    due = await session.scalars(
        select(FollowUp)
        .where(FollowUp.asked_at.is_(None), FollowUp.due_at <= at)
        .order_by(FollowUp.due_at)
        .limit(PER_TICK)
        .with_for_update(skip_locked=True)
    )
    found = due.all()
    for follow_up in found:
        follow_up.asked_at = at
        if follow_up.person_id is None:
            continue
        person = await session.get_one(Person, follow_up.person_id)
        card = await question(session, follow_up, language_of(person, terms))
        key = f"introduction:{follow_up.introduction_id}:follow-up:{follow_up.side}"
        await tell(session, person, card, key=key, at=at)
    return len(found)


async def question(session: AsyncSession, follow_up: FollowUp, language: str) -> Card:
    """What is to be asked next, by what was answered."""
    if follow_up.spoken is None:
        who, about = await _other(session, follow_up, language)
        text = say(language, "introduction-spoken", other=who, about=about)
        spoken = (
            (plain(language, "button-introduction-spoken-yes"), Spoken.YES),
            (plain(language, "button-introduction-spoken-planned"), Spoken.PLANNED),
            (plain(language, "button-introduction-spoken-no"), Spoken.NO),
        )
        return Card(text, [[Button(label, f"if:{follow_up.id}:s:{value}")] for label, value in spoken])
    if follow_up.spoken is Spoken.YES and follow_up.helped is None:
        helped = (
            (plain(language, "button-introduction-helped-yes"), Helped.YES),
            (plain(language, "button-introduction-helped-somewhat"), Helped.SOMEWHAT),
            (plain(language, "button-introduction-helped-no"), Helped.NO),
        )
        text = (
            say(language, "introduction-helped")
            if follow_up.side is Side.ASKER
            else say(language, "introduction-helped-peer")
        )
        return Card(text, [[Button(label, f"if:{follow_up.id}:h:{value}")] for label, value in helped])
    if _asks_to_count(follow_up):
        rows = [
            [
                Button(plain(language, "button-introduction-count-yes"), f"if:{follow_up.id}:c:yes"),
                Button(plain(language, "button-introduction-count-no"), f"if:{follow_up.id}:c:no"),
            ]
        ]
        return Card(say(language, "introduction-may-count"), rows)
    words = Button(plain(language, "button-introduction-words"), f"if:{follow_up.id}:w:yes")
    return Card(say(language, "introduction-thanks"), [[words]])


async def answer(
    session: AsyncSession, follow_up_id: int, person: Person, said: Said, *, language: str, at: datetime
) -> FollowUp:
    """Record one answer; the first counts. Raises NotAPartyError, and NotNowError for an old button."""
    follow_up = await session.get(FollowUp, follow_up_id, with_for_update=True)
    if follow_up is None or follow_up.person_id != person.id or follow_up.asked_at is None:
        raise NotAPartyError
    if said.spoken is not None:
        _must(follow_up.spoken is None)
        follow_up.spoken = said.spoken
    if said.helped is not None:
        _must(follow_up.spoken is Spoken.YES and follow_up.helped is None)
        follow_up.helped = said.helped
    if said.may_count is not None:
        _must(_asks_to_count(follow_up))
        follow_up.may_count = said.may_count
        if said.may_count:
            await _agree_to_count(session, follow_up, person, language, at)
    if said.words is not None:
        follow_up.words = said.words[:MAX_WORDS]
    follow_up.answered_at = at
    await session.flush()
    await recount(session, follow_up.introduction_id)
    return follow_up


async def recount(session: AsyncSession, introduction_id: int) -> None:
    """Count anew how many groups of residents were helped with the case that this introduction was about."""
    case_id = await session.scalar(
        select(Approach.case_id).where(
            Approach.introduction_id == introduction_id, Approach.state == ApproachState.MADE
        )
    )
    if case_id is None:
        return
    rows = await session.execute(
        select(Introduction.collective_id, Introduction.id)
        .join(Approach, Approach.introduction_id == Introduction.id)
        .join(FollowUp, FollowUp.introduction_id == Introduction.id)
        .where(
            Approach.case_id == case_id,
            Approach.state == ApproachState.MADE,
            FollowUp.side == Side.ASKER,
            FollowUp.may_count.is_(True),
            FollowUp.helped.in_((Helped.YES, Helped.SOMEWHAT)),
        )
    )
    # Two introductions of one collective are one collective.
    groups = {("c", collective) if collective is not None else ("i", number) for collective, number in rows}
    await session.execute(
        update(Case)
        .where(Case.id == case_id)
        .values(helped_count=len(groups))
        .execution_options(synchronize_session="fetch")
    )


async def _agree_to_count(
    session: AsyncSession, follow_up: FollowUp, person: Person, language: str, at: datetime
) -> None:
    await consents.record(
        session,
        person,
        PURPOSE,
        f"introduction:{follow_up.introduction_id}",
        text_key=TEXT_KEY,
        text_version=TEXT_VERSION,
        language=language,
        at=at,
    )


async def _other(session: AsyncSession, follow_up: FollowUp, language: str) -> tuple[str, str]:
    """Whom this side was introduced to, and about what."""
    introduction = await session.scalar(
        select(Introduction)
        .where(Introduction.id == follow_up.introduction_id)
        .options(selectinload(Introduction.approaches).selectinload(Approach.collective))
    )
    if introduction is None:
        return plain(language, "introduction-somebody"), ""
    made = next(one for one in introduction.approaches if one.state is ApproachState.MADE)
    about = await introduction_about(session, introduction, made, language)
    if follow_up.side is Side.ASKER:
        return cards.peer_name(made.collective, language), about
    return introduction.name or plain(language, "introduction-somebody"), about


def _asks_to_count(follow_up: FollowUp) -> bool:
    useful = follow_up.helped in (Helped.YES, Helped.SOMEWHAT)
    return follow_up.side is Side.ASKER and useful and follow_up.may_count is None


def _must(holds: bool) -> None:
    if not holds:
        raise NotNowError
