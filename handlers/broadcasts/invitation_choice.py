"""Invitations on or off in a chat, and in which topic: by a group's administrators, or by the person."""

import re

from sqlalchemy import select
from telegram import Update

from bot.messages import Card
from bot.services import group_themes
from bot.services.broadcasts import invitation_cards, invitation_choice
from bot.services.broadcasts import reach as broadcast_reach
from bot.services.broadcasts.audience import Choice
from bot.services.broadcasts.invitation_cards import Place
from bot.services.collectives import groups as collective_groups
from bot.services.collectives.cards import theme_words
from bot.texts import say
from handlers.turn import Context, Party, Pressed, message_of
from models import Broadcast

STOP = re.compile(r"^bo:(\d{1,15})$")
THEME = re.compile(r"^bt:(\d{1,15})$")
SETTING = re.compile(r"^bs:([01tgb])$")
THEMES = re.compile(r"^bg:(?:(\d{1,3})(?::([0-9a-f]{10}))?)?$")


async def on_settings(update: Update, context: Context) -> None:
    """`/instellingen`."""
    party, message = await context.party(update), message_of(update)
    card = await _card(context, party)
    await context.reply(party, card, to=message.message_id if message is not None else None)


async def on_setting(update: Update, context: Context) -> None:
    """On or off, here or in the group at large: under `/instellingen`, or after an invitation."""
    pressed = await _allowed(update, context, SETTING)
    if pressed is None:
        return
    chat, choice = pressed.party.chat, pressed.data[1]
    if choice == "1":
        await invitation_choice.opt_in(context.session, chat)
    elif choice == "0":
        await invitation_choice.opt_out(context.session, chat, at=context.now)
    elif choice != "b":
        # The topic is that of the message itself: what a client sends along names none.
        chat.announcement_topic = pressed.party.thread_id if choice == "t" and chat.is_forum else None
    await context.redraw(pressed.party, await _card(context, pressed.party), pressed.message_id)


async def on_group_themes(update: Update, context: Context) -> None:
    """The themes that this group wants to hear about: shown, chosen, no longer chosen."""
    pressed = await _allowed(update, context, THEMES)
    if pressed is None:
        return
    party = pressed.party
    if party.is_private:
        context.toast(update, party.language, "toast-outdated")
        return
    offered = await group_themes.offered(context.session, party.chat)
    theme = next((one for one in offered if Choice(one, one).mark == pressed.data[2]), None)
    if theme is not None:
        await group_themes.toggle(context.session, party.chat, theme, at=context.now)
    elif pressed.data[2] is not None:
        context.toast(update, party.language, "toast-outdated")
    chosen = await group_themes.chosen(context.session, party.chat)
    card = invitation_cards.group_themes(offered, chosen, int(pressed.data[1] or 1), party.language)
    await context.redraw(party, card, pressed.message_id)


async def on_stop(update: Update, context: Context) -> None:
    """No more invitations, from an invitation itself: at once, and with a way back."""
    pressed = await _allowed(update, context, STOP)
    if pressed is None:
        return
    party = pressed.party
    await invitation_choice.opt_out(context.session, party.chat, at=context.now)
    broadcast = await _invited_by(context, pressed)
    if broadcast is None:
        card = invitation_cards.settings([""], party.language)
    else:
        card = invitation_cards.opted_out(broadcast, party.language)
    # Pressed twice, it is said once.
    key = f"invitations-stopped:{pressed.data[1]}:{party.chat.id}:{pressed.message_id}"
    await context.post(party, card, key=key, to=pressed.message_id)


async def on_theme(update: Update, context: Context) -> None:
    """Not about this theme, and the others again."""
    pressed = await _allowed(update, context, THEME)
    if pressed is None:
        return
    party = pressed.party
    broadcast = await _invited_by(context, pressed)
    if broadcast is None or broadcast.theme is None:
        context.toast(update, party.language, "toast-outdated")
        return
    theme = broadcast.theme
    await invitation_choice.narrow(context.session, party.chat, theme, at=context.now)
    await context.redraw(
        party,
        Card(say(party.language, "invitations-theme-stopped", theme=theme_words(theme))),
        pressed.message_id,
    )


async def _invited_by(context: Context, pressed: Pressed) -> Broadcast | None:
    """The invitation that was pressed, if it went to this chat: of another nothing is told, nor its theme."""
    return await context.session.scalar(
        select(Broadcast).where(
            Broadcast.id == int(pressed.data[1]), broadcast_reach.went_to(pressed.party.chat)
        )
    )


async def _card(context: Context, party: Party) -> Card:
    """How it stands in this chat."""
    chat = party.chat
    place = Place(chat.is_forum, party.thread_id, chat.announcement_topic)
    collective = None if party.is_private else await collective_groups.tied_to(context.session, chat)
    refused = await invitation_choice.refused(context.session, chat)
    themes = None if party.is_private else await group_themes.heard(context.session, chat)
    return invitation_cards.settings(
        refused, party.language, place=place, collective=collective, themes=themes
    )


async def _allowed(update: Update, context: Context, pattern: re.Pattern[str]) -> Pressed | None:
    """A press by who decides here; for anyone else a word, and nothing happens."""
    pressed = await context.pressed(update, pattern)
    if pressed is not None and not pressed.party.is_private and not context.turn.is_admin:
        context.toast(update, pressed.party.language, "toast-admins-only")
        return None
    return pressed
