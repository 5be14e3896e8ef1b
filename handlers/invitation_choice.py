"""Invitations on or off in a chat: by its administrators in a group, by the person in private."""

import re

from telegram import Update

from bot.messages import Card
from bot.services import broadcast_cards, invitation_choice
from bot.texts import say
from handlers.turn import Context, Pressed, message_of
from models import AudienceKind, Broadcast

STOP = re.compile(r"^bo:(\d{1,15})$")
THEME = re.compile(r"^bt:(\d{1,15})$")
SETTING = re.compile(r"^bs:([01])$")


async def on_settings(update: Update, context: Context) -> None:
    """`/instellingen`."""
    party, message = await context.party(update), message_of(update)
    refused = await invitation_choice.refused(context.session, party.chat)
    card = broadcast_cards.settings(refused, party.language)
    await context.reply(party, card, to=message.message_id if message is not None else None)


async def on_setting(update: Update, context: Context) -> None:
    """On or off, under `/instellingen` or under what was said after the button of an invitation."""
    pressed = await _allowed(update, context, SETTING)
    if pressed is None:
        return
    chat = pressed.party.chat
    if pressed.data[1] == "1":
        await invitation_choice.opt_in(context.session, chat)
    else:
        await invitation_choice.opt_out(context.session, chat, at=context.now)
    refused = await invitation_choice.refused(context.session, chat)
    card = broadcast_cards.settings(refused, pressed.party.language)
    await context.redraw(pressed.party, card, pressed.message_id)


async def on_stop(update: Update, context: Context) -> None:
    """No more invitations, from an invitation itself: at once, and with a way back."""
    pressed = await _allowed(update, context, STOP)
    if pressed is None:
        return
    party = pressed.party
    await invitation_choice.opt_out(context.session, party.chat, at=context.now)
    broadcast = await context.session.get(Broadcast, int(pressed.data[1]))
    if broadcast is None:
        card = broadcast_cards.settings([""], party.language)
    else:
        card = broadcast_cards.opted_out(broadcast, party.language)
    # Pressed twice, it is said once.
    key = f"invitations-stopped:{pressed.data[1]}:{party.chat.id}:{pressed.message_id}"
    await context.post(party, card, key=key, to=pressed.message_id)


async def on_theme(update: Update, context: Context) -> None:
    """Not about this theme, and the others again."""
    pressed = await _allowed(update, context, THEME)
    if pressed is None:
        return
    party = pressed.party
    broadcast = await context.session.get(Broadcast, int(pressed.data[1]))
    if broadcast is None or broadcast.audience is not AudienceKind.THEME:
        context.toast(update, party.language, "toast-outdated")
        return
    theme = broadcast.audience_value
    await invitation_choice.narrow(context.session, party.chat, theme, at=context.now)
    await context.redraw(
        party, Card(say(party.language, "invitations-theme-stopped", theme=theme)), pressed.message_id
    )


async def _allowed(update: Update, context: Context, pattern: re.Pattern[str]) -> Pressed | None:
    """A press by who decides here; for anyone else a word, and nothing happens."""
    pressed = await context.pressed(update, pattern)
    if pressed is not None and not pressed.party.is_private and not context.turn.is_admin:
        context.toast(update, pressed.party.language, "toast-admins-only")
        return None
    return pressed
