"""Who agreed to what, when, and in which words it was asked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key


class Consent(Base):
    """A yes of one person, for one purpose, about one thing.

    `subject` names the thing as "kind:id". `text_key` and `text_version` say which text was agreed to, in
    `language`: the version changes whenever the meaning of that text does.
    """

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_subject", "subject"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    text_key: Mapped[str] = mapped_column(String(80))
    text_version: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
