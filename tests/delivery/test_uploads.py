"""A file that is written out in a message is uploaded, arrives byte for byte, and opens on the page."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.delivery.telegram_bot import TelegramBot, make_bot
from bot.playground.server import serve
from bot.playground.state import Person
from bot.playground.world import World
from tests.support.contract import assert_contract

TEXT = "BEGIN:VCALENDAR\r\nSUMMARY:é🎈\r\nEND:VCALENDAR\r\n"
DOCUMENT = {"filename": "sessie-2027-12-12.ics", "text": TEXT}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def anna(world: World) -> Person:
    return world.person("Anna (voorbeeld)", started=True)


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    async with serve(world) as url:
        yield url


@pytest.fixture
async def bot(world: World, address: str) -> AsyncIterator[TelegramBot]:
    made = make_bot(world.bot.token, address)
    async with made:
        yield made


async def test_a_document_that_is_written_out_is_uploaded(
    world: World, anna: Person, address: str, bot: TelegramBot
) -> None:
    params = {
        "chat_id": anna.id,
        "document": DOCUMENT,
        "caption": "Voor je <b>agenda</b>",
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": [[{"text": "Ik kom", "callback_data": "pr:1:y"}]]},
    }

    sent = await bot.call("sendDocument", params)

    assert sent["document"]["file_name"] == "sessie-2027-12-12.ics"
    assert sent["document"]["mime_type"] == "text/calendar"
    assert sent["caption"] == "Voor je agenda"
    assert sent["reply_markup"]["inline_keyboard"][0][0]["text"] == "Ik kom"
    assert_contract(world)
    # What is stored must be the same when it is tried again.
    assert params["document"] == DOCUMENT
    async with httpx.AsyncClient(base_url=address) as people:
        seen = (await people.get(f"/people/chats/{anna.id}/messages", params={"as": anna.id})).json()
        file = seen["result"]["messages"][-1]["file"]
        opened = await people.get(file["url"])
    assert file["name"] == "sessie-2027-12-12.ics"
    assert opened.content == TEXT.encode()
    assert opened.headers["content-disposition"] == "attachment"
    assert opened.headers["content-type"].startswith("text/calendar")


async def test_a_document_that_telegram_has_is_named_as_it_was(
    world: World, anna: Person, bot: TelegramBot
) -> None:
    first = await bot.call("sendDocument", {"chat_id": anna.id, "document": DOCUMENT})

    again = await bot.call("sendDocument", {"chat_id": anna.id, "document": first["document"]["file_id"]})

    assert again["document"]["file_unique_id"] == first["document"]["file_unique_id"]
    assert len(world.files) == 1
