"""`/casus`: the library in the staff chat; and the press with which a resident's words become a phrasing."""

import re
from datetime import UTC

from telegram import Message, Update

from bot.delivery import outbox
from bot.messages import Button, Card, Html
from bot.services import dilemmas
from bot.services.cases import cards as case_cards
from bot.services.cases import case_library, casework
from bot.services.learning import Obstacle
from bot.services.library import library
from bot.texts import plain, say
from handlers import basics
from handlers.cases.casework import open_draft
from handlers.staff import acts_as_staff, staff_press
from handlers.turn import Context, Party, Pressed, message_of
from models import Case, Dilemma

CASE = re.compile(r"^kc:(\d{1,15}):([oectubhs])(?::(\d{1,4}))?$")
SEARCH = re.compile(r"^/(?:casus|case)(?:@\w+)?\s+(.+)$", re.IGNORECASE | re.DOTALL)
PHRASING = re.compile(r"^kp:(\d{1,15}):(\d{1,15}):([ynw])$")
WORDS_ASKED = re.compile(r"^casework:words:(\d{1,15}):(\d{1,15}):")
OBSTACLE_TEXTS = {
    Obstacle.UNKNOWN: "phrasing-unknown",
    Obstacle.DETAILS: "phrasing-details",
    Obstacle.TOO_LONG: "phrasing-too-long",
    Obstacle.NO_WORDS: "phrasing-no-words",
    Obstacle.DUPLICATE: "phrasing-duplicate",
    Obstacle.FULL: "phrasing-full",
}
# What other words can mend.
REWORDABLE = (Obstacle.DETAILS, Obstacle.TOO_LONG)


async def on_cases(update: Update, context: Context) -> None:
    """`/casus`: alone the drafts that are worked on; with words what the library has on them."""
    party, message = await context.party(update), message_of(update)
    if not await acts_as_staff(context, party):
        if party.is_private:
            await basics.on_unknown_command(update, context)
        return
    words = " ".join(context.args or ())
    if not words:
        drafts = await casework.open_drafts(context.session, most=case_cards.MOST_DRAFTS)
        card = case_cards.overview(drafts, await library.count_cases(context.session), party.language)
    else:
        card = await _found(context, words, party.language)
    await context.reply(party, card, to=message.message_id if message is not None else None)


async def on_press(update: Update, context: Context) -> None:
    """A button under a case of the library."""
    pressed = await staff_press(update, context, CASE)
    if pressed is None:
        return
    party, verb = pressed.party, pressed.data[2]
    case = await library.get_case(context.session, int(pressed.data[1]))
    if case is None:
        context.toast(update, party.language, "toast-outdated")
        return
    page = int(pressed.data[3] or 1)
    words = _words_searched(update)
    if verb == "e":
        await edit(context, pressed, case)
        return
    if verb == "h":
        changes = await case_library.history(context.session, case)
        card = case_cards.history(case, changes, page, party.language)
    elif verb == "t":
        card = case_cards.ask_to_retire(case, party.language)
    elif verb == "s" and words:
        card = await _found(context, words, party.language)
    else:
        await _change(update, context, pressed, case, verb)
        card = await case_cards.opened(
            context.session, case, page, party.language, at=context.now, was_found=bool(words)
        )
    await context.redraw(party, card, pressed.message_id)


async def _found(context: Context, words: str, language: str) -> Card:
    match = await context.index.match(words)
    return case_cards.found(await case_library.search(context.session, words, match), words, language)


def _words_searched(update: Update) -> str:
    """The words of the command that the message with the buttons replies to; empty when it is gone."""
    message = update.callback_query.message if update.callback_query is not None else None
    asked = message.reply_to_message if isinstance(message, Message) else None
    found = SEARCH.match(asked.text or "") if asked is not None else None
    return found[1].strip() if found is not None else ""


async def edit(context: Context, pressed: Pressed, case: Case) -> None:
    """Open a draft that changes a case."""
    draft = await casework.edit_of(context.session, case, at=context.now, by=pressed.person)
    await open_draft(context, pressed.party, draft)


async def _change(update: Update, context: Context, pressed: Pressed, case: Case, verb: str) -> None:
    session, at, by, language = context.session, context.now, pressed.person, pressed.party.language
    if verb == "u" and await case_library.retire(session, case, at=at, by=by):
        context.toast(update, language, "toast-case-retired")
    elif verb == "b" and await case_library.bring_back(session, case, at=at, by=by):
        context.toast(update, language, "toast-case-back")
    elif verb == "c":
        await case_library.mark_checked(session, case, at.astimezone(UTC).date(), at=at, by=by)
        context.toast(update, language, "toast-case-checked")


async def offer_link(context: Context, party: Party, dilemma: Dilemma, case: Case) -> None:
    """Offer staff, in the thread of `party`, to make a resident's words a phrasing of a case.

    For who linked a question to a case; the caller has checked that `party` is the staff chat.
    """
    data = f"kp:{dilemma.id}:{case.id}"
    rows = [
        [
            Button(plain(party.language, "button-phrasing-yes"), f"{data}:y", style="primary"),
            Button(plain(party.language, "button-phrasing-other"), f"{data}:w"),
        ],
        [Button(plain(party.language, "button-phrasing-no"), f"{data}:n")],
    ]
    words = dilemma.text[:500]
    card = Card(say(party.language, "phrasing-offer", title=case.title, words=words), rows)
    await context.reply(party, card)


async def offer_to_teach(context: Context, party: Party, dilemma_id: int, case_id: int) -> None:
    """The same by the numbers of question and case; nothing when either is gone or the words are."""
    pair = await _pair(context, dilemma_id, case_id)
    if pair is not None and pair[0].text:
        await offer_link(context, party, *pair)


async def on_phrasing(update: Update, context: Context) -> None:
    """Whether a resident's words become a phrasing: yes, no, or in other words."""
    pressed = await staff_press(update, context, PHRASING)
    if pressed is None:
        return
    party, verb = pressed.party, pressed.data[3]
    pair = await _pair(context, int(pressed.data[1]), int(pressed.data[2]))
    if pair is None:
        context.toast(update, party.language, "toast-outdated")
        return
    if verb == "n":
        await context.redraw(party, Card(say(party.language, "phrasing-declined")), pressed.message_id)
        return
    if verb == "w":
        await _ask_for_words(context, pressed, *pair)
        return
    obstacle = await casework.link(context.session, *pair, at=context.now, by=pressed.person)
    await context.redraw(party, _linked(*pair, obstacle, party.language), pressed.message_id)


async def on_reply(update: Update, context: Context) -> bool:
    """Take staff's own wording of a question; False when the message is no reply to the question for it."""
    message = message_of(update)
    replied = message.reply_to_message if message is not None else None
    if message is None or replied is None:
        return False
    key = await outbox.sent_as(
        context.session, telegram_chat_id=message.chat.id, message_id=replied.message_id
    )
    found = WORDS_ASKED.match(key or "")
    if found is None:
        return False
    party = await context.party(update)
    pair = await _pair(context, int(found[1]), int(found[2]))
    if party.person is None or not await acts_as_staff(context, party):
        await context.say(party, "draft-staff-only", to=message.message_id)
    elif pair is None:
        await context.say(party, "phrasing-unknown", to=message.message_id)
    elif not message.text:
        await context.say(party, "draft-needs-words", to=message.message_id)
    else:
        obstacle = await casework.link(
            context.session, *pair, at=context.now, by=party.person, wording=message.text
        )
        await context.reply(party, _linked(*pair, obstacle, party.language), to=message.message_id)
    return True


async def _pair(context: Context, dilemma_id: int, case_id: int) -> tuple[Dilemma, Case] | None:
    try:
        dilemma = await dilemmas.load(context.session, dilemma_id)
    except LookupError:
        return None
    if dilemma.escalation is None:
        # Its writer never agreed that staff read it: numbers can be guessed.
        return None
    case = await library.get_case(context.session, case_id)
    return None if case is None else (dilemma, case)


async def _ask_for_words(context: Context, pressed: Pressed, dilemma: Dilemma, case: Case) -> None:
    party = pressed.party
    context.turn.replies += 1
    key = f"casework:words:{dilemma.id}:{case.id}:{context.turn.inbox_id}:{context.turn.replies}"
    mention = f'<a href="tg://user?id={pressed.person.telegram_id}">✏️</a>'
    markup = {
        "force_reply": True,
        "selective": True,
        "input_field_placeholder": plain(party.language, "draft-prompt-placeholder"),
    }
    asked = Html(f"{mention} {say(party.language, 'phrasing-ask')}")
    await context.post(party, Card(asked), key=key, reply_markup=markup)


def _linked(dilemma: Dilemma, case: Case, obstacle: Obstacle | None, language: str) -> Card:
    if obstacle is None:
        return Card(say(language, "phrasing-added", title=case.title))
    other = Button(plain(language, "button-phrasing-other"), f"kp:{dilemma.id}:{case.id}:w")
    return Card(say(language, OBSTACLE_TEXTS[obstacle]), [[other]] if obstacle in REWORDABLE else ())
