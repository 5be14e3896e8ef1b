"""Nothing waits unseen: what is due happens once, on working days, and never in the quiet hours."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.messages import Html
from bot.services import dilemmas, people
from bot.services.escalations import escalations, relays
from bot.services.escalations import watch as escalation_watch
from bot.services.escalations.desk import Desk
from bot.services.escalations.relay_forms import Said
from bot.services.escalations.working_days import WorkingDays
from bot.services.roles import Roles
from models import (
    AnswerPlace,
    Chat,
    ChatKind,
    CloseReason,
    Dilemma,
    Escalation,
    EscalationState,
    OutboxMessage,
    OutboxState,
    RelayKind,
    StaffMember,
)
from tests.support.factories import make_chat, make_person

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DESK = Desk(Roles(-1005, (7, 8)), WorkingDays(AMSTERDAM), "nl", answer_within=3, previews=3)
ANNA, SANNE = 99, 7


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A time of November 2026 in Amsterdam; the 23rd is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=AMSTERDAM)


async def escalate(session: AsyncSession, when: datetime, *, number: int = 1) -> Escalation:
    """A question in private that is before staff."""
    chat = await session.scalar(select(Chat).where(Chat.telegram_id == ANNA))
    chat = chat or await make_chat(session, ANNA, ChatKind.PRIVATE)
    person = await people.meet(session, ANNA, at=when)
    dilemma = Dilemma(
        token=f"t{number}",
        person_id=person.id,
        chat_id=chat.id,
        message_chat=ANNA,
        message_id=number,
        text="wie mag de sleutel hebben?",
        language="nl",
        asked_at=when,
    )
    session.add(dilemma)
    await session.flush()
    made = await escalations.make(
        session, DESK, await dilemmas.load(session, dilemma.id), AnswerPlace.PRIVATE, language="nl", at=when
    )
    assert made is not None
    return made


async def sanne(session: AsyncSession) -> StaffMember:
    person = await people.meet(session, SANNE, at=at(23, 9))
    return await escalations.member(session, person, "Sanne (voorbeeld)")


async def watch(db: Database, *times: datetime) -> None:
    for time in times:
        async with db.begin() as session:
            await escalation_watch.watch(session, DESK, time)


async def said(db: Database, words: str) -> list[str]:
    """The keys of the messages that hold these words."""
    async with db.read() as session:
        rows = await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return [row.key for row in rows if words in str(row.payload.get("text", ""))]


async def state(db: Database) -> Escalation:
    async with db.read() as session:
        return (await session.scalars(select(Escalation))).one()


async def test_unclaimed_after_a_working_day_staff_are_called_once(database: Database) -> None:
    async with database.begin() as session:
        await escalate(session, at(23, 16))

    await watch(database, at(24, 15, 59))
    assert not await said(database, "wacht al een werkdag")
    await watch(database, at(24, 16, 1), at(24, 16, 2), at(25, 16))

    assert len(await said(database, "wacht al een werkdag")) == 1


async def test_over_a_weekend_and_at_night_staff_are_left_alone(database: Database) -> None:
    async with database.begin() as session:
        await escalate(session, at(20, 20))

    await watch(database, at(21, 20, 30), at(22, 12), at(23, 7, 59), at(23, 20, 1))
    assert len(await said(database, "wacht al een werkdag")) == 1
    async with database.begin() as session:
        await session.execute(update(Escalation).values(called_at=None, pooled_at=at(23, 20, 30)))
    await watch(database, at(24, 21), at(24, 23), at(25, 3))
    assert len(await said(database, "wacht al een werkdag")) == 1
    await watch(database, at(25, 8))
    assert len(await said(database, "wacht al een werkdag")) == 2


async def test_claimed_and_silent_for_three_working_days_it_goes_back(database: Database) -> None:
    async with database.begin() as session:
        escalation = await escalate(session, at(23, 10))
        await escalations.claim(session, DESK, escalation, await sanne(session), at=at(23, 11))

    await watch(database, at(26, 10, 59))
    assert (await state(database)).state is EscalationState.CLAIMED
    await watch(database, at(26, 11, 1), at(26, 11, 2))

    assert (await state(database)).state is EscalationState.OPEN
    assert (await state(database)).claimed_by_id is None
    assert len(await said(database, "ligt weer bij ons allemaal")) == 1


async def test_the_daily_list_comes_at_nine_on_working_days_once(database: Database) -> None:
    async with database.begin() as session:
        await escalate(session, at(23, 10))

    await watch(database, at(24, 8, 59))
    assert not await said(database, "wacht op ons")
    await watch(database, at(24, 9), at(24, 9, 1), at(24, 17), at(28, 9), at(25, 9))

    assert await said(database, "wacht op ons") == [
        "escalations:daily:2026-11-24",
        "escalations:daily:2026-11-25",
    ]


async def test_a_day_on_which_nothing_is_open_has_no_list(database: Database) -> None:
    async with database.begin() as session:
        escalation = await escalate(session, at(23, 10))
        await escalations.close(
            session, DESK, escalation, await sanne(session), CloseReason.DOUBLE, at=at(23, 11)
        )

    await watch(database, at(24, 9))

    assert not await said(database, "wacht")


async def test_who_was_promised_an_answer_is_told_once_that_it_takes_longer(database: Database) -> None:
    async with database.begin() as session:
        escalation = await escalate(session, at(23, 10))
        assert escalation.answer_before == date(2026, 11, 27)

    await watch(database, at(26, 20))
    assert not await said(database, "niet vergeten")
    await watch(database, at(27, 8), at(27, 9), at(30, 9))

    assert len(await said(database, "niet vergeten")) == 1


async def test_what_was_answered_closes_after_two_silent_weeks(database: Database) -> None:
    async with database.begin() as session:
        escalation = await escalate(session, at(1, 10))
        by = await sanne(session)
        await escalations.said_to_resident(session, DESK, escalation, by, RelayKind.ANSWER, at=at(2, 10))

    await watch(database, at(16, 9))
    assert (await state(database)).state is EscalationState.ANSWERED
    await watch(database, at(16, 11))

    closed = await state(database)
    assert (closed.state, closed.close_reason) == (EscalationState.CLOSED, CloseReason.SILENCE)


@pytest.mark.parametrize("fate", [OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.CANCELLED])
async def test_staff_are_told_once_of_an_answer_that_did_not_arrive(
    database: Database, fate: OutboxState
) -> None:
    async with database.begin() as session:
        escalation = await escalate(session, at(23, 10))
        by = await sanne(session)
        person = await people.meet(session, SANNE, at=at(23, 10))
        words = Said(-1005, 50, "een antwoord", Html("een antwoord"), is_text=True, takes_caption=False)
        relayed = await relays.draft(session, escalation, words, RelayKind.ANSWER, person, at=at(23, 10))
        await relays.send(session, DESK, relayed, escalation, by, at=at(23, 10))
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.key == relayed.key).values(state=fate)
        )
        await session.execute(update(Chat).where(Chat.telegram_id == ANNA).values(inactive_since=at(23, 11)))

    await watch(database, at(23, 22), at(23, 23))

    assert len(await said(database, "kwam niet aan")) == 1
    assert (await state(database)).unreachable_at is not None


async def test_two_processes_at_once_write_each_message_once(database: Database) -> None:
    async with database.begin() as session:
        for number in range(1, 6):
            await escalate(session, at(23, 10), number=number)

    await asyncio.gather(*(watch(database, at(24, 10, 1)) for _ in range(4)))

    assert len(await said(database, "wacht al een werkdag")) == 5
    assert len(await said(database, "vragen wachten op ons")) == 1


async def test_a_new_staff_chat_gets_the_questions_that_are_open(database: Database) -> None:
    async with database.begin() as session:
        await escalate(session, at(23, 10))
    moved = Desk(Roles(-1006, (7,)), DESK.days, "nl", answer_within=3, previews=3)

    for _ in range(2):
        async with database.begin() as session:
            await escalation_watch.watch(session, moved, at(23, 10, 5))

    async with database.read() as session:
        rows = await session.execute(
            select(OutboxMessage.key, Chat.telegram_id)
            .join(Chat, Chat.id == OutboxMessage.chat_id)
            .where(OutboxMessage.key.contains(":card:"))
            .order_by(OutboxMessage.id)
        )
        assert [tuple(row) for row in rows] == [
            ("escalation:1:card:1", -1005),
            ("escalation:1:card:2", -1006),
        ]


async def test_without_a_staff_chat_nothing_happens(database: Database) -> None:
    nowhere = Desk(Roles(), DESK.days, "nl", answer_within=3, previews=3)
    async with database.begin() as session:
        await make_person(session, SANNE)
        await escalation_watch.watch(session, nowhere, datetime.now(UTC) + timedelta(days=1))
        assert not (await session.scalars(select(OutboxMessage))).all()


async def test_somebody_with_many_wishes_does_not_hold_up_those_of_others(database: Database) -> None:
    async with database.begin() as session:
        for number, who in enumerate([ANNA] * 40 + [ANNA + 1], start=1):
            chat = await session.scalar(select(Chat).where(Chat.telegram_id == who))
            chat = chat or await make_chat(session, who, ChatKind.PRIVATE)
            person = await people.meet(session, who, at=at(23, 9))
            wished = Dilemma(
                token=f"t{number}",
                person_id=person.id,
                chat_id=chat.id,
                message_chat=who,
                message_id=number,
                text=f"vraag {number} van iemand",
                language="nl",
                asked_at=at(23, 9),
                staff_wished_at=at(23, 9, number),
            )
            session.add(wished)

    await watch(database, at(23, 10), at(23, 10, 1))

    assert await said(database, "vraag 41 van iemand")
