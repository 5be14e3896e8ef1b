"""When a dilemma finds no case, the session to come that is about it."""

from bot.messages import Button, Card, Html
from bot.services import answers
from bot.services.meetings import cards, fitting
from bot.services.privacy.personal_details import details_in
from bot.texts import plain, say
from handlers.turn import Context
from models import ChatKind, Dilemma


async def answer_for_group(context: Context, dilemma: Dilemma, language: str) -> Card:
    """The first answer where it was asked, with the session beside it that may help."""
    card = answers.answer_for_group(dilemma, language, context.bot_name)
    return await beside(context, dilemma, card, language)


async def beside(context: Context, dilemma: Dilemma, card: Card, language: str) -> Card:
    """The answer with a session beside it, when nobody was found and a session is about the question.

    In a group not for a question with personal details: even what fits it tells about somebody.
    """
    is_open_to_all = dilemma.chat.kind is not ChatKind.PRIVATE
    if not answers.found_nobody(dilemma) or (is_open_to_all and details_in(dilemma.text)):
        return card
    meeting = await fitting.session_for(context.session, dilemma.text, at=context.now)
    if meeting is None:
        return card
    when = cards.when_near(meeting, language, context.now)
    words = say(language, "none-session", title=meeting.title, when=when)
    button = Button(plain(language, "button-none-session"), f"pl:s:{meeting.id}")
    return Card(Html(f"{card.text}\n\n{words}"), [*card.rows, [button]])
