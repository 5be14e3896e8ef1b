"""Guests without Telegram cannot be written to: who signed them up hears of a change, and passes it on."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.services import people
from bot.services.meetings import notice_cards
from bot.services.meetings.manner import Manner
from bot.services.meetings.notice_cards import News
from bot.services.meetings.recipients import coordinators
from models import Rsvp


async def tell(session: AsyncSession, news: News, manner: Manner, *, at: datetime) -> None:
    """Tell the coordinators who signed up guests for a meeting what changed.

    Of guests of who is no coordinator any more, or cannot be reached, all coordinators are told.
    """
    by_adder = await _guests(session, news)
    if not by_adder:
        return
    there = await coordinators(session, manner.roles)
    orphans = sum((by_adder - Counter({person.id: by_adder[person.id] for person, _ in there})).values())
    for person, chat in there:
        number = by_adder[person.id] + orphans
        if number:
            language = people.language_for(chat, person, None, default=manner.language)
            card = notice_cards.for_guests(news, number, manner.view(language, at))
            key = f"meeting-guests:{news.meeting.id}:{news.meeting.version}:{person.id}"
            await outbox.add(session, Outgoing(key, chat.id, card.payload()), at=at)


async def _guests(session: AsyncSession, news: News) -> Counter[int]:
    """How many guests a meeting has, by who signed them up; 0 for who was forgotten."""
    adder = func.coalesce(Rsvp.added_by_id, 0).label("adder")
    rows = await session.execute(
        select(adder, func.count().label("number"))
        .where(Rsvp.meeting_id == news.meeting.id, Rsvp.guest_name.is_not(None))
        .group_by(adder)
    )
    return Counter({row.adder: row.number for row in rows})
