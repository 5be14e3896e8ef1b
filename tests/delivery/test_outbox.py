"""What waits to be sent: each intent once, in order, by urgency, and only to who can be reached."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.db import Database
from bot.delivery import outbox
from bot.delivery.outbox import Sendable
from bot.delivery.wakeups import Wakeups
from models import Chat, MessageClass, OutboxMessage, OutboxState
from tests.support.eventually import PATIENCE_SECONDS
from tests.support.factories import NOW, make_chat, outbox_row, queue

LEASE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


async def post(db: Database, key: str, *arguments: Any, chat: int = -100, **fields: Any) -> bool:
    async with db.begin() as session:
        there = await session.scalar(select(Chat).where(Chat.telegram_id == chat))
        return await queue(session, there or await make_chat(session, chat), key, *arguments, **fields)


async def ready(db: Database, at: datetime = NOW, limit: int = 100) -> list[str]:
    """The keys of what may go now, in order."""
    async with db.read() as session:
        ids = [row[0] for row in await outbox.candidates(session, at=at, limit=limit)]
        keys = dict((await session.execute(select(OutboxMessage.id, OutboxMessage.key))).all())
    return [keys[number] for number in ids]


async def take(db: Database, *keys: str, owner: str = "o", at: datetime = NOW) -> Sequence[Sendable]:
    async with db.begin() as session:
        ids = [(await outbox_row(session, key)).id for key in keys]
        return await outbox.claim(session, ids, owner=owner, at=at, lease=LEASE)


async def set_row(db: Database, key: str, **values: Any) -> None:
    async with db.begin() as session:
        await session.execute(update(OutboxMessage).where(OutboxMessage.key == key).values(**values))


async def states(db: Database) -> dict[str, OutboxState]:
    async with db.read() as session:
        return dict((await session.execute(select(OutboxMessage.key, OutboxMessage.state))).all())


async def test_an_intent_is_stored_once(database: Database) -> None:
    assert await post(database, "a", payload={"text": "first"})
    assert not await post(database, "a", payload={"text": "second"})

    async with database.read() as session:
        assert (await outbox_row(session, "a")).payload == {"text": "first"}


async def test_whoever_stores_a_message_wakes_the_sender(database: Database) -> None:
    wakeups = Wakeups(database)
    asleep = asyncio.create_task(wakeups.outbox.wait(10 * PATIENCE_SECONDS))

    await post(database, "a")

    async with asyncio.timeout(PATIENCE_SECONDS):
        await asleep


async def test_a_payload_with_any_words_comes_back_as_it_was(database: Database) -> None:
    payload = {"text": 'nul \x00, half \ud83d, "👩‍👩‍👧" <b>', "reply_markup": {"inline_keyboard": [[]]}}
    await post(database, "a", payload=payload)

    async with database.read() as session:
        assert (await outbox_row(session, "a")).payload == payload


async def test_a_chat_gets_its_messages_one_by_one_in_order(database: Database) -> None:
    for key in ("a1", "a2"):
        await post(database, key)
    await post(database, "b1", chat=-200)

    assert await ready(database) == ["a1", "b1"]
    await take(database, "a1")
    assert await ready(database) == ["b1"]
    await set_row(database, "a1", state=OutboxState.SENT)
    assert await ready(database) == ["a2", "b1"]


async def test_urgent_messages_go_before_others_also_in_one_chat(database: Database) -> None:
    for message_class in reversed(MessageClass):
        await post(database, message_class.value, message_class)

    assert await ready(database) == ["interactive", "relay", "notice", "reminder"]


@pytest.mark.parametrize("state", [OutboxState.SENT, OutboxState.FAILED, OutboxState.PARKED])
async def test_one_that_is_tried_again_holds_up_those_behind_it(
    database: Database, state: OutboxState
) -> None:
    await post(database, "first")
    await post(database, "behind")
    await set_row(database, "first", attempts=1, due_at=NOW + HOUR)

    assert await ready(database) == []
    await set_row(database, "first", state=state)
    assert await ready(database) == ["behind"]


async def test_one_that_is_planned_for_later_holds_up_nobody(database: Database) -> None:
    await post(database, "tomorrow", due_at=NOW + HOUR)
    await post(database, "now")

    assert await ready(database) == ["now"]
    assert await ready(database, NOW + HOUR) == ["tomorrow"]


async def test_one_that_is_worth_nothing_any_more_holds_up_nobody(database: Database) -> None:
    await post(database, "stale", expires_at=NOW)
    await post(database, "fresh")

    assert await ready(database) == ["fresh"]


@pytest.mark.parametrize(
    ("message_class", "worth"),
    [
        (MessageClass.INTERACTIVE, timedelta(hours=24)),
        (MessageClass.RELAY, timedelta(days=7)),
        (MessageClass.NOTICE, timedelta(days=2)),
        (MessageClass.REMINDER, timedelta(hours=1)),
    ],
)
async def test_each_class_is_worth_sending_for_its_own_time(
    database: Database, message_class: MessageClass, worth: timedelta
) -> None:
    await post(database, "m", message_class, due_at=NOW + HOUR)

    assert await ready(database, NOW + HOUR + worth - timedelta(seconds=1)) == ["m"]
    assert await ready(database, NOW + HOUR + worth) == []
    async with database.begin() as session:
        assert await outbox.expire(session, at=NOW + HOUR + worth) == 1
    assert await states(database) == {"m": OutboxState.EXPIRED}


async def test_messages_to_who_cannot_be_reached_are_cancelled(database: Database) -> None:
    await post(database, "gone")
    await post(database, "in hand", chat=-200)
    await post(database, "there", chat=-300)
    await take(database, "in hand")
    async with database.begin() as session:
        await session.execute(update(Chat).where(Chat.telegram_id != -300).values(inactive_since=NOW))

    assert await ready(database) == ["there"]
    async with database.begin() as session:
        assert await outbox.expire(session, at=NOW) == 1
    assert await states(database) == {
        "gone": OutboxState.CANCELLED,
        "in hand": OutboxState.SENDING,
        "there": OutboxState.QUEUED,
    }


async def test_an_edit_waits_for_its_message_and_then_finds_it(database: Database) -> None:
    await post(database, "answer", MessageClass.NOTICE)
    await post(database, "edit", method="editMessageText", target_key="answer")

    assert await ready(database) == ["answer"]
    await take(database, "answer")
    assert await ready(database) == []
    await set_row(database, "answer", state=OutboxState.SENT, sent_chat_id=-100, sent_message_id=55)
    assert await ready(database) == ["edit"]
    (edit,) = await take(database, "edit")

    assert (edit.method, edit.params) == (
        "editMessageText",
        {"chat_id": -100, "text": "edit", "message_id": 55},
    )


@pytest.mark.parametrize("state", [OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.PARKED])
async def test_an_edit_of_what_was_never_sent_becomes_a_message(
    database: Database, state: OutboxState
) -> None:
    await post(database, "answer")
    await post(database, "edit", method="editMessageText", target_key="answer")
    await set_row(database, "answer", state=state)

    (edit,) = await take(database, "edit")

    assert (edit.method, edit.params) == ("sendMessage", {"chat_id": -100, "text": "edit"})


async def test_a_message_is_taken_in_hand_by_one(database: Database) -> None:
    await post(database, "m")

    (mine,) = await take(database, "m", owner="a")
    assert await take(database, "m", owner="b") == []

    assert (mine.attempts, mine.lease_until) == (1, NOW + LEASE)


async def test_messages_are_taken_in_the_order_that_was_asked(database: Database) -> None:
    for number in range(5):
        await post(database, f"m{number}", chat=-number - 1)

    taken = await take(database, "m3", "m0", "m4")

    assert [message.key for message in taken] == ["m3", "m0", "m4"]


async def test_only_uncalled_messages_of_this_process_are_put_back(database: Database) -> None:
    for chat, key in enumerate(["calling", "unheard", "theirs", "done"], start=1):
        await post(database, key, chat=-chat)
        await take(database, key, owner="other" if key == "theirs" else "me")
    await set_row(database, "done", state=OutboxState.SENT)
    async with database.begin() as session:
        calling = (await outbox_row(session, "calling")).id
        await outbox.release_uncalled(session, owner="me", in_hand={calling}, at=NOW)

    assert await states(database) == {
        "calling": OutboxState.SENDING,
        "unheard": OutboxState.QUEUED,
        "theirs": OutboxState.SENDING,
        "done": OutboxState.SENT,
    }


async def test_words_are_taken_out_of_what_was_finished_long_ago(database: Database) -> None:
    for chat, key in enumerate(["old", "new", "waiting"], start=1):
        await post(database, key, chat=-chat)
    await set_row(database, "old", state=OutboxState.SENT, finished_at=NOW - HOUR)
    await set_row(database, "new", state=OutboxState.SENT, finished_at=NOW + HOUR)

    async with database.begin() as session:
        await outbox.purge(session, before=NOW)

    async with database.read() as session:
        payloads = {key: (await outbox_row(session, key)).payload for key in ("old", "new", "waiting")}
    assert payloads == {"old": {}, "new": {"text": "new"}, "waiting": {"text": "waiting"}}


async def test_a_message_is_found_by_telegrams_number_and_an_edit_does_not_take_its_place(
    database: Database,
) -> None:
    await post(database, "answer")
    await post(database, "edit", method="editMessageText", target_key="answer")
    for key in ("answer", "edit"):
        await set_row(database, key, state=OutboxState.SENT, sent_chat_id=-100, sent_message_id=55)

    async with database.read() as session:
        assert await outbox.sent_as(session, telegram_chat_id=-100, message_id=55) == "answer"
        assert await outbox.sent_as(session, telegram_chat_id=-100, message_id=56) is None


def test_what_is_said_does_not_end_up_in_logs() -> None:
    assert not Sendable.__dataclass_fields__["params"].repr


async def test_what_was_sent_is_recorded_for_what_its_sender_still_has_in_hand(database: Database) -> None:
    await post(database, "a", chat=-100)
    await post(database, "b", chat=-200)
    await post(database, "c", chat=-300)
    taken = await take(database, "a", "b", "c")
    await set_row(database, "b", owner="another")

    async with database.begin() as session:
        numbered = [(message, number) for number, message in enumerate(taken, start=41)]
        recorded = await outbox.sent(session, numbered, owner="o", at=NOW)

    assert recorded == 2
    assert await states(database) == {"a": OutboxState.SENT, "b": OutboxState.SENDING, "c": OutboxState.SENT}
    async with database.read() as session:
        row = await outbox_row(session, "c")
    assert (row.sent_chat_id, row.sent_message_id, row.finished_at, row.owner) == (-300, 43, NOW, None)
