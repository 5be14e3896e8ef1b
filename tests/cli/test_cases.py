"""`cases import` and `cases export`: what they print, how they end, and what they leave behind."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.services.library.files import example_library_path
from tests.cli.conftest import Command, Config

CASE = {"id": "v1", "title": "Wie heeft de sleutel?", "dilemma": "Wie mag de deur open doen?"}
EXAMPLES = example_library_path()


@pytest.fixture
def settings(config: Config, database_url: str) -> Path:
    """Settings that point at a database without cases; each test runs on SQLite and on PostgreSQL."""
    return config(f'[database]\nurl = "{database_url}"\n')


@pytest.fixture
def cases(tmp_path: Path) -> Any:
    """Writes a file of cases."""

    def write(*values: dict[str, Any], name: str = "cases.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
        return path

    return write


def test_an_empty_database_is_made_and_filled(command: Command, settings: Path) -> None:
    ended = command("cases", "import", EXAMPLES, "--config", settings)

    assert (ended.code, ended.out, ended.err) == (0, "60 new, 0 changed, 0 unchanged.\n", "")


def test_the_second_time_says_that_nothing_changed(command: Command, settings: Path) -> None:
    command("cases", "import", EXAMPLES, "--config", settings)

    ended = command("cases", "import", EXAMPLES, "--config", settings)

    assert (ended.code, ended.out) == (0, "0 new, 0 changed, 60 unchanged.\n")


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_an_export_can_be_imported_and_changes_nothing(
    command: Command, settings: Path, tmp_path: Path, name: str
) -> None:
    command("cases", "import", EXAMPLES, "--config", settings)

    ended = command("cases", "export", tmp_path / name, "--config", settings)
    again = command("cases", "import", tmp_path / name, "--config", settings)

    assert (ended.code, ended.out) == (0, f"{tmp_path / name}: 60 cases.\n")
    assert again.out == "0 new, 0 changed, 60 unchanged.\n"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".out")]


def test_an_export_to_standard_output_is_the_file_that_went_in(command: Command, settings: Path) -> None:
    command("cases", "import", EXAMPLES, "--config", settings)

    ended = command("cases", "export", "--config", settings)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == EXAMPLES.read_text(encoding="utf-8")


def test_an_export_to_standard_output_can_be_csv(command: Command, settings: Path, cases: Any) -> None:
    command("cases", "import", cases(CASE), "--config", settings)

    ended = command("cases", "export", "--format", "csv", "--config", settings)

    header, row = ended.out.removeprefix("\ufeff").splitlines()
    assert header.startswith("id;title;dilemma;context;")
    assert row.startswith("v1;Wie heeft de sleutel?;Wie mag de deur open doen?;")


def test_one_wrong_line_keeps_everything_out(command: Command, settings: Path, cases: Any) -> None:
    command("cases", "import", cases(CASE), "--config", settings)
    path = cases({**CASE, "title": "Anders"}, {"id": "v2", "titel": "x", "dilemma": "y"}, {**CASE})

    ended = command("cases", "import", path, "--config", settings)
    kept = command("cases", "export", "--config", settings)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        f"{path}, line 2: title is missing",
        f'{path}, line 2: unknown key "titel" (did you mean "title"?)',
        f'{path}, line 3: id "v1" was used already on line 1',
        "Nothing was imported: 3 problems.",
    ]
    assert [json.loads(line)["title"] for line in kept.out.splitlines()] == [CASE["title"]]


def test_what_an_import_takes_away_is_told(command: Command, settings: Path, cases: Any) -> None:
    rich = {**CASE, "phrasings": ["wie sluit?"], "checked_on": "2026-01-31"}
    command("cases", "import", cases(rich, {**CASE, "id": "v2"}), "--config", settings)
    path = cases(CASE)

    would = command("cases", "import", path, "--retire-missing", "--dry-run", "--config", settings)
    did = command("cases", "import", path, "--retire-missing", "--config", settings)

    counts = "0 new, 1 changed, 0 unchanged, 1 retired."
    notes = [
        "Note: without phrasings from here on, as the file has none: v1.",
        "Note: without a date of checking from here on, as the file has none: v1.",
    ]
    assert would.out == f"Nothing was changed; it would be: {counts}\n"
    assert did.out == f"{counts}\n"
    assert would.err.splitlines() == did.err.splitlines() == notes


def test_a_case_that_is_much_like_another_is_pointed_out_once(
    command: Command, settings: Path, cases: Any
) -> None:
    twin = {**CASE, "id": "v2", "dilemma": "Wie mag er de deur open doen?"}
    other = {"id": "v3", "title": "De moestuin staat droog", "dilemma": "Wie geeft water in de zomer?"}
    command("cases", "import", cases(CASE, other), "--config", settings)

    first = command("cases", "import", cases(CASE, other, twin), "--config", settings)
    second = command("cases", "import", cases(CASE, other, twin), "--config", settings)

    assert first.out == "1 new, 0 changed, 2 unchanged.\n"
    assert first.err == 'Note: v2 is much like v1 ("Wie heeft de sleutel?"): are they one case?\n'
    assert second.err == ""


def test_many_that_are_alike_are_counted(command: Command, settings: Path, cases: Any) -> None:
    path = cases(*({**CASE, "id": f"v{number}"} for number in range(6)))

    ended = command("cases", "import", path, "--config", settings)

    lines = ended.err.splitlines()
    assert ended.code == 0
    assert len(lines) == 11
    assert lines[-1] == "Note: and 5 more pairs that are much alike."


def test_too_many_cases_are_not_compared(command: Command, settings: Path, cases: Any) -> None:
    path = cases(*({**CASE, "id": f"v{number}"} for number in range(1800)))

    ended = command("cases", "import", path, "--config", settings)

    assert (ended.code, ended.out) == (0, "1800 new, 0 changed, 0 unchanged.\n")
    assert ended.err == "Note: these are too many cases to look for near-duplicates among them.\n"


def test_a_dry_run_makes_no_database(command: Command, config: Config, tmp_path: Path) -> None:
    path = config(f'[database]\nurl = "sqlite:///{tmp_path / "new.sqlite"}"\n')

    ended = command("cases", "import", EXAMPLES, "--dry-run", "--config", path)

    assert (ended.code, ended.out) == (
        0,
        "Nothing was changed; it would be: 60 new, 0 changed, 0 unchanged.\n",
    )
    assert not (tmp_path / "new.sqlite").exists()


def test_a_dry_run_makes_no_tables(command: Command, config: Config, empty_database_url: str) -> None:
    settings = config(f'[database]\nurl = "{empty_database_url}"\n')
    ended = command("cases", "import", EXAMPLES, "--dry-run", "--config", settings)
    after = command("cases", "export", "--config", settings)

    assert ended.out == "Nothing was changed; it would be: 60 new, 0 changed, 0 unchanged.\n"
    assert after.code == 2
    assert len(after.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "problem"),
    [("weg.jsonl", "cannot be read (No such file or directory)"), ("weg.txt", "the name tells no format")],
)
def test_a_file_that_is_no_library_ends_in_a_line(
    command: Command, config: Config, tmp_path: Path, name: str, problem: str
) -> None:
    ended = command("cases", "import", tmp_path / name, "--config", config())

    assert ended.code == 2
    assert problem in ended.err
    assert "Traceback" not in ended.err


def test_the_format_can_be_said(command: Command, settings: Path, cases: Any) -> None:
    ended = command(
        "cases", "import", cases(CASE, name="cases.txt"), "--format", "jsonl", "--config", settings
    )

    assert ended.out == "1 new, 0 changed, 0 unchanged.\n"


def test_an_export_that_cannot_be_written_ends_in_a_line(
    command: Command, settings: Path, cases: Any, tmp_path: Path
) -> None:
    command("cases", "import", cases(CASE), "--config", settings)

    ended = command("cases", "export", tmp_path / "no" / "folder.csv", "--config", settings)

    assert ended.code == 2
    assert ended.err == f"{tmp_path}/no/folder.csv: cannot be written (No such file or directory)\n"


def test_an_export_keeps_the_mode_of_the_file_that_it_replaces(
    command: Command, settings: Path, cases: Any, tmp_path: Path
) -> None:
    command("cases", "import", cases(CASE), "--config", settings)
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")
    out.chmod(0o640)

    command("cases", "export", out, "--config", settings)

    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert "v1;" in out.read_text(encoding="utf-8-sig")


def test_a_missing_database_has_nothing_to_export(command: Command, config: Config, tmp_path: Path) -> None:
    path = config(f'[database]\nurl = "sqlite:///{tmp_path / "new.sqlite"}"\n')

    ended = command("cases", "export", "--config", path)

    assert ended.code == 2
    assert ended.err == f"database.url: there is no database at {tmp_path / 'new.sqlite'} yet.\n"
    assert not (tmp_path / "new.sqlite").exists()


def test_an_import_waits_for_the_bot_to_end_its_transaction(
    command: Command, config: Config, cases: Any, tmp_path: Path
) -> None:
    database = tmp_path / "test.sqlite"
    path = config(f'[database]\nurl = "sqlite:///{database}"\n')
    command("migrate", "--config", path)
    with closing(sqlite3.connect(database, isolation_level=None)) as bot:
        bot.execute("BEGIN IMMEDIATE")
        importing = subprocess.Popen(
            [sys.executable, "-m", "bot", "cases", "import", cases(CASE), "--config", path],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        time.sleep(3)
        waited = importing.poll() is None
        bot.execute("COMMIT")
    said, _ = importing.communicate(timeout=60)

    assert waited
    assert (importing.returncode, said) == (0, "1 new, 0 changed, 0 unchanged.\n")


def test_a_long_file_shows_a_bar_to_who_watches(tmp_path: Path, config: Config, cases: Any) -> None:
    path = config(f'[database]\nurl = "sqlite:///{tmp_path / "test.sqlite"}"\n')
    file = cases(*({**CASE, "id": f"v{number}"} for number in range(1800)))

    shown = subprocess.run(
        [sys.executable, "-m", "bot", "cases", "import", file, "--config", path],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "100"},
    )

    assert "Writing" in shown.stderr
    assert "1800 new" in shown.stdout
