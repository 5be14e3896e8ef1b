"""Opening the database for a command, whether the bot runs at the same time or not."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy.exc import DBAPIError

from bot.db import Database, is_database_trouble, newest_schema_version
from bot.errors import DatabaseError
from bot.settings import Settings


@asynccontextmanager
async def migrated(settings: Settings) -> AsyncIterator[Database]:
    """The database at the newest schema, made when it is not there. Raises DatabaseError."""
    database = Database(settings.database_url)
    try:
        await database.migrate()
        with _told_in_one_line():
            yield database
    finally:
        await database.close()


@asynccontextmanager
async def existing(settings: Settings) -> AsyncIterator[Database]:
    """The database as it is, for a command that changes nothing of its shape. Raises DatabaseError."""
    path = settings.sqlite_path
    if path is not None and not path.is_file():
        raise DatabaseError(f"database.url: there is no database at {path} yet.")
    database = Database(settings.database_url)
    try:
        current, newest = await database.schema_version(), newest_schema_version()
        if current is None:
            raise DatabaseError("database.url: the database is still empty.")
        if current != newest:
            raise DatabaseError(
                f"database.url: the schema is at version {current}, and this program's at {newest}: "
                "run python -m bot migrate first."
            )
        with _told_in_one_line():
            yield database
    finally:
        await database.close()


@contextmanager
def _told_in_one_line() -> Iterator[None]:
    """Turn a database that goes away or stays locked into an error that needs no traceback."""
    try:
        yield
    except DBAPIError as error:
        if not is_database_trouble(error):
            raise
        reason = str(error.orig).strip().splitlines() or [type(error).__name__]
        raise DatabaseError(f"The database stopped answering ({reason[0]}): nothing was changed.") from error
