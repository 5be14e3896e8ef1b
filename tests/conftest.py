"""Fixtures that more than one folder of tests needs."""

import asyncio
import gc
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.ext.asyncio import create_async_engine

from bot.db import Database
from bot.logs import QUIET
from bot.settings import parse_database_url
from tests.postgres import PostgresServer, ReusedDatabase
from tests.support.statements import SharedStatements

# The same examples each time, however slow the machine is: what a run finds, the next one finds too. New ones
# are searched for with --hypothesis-profile=default.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

# More workers than this only wait for each other's browsers and databases.
MOST_WORKERS = 8

# Where files are in memory and nothing waits for a disk. What a killed process leaves is the same there.
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest and tempfile make folders of their own in it
ENOUGH_BYTES = 2 * 1024**3


def pytest_configure(config: pytest.Config) -> None:
    """Keep what tests write in memory, where that has room and nobody chose another place."""
    chosen = config.option.basetemp is not None or "TMPDIR" in os.environ
    if not chosen and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH_BYTES:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def pytest_xdist_auto_num_workers() -> int:
    """How many workers `-n auto` starts: half as many again as this process may use processors.

    A third of the time a test waits: for a browser, for a process that it started, for an answer.
    """
    processors = max(1, min(len(os.sched_getaffinity(0)), _processors_of_container()))
    return min(processors + processors // 2, MOST_WORKERS)


def _processors_of_container() -> int:
    """What a container may use, from its control group (v2): a machine's processors are not all its own."""
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return MOST_WORKERS
    return MOST_WORKERS if quota == "max" else round(int(quota) / int(period))


def pytest_collection_finish() -> None:
    """Keep the garbage collector from what was loaded and stays: each look through it takes half a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def statements_are_compiled_once() -> Iterator[None]:
    """All databases of a process share what SQLAlchemy compiled."""
    engine = partial(create_async_engine, execution_options={"compiled_cache": SharedStatements()})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.db.create_async_engine", engine)
        yield


def migrate(url: str) -> None:
    """Make all tables in a database, whose address is in the form that `database.url` takes."""

    async def work() -> None:
        database = Database(parse_database_url(url))
        await database.migrate()
        await database.close()

    asyncio.run(work())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL for all tests of a process; tests that stop it start their own."""
    with PostgresServer() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Address of an empty database of this test's own."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="session")
def reused_postgres(postgres_server: PostgresServer) -> Iterator[ReusedDatabase]:
    """A database with all tables that is emptied after each test; to make a new one takes far longer."""
    reused = ReusedDatabase(postgres_server, migrate)
    yield reused
    reused.close()


@pytest.fixture
def migrated_postgres_url(reused_postgres: ReusedDatabase) -> Iterator[str]:
    """Address of a PostgreSQL database that has all tables, and nothing in them."""
    yield reused_postgres.url()
    reused_postgres.empty()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that has all tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite"
    migrate(f"sqlite:///{path}")
    return path


KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without tables, in the form that `database.url` takes; once on each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'test.sqlite'}"


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database with all tables, in the form that `database.url` takes; once on each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("migrated_postgres_url"))
    path = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "test.sqlite")
    return f"sqlite:///{path}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database; each test runs on SQLite and on PostgreSQL."""
    db = Database(parse_database_url(database_url))
    yield db
    await db.close()


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """Whatever a test does to logging is undone after it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in QUIET}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    logging.captureWarnings(capture=False)
