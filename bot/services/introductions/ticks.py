"""What time does to introductions: reminders, asking again, expiry, looking again, and asking how it went."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Card
from bot.services.introductions import cards, follow_ups, introductions, post, steps
from bot.services.introductions.introductions import UNANSWERED
from bot.services.introductions.states import ApproachEvent
from bot.services.introductions.terms import AWAY_AT_MOST, DETAILS_KEPT, REMINDER_AFTER, Terms
from models import (
    Approach,
    Chat,
    Collective,
    CollectiveContact,
    Introduction,
    IntroductionState,
    MessageClass,
    Person,
    Via,
)
from models.introduction import OPEN

# Each tick does so many of each kind at most, the longest due first; the next tick does the rest.
PER_TICK = 50

Do = Callable[[Introduction, Approach], Awaitable[None]]


async def sweep(session: AsyncSession, at: datetime, terms: Terms) -> None:
    """Do all that is due at this instant."""
    await _leave_off(session, at, terms)
    await _expire(session, at, terms)
    await _pass_on(session, at, terms)
    await _ask_again(session, at, terms)
    await _remind(session, at, terms)
    await _look_again(session, at, terms)
    await follow_ups.ask_due(session, at=at, terms=terms)
    await _forget_details(session, at)


async def _leave_off(session: AsyncSession, at: datetime, terms: Terms) -> None:
    """End the requests of those who blocked the bot: nobody is kept waiting for somebody who left."""
    ids = await session.scalars(
        select(Introduction.id)
        .join(Introduction.person)
        .join(Chat, Chat.telegram_id == Person.telegram_id)
        .where(Introduction.state.in_(introductions.UNDER_WAY), Chat.inactive_since <= at - AWAY_AT_MOST)
        .order_by(Chat.inactive_since, Introduction.id)
        .limit(PER_TICK)
    )
    for introduction_id in ids.all():
        introduction = await steps.locked(session, introduction_id, skip=True)
        if introduction is not None and introduction.state in introductions.UNDER_WAY:
            await introductions.asker_is_away(session, introduction, at=at, terms=terms)


async def _expire(session: AsyncSession, at: datetime, terms: Terms) -> None:
    """Whoever did not answer in time is left in peace, and the next one is asked."""

    async def expire(introduction: Introduction, approach: Approach) -> None:
        await steps.free(session, introduction, approach, ApproachEvent.TIME_IS_UP, at=at, terms=terms)

    due = and_(Approach.state.in_(OPEN), Approach.expires_at <= at)
    await _each(session, due, expire)


async def _pass_on(session: AsyncSession, at: datetime, terms: Terms) -> None:
    """Ask the deputy, or else the next one, when who was asked cannot answer any more."""

    async def pass_on(introduction: Introduction, approach: Approach) -> None:
        collective = approach.collective
        may_hand_over = (
            approach.state in UNANSWERED and collective is not None and collective.is_available(at)
        )
        if may_hand_over and await steps.hand_over(session, introduction, approach, at=at, terms=terms):
            return
        await steps.free(session, introduction, approach, ApproachEvent.UNREACHABLE, at=at, terms=terms)

    await _each(session, _cannot_answer(at), pass_on)


def _cannot_answer(at: datetime) -> ColumnElement[bool]:
    """Removed, paused, no longer the one who speaks for the collective, or the bot was blocked."""
    collective = exists().where(
        Collective.id == Approach.collective_id,
        or_(
            Collective.removed_at.is_not(None),
            # A pause does not take back a yes.
            and_(
                Approach.state.in_(UNANSWERED),
                or_(Collective.is_paused, Collective.paused_until > at),
            ),
        ),
    )
    speaks = exists().where(
        CollectiveContact.collective_id == Approach.collective_id,
        CollectiveContact.person_id == Approach.person_id,
    )
    blocked = exists().where(
        Person.id == Approach.person_id,
        Chat.telegram_id == Person.telegram_id,
        Chat.inactive_since.is_not(None),
    )
    return and_(
        Approach.state.in_(OPEN),
        Approach.collective_id.is_not(None),
        or_(collective, and_(Approach.via == Via.TELEGRAM, or_(~speaks, blocked))),
    )


async def _ask_again(session: AsyncSession, at: datetime, terms: Terms) -> None:
    """Who said "later" is asked again."""

    async def ask(introduction: Introduction, approach: Approach) -> None:
        approach.later_until, approach.reminded_at = None, at
        await post.ask_peer(session, introduction, approach, at=at, terms=terms)

    due = and_(Approach.state.in_(UNANSWERED), Approach.later_until <= at, Approach.expires_at > at)
    await _each(session, due, ask)


async def _remind(session: AsyncSession, at: datetime, terms: Terms) -> None:
    """Whoever's yes or no is still missing is reminded once."""

    async def remind(introduction: Introduction, approach: Approach) -> None:
        approach.reminded_at = at
        if approach.asker_agreed_at is None:
            card = cards.asker_reminder(introduction, approach, introduction.language)
            await _send_reminder(session, introduction.person, card, f"approach:{approach.id}:asker", at)
        if approach.state not in UNANSWERED:
            return
        if approach.via is Via.STAFF:
            card = cards.staff_over(introduction, terms.default_language, key="introduction-staff-reminder")
            key = f"approach:{approach.id}:reminder"
            await post.tell_staff(session, card, key=key, at=at, terms=terms)
            return
        language = post.language_of(approach.person, terms)
        about = await post.about(session, introduction, approach, language)
        card = cards.reminder(approach, about, language)
        key = f"approach:{approach.id}:{approach.person_id}"
        await _send_reminder(session, approach.person, card, key, at)

    due = and_(
        Approach.state.in_(OPEN),
        Approach.reminded_at.is_(None),
        Approach.later_until.is_(None),
        Approach.asked_at <= at - REMINDER_AFTER,
        Approach.expires_at > at,
    )
    await _each(session, due, remind)


async def _send_reminder(
    session: AsyncSession, person: Person | None, card: Card, key: str, at: datetime
) -> None:
    await post.tell(session, person, card, key=f"{key}:reminder", at=at, message_class=MessageClass.REMINDER)


async def _look_again(session: AsyncSession, at: datetime, terms: Terms) -> None:
    """Look for somebody for the requests that wait for room."""
    ids = await session.scalars(
        select(Introduction.id)
        .where(Introduction.state == IntroductionState.LOOKING, Introduction.look_at <= at)
        .order_by(Introduction.look_at, Introduction.waiting_since, Introduction.id)
        .limit(PER_TICK)
        .with_for_update(skip_locked=True)
    )
    for introduction_id in ids.all():
        introduction = await steps.locked(session, introduction_id)
        if introduction is not None and introduction.state is IntroductionState.LOOKING:
            await steps.look(session, introduction, at=at, terms=terms)


async def _forget_details(session: AsyncSession, at: datetime) -> None:
    """Empty the names and numbers of introductions that were made long ago."""
    old = and_(Introduction.ended_at <= at - DETAILS_KEPT, Introduction.name != "")
    ids = (await session.scalars(select(Introduction.id).where(old).limit(PER_TICK))).all()
    if not ids:
        return
    nothing = {"name": "", "reach": None, "reach_value": ""}
    await session.execute(
        update(Introduction)
        .where(Introduction.id.in_(ids))
        .values(**nothing, text="", collective_name="")
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Approach)
        .where(Approach.introduction_id.in_(ids))
        .values(**nothing)
        .execution_options(synchronize_session=False)
    )


async def _each(session: AsyncSession, due: ColumnElement[bool], do: Do) -> None:
    """Do something with each open approach for which `due` holds, when it still does under the lock."""
    for introduction_id in await _some(session, due):
        introduction = await steps.locked(session, introduction_id, skip=True)
        approach = introduction.open_approach if introduction is not None else None
        if introduction is None or approach is None:
            continue
        # Somebody may have answered between the look and the lock.
        still = await session.scalar(select(Approach.id).where(Approach.id == approach.id, due))
        if still is not None:
            await do(introduction, approach)


async def _some(session: AsyncSession, due: ColumnElement[bool]) -> Sequence[int]:
    rows = await session.scalars(
        select(Approach.introduction_id).where(due).order_by(Approach.expires_at, Approach.id).limit(PER_TICK)
    )
    return rows.all()
