"""What a coordinator plans: one meeting, or a series of them; checked, and made into rows."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import local_time
from models import Meeting, MeetingAudience, MeetingMoment, MeetingSeries, MeetingState, MomentKind, Person

TITLE, DESCRIPTION, HOST, EXPERT, LINK = 120, 2000, 120, 80, 1000
USUAL_MINUTES, MOST_MINUTES = 90, 12 * 60
MOST_PLACES = 100_000
# A course of a year, once a week.
MOST_IN_SERIES = 52
FARTHEST = timedelta(days=2 * 366)
TOKEN_BYTES = 12
_DAY = 24 * 60


class Moment(BaseModel):
    """When it is announced; see models.MeetingMoment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: MomentKind
    minutes_before: int | None = None
    local_time: str | None = None

    def due_at(self, starts_at: datetime, zone: ZoneInfo, *, planned_at: datetime) -> datetime:
        """The instant at which it is due. "A day before" is 24 hours, also when the clock is changed."""
        if self.minutes_before is not None:
            return starts_at - timedelta(minutes=self.minutes_before)
        if self.local_time is not None:
            return local_time.instant(self.local_time, zone)
        return planned_at

    def row(self, meeting: Meeting, due_at: datetime) -> MeetingMoment:
        """This moment of a meeting, as a row that waits."""
        return MeetingMoment(
            meeting_id=meeting.id,
            kind=self.kind,
            minutes_before=self.minutes_before,
            local_time=self.local_time,
            due_at=due_at,
        )


USUAL_MOMENTS = (
    Moment(kind=MomentKind.AT_ONCE),
    Moment(kind=MomentKind.BEFORE, minutes_before=7 * _DAY),
    Moment(kind=MomentKind.BEFORE, minutes_before=_DAY),
    Moment(kind=MomentKind.BEFORE, minutes_before=60),
)


class Plan(BaseModel):
    """A meeting to be, or a series when it has several `starts` (local times, in order of time).

    `subjects` names each of a series, and is empty when they have no names of their own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = ""
    description: str = ""
    theme: str = ""
    host: str = ""
    link: str | None = None
    places: int | None = None
    expert: str | None = None
    minutes: int = USUAL_MINUTES
    audience: MeetingAudience = MeetingAudience.THEME
    audience_values: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = USUAL_MOMENTS

    @property
    def is_series(self) -> bool:
        """Whether it is more than one meeting."""
        return len(self.starts) > 1


class Problem(StrEnum):
    """Why a plan cannot be announced yet."""

    NO_TITLE = "no-title"
    NO_TIME = "no-time"
    PAST = "past"
    TOO_FAR = "too-far"
    TOO_MANY = "too-many"
    NO_AUDIENCE = "no-audience"


class UnfinishedPlanError(Exception):
    """A plan has problems; `why` lists them."""

    def __init__(self, why: list[Problem]) -> None:
        super().__init__(", ".join(why))
        self.why = why


def problems(plan: Plan, zone: ZoneInfo, *, at: datetime) -> list[Problem]:
    """What is missing or wrong; nothing when it can be announced."""
    starts = [local_time.instant(start, zone) for start in plan.starts]
    needs_values = plan.audience in (MeetingAudience.PLACE, MeetingAudience.COLLECTIVES)
    needs_theme = plan.audience is MeetingAudience.THEME and not plan.theme
    found = {
        Problem.NO_TITLE: not plan.title.strip(),
        Problem.NO_TIME: not starts,
        Problem.PAST: any(start <= at for start in starts),
        Problem.TOO_FAR: any(start > at + FARTHEST for start in starts),
        Problem.TOO_MANY: len(starts) > MOST_IN_SERIES,
        Problem.NO_AUDIENCE: needs_theme or (needs_values and not plan.audience_values),
    }
    return [problem for problem, holds in found.items() if holds]


async def announce(
    session: AsyncSession, plan: Plan, planner: Person, zone: ZoneInfo, *, at: datetime
) -> list[Meeting]:
    """Make a plan into meetings with their moments; in order of time.

    Raises UnfinishedPlanError. Which moments each has: see `is_wanted`.
    """
    if why := problems(plan, zone, at=at):
        raise UnfinishedPlanError(why)
    series = await _series(session, plan, planner, at) if plan.is_series else None
    meetings = unsaved(plan, zone, at=at)
    for meeting in meetings:
        meeting.planner_id = planner.id
        meeting.series_id = series.id if series is not None else None
        session.add(meeting)
        await session.flush()
        session.add_all(_moments(meeting, plan, zone, at, is_first=meeting is meetings[0]))
    await session.flush()
    return meetings


def unsaved(plan: Plan, zone: ZoneInfo, *, at: datetime) -> list[Meeting]:
    """The meetings that a plan would become, to look at; in order of time, unsaved, without ids."""
    meetings = []
    for number, start in enumerate(sorted(plan.starts), 1):
        meeting = _meeting(plan, start, number, zone, at)
        if plan.is_series:
            meeting.series_id, meeting.number = 0, number
        meetings.append(meeting)
    return meetings


def is_wanted(moment: Moment, due_at: datetime, meeting: Meeting, *, at: datetime, is_first: bool) -> bool:
    """Whether a meeting has this moment: not one that is past, nor a fixed one after it began.

    At once and at a fixed time, a series is announced by the first of its meetings alone.
    """
    match moment.kind:
        case MomentKind.AT_ONCE:
            return is_first
        case MomentKind.AT:
            return is_first and at < due_at < meeting.starts_at
        case _:
            return due_at > at


def new_token() -> str:
    """A name for links, which nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


async def _series(session: AsyncSession, plan: Plan, planner: Person, at: datetime) -> MeetingSeries:
    series = MeetingSeries(token=new_token(), title=plan.title, planner_id=planner.id, made_at=at)
    session.add(series)
    await session.flush()
    return series


def _meeting(plan: Plan, start: str, number: int, zone: ZoneInfo, at: datetime) -> Meeting:
    starts_at = local_time.instant(start, zone)
    subject = plan.subjects[number - 1] if number <= len(plan.subjects) else ""
    return Meeting(
        token=new_token(),
        state=MeetingState.PLANNED,
        title=subject or plan.title,
        description=plan.description,
        theme=plan.theme,
        host=plan.host,
        link=plan.link,
        places=plan.places,
        expert=plan.expert,
        audience=plan.audience,
        audience_values=list(plan.audience_values),
        local_start=start,
        zone=zone.key,
        minutes=plan.minutes,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=plan.minutes),
        planned_at=at,
        changed_at=at,
    )


def _moments(
    meeting: Meeting, plan: Plan, zone: ZoneInfo, at: datetime, *, is_first: bool
) -> list[MeetingMoment]:
    moments = []
    for moment in plan.moments:
        due_at = moment.due_at(meeting.starts_at, zone, planned_at=at)
        if is_wanted(moment, due_at, meeting, at=at, is_first=is_first):
            moments.append(moment.row(meeting, due_at))
    return moments
