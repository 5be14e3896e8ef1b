"""The case workshop in the staff chat: the card of a draft, the questions for values, and their answers.

Somebody who makes a draft elsewhere shows it with `open_draft`. The bot asks for a value with a message that
wants a reply; `on_reply` takes that reply. Whoever handles replies in the staff chat (answers to residents,
say) calls `on_reply` first: a new title must never be sent to a resident.
"""

import re

from telegram import Message, Update

from bot.delivery import outbox
from bot.matching.similar import Pair
from bot.messages import Card, Html
from bot.services.cases import casework, casework_cards
from bot.services.cases import publish as casework_publish
from bot.services.cases import values as case_values
from bot.services.cases.fields import BY_NAME, FIELDS, BadValueError, Field, Problem
from bot.services.cases.values import Asked
from bot.texts import plain, say
from handlers.staff import acts_as_staff
from handlers.turn import Context, Party, message_of
from models import Case, CaseDraft, Person

KEY = "casework:"
ASKED = re.compile(r"^casework:ask:(\d{1,15}):(\d{1,9}):([raen]):(\d{1,2}):(\d{1,6}):")
# A text of this length was perhaps cut: Telegram's apps send what is longer in pieces.
FULL_MESSAGE = 4096
PROBLEM_TEXTS = {
    Problem.EMPTY: "draft-value-empty",
    Problem.NO_YEAR: "draft-value-no-year",
    Problem.SAME: "draft-value-same",
}


async def open_draft(context: Context, party: Party, draft: CaseDraft) -> None:
    """Post the card in which a draft is edited, in the chat and thread of `party`.

    For who made a draft: `draft = await casework.draft_from(...)`, then this. The caller has checked that
    whoever asked for it acts as staff, and that `party` is the staff chat; from there on every press and
    every reply is checked anew. An earlier card of the same draft points to the new one.
    """
    await show(context, party, draft)


async def show(context: Context, party: Party, draft: CaseDraft, *, notice: Html | None = None) -> None:
    """Post the draft as it stands, and let its former card point to the new one."""
    if draft.card_key is not None and await outbox.is_sent(context.session, draft.card_key):
        # Only a message that is known: a change of one that was forgotten would be sent as a new message.
        pointer = casework_cards.moved_on(draft, party.language)
        await context.revise(party.chat.id, pointer, target_key=draft.card_key)
    context.turn.replies += 1
    key = f"{KEY}card:{draft.id}:{context.turn.inbox_id}:{context.turn.replies}"
    draft.card_key, draft.thread_id = key, party.thread_id
    await context.post(party, casework_cards.editor(draft, party.language, notice=notice), key=key)


async def prompt(
    context: Context,
    party: Party,
    person: Person,
    draft: CaseDraft,
    field: Field,
    how: str,
    now: str,
    text: str,
    *,
    place: int = 0,
) -> None:
    """Ask whoever pressed for a value, with what stands there now (`now`) and an open reply to it."""
    number = FIELDS.index(field)
    context.turn.replies += 1
    turn = f"{context.turn.inbox_id}:{context.turn.replies}"
    key = f"{KEY}ask:{draft.id}:{draft.version}:{how}:{number}:{place}:{turn}"
    # Mentioned, so that only this person's app opens the reply.
    mention = f'<a href="tg://user?id={person.telegram_id}">✏️</a>'
    asked = casework_cards.prompt_text(draft, field, now, party.language, text)
    markup = {
        "force_reply": True,
        "selective": True,
        "input_field_placeholder": plain(party.language, "draft-prompt-placeholder"),
    }
    await context.post(party, Card(Html(f"{mention} {asked}")), key=key, reply_markup=markup)


async def on_reply(update: Update, context: Context) -> bool:
    """Take a reply to a question of the workshop; False when the message is none, and is for others.

    True also when nothing came of it: whoever is no staff, or sent no words, is told so.
    """
    message = message_of(update)
    asked = await _question(context, message)
    if message is None or asked is None:
        return False
    found, draft_id = asked
    party = await context.party(update)
    person = party.person
    if person is None or not await acts_as_staff(context, party):
        await context.say(party, "draft-staff-only", to=message.message_id)
        return True
    draft = await casework.load(context.session, draft_id, lock=True)
    if draft is None or not draft.state.is_open:
        await context.say(party, "draft-closed", to=message.message_id)
    elif not message.text:
        await context.say(party, "draft-needs-words", to=message.message_id)
    else:
        await _store(context, party, person, draft, found, message.text, message.message_id)
    return True


async def likenesses(context: Context, draft: CaseDraft) -> list[tuple[Pair, Case]]:
    """The cases that a draft is much like, in words, or in meaning where an encoder tells that."""
    session, index = context.session, context.index
    match = await index.match(f"{draft.title}. {draft.dilemma}")
    near = await casework_publish.nearest(session, draft, match) if index.kind != "none" else []
    meant = await index.alike(casework_publish.own_text(draft), near)
    return await casework_publish.duplicates(session, draft, match, meant)


async def _question(context: Context, message: Message | None) -> tuple[Asked, int] | None:
    """What was asked in the message that this one replies to; None when that was no question of ours."""
    replied = message.reply_to_message if message is not None else None
    if message is None or replied is None:
        return None
    key = await outbox.sent_as(
        context.session, telegram_chat_id=message.chat.id, message_id=replied.message_id
    )
    found = ASKED.match(key or "")
    if found is None or int(found[4]) >= len(FIELDS):
        return None
    return Asked(found[3], FIELDS[int(found[4])], int(found[5]), int(found[2])), int(found[1])


async def _store(
    context: Context,
    party: Party,
    person: Person,
    draft: CaseDraft,
    asked: Asked,
    typed: str,
    message_id: int,
) -> None:
    try:
        await case_values.store(context.session, draft, asked, typed, at=context.now, by=person)
    except BadValueError as error:
        sentence = _problem(error, party.language)
        await context.reply(party, Card(sentence), to=message_id)
        return
    except casework.ChangedMeanwhileError:
        await show(context, party, draft, notice=say(party.language, "draft-changed-meanwhile"))
        return
    await show(context, party, draft, notice=await _notice(context, party, draft, asked, typed))


async def _notice(context: Context, party: Party, draft: CaseDraft, asked: Asked, typed: str) -> Html | None:
    """What staff should know right after a change: that a text was cut, or that there is such a case."""
    if len(typed) >= FULL_MESSAGE:
        return say(party.language, "draft-maybe-cut")
    if asked.how != "n" and asked.field in (BY_NAME["title"], BY_NAME["dilemma"]):
        alike = await likenesses(context, draft)
        if alike:
            return say(party.language, "draft-alike-note", title=alike[0][1].title[:150])
    return None


def _problem(error: BadValueError, language: str) -> Html:
    if error.problem is Problem.TOO_LONG:
        return say(language, "draft-value-too-long", length=error.length, limit=error.limit)
    if error.problem is Problem.FULL:
        return say(language, "draft-value-full", limit=error.limit)
    return say(language, PROBLEM_TEXTS[error.problem])
