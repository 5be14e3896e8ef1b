"""Service messages as a short Dutch line for the page."""

from typing import TYPE_CHECKING

from bot.playground.kinds import Json
from bot.playground.state import Message

if TYPE_CHECKING:
    from bot.playground.core import Core

_TEXTS = {
    "group_chat_created": "{who} maakte de groep",
    "supergroup_chat_created": "{who} maakte de groep",
    "channel_chat_created": "Het kanaal is gemaakt",
    "new_chat_title": "{who} noemde de groep “{value}”",
    "migrate_to_chat_id": "Deze groep is een supergroep geworden",
    "migrate_from_chat_id": "De groep is een supergroep geworden",
    "forum_topic_created": "{who} maakte het onderwerp “{name}”",
    "forum_topic_edited": "{who} paste het onderwerp aan",
    "forum_topic_closed": "{who} sloot het onderwerp",
    "forum_topic_reopened": "{who} heropende het onderwerp",
    "general_forum_topic_hidden": "{who} verborg het algemene onderwerp",
    "general_forum_topic_unhidden": "{who} toonde het algemene onderwerp weer",
    "pinned_message": "{who} zette een bericht vast",
}


def service_text(world: "Core", message: Message) -> str:
    """One line about a service message."""
    who = _author_name(world, message)
    value = message.content[message.kind]
    if message.kind == "new_chat_members":
        return _joined(who, [_name(user) for user in value])
    if message.kind == "left_chat_member":
        name = _name(value)
        return f"{name} verliet de groep" if name == who else f"{who} verwijderde {name}"
    name = value.get("name", "") if isinstance(value, dict) else ""
    return _TEXTS[message.kind].format(who=who, value=value, name=name)


def _joined(who: str, names: list[str]) -> str:
    if names == [who]:
        return f"{who} kwam bij de groep"
    return f"{who} voegde {', '.join(names)} toe"


def _name(user: Json) -> str:
    return " ".join(filter(None, (user["first_name"], user.get("last_name"))))


def _author_name(world: "Core", message: Message) -> str:
    author = message.author
    if author.chat_id is not None:
        return world.chats[author.chat_id].title or ""
    if author.user_id == world.bot.id:
        return world.bot.first_name
    return world.people[author.user_id or 0].name
