"""`audit`: what staff did can be listed, narrowed down, and exported."""

import asyncio
import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.audit import SHOWN
from bot.clock import Clock
from bot.db import Database
from bot.services import audit
from bot.settings import parse_database_url
from tests.cli.conftest import Command, Config
from tests.support.factories import make_person

NOW = Clock().now()


@pytest.fixture
def settings(config: Config, tmp_path: Path) -> Path:
    url = f"sqlite:///{tmp_path / 'test.sqlite'}"
    asyncio.run(_fill(url))
    return config(f'[database]\nurl = "{url}"\n')


async def _fill(url: str) -> None:
    database = Database(parse_database_url(url).render_as_string(hide_password=False))
    await database.migrate()
    async with database.begin() as session:
        ann = await make_person(session, 4711)
        await audit.record(
            session, at=NOW - timedelta(days=9), actor=ann, action="case-published", subject="case:h1"
        )
        await audit.record(session, at=NOW, actor=None, action="case-asked", subject="case:h2", detail="=1+1")
    await database.close()


def test_the_list_says_when_who_what_and_to_what(command: Command, settings: Path) -> None:
    ended = command("audit", "--config", settings)

    assert ended.code == 0
    first, second = ended.out.splitlines()
    assert first.split()[2:] == ["4711", "case-published", "case:h1"]
    assert second.split()[2:] == ["bot", "case-asked", "case:h2", "=1+1"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--subject", "case:h1"], ["case:h1"]),
        (["--subject", "case"], ["case:h1", "case:h2"]),
        (["--actor", "4711"], ["case:h1"]),
        (["--since", "7"], ["case:h2"]),
    ],
)
def test_the_list_can_be_narrowed_down(
    command: Command, settings: Path, arguments: list[str], expected: list[str]
) -> None:
    ended = command("audit", *arguments, "--config", settings)

    assert [line.split()[4] for line in ended.out.splitlines()] == expected


def test_an_empty_trail_says_so(command: Command, settings: Path) -> None:
    ended = command("audit", "--actor", "1", "--config", settings)

    assert (ended.code, ended.out) == (0, "Nothing of that is in the trail.\n")


def test_the_export_is_csv_in_which_nothing_is_a_formula(command: Command, settings: Path) -> None:
    ended = command("audit", "--csv", "--config", settings)

    lines = list(csv.DictReader(io.StringIO(ended.out)))
    assert [line["actor"] for line in lines] == ["4711", "bot"]
    assert lines[1]["detail"] == "'=1+1"


def test_a_long_list_is_cut_at_the_latest_and_says_so(
    command: Command, settings: Path, tmp_path: Path
) -> None:
    async def add() -> None:
        url = parse_database_url(f"sqlite:///{tmp_path / 'test.sqlite'}")
        database = Database(url.render_as_string(hide_password=False))
        async with database.begin() as session:
            for _ in range(SHOWN):
                await audit.record(session, at=NOW, actor=None, action="called", subject="escalation:1")
        await database.close()

    asyncio.run(add())
    shown = command("audit", "--config", settings).out.splitlines()
    everything = command("audit", "--all", "--config", settings).out.splitlines()

    assert (len(shown), len(everything)) == (SHOWN + 1, SHOWN + 2)
    assert shown[0].startswith(f"The last {SHOWN}")
