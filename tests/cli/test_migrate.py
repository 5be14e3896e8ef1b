"""`migrate` brings an empty or old database to the newest schema, and can be repeated."""

import pytest

from bot.db import newest_schema_version
from tests.cli.conftest import Command, Config


def test_an_empty_database_gets_the_newest_schema(command: Command, config: Config) -> None:
    path = config()

    first, second = command("migrate", "--config", path), command("migrate", "--config", path)

    assert first.code == second.code == 0
    assert first.out == f"The database went from empty to version {newest_schema_version()}.\n"
    assert second.out == f"The database is at version {newest_schema_version()} already.\n"


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:///nowhere/b.sqlite"])
def test_a_database_that_cannot_be_reached_is_one_line(command: Command, config: Config, url: str) -> None:
    ended = command("migrate", "--config", config(f'[database]\nurl = "{url}"\n'))

    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert "database.url" in ended.err
