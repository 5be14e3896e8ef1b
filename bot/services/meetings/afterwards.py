"""After a meeting: who was there, as the planner says and as those who signed up say, and whether it helped.

The planner's number and what people say of themselves are kept apart: neither corrects the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from models import (
    Meeting,
    MeetingAfterwards,
    MeetingFeedback,
    MeetingHelp,
    MeetingState,
    Person,
    Place,
    Rsvp,
)

# People say goodbye first.
AFTER = timedelta(minutes=10)
# When the bot was away for longer, nobody remembers how many there were.
STILL_OPENED = timedelta(days=3)
# "Did it help?" comes the next day, at this hour; not in the first hour of the morning.
NEXT_DAY = time(10)
# What people said is summed up when most who answer have done so.
SUMMED_UP = timedelta(days=3)
# From here on a press is about something that is long past.
ANSWERABLE = timedelta(days=30)
MOST_CAME = 100_000
# Fewer answers would tell who gave which.
FEWEST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Turnout:
    """Of one meeting: signed up (with guests), came by the planner's word (None: not told), and what people
    say: so many were there or not, so many were helped, somewhat, or not.

    `guests` of those who signed up have no Telegram; of them `guests_came`.
    """

    signed_up: int
    guests: int
    counted: int | None
    said_yes: int
    said_no: int
    guests_came: int
    helped: int
    somewhat: int
    not_helped: int

    @property
    def came(self) -> int | None:
        """How many came: by the planner's word, else by that of who was there; None when nobody said."""
        if self.counted is not None:
            return self.counted
        said = self.said_yes + self.guests_came
        return said if said or self.said_no else None

    @property
    def answers(self) -> int:
        """How many said whether it helped."""
        return self.helped + self.somewhat + self.not_helped

    @property
    def may_show_help(self) -> bool:
        """Whether there are so many answers that none can be told to be somebody's."""
        return self.answers >= FEWEST_SHOWN


async def due(session: AsyncSession, *, at: datetime, most: int) -> Sequence[int]:
    """The meetings that are over and were not looked back on, the first to end first."""
    rows = await session.scalars(
        select(Meeting.id)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.ends_at <= at - AFTER,
            Meeting.ends_at > at - STILL_OPENED,
            ~exists().where(MeetingAfterwards.meeting_id == Meeting.id),
        )
        .order_by(Meeting.ends_at, Meeting.id)
        .limit(most)
    )
    return rows.all()


async def begin(session: AsyncSession, meeting: Meeting, *, at: datetime) -> MeetingAfterwards | None:
    """Begin to look back; None when that was done, or there is nothing to look back on. It must be locked."""
    if not meeting.is_planned or meeting.ends_at > at - AFTER:
        return None
    signed_up = await session.scalar(
        select(func.count()).select_from(Rsvp).where(Rsvp.meeting_id == meeting.id, Rsvp.place == Place.SEAT)
    )
    insert = insert_for(session)
    added = await session.scalar(
        insert(MeetingAfterwards)
        .values(
            meeting_id=meeting.id,
            opened_at=at,
            signed_up=signed_up or 0,
            all_came=False,
            asked_cursor=0,
            helped_due_at=next_day(meeting),
            helped_cursor=0,
        )
        .on_conflict_do_nothing(index_elements=["meeting_id"])
        .returning(MeetingAfterwards.meeting_id)
    )
    return None if added is None else await session.get_one(MeetingAfterwards, meeting.id)


async def locked(session: AsyncSession, meeting_id: int) -> MeetingAfterwards | None:
    """How far looking back is; nobody else changes it until this transaction ends."""
    return await session.get(MeetingAfterwards, meeting_id, with_for_update=True, populate_existing=True)


def count(looking_back: MeetingAfterwards, number: int, *, at: datetime) -> None:
    """The planner says how many came."""
    looking_back.counted, looking_back.counted_at = min(max(number, 0), MOST_CAME), at
    looking_back.all_came = False


def all_came(looking_back: MeetingAfterwards, *, at: datetime) -> None:
    """The planner says that all came who had signed up; what people say of themselves stays as it is."""
    count(looking_back, looking_back.signed_up, at=at)
    looking_back.all_came = True


async def attend(
    session: AsyncSession, meeting_id: int, person: Person, *, was_there: bool, at: datetime
) -> Rsvp | None:
    """Somebody who signed up says whether they were there, also another time; None for anybody else."""
    rsvp = await session.scalar(
        select(Rsvp)
        .join(Meeting, Meeting.id == Rsvp.meeting_id)
        .where(
            Rsvp.meeting_id == meeting_id,
            Rsvp.person_id == person.id,
            _may_answer(at),
            or_(Rsvp.place == Place.SEAT, Rsvp.attended.is_not(None)),
        )
        .with_for_update(of=Rsvp)
        .execution_options(populate_existing=True)
    )
    if rsvp is not None:
        rsvp.attended = was_there
        await session.flush()
    return rsvp


async def tick_guest(session: AsyncSession, meeting_id: int, rsvp_id: int) -> bool:
    """The planner says that a guest came, or takes that back; False when it is no guest of this meeting."""
    guest = await session.get(Rsvp, rsvp_id, with_for_update=True, populate_existing=True)
    if guest is None or guest.meeting_id != meeting_id or guest.guest_name is None:
        return False
    guest.attended = None if guest.attended else True
    await session.flush()
    return True


async def say_helped(
    session: AsyncSession, meeting_id: int, person: Person, helped: MeetingHelp, *, at: datetime
) -> bool:
    """Somebody who was there says whether it helped; the last answer counts. False for anybody else."""
    if not await may_say_helped(session, meeting_id, person, at=at):
        return False
    insert = insert_for(session)
    await session.execute(
        insert(MeetingFeedback)
        .values(meeting_id=meeting_id, person_id=person.id, helped=helped, answered_at=at)
        .on_conflict_do_update(
            index_elements=["meeting_id", "person_id"], set_={"helped": helped, "answered_at": at}
        )
    )
    return True


async def may_say_helped(session: AsyncSession, meeting_id: int, person: Person, *, at: datetime) -> bool:
    """Whether somebody was there, and it is time to ask whether it helped."""
    came = await session.scalar(
        select(Rsvp.id)
        .join(Meeting, Meeting.id == Rsvp.meeting_id)
        .join(MeetingAfterwards, MeetingAfterwards.meeting_id == Meeting.id)
        .where(
            Rsvp.meeting_id == meeting_id,
            Rsvp.person_id == person.id,
            _may_answer(at),
            MeetingAfterwards.helped_due_at <= at,
            was_there(),
        )
    )
    return came is not None


async def turnout(session: AsyncSession, meeting_id: int) -> Turnout | None:
    """The numbers of one meeting; None when it was not looked back on."""
    row = await session.get(MeetingAfterwards, meeting_id, populate_existing=True)
    if row is None:
        return None
    is_guest = Rsvp.person_id.is_(None)
    numbers = await session.execute(
        select(
            _number(and_(is_guest, Rsvp.place == Place.SEAT)).label("guests"),
            _number(and_(~is_guest, Rsvp.attended.is_(True))).label("said_yes"),
            _number(and_(~is_guest, Rsvp.attended.is_(False))).label("said_no"),
            _number(and_(is_guest, Rsvp.attended.is_(True))).label("guests_came"),
        ).where(Rsvp.meeting_id == meeting_id)
    )
    seen = numbers.one()
    helped = await session.execute(
        select(MeetingFeedback.helped, func.count().label("number"))
        .where(MeetingFeedback.meeting_id == meeting_id)
        .group_by(MeetingFeedback.helped)
    )
    by_help = {line.helped: line.number for line in helped}
    return Turnout(
        signed_up=row.signed_up,
        guests=seen.guests,
        counted=row.counted,
        said_yes=seen.said_yes,
        said_no=seen.said_no,
        guests_came=seen.guests_came,
        helped=by_help.get(MeetingHelp.YES, 0),
        somewhat=by_help.get(MeetingHelp.SOMEWHAT, 0),
        not_helped=by_help.get(MeetingHelp.NO, 0),
    )


def was_there() -> ColumnElement[bool]:
    """Of whom it is known that they were there: they said so, or all came. Joined with MeetingAfterwards."""
    by_planner = and_(Rsvp.attended.is_(None), MeetingAfterwards.all_came, Rsvp.place == Place.SEAT)
    return or_(Rsvp.attended.is_(True), by_planner)


def next_day(meeting: Meeting) -> datetime:
    """When it is asked whether it helped: the day after it ended, on the clock of its zone."""
    zone = ZoneInfo(meeting.zone)
    day = meeting.ends_at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, NEXT_DAY, zone)


def _may_answer(at: datetime) -> ColumnElement[bool]:
    return and_(
        Meeting.state == MeetingState.PLANNED, Meeting.ends_at <= at, Meeting.ends_at > at - ANSWERABLE
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
