"""A resident and a question that is before staff: answering back, saying whether it helped, editing."""

import re
from datetime import timedelta

from sqlalchemy import bindparam, select
from telegram import Message, Update

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Button, Card
from bot.services import conversations
from bot.services.collectives import collectives
from bot.services.escalations import escalations, relays
from bot.texts import plain, say
from handlers import dilemmas
from handlers.escalations import staffroom
from handlers.introductions import introductions
from handlers.questions import is_person
from handlers.saying import said_of
from handlers.turn import Context, Party, message_of
from models import (
    AnswerPlace,
    Conversation,
    Direction,
    Escalation,
    EscalationState,
    MessageClass,
    Person,
    Relayed,
    RelayKind,
    RelayState,
)

BACK = re.compile(r"^eb:(\d{1,15}):([chnr])$")
# A deep link's payload: what staff sent, and the token of the dilemma, which cannot be guessed.
POINTED = re.compile(r"^ip-(\d{1,15})-([A-Za-z0-9_-]{1,32})$")
WHICH = re.compile(r"^ep:(\d{1,15}):([yn])$")
KIND = "staff-reply"
# Who pressed "Reageer" and typed nothing for this long means something else by what they type next.
WORDS_PATIENCE = timedelta(hours=1)


async def on_press(update: Update, context: Context) -> None:
    """A button under what staff sent: it helped, it did not, respond."""
    pressed = await context.pressed(update, BACK)
    if pressed is None:
        return
    party = pressed.party
    found = await _mine(context, int(pressed.data[1]), party, pressed.person)
    if found is None:
        context.toast(update, party.language, "toast-asker-only")
        return
    relayed, escalation = found
    if pressed.data[2] == "c":
        await _introduce(update, context, party, relayed, escalation)
        return
    if pressed.data[2] == "r":
        await _respond(update, context, party, pressed.person, escalation)
        return
    helped = pressed.data[2] == "h"
    news = await escalations.judged(
        context.session, context.turn.services.desk, escalation, helped=helped, at=context.now
    )
    thanks = "toast-staff-helped" if helped else "toast-staff-not-helped"
    context.toast(update, party.language, thanks if news else "toast-staff-judged", alert=news)


async def on_pointed(update: Update, context: Context, party: Party, payload: str) -> None:
    """Somebody came from a group, where staff named a collective to them."""
    found = POINTED.match(payload)
    mine = (
        await _mine(context, int(found[1]), party, party.person)
        if found is not None and party.person is not None
        else None
    )
    if found is None or mine is None or mine[1].dilemma.token != found[2]:
        await context.say(party, "link-outdated")
        return
    await _introduce(update, context, party, *mine)


async def _introduce(
    update: Update, context: Context, party: Party, relayed: Relayed, escalation: Escalation
) -> None:
    """Who wants to meet the collective goes on in private: what is shared is nobody else's business."""
    collective = (
        await collectives.by_id(context.session, relayed.collective_id)
        if relayed.collective_id is not None
        else None
    )
    if not party.is_private:
        context.open_private(update, f"ip-{relayed.id}-{escalation.dilemma.token}")
    elif collective is None:
        await context.say(party, "introduction-pointed-gone")
    else:
        await introductions.begin_pointed(update, context, party, escalation.dilemma, collective)


async def on_reply(update: Update, context: Context) -> bool:
    """Take a reply of the resident to what staff sent, and what follows in its album; False for any other."""
    party, message = await context.party(update), message_of(update)
    if message is None or party.person is None or not is_person(message):
        return False
    escalation_id = await _answered_by(context, message, party.person)
    if escalation_id is None:
        return False
    escalation = await escalations.load(context.session, escalation_id)
    await _pass_on(context, party, party.person, escalation, message)
    return True


async def on_step(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """What comes after "Reageer" in private goes to staff; the message after that is a question again."""
    person = party.person
    if person is None:
        return
    await conversations.end(context.session, person, KIND)
    try:
        escalation = await escalations.load(context.session, int(conversation.data["escalation"]))
    except LookupError:
        await context.say(party, "link-outdated")
        return
    await _pass_on(context, party, person, escalation, message)


# Built once: it is asked for every question in private, and building it costs as much as asking it.
_WAITING = (
    select(Escalation.id)
    .where(
        Escalation.person_id == bindparam("who"),
        Escalation.state == EscalationState.ASKED_BACK,
        Escalation.wants == AnswerPlace.PRIVATE,
    )
    .order_by(Escalation.staff_acted_at.desc())
    .limit(1)
)


async def on_plain(update: Update, context: Context) -> bool:
    """Words in private while staff wait for an answer: ask whether these are it; False when nobody waits."""
    party, message = await context.party(update), message_of(update)
    if message is None or party.person is None or not party.is_private or not is_person(message):
        return False
    waiting = await context.session.scalar(_WAITING, {"who": party.person.id})
    if waiting is None:
        return False
    escalation = await escalations.load(context.session, waiting)
    first, relayed = await _hold(context, escalation, message, party.person)
    if not first:
        return True
    rows = [
        [Button(plain(party.language, "button-staff-is-answer"), f"ep:{relayed.id}:y", style="primary")],
        [Button(plain(party.language, "button-staff-is-new"), f"ep:{relayed.id}:n")],
    ]
    card = Card(say(party.language, "staff-is-it-an-answer"), rows)
    await context.reply(party, card, to=message.message_id)
    return True


async def on_which(update: Update, context: Context) -> None:
    """The resident says whether the words in private were for staff, or a question of their own."""
    pressed = await context.pressed(update, WHICH, private=True)
    if pressed is None:
        return
    party, person = pressed.party, pressed.person
    try:
        relayed, escalation = await relays.locked(context.session, int(pressed.data[1]))
    except LookupError:
        context.toast(update, party.language, "toast-outdated")
        return
    mine = relayed.author_id == person.id and relayed.direction is Direction.TO_STAFF
    if not mine or relayed.state is not RelayState.WAITING:
        context.toast(update, party.language, "toast-outdated")
    elif pressed.data[2] == "n":
        words, message_id = relayed.words, relayed.source_message or 0
        await relays.keep(context.session, relayed)
        await context.redraw(party, Card(say(party.language, "staff-new-question")), pressed.message_id)
        await dilemmas.pose(context, party, person, words, message_id)
    else:
        key = await _release(context, relayed, escalation)
        await context.redraw(party, Card(say(party.language, key)), pressed.message_id)


async def on_edited(update: Update, context: Context) -> None:
    """Somebody changed a message: its copy changes; what was not passed on may be a dilemma."""
    message = message_of(update)
    if message is None:
        return
    known = await relays.known(context.session, message.chat.id, message.message_id)
    if known is None:
        await dilemmas.on_edited(update, context)
        return
    party = await context.party(update)
    relayed, escalation = await relays.locked(context.session, known)
    if party.person is None or party.person.id != relayed.author_id:
        return
    if relayed.direction is Direction.TO_RESIDENT:
        await staffroom.on_edited(context, party, party.person, message, relayed, escalation)
        return
    desk = context.turn.services.desk
    await relays.edited(context.session, desk, relayed, escalation, said_of(message), at=context.now)


async def _mine(
    context: Context, relayed_id: int, party: Party, person: Person
) -> tuple[Relayed, Escalation] | None:
    """What staff sent to this resident, here; None for what went to others, or elsewhere."""
    try:
        relayed, escalation = await relays.locked(context.session, relayed_id)
    except LookupError:
        return None
    here = party.is_private or escalation.dilemma.chat_id == party.chat.id
    sent = relayed.direction is Direction.TO_RESIDENT and relayed.state is RelayState.PASSED
    return (relayed, escalation) if here and sent and escalation.person_id == person.id else None


async def _respond(
    update: Update, context: Context, party: Party, person: Person, escalation: Escalation
) -> None:
    if escalation.is_closed:
        context.toast(update, party.language, "toast-staff-closed", alert=True)
    elif party.is_private:
        data = {"escalation": escalation.id}
        await conversations.begin(
            context.session, person, KIND, "words", at=context.now, data=data, patience=WORDS_PATIENCE
        )
        await context.say(party, "staff-respond-private")
    else:
        context.toast(update, party.language, "toast-staff-respond-here", alert=True)


async def _answered_by(context: Context, message: Message, person: Person) -> int | None:
    """The question of this resident that a message goes on with; None when it is about something else."""
    if message.media_group_id is not None:
        going_on = await context.session.scalar(
            select(Relayed.escalation_id)
            .where(
                Relayed.album == message.media_group_id,
                Relayed.author_id == person.id,
                Relayed.direction == Direction.TO_STAFF,
                Relayed.state == RelayState.PASSED,
            )
            .limit(1)
        )
        if going_on is not None:
            return going_on
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.from_user.id != context.turn.services.bot.id:
        return None
    key = await outbox.sent_as(
        context.session, telegram_chat_id=message.chat.id, message_id=replied.message_id
    )
    number = relays.number_in(key) if key is not None else None
    if number is None:
        return None
    return await context.session.scalar(
        select(Relayed.escalation_id)
        .join(Relayed.escalation)
        .where(
            Relayed.id == number,
            Relayed.direction == Direction.TO_RESIDENT,
            Escalation.person_id == person.id,
        )
    )


async def _pass_on(
    context: Context, party: Party, person: Person, escalation: Escalation, message: Message
) -> None:
    """Give a message of the resident to staff, and tell that it was given, or why not."""
    session, said = context.session, said_of(message)
    if escalation.person_id != person.id:
        return
    if await relays.known(session, said.chat, said.message) is not None:
        return
    if escalation.is_closed:
        await context.say(party, "staff-closed", to=message.message_id)
        return
    follows = await relays.beginning_of_album(session, escalation, said) is not None
    desk = context.turn.services.desk
    relayed = await relays.from_resident(session, desk, escalation, said, person, at=context.now)
    if relayed is None:
        # Once an hour: otherwise whoever sends too much would get as much back.
        key = f"{escalation.subject}:full:{context.now:%Y%m%d%H}"
        await context.post(party, Card(say(party.language, "staff-full")), key=key, to=message.message_id)
    elif party.is_private and not follows:
        await context.say(party, "staff-passed-on", to=message.message_id)
    elif not party.is_private:
        await _nod(context, party, message)


async def _nod(context: Context, party: Party, message: Message) -> None:
    """A reaction in a group: one message less for the neighbours to read."""
    payload = {"message_id": message.message_id, "reaction": [{"type": "emoji", "emoji": "👍"}]}
    nod = Outgoing(
        key=f"nod:{party.chat.id}:{message.message_id}",
        chat_id=party.chat.id,
        method="setMessageReaction",
        payload=payload,
        message_class=MessageClass.REMINDER,
    )
    await outbox.add(context.session, nod, at=context.now)


async def _hold(
    context: Context, escalation: Escalation, message: Message, person: Person
) -> tuple[bool, Relayed]:
    """Keep what may be an answer until its writer says so; True with it for the first of an album."""
    said = said_of(message)
    first = await relays.beginning_of_album(context.session, escalation, said)
    relayed = await relays.draft(
        context.session,
        escalation,
        said,
        RelayKind.REPLY,
        person,
        direction=Direction.TO_STAFF,
        at=context.now,
    )
    return first is None, relayed


async def _release(context: Context, relayed: Relayed, escalation: Escalation) -> str:
    """Pass on what was held, with its album; the text to tell the resident."""
    if escalation.is_closed:
        await relays.keep(context.session, relayed)
        return "staff-closed"
    desk = context.turn.services.desk
    passed = await relays.release_held(context.session, desk, relayed, escalation, at=context.now)
    return "staff-passed-on" if passed else "staff-full"
