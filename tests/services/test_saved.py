"""Everyone has a reading list of their own."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.messages import Card
from bot.services import saved
from handlers.saved import PRESS
from models import Case, Person
from tests.support.factories import NOW, make_case, make_person


def pressable(card: Card) -> list[str]:
    return [button.data or "" for row in card.rows for button in row]


async def save_many(session: AsyncSession, person: Person, count: int) -> list[Case]:
    cases = [await make_case(session, f"Titel {number}") for number in range(count)]
    for number, case in enumerate(cases):
        assert await saved.save(session, person, case.id, at=NOW + timedelta(minutes=number))
    return cases


async def test_a_case_is_saved_once(database: Database) -> None:
    async with database.begin() as session:
        person = await make_person(session)
        (case,) = await save_many(session, person, 1)

        assert not await saved.save(session, person, case.id, at=NOW)
        assert pressable(await saved.overview(session, person, 1, "nl")) == [f"s:{case.id}:1"]


async def test_an_empty_list_says_how_to_fill_it(database: Database) -> None:
    async with database.begin() as session:
        card = await saved.overview(session, await make_person(session), 1, "nl")

    assert "nog niets bewaard" in card.text
    assert pressable(card) == []


@pytest.mark.parametrize("page", [-1, 0, 1, 2, 3, 50])
async def test_the_list_is_paged_last_saved_first(database: Database, page: int) -> None:
    async with database.begin() as session:
        person = await make_person(session)
        cases = await save_many(session, person, saved.PER_PAGE + 2)
        card = await saved.overview(session, person, page, "nl")

    shown = min(max(page, 1), 2)
    newest_first = [f"s:{case.id}:1" for case in reversed(cases)]
    wanted = newest_first[: saved.PER_PAGE] if shown == 1 else newest_first[saved.PER_PAGE :]
    assert pressable(card) == [*wanted, "sl:2" if shown == 1 else "sl:1"]
    assert f"Bladzijde {shown} van 2" in card.text
    assert all(PRESS.match(data) for data in pressable(card))


async def test_a_saved_case_can_be_read_and_removed(database: Database) -> None:
    async with database.begin() as session:
        person = await make_person(session)
        (case,) = await save_many(session, person, 1)
        card = await saved.saved_case(session, person, case.id, 1, "nl")
        assert card is not None
        assert "Titel 0" in card.text
        assert pressable(card) == ["sl:1", f"sr:{case.id}:1"]

        await saved.remove(session, person, case.id)
        await saved.remove(session, person, case.id)

        assert await saved.saved_case(session, person, case.id, 1, "nl") is None


async def test_from_a_case_and_after_removing_it_one_is_back_where_one_was(database: Database) -> None:
    async with database.begin() as session:
        person = await make_person(session)
        cases = await save_many(session, person, saved.PER_PAGE + 2)
        card = await saved.saved_case(session, person, cases[0].id, 1, "nl")

    assert card is not None
    assert pressable(card) == ["sl:2", f"sr:{cases[0].id}:2"]
    assert all(PRESS.match(data) for data in pressable(card))


async def test_titles_are_in_the_text_in_full_because_a_phone_cuts_buttons_short(database: Database) -> None:
    title = "Een titel die veel te lang is voor een knop op een telefoon, en toch gelezen moet kunnen worden"
    async with database.begin() as session:
        person = await make_person(session)
        case = await make_case(session, title)
        await saved.save(session, person, case.id, at=NOW)
        card = await saved.overview(session, person, 1, "nl")

    assert title in card.text


async def test_a_long_saved_case_has_pages(database: Database) -> None:
    async with database.begin() as session:
        person = await make_person(session)
        case = await make_case(session, context="Een lang verhaal. " * 600)
        await saved.save(session, person, case.id, at=NOW)
        card = await saved.saved_case(session, person, case.id, 2, "nl")

    assert card is not None
    assert pressable(card)[:2] == [f"s:{case.id}:1", f"s:{case.id}:3"]


async def test_nobody_sees_or_changes_the_list_of_another(database: Database) -> None:
    async with database.begin() as session:
        owner, other = await make_person(session, 7), await make_person(session, 8)
        (case,) = await save_many(session, owner, 1)

        assert await saved.saved_case(session, other, case.id, 1, "nl") is None
        assert pressable(await saved.overview(session, other, 1, "nl")) == []
        await saved.remove(session, other, case.id)

        assert await saved.saved_case(session, owner, case.id, 1, "nl") is not None
