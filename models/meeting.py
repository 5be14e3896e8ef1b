"""Online sessions ("sessies"), which the code calls meetings: a session is a transaction to SQLAlchemy."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, text_enum


class MeetingState(StrEnum):
    """Whether it goes on; that it is over follows from its times."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class MeetingAudience(StrEnum):
    """Who is told of a meeting: all, or groups and followers of its theme, a place, some collectives."""

    THEME = "theme"
    ALL = "all"
    PLACE = "place"
    COLLECTIVES = "collectives"


class MomentKind(StrEnum):
    """When an announcement is due: at once, so many minutes before the start, or at a time of its own."""

    AT_ONCE = "at-once"
    BEFORE = "before"
    AT = "at"


class MomentState(StrEnum):
    """What became of a moment; dropped when it came too late to make sense."""

    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"


class NoticeState(StrEnum):
    """What became of the word to one chat; joined when it went along in a message with others."""

    WAITING = "waiting"
    POSTED = "posted"
    JOINED = "joined"
    DROPPED = "dropped"


class RsvpAnswer(StrEnum):
    """What somebody said about coming."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Place(StrEnum):
    """Where a yes stands when places are limited: it has one, waits, or was offered one that came free."""

    NONE = "none"
    SEAT = "seat"
    WAITING = "waiting"
    OFFERED = "offered"


class MeetingSeries(Base):
    """Meetings that belong together: a course (leerprogramma). `token` names it in links."""

    __tablename__ = "meeting_series"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token: Mapped[str] = mapped_column(String(24), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    planner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]


class Meeting(Base):
    """One online session.

    `local_start` is what the planner said, as "YYYY-MM-DDTHH:MM" on the clock of `zone`; `starts_at` and
    `ends_at` are the instants that follow from it. `token` names it in links and in its calendar entry.
    `version` counts all changes, so that of two who edit at once the second is told; `sequence` is
    iCalendar's (RFC 5545, 3.8.7.4). `told_version` is the version that people were told of, last at
    `told_at`; `drawn_version` the one that posted cards show. Until `settles_at` a change can be undone, and
    at `tells_at`, which may be the next morning, people are told. `closed_at` is when the buttons of its
    posted cards were taken away. An empty `theme` is none. `places` is null without a limit. `link` is where
    it happens, and only for those who come.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="takes_time"),
        CheckConstraint("places IS NULL OR places > 0", name="has_places"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_at_a_time"),
        Index("ix_meeting_state_starts_at", "state", "starts_at"),
        Index("ix_meeting_closed_at_ends_at", "closed_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token: Mapped[str] = mapped_column(String(24), unique=True)
    series_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting_series.id", ondelete="SET NULL"), index=True
    )
    number: Mapped[int | None]
    planner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    state: Mapped[MeetingState] = mapped_column(text_enum(MeetingState), default=MeetingState.PLANNED)
    version: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    told_version: Mapped[int] = mapped_column(default=1)
    drawn_version: Mapped[int] = mapped_column(default=1)
    settles_at: Mapped[datetime | None] = mapped_column(index=True)
    tells_at: Mapped[datetime | None] = mapped_column(index=True)
    told_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    theme: Mapped[str] = mapped_column(String(120), default="", index=True)
    host: Mapped[str] = mapped_column(String(120), default="")
    link: Mapped[str | None] = mapped_column(String(1000))
    places: Mapped[int | None]
    expert: Mapped[str | None] = mapped_column(String(80))
    audience: Mapped[MeetingAudience] = mapped_column(
        text_enum(MeetingAudience), default=MeetingAudience.THEME
    )
    audience_values: Mapped[list[str]] = mapped_column(default=list)
    local_start: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    planned_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    @property
    def is_planned(self) -> bool:
        """Whether it goes on, or went on."""
        return self.state is MeetingState.PLANNED

    def is_over(self, at: datetime) -> bool:
        """Whether it has ended at this instant."""
        return self.ends_at <= at


class MeetingDraft(Base):
    """A meeting or a series that somebody is planning: `plan` is bot.services.meetings.plan.Plan as JSON.

    `version` counts its changes: what was looked at and confirmed is that version and no other.
    """

    __tablename__ = "meeting_draft"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    plan: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class MeetingMoment(Base):
    """When a meeting is announced. `due_at` follows the meeting when that moves, but for one at a fixed time.

    `minutes_before` belongs to "before", `local_time` (as Meeting.local_start) to "at". `expanded_at` is when
    the word to each chat became a row; `cursor` is the last chat for which that was done. `missed` counts the
    chats for which the word came too late; `missed_at` is since when its planner is to hear of that.
    """

    __tablename__ = "meeting_moment"
    __table_args__ = (
        CheckConstraint("(kind = 'before') = (minutes_before IS NOT NULL)", name="before_by_minutes"),
        CheckConstraint("(kind = 'at') = (local_time IS NOT NULL)", name="at_a_time"),
        Index("ix_meeting_moment_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MomentKind] = mapped_column(text_enum(MomentKind))
    minutes_before: Mapped[int | None]
    local_time: Mapped[str | None] = mapped_column(String(16))
    due_at: Mapped[datetime]
    state: Mapped[MomentState] = mapped_column(text_enum(MomentState), default=MomentState.WAITING)
    expanded_at: Mapped[datetime | None]
    cursor: Mapped[int] = mapped_column(BigInteger, default=0)
    missed: Mapped[int] = mapped_column(default=0)
    missed_at: Mapped[datetime | None] = mapped_column(index=True)


class MeetingNotice(Base):
    """The word of one moment to one chat, once. `outbox_key` is the message in which it went.

    `day` is the calendar day (ISO) on which it is to go or went: in a day a chat has few messages, one for
    each notice that is posted. `attempts` counts the messages made for it: one that surely did not leave is
    made anew when the meeting changes.
    """

    __tablename__ = "meeting_notice"
    __table_args__ = (
        UniqueConstraint("moment_id", "chat_id"),
        Index("ix_meeting_notice_state_due_at", "state", "due_at"),
        Index("ix_meeting_notice_chat_id_day", "chat_id", "day", "state"),
        Index("ix_meeting_notice_meeting_id_state", "meeting_id", "state"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    moment_id: Mapped[int] = mapped_column(ForeignKey("meeting_moment.id", ondelete="CASCADE"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"))
    due_at: Mapped[datetime]
    day: Mapped[str] = mapped_column(String(10))
    state: Mapped[NoticeState] = mapped_column(text_enum(NoticeState), default=NoticeState.WAITING)
    outbox_key: Mapped[str | None] = mapped_column(String(200), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]


class MeetingChange(Base):
    """A change of a planned meeting: the fields as they were and as they became, for undoing and telling."""

    __tablename__ = "meeting_change"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class Rsvp(Base):
    """What one person answered about one meeting; the last answer counts.

    Somebody without Telegram has no `person_id` but a `guest_name`, given with their consent to the
    coordinator `added_by_id` at `consent_at`. `queued_at` orders the waiting list. `offered_until` is how
    long a place that came free is kept for somebody who was waiting. `attended` is null until it is known.
    """

    __tablename__ = "rsvp"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) = (guest_name IS NOT NULL)", name="person_or_guest"),
        CheckConstraint("(guest_name IS NULL) = (consent_at IS NULL)", name="guest_with_consent"),
        CheckConstraint("place = 'none' OR answer = 'yes'", name="place_for_a_yes"),
        CheckConstraint("(place = 'offered') = (offered_until IS NOT NULL)", name="offered_until_a_time"),
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_rsvp_meeting_id_place", "meeting_id", "place", "queued_at"),
        Index("ix_rsvp_offered_until", "offered_until"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    guest_name: Mapped[str | None] = mapped_column(String(120))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    consent_at: Mapped[datetime | None]
    answer: Mapped[RsvpAnswer] = mapped_column(text_enum(RsvpAnswer))
    place: Mapped[Place] = mapped_column(text_enum(Place), default=Place.NONE)
    queued_at: Mapped[datetime]
    offered_until: Mapped[datetime | None]
    answered_at: Mapped[datetime]
    attended: Mapped[bool | None]
    # The broadcast under which the answer was given, for its report.
    broadcast_id: Mapped[int | None] = mapped_column(
        ForeignKey("broadcast.id", ondelete="SET NULL"), index=True
    )
