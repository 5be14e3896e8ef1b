"""What coordinators press and write about a broadcast, led to the part that it is about."""

from telegram import Message, Update

from bot.services import broadcasts as services
from bot.services import conversations
from handlers import broadcast_sending, broadcasts
from handlers.broadcasts import Mine
from handlers.turn import Context, Party
from models import BroadcastState, Conversation


async def on_step(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """What a coordinator writes in the middle of a draft."""
    broadcast = await services.locked(context.session, int(conversation.data["broadcast"]))
    is_draft = broadcast is not None and broadcast.state is BroadcastState.DRAFT
    if broadcast is None or not is_draft or not broadcasts.is_coordinator(context, party):
        if party.person is not None:
            await conversations.end(context.session, party.person, broadcasts.KIND)
        await context.say(party, "broadcast-only-coordinators")
    elif conversation.step == broadcasts.NUMBER:
        await broadcast_sending.on_number(context, party, broadcast, message)
    else:
        await broadcasts.on_words(context, party, conversation, broadcast, message)


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
    if broadcast is not None and verb in broadcast_sending.VERBS:
        await broadcast_sending.on_under_way(update, context, pressed, broadcast)
        return
    act = broadcasts.VERBS.get(verb) or broadcast_sending.LAST_LOOK.get(verb)
    is_draft = broadcast is not None and broadcast.state is BroadcastState.DRAFT
    # One answer for a draft of others and one that never was: numbers can be guessed.
    if broadcast is None or act is None or not is_draft or broadcast.author_id != pressed.person.id:
        context.toast(update, pressed.party.language, "toast-broadcast-outdated")
        return
    card = await act(update, context, Mine(pressed, broadcast, (pressed.data[3], pressed.data[4])))
    if card is not None:
        await context.redraw(pressed.party, card, pressed.message_id)
