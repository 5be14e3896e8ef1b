"""`broadcasts`: administrators see how far invitations are, without reading them."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.clock import Clock
from bot.db import Database
from bot.services.broadcasts import broadcasts
from bot.services.broadcasts.audience import Audiences
from bot.services.roles import Roles
from bot.settings import parse_database_url
from models import Broadcast, BroadcastState, OutboxMessage, OutboxState
from tests.cli.conftest import Command, Config
from tests.support.factories import make_chat, make_person


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'test.sqlite'}"


@pytest.fixture
def settings(config: Config, url: str) -> Path:
    asyncio.run(_fill(url))
    return config(f'[database]\nurl = "{url}"\n')


async def _fill(url: str) -> None:
    """One to three groups of which two have it, and a draft."""
    database = Database(parse_database_url(url))
    await database.migrate()
    at = Clock().now()
    async with database.begin() as session:
        for number in range(3):
            await make_chat(session, -1 - number)
        author = await make_person(session)
        session.add(Broadcast(author_id=author.id, text="Nog niet", made_at=at, changed_at=at))
        sent = Broadcast(
            author_id=author.id, text="Kom je ook?", entities=[], made_at=at, changed_at=at, version=1
        )
        session.add(sent)
        await session.flush()
        assert await broadcasts.confirm(
            session,
            sent,
            Audiences(Roles(), "nl"),
            version=1,
            number=3,
            approver=None,
            bot_name="voorbeeld_bot",
            at=at,
        )
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.chat_id < 3).values(state=OutboxState.SENT)
        )
    await database.close()


async def _finish(url: str) -> None:
    database = Database(parse_database_url(url))
    async with database.begin() as session:
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.chat_id == 3).values(state=OutboxState.PARKED)
        )
        await session.execute(update(Broadcast).where(Broadcast.id == 2).values(finished_at=Clock().now()))
    await database.close()


def test_it_shows_numbers_of_what_was_sent_and_no_words(command: Command, settings: Path) -> None:
    ended = command("broadcasts", "--config", settings)

    assert ended.code == 0
    [line] = ended.out.splitlines()
    assert line.split()[0] == "2"
    assert line.endswith("sending   2 of 3 delivered, 1 waiting")
    assert "Kom je ook" not in ended.out


def test_watching_ends_when_it_is_over(command: Command, settings: Path, url: str) -> None:
    asyncio.run(_finish(url))

    ended = command("broadcasts", "2", "--watch", "--config", settings)

    assert ended.code == 0
    assert ended.out.splitlines()[-1].endswith("2 of 3 delivered, 1 unknown")


async def _plan(url: str) -> None:
    """What was under way waits for a time instead."""
    database = Database(parse_database_url(url))
    async with database.begin() as session:
        await session.execute(
            update(Broadcast)
            .where(Broadcast.id == 2)
            .values(state=BroadcastState.SCHEDULED, due_at=datetime(2027, 3, 1, 9, 30, tzinfo=UTC))
        )
    await database.close()


def test_what_waits_for_its_time_is_shown_with_it(command: Command, settings: Path, url: str) -> None:
    asyncio.run(_plan(url))

    ended = command("broadcasts", "--config", settings)

    [line] = ended.out.splitlines()
    assert line.endswith("scheduled begins 2027-03-01 09:30 UTC, for 3 chats when it was confirmed")


def test_a_draft_is_nobody_elses_and_an_unknown_number_is_said(command: Command, settings: Path) -> None:
    ended = command("broadcasts", "1", "--config", settings)

    assert ended.code == 2
    assert "no broadcast 1" in ended.err
