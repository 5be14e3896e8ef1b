"""Introductions of a resident to a collective that has been there: the request, and who is asked for it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, text_enum
from models.chat import Person
from models.collective import Collective


class IntroductionState(StrEnum):
    """Where a request is on its way; the last three are final."""

    LOOKING = "looking"
    ASKING = "asking"
    MADE = "made"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class ApproachState(StrEnum):
    """What is known of two yeses: of the asker for this collective, and of the collective.

    The first three are open. `made` needs both yeses; the other four ended without.
    """

    OFFERED = "offered"
    ASKER_YES = "asker_yes"
    PEER_YES = "peer_yes"
    MADE = "made"
    DECLINED = "declined"
    PASSED = "passed"
    EXPIRED = "expired"
    CALLED_OFF = "called_off"


class Via(StrEnum):
    """Who asks the collective: the bot, or staff by mail."""

    TELEGRAM = "telegram"
    STAFF = "staff"


class Told(StrEnum):
    """How the words that are told relate to the dilemma."""

    AS_ASKED = "as_asked"
    EDITED = "edited"
    SUMMARY = "summary"


class Reach(StrEnum):
    """How somebody wants to be reached."""

    TELEGRAM = "telegram"
    PHONE = "phone"
    EMAIL = "email"


class Side(StrEnum):
    """The two parties of an introduction."""

    ASKER = "asker"
    PEER = "peer"


class Spoken(StrEnum):
    """Whether the two parties spoke with each other."""

    YES = "yes"
    PLANNED = "planned"
    NO = "no"


class Helped(StrEnum):
    """Whether it was of use."""

    YES = "yes"
    SOMEWHAT = "somewhat"
    NO = "no"


OPEN = (ApproachState.OFFERED, ApproachState.ASKER_YES, ApproachState.PEER_YES)
_IS_OPEN = text("state IN ('offered', 'asker_yes', 'peer_yes')")


class Introduction(Base):
    """A resident's wish to be introduced, with what may be told and how to be reached.

    `person_id` is who asks; null once that person was forgotten. `text` is all that somebody reads before
    both said yes. `name`, `reach` and `reach_value` were given for this purpose and are emptied when it ends
    (and some time after it was made). `collective_id` is the asker's own collective if it is registered,
    `collective_name` its name in any case. `pointed_id` is the collective that staff named, for a request
    that is about no case. `look_at` is when to look for somebody again, while nobody is
    being asked; `waiting_since` since when nobody is.
    """

    __tablename__ = "introduction"
    __table_args__ = (
        Index("ix_introduction_state_look_at", "state", "look_at"),
        CheckConstraint("state <> 'looking' OR look_at IS NOT NULL", name="looking_has_a_time"),
        # Keys of messages and buttons hold these numbers: none is given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    dilemma_id: Mapped[int | None] = mapped_column(ForeignKey("dilemma.id", ondelete="SET NULL"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id", ondelete="SET NULL"), index=True)
    collective_id: Mapped[int | None] = mapped_column(
        ForeignKey("collective.id", ondelete="SET NULL"), index=True
    )
    collective_name: Mapped[str] = mapped_column(String(120), default="")
    pointed_id: Mapped[int | None] = mapped_column(
        ForeignKey("collective.id", ondelete="SET NULL"), index=True
    )
    told: Mapped[Told] = mapped_column(text_enum(Told))
    text: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(60), default="")
    reach: Mapped[Reach | None] = mapped_column(text_enum(Reach))
    reach_value: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[IntroductionState] = mapped_column(
        text_enum(IntroductionState), default=IntroductionState.LOOKING
    )
    asked_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)

    person: Mapped[Person | None] = relationship(lazy="raise")
    approaches: Mapped[list["Approach"]] = relationship(
        back_populates="introduction",
        cascade="all, delete-orphan",
        lazy="raise",
        order_by="Approach.id",
        passive_deletes=True,
    )

    @property
    def open_approach(self) -> "Approach | None":
        """The one that is being asked now; needs `approaches`."""
        return next((approach for approach in self.approaches if approach.state in OPEN), None)


class Approach(Base):
    """One collective that is asked for one introduction; each is asked once.

    `collective_id` is null when staff look for somebody. `person_id` is who is asked on Telegram. `pair`
    names the asking side ("c12" a collective, "p34" a person), so that the same two sides never meet twice
    about one case. `name`, `reach` and `reach_value` are what the one who said yes gave. `laters` counts how
    often the answer was put off, `hand_overs` how often one contact gave it to the other.
    """

    __tablename__ = "approach"
    __table_args__ = (
        UniqueConstraint("pair", "collective_id", "case_id"),
        Index(
            "uq_approach_open",
            "introduction_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index("ix_approach_collective_id_asked_at", "collective_id", "asked_at"),
        Index("ix_approach_state_expires_at", "state", "expires_at"),
        CheckConstraint(
            "state <> 'made' OR (asker_agreed_at IS NOT NULL AND peer_agreed_at IS NOT NULL)",
            name="made_needs_both",
        ),
        # Keys of messages and buttons hold these numbers: none is given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    introduction_id: Mapped[int] = mapped_column(
        ForeignKey("introduction.id", ondelete="CASCADE"), index=True
    )
    via: Mapped[Via] = mapped_column(text_enum(Via))
    collective_id: Mapped[int | None] = mapped_column(ForeignKey("collective.id", ondelete="SET NULL"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    pair: Mapped[str] = mapped_column(String(24))
    state: Mapped[ApproachState] = mapped_column(text_enum(ApproachState), default=ApproachState.OFFERED)
    name: Mapped[str] = mapped_column(String(60), default="")
    reach: Mapped[Reach | None] = mapped_column(text_enum(Reach))
    reach_value: Mapped[str] = mapped_column(String(254), default="")
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    later_until: Mapped[datetime | None]
    laters: Mapped[int] = mapped_column(default=0)
    hand_overs: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    asker_agreed_at: Mapped[datetime | None]
    peer_agreed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]

    introduction: Mapped[Introduction] = relationship(back_populates="approaches", lazy="raise")
    collective: Mapped[Collective | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def is_open(self) -> bool:
        """Whether it can still come to an introduction."""
        return self.state in OPEN


class ContactDetail(Base):
    """How somebody wants to be reached, kept for the next time because they said so."""

    __tablename__ = "contact_detail"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    reach: Mapped[Reach] = mapped_column(text_enum(Reach))
    reach_value: Mapped[str] = mapped_column(String(254))
    since: Mapped[datetime]


class FollowUp(Base):
    """What one of the two says afterwards. `may_count` is the yes to being counted in the case's line."""

    __tablename__ = "introduction_follow_up"
    __table_args__ = (
        UniqueConstraint("introduction_id", "side"),
        Index("ix_introduction_follow_up_due", "asked_at", "due_at"),
        # Keys of messages and buttons hold these numbers: none is given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id", ondelete="CASCADE"))
    side: Mapped[Side] = mapped_column(text_enum(Side))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    due_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    spoken: Mapped[Spoken | None] = mapped_column(text_enum(Spoken))
    helped: Mapped[Helped | None] = mapped_column(text_enum(Helped))
    may_count: Mapped[bool | None]
    words: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
