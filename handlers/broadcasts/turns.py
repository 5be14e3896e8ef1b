"""What coordinators press and write about a broadcast, led to the part that it is about."""

from telegram import Message, Update

from bot.delivery import outbox
from bot.services import conversations
from bot.services.broadcasts import broadcasts as services
from bot.services.broadcasts import progress as broadcast_progress
from handlers.broadcasts import broadcasts, choices, following, sending, when
from handlers.broadcasts.broadcasts import Mine
from handlers.turn import Context, Party
from models import BroadcastState, Conversation

# What can be done with a draft.
ACTS: dict[str, broadcasts.Act] = {
    **broadcasts.VERBS,
    **sending.LAST_LOOK,
    "wh": when.ask,
    "at": when.choose,
    "sp": when.spread,
    "la": choices.languages,
    "ld": choices.drop_language,
    "me": choices.meeting,
    "mo": choices.no_meeting,
}


async def on_step(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """What a coordinator writes in the middle of a draft."""
    broadcast = await services.locked(context.session, int(conversation.data["broadcast"]))
    is_draft = broadcast is not None and broadcast.state is BroadcastState.DRAFT
    if broadcast is None or not is_draft or not broadcasts.is_coordinator(context, party):
        if party.person is not None:
            await conversations.forget(context.session, party.person, broadcasts.KIND)
        await context.say(party, "broadcast-only-coordinators")
    elif conversation.step == broadcasts.NUMBER:
        await sending.on_number(context, party, conversation, broadcast, message)
    elif conversation.step == broadcasts.WHEN and not broadcast.is_correction:
        await when.on_words(context, party, conversation, broadcast, message)
    else:
        await broadcasts.on_words(context, party, conversation, broadcast, message)


async def on_reply(context: Context, party: Party, message: Message) -> None:
    """Count a reply to an invitation, for its report; what becomes of the words is decided elsewhere."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.from_user.id != context.turn.services.bot.id:
        return
    key = await outbox.sent_as(
        context.session, telegram_chat_id=party.chat.telegram_id, message_id=replied.message_id
    )
    if key is not None:
        await broadcast_progress.note_reply(context.session, key, party.chat, message.message_id)


async def on_press(update: Update, context: Context) -> None:
    """A button under a draft, or under the message that shows how far a broadcast is."""
    pressed = await context.pressed(update, broadcasts.PRESS, private=True)
    if pressed is None:
        return
    if not broadcasts.is_coordinator(context, pressed.party):
        context.toast(update, pressed.party.language, "toast-broadcast-coordinators")
        return
    broadcast = await services.locked(context.session, int(pressed.data[1]))
    verb = pressed.data[2]
    if broadcast is not None and verb in following.VERBS:
        await following.on_press(update, context, pressed, broadcast)
        return
    act = ACTS.get(verb)
    is_draft = broadcast is not None and broadcast.state is BroadcastState.DRAFT
    # One answer for a draft of others and one that never was: numbers can be guessed.
    if broadcast is None or act is None or not is_draft or broadcast.author_id != pressed.person.id:
        context.toast(update, pressed.party.language, "toast-broadcast-outdated")
        return
    card = await act(update, context, Mine(pressed, broadcast, (pressed.data[3], pressed.data[4])))
    if card is not None:
        await context.redraw(pressed.party, card, pressed.message_id)
