"""A coordinator sees how many come, and signs up somebody without Telegram, with their consent."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Message, Update

from bot.messages import Card
from bot.services import conversations
from bot.services.introductions import reach as introduction_reach
from bot.services.meetings import rsvp_cards, rsvps, store
from bot.services.meetings.cards import View
from bot.services.meetings.counts import counts_of
from bot.services.meetings.rsvps import TooManyGuestsError
from bot.texts import say
from handlers.questions import text_of
from handlers.turn import Context, Party, Pressed
from models import Conversation, Meeting, Place

KIND = "meeting-guest"
NAME, SURE = "name", "sure"


async def on_press(update: Update, context: Context, pressed: Pressed) -> None:
    """A button about guests: for coordinators, in private, whoever's session it is."""
    party = pressed.party
    if not party.is_private or not context.turn.services.roles.is_coordinator(pressed.person.telegram_id):
        context.toast(update, party.language, "toast-coordinators-only")
        return
    meeting = await store.locked(context.session, int(pressed.data[1]))
    if meeting is None:
        context.toast(update, party.language, "toast-outdated-plan")
        return
    await ACTIONS[pressed.data[2]](update, context, pressed, meeting)


async def _list(_update: Update, context: Context, pressed: Pressed, meeting: Meeting) -> None:
    first = int(pressed.data[3] or 0)
    await context.redraw(
        pressed.party, await _card(context, pressed.party, meeting, first), pressed.message_id
    )


async def _ask(update: Update, context: Context, pressed: Pressed, meeting: Meeting) -> None:
    if not rsvps.is_open(meeting, context.now):
        context.toast(update, pressed.party.language, "toast-meeting-over")
        return
    await conversations.begin(
        context.session, pressed.person, KIND, NAME, at=context.now, data={"meeting": meeting.id}
    )
    await context.say(pressed.party, "guests-ask-name")


async def on_step(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """The name, as it was typed; typed again it replaces the one before."""
    name = (
        introduction_reach.name(text_of(message)) if len(text_of(message)) <= rsvps.MAX_GUEST_NAME else None
    )
    meeting = await context.session.get(Meeting, int(conversation.data["meeting"]))
    if name is None or meeting is None:
        await context.say(party, "guests-bad-name")
        return
    conversations.go_on(conversation, SURE, at=context.now, name=name)
    await context.reply(party, rsvp_cards.consent(meeting, name, party.language))


async def _agreed(update: Update, context: Context, pressed: Pressed, meeting: Meeting) -> None:
    """They said so: with that it is recorded, once."""
    party, conversation = pressed.party, await _sure_of(context, pressed, meeting)
    if conversation is None or not rsvps.is_open(meeting, context.now):
        context.toast(update, party.language, "toast-outdated-plan")
        return
    name = str(conversation.data["name"])
    await conversations.end(context.session, pressed.person, KIND)
    try:
        guest = await rsvps.add_guest(context.session, meeting, name, by=pressed.person, at=context.now)
    except TooManyGuestsError:
        await context.redraw(party, Card(say(party.language, "guests-too-many")), pressed.message_id)
        return
    key = "guests-added" if guest.place is Place.SEAT else "guests-added-waiting"
    await context.redraw(party, Card(say(party.language, key, name=name)), pressed.message_id)
    await context.reply(party, await _card(context, party, meeting, 0))


async def _not(update: Update, context: Context, pressed: Pressed, meeting: Meeting) -> None:
    if await _sure_of(context, pressed, meeting) is None:
        context.toast(update, pressed.party.language, "toast-outdated-plan")
        return
    await conversations.end(context.session, pressed.person, KIND)
    card = Card(say(pressed.party.language, "guests-stopped"))
    await context.redraw(pressed.party, card, pressed.message_id)


async def _sure_of(context: Context, pressed: Pressed, meeting: Meeting) -> Conversation | None:
    """The conversation in which a name for this session waits for a yes."""
    conversation = await conversations.current(context.session, pressed.person, at=context.now)
    if conversation is None or (conversation.kind, conversation.step) != (KIND, SURE):
        return None
    return conversation if conversation.data.get("meeting") == meeting.id else None


async def _remove(update: Update, context: Context, pressed: Pressed, meeting: Meeting) -> None:
    removed = await rsvps.remove_guest(
        context.session, meeting, int(pressed.data[3] or 0), by=pressed.person, at=context.now
    )
    party = pressed.party
    context.toast(update, party.language, "toast-guest-removed" if removed else "toast-outdated-plan")
    await context.redraw(party, await _card(context, party, meeting, 0), pressed.message_id)


async def _card(context: Context, party: Party, meeting: Meeting, first: int) -> Card:
    names = await rsvps.guests(context.session, meeting)
    if first >= len(names):
        first = 0
    view = View(party.language, context.now, context.bot_name, context.turn.services.web)
    counts = await counts_of(context.session, meeting.id)
    return rsvp_cards.guests(meeting, counts, names, view, first=first)


ACTIONS: Mapping[str, Callable[[Update, Context, Pressed, Meeting], Awaitable[None]]] = {
    "g": _list,
    "p": _ask,
    "w": _agreed,
    "x": _not,
    "d": _remove,
}
