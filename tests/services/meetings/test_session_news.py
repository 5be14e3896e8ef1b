"""Nobody misses a change: not behind another change, in a long series, at night or after an undo."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.db import Database
from bot.delivery.outbox_copies import Copy, add_copies
from bot.messages import MAX_TEXT, utf16_length
from bot.services.meetings import changes, planned, proposal_post, rsvp_cards, rsvps, store
from bot.services.meetings.notice_cards import MAX_CAPTION
from models import (
    AudienceKind,
    Broadcast,
    BroadcastContent,
    BroadcastState,
    Chat,
    Dilemma,
    DilemmaState,
    Meeting,
    MeetingMoment,
    MeetingProposal,
    MeetingSeries,
    MessageClass,
    MomentKind,
    NoticeState,
    OutboxContent,
    OutboxMessage,
    OutboxState,
    Person,
    Place,
    ProposalDilemma,
    ProposalState,
    Rsvp,
    RsvpAnswer,
    RsvpNews,
    RsvpNewsKind,
)
from tests.support.meetings import AT_ONCE, PLANNER, THEME, Neighbourhood, before

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


async def test_a_move_that_has_not_left_is_told_after_all_when_something_small_changes_next(
    hood: Neighbourhood,
) -> None:
    group = await hood.group()
    chat, person = await hood.follower(None)
    meeting = await announced(hood)
    await hood.sign_up(meeting, person)
    await hood.change(meeting, local_start="2027-03-11T20:00")
    # Telegram is away.
    await hood.later(minutes=6)
    await hood.change(meeting, description="Neem je rekening mee.")
    await hood.step(minutes=6)

    for one in (group, chat):
        (text,) = await told(hood, one)
        assert "donderdag 11 maart 2027, 20:00–21:30" in text
        assert "woensdag 10 maart 2027, 19:30–21:00" in text


async def test_who_read_of_the_move_before_the_next_change_does_not_hear_it_twice(
    hood: Neighbourhood,
) -> None:
    early, late = await hood.groups(2)
    meeting = await announced(hood)
    await hood.change(meeting, local_start="2027-03-11T20:00")
    await hood.later(minutes=6)
    async with hood.db.begin() as session:
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.key.startswith("meeting-change"), OutboxMessage.chat_id == early)
            .values(state=OutboxState.SENT, sent_message_id=77, sent_chat_id=early)
        )
    await hood.change(meeting, description="Neem je rekening mee.")
    await hood.step(minutes=6)
    assert [len(await told(hood, one)) for one in (early, late)] == [1, 1]

    await hood.change(meeting, local_start="2027-03-12T20:00")
    await hood.step(minutes=6)

    for one in (early, late):
        text = (await told(hood, one))[-1]
        assert "vrijdag 12 maart 2027" in text
        assert "donderdag 11 maart 2027" in text


async def test_a_move_that_was_told_to_some_and_undone_is_told_back_to_them_alone(
    hood: Neighbourhood,
) -> None:
    early, late = await hood.groups(2)
    meeting = await announced(hood)
    await hood.change(meeting, local_start="2027-03-11T20:00")
    await hood.later(minutes=6)
    async with hood.db.begin() as session:
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.key.startswith("meeting-change"), OutboxMessage.chat_id == early)
            .values(state=OutboxState.SENT, sent_message_id=77, sent_chat_id=early)
        )
    await hood.change(meeting, local_start=NEXT_WEEK)
    await hood.step(minutes=6)

    assert [len(await told(hood, one)) for one in (early, late)] == [2, 0]
    assert "Nieuwe tijd: woensdag 10 maart 2027" in (await told(hood, early))[-1]


async def test_a_year_of_sessions_that_is_cancelled_is_told_in_messages_that_telegram_takes(
    hood: Neighbourhood,
) -> None:
    group = await hood.group()
    chat, person = await hood.follower(None)
    starts = tuple(f"2027-{3 + number // 25:02}-{3 + number % 25:02}T19:30" for number in range(52))
    first = await hood.plan(starts[0], title="Samen koken in de buurt (voorbeeld)", starts=starts)
    numbers = range(first, first + len(starts))
    for number in numbers:
        await hood.sign_up(number, person)
        async with hood.db.begin() as session:
            session.add(MeetingMoment(meeting_id=number, kind=MomentKind.AT_ONCE, due_at=hood.now))
    await hood.step()
    for number in numbers:
        await hood.cancel(number)
    await hood.step(minutes=6)

    async with hood.db.read() as session:
        rows = await session.execute(
            select(OutboxMessage.chat_id, OutboxMessage.method, OutboxContent.payload)
            .join(OutboxContent, OutboxContent.id == OutboxMessage.content_id)
            .where(OutboxMessage.key.startswith("meeting-change"))
            .order_by(OutboxMessage.id)
        )
        sent = rows.all()
    for place in (group, chat):
        texts = [row.payload["text"] for row in sent if row.chat_id == place and row.method == "sendMessage"]
        assert all(utf16_length(text) <= MAX_TEXT for text in texts)
        assert sum(text.count("gaat niet door") for text in texts) == len(starts)
    (file,) = [row.payload for row in sent if row.method == "sendDocument"]
    assert utf16_length(file["caption"]) <= MAX_CAPTION
    assert file["document"]["text"].count("STATUS:CANCELLED") == len(starts)


async def test_a_calendar_file_of_several_sessions_has_the_link_of_those_with_a_place_alone(
    hood: Neighbourhood,
) -> None:
    _, person = await hood.follower(None)
    links = ("https://example.org/plaats", "https://example.org/wachtlijst")
    seated, waiting = [await hood.plan(NEXT_WEEK, link=link, places=1) for link in links]
    _, other = await hood.follower(None)
    await hood.step()
    await hood.sign_up(seated, person)
    await hood.sign_up(waiting, other)
    await hood.sign_up(waiting, person, place=Place.WAITING)
    for number in (seated, waiting):
        await hood.change(number, local_start="2027-03-11T20:00")
    await hood.step(minutes=6)

    async with hood.db.read() as session:
        payload = await session.scalar(
            select(OutboxContent.payload)
            .join(OutboxMessage, OutboxMessage.content_id == OutboxContent.id)
            .join(Chat, Chat.id == OutboxMessage.chat_id)
            .join(Person, Person.telegram_id == Chat.telegram_id)
            .where(OutboxMessage.method == "sendDocument", Person.id == person)
        )
    assert payload is not None
    assert [link in payload["document"]["text"] for link in links] == [True, False]


async def test_a_reminder_that_came_due_before_a_move_was_undone_is_given_all_the_same(
    hood: Neighbourhood,
) -> None:
    group = await hood.group()
    meeting = await announced(hood, before(days=1))
    await hood.until("2027-03-09T19:28")
    await hood.change(meeting, local_start="2027-03-10T12:00")
    await hood.until("2027-03-09T19:31")
    assert await hood.undo(meeting)

    await hood.step(minutes=10)

    assert len(await hood.messages(group)) == 2


async def test_a_reminder_that_waits_for_the_morning_outlives_a_move_that_is_undone(
    hood: Neighbourhood,
) -> None:
    group = await hood.group()
    meeting = await announced(hood, before(days=1), start="2027-03-10T21:30")
    await hood.until("2027-03-09T21:31")
    await hood.deliver()
    await hood.until("2027-03-09T22:00")
    await hood.change(meeting, local_start="2027-03-17T21:30")
    await hood.step(minutes=2)
    assert await hood.undo(meeting)

    await hood.until("2027-03-10T08:10")

    assert len(await hood.messages(group)) == 2


async def test_who_signed_up_a_guest_without_telegram_hears_of_a_move_and_passes_it_on(
    hood: Neighbourhood,
) -> None:
    meeting = await announced(hood)
    async with hood.db.begin() as session:
        coordinator = await hood.planner(session)
        there = await session.get_one(Meeting, meeting)
        for name in ("Truus (voorbeeld)", "Cor (voorbeeld)"):
            await rsvps.add_guest(session, there, name, by=coordinator, at=hood.now)
    await hood.change(meeting, local_start="2027-03-11T20:00")
    for _ in range(3):
        await hood.step(minutes=6)

    (text,) = await hood.messages(kind="meeting-guests")
    assert "2 mensen zonder Telegram" in text
    assert "donderdag 11 maart 2027, 20:00–21:30" in text
    assert "Truus" not in text


async def test_guests_of_a_coordinator_who_left_are_told_of_by_the_others(hood: Neighbourhood) -> None:
    meeting = await announced(hood)
    _, left = await hood.follower(None)
    async with hood.db.begin() as session:
        there = await session.get_one(Meeting, meeting)
        by = await session.get_one(Person, left)
        await rsvps.add_guest(session, there, "Truus (voorbeeld)", by=by, at=hood.now)
    await hood.cancel(meeting)
    await hood.step(minutes=6)

    async with hood.db.read() as session:
        rows = await session.scalars(
            select(Chat.telegram_id)
            .join(OutboxMessage, OutboxMessage.chat_id == Chat.id)
            .where(OutboxMessage.key.startswith("meeting-guests"))
        )
        assert rows.all() == [PLANNER]


@pytest.fixture
async def asker(hood: Neighbourhood) -> int:
    """The private chat of somebody who asked for the session that comes first, and is no follower."""
    chat, person = await hood.follower(None)
    async with hood.db.begin() as session:
        dilemma = Dilemma(
            token="vraag",
            message_chat=chat,
            message_id=1,
            chat_id=chat,
            person_id=person,
            text="Wie krijgt de sleutel?",
            asked_at=hood.now,
            state=DilemmaState.OPEN,
        )
        proposal = MeetingProposal(
            state=ProposalState.ACCEPTED,
            theme=THEME,
            local_start=NEXT_WEEK,
            made_at=hood.now,
            offered_at=hood.now,
            decided_at=hood.now,
            round=1,
            drawn=0,
        )
        session.add_all((dilemma, proposal))
        await session.flush()
        session.add(ProposalDilemma(dilemma_id=dilemma.id, proposal_id=proposal.id, added_at=hood.now))
    return chat


async def invite(hood: Neighbourhood, meeting: int) -> None:
    """Invite those who asked, as the tick does."""
    async with hood.db.begin() as session:
        proposal = await session.get_one(MeetingProposal, 1)
        proposal.meeting_id = meeting
        await session.flush()
        await proposal_post.invite(session, proposal, hood.manner, at=hood.now)


async def invited(hood: Neighbourhood, chat: int) -> list[str]:
    """The invitations to somebody who asked."""
    return await hood.messages(chat, kind="meeting-proposal")


async def test_who_was_invited_because_they_asked_hears_of_a_move(hood: Neighbourhood, asker: int) -> None:
    meeting = await announced(hood)
    await invite(hood, meeting)
    await hood.deliver()
    await hood.change(meeting, local_start="2027-03-11T20:00")
    for _ in range(2):
        await hood.step(minutes=6)

    (text,) = await told(hood, asker)
    assert "donderdag 11 maart 2027, 20:00–21:30" in text


async def test_an_invitation_that_waits_for_the_morning_says_the_new_time(
    hood: Neighbourhood, asker: int
) -> None:
    meeting = await announced(hood)
    await hood.until("2027-03-01T22:00")
    await invite(hood, meeting)
    await hood.until("2027-03-02T07:58")
    await hood.change(meeting, local_start="2027-03-11T20:00")
    await hood.until("2027-03-02T08:01")
    await hood.deliver()
    for _ in range(2):
        await hood.step(minutes=6)

    (text,) = await invited(hood, asker)
    assert "donderdag 11 maart, 20:00–21:30" in text
    assert await told(hood, asker) == []


async def test_nobody_is_invited_to_a_session_that_was_cancelled_in_the_night(
    hood: Neighbourhood, asker: int
) -> None:
    meeting = await announced(hood)
    await hood.until("2027-03-01T22:00")
    await invite(hood, meeting)
    await hood.cancel(meeting)
    await hood.step(minutes=6)
    await hood.until("2027-03-02T08:01")
    await hood.deliver()

    assert await invited(hood, asker) == []
    assert await told(hood, asker) == []


async def test_nobody_is_invited_while_a_change_can_be_undone(hood: Neighbourhood, asker: int) -> None:
    meeting = await announced(hood)
    await hood.change(meeting, local_start="2027-03-11T20:00")
    await invite(hood, meeting)
    assert await invited(hood, asker) == []
    await hood.step(minutes=6)
    await invite(hood, meeting)

    (text,) = await invited(hood, asker)
    assert "donderdag 11 maart" in text


async def test_a_group_that_was_invited_by_a_coordinator_alone_hears_of_a_move(hood: Neighbourhood) -> None:
    group, stranger = await hood.group("zorg"), await hood.group("zorg")
    meeting = await announced(hood)
    async with hood.db.begin() as session:
        content = OutboxContent(payload={"text": "Kom ook op woensdag 10 maart!"})
        invitation = Broadcast(
            state=BroadcastState.DONE,
            audience=AudienceKind.THEME,
            text="Kom ook op woensdag 10 maart!",
            made_at=hood.now,
            changed_at=hood.now,
            confirmed_at=hood.now,
            meeting_id=meeting,
        )
        session.add_all((content, invitation))
        await session.flush()
        session.add(BroadcastContent(broadcast_id=invitation.id, language="nl", content_id=content.id))
        copy = Copy("broadcast:1:1", group, content.id, MessageClass.NOTICE, 2, hood.now + timedelta(days=2))
        await add_copies(session, [copy], at=hood.now)
    await hood.deliver()
    await hood.change(meeting, local_start="2027-03-11T20:00")
    async with hood.db.read() as session:
        assert await planned.told(session, [await session.get_one(Meeting, meeting)]) == (1, 0)
    for _ in range(2):
        await hood.step(minutes=6)

    (text,) = await told(hood, group)
    assert "donderdag 11 maart 2027, 20:00–21:30" in text
    assert await told(hood, stranger) == []


async def series(hood: Neighbourhood) -> list[int]:
    """Three sessions of a series, a week apart."""
    starts = ("2027-03-10T19:30", "2027-03-17T19:30", "2027-03-24T19:30")
    first = await hood.plan(starts[0], starts=starts)
    return [first, first + 1, first + 2]


async def undo(hood: Neighbourhood, number: int) -> int:
    """Undo the last change of a session of a series, as the button does; how many were put back."""
    async with hood.db.begin() as session:
        meeting = await store.locked(session, number)
        assert meeting is not None
        last = await changes.last_change(session, meeting)
        assert last is not None
        by = await hood.planner(session)
        return await planned.undo(session, meeting, change_id=last.id, by=by, at=hood.now)


async def test_to_put_back_one_session_does_not_put_back_another_that_was_cancelled_after_it(
    hood: Neighbourhood,
) -> None:
    first, second, _ = await series(hood)
    await hood.cancel(first)
    await hood.later(minutes=1)
    await hood.cancel(second)
    await hood.later(minutes=1)

    assert await undo(hood, first) == 1
    assert [(await hood.meeting(one)).is_planned for one in (first, second)] == [True, False]


async def test_what_was_spread_over_a_series_is_undone_together_but_not_a_change_by_itself(
    hood: Neighbourhood,
) -> None:
    first, second, third = await series(hood)
    await hood.change(first, local_start="2027-03-10T20:00")
    await hood.later(minutes=1)
    async with hood.db.begin() as session:
        last = await changes.last_change(session, await session.get_one(Meeting, first))
        assert last is not None
        by = await hood.planner(session)
        assert await planned.change_later(session, last, by=by, at=hood.now) == 2
    await hood.change(third, local_start="2027-03-25T18:00")

    assert await undo(hood, first) == 2
    starts = [(await hood.meeting(one)).local_start for one in (first, second, third)]
    assert starts == ["2027-03-10T19:30", "2027-03-17T19:30", "2027-03-25T18:00"]


async def test_the_card_of_a_year_of_sessions_with_subjects_is_one_that_telegram_takes(
    hood: Neighbourhood,
) -> None:
    starts = tuple(f"2027-{3 + number // 25:02}-{3 + number % 25:02}T19:30" for number in range(52))
    subjects = tuple(f"Deel {number} over samen koken in het buurthuis en de kosten" for number in range(52))
    first = await hood.plan(starts[0], title="Samen koken (voorbeeld)", starts=starts, subjects=subjects)
    async with hood.db.read() as session:
        meeting = await session.get_one(Meeting, first)
        name = await session.get_one(MeetingSeries, meeting.series_id)
        found = await store.of_series(session, name.id)
    card = rsvp_cards.series(name, found, {}, hood.manner.view("nl", hood.now), origin=found[0])

    assert utf16_length(card.text) <= MAX_TEXT
    assert card.text.count("19:30") == len(starts)


async def test_what_expired_before_its_session_was_cancelled_waits_for_nothing(hood: Neighbourhood) -> None:
    await hood.group()
    meeting = await hood.plan(NEXT_WEEK)
    await hood.look()
    async with hood.db.begin() as session:
        await session.execute(update(OutboxMessage).values(state=OutboxState.EXPIRED))
    await hood.cancel(meeting)
    for _ in range(2):
        await hood.step(minutes=6)

    assert [one.state for one in await hood.notices()] == [NoticeState.DROPPED]


async def test_what_came_too_late_of_a_planner_who_left_is_told_to_the_other_coordinators(
    hood: Neighbourhood,
) -> None:
    await hood.group()
    _, left = await hood.follower(None)
    meeting = await hood.plan("2027-03-04T12:00", before(hours=1))
    async with hood.db.begin() as session:
        await session.execute(update(Meeting).where(Meeting.id == meeting).values(planner_id=left))
    await hood.until("2027-03-04T15:00")
    for _ in range(2):
        await hood.step(minutes=5)

    assert len(await hood.messages(kind="meetings-missed")) == 1


async def test_an_offer_is_shortened_and_told_again_when_the_session_comes_nearer(
    hood: Neighbourhood,
) -> None:
    _, seated = await hood.follower(None)
    _, waiting = await hood.follower(None)
    meeting = await announced(hood)
    async with hood.db.begin() as session:
        there = await session.get_one(Meeting, meeting)
        there.places = 1
        first, second = [await session.get_one(Person, one) for one in (seated, waiting)]
        for person, answer in ((first, "yes"), (second, "yes"), (first, "no")):
            await rsvps.answer(session, there, person, RsvpAnswer(answer), at=hood.now)
        offer = await rsvps.of(session, there, second)
        assert offer is not None
        assert offer.offered_until == hood.now + timedelta(hours=24)
        await session.execute(delete(RsvpNews))
    await hood.change(meeting, local_start="2027-03-01T16:00")
    await hood.step(minutes=6)

    async with hood.db.read() as session:
        offer = await session.scalar(select(Rsvp).where(Rsvp.person_id == waiting))
        assert offer is not None
        assert offer.place is Place.OFFERED
        assert offer.offered_until is not None
        assert offer.offered_until < hood.now + timedelta(hours=3)
        assert await session.scalar(select(RsvpNews.kind)) is RsvpNewsKind.OFFERED


async def test_a_session_that_was_held_is_neither_moved_nor_cancelled(hood: Neighbourhood) -> None:
    meeting = await announced(hood, start="2027-03-01T12:00")
    await hood.until("2027-03-01T13:31")

    assert not await hood.change(meeting, local_start="2027-03-08T12:00")
    assert not await hood.cancel(meeting)
    assert (await hood.meeting(meeting)).is_planned
