"""Light feedback: "typing…" and reactions."""

from bot.playground.errors import bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.access import Access, chat_of, check_may_send, message_of, refuse_unmodelled
from bot.playground.methods.registry import method
from bot.playground.world import World

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)

_EMOJI = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 "
    "🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 "
    "😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
REACTIONS = frozenset(_EMOJI.split(" "))
"""The emoji that Telegram accepts as reactions."""


@method("sendChatAction")
def send_chat_action(world: World, params: JsonObject) -> Json:
    """Show "typing…" for five seconds, or until the next message."""
    refuse_unmodelled(params, "business_connection_id")
    if params["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = chat_of(world, params["chat_id"], Access.WRITE)
    check_may_send(world, chat, "text")
    thread_id = params.get("message_thread_id") if chat.is_forum else None
    world.emit("typing", chat_id=chat.id, thread_id=thread_id, action=params["action"])
    return True


@method("setMessageReaction")
def set_message_reaction(world: World, params: JsonObject) -> Json:
    """The bot's own reaction: one emoji at most."""
    chat = chat_of(world, params["chat_id"], Access.READ)
    message = message_of(chat, params["message_id"], "message to react")
    reactions = params.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction["type"] != "emoji" or reaction["emoji"] not in REACTIONS:
            raise bad_request("REACTION_INVALID")
    world.set_reactions(message, world.bot.id, reactions)
    return True
