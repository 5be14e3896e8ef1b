"""Whom a 429 is about: one chat that had enough, or everybody."""

import time
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from telegram.error import RetryAfter

from bot.db import Database
from bot.delivery import silence
from bot.delivery.pacing import Pacer
from models import ChatKind, OutboxState, SendPause
from tests.support.factories import NOW, make_chat, queue
from tests.support.fake_bot import Call, Reply
from tests.support.office import GROUP, Office

SECOND = timedelta(seconds=1)
ELSEWHERE = -200


def paced() -> Pacer:
    return Pacer(per_second=30, per_private_chat_per_second=0, per_group_per_minute=0)


def refusing(*texts: str) -> dict[str, RetryAfter]:
    return {text: RetryAfter(40) for text in texts}


def refuse_once(office: Office, texts: Iterable[str]) -> None:
    """A Bot API that wants silence the first time that it is asked to say these."""
    refusals = refusing(*texts)

    def decide(call: Call) -> Reply:
        return refusals.pop(call.text, None)

    office.bot.decide = decide


async def keep_busy(office: Office, chat: int, messages: int) -> None:
    """Let a chat have so many messages, one after another."""
    keys = [f"{chat}: {number}" for number in range(messages)]
    await office.post(*keys, chat=chat)
    async with office.at_work():
        await office.until(keys[-1], OutboxState.SENT)


async def stored(office: Office) -> SendPause | None:
    async with office.db.read() as session:
        return await session.scalar(select(SendPause))


async def test_a_group_that_had_nearly_all_it_may_have_is_silent_alone(office: Office) -> None:
    await keep_busy(office, GROUP, silence.BUSY_GROUP[1])
    refuse_once(office, ["too much"])
    await office.post("too much")

    async with office.at_work(paced()):
        await office.attempted("too much")
        await office.post("elsewhere", chat=ELSEWHERE)
        await office.until("elsewhere", OutboxState.SENT)
        waiting = await office.row("too much")
        assert office.pacer.chat_wait(waiting.chat_id, ChatKind.GROUP, time.monotonic()) > 30
        assert office.pacer.overall.rate(time.monotonic()) == 30

    assert waiting.state is OutboxState.QUEUED
    assert waiting.due_at == NOW + SECOND * 40
    assert await stored(office) is None


async def test_a_person_who_had_several_at_once_is_silent_alone(database: Database, office: Office) -> None:
    async with database.begin() as session:
        resident = await make_chat(session, 7, ChatKind.PRIVATE)
        for number in range(silence.BUSY_PERSON[1]):
            await queue(session, resident, f"answer {number}")
        await queue(session, resident, "one more")
    refuse_once(office, ["one more"])

    async with office.at_work():
        await office.attempted("one more")
        await office.post("elsewhere", chat=ELSEWHERE)
        await office.until("elsewhere", OutboxState.SENT)

    assert await stored(office) is None


async def test_a_group_that_had_little_says_that_everybody_is_too_fast(office: Office) -> None:
    await keep_busy(office, GROUP, silence.BUSY_GROUP[1] - 1)
    refuse_once(office, ["too much"])
    await office.post("too much")

    async with office.at_work(paced()):
        await office.attempted("too much")
        assert office.pacer.overall.rate(time.monotonic()) < 30

    pause = await stored(office)
    assert pause is not None
    assert pause.until == NOW + SECOND * 40


async def test_what_a_group_had_long_ago_does_not_make_it_busy(office: Office) -> None:
    await keep_busy(office, GROUP, silence.BUSY_GROUP[1])
    office.clock.advance(silence.BUSY_GROUP[0])
    refuse_once(office, ["too much"])
    await office.post("too much")

    async with office.at_work():
        await office.attempted("too much")

    assert await stored(office) is not None


async def test_when_another_chat_is_refused_as_well_everybody_is_silent(office: Office) -> None:
    await keep_busy(office, GROUP, silence.BUSY_GROUP[1])
    refuse_once(office, ["too much", "elsewhere"])
    await office.post("too much")

    async with office.at_work():
        await office.attempted("too much")
        await office.post("elsewhere", chat=ELSEWHERE)
        await office.attempted("elsewhere")

    assert await stored(office) is not None


async def test_a_new_process_goes_on_at_the_pace_to_which_the_last_one_slowed_down(office: Office) -> None:
    refuse_once(office, ["m"])
    await office.post("m")
    async with office.at_work(paced()):
        await office.attempted("m")
        slowed = office.pacer.overall.rate(time.monotonic())

    office.clock.advance(SECOND * 60)
    async with office.at_work(paced()):
        await office.until("m", OutboxState.SENT)
        rate = office.pacer.overall.rate(time.monotonic())

    assert slowed < 20
    assert slowed < rate < slowed * 1.2


async def test_long_afterwards_the_pace_is_full_again(office: Office) -> None:
    refuse_once(office, ["m"])
    await office.post("m")
    async with office.at_work(paced()):
        await office.attempted("m")

    office.clock.advance(SECOND * 3600)
    async with office.at_work(paced()):
        await office.post("later")
        await office.until("later", OutboxState.SENT)
        assert office.pacer.overall.rate(time.monotonic()) == 30
