"""A collective reads what is to be told of it, in private, and says yes, no, or what should change."""

import re

from telegram import Message, Update

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Button, Card, Html, shorten
from bot.services import answers, conversations, people, staff
from bot.services.cases import casework, casework_cards
from bot.services.cases import publish as casework_publish
from bot.services.cases.publish import Ask
from bot.services.collectives import collectives
from bot.texts import plain, say
from handlers.questions import text_of
from handlers.turn import Context, Party
from models import Agreement, Case, CaseDraft, Conversation, DraftState, MessageClass, Person

PRESS = re.compile(r"^kq:(\d{1,15}):(\d{1,9}):([ycnp])(?::(\d{1,4}))?$")
KIND = "case-words"
MOST_WORDS = 2_000
ANSWERS = {"y": Agreement.GIVEN, "n": Agreement.REFUSED}
THANKS = {Agreement.GIVEN: "case-consent-given", Agreement.REFUSED: "case-consent-refused"}
STAFF_TEXTS = {
    Agreement.GIVEN: "draft-news-given",
    Agreement.REFUSED: "draft-news-refused",
    Agreement.CHANGES: "draft-news-changes",
}


async def put_question(context: Context, draft: CaseDraft, ask: Ask) -> None:
    """Show the contact of a collective the text exactly as it will be shown, with yes, change and no."""
    chat = await collectives.private_chat(context.session, ask.contact)
    if chat is None:
        return
    language = people.language_for(chat, ask.contact, None, default=context.turn.services.default_language)
    key = f"case-draft:{draft.id}:ask:{draft.version}:{context.now.date().isoformat()}"
    # Two messages: the second is the text exactly as residents will read it, and nothing else.
    intro = Card(say(language, casework_publish.CONSENT_TEXT))
    for part, card in (("intro", intro), ("text", _question(draft, language, 1))):
        message = Outgoing(
            key=f"{key}:{part}", chat_id=chat.id, payload=card.payload(), message_class=MessageClass.RELAY
        )
        await outbox.add(context.session, message, at=context.now)


async def tell_published(context: Context, draft: CaseDraft, case: Case) -> None:
    """Tell the one who agreed that the story is in the library now."""
    if draft.agreement is not Agreement.GIVEN or draft.agreed_by_id is None:
        return
    person = await context.session.get(Person, draft.agreed_by_id)
    chat = None if person is None else await collectives.private_chat(context.session, person)
    if chat is None:
        return
    language = people.language_for(chat, person, None, default=context.turn.services.default_language)
    await outbox.add(
        context.session,
        Outgoing(
            key=f"case:{case.id}:published:{draft.id}",
            chat_id=chat.id,
            payload=Card(say(language, "case-consent-published", title=case.title)).payload(),
            message_class=MessageClass.NOTICE,
        ),
        at=context.now,
    )


async def on_press(update: Update, context: Context) -> None:
    """Yes, change this, no, or another page; only of who speaks for the collective."""
    pressed = await context.pressed(update, PRESS, private=True)
    if pressed is None:
        return
    party, found = pressed.party, pressed.data
    draft = await casework.load(context.session, int(found[1]), lock=True)
    if draft is None or not await casework_publish.may_answer(context.session, draft, pressed.person):
        context.toast(update, party.language, "toast-outdated")
        return
    if draft.state is not DraftState.WAITING or int(found[2]) != draft.version:
        # The text changed, or somebody else of the collective answered: these buttons have done their work.
        card = Card(say(party.language, "case-consent-over"))
    elif found[3] == "p":
        card = _question(draft, party.language, int(found[4] or 1))
    elif found[3] == "c":
        await conversations.begin(
            context.session,
            pressed.person,
            KIND,
            "words",
            at=context.now,
            data={"draft": draft.id, "version": draft.version},
        )
        await context.say(party, "case-consent-what")
        return
    else:
        agreement = ANSWERS[found[3]]
        await _answer(context, draft, agreement, party, pressed.person)
        card = Card(say(party.language, THANKS[agreement]))
    await context.redraw(party, card, pressed.message_id)


async def on_words(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """What should change, in the words of the collective: staff read them, and change the draft."""
    words = text_of(message)[:MOST_WORDS]
    if party.person is None:
        return
    if not words:
        await context.say(party, "case-consent-words", to=message.message_id)
        return
    draft = await casework.load(context.session, int(conversation.data["draft"]), lock=True)
    await conversations.end(context.session, party.person)
    fits = (
        draft is not None
        and draft.state is DraftState.WAITING
        and draft.version == conversation.data["version"]
        and await casework_publish.may_answer(context.session, draft, party.person)
    )
    if draft is None or not fits:
        await context.say(party, "case-consent-over", to=message.message_id)
        return
    await _answer(context, draft, Agreement.CHANGES, party, party.person, words)
    await context.say(party, "case-consent-changes", to=message.message_id)


async def _answer(
    context: Context, draft: CaseDraft, agreement: Agreement, party: Party, person: Person, words: str = ""
) -> None:
    await casework_publish.answer(
        context.session, draft, agreement, language=party.language, at=context.now, by=person
    )
    chat = await staff.staff_chat(context.session, context.turn.services.roles)
    if chat is None:
        return
    language = people.language_for(chat, None, None, default=context.turn.services.default_language)
    text = say(language, STAFF_TEXTS[agreement], number=draft.id, title=shorten(draft.title, 150))
    if words:
        text = Html(f"{text}\n\n{say(language, 'quoted-words', words=words)}")
    opened = Button(plain(language, "button-open-draft"), f"kd:{draft.id}:{draft.version}:v:1")
    await context.post(
        Party(None, chat, language, draft.thread_id),
        Card(text, [[opened]]),
        key=f"case-draft:{draft.id}:answer:{draft.version}:{context.turn.inbox_id}",
    )
    if draft.card_key is not None and await outbox.is_sent(context.session, draft.card_key):
        # What staff have open would go on saying that the collective was asked.
        await context.revise(chat.id, casework_cards.editor(draft, language), target_key=draft.card_key)


def _question(draft: CaseDraft, language: str, page: int) -> Card:
    sheets = casework_cards.preview_pages(draft, language)
    page = min(max(page, 1), len(sheets))
    turn = answers.page_buttons(language, page, len(sheets), lambda to: _data(draft, "p", to))
    rows = [
        turn,
        [Button(plain(language, "button-consent-yes"), _data(draft, "y"), style="success")],
        [
            Button(plain(language, "button-consent-change"), _data(draft, "c")),
            Button(plain(language, "button-consent-no"), _data(draft, "n")),
        ],
    ]
    return Card(sheets[page - 1], rows)


def _data(draft: CaseDraft, verb: str, *numbers: int) -> str:
    return ":".join(["kq", str(draft.id), str(draft.version), verb, *map(str, numbers)])
