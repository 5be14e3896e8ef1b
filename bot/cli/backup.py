"""`backup`: a copy of the database in one private file, while the bot runs on."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import ConfigOption, read_settings, say
from bot.errors import BackupError

if TYPE_CHECKING:
    from sqlalchemy import URL

NO_PROGRAM = (
    "{name} is not installed: install PostgreSQL's client programs (on Debian or Ubuntu: apt install "
    "postgresql-client), of the server's version or newer."
)


def backup(
    destination: Annotated[
        Path, typer.Argument(metavar="DEST", help="The file to write; it must not exist yet.")
    ],
    config: ConfigOption = None,
) -> None:
    """Copy the database into one file that only you can read, and check the copy. The bot may run on."""
    settings = read_settings(config)
    source = settings.sqlite_path
    if source is not None:
        copy_sqlite(source, destination)
    else:
        dump_postgres(settings.database_url, destination)
    say(f"{destination}: {destination.stat().st_size / 1e6:.1f} MB, checked, readable by you only.")


def copy_sqlite(source: Path, destination: Path) -> None:
    """Copy a live SQLite database as it is at this moment, and check the copy; BackupError when it fails."""
    if not source.is_file():
        raise BackupError(f"database.url: there is no database at {source} yet, so nothing to back up.")
    with _new_private_file(destination):
        try:
            with (
                closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as live,
                closing(sqlite3.connect(destination)) as copy,
            ):
                # In one step: a snapshot, which in WAL mode keeps nobody from writing.
                live.backup(copy, pages=-1)
                # One file, without the two beside it that WAL mode makes.
                copy.execute("PRAGMA journal_mode = DELETE")
                # What was deleted or emptied still stands in pages that are free: it has no place in a copy.
                copy.execute("VACUUM")
                (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.Error as error:
            raise BackupError(f"{source} could not be copied: {error}.") from error
        if verdict != "ok":
            raise BackupError(f"{source} is damaged, and so is a copy of it: {verdict.splitlines()[0]}.")


def dump_postgres(url: "URL", destination: Path) -> None:
    """Dump a PostgreSQL database in pg_dump's own format, for pg_restore; BackupError when it fails."""
    programs = {name: shutil.which(name) for name in ("pg_dump", "pg_restore")}
    for name, path in programs.items():
        if path is None:
            raise BackupError(NO_PROGRAM.format(name=name))
    target, password = _connection(url)
    # The password goes through the environment: everybody on the machine can read the arguments of a program.
    env = os.environ | ({"PGPASSWORD": password} if password else {})
    with _new_private_file(destination) as descriptor:
        _call(
            [str(programs["pg_dump"]), "--format=custom", "--no-password", "--dbname", target],
            env,
            descriptor,
        )
        _call([str(programs["pg_restore"]), "--list", str(destination)], env, subprocess.DEVNULL)


def _connection(url: "URL") -> tuple[str, str | None]:
    """The address as libpq wants it, without the password, and the password."""
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - for PostgreSQL only

    parameters = dict(url.get_dialect()().create_connect_args(url)[1])
    parameters.pop("context", None)
    password = parameters.pop("password", None)
    return make_conninfo("", **parameters), password


def _call(command: list[str], env: dict[str, str], output: int) -> None:
    done = subprocess.run(command, env=env, stdout=output, stderr=subprocess.PIPE, check=False)  # noqa: S603 - fixed programs
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BackupError(said[0] if said else f"{command[0]} failed with code {done.returncode}.")


@contextmanager
def _new_private_file(path: Path) -> Iterator[int]:
    """A new file of mode 0600 as a descriptor; on disk at the end, or removed when anything is raised."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise BackupError(f"{path} exists already: choose another name, nothing was overwritten.") from None
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        yield descriptor
        os.fsync(descriptor)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)
