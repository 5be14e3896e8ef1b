"""Presses of buttons under an answer. Anyone can press, a client can send any data: both are checked."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import Update

from bot.messages import Card
from bot.services import answers, dilemmas, people, saved
from bot.services.collectives import collectives
from bot.services.escalations import escalations
from bot.services.escalations.escalations import TooManyEscalationsError
from bot.services.privacy.personal_details import details_in
from handlers.introductions import introductions
from handlers.meetings import offer as session_offer
from handlers.turn import Context, Party
from models import AnswerPlace, Candidate, ChatKind, Dilemma, DilemmaState, Escalation, Person

ANSWER = re.compile(r"^d:(\d{1,15}):([a-z])(?::(\d{1,15}))?(?::(\d{1,6}))?$")
LINKED = re.compile(r"^n:([A-Za-z0-9_-]{1,32}):(\d{1,15})(?::(\d{1,6}))?$")
LIFT = re.compile(r"^l:(\d{1,15}):([yn])$")


@dataclass(frozen=True, slots=True)
class Press:
    """A press under an answer, checked: the dilemma exists, the case is among those found for it."""

    dilemma: Dilemma
    candidate: Candidate | None
    page: int
    party: Party
    person: Person
    message_id: int

    @property
    def is_mine(self) -> bool:
        """Whether the one who asked pressed."""
        return self.dilemma.person_id == self.person.id


async def on_press(update: Update, context: Context) -> None:
    """A button under an answer."""
    press, verb = await _parse(update, context)
    if press is None:
        return
    if verb == "k":
        await _save(update, context, press.party, press.person, press.candidate)
    elif not press.is_mine:
        await _not_the_asker(update, context, press, verb)
    elif verb == "i":
        await _introduce(update, context, press)
    elif verb in _PLACES:
        await _to_staff(update, context, press, _PLACES[verb])
    elif verb in _VIEWS:
        card = await _VIEWS[verb](context, press)
        if card is not None and not press.party.is_private and details_in(press.dilemma.text):
            # Not a word of it in a group, whatever was pressed there.
            card = answers.answer_for_group(press.dilemma, press.party.language, context.bot_name)
        if card is None:
            context.toast(update, press.party.language, "toast-outdated-question")
        else:
            if verb in _ANSWERS_AGAIN:
                card = await session_offer.beside(context, press.dilemma, card, press.party.language)
            await context.redraw(press.party, card, press.message_id)
            if verb == "a" and press.dilemma.staff_wished_at is not None:
                context.toast(update, press.party.language, "staff-noted-toast")


async def on_linked_press(update: Update, context: Context) -> None:
    """A neighbour, in private, leafs through the case that the link of a group showed, or saves it."""
    pressed = await context.pressed(update, LINKED, private=True)
    if pressed is None:
        return
    party, found = pressed.party, pressed.data
    try:
        dilemma = await dilemmas.by_token(context.session, found[1])
    except LookupError:
        context.toast(update, party.language, "toast-outdated-question")
        return
    candidate = _candidate(dilemma, int(found[2])) if dilemma.state is DilemmaState.OPEN else None
    if candidate is not None and found[3]:
        card = answers.for_neighbour(dilemma, party.language, int(found[3]))
        await context.redraw(party, card, pressed.message_id)
        return
    await _save(update, context, party, pressed.person, candidate)


async def on_lift(update: Update, context: Context) -> None:
    """Yes or no of the writer of a message that somebody else lifted."""
    pressed = await context.pressed(update, LIFT)
    if pressed is None:
        return
    party, found = pressed.party, pressed.data
    try:
        dilemma = await dilemmas.load(context.session, int(found[1]))
    except LookupError:
        context.toast(update, party.language, "toast-outdated-question")
        return
    if dilemma.person_id != pressed.person.id:
        context.toast(update, party.language, "toast-author-only")
    elif dilemma.state is not DilemmaState.PROPOSED or dilemma.chat_id != party.chat.id:
        context.toast(update, party.language, "toast-outdated-question")
    elif found[2] == "y":
        match = await context.index.match(dilemma.text)
        dilemma = await dilemmas.agree(context.session, dilemma, match, at=context.now)
        card = await session_offer.answer_for_group(context, dilemma, party.language)
        # The question to the writer becomes the answer: one message less for the neighbours to read.
        await context.redraw(party, card, pressed.message_id)
    else:
        await dilemmas.decline(context.session, dilemma)
        await context.redraw(party, answers.declined(party.language), pressed.message_id)


async def _parse(update: Update, context: Context) -> tuple[Press | None, str]:
    pressed = await context.pressed(update, ANSWER)
    if pressed is None:
        return None, ""
    party, person, found = pressed.party, pressed.person, pressed.data
    try:
        dilemma = await dilemmas.load(context.session, int(found[1]))
    except LookupError:
        context.toast(update, party.language, "toast-outdated-question")
        return None, ""
    # A press belongs where the dilemma was shown: the chat it was asked in, or the asker's own private chat.
    # Anything else is forged: numbers can be guessed, and whoever did would learn what others asked.
    here = dilemma.chat_id == party.chat.id or (party.is_private and dilemma.person_id == person.id)
    case_id = int(found[3]) if found[3] else None
    candidate = _candidate(dilemma, case_id)
    if not here or dilemma.state is not DilemmaState.OPEN or (case_id is not None and candidate is None):
        context.toast(update, party.language, "toast-outdated-question")
        return None, ""
    if candidate is not None and candidate.case.retired_at is not None:
        context.toast(update, party.language, "toast-retired")
        return None, ""
    page = int(found[4] or 1)
    return Press(dilemma, candidate, page, party, person, pressed.message_id), found[2]


def _candidate(dilemma: Dilemma, case_id: int | None) -> Candidate | None:
    return next((one for one in dilemma.candidates if one.case_id == case_id), None)


async def _save(
    update: Update, context: Context, party: Party, person: Person, candidate: Candidate | None
) -> None:
    if candidate is None or candidate.case.retired_at is not None:
        context.toast(
            update, party.language, "toast-outdated-question" if candidate is None else "toast-retired"
        )
        return
    new = await saved.save(context.session, person, candidate.case_id, at=context.now)
    context.toast(update, party.language, "toast-saved" if new else "toast-saved-before")


async def _not_the_asker(update: Update, context: Context, press: Press, verb: str) -> None:
    """Neighbours may read along, each for themselves; only the asker decides about the question."""
    if verb in "wos" and not press.party.is_private:
        context.open_private(update, f"d-{press.dilemma.token}")
    else:
        context.toast(update, press.party.language, "toast-asker-only")


async def _introduce(update: Update, context: Context, press: Press) -> None:
    """Who wants to meet the others goes on in private: what is shared is nobody else's business."""
    if press.candidate is None:
        context.toast(update, press.party.language, "toast-outdated-question")
    elif press.party.is_private:
        await introductions.begin(update, context, press.party, press.dilemma, press.candidate)
    else:
        context.open_private(update, introductions.link_to(press.dilemma, press.candidate.case_id))


async def _whole(_context: Context, press: Press) -> Card | None:
    if press.candidate is None:
        return None
    return answers.whole(press.dilemma, press.candidate, press.page, press.party.language)


async def _main(_context: Context, press: Press) -> Card | None:
    return answers.answer(press.dilemma, press.party.language)


async def _others(_context: Context, press: Press) -> Card | None:
    return answers.others(press.dilemma, press.party.language)


async def _choose(context: Context, press: Press) -> Card | None:
    if press.candidate is None:
        return None
    dilemmas.choose(press.dilemma, press.candidate.case_id, at=context.now)
    return answers.answer(press.dilemma, press.party.language)


async def _not_mine(context: Context, press: Press) -> Card | None:
    if press.candidate is None:
        return None
    dilemmas.refuse(press.dilemma, {press.candidate.case_id}, at=context.now)
    return answers.answer(press.dilemma, press.party.language)


async def _none_of_these(context: Context, press: Press) -> Card | None:
    if press.candidate is None:
        return None
    # The button names the first of its own list: a second press must not refuse the next list unseen.
    if press.candidate.refused_at is None:
        dilemmas.refuse(press.dilemma, answers.on_offer(press.dilemma), at=context.now)
    return answers.answer(press.dilemma, press.party.language)


async def _ask_staff(context: Context, press: Press) -> Card | None:
    """Show what staff would read; without a staff chat only the wish is kept."""
    escalation = press.dilemma.escalation
    if context.turn.services.desk.roles.staff_chat_id is not None:
        if escalation is not None and not escalation.is_closed:
            return answers.answer(press.dilemma, press.party.language)
        return answers.staff_choice(press.dilemma, press.party.language)
    dilemmas.wish_for_staff(press.dilemma, at=context.now)
    return answers.answer(press.dilemma, press.party.language)


async def _to_staff(update: Update, context: Context, press: Press, wants: AnswerPlace) -> None:
    """The resident agreed, and chose where the answer goes: now it is before staff."""
    party, dilemma = press.party, press.dilemma
    if context.turn.services.desk.roles.staff_chat_id is None:
        dilemmas.wish_for_staff(dilemma, at=context.now)
        await context.redraw(party, answers.answer(dilemma, party.language), press.message_id)
        context.toast(update, party.language, "staff-noted-toast")
        return
    if wants is AnswerPlace.PRIVATE and await collectives.private_chat(context.session, press.person) is None:
        # Nobody can be written to in private who did not open that chat.
        context.open_private(update, f"e-{dilemma.token}")
        return
    if wants is AnswerPlace.GROUP and dilemma.chat.kind is ChatKind.PRIVATE:
        context.toast(update, party.language, "toast-outdated-question")
        return
    try:
        escalation = await _make(context, dilemma, wants, party.language)
    except TooManyEscalationsError:
        context.toast(update, party.language, "toast-staff-too-many", alert=True)
        return
    if escalation is None:
        context.toast(update, party.language, "toast-outdated-question")
        return
    await context.redraw(party, answers.answer(dilemma, party.language), press.message_id)
    context.toast(update, party.language, "staff-asked-toast")


async def ask_in_private(context: Context, party: Party, dilemma: Dilemma) -> None:
    """Put a question of a group before staff, whose writer chose "alleen aan mij" and only then came here."""
    try:
        escalation = await _make(context, dilemma, AnswerPlace.PRIVATE, party.language)
    except TooManyEscalationsError:
        await context.say(party, "toast-staff-too-many")
        return
    await context.reply(party, answers.answer(dilemma, party.language))
    if escalation is not None:
        # The choice that still stands in the group was made.
        default = context.turn.services.default_language
        there = people.language_for(dilemma.chat, None, None, default=default)
        card = answers.answer(dilemma, there)
        await context.revise(dilemma.chat_id, card, target_key=dilemma.answer_key)


async def _make(context: Context, dilemma: Dilemma, wants: AnswerPlace, language: str) -> Escalation | None:
    desk = context.turn.services.desk
    return await escalations.make(context.session, desk, dilemma, wants, language=language, at=context.now)


async def _no_staff(_context: Context, press: Press) -> Card | None:
    return answers.declined_staff(press.party.language)


async def _undo_staff(context: Context, press: Press) -> Card | None:
    desk, escalation = context.turn.services.desk, press.dilemma.escalation
    if escalation is not None and escalation.is_closed:
        return answers.staff_over(escalation, press.party.language)
    await escalations.withdraw(context.session, desk, press.dilemma, at=context.now)
    return answers.answer(press.dilemma, press.party.language)


_PLACES = {"g": AnswerPlace.GROUP, "p": AnswerPlace.PRIVATE}
# Views in which the answer itself stands, by which a session may be offered.
_ANSWERS_AGAIN = "snz"
_VIEWS: Mapping[str, Callable[[Context, Press], Awaitable[Card | None]]] = {
    "w": _whole,
    "s": _main,
    "o": _others,
    "c": _choose,
    "n": _not_mine,
    "z": _none_of_these,
    "a": _ask_staff,
    "x": _no_staff,
    "u": _undo_staff,
}
