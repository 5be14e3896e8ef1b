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
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class AudienceKind(StrEnum):
    """By what chats are chosen: the collective they belong to, its themes, its place, or their language."""

    ALL = "all"
    THEME = "theme"
    PLACE = "place"
    COLLECTIVE = "collective"
    LANGUAGE = "language"


class Attachment(StrEnum):
    """What may come with the words."""

    PHOTO = "photo"
    DOCUMENT = "document"


class Broadcast(Base):
    """One invitation: what it says, for whom, and how far it is.

    `entities` is Telegram's own description of bold, links and so on in `text`. `version` counts the changes:
    what was looked at and agreed to is that version and no other. `cursor` is the last chat for which a
    message was put in the outbox; `queued_at` is when that was true of all. `counted` is the number of chats
    that the author confirmed, `progress` numbers the changes of the message that shows how far it is. While
    `resting_until` is set, it is quiet and nothing leaves. `undo_content_id` is what the deletions share when
    it is taken back.
    """

    __tablename__ = "broadcast"
    __table_args__ = (
        CheckConstraint("(file_id IS NULL) = (attachment IS NULL)", name="file_is_of_a_kind"),
        CheckConstraint("(link_label IS NULL) = (link_url IS NULL)", name="link_is_whole"),
        CheckConstraint("state = 'draft' OR confirmed_at IS NOT NULL", name="sent_after_a_yes"),
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
    audience: Mapped[AudienceKind] = mapped_column(text_enum(AudienceKind), default=AudienceKind.ALL)
    audience_value: Mapped[str] = mapped_column(String(120), default="")
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    counted: Mapped[int | None]
    cursor: Mapped[int] = mapped_column(BigInteger, default=0)
    queued_at: Mapped[datetime | None]
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

    def change(self, at: datetime) -> None:
        """Note that it is no longer what was looked at, and what was agreed to before counts no more."""
        self.version += 1
        self.changed_at = at
        self.asked_at = None


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
