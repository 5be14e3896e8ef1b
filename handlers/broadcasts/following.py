"""What can be done with an invitation that was confirmed: called off, paused, stopped, corrected, taken back.

Any coordinator may, whoever wrote it; only its author makes what is scheduled a draft again, and a correction
is a draft of who begins it.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from telegram import Update

from bot.messages import Card
from bot.services.broadcasts import audience as broadcast_audience
from bot.services.broadcasts import broadcasts
from bot.services.broadcasts import corrections as broadcast_corrections
from bot.services.broadcasts import progress as broadcast_progress
from bot.services.broadcasts import progress_cards as broadcast_progress_cards
from bot.services.broadcasts import schedule as broadcast_schedule
from handlers.broadcasts import broadcasts as composing
from handlers.turn import Context, Pressed
from models import Broadcast, BroadcastState, OutboxState

Act = Callable[[Context, Broadcast, int], Awaitable[bool]]
# How long "stop?" stands where otherwise is shown how far it is.
TO_ANSWER = timedelta(seconds=20)


async def on_press(update: Update, context: Context, pressed: Pressed, broadcast: Broadcast) -> None:
    """A press under the message that shows how far it is."""
    verb, language = pressed.data[2], pressed.party.language
    if broadcast.state is BroadcastState.DRAFT:
        context.toast(update, language, "toast-broadcast-outdated")
        return
    if verb == "gb":
        await _give_back(update, context, pressed, broadcast)
        return
    if verb == "co":
        await _correct(update, context, pressed, broadcast)
        return
    given = pressed.data[3] or ""
    act = ACTS.get(verb)
    if verb in SENDING and not await _has_session(context, broadcast):
        act = None
        context.toast(update, language, "toast-broadcast-no-session", alert=True)
    if act is not None and not await act(context, broadcast, int(given) if given.isdigit() else 0):
        context.toast(update, language, "toast-broadcast-outdated")
    if verb == "t" and broadcasts.is_too_old(broadcast, context.now):
        context.toast(update, language, "toast-broadcast-too-old", alert=True)
    _hold_still(broadcast, verb, context.now)
    card = await state_card(context, broadcast, verb, language)
    await context.redraw(pressed.party, card, pressed.message_id)


def _hold_still(broadcast: Broadcast, verb: str, at: datetime) -> None:
    """Do not draw how far it is over a question that was asked; after an answer, do so at once."""
    # What is drawn next is drawn whatever was shown before.
    broadcast.progress += 1
    if verb == "s" and broadcast.is_under_way:
        broadcast.progress_at = at + TO_ANSWER
    elif broadcast.progress_at is not None and broadcast.progress_at > at:
        broadcast.progress_at = at


async def state_card(context: Context, broadcast: Broadcast, verb: str, language: str) -> Card:
    """What the message that shows how far it is says after a press."""
    if broadcast.state is BroadcastState.SCHEDULED:
        if verb == "ca":
            return broadcast_progress_cards.ask_to_call_off(broadcast, language)
        return await scheduled_card(context, broadcast, language)
    tally = await broadcast_progress.tally(context.session, broadcast)
    if verb == "s" and broadcast.is_under_way and broadcast.finished_at is None:
        return broadcast_progress_cards.ask_to_stop(broadcast, tally, language)
    if broadcast.undo_content_id is not None:
        undo = await broadcast_progress.tally_of_undo(context.session, broadcast)
        return broadcast_progress_cards.undoing(broadcast, undo, tally.unknown, language)
    is_asked = verb == "t" and broadcast.finished_at is not None and not broadcast.is_correction
    if is_asked and not broadcasts.is_too_old(broadcast, context.now):
        return broadcast_progress_cards.ask_to_take_back(broadcast, tally, language)
    response = await broadcast_progress.response(context.session, broadcast)
    return broadcast_progress_cards.progress(broadcast, tally, None, language, response=response)


async def scheduled_card(context: Context, broadcast: Broadcast, language: str) -> Card:
    """That it waits for its time."""
    label = await broadcast_audience.label(context.session, broadcast, language)
    return broadcast_progress_cards.scheduled(broadcast, label, context.turn.services.zone, language)


async def _give_back(update: Update, context: Context, pressed: Pressed, broadcast: Broadcast) -> None:
    is_author = broadcast.author_id == pressed.person.id
    if not is_author or not broadcast_schedule.give_back(broadcast, at=context.now):
        text = "toast-broadcast-outdated" if is_author else "toast-broadcast-author"
        context.toast(update, pressed.party.language, text)
        return
    await composing.listen(context, pressed.person, broadcast, composing.TEXT)
    card = await composing.draft_card(context, pressed.party, broadcast)
    await context.redraw(pressed.party, card, pressed.message_id)


async def _correct(update: Update, context: Context, pressed: Pressed, broadcast: Broadcast) -> None:
    draft = await broadcast_corrections.begin(context.session, broadcast, pressed.person, at=context.now)
    if draft is None:
        context.toast(update, pressed.party.language, "toast-broadcast-outdated")
        return
    await composing.listen(context, pressed.person, draft, composing.TEXT)
    await context.say(pressed.party, "broadcast-ask-correction")
    await composing.show_all(context, pressed.party, draft)


async def _has_session(context: Context, broadcast: Broadcast) -> bool:
    """Whether the session that it invites to, if any, still comes: else nobody else is invited."""
    return broadcast.is_correction or await broadcast_schedule.can_be_joined(
        context.session, broadcast, context.now
    )


async def _pause(context: Context, broadcast: Broadcast, _number: int) -> bool:
    return await broadcasts.pause(context.session, broadcast)


async def _go_on(context: Context, broadcast: Broadcast, _number: int) -> bool:
    resting = None if broadcast.is_correction else context.turn.services.quiet.until(context.now)
    return await broadcasts.go_on(context.session, broadcast, resting=resting, at=context.now)


async def _stop(context: Context, broadcast: Broadcast, _number: int) -> bool:
    return await broadcasts.stop(context.session, broadcast, at=context.now)


async def _resend(context: Context, broadcast: Broadcast, number: int) -> bool:
    resting = context.turn.services.quiet.until(context.now)
    return await broadcasts.send_again(context.session, broadcast, number, resting=resting, at=context.now)


async def _send_late(context: Context, broadcast: Broadcast, number: int) -> bool:
    return await broadcasts.send_again(
        context.session,
        broadcast,
        number,
        state=OutboxState.EXPIRED,
        resting=context.turn.services.quiet.until(context.now),
        at=context.now,
    )


async def _take_back(context: Context, broadcast: Broadcast, number: int) -> bool:
    return await broadcasts.take_back(context.session, broadcast, number, at=context.now)


async def _call_off(context: Context, broadcast: Broadcast, _number: int) -> bool:
    return broadcast_schedule.call_off(broadcast, at=context.now)


ACTS: dict[str, Act] = {
    "h": _pause,
    "g": _go_on,
    "q": _stop,
    "u": _resend,
    "sl": _send_late,
    "j": _take_back,
    "cy": _call_off,
}
# After these messages leave again.
SENDING = frozenset({"g", "u", "sl"})
# Those that act at once, and: stop, redraw, take back, call off, make it a draft again, correct.
VERBS = frozenset({*ACTS, "s", "r", "t", "ca", "gb", "co"})
