"""What else an invitation can hold: texts in other languages, and the buttons of a session."""

from telegram import Update

from bot.messages import Card
from bot.services.broadcasts import audience as broadcast_audience
from bot.services.broadcasts import broadcasts
from bot.services.broadcasts import cards as broadcast_cards
from bot.services.broadcasts import texts as broadcast_texts
from bot.services.meetings import store
from handlers.broadcasts import broadcasts as composing
from handlers.broadcasts.broadcasts import Mine
from handlers.turn import Context
from models import Meeting

MEETINGS_OFFERED = 10


async def languages(update: Update, context: Context, mine: Mine) -> Card:
    """Which languages it has and can have; with a language, ask for that text."""
    session, broadcast, language = context.session, mine.broadcast, mine.party.language
    code, have = mine.arguments[0], await broadcast_texts.of(session, broadcast)
    offered = await broadcast_texts.offered(session, broadcast)
    if code in offered and code is not None:
        await composing.listen(context, mine.pressed.person, broadcast, composing.LANGUAGE, language=code)
        return broadcast_cards.language_text(broadcast, code, language, has_text=code in have)
    if code is not None:
        context.toast(update, language, "toast-broadcast-outdated")
    readers = await composing.audiences(context).readers(session, broadcast)
    return broadcast_cards.languages(broadcast, offered, have, readers, language)


async def drop_language(_update: Update, context: Context, mine: Mine) -> Card:
    """Take the text in one language away."""
    await broadcast_texts.drop(context.session, mine.broadcast, mine.arguments[0] or "", at=context.now)
    await composing.listen(context, mine.pressed.person, mine.broadcast, composing.TEXT)
    return await composing.draft_card(context, mine.party, mine.broadcast)


async def meeting(update: Update, context: Context, mine: Mine) -> Card:
    """Which coming session; with its number, give the invitation its buttons."""
    number, language = mine.arguments[0], mine.party.language
    coming = await store.coming(context.session, at=context.now, limit=MEETINGS_OFFERED)
    chosen: Meeting | None = next((one for one in coming if str(one.id) == number), None)
    if chosen is not None:
        broadcasts.invite_to(mine.broadcast, chosen, at=context.now)
        return await composing.draft_card(context, mine.party, mine.broadcast)
    if number is not None:
        context.toast(update, language, "toast-broadcast-outdated")
    offered = [(one.id, broadcast_audience.dated(one, language)) for one in coming]
    return broadcast_cards.sessions(mine.broadcast, offered, language)


async def no_meeting(_update: Update, context: Context, mine: Mine) -> Card:
    """Take the buttons of the session away."""
    broadcasts.invite_to(mine.broadcast, None, at=context.now)
    return await composing.draft_card(context, mine.party, mine.broadcast)
