"""Plain words: the next step of what a person is in the middle of, or else a dilemma."""

from collections.abc import Awaitable, Callable

from telegram import Message, Update

from bot.delivery import outbox
from bot.messages import Card
from bot.services import conversations
from bot.texts import say
from handlers import dilemmas, interruptions
from handlers.broadcasts import turns as broadcast_turns
from handlers.escalations import escalations, staffroom
from handlers.questions import is_person, text_of
from handlers.turn import Context, Party, message_of
from models import Conversation, Person

Step = Callable[[Context, Party, Conversation, Message], Awaitable[None]]

# Which module goes on with a conversation, by its kind.
STEPS: dict[str, Step] = {}
# The same for replies in a group; False says that the reply was to something else.
GroupStep = Callable[[Context, Party, Conversation, Message], Awaitable[bool]]
GROUP_STEPS: dict[str, GroupStep] = {}
# Who takes replies in a group by the message that they reply to, in this order; the first that says True.
Taker = Callable[[Update, Context], Awaitable[bool]]
TAKERS: list[Taker] = []


async def on_private(update: Update, context: Context) -> None:
    """A message in private that is no command."""
    party, message = await context.party(update), message_of(update)
    if message is None:
        return
    await broadcast_turns.on_reply(context, party, message)
    # A reply says what it is about, whatever else its writer is in the middle of.
    if await escalations.on_reply(update, context):
        return
    conversation = (
        await conversations.current(context.session, party.person, at=context.now)
        if party.person is not None and is_person(message)
        else None
    )
    step = STEPS.get(conversation.kind) if conversation is not None else None
    if party.person is not None and conversation is not None and step is not None:
        await conversations.note_message(context.session, party.person, message.message_id, at=context.now)
        await step(context, party, conversation, message)
    elif await escalations.on_plain(update, context):
        return
    elif text_of(message):
        await dilemmas.on_text(update, context)
    else:
        await dilemmas.on_not_text(update, context)


async def on_group_reply(update: Update, context: Context) -> None:
    """Words in reply to a message in a group: of staff to what was asked of them, or to the bot's answers."""
    party, message = await context.party(update), message_of(update)
    if message is None:
        return
    await broadcast_turns.on_reply(context, party, message)
    if await _is_taken(update, context):
        return
    if party.person is not None and is_person(message):
        conversation = await _asked_in_group(context, party.person, message)
        step = GROUP_STEPS.get(conversation.kind) if conversation is not None else None
        if (
            conversation is not None
            and step is not None
            and await step(context, party, conversation, message)
        ):
            return
    if not await staffroom.on_other(update, context):
        await dilemmas.on_text(update, context)


async def on_group_reply_without_words(update: Update, context: Context) -> None:
    """A picture, a voice message or a sticker in reply to a message in a group."""
    message = message_of(update)
    if message is not None:
        await broadcast_turns.on_reply(context, await context.party(update), message)
    if not await _is_taken(update, context) and not await staffroom.on_other(update, context):
        await dilemmas.on_not_text(update, context)


async def on_group_words(update: Update, context: Context) -> None:
    """What is said in a group to nobody of the bot: it only sees it where it is an administrator."""
    await staffroom.on_other(update, context)


async def on_cancel(update: Update, context: Context) -> None:
    """`/stop`: leave what one is in the middle of."""
    party = await context.party(update)
    ended = party.person is not None and await conversations.end(context.session, party.person)
    if ended:
        # A keyboard to share a number with would stay, and offer what is not asked any more.
        card = Card(say(party.language, "conversation-stopped"))
        await context.reply(party, card, reply_markup={"remove_keyboard": True})
    if not await interruptions.offer(context, party) and not ended:
        await context.say(party, "conversation-none")


async def _asked_in_group(context: Context, person: Person, message: Message) -> Conversation | None:
    """The conversation that a reply in a group goes on with, also when something else came between."""
    current = await conversations.current(context.session, person, at=context.now)
    replied = message.reply_to_message
    if replied is None or (current is not None and current.kind in GROUP_STEPS):
        return current
    key = await outbox.sent_as(
        context.session, telegram_chat_id=message.chat.id, message_id=replied.message_id
    )
    if key is None:
        return current
    return await conversations.resume(
        context.session,
        person,
        at=context.now,
        which=lambda one: one.kind in GROUP_STEPS and one.data.get("asked") == key,
    )


async def _is_taken(update: Update, context: Context) -> bool:
    for taker in TAKERS:
        if await taker(update, context):
            return True
    return False
