"""Collectives: one name one place once, who speaks for them, when they may be asked, whose a case is."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services.collectives import collectives
from bot.services.collectives import experience as collective_experience
from bot.services.collectives import notices as collective_notices
from bot.services.collectives.collectives import Refusal, RefusedError
from bot.services.collectives.notices import Desk
from bot.services.library import library
from bot.services.library.importing import import_records
from bot.services.library.records import CaseRecord
from bot.services.names import matching_name, same_place
from bot.services.roles import Roles
from models import (
    Chat,
    ChatKind,
    Collective,
    CollectiveContact,
    CollectiveGroup,
    Consent,
    ContactRole,
    Experience,
    ExperienceSource,
    OutboxMessage,
    Person,
)
from tests.support.factories import NOW, make_case, make_chat, make_person

NAME = "Bewonersgroep De Proef (voorbeeld)"
STAFF = -100_555
DESK = Desk(Roles(staff_chat_id=STAFF, staff_ids=(1,)), "nl")


async def make_collective(
    session: AsyncSession, name: str = NAME, place: str = "", **more: Any
) -> Collective:
    return await collectives.register(session, name=name, place=place, themes=[], at=NOW, **more)


async def reachable(session: AsyncSession, telegram_id: int) -> Person:
    person = await make_person(session, telegram_id)
    await make_chat(session, telegram_id, ChatKind.PRIVATE)
    return person


async def said_to(session: AsyncSession, telegram_id: int) -> list[str]:
    found = await session.execute(
        select(OutboxMessage.payload)
        .join(Chat, Chat.id == OutboxMessage.chat_id)
        .where(Chat.telegram_id == telegram_id)
        .order_by(OutboxMessage.id)
    )
    return [payload["text"] for (payload,) in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("De Brug", "de  BRUG!"),
        ("Café 't Hoekje", "cafe t hoekje"),
        ("İstanbul Straße", "i̇stanbul strasse"),
        ("Buurthuis\u00a0De\u200bBrug", "buurthuis de brug"),
        ("مَجموعة", "مجموعة"),
    ],
)
def test_two_spellings_of_a_name_are_the_same(one: str, other: str) -> None:
    assert matching_name(one) == matching_name(other) != ""


@pytest.mark.parametrize("name", ["", "😀", "!!!", "\u202e"])
def test_what_has_no_letter_matches_nothing(name: str) -> None:
    assert matching_name(name) == ""


def test_a_name_of_which_each_sign_becomes_many_still_fits_its_column() -> None:
    assert len(matching_name("\ufdfa" * 120)) <= 120


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Zwolle", "zwolle", True),
        ("Lombok in Utrecht", "Utrecht", True),
        ("", "Utrecht", True),
        ("Utrecht", "Zwolle", False),
        ("Noord, Amsterdam", "Noord, Groningen", False),
    ],
)
def test_places_are_told_apart_by_their_words(one: str, other: str, same: bool) -> None:
    assert same_place(one, other) is same_place(other, one) is same


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": "😀"}, Refusal.NO_NAME),
        ({"name": "x" * 5000}, Refusal.NAME_TOO_LONG),
        ({"place": "x" * 81}, Refusal.PLACE_TOO_LONG),
        ({"themes": [f"thema {number}" for number in range(13)]}, Refusal.TOO_MANY_THEMES),
        ({"themes": ["x" * 65]}, Refusal.THEME_TOO_LONG),
        ({"email": "geen adres"}, Refusal.EMAIL),
    ],
)
async def test_what_cannot_be_a_collective_is_refused(
    database: Database, fields: dict[str, Any], why: Refusal
) -> None:
    given = {"name": "De Brug", "place": "", "themes": []} | fields
    async with database.begin() as session:
        with pytest.raises(RefusedError) as refused:
            await collectives.register(session, at=NOW, **given)
        assert refused.value.why is why
        assert await session.scalar(select(func.count()).select_from(Collective)) == 0


async def test_a_name_is_registered_once_at_a_place(database: Database) -> None:
    async with database.begin() as session:
        first = await make_collective(session, "De Brug", "Zwolle")
        for place in ("ZWOLLE", "", "Zwolle Zuid"):
            with pytest.raises(RefusedError) as refused:
                await make_collective(session, "de brug!", place)
            assert refused.value.why is Refusal.KNOWN
        other = await make_collective(session, "De Brug", "Assen")
        await collectives.rename(session, first, name="DE BRUG", place="Zwolle Zuid", at=NOW)
        with pytest.raises(RefusedError):
            await collectives.rename(session, other, name="De Brug", place="Zuid", at=NOW)


async def test_two_who_register_the_same_at_once_get_one(database: Database) -> None:
    async def register() -> bool:
        try:
            async with database.begin() as session:
                await make_collective(session, "De Brug", "Zwolle")
        except RefusedError:
            return False
        return True

    assert sorted(await asyncio.gather(register(), register(), register())) == [False, False, True]


async def test_whom_to_ask_is_the_contact_person_else_the_deputy_else_nobody(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session)
        contact, deputy = await reachable(session, 11), await reachable(session, 12)
        assert await collectives.contact_of(session, collective) is None
        await collectives.set_contact(session, collective, deputy, ContactRole.DEPUTY, at=NOW)
        assert await collectives.contact_of(session, collective) is deputy
        await collectives.set_contact(session, collective, contact, ContactRole.CONTACT, at=NOW)
        assert await collectives.contact_of(session, collective) is contact

        chat = await collectives.private_chat(session, contact)
        assert chat is not None
        chat.leave(NOW)
        assert await collectives.contact_of(session, collective) is deputy
        assert await collectives.of_person(session, contact) == [(collective, ContactRole.CONTACT)]


async def test_who_never_wrote_to_the_bot_cannot_be_asked(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session)
        stranger = await make_person(session, 11)
        await collectives.set_contact(session, collective, stranger, ContactRole.CONTACT, at=NOW)
        assert await collectives.contact_of(session, collective) is None


async def test_of_two_who_become_contact_person_at_once_one_is_that_in_the_end(database: Database) -> None:
    async with database.begin() as session:
        number = (await make_collective(session)).id
        people = [(await make_person(session, telegram_id)).id for telegram_id in (11, 12, 13)]

    async def appoint(person_id: int) -> None:
        async with database.begin() as session:
            collective = await session.get_one(Collective, number)
            person = await session.get_one(Person, person_id)
            await collectives.set_contact(session, collective, person, ContactRole.CONTACT, at=NOW)

    await asyncio.gather(*map(appoint, people))
    async with database.read() as session:
        assert len(list(await session.scalars(select(CollectiveContact)))) == 1


async def test_a_deputy_who_becomes_contact_person_is_deputy_no_longer(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session)
        anna, piet = await reachable(session, 11), await reachable(session, 12)
        await collectives.set_contact(session, collective, anna, ContactRole.CONTACT, at=NOW)
        await collectives.set_contact(session, collective, piet, ContactRole.DEPUTY, at=NOW)
        appointed = await collectives.set_contact(session, collective, piet, ContactRole.CONTACT, at=NOW)
        assert appointed.replaced is anna
        assert await collectives.of_person(session, piet) == [(collective, ContactRole.CONTACT)]
        assert await collectives.of_person(session, anna) == []
        again = await collectives.set_contact(session, collective, piet, ContactRole.DEPUTY, at=NOW)
        assert not again.is_new


async def test_pauses_end_by_themselves_or_when_said(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session)
        collectives.pause(collective, NOW + timedelta(days=30))
        assert not collectives.is_available(collective, NOW + timedelta(days=29))
        assert collectives.is_available(collective, NOW + timedelta(days=30))
        collectives.pause(collective, None)
        assert not collectives.is_available(collective, NOW + timedelta(days=3000))
        collectives.resume(collective)
        assert collectives.is_available(collective, NOW)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [((2027, 1, 31), 1, (2027, 2, 28)), ((2027, 11, 30), 3, (2028, 2, 29)), ((2027, 12, 1), 1, (2028, 1, 1))],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: tuple[int, int, int], months: int, then: tuple[int, int, int]
) -> None:
    assert collectives.months_later(datetime(*day, 9, tzinfo=UTC), months) == datetime(*then, 9, tzinfo=UTC)


@pytest.mark.parametrize("cap", [-1, 101])
async def test_a_cap_out_of_bounds_is_refused(database: Database, cap: int) -> None:
    async with database.begin() as session:
        collective = await make_collective(session)
        with pytest.raises(RefusedError):
            collectives.set_cap(collective, cap)
        collectives.set_cap(collective, 0)
        assert collectives.cap(collective, 2) == 0
        collectives.set_cap(collective, None)
        assert collectives.cap(collective, 3) == 3


async def test_when_the_contact_stops_staff_are_told_and_the_deputy_is_asked(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session)
        anna, piet = await reachable(session, 11), await reachable(session, 12)
        await collectives.set_contact(session, collective, anna, ContactRole.CONTACT, at=NOW)
        await collectives.set_contact(session, collective, piet, ContactRole.DEPUTY, at=NOW)

        gone = await collectives.step_down(session, collective, anna, NOW)
        assert gone is not None
        for _ in range(2):
            await collective_notices.tell_stepped_down(session, DESK, gone, at=NOW)

        assert await collectives.step_down(session, collective, anna, NOW) is None
        [to_staff], [to_piet] = await said_to(session, STAFF), await said_to(session, 12)
        assert "gevraagd het over te nemen" in to_staff
        assert "Wil jij het overnemen?" in to_piet
        assert await said_to(session, 11) == []


async def test_a_contact_who_blocked_the_bot_is_told_of_once_each_time(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session)
        anna = await reachable(session, 11)
        await collectives.set_contact(session, collective, anna, ContactRole.CONTACT, at=NOW)
        chat = await collectives.private_chat(session, anna)
        assert chat is not None
        for day in (1, 2):
            chat.leave(NOW + timedelta(days=day))
            for hour in range(2):
                at = NOW + timedelta(days=day, hours=hour)
                await collective_notices.sweep_unreachable(session, DESK, at=at)
            chat.inactive_since = None
            await collective_notices.sweep_unreachable(session, DESK, at=NOW + timedelta(days=day, hours=3))
        assert len(await said_to(session, STAFF)) == 2


async def test_a_removed_collective_leaves_no_contacts_groups_or_consents_that_hold(
    database: Database,
) -> None:
    async with database.begin() as session:
        collective = await make_collective(session, email="brug@voorbeeld.nl")
        anna, group = await reachable(session, 11), await make_chat(session, -7)
        await collectives.set_contact(session, collective, anna, ContactRole.CONTACT, at=NOW)
        session.add(CollectiveGroup(chat_id=group.id, collective_id=collective.id, since=NOW))
        await session.flush()

        assert await collectives.remove(session, collective, at=NOW) == [anna]

        assert await collectives.by_id(session, collective.id) is None
        assert await collectives.of_person(session, anna) == []
        assert collective.email is None
        assert not collectives.is_available(collective, NOW)
        for table in (CollectiveContact, CollectiveGroup):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
        assert not list(await session.scalars(select(Consent).where(Consent.withdrawn_at.is_(None))))
        assert await make_collective(session) is not collective


async def linked(session: AsyncSession, collective: Collective) -> list[str]:
    return [case.title for case in await collective_experience.cases_of(session, collective)]


async def test_experience_holds_whatever_comes_first(database: Database) -> None:
    async with database.begin() as session:
        before = await make_case(session, "Eerst", collective="de proef", place="Utrecht")
        collective = await make_collective(session, "De Proef!", "Lombok in Utrecht")
        assert await linked(session, collective) == ["Eerst"]

        later = await make_case(session, "Later", collective="De Proef")
        assert await collectives.experienced(session, later, NOW) == [collective]
        await collective_experience.link(session, at=NOW)
        assert await linked(session, collective) == ["Eerst", "Later"]

        elsewhere = await make_case(session, "Elders", collective="De Proef", place="Assen")
        nobody = await make_case(session, "Niemand", collective="")
        await collective_experience.link(session, at=NOW)
        assert await collectives.experienced(session, elsewhere, NOW) == []
        assert await collectives.experienced(session, nobody, NOW) == []

        before.collective = "Een ander"
        await session.flush()
        assert await collectives.experienced(session, before, NOW) == []
        await collective_experience.link(session, at=NOW)
        assert await linked(session, collective) == ["Later"]


async def test_an_import_of_the_library_links_its_cases(database: Database) -> None:
    record = CaseRecord(id="v1", title="Titel", dilemma="Vraag", collective=NAME)
    async with database.begin() as session:
        collective = await make_collective(session)
        await import_records(session, [record], at=NOW)
        assert await linked(session, collective) == ["Titel"]
        other = CaseRecord(id="v1", title="Titel", dilemma="Vraag", collective="Iemand anders")
        await import_records(session, [other], at=NOW)
        assert await linked(session, collective) == []


async def test_what_staff_say_of_experience_goes_before_the_name(database: Database) -> None:
    async with database.begin() as session:
        named = await make_case(session, "Met naam", collective=NAME)
        other = await make_case(session, "Van een ander", collective="Iemand anders")
        collective = await make_collective(session)

        assert await collective_experience.remove(session, collective, named, at=NOW)
        assert not await collective_experience.remove(session, collective, named, at=NOW)
        assert await collective_experience.add(session, collective, other, at=NOW)
        assert not await collective_experience.add(session, collective, other, at=NOW)
        await collective_experience.link(session, at=NOW)

        assert await linked(session, collective) == ["Van een ander"]
        assert await collectives.experienced(session, named, NOW) == []
        assert await collectives.experienced(session, other, NOW) == [collective]
        assert await collective_experience.add(session, collective, named, at=NOW)
        assert await collectives.experienced(session, named, NOW) == [collective]


async def test_who_is_paused_or_removed_is_not_among_those_to_ask(database: Database) -> None:
    async with database.begin() as session:
        case = await make_case(session, collective="Van niemand")
        first = await make_collective(session, "Eerste")
        second = await make_collective(session, "Tweede")
        third = await make_collective(session, "Derde")
        for collective in (first, second, third):
            await collective_experience.add(session, collective, case, at=NOW)
        collectives.pause(first, NOW + timedelta(days=1))
        await collectives.remove(session, second, at=NOW)
        assert await collectives.experienced(session, case, NOW) == [third]
        assert await collectives.experienced(session, case, NOW + timedelta(days=2)) == [first, third]


async def test_a_retired_case_is_not_shown_as_experience_and_linking_twice_changes_nothing(
    database: Database,
) -> None:
    async with database.begin() as session:
        case = await make_case(session, collective=NAME)
        collective = await make_collective(session)
        assert await collective_experience.link(session, at=NOW) == 0
        await library.retire_case(session, case.id, at=NOW)
        assert await linked(session, collective) == []
        [row] = await session.scalars(select(Experience))
        assert row.source is ExperienceSource.NAME
