"""Of a message that changes often, each span of time sends one version, and the last one always arrives."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery import outbox_latest
from bot.delivery.outbox import Outgoing
from models import Chat, OutboxMessage, OutboxState
from tests.support.factories import NOW, make_chat

EVERY = timedelta(seconds=6)
# The beginning of a span, so that the test can say where in it something happens.
BEGIN = datetime.fromtimestamp(NOW.timestamp() // 6 * 6, NOW.tzinfo)


async def put(session: AsyncSession, chat: Chat, text: str, seconds: float) -> None:
    message = Outgoing(key="card", chat_id=chat.id, payload={"text": text}, method="editMessageText")
    await outbox_latest.put(session, message, every=EVERY, at=BEGIN + timedelta(seconds=seconds))


async def versions(session: AsyncSession) -> list[tuple[str, float]]:
    """What is to be sent, and when, in seconds."""
    rows = await session.scalars(
        select(OutboxMessage).order_by(OutboxMessage.due_at).execution_options(populate_existing=True)
    )
    return [(row.payload["text"], (row.due_at - BEGIN).total_seconds()) for row in rows]


async def leave(session: AsyncSession, until: float) -> None:
    """Let the sender take what is due."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.due_at <= BEGIN + timedelta(seconds=until))
        .values(state=OutboxState.SENT)
    )


async def test_the_first_goes_at_once_and_the_rest_of_a_span_as_one(database: Database) -> None:
    async with database.begin() as session:
        chat = await make_chat(session)
        await put(session, chat, "1", 1)
        await leave(session, 1)
        for number in range(2, 40):
            await put(session, chat, str(number), 1 + number / 10)

        assert await versions(session) == [("1", 1), ("39", 6)]


async def test_what_waits_says_what_was_put_last(database: Database) -> None:
    async with database.begin() as session:
        chat = await make_chat(session)
        await put(session, chat, "1", 1)
        await put(session, chat, "2", 1.5)
        assert await versions(session) == [("2", 1)]


async def test_a_version_never_comes_after_a_newer_one(database: Database) -> None:
    async with database.begin() as session:
        chat = await make_chat(session)
        await put(session, chat, "1", 1)
        await leave(session, 1)
        await put(session, chat, "2", 2)
        # The first is to be sent once more: it was not, after all.
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.state == OutboxState.SENT)
            .values(state=OutboxState.QUEUED)
        )
        await put(session, chat, "3", 3)

        assert (await versions(session))[-1] == ("3", 6)


async def test_after_a_quiet_while_the_next_goes_at_once_again(database: Database) -> None:
    async with database.begin() as session:
        chat = await make_chat(session)
        await put(session, chat, "1", 1)
        await leave(session, 1)
        await put(session, chat, "2", 2)
        await leave(session, 6)
        await put(session, chat, "3", 7)
        await leave(session, 8)
        await put(session, chat, "4", 20)

        assert [when for _, when in await versions(session)] == [1, 6, 12, 20]
