"""Presses that only staff may make: the person and the place together, looked up anew at each press."""

import re

from telegram import Update

from bot.services import staff
from handlers.turn import Context, Party, Pressed


async def staff_press(update: Update, context: Context, pattern: re.Pattern[str]) -> Pressed | None:
    """Who of staff pressed what in the staff chat; None, and said so, for anybody else and any other place.

    What the button was about is not looked at before: numbers can be guessed.
    """
    pressed = await context.pressed(update, pattern)
    if pressed is None or await acts_as_staff(context, pressed.party):
        return pressed
    context.toast(update, pressed.party.language, "toast-staff-only")
    return None


async def acts_as_staff(context: Context, party: Party) -> bool:
    """Whether a party is one of staff, as themselves, in the staff chat."""
    if party.person is None:
        return False
    roles = context.turn.services.roles
    return await staff.acts_as_staff(context.session, roles, party.person.telegram_id, party.chat.telegram_id)
