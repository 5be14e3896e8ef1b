"""Asking about chats and their members, and leaving."""

from bot.playground import render
from bot.playground.errors import bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.access import Access, chat_of
from bot.playground.methods.registry import method
from bot.playground.state import Chat, Member
from bot.playground.world import World

TITLE_LIMIT = 128
DESCRIPTION_LIMIT = 255


@method("getChat")
def get_chat(world: World, params: JsonObject) -> Json:
    """All about a chat."""
    return render.full_chat_json(world, chat_of(world, params["chat_id"], Access.READ))


def _with_members(world: World, params: JsonObject) -> Chat:
    chat = chat_of(world, params["chat_id"], Access.READ)
    if chat.migrated_to is not None:
        # The list of members of a group that has become a supergroup is out of reach.
        chat_of(world, chat.id, Access.EDIT)
    return chat


@method("getChatMember")
def get_chat_member(world: World, params: JsonObject) -> Json:
    """What somebody is in a chat."""
    chat = _with_members(world, params)
    user_id = params["user_id"]
    if user_id not in world.people and user_id != world.bot.id:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return render.member_json(world, chat, chat.member(user_id))


@method("getChatAdministrators")
def get_chat_administrators(world: World, params: JsonObject) -> Json:
    """The administrators. `return_bots` adds other bots, of which there are none here."""
    chat = _with_members(world, params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [render.member_json(world, chat, one) for one in chat.members.values() if one.is_admin]


@method("getChatMemberCount")
def get_chat_member_count(world: World, params: JsonObject) -> Json:
    """How many are in a chat."""
    chat = _with_members(world, params)
    return sum(one.is_present for one in chat.members.values())


@method("leaveChat")
def leave_chat(world: World, params: JsonObject) -> Json:
    """Leave a group or a channel."""
    chat = chat_of(world, params["chat_id"], Access.READ)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    if chat.member(world.bot.id).is_present:
        world.bot_leaves(chat)
    return True


def _with_right(world: World, params: JsonObject, right: str, refusal: str) -> tuple[Chat, Member]:
    chat = chat_of(world, params["chat_id"], Access.WRITE)
    member = chat.member(world.bot.id)
    if chat.is_private or not member.may(right):
        raise bad_request(refusal)
    return chat, member


@method("setChatTitle")
def set_chat_title(world: World, params: JsonObject) -> Json:
    """Another title."""
    chat, _ = _with_right(world, params, "can_change_info", "not enough rights to change chat title")
    title = params["title"].strip()
    if not 1 <= len(title) <= TITLE_LIMIT:
        raise bad_request("title must be non-empty" if not title else "CHAT_TITLE_TOO_LONG")
    if title == chat.title:
        raise bad_request("chat title is not modified")
    world.rename_as_bot(chat, title)
    return True


@method("setChatDescription")
def set_chat_description(world: World, params: JsonObject) -> Json:
    """Another description."""
    chat, _ = _with_right(world, params, "can_change_info", "not enough rights to set chat description")
    description = params.get("description", "").strip()
    if len(description) > DESCRIPTION_LIMIT:
        raise bad_request("CHAT_ABOUT_TOO_LONG")
    if description == chat.description:
        raise bad_request("chat description is not modified")
    chat.description = description
    world.emit_chat(chat)
    return True
