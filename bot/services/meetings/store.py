"""Finding meetings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Meeting, MeetingSeries, MeetingState

# What a list in a message holds.
LISTED = 50


async def locked(session: AsyncSession, meeting_id: int) -> Meeting | None:
    """A meeting that nobody else changes, and whose places nobody else takes, until this transaction ends."""
    return await session.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)


async def by_token(session: AsyncSession, token: str) -> Meeting | None:
    """The meeting that a link names."""
    return await session.scalar(select(Meeting).where(Meeting.token == token))


async def series_by_token(session: AsyncSession, token: str) -> MeetingSeries | None:
    """The series that a link names."""
    return await session.scalar(select(MeetingSeries).where(MeetingSeries.token == token))


async def of_series(session: AsyncSession, series_id: int) -> Sequence[Meeting]:
    """All meetings of a series, those cancelled and past as well, in order of time."""
    rows = await session.scalars(
        select(Meeting).where(Meeting.series_id == series_id).order_by(Meeting.starts_at, Meeting.id)
    )
    return rows.all()


async def coming(
    session: AsyncSession, *, at: datetime, theme: str | None = None, limit: int = LISTED
) -> Sequence[Meeting]:
    """Planned meetings that are not over, soonest first; about one theme when that is given."""
    query = (
        select(Meeting)
        .where(Meeting.state == MeetingState.PLANNED, Meeting.ends_at > at)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(limit)
    )
    if theme is not None:
        query = query.where(Meeting.theme == theme)
    return (await session.scalars(query)).all()
