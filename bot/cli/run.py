"""`run`: the bot itself."""

import asyncio
import gc

from bot.cli.common import ConfigOption, read_settings


def run(config: ConfigOption = None) -> None:
    """Run the bot until it is stopped (Ctrl-C or SIGTERM)."""
    settings = read_settings(config, online=True)
    # What is loaded here stays: to look through it for garbage costs a quarter of loading it, and a part of
    # each answer ever after.
    gc.disable()
    from bot import app  # noqa: PLC0415 - loads everything, after the settings turned out right

    gc.freeze()
    gc.enable()
    asyncio.run(app.run(settings))
