"""What residents' reactions teach: which matches were wrong, what nothing answers, and new phrasings."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.library_index import LibraryIndex
from bot.matching import Match
from bot.matching.similar import group_questions
from bot.services import dilemmas, learning
from bot.services.dilemmas import Asked
from bot.services.learning import MOST, Obstacle, Reason, Unanswered
from bot.services.library import library
from bot.services.library.records import MAX_PHRASING, MAX_PHRASINGS
from models import Case, CasePhrasing, Chat, Dilemma, DilemmaState, Person, PhrasingSource
from tests.support.eventually import eventually
from tests.support.factories import NOW, found, make_case, make_chat, make_person

DAY = timedelta(days=1)
KEYS = "Wie mag er een sleutel van de buurtkamer?"
_messages = itertools.count(1)


async def ask(session: AsyncSession, text: str, match: Match, *, at: Any = NOW, chat: int = -100) -> Dilemma:
    """Somebody poses a dilemma in a group."""
    group = await session.scalar(select(Chat).where(Chat.telegram_id == chat))
    group = group or await make_chat(session, chat)
    person = await session.scalar(select(Person)) or await make_person(session)
    asked = Asked(person, group, None, chat, next(_messages), text)
    dilemma, _ = await dilemmas.pose(session, asked, match, at=at)
    return await dilemmas.load(session, dilemma.id)


async def pick(session: AsyncSession, text: str, case: Case, *, at: Any = NOW, chat: int = -100) -> Dilemma:
    """Somebody asks, sees titles, and picks this case."""
    dilemma = await ask(session, text, found((case, 0.4)), at=at, chat=chat)
    dilemmas.choose(dilemma, case.id, at=at)
    await session.flush()
    return dilemma


async def phrasings(db: Database, case: Case) -> list[tuple[str, PhrasingSource, Any]]:
    async with db.read() as session:
        rows = await session.scalars(select(CasePhrasing).where(CasePhrasing.case_id == case.id))
        return [(row.text, row.source, row.approved_at) for row in rows]


def by_first_word(texts: Sequence[str]) -> list[list[int]]:
    """Alike is what begins with the same word."""
    groups: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        groups.setdefault(text.split()[0], []).append(place)
    return list(groups.values())


def question(number: int, text: str, *, days: int = 0, chat: int = 1) -> Unanswered:
    return Unanswered(number, chat, text, "nl", NOW + days * DAY, Reason.NONE)


async def test_a_refused_case_is_a_wrong_match_the_latest_first(database: Database) -> None:
    async with database.begin() as session:
        case, other = await make_case(session, "De sleutel"), await make_case(session, "De tuin")
        first = await ask(session, "eerste", found((case, 0.9), (other, 0.2)))
        second = await ask(session, "tweede", found((case, 0.4), (other, 0.3)))
        await ask(session, "derde, waar niets mis mee is", found((case, 0.9)))
        dilemmas.refuse(first, {case.id}, at=NOW + DAY)
        dilemmas.refuse(second, {case.id, other.id}, at=NOW + 2 * DAY)

    async with database.read() as session:
        wrong = await learning.wrong_matches(session)
        latest = await learning.wrong_matches(session, since=NOW + 2 * DAY)

    assert [(one.question, one.title, one.rank, one.confidence, one.refused_at) for one in wrong] == [
        ("tweede", "De sleutel", 1, 0.4, NOW + 2 * DAY),
        ("tweede", "De tuin", 2, 0.3, NOW + 2 * DAY),
        ("eerste", "De sleutel", 1, 0.9, NOW + DAY),
    ]
    assert wrong[0].case_key == case.key
    assert latest == wrong[:2]


async def test_a_refused_case_that_was_picked_after_all_is_not_wrong(database: Database) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        dilemma = await ask(session, "toch wel", found((case, 0.9)))
        dilemmas.refuse(dilemma, {case.id}, at=NOW)
        dilemmas.choose(dilemma, case.id, at=NOW + DAY)

    async with database.read() as session:
        assert await learning.wrong_matches(session) == []
        assert await learning.unanswered(session) == []


async def test_what_found_nothing_is_unanswered_with_the_reason(database: Database) -> None:
    async with database.begin() as session:
        case, other = await make_case(session), await make_case(session)
        await ask(session, "niets", found(), at=NOW)
        refused = await ask(session, "geweigerd", found((case, 0.4), (other, 0.3)), at=NOW + DAY)
        dilemmas.refuse(refused, {case.id, other.id}, at=NOW + DAY)
        wished = await ask(session, "naar de staf", found((case, 0.9)), at=NOW + 2 * DAY)
        dilemmas.choose(wished, case.id, at=NOW + 2 * DAY)
        dilemmas.wish_for_staff(wished, at=NOW + 2 * DAY)
        await ask(session, "zeker", found((case, 0.9)))
        await ask(session, "onbeslist", found((case, 0.4)))
        helped = await ask(session, "het tweede hielp", found((case, 0.9), (other, 0.3)))
        dilemmas.refuse(helped, {case.id}, at=NOW)
        dilemmas.choose(helped, other.id, at=NOW)

    async with database.read() as session:
        everything = await learning.unanswered(session)
        latest = await learning.unanswered(session, since=NOW + DAY)
        one = await learning.unanswered(session, most=1)

    assert [(found.question, found.reason) for found in everything] == [
        ("naar de staf", Reason.STAFF),
        ("geweigerd", Reason.REFUSED),
        ("niets", Reason.NONE),
    ]
    assert (latest, one) == (everything[:2], everything[:1])


def test_groups_come_the_largest_first_and_then_the_one_asked_last() -> None:
    asked = [
        question(1, "tuin droog", days=1, chat=1),
        question(2, "sleutel kwijt", days=2, chat=1),
        question(3, "kas", days=9),
        question(4, "sleutel weg", days=3, chat=2),
        question(5, "tuin nat", days=4, chat=1),
        question(6, "sleutel", days=0, chat=1),
    ]

    groups = learning.group_alike(asked, by_first_word)

    assert [[one.dilemma_id for one in group.questions] for group in groups] == [[6, 2, 4], [1, 5], [3]]
    assert [(group.chats, group.last_asked_at) for group in groups] == [
        (2, NOW + 3 * DAY),
        (1, NOW + 4 * DAY),
        (1, NOW + 9 * DAY),
    ]


def test_the_same_questions_give_the_same_groups_in_any_order() -> None:
    texts = ["sleutel kwijt", "de sleutel kwijt", "tuin droog", "droge tuin", "huur te hoog", "te hoge huur"]
    asked = [question(number, text, chat=number) for number, text in enumerate(texts)]

    def alike(wordings: Sequence[str]) -> list[tuple[int, ...]]:
        return group_questions(wordings, None)

    expected = learning.group_alike(asked, alike)

    assert sorted(len(group.questions) for group in expected) != [1] * len(texts)
    for order in itertools.islice(itertools.permutations(asked), 0, 720, 37):
        assert learning.group_alike(order, alike) == expected


def test_the_same_words_are_one_group_whatever_likeness_says() -> None:
    seen: list[str] = []

    def apart(texts: Sequence[str]) -> list[list[int]]:
        seen.extend(texts)
        return [[place] for place in range(len(texts))]

    asked = [question(1, "Wie betaalt dit?"), question(2, " wie betaalt\ndit "), question(3, "Wie helpt?")]

    groups = learning.group_alike(asked, apart)

    assert [len(group.questions) for group in groups] == [2, 1]
    assert seen == ["Wie betaalt dit?", "Wie helpt?"]


def test_as_many_questions_as_are_compared_at_once_take_seconds_at_most() -> None:
    asked = [question(number, f"vraag {number * 7919} over zaak {number * 104729}") for number in range(MOST)]
    began = time.monotonic()

    groups = learning.group_alike(asked, lambda texts: group_questions(texts, None))

    assert sum(len(group.questions) for group in groups) == MOST
    assert time.monotonic() - began < 20


async def test_a_picked_case_is_offered_and_a_sure_answer_that_nobody_reacted_to_is_not(
    database: Database,
) -> None:
    async with database.begin() as session:
        case = await make_case(session, "De sleutel")
        await ask(session, "zeker, maar niemand zei iets", found((case, 0.9)))
        picked = await pick(session, KEYS, case, at=NOW + DAY)
        older = await pick(session, "En de tweede sleutel?", case)

    async with database.read() as session:
        offered = await learning.confirmed(session)
        latest = await learning.confirmed(session, since=NOW + DAY)

    assert [(one.id, one.question) for one in offered] == [
        (picked.candidates[0].id, KEYS),
        (older.candidates[0].id, "En de tweede sleutel?"),
    ]
    first = offered[0]
    assert (first.case_id, first.case_key, first.title) == (case.id, case.key, "De sleutel")
    assert (first.chosen_at, first.confidence, first.obstacle) == (NOW + DAY, 0.4, None)
    assert latest == offered[:1]


async def test_only_the_last_pick_that_was_not_refused_confirms(database: Database) -> None:
    async with database.begin() as session:
        case, other = await make_case(session), await make_case(session)
        twice = await ask(session, "twee keer gekozen", found((case, 0.4), (other, 0.3)))
        dilemmas.choose(twice, other.id, at=NOW)
        dilemmas.choose(twice, case.id, at=NOW + DAY)
        refused = await pick(session, "toch niet", case)
        dilemmas.refuse(refused, {case.id}, at=NOW + DAY)
        wished = await pick(session, "toch maar naar de staf", case)
        dilemmas.wish_for_staff(wished, at=NOW + DAY)

    async with database.read() as session:
        offered = await learning.confirmed(session)

    assert [(one.question, one.case_id) for one in offered] == [("twee keer gekozen", case.id)]


async def test_what_is_a_phrasing_already_is_not_offered_nor_the_same_words_twice(database: Database) -> None:
    async with database.begin() as session:
        case, other = await make_case(session), await make_case(session)
        await library.add_phrasing(
            session, case.id, "Wie betaalt?", PhrasingSource.EDITOR, approved_at=NOW, at=NOW
        )
        await pick(session, " wie  betaalt ", case)
        await pick(session, "wie betaalt", other)
        await pick(session, KEYS, case)
        await pick(session, KEYS.upper(), case, at=NOW + DAY)

    async with database.read() as session:
        offered = await learning.confirmed(session)

    assert [(one.question, one.case_id) for one in offered] == [
        (KEYS.upper(), case.id),
        ("wie betaalt", other.id),
    ]


async def test_an_approved_question_ranks_its_case_first_in_the_running_bot(database: Database) -> None:
    words = "Kunnen wij de tochtstrips declareren?"
    async with database.begin() as session:
        case = await make_case(session, "De verwarming", dilemma="De zaal blijft koud in de winter.")
        await make_case(session, "De tuin", dilemma="Kunnen wij de kosten van de planten declareren?")
        dilemma = await pick(session, words, case)
    index = LibraryIndex(database, None)
    await index.start()
    task = asyncio.create_task(index.run())
    before = await index.match(words)
    revision = index.status.revision

    async with database.begin() as session:
        (approval,) = await learning.approve(session, [dilemma.candidates[0].id], at=NOW)
    await eventually(lambda: index.status.revision != revision)
    after = await index.match(words)
    await index.stop()
    await task

    assert approval.obstacle is None
    assert not before.candidates or before.candidates[0].case_id != str(case.id)
    assert after.candidates[0].case_id == str(case.id)
    assert await phrasings(database, case) == [(words, PhrasingSource.RESIDENT, NOW)]


async def test_an_approved_question_is_not_offered_again(database: Database) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        number = (await pick(session, KEYS, case)).candidates[0].id

    async with database.begin() as session:
        (first,) = await learning.approve(session, [number, number], at=NOW)
        revision = await library.revision(session)
    async with database.begin() as session:
        offered = await learning.confirmed(session)
        (again,) = await learning.approve(session, [number], at=NOW)
        unchanged = await library.revision(session)

    assert (first.wording, first.case_key, first.obstacle) == (KEYS, case.key, None)
    assert offered == []
    assert again.obstacle is Obstacle.UNKNOWN
    assert unchanged == revision


async def test_approval_in_other_words_settles_the_question(database: Database) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        number = (await pick(session, "Wie geeft Jan (voorbeeld) een sleutel?", case)).candidates[0].id

    async with database.begin() as session:
        await learning.approve(session, [number], at=NOW, wording=" Wie geeft iemand\neen sleutel? ")
        offered = await learning.confirmed(session)

    assert [text for text, *_ in await phrasings(database, case)] == ["Wie geeft iemand een sleutel?"]
    assert offered == []


@pytest.mark.parametrize(
    ("words", "obstacle"),
    [
        ("Mag Jan (voorbeeld) een sleutel? Bel 06-12345678", Obstacle.DETAILS),
        ("sleutel " * (MAX_PHRASING // 8 + 1), Obstacle.TOO_LONG),
        ("?! 😀", Obstacle.NO_WORDS),
    ],
)
async def test_words_that_cannot_be_a_phrasing_are_marked_and_refused(
    database: Database, words: str, obstacle: Obstacle
) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        await pick(session, words, case)
        good = (await pick(session, KEYS, case)).candidates[0].id

    async with database.begin() as session:
        marked = {one.id: one.obstacle for one in await learning.confirmed(session)}
        outcomes = await learning.approve(session, list(marked), at=NOW)
        left = await learning.confirmed(session)

    assert sorted(marked.values(), key=str) == sorted([None, obstacle], key=str)
    assert {one.id: one.obstacle for one in outcomes} == marked
    assert [text for text, *_ in await phrasings(database, case)] == [KEYS]
    assert [one.id for one in left] == [number for number in marked if number != good]


@pytest.mark.parametrize(
    ("other_words", "obstacle"),
    [
        ("wie betaalt", Obstacle.DUPLICATE),
        ("mail naar jan@voorbeeld.nl", Obstacle.DETAILS),
        ("", Obstacle.NO_WORDS),
    ],
)
async def test_other_words_meet_the_same_checks(
    database: Database, other_words: str, obstacle: Obstacle
) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        await library.add_phrasing(
            session, case.id, "Wie betaalt?", PhrasingSource.EDITOR, approved_at=NOW, at=NOW
        )
        number = (await pick(session, KEYS, case)).candidates[0].id

    async with database.begin() as session:
        (outcome,) = await learning.approve(session, [number], at=NOW, wording=other_words)

    assert outcome.obstacle is obstacle
    assert [text for text, *_ in await phrasings(database, case)] == ["Wie betaalt?"]


async def test_a_case_takes_no_more_phrasings_than_a_file_may_hold(database: Database) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        session.add_all(
            CasePhrasing(case_id=case.id, text=f"t{number}", source=PhrasingSource.EDITOR, approved_at=NOW)
            for number in range(MAX_PHRASINGS)
        )
        number = (await pick(session, KEYS, case)).candidates[0].id

    async with database.begin() as session:
        (outcome,) = await learning.approve(session, [number], at=NOW)

    assert outcome.obstacle is Obstacle.FULL


async def test_a_dismissed_question_is_not_offered_again_in_any_chat(database: Database) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        number = (await pick(session, KEYS, case)).candidates[0].id
        kept = (await pick(session, "En wie betaalt de sleutels?", case)).candidates[0].id

    async with database.begin() as session:
        unknown = await learning.dismiss(session, [number, 999_999], at=NOW)
    async with database.begin() as session:
        await pick(session, KEYS.lower(), case, at=NOW + DAY, chat=-200)
        offered = await learning.confirmed(session)
        again = await learning.dismiss(session, [number], at=NOW)

    assert (unknown, again) == ([999_999], [number])
    assert [one.id for one in offered] == [kept]
    assert await phrasings(database, case) == []


async def test_a_question_of_a_retired_case_is_not_offered(database: Database) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        number = (await pick(session, KEYS, case)).candidates[0].id
        await library.retire_case(session, case.id, at=NOW)

    async with database.begin() as session:
        assert await learning.confirmed(session) == []
        (outcome,) = await learning.approve(session, [number], at=NOW)

    assert outcome.obstacle is Obstacle.UNKNOWN


async def test_an_edited_question_does_not_take_over_the_id_of_the_one_that_staff_read(
    database: Database,
) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        dilemma = await pick(session, KEYS, case)
        read = dilemma.candidates[0].id
    async with database.begin() as session:
        dilemma = await dilemmas.load(session, dilemma.id)
        await dilemmas.revise(session, dilemma, "Heel iets anders", found((case, 0.4)), at=NOW)
        dilemma = await dilemmas.load(session, dilemma.id)
        dilemmas.choose(dilemma, case.id, at=NOW)

    async with database.begin() as session:
        offered = await learning.confirmed(session)
        (outcome,) = await learning.approve(session, [read], at=NOW)

    assert [one.question for one in offered] == ["Heel iets anders"]
    assert outcome.obstacle is Obstacle.UNKNOWN
    assert await phrasings(database, case) == []


@pytest.mark.parametrize("is_gone", ["anonymised", "withdrawn"])
async def test_what_was_forgotten_or_taken_back_is_in_no_list(database: Database, is_gone: str) -> None:
    async with database.begin() as session:
        case = await make_case(session)
        numbers = [(await pick(session, KEYS, case)).candidates[0].id]
        refused = await ask(session, "geweigerd", found((case, 0.9)))
        dilemmas.refuse(refused, {case.id}, at=NOW)
        await ask(session, "niets", found())
    async with database.read() as session:
        lists = (learning.wrong_matches, learning.unanswered, learning.confirmed)
        assert all([await made(session) for made in lists])

    async with database.begin() as session:
        if is_gone == "anonymised":
            await dilemmas.anonymise(session, before=NOW + DAY)
        else:
            for dilemma in await session.scalars(select(Dilemma)):
                dilemma.state = DilemmaState.WITHDRAWN

    async with database.begin() as session:
        assert [await made(session) for made in lists] == [[], [], []]
        (outcome,) = await learning.approve(session, numbers, at=NOW)
        assert await learning.dismiss(session, numbers, at=NOW) == numbers
    assert outcome.obstacle is Obstacle.UNKNOWN
