"""`run`: the bot itself."""

import asyncio

from bot.cli.common import ConfigOption, read_settings


def run(config: ConfigOption = None) -> None:
    """Run the bot until it is stopped (Ctrl-C or SIGTERM)."""
    settings = read_settings(config, online=True)
    from bot import app  # noqa: PLC0415 - loads everything, after the settings turned out right

    asyncio.run(app.run(settings))
