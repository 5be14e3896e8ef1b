"""Sessions that are planned, in the hands of coordinators: looked at, changed, moved, cancelled, put back."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Message, Update

from bot.services import conversations
from bot.services.in_words.repeats import Schedule
from bot.services.meetings import changes, plan_answers, plan_fields, planned, planned_cards, store
from bot.services.meetings.moved import moved_to
from bot.services.meetings.plan import DESCRIPTION, HOST, TITLE
from bot.services.meetings.plan_fields import UnfitWordsError
from bot.services.meetings.plan_known import marked
from bot.services.meetings.plan_questions import Field
from bot.services.meetings.planned_choices import CHOSEN
from bot.texts import say
from handlers.meetings import planned_choices, planning_ready
from handlers.meetings.planned_session import (
    KIND,
    Held,
    change,
    is_old,
    listen,
    otherwise,
    redraw,
    show,
    show_changed,
    standing,
)
from handlers.meetings.planning_draft import here, is_coordinator
from handlers.turn import Context, Party, Pressed
from models import Conversation, Meeting

PRESS = re.compile(r"^pe:(\d{1,15})(?::([a-z])(?::([a-z0-9]{1,15}))?(?::(\d{1,9}))?)?$")


async def on_press(update: Update, context: Context) -> None:
    """A button under a session that is planned; all coordinators may change all of them."""
    pressed = await context.pressed(update, PRESS, private=True)
    if pressed is None:
        return
    if not is_coordinator(context, pressed.party):
        context.toast(update, pressed.party.language, "toast-plan-coordinators")
        return
    meeting = await store.locked(context.session, int(pressed.data[1]))
    act = _VERBS.get(pressed.data[2] or "")
    if meeting is None or act is None:
        context.toast(update, pressed.party.language, "toast-outdated-plan")
        return
    await act(update, Held(context, pressed.party, pressed.person, meeting, pressed.message_id), pressed)


async def on_step(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """What a coordinator writes for a part of a session that they change."""
    person, words = party.person, message.text or message.caption or ""
    if person is None or not is_coordinator(context, party):
        if person is not None:
            await conversations.end(context.session, person, KIND)
        await context.say(party, "plan-only-coordinators")
        return
    meeting = await store.locked(context.session, int(conversation.data["meeting"]))
    if meeting is None:
        await conversations.end(context.session, person, KIND)
        await context.say(party, "toast-outdated-plan")
        return
    held, field = Held(context, party, person, meeting), Field(conversation.step)
    version = int(conversation.data["version"])
    if field is Field.WHEN:
        at = await here(context, party.language, message)
        when = moved_to(words, str(conversation.data.get("told", "")), meeting.local_start, at)
        await _on_time(held, when, version)
        return
    if field in CHOSEN:
        there = await here(context, party.language, message)
        await planned_choices.on_words(held, conversation, words, there)
        return
    try:
        value = _value(field, words)
    except UnfitWordsError as fault:
        head = say(party.language, f"plan-fault-{fault.why.value}", most=fault.most)
        await context.reply(party, planned_cards.question(meeting, field, party.language, head=head))
        return
    await change(held, {planned_cards.COLUMNS[field]: value}, version)


async def again(context: Context, party: Party, conversation: Conversation) -> None:
    """Go on with a change after something else came between."""
    meeting = await store.locked(context.session, int(conversation.data["meeting"]))
    if meeting is None or not is_coordinator(context, party):
        await context.say(party, "plan-only-coordinators" if meeting is not None else "toast-outdated-plan")
        return
    if party.person is not None and conversation.step in list(CHOSEN):
        await planned_choices.go_on(Held(context, party, party.person, meeting), conversation)
        return
    card = planned_cards.question(meeting, Field(conversation.step), party.language)
    await context.reply(party, card)


def _value(field: Field, words: str) -> Any:
    match field:
        case Field.TITLE:
            return plan_fields.line(words, TITLE)
        case Field.HOST:
            return plan_fields.line(words, HOST)
        case Field.LINK:
            return plan_fields.link(words)
        case Field.PLACES:
            return plan_fields.places(words)
        case Field.MINUTES:
            return plan_fields.minutes(words)
        case _:
            return plan_fields.text(words, DESCRIPTION)


async def _on_time(held: Held, when: Schedule, version: int) -> None:
    """A new time as far as it was understood: one moment, still to come."""
    context, language = held.context, held.party.language
    when = plan_answers.within_reach(when, context.turn.services.zone, at=context.now)
    if when.doubt is None and len(when.starts) == 1:
        fields: dict[str, Any] = {"local_start": when.starts[0]}
        if when.minutes:
            fields["minutes"] = when.minutes
        await change(held, fields, version)
        return
    await listen(held, Field.WHEN, version, told=when.known, choices=when.choices)
    await redraw(held, planned_cards.question_when(held.meeting, when, when.choices, language))


async def _open(_update: Update, held: Held, _pressed: Pressed) -> None:
    await conversations.end(held.context.session, held.person, KIND)
    await show(held)


async def _edit(update: Update, held: Held, pressed: Pressed) -> None:
    name, version = pressed.data[3] or "", pressed.data[4] or ""
    if name not in list(planned_cards.FIELDS):
        held.context.toast(update, held.party.language, "toast-outdated-plan")
        return
    if await is_old(held, version):
        return
    field = Field(name)
    if field in CHOSEN:
        await planned_choices.ask(held, field, held.meeting.version)
        return
    await listen(held, field, held.meeting.version)
    card = planned_cards.question(held.meeting, field, held.party.language)
    await held.context.redraw(held.party, card, pressed.message_id)


async def _clear(update: Update, held: Held, pressed: Pressed) -> None:
    name, version = pressed.data[3] or "", pressed.data[4] or ""
    if name not in list(planned_cards.NOTHING):
        held.context.toast(update, held.party.language, "toast-outdated-plan")
        return
    field = Field(name)
    await change(held, {field.value: planned_cards.NOTHING[field]}, int(version or 0))


async def _choose_time(update: Update, held: Held, pressed: Pressed) -> None:
    """A press on one of the moments that were meant."""
    context = held.context
    present = await conversations.current(context.session, held.person, at=context.now)
    data = present.data if present is not None and present.kind == KIND else {}
    words = marked((one[0] for one in data.get("choices", [])), pressed.data[3] or "")
    if words is None or data.get("meeting") != held.meeting.id:
        context.toast(update, held.party.language, "toast-outdated-plan")
        return
    at = await here(context, held.party.language)
    await _on_time(held, at.read(words), int(data["version"]))


async def _ask_cancel(_update: Update, held: Held, pressed: Pressed) -> None:
    if await is_old(held, pressed.data[3] or ""):
        return
    stands = await standing(held)
    series = await planned.told(held.context.session, [held.meeting, *stands.later])
    card = planned_cards.sure_to_cancel(stands, series, held.party.language)
    await held.context.redraw(held.party, card, pressed.message_id)


async def _cancel(_update: Update, held: Held, pressed: Pressed) -> None:
    context, version = held.context, _number(pressed.data[3])
    done = await changes.cancel(
        context.session, held.meeting, version=version, by=held.person, at=context.now
    )
    await _after_cancel(held, int(done))


async def _cancel_series(_update: Update, held: Held, pressed: Pressed) -> None:
    context, version = held.context, _number(pressed.data[3])
    count = await planned.cancel_series(
        context.session, held.meeting, version=version, by=held.person, at=context.now
    )
    for other in await _others(held):
        await planning_ready.redraw_call(context, other)
    await _after_cancel(held, count)


async def _after_cancel(held: Held, count: int) -> None:
    if not count:
        await show(held, otherwise(held))
        return
    await planning_ready.redraw_call(held.context, held.meeting)
    await show_changed(held, frozenset({"state"}), others=count - 1)


async def _others(held: Held) -> list[Meeting]:
    number = held.meeting.series_id
    rows = await store.of_series(held.context.session, number) if number is not None else []
    return [one for one in rows if one.id != held.meeting.id]


async def _undo(update: Update, held: Held, pressed: Pressed) -> None:
    context, language = held.context, held.party.language
    count = await planned.undo(
        context.session, held.meeting, change_id=_number(pressed.data[3]), by=held.person, at=context.now
    )
    if not count:
        context.toast(update, language, "toast-planned-no-undo", alert=True)
        await show(held)
        return
    for one in (held.meeting, *await _others(held)):
        await planning_ready.redraw_call(context, one)
    await show(held, say(language, "planned-undone", number=count))


async def _for_series(update: Update, held: Held, pressed: Pressed) -> None:
    """Change the rest of the series in the same way."""
    context = held.context
    done = await changes.last_change(context.session, held.meeting)
    # A button of before another change would spread what is no longer so here either.
    if done is None or done.id != _number(pressed.data[3]):
        context.toast(update, held.party.language, "toast-outdated-plan")
        return
    count = await planned.change_later(context.session, done, by=held.person, at=context.now)
    for other in await _others(held):
        await planning_ready.redraw_call(context, other)
    await show(held, say(held.party.language, "planned-series-changed", number=count))


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0


Act = Callable[[Update, Held, Pressed], Awaitable[None]]
_VERBS: dict[str, Act] = {
    "": _open,
    "e": _edit,
    "c": _clear,
    "a": planned_choices.on_answer,
    "p": planned_choices.on_page,
    "r": planned_choices.on_ready,
    "w": _choose_time,
    "x": _ask_cancel,
    "y": _cancel,
    "z": _cancel_series,
    "u": _undo,
    "s": _for_series,
}
