"""Updates as Telegram sent them, kept until their effects are committed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, text_enum


class InboxState(StrEnum):
    """Where an update is on its way."""

    PENDING = "pending"
    DONE = "done"
    SET_ASIDE = "set_aside"


class InboxUpdate(Base):
    """One raw update.

    `lane` is the chat (or the person) it belongs to: lanes run side by side, the updates of one lane in the
    order of `id`. `owner` and `lease_until` say who has it in hand; `failures` counts exceptions, `deaths`
    how often a process vanished while it had it.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_inbox_state_lane_id", "state", "lane", "id"),
        # In the order in which they are taken in hand, past all that are done.
        Index("ix_inbox_bot_id_state_id", "bot_id", "state", "id"),
        # Replies are keyed by this id: SQLite would give it again once the last rows were removed.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    update_id: Mapped[int] = mapped_column(BigInteger)
    lane: Mapped[int] = mapped_column(BigInteger)
    raw: Mapped[str] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(text_enum(InboxState), default=InboxState.PENDING)
    received_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime | None]
