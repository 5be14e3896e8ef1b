"""Correcting what many chats have: what waits goes out anew, what is there is edited, never twice."""

import asyncio

from sqlalchemy import literal, select

from bot.db import Database
from bot.delivery import addresses, outbox, outbox_many
from models import Chat, OutboxMessage, OutboxState
from tests.delivery.test_outbox import ready, set_row, take
from tests.support.factories import NOW, make_chat

OLD, NEW = {"text": "dinsdag"}, {"text": "woensdag"}


async def filled(database: Database, chats: int) -> int:
    """A word for so many groups, in the outbox; its content."""
    async with database.begin() as session:
        for number in range(chats):
            await make_chat(session, -100 - number)
        content = await outbox_many.share(session, OLD)
        await outbox_many.add_chunk(
            session,
            select(Chat.id),
            prefix="word:",
            content=literal(content),
            method="sendMessage",
            after=0,
            size=chats,
            at=NOW,
        )
    return content


async def correct(database: Database, content: int) -> int:
    """Change the word everywhere; how many edits that takes."""
    async with database.begin() as session:
        await outbox_many.replace(session, {content: NEW})
        edit = await outbox_many.share(session, NEW)
        return await outbox_many.add_edits(
            session, {content: edit}, prefix="edit:", method="editMessageText", at=NOW
        )


async def arrive(database: Database, key: str, message_id: int) -> None:
    """Let a message have been sent."""
    async with database.begin() as session:
        row = (await session.scalars(select(OutboxMessage).where(OutboxMessage.key == key))).one()
        chat = await session.get_one(Chat, row.chat_id)
        row.state, row.sent_chat_id, row.sent_message_id = OutboxState.SENT, chat.telegram_id, message_id


async def test_what_waits_is_sent_with_the_new_words_and_only_what_is_there_is_edited(
    database: Database,
) -> None:
    content = await filled(database, 3)
    first, *others = await ready(database)
    await arrive(database, first, 7)

    assert await correct(database, content) == 1
    sendable = await take(database, *await ready(database))
    assert {(one.method, one.params["text"]) for one in sendable} == {
        ("sendMessage", "woensdag"),
        ("editMessageText", "woensdag"),
    }
    assert [one.params["message_id"] for one in sendable if one.method == "editMessageText"] == [7]
    assert len(others) == 2


async def test_an_edit_of_what_never_arrived_is_no_new_message(database: Database) -> None:
    content = await filled(database, 1)
    [key] = await ready(database)
    [_] = await take(database, key)
    assert await correct(database, content) == 1
    # It waits for the message in hand, which is then found to have come to nothing.
    assert await ready(database) == []
    await set_row(database, key, state=OutboxState.PARKED)
    [edit] = await take(database, *await ready(database))
    assert (edit.method, "message_id" in edit.params) == ("editMessageText", False)


async def test_an_edit_of_what_stayed_in_the_old_group_is_no_new_message(database: Database) -> None:
    content = await filled(database, 1)
    [key] = await ready(database)
    await arrive(database, key, 7)
    await correct(database, content)
    async with database.begin() as session:
        await addresses.move(session, -100, -100500)
    [edit] = await take(database, *await ready(database))
    assert (edit.method, "message_id" in edit.params) == ("editMessageText", False)


async def test_what_is_taken_in_hand_at_the_same_moment_is_edited_afterwards(database: Database) -> None:
    content = await filled(database, 2)
    keys = await ready(database)
    async with database.begin() as session:
        rows = (await session.scalars(select(OutboxMessage.id).order_by(OutboxMessage.id))).all()
        claimed = await outbox.claim(session, [rows[0]], owner="sender", at=NOW, lease=NOW - NOW)
        # The correction begins before the claim is committed, and has to wait for it.
        correcting = asyncio.create_task(correct(database, content))
        await asyncio.sleep(0.2)
        assert not correcting.done()
    assert [one.params["text"] for one in claimed] == ["dinsdag"]
    assert await correcting == 1
    async with database.read() as session:
        [target] = await session.scalars(
            select(OutboxMessage.target_key).where(OutboxMessage.method == "editMessageText")
        )
    assert target == keys[0]
