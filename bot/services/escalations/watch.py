"""Nothing waits unseen: what the clock brings about for questions that are before staff.

Every step looks for rows that are due, does a bounded number of them, and writes each message under a key of
its own: it may run as often as anybody likes, in any number of processes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, selectinload

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services import answers, audit, dilemmas
from bot.services.collectives import collectives
from bot.services.escalations import cards, escalations, posts
from bot.services.escalations.desk import Desk
from bot.services.escalations.escalations import MOST_AT_ONCE, SILENCE, TooManyEscalationsError
from bot.services.staff import staff_chat
from bot.texts import known_language, say
from models import (
    AnswerPlace,
    Chat,
    CloseReason,
    Dilemma,
    DilemmaState,
    Direction,
    Escalation,
    EscalationState,
    MessageClass,
    OutboxMessage,
    OutboxState,
    Relayed,
    RelayState,
)

# What one step does at most at a time, so that a transaction stays short.
MOST = 20
# In working days: unclaimed, staff are called again; claimed and silent, it goes back.
CALL_AFTER = 1
RETURN_AFTER = 3
LIST_HOUR = 9

# Three working days are three days at least.
SILENT_AT_LEAST = timedelta(days=RETURN_AFTER)
# A relay that did not arrive is given up within a week.
GIVEN_UP_WITHIN = timedelta(days=9)

_ALIVE = Escalation.state != EscalationState.CLOSED
# The keys of models/escalation.py, for the database.
_SUBJECT = "escalation:" + cast(Escalation.id, String)
_TOPIC = _SUBJECT + ":topic:" + cast(Escalation.topic, String)
_CARD = _SUBJECT + ":card:" + cast(Escalation.card, String)
_COPY = "relayed:" + cast(Relayed.id, String)


async def watch(session: AsyncSession, desk: Desk, at: datetime) -> None:
    """Do everything that is due; nothing without a staff chat."""
    chat = await staff_chat(session, desk.roles)
    if chat is None:
        return
    await take_up_wishes(session, desk, at)
    await tell_undelivered(session, desk, at)
    await repair_rooms(session, desk, chat, at)
    await tell_late(session, desk, at)
    await close_silent(session, desk, at)
    if desk.days.is_working_time(at):
        await call_again(session, desk, at)
        await return_to_pool(session, desk, at)
        await list_daily(session, desk, chat, at)


async def take_up_wishes(session: AsyncSession, desk: Desk, at: datetime) -> None:
    """Put before staff what residents wished for while there was no staff chat; each of them is told."""
    # Whoever has as many before staff as can wait must not stand in the way of the others.
    has_most = (
        select(Escalation.person_id)
        .where(_ALIVE, Escalation.person_id.is_not(None))
        .group_by(Escalation.person_id)
        .having(func.count() >= MOST_AT_ONCE)
    )
    wished = await session.scalars(
        select(Dilemma.id)
        .outerjoin(Escalation, Escalation.dilemma_id == Dilemma.id)
        .where(
            Dilemma.staff_wished_at.is_not(None),
            Dilemma.person_id.is_not(None),
            Dilemma.state == DilemmaState.OPEN,
            Escalation.id.is_(None),
            Dilemma.person_id.not_in(has_most),
        )
        .order_by(Dilemma.staff_wished_at)
        .limit(MOST)
    )
    for dilemma_id in wished.all():
        dilemma = await dilemmas.load(session, dilemma_id)
        await _take_up(session, desk, dilemma, at)


async def _take_up(session: AsyncSession, desk: Desk, dilemma: Dilemma, at: datetime) -> None:
    person = dilemma.person
    if person is None:
        return
    private = await collectives.private_chat(session, person)
    # Nobody was asked where the answer should go: where fewest read along, of what can be reached.
    wants = AnswerPlace.PRIVATE if private is not None else AnswerPlace.GROUP
    of_chat = dilemma.chat.language if wants is AnswerPlace.GROUP else person.language
    language = known_language(of_chat) or desk.language
    try:
        escalation = await escalations.make(session, desk, dilemma, wants, language=language, at=at)
    except TooManyEscalationsError:
        return
    if escalation is not None:
        card = answers.staff_asked(escalation, language)
        await posts.tell_resident(session, escalation, card, name="made", at=at)


async def tell_undelivered(session: AsyncSession, desk: Desk, at: datetime) -> None:
    """Tell staff of an answer that did not arrive: the bot was blocked, or put out of the group."""
    rows = await session.scalars(
        select(Relayed)
        .join(OutboxMessage, OutboxMessage.key == _COPY)
        .where(
            Relayed.at > at - GIVEN_UP_WITHIN,
            Relayed.direction == Direction.TO_RESIDENT,
            Relayed.state == RelayState.PASSED,
            Relayed.undelivered_at.is_(None),
            OutboxMessage.state.in_((OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.CANCELLED)),
        )
        .order_by(Relayed.id)
        .limit(MOST)
    )
    for relayed in rows.all():
        relayed.undelivered_at = at
        escalation = await escalations.load(session, relayed.escalation_id)
        reached = await _can_reach(session, escalation)
        escalation.unreachable_at = None if reached else escalation.unreachable_at or at
        await posts.note(
            session,
            desk,
            escalation,
            "escalation-not-delivered" if reached else "escalation-blocked",
            name=f"undelivered:{relayed.id}",
            at=at,
        )
        await posts.redraw(session, desk, escalation, at=at)


async def repair_rooms(session: AsyncSession, desk: Desk, chat: Chat, at: datetime) -> None:
    """Make a topic and a card anew where they are gone, or where staff have moved to another chat."""
    topic, card = aliased(OutboxMessage), aliased(OutboxMessage)
    gone = and_(topic.state == OutboxState.SENT, topic.sent_message_id.is_(None))
    # Each time leaves a topic behind: what Telegram keeps refusing is tried twice more, hourly, then daily.
    is_time = or_(
        Escalation.card <= 2,
        and_(Escalation.card <= 5, card.finished_at <= at - timedelta(hours=1)),
        card.finished_at <= at - timedelta(days=1),
    )
    lost = card.state.in_((OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.CANCELLED))
    never_shown = and_(lost, is_time)
    found = await session.scalars(
        select(Escalation.id)
        .outerjoin(topic, topic.key == _TOPIC)
        .outerjoin(card, card.key == _CARD)
        .where(_ALIVE, or_(Escalation.staff_chat_id != chat.id, gone, never_shown))
        .order_by(Escalation.id)
        .limit(MOST)
    )
    if not chat.is_active:
        return
    for escalation_id in found.all():
        escalation = await escalations.load(session, escalation_id)
        escalation.staff_chat = chat
        escalation.staff_chat_id = chat.id
        await audit.record(session, at=at, actor=None, action="room-made-anew", subject=escalation.subject)
        await posts.open_room(session, desk, escalation, at=at)


async def call_again(session: AsyncSession, desk: Desk, at: datetime) -> None:
    """Call staff again for what nobody has taken in hand for a working day."""
    for escalation in await _due(
        session,
        Escalation.state == EscalationState.OPEN,
        Escalation.called_at.is_(None),
        order=Escalation.pooled_at,
    ):
        if desk.days.after(escalation.pooled_at, CALL_AFTER) > at:
            continue
        escalation.called_at = at
        await posts.note(
            session,
            desk,
            escalation,
            "escalation-call-again",
            name=f"call:{escalation.pooled_at.isoformat()}",
            at=at,
            title=escalation.title,
        )


async def return_to_pool(session: AsyncSession, desk: Desk, at: datetime) -> None:
    """Put back what somebody took in hand and then left for three working days."""
    silent = or_(
        Escalation.staff_acted_at < at - SILENT_AT_LEAST,
        Escalation.staff_acted_at.is_(None),
        # Whoever had it is forgotten: nobody has it.
        Escalation.claimed_by_id.is_(None),
    )
    for escalation in await _due(
        session, Escalation.state == EscalationState.CLAIMED, silent, order=Escalation.staff_acted_at
    ):
        since = escalation.staff_acted_at or escalation.pooled_at
        if escalation.claimed_by_id is not None and desk.days.after(since, RETURN_AFTER) > at:
            continue
        await escalations.release(session, desk, escalation, None, at=at)
        await posts.note(
            session, desk, escalation, "escalation-returned", name=f"returned:{since.isoformat()}", at=at
        )


async def tell_late(session: AsyncSession, desk: Desk, at: datetime) -> None:
    """Tell the resident once that an answer takes longer than was promised."""
    if not desk.days.is_working_time(at):
        return
    for escalation in await _due(
        session,
        Escalation.answer_before <= desk.days.today(at),
        Escalation.answered_at.is_(None),
        Escalation.late_told_at.is_(None),
        Escalation.state.in_((EscalationState.OPEN, EscalationState.CLAIMED)),
        order=Escalation.answer_before,
    ):
        escalation.late_told_at = at
        card = Card(say(escalation.language, "staff-late"))
        name = f"late:{escalation.answer_before.isoformat()}"
        await posts.tell_resident(session, escalation, card, name=name, at=at)


async def close_silent(session: AsyncSession, desk: Desk, at: datetime) -> None:
    """Close what was answered and got no word for two weeks."""
    for escalation in await _due(
        session,
        Escalation.state == EscalationState.ANSWERED,
        Escalation.answered_at < at - SILENCE,
        or_(Escalation.resident_wrote_at.is_(None), Escalation.resident_wrote_at < at - SILENCE),
        order=Escalation.answered_at,
    ):
        await escalations.close(session, desk, escalation, None, CloseReason.SILENCE, at=at)


async def list_daily(session: AsyncSession, desk: Desk, chat: Chat, at: datetime) -> None:
    """At nine on working days: what is open and since when; nothing when nothing is."""
    if desk.days.hour(at) < LIST_HOUR:
        return
    key = f"escalations:daily:{desk.days.today(at).isoformat()}"
    if await session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)) is not None:
        return
    waiting = await open_ones(session)
    if waiting:
        card = cards.open_list(waiting, desk, chat.language or desk.language, at)
        message = Outgoing(
            key=key, chat_id=chat.id, payload=card.payload(), message_class=MessageClass.NOTICE
        )
        await outbox.add(session, message, at=at)


async def open_ones(session: AsyncSession) -> list[Escalation]:
    """What staff have still to do something about, the longest waiting first."""
    rows = await session.scalars(
        select(Escalation)
        .where(
            _ALIVE,
            or_(Escalation.state != EscalationState.ANSWERED, Escalation.helped.is_(False)),
        )
        .options(selectinload(Escalation.claimed_by))
        .order_by(Escalation.made_at, Escalation.id)
    )
    return list(rows)


async def _due(
    session: AsyncSession, *conditions: ColumnElement[bool], order: object
) -> Sequence[Escalation]:
    """The first of those that may be due, each locked and whole."""
    ids = await session.scalars(select(Escalation.id).where(*conditions).order_by(order).limit(MOST))  # type: ignore[arg-type]
    return [await escalations.load(session, escalation_id) for escalation_id in ids.all()]


async def _can_reach(session: AsyncSession, escalation: Escalation) -> bool:
    chat = await posts.resident_chat(session, escalation)
    return chat is not None and chat.is_active
