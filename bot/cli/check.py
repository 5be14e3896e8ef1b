"""`check`: try everything that the bot needs, and say what was found."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from bot.cli.common import ConfigOption, config_path, read_settings, visible
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.cli.findings import Finding
    from bot.settings import Settings

WIDTH = 14  # of the longest subject, "coordinators", with room after it


def check(config: ConfigOption = None) -> None:
    """Try the settings, Telegram, the database and the staff group; exit code 2 when one fails."""
    from bot.cli.findings import Level, bad, good  # noqa: PLC0415 - loads Telegram and the database

    console = Console(highlight=False, soft_wrap=True)
    path = config_path(config)
    found: list[Finding] = []

    def show(finding: Finding) -> None:
        found.append(finding)
        sign, colour = finding.level.value
        console.print(Text.assemble((sign, colour), f" {finding.about:<{WIDTH}}", visible(finding.text)))

    async def all_of(settings: Settings) -> None:
        async for finding in _findings(settings):
            show(finding)

    try:
        settings: Settings | None = read_settings(config, online=True)
        show(good("settings", f"{path} is right." if path else "no file, so defaults and the environment."))
    except ConfigError as error:
        for problem in error.problems:
            show(bad("settings", problem))
        settings = _without_telegram(config)
    if settings is not None:
        asyncio.run(all_of(settings))
    _conclude(console, found)
    if any(finding.level is Level.BAD for finding in found):
        raise typer.Exit(2)


def _without_telegram(config: Path | None) -> Settings | None:
    """The settings for the rest of the checks when only a secret is missing; None when they are wrong."""
    from bot.config import load_settings  # noqa: PLC0415 - as in `check`

    try:
        return load_settings(config_path(config), os.environ).model_copy(update={"token": None})
    except ConfigError:
        return None


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    from bot.cli import findings  # noqa: PLC0415 - as in `check`
    from bot.delivery.telegram_bot import make_bot  # noqa: PLC0415 - likewise

    if settings.token is not None:
        bot = make_bot(settings.require_token(), settings.telegram.api_url)
        try:
            async for finding in findings.telegram(bot, settings):
                yield finding
        finally:
            await bot.shutdown()
    async for finding in findings.database(settings):
        yield finding
    for finding in findings.pages(settings):
        yield finding
    for finding in findings.encoder(settings):
        yield finding


def _conclude(console: Console, found: list[Finding]) -> None:
    from bot.cli.findings import Level  # noqa: PLC0415 - as in `check`

    wrong = sum(finding.level is Level.BAD for finding in found)
    notes = sum(finding.level is Level.NOTE for finding in found)
    if wrong:
        console.print(f"{wrong} to mend before the bot can run well.", style="red")
    elif notes:
        console.print(f"The bot can run; {notes} to know about.", style="yellow")
    else:
        console.print("All is in order.", style="green")
