"""Invitations that go to many chats at once, and the chats that do not want them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, text_enum


class BroadcastState(StrEnum):
    """How far a broadcast is; a draft is seen by its author alone."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class AudienceKind(StrEnum):
    """By what chats are chosen.

    Groups: by the collective they belong to, its themes, its place, or their language. People, in private:
    who signed up for a session, who came to it, and who follows a theme.
    """

    ALL = "all"
    THEME = "theme"
    PLACE = "place"
    COLLECTIVE = "collective"
    LANGUAGE = "language"
    SIGNED_UP = "signed"
    CAME = "came"
    FOLLOWERS = "follows"

    @property
    def is_people(self) -> bool:
        """Whether these are persons in their private chats, and not groups."""
        return self in (AudienceKind.SIGNED_UP, AudienceKind.CAME, AudienceKind.FOLLOWERS)


class Attachment(StrEnum):
    """What may come with the words."""

    PHOTO = "photo"
    DOCUMENT = "document"


class Broadcast(Base):
    """One invitation: what it says, for whom, and how far it is.

    `entities` is Telegram's own description of bold, links and so on in `text`. `version` counts the changes:
    what was looked at and agreed to is that version and no other. `due_at` is when it is to begin (null: with
    the press that confirms it), `began_at` when it did. With `spread_hours` its chats go evenly over so many
    hours, and `paced_at` is the instant up to which that was done. `cursor` is the last chat for which a
    message was put in the outbox; `queued_at` is when that was true of all. `counted` is the number of chats
    that the author confirmed, `progress` numbers the changes of the message that shows how far it is. While
    `resting_until` is set, it is quiet and nothing leaves. `undo_content_id` is what the deletions share when
    it is taken back. `cut_off` are those of `counted` that never had their turn because it was stopped.
    `corrects_id` is the broadcast whose copies this one changes. `meeting_id` is the session for which it has
    buttons to sign up; `is_paid` pays Telegram to pass its free limit.
    """

    __tablename__ = "broadcast"
    __table_args__ = (
        CheckConstraint("(file_id IS NULL) = (attachment IS NULL)", name="file_is_of_a_kind"),
        CheckConstraint("(link_label IS NULL) = (link_url IS NULL)", name="link_is_whole"),
        CheckConstraint("state = 'draft' OR confirmed_at IS NOT NULL", name="sent_after_a_yes"),
        CheckConstraint("state <> 'scheduled' OR due_at IS NOT NULL", name="scheduled_at_a_time"),
        CheckConstraint("spread_hours >= 0", name="spread_not_negative"),
        # Drafts are thrown away, and their numbers stand in keys of the outbox and under buttons.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    state: Mapped[BroadcastState] = mapped_column(
        text_enum(BroadcastState), default=BroadcastState.DRAFT, index=True
    )
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text, default="")
    entities: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    attachment: Mapped[Attachment | None] = mapped_column(text_enum(Attachment))
    file_id: Mapped[str | None] = mapped_column(String(255))
    link_label: Mapped[str | None] = mapped_column(String(64))
    link_url: Mapped[str | None] = mapped_column(String(1000))
    asks_dilemma: Mapped[bool] = mapped_column(default=False)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    corrects_id: Mapped[int | None] = mapped_column(
        ForeignKey("broadcast.id", ondelete="CASCADE"), index=True
    )
    audience: Mapped[AudienceKind] = mapped_column(text_enum(AudienceKind), default=AudienceKind.ALL)
    audience_value: Mapped[str] = mapped_column(String(120), default="")
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    spread_hours: Mapped[int] = mapped_column(default=0)
    is_paid: Mapped[bool] = mapped_column(default=False)
    began_at: Mapped[datetime | None]
    paced_at: Mapped[datetime | None]
    counted: Mapped[int | None]
    cursor: Mapped[int] = mapped_column(BigInteger, default=0)
    queued_at: Mapped[datetime | None]
    cut_off: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    progress: Mapped[int] = mapped_column(default=0)
    progress_at: Mapped[datetime | None]
    resting_until: Mapped[datetime | None]
    undo_content_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_content.id"))

    @property
    def has_content(self) -> bool:
        """Whether there is anything to send."""
        return bool(self.text) or self.file_id is not None

    @property
    def is_under_way(self) -> bool:
        """Whether messages of it may still leave."""
        return self.state in (BroadcastState.SENDING, BroadcastState.PAUSED)

    @property
    def is_correction(self) -> bool:
        """Whether it changes copies that are there already, instead of sending new ones."""
        return self.corrects_id is not None

    @property
    def theme(self) -> str | None:
        """The theme that it is about, as far as its audience says so."""
        by_theme = self.audience in (AudienceKind.THEME, AudienceKind.FOLLOWERS)
        return self.audience_value if by_theme else None

    def change(self, at: datetime) -> None:
        """Note that it is no longer what was looked at, and what was agreed to before counts no more."""
        self.version += 1
        self.changed_at = at
        self.asked_at = None


class BroadcastText(Base):
    """What a broadcast says to chats of one language, instead of its main text."""

    __tablename__ = "broadcast_text"

    broadcast_id: Mapped[int] = mapped_column(
        ForeignKey("broadcast.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    entities: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class BroadcastReply(Base):
    """That a message answered a broadcast, for its report; neither its words nor its writer."""

    __tablename__ = "broadcast_reply"

    broadcast_id: Mapped[int] = mapped_column(
        ForeignKey("broadcast.id", ondelete="CASCADE"), primary_key=True
    )
    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class BroadcastContent(Base):
    """What a broadcast looks like in one language: one copy in the outbox that its messages share."""

    __tablename__ = "broadcast_content"

    broadcast_id: Mapped[int] = mapped_column(
        ForeignKey("broadcast.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("outbox_content.id"), unique=True)


class InvitationOptOut(Base):
    """A chat that wants no invitations: about `theme`, or none at all when that is empty."""

    __tablename__ = "invitation_opt_out"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chat.id", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(String(120), primary_key=True, default="")
    since: Mapped[datetime]
