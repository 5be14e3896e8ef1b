"""One word to many chats: stored once, each chat once, and it can be held, let go and dropped."""

import pytest
from sqlalchemy import literal, select

from bot.db import Database
from bot.delivery import addresses, outbox, outbox_many
from models import Chat, OutboxMessage, OutboxState
from tests.delivery.test_outbox import ready, set_row, states, take
from tests.support.factories import NOW, make_chat

CHATS = 7


@pytest.fixture
async def content(database: Database) -> int:
    """A word for seven groups, in the outbox."""
    async with database.begin() as session:
        for number in range(CHATS):
            await make_chat(session, -100 - number)
        content = await outbox_many.share(session, {"text": "Kom je ook?"})
    await fill(database, content)
    return content


async def fill(db: Database, content: int, size: int = 3) -> int:
    """Put it in the outbox chunk by chunk; in how many chunks."""
    after, chunks = 0, 0
    while True:
        async with db.begin() as session:
            last = await outbox_many.add_chunk(
                session,
                select(Chat.id),
                prefix="word:",
                content=literal(content),
                method="sendMessage",
                after=after,
                size=size,
                at=NOW,
            )
        if last is None:
            return chunks
        after, chunks = last, chunks + 1


async def test_who_sends_is_woken_for_each_chunk_of_it(database: Database) -> None:
    woken: list[int] = []
    async with database.begin() as session:
        await make_chat(session, -100)
        content = await outbox_many.share(session, {"text": "Kom je ook?"})
    database.on_news(outbox.NEWS, lambda: woken.append(1))

    assert len(woken) == 0
    assert await fill(database, content) == len(woken) == 1
    async with database.begin() as session:
        await outbox_many.hold(session, [content])
        await outbox_many.let_go(session, [content], at=NOW)
    assert len(woken) == 2


async def test_every_chat_gets_one_message_that_shares_its_words(database: Database, content: int) -> None:
    keys = await ready(database)
    sendable = await take(database, *keys)

    assert len(keys) == len({message.telegram_id for message in sendable}) == CHATS
    assert {message.params["text"] for message in sendable} == {"Kom je ook?"}
    async with database.read() as session:
        assert set(await session.scalars(select(OutboxMessage.payload["text"].as_string()))) == {None}


async def test_chunks_that_are_stored_again_add_nothing(database: Database, content: int) -> None:
    before = await ready(database)
    assert await fill(database, content) == 3
    assert await ready(database) == before
    assert len(await states(database)) == CHATS


async def test_what_is_held_waits_until_it_is_let_go(database: Database, content: int) -> None:
    first, *_ = await ready(database)
    await take(database, first)
    async with database.begin() as session:
        assert await outbox_many.hold(session, [content]) == CHATS - 1
    assert await ready(database) == []
    async with database.begin() as session:
        # Nothing of it goes stale however long somebody thinks.
        later = NOW + outbox.WORTH[outbox_many._CLASS] * 2
        await outbox.expire(session, at=later)
        assert await outbox_many.let_go(session, [content], at=later) == CHATS - 1
    assert len(await ready(database, later)) == CHATS - 1


async def test_what_is_cancelled_spares_what_was_sent(database: Database, content: int) -> None:
    first, second, third, *_ = await ready(database)
    await set_row(database, first, state=OutboxState.SENT)
    await set_row(database, second, state=OutboxState.PARKED)
    await set_row(database, third, state=OutboxState.HELD)
    async with database.begin() as session:
        assert await outbox_many.cancel(session, [content], at=NOW, reason="stopped") == CHATS - 2
        counted = await outbox_many.count(session, [content])
    assert counted == {
        OutboxState.SENT: 1,
        OutboxState.PARKED: 1,
        OutboxState.CANCELLED: CHATS - 2,
    }


async def test_a_group_that_was_known_twice_gets_it_once(database: Database, content: int) -> None:
    """The old group and the supergroup that it became each had a row, and one of them had its copy."""
    async with database.begin() as session:
        newer = (await session.scalars(select(Chat).where(Chat.telegram_id == -103))).one()
        newer_key = f"word:{newer.id}"
    await set_row(database, newer_key, state=OutboxState.SENT)

    async with database.begin() as session:
        await addresses.move(session, -100, -103)

    left = await states(database)
    assert len(left) == CHATS - 1
    assert left[newer_key] is OutboxState.SENT
