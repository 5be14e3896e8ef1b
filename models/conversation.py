"""What the bot and one person are in the middle of: rows, so that a restart changes nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key


class Conversation(Base):
    """The one conversation of several messages that a person is in.

    `kind` names who goes on with it (registered in handlers/conversations.py), `step` what was asked last,
    `data` what was told so far. After `expires_at` it is over, and plain text is a dilemma again.
    """

    __tablename__ = "conversation"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    step: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changed_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    @property
    def place(self) -> tuple[str, str]:
        """Where it is: its kind, and the step of that."""
        return self.kind, self.step


class InterruptedConversation(Base):
    """What a person was in the middle of when they began something else; they can go back to it.

    As `Conversation`; there can be several, the last id the newest.
    """

    __tablename__ = "interrupted_conversation"
    # Buttons hold these numbers: none is given twice.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    step: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    expires_at: Mapped[datetime]


class ConversationMessage(Base):
    """A message in private that was a step of a conversation: when it is edited, it is no dilemma."""

    __tablename__ = "conversation_message"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    written_at: Mapped[datetime] = mapped_column(index=True)
