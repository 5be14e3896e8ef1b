"""How a relay that may have arrived before shows that it is the same: with a visible number."""

from typing import Any

from bot.delivery.outbox import Sendable
from bot.messages import MAX_TEXT, utf16_length
from bot.services.escalations.relay_forms import MAX_CAPTION
from bot.texts import plain

# Bot API: the name of a topic has 1 to 128 characters.
MAX_TOPIC_NAME = 128


def mark_repeat(message: Sendable, default_language: str) -> dict[str, Any]:
    """The parameters of a message with its number in the reader's language.

    In the text, the caption or the name of a topic; where there is none of these or no room (a sticker, say),
    on a button.
    """
    params = message.params
    mark = plain(message.language or default_language, "repeat-mark", number=str(message.id))
    for name, room in (("text", MAX_TEXT), ("caption", MAX_CAPTION)):
        words = params.get(name)
        if isinstance(words, str) and utf16_length(words) + utf16_length(mark) + 2 <= room:
            return {**params, name: f"{words}\n\n{mark}"}
    if message.method == "createForumTopic":
        ending = f" ({message.id})"
        return {**params, "name": params["name"][: MAX_TOPIC_NAME - len(ending)] + ending}
    if message.method in ("sendMessage", "copyMessage"):
        return {**params, "reply_markup": _with_mark(params.get("reply_markup"), mark)}
    return params


def _with_mark(markup: dict[str, Any] | None, mark: str) -> dict[str, Any]:
    rows = (markup or {}).get("inline_keyboard", [])
    return {"inline_keyboard": [*rows, [{"text": mark, "callback_data": "again"}]]}
