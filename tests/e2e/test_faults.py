"""What Telegram, the network and the database can do wrong, and that nothing is lost or doubled by it."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.app import Buurvraag, running
from bot.config import load_settings
from bot.delivery import outbox
from bot.delivery.inbox import RETRY_AFTER
from bot.delivery.outbox import Outgoing
from bot.errors import WebhookIsSetError
from bot.playground.faults import Fault, FaultKind
from bot.playground.state import Chat as PlaygroundChat
from bot.playground.state import Person
from bot.playground.world import World
from bot.settings import Settings
from models import Chat, Dilemma, InboxState, InboxUpdate, MessageClass, OutboxMessage, OutboxState
from tests.support.cases import KEY, seed_library
from tests.support.eventually import PATIENCE_SECONDS, eventually
from tests.support.process import BotProcess
from tests.support.running import write_config
from tests.support.town import Town, settled

QUESTION = "welke bewoners mogen een sleutel van het buurthuis hebben?"
SECRET = "a-secret-of-sixteen-signs"


async def answered(world: World, person: Person, count: int = 1) -> None:
    await world.wait_for(lambda: len(world.bot_messages(person)) >= count, seconds=PATIENCE_SECONDS)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.TOO_MANY, retry_after=1),
        Fault(FaultKind.BAD_GATEWAY, count=2),
        Fault(FaultKind.SERVER_ERROR),
        Fault(FaultKind.RESET),
    ],
    ids=lambda fault: fault.kind.name.lower(),
)
async def test_an_answer_arrives_through_a_fault_that_kept_it_back(
    bot: Buurvraag, world: World, anna: Person, fault: Fault
) -> None:
    fault.method = "sendMessage"
    world.faults.add(fault)
    world.say(anna, anna, QUESTION)
    await answered(world, anna)
    await settled(world, bot.db)
    assert len(world.bot_messages(anna)) == 1


async def test_a_lost_answer_of_telegram_costs_at_most_one_copy(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    world.faults.add(Fault(FaultKind.RESET, method="sendMessage", effect=True))
    world.say(anna, anna, QUESTION)
    await answered(world, anna, 2)
    await settled(world, bot.db)
    assert len(world.bot_messages(anna)) == 2


@pytest.mark.parametrize(
    ("language", "part"), [("en", "You may have had this"), ("nl", "Misschien kreeg je")]
)
@pytest.mark.parametrize("private", [True, False])
async def test_a_relay_that_may_have_arrived_says_so_in_the_readers_language(
    town: Town, anna: Person, group: PlaygroundChat, language: str, part: str, private: bool
) -> None:
    where = anna if private else group
    choice = await town.ask(anna, "/taal", where)
    await town.press(anna, choice, data=f"t:{language}")
    town.world.faults.add(Fault(FaultKind.RESET, method="sendMessage", effect=True))
    async with town.db.begin() as session:
        [chat] = await session.scalars(select(Chat).where(Chat.telegram_id == town.world.place(where).id))
        relay = Outgoing("relay:1", chat.id, {"text": "hallo"}, message_class=MessageClass.RELAY)
        await outbox.add(session, relay, at=town.world.clock.now())
    town.bot.wakeups.outbox.set()

    assert (await town.hears(where)).text == "hallo"
    assert part in (await town.hears(where)).text


async def test_nothing_is_sent_while_telegram_asks_for_silence(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    piet = world.person("Piet (voorbeeld)", started=True)
    world.faults.add(Fault(FaultKind.TOO_MANY, method="sendMessage", retry_after=2))
    world.say(anna, anna, QUESTION)
    await world.wait_for(lambda: any(call.status == 429 for call in world.calls("sendMessage")))
    world.say(piet, piet, QUESTION)
    await answered(world, piet)
    refused, *later = world.calls("sendMessage")
    assert refused.status == 429
    assert all(call.at - refused.at >= 2 and call.status == 200 for call in later)


async def test_who_blocked_the_bot_is_left_alone_and_welcome_back(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    world.faults.add(Fault(FaultKind.SLOW, method="sendMessage", seconds=0.3))
    world.say(anna, anna, QUESTION)
    world.block(anna)
    await settled(world, bot.db)
    async with bot.db.read() as session:
        chat = await session.scalar(select(Chat).where(Chat.telegram_id == anna.id))
        states = set(await session.scalars(select(OutboxMessage.state)))
    assert chat is not None
    assert not chat.is_active
    assert not states & {OutboxState.QUEUED, OutboxState.SENDING}

    world.block(anna, blocked=False)
    world.say(anna, anna, QUESTION + " graag")
    await answered(world, anna)


async def test_an_answer_for_a_closed_topic_comes_in_the_general_one(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    forum = world.group("Forum (voorbeeld)", [anna], forum=True, topics=["Oud"], quiet=True)
    topic = list(forum.topics.values())[-1]
    world.say(anna, forum, f"/dilemma {QUESTION}", topic=topic)
    # The question is on its way to the bot, which cannot have answered before this.
    world.act_on_topic(anna.id, forum, topic, "delete")
    await world.wait_for(lambda: world.bot_messages(forum))
    assert world.last_bot_message(forum).thread_id != topic.thread_id


async def test_a_group_that_moves_while_its_answer_is_on_the_way_gets_it_in_its_new_place(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    group = world.group("Klein (voorbeeld)", [anna], quiet=True)
    world.faults.add(Fault(FaultKind.MIGRATE, method="sendMessage", chat=group.id))
    world.say(anna, group, f"/dilemma {QUESTION}")
    await world.wait_for(lambda: group.migrated_to is not None)
    there = world.find_chat(group.migrated_to or 0)
    await world.wait_for(lambda: world.bot_messages(there))
    await settled(world, bot.db)
    assert len(world.bot_messages(there)) == 1


@pytest.mark.parametrize("order", ["to_first", "from_first"])
async def test_the_news_of_a_move_may_come_in_any_order(
    bot: Buurvraag, world: World, anna: Person, order: str
) -> None:
    group = world.group("Klein (voorbeeld)", [anna], quiet=True)
    world.say(anna, group, f"/dilemma {QUESTION}")
    await world.wait_for(lambda: world.bot_messages(group))
    there = world.migrate(group, order=order)
    world.say(anna, there, f"/dilemma {QUESTION} en wie niet?")
    await world.wait_for(lambda: world.bot_messages(there))
    async with bot.db.read() as session:
        chats = list(await session.scalars(select(Chat.telegram_id)))
        asked_in = set(await session.scalars(select(Dilemma.chat_id)))
    assert chats.count(there.id) == 1
    assert group.id not in chats
    assert len(asked_in) == 1


async def test_a_poisoned_update_is_set_aside_and_the_others_go_on(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    poison = {"message_id": 1, "date": "yesterday", "chat": {"id": anna.id, "type": 7}, "text": ["?"]}
    world.push("message", poison, key=anna.id)
    world.say(anna, anna, QUESTION)
    await answered(world, anna)
    async with bot.db.read() as session:
        aside = list(
            await session.scalars(select(InboxUpdate).where(InboxUpdate.state == InboxState.SET_ASIDE))
        )
    assert len(aside) == 1
    assert "Traceback" in (aside[0].error or "")
    assert QUESTION not in (aside[0].error or "")


async def has_failed(bot: Buurvraag, times: int) -> bool:
    async with bot.db.read() as session:
        return times in await session.scalars(select(InboxUpdate.failures))


async def test_a_handler_that_fails_is_retried_then_set_aside_with_an_apology(
    bot: Buurvraag, world: World, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_arguments: object, **_names: object) -> None:
        raise ZeroDivisionError("broken on purpose")

    monkeypatch.setattr("bot.services.dilemmas.pose", broken)
    world.say(anna, anna, QUESTION)
    for failures, wait in enumerate(RETRY_AFTER, start=1):
        await eventually(partial(has_failed, bot, failures))
        world.clock.advance(wait)
    await answered(world, anna)
    assert "ging bij mij iets mis" in world.last_bot_message(anna).text
    async with bot.db.read() as session:
        [row] = await session.scalars(select(InboxUpdate).where(InboxUpdate.state == InboxState.SET_ASIDE))
    assert "ZeroDivisionError" in (row.error or "")
    assert row.failures == len(RETRY_AFTER) + 1


async def test_polling_beside_a_webhook_is_refused_and_the_webhook_is_left_alone(
    settings: Settings, world: World, api_url: str
) -> None:
    async with httpx.AsyncClient() as client:
        await client.post(
            f"{api_url}/bot{world.bot.token}/setWebhook", json={"url": "https://example.org/hook"}
        )
    with pytest.raises(WebhookIsSetError):
        async with running(settings, clock=world.clock):
            pass
    assert not world.calls("deleteWebhook")
    assert not world.calls("getUpdates")


@pytest.fixture
def webhook_settings(
    world: World, api_url: str, database_url: str, tmp_path: Path, free_port: int
) -> Settings:
    path = write_config(tmp_path, api_url, database_url)
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "[telegram]",
            f'[telegram]\nmode = "webhook"\nlisten_port = {free_port}\n'
            f'webhook_url = "http://127.0.0.1:{free_port}/telegram"',
        ),
        encoding="utf-8",
    )
    secrets = {"BUURVRAAG_TOKEN": world.bot.token, "BUURVRAAG_WEBHOOK_SECRET": SECRET}
    return load_settings(path, secrets, online=True)


async def test_a_webhook_delivered_twice_has_one_effect(
    webhook_settings: Settings, world: World, anna: Person
) -> None:
    await seed_library(webhook_settings.database_url)
    world.faults.add(Fault(FaultKind.WEBHOOK_TWICE, count=None))
    async with running(webhook_settings, clock=world.clock) as bot:
        world.say(anna, anna, QUESTION)
        await answered(world, anna)
        await settled(world, bot.db)
    assert KEY in world.last_bot_message(anna).text
    assert len(world.bot_messages(anna)) == 1


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b'{"update_id": 1}', 403),
        ({"X-Telegram-Bot-Api-Secret-Token": "wrong"}, b'{"update_id": 1}', 403),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"{", 400),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"[1]", 400),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"x" * 1_000_001, 413),
    ],
)
async def test_the_webhook_takes_only_updates_that_carry_the_secret(
    webhook_settings: Settings, world: World, headers: dict[str, str], body: bytes, status: int
) -> None:
    await seed_library(webhook_settings.database_url)
    async with running(webhook_settings, clock=world.clock), httpx.AsyncClient() as client:
        url = webhook_settings.telegram.webhook_url or ""
        assert (await client.post(url, headers=headers, content=body)).status_code == status


async def full(*_arguments: object, **_names: object) -> int:
    """The database cannot take it."""
    raise OperationalError("INSERT", {}, Exception("database or disk is full"))


async def not_acknowledged_until_stored(settings: Settings, world: World, anna: Person) -> None:
    await seed_library(settings.database_url)
    async with running(settings, clock=world.clock) as bot:
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr("bot.delivery.inbox.store", full)
            world.say(anna, anna, QUESTION)
            await asyncio.sleep(0.5)
            assert world.updates.pending == 1
        await answered(world, anna)
        await settled(world, bot.db)
    assert len(world.bot_messages(anna)) == 1


async def test_polling_does_not_acknowledge_what_it_cannot_store(
    settings: Settings, world: World, anna: Person
) -> None:
    await not_acknowledged_until_stored(settings, world, anna)


async def test_a_webhook_does_not_acknowledge_what_it_cannot_store(
    webhook_settings: Settings, world: World, anna: Person
) -> None:
    await not_acknowledged_until_stored(webhook_settings, world, anna)


async def test_telegram_away_for_an_hour_costs_only_the_hour(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    fault = world.faults.add(Fault(FaultKind.BAD_GATEWAY, method="sendMessage", count=None))
    world.say(anna, anna, QUESTION)
    await world.wait_for(lambda: len(world.calls("sendMessage")) >= 2)
    world.skip(hours=1)
    await world.wait_for(lambda: len(world.calls("sendMessage")) >= 3)
    world.faults.clear(fault.id)
    await eventually(partial(waits_after_failures, bot, world))
    world.skip(minutes=6)
    await answered(world, anna)
    await settled(world, bot.db)
    assert len(world.bot_messages(anna)) == 1


async def waits_after_failures(bot: Buurvraag, world: World) -> bool:
    """Whether every call that failed is on record, and the message is back in its queue."""
    calls = len(world.calls("sendMessage"))
    async with bot.db.read() as session:
        [row] = await session.scalars(select(OutboxMessage).where(OutboxMessage.method == "sendMessage"))
    return row.state is OutboxState.QUEUED and row.attempts == calls


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this machine does not let a small file system be mounted")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(path: Path) -> None:
    """Write until there is no room left."""
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass


@pytest.mark.crash
async def test_a_full_disk_acknowledges_nothing_and_raises_the_alarm(
    world: World, api_url: str, anna: Person, small_disk: Path
) -> None:
    config = write_config(small_disk, api_url, f"sqlite:///{small_disk / 'bot.sqlite'}")
    settings = load_settings(config, {"BUURVRAAG_TOKEN": world.bot.token}, online=True)
    await seed_library(settings.database_url)
    process = BotProcess(config, world.bot.token)
    await process.start()
    await world.wait_for(world.is_connected, seconds=PATIENCE_SECONDS)
    filler = small_disk / "filler"
    fill(filler)
    for number in range(30):
        world.say(anna, anna, f"{QUESTION} {number} " + "x" * 1500)
    await eventually(lambda: b"ALARM" in process.log)
    waiting = world.updates.pending
    filler.unlink()
    await answered(world, anna, 30)
    await world.quiet()
    assert await process.stop() == 0
    assert waiting > 0


@pytest.mark.crash
async def test_a_frozen_process_doubles_nothing_when_it_thaws(
    world: World, api_url: str, anna: Person, tmp_path: Path, settings: Settings, database_url: str
) -> None:
    await seed_library(settings.database_url)
    process = BotProcess(write_config(tmp_path, api_url, database_url), world.bot.token)
    await process.start()
    await world.wait_for(world.is_connected, seconds=PATIENCE_SECONDS)
    for number in range(5):
        world.say(anna, anna, f"{QUESTION} {number}")
    await asyncio.sleep(0.1)
    process.signal(signal.SIGSTOP)
    await asyncio.sleep(1)
    process.signal(signal.SIGCONT)
    await answered(world, anna, 5)
    await world.quiet()
    assert await process.stop() == 0
    assert len(world.bot_messages(anna)) == 5
