"""Collectives: registering them, who speaks for them, and whether they may be asked."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from bot.errors import CollectiveError
from bot.services.collectives import experience
from bot.services.collectives.experience import experienced
from bot.services.library import library
from bot.services.names import matching_name, same_place
from bot.services.privacy import consents
from models import (
    Chat,
    ChatKind,
    Collective,
    CollectiveContact,
    CollectiveGroup,
    ContactRole,
    Invitation,
    Person,
)

__all__ = [
    "Appointed",
    "Refusal",
    "RefusedError",
    "SteppedDown",
    "by_id",
    "cap",
    "contact_of",
    "contacts",
    "experienced",
    "find",
    "is_available",
    "is_reachable",
    "listed",
    "matching_name",
    "months_later",
    "of_person",
    "pause",
    "register",
    "remove",
    "rename",
    "resume",
    "role_of",
    "set_cap",
    "set_contact",
    "set_email",
    "set_themes",
    "step_down",
    "take_over",
]

# What somebody who speaks for a collective agreed to.
PURPOSE = "speak-for-collective"
# To which text a deputy who takes over says yes; raise the version whenever its meaning changes.
TAKE_OVER_TEXT = "collective-take-over-stopped"
TAKE_OVER_VERSION = 1
MAX_NAME = 120
MAX_PLACE = 80
MAX_THEMES = 12
MAX_THEME = 64
MAX_CAP = 100
MAX_EMAIL = 254

_EMAIL = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>.]{2,}")


class Refusal(StrEnum):
    """Why a change is refused."""

    NO_NAME = "no-name"
    NAME_TOO_LONG = "name-too-long"
    PLACE_TOO_LONG = "place-too-long"
    TOO_MANY_THEMES = "too-many-themes"
    THEME_TOO_LONG = "theme-too-long"
    KNOWN = "known"
    CAP = "cap"
    EMAIL = "email"


class RefusedError(CollectiveError):
    """A collective cannot become what was asked; `why` says it in a word."""

    def __init__(self, why: Refusal) -> None:
        """Take the reason."""
        super().__init__(f"The collective was refused: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Appointed:
    """Somebody became contact person or deputy (`is_new`), or was that; `replaced` is who was it before."""

    contact: CollectiveContact
    is_new: bool
    replaced: Person | None = None


@dataclass(frozen=True, slots=True)
class SteppedDown:
    """Somebody no longer speaks for a collective; `remaining` still does, and as deputy may take over."""

    collective: Collective
    contact: CollectiveContact
    remaining: Person | None


async def register(
    session: AsyncSession,
    *,
    name: str,
    place: str,
    themes: Sequence[str],
    email: str | None = None,
    at: datetime,
) -> Collective:
    """Register a collective, and link the cases that name it.

    Raises RefusedError for a name without a letter or digit, for what is too long, and when there is a
    collective of that name already and the place does not tell them apart.
    """
    # One at a time: two that register the same collective at once must not both find nothing.
    await library.lock(session)
    collective = Collective(registered_at=at, themes=cleaned_themes(themes), email=cleaned_email(email))
    await _call(session, collective, name, place)
    session.add(collective)
    await session.flush()
    await experience.link(session, at=at, collectives=[collective])
    return collective


async def rename(
    session: AsyncSession, collective: Collective, *, name: str, place: str, at: datetime
) -> None:
    """Change name or place, and link the cases anew; raises RefusedError as `register` does."""
    await library.lock(session)
    await _call(session, collective, name, place)
    await session.flush()
    await experience.link(session, at=at, collectives=[collective])


async def by_id(session: AsyncSession, collective_id: int) -> Collective | None:
    """The collective; None when there never was one, or it was removed."""
    collective = await session.get(Collective, collective_id)
    return None if collective is None or collective.removed_at is not None else collective


async def find(session: AsyncSession, name: str, place: str = "") -> list[Collective]:
    """The collectives of this name that can be at this place."""
    wanted = matching_name(name)
    if not wanted:
        return []
    found = await session.scalars(
        select(Collective)
        .where(Collective.matching_name == wanted, Collective.removed_at.is_(None))
        .order_by(Collective.id)
    )
    return [collective for collective in found if same_place(place, collective.place)]


async def listed(session: AsyncSession) -> list[Collective]:
    """All collectives by name, with their contacts."""
    found = await session.scalars(
        select(Collective)
        .where(Collective.removed_at.is_(None))
        .options(selectinload(Collective.contacts))
        .order_by(Collective.matching_name, Collective.id)
    )
    return list(found)


async def of_person(session: AsyncSession, person: Person) -> list[tuple[Collective, ContactRole]]:
    """The collectives that somebody speaks for, and as what; by name."""
    rows = await session.execute(
        select(Collective, CollectiveContact.role)
        .join(CollectiveContact, CollectiveContact.collective_id == Collective.id)
        .where(CollectiveContact.person_id == person.id, Collective.removed_at.is_(None))
        .order_by(Collective.matching_name, Collective.id)
    )
    return [(collective, role) for collective, role in rows]


async def role_of(session: AsyncSession, collective: Collective, person: Person) -> ContactRole | None:
    """As what somebody speaks for a collective; None when they do not."""
    return await session.scalar(
        select(CollectiveContact.role).where(
            CollectiveContact.collective_id == collective.id, CollectiveContact.person_id == person.id
        )
    )


async def contacts(session: AsyncSession, collective: Collective) -> list[CollectiveContact]:
    """Who speaks for a collective, with the persons: the contact person first."""
    found = await session.scalars(
        select(CollectiveContact)
        .where(CollectiveContact.collective_id == collective.id)
        .options(selectinload(CollectiveContact.person))
        .execution_options(populate_existing=True)
    )
    return sorted(found, key=lambda contact: contact.role is not ContactRole.CONTACT)


async def contact_of(session: AsyncSession, collective: Collective) -> Person | None:
    """Whom to ask: the contact person when the bot can reach them on Telegram, else the deputy, else None."""
    for contact in await contacts(session, collective):
        if await is_reachable(session, contact.person):
            return contact.person
    return None


async def is_reachable(session: AsyncSession, person: Person) -> bool:
    """Whether somebody has a private chat with the bot and did not block it."""
    return await private_chat(session, person) is not None


async def private_chat(session: AsyncSession, person: Person) -> Chat | None:
    """The private chat with somebody, when messages can be expected to arrive there."""
    return await session.scalar(
        select(Chat).where(
            Chat.telegram_id == person.telegram_id,
            Chat.kind == ChatKind.PRIVATE,
            Chat.inactive_since.is_(None),
        )
    )


def subject_of(collective: Collective) -> str:
    """What a consent about a collective names as its subject."""
    return f"collective:{collective.id}"


def is_available(collective: Collective, at: datetime) -> bool:
    """Whether a collective may be asked: neither removed nor paused. Says nothing of who can be reached."""
    return collective.is_available(at)


def pause(collective: Collective, until: datetime | None) -> None:
    """Ask it nothing until an instant, or until `resume` when that is None."""
    collective.paused_until, collective.is_paused = until, until is None


def months_later(at: datetime, months: int) -> datetime:
    """The same day and time so many months later, or the last day of a month that is shorter."""
    years, month = divmod(at.month - 1 + months, 12)
    year = at.year + years
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def resume(collective: Collective) -> None:
    """It may be asked again."""
    collective.paused_until, collective.is_paused = None, False


def set_cap(collective: Collective, requests_per_month: int | None) -> None:
    """Set how often a month it may be asked, None for the default; RefusedError beyond 0 to `MAX_CAP`."""
    if requests_per_month is not None and not 0 <= requests_per_month <= MAX_CAP:
        raise RefusedError(Refusal.CAP)
    collective.requests_per_month = requests_per_month


def cap(collective: Collective, usual: int) -> int:
    """How often a month it may be asked; `usual` is how often when nothing was said for it alone."""
    return usual if collective.requests_per_month is None else collective.requests_per_month


def set_themes(collective: Collective, themes: Sequence[str]) -> None:
    """Set its themes; raises RefusedError for too many, or one that is too long."""
    collective.themes = cleaned_themes(themes)


def set_email(collective: Collective, email: str) -> None:
    """Set the address at which staff reach it, or take it away; RefusedError for what is no address."""
    collective.email = cleaned_email(email)


async def set_contact(
    session: AsyncSession, collective: Collective, person: Person, role: ContactRole, *, at: datetime
) -> Appointed:
    """Make somebody the contact person or deputy in place of who was.

    A deputy who becomes the contact person is deputy no longer; a contact person does not become the deputy.
    """
    # Two who are appointed at once: the second sees the first.
    await session.execute(select(Collective.id).where(Collective.id == collective.id).with_for_update())
    present = {contact.person_id: contact for contact in await contacts(session, collective)}
    mine = present.get(person.id)
    if mine is not None and mine.role in (role, ContactRole.CONTACT):
        return Appointed(mine, is_new=False)
    former = next((contact for contact in present.values() if contact.role is role), None)
    for leaving in (former, mine):
        if leaving is not None:
            await session.delete(leaving)
    # The old rows go first: the role is free only then.
    await session.flush()
    if former is not None:
        await _revoke(session, collective, former.person)
        await consents.withdraw(session, former.person, PURPOSE, subject_of(collective), at=at)
    contact = CollectiveContact(collective_id=collective.id, person_id=person.id, role=role, since=at)
    session.add(contact)
    await session.flush()
    return Appointed(contact, is_new=True, replaced=former.person if former is not None else None)


async def take_over(
    session: AsyncSession, collective: Collective, deputy: Person, *, language: str, at: datetime
) -> Appointed | None:
    """The deputy becomes the contact person; None when they are no deputy, or there is one to be reached.

    Keeps to which text they said yes.
    """
    # With the collective locked, whoever becomes the contact person meanwhile is seen.
    await session.execute(select(Collective.id).where(Collective.id == collective.id).with_for_update())
    for contact in await contacts(session, collective):
        if contact.role is ContactRole.CONTACT and (
            contact.person_id == deputy.id or await is_reachable(session, contact.person)
        ):
            return None
    if await role_of(session, collective, deputy) is None:
        return None
    appointed = await set_contact(session, collective, deputy, ContactRole.CONTACT, at=at)
    await consents.record(
        session,
        deputy,
        PURPOSE,
        subject_of(collective),
        text_key=TAKE_OVER_TEXT,
        text_version=TAKE_OVER_VERSION,
        language=language,
        at=at,
    )
    return appointed


async def step_down(
    session: AsyncSession, collective: Collective, person: Person, at: datetime
) -> SteppedDown | None:
    """Somebody no longer speaks for a collective; None when they did not.

    The links that they made and nobody used are void. Who remains has to be told:
    `bot.services.collectives.notices.tell_stepped_down` asks the deputy to take over and tells staff.
    """
    found = {contact.person_id: contact for contact in await contacts(session, collective)}
    mine = found.pop(person.id, None)
    if mine is None:
        return None
    await session.delete(mine)
    await session.flush()
    await _revoke(session, collective, person)
    await consents.withdraw(session, person, PURPOSE, subject_of(collective), at=at)
    remaining = next(iter(found.values()), None)
    return SteppedDown(collective, mine, remaining.person if remaining is not None else None)


async def remove(session: AsyncSession, collective: Collective, *, at: datetime) -> list[Person]:
    """Take a collective out of use, with its contacts, groups and links; who spoke for it, to be told."""
    people = [contact.person for contact in await contacts(session, collective)]
    for person in people:
        await consents.withdraw(session, person, PURPOSE, subject_of(collective), at=at)
    collective.removed_at = collective.removed_at or at
    collective.email = None
    for table in (CollectiveContact, CollectiveGroup):
        await session.execute(delete(table).where(table.collective_id == collective.id))
    await session.execute(
        delete(Invitation).where(Invitation.collective_id == collective.id, Invitation.accepted_at.is_(None))
    )
    await session.flush()
    return people


def cleaned_name(name: str) -> str:
    """A name on one line; RefusedError when it has no letter or digit, or is too long."""
    name = _one_line(name)
    if not matching_name(name):
        raise RefusedError(Refusal.NO_NAME)
    if len(name) > MAX_NAME:
        raise RefusedError(Refusal.NAME_TOO_LONG)
    return name


def cleaned_place(place: str) -> str:
    """A place on one line, possibly empty; RefusedError when it is too long."""
    place = _one_line(place)
    if len(place) > MAX_PLACE:
        raise RefusedError(Refusal.PLACE_TOO_LONG)
    return place


def cleaned_themes(themes: Sequence[str]) -> list[str]:
    """Each theme once and on one line; RefusedError for too many, or one that is too long."""
    cleaned = list(dict.fromkeys(theme for theme in map(_one_line, themes) if theme))
    if len(cleaned) > MAX_THEMES:
        raise RefusedError(Refusal.TOO_MANY_THEMES)
    if any(len(theme) > MAX_THEME for theme in cleaned):
        raise RefusedError(Refusal.THEME_TOO_LONG)
    return cleaned


def cleaned_email(email: str | None) -> str | None:
    """An e-mail address as far as one can tell, None for nothing; RefusedError for what is no address."""
    email = (email or "").strip()
    if email and not is_email(email):
        raise RefusedError(Refusal.EMAIL)
    return email or None


async def _call(session: AsyncSession, collective: Collective, name: str, place: str) -> None:
    name, place = cleaned_name(name), cleaned_place(place)
    if any(other is not collective for other in await find(session, name, place)):
        raise RefusedError(Refusal.KNOWN)
    collective.name, collective.matching_name, collective.place = name, matching_name(name), place


async def _revoke(session: AsyncSession, collective: Collective, person: Person) -> None:
    """Void what somebody could still let in who has no say any more."""
    await session.execute(
        delete(Invitation).where(
            Invitation.collective_id == collective.id,
            Invitation.made_by_id == person.id,
            Invitation.accepted_at.is_(None),
        )
    )


def in_one_direction(text: str) -> str:
    """A text without the marks that turn the reading direction of all that follows."""
    return "".join(sign for sign in text if sign not in _TURNING).strip()


def is_email(text: str) -> bool:
    """Whether a text looks like an e-mail address."""
    return len(text) <= MAX_EMAIL and _EMAIL.fullmatch(text) is not None


def _one_line(text: str) -> str:
    """Without line breaks, control characters and marks that turn the reading direction."""
    spaced = " ".join(text.split())
    return in_one_direction(
        "".join(sign for sign in spaced if unicodedata.category(sign) not in {"Cc", "Cs"})
    )


# Marks that embed, override or isolate a direction: left open, they turn around the rest of a message.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
