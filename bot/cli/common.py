"""What the commands share: the option for the settings, and how results and problems are shown."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from bot.settings import Settings

DEFAULT_CONFIG = Path("config.toml")

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        envvar="BUURVRAAG_CONFIG",
        metavar="FILE",
        help="The settings; without it config.toml, if there is one.",
    ),
]


def config_path(chosen: Path | None) -> Path | None:
    """The file to read: the chosen one, else config.toml in the working directory if there is one."""
    if chosen is not None:
        return chosen
    return DEFAULT_CONFIG if DEFAULT_CONFIG.exists() else None


def read_settings(chosen: Path | None, *, online: bool = False) -> "Settings":
    """Read the settings and set up logging by them; raises ConfigError. `online`: a token is needed."""
    from bot.config import load_settings  # noqa: PLC0415 - `--version` and `--help` need none of it
    from bot.logs import set_up_logging  # noqa: PLC0415 - likewise

    settings = load_settings(config_path(chosen), os.environ, online=online)
    secrets = [secret.get_secret_value() for secret in (settings.token, settings.webhook_secret) if secret]
    set_up_logging(settings.logging.level, settings.logging.format, secrets=secrets)
    return settings


def say(line: str, *, style: str | None = None) -> None:
    """One line for whoever asked, on standard output."""
    Console().print(line, style=style, markup=False, highlight=False, soft_wrap=True)


def complain(message: str) -> None:
    """What went wrong, on standard error: red where there are colours."""
    console = Console(stderr=True)
    for line in message.splitlines():
        console.print(line, style="red", markup=False, highlight=False, soft_wrap=True)


def visible(text: str) -> str:
    """Text without the signs that could make a terminal do things."""
    return "".join(char if char.isprintable() or char == "\n" else "·" for char in text.rstrip())
