"""`inbox`: what was set aside can be listed, read and tried again, and nobody's words are shown unasked."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.db import Database
from bot.settings import parse_database_url
from models import InboxState, InboxUpdate
from tests.cli.conftest import Command, Config

RECEIVED = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
TRACE = """Traceback (most recent call last):
  File "/srv/bot/delivery/worker.py", line 150, in _handle
    after_commit = await handling.apply(session)
                         ^^^^^^^^^^^^^^^^^^^^^^^
  File "/srv/handlers/dilemmas.py", line 88, in on_dilemma
    raise ValueError(f"no idea: {words}")
ValueError: no idea: mijn buurman Jan
heet eigenlijk Piet
"""


@pytest.fixture
def settings(config: Config, database_url: str) -> Path:
    """Settings of a migrated database with nothing in it; each test runs on SQLite and on PostgreSQL."""
    path = config(f'[database]\nurl = "{database_url}"\n')
    asyncio.run(_fill(database_url))
    return path


@pytest.fixture
def filled(settings: Path, database_url: str) -> Path:
    """Two updates that were set aside, 1 and 2, and one that waits, 3."""
    asyncio.run(
        _fill(
            database_url,
            _update(1, failures=4, error=TRACE),
            _update(2, deaths=10, error="The process died 10 times while it had this update in hand."),
            _update(3, state=InboxState.PENDING),
        )
    )
    return settings


def _update(number: int, state: InboxState = InboxState.SET_ASIDE, **values: object) -> InboxUpdate:
    raw = json.dumps({"update_id": 100 + number, "message": {"text": "mijn buurman Jan\u001b[2J"}})
    return InboxUpdate(
        id=number,
        bot_id=7,
        update_id=100 + number,
        lane=5,
        raw=raw,
        state=state,
        received_at=RECEIVED,
        finished_at=RECEIVED if state is InboxState.SET_ASIDE else None,
        **values,
    )


async def _fill(url: str, *rows: InboxUpdate) -> None:
    database = Database(parse_database_url(url).render_as_string(hide_password=False))
    await database.migrate()
    async with database.begin() as session:
        session.add_all(rows)
    await database.close()


async def _states(url: str) -> list[InboxState]:
    database = Database(parse_database_url(url).render_as_string(hide_password=False))
    async with database.read() as session:
        states = [(await session.get_one(InboxUpdate, number)).state for number in (1, 2, 3)]
    await database.close()
    return states


def test_nothing_set_aside_is_good_news(command: Command, settings: Path) -> None:
    ended = command("inbox", "list", "--config", settings)

    assert ended.code == 0
    assert ended.out == "Nothing is set aside: every update so far was handled, or is still in line.\n"


def test_the_list_tells_what_failed_and_where_without_anybodys_words(command: Command, filled: Path) -> None:
    ended = command("inbox", "list", "--config", filled)

    assert ended.code == 0
    first, second, *_ = ended.out.splitlines()
    place = "ValueError in on_dilemma (handlers/dilemmas.py:88)"
    assert first == f"     1  2027-03-01 13:00:00 CET  failed 4 times  {place}"
    assert second.startswith("     2  2027-03-01 13:00:00 CET  ended the process 10 times  The process died")
    assert "Jan" not in ended.out
    assert "Piet" not in ended.out


def test_show_gives_the_traceback_and_the_update_only_when_asked(command: Command, filled: Path) -> None:
    plain = command("inbox", "show", "1", "--config", filled)
    raw = command("inbox", "show", "1", "--raw", "--config", filled)

    assert TRACE.rstrip() in plain.out
    assert "update_id" not in plain.out
    assert '"update_id": 101' in raw.out
    assert "\x1b" not in raw.out


@pytest.mark.parametrize("number", ["3", "99"])
def test_show_of_what_is_not_set_aside_says_so(command: Command, filled: Path, number: str) -> None:
    ended = command("inbox", "show", number, "--config", filled)

    assert ended.code == 2
    assert f"{number} is set aside" in ended.err


def test_retry_puts_an_update_back_in_line(command: Command, filled: Path, database_url: str) -> None:
    ended = command("inbox", "retry", "1", "--config", filled)

    assert (ended.code, ended.out) == (0, "1 update is back in line.\n")
    assert asyncio.run(_states(database_url)) == [
        InboxState.PENDING,
        InboxState.SET_ASIDE,
        InboxState.PENDING,
    ]


def test_retry_of_all_takes_all(command: Command, filled: Path, database_url: str) -> None:
    ended = command("inbox", "retry", "--all", "--config", filled)

    assert (ended.code, ended.out) == (0, "2 updates are back in line.\n")
    assert asyncio.run(_states(database_url)) == [InboxState.PENDING] * 3


def test_retry_names_what_it_does_not_know_and_does_the_rest(command: Command, filled: Path) -> None:
    ended = command("inbox", "retry", "2", "99", "--config", filled)

    assert ended.code == 2
    assert ended.out == "1 update is back in line.\n"
    assert ended.err.startswith("No update 99 is set aside")


@pytest.mark.parametrize("arguments", [[], ["1", "--all"]])
def test_retry_wants_numbers_or_all(command: Command, settings: Path, arguments: list[str]) -> None:
    ended = command("inbox", "retry", *arguments, "--config", settings)

    assert ended.code == 2
    assert "name the updates, or give --all" in ended.err
