"""A session that changes is never announced as it was, and people are told of it once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.db import Database
from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.services.meetings import changes, store
from models import (
    AuditEntry,
    Meeting,
    MeetingAudience,
    MeetingMoment,
    MessageClass,
    MomentState,
    OutboxMessage,
    OutboxState,
    Place,
    RsvpAnswer,
)
from tests.support.meetings import AT_ONCE, THEME, Neighbourhood, before

DAY_BEFORE, HOUR_BEFORE = before(days=1), before(hours=1)
NEXT_WEEK = "2027-03-10T19:30"


@pytest.fixture
def hood(database: Database) -> Neighbourhood:
    """Ten on a Monday morning in Amsterdam."""
    return Neighbourhood(database)


async def announced(hood: Neighbourhood, *moments: object, start: str = NEXT_WEEK) -> int:
    """A session of which the first word arrived everywhere."""
    meeting = await hood.plan(start, AT_ONCE, *moments)  # type: ignore[arg-type]
    await hood.step()
    return meeting


async def told(hood: Neighbourhood, chat_id: int) -> list[str]:
    """What a chat was told of changes."""
    return await hood.messages(chat_id, kind="meeting-change")


async def test_a_session_that_moved_is_told_once_to_those_who_had_heard_of_it(hood: Neighbourhood) -> None:
    group, other = await hood.group(), await hood.group("zorg")
    meeting = await announced(hood)
    await hood.change(meeting, local_start="2027-03-11T20:00")

    await hood.step(minutes=4)
    assert await told(hood, group) == []
    for _ in range(3):
        await hood.step(minutes=5)

    (text,) = await told(hood, group)
    assert "donderdag 11 maart 2027, 20:00–21:30" in text
    assert "woensdag 10 maart 2027, 19:30–21:00" in text
    assert await told(hood, other) == []
    assert ["11 maart" in edit for edit in await hood.edits(group)] == [True]


async def test_a_chat_that_never_heard_of_it_hears_nothing_of_the_change(hood: Neighbourhood) -> None:
    await announced(hood)
    late = await hood.group()
    await hood.change(1, local_start="2027-03-11T20:00")

    await hood.step(minutes=6)

    assert await told(hood, late) == []


async def test_several_changes_are_told_as_one(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood)
    for fields in ({"local_start": "2027-03-12T20:00"}, {"title": "Dak (voorbeeld)"}, {"minutes": 60}):
        await hood.change(meeting, **fields)
        await hood.step(minutes=2)
    await hood.step(minutes=5)

    (text,) = await told(hood, group)
    assert "vrijdag 12 maart 2027, 20:00–21:00" in text
    assert "“Samen op het dak (voorbeeld)” heet nu <b>Dak (voorbeeld)</b>" in text


async def test_changed_and_changed_back_is_told_to_nobody(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood)
    await hood.change(meeting, local_start="2027-03-11T20:00")
    await hood.step(minutes=2)
    await hood.change(meeting, local_start=NEXT_WEEK)

    await hood.step(minutes=10)

    assert await told(hood, group) == []
    assert await hood.edits(group) == []


async def test_an_undone_change_leaves_no_trace(hood: Neighbourhood) -> None:
    group = await hood.group()
    chat, person = await hood.follower(None)
    meeting = await announced(hood, DAY_BEFORE)
    await hood.sign_up(meeting, person)
    await hood.cancel(meeting)
    await hood.step(minutes=4)

    assert await hood.undo(meeting)
    await hood.step(minutes=10)

    assert [await told(hood, one) for one in (group, chat)] == [[], []]
    await hood.until("2027-03-09T19:31")
    assert len(await hood.messages(group)) == 2


async def test_what_people_were_told_cannot_be_undone(hood: Neighbourhood) -> None:
    await hood.group()
    meeting = await announced(hood)
    await hood.change(meeting, title="Dak (voorbeeld)")
    await hood.step(minutes=5)

    assert not await hood.undo(meeting)
    assert (await hood.meeting(meeting)).title == "Dak (voorbeeld)"


async def test_an_earlier_change_is_still_told_when_the_last_is_undone(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood)
    await hood.change(meeting, title="Dak (voorbeeld)")
    await hood.change(meeting, local_start="2027-03-11T20:00")
    await hood.undo(meeting)

    await hood.step(minutes=6)

    (text,) = await told(hood, group)
    assert "heet nu" in text
    assert "verplaatst" not in text


async def test_of_two_who_edit_at_once_the_second_is_refused(hood: Neighbourhood) -> None:
    meeting = await announced(hood)
    async with hood.db.begin() as session:
        locked = await store.locked(session, meeting)
        assert locked is not None
        by = await hood.planner(session)
        first = await changes.change(session, locked, {"title": "Een"}, version=1, by=by, at=hood.now)
        second = await changes.change(session, locked, {"title": "Twee"}, version=1, by=by, at=hood.now)
        third = await changes.cancel(session, locked, version=1, by=by, at=hood.now)

    assert (first, second, third) == (True, False, False)
    assert (await hood.meeting(meeting)).title == "Een"


async def test_a_field_that_is_not_the_coordinators_is_refused(hood: Neighbourhood) -> None:
    meeting = await announced(hood)
    with pytest.raises(ValueError, match="sequence"):
        await hood.change(meeting, sequence=9)


async def test_reminders_follow_a_session_that_moves(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood, DAY_BEFORE)
    await hood.change(meeting, local_start="2027-03-12T19:30")
    await hood.step(minutes=6)
    numbers = []
    for local in ("2027-03-09T20:00", "2027-03-11T19:29", "2027-03-11T19:30"):
        await hood.until(local)
        numbers.append(len(await hood.messages(group)))

    assert numbers == [1, 1, 2]


async def test_a_reminder_that_was_given_is_given_again_for_a_later_date(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood, DAY_BEFORE)
    await hood.until("2027-03-09T19:31")
    await hood.deliver()
    await hood.change(meeting, local_start="2027-03-17T19:30")
    await hood.step(minutes=6)
    await hood.until("2027-03-16T19:31")

    assert len(await hood.messages(group)) == 3


async def test_a_reminder_whose_time_is_past_by_the_move_is_let_go(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood, before(days=7), DAY_BEFORE, start="2027-03-20T19:30")
    await hood.change(meeting, local_start="2027-03-05T19:30")
    for _ in range(3):
        await hood.step(minutes=30)

    assert len(await hood.messages(group)) == 1
    async with hood.db.read() as session:
        rows = await session.execute(select(MeetingMoment.minutes_before, MeetingMoment.state))
        states = {row.minutes_before: row.state for row in rows}
    assert states[7 * 24 * 60] is MomentState.DROPPED
    assert states[24 * 60] is MomentState.WAITING


async def test_moments_that_were_let_go_come_back_with_the_old_date(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood, before(days=7), start="2027-03-20T19:30")
    await hood.change(meeting, local_start="2027-03-05T19:30")
    await hood.undo(meeting)

    await hood.until("2027-03-13T19:31")

    assert len(await hood.messages(group)) == 2


async def test_an_announcement_that_has_not_left_is_made_anew(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan(NEXT_WEEK)
    await hood.look()
    await hood.change(1, local_start="2027-03-11T20:00")
    assert await hood.messages(group) == []

    await hood.step(minutes=6)

    (text,) = await hood.messages(group)
    assert "11 maart" in text
    assert await told(hood, group) == [], "nobody had heard of the former time"


async def test_a_list_in_which_one_session_changed_is_made_anew_without_it(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan("2027-03-20T12:00", title="Blijft (voorbeeld)")
    await hood.plan("2027-03-20T12:00", title="Gaat (voorbeeld)")
    await hood.look()
    await hood.cancel(2)

    await hood.step(seconds=10)
    await hood.step(minutes=6)

    (text,) = await hood.messages(group)
    assert "Blijft" in text
    assert "Gaat" not in text


async def test_what_is_cancelled_is_told_and_never_announced_again(hood: Neighbourhood) -> None:
    group = await hood.group()
    chat, person = await hood.follower()
    meeting = await announced(hood, DAY_BEFORE, HOUR_BEFORE)
    await hood.sign_up(meeting, person)
    await hood.until("2027-03-09T19:00")
    await hood.cancel(meeting)
    for local in ("2027-03-09T19:06", "2027-03-09T19:31", "2027-03-10T18:31", "2027-03-10T22:00"):
        await hood.until(local)
        await hood.deliver()

    assert [len(await hood.messages(one)) for one in (group, chat)] == [1, 1]
    for one in (group, chat):
        (text,) = await told(hood, one)
        assert "gaat niet door" in text
    assert ["niet door" in edit for edit in await hood.edits(group)] == [True]


async def test_who_signed_up_is_told_in_private_once_with_the_calendar(hood: Neighbourhood) -> None:
    follower, followers_id = await hood.follower()
    stranger, strangers_id = await hood.follower(None)
    refused, refusers_id = await hood.follower()
    meeting = await announced(hood)
    await hood.sign_up(meeting, followers_id, RsvpAnswer.MAYBE)
    await hood.sign_up(meeting, strangers_id)
    await hood.sign_up(meeting, refusers_id, RsvpAnswer.NO)
    await hood.change(meeting, local_start="2027-03-11T20:00")
    await hood.step(minutes=6)

    assert [len(await told(hood, one)) for one in (follower, stranger, refused)] == [1, 1, 0]
    async with hood.db.read() as session:
        methods = await session.scalars(
            select(OutboxMessage.method).where(OutboxMessage.key.startswith("meeting-change"))
        )
        assert set(methods) == {"sendDocument"}


async def test_a_new_link_concerns_who_has_a_place(hood: Neighbourhood) -> None:
    group = await hood.group()
    seated, seated_id = await hood.follower(None)
    maybe, maybe_id = await hood.follower(None)
    waiting, waiting_id = await hood.follower(None)
    meeting = await announced(hood)
    await hood.sign_up(meeting, seated_id)
    await hood.sign_up(meeting, maybe_id, RsvpAnswer.MAYBE)
    await hood.sign_up(meeting, waiting_id, place=Place.WAITING)
    await hood.change(meeting, link="https://example.org/nieuw")
    await hood.step(minutes=6)

    assert [len(await told(hood, one)) for one in (group, seated, maybe, waiting)] == [0, 1, 0, 0]
    assert "https://example.org/nieuw" in (await told(hood, seated))[0]


async def test_another_description_only_changes_the_cards(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood)
    await hood.change(meeting, description="Neem je rekening mee.")
    await hood.step(minutes=6)

    assert await told(hood, group) == []
    assert ["Neem je rekening mee" in edit for edit in await hood.edits(group)] == [True]


async def test_sessions_that_change_together_are_told_in_one_message(hood: Neighbourhood) -> None:
    group = await hood.group()
    for number in range(3):
        await hood.plan(f"2027-03-1{number}T19:30", title=f"Avond {number} (voorbeeld)")
    await hood.step()
    for number in range(3):
        await hood.cancel(number + 1)
    await hood.step(minutes=6)

    (text,) = await told(hood, group)
    assert all(f"Avond {number}" in text for number in range(3))


async def test_who_is_about_to_come_is_told_at_once(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood, start="2027-03-01T11:30")
    await hood.cancel(meeting)

    await hood.step(seconds=10)

    assert len(await told(hood, group)) == 1
    async with hood.db.read() as session:
        priority = await session.scalar(
            select(OutboxMessage.priority).where(OutboxMessage.key.startswith("meeting-change"))
        )
    assert priority == MessageClass.RELAY.priority


async def test_at_night_cards_change_and_people_are_told_in_the_morning(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood)
    await hood.until("2027-03-02T22:00")
    await hood.change(meeting, local_start="2027-03-11T20:00")
    seen = []
    for local in ("2027-03-02T22:06", "2027-03-03T07:59", "2027-03-03T08:00"):
        await hood.until(local)
        await hood.deliver()
        seen.append((len(await hood.edits(group)), len(await told(hood, group))))

    assert seen == [(1, 0), (1, 0), (1, 1)]


async def test_what_is_put_back_in_the_night_is_told_to_nobody_and_the_cards_are_right(
    hood: Neighbourhood,
) -> None:
    group = await hood.group()
    meeting = await announced(hood)
    await hood.until("2027-03-02T22:00")
    await hood.change(meeting, local_start="2027-03-11T20:00")
    await hood.until("2027-03-02T22:10")
    await hood.change(meeting, local_start=NEXT_WEEK)
    await hood.until("2027-03-02T22:20")
    await hood.until("2027-03-03T09:00")

    assert await told(hood, group) == []
    assert ["10 maart" in edit for edit in await hood.edits(group)] == [False, True]


async def test_a_reminder_right_after_the_change_is_not_said_as_well(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood, DAY_BEFORE)
    # The day before is due eight minutes later.
    start = hood.now + timedelta(days=1, minutes=8)
    await hood.change(meeting, local_start=start.astimezone(hood.manner.zone).strftime("%Y-%m-%dT%H:%M"))
    for _ in range(4):
        await hood.step(minutes=5)

    assert len(await told(hood, group)) == 1
    assert len(await hood.messages(group)) == 1


async def test_a_change_of_a_card_from_before_does_not_come_after_the_new_one(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood, start="2027-03-01T11:30")
    async with hood.db.begin() as session:
        key = await session.scalar(select(OutboxMessage.key))
        payload = {"text": "Er komt een bewoner, om 11:30"}
        waits = Outgoing("card:1:1", group, payload, "editMessageText", target_key=key)
        await outbox.add(session, waits, at=hood.now)
    await hood.change(meeting, local_start="2027-03-01T12:30")
    await hood.step(seconds=10)

    async with hood.db.read() as session:
        rows = await session.scalars(
            select(OutboxMessage.state).where(OutboxMessage.target_key == key).order_by(OutboxMessage.id)
        )
        assert list(rows) == [OutboxState.CANCELLED, OutboxState.SENT]


async def test_the_word_of_a_change_keeps_no_buttons_when_there_is_newer_word_or_it_is_over(
    hood: Neighbourhood,
) -> None:
    await hood.group()
    _, person = await hood.follower(None)
    meeting = await announced(hood)
    await hood.sign_up(meeting, person)
    bared = []
    for start in ("2027-03-11T20:00", "2027-03-12T20:00", None):
        if start is not None:
            await hood.change(meeting, local_start=start)
            await hood.step(minutes=6)
        else:
            await hood.until("2027-03-13T09:00")
        async with hood.db.read() as session:
            rows = await session.scalars(
                select(OutboxMessage.target_key).where(OutboxMessage.method == "editMessageReplyMarkup")
            )
            bared.append(len(set(rows)))

    assert bared == [0, 2, 4], "those of the group and of who signed up"


async def test_where_the_announcement_never_arrived_nothing_is_told(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await hood.plan(NEXT_WEEK)
    await hood.look()
    async with hood.db.begin() as session:
        await session.execute(update(OutboxMessage).values(state=OutboxState.FAILED))
    await hood.cancel(meeting)
    await hood.step(minutes=6)

    assert await told(hood, group) == []
    assert await hood.edits(group) == []


async def test_a_group_that_wants_no_sessions_is_not_told_of_changes(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood)
    await hood.opt_out(group, THEME)
    await hood.change(meeting, local_start="2027-03-11T20:00")
    await hood.step(minutes=6)

    assert await told(hood, group) == []
    assert len(await hood.edits(group)) == 1


async def test_a_later_change_takes_back_the_word_of_the_former(hood: Neighbourhood) -> None:
    group = await hood.group()
    meeting = await announced(hood)
    await hood.change(meeting, local_start="2027-03-11T20:00")
    # Telegram is away.
    await hood.later(minutes=6)
    await hood.change(meeting, local_start="2027-03-12T20:00")
    await hood.step(minutes=6)

    (text,) = await told(hood, group)
    assert "12 maart" in text


async def test_the_sequence_of_the_calendar_grows_with_each_change_and_undo(hood: Neighbourhood) -> None:
    meeting = await announced(hood)
    sequences = []
    for _ in range(2):
        await hood.change(meeting, local_start="2027-03-11T20:00")
        sequences.append((await hood.meeting(meeting)).sequence)
        await hood.undo(meeting)
        sequences.append((await hood.meeting(meeting)).sequence)

    assert sequences == [1, 2, 3, 4]


async def test_who_changed_what_is_in_the_trail(hood: Neighbourhood) -> None:
    meeting = await announced(hood)
    await hood.change(meeting, title="Dak (voorbeeld)", minutes=60)
    await hood.undo(meeting)
    await hood.cancel(meeting)

    async with hood.db.read() as session:
        rows = await session.execute(select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id))
        trail = [(row.action, row.detail) for row in rows]
    assert trail == [
        ("session-changed", "minutes, title"),
        ("session-undone", "minutes, title"),
        ("session-cancelled", "state"),
    ]


@pytest.mark.parametrize("start", ["2027-03-28T02:30", "2027-10-31T02:30"])
async def test_a_move_into_the_night_of_the_clock_change_names_one_instant(
    hood: Neighbourhood, start: str
) -> None:
    meeting = await announced(hood)
    await hood.change(meeting, local_start=start)

    moved: Meeting = await hood.meeting(meeting)
    assert moved.ends_at - moved.starts_at == timedelta(minutes=moved.minutes)
    assert (
        moved.starts_at.isoformat()
        == {
            "2027-03-28T02:30": "2027-03-28T01:30:00+00:00",
            "2027-10-31T02:30": "2027-10-31T00:30:00+00:00",
        }[start]
    )


async def test_chats_that_a_new_audience_brings_are_told_at_once_and_the_others_not_again(
    hood: Neighbourhood,
) -> None:
    group, other = await hood.group(), await hood.group("zorg")
    meeting = await announced(hood, DAY_BEFORE)
    # Within the hour nothing would be said again anyway.
    await hood.step(hours=3)
    await hood.change(meeting, audience=MeetingAudience.ALL)

    await hood.step(minutes=4)
    assert await hood.messages(other) == []
    for _ in range(3):
        await hood.step(minutes=5)

    assert [len(await hood.messages(one)) for one in (group, other)] == [1, 1]
    assert [await told(hood, one) for one in (group, other)] == [[], []]
    await hood.until("2027-03-09T19:31")
    assert [len(await hood.messages(one)) for one in (group, other)] == [2, 2]


async def test_an_audience_that_is_put_back_in_time_brings_nobody(hood: Neighbourhood) -> None:
    await hood.group()
    meeting = await announced(hood)
    late, other = await hood.group(), await hood.group("zorg")
    await hood.change(meeting, audience=MeetingAudience.ALL)
    await hood.step(minutes=2)

    assert await hood.undo(meeting)
    await hood.step(minutes=10)

    assert [len(await hood.messages(one)) for one in (late, other)] == [0, 0]


async def test_a_new_audience_hears_nothing_before_the_first_announcement(hood: Neighbourhood) -> None:
    group, other = await hood.group(), await hood.group("zorg")
    meeting = await hood.plan(NEXT_WEEK, DAY_BEFORE)
    await hood.change(meeting, audience=MeetingAudience.ALL)

    await hood.step(minutes=6)
    assert await hood.messages() == []
    await hood.until("2027-03-09T19:31")

    assert [len(await hood.messages(one)) for one in (group, other)] == [1, 1]


async def test_who_is_in_the_audience_no_more_hears_only_of_changes(hood: Neighbourhood) -> None:
    group, other = await hood.group(), await hood.group("zorg")
    meeting = await announced(hood, DAY_BEFORE)
    await hood.change(meeting, theme="zorg")
    await hood.step(minutes=6)
    await hood.change(meeting, local_start="2027-03-11T20:00")
    await hood.step(minutes=6)
    await hood.until("2027-03-10T20:01")

    assert [len(await told(hood, one)) for one in (group, other)] == [1, 1]
    assert [len(await hood.messages(one)) for one in (group, other)] == [1, 2]


async def test_a_new_audience_is_not_told_at_night(hood: Neighbourhood) -> None:
    await hood.group()
    other = await hood.group("zorg")
    meeting = await announced(hood)
    await hood.until("2027-03-01T22:00")
    await hood.change(meeting, audience=MeetingAudience.ALL)

    await hood.step(minutes=30)
    assert await hood.messages(other) == []
    await hood.until("2027-03-02T08:01")

    assert len(await hood.messages(other)) == 1
