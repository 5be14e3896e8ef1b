"""A coordinator chooses anew what a planned session is about, or who it is for: by buttons or in words."""

from telegram import Update

from bot.services import conversations
from bot.services.meetings import plan_answers, plan_known, planned_choices
from bot.services.meetings.plan import Plan
from bot.services.meetings.plan_answers import Here
from bot.services.meetings.plan_fields import UnfitWordsError
from bot.services.meetings.plan_questions import Field
from bot.services.meetings.planned_choices import LISTS, Choosing
from handlers.meetings.planned_session import KIND, Held, change, listen, redraw, show
from handlers.turn import Pressed
from models import Conversation, MeetingAudience


async def ask(
    held: Held,
    field: Field,
    version: int,
    *,
    chosen: Plan | None = None,
    page: int = 1,
    fault: UnfitWordsError | None = None,
) -> None:
    """Ask for a theme or an audience; `chosen` is what a list says so far, by default what is."""
    plan = chosen if chosen is not None else planned_choices.plan_of(held.meeting)
    await listen(held, field, version, audience=plan.audience.value, values=list(plan.audience_values))
    choosing = Choosing(
        held.meeting.id,
        plan,
        held.party.language,
        await plan_known.known(held.context.session),
        page=page,
        fault=fault,
    )
    await redraw(held, planned_choices.question(field, choosing))


async def go_on(held: Held, conversation: Conversation) -> None:
    """Ask again what was asked when something else came between."""
    field, chosen, version = _asked(held, conversation)
    await ask(held, field, version, chosen=chosen)


async def on_words(held: Held, conversation: Conversation, words: str, here: Here) -> None:
    """A theme, a place, a collective or "iedereen", as it was written."""
    field, chosen, version = _asked(held, conversation)
    # Who names a place instead of pressing a button means that place and no other.
    base = plan_answers.changed(chosen, audience_values=()) if field is Field.AUDIENCE else chosen
    try:
        named = plan_answers.answered(field, words, base, here)
    except UnfitWordsError as fault:
        await ask(held, field, version, chosen=chosen, fault=fault)
        return
    if field in LISTS.values():
        await ask(held, field, version, chosen=named)
    else:
        await _put(held, named, version)


async def on_answer(update: Update, held: Held, pressed: Pressed) -> None:
    """A press on a theme, on who it is for, or on something of a list."""
    conversation = await _conversation(held)
    if conversation is None:
        _outdated(update, held)
        return
    field, before, version = _asked(held, conversation)
    known = await plan_known.known(held.context.session)
    chosen = plan_answers.pressed(field, pressed.data[3] or "", before, known, ())
    if chosen is None:
        _outdated(update, held)
    elif field is Field.AUDIENCE and chosen.audience in LISTS:
        await ask(held, LISTS[chosen.audience], version, chosen=chosen)
    elif field in LISTS.values():
        await ask(held, field, version, chosen=chosen)
    elif planned_choices.is_complete(chosen):
        await _put(held, chosen, version)
    else:
        _outdated(update, held)


async def on_page(update: Update, held: Held, pressed: Pressed) -> None:
    """Another page of choices."""
    conversation = await _conversation(held)
    if conversation is None or conversation.step != pressed.data[3]:
        _outdated(update, held)
        return
    field, chosen, version = _asked(held, conversation)
    await ask(held, field, version, chosen=chosen, page=int(pressed.data[4] or 1))


async def on_ready(update: Update, held: Held, _pressed: Pressed) -> None:
    """A list says all."""
    conversation = await _conversation(held)
    if conversation is None:
        _outdated(update, held)
        return
    field, chosen, version = _asked(held, conversation)
    if field not in LISTS.values():
        _outdated(update, held)
    elif planned_choices.is_complete(chosen):
        await _put(held, chosen, version)
    else:
        held.context.toast(update, held.party.language, "toast-planned-choose")


async def _put(held: Held, chosen: Plan, version: int) -> None:
    fields = planned_choices.differing(chosen, held.meeting)
    if fields or version != held.meeting.version:
        await change(held, fields, version)
        return
    await conversations.end(held.context.session, held.person, KIND)
    await show(held)


async def _conversation(held: Held) -> Conversation | None:
    """The conversation in which a choice for this session is open."""
    session, at = held.context.session, held.context.now
    present = await conversations.current(session, held.person, at=at)
    is_this = (
        present is not None
        and present.kind == KIND
        and present.data.get("meeting") == held.meeting.id
        and present.step in list(planned_choices.CHOSEN)
    )
    return present if is_this else None


def _asked(held: Held, conversation: Conversation) -> tuple[Field, Plan, int]:
    """What was asked, what is chosen so far, and the version of the session that was looked at."""
    data, plan = conversation.data, planned_choices.plan_of(held.meeting)
    chosen = plan_answers.changed(
        plan,
        audience=MeetingAudience(data.get("audience", plan.audience)),
        audience_values=tuple(data.get("values", plan.audience_values)),
    )
    return Field(conversation.step), chosen, int(data["version"])


def _outdated(update: Update, held: Held) -> None:
    held.context.toast(update, held.party.language, "toast-outdated-plan")
