"""Dilemmas that residents posed, the cases that were found, and what they thought of them."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, text_enum
from models.case import Case
from models.chat import Chat, Person

if TYPE_CHECKING:
    from models.escalation import Escalation


class DilemmaState(StrEnum):
    """A dilemma lifted from somebody else's message waits for its writer; the rest is open at once."""

    PROPOSED = "proposed"
    OPEN = "open"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How certain the matcher was."""

    SURE = "sure"
    UNSURE = "unsure"
    NONE = "none"


class Dilemma(Base):
    """A question, in the words of the one who asked it.

    (`message_chat`, `message_id`) is the message it came from, by Telegram's ids of that moment: an edit of
    that message updates this dilemma. `token` names it in deep links and cannot be guessed. An anonymised
    dilemma has no person and no text; what was found for it remains, for the numbers.
    """

    __tablename__ = "dilemma"
    __table_args__ = (
        UniqueConstraint("message_chat", "message_id"),
        # Keys of messages and buttons hold these numbers: none is given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), index=True)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    message_chat: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8), default="")
    state: Mapped[DilemmaState] = mapped_column(text_enum(DilemmaState), default=DilemmaState.OPEN)
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    confidence: Mapped[float | None]
    revision: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    staff_wished_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise")
    chat: Mapped[Chat] = relationship(lazy="raise")
    candidates: Mapped[list["Candidate"]] = relationship(
        back_populates="dilemma",
        cascade="all, delete-orphan",
        lazy="raise",
        order_by="Candidate.rank",
        passive_deletes=True,
    )
    escalation: Mapped["Escalation | None"] = relationship(
        back_populates="dilemma", lazy="raise", passive_deletes=True
    )

    @property
    def answer_key(self) -> str:
        """The outbox key of the message that answers this dilemma where it was asked."""
        return f"dilemma:{self.token}:answer"


class Candidate(Base):
    """A case that was found for a dilemma, best first, with the reason that was shown.

    `refused_at` is the resident's "dit is niet mijn vraag"; `chosen_at` a pick from several titles;
    `reviewed_at` when staff decided whether a confirmed question becomes a phrasing of the case.
    """

    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("dilemma_id", "case_id"),
        CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_is_probability"),
        # Staff approve by id what they read: SQLite would give the id of a deleted row to the next question.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    dilemma_id: Mapped[int] = mapped_column(ForeignKey("dilemma.id", ondelete="CASCADE"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]
    confidence: Mapped[float]
    why_words: Mapped[list[str]] = mapped_column(default=list)
    why_sentence: Mapped[str] = mapped_column(Text, default="")
    shown_at: Mapped[datetime | None]
    chosen_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]

    dilemma: Mapped[Dilemma] = relationship(back_populates="candidates", lazy="raise")
    case: Mapped[Case] = relationship(lazy="raise")


class SavedCase(Base):
    """A case on somebody's own reading list."""

    __tablename__ = "saved_case"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), primary_key=True)
    saved_at: Mapped[datetime]
