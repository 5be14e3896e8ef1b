"""`collectives`: import, export, list and invite; what they print, and what they leave behind."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.services.collectives.files import example_collectives_path
from bot.services.library.files import example_library_path
from tests.cli.bot_api import TOKEN, CannedBotApi
from tests.cli.conftest import Command, Config

EXAMPLES = example_collectives_path()


@pytest.fixture
def settings(config: Config, database_url: str) -> Path:
    """Settings that point at a database without collectives; each test runs on SQLite and on PostgreSQL."""
    return config(f'[database]\nurl = "{database_url}"\n')


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Writes a file of collectives."""

    def write(*values: dict[str, Any], name: str = "collectives.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
        return path

    return write


def test_every_collective_of_the_example_library_is_among_the_examples() -> None:
    def read(path: Path) -> list[dict[str, Any]]:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    assert {(one["name"], one["place"]) for one in read(EXAMPLES)} == {
        (case["collective"], case["place"]) for case in read(example_library_path())
    }
    assert all("(voorbeeld)" in one["name"] for one in read(EXAMPLES))


def test_the_second_import_changes_nothing_and_the_cases_are_linked(command: Command, settings: Path) -> None:
    command("cases", "import", example_library_path(), "--config", settings)
    first = command("collectives", "import", EXAMPLES, "--config", settings)
    second = command("collectives", "import", EXAMPLES, "--config", settings)

    assert (first.code, first.out, first.err) == (0, "60 new, 0 changed, 0 unchanged.\n", "")
    assert (second.code, second.out) == (0, "0 new, 0 changed, 60 unchanged.\n")
    listed = command("collectives", "list", "--config", settings).out.splitlines()
    assert len(listed) == 60
    assert all(re.match(r" *\d+  nobody +1  .+ · .+", line) for line in listed)


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_an_export_can_be_imported_and_changes_nothing(
    command: Command, settings: Path, tmp_path: Path, written: Any, name: str
) -> None:
    odd = {
        "name": "=SUM; <b>مجموعة</b> 👨‍👩‍👧 | x",
        "place": "Zwolle",
        "themes": ["geld | zo", "-praten"],
        "email": "a@voorbeeld.nl",
        "requests_per_month": 0,
    }
    command("collectives", "import", written(odd), "--config", settings)
    command("collectives", "import", EXAMPLES, "--config", settings)

    ended = command("collectives", "export", tmp_path / name, "--config", settings)
    assert ended.out == f"{tmp_path / name}: 61 collectives.\n"
    again = command("collectives", "import", tmp_path / name, "--config", settings)
    assert again.out == "0 new, 0 changed, 61 unchanged.\n"


def test_a_known_collective_becomes_what_the_file_says(
    command: Command, settings: Path, written: Any
) -> None:
    command("collectives", "import", written({"name": "De Brug", "place": "Zwolle"}), "--config", settings)
    changed = written(
        {"name": "DE BRUG", "place": "Zwolle", "themes": ["jeugd"]}, {"name": "De Brug", "place": "Assen"}
    )

    dry = command("collectives", "import", changed, "--dry-run", "--config", settings)
    assert dry.out == "Nothing was changed; it would be: 1 new, 1 changed, 0 unchanged.\n"
    assert (
        command("collectives", "import", changed, "--config", settings).out
        == "1 new, 1 changed, 0 unchanged.\n"
    )


def test_each_wrong_line_is_named_and_nothing_is_imported(
    command: Command, settings: Path, written: Any
) -> None:
    wrong = written(
        {"name": "Goed"},
        {"name": "😀", "email": "x", "requests_per_month": 101},
        {"name": "x" * 121, "them": []},
        {"name": "goed!"},
    )
    ended = command("collectives", "import", wrong, "--config", settings)

    assert ended.code == 2
    assert ended.err.splitlines() == [
        f"{wrong}, line 2: email is no e-mail address",
        f"{wrong}, line 2: name holds no letter or digit",
        f"{wrong}, line 2: requests_per_month must be from 0 to 100",
        f"{wrong}, line 3: name has 121 characters; at most 120 fit",
        f'{wrong}, line 3: unknown key "them" (did you mean "themes"?)',
        f'{wrong}, line 4: "goed!" stands on line 1 already, and the place does not tell them apart',
        "Nothing was imported: 6 problems.",
    ]
    assert command("collectives", "import", written({"name": "Goed"}), "--config", settings).out.startswith(
        "1 new"
    )


def test_what_could_be_several_is_asked_about(command: Command, settings: Path, written: Any) -> None:
    two = written({"name": "De Brug", "place": "Zwolle"}, {"name": "De Brug", "place": "Assen"})
    command("collectives", "import", two, "--config", settings)
    ended = command("collectives", "import", written({"name": "De Brug"}), "--config", settings)

    assert ended.code == 2
    assert 'could be any of those in "Zwolle" and "Assen"' in ended.err


def test_an_invitation_is_printed_once_for_a_known_collective(
    command: Command, config: Config, database_url: str, written: Any
) -> None:
    with CannedBotApi() as api:
        settings = config(f'[telegram]\napi_url = "{api.url}"\n[database]\nurl = "{database_url}"\n')
        command("collectives", "import", written({"name": "De Brug"}), "--config", settings)
        ended, fresh, unknown = (
            command("collectives", "invite", which, "--config", settings, BUURVRAAG_TOKEN=TOKEN)
            for which in ("1", "--new", "2")
        )
        trail = command("audit", "--subject", "collective", "--config", settings)

    assert (ended.code, fresh.code) == (0, 0)
    assert trail.out.count("collective-invited") == 2
    assert "collective:new" in trail.out
    assert "contact, at the terminal" in trail.out
    for one in (ended, fresh):
        assert re.fullmatch(r"https://t\.me/BuurvraagVoorbeeldBot\?start=c-[A-Za-z0-9_-]{32}\n", one.out)
    assert fresh.out != ended.out
    assert (unknown.code, unknown.out) == (2, "")
    assert "There is no collective 2" in unknown.err


@pytest.mark.parametrize("arguments", [[], ["1", "--new"], ["--new", "--deputy"]])
def test_an_invitation_is_for_one_collective_or_a_new_one(
    command: Command, config: Config, arguments: list[str]
) -> None:
    ended = command("collectives", "invite", *arguments, "--config", config(), BUURVRAAG_TOKEN=TOKEN)

    assert ended.code == 2
    assert "--new" in ended.err


def test_when_telegram_is_away_the_invitation_is_not_made(command: Command, config: Config) -> None:
    settings = config('[telegram]\napi_url = "http://127.0.0.1:9"\n')
    ended = command("collectives", "invite", "--new", "--config", settings, BUURVRAAG_TOKEN=TOKEN)

    assert ended.code == 2
    assert "does not answer" in ended.err
    assert "Traceback" not in ended.err
