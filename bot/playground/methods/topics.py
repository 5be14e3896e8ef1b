"""Topics of forums."""

from bot.playground.errors import bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.membership import TOPIC_COLORS
from bot.playground.methods.access import Access, chat_of
from bot.playground.methods.registry import method
from bot.playground.state import GENERAL_TOPIC, Chat, Status, Topic
from bot.playground.world import World

NAME_LIMIT = 128

# A few of the icons that Telegram offers for topics: custom emoji id and emoji.
_ICONS = (
    ("5434144690511290129", "📰"),
    ("5312536423851630001", "💡"),
    ("5350554349074391003", "💻"),
    ("5417915203100613993", "💬"),
    ("5237699328843200968", "✅"),
    ("5309984423003823246", "🏠"),
    ("5377316857231450742", "❓"),
)


def _forum(world: World, params: JsonObject) -> Chat:
    chat = chat_of(world, params["chat_id"], Access.WRITE)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _may_manage(world: World, chat: Chat, topic: Topic | None = None) -> bool:
    member = chat.member(world.bot.id)
    own = topic is not None and topic.creator_id == world.bot.id
    everybody = chat.permissions.get("can_manage_topics", False) and member.status is Status.MEMBER
    return own or everybody or member.may("can_manage_topics")


def _topic(chat: Chat, thread_id: int) -> Topic:
    if thread_id == GENERAL_TOPIC or thread_id not in chat.topics:
        raise bad_request("TOPIC_ID_INVALID")
    topic = chat.topics[thread_id]
    if topic.deleted_at is not None:
        raise bad_request("TOPIC_DELETED")
    return topic


def _named(name: str) -> str:
    cleaned = name.strip()
    if not cleaned:
        raise bad_request("name must be non-empty")
    if len(cleaned) > NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    return cleaned


def _icon(icon: str | None) -> str | None:
    if icon and icon not in dict(_ICONS):
        reason = "TOPIC_ICON_INVALID" if icon.isdecimal() else "invalid custom emoji identifier specified"
        raise bad_request(reason)
    return icon


@method("createForumTopic")
def create_forum_topic(world: World, params: JsonObject) -> Json:
    """A new topic."""
    chat = _forum(world, params)
    if not _may_manage(world, chat):
        raise bad_request("not enough rights to create a topic")
    name = _named(params["name"])
    color = params.get("icon_color", TOPIC_COLORS[0])
    if color not in TOPIC_COLORS:
        raise bad_request("invalid icon color specified")
    topic = world.create_topic_as_bot(chat, name, color, _icon(params.get("icon_custom_emoji_id")))
    result = {"message_thread_id": topic.thread_id, "name": topic.name, "icon_color": topic.icon_color}
    if topic.icon_custom_emoji_id:
        result["icon_custom_emoji_id"] = topic.icon_custom_emoji_id
    return result


@method("editForumTopic")
def edit_forum_topic(world: World, params: JsonObject) -> Json:
    """Another name or icon."""
    chat = _forum(world, params)
    topic = _topic(chat, params["message_thread_id"])
    if not _may_manage(world, chat, topic):
        raise bad_request("not enough rights to edit the topic")
    name = _named(params["name"]) if params.get("name") else None
    icon = _icon(params.get("icon_custom_emoji_id"))
    if name in (None, topic.name) and icon in (None, topic.icon_custom_emoji_id):
        raise bad_request("TOPIC_NOT_MODIFIED")
    world.act_on_topic(world.bot.id, chat, topic, "rename", name, icon)
    return True


def _toggle(world: World, params: JsonObject, *, closed: bool, thread_id: int | None = None) -> Json:
    chat = _forum(world, params)
    topic = chat.topics[thread_id] if thread_id else _topic(chat, params["message_thread_id"])
    if not _may_manage(world, chat, topic):
        raise bad_request("not enough rights to close or open the topic")
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    world.act_on_topic(world.bot.id, chat, topic, "close" if closed else "reopen")
    return True


@method("closeForumTopic")
def close_forum_topic(world: World, params: JsonObject) -> Json:
    """Nobody but administrators writes there any more."""
    return _toggle(world, params, closed=True)


@method("reopenForumTopic")
def reopen_forum_topic(world: World, params: JsonObject) -> Json:
    """Everybody writes there again."""
    return _toggle(world, params, closed=False)


@method("closeGeneralForumTopic")
def close_general_forum_topic(world: World, params: JsonObject) -> Json:
    """The same for General."""
    return _toggle(world, params, closed=True, thread_id=GENERAL_TOPIC)


@method("reopenGeneralForumTopic")
def reopen_general_forum_topic(world: World, params: JsonObject) -> Json:
    """The same for General, which also shows it again."""
    chat = _forum(world, params)
    chat.topics[GENERAL_TOPIC].hidden = False
    return _toggle(world, params, closed=False, thread_id=GENERAL_TOPIC)


@method("deleteForumTopic")
def delete_forum_topic(world: World, params: JsonObject) -> Json:
    """The topic with all its messages."""
    chat = _forum(world, params)
    topic = _topic(chat, params["message_thread_id"])
    if not chat.member(world.bot.id).may("can_delete_messages"):
        raise bad_request("not enough rights to delete the topic")
    world.act_on_topic(world.bot.id, chat, topic, "delete")
    return True


@method("editGeneralForumTopic")
def edit_general_forum_topic(world: World, params: JsonObject) -> Json:
    """Another name for General."""
    chat = _forum(world, params)
    topic = chat.topics[GENERAL_TOPIC]
    if not _may_manage(world, chat, topic):
        raise bad_request("not enough rights to edit the topic")
    name = _named(params["name"])
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    world.act_on_topic(world.bot.id, chat, topic, "rename", name)
    return True


def _show_general(world: World, params: JsonObject, *, hidden: bool) -> Json:
    chat = _forum(world, params)
    topic = chat.topics[GENERAL_TOPIC]
    if not chat.member(world.bot.id).may("can_manage_topics"):
        raise bad_request("not enough rights to close or open the topic")
    if topic.hidden == hidden:
        raise bad_request("TOPIC_NOT_MODIFIED")
    world.act_on_topic(world.bot.id, chat, topic, "hide" if hidden else "unhide")
    return True


@method("hideGeneralForumTopic")
def hide_general_forum_topic(world: World, params: JsonObject) -> Json:
    """Hide General, which closes it."""
    return _show_general(world, params, hidden=True)


@method("unhideGeneralForumTopic")
def unhide_general_forum_topic(world: World, params: JsonObject) -> Json:
    """Show General."""
    return _show_general(world, params, hidden=False)


@method("getForumTopicIconStickers")
def get_forum_topic_icon_stickers(_world: World, _params: JsonObject) -> Json:
    """The icons for topics; the playground knows a handful."""
    return [_sticker(number, emoji) for number, emoji in _ICONS]


def _sticker(number: str, emoji: str) -> JsonObject:
    return {
        "file_id": f"CAACAgIAAxUAA{number}",
        "file_unique_id": f"AgAD{number[-8:]}",
        "type": "custom_emoji",
        "width": 512,
        "height": 512,
        "is_animated": True,
        "is_video": False,
        "emoji": emoji,
        "set_name": "Topics",
        "custom_emoji_id": number,
        "needs_repainting": False,
        "file_size": 0,
    }
