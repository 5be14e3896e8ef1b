"""Deleting messages, and pinning them."""

from bot.playground.errors import bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.access import Access, chat_of, message_of, refuse_unmodelled
from bot.playground.methods.registry import method
from bot.playground.state import Chat, Message, Status
from bot.playground.world import World

MAX_AT_ONCE = 100
DELETABLE_SECONDS = 48 * 3600

_LASTING = frozenset(
    {
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
        "forum_topic_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
    }
)


def _check_deletable(world: World, message: Message) -> None:
    """48 hours for one's own and in private chats; administrators with the right any time."""
    chat = message.chat
    if message.service and message.kind in _LASTING:
        raise bad_request("message can't be deleted")
    if chat.member(world.bot.id).may("can_delete_messages"):
        return
    if not (message.from_bot or chat.is_private):
        raise bad_request("message can't be deleted")
    if world.now() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")


@method("deleteMessage")
def delete_message(world: World, params: JsonObject) -> Json:
    """One message."""
    chat = chat_of(world, params["chat_id"], Access.WRITE)
    message = message_of(chat, params["message_id"], "message to delete")
    _check_deletable(world, message)
    world.remove_messages(chat, [message.id])
    return True


@method("deleteMessages")
def delete_messages(world: World, params: JsonObject) -> Json:
    """Up to 100 messages; what does not exist is passed over."""
    numbers = params["message_ids"]
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    chat = chat_of(world, params["chat_id"], Access.WRITE)
    for number in numbers:
        if number in chat.messages:
            _check_deletable(world, chat.messages[number])
    world.remove_messages(chat, numbers)
    return True


def _pinnable(world: World, params: JsonObject) -> Chat:
    refuse_unmodelled(params, "business_connection_id")
    chat = chat_of(world, params["chat_id"], Access.WRITE)
    member = chat.member(world.bot.id)
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    everybody = chat.permissions.get("can_pin_messages", False) and member.status is Status.MEMBER
    if not (chat.is_private or member.may(right) or (chat.is_group and everybody)):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


@method("pinChatMessage")
def pin_chat_message(world: World, params: JsonObject) -> Json:
    """Pin a message; a service message tells of it."""
    chat = _pinnable(world, params)
    message = message_of(chat, params["message_id"], "message to pin")
    if message.service:
        raise bad_request("service messages can't be pinned")
    if message.id not in chat.pinned:
        world.pin(world.bot.id, message)
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, params: JsonObject) -> Json:
    """Unpin a message, or the one that was pinned last."""
    chat = _pinnable(world, params)
    number = params.get("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    world.pin(world.bot.id, chat.messages[number], pinned=False)
    return True


def _unpin(world: World, chat: Chat, numbers: list[int]) -> None:
    for number in numbers:
        world.pin(world.bot.id, chat.messages[number], pinned=False)


@method("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, params: JsonObject) -> Json:
    """Unpin everything."""
    chat = _pinnable(world, params)
    _unpin(world, chat, list(chat.pinned))
    return True


@method("unpinAllForumTopicMessages", "unpinAllGeneralForumTopicMessages")
def unpin_all_topic_messages(world: World, params: JsonObject) -> Json:
    """Unpin everything in one topic (General, if none is named)."""
    chat = _pinnable(world, params)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    thread_id = params.get("message_thread_id", 1)
    if thread_id not in chat.topics:
        raise bad_request("TOPIC_ID_INVALID")
    _unpin(world, chat, [number for number in chat.pinned if chat.messages[number].thread_id == thread_id])
    return True
