"""What exists in the playground, as the people's side sees it (docs/playground.md)."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

from bot.playground.kinds import JsonObject
from bot.playground.render import replied_message
from bot.playground.service_texts import service_text
from bot.playground.state import (
    ANONYMOUS_ADMIN,
    GENERAL_TOPIC,
    Chat,
    Member,
    Message,
    Person,
    Status,
    StoredFile,
    Topic,
)

if TYPE_CHECKING:
    from bot.playground.core import Core

_OTHER_KINDS = ("location", "venue", "contact", "poll", "dice")


def person_view(world: "Core", person: Person) -> JsonObject:
    """A person, for the page."""
    chat = world.chats[person.id]
    return {
        "id": person.id,
        "name": person.name,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language": person.language,
        "role": person.role,
        "about": person.about,
        "started": chat.started,
        "blocked_bot": chat.member(world.bot.id).status is Status.KICKED,
    }


def bot_view(world: "Core") -> JsonObject:
    """The bot, for the page."""
    bot = world.bot
    return {
        "id": bot.id,
        "name": bot.names.get("") or bot.first_name,
        "username": bot.username,
        "privacy": bot.privacy,
        "can_join_groups": bot.can_join_groups,
        "description": bot.descriptions.get("", ""),
        "short_description": bot.short_descriptions.get("", ""),
        "webhook": bool(world.webhook.url),
        "connected": world.is_connected(),
    }


def chat_view(world: "Core", chat: Chat) -> JsonObject:
    """A chat with its members and topics, for the page."""
    newest = chat.messages[max(chat.messages)] if chat.messages else None
    bot_member = chat.member(world.bot.id)
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.person.name if chat.person else chat.title,
        "username": chat.username,
        "is_forum": chat.is_forum,
        "members": [
            _member_view(member) for member in chat.members.values() if member.user_id in world.people
        ],
        "bot": {"status": bot_member.status.value, "rights": bot_member.rights},
        "topics": [topic_view(topic) for topic in chat.topics.values()],
        "pinned": list(chat.pinned),
        "permissions": chat.permissions,
        "linked_chat_id": chat.linked_chat_id,
        "migrated_to": chat.migrated_to,
        "last_message_id": newest.id if newest else None,
        "last_date": newest.date if newest else None,
    }


def _member_view(member: Member) -> JsonObject:
    return {
        "person_id": member.user_id,
        "status": member.status.value,
        "anonymous": member.anonymous,
        "custom_title": member.custom_title,
        "rights": member.rights,
    }


def topic_view(topic: Topic) -> JsonObject:
    """A topic, for the page."""
    return {
        "thread_id": topic.thread_id,
        "name": topic.name,
        "icon_color": topic.icon_color,
        "icon_custom_emoji_id": topic.icon_custom_emoji_id,
        "closed": topic.closed,
        "hidden": topic.hidden,
        "deleted": topic.deleted_at is not None,
    }


def message_view(world: "Core", message: Message) -> JsonObject:
    """A message, for the page."""
    chat = message.chat
    thread = (message.thread_id or GENERAL_TOPIC) if chat.is_forum else None
    result: JsonObject = {
        "chat_id": chat.id,
        "message_id": message.id,
        "thread_id": thread,
        "date": message.date,
        "edit_date": message.edit_date,
        "from": author_view(world, message),
        "text": "" if message.service else message.text,
        "entities": message.entities,
        "file": file_view(message.file) if message.file else None,
        "album": message.album,
        "reply_to": _reply_view(world, message),
        "forward": _forward_view(message),
        "via_bot": world.bot.username if message.via_bot else None,
        "buttons": [[_button_view(world, button) for button in row] for row in message.buttons],
        "keyboard": message.keyboard,
        "service": None,
        "reactions": reactions_view(message),
        "pinned": message.id in chat.pinned,
        "silent": message.silent,
        "protected": message.protected,
        "link_preview": not (message.link_preview or {}).get("is_disabled", False),
    }
    if message.service:
        result["service"] = {"kind": message.kind, "text": service_text(world, message)}
    elif message.kind in _OTHER_KINDS:
        result["other"] = {"kind": message.kind, **_as_object(message)}
    return result


def _as_object(message: Message) -> JsonObject:
    value = message.content[message.kind]
    return dict(value) if isinstance(value, dict) else {"value": value}


def author_view(world: "Core", message: Message) -> JsonObject:
    """Who a message is from, for the page."""
    author = message.author
    if author.chat_id is not None:
        chat = world.chats[author.chat_id]
        kind = "anonymous" if author.user_id == ANONYMOUS_ADMIN else "channel"
        return {"kind": kind, "id": chat.id, "name": chat.title or ""}
    if message.from_bot:
        bot = world.bot
        return {"kind": "bot", "id": bot.id, "name": bot.names.get("") or bot.first_name}
    person = world.people[author.user_id or 0]
    return {"kind": "person", "id": person.id, "name": person.name}


def file_view(file: StoredFile) -> JsonObject:
    """A file, with the address where the page finds its bytes."""
    described = file.described
    name = file.name or file.path.rpartition("/")[2]
    return {
        "kind": file.kind,
        "file_id": file.file_id,
        "name": name,
        "mime": file.mime,
        "size": len(file.data),
        "url": f"/people/files/{file.unique_id}/{quote(name)}",
        "duration": described.get("duration"),
        "width": described.get("width"),
        "height": described.get("height"),
        "emoji": described.get("emoji"),
    }


def _reply_view(world: "Core", message: Message) -> JsonObject | None:
    answered = replied_message(message) if message.reply_to is not None else None
    if answered is None:
        return None
    text = service_text(world, answered) if answered.service else answered.text
    return {
        "message_id": answered.id,
        "name": author_view(world, answered)["name"],
        "text": text[:120],
        "quote": message.quote["text"] if message.quote else None,
    }


def _forward_view(message: Message) -> JsonObject | None:
    origin = message.forward_origin
    if origin is None:
        return None
    if origin["type"] == "hidden_user":
        return {"kind": "hidden_user", "name": origin["sender_user_name"]}
    if origin["type"] == "user":
        user = origin["sender_user"]
        return {"kind": "user", "name": " ".join(filter(None, (user["first_name"], user.get("last_name"))))}
    chat = origin.get("chat") or origin["sender_chat"]
    return {"kind": origin["type"], "name": chat["title"]}


def _button_view(world: "Core", button: JsonObject) -> JsonObject:
    result: JsonObject = {
        "text": button["text"],
        "kind": "other",
        "data": None,
        "url": None,
        "copy": None,
        "style": button.get("style"),
    }
    if "callback_data" in button:
        result |= {"kind": "callback", "data": button["callback_data"]}
    elif "copy_text" in button:
        result |= {"kind": "copy", "copy": button["copy_text"]["text"]}
    elif "url" in button:
        payload = start_payload(world, button["url"])
        if payload is None:
            result |= {"kind": "url", "url": button["url"]}
        else:
            result |= {"kind": "start", "url": button["url"], "payload": payload}
    return result


def start_payload(world: "Core", url: str) -> str | None:
    """What a link to the bot's private chat carries; None for any other link."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.netloc.lower() in {"t.me", "telegram.me"}:
        name, query = parts.path.strip("/"), parse_qs(parts.query)
    elif parts.scheme == "tg" and parts.netloc == "resolve":
        query = parse_qs(parts.query)
        name = query.get("domain", [""])[0]
    else:
        return None
    return query.get("start", [""])[0] if name.lower() == world.bot.username.lower() else None


def reactions_view(message: Message) -> list[JsonObject]:
    """The reactions to a message, each with who gave it."""
    by_emoji: dict[str, list[int]] = {}
    for user_id, reactions in message.reactions.items():
        for reaction in reactions:
            by_emoji.setdefault(reaction.get("emoji", "⭐"), []).append(user_id)
    return [{"emoji": emoji, "count": len(by), "by": by} for emoji, by in by_emoji.items()]
