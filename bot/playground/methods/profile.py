"""The bot itself: who it is, how it is described, and what hardly any bot needs."""

from bot.playground import render
from bot.playground.errors import ApiError, bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.commands import language_of
from bot.playground.methods.registry import method
from bot.playground.rights import CHANNEL_ADMIN_RIGHTS, rights_for
from bot.playground.world import World

NAME_LIMIT = 64
DESCRIPTION_LIMIT = 512
SHORT_DESCRIPTION_LIMIT = 120


@method("getMe")
def get_me(world: World, _params: JsonObject) -> Json:
    """The bot's `User`."""
    return render.me_json(world)


@method("logOut", "close")
def log_out(world: World, _params: JsonObject) -> Json:
    """Leave this server. Telegram then refuses the token for ten minutes; here until the world ends."""
    world.logged_out = True
    return True


def _set(world: World, texts: dict[str, str], params: JsonObject, name: str, limit: int) -> Json:
    text = params.get(name, "")
    if len(text) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    language = language_of(params)
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    world.emit_bot()
    return True


@method("setMyName")
def set_my_name(world: World, params: JsonObject) -> Json:
    """The bot's name in a language."""
    return _set(world, world.bot.names, params, "name", NAME_LIMIT)


@method("getMyName")
def get_my_name(world: World, params: JsonObject) -> Json:
    """The bot's name in a language, or the usual one."""
    names = world.bot.names
    return {"name": names.get(language_of(params)) or names.get("") or world.bot.first_name}


@method("setMyDescription")
def set_my_description(world: World, params: JsonObject) -> Json:
    """What an empty chat with the bot shows."""
    return _set(world, world.bot.descriptions, params, "description", DESCRIPTION_LIMIT)


@method("getMyDescription")
def get_my_description(world: World, params: JsonObject) -> Json:
    """The description in a language, or the usual one."""
    texts = world.bot.descriptions
    return {"description": texts.get(language_of(params)) or texts.get("", "")}


@method("setMyShortDescription")
def set_my_short_description(world: World, params: JsonObject) -> Json:
    """What the bot's profile shows."""
    texts = world.bot.short_descriptions
    return _set(world, texts, params, "short_description", SHORT_DESCRIPTION_LIMIT)


@method("getMyShortDescription")
def get_my_short_description(world: World, params: JsonObject) -> Json:
    """The short description in a language, or the usual one."""
    texts = world.bot.short_descriptions
    return {"short_description": texts.get(language_of(params)) or texts.get("", "")}


@method("setChatMenuButton")
def set_chat_menu_button(world: World, params: JsonObject) -> Json:
    """The button beside the text field of a private chat."""
    button = params.get("menu_button") or {"type": "default"}
    if button["type"] == "web_app":
        raise ApiError(501, "Not Implemented: the playground does not model web apps")
    world.bot.menu_buttons[_private(world, params)] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(world: World, params: JsonObject) -> Json:
    """That button, or the usual one."""
    buttons = world.bot.menu_buttons
    return buttons.get(_private(world, params)) or buttons.get(None) or {"type": "default"}


def _private(world: World, params: JsonObject) -> int | None:
    chat_id: int | None = params.get("chat_id")
    if chat_id is not None and chat_id not in world.people:
        raise bad_request("chat not found")
    return chat_id


@method("setMyDefaultAdministratorRights")
def set_my_default_administrator_rights(world: World, params: JsonObject) -> Json:
    """The rights that the app proposes when somebody makes the bot an administrator."""
    world.bot.default_rights[bool(params.get("for_channels"))] = params.get("rights") or {}
    return True


@method("getMyDefaultAdministratorRights")
def get_my_default_administrator_rights(world: World, params: JsonObject) -> Json:
    """Those rights."""
    for_channels = bool(params.get("for_channels"))
    known = rights_for("channel" if for_channels else "supergroup", is_forum=not for_channels)
    given = world.bot.default_rights.get(for_channels, {})
    own = {name: given.get(name, False) for name in known if for_channels or name not in CHANNEL_ADMIN_RIGHTS}
    return {"is_anonymous": given.get("is_anonymous", False), **own}


@method("getUserProfilePhotos")
def get_user_profile_photos(world: World, params: JsonObject) -> Json:
    """Nobody here has a picture."""
    if params["user_id"] not in world.people and params["user_id"] != world.bot.id:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}
