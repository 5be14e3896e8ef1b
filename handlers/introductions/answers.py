"""Answers about an introduction: of the peer, the asker, staff, and of both afterwards; and `/contacten`."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from telegram import Message, Update

from bot.messages import Button, Card
from bot.services import audit, conversations, staff
from bot.services.introductions import cards, drafts, introductions, listing
from bot.services.introductions import follow_ups as introduction_follow_ups
from bot.services.introductions import post as introduction_post
from bot.services.introductions.follow_ups import Said
from bot.services.introductions.introductions import NotAPartyError
from bot.services.introductions.states import ApproachEvent, NotNowError
from bot.services.introductions.terms import Terms
from bot.texts import plain, say
from handlers.introductions.introductions import keep_card, step_card, who
from handlers.turn import Context, Party, Pressed
from models import Approach, ApproachState, Conversation, Helped, IntroductionState, Spoken

PEER = re.compile(r"^ip:(\d{1,15}):([ylnpdts])(?::(\d))?$")
ASKER = re.compile(r"^ia:(\d{1,15}):([ynws]):(\d{1,15})$")
STAFF = re.compile(r"^is:(\d{1,15}):([yn])$")
AFTERWARDS = re.compile(r"^if:(\d{1,15}):([shcw]):([a-z]{2,8})$")
WORDS = "introduction-words"


async def on_contacts(update: Update, context: Context) -> None:
    """`/contacten`."""
    await show(context, await context.party(update))


async def show(context: Context, party: Party) -> None:
    """The list in private; in a group the way there."""
    if not party.is_private or party.person is None:
        url = f"https://t.me/{context.bot_name}?start=contacten"
        link = Button(plain(party.language, "button-go-private"), url=url)
        await context.reply(party, Card(say(party.language, "introduction-list-private"), [[link]]))
        return
    await context.reply(party, await listing.overview(context.session, party.person, party.language))


async def on_peer(update: Update, context: Context) -> None:
    """A button under a question to a peer; only who is asked can press it."""
    pressed = await context.pressed(update, PEER, private=True)
    if pressed is None:
        return
    try:
        card = await _PEER[pressed.data[2]](update, context, pressed)
    except NotAPartyError:
        context.toast(update, pressed.party.language, "toast-outdated")
    except NotNowError:
        context.toast(update, pressed.party.language, "introduction-over-toast")
        await context.redraw(
            pressed.party, Card(say(pressed.party.language, "introduction-over")), pressed.message_id
        )
    else:
        await context.redraw(pressed.party, card, pressed.message_id)


async def _yes(update: Update, context: Context, pressed: Pressed) -> Card:
    _request, approach = await _unanswered(context, pressed)
    conversation = await drafts.begin_answering(
        context.session, pressed.person, approach.id, who(update), at=context.now
    )
    keep_card(conversation, pressed.message_id)
    return await step_card(context, pressed.party, conversation)


async def _later(_update: Update, context: Context, pressed: Pressed) -> Card:
    approach = await introductions.peer_waits(
        context.session, int(pressed.data[1]), pressed.person, at=context.now
    )
    return _told(context, ApproachEvent.PEER_WAITS, approach, pressed)


async def _no(_update: Update, context: Context, pressed: Pressed) -> Card:
    approach = await introductions.peer_declines(
        context.session, int(pressed.data[1]), pressed.person, at=context.now, terms=_terms(context)
    )
    return _told(context, ApproachEvent.PEER_DECLINES, approach, pressed)


async def _pause(_update: Update, context: Context, pressed: Pressed) -> Card:
    if pressed.data[3] is None:
        _request, approach = await _unanswered(context, pressed)
        return cards.pauses(approach, pressed.party.language)
    if pressed.data[3] not in cards.PAUSES:
        raise NotAPartyError
    days = cards.PAUSES[pressed.data[3]]
    approach = await introductions.peer_pauses(
        context.session,
        int(pressed.data[1]),
        pressed.person,
        None if days is None else context.now + timedelta(days=days),
        at=context.now,
        terms=_terms(context),
    )
    return _told(context, ApproachEvent.PEER_PAUSES, approach, pressed)


async def _deputy(update: Update, context: Context, pressed: Pressed) -> Card:
    approach = await introductions.peer_hands_over(
        context.session, int(pressed.data[1]), pressed.person, at=context.now, terms=_terms(context)
    )
    if approach.person_id == pressed.person.id:
        context.toast(update, pressed.party.language, "introduction-no-other-toast", alert=True)
        return await _see(update, context, pressed)
    return _told(context, ApproachEvent.HANDED_OVER, approach, pressed)


async def _retract(_update: Update, context: Context, pressed: Pressed) -> Card:
    approach = await introductions.peer_retracts(
        context.session, int(pressed.data[1]), pressed.person, at=context.now, terms=_terms(context)
    )
    return _told(context, ApproachEvent.PEER_RETRACTS, approach, pressed)


async def _see(_update: Update, context: Context, pressed: Pressed) -> Card:
    """The question as it stands, or the contact card once it was made."""
    introduction, approach = await introductions.of_this_peer(
        context.session, int(pressed.data[1]), pressed.person
    )
    language = pressed.party.language
    if approach.is_open:
        return await listing.question_again(context.session, introduction, approach, language)
    card = listing.card_again(introduction, approach, language, to_peer=True)
    if card is None:
        raise NotNowError
    return card


_PEER: Mapping[str, Callable[[Update, Context, Pressed], Awaitable[Card]]] = {
    "y": _yes,
    "l": _later,
    "n": _no,
    "p": _pause,
    "d": _deputy,
    "t": _retract,
    "s": _see,
}


async def on_asker(update: Update, context: Context) -> None:
    """A button of one's own request."""
    pressed = await context.pressed(update, ASKER, private=True)
    if pressed is None:
        return
    language = pressed.party.language
    try:
        card = await _of_asker(context, pressed)
    except NotAPartyError:
        context.toast(update, language, "toast-outdated")
    except NotNowError:
        context.toast(update, language, "introduction-over-toast")
    else:
        await context.redraw(pressed.party, card, pressed.message_id)


async def _of_asker(context: Context, pressed: Pressed) -> Card:
    number, approach_id, language = int(pressed.data[1]), int(pressed.data[3]), pressed.party.language
    session, at, terms = context.session, context.now, _terms(context)
    match pressed.data[2]:
        case "y":
            introduction = await introductions.asker_agrees(
                session, number, approach_id, pressed.person, at=at, terms=terms
            )
            made = introduction.state is IntroductionState.MADE
            return Card(say(language, "introduction-made")) if made else cards.agreed(language)
        case "n":
            introduction = await introductions.asker_refuses(
                session, number, approach_id, pressed.person, at=at, terms=terms
            )
            over = introduction.state is IntroductionState.ENDED
            return Card(say(language, "introduction-refused-last" if over else "introduction-refused"))
        case "w":
            await introductions.asker_withdraws(session, number, pressed.person, at=at, terms=terms)
            return cards.withdrawn(language)
    introduction = await introductions.of_this_asker(session, number, pressed.person)
    made_with = next((one for one in introduction.approaches if one.state is ApproachState.MADE), None)
    card = listing.card_again(introduction, made_with, language, to_peer=False) if made_with else None
    if card is None:
        raise NotNowError
    return card


async def on_staff(update: Update, context: Context) -> None:
    """ "Gedaan" or "lukt niet" under a task in the staff chat; decided by user id and chat together."""
    pressed = await context.pressed(update, STAFF)
    if pressed is None:
        return
    party, language = pressed.party, pressed.party.language
    roles = context.turn.services.roles
    if not await staff.acts_as_staff(
        context.session, roles, pressed.person.telegram_id, party.chat.telegram_id
    ):
        context.toast(update, language, "toast-outdated")
        return
    done = pressed.data[2] == "y"
    act = introductions.staff_done if done else introductions.staff_failed
    try:
        introduction, approach = await act(
            context.session, int(pressed.data[1]), at=context.now, terms=_terms(context)
        )
    except (NotAPartyError, NotNowError):
        context.toast(update, language, "introduction-over-toast")
        return
    await audit.record(
        context.session,
        at=context.now,
        actor=pressed.person,
        action=_STAFF_ACTIONS.get(approach.state, "introduction-done"),
        subject=f"approach:{approach.id}",
    )
    if approach.state is ApproachState.PEER_YES:
        about = await introduction_post.about(context.session, introduction, approach, language)
        card = cards.staff_task(introduction, approach, about, language, waiting=True)
    else:
        card = cards.staff_over(introduction, language, key=_STAFF_ENDS[approach.state])
    await context.redraw(party, card, pressed.message_id)


_STAFF_ENDS = {
    ApproachState.MADE: "introduction-staff-made",
    ApproachState.DECLINED: "introduction-staff-failed",
    ApproachState.PASSED: "introduction-staff-gone",
    ApproachState.CALLED_OFF: "introduction-staff-away",
}
_STAFF_ACTIONS = {
    ApproachState.DECLINED: "introduction-failed",
    ApproachState.PASSED: "introduction-passed-over",
    ApproachState.CALLED_OFF: "introduction-called-off",
}


async def on_afterwards(update: Update, context: Context) -> None:
    """A button under the questions of two weeks later."""
    pressed = await context.pressed(update, AFTERWARDS, private=True)
    if pressed is None:
        return
    party, number = pressed.party, int(pressed.data[1])
    try:
        said = _said(pressed.data[2], pressed.data[3])
        follow_up = await introduction_follow_ups.answer(
            context.session, number, pressed.person, said, language=party.language, at=context.now
        )
    except (NotAPartyError, ValueError):
        context.toast(update, party.language, "toast-outdated")
        return
    except NotNowError:
        context.toast(update, party.language, "introduction-answered-toast")
        return
    if pressed.data[2] == "w":
        await conversations.begin(
            context.session, pressed.person, WORDS, "words", at=context.now, data={"follow_up": number}
        )
        await context.redraw(party, Card(say(party.language, "introduction-words")), pressed.message_id)
        return
    card = await introduction_follow_ups.question(context.session, follow_up, party.language)
    await context.redraw(party, card, pressed.message_id)


async def on_words(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """What somebody likes to add afterwards."""
    text = message.text or ""
    if party.person is None or not text:
        await context.say(party, "introduction-type")
        return
    number = conversation.data["follow_up"]
    await conversations.end(context.session, party.person)
    try:
        await introduction_follow_ups.answer(
            context.session,
            number,
            party.person,
            Said(words=text),
            language=party.language,
            at=context.now,
        )
    except NotAPartyError:
        await context.say(party, "introduction-over")
        return
    await context.say(party, "introduction-words-noted")


def _said(verb: str, value: str) -> Said:
    """What a button says; ValueError for what no button says."""
    match verb:
        case "s":
            return Said(spoken=Spoken(value))
        case "h":
            return Said(helped=Helped(value))
        case "c" if value in ("yes", "no"):
            return Said(may_count=value == "yes")
        case "w":
            return Said()
    raise ValueError(value)


async def _unanswered(context: Context, pressed: Pressed) -> tuple[object, Approach]:
    introduction, approach = await introductions.of_this_peer(
        context.session, int(pressed.data[1]), pressed.person
    )
    if approach.state not in (ApproachState.OFFERED, ApproachState.ASKER_YES):
        raise NotNowError
    return introduction, approach


def _told(context: Context, event: ApproachEvent, approach: Approach, pressed: Pressed) -> Card:
    name = cards.collective_name(approach.collective)
    return cards.answered(event, approach, name, pressed.party.language, context.turn.services.zone)


def _terms(context: Context) -> Terms:
    return context.turn.services.introductions
