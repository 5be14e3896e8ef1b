"""What came of meetings, in numbers: per meeting and per theme, without anybody's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.meetings import afterwards
from bot.services.meetings.afterwards import Turnout
from models import Meeting, MeetingAfterwards, MeetingState

# Each takes a few small questions to the database.
MOST = 100


@dataclass(frozen=True, slots=True)
class MeetingNumbers:
    """One meeting that went on, and what came of it."""

    meeting_id: int
    title: str
    theme: str
    starts_at: datetime
    turnout: Turnout


@dataclass(frozen=True, slots=True)
class ThemeNumbers:
    """The meetings about one theme together; of `counted` of them it is known how many came.

    Whether it helped is added up of meetings with so many answers that they may be shown: with the others in
    it, the difference would tell what somebody said.
    """

    theme: str
    meetings: int
    counted: int
    signed_up: int
    came: int
    helped: int
    somewhat: int
    not_helped: int


async def per_meeting(
    session: AsyncSession, *, since: datetime, until: datetime, most: int = MOST
) -> list[MeetingNumbers]:
    """The meetings that began from `since` until `until`, went on and were looked back on, in that order.

    The latest, when they are more than `most`.
    """
    meetings = await session.scalars(
        select(Meeting)
        .join(MeetingAfterwards, MeetingAfterwards.meeting_id == Meeting.id)
        .where(Meeting.state == MeetingState.PLANNED, Meeting.starts_at >= since, Meeting.starts_at < until)
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(most)
    )
    found = []
    for meeting in reversed(meetings.all()):
        turnout = await afterwards.turnout(session, meeting.id)
        if turnout is not None:
            found.append(MeetingNumbers(meeting.id, meeting.title, meeting.theme, meeting.starts_at, turnout))
    return found


def per_theme(meetings: Iterable[MeetingNumbers]) -> list[ThemeNumbers]:
    """The same by theme, in the order of their names; an empty theme is none."""
    by_theme: dict[str, list[MeetingNumbers]] = {}
    for one in meetings:
        by_theme.setdefault(one.theme, []).append(one)
    return [_together(theme, held) for theme, held in sorted(by_theme.items())]


def _together(theme: str, held: list[MeetingNumbers]) -> ThemeNumbers:
    turnouts = [one.turnout for one in held]
    shown = [one for one in turnouts if one.may_show_help]
    return ThemeNumbers(
        theme=theme,
        meetings=len(held),
        counted=sum(one.came is not None for one in turnouts),
        signed_up=sum(one.signed_up for one in turnouts),
        came=sum(one.came or 0 for one in turnouts),
        helped=sum(one.helped for one in shown),
        somewhat=sum(one.somewhat for one in shown),
        not_helped=sum(one.not_helped for one in shown),
    )
