"""Messages that must leave, and what became of each."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, text_enum


class MessageClass(StrEnum):
    """What to do when it is unknown whether a message arrived (see docs/reliability.md).

    interactive: send again; relay: send again with a visible reference; notice: park, a coordinator decides;
    reminder: drop.
    """

    INTERACTIVE = "interactive"
    RELAY = "relay"
    NOTICE = "notice"
    REMINDER = "reminder"

    @property
    def priority(self) -> int:
        """Lower goes first: somebody who waits for an answer never waits for a broadcast."""
        return list(MessageClass).index(self)


class OutboxState(StrEnum):
    """Where a message is on its way; all but the first three are final. Held: until a person lets go."""

    QUEUED = "queued"
    SENDING = "sending"
    HELD = "held"
    SENT = "sent"
    PARKED = "parked"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Recall(StrEnum):
    """What becomes of a message in hand when it comes back unsent: it was held up or dropped meanwhile."""

    HOLD = "hold"
    DROP = "drop"


class OutboxContent(Base):
    """Parameters that many messages share, so that a word to a hundred thousand chats is stored once."""

    __tablename__ = "outbox_content"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    payload: Mapped[dict[str, Any]]


# What is finished and still has words, for each database: those of an invitation are in its content.
HAS_WORDS = {"sqlite": "payload <> '{}'", "postgresql": "CAST(payload AS TEXT) <> '{}'"}


class OutboxMessage(Base):
    """One call of the Bot API that changes what people see.

    `key` is made of ids and dates, so that the same intent is stored once. `payload` holds the parameters
    without `chat_id`, which is filled in from the chat at the last moment; `content_id` names what it shares
    with others, once a chat. `target_key` names the message
    that an edit or deletion is about, when that message is itself in the outbox; `topic_key` the
    createForumTopic that makes the topic it belongs in. `uncertain` counts attempts whose arrival is unknown.
    `recall` is set while it is in hand only; dropped, `error` says why.

    A topic's `sent_message_id` is its thread id: on Telegram a topic is named by its first message.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("priority >= 0", name="priority_not_negative"),
        # The order in which messages leave, to the last column: else PostgreSQL sorts all that are due.
        Index("ix_outbox_state_due_at", "state", "priority", "due_at", "id"),
        Index("ix_outbox_chat_id_state", "chat_id", "state", "priority", "id"),
        Index("ix_outbox_sent", "sent_chat_id", "sent_message_id"),
        # For who takes the words out: else every message that was ever sent is looked at, and written anew.
        Index(
            "ix_outbox_finished_at",
            "finished_at",
            sqlite_where=text(HAS_WORDS["sqlite"]),
            postgresql_where=text(HAS_WORDS["postgresql"]),
        ),
        UniqueConstraint("chat_id", "content_id"),
        Index(
            "ix_outbox_content_id_state",
            "content_id",
            "state",
            sqlite_where=text("content_id IS NOT NULL"),
            postgresql_where=text("content_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"))
    message_class: Mapped[MessageClass] = mapped_column(text_enum(MessageClass))
    priority: Mapped[int]
    method: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    content_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_content.id"))
    target_key: Mapped[str | None] = mapped_column(String(200))
    topic_key: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[OutboxState] = mapped_column(text_enum(OutboxState), default=OutboxState.QUEUED)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    uncertain: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    recall: Mapped[Recall | None] = mapped_column(text_enum(Recall))
    sent_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    sent_message_id: Mapped[int | None] = mapped_column(BigInteger)
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(300))


class SendPause(Base):
    """Until when Telegram asked this bot to be silent, and how it slowed down then; outlives a restart.

    `pace` is in messages a second, from `slowed_at` on; None while it never had to slow down.
    """

    __tablename__ = "send_pause"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    until: Mapped[datetime]
    pace: Mapped[float | None]
    slowed_at: Mapped[datetime | None]
