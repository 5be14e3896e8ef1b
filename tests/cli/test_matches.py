"""`matches`: what residents' reactions say is shown to the administrator, and nowhere else."""

import asyncio
import itertools
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.db import Database
from bot.matching.text import clean
from bot.services import dilemmas
from bot.services.dilemmas import Asked
from bot.services.library import library
from bot.settings import parse_database_url
from models import Case, CasePhrasing, PhrasingSource
from tests.cli.conftest import Command, Config
from tests.support.factories import NOW, found, make_case, make_chat, make_person

KEYS = "Wie mag een\u001b[2J sleutel\nvan de buurtkamer?"
COSTS = "Wie betaalt de sleutels?"
PHONE = "Mag Jan (voorbeeld) een sleutel? Bel 06-12345678"
_messages = itertools.count(1)


@dataclass(frozen=True)
class Reactions:
    """Settings of a database in which residents reacted, and the numbers of the confirmed questions."""

    settings: Path
    keys: int
    costs: int
    phone: int


@pytest.fixture
def empty(config: Config, database_url: str) -> Path:
    """Settings of a migrated database with nothing in it; each test runs on SQLite and on PostgreSQL."""
    asyncio.run(_with(database_url, _nothing))
    return config(f'[database]\nurl = "{database_url}"\n')


@pytest.fixture
def reactions(empty: Path, database_url: str) -> Reactions:
    """A case refused, two questions alike and one other that found nothing, three confirmed questions."""
    return Reactions(empty, *asyncio.run(_with(database_url, _react)))


async def _with(url: str, work: Any) -> Any:
    database = Database(parse_database_url(url).render_as_string(hide_password=False))
    await database.migrate()
    async with database.begin() as session:
        result = await work(session)
    await database.close()
    return result


async def _nothing(_session: Any) -> None:
    """Only the tables."""


async def _react(session: Any) -> tuple[int, int, int]:
    chat, person = await make_chat(session), await make_person(session)
    key, garden = await make_case(session, "De sleutel"), await make_case(session, "De tuin")

    async def ask(text: str, *cases: tuple[Case, float], at: Any = NOW) -> Any:
        asked = Asked(person, chat, None, chat.telegram_id, next(_messages), text)
        dilemma, _ = await dilemmas.pose(session, asked, found(*cases), at=at)
        return await dilemmas.load(session, dilemma.id)

    async def pick(text: str, at: Any) -> int:
        dilemma = await ask(text, (key, 0.4), at=at)
        dilemmas.choose(dilemma, key.id, at=at)
        number: int = dilemma.candidates[0].id
        return number

    refused = await ask("Mijn heg is te hoog", (garden, 0.875))
    dilemmas.refuse(refused, {garden.id}, at=NOW + timedelta(hours=1))
    await ask("Hoe krijgen we de lift gerepareerd?")
    await ask("Hoe krijgen wij onze lift gerepareerd?", at=NOW + timedelta(days=1))
    hour = timedelta(hours=1)
    return await pick(KEYS, NOW + 3 * hour), await pick(COSTS, NOW + 2 * hour), await pick(PHONE, NOW + hour)


def lines(out: str) -> list[Any]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        ("--wrong", "No resident refused a case."),
        ("--unanswered", "Every question found something."),
        ("--confirmed", "No confirmed question waits."),
        ("--approved", "No question of a resident is a phrasing."),
    ],
)
def test_an_empty_list_says_so_and_is_no_line_of_json(
    command: Command, empty: Path, which: str, sentence: str
) -> None:
    plain = command("matches", which, "--config", empty)
    as_json = command("matches", which, "--json", "--config", empty)

    assert (plain.code, plain.out) == (0, sentence + "\n")
    assert (as_json.code, as_json.out) == (0, "")


def test_wrong_shows_the_question_and_the_case_that_was_refused(
    command: Command, reactions: Reactions
) -> None:
    plain = command("matches", "--wrong", "--config", reactions.settings)
    (line,) = lines(command("matches", "--wrong", "--json", "--config", reactions.settings).out)

    first, second = plain.out.splitlines()
    assert first == f"2027-03-01 14:00  0.88  {line['case']}  De tuin"
    assert second == "    Mijn heg is te hoog"
    assert plain.err == ""
    assert line == {
        "question": "Mijn heg is te hoog",
        "language": "nl",
        "case": line["case"],
        "title": "De tuin",
        "rank": 1,
        "confidence": 0.875,
        "asked_at": "2027-03-01T12:00:00+00:00",
        "refused_at": "2027-03-01T13:00:00+00:00",
    }


def test_unanswered_groups_what_asks_the_same(command: Command, reactions: Reactions) -> None:
    plain = command("matches", "--unanswered", "--config", reactions.settings)
    groups = lines(command("matches", "--unanswered", "--json", "--config", reactions.settings).out)

    assert plain.out.splitlines() == [
        "2 questions in 1 chat, the last on 2027-03-02 13:00",
        "    Hoe krijgen we de lift gerepareerd?  [nothing found]",
        "    Hoe krijgen wij onze lift gerepareerd?  [nothing found]",
        "1 question in 1 chat, the last on 2027-03-01 13:00",
        "    Mijn heg is te hoog  [refused what was found]",
    ]
    assert plain.err == ""
    assert [(group["size"], group["chats"]) for group in groups] == [(2, 1), (1, 1)]
    assert groups[0]["questions"][0] == {
        "question": "Hoe krijgen we de lift gerepareerd?",
        "language": "nl",
        "asked_at": "2027-03-01T12:00:00+00:00",
        "reason": "none",
    }


def test_confirmed_shows_what_can_be_approved_and_what_cannot(command: Command, reactions: Reactions) -> None:
    plain = command("matches", "--confirmed", "--config", reactions.settings)
    offered = lines(command("matches", "--confirmed", "--json", "--config", reactions.settings).out)

    assert [(one["id"], one["question"], one["obstacle"]) for one in offered] == [
        (reactions.keys, KEYS, None),
        (reactions.costs, COSTS, None),
        (reactions.phone, PHONE, "details"),
    ]
    assert "\x1b" not in plain.out
    shown = plain.out.splitlines()
    assert shown[0] == f"{reactions.keys:>6}  2027-03-01 16:00  0.40  {offered[0]['case']}  De sleutel"
    assert shown[1] == "        Wie mag een·[2J sleutel van de buurtkamer?"
    assert shown[6] == "        Cannot be a phrasing as it is: it holds personal details."


def test_since_leaves_out_what_is_older(
    command: Command, reactions: Reactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clock, "now", lambda _self: NOW + timedelta(days=1, minutes=150))

    arguments = ("--since", "1", "--json", "--config", reactions.settings)
    assert command("matches", "--wrong", *arguments).out == ""
    assert [group["size"] for group in lines(command("matches", "--unanswered", *arguments).out)] == [1]
    assert [one["id"] for one in lines(command("matches", "--confirmed", *arguments).out)] == [reactions.keys]


def test_approve_makes_phrasings_and_names_what_cannot_be(
    command: Command, reactions: Reactions, database_url: str
) -> None:
    numbers = (str(reactions.costs), str(reactions.phone), "999999")
    ended = command("matches", "approve", *numbers, "--config", reactions.settings)
    left = lines(command("matches", "--confirmed", "--json", "--config", reactions.settings).out)

    assert ended.code == 2
    assert ended.out.startswith(f"{reactions.costs} is a phrasing of k")
    assert ended.out.endswith(f"(De sleutel) now: {COSTS}\n")
    assert ended.err.splitlines() == [
        f"Question {reactions.phone} was not approved: it holds personal details.",
        "Question 999999 is not on offer; `python -m bot matches --confirmed` shows those that are.",
    ]
    assert "06-12345678" not in ended.out + ended.err
    assert [one["id"] for one in left] == [reactions.keys, reactions.phone]
    assert asyncio.run(_with(database_url, _phrasings)) == [(COSTS,)]


def test_approve_takes_other_words_for_one_question(
    command: Command, reactions: Reactions, database_url: str
) -> None:
    words = ("--wording", "Mag iemand van buiten een sleutel?")
    ended = command("matches", "--config", reactions.settings, "approve", str(reactions.phone), *words)
    two = command(
        "matches",
        "approve",
        str(reactions.keys),
        str(reactions.costs),
        *words,
        "--config",
        reactions.settings,
    )

    assert (ended.code, ended.err) == (0, "")
    assert asyncio.run(_with(database_url, _phrasings)) == [(words[1],)]
    assert two.code == 2
    assert "--wording is for one number" in two.err


def test_what_was_approved_by_mistake_is_listed_and_withdrawn(
    command: Command, reactions: Reactions, database_url: str
) -> None:
    command("matches", "approve", str(reactions.keys), str(reactions.costs), "--config", reactions.settings)
    approved = lines(command("matches", "--approved", "--json", "--config", reactions.settings).out)
    number = next(one["id"] for one in approved if one["wording"] == COSTS)
    plain = command("matches", "--approved", "--config", reactions.settings)
    before = asyncio.run(_with(database_url, library.revision))

    ended = command("matches", "withdraw", str(number), "999999", "--config", reactions.settings)
    again = command("matches", "withdraw", str(number), "--config", reactions.settings)
    offered = lines(command("matches", "--confirmed", "--json", "--config", reactions.settings).out)

    assert COSTS in plain.out
    assert f"{number}  " in plain.out
    assert (ended.code, ended.out) == (2, "1 phrasing withdrawn.\n")
    assert ended.err.startswith("There is no approved phrasing 999999")
    assert (again.code, again.out) == (2, "")
    assert asyncio.run(_with(database_url, _phrasings)) == [(clean(KEYS),)]
    assert asyncio.run(_with(database_url, library.revision)) == before + 1
    assert [one["id"] for one in offered] == [reactions.phone]


def test_an_editors_own_phrasing_is_not_withdrawn(
    command: Command, reactions: Reactions, database_url: str
) -> None:
    async def edit(session: Any) -> int:
        case_id = next(iter((await library.case_stamps(session)).keys()))
        words, source = "Wie krijgt een sleutel?", PhrasingSource.EDITOR
        await library.add_phrasing(session, case_id, words, source, approved_at=NOW, at=NOW)
        return int(await session.scalar(select(CasePhrasing.id)))

    number = asyncio.run(_with(database_url, edit))
    ended = command("matches", "withdraw", str(number), "--config", reactions.settings)

    assert ended.code == 2
    assert len(asyncio.run(_with(database_url, _phrasings))) == 1


def test_a_question_that_became_a_phrasing_meanwhile_is_refused_as_a_duplicate(
    command: Command, reactions: Reactions, database_url: str
) -> None:
    async def edit(session: Any) -> None:
        case_id = next(iter((await library.case_stamps(session)).keys()))
        await library.add_phrasing(
            session, case_id, "Wie krijgt een sleutel?", PhrasingSource.EDITOR, approved_at=NOW, at=NOW
        )

    asyncio.run(_with(database_url, edit))
    words = ("--wording", "wie krijgt een sleutel")
    ended = command("matches", "approve", str(reactions.keys), *words, "--config", reactions.settings)

    assert ended.code == 2
    sentence = "was not approved: the case has a phrasing that says this."
    assert ended.err == f"Question {reactions.keys} {sentence}\n"


def test_dismissed_questions_are_not_shown_again(command: Command, reactions: Reactions) -> None:
    numbers = (str(reactions.keys), str(reactions.phone))
    ended = command("matches", "dismiss", *numbers, "--config", reactions.settings)
    again = command("matches", "dismiss", *numbers, "--config", reactions.settings)
    left = lines(command("matches", "--confirmed", "--json", "--config", reactions.settings).out)

    assert (ended.code, ended.out) == (0, "2 questions will not be offered again.\n")
    assert (again.code, again.out) == (2, "")
    assert len(again.err.splitlines()) == 2
    assert [one["id"] for one in left] == [reactions.costs]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--json"], "give one of --wrong"),
        (["--wrong", "--confirmed"], "give one of --wrong"),
        (["--confirmed", "approve", "1"], "approve takes the numbers"),
        (["--wrong", "--since", "0"], "--since"),
        (["approve"], "Missing argument"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    command: Command, empty: Path, arguments: list[str], sentence: str
) -> None:
    ended = command("matches", *arguments, BUURVRAAG_CONFIG=str(empty))

    assert ended.code == 2
    assert sentence in ended.err


def test_without_a_database_it_says_so(command: Command, config: Config) -> None:
    ended = command("matches", "--wrong", "--config", config())

    assert ended.code == 2
    assert ended.err.startswith("database.url: there is no database at")


def test_nobodys_words_are_logged(
    command: Command, reactions: Reactions, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for which in ("--wrong", "--unanswered", "--confirmed"):
        assert command("matches", which, "--config", reactions.settings).out
    ended = command("matches", "approve", str(reactions.costs), "--config", reactions.settings)

    assert COSTS in ended.out
    assert not any(word in caplog.text for word in ("sleutel", "lift", "heg"))


async def _phrasings(session: Any) -> list[tuple[str, ...]]:
    return [text.phrasings for text in await library.case_texts(session) if text.phrasings]
