"""Plain words in private: the next step of what a person is in the middle of, or else a dilemma."""

from collections.abc import Awaitable, Callable

from telegram import Message, Update

from bot.services import conversations
from handlers import dilemmas
from handlers.questions import is_person, text_of
from handlers.turn import Context, Party, message_of
from models import Conversation

Step = Callable[[Context, Party, Conversation, Message], Awaitable[None]]

# Which module goes on with a conversation, by its kind.
STEPS: dict[str, Step] = {}


async def on_private(update: Update, context: Context) -> None:
    """A message in private that is no command."""
    party, message = await context.party(update), message_of(update)
    if message is None:
        return
    conversation = (
        await conversations.current(context.session, party.person, at=context.now)
        if party.person is not None and is_person(message)
        else None
    )
    if conversation is not None and (step := STEPS.get(conversation.kind)) is not None:
        await step(context, party, conversation, message)
    elif text_of(message):
        await dilemmas.on_text(update, context)
    else:
        await dilemmas.on_not_text(update, context)


async def on_cancel(update: Update, context: Context) -> None:
    """`/stop`: leave what one is in the middle of."""
    party = await context.party(update)
    ended = party.person is not None and await conversations.end(context.session, party.person)
    await context.say(party, "conversation-stopped" if ended else "conversation-none")
