"""`getUpdates` as Telegram does it."""

import asyncio
import time
from typing import Any

import httpx
import pytest

from bot.playground import World
from bot.playground.state import Person
from bot.playground.updates import FIRST_UPDATE_ID
from tests.playground.conftest import Call


def ids(answer: dict[str, Any]) -> list[int]:
    return [update["update_id"] - FIRST_UPDATE_ID for update in answer["result"]]


@pytest.fixture
def three(world: World, anna: Person) -> None:
    for text in ("een", "twee", "drie"):
        world.say(anna, anna, text)


@pytest.mark.usefixtures("three")
async def test_updates_stay_until_a_higher_offset_acknowledges_them(call: Call, world: World) -> None:
    assert ids(await call("getUpdates")) == [0, 1, 2]
    assert ids(await call("getUpdates", limit=2)) == [0, 1]
    assert ids(await call("getUpdates", offset=FIRST_UPDATE_ID + 1)) == [1, 2]
    assert ids(await call("getUpdates")) == [1, 2]
    assert ids(await call("getUpdates", offset=FIRST_UPDATE_ID + 3)) == []
    assert world.updates.acknowledged == 3


@pytest.mark.usefixtures("three")
async def test_a_negative_offset_forgets_all_but_the_last(call: Call) -> None:
    assert ids(await call("getUpdates", offset=-1)) == [2]
    assert ids(await call("getUpdates")) == [2]


@pytest.mark.usefixtures("three")
async def test_numbers_outside_of_the_limits_are_taken_as_the_nearest(call: Call) -> None:
    assert ids(await call("getUpdates", limit=0)) == [0]
    assert ids(await call("getUpdates", limit=1000)) == [0, 1, 2]


async def test_allowed_updates_count_from_then_on_and_are_remembered(
    call: Call, world: World, anna: Person
) -> None:
    world.say(anna, anna, "een")
    await call("getUpdates", allowed_updates=["edited_message"])

    said = world.say(anna, anna, "twee")
    world.edit(anna, said, "drie")

    kinds = [set(update) - {"update_id"} for update in (await call("getUpdates"))["result"]]
    assert kinds == [{"message"}, {"edited_message"}]


async def test_a_poll_waits_until_something_happens(call: Call, world: World, anna: Person) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    assert not poll.done()

    world.say(anna, anna, "hoi")

    assert len((await asyncio.wait_for(poll, 20))["result"]) == 1


async def test_a_poll_ends_empty_after_its_time(call: Call) -> None:
    began = time.monotonic()

    answer = await call("getUpdates", timeout=1)

    assert answer["result"] == []
    assert 0.9 < time.monotonic() - began < 20


async def test_a_second_poller_ends_the_first(call: Call, world: World, anna: Person) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=30))
    await asyncio.sleep(0)
    second = asyncio.create_task(call("getUpdates", timeout=30))

    ended = await asyncio.wait_for(first, 20)
    world.say(anna, anna, "hoi")

    assert ended == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request;"
        " make sure that only one bot instance is running",
    }
    assert len((await asyncio.wait_for(second, 20))["result"]) == 1


async def test_polling_is_refused_while_a_webhook_is_set(call: Call) -> None:
    await call("setWebhook", url="https://example.org/hook")

    answer = await call("getUpdates")

    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: can't use getUpdates method while webhook is active")


async def test_setting_a_webhook_ends_a_poll(call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await asyncio.sleep(0)

    await call("setWebhook", url="https://example.org/hook")

    assert (await asyncio.wait_for(poll, 20))["description"] == "Conflict: terminated by setWebhook request"


async def test_a_poller_that_died_is_not_taken_for_a_second_one(
    http: httpx.AsyncClient, world: World, anna: Person
) -> None:
    path = f"/bot{world.bot.token}/getUpdates"
    with pytest.raises(httpx.ReadTimeout):
        await http.get(path, params={"timeout": 30}, timeout=0.1)
    await world.wait_for(lambda: world.open_polls == 0)

    poll = asyncio.create_task(http.get(path, params={"timeout": 30}))
    await world.wait_for(lambda: world.open_polls == 1)
    world.say(anna, anna, "hoi")

    assert len((await poll).json()["result"]) == 1


async def test_updates_that_no_bot_fetched_for_a_day_are_lost(world: World, anna: Person, call: Call) -> None:
    world.say(anna, anna, "gisteren")
    world.skip(hours=23)
    world.say(anna, anna, "net")
    world.skip(hours=2)

    assert [update["message"]["text"] for update in (await call("getUpdates"))["result"]] == ["net"]


async def test_updates_survive_a_jump_of_the_clock_while_a_bot_is_there(
    world: World, anna: Person, call: Call
) -> None:
    await call("getUpdates", timeout=1)
    world.say(anna, anna, "net")

    world.skip(days=14)

    assert len((await call("getUpdates"))["result"]) == 1
