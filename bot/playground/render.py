"""Telegram's JSON objects for what exists in the playground."""

from typing import TYPE_CHECKING

from bot.playground.kinds import JsonObject
from bot.playground.rights import PERMISSIONS, rights_for
from bot.playground.state import (
    ANONYMOUS_ADMIN,
    CHANNEL_SENDER,
    GENERAL_TOPIC,
    TELEGRAM,
    Author,
    Chat,
    Member,
    Message,
    Person,
    Status,
    StoredFile,
)

if TYPE_CHECKING:
    from bot.playground.core import Core

_SPECIAL: dict[int, JsonObject] = {
    ANONYMOUS_ADMIN: {
        "id": ANONYMOUS_ADMIN,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    },
    CHANNEL_SENDER: {
        "id": CHANNEL_SENDER,
        "is_bot": True,
        "first_name": "Channel",
        "username": "Channel_Bot",
    },
    TELEGRAM: {"id": TELEGRAM, "is_bot": False, "first_name": "Telegram"},
}


def person_json(person: Person) -> JsonObject:
    """A `User` for a person."""
    user: JsonObject = {"id": person.id, "is_bot": False, "first_name": person.first_name}
    if person.last_name:
        user["last_name"] = person.last_name
    if person.username:
        user["username"] = person.username
    if person.language:
        user["language_code"] = person.language
    return user


def bot_json(world: "Core") -> JsonObject:
    """The `User` of the bot, as it appears in messages."""
    bot = world.bot
    return {
        "id": bot.id,
        "is_bot": True,
        "first_name": bot.names.get("") or bot.first_name,
        "username": bot.username,
    }


def user_json(world: "Core", user_id: int) -> JsonObject:
    """The `User` with this id: a person, the bot, or one of Telegram's own."""
    if user_id == world.bot.id:
        return bot_json(world)
    return _SPECIAL.get(user_id) or person_json(world.find_person(user_id))


def me_json(world: "Core") -> JsonObject:
    """The `User` that `getMe` returns, with what only it tells."""
    return {
        **bot_json(world),
        "can_join_groups": world.bot.can_join_groups,
        "can_read_all_group_messages": not world.bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
    }


def chat_json(chat: Chat) -> JsonObject:
    """A `Chat`."""
    result: JsonObject = {"id": chat.id, "type": chat.type}
    if chat.person is not None:
        result["first_name"] = chat.person.first_name
        if chat.person.last_name:
            result["last_name"] = chat.person.last_name
        if chat.person.username:
            result["username"] = chat.person.username
        return result
    result["title"] = chat.title
    if chat.username:
        result["username"] = chat.username
    if chat.is_forum:
        result["is_forum"] = True
    return result


def full_chat_json(world: "Core", chat: Chat) -> JsonObject:
    """A `ChatFullInfo`, as `getChat` returns it."""
    takes_gifts = chat.is_private
    result: JsonObject = {
        **chat_json(chat),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": takes_gifts,
            "limited_gifts": takes_gifts,
            "unique_gifts": takes_gifts,
            "premium_subscription": takes_gifts,
            "gifts_from_channels": False,
        },
    }
    if result.get("username"):
        result["active_usernames"] = [result["username"]]
    if chat.description:
        result["description"] = chat.description
    if chat.is_group:
        result["permissions"] = {name: chat.permissions.get(name, False) for name in PERMISSIONS}
    if chat.type == "supergroup":
        result["has_visible_history"] = True
    if chat.linked_chat_id is not None:
        result["linked_chat_id"] = chat.linked_chat_id
    if chat.pinned:
        result["pinned_message"] = message_json(world, chat.messages[chat.pinned[-1]], with_reply=False)
    return result


def member_json(world: "Core", chat: Chat, member: Member) -> JsonObject:
    """A `ChatMember`."""
    result: JsonObject = {"status": member.status.value, "user": user_json(world, member.user_id)}
    if member.status is Status.CREATOR:
        result["is_anonymous"] = member.anonymous
    elif member.status is Status.ADMINISTRATOR:
        result["can_be_edited"] = False
        for right in rights_for(chat.type, is_forum=chat.is_forum):
            result[right] = member.rights.get(right, False)
        result["is_anonymous"] = member.anonymous
    elif member.status is Status.RESTRICTED:
        for permission in PERMISSIONS:
            result[permission] = member.rights.get(permission, False)
        result["is_member"] = True
        result["until_date"] = 0
    elif member.status is Status.KICKED:
        result["until_date"] = 0
    if member.custom_title and member.is_admin:
        result["custom_title"] = member.custom_title
    return result


def message_json(world: "Core", message: Message, *, with_reply: bool = True) -> JsonObject:
    """A `Message`; the message that it answers is put in without its own answer, as Telegram does."""
    result: JsonObject = {"message_id": message.id, "date": message.date, "chat": chat_json(message.chat)}
    _add_author(world, result, message.author)
    if message.edit_date:
        result["edit_date"] = message.edit_date
    if message.chat.is_forum and message.thread_id not in (None, GENERAL_TOPIC):
        result["message_thread_id"] = message.thread_id
        result["is_topic_message"] = True
    if message.forward_origin:
        result["forward_origin"] = message.forward_origin
        if message.automatic_forward:
            result["is_automatic_forward"] = True
    if with_reply:
        answered = replied_message(message)
        if answered is not None:
            result["reply_to_message"] = message_json(world, answered, with_reply=False)
    _add_details(world, result, message)
    result.update(message.content)
    if message.markup:
        result["reply_markup"] = message.markup
    return result


def _add_author(world: "Core", result: JsonObject, author: Author) -> None:
    if author.user_id is not None:
        result["from"] = user_json(world, author.user_id)
    if author.chat_id is not None:
        result["sender_chat"] = chat_json(world.find_chat(author.chat_id))
    if author.signature:
        result["author_signature"] = author.signature


def _add_details(world: "Core", result: JsonObject, message: Message) -> None:
    if message.quote:
        result["quote"] = message.quote
    if message.external_reply:
        result["external_reply"] = message.external_reply
    if message.album:
        result["media_group_id"] = message.album
    if message.via_bot:
        result["via_bot"] = bot_json(world)
    if message.protected:
        result["has_protected_content"] = True
    if message.effect_id:
        result["effect_id"] = message.effect_id
    if message.link_preview:
        result["link_preview_options"] = message.link_preview
    if message.caption_above:
        result["show_caption_above_media"] = True
    if message.spoiler:
        result["has_media_spoiler"] = True


def replied_message(message: Message) -> Message | None:
    """The message that this one answers.

    In a topic a message that answers nothing counts as an answer to the service message with which the topic
    began: a bot that takes every `reply_to_message` for somebody's words goes wrong here, as on Telegram.
    """
    if message.reply_to is not None:
        return message.chat.messages.get(message.reply_to)
    in_topic = message.chat.is_forum and message.thread_id not in (None, GENERAL_TOPIC)
    if in_topic and message.thread_id is not None and message.id != message.thread_id:
        return message.chat.messages.get(message.thread_id)
    return None


def inaccessible_json(chat: Chat, message_id: int) -> JsonObject:
    """What is left of a message that was deleted or is too old: date 0."""
    return {"chat": chat_json(chat), "message_id": message_id, "date": 0}


def file_json(file: StoredFile) -> JsonObject:
    """A `File`, as `getFile` returns it."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }


def forward_origin(world: "Core", message: Message) -> JsonObject:
    """Where a forwarded message says that it is from.

    A forward of a forward keeps the first origin. People who hide their account are named only.
    """
    if message.forward_origin:
        return dict(message.forward_origin)
    date = message.date
    author = message.author
    if message.chat.type == "channel":
        origin = {"type": "channel", "date": date, "chat": chat_json(message.chat), "message_id": message.id}
    elif author.chat_id is not None:
        origin = {"type": "chat", "date": date, "sender_chat": chat_json(world.find_chat(author.chat_id))}
    else:
        user_id = author.user_id or world.bot.id
        person = world.people.get(user_id)
        if person is not None and person.hides_forwards:
            return {"type": "hidden_user", "date": date, "sender_user_name": person.name}
        return {"type": "user", "date": date, "sender_user": user_json(world, user_id)}
    if author.signature:
        origin["author_signature"] = author.signature
    return origin
