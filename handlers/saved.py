"""The list of saved cases, in private."""

import re

from telegram import Update

from bot.messages import Button, Card
from bot.services import saved
from bot.texts import plain, say
from handlers.turn import Context, Party

PRESS = re.compile(r"^(sl|s|sr):(\d{1,15})(?::(\d{1,6}))?$")


async def on_saved(update: Update, context: Context) -> None:
    """`/bewaard`."""
    party = await context.party(update)
    await show(context, party)


async def show(context: Context, party: Party) -> None:
    """The list in private; in a group the way there."""
    if not party.is_private or party.person is None:
        url = f"https://t.me/{context.bot_name}?start=bewaard"
        link = Button(plain(party.language, "button-go-private"), url=url)
        await context.reply(party, Card(say(party.language, "saved-private"), [[link]]))
        return
    await context.reply(party, await saved.overview(context.session, party.person, 1, party.language))


async def on_press(update: Update, context: Context) -> None:
    """Leaf through the list, open a case, remove it; always the presser's own list."""
    pressed = await context.pressed(update, PRESS, private=True)
    if pressed is None:
        return
    party, person, found = pressed.party, pressed.person, pressed.data
    verb, number, page = found[1], int(found[2]), int(found[3] or 1)
    if verb == "sr":
        await saved.remove(context.session, person, number)
        context.toast(update, party.language, "toast-removed")
    card = (
        await saved.saved_case(context.session, person, number, page, party.language)
        if verb == "s"
        else await saved.overview(context.session, person, number if verb == "sl" else page, party.language)
    )
    if card is None:
        context.toast(update, party.language, "toast-outdated")
        card = await saved.overview(context.session, person, 1, party.language)
    await context.redraw(party, card, pressed.message_id)
