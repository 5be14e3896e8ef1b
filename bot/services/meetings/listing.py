"""Which meetings anybody may see on the web: all but those for some collectives only."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import ColumnElement

from models import Case, Meeting, MeetingAudience, MeetingState

# What is over stays in a calendar for a while.
REMEMBERED = timedelta(days=30)
MOST_LISTED = 100
_FOR_ALL = Meeting.audience != MeetingAudience.COLLECTIVES


async def coming(session: AsyncSession, *, at: datetime, theme: str | None = None) -> Sequence[Meeting]:
    """Those that go on and are not over, soonest first; about one theme when that is given."""
    return await _some(session, theme, Meeting.ends_at > at, Meeting.state == MeetingState.PLANNED)


async def for_calendar(session: AsyncSession, theme: str, *, at: datetime) -> Sequence[Meeting]:
    """Those about a theme, with those cancelled and just over: a calendar must hear of a change as well."""
    return await _some(session, theme, Meeting.ends_at > at - REMEMBERED)


async def last_changed(session: AsyncSession, *, at: datetime) -> datetime | None:
    """When any of those changed for the last time. Of all themes: a meeting may have left one for another."""
    changed_at: datetime | None = await session.scalar(
        select(func.max(Meeting.changed_at)).where(Meeting.ends_at > at - REMEMBERED)
    )
    return changed_at


async def themes(session: AsyncSession, *, at: datetime) -> Sequence[str]:
    """The themes about which something comes, by name."""
    found = await session.scalars(
        select(Meeting.theme)
        .where(_FOR_ALL, Meeting.state == MeetingState.PLANNED, Meeting.ends_at > at, Meeting.theme != "")
        .distinct()
        .order_by(Meeting.theme)
        .limit(MOST_LISTED)
    )
    return found.all()


async def is_theme(session: AsyncSession, theme: str) -> bool:
    """Whether there are meetings or cases about it: then it can be followed before anything is planned."""
    known = await session.scalar(
        select(
            exists().where(_FOR_ALL, Meeting.theme == theme)
            | exists().where(Case.theme == theme, Case.retired_at.is_(None))
        )
    )
    return bool(theme) and bool(known)


async def _some(
    session: AsyncSession, theme: str | None, *conditions: ColumnElement[bool]
) -> Sequence[Meeting]:
    query = (
        select(Meeting)
        .where(_FOR_ALL, *conditions)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST_LISTED)
    )
    if theme is not None:
        query = query.where(Meeting.theme == theme)
    return (await session.scalars(query)).all()
