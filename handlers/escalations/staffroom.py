"""The staff chat: what is said in it, and which of that is for a resident.

Only a reply to the card of a question, to what its resident wrote, or to the bot's "wat wil je vragen?" can
be for the resident, and only of somebody of staff who writes as themselves. All else stays among staff.
"""

import re

from telegram import Message, Update

from bot.delivery import outbox
from bot.messages import Card
from bot.services.escalations import cards as escalation_cards
from bot.services.escalations import escalations, experts, relays
from bot.services.escalations import watch as escalation_watch
from bot.services.escalations.relay_forms import is_note
from bot.services.staff import is_staff_chat
from bot.texts import say
from handlers import basics
from handlers.escalations import pointing, search
from handlers.questions import is_person, text_of
from handlers.saying import said_of
from handlers.staff import acts_as_staff, staff_press
from handlers.turn import Context, Party, message_of
from models import Direction, Escalation, Person, Relayed, RelayKind, RelayState, StaffMember

ABOUT = re.compile(r"^escalation:(\d{1,15}):(card|ask|search|point):")
EXPERT = re.compile(r"^ee:(\d{1,15})$")


async def on_reply(update: Update, context: Context) -> bool:
    """Take what may be for a resident; False for everything else, in the staff chat or not."""
    message = message_of(update)
    if message is None or not await _is_here(context, message):
        return False
    meant = await _meant_for(context, message)
    if meant is None:
        return False
    escalation_id, what = meant
    party = await context.party(update)
    hint = await _why_not(context, party, message)
    try:
        escalation = await escalations.load(context.session, escalation_id)
    except LookupError:
        return False
    number = escalation_cards.number_of(escalation)
    if hint is not None:
        user_id = message.from_user.id if message.from_user is not None else 0
        await context.say(party, hint, to=message.message_id, id=str(user_id))
    elif what == "search":
        await search.search(context, party, escalation, text_of(message))
    elif what == "point":
        await pointing.search(context, party, escalation, text_of(message))
    elif escalation.is_closed and not is_note(text_of(message)):
        await context.say(party, "escalation-hint-closed", to=message.message_id, number=number)
    elif party.person is not None:
        kind = RelayKind.QUESTION if what == "ask" else RelayKind.ANSWER
        await _take(context, party, party.person, escalation, message, kind)
    return True


async def on_other(update: Update, context: Context) -> bool:
    """Whatever else is said in the staff chat stays there; who may not know that is told once."""
    message = message_of(update)
    if message is None or not await _is_here(context, message):
        return False
    party = await context.party(update)
    if await _answers_bot(context, message):
        await context.say(party, "escalation-hint-wrong", to=message.message_id)
    elif party.person is not None and await _is_in_topic(context, message):
        await _hint_once(context, party, party.person, message)
    return True


async def on_open(update: Update, context: Context) -> None:
    """`/open`: what waits for staff."""
    party = await context.party(update)
    if not await acts_as_staff(context, party):
        await _not_here(update, context, party)
        return
    waiting = await escalation_watch.open_ones(context.session)
    desk = context.turn.services.desk
    await context.reply(party, escalation_cards.open_list(waiting, desk, party.language, context.now))


async def on_experts(update: Update, context: Context) -> None:
    """`/experts`: the list; with a line behind it, one more."""
    party = await context.party(update)
    if party.person is None or not await acts_as_staff(context, party):
        await _not_here(update, context, party)
        return
    line = " ".join(context.args or ())
    if line:
        new = experts.read(line)
        if new is None:
            await context.say(party, "experts-unreadable")
            return
        if not await experts.add(context.session, new, party.person, at=context.now):
            await context.say(party, "experts-full")
            return
    found = await experts.listed(context.session)
    await context.reply(party, experts.card(found, party.language))


async def on_expert_press(update: Update, context: Context) -> None:
    """Take an expert off the list."""
    pressed = await staff_press(update, context, EXPERT)
    if pressed is None:
        return
    await experts.remove(context.session, int(pressed.data[1]), pressed.person, at=context.now)
    found = await experts.listed(context.session)
    await context.redraw(pressed.party, experts.card(found, pressed.party.language), pressed.message_id)


async def _take(
    context: Context,
    party: Party,
    person: Person,
    escalation: Escalation,
    message: Message,
    kind: RelayKind,
) -> None:
    """A reply that may go to the resident: at once, after a look by its writer, or not at all."""
    session, desk, said = context.session, context.turn.services.desk, said_of(message)
    if await relays.known(session, said.chat, said.message) is not None:
        return
    first = await relays.beginning_of_album(session, escalation, said)
    kind = first.kind if first is not None else kind
    relayed = await relays.draft(session, escalation, said, kind, person, at=context.now)
    name = message.from_user.first_name if message.from_user is not None else ""
    by = await escalations.member(session, person, name)
    if is_note(said.words) and first is not None and first.state is RelayState.WAITING:
        await _keep(context, party, first, escalation, by)
    elif is_note(said.words) or (first is not None and first.state is RelayState.KEPT):
        relays.keep_one(relayed)
        await escalations.record(session, escalation, by, "noted", at=context.now)
    elif first is not None and first.state is RelayState.PASSED:
        await relays.follow(session, escalation, relayed, at=context.now)
    elif first is not None:
        return
    elif by.answers < desk.previews or said.album is not None:
        # What stands under the other pictures of an album is not known yet: it can say that it is a note.
        await relays.show_draft(session, desk, escalation, relayed, at=context.now)
    else:
        await relays.send(session, desk, relayed, escalation, by, at=context.now)
        await relays.show_sent(session, desk, escalation, relayed, at=context.now)


async def on_edited(
    context: Context, party: Party, person: Person, message: Message, relayed: Relayed, escalation: Escalation
) -> None:
    """Staff changed a reply: its copy at the resident changes with it, unless it became a note."""
    if not await acts_as_staff(context, party):
        return
    session, desk, said = context.session, context.turn.services.desk, said_of(message)
    if not is_note(said.words):
        await relays.edited(session, desk, relayed, escalation, said, at=context.now)
        return
    name = message.from_user.first_name if message.from_user is not None else ""
    by = await escalations.member(session, person, name)
    if relayed.state is RelayState.WAITING:
        await _keep(context, party, relayed, escalation, by)
    elif relayed.state is RelayState.PASSED:
        await _take_back(context, party, relayed, escalation, by)


async def _keep(
    context: Context, party: Party, relayed: Relayed, escalation: Escalation, by: StaffMember
) -> None:
    """What waits for a yes is a note, with all of its album."""
    await relays.keep(context.session, relayed)
    card = Card(say(party.language, "escalation-kept"))
    await context.revise(party.chat.id, card, target_key=f"{relayed.key}:preview")
    await escalations.record(context.session, escalation, by, "noted", at=context.now)


async def _take_back(
    context: Context, party: Party, relayed: Relayed, escalation: Escalation, by: StaffMember
) -> None:
    """What was passed on became a note: the resident keeps what it was before only if it is too late."""
    taken = await relays.retract(context.session, escalation, relayed, at=context.now)
    card = Card(say(party.language, "escalation-retracted" if taken else "toast-escalation-too-late"))
    was_shown = await outbox.is_sent(context.session, f"{relayed.key}:preview")
    key = f"{relayed.key}:{'preview' if was_shown else 'receipt'}"
    await context.revise(party.chat.id, card, target_key=key)
    if taken:
        detail = f"relayed {relayed.id}"
        await escalations.record(context.session, escalation, by, "retracted", at=context.now, detail=detail)


async def _is_here(context: Context, message: Message) -> bool:
    return await is_staff_chat(context.session, context.turn.services.roles, message.chat.id)


async def _meant_for(context: Context, message: Message) -> tuple[int, str] | None:
    """Which question a reply is about, and what it is a reply to; None when it is about none."""
    key = await _key_answered(context, message)
    if key is None:
        return None
    found = ABOUT.match(key)
    if found is not None:
        return int(found[1]), found[2]
    number = relays.number_in(key)
    relayed = await context.session.get(Relayed, number) if number is not None else None
    if relayed is None or relayed.direction is not Direction.TO_STAFF:
        return None
    return relayed.escalation_id, "resident"


async def _key_answered(context: Context, message: Message) -> str | None:
    """The outbox key of the message of the bot that this one really replies to."""
    replied = message.reply_to_message
    # In a topic, a message that replies to nothing counts as a reply to the topic's first message.
    if replied is None or replied.forum_topic_created is not None or replied.from_user is None:
        return None
    if replied.from_user.id != context.turn.services.bot.id:
        return None
    return await outbox.sent_as(
        context.session, telegram_chat_id=message.chat.id, message_id=replied.message_id
    )


async def _answers_bot(context: Context, message: Message) -> bool:
    return await _key_answered(context, message) is not None


async def _is_in_topic(context: Context, message: Message) -> bool:
    """Whether a message was written in the topic of a question."""
    if not message.is_topic_message or message.message_thread_id is None:
        return False
    key = await outbox.sent_as(
        context.session, telegram_chat_id=message.chat.id, message_id=message.message_thread_id
    )
    return key is not None and re.match(r"^escalation:\d+:topic:", key) is not None


async def _why_not(context: Context, party: Party, message: Message) -> str | None:
    """Why a reply is not for the resident, as a text; None when it may be."""
    if party.person is None or not is_person(message):
        return "escalation-hint-anonymous"
    if not await acts_as_staff(context, party):
        return "escalation-hint-not-staff"
    if message.forward_origin is not None:
        return "escalation-hint-forwarded"
    return None


async def _hint_once(context: Context, party: Party, person: Person, message: Message) -> None:
    if not is_person(message) or not await acts_as_staff(context, party):
        return
    name = message.from_user.first_name if message.from_user is not None else ""
    member = await escalations.member(context.session, person, name)
    if member.hinted_at is None and not is_note(text_of(message)):
        member.hinted_at = context.now
        await context.say(party, "escalation-hint-internal", to=message.message_id)


async def _not_here(update: Update, context: Context, party: Party) -> None:
    """The commands of staff do not exist elsewhere; groups are not bothered with that."""
    if party.is_private:
        await basics.on_unknown_command(update, context)
