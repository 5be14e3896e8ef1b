"""What introductions keep of a person: all of it as data, and all of it gone."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from bot.services import conversations
from bot.services.introductions import cards, drafts, introductions, post, steps
from bot.services.introductions.states import ApproachEvent, RequestEvent, move_request
from bot.services.introductions.terms import Terms
from models import (
    Approach,
    ApproachState,
    ContactDetail,
    FollowUp,
    Introduction,
    IntroductionState,
    Person,
)
from models.introduction import OPEN

UNDER_WAY = (IntroductionState.LOOKING, IntroductionState.ASKING)


async def export(session: AsyncSession, person: Person) -> dict[str, Any]:
    """All that introductions hold of a person, as plain data with times in ISO 8601."""
    approaches = await session.scalars(select(Approach).where(Approach.person_id == person.id))
    follow_ups = await session.scalars(select(FollowUp).where(FollowUp.person_id == person.id))
    kept = await session.get(ContactDetail, person.id)
    return {
        "asked": [_asked(one) for one in await introductions.of_asker(session, person)],
        "was_asked": [_was_asked(one) for one in approaches],
        "afterwards": [_afterwards(one) for one in follow_ups],
        "kept_contact": None
        if kept is None
        else {"name": kept.name, "reach": kept.reach.value, "value": kept.reach_value},
    }


async def forget(session: AsyncSession, person: Person, *, at: datetime, terms: Terms) -> None:
    """Empty all that introductions hold of a person, end what is open, and tell the other side.

    What was given to the other side stays with them, and they hear that it is no longer kept here. What was
    counted for a case stays counted, without whom it came from.
    """
    await _forget_as_asker(session, person, at=at, terms=terms)
    await _forget_as_peer(session, person, at=at, terms=terms)
    await session.execute(
        update(FollowUp)
        .where(FollowUp.person_id == person.id)
        .values(words="", person_id=None)
        .execution_options(synchronize_session=False)
    )
    kept = await session.get(ContactDetail, person.id)
    if kept is not None:
        await session.delete(kept)
    await conversations.forget(session, person, drafts.ASKING, drafts.ANSWERING)
    await session.flush()


async def _forget_as_asker(session: AsyncSession, person: Person, *, at: datetime, terms: Terms) -> None:
    ids = await session.scalars(select(Introduction.id).where(Introduction.person_id == person.id))
    for introduction_id in ids.all():
        introduction = await steps.locked(session, introduction_id)
        if introduction is None:
            continue
        if introduction.state in UNDER_WAY:
            move_request(introduction, RequestEvent.FORGOTTEN, at=at)
            await steps.call_off(session, introduction, at=at, terms=terms)
        elif introduction.state is IntroductionState.MADE:
            made = _made(introduction)
            language = post.language_of(made.person, terms)
            about = await post.about(session, introduction, made, language)
            card = cards.forgotten(introduction.reference, about, language)
            await post.tell(
                session, made.person, card, key=f"introduction:{introduction.id}:forgotten:asker", at=at
            )
        steps.wipe(introduction)
        introduction.person_id = None
        for approach in introduction.approaches:
            # Who was asked may be asked again: whom it was for is not known any more.
            approach.pair = f"x{introduction.id}"


async def _forget_as_peer(session: AsyncSession, person: Person, *, at: datetime, terms: Terms) -> None:
    rows = await session.scalars(
        select(Approach.introduction_id).where(Approach.person_id == person.id).distinct()
    )
    for introduction_id in rows.all():
        introduction = await steps.locked(session, introduction_id)
        if introduction is None:
            continue
        for approach in introduction.approaches:
            if approach.person_id == person.id:
                await _leave(session, introduction, approach, at=at, terms=terms)


async def _leave(
    session: AsyncSession, introduction: Introduction, approach: Approach, *, at: datetime, terms: Terms
) -> None:
    """Take a forgotten peer out of an approach: another contact is asked, or the next collective."""
    if approach.state in OPEN:
        may_hand_over = approach.state is not ApproachState.PEER_YES
        if may_hand_over and await steps.hand_over(session, introduction, approach, at=at, terms=terms):
            return
        # Whoever is being forgotten need not hear that it is over.
        set_committed_value(approach, "person", None)
        await steps.free(session, introduction, approach, ApproachEvent.UNREACHABLE, at=at, terms=terms)
    elif approach.state is ApproachState.MADE:
        about = await post.about(session, introduction, approach, introduction.language)
        card = cards.forgotten(introduction.reference, about, introduction.language)
        key = f"introduction:{introduction.id}:forgotten:peer"
        await post.tell(session, introduction.person, card, key=key, at=at)
    steps.wipe(approach)
    approach.person_id = None


def _made(introduction: Introduction) -> Approach:
    return next(one for one in introduction.approaches if one.state is ApproachState.MADE)


def _asked(row: Introduction) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "asked_at": row.asked_at.isoformat(),
        "state": row.state.value,
        "text": row.text,
        "name": row.name,
        "collective": row.collective_name,
        "reach": row.reach.value if row.reach is not None else None,
        "value": row.reach_value,
    }


def _was_asked(row: Approach) -> dict[str, Any]:
    return {
        "asked_at": row.asked_at.isoformat(),
        "state": row.state.value,
        "name": row.name,
        "reach": row.reach.value if row.reach is not None else None,
        "value": row.reach_value,
    }


def _afterwards(row: FollowUp) -> dict[str, Any]:
    return {
        "spoken": row.spoken.value if row.spoken is not None else None,
        "helped": row.helped.value if row.helped is not None else None,
        "may_count": row.may_count,
        "words": row.words,
        "answered_at": row.answered_at.isoformat() if row.answered_at is not None else None,
    }
