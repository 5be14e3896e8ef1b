"""What exists in the playground: people, chats, topics, messages, files."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.playground.kinds import JsonObject
from bot.playground.rights import DEFAULT_PERMISSIONS

# Telegram's own accounts: whom an anonymous administrator, a channel, and a forwarded post appear to be.
ANONYMOUS_ADMIN = 1087968824
CHANNEL_SENDER = 136817688
TELEGRAM = 777000

GENERAL_TOPIC = 1


class Status(StrEnum):
    """What somebody is in a chat, with Telegram's words."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


PRESENT = frozenset({Status.CREATOR, Status.ADMINISTRATOR, Status.MEMBER, Status.RESTRICTED})
ADMINS = frozenset({Status.CREATOR, Status.ADMINISTRATOR})


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a Telegram account. Not a real one: names in the demo say "(voorbeeld)"."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language: str = "nl"
    role: str = "person"
    about: str = ""
    hides_forwards: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


@dataclass(slots=True, eq=False)
class Bot:
    """The one bot that the playground serves."""

    id: int
    token: str
    first_name: str
    username: str
    privacy: bool = True
    can_join_groups: bool = True
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[Any, ...], list[JsonObject]] = field(default_factory=dict)
    menu_buttons: dict[int | None, JsonObject] = field(default_factory=dict)
    default_rights: dict[bool, JsonObject] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Member:
    """What one person, or the bot, is in one chat.

    `rights` holds an administrator's rights or a restricted member's permissions, by Telegram's names.
    """

    user_id: int
    status: Status = Status.MEMBER
    rights: dict[str, bool] = field(default_factory=dict)
    anonymous: bool = False
    custom_title: str | None = None

    @property
    def is_present(self) -> bool:
        """Whether they are in the chat."""
        return self.status in PRESENT

    @property
    def is_admin(self) -> bool:
        """Whether they own or administer the chat."""
        return self.status in ADMINS

    def may(self, right: str) -> bool:
        """Whether an administrator has this right (an owner has all)."""
        return self.status is Status.CREATOR or (
            self.status is Status.ADMINISTRATOR and self.rights.get(right, False)
        )


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum; the General topic has thread id 1."""

    thread_id: int
    name: str
    icon_color: int = 0x6FB9F0
    icon_custom_emoji_id: str | None = None
    closed: bool = False
    hidden: bool = False
    deleted_at: int | None = None
    creator_id: int = 0


@dataclass(slots=True, eq=False)
class StoredFile:
    """A file that was sent; `kind` is the name of the message's field (document, photo, ...)."""

    unique_id: str
    file_id: str
    kind: str
    name: str | None
    mime: str
    data: bytes
    path: str
    described: JsonObject = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class Author:
    """Who a message is from: a user id, and the chat in whose name it is written, if any."""

    user_id: int | None
    chat_id: int | None = None
    signature: str | None = None


@dataclass(slots=True, eq=False)
class Message:
    """One message. `content` holds Telegram's content fields (`text` and `entities`, `photo`, ...)."""

    chat: "Chat"
    id: int
    date: int
    author: Author
    kind: str
    content: JsonObject
    thread_id: int | None = None
    reply_to: int | None = None
    quote: JsonObject | None = None
    external_reply: JsonObject | None = None
    forward_origin: JsonObject | None = None
    automatic_forward: bool = False
    via_bot: bool = False
    markup: JsonObject | None = None
    keyboard: JsonObject | None = None
    edit_date: int | None = None
    album: str | None = None
    file: StoredFile | None = None
    service: bool = False
    silent: bool = False
    protected: bool = False
    effect_id: str | None = None
    link_preview: JsonObject | None = None
    caption_above: bool = False
    spoiler: bool = False
    from_bot: bool = False
    reactions: dict[int, list[JsonObject]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text or the caption, without markup; empty when there is none."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[JsonObject]:
        """The entities of the text or the caption."""
        found: list[JsonObject] = self.content.get("entities") or self.content.get("caption_entities") or []
        return found

    @property
    def buttons(self) -> list[list[JsonObject]]:
        """The inline buttons, row by row, as Telegram's objects."""
        return self.markup["inline_keyboard"] if self.markup else []

    @property
    def labels(self) -> list[list[str]]:
        """What is written on the inline buttons, row by row."""
        return [[button["text"] for button in row] for row in self.buttons]


@dataclass(slots=True, eq=False)
class Chat:
    """A conversation. A private chat with the bot has the id of its person."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    description: str = ""
    person: Person | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=lambda: dict(DEFAULT_PERMISSIONS))
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    pinned: list[int] = field(default_factory=list)
    linked_chat_id: int | None = None
    migrated_to: int | None = None
    migrated_from: int | None = None
    bot_sees_all: bool = False
    started: bool = False

    @property
    def is_private(self) -> bool:
        """Whether this is one person's conversation with the bot."""
        return self.type == "private"

    @property
    def is_group(self) -> bool:
        """Whether this is a group or a supergroup."""
        return self.type in {"group", "supergroup"}

    def member(self, user_id: int) -> Member:
        """What somebody is here; `left` for who never was in it."""
        return self.members.get(user_id) or Member(user_id, Status.LEFT)

    def next_message_id(self) -> int:
        """The number of the next message."""
        self.last_message_id += 1
        return self.last_message_id
