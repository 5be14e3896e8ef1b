"""`migrate`: bring the database to the newest schema without starting the bot."""

import asyncio

from bot.cli.common import ConfigOption, read_settings, say


def migrate(config: ConfigOption = None) -> None:
    """Make or upgrade the tables. The bot does so by itself when it starts; this is for doing it before."""
    settings = read_settings(config)
    from bot.db import Database  # noqa: PLC0415 - loads SQLAlchemy and Alembic

    async def work() -> tuple[str | None, str | None]:
        database = Database(settings.database_url)
        try:
            before = await database.schema_version()
            await database.migrate()
            return before, await database.schema_version()
        finally:
            await database.close()

    before, after = asyncio.run(work())
    if before == after:
        say(f"The database is at version {after} already.")
    else:
        say(f"The database went from {before or 'empty'} to version {after}.")
