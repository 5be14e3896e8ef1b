"""Who agreed to what, and in which words it was asked."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Consent, Person


async def record(
    session: AsyncSession,
    person: Person,
    purpose: str,
    subject: str,
    *,
    text_key: str,
    text_version: int,
    language: str,
    at: datetime,
) -> Consent:
    """Keep a yes: for which purpose, about what ("kind:id"), to which version of which text."""
    consent = Consent(
        person_id=person.id,
        purpose=purpose,
        subject=subject,
        text_key=text_key,
        text_version=text_version,
        language=language,
        given_at=at,
    )
    session.add(consent)
    await session.flush()
    return consent


async def withdraw(
    session: AsyncSession, person: Person, purpose: str, subject: str, *, at: datetime
) -> None:
    """Record that a yes of this person holds no more; nothing happens when there is none."""
    await session.execute(
        update(Consent)
        .where(
            Consent.person_id == person.id,
            Consent.purpose == purpose,
            Consent.subject == subject,
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
        .execution_options(synchronize_session=False)
    )


async def holding(session: AsyncSession, person: Person) -> list[Consent]:
    """What somebody agreed to and did not withdraw, oldest first."""
    found = await session.scalars(
        select(Consent)
        .where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None))
        .order_by(Consent.id)
    )
    return list(found)
