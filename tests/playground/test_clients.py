"""The unmodified client libraries, and every way of passing parameters, on the served playground."""

import io
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.ext import ExtBot

from bot.playground import World
from bot.playground.examples import png
from bot.playground.faults import Fault, FaultKind
from bot.playground.state import Chat, Person
from tests.support.contract import assert_contract


@pytest.fixture
async def ptb(world: World, url: str) -> AsyncIterator[ExtBot[None]]:
    bot: ExtBot[None] = ExtBot(world.bot.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")
    async with bot:
        yield bot


KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="ja")]])


async def test_a_bot_of_python_telegram_bot_does_its_daily_work(
    ptb: ExtBot[None], world: World, anna: Person, forum: Chat
) -> None:
    assert ptb.username == world.bot.username
    said = world.say(anna, anna, "/start")
    [update] = await ptb.get_updates(timeout=1, allowed_updates=Update.ALL_TYPES)
    assert update.message is not None
    assert update.message.id == said.id

    sent = await ptb.send_message(
        anna.id, "<b>Hoi</b>", parse_mode="HTML", reply_markup=KEYBOARD, reply_to_message_id=said.id
    )
    await sent.edit_text("Dag", reply_markup=KEYBOARD)
    callback = world.press(anna, world.last_bot_message(anna), "Ja")
    await ptb.answer_callback_query(callback.id, "Goed")
    assert callback.text == "Goed"
    await ptb.send_chat_action(anna.id, "typing")
    await ptb.set_message_reaction(anna.id, said.id, "👍")
    copied = await ptb.copy_message(anna.id, anna.id, said.id)
    await ptb.delete_message(anna.id, copied.message_id)
    await ptb.set_my_commands([BotCommand("help", "Uitleg")], BotCommandScopeChat(anna.id), "nl")
    document = await ptb.send_document(
        anna.id, io.BytesIO(b"BEGIN"), filename="a.ics", reply_markup=ForceReply()
    )
    assert document.document is not None
    assert bytes(await (await ptb.get_file(document.document)).download_as_bytearray()) == b"BEGIN"
    album = await ptb.send_media_group(anna.id, [InputMediaPhoto(png(9, 9)), InputMediaPhoto(png(9, 9))])
    assert len(album) == 2
    world.promote_bot(anna, forum)
    topic = await ptb.create_forum_topic(forum.id, "Nieuw")
    await ptb.send_message(forum.id, "hier", message_thread_id=topic.message_thread_id)
    assert (await ptb.get_chat(forum.id)).is_forum
    assert (await ptb.get_chat_member(forum.id, anna.id)).status == "creator"

    assert assert_contract(world) == len(world.requests) > 15


async def test_errors_become_the_exceptions_of_python_telegram_bot(
    ptb: ExtBot[None], world: World, anna: Person, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    group = world.group("Klein (voorbeeld)", [anna])
    with pytest.raises(BadRequest, match="Chat not found"):
        await ptb.send_message(5, "a")
    world.faults.add(Fault(FaultKind.TOO_MANY, retry_after=4))
    with pytest.raises(RetryAfter) as caught:
        await ptb.send_message(anna.id, "a")
    assert caught.value.retry_after == timedelta(seconds=4)
    new = world.migrate(group)
    with pytest.raises(ChatMigrated) as moved:
        await ptb.send_message(group.id, "a")
    assert moved.value.new_chat_id == new.id
    world.block(anna)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(anna.id, "a")
    await ptb.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict):
        await ptb.get_updates()
    await ptb.delete_webhook()
    wrong: ExtBot[None] = ExtBot("700000001:AAwrong", base_url=f"{url}/bot")
    with pytest.raises(InvalidToken):
        await wrong.initialize()
    await wrong.shutdown()


async def test_a_bot_of_aiogram_works_too(world: World, anna: Person, url: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with AiogramBot(world.bot.token, session=session) as bot:
        world.say(anna, anna, "hoi")
        [update] = await bot.get_updates()
        assert update.message is not None
        assert update.message.text == "hoi"
        sent = await bot.send_message(anna.id, "*dag*", parse_mode="MarkdownV2")

    assert sent.entities is not None
    assert sent.entities[0].type == "bold"
    assert_contract(world)


WAYS: list[dict[str, Any]] = [
    {"method": "GET", "params": {"text": "é & 😀", "disable_notification": "true"}},
    {"method": "POST", "params": {"text": "é & 😀", "disable_notification": "true"}},
    {"method": "POST", "data": {"text": "é & 😀", "disable_notification": "1"}},
    {"method": "POST", "json": {"text": "é & 😀", "disable_notification": True}},
    {
        "method": "POST",
        "files": {"text": (None, "é & 😀"), "disable_notification": (None, "True")},
    },
]


@pytest.mark.parametrize("way", WAYS, ids=["query", "post query", "form", "json", "parts"])
async def test_parameters_come_in_every_way_that_telegram_takes(
    http: httpx.AsyncClient, world: World, anna: Person, way: dict[str, Any]
) -> None:
    given = {**way, "params": {"chat_id": anna.id, **way.get("params", {})}}

    answer = await http.request(url=f"/bot{world.bot.token}/SendMessage", **given)

    assert answer.json()["result"]["text"] == "é & 😀"
    assert world.last_bot_message(anna).silent is True


async def test_a_file_travels_in_parts_whatever_is_in_it(
    http: httpx.AsyncClient, world: World, anna: Person
) -> None:
    data = b"\r\n--boundary\r\n\r\n\0\xff--"

    answer = await http.post(
        f"/bot{world.bot.token}/sendDocument",
        data={"chat_id": str(anna.id), "caption": "twee\nregels"},
        files={"document": ('na"am é.bin', data, "application/x-test")},
    )

    document = answer.json()["result"]["document"]
    path = (await http.get(f"/bot{world.bot.token}/getFile", params={"file_id": document["file_id"]})).json()
    fetched = await http.get(f"/file/bot{world.bot.token}/{path['result']['file_path']}")
    assert fetched.content == data
    assert document["mime_type"] == "application/x-test"
    assert document["file_name"].endswith("é.bin")
    assert world.last_bot_message(anna).text == "twee\nregels"


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot123:abc/getMe", 401, "Unauthorized"),
        ("/botonzin/getMe", 404, "Not Found"),
        ("/bot/getMe", 404, "Not Found"),
        ("/bot{token}", 404, "Not Found"),
        ("/bot{token}/", 404, "Not Found"),
        ("/bot{token}/a/b", 404, "Not Found"),
        ("/bot{token}/sendFax", 404, "Not Found: method not found"),
        ("/file/bot123:abc/photos/x", 401, "Unauthorized"),
        ("/file/bot{token}/photos/x", 404, "Not Found"),
    ],
)
async def test_a_wrong_address_is_refused(
    http: httpx.AsyncClient, world: World, path: str, status: int, description: str
) -> None:
    answer = await http.get(path.format(token=world.bot.token))

    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": description}


async def test_broken_json_is_refused(http: httpx.AsyncClient, world: World) -> None:
    answer = await http.post(
        f"/bot{world.bot.token}/getMe", content=b"{", headers={"Content-Type": "application/json"}
    )

    assert answer.json()["description"] == "Bad Request: can't parse request parameters JSON object"


async def test_half_a_character_is_refused(http: httpx.AsyncClient, world: World, anna: Person) -> None:
    answer = await http.post(
        f"/bot{world.bot.token}/sendMessage",
        content=b'{"chat_id": %d, "text": "\\ud83d"}' % anna.id,
        headers={"Content-Type": "application/json"},
    )

    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_the_contract_check_sees_what_is_wrong(http: httpx.AsyncClient, world: World) -> None:
    await http.post(f"/bot{world.bot.token}/sendMessage", json={"chat_id": 1, "tekst": "a"})
    await http.post(
        f"/bot{world.bot.token}/sendMessage",
        data={"chat_id": 1, "text": "a", "reply_markup": json.dumps({"inline_keyboard": [[{"txt": "a"}]]})},
    )

    with pytest.raises(AssertionError) as caught:
        assert_contract(world)

    assert "request 1 (sendMessage): text: Field required" in str(caught.value)
    assert "request 2 (sendMessage): unknown field reply_markup.inline_keyboard" in str(caught.value)
