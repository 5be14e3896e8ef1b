"""Residents' collectives, who speaks for them, and the links with which somebody becomes that."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, text_enum
from models.case import Case
from models.chat import Chat, Person


class ContactRole(StrEnum):
    """Whom the bot asks for a collective: first the contact person, then the deputy."""

    CONTACT = "contact"
    DEPUTY = "deputy"


class ExperienceSource(StrEnum):
    """How it is known whose experience a case is: by the name in the case, or because staff said so."""

    NAME = "name"
    STAFF = "staff"


class Collective(Base):
    """A group of residents that may be asked for its experience.

    `matching_name` is the name without case, accents and punctuation: with it a case of the library finds
    its collective. `requests_per_month` is null for the default of the settings. While `paused_until` lies
    ahead, or `is_paused` holds (until the contact person says otherwise), it is not asked. `email` serves
    staff, for a collective that nobody represents on Telegram.
    """

    __tablename__ = "collective"
    __table_args__ = (CheckConstraint("requests_per_month >= 0", name="requests_not_negative"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    matching_name: Mapped[str] = mapped_column(String(120), index=True)
    place: Mapped[str] = mapped_column(String(80), default="")
    themes: Mapped[list[str]] = mapped_column(default=list)
    email: Mapped[str | None] = mapped_column(String(254))
    requests_per_month: Mapped[int | None]
    paused_until: Mapped[datetime | None]
    is_paused: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    contacts: Mapped[list["CollectiveContact"]] = relationship(
        cascade="all, delete-orphan",
        lazy="raise",
        order_by="CollectiveContact.id",
        passive_deletes=True,
        back_populates="collective",
    )
    groups: Mapped[list["CollectiveGroup"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", passive_deletes=True
    )
    cases: Mapped[list["Experience"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", passive_deletes=True
    )

    def is_available(self, at: datetime) -> bool:
        """Whether it may be asked at this instant: neither removed nor paused."""
        pausing = self.is_paused or (self.paused_until is not None and self.paused_until > at)
        return self.removed_at is None and not pausing


class CollectiveContact(Base):
    """Somebody who speaks for a collective; at most one contact person and one deputy at a time."""

    __tablename__ = "collective_contact"
    __table_args__ = (
        Index("uq_collective_contact_role", "collective_id", "role", unique=True),
        Index("uq_collective_contact_person", "collective_id", "person_id", unique=True),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    collective_id: Mapped[int] = mapped_column(ForeignKey("collective.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[ContactRole] = mapped_column(text_enum(ContactRole))
    since: Mapped[datetime]

    collective: Mapped[Collective] = relationship(back_populates="contacts", lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class CollectiveGroup(Base):
    """A group chat that belongs to a collective; a group belongs to one at most."""

    __tablename__ = "collective_group"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), primary_key=True)
    collective_id: Mapped[int] = mapped_column(ForeignKey("collective.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime]

    chat: Mapped[Chat] = relationship(lazy="raise")


class Experience(Base):
    """A collective that went through what a case tells. A case may be the experience of several.

    What staff took away stays as a row with `removed_at`: the name in the case must not bring it back.
    """

    __tablename__ = "experience"

    collective_id: Mapped[int] = mapped_column(
        ForeignKey("collective.id", ondelete="CASCADE"), primary_key=True
    )
    case_id: Mapped[int] = mapped_column(
        ForeignKey("case.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    source: Mapped[ExperienceSource] = mapped_column(text_enum(ExperienceSource))
    since: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="raise")


class Invitation(Base):
    """A link that makes the first person who uses it the contact person or deputy of a collective.

    Only the SHA-256 of its secret is kept (hexadecimal). `collective_id` is null when the one who uses it is
    to register a collective. Opening it binds it (`used_by_id`, `used_at`): nobody else can use it then, also
    when that person was forgotten. `accepted_at` is when that person agreed.
    """

    __tablename__ = "invitation"
    # Buttons hold these numbers: none is given twice.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    collective_id: Mapped[int | None] = mapped_column(
        ForeignKey("collective.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[ContactRole] = mapped_column(text_enum(ContactRole))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    used_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
