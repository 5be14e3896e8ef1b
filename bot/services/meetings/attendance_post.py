"""What people who signed up are written without a press of theirs: offers of places, and the link."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, and_, cast, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services import people
from bot.services.meetings import links, rsvp_cards, store
from bot.services.meetings.daily import convenient
from bot.services.meetings.links import Due
from bot.services.meetings.manner import Manner
from bot.services.meetings.recipients import answerable
from models import (
    Chat,
    ChatKind,
    LinkMoment,
    Meeting,
    MeetingState,
    MessageClass,
    OutboxMessage,
    Person,
    Place,
    Rsvp,
    RsvpNews,
    RsvpNewsKind,
)

# So many are written in one transaction: a fraction of a second, in which nobody else can write on SQLite.
RUN = 200


async def is_news(session: AsyncSession) -> bool:
    """Whether somebody has to be told something about their place."""
    return await session.scalar(select(RsvpNews.rsvp_id).limit(1)) is not None


async def tell_news(session: AsyncSession, manner: Manner, *, at: datetime) -> int:
    """Write news about places to whom it is for; how much of it is done with."""
    rows = await session.execute(
        select(RsvpNews, Rsvp, Meeting)
        .join(Rsvp, Rsvp.id == RsvpNews.rsvp_id)
        .join(Meeting, Meeting.id == Rsvp.meeting_id)
        # What is near first: the rest may have to wait for the morning.
        .order_by(Meeting.starts_at, RsvpNews.since, RsvpNews.rsvp_id)
        .limit(RUN)
        # Of two processes each takes what the other left; whoever presses meanwhile comes before or after.
        .with_for_update(skip_locked=True, of=RsvpNews)
    )
    done = 0
    for news, rsvp, meeting in rows.all():
        if not meeting.is_planned or meeting.is_over(at):
            await session.delete(news)
        elif convenient(at, meeting.starts_at, manner.quiet) <= at:
            await _tell(session, news, rsvp, meeting, manner, at)
            await session.delete(news)
        else:
            continue
        done += 1
    await session.flush()
    return done


async def _tell(
    session: AsyncSession, news: RsvpNews, rsvp: Rsvp, meeting: Meeting, manner: Manner, at: datetime
) -> None:
    who = rsvp.person_id if rsvp.guest_name is None else rsvp.added_by_id
    reached = await _reach(session, who)
    if reached is None:
        return
    person, chat = reached
    view = manner.view(_language(chat, person, manner), at)
    if rsvp.guest_name is not None:
        card = rsvp_cards.guest_seated(meeting, rsvp.guest_name, view)
    else:
        card = rsvp_cards.news(news.kind, meeting, rsvp, view)
        if links.link_for(meeting, rsvp, at) is not None:
            await links.given(session, meeting, rsvp, at=at)
    ends = rsvp.offered_until if news.kind is RsvpNewsKind.OFFERED else meeting.ends_at
    key = f"meeting-place:{meeting.id}:{rsvp.id}:{news.kind.value}:{_stamp(news, meeting)}"
    await _write(session, key, chat, card, MessageClass.INTERACTIVE, expires_at=ends, at=at)


def _stamp(news: RsvpNews, meeting: Meeting) -> str:
    """Makes a key for each time that something is told; that a place is open, twice in the hour at most."""
    if news.kind is RsvpNewsKind.OPEN:
        return f"{meeting.starts_at.timestamp():.0f}:{int(news.since.timestamp()) // 1800}"
    return f"{news.since.timestamp():.6f}"


async def give_links(session: AsyncSession, meeting_id: int, manner: Manner, *, at: datetime) -> bool:
    """Write the link to the next of those who come and did not have it; whether there may be more."""
    # Under the lock: a change in between would take back what is written, and not find this.
    meeting = await store.locked(session, meeting_id)
    moment = None if meeting is None else links.moment_now(meeting, manner.quiet, at)
    if meeting is None or moment is None or not links.is_in_force(meeting):
        return False
    due = await links.due(session, meeting, moment, RUN)
    for one in due:
        await _give(session, meeting, moment, one, manner, at)
    return len(due) == RUN


async def _give(
    session: AsyncSession, meeting: Meeting, moment: LinkMoment, due: Due, manner: Manner, at: datetime
) -> None:
    view = manner.view(_language(due.chat, due.person, manner), at)
    card = rsvp_cards.reminder(meeting, moment, view)
    key = links.key(meeting, moment, due.rsvp_id)
    ends = links.expires_at(meeting, moment)
    await _write(session, key, due.chat, card, MessageClass.REMINDER, expires_at=ends, at=at)
    await links.note(session, meeting, due.rsvp_id, moment, at=at)


async def without_link(session: AsyncSession, *, at: datetime) -> Sequence[int]:
    """The meetings of the next day to which people come, without a link, whose planner was not told."""
    comes = exists().where(Rsvp.meeting_id == Meeting.id, Rsvp.place == Place.SEAT)
    told = exists().where(OutboxMessage.key == literal("meeting-no-link:").concat(cast(Meeting.id, String)))
    rows = await session.scalars(
        select(Meeting.id)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.link.is_(None),
            Meeting.starts_at > at,
            Meeting.starts_at <= at + links.DAY,
            comes,
            ~told,
        )
        .order_by(Meeting.id)
        .limit(RUN)
    )
    return rows.all()


async def ask_for_link(session: AsyncSession, meeting_id: int, manner: Manner, *, at: datetime) -> None:
    """Tell whoever planned a meeting that people come tomorrow, and there is no link.

    When that is no coordinator any more, or cannot be reached, all coordinators are told.
    """
    meeting = await session.get(Meeting, meeting_id)
    if meeting is None or convenient(at, meeting.starts_at, manner.quiet) > at:
        return
    number = await session.scalar(
        select(func.count()).select_from(Rsvp).where(Rsvp.meeting_id == meeting.id, Rsvp.place == Place.SEAT)
    )
    for place, (person, chat) in enumerate(await answerable(session, meeting.planner_id, manner.roles)):
        # By the key of the first it is known that somebody was told.
        key = f"meeting-no-link:{meeting.id}" + (f":{person.id}" if place else "")
        card = rsvp_cards.link_missing(meeting, number or 0, manner.view(_language(chat, person, manner), at))
        await _write(session, key, chat, card, MessageClass.INTERACTIVE, expires_at=meeting.starts_at, at=at)


async def _reach(session: AsyncSession, person_id: int | None) -> tuple[Person, Chat] | None:
    """Somebody and their private chat, when messages can be expected to arrive there."""
    found = await session.execute(
        select(Person, Chat)
        .join(Chat, and_(Chat.telegram_id == Person.telegram_id, Chat.kind == ChatKind.PRIVATE))
        .where(Person.id == person_id, Chat.inactive_since.is_(None))
    )
    row = found.first()
    return None if row is None else (row[0], row[1])


def _language(chat: Chat, person: Person, manner: Manner) -> str:
    return people.language_for(chat, person, None, default=manner.language)


async def _write(
    session: AsyncSession,
    key: str,
    chat: Chat,
    card: Card,
    message_class: MessageClass,
    *,
    expires_at: datetime | None,
    at: datetime,
) -> None:
    message = Outgoing(
        key=key,
        chat_id=chat.id,
        payload=card.payload(),
        message_class=message_class,
        expires_at=expires_at,
    )
    await outbox.add(session, message, at=at)
