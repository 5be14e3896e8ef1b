"""Questions that went to staff: where each stands, what was passed on, who of staff, and their experts."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, text_enum
from models.chat import Chat, Person
from models.collective import Collective
from models.dilemma import Dilemma


class EscalationState(StrEnum):
    """Where a question stands with staff."""

    OPEN = "open"
    CLAIMED = "claimed"
    ASKED_BACK = "asked_back"
    ANSWERED = "answered"
    CLOSED = "closed"


class AnswerPlace(StrEnum):
    """Where the resident wants the answer: under the question in the group, or in private."""

    GROUP = "group"
    PRIVATE = "private"


class Event(StrEnum):
    """What can happen to an escalation."""

    CLAIM = "claim"
    HAND_OVER = "hand_over"
    RELEASE = "release"
    ASK_BACK = "ask_back"
    ANSWER = "answer"
    RESIDENT_WRITES = "resident_writes"
    NOT_HELPED = "not_helped"
    CLOSE = "close"
    REOPEN = "reopen"


class CloseReason(StrEnum):
    """Why an escalation was closed."""

    ANSWERED = "answered"
    ELSEWHERE = "elsewhere"
    DOUBLE = "double"
    NOT_OURS = "not_ours"
    WITHDRAWN = "withdrawn"
    SILENCE = "silence"


class ImpossibleEventError(ValueError):
    """This cannot happen to an escalation in its present state."""


_S, _E = EscalationState, Event
_ALIVE = (_S.OPEN, _S.CLAIMED, _S.ASKED_BACK, _S.ANSWERED)
_HELD = (_S.CLAIMED, _S.ASKED_BACK, _S.ANSWERED)

# What follows what: the whole life of an escalation. What is not here cannot happen.
NEXT: Mapping[tuple[EscalationState, Event], EscalationState] = {
    (_S.OPEN, _E.CLAIM): _S.CLAIMED,
    (_S.OPEN, _E.HAND_OVER): _S.CLAIMED,
    **{(state, _E.HAND_OVER): state for state in _HELD},
    **{(state, _E.RELEASE): _S.OPEN for state in _HELD},
    **{(state, _E.ASK_BACK): _S.ASKED_BACK for state in _ALIVE},
    **{(state, _E.ANSWER): _S.ANSWERED for state in _ALIVE},
    (_S.OPEN, _E.RESIDENT_WRITES): _S.OPEN,
    **{(state, _E.RESIDENT_WRITES): _S.CLAIMED for state in _HELD},
    (_S.ANSWERED, _E.NOT_HELPED): _S.CLAIMED,
    **{(state, _E.CLOSE): _S.CLOSED for state in _ALIVE},
    (_S.CLOSED, _E.REOPEN): _S.CLAIMED,
}


class Escalation(Base):
    """A dilemma that the resident agreed to put before staff; one for each dilemma.

    `words` are those that the resident agreed to show. `person_id` is null once they are anonymised.
    `answer_before` is the promise: the day before which an answer is due. `pooled_at` is since when nobody
    has it, `called_at` when staff were last called for that. `topic` counts the topics that were made for it,
    `card` the messages that show it to staff, `drawn` how often that was drawn anew: parts of outbox keys.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        UniqueConstraint("dilemma_id"),
        CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed_at_some_time"),
        Index("ix_escalation_state", "state", "made_at"),
        # Keys of messages and buttons hold these numbers: none is given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    dilemma_id: Mapped[int] = mapped_column(ForeignKey("dilemma.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    wants: Mapped[AnswerPlace] = mapped_column(text_enum(AnswerPlace))
    words: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(120))
    theme: Mapped[str] = mapped_column(String(64), default="")
    language: Mapped[str] = mapped_column(String(8))
    is_legal: Mapped[bool] = mapped_column(default=False)

    state: Mapped[EscalationState] = mapped_column(text_enum(EscalationState), default=EscalationState.OPEN)
    claimed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff_member.person_id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime]
    answer_before: Mapped[date]
    pooled_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    late_told_at: Mapped[datetime | None]
    staff_acted_at: Mapped[datetime | None]
    resident_wrote_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(text_enum(CloseReason))
    helped: Mapped[bool | None]
    unreachable_at: Mapped[datetime | None]
    session_proposed_at: Mapped[datetime | None]

    staff_chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"))
    topic: Mapped[int] = mapped_column(default=0)
    card: Mapped[int] = mapped_column(default=0)
    drawn: Mapped[int] = mapped_column(default=0)

    dilemma: Mapped[Dilemma] = relationship(back_populates="escalation", lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
    claimed_by: Mapped["StaffMember | None"] = relationship(lazy="raise")
    staff_chat: Mapped[Chat] = relationship(lazy="raise")

    @property
    def is_closed(self) -> bool:
        """Whether nobody works on it any more."""
        return self.state is EscalationState.CLOSED

    @property
    def subject(self) -> str:
        """How the audit trail and other parts name it."""
        return f"escalation:{self.id}"

    @property
    def topic_key(self) -> str | None:
        """The outbox key of its present topic; None where there are no topics."""
        return f"{self.subject}:topic:{self.topic}" if self.topic else None

    @property
    def card_key(self) -> str:
        """The outbox key of the message that shows it to staff."""
        return f"{self.subject}:card:{self.card}"

    def allows(self, event: Event) -> bool:
        """Whether this can happen now."""
        return (self.state, event) in NEXT

    def happen(self, event: Event, by: "StaffMember | None" = None) -> None:
        """Go to the state that follows; ImpossibleEventError when there is none.

        `by` is who has it from now on: of staff who claims, answers or asks back, or is given it. What comes
        back to nobody is in the pool.
        """
        after = NEXT.get((self.state, event))
        if after is None:
            raise ImpossibleEventError(f"{event} of an escalation that is {self.state}")
        if event in (Event.CLAIM, Event.HAND_OVER) or (by is not None and self.claimed_by_id is None):
            self._give_to(by)
        elif event is Event.RELEASE:
            self._give_to(None)
        if after is EscalationState.CLAIMED and self.claimed_by_id is None:
            after = EscalationState.OPEN
        self.state = after

    def _give_to(self, member: "StaffMember | None") -> None:
        self.claimed_by = member
        self.claimed_by_id = member.person_id if member is not None else None


class Direction(StrEnum):
    """Which way something was passed on."""

    TO_RESIDENT = "to_resident"
    TO_STAFF = "to_staff"


class RelayKind(StrEnum):
    """What staff or the resident meant by it."""

    ANSWER = "answer"
    QUESTION = "question"
    NOTE = "note"
    REPLY = "reply"


class RelayState(StrEnum):
    """Waiting for a yes of its writer, passed on, kept back, or taken back afterwards."""

    WAITING = "waiting"
    PASSED = "passed"
    KEPT = "kept"
    RETRACTED = "retracted"


class Relayed(Base):
    """One message of staff or a resident that belongs to an escalation, and its counterpart.

    (`source_chat`, `source_message`) are Telegram's ids of the original, null for a case that was attached
    (`case_id`) and a collective that was pointed to (`collective_id`). `words` is what it says, without
    formatting; empty for a picture without a caption and for what is kept back. `draft` holds what will be
    sent while it waits, and is emptied then. `album` is Telegram's id of the album it is part of,
    `undelivered_at` when staff were told that it did not arrive.
    """

    __tablename__ = "relayed"
    __table_args__ = (
        UniqueConstraint("source_chat", "source_message"),
        CheckConstraint("(source_chat IS NULL) = (source_message IS NULL)", name="source_whole"),
        Index("ix_relayed_escalation_id", "escalation_id", "direction", "at"),
        Index("ix_relayed_at", "at"),
        # Buttons hold these numbers: none is given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id", ondelete="CASCADE"))
    direction: Mapped[Direction] = mapped_column(text_enum(Direction))
    kind: Mapped[RelayKind] = mapped_column(text_enum(RelayKind))
    state: Mapped[RelayState] = mapped_column(text_enum(RelayState))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    source_chat: Mapped[int | None] = mapped_column(BigInteger)
    source_message: Mapped[int | None] = mapped_column(BigInteger)
    album: Mapped[str | None] = mapped_column(String(64))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id", ondelete="SET NULL"), index=True)
    collective_id: Mapped[int | None] = mapped_column(
        ForeignKey("collective.id", ondelete="SET NULL"), index=True
    )
    words: Mapped[str] = mapped_column(Text, default="")
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    edits: Mapped[int] = mapped_column(default=0)
    undelivered_at: Mapped[datetime | None]

    escalation: Mapped[Escalation] = relationship(lazy="raise")
    collective: Mapped[Collective | None] = relationship(lazy="raise")

    @property
    def key(self) -> str:
        """The outbox key of its copy."""
        return f"relayed:{self.id}"


class StaffMember(Base):
    """Somebody of staff as colleagues know them; `name` is the first name that Telegram showed last.

    `answers` counts what was sent to residents: the first ones are shown to their writer before they go.
    `hinted_at` is when they were told that plain words stay among staff.
    """

    __tablename__ = "staff_member"
    __table_args__ = (CheckConstraint("answers >= 0", name="answers_not_negative"),)

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(64))
    answers: Mapped[int] = mapped_column(default=0)
    hinted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class Expert(Base):
    """Somebody whom staff can ask: a lawyer, say. Kept by staff."""

    __tablename__ = "expert"
    # Buttons hold these numbers: none is given twice.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    field: Mapped[str] = mapped_column(String(80))
    contact: Mapped[str] = mapped_column(String(200))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    added_at: Mapped[datetime]
