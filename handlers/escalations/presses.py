"""The buttons of staff: under the card of a question, and under what is to go to a resident."""

import re
from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from bot.messages import Card, Rows
from bot.services.cases import casework
from bot.services.escalations import cards as escalation_cards
from bot.services.escalations import escalations, relay_offers, relays
from bot.services.escalations import posts as escalation_posts
from bot.services.escalations.cards import REASONS, View
from bot.texts import plain, say
from handlers.cases.cases import offer_to_teach
from handlers.cases.casework import open_draft
from handlers.escalations import pointing, search
from handlers.escalations.press import Press
from handlers.staff import staff_press
from handlers.turn import TOAST_LIMIT, Context, Pressed
from models import (
    CloseReason,
    Direction,
    RelayKind,
    RelayState,
    StaffMember,
)

CARD = re.compile(r"^e:(\d{1,15}):([a-z])(?::(\d{1,15}))?$")
DRAFT = re.compile(r"^er:(\d{1,15}):([sqnt])$")


async def on_press(update: Update, context: Context) -> None:
    """A button under the card of a question, or under a list that came of it."""
    pressed = await staff_press(update, context, CARD)
    if pressed is None:
        return
    verb, number = pressed.data[2], pressed.data[3]
    try:
        escalation = await escalations.load(context.session, int(pressed.data[1]))
    except LookupError:
        context.toast(update, pressed.party.language, "toast-outdated")
        return
    act = _ACTS.get(verb)
    if act is None or (escalation.is_closed and verb not in _WHEN_CLOSED):
        context.toast(update, pressed.party.language, "toast-escalation-done")
        return
    by = await escalations.member(context.session, pressed.person, _name_of(update))
    await act(Press(update, context, pressed, escalation, by, int(number) if number else None))


async def on_draft(update: Update, context: Context) -> None:
    """A button under what is to go to a resident, or went: send it, keep it, take it back."""
    pressed = await staff_press(update, context, DRAFT)
    if pressed is None:
        return
    party, verb = pressed.party, pressed.data[2]
    try:
        relayed, escalation = await relays.locked(context.session, int(pressed.data[1]))
    except LookupError:
        context.toast(update, party.language, "toast-outdated")
        return
    wanted = RelayState.PASSED if verb == "t" else RelayState.WAITING
    if relayed.direction is not Direction.TO_RESIDENT or relayed.state is not wanted:
        context.toast(update, party.language, "toast-escalation-done")
    elif verb == "t":
        await _retract(update, context, pressed, relayed.id)
    elif relayed.author_id != pressed.person.id:
        context.toast(update, party.language, "toast-escalation-not-yours")
    elif verb == "n":
        await relays.keep(context.session, relayed)
        await context.redraw(party, Card(say(party.language, "escalation-kept")), pressed.message_id)
        by = await escalations.member(context.session, pressed.person, _name_of(update))
        await escalations.record(context.session, escalation, by, "noted", at=context.now)
    elif escalation.is_closed:
        context.toast(update, party.language, "toast-escalation-closed", alert=True)
    else:
        relayed.kind = RelayKind.QUESTION if verb == "q" else RelayKind.ANSWER
        by = await escalations.member(context.session, pressed.person, _name_of(update))
        desk = context.turn.services.desk
        await relays.send(context.session, desk, relayed, escalation, by, at=context.now)
        card = escalation_cards.receipt(relayed, escalation.wants, party.language)
        await context.redraw(party, card, pressed.message_id)


async def _retract(update: Update, context: Context, pressed: Pressed, relayed_id: int) -> None:
    party = pressed.party
    relayed, escalation = await relays.locked(context.session, relayed_id)
    if not await relays.retract(context.session, escalation, relayed, at=context.now):
        context.toast(update, party.language, "toast-escalation-too-late", alert=True)
        return
    by = await escalations.member(context.session, pressed.person, _name_of(update))
    detail = f"relayed {relayed_id}"
    await escalations.record(context.session, escalation, by, "retracted", at=context.now, detail=detail)
    await context.redraw(party, Card(say(party.language, "escalation-retracted")), pressed.message_id)


async def _claim(press: Press) -> None:
    if await escalations.claim(
        press.context.session, press.desk, press.escalation, press.by, at=press.context.now
    ):
        press.toast("toast-escalation-claimed")
        return
    _toast_who(press, "toast-escalation-taken", press.escalation.claimed_by)


async def _hand_over(press: Press) -> None:
    session, escalation = press.context.session, press.escalation
    known = await escalations.members(session, press.desk)
    if press.number is None:
        others = [one for one in known if one.person_id != escalation.claimed_by_id]
        if not [one for one in others if one.person_id != press.by.person_id]:
            press.toast("toast-escalation-nobody")
            return
        rows = escalation_cards.hand_over_rows(escalation, others, press.language)
        await press.redraw(await _menu(press, rows))
        return
    to = next((one for one in known if one.person_id == press.number), None)
    if to is None:
        press.toast("toast-outdated")
        return
    await escalations.hand_over(session, press.desk, escalation, press.by, to, at=press.context.now)
    _toast_who(press, "toast-escalation-handed", to)


async def _release(press: Press) -> None:
    released = await escalations.release(
        press.context.session, press.desk, press.escalation, press.by, at=press.context.now
    )
    press.toast("toast-escalation-released" if released else "toast-escalation-done")


async def _ask_back(press: Press) -> None:
    """Ask what to ask; the reply to that goes to the resident as a question."""
    escalation = press.escalation
    text = say(press.language, "escalation-ask-prompt", number=escalation_cards.number_of(escalation))
    key = f"{escalation.subject}:ask:{press.context.turn.inbox_id}"
    await press.context.post(press.pressed.party, Card(text), key=key)


async def _search(press: Press) -> None:
    await search.search(press.context, press.pressed.party, press.escalation, press.escalation.words)


async def _list(press: Press) -> None:
    card = await search.found(press.context, press.pressed.party, press.escalation, press.escalation.words)
    await press.redraw(card)


async def _view_case(press: Press) -> None:
    case = await search.case_of(press.context, press.number or 0)
    if case is None:
        press.toast("toast-retired")
        return
    await press.redraw(escalation_cards.case_to_attach(press.escalation, case, press.language))


async def _attach(press: Press) -> None:
    case = await search.case_of(press.context, press.number or 0)
    if case is None:
        press.toast("toast-retired")
        return
    session, escalation = press.context.session, press.escalation
    relayed = await relay_offers.attach(session, press.desk, escalation, case, press.by, at=press.context.now)
    await press.redraw(escalation_cards.receipt(relayed, escalation.wants, press.language))
    await offer_to_teach(press.context, press.pressed.party, escalation.dilemma_id, case.id)


async def _session(press: Press) -> None:
    is_proposed = await escalations.propose_session(
        press.context.session, press.desk, press.escalation, press.by, at=press.context.now
    )
    press.toast("toast-escalation-session" if is_proposed else "toast-escalation-session-undo")


async def _make_case(press: Press) -> None:
    """Begin a case with what was asked and answered."""
    session, escalation = press.context.session, press.escalation
    question, said = await escalations.thread(session, escalation)
    draft = await casework.draft_from(
        session,
        question=question,
        answers=said,
        theme=escalation.theme,
        at=press.context.now,
        by=press.pressed.person,
        source=escalation.subject,
        asker=escalation.person,
        dilemma_id=escalation.dilemma_id,
    )
    await escalations.record(
        session, escalation, press.by, "case-begun", at=press.context.now, detail=f"draft {draft.id}"
    )
    await open_draft(press.context, press.pressed.party, draft)


async def _close(press: Press) -> None:
    if press.number is None:
        await press.redraw(await _menu(press, escalation_cards.close_rows(press.escalation, press.language)))
        return
    if press.number >= len(REASONS):
        press.toast("toast-outdated")
        return
    reason = REASONS[press.number]
    why = reason.value.replace("_", "-")
    was_answered = press.escalation.answered_at is not None
    closed = await escalations.close(
        press.context.session, press.desk, press.escalation, press.by, reason, at=press.context.now
    )
    press.toast("toast-escalation-closed" if closed else "toast-escalation-done")
    if closed and not (was_answered and reason is CloseReason.ANSWERED):
        await escalation_posts.tell_resident(
            press.context.session,
            press.escalation,
            Card(say(press.escalation.language, f"staff-closed-{why}")),
            name=f"closed:{press.context.now.isoformat()}",
            at=press.context.now,
        )


async def _reopen(press: Press) -> None:
    reopened = await escalations.reopen(
        press.context.session, press.desk, press.escalation, press.by, at=press.context.now
    )
    press.toast("toast-escalation-reopened" if reopened else "toast-escalation-done")


async def _back(press: Press) -> None:
    view = await escalation_posts.view_of(press.context.session, press.escalation)
    await press.redraw(escalation_cards.card(view, press.language))


async def _menu(press: Press, rows: Rows) -> Card:
    """The card with other buttons under it."""
    view = await escalation_posts.view_of(press.context.session, press.escalation)
    return escalation_cards.card(View(view.escalation, view.collectives, view.experts, rows), press.language)


def _toast_who(press: Press, text: str, who: StaffMember | None) -> None:
    shown = plain(press.language, text, who=who.name if who is not None else "–")
    press.context.notify(press.update, shown[:TOAST_LIMIT])


def _name_of(update: Update) -> str:
    return update.effective_user.first_name if update.effective_user is not None else ""


_ACTS: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    "c": _claim,
    "o": _hand_over,
    "r": _release,
    "q": _ask_back,
    "s": _search,
    "l": _list,
    "v": _view_case,
    "a": _attach,
    "g": pointing.begin,
    "y": pointing.turn_page,
    "h": pointing.view,
    "i": pointing.name,
    "p": _session,
    "k": _make_case,
    "x": _close,
    "w": _reopen,
    "b": _back,
}
_WHEN_CLOSED = frozenset("wkb")
