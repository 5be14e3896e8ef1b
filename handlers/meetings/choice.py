"""No more sessions in a chat, from an announcement itself: at once, and with a way back."""

import re

from telegram import Update

from bot.messages import Card
from bot.services.broadcasts import invitation_choice
from bot.services.collectives.cards import theme_words
from bot.services.meetings import notice_cards, refusing
from bot.texts import say
from handlers.turn import Context

STOP = re.compile(r"^po:(?:(\d{1,15})(:t)?|on)$")


async def on_press(update: Update, context: Context) -> None:
    """Stop all, stop one theme, or start again; in a group only by its administrators."""
    pressed = await context.pressed(update, STOP)
    if pressed is None:
        return
    party = pressed.party
    if not party.is_private and not context.turn.is_admin:
        context.toast(update, party.language, "toast-admins-only")
        return
    if pressed.data[1] is None:
        await invitation_choice.opt_in(context.session, party.chat)
        await context.redraw(party, Card(say(party.language, "meetings-again")), pressed.message_id)
        return
    meeting = await refusing.announced_in(context.session, party.chat, int(pressed.data[1]))
    if pressed.data[2] is None:
        await invitation_choice.opt_out(context.session, party.chat, at=context.now)
        card = notice_cards.stopped(party.language, is_group=not party.is_private, meeting=meeting)
        since = await invitation_choice.refuses_since(context.session, party.chat)
        # Pressed twice, it is said once; and once more when it is stopped again after a change of mind.
        key = f"meetings-stopped:{party.chat.id}:{pressed.message_id}:{since}"
        await context.post(party, card, key=key, to=pressed.message_id)
    elif meeting is None or not meeting.theme:
        context.toast(update, party.language, "toast-outdated-session")
    else:
        await invitation_choice.narrow(context.session, party.chat, meeting.theme, at=context.now)
        words = say(party.language, "meetings-theme-stopped", theme=theme_words(meeting.theme))
        await context.redraw(party, Card(words), pressed.message_id)
