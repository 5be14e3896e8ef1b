"""A planner hears of which meetings nothing could be said in time; one message a day at most."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.services import people
from bot.services.meetings import notice_cards
from bot.services.meetings.manner import Manner
from bot.services.meetings.recipients import answerable
from models import Chat, Meeting, MeetingMoment, Person


async def report(session: AsyncSession, manner: Manner, *, at: datetime) -> None:
    """Tell each planner what came too late since they were last told, but not in the quiet hours.

    Of the meetings of who is no coordinator any more, or cannot be reached, all coordinators are told.
    """
    if manner.quiet.until(at) is not None:
        return
    by_reader: dict[int, list[MeetingMoment]] = defaultdict(list)
    readers: dict[int, tuple[Person, Chat]] = {}
    for planner_id, moments in (await _unreported(session)).items():
        for person, chat in (told := await answerable(session, planner_id, manner.roles)):
            readers[person.id] = person, chat
            by_reader[person.id] += moments
        if not told:
            _done_with(moments)
    for person, chat in readers.values():
        language = people.language_for(chat, person, None, default=manner.language)
        card = notice_cards.missed(await _numbers(session, by_reader[person.id]), language)
        key = f"meetings-missed:{person.id}:{manner.day(at)}"
        if await outbox.add(session, Outgoing(key, chat.id, card.payload()), at=at):
            _done_with(by_reader[person.id])
    await session.flush()


def _done_with(moments: Sequence[MeetingMoment]) -> None:
    for moment in moments:
        moment.missed_at = None


async def _unreported(session: AsyncSession) -> dict[int | None, list[MeetingMoment]]:
    rows = await session.execute(
        select(MeetingMoment, Meeting.planner_id)
        .join(Meeting, Meeting.id == MeetingMoment.meeting_id)
        .where(MeetingMoment.missed_at.is_not(None))
        .order_by(MeetingMoment.id)
        .with_for_update(of=MeetingMoment)
    )
    found: dict[int | None, list[MeetingMoment]] = defaultdict(list)
    for moment, planner_id in rows:
        found[planner_id].append(moment)
    return found


async def _numbers(session: AsyncSession, moments: Sequence[MeetingMoment]) -> list[tuple[Meeting, int]]:
    """The meetings in order of time, each with the most chats that missed one of its words."""
    missed: dict[int, int] = defaultdict(int)
    for moment in moments:
        missed[moment.meeting_id] = max(missed[moment.meeting_id], moment.missed)
    rows = await session.scalars(
        select(Meeting).where(Meeting.id.in_(list(missed))).order_by(Meeting.starts_at, Meeting.id)
    )
    return [(meeting, missed[meeting.id]) for meeting in rows]
