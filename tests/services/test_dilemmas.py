"""A dilemma from the moment that it is posed until its words are forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.matching import Match
from bot.services import dilemmas
from bot.services.dilemmas import MAX_LENGTH, PROPOSAL_LASTS, Asked, Fitness, fitness
from models import Candidate, Case, Chat, Dilemma, DilemmaState, Outcome, Person
from tests.support.factories import NOW, found, make_case, make_chat, make_person

SECOND = timedelta(seconds=1)


async def ask(
    session: AsyncSession, match: Match, *, message_id: int = 1, text: str = "Wie krijgt de sleutel?"
) -> tuple[Dilemma, bool]:
    """Somebody poses a dilemma in a group."""
    return await dilemmas.pose(session, await asked(session, message_id, text), match, at=NOW)


async def asked(session: AsyncSession, message_id: int = 1, text: str = "Wie krijgt de sleutel?") -> Asked:
    chat = await session.scalar(select(Chat)) or await make_chat(session)
    person = await session.scalar(select(Person)) or await make_person(session)
    return Asked(person, chat, None, chat.telegram_id, message_id, text)


async def count(session: AsyncSession, table: Any) -> int:
    return await session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wie krijgt de sleutel?", Fitness.FIT),
        ("kas", Fitness.FIT),
        ("ЖЭК", Fitness.FIT),
        ("مفتاح", Fitness.FIT),
        ("鍵を誰", Fitness.FIT),
        ("😀 huiswerkhulp", Fitness.FIT),
        ("x" * MAX_LENGTH, Fitness.FIT),
        ("x" * (MAX_LENGTH + 1), Fitness.TOO_LONG),
        ("hé", Fitness.TOO_SHORT),
        ("a 1 2 3", Fitness.TOO_SHORT),
        ("😀😀😀", Fitness.ONLY_EMOJI),
        ("12345", Fitness.ONLY_EMOJI),
        ("?!", Fitness.ONLY_EMOJI),
        ("", Fitness.ONLY_EMOJI),
        ("😀" * (MAX_LENGTH + 1), Fitness.ONLY_EMOJI),
    ],
)
def test_a_text_is_fit_when_it_has_words_and_is_no_story(text: str, expected: Fitness) -> None:
    assert fitness(text) is expected


async def test_a_dilemma_is_stored_with_what_was_found_best_first(database: Database) -> None:
    async with database.begin() as session:
        best, other = await make_case(session), await make_case(session)
        dilemma, is_new = await ask(session, found((best, 0.8), (other, 0.1)))

        assert is_new
        assert (dilemma.outcome, dilemma.state, dilemma.asked_at) == (Outcome.SURE, DilemmaState.OPEN, NOW)
        assert [(one.case_id, one.rank) for one in dilemma.candidates] == [(best.id, 1), (other.id, 2)]
        assert [one.shown_at for one in dilemma.candidates] == [NOW, None]
        assert len(dilemma.token) >= 16


async def test_the_same_message_poses_one_dilemma(database: Database) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        first, _ = await ask(session, found((case, 0.8)))
        again, is_new = await ask(session, found((case, 0.8)))
        other, other_is_new = await ask(session, found(), message_id=2)

        assert (again.id, is_new) == (first.id, False)
        assert (other.id != first.id, other_is_new) == (True, True)
        assert other.token != first.token


async def test_a_case_that_went_meanwhile_is_left_out(database: Database) -> None:
    async with database.begin() as session:
        case, retired = await make_case(session), await make_case(session, retired_at=NOW)
        gone = Case(id=999, title="weg", dilemma="weg")
        dilemma, _ = await ask(session, found((gone, 0.9), (retired, 0.5), (case, 0.2)))

        assert [one.case_id for one in dilemma.candidates] == [case.id]


@pytest.mark.parametrize("confidence", [-0.2, 1.3])
async def test_a_confidence_outside_its_range_is_brought_back(database: Database, confidence: float) -> None:
    async with database.begin() as session:
        dilemma, _ = await ask(session, found((await make_case(session), confidence)))

        assert dilemma.candidates[0].confidence == min(max(confidence, 0), 1)


async def test_an_edit_brings_other_cases_and_forgets_what_was_refused(database: Database) -> None:
    async with database.begin() as session:
        before, after = await make_case(session), await make_case(session)
        dilemma, _ = await ask(session, found((before, 0.8), (after, 0.1)))
        dilemmas.refuse(dilemma, {before.id}, at=NOW)
    async with database.begin() as session:
        dilemma = await dilemmas.load(session, dilemma.id)
        await dilemmas.revise(session, dilemma, "En de moestuin?", found((after, 0.4), (before, 0.1)), at=NOW)

    async with database.read() as session:
        dilemma = await dilemmas.load(session, dilemma.id)
        assert (dilemma.text, dilemma.revision, dilemma.outcome) == ("En de moestuin?", 1, Outcome.UNSURE)
        assert [(one.case_id, one.refused_at) for one in dilemma.candidates] == [
            (after.id, None),
            (before.id, None),
        ]
        assert await count(session, Candidate) == 2


async def test_what_is_refused_keeps_the_first_moment(database: Database) -> None:
    async with database.begin() as session:
        cases = [await make_case(session) for _ in range(3)]
        dilemma, _ = await ask(session, found(*((case, 0.2) for case in cases)))
        dilemmas.refuse(dilemma, {cases[0].id}, at=NOW)
        dilemmas.refuse(dilemma, {cases[0].id, cases[1].id, 999}, at=NOW + SECOND)

        assert [one.refused_at for one in dilemma.candidates] == [NOW, NOW + SECOND, None]


async def test_a_choice_takes_back_a_refusal_and_must_be_among_those_found(database: Database) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        dilemma, _ = await ask(session, found((case, 0.2)))
        dilemmas.refuse(dilemma, {case.id}, at=NOW)

        assert dilemmas.choose(dilemma, 999, at=NOW) is None
        chosen = dilemmas.choose(dilemma, case.id, at=NOW + SECOND)

        assert chosen is dilemma.candidates[0]
        assert (chosen.chosen_at, chosen.refused_at) == (NOW + SECOND, None)


async def test_a_wish_for_staff_is_kept_once_and_can_be_taken_back(database: Database) -> None:
    async with database.begin() as session:
        dilemma, _ = await ask(session, found())
        dilemmas.wish_for_staff(dilemma, at=NOW)
        dilemmas.wish_for_staff(dilemma, at=NOW + SECOND)
        assert dilemma.staff_wished_at == NOW
        dilemmas.no_staff(dilemma)
        assert dilemma.staff_wished_at is None


async def propose(session: AsyncSession, message_id: int = 1) -> Dilemma | None:
    theirs = await asked(session, message_id)
    return await dilemmas.propose(session, theirs, await make_person(session, 70 + message_id), at=NOW)


async def test_anothers_message_waits_for_its_writer_with_nothing_found_yet(database: Database) -> None:
    async with database.begin() as session:
        dilemma = await propose(session)
        assert dilemma is not None
        assert (dilemma.state, dilemma.outcome) == (DilemmaState.PROPOSED, None)
        assert dilemma.proposer_id != dilemma.person_id
        assert (
            await dilemmas.propose(session, await asked(session), await make_person(session, 9), at=NOW)
            is None
        )


async def test_when_the_writer_agrees_it_is_a_dilemma_like_any_other(database: Database) -> None:
    async with database.begin() as session:
        dilemma = await propose(session)
        assert dilemma is not None
        agreed = await dilemmas.agree(session, dilemma, found((await make_case(session), 0.9)), at=NOW)

        assert (agreed.state, agreed.outcome) == (DilemmaState.OPEN, Outcome.SURE)
        assert len(agreed.candidates) == 1


async def test_when_the_writer_declines_no_word_is_kept_and_the_refusal_for_a_day(database: Database) -> None:
    async with database.begin() as session:
        dilemma = await propose(session)
        assert dilemma is not None
        await dilemmas.decline(session, dilemma)

    async with database.begin() as session:
        assert await session.scalar(select(Dilemma.text)) == ""
        assert await session.scalar(select(Dilemma.state)) is DilemmaState.WITHDRAWN
        await dilemmas.drop_stale_proposals(session, at=NOW + PROPOSAL_LASTS * 2)
        assert await count(session, Dilemma) == 0


async def test_a_proposal_without_an_answer_is_forgotten_and_an_open_dilemma_is_not(
    database: Database,
) -> None:
    async with database.begin() as session:
        await propose(session)
        kept, _ = await ask(session, found(), message_id=2)
        await dilemmas.drop_stale_proposals(session, at=NOW + PROPOSAL_LASTS)
        assert await count(session, Dilemma) == 2

        await dilemmas.drop_stale_proposals(session, at=NOW + PROPOSAL_LASTS + SECOND)

        assert (await session.scalars(select(Dilemma.id))).all() == [kept.id]


async def test_old_dilemmas_lose_their_words_and_their_person_but_not_what_was_found(
    database: Database,
) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        old, _ = await ask(session, found((case, 0.8)))
        await dilemmas.anonymise(session, before=NOW)
        assert (await dilemmas.load(session, old.id)).text

        await dilemmas.anonymise(session, before=NOW + SECOND)

        old = await dilemmas.load(session, old.id)
        assert (old.text, old.person_id, old.proposer_id) == ("", None, None)
        assert (old.outcome, len(old.candidates)) == (Outcome.SURE, 1)


async def test_a_dilemma_is_found_by_its_token_and_its_message_only(database: Database) -> None:
    async with database.begin() as session:
        dilemma, _ = await ask(session, found())

        assert (await dilemmas.by_token(session, dilemma.token)).id == dilemma.id
        assert await dilemmas.of_message(session, -100, 1) is not None
        assert await dilemmas.of_message(session, -100, 2) is None
        with pytest.raises(LookupError):
            await dilemmas.by_token(session, "x")
        with pytest.raises(LookupError):
            await dilemmas.load(session, dilemma.id + 1)


@pytest.mark.parametrize(
    ("seconds", "is_piece"), [(None, False), (-1, False), (0, True), (5, True), (5.1, False)]
)
def test_what_follows_a_too_long_text_at_once_is_a_piece_of_it(seconds: float | None, is_piece: bool) -> None:
    person = Person(telegram_id=1, since=NOW, too_long_at=None if seconds is None else NOW)

    assert dilemmas.is_piece_of_long_text(person, at=NOW + timedelta(seconds=seconds or 0)) is is_piece
