"""`/sessies`: the coming sessions, by theme, and what somebody follows."""

import re
from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from bot.messages import Card
from bot.services import following
from bot.services.collectives import collectives
from bot.services.collectives.cards import theme_words
from bot.services.meetings import posted_cards, rsvp_cards, session_list, store, visibility
from bot.services.meetings.counts import counts_of
from bot.services.meetings.session_list import Reader
from bot.texts import say
from handlers.meetings import rsvps
from handlers.turn import Context, Party, Pressed, message_of
from models import FollowKind, Meeting, Person

LIST = re.compile(r"^pl:([lotvs]):([0-9a-f]{10}|-|\d{1,15})(?::(\d{1,6}))?$")
FOLLOW = re.compile(r"^pf:([mtu]):([0-9a-f]{10}|\d{1,15})$")


async def on_sessions(update: Update, context: Context) -> None:
    """`/sessies`, or `/sessies energie` for one theme."""
    party, message = await context.party(update), message_of(update)
    reader = _reader(context, party)
    wanted = " ".join(context.args or []).casefold()
    found = [
        theme
        for theme in (await session_list.themes(context.session, reader) if wanted else [])
        if wanted in theme_words(theme).casefold()
    ]
    card = await session_list.overview(context.session, reader, found[0] if len(found) == 1 else None)
    key = f"{posted_cards.LIST_KEY}{party.chat.id}:{context.turn.inbox_id}"
    to = None if party.is_private or message is None else message.message_id
    await context.post(party, card, key=key, to=to)


async def on_following(update: Update, context: Context) -> None:
    """`/volg`: the themes that somebody follows, and the way to more."""
    party = await context.party(update)
    if party.person is not None:
        card = await session_list.followed(context.session, _reader(context, party), party.person, 1)
        await context.reply(party, card)


async def show(context: Context, party: Party) -> None:
    """The list in private, for who came by a link."""
    card = await session_list.overview(context.session, _reader(context, party))
    await context.reply(party, card)


async def on_press(update: Update, context: Context) -> None:
    """A button of the list."""
    pressed = await context.pressed(update, LIST)
    if pressed is None:
        return
    party = pressed.party
    if pressed.data[1] == "s":
        await _in_a_message_of_its_own(update, context, pressed)
        return
    posted = await posted_cards.find(context.session, party.chat, pressed.message_id)
    if not party.is_private and not posted_cards.is_list(posted):
        # Any client can send this under any message of the bot: in a group only lists are changed.
        context.toast(update, party.language, "toast-outdated-session")
        return
    card = await _VIEWS[pressed.data[1]](context, pressed)
    if card is None:
        context.toast(update, party.language, "toast-outdated-session")
    elif party.is_private:
        await context.redraw(party, card, pressed.message_id)
    else:
        await posted_cards.change(context.session, posted, card, at=context.now)


async def _list(context: Context, pressed: Pressed) -> Card | None:
    reader, name = _reader(context, pressed.party), pressed.data[2]
    theme = None
    if name != session_list.ALL:
        theme = await session_list.theme_of(context.session, reader, name)
        if theme is None:
            return None
    return await session_list.overview(context.session, reader, theme, int(pressed.data[3] or 1))


async def _one(context: Context, pressed: Pressed) -> Card | None:
    party = pressed.party
    meeting = await _seen(context, pressed)
    if meeting is None:
        return None
    if party.is_private:
        return await rsvps.card_for(context, party.language, pressed.person, meeting)
    counts = await counts_of(context.session, meeting.id)
    return rsvp_cards.in_list(meeting, counts, rsvps.view(context, party))


async def _themes(context: Context, pressed: Pressed) -> Card | None:
    number = pressed.data[2]
    if not number.isdecimal():
        return None
    reader = _reader(context, pressed.party)
    return await session_list.choose_theme(context.session, reader, int(number))


async def _followed(context: Context, pressed: Pressed) -> Card | None:
    """Only in private: what somebody follows is nobody else's business."""
    number, party = pressed.data[2], pressed.party
    if not party.is_private or not number.isdecimal():
        return None
    return await session_list.followed(context.session, _reader(context, party), pressed.person, int(number))


async def _in_a_message_of_its_own(update: Update, context: Context, pressed: Pressed) -> None:
    """From an answer that has to stay: the card is a new message in private."""
    party, meeting = pressed.party, await _seen(context, pressed)
    if meeting is None:
        context.toast(update, party.language, "toast-outdated-session")
    elif party.is_private:
        await rsvps.show_card(context, party, pressed.person, meeting)
    else:
        context.open_private(update, f"{rsvps.SESSION}{meeting.token}")


async def _seen(context: Context, pressed: Pressed) -> Meeting | None:
    """The session that was pressed, if it may be seen here."""
    number, party = pressed.data[2], pressed.party
    meeting = await context.session.get(Meeting, int(number)) if number.isdecimal() else None
    if meeting is None:
        return None
    reader = pressed.person if party.is_private else None
    seen = await visibility.may_see(context.session, meeting, party.chat, reader)
    return meeting if seen else None


async def on_follow(update: Update, context: Context) -> None:
    """A button to follow a theme, or no longer."""
    pressed = await context.pressed(update, FOLLOW)
    if pressed is None:
        return
    if pressed.data[1] == "m":
        await _follow_of_card(update, context, pressed)
    elif not pressed.party.is_private:
        context.toast(update, pressed.party.language, "toast-outdated-session")
    else:
        await _follow_in_list(update, context, pressed)


async def _follow_of_card(update: Update, context: Context, pressed: Pressed) -> None:
    party, person, session = pressed.party, pressed.person, context.session
    number = pressed.data[2]
    meeting = await session.get(Meeting, int(number)) if number.isdecimal() else None
    posted = await posted_cards.find(session, party.chat, pressed.message_id)
    knows = meeting is not None and (
        await visibility.is_shown_by(session, meeting, posted.key)
        or await visibility.may_see(session, meeting, party.chat, person)
    )
    if meeting is None or not knows or not meeting.theme:
        context.toast(update, party.language, "toast-outdated-session")
    elif party.is_private:
        await _toggle(update, context, party, person, meeting.theme)
        if await posted_cards.is_replaceable(session, posted, meeting):
            card = await rsvps.card_for(context, party.language, person, meeting)
            await context.redraw(party, card, pressed.message_id)
    else:
        # In a group the button looks the same for all: it only ever begins.
        new = await following.follow(session, person, FollowKind.THEME, meeting.theme, at=context.now)
        if await collectives.is_reachable(session, person):
            context.toast(update, party.language, "toast-followed" if new else "toast-followed-before")
        else:
            context.open_private(update, f"{rsvps.FOLLOW}{meeting.token}")


async def _follow_in_list(update: Update, context: Context, pressed: Pressed) -> None:
    party, reader = pressed.party, _reader(context, pressed.party)
    theme = await session_list.theme_of(context.session, reader, pressed.data[2])
    if theme is None:
        context.toast(update, party.language, "toast-outdated-session")
        return
    if pressed.data[1] == "t":
        await _toggle(update, context, party, pressed.person, theme)
        card = await session_list.overview(context.session, reader, theme)
    else:
        await following.unfollow(context.session, pressed.person, FollowKind.THEME, theme)
        context.toast(update, party.language, "toast-unfollowed")
        card = await session_list.followed(context.session, reader, pressed.person, 1)
    await context.redraw(party, card, pressed.message_id)


async def _toggle(update: Update, context: Context, party: Party, person: Person, theme: str) -> None:
    followed = not await following.unfollow(context.session, person, FollowKind.THEME, theme)
    if followed:
        await following.follow(context.session, person, FollowKind.THEME, theme, at=context.now)
    context.toast(update, party.language, "toast-followed" if followed else "toast-unfollowed")


async def on_follow_link(context: Context, party: Party, payload: str) -> None:
    """Who pressed "follow" in a group opened the private chat, where they can be told from now on."""
    meeting = await store.by_token(context.session, payload.removeprefix(rsvps.FOLLOW))
    if meeting is None or not meeting.theme or party.person is None:
        await context.say(party, "session-link-outdated")
        return
    await following.follow(context.session, party.person, FollowKind.THEME, meeting.theme, at=context.now)
    await context.reply(party, Card(say(party.language, "followed", theme=theme_words(meeting.theme))))


def _reader(context: Context, party: Party) -> Reader:
    """Who looks: in a group nobody in particular."""
    person = party.person if party.is_private else None
    return Reader(party.chat, person, rsvps.view(context, party))


_VIEWS: Mapping[str, Callable[[Context, Pressed], Awaitable[Card | None]]] = {
    "l": _list,
    "o": _one,
    "t": _themes,
    "v": _followed,
}
