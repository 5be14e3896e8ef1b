"""Presses under a draft in the staff chat: look, ask for a value, judge, ask for agreement, publish, drop."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import Update

from bot.messages import Card
from bot.services.cases import casework, casework_cards
from bot.services.cases import details as casework_details
from bot.services.cases import publish as casework_publish
from bot.services.cases.fields import FIELDS, Field, Kind
from bot.services.cases.publish import NotReadyError, Obstacle
from bot.services.library import library
from handlers.cases import contact
from handlers.cases.casework import likenesses, prompt
from handlers.staff import staff_press
from handlers.turn import Context, Party
from models import Case, CaseDraft, DraftState, Person

DRAFT = re.compile(r"^kd:(\d{1,15}):(\d{1,9}):([a-z])(?::(\d{1,10}))?(?::(\d{1,6}))?$")
# Verbs that act on what was in view: they need the very version of the draft that the buttons were drawn for.
EXACT = frozenset("wbqnozyt")
OBSTACLE_TOASTS = {
    Obstacle.CLOSED: "toast-draft-closed",
    Obstacle.MISSING: "toast-draft-missing",
    Obstacle.DETAILS: "toast-draft-details",
    Obstacle.AGREEMENT: "toast-draft-agreement",
    Obstacle.UNREACHABLE: "toast-draft-unreachable",
    Obstacle.GONE: "toast-draft-case-gone",
    Obstacle.MOVED: "toast-draft-case-moved",
}


@dataclass(frozen=True, slots=True)
class Press:
    """A press of one of staff under a draft that is open, and the numbers that the button carries."""

    update: Update
    party: Party
    person: Person
    draft: CaseDraft
    version: int
    number: int
    place: int

    @property
    def field(self) -> Field | None:
        """The field that the button names."""
        return FIELDS[self.number] if self.number < len(FIELDS) else None


async def on_press(update: Update, context: Context) -> None:
    """A button under a draft."""
    pressed = await staff_press(update, context, DRAFT)
    if pressed is None:
        return
    found, party = pressed.data, pressed.party
    draft = await casework.load(context.session, int(found[1]), lock=True)
    if draft is None:
        context.toast(update, party.language, "toast-outdated")
        return
    if not draft.state.is_open:
        context.toast(update, party.language, "toast-draft-closed")
        ended = casework_cards.ended(draft, party.language, await _case_of(context, draft))
        await context.redraw(party, ended, pressed.message_id)
        return
    verb, version = found[3], int(found[2])
    press = Press(update, party, pressed.person, draft, version, int(found[4] or 0), int(found[5] or 0))
    card: Card | None
    try:
        card = await _act(context, press, verb)
    except casework.ChangedMeanwhileError:
        context.toast(update, party.language, "toast-draft-changed", alert=True)
        card = casework_cards.editor(draft, party.language)
    except NotReadyError as error:
        context.toast(update, party.language, OBSTACLE_TOASTS[error.why], alert=True)
        card = (
            casework_cards.details(draft, party.language)
            if error.why is Obstacle.DETAILS
            else casework_cards.editor(draft, party.language)
        )
    if card is not None:
        await context.redraw(party, card, pressed.message_id)


async def _act(context: Context, press: Press, verb: str) -> Card | None:
    """What a button does; the card that takes the place of the one pressed, None when that stays."""
    if verb in EXACT and press.version != press.draft.version:
        raise casework.ChangedMeanwhileError
    action = _VERBS.get(verb)
    if action is None:
        context.toast(press.update, press.party.language, "toast-outdated")
        return None
    return await action(context, press)


async def _view(_context: Context, press: Press) -> Card | None:
    return casework_cards.editor(press.draft, press.party.language, press.number)


async def _field(context: Context, press: Press) -> Card | None:
    field = press.field
    if field is None:
        return None
    if field.name == "theme":
        known = [one.theme for one in await library.list_themes(context.session)]
        return casework_cards.themes(press.draft, known, press.party.language)
    if field.kind in (Kind.TEXT, Kind.ITEMS):
        return casework_cards.field(press.draft, field, press.party.language, press.place)
    return await _replace(context, press)


async def _replace(context: Context, press: Press) -> Card | None:
    field = press.field
    if field is not None and field.kind is not Kind.ITEMS:
        now = casework_publish.as_text(getattr(press.draft, field.name))
        await prompt(context, press.party, press.person, press.draft, field, "r", now, "draft-prompt")
    return None


async def _append(context: Context, press: Press) -> Card | None:
    field = press.field
    if field is not None and field.kind is Kind.ITEMS:
        await prompt(context, press.party, press.person, press.draft, field, "a", "", "draft-prompt-lines")
    elif field is not None and field.kind is Kind.TEXT:
        await prompt(context, press.party, press.person, press.draft, field, "a", "", "draft-prompt-append")
    return None


async def _edit_item(context: Context, press: Press) -> Card | None:
    field = press.field
    if field is None or field.kind is not Kind.ITEMS:
        return None
    items: list[str] = getattr(press.draft, field.name)
    if press.place >= len(items):
        raise casework.ChangedMeanwhileError
    await prompt(
        context,
        press.party,
        press.person,
        press.draft,
        field,
        "e",
        items[press.place],
        "draft-prompt-line",
        place=press.place,
    )
    return None


async def _remove_item(context: Context, press: Press) -> Card | None:
    field = press.field
    if field is None or field.kind is not Kind.ITEMS:
        return None
    await casework.change_item(
        context.session,
        press.draft,
        field,
        press.place,
        None,
        since=press.version,
        at=context.now,
        by=press.person,
    )
    return casework_cards.field(press.draft, field, press.party.language)


async def _theme(context: Context, press: Press) -> Card | None:
    known = [one.theme for one in await library.list_themes(context.session)]
    theme = next((one for one in known if casework_cards.theme_number(one) == press.number), None)
    if theme is None:
        raise casework.ChangedMeanwhileError
    field = next(one for one in FIELDS if one.name == "theme")
    await casework.set_value(
        context.session, press.draft, field, theme, since=press.version, at=context.now, by=press.person
    )
    return casework_cards.editor(press.draft, press.party.language)


async def _details(_context: Context, press: Press) -> Card | None:
    return casework_cards.details(press.draft, press.party.language)


async def _strike(context: Context, press: Press) -> Card | None:
    found = casework_details.findings(press.draft)
    if press.number >= len(found):
        raise casework.ChangedMeanwhileError
    await casework_details.strike(
        context.session, press.draft, found[press.number], at=context.now, by=press.person
    )
    return casework_cards.details(press.draft, press.party.language)


async def _keep(context: Context, press: Press) -> Card | None:
    found = casework_details.findings(press.draft)
    if press.number >= len(found):
        raise casework.ChangedMeanwhileError
    await casework_details.keep(
        context.session, press.draft, found[press.number], at=context.now, by=press.person
    )
    return casework_cards.details(press.draft, press.party.language)


async def _ask_collective(context: Context, press: Press) -> Card | None:
    asked = await casework_publish.ask(context.session, press.draft, at=context.now, by=press.person)
    await contact.put_question(context, press.draft, asked)
    context.toast(press.update, press.party.language, "toast-collective-asked")
    return casework_cards.editor(press.draft, press.party.language)


async def _note_agreement(context: Context, press: Press) -> Card | None:
    await prompt(
        context, press.party, press.person, press.draft, FIELDS[0], "n", "", "draft-prompt-agreement"
    )
    return None


async def _nobody(context: Context, press: Press) -> Card | None:
    if press.draft.collective:
        raise casework.ChangedMeanwhileError
    await casework_publish.record_agreement(
        context.session, press.draft, None, at=context.now, by=press.person
    )
    return casework_cards.editor(press.draft, press.party.language)


async def _publish_or_warn(context: Context, press: Press) -> Card | None:
    alike = await likenesses(context, press.draft)
    if alike and (press.draft.is_edit or press.draft.agreement.allows):
        return casework_cards.alike(press.draft, alike, press.party.language)
    return await _publish(context, press)


async def _publish(context: Context, press: Press) -> Card | None:
    case = await casework_publish.publish(
        context.session, press.draft, today=context.now.date(), at=context.now, by=press.person
    )
    await contact.tell_published(context, press.draft, case)
    return casework_cards.ended(press.draft, press.party.language, case)


async def _ask_to_drop(_context: Context, press: Press) -> Card | None:
    return casework_cards.ask_to_drop(press.draft, press.party.language)


async def _drop(context: Context, press: Press) -> Card | None:
    await casework.drop(context.session, press.draft, at=context.now, by=press.person)
    return casework_cards.ended(press.draft, press.party.language, None)


async def _case_of(context: Context, draft: CaseDraft) -> Case | None:
    """The case that came of a draft; None when it was thrown away."""
    if draft.state is DraftState.DROPPED or draft.case_id is None:
        return None
    return await library.get_case(context.session, draft.case_id)


_VERBS: Mapping[str, Callable[[Context, Press], Awaitable[Card | None]]] = {
    "v": _view,
    "f": _field,
    "r": _replace,
    "a": _append,
    "e": _edit_item,
    "x": _remove_item,
    "h": _theme,
    "g": _details,
    "w": _strike,
    "b": _keep,
    "q": _ask_collective,
    "n": _note_agreement,
    "o": _nobody,
    "z": _publish_or_warn,
    "y": _publish,
    "d": _ask_to_drop,
    "t": _drop,
}
