"""Answers that staff give with a press: a case of the library, or a collective to talk with."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Html
from bot.services.answers import short_text
from bot.services.escalations import escalations, relay_forms, relays
from bot.services.escalations.desk import Desk
from bot.texts import say
from models import (
    Candidate,
    Case,
    Collective,
    Direction,
    Escalation,
    Person,
    Relayed,
    RelayKind,
    RelayState,
    StaffMember,
)


async def attach(
    session: AsyncSession,
    desk: Desk,
    escalation: Escalation,
    case: Case,
    by: StaffMember,
    *,
    at: datetime,
) -> Relayed:
    """Answer with a case of the library."""
    author = await session.get(Person, by.person_id)
    relayed = relays.new_row(
        escalation, Direction.TO_RESIDENT, RelayKind.ANSWER, RelayState.PASSED, author, None, at
    )
    relayed.case_id = case.id
    session.add(relayed)
    await _among_the_found(session, escalation, case, at)
    await session.flush()
    text = Html(short_text(case, escalation.language))
    await relays.deliver(
        session, escalation, relayed, *relay_forms.to_resident(escalation, relayed, None, text), at=at
    )
    await escalations.said_to_resident(
        session, desk, escalation, by, RelayKind.ANSWER, at=at, detail=f"case {case.id}"
    )
    return relayed


async def _among_the_found(session: AsyncSession, escalation: Escalation, case: Case, at: datetime) -> None:
    """Note that the resident was shown a case, so that they can meet the collective that tells it."""
    found = escalation.dilemma.candidates
    if any(candidate.case_id == case.id for candidate in found):
        return
    rank = max((candidate.rank for candidate in found), default=0) + 1
    session.add(
        Candidate(dilemma_id=escalation.dilemma_id, case_id=case.id, rank=rank, confidence=0.0, shown_at=at)
    )


async def point(
    session: AsyncSession,
    desk: Desk,
    escalation: Escalation,
    collective: Collective,
    by: StaffMember,
    *,
    at: datetime,
) -> Relayed | None:
    """Answer with a collective that may help; None when the resident was told of it before.

    The collective hears nothing yet: under the answer the resident can ask to be introduced.
    """
    if await _was_pointed_to(session, escalation, collective):
        return None
    author = await session.get(Person, by.person_id)
    relayed = relays.new_row(
        escalation, Direction.TO_RESIDENT, RelayKind.ANSWER, RelayState.PASSED, author, None, at
    )
    relayed.collective_id = collective.id
    session.add(relayed)
    await session.flush()
    place = collective.place or "none"
    text = say(escalation.language, "staff-pointed", collective=collective.name, place=place)
    await relays.deliver(
        session, escalation, relayed, *relay_forms.to_resident(escalation, relayed, None, text), at=at
    )
    await escalations.said_to_resident(
        session, desk, escalation, by, RelayKind.ANSWER, at=at, detail=f"collective {collective.id}"
    )
    return relayed


async def _was_pointed_to(session: AsyncSession, escalation: Escalation, collective: Collective) -> bool:
    found = await session.scalar(
        select(Relayed.id)
        .where(
            Relayed.escalation_id == escalation.id,
            Relayed.collective_id == collective.id,
            Relayed.state == RelayState.PASSED,
        )
        .limit(1)
    )
    return found is not None
