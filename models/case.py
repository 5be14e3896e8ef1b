"""The case library: what other collectives went through."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, text_enum


class PhrasingSource(StrEnum):
    """Who worded a phrasing."""

    EDITOR = "editor"
    RESIDENT = "resident"


class Case(Base):
    """A dilemma that a collective had, and what it learned. `key` is the editors' own id.

    `edited_at` is when it was last edited in the bot: a file that does not know of that may not undo it.
    `helped_count` is how many groups of residents said, and let it be told, that they were helped by talking
    with who went through it; counted anew at each answer (bot/services/introductions/follow_ups.py).
    """

    __tablename__ = "case"
    # Keys of messages and buttons hold these numbers: none is given twice.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(Text)
    dilemma: Mapped[str] = mapped_column(Text)
    context: Mapped[str] = mapped_column(Text, default="")
    what_helped: Mapped[list[str]] = mapped_column(default=list)
    pitfalls: Mapped[list[str]] = mapped_column(default=list)
    theme: Mapped[str] = mapped_column(String(64), default="")
    collective: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(Text, default="")
    year: Mapped[int | None]
    checked_on: Mapped[date | None]
    changed_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    helped_count: Mapped[int] = mapped_column(default=0, server_default="0")
    phrasings: Mapped[list["CasePhrasing"]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="CasePhrasing.id", passive_deletes=True
    )


class CasePhrasing(Base):
    """Another way of asking what a case answers; counts for matching once it is approved."""

    __tablename__ = "case_phrasing"
    __table_args__ = (UniqueConstraint("case_id", "text"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[PhrasingSource] = mapped_column(text_enum(PhrasingSource))
    approved_at: Mapped[datetime | None]


class LibraryRevision(Base):
    """One row that counts changes of the library, so that every process notices them."""

    __tablename__ = "library_revision"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class TextVector(Base):
    """A text's encoding, kept so that a restart need not compute it again.

    `key` is a hash of encoder, role and text; the value is the vector's bytes as the matcher made them.
    """

    __tablename__ = "text_vector"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    encoder: Mapped[str] = mapped_column(String(64), index=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
