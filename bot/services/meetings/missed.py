"""A planner hears of which meetings nothing could be said in time; one message a day at most."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.services import people
from bot.services.collectives import collectives
from bot.services.meetings import notice_cards
from bot.services.meetings.manner import Manner
from models import Meeting, MeetingMoment, Person


async def report(session: AsyncSession, manner: Manner, *, at: datetime) -> None:
    """Tell each planner what came too late since they were last told, but not in the quiet hours."""
    if manner.quiet.until(at) is not None:
        return
    for planner_id, moments in (await _unreported(session)).items():
        planner = await session.get(Person, planner_id) if planner_id is not None else None
        chat = await collectives.private_chat(session, planner) if planner is not None else None
        if planner is None or chat is None or not manner.roles.is_coordinator(planner.telegram_id):
            is_done = True
        else:
            language = people.language_for(chat, planner, None, default=manner.language)
            card = notice_cards.missed(await _numbers(session, moments), language)
            key = f"meetings-missed:{planner.id}:{manner.day(at)}"
            is_done = await outbox.add(session, Outgoing(key, chat.id, card.payload()), at=at)
        if is_done:
            for moment in moments:
                moment.missed_at = None
    await session.flush()


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
