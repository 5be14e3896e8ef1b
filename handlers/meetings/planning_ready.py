"""A plan that is announced: it becomes sessions, and staff are called for an expert and say who is found."""

import re
from collections.abc import Sequence

from sqlalchemy import exists, select
from telegram import Update

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services import audit, conversations, people, staff
from bot.services.collectives import collectives
from bot.services.in_words.dates import Doubt
from bot.services.in_words.repeats import Schedule
from bot.services.meetings import plan, plan_cards, plan_known, proposals, store
from bot.services.meetings.cards import View
from bot.services.meetings.plan import Problem, UnfinishedPlanError
from bot.services.meetings.plan_questions import Field
from handlers.meetings.planning_draft import KIND, Mine, ask, next_step
from handlers.turn import Context
from models import AuditEntry, Chat, Meeting, MessageClass, OutboxMessage, Person

_FOUND = "session-expert-found"
EXPERT_PRESS = re.compile(r"^px:(\d{1,15})$")


async def expert_fields(context: Context) -> Sequence[str]:
    """The fields of the experts on the list of staff."""
    return await plan_known.expert_fields(context.session)


async def announce(update: Update, mine: Mine) -> None:
    """Make the sessions of a draft, which goes; or ask what became wrong with it since it was looked at."""
    context, person = mine.context, mine.person
    services = context.turn.services
    try:
        meetings = await plan.announce(context.session, mine.plan, person, services.zone, at=context.now)
    except UnfinishedPlanError as unfinished:
        await _ask_again(update, mine, unfinished)
        return
    await proposals.announced(context.session, mine.draft, meetings)
    await context.session.delete(mine.draft)
    await conversations.end(context.session, person, KIND)
    for meeting in meetings:
        await audit.record(
            context.session,
            at=context.now,
            actor=person,
            action="session-planned",
            subject=_subject(meeting),
        )
    if meetings[0].expert:
        await call_for_expert(context, meetings[0])
    number = await plan_known.number_of_chats(context.session, meetings[0], services.roles)
    view = View(mine.party.language, context.now, context.bot_name, services.web)
    if mine.below is not None:
        await context.redraw(mine.party, plan_cards.announced(meetings, number, view), mine.below)


async def _ask_again(update: Update, mine: Mine, unfinished: UnfinishedPlanError) -> None:
    if Problem.PAST in unfinished.why:
        await ask(mine, Field.WHEN, when=Schedule(doubt=Doubt.PAST))
    elif Problem.TOO_FAR in unfinished.why:
        await ask(mine, Field.WHEN, when=Schedule(doubt=Doubt.TOO_FAR))
    else:
        mine.context.toast(update, mine.party.language, "toast-plan-unfinished")
        await next_step(mine)


async def call_for_expert(context: Context, meeting: Meeting) -> None:
    """Tell staff which expert a session needs; once."""
    there = await staff.staff_chat(context.session, context.turn.services.roles)
    if there is not None:
        card = plan_cards.expert_call(meeting, _language(context, there))
        await _add(context, there, card, key=_call_key(meeting))


async def redraw_call(context: Context, meeting: Meeting) -> None:
    """Let the card of staff say how it is now, after a session was moved, cancelled or put back."""
    there = await staff.staff_chat(context.session, context.turn.services.roles)
    if there is None or meeting.expert is None or not await _is_called(context, meeting):
        return
    language = _language(context, there)
    is_open = meeting.is_planned and not await _is_found(context, meeting)
    card = plan_cards.expert_call(meeting, language) if is_open else plan_cards.expert_done(meeting, language)
    await context.revise(there.id, card, target_key=_call_key(meeting))


async def on_expert(update: Update, context: Context) -> None:
    """Staff say that an expert was found: the coordinator hears it, once."""
    pressed = await context.pressed(update, EXPERT_PRESS)
    if pressed is None:
        return
    party, person = pressed.party, pressed.person
    roles = context.turn.services.roles
    if not await staff.acts_as_staff(context.session, roles, person.telegram_id, party.chat.telegram_id):
        context.toast(update, party.language, "toast-outdated")
        return
    meeting = await store.locked(context.session, int(pressed.data[1]))
    if meeting is None or meeting.expert is None or not meeting.is_planned:
        context.toast(update, party.language, "toast-plan-expert-off")
        return
    if not await _is_found(context, meeting):
        await _tell_planner(context, meeting)
        await audit.record(
            context.session,
            at=context.now,
            actor=person,
            action=_FOUND,
            subject=_subject(meeting),
        )
    await context.redraw(party, plan_cards.expert_done(meeting, party.language), pressed.message_id)


async def _tell_planner(context: Context, meeting: Meeting) -> None:
    """Tell who planned it that an expert was found."""
    planner = (
        await context.session.get(Person, meeting.planner_id) if meeting.planner_id is not None else None
    )
    chat = await collectives.private_chat(context.session, planner) if planner is not None else None
    if planner is None or chat is None:
        return
    default = context.turn.services.default_language
    language = people.language_for(chat, planner, None, default=default)
    card = plan_cards.expert_found(meeting, language)
    await _add(context, chat, card, key=f"{_call_key(meeting)}:found")


async def _add(context: Context, chat: Chat, card: Card, *, key: str) -> None:
    message = Outgoing(key=key, chat_id=chat.id, payload=card.payload(), message_class=MessageClass.RELAY)
    await outbox.add(context.session, message, at=context.now)


async def _is_called(context: Context, meeting: Meeting) -> bool:
    key = _call_key(meeting)
    return bool(await context.session.scalar(select(exists().where(OutboxMessage.key == key))))


async def _is_found(context: Context, meeting: Meeting) -> bool:
    # Messages that were sent are forgotten after a while; the trail is not.
    found = exists().where(AuditEntry.action == _FOUND, AuditEntry.subject == _subject(meeting))
    return bool(await context.session.scalar(select(found)))


def _subject(meeting: Meeting) -> str:
    return f"session:{meeting.id}"


def _call_key(meeting: Meeting) -> str:
    return f"meeting-expert:{meeting.id}"


def _language(context: Context, there: Chat) -> str:
    return there.language or context.turn.services.desk.language
