"""What the tests of the command line share."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.app import main

Config = Callable[..., Path]


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, logging_as_before: None
) -> Command:
    """Runs a command in this process, without the variables of whoever runs the tests."""
    del logging_as_before
    for name in ("BUURVRAAG_TOKEN", "BUURVRAAG_CONFIG", "BUURVRAAG_DATABASE_URL", "BUURVRAAG_WEBHOOK_SECRET"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str | Path, **env: str) -> Ended:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Ended(int(ended.value.code or 0), written.out, written.err)

    return run


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Writes config.toml from its text; without an encoder, which takes long to load."""

    def write(text: str = "") -> Path:
        path = tmp_path / "config.toml"
        path.write_text('[matching]\nencoder = "none"\n' + text, encoding="utf-8")
        return path

    return write
