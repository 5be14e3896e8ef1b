"""What people are told when those who speak for a collective change, put in the outbox with the change."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Button, Card
from bot.services.collectives import collectives
from bot.services.collectives.collectives import Appointed, SteppedDown
from bot.services.roles import Roles
from bot.services.staff import staff_chat
from bot.texts import known_language, plain, say
from models import (
    Chat,
    ChatKind,
    Collective,
    CollectiveContact,
    ContactRole,
    MessageClass,
    OutboxMessage,
    Person,
)

# So many contacts are looked at in one tick at most.
BATCH = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """Where staff are, and the language for who chose none."""

    roles: Roles
    language: str


async def tell_stepped_down(session: AsyncSession, desk: Desk, gone: SteppedDown, *, at: datetime) -> None:
    """Somebody stopped: staff hear it of a contact person or when nobody is left; who remains, always."""
    was_contact = gone.contact.role is ContactRole.CONTACT
    remaining = gone.remaining
    reached = remaining is not None and await collectives.is_reachable(session, remaining)
    mark = f"{_mark(gone.contact)}:stopped"
    if was_contact or remaining is None:
        how = ("asked" if reached else "nobody") if was_contact else "deputy"
        await _tell_staff(session, desk, gone.collective, f"collective-staff-stopped-{how}", mark, at)
    if remaining is None:
        return
    if was_contact:
        await _ask_deputy(session, desk, gone.collective, remaining, "collective-take-over-stopped", mark, at)
    else:
        await _tell(session, desk, remaining, gone.collective, "collective-deputy-stopped", mark, at)


async def tell_appointed(
    session: AsyncSession, desk: Desk, collective: Collective, appointed: Appointed, *, at: datetime
) -> None:
    """Somebody became contact person or deputy: staff hear that, and who was it before."""
    if not appointed.is_new:
        return
    role, mark = appointed.contact.role, f"{_mark(appointed.contact)}:new"
    await _tell_staff(session, desk, collective, f"collective-staff-new-{role}", mark, at)
    if appointed.replaced is not None:
        await _tell(
            session, desk, appointed.replaced, collective, f"collective-replaced-{role}", f"{mark}:former", at
        )
    others = [one.person for one in await collectives.contacts(session, collective) if one.role is not role]
    if role is ContactRole.DEPUTY and others:
        await _tell(session, desk, others[0], collective, "collective-deputy-new", f"{mark}:contact", at)


async def tell_registered(session: AsyncSession, desk: Desk, collective: Collective, *, at: datetime) -> None:
    """A collective was registered with a link: staff hear it."""
    await _tell_staff(
        session, desk, collective, "collective-staff-registered", f"collective:{collective.id}:new", at
    )


async def tell_removed(
    session: AsyncSession, desk: Desk, collective: Collective, people: list[Person], *, at: datetime
) -> None:
    """A collective was removed: who spoke for it hears that nothing is asked of them any more."""
    for person in people:
        mark = f"collective:{collective.id}:removed:{person.id}"
        await _tell(
            session, desk, person, collective, "collective-removed-for-contact", mark, at, open_it=False
        )


async def tell_dismissed(
    session: AsyncSession, desk: Desk, gone: SteppedDown, person: Person, *, at: datetime
) -> None:
    """Staff or the contact person took somebody's role away: they hear it themselves."""
    mark = f"{_mark(gone.contact)}:dismissed"
    await _tell(session, desk, person, gone.collective, "collective-dismissed", mark, at, open_it=False)


async def tell_stays_deputy(
    session: AsyncSession, desk: Desk, collective: Collective, deputy: Person, *, at: datetime
) -> None:
    """The deputy does not want to take over: staff hear it, once a day."""
    mark = f"collective:{collective.id}:stays:{deputy.id}:{at:%Y%m%d}"
    await _tell_staff(session, desk, collective, "collective-staff-stays-deputy", mark, at)


async def sweep_unreachable(session: AsyncSession, desk: Desk, *, at: datetime) -> None:
    """Notice contact persons who cannot be reached (blocked, or never began): once for each time it happens.

    They stay what they are, for who comes back; meanwhile staff know, and the deputy is asked to take over.
    """
    private = (Chat.telegram_id == Person.telegram_id) & (Chat.kind == ChatKind.PRIVATE)
    rows = await session.execute(
        select(CollectiveContact, Chat.inactive_since)
        .join(Person, Person.id == CollectiveContact.person_id)
        .join(Collective, Collective.id == CollectiveContact.collective_id)
        .join(Chat, private)
        .where(
            CollectiveContact.role == ContactRole.CONTACT,
            Collective.removed_at.is_(None),
            Chat.inactive_since.is_not(None),
        )
        .options(selectinload(CollectiveContact.collective))
        .order_by(Chat.inactive_since.desc())
    )
    told = 0
    for contact, since in rows.all():
        mark = f"{_mark(contact)}:unreachable:{since:%Y%m%d%H%M%S}"
        if told < BATCH and not await _is_told(session, mark):
            await _tell_unreachable(session, desk, contact, mark, at)
            told += 1


async def _tell_unreachable(
    session: AsyncSession, desk: Desk, contact: CollectiveContact, mark: str, at: datetime
) -> None:
    collective = contact.collective
    others = [one for one in await collectives.contacts(session, collective) if one.id != contact.id]
    deputy = others[0].person if others else None
    reached = deputy is not None and await collectives.is_reachable(session, deputy)
    ending = "asked" if reached else "nobody"
    await _tell_staff(session, desk, collective, f"collective-staff-unreachable-{ending}", mark, at)
    if deputy is not None and reached:
        await _ask_deputy(session, desk, collective, deputy, "collective-take-over-unreachable", mark, at)


async def _is_told(session: AsyncSession, mark: str) -> bool:
    keys = [f"{mark}:staff", f"{mark}:deputy"]
    return bool(await session.scalar(select(OutboxMessage.id).where(OutboxMessage.key.in_(keys)).limit(1)))


async def _ask_deputy(
    session: AsyncSession,
    desk: Desk,
    collective: Collective,
    deputy: Person,
    key: str,
    mark: str,
    at: datetime,
) -> None:
    language = _language(deputy, desk)
    rows = [
        [
            Button(plain(language, "button-collective-take-over"), f"c:t:{collective.id}", style="success"),
            Button(plain(language, "button-collective-stay-deputy"), f"c:n:{collective.id}"),
        ]
    ]
    card = Card(say(language, key, name=collective.name), rows)
    await _post(session, await collectives.private_chat(session, deputy), card, f"{mark}:deputy", at)


async def _tell(
    session: AsyncSession,
    desk: Desk,
    person: Person,
    collective: Collective,
    key: str,
    mark: str,
    at: datetime,
    *,
    open_it: bool = True,
) -> None:
    language = _language(person, desk)
    rows = [[Button(plain(language, "button-collective-open"), f"c:o:{collective.id}")]] if open_it else []
    card = Card(say(language, key, name=collective.name), rows)
    await _post(session, await collectives.private_chat(session, person), card, f"{mark}:{person.id}", at)


async def _tell_staff(
    session: AsyncSession, desk: Desk, collective: Collective, key: str, mark: str, at: datetime
) -> None:
    chat = await staff_chat(session, desk.roles)
    if chat is None:
        return
    language = known_language(chat.language) or desk.language
    button = Button(plain(language, "button-collective-open"), f"cs:o:{collective.id}")
    card = Card(say(language, key, name=collective.name, place=collective.place or "–"), [[button]])
    await _post(session, chat, card, f"{mark}:staff", at)


async def _post(session: AsyncSession, chat: Chat | None, card: Card, key: str, at: datetime) -> None:
    """Put a message in the outbox; nothing for somebody who cannot be reached."""
    if chat is not None:
        message = Outgoing(key=key, chat_id=chat.id, payload=card.payload(), message_class=MessageClass.RELAY)
        await outbox.add(session, message, at=at)


def _language(person: Person, desk: Desk) -> str:
    return known_language(person.language) or desk.language


def _mark(contact: CollectiveContact) -> str:
    # With the moment: SQLite gives the id of a row that was deleted to the next one.
    return f"collective-contact:{contact.id}:{contact.since:%Y%m%d%H%M%S%f}"
