"""The answers to "is this case still right?": of the contact in private, or of staff in the staff chat."""

import re

from telegram import Message, Update

from bot.messages import Button, Card, Html
from bot.services import conversations, people, staff
from bot.services.cases import reviews as case_reviews
from bot.texts import plain, say
from handlers.cases import cases
from handlers.questions import text_of
from handlers.staff import acts_as_staff
from handlers.turn import Context, Party, Pressed
from models import Case, CaseReview, Conversation, ReviewAnswer

PRESS = re.compile(r"^ky:(\d{1,15}):([harpt])(?::(\d{1,4}))?$")
KIND = "case-review"
MOST_WORDS = 2_000


async def on_press(update: Update, context: Context) -> None:
    """Still right, change, can go, or another page."""
    pressed = await context.pressed(update, PRESS)
    if pressed is None:
        return
    party = pressed.party
    found = await case_reviews.load(context.session, int(pressed.data[1]))
    if found is None or not await _may_answer(context, pressed, *found):
        context.toast(update, party.language, "toast-outdated")
        return
    review, case = found
    if review.answered_at is not None or case.retired_at is not None:
        card = Card(say(party.language, "review-over"))
    else:
        card = await _act(context, pressed, review, case)
    await context.redraw(party, card, pressed.message_id)


async def on_words(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """What is no longer right, in the words of the contact: staff read them, and change the case."""
    words = text_of(message)[:MOST_WORDS]
    if party.person is None:
        return
    if not words:
        await context.say(party, "case-consent-words", to=message.message_id)
        return
    found = await case_reviews.load(context.session, int(conversation.data["review"]))
    await conversations.end(context.session, party.person)
    if (
        found is None
        or found[0].answered_at is not None
        or not await case_reviews.may_answer(context.session, *found, party.person)
    ):
        await context.say(party, "review-over", to=message.message_id)
        return
    review, case = found
    await _record(context, review, case, ReviewAnswer.ADJUST, party)
    await _tell_staff(context, case, "review-news-adjust", words)
    await context.say(party, "review-thanks", to=message.message_id)


async def _may_answer(context: Context, pressed: Pressed, review: CaseReview, case: Case) -> bool:
    if review.person_id is None:
        return await acts_as_staff(context, pressed.party)
    return pressed.party.is_private and await case_reviews.may_answer(
        context.session, review, case, pressed.person
    )


async def _act(context: Context, pressed: Pressed, review: CaseReview, case: Case) -> Card:
    party, verb, language = pressed.party, pressed.data[2], pressed.party.language
    if verb == "h":
        await _record(context, review, case, ReviewAnswer.HOLDS, party)
        return Card(say(language, "review-holds"))
    if verb == "r":
        return case_reviews.ask_to_retire(review, language)
    if verb == "t":
        by_contact = review.person_id is not None
        await _record(context, review, case, ReviewAnswer.RETIRE, party)
        if by_contact:
            await _tell_staff(context, case, "review-news-retired")
        return Card(say(language, "review-retired"))
    if verb == "a" and review.person_id is None:
        await _record(context, review, case, ReviewAnswer.ADJUST, party)
        await cases.edit(context, pressed, case)
        return Card(say(language, "review-over"))
    if verb == "a":
        await conversations.begin(
            context.session, pressed.person, KIND, "words", at=context.now, data={"review": review.id}
        )
        await context.say(party, "review-what")
    return case_reviews.question(review, case, language, int(pressed.data[3] or 1))


async def _record(
    context: Context, review: CaseReview, case: Case, answer: ReviewAnswer, party: Party
) -> None:
    if party.person is None:
        raise LookupError("an answer came from nobody")
    zone = context.turn.services.zone
    await case_reviews.answer(
        context.session, review, case, answer, zone=zone, at=context.now, by=party.person
    )


async def _tell_staff(context: Context, case: Case, key: str, words: str = "") -> None:
    chat = await staff.staff_chat(context.session, context.turn.services.roles)
    if chat is None:
        return
    language = people.language_for(chat, None, None, default=context.turn.services.default_language)
    text = say(language, key, title=case.title, number=case.key)
    if words:
        text = Html(f"{text}\n\n{say(language, 'quoted-words', words=words)}")
    opened = Button(plain(language, "button-open-case"), f"kc:{case.id}:o:1")
    await context.post(
        Party(None, chat, language, None),
        Card(text, [[opened]]),
        key=f"case:{case.id}:owner-says:{context.turn.inbox_id}",
    )
