"""`/agenda`: sessions in one's own calendar, by an address in private, by the theme in a group."""

import re

from telegram import Update

from bot.messages import Card, Html
from bot.services.collectives import groups as collective_groups
from bot.services.meetings import agenda_cards, calendar, listing, own_feed
from bot.services.meetings.agenda_cards import View
from bot.texts import say
from handlers.turn import Context, Party, message_of
from models import Person

PRESS = re.compile(r"^pc:([nx])$")


async def on_agenda(update: Update, context: Context) -> None:
    """`/agenda`."""
    party = await context.party(update)
    if not party.is_private:
        message = message_of(update)
        await context.reply(
            party, await _of_group(context, party), to=message.message_id if message else None
        )
    elif party.person is not None:
        await _own(context, party, party.person)


async def on_press(update: Update, context: Context) -> None:
    """Another address, or none: always the presser's own."""
    pressed = await context.pressed(update, PRESS, private=True)
    if pressed is None:
        return
    party, view = pressed.party, _view(context, pressed.party)
    if pressed.data[1] == "x":
        await own_feed.stop(context.session, pressed.person)
        card = agenda_cards.stopped(party.language)
    elif view is None:
        card = Card(say(party.language, "agenda-no-web"))
    else:
        secret = await own_feed.renew(context.session, pressed.person, at=context.now)
        card = agenda_cards.own(secret, view)
    await context.redraw(party, card, pressed.message_id)


def _view(context: Context, party: Party) -> View | None:
    services = context.turn.services
    return None if services.web is None else View(party.language, services.zone, services.web)


async def _of_group(context: Context, party: Party) -> Card:
    view = _view(context, party)
    if view is None:
        return Card(say(party.language, "agenda-no-web"))
    collective = await collective_groups.tied_to(context.session, party.chat)
    themes = collective.themes if collective is not None else []
    # A theme that nothing is about yet has no page.
    known = [theme for theme in themes if await listing.is_theme(context.session, theme)]
    return agenda_cards.of_group(known, view)


async def _own(context: Context, party: Party, person: Person) -> None:
    view = _view(context, party)
    if view is None:
        await _as_file(context, party, person)
        return
    feed = await own_feed.of(context.session, person)
    if feed is not None:
        await context.reply(party, agenda_cards.known(feed.made_at, view))
        return
    secret = await own_feed.renew(context.session, person, at=context.now)
    await context.reply(party, agenda_cards.own(secret, view))


async def _as_file(context: Context, party: Party, person: Person) -> None:
    """Without pages on the web: what somebody signed up for, as a file that does not change by itself."""
    found = await own_feed.answered(context.session, person, at=context.now)
    entries = [
        (meeting, reader)
        for meeting, reader in own_feed.entries(found, language=party.language, web=None)
        if meeting.is_planned and not meeting.is_over(context.now)
    ]
    if not entries:
        await context.say(party, "agenda-no-web")
        return
    caption: Html = say(party.language, "agenda-file", count=len(entries))
    await context.hand_over(party, calendar.document_of(entries, party.language, caption=caption))
