"""What every handler about collectives shares: where staff are, command menus, taking a role away."""

from bot import menu
from bot.services.collectives import collectives
from bot.services.collectives import notices as collective_notices
from bot.services.collectives.cards import View
from bot.services.collectives.notices import Desk
from handlers.turn import Context, Party
from models import Collective, ContactRole, Person


def desk(context: Context) -> Desk:
    """Where staff are, and in which language to write to who chose none."""
    services = context.turn.services
    return Desk(services.roles, services.default_language)


def view(context: Context, party: Party) -> View:
    """For whom a card is made here and now."""
    services = context.turn.services
    return View(party.language, context.now, services.zone, services.introductions.requests_per_month)


async def offer_menu(context: Context, person: Person) -> None:
    """Give somebody the command menu of what they are now, after the commit."""
    speaks = bool(await collectives.of_person(context.session, person))
    services = context.turn.services
    context.turn.after_commit.append(
        menu.offering(services.bot, services.roles, person.telegram_id, is_contact=speaks)
    )


async def dismiss(context: Context, collective: Collective, role: ContactRole) -> bool:
    """Take somebody's role away and tell who has to know; False when nobody had it."""
    found = await collectives.contacts(context.session, collective)
    contact = next((one for one in found if one.role is role), None)
    if contact is None:
        return False
    person = contact.person
    gone = await collectives.step_down(context.session, collective, person, context.now)
    if gone is not None:
        await collective_notices.tell_dismissed(context.session, desk(context), gone, person, at=context.now)
        if role is ContactRole.CONTACT:
            await collective_notices.tell_stepped_down(context.session, desk(context), gone, at=context.now)
        await offer_menu(context, person)
    return gone is not None
