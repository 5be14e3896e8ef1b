"""Where the bot may not write, and what Telegram says then."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.playground import World
from bot.playground.state import Chat, Person, Status
from tests.playground.conftest import Call


@dataclass(frozen=True)
class Scene:
    """Who is there."""

    world: World
    anna: Person
    piet: Person
    group: Chat


def restrict(scene: Scene) -> None:
    rights = {"can_send_photos": True}
    scene.world.set_member(scene.anna, scene.group, scene.world.bot.id, Status.RESTRICTED, rights=rights)


def silence(scene: Scene) -> None:
    scene.world.change_chat(scene.anna, scene.group, permissions={"can_send_messages": False})


REFUSALS: list[tuple[str, Callable[[Scene], object], str]] = [
    ("anna", lambda scene: scene.world.block(scene.anna), "Forbidden: bot was blocked by the user"),
    ("piet", lambda scene: scene, "Forbidden: bot can't initiate conversation with a user"),
    (
        "group",
        lambda scene: scene.world.remove_bot(scene.anna, scene.group),
        "Forbidden: bot was kicked from the supergroup chat",
    ),
    (
        "group",
        lambda scene: scene.world.bot_leaves(scene.group),
        "Forbidden: bot is not a member of the supergroup chat",
    ),
    ("group", restrict, "Bad Request: not enough rights to send text messages to the chat"),
    ("group", silence, "Bad Request: not enough rights to send text messages to the chat"),
]


@pytest.mark.parametrize(("where", "change", "description"), REFUSALS)
async def test_what_the_bot_may_not_send_is_refused(
    call: Call,
    world: World,
    anna: Person,
    piet: Person,
    group: Chat,
    where: str,
    change: Callable[[Scene], object],
    description: str,
) -> None:
    change(Scene(world, anna, piet, group))

    chat_id = {"anna": anna.id, "piet": piet.id, "group": group.id}[where]

    answer = await call("sendMessage", chat_id=chat_id, text="a")

    code = 403 if description.startswith("Forbidden") else 400
    assert answer == {"ok": False, "error_code": code, "description": description}


async def test_an_administrator_writes_in_a_silent_group(
    call: Call, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    silence(Scene(world, anna, piet, group))
    world.promote_bot(anna, group)

    assert (await call("sendMessage", chat_id=group.id, text="a"))["ok"]


async def test_a_restricted_bot_sends_what_it_is_left(
    call: Call, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    restrict(Scene(world, anna, piet, group))
    world.say(anna, anna, file="photo")

    assert (await call("sendPhoto", chat_id=group.id, photo=next(iter(world.files))))["ok"]


async def test_somebody_whom_the_bot_never_met_is_not_found(call: Call, world: World) -> None:
    stranger = world.person("Vreemde (voorbeeld)")

    answer = await call("sendMessage", chat_id=stranger.id, text="a")

    assert answer["description"] == "Bad Request: chat not found"


async def test_a_group_that_became_a_supergroup_says_where_it_went(
    call: Call, world: World, anna: Person
) -> None:
    group = world.group("Oud (voorbeeld)", [anna])
    new = world.migrate(group)

    answer = await call("sendMessage", chat_id=group.id, text="a")

    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    assert (await call("sendMessage", chat_id=new.id, text="a"))["ok"]


async def test_a_basic_group_says_so_when_the_bot_was_kicked(call: Call, world: World, anna: Person) -> None:
    group = world.group("Oud (voorbeeld)", [anna])
    world.remove_bot(anna, group)

    answer = await call("sendMessage", chat_id=group.id, text="a")

    assert answer["description"] == "Forbidden: bot was kicked from the group chat"
