"""The coming session that fits a question to which no case was found.

The nearest cases do not tell what such a question is about: on the development questions their theme was the
right one in one of eight. So the sessions themselves are matched, as a small library of titles and texts.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching import CaseText, Index
from models import Meeting, MeetingAudience, MeetingState

# On development questions without a case, of which one of eleven sessions was about the question, 54 % were
# offered a session from here on, and 97 % of those the right one; where no session was about it, 5 % were.
# Measured anew with `python -m tests.bench.session_offers`.
CONFIDENT = 0.3
# The soonest of more than anybody plans: with many more, a question would take noticeably longer.
MOST = 60


async def session_for(session: AsyncSession, question: str, *, at: datetime) -> Meeting | None:
    """The session to come that is about a question, if the matcher is confident enough that one is."""
    rows = await session.scalars(
        select(Meeting)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.starts_at > at,
            Meeting.audience != MeetingAudience.COLLECTIVES,
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    )
    meetings = rows.all()
    best = best_of(question, tuple(text_of(meeting) for meeting in meetings))
    return None if best is None else next(one for one in meetings if str(one.id) == best)


def text_of(meeting: Meeting) -> CaseText:
    """A session as the matcher reads it."""
    return CaseText(
        id=str(meeting.id),
        title=meeting.title,
        dilemma=meeting.description or meeting.title,
        theme=meeting.theme,
    )


def best_of(question: str, sessions: Sequence[CaseText]) -> str | None:
    """The id of the session that fits best; None when none fits."""
    if not sessions or not question.strip():
        return None
    candidates = _index(tuple(sessions)).match(question).candidates
    best = candidates[0] if candidates else None
    return best.case_id if best is not None and best.confidence >= CONFIDENT else None


@lru_cache(maxsize=4)
def _index(sessions: tuple[CaseText, ...]) -> Index:
    """Words alone: a few milliseconds, once until a session changes."""
    return Index.build(sessions, None)
