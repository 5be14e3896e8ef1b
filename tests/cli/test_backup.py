"""`backup` makes a whole, private copy of a live database, and never overwrites anything."""

import os
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Command, Config
from tests.postgres import packaged_binaries


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """An SQLite database with rows, in the mode that the bot uses."""
    path = tmp_path / "buurvraag.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO kept VALUES (?)", [(number,) for number in range(1000)])
        connection.commit()
    return path


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM kept").fetchone()
    return int(found)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_copy_is_whole_private_and_one_file(
    command: Command, config: Config, live: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()

    ended = command("backup", folder / "copy.sqlite", "--config", config())

    assert ended.code == 0, ended.err
    assert count(folder / "copy.sqlite") == count(live)
    assert mode(folder / "copy.sqlite") == 0o600
    assert [path.name for path in folder.iterdir()] == ["copy.sqlite"]


def test_what_was_deleted_is_not_in_the_copy(
    command: Command, config: Config, live: Path, tmp_path: Path
) -> None:
    secret = "start=c-" + "geheim" * 500
    with closing(sqlite3.connect(live)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE given (link TEXT)")
        connection.execute("INSERT INTO given VALUES (?)", (secret,))
        connection.commit()
        connection.execute("DELETE FROM given")
        connection.commit()

    ended = command("backup", tmp_path / "copy.sqlite", "--config", config())

    assert ended.code == 0, ended.err
    assert b"geheimgeheim" not in (tmp_path / "copy.sqlite").read_bytes()


def test_the_bot_can_write_on_and_its_open_changes_stay_out(
    command: Command, config: Config, live: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(live)) as writer:
        writer.execute("INSERT INTO kept VALUES (5000)")

        ended = command("backup", tmp_path / "copy.sqlite", "--config", config())

        writer.commit()
    assert ended.code == 0, ended.err
    assert count(tmp_path / "copy.sqlite") == 1000
    assert count(live) == 1001


def test_nothing_is_overwritten(command: Command, config: Config, live: Path, tmp_path: Path) -> None:
    taken = tmp_path / "copy.sqlite"
    taken.write_text("precious")

    ended = command("backup", taken, "--config", config())

    assert live.exists()
    assert ended.code == 2
    assert "exists already" in ended.err
    assert taken.read_text() == "precious"


def test_the_database_itself_is_never_the_destination(command: Command, config: Config, live: Path) -> None:
    ended = command("backup", live, "--config", config())

    assert ended.code == 2
    assert count(live) == 1000


def test_without_a_database_no_file_is_left(command: Command, config: Config, tmp_path: Path) -> None:
    ended = command("backup", tmp_path / "copy.sqlite", "--config", config())

    assert ended.code == 2
    assert "nothing to back up" in ended.err
    assert not (tmp_path / "copy.sqlite").exists()


@pytest.mark.parametrize("where", ["nowhere/copy.sqlite", "."])
def test_a_place_that_cannot_be_written_is_one_line(
    command: Command, config: Config, live: Path, tmp_path: Path, where: str
) -> None:
    ended = command("backup", tmp_path / where, "--config", config())

    assert live.exists()
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1


def test_a_damaged_database_is_noticed_and_no_copy_is_left(
    command: Command, config: Config, live: Path, tmp_path: Path
) -> None:
    with live.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)

    ended = command("backup", tmp_path / "copy.sqlite", "--config", config())

    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert not (tmp_path / "copy.sqlite").exists()


@pytest.fixture
def filled_postgres(postgres_url: str) -> str:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id")
    return postgres_url


@pytest.mark.postgres
def test_postgresql_is_dumped_for_pg_restore(
    command: Command,
    config: Config,
    filled_postgres: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", f"{packaged_binaries()}{os.pathsep}{os.environ['PATH']}")

    ended = command(
        "backup", tmp_path / "copy.dump", "--config", config(), BUURVRAAG_DATABASE_URL=filled_postgres
    )

    assert ended.code == 0, ended.err
    assert mode(tmp_path / "copy.dump") == 0o600
    restored = subprocess.run(
        [packaged_binaries() / "pg_restore", "--file=-", tmp_path / "copy.dump"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert restored.stdout.count("\n1000\n") == 1


@pytest.mark.postgres
def test_the_password_goes_through_the_environment_only(
    command: Command,
    config: Config,
    postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("pg_dump", "pg_restore"):
        program = tmp_path / name
        program.write_text(
            f'#!/bin/sh\necho "$@" >>{tmp_path}/arguments\necho "$PGPASSWORD" >>{tmp_path}/password\n'
        )
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    url = postgres_url.replace("postgres@", "postgres:geheim@")

    ended = command("backup", tmp_path / "copy.dump", "--config", config(), BUURVRAAG_DATABASE_URL=url)

    assert ended.code == 0, ended.err
    assert "host=" in (tmp_path / "arguments").read_text()
    assert "geheim" not in (tmp_path / "arguments").read_text()
    assert (tmp_path / "password").read_text() == "geheim\ngeheim\n"
    assert "geheim" not in ended.out


def test_a_missing_pg_dump_says_what_to_install(
    command: Command, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    ended = command(
        "backup", tmp_path / "copy.dump", "--config", config(), BUURVRAAG_DATABASE_URL="postgresql://x@y/z"
    )

    assert ended.code == 2
    assert "apt install postgresql-client" in ended.err
    assert not (tmp_path / "copy.dump").exists()


def test_a_server_that_is_away_leaves_no_file(
    command: Command, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{packaged_binaries()}{os.pathsep}{os.environ['PATH']}")

    ended = command(
        "backup",
        tmp_path / "copy.dump",
        "--config",
        config(),
        BUURVRAAG_DATABASE_URL="postgresql://bot:geheim@127.0.0.1:1/none",
    )

    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert "geheim" not in ended.err
    assert not (tmp_path / "copy.dump").exists()
