"""Who begins something new in the middle of something else: nothing is lost, and they can go back to it."""

import re
from collections.abc import Awaitable, Callable

from telegram import Update

from bot.messages import Button, Card
from bot.services import conversations, people
from bot.services.collectives import collectives
from bot.texts import plain, say
from handlers.turn import Context, Party
from models import Conversation, InterruptedConversation, Person

GO_BACK = re.compile(r"^v:(\d{1,15})$")
# What a kind of conversation shows when somebody comes back to it; others say that it goes on.
Again = Callable[[Context, Party, Conversation], Awaitable[None]]
AGAIN: dict[str, Again] = {}


async def on_any(_update: Update, context: Context) -> None:
    """After the handler of an update: who was interrupted by it is told so in private, with a way back."""
    for left in conversations.interrupted_now(context.session):
        if left in context.session and left.kind not in conversations.IN_GROUPS:
            await _tell(context, left)


async def on_go_back(update: Update, context: Context) -> None:
    """Somebody goes on with what they were in the middle of before."""
    pressed = await context.pressed(update, GO_BACK, private=True)
    if pressed is None:
        return
    language = pressed.party.language
    number = int(pressed.data[1])
    conversation = await conversations.resume(
        context.session, pressed.person, at=context.now, which=lambda one: one.id == number
    )
    if conversation is None:
        context.toast(update, language, "conversation-gone-toast")
        return
    text = say(language, "conversation-again", kind=conversation.kind)
    await context.redraw(pressed.party, Card(text), pressed.message_id)
    again = AGAIN.get(conversation.kind)
    if again is not None:
        await again(context, pressed.party, conversation)


async def offer(context: Context, party: Party) -> bool:
    """Offer to go back to what somebody was in the middle of before; False when there is nothing."""
    if party.person is None:
        return False
    left = await conversations.interrupted(context.session, party.person, at=context.now)
    mine = [one for one in left if one.kind not in conversations.IN_GROUPS]
    if mine:
        await context.reply(party, _card(mine[0], party.language, "conversation-left"))
    return bool(mine)


async def _tell(context: Context, left: InterruptedConversation) -> None:
    person = await context.session.get_one(Person, left.person_id)
    chat = await collectives.private_chat(context.session, person)
    if chat is None:
        return
    language = people.language_for(chat, person, None, default=context.turn.services.default_language)
    card = _card(left, language, "conversation-interrupted")
    await context.reply(Party(person, chat, language, None), card)


def _card(left: InterruptedConversation, language: str, key: str) -> Card:
    label = plain(language, "button-conversation-again")
    return Card(say(language, key, kind=left.kind), [[Button(label, f"v:{left.id}")]])
