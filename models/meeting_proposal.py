"""Meetings that propose themselves, because several collectives have the same question."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, text_enum


class ProposalState(StrEnum):
    """Where a proposal stands with the coordinators.

    Open: nobody decided. Later: it comes back at a time if it still holds. Never: not about this. Accepted:
    somebody plans it. Lapsed: it holds no more; its questions are free for another.
    """

    OPEN = "open"
    LATER = "later"
    NEVER = "never"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"


class MeetingProposal(Base):
    """One proposal to all coordinators; the first who decides, decides.

    `case_id` is the case that answers the questions best, when there is one. `escalation_id` is the question
    under which staff asked for a session; null for what the bot found by itself. `local_start` is the moment
    that it suggests (as Meeting.local_start). `round` counts how often it was put to the coordinators,
    `drawn` how often their cards were drawn anew: parts of outbox keys. `draft_id` is the draft that came of
    it, by its number alone: a draft goes when it is announced or thrown away. `meeting_id` is the meeting
    that came of that, and `invited_at` when those who asked were told of it.
    """

    __tablename__ = "meeting_proposal"
    __table_args__ = (
        CheckConstraint("(state = 'later') = (again_at IS NOT NULL)", name="later_at_a_time"),
        CheckConstraint("state <> 'accepted' OR decided_at IS NOT NULL", name="accepted_at_a_time"),
        Index("ix_meeting_proposal_state", "state", "again_at"),
        # Coordinators hold numbers of proposals under buttons that live on: no number is given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    state: Mapped[ProposalState] = mapped_column(text_enum(ProposalState), default=ProposalState.OPEN)
    theme: Mapped[str] = mapped_column(String(120), default="")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id", ondelete="SET NULL"), index=True)
    escalation_id: Mapped[int | None] = mapped_column(
        ForeignKey("escalation.id", ondelete="SET NULL"), unique=True
    )
    local_start: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    offered_at: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=1)
    drawn: Mapped[int] = mapped_column(default=0)
    again_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    draft_id: Mapped[int | None] = mapped_column(index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    invited_at: Mapped[datetime | None]

    @property
    def subject(self) -> str:
        """How outbox keys and the audit trail name it."""
        return f"meeting-proposal:{self.id}"


class ProposalDilemma(Base):
    """A question that belongs to a proposal; to one at a time, so that no question proposes twice."""

    __tablename__ = "proposal_dilemma"

    dilemma_id: Mapped[int] = mapped_column(
        ForeignKey("dilemma.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("meeting_proposal.id", ondelete="CASCADE"), index=True
    )
    added_at: Mapped[datetime]


class ProposalRefusal(Base):
    """Somebody who does not want their questions to lead to sessions."""

    __tablename__ = "proposal_refusal"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime]
