"""The case workshop: drafts of cases, what was changed in them, and what becomes of published cases."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, text_enum


class DraftState(StrEnum):
    """A draft is worked on, waits for the collective concerned, and ends in the library or not at all."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self in (DraftState.DRAFT, DraftState.WAITING)


class Agreement(StrEnum):
    """What the collective concerned says of the draft as it stands; any change of the draft makes it NONE.

    GIVEN by its contact in the bot; RECORDED by staff who heard it elsewhere; NOBODY: no collective is
    concerned.
    """

    NONE = "none"
    GIVEN = "given"
    RECORDED = "recorded"
    NOBODY = "nobody"
    CHANGES = "changes"
    REFUSED = "refused"

    @property
    def allows(self) -> bool:
        """Whether the case may be published."""
        return self in (Agreement.GIVEN, Agreement.RECORDED, Agreement.NOBODY)


class ReviewAnswer(StrEnum):
    """What the owner of a case says when asked whether it is still right."""

    HOLDS = "holds"
    ADJUST = "adjust"
    RETIRE = "retire"


class CaseDraft(Base):
    """A case that is being written, or a change of a case that is in the library.

    `source` is "escalation:ID" or "case:ID". `person_id` is the resident in whose words it began: it goes
    with them while it is unpublished, and is null afterwards. `case_id` is the case that it changes or
    became, `base` what that case said when the change was begun. `version` counts changes. `kept` holds what
    looked like personal details and may stay. `card_key` names the outbox message in which it is edited.
    """

    __tablename__ = "case_draft"
    __table_args__ = (
        CheckConstraint("version > 0", name="version_positive"),
        Index("ix_case_draft_state", "state", "changed_at"),
        # Staff hold numbers of drafts under buttons that live on: no number is given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    state: Mapped[DraftState] = mapped_column(text_enum(DraftState), default=DraftState.DRAFT)
    source: Mapped[str] = mapped_column(String(80), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    dilemma_id: Mapped[int | None] = mapped_column(ForeignKey("dilemma.id", ondelete="SET NULL"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    base: Mapped[dict[str, Any]] = mapped_column(default=dict)

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
    kept: Mapped[list[str]] = mapped_column(default=list)

    collective_id: Mapped[int | None] = mapped_column(
        ForeignKey("collective.id", ondelete="SET NULL"), index=True
    )
    agreement: Mapped[Agreement] = mapped_column(text_enum(Agreement), default=Agreement.NONE)
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    agreed_how: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime | None]

    version: Mapped[int] = mapped_column(default=1)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    card_key: Mapped[str | None] = mapped_column(String(200))

    @property
    def is_edit(self) -> bool:
        """Whether it changes a case of the library."""
        return self.source.startswith("case:")


class CaseDraftEdit(Base):
    """Which field of a draft was changed in which version and by whom; not the words: they may have to go."""

    __tablename__ = "case_draft_edit"

    draft_id: Mapped[int] = mapped_column(ForeignKey("case_draft.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    field: Mapped[str] = mapped_column(String(20), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class CaseChange(Base):
    """One field of a case of the library that changed: when, by whom, from what to what.

    No person when it came from a file or the person was forgotten. What was found to be a personal detail and
    was taken out is struck out in `before`, too.
    """

    __tablename__ = "case_change"
    __table_args__ = (Index("ix_case_change_case_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    field: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)


class CaseNews(Base):
    """A new case of which those who asked the same are told; `cursor` is the last dilemma looked at.

    `dilemma_id` is the question that it came from: who asked that has had the answer.
    """

    __tablename__ = "case_news"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), primary_key=True)
    dilemma_id: Mapped[int | None] = mapped_column(ForeignKey("dilemma.id", ondelete="SET NULL"), index=True)
    published_at: Mapped[datetime]
    cursor: Mapped[int] = mapped_column(BigInteger, default=0)
    told: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(index=True)


class CaseReview(Base):
    """The yearly question whether a case is still right; `person_id` is who was asked, null for staff."""

    __tablename__ = "case_review"
    __table_args__ = (
        UniqueConstraint("case_id", "year"),
        # Keys of messages and buttons hold these numbers: none is given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"))
    year: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    answered_at: Mapped[datetime | None]
    answer: Mapped[ReviewAnswer | None] = mapped_column(text_enum(ReviewAnswer))
