"""The PostgreSQL that the tests run on behaves as a real one, and leaves nothing behind."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


def test_each_test_gets_an_empty_database(postgres_server: PostgresServer) -> None:
    first, second = postgres_server.create_database(), postgres_server.create_database()
    with psycopg.connect(postgres_server.url(first)) as connection:
        connection.execute("CREATE TABLE seen (id int)")

    with psycopg.connect(postgres_server.url(second)) as connection:
        row = connection.execute("SELECT to_regclass('seen')").fetchone()

    assert row == (None,)
    postgres_server.drop_database(first)
    postgres_server.drop_database(second)


def test_a_database_can_be_copied_from_another(postgres_server: PostgresServer) -> None:
    template = postgres_server.create_database()
    with psycopg.connect(postgres_server.url(template)) as connection:
        connection.execute("CREATE TABLE seen (id int)")

    copy = postgres_server.create_database(template)

    with psycopg.connect(postgres_server.url(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM seen").fetchone() == (0,)


def test_committed_rows_survive_an_immediate_stop(own_server: PostgresServer) -> None:
    with psycopg.connect(own_server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS id")
    own_server.stop("immediate")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(own_server.url())

    own_server.start()

    with psycopg.connect(own_server.url()) as connection:
        assert connection.execute("SELECT id FROM kept").fetchone() == (1,)


def test_no_directory_stays_behind() -> None:
    with PostgresServer() as server:
        root = server.root
        assert root.exists()

    assert not root.exists()


def test_the_url_fixture_points_at_its_own_database(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.info.dbname.startswith("test_")
