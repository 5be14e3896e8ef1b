"""Links that make the first person who opens one the contact person or deputy of a collective."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import CollectiveError
from bot.services.collectives import collectives
from bot.services.collectives.collectives import Appointed
from bot.services.privacy import consents
from models import Collective, ContactRole, Invitation, Person

# Bot API: the payload of a deep link holds at most 64 of [A-Za-z0-9_-]. 24 bytes are 32 of these.
PREFIX = "c-"
SECRET_BYTES = 24
DAYS = 14
# What somebody agreed to: raise the version whenever the meaning of the text changes.
CONSENT_TEXT = {
    ContactRole.CONTACT: "collective-consent-contact",
    ContactRole.DEPUTY: "collective-consent-deputy",
}
CONSENT_VERSION = 1
# How long a link that ran out or was used is remembered, to say what became of it.
REMEMBERED = timedelta(days=90)


class Problem(StrEnum):
    """Why a link does not work for somebody."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    ALREADY = "already"


class InvitationError(CollectiveError):
    """The link does not work for this person; `why` says it in a word.

    `role` and `collective` are what they are already, when that is why.
    """

    def __init__(
        self, why: Problem, *, role: ContactRole | None = None, collective: Collective | None = None
    ) -> None:
        """Take the reason."""
        super().__init__(f"The invitation does not work: {why}")
        self.why = why
        self.role = role
        self.collective = collective


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that somebody opened and may agree to; without `collective` it is for registering one."""

    invitation: Invitation
    collective: Collective | None


async def make_invitation(
    session: AsyncSession,
    *,
    collective: Collective | None,
    role: ContactRole,
    by: Person | None,
    at: datetime,
    days: int = DAYS,
) -> str:
    """Make a link's secret; only its hash is kept. Without `collective` it is for registering one.

    A new link for the same role of the same collective voids the former one that nobody agreed to: the one
    that got lost, or was sent to the wrong person.
    """
    if collective is not None:
        await session.execute(
            delete(Invitation).where(
                Invitation.collective_id == collective.id,
                Invitation.role == role,
                Invitation.accepted_at.is_(None),
            )
        )
    secret = secrets.token_urlsafe(SECRET_BYTES)
    session.add(
        Invitation(
            secret_hash=_hash(secret),
            collective_id=None if collective is None else collective.id,
            role=role,
            made_by_id=None if by is None else by.id,
            made_at=at,
            expires_at=at + timedelta(days=days),
        )
    )
    await session.flush()
    return secret


def link(bot_name: str, secret: str) -> str:
    """The address that opens the bot with this secret."""
    return f"https://t.me/{bot_name}?start={PREFIX}{secret}"


def until(at: datetime) -> datetime:
    """When a link that is made now runs out, unless told otherwise."""
    return at + timedelta(days=DAYS)


async def use_invitation(session: AsyncSession, secret: str, person: Person, at: datetime) -> Opened:
    """Open a link: from here on it is this person's, and nobody else can use it.

    Opening is not agreeing: that is `accept`. Whoever has that role already, or speaks as the contact person,
    leaves the link unused for who it was meant for. Raises InvitationError.
    """
    invitation = await session.scalar(select(Invitation).where(Invitation.secret_hash == _hash(secret)))
    if invitation is None:
        raise InvitationError(Problem.UNKNOWN)
    collective = await _collective(session, invitation)
    await _refuse_who_is_in(session, invitation, collective, person)
    # In one statement: of two people in the same instant one finds it unbound, on both databases.
    bound = await session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > at,
            or_(Invitation.used_at.is_(None), Invitation.used_by_id == person.id),
        )
        .values(used_by_id=person.id, used_at=at)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    won = bound.first() is not None
    await session.refresh(invitation)
    if won:
        return Opened(invitation, collective)
    theirs = invitation.used_at is not None and invitation.used_by_id != person.id
    raise InvitationError(Problem.USED if theirs or invitation.accepted_at else Problem.EXPIRED)


async def opened_by(session: AsyncSession, invitation_id: int, person: Person, at: datetime) -> Opened:
    """A link that this person opened before, to agree to it now.

    Raises InvitationError; for the link of somebody else as for one that never was.
    """
    invitation = await session.get(Invitation, invitation_id, with_for_update=True, populate_existing=True)
    if invitation is None or invitation.used_by_id != person.id:
        raise InvitationError(Problem.UNKNOWN)
    collective = await _collective(session, invitation)
    if invitation.accepted_at is not None:
        await _refuse_who_is_in(session, invitation, collective, person)
        raise InvitationError(Problem.USED)
    if invitation.expires_at <= at:
        raise InvitationError(Problem.EXPIRED)
    return Opened(invitation, collective)


async def accept(
    session: AsyncSession,
    opened: Opened,
    collective: Collective,
    person: Person,
    *,
    language: str,
    agreed_at: datetime,
    at: datetime,
) -> Appointed:
    """Make who opened a link the contact person or deputy, and keep to which text they agreed, and when.

    `collective` is the one of the link, or the one that was just registered with it.
    """
    invitation = opened.invitation
    appointed = await collectives.set_contact(session, collective, person, invitation.role, at=at)
    invitation.accepted_at, invitation.collective_id = at, collective.id
    await consents.record(
        session,
        person,
        collectives.PURPOSE,
        collectives.subject_of(collective),
        text_key=CONSENT_TEXT[invitation.role],
        text_version=CONSENT_VERSION,
        language=language,
        at=agreed_at,
    )
    return appointed


async def decline(session: AsyncSession, opened: Opened) -> None:
    """Somebody who opened a link does not want to: it is spent, and nothing is kept of who it was."""
    await session.delete(opened.invitation)
    await session.flush()


async def drop_stale(session: AsyncSession, *, at: datetime) -> None:
    """Forget the links that ran out long ago."""
    await session.execute(delete(Invitation).where(Invitation.expires_at <= at - REMEMBERED))


async def _collective(session: AsyncSession, invitation: Invitation) -> Collective | None:
    """The collective of a link; UNKNOWN when it was removed meanwhile."""
    if invitation.collective_id is None:
        return None
    collective = await collectives.by_id(session, invitation.collective_id)
    if collective is None:
        raise InvitationError(Problem.UNKNOWN)
    return collective


async def _refuse_who_is_in(
    session: AsyncSession, invitation: Invitation, collective: Collective | None, person: Person
) -> None:
    if collective is None:
        return
    role = await collectives.role_of(session, collective, person)
    if role in (invitation.role, ContactRole.CONTACT):
        raise InvitationError(Problem.ALREADY, role=role, collective=collective)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
