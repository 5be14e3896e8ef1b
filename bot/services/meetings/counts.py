"""How many come: numbers, never names."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Place, Rsvp, RsvpAnswer

_HOLDING = (Place.SEAT, Place.OFFERED)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one meeting: how many come, may come and wait for a place; `held` places are taken or offered."""

    yes: int = 0
    maybe: int = 0
    waiting: int = 0
    held: int = 0

    def free(self, places: int | None) -> int | None:
        """How many places are left; None without a limit."""
        return None if places is None else max(places - self.held, 0)


async def counts(session: AsyncSession, meeting_ids: Collection[int]) -> dict[int, Counts]:
    """The counts of these meetings; those that nobody answered are there with noughts."""
    rows = await session.execute(
        select(Rsvp.meeting_id, Rsvp.answer, Rsvp.place, func.count().label("number"))
        .where(Rsvp.meeting_id.in_(meeting_ids), Rsvp.answer != RsvpAnswer.NO)
        .group_by(Rsvp.meeting_id, Rsvp.answer, Rsvp.place)
    )
    found = dict.fromkeys(meeting_ids, Counts())
    for row in rows:
        old = found[row.meeting_id]
        found[row.meeting_id] = Counts(
            yes=old.yes + (row.number if row.place is Place.SEAT else 0),
            maybe=old.maybe + (row.number if row.answer is RsvpAnswer.MAYBE else 0),
            waiting=old.waiting + (row.number if row.place in (Place.WAITING, Place.OFFERED) else 0),
            held=old.held + (row.number if row.place in _HOLDING else 0),
        )
    return found


async def counts_of(session: AsyncSession, meeting_id: int) -> Counts:
    """The counts of one meeting."""
    return (await counts(session, [meeting_id]))[meeting_id]
