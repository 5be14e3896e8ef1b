"""Asking for an introduction: from a case to private, step by step, and nothing shared before it is sent."""

import re
from datetime import datetime

from telegram import Message, Update

from bot.messages import Card
from bot.services import conversations, dilemmas
from bot.services.introductions import cards, drafts, introductions, listing
from bot.services.introductions import edits as introduction_edits
from bot.services.introductions import reach as introduction_reach
from bot.services.introductions.drafts import Who
from bot.services.introductions.introductions import NotAPartyError, TooManyError, Wish
from bot.services.introductions.states import NotNowError
from bot.texts import plain, say
from handlers.questions import is_of_another
from handlers.turn import Context, Party, Pressed
from models import (
    ApproachState,
    Candidate,
    Collective,
    Conversation,
    Dilemma,
    DilemmaState,
    IntroductionState,
    Person,
    Told,
)

# A deep link's payload: the case, and the token of the dilemma, which cannot be guessed.
LINK = re.compile(r"^i-(\d{1,15})-([A-Za-z0-9_-]{1,32})$")
DRAFT = re.compile(r"^ic:(\d{1,9}):([a-z]{1,2})(?::([a-z0-9]{1,2}))?$")

_KINDS = (drafts.ASKING, drafts.ANSWERING)


def link_to(dilemma: Dilemma, case_id: int) -> str:
    """The payload that leads from a case in a group to private."""
    return f"i-{case_id}-{dilemma.token}"


async def on_link(update: Update, context: Context, party: Party, payload: str) -> None:
    """Somebody came from a case in a group."""
    found = LINK.match(payload)
    try:
        dilemma = await dilemmas.by_token(context.session, found[2]) if found is not None else None
    except LookupError:
        dilemma = None
    if found is None or dilemma is None or party.person is None or dilemma.state is not DilemmaState.OPEN:
        await context.say(party, "link-outdated")
        return
    candidate = next((one for one in dilemma.candidates if one.case_id == int(found[1])), None)
    if dilemma.person_id != party.person.id or candidate is None:
        await context.say(party, "link-of-another")
    else:
        await begin(update, context, party, dilemma, candidate)


async def begin(
    update: Update, context: Context, party: Party, dilemma: Dilemma, candidate: Candidate
) -> None:
    """The first step, for the one who asked: what would be told."""
    person = party.person
    if person is None:
        return
    if candidate.case.retired_at is not None:
        await context.say(party, "toast-retired")
        return
    if not await _may_ask(context, party, person, candidate.case_id, None):
        return
    conversation = await drafts.begin_asking(
        context.session, person, dilemma, candidate.case_id, who(update), at=context.now
    )
    terms = context.turn.services.introductions
    found = await drafts.find_peer(context.session, person, conversation, at=context.now, terms=terms)
    if found.peer is None and not found.may_wait:
        await conversations.end(context.session, person)
        await context.say(party, "introduction-no-peer")
        return
    keep_card(conversation, await context.reply(party, await step_card(context, party, conversation)))


async def begin_pointed(
    update: Update, context: Context, party: Party, dilemma: Dilemma, collective: Collective
) -> None:
    """The first step towards a collective that staff named to the one who asked."""
    person = party.person
    if person is None or not await _may_ask(context, party, person, None, collective.id):
        return
    conversation = await drafts.begin_asking(
        context.session, person, dilemma, None, who(update), at=context.now, pointed=collective
    )
    terms = context.turn.services.introductions
    if not await drafts.can_be_sent(context.session, person, conversation, at=context.now, terms=terms):
        await conversations.end(context.session, person)
        await context.say(party, "introduction-pointed-cannot", collective=collective.name)
        return
    keep_card(conversation, await context.reply(party, await step_card(context, party, conversation)))


async def _may_ask(
    context: Context, party: Party, person: Person, case_id: int | None, pointed_id: int | None
) -> bool:
    """Whether somebody can send one more request, about this; if not, they are told."""
    requests = await introductions.of_asker(context.session, person)
    why = introductions.too_many(requests, at=context.now)
    if introductions.is_under_way(requests, case_id, pointed_id):
        why = "introduction-under-way"
    if why is not None:
        await context.say(party, why)
    return why is None


async def on_return(context: Context, party: Party, person: Person, left_at: datetime) -> None:
    """Somebody who had blocked the bot is back: say which of what they asked for is over."""
    if await listing.ended_since(context.session, person, left_at):
        await context.say(party, "introduction-away-asker")


async def on_press(update: Update, context: Context) -> None:
    """A button of a step, always of the presser's own conversation; of the last card only."""
    pressed = await context.pressed(update, DRAFT, private=True)
    if pressed is None:
        return
    conversation = await _pressed_on(context, pressed)
    if conversation is None:
        context.toast(update, pressed.party.language, "introduction-old-toast")
    elif pressed.data[2] == "x":
        await conversations.end(context.session, pressed.person)
        await context.redraw(
            pressed.party, await _stopped(context, pressed, conversation), pressed.message_id
        )
    elif pressed.data[2] == "ok" and conversation.step == "preview":
        await _send(update, context, pressed, conversation)
    else:
        await _choose(update, context, pressed, conversation)


async def _stopped(context: Context, pressed: Pressed, conversation: Conversation) -> Card:
    """What is left of a draft: who was asked sees the question again, which is still theirs to answer."""
    language = pressed.party.language
    if conversation.kind == drafts.ANSWERING:
        try:
            introduction, approach = await introductions.of_this_peer(
                context.session, conversation.data["approach"], pressed.person
            )
        except NotAPartyError:
            return Card(say(language, "introduction-stopped"))
        if approach.state in introductions.UNANSWERED:
            return await listing.question_again(context.session, introduction, approach, language)
    return Card(say(language, "introduction-stopped"))


async def _pressed_on(context: Context, pressed: Pressed) -> Conversation | None:
    """The conversation whose last card was pressed, also when something else came between."""
    session, person, card = context.session, pressed.person, int(pressed.data[1])
    current = await conversations.current(session, person, at=context.now)
    if current is not None and current.kind in _KINDS and current.data["rev"] == card:
        return current
    return await conversations.resume(
        session, person, at=context.now, which=lambda one: one.kind in _KINDS and one.data["rev"] == card
    )


async def again(context: Context, party: Party, conversation: Conversation) -> None:
    """Show the card of a draft to somebody who comes back to it."""
    keep_card(conversation, await context.reply(party, await step_card(context, party, conversation)))


async def on_typed(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """Words, or a shared number, in the middle of a request or an answer."""
    text = message.text or ""
    if text and is_of_another(message):
        await context.say(party, "forwarded")
        return
    if message.contact is not None and conversation.step == "phone":
        theirs = message.from_user is not None and message.contact.user_id == message.from_user.id
        text = _with_plus(message.contact.phone_number) if theirs else ""
        if not theirs:
            await context.say(party, "introduction-not-your-number")
            return
    step, was_phone = conversation.step, conversation.step == "phone"
    problem = drafts.typed(conversation, text, at=context.now) if text else "introduction-type"
    if problem is not None:
        await context.say(party, problem)
        return
    introduction_edits.note_words(conversation, step, message.message_id)
    if was_phone:
        await _take_keyboard_away(context, party, "introduction-noted")
    keep_card(conversation, await context.reply(party, await step_card(context, party, conversation)))


def keep_card(conversation: Conversation, card: str | int) -> None:
    """Note where the card of a draft stands: its outbox key, or its number in the private chat."""
    conversation.data = {**conversation.data, "card": card}


async def step_card(context: Context, party: Party, conversation: Conversation) -> Card:
    """What to show at the step where a conversation is."""
    person = party.person
    if person is None:
        raise LookupError("a conversation belongs to a person")
    if conversation.step != "preview":
        kept = await introduction_reach.remembered(context.session, person)
        return drafts.step_card(conversation, party.language, kept)
    if conversation.kind == drafts.ASKING:
        terms = context.turn.services.introductions
        found = await drafts.find_peer(context.session, person, conversation, at=context.now, terms=terms)
        agreed_to = found.peer.key if found.peer is not None else ""
        conversation.data = {**conversation.data, "peer": agreed_to}
        return drafts.preview(conversation, found, party.language)
    try:
        _request, approach = await introductions.of_this_peer(
            context.session, conversation.data["approach"], person
        )
    except NotAPartyError:
        return Card(say(party.language, "introduction-over-toast"))
    return drafts.peer_preview(conversation, cards.collective_name(approach.collective), party.language)


def who(update: Update) -> Who:
    """What Telegram tells of who wrote or pressed."""
    user = update.effective_user
    return Who(user.first_name if user else "", (user.username or "") if user else "")


async def _choose(update: Update, context: Context, pressed: Pressed, conversation: Conversation) -> None:
    party, found = pressed.party, pressed.data
    kept = await introduction_reach.remembered(context.session, pressed.person)
    was_phone = conversation.step == "phone"
    if not drafts.press(conversation, found[2], found[3] or "", at=context.now, kept=kept):
        context.toast(update, party.language, "introduction-old-toast")
        return
    card = await step_card(context, party, conversation)
    keep_card(conversation, pressed.message_id)
    await context.redraw(party, card, pressed.message_id)
    if was_phone and conversation.step != "phone":
        await _take_keyboard_away(context, party, "introduction-no-number")
    if conversation.step == "phone":
        share = {"text": plain(party.language, "button-introduction-share-number"), "request_contact": True}
        keyboard = {"keyboard": [[share]], "one_time_keyboard": True, "resize_keyboard": True}
        key = f"update:{context.turn.inbox_id}:keyboard"
        asked = Card(say(party.language, "introduction-phone-share"))
        await context.post(party, asked, key=key, reply_markup=keyboard)


async def _take_keyboard_away(context: Context, party: Party, text: str) -> None:
    """Telegram takes a keyboard away with a message, and that message can have no other buttons."""
    key = f"update:{context.turn.inbox_id}:keyboard"
    card = Card(say(party.language, text))
    await context.post(party, card, key=key, reply_markup={"remove_keyboard": True})


async def _send(update: Update, context: Context, pressed: Pressed, conversation: Conversation) -> None:
    """The yes under a preview."""
    party, person = pressed.party, pressed.person
    if conversation.data["remember"]:
        await introduction_reach.remember(
            context.session,
            person,
            drafts.contact(conversation),
            language=party.language,
            at=context.now,
        )
    try:
        card = (
            await _request(context, party, person, conversation)
            if conversation.kind == drafts.ASKING
            else await _answer(context, party, person, conversation)
        )
    except TooManyError as error:
        card = Card(say(party.language, error.why))
    except (NotNowError, NotAPartyError):
        context.toast(update, party.language, "introduction-over-toast")
        card = Card(say(party.language, "introduction-over"))
    await conversations.end(context.session, person)
    await context.redraw(party, card, pressed.message_id)


async def _request(context: Context, party: Party, person: Person, conversation: Conversation) -> Card:
    data = conversation.data
    number, name = await drafts.own_collective(context.session, conversation)
    wish = Wish(
        case_id=data["case"],
        pointed_id=data.get("pointed"),
        dilemma_id=data["dilemma"],
        told=Told(data["told"]),
        text=data["text"],
        contact=drafts.contact(conversation),
        collective_id=number,
        collective_name=name,
        agreed_to=data["peer"],
        language=party.language,
    )
    terms = context.turn.services.introductions
    introduction = await introductions.request(context.session, person, wish, at=context.now, terms=terms)
    if introduction.state is IntroductionState.ENDED:
        return Card(say(party.language, "introduction-no-peer"))
    approach = introduction.open_approach
    asked = approach is not None and approach.asker_agreed_at is not None
    return cards.requested(introduction, approach if asked else None, party.language)


async def _answer(context: Context, party: Party, person: Person, conversation: Conversation) -> Card:
    approach = await introductions.peer_agrees(
        context.session,
        conversation.data["approach"],
        person,
        drafts.contact(conversation),
        language=party.language,
        at=context.now,
        terms=context.turn.services.introductions,
    )
    if approach.state is ApproachState.CALLED_OFF:
        return Card(say(party.language, "introduction-away-peer"))
    if approach.decided_at is not None:
        return Card(say(party.language, "introduction-made"))
    return cards.waiting_for_asker(approach, cards.collective_name(approach.collective), party.language)


def _with_plus(number: str) -> str:
    """Telegram gives a number with its country code, in some apps without the plus."""
    return number if number.startswith("+") else f"+{number}"
