"""Chats and persons: the two kinds of party on Telegram."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, text_enum


class ChatKind(StrEnum):
    """Telegram's kinds of chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Chat(Base):
    """A conversation on Telegram.

    Everything else refers to `id`. `telegram_id` is the address of the moment: when a group becomes a
    supergroup only this column changes, and every reference has followed. `announcement_topic` is the thread
    in which a forum wants invitations and sessions; null for the group at large.
    """

    __tablename__ = "chat"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    kind: Mapped[ChatKind] = mapped_column(text_enum(ChatKind))
    language: Mapped[str | None] = mapped_column(String(8))
    is_forum: Mapped[bool] = mapped_column(default=False)
    can_write: Mapped[bool] = mapped_column(default=True)
    announcement_topic: Mapped[int | None] = mapped_column(BigInteger)
    introduced_at: Mapped[datetime | None]
    inactive_since: Mapped[datetime | None]

    @property
    def is_active(self) -> bool:
        """Whether messages can be expected to arrive."""
        return self.inactive_since is None

    def leave(self, at: datetime) -> bool:
        """Record that the bot was blocked or put out; True when this is news."""
        news = self.is_active
        self.inactive_since = self.inactive_since or at
        return news


class FormerAddress(Base):
    """An address that a chat had before it became a supergroup; late updates still name it."""

    __tablename__ = "former_address"

    telegram_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    current_id: Mapped[int] = mapped_column(BigInteger)


class Person(Base):
    """Somebody who talked to the bot; nothing is kept of the name.

    `too_long_at` is when a message in private was too long: Telegram's apps cut such a text in pieces, and
    the pieces that follow are no questions of their own.
    """

    __tablename__ = "person"
    # Keys of messages hold these numbers: none is given twice.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    since: Mapped[datetime]
    too_long_at: Mapped[datetime | None]
