"""The command menus: by scope and language, and who sees which."""

import re
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.access import Access, chat_of
from bot.playground.methods.registry import method
from bot.playground.state import Chat, Person
from bot.playground.world import World

MAX_COMMANDS = 100
COMMAND_LIMIT = 32
DESCRIPTION_LIMIT = 256

_COMMAND = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"[a-z]{2}")


def language_of(params: JsonObject) -> str:
    """The two-letter code of a request; empty for everybody without a menu of their own."""
    code = str(params.get("language_code") or "")
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(world: World, params: JsonObject) -> tuple[Any, ...]:
    scope = params.get("scope") or {"type": "default"}
    kind = scope["type"]
    if "chat_id" not in scope:
        return (kind,)
    chat = chat_of(world, scope["chat_id"], Access.READ)
    if chat.type == "channel":
        raise bad_request("can't change commands in channel chats")
    if kind == "chat":
        return (kind, chat.id)
    if chat.is_private:
        raise bad_request("can't use specified scope in private chats")
    if kind == "chat_administrators":
        return (kind, chat.id)
    if scope["user_id"] not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return (kind, chat.id, scope["user_id"])


def _checked(command: JsonObject) -> JsonObject:
    name = command["command"].strip().removeprefix("/")
    description = command["description"].strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > COMMAND_LIMIT:
        raise bad_request(f"command length must not exceed {COMMAND_LIMIT}")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > DESCRIPTION_LIMIT:
        raise bad_request(f"command description length must not exceed {DESCRIPTION_LIMIT}")
    return {"command": name, "description": description}


@method("setMyCommands")
def set_my_commands(world: World, params: JsonObject) -> Json:
    """A menu for one scope and language."""
    scope, language = _scope(world, params), language_of(params)
    commands = [_checked(command) for command in params["commands"]]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if commands:
        world.bot.commands[*scope, language] = commands
    else:
        world.bot.commands.pop((*scope, language), None)
    world.emit("commands")
    return True


@method("deleteMyCommands")
def delete_my_commands(world: World, params: JsonObject) -> Json:
    """No menu of its own for that scope and language."""
    world.bot.commands.pop((*_scope(world, params), language_of(params)), None)
    world.emit("commands")
    return True


@method("getMyCommands")
def get_my_commands(world: World, params: JsonObject) -> Json:
    """The menu of one scope and language, without looking further."""
    return world.bot.commands.get((*_scope(world, params), language_of(params)), [])


def menu_for(world: World, person: Person, chat: Chat) -> list[JsonObject]:
    """The commands that Telegram shows somebody in a chat: the narrowest scope wins, then the language."""
    scopes: list[tuple[Any, ...]]
    if chat.is_private:
        scopes = [("chat", chat.id), ("all_private_chats",)]
    else:
        is_admin = chat.member(person.id).is_admin
        scopes = [("chat_member", chat.id, person.id)]
        scopes += [("chat_administrators", chat.id)] if is_admin else []
        scopes += [("chat", chat.id)]
        scopes += [("all_chat_administrators",)] if is_admin else []
        scopes += [("all_group_chats",)]
    for scope in (*scopes, ("default",)):
        for language in dict.fromkeys((person.language[:2], "")):
            found = world.bot.commands.get((*scope, language))
            if found:
                return found
    return []
