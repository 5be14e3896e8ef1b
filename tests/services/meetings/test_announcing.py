"""Sessions are announced on time, once for each chat, few a day, and not at night."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, update

from bot.announcing import Announcing
from bot.db import Database
from bot.delivery import addresses
from bot.services.meetings import notices
from models import (
    Chat,
    ChatKind,
    GroupTheme,
    MeetingAudience,
    MeetingMoment,
    MeetingNotice,
    MessageClass,
    MomentState,
    NoticeState,
    OutboxMessage,
    RsvpAnswer,
)
from tests.support.meetings import AT_ONCE, MONDAY, THEME, Neighbourhood, before

DAY_BEFORE, HOUR_BEFORE = before(days=1), before(hours=1)


@pytest.fixture
def hood(database: Database) -> Neighbourhood:
    """Ten on a Monday morning in Amsterdam."""
    return Neighbourhood(database)


async def heard(hood: Neighbourhood, chat_id: int, *times: str) -> list[int]:
    """How many announcements a chat has at each of these local times."""
    numbers = []
    for local in times:
        await hood.until(local)
        await hood.deliver()
        numbers.append(len(await hood.messages(chat_id)))
    return numbers


async def test_a_session_is_announced_at_once_to_groups_and_followers_of_its_theme(
    hood: Neighbourhood,
) -> None:
    group, elsewhere = await hood.group(), await hood.group("zorg")
    follower, _ = await hood.follower()
    stranger, _ = await hood.follower(None)
    await hood.plan("2027-03-20T19:30")

    await hood.look()

    assert [len(await hood.messages(chat)) for chat in (group, follower, elsewhere, stranger)] == [1, 1, 0, 0]
    assert "Samen op het dak" in (await hood.messages(group))[0]


async def test_all_are_all_groups_and_whoever_follows_anything(hood: Neighbourhood) -> None:
    group = await hood.group("zorg")
    follower, _ = await hood.follower("zorg")
    stranger, _ = await hood.follower(None)
    await hood.plan("2027-03-20T19:30", audience=MeetingAudience.ALL)

    await hood.look()

    assert [len(await hood.messages(chat)) for chat in (group, follower, stranger)] == [1, 1, 0]


async def test_a_place_and_chosen_collectives_reach_their_groups_only(hood: Neighbourhood) -> None:
    first, second = await hood.group(), await hood.group()
    await hood.plan("2027-03-20T19:30", audience=MeetingAudience.COLLECTIVES, audience_values=("1",))
    await hood.look()
    assert [len(await hood.messages(chat)) for chat in (first, second)] == [1, 0]

    await hood.plan("2027-03-21T19:30", audience=MeetingAudience.PLACE, audience_values=("Utrecht",))
    await hood.later(minutes=1)
    assert [len(await hood.messages(chat)) for chat in (first, second)] == [2, 1]


async def test_looking_again_says_nothing_again(hood: Neighbourhood) -> None:
    await hood.groups(3)
    await hood.plan("2027-03-20T19:30")

    for _ in range(3):
        await hood.step(seconds=10)

    assert len(await hood.messages()) == 3


async def test_each_moment_comes_when_it_is_due(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan("2027-03-20T19:30", AT_ONCE, before(days=7), DAY_BEFORE, HOUR_BEFORE)

    assert await heard(
        hood,
        group,
        "2027-03-01T10:01",
        "2027-03-13T19:29",
        "2027-03-13T19:31",
        "2027-03-19T19:31",
        "2027-03-20T18:29",
        "2027-03-20T18:31",
        "2027-03-25T12:00",
    ) == [1, 1, 2, 3, 3, 4, 4]


@pytest.mark.parametrize(
    ("start", "due"),
    [("2027-03-28T19:30", "2027-03-27T18:30"), ("2027-10-31T19:30", "2027-10-30T20:30")],
)
async def test_a_day_before_is_24_hours_also_when_the_clock_is_changed(
    hood: Neighbourhood, start: str, due: str
) -> None:
    group = await hood.group()
    await hood.plan(start, DAY_BEFORE)
    early = due[:-2] + f"{int(due[-2:]) - 1:02}"

    assert await heard(hood, group, early, due, start) == [0, 1, 1]


async def test_a_whole_series_is_announced_moment_by_moment(hood: Neighbourhood) -> None:
    group = await hood.group()
    starts = ("2027-03-20T19:30", "2027-03-27T19:30", "2027-04-03T19:30")
    await hood.plan(starts[0], AT_ONCE, before(days=7), DAY_BEFORE, HOUR_BEFORE, starts=starts)
    said: list[str] = []
    for day in range(35):
        for clock in ("10:30", "18:31", "19:31"):
            await hood.until(f"{(MONDAY + timedelta(days=day)).date()}T{clock}")
            await hood.deliver()
            if len(await hood.messages(group)) > len(said):
                said.append(f"{hood.now.astimezone(hood.manner.zone):%m-%d}")

    # On 27 March the hour before the second and, a week of 169 hours ahead, the third are one message.
    assert said == ["03-01", "03-13", "03-19", "03-20", "03-20", "03-26", "03-27", "04-02", "04-03"]


async def test_a_session_within_the_hour_is_a_reminder_that_ends_when_it_begins(hood: Neighbourhood) -> None:
    await hood.group()
    await hood.plan("2027-03-01T10:10")
    await hood.look()

    async with hood.db.read() as session:
        (row,) = await session.scalars(select(OutboxMessage))
    assert row.message_class is MessageClass.REMINDER
    assert row.expires_at == MONDAY + timedelta(minutes=10)


async def test_the_second_message_of_a_day_takes_all_others_of_that_day_along(hood: Neighbourhood) -> None:
    group = await hood.group()
    for number, clock in enumerate(("11:00", "13:00", "15:00", "17:00")):
        await hood.plan(f"2027-03-03T{clock}", DAY_BEFORE, title=f"Avond {number} (voorbeeld)")

    assert await heard(hood, group, "2027-03-02T11:00", "2027-03-02T13:00", "2027-03-02T20:00") == [1, 2, 2]

    single, listed = await hood.messages(group)
    assert "Avond 0" in single
    assert all(f"Avond {number}" in listed for number in (1, 2, 3))
    assert "Avond 0" not in listed


async def test_what_is_due_at_the_same_time_is_one_message(hood: Neighbourhood) -> None:
    group = await hood.group()
    for number in range(3):
        await hood.plan("2027-03-03T12:00", DAY_BEFORE, title=f"Avond {number} (voorbeeld)")
    await hood.plan("2027-03-02T20:00", HOUR_BEFORE)

    assert await heard(hood, group, "2027-03-02T12:00", "2027-03-02T18:59", "2027-03-02T19:00") == [1, 1, 2]


async def test_what_comes_too_many_waits_for_the_morning(hood: Neighbourhood) -> None:
    group = await hood.group()
    for number in range(3):
        await hood.plan("2027-03-20T12:00", title=f"Avond {number} (voorbeeld)")
        await hood.step(minutes=1)

    assert await heard(hood, group, "2027-03-01T20:00", "2027-03-02T07:59", "2027-03-02T08:00") == [2, 2, 3]


async def test_what_is_worthless_tomorrow_is_added_to_the_last_message_of_today(hood: Neighbourhood) -> None:
    group = await hood.group()
    for number in range(2):
        await hood.plan("2027-03-20T12:00", title=f"Later {number} (voorbeeld)")
        await hood.step(minutes=1)
    await hood.plan("2027-03-01T20:00", title="Vanavond al (voorbeeld)")

    await hood.step(minutes=1)

    assert len(await hood.messages(group)) == 2
    assert [("Vanavond al" in text, "Later 1" in text) for text in await hood.edits(group)] == [(True, True)]


async def test_words_about_one_session_that_come_close_together_are_one(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan("2027-03-01T11:20", AT_ONCE, HOUR_BEFORE)

    assert await heard(hood, group, "2027-03-01T10:00", "2027-03-01T10:30") == [1, 1]
    assert [one.state for one in await hood.notices()] == [NoticeState.POSTED, NoticeState.JOINED]


async def test_at_night_words_wait_unless_the_session_is_near(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan("2027-03-05T22:30", DAY_BEFORE, HOUR_BEFORE)

    assert await heard(
        hood,
        group,
        "2027-03-04T22:31",
        "2027-03-05T07:59",
        "2027-03-05T08:00",
        "2027-03-05T21:29",
        "2027-03-05T21:30",
    ) == [0, 0, 1, 1, 2]


async def test_an_early_session_is_announced_before_the_quiet_hours_are_over(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan("2027-03-05T08:30", HOUR_BEFORE)

    assert await heard(hood, group, "2027-03-05T07:29", "2027-03-05T07:30") == [0, 1]


async def test_what_did_not_leave_before_the_night_leaves_in_the_morning(hood: Neighbourhood) -> None:
    group = await hood.group()
    hood.clock.at += timedelta(hours=10, minutes=59)
    await hood.plan("2027-03-20T12:00")
    await hood.look()
    assert len(await hood.messages(group)) == 1

    # It is 20:59, and Telegram is away until ten.
    assert await heard(
        hood, group, "2027-03-01T22:00", "2027-03-01T22:05", "2027-03-02T07:59", "2027-03-02T08:00"
    ) == [0, 0, 0, 1]


async def test_what_the_bot_slept_through_is_said_when_it_still_makes_sense(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan("2027-03-20T12:00", AT_ONCE, before(days=7), DAY_BEFORE, HOUR_BEFORE)
    await hood.step()

    # Two moments went by; one word is enough.
    assert await heard(hood, group, "2027-03-19T14:00", "2027-03-19T16:00") == [2, 2]


async def test_what_came_too_late_is_told_to_the_planner_once_a_day(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.groups(2)
    await hood.plan("2027-03-04T12:00", DAY_BEFORE, HOUR_BEFORE)
    await hood.plan("2027-03-04T13:00", HOUR_BEFORE, title="Ook gemist (voorbeeld)")

    await hood.until("2027-03-04T15:00")
    for _ in range(3):
        await hood.step(minutes=5)

    assert await hood.messages(group) == []
    reports = await hood.messages(kind="meetings-missed")
    assert len(reports) == 1
    assert "Samen op het dak" in reports[0]
    assert "Ook gemist" in reports[0]
    assert "3 groepen" in reports[0]


async def test_a_second_report_waits_for_the_next_day(hood: Neighbourhood) -> None:
    await hood.group()
    await hood.plan("2027-03-02T12:00", HOUR_BEFORE)
    await hood.plan("2027-03-02T14:00", HOUR_BEFORE)
    reports = []
    for local in ("2027-03-02T12:30", "2027-03-02T14:30", "2027-03-03T00:30", "2027-03-03T08:00"):
        await hood.until(local)
        reports.append(len(await hood.messages(kind="meetings-missed")))

    assert reports == [1, 1, 1, 2]


async def test_a_chat_that_comes_later_hears_it_when_it_is_due(hood: Neighbourhood) -> None:
    await hood.group()
    await hood.plan("2027-03-04T12:00", DAY_BEFORE)
    await hood.until("2027-03-02T13:00")
    late = await hood.group()

    assert await heard(hood, late, "2027-03-03T11:59", "2027-03-03T12:00") == [0, 1]


async def test_a_group_hears_about_the_themes_it_chose_itself(hood: Neighbourhood) -> None:
    chose, did_not = await hood.group("zorg"), await hood.group("zorg")
    async with hood.db.begin() as session:
        session.add(GroupTheme(chat_id=chose, theme=THEME, since=hood.now))
    await hood.plan("2027-03-04T12:00", DAY_BEFORE)
    await hood.until("2027-03-03T12:00")

    assert [len(await hood.messages(chat)) for chat in (chose, did_not)] == [1, 0]


async def test_a_chat_that_left_the_audience_hears_nothing(hood: Neighbourhood) -> None:
    gone, muted, refusing, other_theme, stays = await hood.groups(5)
    await hood.plan("2027-03-04T12:00", DAY_BEFORE)
    await hood.until("2027-03-02T13:00")
    async with hood.db.begin() as session:
        await session.execute(update(Chat).where(Chat.id == gone).values(inactive_since=hood.now))
        await session.execute(update(Chat).where(Chat.id == muted).values(can_write=False))
    await hood.opt_out(refusing)
    await hood.opt_out(other_theme, "zorg")
    await hood.opt_out(stays, THEME)

    await hood.until("2027-03-03T12:00")

    assert [len(await hood.messages(chat)) for chat in (gone, muted, refusing, other_theme, stays)] == [
        0,
        0,
        0,
        1,
        0,
    ]


async def test_no_more_sessions_takes_back_what_has_not_left(hood: Neighbourhood) -> None:
    group, other = await hood.groups(2)
    await hood.plan("2027-03-20T12:00")
    await hood.look()

    await hood.opt_out(group)

    assert [len(await hood.messages(chat)) for chat in (group, other)] == [0, 1]


async def test_a_list_without_a_refused_theme_is_made_anew(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan("2027-03-20T12:00", audience=MeetingAudience.ALL)
    await hood.plan("2027-03-20T12:00", audience=MeetingAudience.ALL, theme="zorg", title="Zorg (voorbeeld)")
    await hood.look()
    assert "Zorg" in (await hood.messages(group))[0]

    await hood.opt_out(group, "zorg")
    await hood.later(seconds=10)

    assert ["Zorg" in text for text in await hood.messages(group)] == [False]


async def test_who_said_yes_or_no_in_private_is_not_asked_again(hood: Neighbourhood) -> None:
    people = [await hood.follower() for _ in range(3)]
    meeting = await hood.plan("2027-03-04T12:00", AT_ONCE, DAY_BEFORE)
    await hood.step()
    for (_, person), answer in zip(people, RsvpAnswer, strict=True):
        await hood.sign_up(meeting, person, answer)

    await hood.until("2027-03-03T12:00")

    numbers = dict(zip(RsvpAnswer, [len(await hood.messages(chat)) for chat, _ in people], strict=True))
    assert numbers == {RsvpAnswer.YES: 1, RsvpAnswer.NO: 1, RsvpAnswer.MAYBE: 2}


async def test_each_chat_reads_it_in_its_language_and_topic(hood: Neighbourhood) -> None:
    english = await hood.group(language="en", is_forum=True, announcement_topic=7)
    dutch = await hood.group(language="nl", announcement_topic=7)
    await hood.plan("2027-03-20T12:00")

    await hood.look()

    assert "Saturday" in (await hood.messages(english))[0]
    assert "zaterdag" in (await hood.messages(dutch))[0]
    async with hood.db.read() as session:
        rows = await session.execute(select(OutboxMessage.chat_id, OutboxMessage.payload))
        assert {row.chat_id: row.payload for row in rows} == {english: {"message_thread_id": 7}, dutch: {}}


async def test_chats_of_one_language_share_the_words(hood: Neighbourhood) -> None:
    await hood.groups(8)
    await hood.plan("2027-03-20T12:00")

    await hood.look()

    async with hood.db.read() as session:
        contents = list(await session.scalars(select(OutboxMessage.content_id)))
    assert len(contents) == 8
    assert len(set(contents)) == 1


async def test_a_group_that_becomes_a_supergroup_hears_each_word_once(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan("2027-03-04T12:00", AT_ONCE, DAY_BEFORE)
    await hood.step()
    async with hood.db.begin() as session:
        old = await session.get_one(Chat, group)
        twin = await addresses.open_chat(session, -100_555, ChatKind.SUPERGROUP)
        # The newcomer was known already, and had the same words before it.
        for moment in await session.scalars(select(MeetingMoment)):
            session.add(
                MeetingNotice(
                    moment_id=moment.id,
                    meeting_id=moment.meeting_id,
                    chat_id=twin.id,
                    due_at=moment.due_at,
                    day=hood.manner.day(moment.due_at),
                )
            )
        await session.flush()
        await addresses.move(session, old.telegram_id, -100_555)

    assert await heard(hood, group, "2027-03-03T11:59", "2027-03-03T12:00", "2027-03-03T18:00") == [1, 2, 2]


async def test_what_the_supergroup_heard_already_is_not_said_again_after_the_move(
    hood: Neighbourhood,
) -> None:
    group = await hood.group()
    await hood.plan("2027-03-04T12:00")
    async with hood.db.begin() as session:
        old = await session.get_one(Chat, group)
        twin = await addresses.open_chat(session, -100_555, ChatKind.SUPERGROUP)
        moment = (await session.scalars(select(MeetingMoment))).one()
        for chat_id, state in ((group, NoticeState.WAITING), (twin.id, NoticeState.POSTED)):
            session.add(
                MeetingNotice(
                    moment_id=moment.id,
                    meeting_id=moment.meeting_id,
                    chat_id=chat_id,
                    due_at=hood.now,
                    day="2027-03-01",
                    state=state,
                )
            )
        await session.flush()
        await addresses.move(session, old.telegram_id, -100_555)

    await hood.step(minutes=1)

    assert await hood.messages(group) == []


async def test_two_processes_that_tick_at_once_say_it_once(hood: Neighbourhood) -> None:
    await hood.groups(12)
    other = Announcing(Database(hood.db.url), hood.clock, lambda: hood.manner)
    for number in range(4):
        await hood.plan("2027-03-20T12:00", title=f"Avond {number} (voorbeeld)")
        await asyncio.gather(hood.look(), other.look(), hood.look())
        await hood.step(seconds=10)
        hood.clock.at += timedelta(days=1)
    await other._db.close()

    assert len(await hood.messages()) == 48


async def test_a_look_at_nothing_reads_by_indexes_however_much_was_said(tmp_path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{tmp_path / 'plan.sqlite'}")
    await db.migrate()
    asked: list[tuple[str, Any]] = []

    def remember(_c: Any, _cursor: Any, statement: str, parameters: Any, _x: Any, _many: bool) -> None:
        asked.append((statement, parameters))

    event.listen(db.engine.sync_engine, "before_cursor_execute", remember)
    await Neighbourhood(db).look()
    (statement, parameters) = asked[-1]
    async with db.engine.connect() as connection:
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [str(row[-1]) for row in rows]
    await db.close()

    assert not [step for step in steps if step.startswith("SCAN meeting")]
    assert not [step for step in steps if "meeting_notice" in step and step.endswith("(state=?)")]


async def test_words_about_sessions_of_long_ago_are_removed(hood: Neighbourhood) -> None:
    await hood.groups(3)
    await hood.plan("2027-03-01T12:00")
    await hood.plan("2027-05-01T12:00")
    await hood.step()
    await hood.step(hours=6)
    await hood.step(days=40)
    async with hood.db.begin() as session:
        await notices.forget(session, before=hood.now - timedelta(days=30))

    assert {one.meeting_id for one in await hood.notices()} == {2}


async def test_a_moment_that_is_done_is_not_chosen_again(hood: Neighbourhood) -> None:
    await hood.group()
    await hood.plan("2027-03-20T12:00")
    await hood.step()
    late = await hood.group()

    await hood.step(hours=3)

    assert await hood.messages(late) == []
    async with hood.db.read() as session:
        assert list(await session.scalars(select(MeetingMoment.state))) == [MomentState.DONE]


async def test_cards_of_a_session_that_is_over_lose_their_buttons(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan("2027-03-02T12:00", AT_ONCE)
    await hood.plan("2027-03-03T12:00", AT_ONCE, title="Morgen (voorbeeld)")
    await hood.step()

    await hood.until("2027-03-02T14:00")
    assert await hood.edits(group) == [], "the list still leads to the other session"
    await hood.until("2027-03-03T14:00")
    await hood.later(minutes=5)

    assert ["voorbij" in text for text in await hood.edits(group)] == [True]
