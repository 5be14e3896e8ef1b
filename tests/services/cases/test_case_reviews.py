"""Once a year the owner of a case is asked whether it still holds, a few a day and never twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services.cases import reviews as case_reviews
from bot.services.cases.reviews import A_DAY
from bot.services.collectives import collectives
from bot.services.roles import Roles
from models import CaseReview, ChatKind, ContactRole, OutboxMessage, ReviewAnswer
from tests.support.factories import make_case, make_chat, make_person

ZONE = ZoneInfo("Europe/Amsterdam")
TUESDAY = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)
ROLES = Roles(staff_chat_id=-500, staff_ids=(1,))


async def ask(session: AsyncSession, at: datetime = TUESDAY) -> int:
    return await case_reviews.ask_due(session, roles=ROLES, zone=ZONE, default_language="nl", at=at)


async def keys(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(OutboxMessage.key).order_by(OutboxMessage.id)))


async def test_an_import_of_many_old_cases_is_spread_over_working_days(database: Database) -> None:
    async with database.begin() as session:
        for _ in range(12):
            await make_case(session, changed_at=TUESDAY - timedelta(days=366), collective="")
        assert [await ask(session), await ask(session)] == [A_DAY, 0]
        assert await ask(session, TUESDAY + timedelta(days=1)) == A_DAY
        assert await ask(session, TUESDAY + timedelta(days=4)) == 0, "a Saturday"
        assert await ask(session, TUESDAY + timedelta(days=2, hours=9)) == 0, "an evening"
        assert await ask(session, TUESDAY + timedelta(days=2)) == 2
        assert len(set(await keys(session))) == 12


async def test_only_what_nobody_checked_for_a_year_is_asked_about_oldest_first(database: Database) -> None:
    today = TUESDAY.date()
    async with database.begin() as session:
        await make_case(session, checked_on=today - timedelta(days=364), changed_at=TUESDAY)
        old = await make_case(session, checked_on=today - timedelta(days=365), changed_at=TUESDAY)
        oldest = await make_case(session, checked_on=today - timedelta(days=900), changed_at=TUESDAY)
        await make_case(session, checked_on=today - timedelta(days=900), retired_at=TUESDAY)
        await make_case(session, changed_at=TUESDAY)
        assert await ask(session) == 2
        assert await keys(session) == [f"case-check:{oldest.id}:2027", f"case-check:{old.id}:2027"]


async def test_a_case_asked_about_in_december_is_not_asked_about_in_january(database: Database) -> None:
    december = datetime(2027, 12, 28, 10, 0, tzinfo=UTC)
    async with database.begin() as session:
        await make_case(session, checked_on=(december - timedelta(days=500)).date(), changed_at=december)
        assert await ask(session, december) == 1
        assert await ask(session, december + timedelta(days=8)) == 0
        assert await ask(session, december + timedelta(days=364)) == 0, "the second day of Christmas"
        assert await ask(session, december + timedelta(days=365)) == 1


async def test_the_contact_is_asked_and_after_a_month_of_silence_staff(database: Database) -> None:
    async with database.begin() as session:
        contact, stranger = await make_person(session, 7), await make_person(session, 8)
        private = await make_chat(session, 7, kind=ChatKind.PRIVATE)
        case = await make_case(session, changed_at=TUESDAY - timedelta(days=400))
        collective = await collectives.register(
            session, name="Bewonersgroep De Proef (voorbeeld)", place="", themes=[], at=TUESDAY
        )
        await collectives.set_contact(session, collective, contact, ContactRole.CONTACT, at=TUESDAY)
        await ask(session)
        [message] = await session.scalars(select(OutboxMessage))
        assert message.chat_id == private.id
        [review] = await session.scalars(select(CaseReview))
        assert await case_reviews.may_answer(session, review, case, contact)
        assert not await case_reviews.may_answer(session, review, case, stranger)

        await ask(session, TUESDAY + timedelta(days=31))
        assert review.person_id is None
        assert not await case_reviews.may_answer(session, review, case, contact)
        assert (await keys(session))[1:] == [f"case-check:{case.id}:2027:staff"]
        await ask(session, TUESDAY + timedelta(days=34))
        assert len(await keys(session)) == 2


@pytest.mark.parametrize("answer", list(ReviewAnswer))
async def test_an_answer_counts_as_checked_or_takes_the_case_out(
    database: Database, answer: ReviewAnswer
) -> None:
    async with database.begin() as session:
        staff = await make_person(session)
        case = await make_case(session, changed_at=TUESDAY - timedelta(days=400), collective="")
        await ask(session)
        [review] = await session.scalars(select(CaseReview))
        found = await case_reviews.load(session, review.id)
        assert found is not None
        await case_reviews.answer(session, *found, answer, zone=ZONE, at=TUESDAY, by=staff)

        assert (case.checked_on == TUESDAY.date()) is (answer is ReviewAnswer.HOLDS)
        assert (case.retired_at is not None) is (answer is ReviewAnswer.RETIRE)
        assert review.answer is answer


async def test_without_anybody_to_ask_nothing_is_asked(database: Database) -> None:
    async with database.begin() as session:
        await make_case(session, changed_at=TUESDAY - timedelta(days=400), collective="")
        asked = await case_reviews.ask_due(
            session, roles=Roles(), zone=ZONE, default_language="nl", at=TUESDAY
        )
        assert asked == 0
        assert (await session.scalars(select(CaseReview))).all() == []
