"""A chat keeps everything that belongs to it, wherever on Telegram it goes."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.delivery import addresses
from models import Chat, ChatKind, Dilemma, FormerAddress, OutboxMessage, OutboxState
from tests.support.factories import NOW, make_chat, make_person, outbox_row, queue

OLD, NEW = -100, -1001


async def move(db: Database, old: int = OLD, new: int = NEW) -> None:
    async with db.begin() as session:
        await addresses.move(session, old, new)


async def open_at(db: Database, telegram_id: int, kind: ChatKind = ChatKind.GROUP) -> int:
    async with db.begin() as session:
        return (await addresses.open_chat(session, telegram_id, kind)).id


async def chats(db: Database) -> dict[int, int]:
    async with db.read() as session:
        return dict((await session.execute(select(Chat.telegram_id, Chat.id))).all())


async def add_dilemma(db: Database, chat_id: int, message_id: int) -> None:
    async with db.begin() as session:
        session.add(
            Dilemma(
                token=f"t{message_id}",
                chat_id=chat_id,
                message_chat=OLD,
                message_id=message_id,
                text="sleutel",
                language="nl",
                asked_at=NOW,
            )
        )


async def test_a_new_address_makes_one_chat(database: Database) -> None:
    first = await open_at(database, OLD)

    assert await open_at(database, OLD) == first
    assert await chats(database) == {OLD: first}


@pytest.mark.postgres
async def test_two_updates_from_a_new_group_at_once_find_the_same_chat(
    postgres: Database, postgres_elsewhere: Database
) -> None:
    found = await asyncio.gather(
        *(open_at(db, OLD) for _ in range(5) for db in (postgres, postgres_elsewhere))
    )

    assert len(set(found)) == 1


async def test_whoever_writes_again_can_be_written_to_again(database: Database) -> None:
    await open_at(database, 7, ChatKind.PRIVATE)
    async with database.begin() as session:
        assert await addresses.leave(session, 7, at=NOW)
        assert not await addresses.leave(session, 7, at=NOW + timedelta(days=1))
        assert not await addresses.leave(session, 8, at=NOW)

    async with database.begin() as session:
        before = await addresses.find(session, 7)
        assert before is not None
        assert before.inactive_since == NOW
        assert (await addresses.hear_from(session, 7, ChatKind.PRIVATE)).is_active


async def test_a_group_that_moves_keeps_its_id_and_is_found_at_both_addresses(database: Database) -> None:
    chat = await open_at(database, OLD)

    await move(database)

    assert await chats(database) == {NEW: chat}
    assert await open_at(database, OLD) == chat
    assert await open_at(database, NEW, ChatKind.SUPERGROUP) == chat
    async with database.read() as session:
        row = (await session.scalars(select(Chat))).one()
    assert row.kind is ChatKind.SUPERGROUP


async def test_the_news_may_come_before_the_group_is_known_and_twice(database: Database) -> None:
    await move(database)
    chat = await open_at(database, OLD)
    await move(database)

    assert await chats(database) == {NEW: chat}
    assert await open_at(database, NEW, ChatKind.SUPERGROUP) == chat


async def test_a_second_move_leads_from_the_first_address_too(database: Database) -> None:
    chat = await open_at(database, OLD)
    await move(database)
    await move(database, NEW, -1002)

    assert await open_at(database, OLD) == chat
    async with database.read() as session:
        former = (await session.scalars(select(FormerAddress.current_id))).all()
    assert set(former) == {-1002}


async def test_what_the_supergroup_did_before_the_news_came_follows(database: Database) -> None:
    group = await open_at(database, OLD)
    supergroup = await open_at(database, NEW, ChatKind.SUPERGROUP)
    await add_dilemma(database, group, 1)
    await add_dilemma(database, supergroup, 2)
    async with database.begin() as session:
        chat = await session.get_one(Chat, supergroup)
        await queue(session, chat, "welcome")

    await move(database)
    await move(database)

    assert await chats(database) == {NEW: group}
    async with database.read() as session:
        assert set(await session.scalars(select(Dilemma.chat_id))) == {group}
        assert (await outbox_row(session, "welcome")).chat_id == group


@pytest.mark.parametrize(
    ("method", "payload", "target", "becomes"),
    [
        ("sendMessage", {"text": "m"}, None, ("sendMessage", {"text": "m"})),
        (
            "sendMessage",
            {"text": "m", "reply_parameters": {"message_id": 5}},
            None,
            ("sendMessage", {"text": "m"}),
        ),
        ("editMessageText", {"text": "m", "message_id": 5}, None, ("sendMessage", {"text": "m"})),
        ("editMessageText", {"text": "m"}, "answer", ("editMessageText", {"text": "m"})),
    ],
)
async def test_what_waits_follows_and_lets_go_of_old_messages(
    database: Database,
    method: str,
    payload: dict[str, Any],
    target: str | None,
    becomes: tuple[str, dict[str, Any]],
) -> None:
    async with database.begin() as session:
        chat = await make_chat(session, OLD)
        await queue(session, chat, "m", method=method, payload=payload, target_key=target)

    await move(database)

    async with database.read() as session:
        row = await outbox_row(session, "m")
    assert (row.method, row.payload) == becomes


async def test_what_was_sent_before_the_move_is_left_as_it_was(database: Database) -> None:
    payload = {"text": "m", "message_id": 5}
    async with database.begin() as session:
        await queue(session, await make_chat(session, OLD), "m", method="editMessageText", payload=payload)
        (await outbox_row(session, "m")).state = OutboxState.SENT

    await move(database)

    async with database.read() as session:
        assert (await outbox_row(session, "m")).payload == payload


async def test_a_merge_drops_only_what_would_be_double(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No table is unique per chat today; the merge has to be ready for one that is."""
    monkeypatch.setattr(
        addresses, "_unique_with", lambda table, _c: [["priority"]] if table.name == "outbox" else []
    )
    group = await open_at(database, OLD)
    supergroup = await open_at(database, NEW)
    async with database.begin() as session:
        for number in (group, supergroup):
            await queue(session, await session.get_one(Chat, number), f"of {number}")

    await move(database)

    async with database.read() as session:
        assert (await session.scalars(select(OutboxMessage.key))).all() == [f"of {group}"]


@pytest.mark.postgres
async def test_what_is_being_added_to_the_supergroup_during_the_move_is_not_lost(
    postgres: Database, postgres_elsewhere: Database
) -> None:
    group = await open_at(postgres, OLD)
    supergroup = await open_at(postgres, NEW)
    async with postgres.begin() as adding:
        person = await make_person(adding)
        adding.add(
            Dilemma(
                token="t",
                person_id=person.id,
                chat_id=supergroup,
                message_chat=NEW,
                message_id=1,
                text="sleutel",
                language="nl",
                asked_at=NOW,
            )
        )
        await adding.flush()
        moving = asyncio.create_task(move(postgres_elsewhere))
        await asyncio.sleep(0.2)
    await moving

    async with postgres.read() as session:
        assert (await session.scalars(select(Dilemma.chat_id))).all() == [group]


@pytest.mark.postgres
async def test_both_chats_may_tell_the_news_at_the_same_time(
    postgres: Database, postgres_elsewhere: Database
) -> None:
    group = await open_at(postgres, OLD)
    await open_at(postgres, NEW)

    await asyncio.gather(*(move(db) for _ in range(3) for db in (postgres, postgres_elsewhere)))

    assert await chats(postgres) == {NEW: group}
