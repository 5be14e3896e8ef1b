"""What follows from answers about meetings: what has to be told still, and who was given the link."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum


class RsvpNewsKind(StrEnum):
    """What changed for somebody without a press of their own.

    Offered: a place is kept for them. Lapsed: it went to the next. Seated: they have one. Open: there is one
    for who is first.
    """

    OFFERED = "offered"
    LAPSED = "lapsed"
    SEATED = "seated"
    OPEN = "open"


class RsvpNews(Base):
    """What one person still has to be told about their place; only the latest counts."""

    __tablename__ = "rsvp_news"

    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[RsvpNewsKind] = mapped_column(text_enum(RsvpNewsKind))
    since: Mapped[datetime] = mapped_column(index=True)


class LinkMoment(StrEnum):
    """When the link is given: the day before, and a quarter of an hour before."""

    DAY = "day"
    SOON = "soon"


class LinkGiven(Base):
    """That somebody who comes was given the link. `mark` names the link and the start that it was for."""

    __tablename__ = "link_given"

    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), primary_key=True)
    moment: Mapped[LinkMoment] = mapped_column(text_enum(LinkMoment), primary_key=True)
    mark: Mapped[str] = mapped_column(String(40))
    given_at: Mapped[datetime]
