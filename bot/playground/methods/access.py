"""Which chats, topics and messages a call may touch, and what Telegram says when it may not."""

from enum import IntEnum

from bot.playground.errors import ApiError, bad_request, forbidden
from bot.playground.kinds import JsonObject
from bot.playground.rights import SENDING
from bot.playground.state import GENERAL_TOPIC, Chat, Message, Status, Topic
from bot.playground.world import World

# For about so long after a topic was deleted Telegram still knows that there was one.
DELETED_TOPIC_SECONDS = 60


class Access(IntEnum):
    """What a call wants of a chat; each includes the ones before it."""

    READ = 1
    EDIT = 2
    WRITE = 3


def chat_of(world: World, chat_id: int | str, access: Access) -> Chat:
    """The chat with this id or @username, if the bot may do that there."""
    chat = _resolve(world, chat_id)
    if chat.is_private:
        _check_private(world, chat, access)
    else:
        _check_group(world, chat, access)
    return chat


def _resolve(world: World, chat_id: int | str) -> Chat:
    if isinstance(chat_id, str):
        name = chat_id.removeprefix("@").lower()
        named = (chat for chat in world.chats.values() if chat.username and chat.username.lower() == name)
        chat = next(named, None) if chat_id.startswith("@") else None
    else:
        chat = world.chats.get(chat_id)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _check_private(world: World, chat: Chat, access: Access) -> None:
    if chat.member(world.bot.id).status is Status.KICKED:
        if access is Access.WRITE:
            raise forbidden("bot was blocked by the user")
    elif not chat.started:
        # The bot knows people whom it met in a group, but may not speak to them first.
        if not _has_met(world, chat.id):
            raise bad_request("chat not found")
        if access is Access.WRITE:
            raise forbidden("bot can't initiate conversation with a user")


def _has_met(world: World, person_id: int) -> bool:
    return any(
        not chat.is_private and chat.member(world.bot.id).is_present and person_id in chat.members
        for chat in world.chats.values()
    )


def _check_group(world: World, chat: Chat, access: Access) -> None:
    if chat.migrated_to is not None:
        if access is Access.READ:
            return
        parameters = {"migrate_to_chat_id": chat.migrated_to}
        raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters)
    member = chat.member(world.bot.id)
    if member.is_present:
        return
    if world.bot.id not in chat.members and not chat.username:
        raise bad_request("chat not found")
    readable = chat.type == "group" or chat.username is not None
    if member.status is Status.KICKED and (chat.type != "group" or access is not Access.READ):
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if access is not Access.READ or not readable:
        raise forbidden(f"bot is not a member of the {chat.type} chat")


def message_of(chat: Chat, message_id: int, what: str) -> Message:
    """The message with this number; `what` is how Telegram calls it in its refusal."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def thread_of(world: World, chat: Chat, thread_id: int | None) -> int | None:
    """The thread to write in, None outside forums. An unnamed one in a forum is General.

    Groups without topics ignore a thread id, as on Telegram.
    """
    if not chat.is_forum:
        if chat.is_private and thread_id:
            raise bad_request("message thread not found")
        return None
    if thread_id is None:
        check_open(world, chat, chat.topics[GENERAL_TOPIC])
        return GENERAL_TOPIC
    topic = chat.topics.get(thread_id)
    if topic is None or thread_id == GENERAL_TOPIC:
        raise bad_request("message thread not found")
    if topic.deleted_at is not None:
        recent = world.now() - topic.deleted_at < DELETED_TOPIC_SECONDS
        raise bad_request("TOPIC_DELETED" if recent else "message thread not found")
    check_open(world, chat, topic)
    return thread_id


def check_open(world: World, chat: Chat, topic: Topic) -> None:
    """Only who manages topics writes in a closed one."""
    if topic.closed and not chat.member(world.bot.id).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")


def check_may_send(world: World, chat: Chat, kind: str) -> None:
    """Whether the bot may send this kind of message to the chat."""
    member = chat.member(world.bot.id)
    if chat.is_private:
        return
    if chat.type == "channel":
        if not member.may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
        return
    if member.is_admin:
        return
    permission, things = SENDING[kind]
    allowed = chat.permissions.get(permission, False)
    if member.status is Status.RESTRICTED:
        allowed = allowed and member.rights.get(permission, False)
    if not allowed:
        raise bad_request(f"not enough rights to send {things} to the chat")


def refuse_unmodelled(params: JsonObject, *names: str) -> None:
    """Say clearly that a parameter exists on Telegram, but does nothing here."""
    for name in names:
        if params.get(name) is not None:
            raise ApiError(501, f"Not Implemented: the playground does not model the parameter {name}")
