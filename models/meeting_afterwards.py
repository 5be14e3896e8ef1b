"""What comes after a meeting: who came, the notes, and whether it helped."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, text_enum
from models.broadcast import Attachment


class MeetingHelp(StrEnum):
    """Whether a meeting helped who came."""

    YES = "yes"
    SOMEWHAT = "somewhat"
    NO = "no"


class NoteState(StrEnum):
    """Notes are written and looked at, then on their way, then with all who get them."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"


class MeetingAfterwards(Base):
    """How far the bot is with looking back on a meeting that went on and is over.

    `signed_up` is how many had a place when it began to look back, guests counted. `counted` is how many came
    by the word of the planner, at `counted_at`; `all_came` that they were all who had signed up. The cursors
    are the last answers (rsvp.id) whose writers were asked whether they were there, and whether it helped;
    `asked_at` and `helped_at` when that was done for all. The latter is asked from `helped_due_at` on.
    `summed_up_at` is when the planner was told what people had said. `case_asked_at` is when a case was begun
    with it, for staff to finish (`case_draft_id`).
    """

    __tablename__ = "meeting_afterwards"
    __table_args__ = (
        CheckConstraint("signed_up >= 0", name="signed_up_not_negative"),
        CheckConstraint("counted >= 0", name="counted_not_negative"),
        CheckConstraint("(counted IS NULL) = (counted_at IS NULL)", name="counted_at_a_time"),
        Index("ix_meeting_afterwards_helped_at", "helped_at", "helped_due_at"),
    )

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    opened_at: Mapped[datetime]
    signed_up: Mapped[int]
    counted: Mapped[int | None]
    counted_at: Mapped[datetime | None]
    all_came: Mapped[bool] = mapped_column(default=False)
    asked_cursor: Mapped[int] = mapped_column(BigInteger, default=0)
    asked_at: Mapped[datetime | None] = mapped_column(index=True)
    helped_due_at: Mapped[datetime]
    helped_cursor: Mapped[int] = mapped_column(BigInteger, default=0)
    helped_at: Mapped[datetime | None]
    summed_up_at: Mapped[datetime | None] = mapped_column(index=True)
    case_draft_id: Mapped[int | None] = mapped_column(ForeignKey("case_draft.id", ondelete="SET NULL"))
    case_asked_at: Mapped[datetime | None]


class MeetingNote(Base):
    """What the planner sends afterwards to those who signed up: once, and corrected afterwards if need be.

    `entities` is Telegram's own description of bold, links and so on in `text`. `version` counts the changes:
    what is sent is what was looked at. `sent_version` is the version that people have or are getting,
    `cursor` the last answer (rsvp.id) whose writer that was put in the outbox for, `number` for how many.
    """

    __tablename__ = "meeting_note"
    __table_args__ = (
        UniqueConstraint("meeting_id"),
        CheckConstraint("(file_id IS NULL) = (attachment IS NULL)", name="file_is_of_a_kind"),
        CheckConstraint("(state = 'draft') = (sent_at IS NULL)", name="sent_at_a_time"),
        Index("ix_meeting_note_state", "state"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    state: Mapped[NoteState] = mapped_column(text_enum(NoteState), default=NoteState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    sent_version: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text, default="")
    entities: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    attachment: Mapped[Attachment | None] = mapped_column(text_enum(Attachment))
    file_id: Mapped[str | None] = mapped_column(String(255))
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    cursor: Mapped[int] = mapped_column(BigInteger, default=0)
    number: Mapped[int] = mapped_column(default=0)

    @property
    def has_content(self) -> bool:
        """Whether there is anything to send."""
        return bool(self.text) or self.file_id is not None


class MeetingFeedback(Base):
    """Whether a meeting helped one person who was there; shown to nobody but as a number."""

    __tablename__ = "meeting_feedback"

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    helped: Mapped[MeetingHelp] = mapped_column(text_enum(MeetingHelp))
    answered_at: Mapped[datetime]
