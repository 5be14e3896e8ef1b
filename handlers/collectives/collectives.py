"""What somebody who speaks for a collective sees and changes in private, and the groups that belong to it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import Update

from bot.messages import Button, Card
from bot.services import conversations
from bot.services.collectives import cards as collective_cards
from bot.services.collectives import collectives, invitations
from bot.services.collectives import groups as collective_groups
from bot.services.collectives import notices as collective_notices
from bot.services.library import library
from bot.services.staff import acts_as_staff, is_staff_chat
from bot.texts import plain, say
from handlers.collectives import staff
from handlers.collectives.desk import desk, dismiss, offer_menu, view
from handlers.collectives.joining import KIND, themes_card
from handlers.turn import Context, Party, Pressed
from models import Collective, ContactRole, Person

PRESS = re.compile(r"^c:([a-z]):(\d{1,15})(?::(\d{1,15}))?$")
GROUP = re.compile(r"^cg:([yn]):(\d{1,15})$")


@dataclass(frozen=True, slots=True)
class Mine:
    """A press under a collective, by somebody who speaks for it."""

    pressed: Pressed
    collective: Collective
    role: ContactRole
    number: int | None

    @property
    def party(self) -> Party:
        """Who, where and in which language."""
        return self.pressed.party

    @property
    def person(self) -> Person:
        """Who pressed."""
        return self.pressed.person


async def on_collective(update: Update, context: Context) -> None:
    """`/collectief`: one's own in private, all of them for staff, and where a group belongs."""
    party = await context.party(update)
    if party.is_private and party.person is not None:
        card = await collective_cards.overview(context.session, party.person, view(context, party))
        await context.reply(party, card)
    elif party.person is not None and await acts_as_staff(
        context.session,
        context.turn.services.roles,
        party.person.telegram_id,
        party.chat.telegram_id,
    ):
        await staff.on_command(update, context, party)
    else:
        await _in_group(context, party)


async def show(context: Context, party: Party) -> None:
    """Somebody's own collectives, in private."""
    if party.person is not None:
        card = await collective_cards.overview(context.session, party.person, view(context, party))
        await context.reply(party, card)


async def on_press(update: Update, context: Context) -> None:
    """A button under somebody's own collective."""
    pressed = await context.pressed(update, PRESS, private=True)
    if pressed is None:
        return
    verb, number = pressed.data[1], pressed.data[3]
    collective = await collectives.by_id(context.session, int(pressed.data[2]))
    role = (
        await collectives.role_of(context.session, collective, pressed.person)
        if collective is not None
        else None
    )
    # One answer for a collective of others and one that never was: numbers can be guessed.
    if collective is None or role is None or (verb in _CONTACT_ONLY and role is not ContactRole.CONTACT):
        context.toast(update, pressed.party.language, "toast-collective-not-yours")
        return
    act = _VERBS.get(verb)
    if act is None:
        context.toast(update, pressed.party.language, "toast-collective-outdated")
        return
    card = await act(update, context, Mine(pressed, collective, role, int(number) if number else None))
    if card is not None:
        await context.redraw(pressed.party, card, pressed.message_id)


async def on_group_press(update: Update, context: Context) -> None:
    """Tie a group to a collective, or untie it: by who speaks for that and is an administrator here."""
    pressed = await context.pressed(update, GROUP)
    if pressed is None or pressed.party.is_private:
        return
    party, person = pressed.party, pressed.person
    collective = await collectives.by_id(context.session, int(pressed.data[2]))
    role = None
    if collective is not None and await _may_tie(context, party):
        role = await collectives.role_of(context.session, collective, person)
    if collective is None or role is None:
        context.toast(update, party.language, "toast-collective-admin-only")
        return
    tied = await collective_groups.tied_to(context.session, party.chat)
    if pressed.data[1] == "n":
        if tied is collective:
            await collective_groups.untie(context.session, collective, party.chat.id)
        card = Card(say(party.language, "collective-group-untied"))
    elif tied is not None and tied is not collective:
        card = Card(say(party.language, "collective-group-other"))
    else:
        await collective_groups.tie(context.session, collective, party.chat, at=context.now)
        card = collective_cards.group_choice([], collective, party.language)
    await context.redraw(party, card, pressed.message_id)


async def _in_group(context: Context, party: Party) -> None:
    """Nobody but who speaks for a collective and is an administrator here learns anything."""
    person = party.person
    may = person is not None and await _may_tie(context, party)
    found = await collectives.of_person(context.session, person) if person is not None and may else []
    if not found:
        url = f"https://t.me/{context.bot_name}?start=collectief"
        link = Button(plain(party.language, "button-go-private"), url=url)
        await context.reply(party, Card(say(party.language, "collective-group-not-you"), [[link]]))
        return
    mine = [collective for collective, _ in found]
    tied = await collective_groups.tied_to(context.session, party.chat)
    if tied is not None and tied not in mine:
        await context.say(party, "collective-group-other")
    else:
        await context.reply(party, collective_cards.group_choice(mine, tied, party.language))


async def _may_tie(context: Context, party: Party) -> bool:
    """Whether who wrote or pressed is an administrator here, and this is not the group of staff."""
    roles = context.turn.services.roles
    return context.turn.is_admin and not await is_staff_chat(context.session, roles, party.chat.telegram_id)


async def _open(_update: Update, context: Context, mine: Mine) -> Card:
    return await collective_cards.mine(context.session, mine.collective, mine.role, view(context, mine.party))


async def _pause(update: Update, context: Context, mine: Mine) -> Card:
    if mine.number is None:
        return collective_cards.pause_choice(mine.collective, mine.party.language)
    if mine.number in (0, *collective_cards.PAUSE_MONTHS):
        until = collectives.months_later(context.now, mine.number) if mine.number else None
        collectives.pause(mine.collective, until)
    return await _open(update, context, mine)


async def _resume(update: Update, context: Context, mine: Mine) -> Card:
    collectives.resume(mine.collective)
    return await _open(update, context, mine)


async def _cap(update: Update, context: Context, mine: Mine) -> Card:
    number = mine.collective.id
    if mine.number is None:
        shown = view(context, mine.party)
        return collective_cards.cap_choice(mine.collective, shown, f"c:m:{number}", f"c:o:{number}")
    if mine.number == collective_cards.CAP_DEFAULT:
        collectives.set_cap(mine.collective, None)
    elif mine.number in collective_cards.CAPS:
        collectives.set_cap(mine.collective, mine.number)
    return await _open(update, context, mine)


async def _choose_themes(_update: Update, context: Context, mine: Mine) -> Card:
    known = [one.theme for one in await library.list_themes(context.session)]
    offered = list(dict.fromkeys([*mine.collective.themes, *known]))
    told = {"collective": mine.collective.id, "offered": offered, "themes": mine.collective.themes}
    conversation = await conversations.begin(
        context.session, mine.person, KIND, "themes", at=context.now, data=told
    )
    return themes_card(conversation, mine.party.language)


async def _invite_deputy(_update: Update, context: Context, mine: Mine) -> None:
    secret = await invitations.make_invitation(
        context.session,
        collective=mine.collective,
        role=ContactRole.DEPUTY,
        by=mine.person,
        at=context.now,
    )
    card = collective_cards.invitation(
        view(context, mine.party),
        "collective-deputy-link",
        invitations.link(context.bot_name, secret),
        invitations.until(context.now),
        name=mine.collective.name,
    )
    await context.reply_for_once(mine.party, card)


async def _drop_deputy_question(_update: Update, _context: Context, mine: Mine) -> Card:
    return collective_cards.drop_deputy_question(mine.collective, mine.party.language)


async def _drop_deputy(update: Update, context: Context, mine: Mine) -> Card:
    await dismiss(context, mine.collective, ContactRole.DEPUTY)
    return await _open(update, context, mine)


async def _groups(_update: Update, context: Context, mine: Mine) -> Card:
    return await collective_cards.groups(context.session, mine.collective, view(context, mine.party))


async def _untie(update: Update, context: Context, mine: Mine) -> Card:
    if mine.number is not None:
        await collective_groups.untie(context.session, mine.collective, mine.number)
    return await _groups(update, context, mine)


async def _stop_question(_update: Update, _context: Context, mine: Mine) -> Card:
    return collective_cards.stop_question(mine.collective, mine.role, mine.party.language)


async def _stop(_update: Update, context: Context, mine: Mine) -> Card:
    gone = await collectives.step_down(context.session, mine.collective, mine.person, context.now)
    if gone is not None:
        await collective_notices.tell_stepped_down(context.session, desk(context), gone, at=context.now)
        await offer_menu(context, mine.person)
    return Card(say(mine.party.language, "collective-stopped", name=mine.collective.name))


async def _take_over(update: Update, context: Context, mine: Mine) -> Card | None:
    """The deputy becomes the contact person, unless there is one again who can be reached."""
    appointed = await collectives.take_over(
        context.session, mine.collective, mine.person, language=mine.party.language, at=context.now
    )
    if appointed is None:
        context.toast(update, mine.party.language, "toast-collective-has-contact")
        return None
    await collective_notices.tell_appointed(
        context.session, desk(context), mine.collective, appointed, at=context.now
    )
    if appointed.replaced is not None:
        await offer_menu(context, appointed.replaced)
    return await collective_cards.mine(
        context.session, mine.collective, ContactRole.CONTACT, view(context, mine.party)
    )


async def _stay_deputy(update: Update, context: Context, mine: Mine) -> Card:
    if mine.role is ContactRole.CONTACT:
        return await _open(update, context, mine)
    await collective_notices.tell_stays_deputy(
        context.session, desk(context), mine.collective, mine.person, at=context.now
    )
    return Card(say(mine.party.language, "collective-stays-deputy", name=mine.collective.name))


_VERBS: Mapping[str, Callable[[Update, Context, Mine], Awaitable[Card | None]]] = {
    "o": _open,
    "p": _pause,
    "g": _resume,
    "m": _cap,
    "h": _choose_themes,
    "d": _invite_deputy,
    "v": _drop_deputy_question,
    "w": _drop_deputy,
    "b": _groups,
    "x": _untie,
    "q": _stop_question,
    "z": _stop,
    "t": _take_over,
    "n": _stay_deputy,
}
_CONTACT_ONLY = frozenset("mhdvw")
