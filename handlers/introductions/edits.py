"""An edit of words that belong to a request or an answer which was not sent yet: its card is drawn anew."""

from telegram import Message

from bot.services import conversations, people
from bot.services.collectives import collectives
from bot.services.introductions import drafts, edits
from handlers.introductions.introductions import keep_card, step_card
from handlers.questions import is_of_another
from handlers.turn import Context, Party
from models import Conversation, Dilemma


async def on_edited(context: Context, party: Party, conversation: Conversation, message: Message) -> bool:
    """Take the new words of a step; False for a message whose words are not told."""
    if conversation.kind not in (drafts.ASKING, drafts.ANSWERING):
        return False
    step = edits.step_of(conversation, message.message_id)
    if step is None:
        return False
    text = "" if is_of_another(message) else (message.text or "")
    problem = edits.retyped(conversation, step, text, at=context.now)
    if problem is not None:
        await context.say(party, problem, to=message.message_id)
    await _redraw(context, party, conversation)
    return True


async def on_reworded(context: Context, party: Party, dilemma: Dilemma) -> None:
    """The dilemma that a request is about has other words now, wherever that was changed."""
    person = party.person
    conversation = await conversations.current(context.session, person, at=context.now) if person else None
    chat = await collectives.private_chat(context.session, person) if person else None
    if person is None or conversation is None or chat is None:
        return
    if edits.reworded(conversation, dilemma, at=context.now):
        default = context.turn.services.default_language
        language = people.language_for(chat, person, None, default=default)
        await _redraw(context, Party(person, chat, language, None), conversation)


async def _redraw(context: Context, party: Party, conversation: Conversation) -> None:
    """Draw the card of the draft anew, in place; the buttons of what stood there are void."""
    card, drawn = await step_card(context, party, conversation), conversation.data.get("card")
    if isinstance(drawn, int):
        await context.redraw(party, card, drawn)
    elif drawn is not None:
        await context.revise(party.chat.id, card, target_key=drawn)
    else:
        keep_card(conversation, await context.reply(party, card))
