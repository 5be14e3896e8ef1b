"""The sender: what becomes of a message for everything that can happen on the way."""

import asyncio
import time
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import select
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.db import Database
from bot.delivery.pacing import Pacer
from bot.delivery.sender import IN_FLIGHT, IN_FLIGHT_BULK, Sender
from bot.delivery.telegram_bot import TelegramBot
from bot.delivery.wakeups import Wakeup
from models import Chat, ChatKind, MessageClass, OutboxState, SendPause
from tests.support.eventually import eventually
from tests.support.factories import NOW, StillClock, make_chat, queue
from tests.support.fake_bot import Call, FakeBot
from tests.support.office import GROUP, Office, mark_repeat, read_timeout, refused_connection

SECOND = timedelta(seconds=1)


async def test_what_was_sent_is_recorded_with_its_message_id(office: Office) -> None:
    await office.post("hallo", payload={"text": "hallo", "parse_mode": "HTML"})

    async with office.at_work():
        row = await office.until("hallo", OutboxState.SENT)

    assert (row.sent_chat_id, row.sent_message_id, row.attempts) == (GROUP, 101, 1)
    assert office.bot.calls == [
        Call("sendMessage", {"chat_id": GROUP, "text": "hallo", "parse_mode": "HTML"})
    ]


@pytest.mark.parametrize(
    "error", [read_timeout(), NetworkError("Bad Gateway"), RuntimeError("a fault of ours")]
)
@pytest.mark.parametrize(
    ("message_class", "state", "texts"),
    [
        (MessageClass.INTERACTIVE, OutboxState.SENT, ["m", "m"]),
        (MessageClass.RELAY, OutboxState.SENT, ["m", "m (again, 1)"]),
        (MessageClass.NOTICE, OutboxState.PARKED, ["m"]),
        (MessageClass.REMINDER, OutboxState.EXPIRED, ["m"]),
    ],
)
async def test_when_it_is_unknown_whether_it_arrived_the_class_decides(
    office: Office, error: Exception, message_class: MessageClass, state: OutboxState, texts: list[str]
) -> None:
    office.bot.script = [error]
    await office.post("m", message_class=message_class)

    async with office.at_work():
        await office.uncertain("m")
        office.clock.advance(SECOND * 2)
        row = await office.until("m", state)

    assert office.bot.texts == texts
    assert row.uncertain == 1


@pytest.mark.parametrize("message_class", MessageClass)
async def test_when_it_surely_did_not_arrive_every_class_is_sent_again(
    office: Office, message_class: MessageClass
) -> None:
    office.bot.script = [refused_connection()]
    await office.post("m", message_class=message_class)

    async with office.at_work():
        await office.attempted("m")
        office.clock.advance(SECOND * 2)
        row = await office.until("m", OutboxState.SENT)

    assert office.bot.texts == ["m", "m"]
    assert row.uncertain == 0


async def test_attempts_are_further_and_further_apart(office: Office) -> None:
    office.bot.script = [refused_connection()] * 12
    await office.post("m", expires_at=NOW + timedelta(days=1))
    waits = []

    async with office.at_work():
        for attempt in range(1, 13):
            row = await office.attempted("m", attempt)
            waits.append((row.due_at - office.clock.now()).total_seconds())
            office.clock.advance(row.due_at - office.clock.now())
        await office.until("m", OutboxState.SENT)

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


async def test_a_429_silences_everything_and_a_new_process_keeps_the_silence(office: Office) -> None:
    office.bot.script = [RetryAfter(60)]
    await office.post("first")
    async with office.at_work():
        await office.attempted("first")
    await office.post("other", chat=-200)

    office.clock.advance(SECOND * 59)
    async with office.at_work():
        await asyncio.sleep(0.2)
        assert office.bot.texts == ["first"]
        office.clock.advance(SECOND * 2)
        await office.until("first", OutboxState.SENT)
        await office.until("other", OutboxState.SENT)

    async with office.db.read() as session:
        assert await session.scalar(select(SendPause.until)) == NOW + SECOND * 60


async def test_a_shorter_429_does_not_end_a_longer_one(office: Office) -> None:
    waits = {"long": RetryAfter(60), "short": RetryAfter(1)}
    office.bot.decide = lambda call: waits.pop(call.text, None)
    await office.post("long")
    await office.post("short", chat=-200)
    # Both are under way before either is answered.
    office.bot.gate = asyncio.Event()

    async with office.at_work():
        await eventually(lambda: len(office.bot.calls) == 2)
        office.bot.gate.set()
        await office.attempted("long")
        await office.attempted("short")
        office.clock.advance(SECOND * 30)
        await asyncio.sleep(0.2)

    assert sorted(office.bot.texts) == ["long", "short"]


async def test_a_group_that_became_a_supergroup_is_followed(office: Office) -> None:
    office.bot.decide = lambda call: ChatMigrated(-1001) if call.params["chat_id"] == GROUP else None
    await office.post("now", "next")

    async with office.at_work():
        first = await office.until("now", OutboxState.SENT)
        await office.until("next", OutboxState.SENT)

    assert first.sent_chat_id == -1001
    assert [(call.params["chat_id"], call.text) for call in office.bot.calls] == [
        (GROUP, "now"),
        (-1001, "now"),
        (-1001, "next"),
    ]


async def test_an_edit_in_hand_at_a_move_becomes_a_message(office: Office) -> None:
    office.bot.decide = lambda call: ChatMigrated(-1001) if call.params["chat_id"] == GROUP else None
    payload = {"text": "edit", "message_id": 5}
    await office.post("edit", method="editMessageText", payload=payload)

    async with office.at_work():
        await office.until("edit", OutboxState.SENT)

    assert office.bot.calls[-1] == Call("sendMessage", {"chat_id": -1001, "text": "edit"})


@pytest.mark.parametrize(
    "error",
    [Forbidden("Forbidden: bot was blocked by the user"), BadRequest("Bad Request: chat not found")],
)
async def test_a_chat_that_is_gone_is_marked_and_its_messages_are_cancelled(
    office: Office, error: TelegramError
) -> None:
    office.bot.script = [error]
    await office.post("first", "second")
    await office.post("elsewhere", chat=-200)

    async with office.at_work():
        await office.until("first", OutboxState.FAILED)
        await office.until("second", OutboxState.CANCELLED)
        await office.until("elsewhere", OutboxState.SENT)

    async with office.db.read() as session:
        inactive = await session.scalar(select(Chat.inactive_since).where(Chat.telegram_id == GROUP))
    assert inactive == NOW
    assert sorted(office.bot.texts) == ["elsewhere", "first"]


async def test_a_group_where_the_bot_may_not_write_is_not_gone(office: Office) -> None:
    office.bot.script = [BadRequest("Bad Request: not enough rights to send text messages to the chat")]
    await office.post("first")

    async with office.at_work():
        await office.until("first", OutboxState.FAILED)

    async with office.db.read() as session:
        chat = (await session.scalars(select(Chat))).one()
    assert (chat.can_write, chat.is_active) == (False, True)


async def test_a_topic_that_is_gone_is_left_for_the_general_one(office: Office) -> None:
    office.bot.script = [BadRequest("Bad Request: message thread not found")]
    await office.post("m", payload={"text": "m", "message_thread_id": 9})

    async with office.at_work():
        await office.until("m", OutboxState.SENT)

    assert [call.params.get("message_thread_id") for call in office.bot.calls] == [9, None]


async def test_a_complaint_about_a_topic_without_a_topic_is_final(office: Office) -> None:
    office.bot.script = [BadRequest("Bad Request: TOPIC_CLOSED")]
    await office.post("m")

    async with office.at_work():
        await office.until("m", OutboxState.FAILED)


async def test_an_edit_of_a_message_that_is_gone_becomes_a_message_and_the_next_edit_changes_that(
    office: Office,
) -> None:
    await office.post("answer")
    async with office.at_work():
        await office.until("answer", OutboxState.SENT)
        office.bot.script = [BadRequest("Bad Request: message to edit not found")]
        for key in ("edit", "edit again"):
            await office.post(key, method="editMessageText", target_key="answer")
            await office.until(key, OutboxState.SENT)

    calls = [(call.method, call.text, call.params.get("message_id")) for call in office.bot.calls]
    assert calls == [
        ("sendMessage", "answer", None),
        ("editMessageText", "edit", 101),
        ("sendMessage", "edit", None),
        ("editMessageText", "edit again", 102),
    ]


async def test_an_edit_by_number_of_a_message_that_is_gone_becomes_a_message(office: Office) -> None:
    office.bot.script = [BadRequest("Bad Request: message can't be edited")]
    await office.post("edit", method="editMessageText", payload={"text": "edit", "message_id": 5})

    async with office.at_work():
        await office.until("edit", OutboxState.SENT)

    assert [call.method for call in office.bot.calls] == ["editMessageText", "sendMessage"]
    assert "message_id" not in office.bot.calls[1].params


async def test_an_edit_that_changes_nothing_counts_as_done(office: Office) -> None:
    office.bot.script = [BadRequest("Bad Request: message is not modified")]
    await office.post("edit", method="editMessageText", payload={"text": "edit", "message_id": 5})

    async with office.at_work():
        row = await office.until("edit", OutboxState.SENT)

    assert (row.sent_chat_id, row.sent_message_id) == (GROUP, 5)


async def test_what_telegram_will_never_take_is_final_and_the_next_goes_on(office: Office) -> None:
    office.bot.script = [BadRequest("Bad Request: can't parse entities")]
    await office.post("broken", "next")

    async with office.at_work():
        broken = await office.until("broken", OutboxState.FAILED)
        await office.until("next", OutboxState.SENT)

    assert broken.error == "Can't parse entities"


async def test_a_refused_token_stops_sending_and_loses_nothing(office: Office) -> None:
    office.bot.script = [InvalidToken("Unauthorized")]
    await office.post("first", "second")
    await office.post("elsewhere", chat=-200)

    async with office.at_work():
        await office.attempted("first")
        office.clock.advance(SECOND * 5)
        await asyncio.sleep(0.2)
        calls = len(office.bot.calls)
    async with office.at_work():
        for key in ("first", "second", "elsewhere"):
            await office.until(key, OutboxState.SENT)

    assert calls <= 2  # one may have been on its way


async def test_a_slow_chat_does_not_hold_up_another(office: Office) -> None:
    office.bot.decide = lambda call: refused_connection() if call.params["chat_id"] == GROUP else None
    await office.post("a1", "a2")
    await office.post("b1", "b2", chat=-200)

    async with office.at_work():
        await office.until("b2", OutboxState.SENT)
        await office.attempted("a1")

    assert "a2" not in office.bot.texts


async def test_what_nobody_needs_any_more_is_not_sent(office: Office) -> None:
    await office.post("late", message_class=MessageClass.REMINDER)
    office.clock.advance(timedelta(hours=1))

    async with office.at_work():
        await office.until("late", OutboxState.EXPIRED)

    assert office.bot.calls == []


async def test_private_chats_are_paced_as_groups_are(database: Database) -> None:
    async with database.begin() as session:
        chat = await make_chat(session, 7, ChatKind.PRIVATE)
        other = await make_chat(session, 8, ChatKind.PRIVATE)
        for number in range(5):
            await queue(session, chat, f"m{number}")
    bot = FakeBot()
    wakeup = Wakeup()
    sender = Sender(
        database,
        cast(TelegramBot, bot),
        Pacer(per_second=0, per_private_chat_per_second=0.001, per_group_per_minute=0),
        bot_id=1,
        owner="o",
        clock=StillClock(),
        wakeup=wakeup,
        mark_repeat=mark_repeat,
    )
    task = asyncio.create_task(sender.run())
    # What another chat gets afterwards shows that the sender looked again, and held the fourth back.
    await eventually(lambda: len(bot.texts) >= 3)
    async with database.begin() as session:
        await queue(session, other, "elsewhere")
    wakeup.set()
    await eventually(lambda: "elsewhere" in bot.texts)
    sender.stop()
    await task

    assert bot.texts == ["m0", "m1", "m2", "elsewhere"]


async def test_what_stands_in_line_is_not_sent_while_telegram_wants_silence(office: Office) -> None:
    office.bot.script = [RetryAfter(60)]
    await office.post("first")
    await office.post("second", chat=-200)

    async with office.at_work():
        await office.attempted("first")
        waiting = await office.attempted("second")
        office.clock.advance(SECOND * 30)
        await asyncio.sleep(0.1)
        assert office.bot.texts == ["first"]
        office.clock.advance(SECOND * 31)
        await office.until("second", OutboxState.SENT)

    assert waiting.uncertain == 0


async def test_a_hanging_broadcast_leaves_room_for_answers(office: Office) -> None:
    office.bot.gate = asyncio.Event()
    for number in range(IN_FLIGHT * 2):
        await office.post(f"word {number}", chat=-1000 - number, message_class=MessageClass.NOTICE)

    async with office.at_work():
        await eventually(lambda: len(office.bot.calls) == IN_FLIGHT_BULK)
        await office.post("answer", chat=5)
        await eventually(lambda: "answer" in office.bot.texts)
        office.bot.gate.set()
        await office.until("answer", OutboxState.SENT)


async def test_at_a_lowered_pace_a_hanging_broadcast_leaves_room_as_well(office: Office) -> None:
    slowed = Pacer(per_second=30, per_private_chat_per_second=0, per_group_per_minute=0)
    slowed.overall.resume(10, time.monotonic())
    office.bot.gate = asyncio.Event()
    for number in range(IN_FLIGHT):
        await office.post(f"word {number}", chat=-1000 - number, message_class=MessageClass.NOTICE)

    async with office.at_work(slowed):
        await eventually(lambda: len(office.bot.calls) >= 7)
        await asyncio.sleep(1.5)
        await office.post("answer", chat=5)
        await eventually(lambda: "answer" in office.bot.texts, seconds=5)
        office.bot.gate.set()
        await office.until("answer", OutboxState.SENT)


async def test_what_lets_somebody_in_is_emptied_as_soon_as_it_was_sent_or_given_up(office: Office) -> None:
    await office.post("once:one", payload={"text": "https://t.me/x?start=c-abc"})
    async with office.at_work():
        sent = await office.until("once:one", OutboxState.SENT)
        office.bot.script = [BadRequest("chat not found")]
        await office.post("once:two", payload={"text": "https://t.me/x?start=c-def"})
        failed = await office.until("once:two", OutboxState.FAILED)

    assert office.bot.texts[0] == "https://t.me/x?start=c-abc"
    assert sent.payload == failed.payload == {}
