"""When a meeting could be that nobody planned yet: in about three weeks, on a free evening of the week."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import local_time
from bot.services.escalations.working_days import WorkingDays
from models import Meeting, MeetingState

IN_DAYS = 21
SEARCHED_DAYS = 28
EVENING = time(19, 30)
# Friday evening is weekend.
FRIDAY = 4


async def moment(session: AsyncSession, zone: ZoneInfo, *, at: datetime) -> str:
    """A local time ("YYYY-MM-DDTHH:MM") on a Monday to Thursday without holiday and without another meeting.

    When there is none in four weeks' time, the first working day after three weeks.
    """
    first = at.astimezone(zone).date() + timedelta(days=IN_DAYS)
    days = [first + timedelta(days=number) for number in range(SEARCHED_DAYS)]
    calendar = WorkingDays(zone)
    free = [day for day in days if day.weekday() < FRIDAY and calendar.is_working_day(day)]
    taken = await _taken(session, days[0], days[-1], zone)
    chosen = next((day for day in free if day not in taken), None) or free[0]
    return datetime.combine(chosen, EVENING).strftime(local_time.FORMAT)


async def still(session: AsyncSession, suggested: str, zone: ZoneInfo, *, at: datetime) -> str:
    """A moment that was suggested before, or another when that is too near or taken by now."""
    day = datetime.strptime(suggested, local_time.FORMAT).date()  # noqa: DTZ007 - a day has no zone
    is_near = local_time.instant(suggested, zone) < at + timedelta(days=IN_DAYS // 2)
    if is_near or day in await _taken(session, day, day, zone):
        return await moment(session, zone, at=at)
    return suggested


async def _taken(session: AsyncSession, first: date, last: date, zone: ZoneInfo) -> set[date]:
    """The local days on which there is a meeting."""
    rows = await session.scalars(
        select(Meeting.starts_at).where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.starts_at >= datetime.combine(first, time(), zone),
            Meeting.starts_at < datetime.combine(last + timedelta(days=1), time(), zone),
        )
    )
    return {start.astimezone(zone).date() for start in rows}
