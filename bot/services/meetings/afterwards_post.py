"""What leaves after a meeting: the card of the planner, and questions to who signed up, some at a time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services.collectives import collectives
from bot.services.meetings import afterwards, afterwards_cards, notes, store
from bot.services.meetings.manner import Manner
from bot.texts import known_language
from models import (
    Chat,
    ChatKind,
    Meeting,
    MeetingAfterwards,
    MeetingFeedback,
    MessageClass,
    OutboxMessage,
    OutboxState,
    Person,
    Place,
    Rsvp,
)

# People in one transaction, in which nobody else can write on SQLite.
PEOPLE = 200


async def open_card(session: AsyncSession, meeting_id: int, manner: Manner, *, at: datetime) -> None:
    """Begin to look back on a meeting, and ask its planner how it was."""
    meeting = await store.locked(session, meeting_id)
    looking_back = None if meeting is None else await afterwards.begin(session, meeting, at=at)
    if meeting is None or looking_back is None:
        return
    planner = await _planner(session, meeting, manner)
    chat = await collectives.private_chat(session, planner) if planner is not None else None
    if planner is None or chat is None:
        return
    card = await planner_card(session, meeting, looking_back, _language(planner, manner))
    await _post(session, chat.id, card, card_key(meeting_id), at)


async def planner_card(
    session: AsyncSession, meeting: Meeting, looking_back: MeetingAfterwards, language: str
) -> Card:
    """The card of the planner as it stands."""
    turnout = await afterwards.turnout(session, meeting.id)
    if turnout is None:
        raise LookupError("This session was not looked back on")
    note = await notes.of(session, meeting.id)
    return afterwards_cards.for_planner(meeting, looking_back, turnout, note, language)


async def redraw(session: AsyncSession, meeting: Meeting, manner: Manner, *, name: str, at: datetime) -> None:
    """Draw the planner's card anew; `name` makes the outbox key. What waits to be drawn is not drawn."""
    planner = await _planner(session, meeting, manner)
    looking_back = await afterwards.locked(session, meeting.id)
    chat = await collectives.private_chat(session, planner) if planner is not None else None
    target = card_key(meeting.id)
    there = await session.scalar(select(exists().where(OutboxMessage.key == target)))
    if planner is None or looking_back is None or chat is None or not there:
        return
    await session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.target_key == target,
            OutboxMessage.chat_id == chat.id,
            OutboxMessage.state == OutboxState.QUEUED,
        )
        .values(state=OutboxState.CANCELLED, finished_at=at, error="drawn anew since")
        .execution_options(synchronize_session=False)
    )
    card = await planner_card(session, meeting, looking_back, _language(planner, manner))
    message = Outgoing(
        key=f"{target}:{name}",
        chat_id=chat.id,
        method="editMessageText",
        payload=card.replacement(),
        target_key=target,
    )
    await outbox.add(session, message, at=at)


async def unasked(session: AsyncSession, *, most: int) -> Sequence[int]:
    """The meetings of which not all who signed up were asked whether they were there."""
    rows = await session.scalars(
        select(MeetingAfterwards.meeting_id)
        .where(MeetingAfterwards.asked_at.is_(None))
        .order_by(MeetingAfterwards.opened_at, MeetingAfterwards.meeting_id)
        .limit(most)
    )
    return rows.all()


async def ask_who_was_there(session: AsyncSession, meeting_id: int, manner: Manner, *, at: datetime) -> bool:
    """Ask the next of those who signed up; whether there are more."""
    looking_back = await afterwards.locked(session, meeting_id)
    meeting = await session.get(Meeting, meeting_id)
    if looking_back is None or meeting is None or looking_back.asked_at is not None:
        return False
    chosen = _people(meeting_id, looking_back.asked_cursor).where(
        Rsvp.place == Place.SEAT, Rsvp.attended.is_(None)
    )
    rows = (await session.execute(chosen)).all()
    for rsvp, person, chat in rows:
        card = afterwards_cards.were_you_there(meeting, _language(person, manner))
        await _post(session, chat.id, card, f"meeting-after:{meeting_id}:there:{person.id}", at)
        looking_back.asked_cursor = rsvp.id
    if len(rows) < PEOPLE:
        looking_back.asked_at = at
    return len(rows) == PEOPLE


async def unasked_for_help(session: AsyncSession, *, at: datetime, most: int) -> Sequence[int]:
    """The meetings of which it is time to ask whether they helped."""
    rows = await session.scalars(
        select(MeetingAfterwards.meeting_id)
        .where(MeetingAfterwards.helped_at.is_(None), MeetingAfterwards.helped_due_at <= at)
        .order_by(MeetingAfterwards.helped_due_at, MeetingAfterwards.meeting_id)
        .limit(most)
    )
    return rows.all()


async def ask_whether_it_helped(
    session: AsyncSession, meeting_id: int, manner: Manner, *, at: datetime
) -> bool:
    """Ask the next of those who were there; whether there are more."""
    looking_back = await afterwards.locked(session, meeting_id)
    meeting = await session.get(Meeting, meeting_id)
    if looking_back is None or meeting is None or looking_back.helped_at is not None:
        return False
    answered = exists().where(
        MeetingFeedback.meeting_id == meeting_id, MeetingFeedback.person_id == Rsvp.person_id
    )
    chosen = (
        _people(meeting_id, looking_back.helped_cursor)
        .join(MeetingAfterwards, MeetingAfterwards.meeting_id == Rsvp.meeting_id)
        .where(afterwards.was_there(), ~answered)
    )
    rows = (await session.execute(chosen)).all()
    for rsvp, person, chat in rows:
        card = afterwards_cards.did_it_help(meeting, _language(person, manner))
        await _post(session, chat.id, card, f"meeting-after:{meeting_id}:helped:{person.id}", at)
        looking_back.helped_cursor = rsvp.id
    if len(rows) < PEOPLE:
        looking_back.helped_at = at
    return len(rows) == PEOPLE


async def not_summed_up(session: AsyncSession, *, at: datetime, most: int) -> Sequence[int]:
    """The meetings of which the planner can be told what people said."""
    rows = await session.scalars(
        select(MeetingAfterwards.meeting_id)
        .join(Meeting, Meeting.id == MeetingAfterwards.meeting_id)
        .where(
            MeetingAfterwards.summed_up_at.is_(None),
            MeetingAfterwards.helped_at.is_not(None),
            Meeting.ends_at <= at - afterwards.SUMMED_UP,
        )
        .order_by(MeetingAfterwards.meeting_id)
        .limit(most)
    )
    return rows.all()


async def sum_up(session: AsyncSession, meeting_id: int, manner: Manner, *, at: datetime) -> None:
    """Tell the planner what people said, if anybody said anything."""
    looking_back = await afterwards.locked(session, meeting_id)
    meeting = await session.get(Meeting, meeting_id)
    if looking_back is None or meeting is None or looking_back.summed_up_at is not None:
        return
    looking_back.summed_up_at = at
    turnout = await afterwards.turnout(session, meeting_id)
    planner = await _planner(session, meeting, manner)
    chat = await collectives.private_chat(session, planner) if planner is not None else None
    if turnout is None or planner is None or chat is None:
        return
    if turnout.answers or turnout.said_yes:
        card = afterwards_cards.summary(meeting, turnout, _language(planner, manner))
        await _post(session, chat.id, card, f"meeting-after:{meeting_id}:summary", at)
    await redraw(session, meeting, manner, name="summed-up", at=at)


def card_key(meeting_id: int) -> str:
    """The outbox key of the planner's card."""
    return f"meeting-after:{meeting_id}:card"


def _people(meeting_id: int, after: int) -> Select[Rsvp, Person, Chat]:
    """The next of those who answered about a meeting and have a private chat with the bot."""
    return (
        select(Rsvp, Person, Chat)
        .join(Person, Person.id == Rsvp.person_id)
        .join(
            Chat,
            and_(
                Chat.telegram_id == Person.telegram_id,
                Chat.kind == ChatKind.PRIVATE,
                Chat.inactive_since.is_(None),
            ),
        )
        .where(Rsvp.meeting_id == meeting_id, Rsvp.id > after)
        .order_by(Rsvp.id)
        .limit(PEOPLE)
    )


async def _planner(session: AsyncSession, meeting: Meeting, manner: Manner) -> Person | None:
    """Who planned it, if that person still is a coordinator."""
    person = await session.get(Person, meeting.planner_id) if meeting.planner_id is not None else None
    is_one = person is not None and manner.roles.is_coordinator(person.telegram_id)
    return person if is_one else None


def _language(person: Person, manner: Manner) -> str:
    return known_language(person.language) or manner.language


async def _post(session: AsyncSession, chat_id: int, card: Card, key: str, at: datetime) -> bool:
    message = Outgoing(key=key, chat_id=chat_id, payload=card.payload(), message_class=MessageClass.NOTICE)
    return await outbox.add(session, message, at=at)
