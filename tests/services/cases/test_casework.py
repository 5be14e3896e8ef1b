"""Drafts of cases: what a thread gives, how they change, what stands in the way, and what comes of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.matching.similar import Pair
from bot.services import audit
from bot.services.cases import case_library, casework
from bot.services.cases import details as casework_details
from bot.services.cases import publish as casework_publish
from bot.services.cases.fields import BY_NAME, BadValueError, Problem, read_item, read_items, read_value
from bot.services.cases.publish import NotReadyError, Obstacle
from bot.services.cases.threads import sketch
from bot.services.cases.values import Asked, store
from bot.services.collectives import collectives
from bot.services.library import library
from bot.services.library.importing import import_records
from bot.services.library.records import CaseRecord
from models import (
    Agreement,
    Case,
    CaseChange,
    CaseDraft,
    CaseNews,
    ChatKind,
    Consent,
    ContactRole,
    DraftState,
    Experience,
    Person,
)
from tests.support.factories import NOW, found, make_case, make_chat, make_person

TODAY = NOW.date()
QUESTION = "Hoe verzekeren we een bakfiets die buren lenen?"


async def a_draft(session: AsyncSession, by: Person, **fields: object) -> CaseDraft:
    draft = await casework.draft_from(
        session,
        question=QUESTION,
        answers=["Neem een polis.", "Let op: diefstal."],
        theme="vervoer",
        at=NOW,
        by=by,
        source="escalation:1",
    )
    for name, value in fields.items():
        setattr(draft, name, value)
    await session.flush()
    return draft


async def test_a_thread_gives_the_parts_of_a_case_without_greetings_and_names() -> None:
    parts = sketch(
        "Hallo allemaal,\nWij lenen een bakfiets uit. Hoe verzekeren we die?\nGroetjes,\nAnna",
        [
            "Beste Anna,\n\n- Neem een polis op de stichting\n- Let op: eigen risico\n\nMet groet,\nSanne",
            "👍",
        ],
    )

    assert parts.title == "Hoe verzekeren we die?"
    assert parts.dilemma == "Wij lenen een bakfiets uit. Hoe verzekeren we die?"
    assert parts.what_helped == ["Neem een polis op de stichting"]
    assert parts.pitfalls == ["Eigen risico"]


@pytest.mark.parametrize("question", ["", "🚲🚲", "x" * 5_000, "שלום עולם?", "<b>Wie & wat</b>?"])
async def test_any_thread_gives_a_sketch_within_the_limits(question: str) -> None:
    parts = sketch(question, [question, "y " * 3_000, "\n".join(str(n) for n in range(200))])

    assert len(parts.title) <= 300
    assert len(parts.what_helped) <= 50
    assert all(len(item) <= 2_000 for item in parts.what_helped)


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("title", "-", Problem.EMPTY),
        ("title", " 🚲 ", Problem.EMPTY),
        ("title", "x" * 301, Problem.TOO_LONG),
        ("dilemma", "x" * 10_001, Problem.TOO_LONG),
        ("year", "vorig jaar", Problem.NO_YEAR),
        ("year", "3024", Problem.NO_YEAR),
        ("year", "²⁰²⁴", Problem.NO_YEAR),
    ],
)
async def test_what_is_no_value_is_refused_with_the_reason(field: str, typed: str, problem: Problem) -> None:
    with pytest.raises(BadValueError) as refused:
        read_value(BY_NAME[field], typed, today=TODAY)
    assert refused.value.problem is problem


async def test_values_are_cleaned_and_optional_ones_can_be_emptied() -> None:
    assert read_value(BY_NAME["title"], " Een\ttitel \n op\x00 regels ", today=TODAY) == "Een titel op regels"
    assert read_value(BY_NAME["dilemma"], "a\r\n\r\n\r\n\r\nb", today=TODAY) == "a\n\nb"
    assert read_value(BY_NAME["context"], "–", today=TODAY) == ""
    assert read_value(BY_NAME["year"], "-", today=TODAY) is None
    assert len(str(read_value(BY_NAME["dilemma"], "é " * 2_500, today=TODAY))) == 4_999
    assert read_items(BY_NAME["pitfalls"], "• een\n\n2\neen\n- drie", among=["2"]) == ["een", "drie"]
    with pytest.raises(BadValueError):
        read_items(BY_NAME["pitfalls"], "nieuw", among=[str(n) for n in range(50)])
    with pytest.raises(BadValueError):
        read_item(BY_NAME["pitfalls"], "x" * 2_001)


async def test_one_source_has_one_open_draft(database: Database) -> None:
    async with database.begin() as session:
        staff = await make_person(session)
        first, second = await a_draft(session, staff), await a_draft(session, staff)
        await casework.drop(session, first, at=NOW, by=staff)
        third = await a_draft(session, staff)
        assert first is second
        assert third.id > first.id
        assert (first.state, first.dilemma) == (DraftState.DROPPED, "")


async def test_a_field_that_somebody_else_changed_is_not_overwritten(database: Database) -> None:
    async with database.begin() as session:
        staff = await make_person(session)
        draft = await a_draft(session, staff)
        seen = draft.version

        async def reply(how: str, field: str, typed: str, place: int = 0) -> None:
            asked = Asked(how, BY_NAME[field], place, seen)
            await store(session, draft, asked, typed, at=NOW, by=staff)

        await reply("r", "title", "De eerste")
        with pytest.raises(casework.ChangedMeanwhileError):
            await reply("r", "title", "De tweede")
        await reply("r", "place", "Zwolle")
        await reply("a", "what_helped", "Nog een punt")
        with pytest.raises(casework.ChangedMeanwhileError):
            await reply("e", "what_helped", "Een ander punt")
        await reply("a", "context", "Eerst dit.")
        await reply("a", "context", "Toen dat.")
        with pytest.raises(casework.ChangedMeanwhileError):
            await reply("n", "title", "gebeld op 3 maart")

        assert (draft.title, draft.place) == ("De eerste", "Zwolle")
        assert draft.what_helped == ["Neem een polis.", "Nog een punt"]
        assert draft.context == "Eerst dit.\nToen dat."


async def test_each_detail_is_judged_before_the_draft_goes_anywhere(database: Database) -> None:
    async with database.begin() as session:
        staff = await make_person(session)
        draft = await a_draft(
            session,
            staff,
            dilemma="Bel 06-12345678.",
            pitfalls=["Niet 06 12345678 bellen", "info@voorbeeld.nl"],
        )
        await casework_publish.record_agreement(session, draft, None, at=NOW, by=staff)
        with pytest.raises(NotReadyError) as refused:
            await casework_publish.publish(session, draft, today=TODAY, at=NOW, by=staff)
        assert refused.value.why is Obstacle.DETAILS

        first, *_, last = casework_details.findings(draft)
        await casework_details.keep(session, draft, last, at=NOW, by=staff)
        assert draft.agreement.allows
        await casework_details.strike(session, draft, first, at=NOW, by=staff)

        assert casework_details.findings(draft) == []
        assert (draft.dilemma, draft.pitfalls) == ("Bel […].", ["Niet […] bellen", "info@voorbeeld.nl"])
        assert not draft.agreement.allows


async def test_a_published_draft_is_a_case_that_is_found_and_whose_words_are_nobodys(
    database: Database,
) -> None:
    async with database.begin() as session:
        staff, asker = await make_person(session, 1), await make_person(session, 2)
        draft = await casework.draft_from(
            session,
            question=QUESTION,
            answers=["Neem een polis."],
            theme="vervoer",
            at=NOW,
            by=staff,
            source="escalation:1",
            asker=asker,
        )
        with pytest.raises(NotReadyError) as refused:
            await casework_publish.publish(session, draft, today=TODAY, at=NOW, by=staff)
        assert refused.value.why is Obstacle.AGREEMENT
        await casework_publish.record_agreement(session, draft, "gebeld op 3 maart", at=NOW, by=staff)
        before = await library.revision(session)
        case = await casework_publish.publish(session, draft, today=TODAY, at=NOW, by=staff)
        await session.delete(asker)

        assert await library.revision(session) == before + 1
        assert (case.key, case.checked_on, case.theme) == (f"bot-{draft.id}", TODAY, "vervoer")
        with pytest.raises(NotReadyError):
            await casework_publish.publish(session, draft, today=TODAY, at=NOW, by=staff)

    async with database.read() as session:
        assert [one.published_at for one in await session.scalars(select(CaseNews))] == [NOW]
        assert (await session.scalars(select(CaseDraft.state))).all() == [DraftState.PUBLISHED]
        assert await audit.entries(session, subject="case", actor=1)


async def test_an_unpublished_draft_goes_with_the_resident_who_is_forgotten(database: Database) -> None:
    async with database.begin() as session:
        staff, asker = await make_person(session, 1), await make_person(session, 2)
        await a_draft(session, staff, person_id=asker.id)
        await session.delete(asker)

    async with database.read() as session:
        assert (await session.scalars(select(CaseDraft))).all() == []


async def test_a_collective_that_agrees_leaves_a_consent_and_gets_the_experience(database: Database) -> None:
    async with database.begin() as session:
        staff, contact = await make_person(session, 1), await make_person(session, 2)
        await make_chat(session, 2, kind=ChatKind.PRIVATE)
        collective = await collectives.register(
            session, name="De Wielen (voorbeeld)", place="Zwolle", themes=[], at=NOW
        )
        await collectives.set_contact(session, collective, contact, ContactRole.CONTACT, at=NOW)
        draft = await a_draft(session, staff)
        await store(
            session, draft, Asked("r", BY_NAME["collective"], 0, 1), "de WIELEN (voorbeeld)", at=NOW, by=staff
        )
        asked = await casework_publish.ask(session, draft, at=NOW, by=staff)
        assert asked.contact.id == contact.id
        assert draft.state is DraftState.WAITING
        assert not await casework_publish.may_answer(session, draft, staff)
        assert await casework_publish.may_answer(session, draft, contact)
        await casework_publish.answer(session, draft, Agreement.GIVEN, language="nl", at=NOW, by=contact)
        case = await casework_publish.publish(session, draft, today=TODAY, at=NOW, by=staff)

        [consent] = await session.scalars(select(Consent))
        assert (consent.person_id, consent.purpose) == (contact.id, "publish-case")
        [experience] = await session.scalars(select(Experience))
        assert (experience.case_id, experience.collective_id) == (case.id, collective.id)


async def test_an_edit_changes_its_own_fields_and_history_says_who(database: Database) -> None:
    async with database.begin() as session:
        ann, bob = await make_person(session, 1), await make_person(session, 2)
        case = await make_case(session, place="Utrecht", pitfalls=["Bel 06-12345678"])
        draft = await casework.edit_of(session, case, at=NOW, by=ann)
        await store(session, draft, Asked("r", BY_NAME["place"], 0, 1), "Zwolle", at=NOW, by=ann)
        [finding] = casework_details.findings(draft)
        await casework_details.strike(session, draft, finding, at=NOW, by=ann)
        later = NOW + timedelta(hours=1)
        await casework_publish.publish(session, draft, today=TODAY, at=later, by=bob)

        assert (case.place, case.pitfalls, case.edited_at) == ("Zwolle", ["Bel […]"], later)
        history = await case_library.history(session, case)
        assert {(one.field, one.actor, one.before) for one in history} == {
            ("place", 1, "Utrecht"),
            ("pitfalls", 1, "• Bel […]"),
        }
        assert (await session.scalars(select(CaseNews))).all() == []


async def test_what_an_import_changed_under_an_edit_is_pointed_out_once(database: Database) -> None:
    async with database.begin() as session:
        staff = await make_person(session)
        case = await make_case(session, place="Utrecht", year=2020)
        draft = await casework.edit_of(session, case, at=NOW, by=staff)
        await store(session, draft, Asked("r", BY_NAME["place"], 0, 1), "Zwolle", at=NOW, by=staff)
        case.place, case.year = "Assen", 2024
        with pytest.raises(NotReadyError) as refused:
            await casework_publish.publish(session, draft, today=TODAY, at=NOW, by=staff)
        assert refused.value.why is Obstacle.MOVED
        await casework_publish.publish(session, draft, today=TODAY, at=NOW, by=staff)

        assert (case.place, case.year) == ("Zwolle", 2024)
        [change] = await session.scalars(select(CaseChange))
        assert (change.before, change.after) == ("Assen", "Zwolle")


async def test_a_case_that_is_much_like_another_is_pointed_out(database: Database) -> None:
    async with database.begin() as session:
        staff = await make_person(session)
        twin = await make_case(session, title=QUESTION, dilemma=QUESTION)
        await make_case(session)
        draft = await a_draft(session, staff, title=QUESTION)

        assert [case.id for _, case in await casework_publish.duplicates(session, draft, None)] == [twin.id]
        own = await casework.edit_of(session, twin, at=NOW, by=staff)
        assert await casework_publish.duplicates(session, own, None) == []


async def test_what_is_alike_by_meaning_is_pointed_out_after_what_is_so_in_words(database: Database) -> None:
    async with database.begin() as session:
        staff = await make_person(session)
        twin = await make_case(session, title=QUESTION, dilemma=QUESTION)
        reworded = await make_case(session)
        draft = await a_draft(session, staff, title=QUESTION)
        meant = [Pair("", str(reworded.id), 0.99), Pair("", str(twin.id), 0.9)]

        found = await casework_publish.duplicates(session, draft, None, meant)

        assert [case.id for _, case in found] == [twin.id, reworded.id]


def a_record(case: Case, **fields: object) -> CaseRecord:
    values = {"id": case.key, **casework.values_of(case), "checked_on": case.checked_on, **fields}
    return CaseRecord.model_construct(**(CaseRecord(id="x", title="x", dilemma="x").model_dump() | values))


async def test_an_older_file_does_not_undo_what_was_edited_in_the_bot(database: Database) -> None:
    async with database.begin() as session:
        staff = await make_person(session)
        case, other = await make_case(session, place="Utrecht"), await make_case(session)
        old = a_record(case)
        draft = await casework.edit_of(session, case, at=NOW, by=staff)
        await store(session, draft, Asked("r", BY_NAME["place"], 0, 1), "Zwolle", at=NOW, by=staff)
        await casework_publish.publish(session, draft, today=TODAY, at=NOW, by=staff)
        made = await a_draft(session, staff)
        await casework_publish.record_agreement(session, made, None, at=NOW, by=staff)
        new = await casework_publish.publish(session, made, today=TODAY, at=NOW, by=staff)
        await case_library.retire(session, other, at=NOW, by=staff)

        plan = await import_records(session, [old, a_record(other)], at=NOW, retire_missing=True)
        assert sorted(plan.spared) == sorted([case.key, other.key, new.key])
        assert plan.is_empty
        await session.refresh(case)
        assert case.place == "Zwolle"

        # An export says what it knows of; what editors then change in it counts.
        knowing = a_record(case, place="Assen", edited_at=NOW.isoformat())
        plan = await import_records(session, [knowing], at=NOW)
        assert (len(plan.changed), plan.spared) == (1, [])
        again = await import_records(session, [knowing], at=NOW)
        assert (again.unchanged, again.is_empty) == (1, True)
        forced = await import_records(session, [old], at=NOW, overwrite_edited=True)
        assert len(forced.changed) == 1


async def test_a_retired_case_is_searched_too_and_comes_back(database: Database) -> None:
    async with database.begin() as session:
        staff = await make_person(session)
        case = await make_case(session, title="Honderd % <sleutels>")
        assert await case_library.retire(session, case, at=NOW, by=staff)
        assert not await case_library.retire(session, case, at=NOW, by=staff)
        assert await case_library.search(session, "% <SLEUTELS>", found()) == [case]
        assert await case_library.search(session, case.key.upper(), found()) == [case]
        assert await case_library.search(session, "_", found()) == []
        assert await case_library.bring_back(session, case, at=NOW, by=staff)
        assert not await case_library.bring_back(session, case, at=NOW, by=staff)
        assert case.retired_at is None


async def test_a_draft_that_nobody_touches_is_thrown_away_by_the_bot(database: Database) -> None:
    async with database.begin() as session:
        staff = await make_person(session)
        draft = await a_draft(session, staff)
        await casework.drop_stale(session, before=NOW, at=NOW)
        assert draft.state.is_open
        await casework.drop_stale(session, before=NOW + timedelta(seconds=1), at=NOW)
        assert draft.state is DraftState.DROPPED
        assert [entry.by_bot for entry in await audit.entries(session)] == [False, True]
