"""The files around the code stay true: the example settings, their documentation, and what is tracked."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic.fields import FieldInfo

from bot import __version__
from bot.cli.app import app
from bot.config import load_settings
from bot.config_problems import sections
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "config.example.toml"
KEYS = [(name, key) for name, section in sections().items() for key in section.model_fields]
ABSENT = re.compile(r"^# (\w+ = .+)$", re.MULTILINE)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so there is no list of tracked files")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_the_example_gives_exactly_the_defaults(tmp_path: Path) -> None:
    copy = tmp_path / "config.toml"
    copy.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")

    assert load_settings(copy, {}) == Settings(folder=tmp_path)


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_the_example_has_every_key_with_a_comment_above_it(section: str, key: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    everything = tomllib.loads(ABSENT.sub(r"\1", text))

    assert key in everything[section]
    table = text.split(f"\n[{section}]\n")[1].split("\n[")[0].splitlines()
    line = next(n for n, found in enumerate(table) if re.match(rf"(# )?{key} = ", found))
    assert table[line - 1].startswith("# ")
    assert not ABSENT.match(table[line - 1])


def test_the_example_has_no_key_that_does_not_exist(tmp_path: Path) -> None:
    copy = tmp_path / "config.toml"
    copy.write_text(ABSENT.sub(r"\1", EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    token = tmp_path / "token"
    token.write_text("123456789:example")
    token.chmod(0o600)

    settings = load_settings(copy, {}, online=True)

    assert settings.staff.chat_id is not None
    assert settings.telegram.webhook_url is not None


def kind_of(info: FieldInfo) -> str:
    """The type of a key in words for the documentation."""
    choices = [choice for choice in get_args(info.annotation) if isinstance(choice, str)]
    if choices:
        return ", ".join(f"`{choice}`" for choice in choices)
    if get_origin(info.annotation) is tuple:
        return "whole numbers"
    names = {"int": "whole number", "float": "number"}
    return next((words for name, words in names.items() if name in str(info.annotation)), "text")


def value_of(default: Any) -> str:
    """A default as TOML writes it."""
    match default:
        case None:
            return "–"
        case ():
            return "`[]`"
        case str():
            return f'`"{default}"`'
        case _:
            return f"`{default:g}`"


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_the_documentation_has_every_key_as_it_is(section: str, key: str) -> None:
    info = sections()[section].model_fields[key]
    row = f"| `{section}.{key}` | {kind_of(info)} | {value_of(info.default)} | {info.description} |"

    assert row in (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8").splitlines()


def test_the_documentation_has_no_key_that_does_not_exist() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `(\w+)\.(\w+)` \|", text, re.MULTILINE) == KEYS


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert metadata["project"]["version"] == __version__
    assert f"## [{__version__}]" in changelog or "## [Unreleased]" in changelog


def test_the_locks_name_no_place_to_download_from() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
        assert all("==" in line for line in text.splitlines() if line[:1].isalnum())


# Split, so that this file does not find itself.
FOREIGN = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "deb." + "debian.org",
    "/ro" + "ot/",
    "/wo" + "rk/",
)


@pytest.mark.parametrize("foreign", FOREIGN)
def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine(foreign: str) -> None:
    found = [path for path in tracked_files() if foreign.encode() in path.read_bytes()]

    assert not found


def test_no_file_holds_two_versions_that_were_never_joined() -> None:
    marks = re.compile(rb"^(<{7}|>{7}) ", re.MULTILINE)

    assert not [path for path in tracked_files() if marks.search(path.read_bytes())]


def test_nothing_private_is_tracked() -> None:
    names = {path.name for path in tracked_files()}

    assert "config.toml" not in names
    assert not any(name.endswith((".sqlite", ".env", ".log")) for name in names)
    token = re.compile(rb"\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b")
    real = [
        path
        for path in tracked_files()
        if any(b"Example" not in found for found in token.findall(path.read_bytes()))
    ]
    assert not real


def test_the_readme_has_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [info.callback.__name__ for info in app.registered_commands if info.callback is not None]
    groups = [
        f"{group.name} {info.name}"
        for group in app.registered_groups
        if group.typer_instance is not None
        for info in group.typer_instance.registered_commands
    ]

    assert commands
    assert groups
    assert [name for name in [*commands, *groups] if f"`{name}" not in readme] == []


def test_what_make_offers_is_in_its_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    offered = re.findall(r"^#   make (.+?)  ", makefile, re.MULTILINE)

    for target in set(phony.split()) - {"help"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{target} has no rule"
        assert target in " ".join(offered).split(), f"{target} is not in the help"
