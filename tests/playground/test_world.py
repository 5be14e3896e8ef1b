"""The world as tests and the demo use it."""

import asyncio
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.clock import Clock
from bot.playground import World, serve
from bot.playground.api import BotApi
from bot.playground.errors import NotAllowedError, NotFoundError
from bot.playground.methods import METHODS
from bot.playground.schema import compact, load
from bot.playground.state import Chat, Person, Status
from tests.playground.conftest import Call

ROOT = Path(__file__).parent.parent.parent


class StillClock(Clock):
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)


async def story() -> list[bytes]:
    """The updates of a short story in a new world."""
    world = World(StillClock())
    api = BotApi(world)
    anna = world.person("Anna (voorbeeld)", started=True)
    group = world.group("Buurt (voorbeeld)", [anna])
    world.say(anna, group, "/dilemma", file="photo")
    await api.call("sendMessage", {"chat_id": anna.id, "text": "a"})
    world.press(anna, world.last_bot_message(anna), data="x")
    return [update.body for update in world.updates.issued]


async def test_the_same_calls_give_the_same_updates() -> None:
    first, second = await story(), await story()

    assert first == second
    assert len(first) > 2


async def test_waiting_ends_when_the_condition_holds(world: World, anna: Person, call: Call) -> None:
    asyncio.get_running_loop().call_later(
        0.05, lambda: asyncio.ensure_future(call("sendMessage", chat_id=anna.id, text="a"))
    )

    await world.wait_for(lambda: world.bot_messages(anna))

    assert world.last_bot_message(anna).text == "a"
    assert world.copies(anna, "a") == 1


async def test_waiting_for_what_never_comes_says_what_the_bot_did(world: World, call: Call) -> None:
    await call("getMe")

    with pytest.raises(TimeoutError, match="getMe → 200"):
        await world.wait_for(lambda: False, seconds=0.05)


async def test_it_is_quiet_once_everything_was_fetched_and_done(
    world: World, anna: Person, call: Call
) -> None:
    async def slow_bot() -> None:
        offset = 0
        for _ in range(3):
            for update in (await call("getUpdates", offset=offset, timeout=5))["result"]:
                offset = update["update_id"] + 1
                await asyncio.sleep(0.05)
                await call("sendMessage", chat_id=anna.id, text="a")

    world.say(anna, anna, "hoi")
    bot = asyncio.create_task(slow_bot())

    await world.quiet()

    assert len(world.bot_messages(anna)) == 1
    bot.cancel()


async def test_it_is_never_quiet_while_updates_wait(world: World, anna: Person) -> None:
    world.say(anna, anna, "hoi")

    with pytest.raises(TimeoutError):
        await world.quiet(seconds=0.2)


def test_a_button_is_found_by_label_number_or_place(world: World, anna: Person) -> None:
    message = world.say(anna, anna, "x")
    names = [["Lees alles", "Nee"], ["Ja, graag"]]
    message.markup = {
        "inline_keyboard": [[{"text": name, "callback_data": name} for name in row] for row in names]
    }

    pressed = [world.press(anna, message, button).data for button in ("Nee", "graag", 0, (1, 0))]

    assert pressed == ["Nee", "Ja, graag", "Lees alles", "Ja, graag"]
    with pytest.raises(NotFoundError, match="Lees alles"):
        world.press(anna, message, "Misschien")


def test_people_do_only_what_the_apps_let_them(
    world: World, anna: Person, piet: Person, group: Chat, forum: Chat
) -> None:
    said = world.say(anna, group, "hoi")
    stranger = world.person("Vreemde (voorbeeld)")
    world.act_on_topic(anna.id, forum, forum.topics[2], "close")
    world.set_member(anna, group, piet.id, Status.RESTRICTED, rights={})

    for attempt in (
        lambda: world.say(stranger, group, "hoi"),
        lambda: world.say(piet, group, "hoi"),
        lambda: world.say(piet, forum, "hoi", topic=2),
        lambda: world.edit(piet, said, "anders"),
        lambda: world.delete(piet, said),
        lambda: world.press(stranger, said, data="x"),
        lambda: world.remove_bot(piet, group),
        lambda: world.migrate(group),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


async def test_a_world_can_be_served_again(world: World) -> None:
    for _ in range(2):
        async with serve(world) as url, httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(f"{url}/people/state")).status_code == 200


async def test_a_taken_port_is_an_error(world: World) -> None:
    async with serve(world) as url:
        with pytest.raises(OSError, match="in use"):
            async with serve(World(), port=int(url.rpartition(":")[2])):
                pass


def test_the_command_serves_the_demo_and_stops_when_told() -> None:
    command = [sys.executable, "-m", "bot.playground", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[4].rstrip(";")
        state = httpx.get(f"{url}/people/state", trust_env=False).json()["result"]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0

    assert state["bot"]["name"] == "Buurvraag"


def test_the_table_is_made_of_names_and_types_alone() -> None:
    source = {
        "version": "Bot API 99.1",
        "methods": {
            "sendX": {
                "returns": ["Array of Message"],
                "fields": [
                    {
                        "name": "chat_id",
                        "types": ["Integer", "String"],
                        "required": True,
                        "description": "words",
                    },
                    {
                        "name": "media",
                        "types": ["Array of A", "Array of B"],
                        "required": False,
                        "description": "words",
                    },
                ],
            }
        },
        "types": {
            "Choice": {"subtypes": ["A", "B"]},
            "A": {
                "subtype_of": ["Choice"],
                "fields": [
                    {"name": "type", "types": ["String"], "required": True, "description": 'Type, always "a"'}
                ],
            },
        },
    }

    assert compact(source) == {
        "version": "99.1",
        "methods": {
            "sendX": {"params": {"chat_id": "!Integer|String", "media": "[A|B]"}, "returns": "[Message]"}
        },
        "types": {"Choice": ["A", "B"], "A": {"type": "!=a"}},
    }


def test_the_table_is_of_the_version_that_the_library_speaks() -> None:
    assert load().version == "10.0"
    assert len(load().methods) == 176


def test_the_documentation_names_every_modelled_method() -> None:
    text = (ROOT / "docs" / "playground.md").read_text("utf-8")
    listed = text.partition("Modelled methods: ")[2].partition(". Any other method")[0]

    assert re.findall(r"`(\w+)`", listed) == sorted([*METHODS, "getUpdates"])
