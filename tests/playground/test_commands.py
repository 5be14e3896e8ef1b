"""Command menus by scope and language, and the bot's own texts."""

from typing import Any

import pytest

from bot.playground import World
from bot.playground.methods.commands import menu_for
from bot.playground.state import Chat, Person
from tests.playground.conftest import Call


def menu(name: str) -> list[dict[str, str]]:
    return [{"command": name, "description": name}]


def names(world: World, person: Person, chat: Chat) -> list[str]:
    return [command["command"] for command in menu_for(world, person, chat)]


async def test_the_narrowest_scope_wins_and_then_the_language(
    call: Call, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    piet.language = "tr"
    private = world.private(anna.id)
    scopes: list[tuple[str, dict[str, Any]]] = [
        ("d", {}),
        ("p", {"scope": {"type": "all_private_chats"}}),
        ("g", {"scope": {"type": "all_group_chats"}}),
        ("g_tr", {"scope": {"type": "all_group_chats"}, "language_code": "tr"}),
        ("a", {"scope": {"type": "all_chat_administrators"}}),
        ("anna", {"scope": {"type": "chat", "chat_id": anna.id}}),
    ]
    seen = []
    for name, scope in scopes:
        assert (await call("setMyCommands", commands=menu(name), **scope))["ok"]
        seen.append([names(world, anna, private), names(world, anna, group), names(world, piet, group)])

    assert seen == [
        [["d"], ["d"], ["d"]],
        [["p"], ["d"], ["d"]],
        [["p"], ["g"], ["g"]],
        [["p"], ["g"], ["g_tr"]],
        [["p"], ["a"], ["g_tr"]],
        [["anna"], ["a"], ["g_tr"]],
    ]


async def test_one_member_of_one_chat_can_have_a_menu(
    call: Call, world: World, piet: Person, group: Chat
) -> None:
    scope = {"type": "chat_member", "chat_id": group.id, "user_id": piet.id}

    await call("setMyCommands", commands=menu("eigen"), scope=scope)
    assert names(world, piet, group) == ["eigen"]
    assert (await call("getMyCommands", scope=scope))["result"] == menu("eigen")
    await call("deleteMyCommands", scope=scope)
    assert names(world, piet, group) == []


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ({"type": "chat", "chat_id": 5}, "chat not found"),
        ({"type": "chats"}, 'field "scope.type" must be "default"'),
        ({"type": "chat"}, 'can\'t find field "chat_id" of BotCommandScopeChat at "scope"'),
    ],
)
async def test_a_wrong_scope_is_refused(call: Call, scope: dict[str, Any], reason: str) -> None:
    answer = await call("setMyCommands", commands=[], scope=scope)

    assert answer["description"] == f"Bad Request: {reason}"


async def test_more_than_a_hundred_commands_are_too_many(call: Call) -> None:
    commands = [{"command": f"c{number}", "description": "x"} for number in range(101)]

    assert (await call("setMyCommands", commands=commands))[
        "description"
    ] == "Bad Request: BOT_COMMANDS_TOO_MUCH"


@pytest.mark.parametrize(
    ("what", "field", "limit"),
    [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ],
)
async def test_the_bots_texts_are_kept_by_language(call: Call, what: str, field: str, limit: int) -> None:
    await call(f"setMy{what}", **{field: "gewoon"})
    await call(f"setMy{what}", **{field: "Türkçe"}, language_code="tr")

    assert (await call(f"getMy{what}", language_code="tr"))["result"] == {field: "Türkçe"}
    assert (await call(f"getMy{what}", language_code="pl"))["result"] == {field: "gewoon"}
    assert (await call(f"setMy{what}", **{field: "a" * (limit + 1)}))["error_code"] == 400


async def test_the_bot_says_whether_it_reads_groups(call: Call, world: World) -> None:
    assert (await call("getMe"))["result"]["can_read_all_group_messages"] is False
    world.bot.privacy = False
    assert (await call("getMe"))["result"]["can_read_all_group_messages"] is True


async def test_the_button_and_the_usual_rights_are_kept(call: Call, anna: Person) -> None:
    await call("setChatMenuButton", chat_id=anna.id, menu_button={"type": "commands"})
    assert (await call("getChatMenuButton", chat_id=anna.id))["result"] == {"type": "commands"}
    assert (await call("getChatMenuButton"))["result"] == {"type": "default"}
    assert (await call("getMyDefaultAdministratorRights"))["result"]["can_manage_topics"] is False
    assert (await call("getUserProfilePhotos", user_id=anna.id))["result"]["total_count"] == 0


async def test_a_bot_that_logged_out_is_refused(call: Call) -> None:
    assert (await call("logOut"))["result"] is True
    assert (await call("getMe"))["description"] == "Logged out"
