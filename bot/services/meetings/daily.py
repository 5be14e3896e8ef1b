"""What one chat hears in a day: few messages, none in the quiet hours, and nothing that comes too late.

Of the notices of a day the first goes as it comes due; the last that a chat may have takes all others of that
day along. Pure: no database, no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.services.meetings.manner import Manner
from bot.services.quiet_hours import QuietHours

# A meeting that begins before the quiet hours are that long over cannot wait for their end.
NEAR = timedelta(hours=1)
# Two words about one meeting that would come closer together than this are one.
APART = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Word:
    """A notice of one chat that waits; `due_at` lies outside the quiet hours unless the meeting is near."""

    id: int
    meeting_id: int
    due_at: datetime
    starts_at: datetime


W = TypeVar("W", bound=Word)


@dataclass(frozen=True, slots=True)
class Decision(Generic[W]):
    """What becomes of words: said now in one message, added to the day's last, put off, or too late."""

    together: tuple[W, ...] = ()
    added: tuple[W, ...] = ()
    put_off: tuple[W, ...] = ()
    missed: tuple[W, ...] = ()


def convenient(due_at: datetime, starts_at: datetime, quiet: QuietHours) -> datetime:
    """When a word that is due at an instant may go: then, or when the quiet hours are over."""
    until = quiet.until(due_at)
    return due_at if until is None or starts_at < until + NEAR else until


def decide(words: Sequence[W], posted: int, manner: Manner, *, at: datetime) -> Decision[W]:
    """What to do now with the words of a chat that had `posted` messages today.

    `words` are all that wait and are due before the day is over.
    """
    due = [word for word in words if word.due_at <= at]
    missed = tuple(word for word in due if word.starts_at <= at)
    live = [word for word in due if word.starts_at > at]
    loud = [word for word in live if convenient(at, word.starts_at, manner.quiet) <= at]
    quiet = [word for word in live if word not in loud]
    if posted >= manner.per_day:
        morning = manner.morning(at)
        soon = tuple(word for word in loud if word.starts_at < morning + NEAR)
        return Decision(added=soon, put_off=(*quiet, *(w for w in loud if w not in soon)), missed=missed)
    if not loud:
        return Decision(put_off=tuple(quiet), missed=missed)
    is_last = posted == manner.per_day - 1
    said = {word.meeting_id for word in loud}
    along = [
        word
        for word in words
        if word.due_at > at
        and (is_last or (word.meeting_id in said and word.due_at <= at + APART))
        and word.starts_at > at
    ]
    return Decision(together=(*loud, *along), put_off=tuple(quiet), missed=missed)


def resumes(manner: Manner, *, at: datetime) -> datetime:
    """Until when a word is put off: the end of the quiet hours that it is now, or else the next morning."""
    return manner.quiet.until(at) or manner.morning(at)
