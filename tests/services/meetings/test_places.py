"""Places: never one too many, whoever presses at the same time, and who waits moves up in order."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services.meetings import rsvps, store, waiting_list
from bot.services.meetings.counts import counts_of
from bot.settings import parse_database_url
from models import Meeting, MeetingSeries, Person, Place, Rsvp, RsvpAnswer, RsvpNewsKind
from tests.support.factories import NOW
from tests.support.rsvps import block, make_attendee, make_meeting, news_of, places, say

YES, MAYBE, NO = RsvpAnswer.YES, RsvpAnswer.MAYBE, RsvpAnswer.NO
ANSWERS = st.sampled_from([YES, YES, MAYBE, NO])


async def test_a_yes_takes_a_place_until_there_are_none_and_then_waits(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=2)
        said = [await say(session, meeting, await make_attendee(session)) for _ in range(4)]

        assert [one.place for one in said] == [Place.SEAT, Place.SEAT, Place.WAITING, Place.WAITING]
        assert [await waiting_list.position(session, one) for one in said[2:]] == [1, 2]
        counted = await counts_of(session, meeting.id)
        assert (counted.yes, counted.waiting, counted.free(2)) == (2, 2, 0)


async def test_without_a_limit_everybody_comes(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session)
        for _ in range(5):
            assert (await say(session, meeting, await make_attendee(session))).place is Place.SEAT


async def test_pressing_again_keeps_the_place_and_the_place_in_line(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        first, second, third = [await make_attendee(session) for _ in range(3)]
        for person in (first, second, third, second, first):
            await say(session, meeting, person, at=NOW + timedelta(minutes=person.id))

        assert (await say(session, meeting, second)).place is Place.WAITING
        assert await waiting_list.position(session, await say(session, meeting, second)) == 1
        assert await places(session, meeting) == {Place.SEAT: 1, Place.WAITING: 2}


async def test_a_place_that_comes_free_is_offered_to_the_first_in_line_for_a_day(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        goes, second, third = [await make_attendee(session) for _ in range(3)]
        await say(session, meeting, goes)
        offered, waits = await say(session, meeting, second), await say(session, meeting, third)

        await say(session, meeting, goes, NO)

        assert (offered.place, offered.offered_until) == (Place.OFFERED, NOW + timedelta(hours=24))
        assert await news_of(session, offered) is RsvpNewsKind.OFFERED
        assert (waits.place, await news_of(session, waits)) == (Place.WAITING, None)
        # Nobody else gets in between.
        assert (await say(session, meeting, await make_attendee(session))).place is Place.WAITING
        # Taking it is a press like any other, and there is nothing to tell any more.
        assert (await say(session, meeting, second)).place is Place.SEAT
        assert await news_of(session, offered) is None


@pytest.mark.parametrize("reply", [NO, MAYBE])
async def test_who_declines_an_offer_hands_it_on(database: Database, reply: RsvpAnswer) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        people = [await make_attendee(session) for _ in range(3)]
        said = [await say(session, meeting, person) for person in people]
        await say(session, meeting, people[0], NO)

        await say(session, meeting, people[1], reply)

        assert [one.place for one in said] == [Place.NONE, Place.NONE, Place.OFFERED]


async def test_an_offer_that_nobody_answers_goes_to_the_next_and_is_told_kindly(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        people = [await make_attendee(session) for _ in range(3)]
        said = [await say(session, meeting, person) for person in people]
        await say(session, meeting, people[0], NO)
        until = said[1].offered_until
        assert until is not None
        assert list(await session.scalars(waiting_list.lapsing(until - timedelta(seconds=1)))) == []
        assert list(await session.scalars(waiting_list.lapsing(until))) == [meeting.id]

        await waiting_list.lapse(session, meeting, at=until)

        assert [one.place for one in said] == [Place.NONE, Place.NONE, Place.OFFERED]
        assert await news_of(session, said[1]) is RsvpNewsKind.LAPSED
        assert await news_of(session, said[2]) is RsvpNewsKind.OFFERED
        # Who comes back later stands at the end of the line.
        assert (await say(session, meeting, people[1], at=until)).place is Place.WAITING


async def test_who_cannot_be_reached_is_passed_over_and_keeps_their_place_in_line(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        goes, reached = await make_attendee(session), await make_attendee(session)
        unreached = await make_attendee(session, reachable=False)
        blocked = await make_attendee(session)
        said = [await say(session, meeting, person) for person in (goes, unreached, blocked, reached)]
        await block(session, blocked)

        await say(session, meeting, goes, NO)

        assert [one.place for one in said[1:]] == [Place.WAITING, Place.WAITING, Place.OFFERED]
        assert await waiting_list.position(session, said[1]) == 1


async def test_who_blocks_the_bot_after_an_offer_goes_back_in_line(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        people = [await make_attendee(session) for _ in range(3)]
        said = [await say(session, meeting, person) for person in people]
        await say(session, meeting, people[0], NO)
        await block(session, people[1])
        assert list(await session.scalars(waiting_list.lapsing(NOW))) == [meeting.id]

        await waiting_list.lapse(session, meeting, at=NOW)

        assert [one.place for one in said[1:]] == [Place.WAITING, Place.OFFERED]
        assert await news_of(session, said[1]) is None


async def test_a_place_of_somebody_who_was_forgotten_is_found_by_the_tick(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        first, second = await make_attendee(session), await make_attendee(session)
        taken, waits = await say(session, meeting, first), await say(session, meeting, second)
        assert list(await session.scalars(waiting_list.to_move_up(NOW))) == []
        await session.delete(taken)
        await session.flush()
        assert list(await session.scalars(waiting_list.to_move_up(NOW))) == [meeting.id]

        await waiting_list.move_up(session, meeting, at=NOW)

        assert waits.place is Place.OFFERED
        assert list(await session.scalars(waiting_list.to_move_up(NOW))) == []


async def test_in_the_last_hour_whoever_is_first_has_the_place(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        people = [await make_attendee(session) for _ in range(3)]
        said = [await say(session, meeting, person) for person in people]
        late = meeting.starts_at - timedelta(minutes=50)

        await say(session, meeting, people[0], NO, at=late)

        assert [one.place for one in said[1:]] == [Place.WAITING, Place.WAITING]
        assert [await news_of(session, one) for one in said[1:]] == [RsvpNewsKind.OPEN] * 2
        assert (await say(session, meeting, people[2], at=late)).place is Place.SEAT
        assert (await say(session, meeting, people[1], at=late)).place is Place.WAITING


async def test_once_it_has_begun_nobody_is_offered_a_place(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        people = [await make_attendee(session) for _ in range(2)]
        said = [await say(session, meeting, person) for person in people]

        await say(session, meeting, people[0], NO, at=meeting.starts_at)

        assert said[1].place is Place.WAITING
        # But who presses may come in.
        assert (await say(session, meeting, people[1], at=meeting.starts_at)).place is Place.SEAT


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        (timedelta(days=9), timedelta(hours=24)),
        (timedelta(hours=48), timedelta(hours=24)),
        (timedelta(hours=8), timedelta(hours=4)),
        (timedelta(minutes=61), timedelta(minutes=30.5)),
        (timedelta(hours=1), None),
        (timedelta(minutes=5), None),
    ],
)
def test_an_offer_lasts_a_day_or_half_of_what_is_left(left: timedelta, kept: timedelta | None) -> None:
    meeting = Meeting(starts_at=NOW + left, zone="Europe/Amsterdam")

    until = waiting_list.offer_until(meeting, NOW)

    assert until == (None if kept is None else NOW + kept)


def test_no_offer_ends_at_night() -> None:
    # At nine in the evening in Amsterdam, for twelve hours later: half of that is three in the morning.
    at = NOW.replace(hour=20)
    meeting = Meeting(starts_at=at + timedelta(hours=12), zone="Europe/Amsterdam")

    assert waiting_list.offer_until(meeting, at) == meeting.starts_at - timedelta(minutes=15)


async def test_more_places_go_to_who_waits_and_fewer_take_nobodys_place(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=2)
        people = [await make_attendee(session) for _ in range(5)]
        said = [await say(session, meeting, person) for person in people]
        meeting.places = 3
        await rsvps.places_changed(session, meeting, at=NOW)
        assert [one.place for one in said] == [Place.SEAT, Place.SEAT, Place.OFFERED] + [Place.WAITING] * 2

        meeting.places = 1
        await rsvps.places_changed(session, meeting, at=NOW)
        assert [one.place for one in said][:3] == [Place.SEAT, Place.SEAT, Place.OFFERED]
        await say(session, meeting, people[0], NO)
        assert [one.place for one in said][3:] == [Place.WAITING] * 2

        meeting.places = None
        await rsvps.places_changed(session, meeting, at=NOW)
        assert [one.place for one in said] == [Place.NONE] + [Place.SEAT] * 4
        assert await news_of(session, said[4]) is RsvpNewsKind.SEATED


async def test_an_offer_is_never_longer_than_a_meeting_that_came_nearer_allows(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        people = [await make_attendee(session) for _ in range(2)]
        said = [await say(session, meeting, person) for person in people]
        await say(session, meeting, people[0], NO)
        meeting.starts_at = NOW + timedelta(hours=4)

        await rsvps.places_changed(session, meeting, at=NOW)

        assert said[1].offered_until == NOW + timedelta(hours=2)


async def test_a_guest_has_the_place_when_it_is_their_turn(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        goes, coordinator = await make_attendee(session), await make_attendee(session)
        await say(session, meeting, goes)
        guest = await rsvps.add_guest(session, meeting, "Truus", by=coordinator, at=NOW)
        assert (guest.place, guest.consent_at) == (Place.WAITING, NOW)

        await say(session, meeting, goes, NO)

        assert guest.place is Place.SEAT
        assert await news_of(session, guest) is RsvpNewsKind.SEATED
        # Only a guest of this very meeting is removed.
        other = await make_meeting(session)
        assert not await rsvps.remove_guest(session, other, guest.id, by=coordinator, at=NOW)
        assert await rsvps.remove_guest(session, meeting, guest.id, by=coordinator, at=NOW)
        assert await rsvps.guests(session, meeting) == []


async def test_names_of_guests_are_not_kept_longer_than_a_month_after_the_meeting(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session)
        await rsvps.add_guest(session, meeting, "Truus", by=await make_attendee(session), at=NOW)
        over = meeting.ends_at + timedelta(days=30)

        await rsvps.forget_guests(session, at=over)
        assert len(await rsvps.guests(session, meeting)) == 1
        await rsvps.forget_guests(session, at=over + timedelta(seconds=1))
        assert await rsvps.guests(session, meeting) == []
        assert (await counts_of(session, meeting.id)).yes == 1


async def test_one_answer_goes_for_all_of_a_series_that_is_still_to_come(database: Database) -> None:
    async with database.begin() as session:
        series = MeetingSeries(token="reeks", title="Leerprogramma", made_at=NOW)
        session.add(series)
        await session.flush()
        starts = [NOW - timedelta(days=7), NOW + timedelta(days=7), NOW + timedelta(days=14)]
        made = [await make_meeting(session, starts_at=one, series_id=series.id, places=1) for one in starts]
        person = await make_attendee(session)
        await say(session, made[2], await make_attendee(session))

        number = await rsvps.answer_series(session, series.id, person, YES, at=NOW)

        assert number == 2
        mine = await rsvps.of_person(session, person, made)
        assert {meeting_id: one.place for meeting_id, one in mine.items()} == {
            made[1].id: Place.SEAT,
            made[2].id: Place.WAITING,
        }


async def test_who_leaves_makes_room_everywhere(database: Database) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session, places=1)
        leaves, waits = await make_attendee(session), await make_attendee(session)
        await say(session, meeting, leaves)
        offered = await say(session, meeting, waits)

        await rsvps.withdraw_all(session, leaves, at=NOW)

        assert offered.place is Place.OFFERED


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("says"), st.integers(0, 7), ANSWERS),
        st.tuples(st.just("places"), st.one_of(st.none(), st.integers(1, 4)), st.none()),
        st.tuples(st.just("later"), st.integers(1, 30), st.none()),
        st.tuples(st.just("blocks"), st.integers(0, 7), st.none()),
        st.tuples(st.just("guest"), st.none(), st.none()),
    ),
    min_size=10,
    max_size=50,
)


@settings(max_examples=25)
@given(steps=STEPS)
def test_whatever_happens_places_are_never_given_twice_and_offers_go_in_order(
    steps: list[tuple[str, Any, Any]], migrated_sqlite: Path
) -> None:
    asyncio.run(live_through(steps, migrated_sqlite))


async def live_through(steps: list[tuple[str, Any, Any]], template: Path) -> None:
    """Take these steps in a database of their own; after each, what must hold is looked at."""
    with TemporaryDirectory() as folder:
        database = Database(parse_database_url(f"sqlite:///{shutil.copy(template, folder)}"))
        async with database.begin() as session:
            meeting = await make_meeting(session, places=2)
            people = [await make_attendee(session) for _ in range(8)]
            at, held = NOW, 0
            for step in steps:
                at = await take_step(session, meeting, people, step, at)
                held = await look(session, meeting, held, at)
        await database.close()


async def take_step(
    session: AsyncSession, meeting: Meeting, people: list[Person], step: tuple[str, Any, Any], at: datetime
) -> datetime:
    """One step; the time after it."""
    kind, what, answer = step
    match kind:
        case "says":
            await say(session, meeting, people[what], answer, at=at)
        case "places":
            meeting.places = what
            await rsvps.places_changed(session, meeting, at=at)
        case "blocks":
            await block(session, people[what], at=at)
            await waiting_list.lapse(session, meeting, at=at)
        case "guest":
            await rsvps.add_guest(session, meeting, "Truus", by=people[0], at=at)
        case "later":
            at += timedelta(hours=what)
            await waiting_list.lapse(session, meeting, at=at)
    return at


async def look(session: AsyncSession, meeting: Meeting, before: int, at: datetime) -> int:
    """Fail when there are more seats than places, or somebody waits who could have one; what is held."""
    stand = await places(session, meeting)
    held = stand.get(Place.SEAT, 0) + stand.get(Place.OFFERED, 0)
    # After a coordinator made it smaller there may be too many, but never more than there were.
    assert meeting.places is None or held <= max(meeting.places, before)
    if meeting.starts_at > at + waiting_list.FIRST_COME:
        assert list(await session.scalars(waiting_list.to_move_up(at))) == []
    offers = await session.scalars(select(Rsvp).where(Rsvp.place == Place.OFFERED))
    assert all(at < (offer.offered_until or at) < meeting.starts_at for offer in offers)
    return held


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_of_hundreds_who_press_at_once_exactly_as_many_come_as_there_are_places(
    database_url: str, seed: int
) -> None:
    number, limit = 120, 40
    url = parse_database_url(database_url)
    database = Database(url)
    async with database.begin() as session:
        meeting = await make_meeting(session, places=limit)
        people = [await make_attendee(session) for _ in range(number)]
    await database.close()
    chance = Random(seed)
    chance.shuffle(people)
    # Each thread has connections of its own, as processes have: locks inside one of them do not help.
    shares = [people[one::4] for one in range(4)]
    with ThreadPoolExecutor(4) as threads:
        loop = asyncio.get_running_loop()
        await asyncio.gather(
            *(
                loop.run_in_executor(threads, press_all, url, meeting.id, [one.id for one in share], seed)
                for share in shares
            )
        )
    database = Database(url)
    async with database.begin() as session:
        stand = await places(session, meeting)
        counted = await counts_of(session, meeting.id)
    await database.close()
    assert stand[Place.SEAT] + stand.get(Place.OFFERED, 0) == limit
    assert counted.held == limit
    assert sum(stand.values()) == number


def press_all(url: Any, meeting_id: int, people: list[int], seed: int) -> None:
    """Let these people press at the same time, some twice, some to go again, each in its own transaction."""
    chance = Random(seed)

    async def press(database: Database, person_id: int, answer: RsvpAnswer) -> None:
        async with database.begin() as session:
            meeting = await store.locked(session, meeting_id)
            person = await session.get_one(Person, person_id)
            assert meeting is not None
            await rsvps.answer(session, meeting, person, answer, at=NOW)

    async def run() -> None:
        database = Database(url, pool_size=3)
        await asyncio.gather(*(press(database, one, YES) for one in people))
        goes = chance.sample(people, 5)
        await asyncio.gather(*(press(database, one, NO) for one in goes))
        await asyncio.gather(*(press(database, one, YES) for one in people))
        await database.close()

    asyncio.run(run())
