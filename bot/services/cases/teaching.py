"""Linking teaches: the words with which a resident asked become a phrasing of the case that answered them."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.text import clean
from bot.services import audit, learning
from bot.services.learning import Obstacle
from bot.services.library import library
from models import Candidate, Case, Dilemma, DilemmaState, Person, PhrasingSource


async def link(
    session: AsyncSession,
    dilemma: Dilemma,
    case: Case,
    *,
    at: datetime,
    by: Person,
    wording: str | None = None,
) -> Obstacle | None:
    """Make the resident's words, or staff's `wording`, a phrasing of the case; or what stands in the way.

    Found by at once when it is done (None). Personal details stand in the way, too: then staff word it.
    """
    await library.lock(session)
    words = clean(dilemma.text if wording is None else wording)
    forgotten = not dilemma.text or dilemma.state is not DilemmaState.OPEN
    if forgotten or case.retired_at is not None:
        return Obstacle.UNKNOWN
    obstacle = await learning.obstacle(session, case.id, words)
    if obstacle is not None:
        return obstacle
    await library.add_phrasing(session, case.id, words, PhrasingSource.RESIDENT, approved_at=at, at=at)
    # What staff decided here is not put to them again by `matches --confirmed`.
    await session.execute(
        update(Candidate)
        .where(Candidate.dilemma_id == dilemma.id, Candidate.case_id == case.id)
        .values(reviewed_at=at)
        .execution_options(synchronize_session=False)
    )
    await audit.record(
        session,
        at=at,
        actor=by,
        action="case-phrasing-added",
        subject=f"case:{case.key}",
        detail=f"dilemma {dilemma.id}" + (", in other words" if wording is not None else ""),
    )
    return None
