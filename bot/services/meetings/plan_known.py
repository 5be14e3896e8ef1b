"""What a coordinator can choose from while planning: themes, places, collectives, fields of experts."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.library import library
from bot.services.meetings.audience import chats_of
from bot.services.meetings.plan_fields import Known
from bot.services.roles import Roles
from models import Collective, Expert, Meeting, MeetingAudience


async def known(session: AsyncSession) -> Known:
    """The themes of the library and of collectives; the places and names of collectives."""
    themes = {one.theme for one in await library.list_themes(session)}
    rows = (
        await session.execute(
            select(Collective.id, Collective.name, Collective.place, Collective.themes)
            .where(Collective.removed_at.is_(None))
            .order_by(Collective.name, Collective.id)
        )
    ).all()
    themes |= {theme for row in rows for theme in row.themes}
    return Known(
        themes=sorted(themes, key=str.casefold),
        places=sorted({row.place for row in rows if row.place}, key=str.casefold),
        collectives=[(str(row.id), row.name) for row in rows],
    )


async def expert_fields(session: AsyncSession) -> Sequence[str]:
    """The fields of the experts on the list of staff."""
    fields = await session.scalars(select(Expert.field).distinct().order_by(Expert.field))
    return fields.all()


async def names_of(session: AsyncSession, audience: MeetingAudience, values: Sequence[str]) -> Sequence[str]:
    """The names of what was chosen: places are their own, collectives are chosen by id."""
    if audience is not MeetingAudience.COLLECTIVES:
        return values
    numbers = [int(value) for value in values if value.isdecimal()]
    names = await session.scalars(
        select(Collective.name)
        .where(Collective.id.in_(numbers), Collective.removed_at.is_(None))
        .order_by(Collective.name, Collective.id)
    )
    return names.all()


async def number_of_chats(session: AsyncSession, meeting: Meeting, roles: Roles) -> int:
    """How many chats are told of a meeting at this instant."""
    chats = (await chats_of(session, meeting, roles)).subquery()
    return await session.scalar(select(func.count()).select_from(chats)) or 0


def mark(value: str) -> str:
    """A short name of a value for a button's data, which may hold 64 bytes."""
    return hashlib.sha256(value.encode()).hexdigest()[:10]


def marked(values: Iterable[str], wanted: str) -> str | None:
    """The value of which this is the mark; None when it is there no longer."""
    return next((value for value in values if mark(value) == wanted), None)
