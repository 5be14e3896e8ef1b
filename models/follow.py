"""What people want to hear about."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum


class FollowKind(StrEnum):
    """What can be followed."""

    THEME = "theme"
    COLLECTIVE = "collective"


class Follow(Base):
    """Somebody follows a theme (by its name) or a collective (by its id)."""

    __tablename__ = "follow"
    __table_args__ = (Index("ix_follow_kind_value", "kind", "value"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[FollowKind] = mapped_column(text_enum(FollowKind), primary_key=True)
    value: Mapped[str] = mapped_column(String(120), primary_key=True)
    since: Mapped[datetime]


class GroupTheme(Base):
    """A theme about which a group wants to hear, chosen by its administrators.

    A group that belongs to a collective hears about that one's themes as well.
    """

    __tablename__ = "group_theme"
    __table_args__ = (Index("ix_group_theme_theme", "theme"),)

    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(String(120), primary_key=True)
    since: Mapped[datetime]
