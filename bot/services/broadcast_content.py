"""What a broadcast looks like where it arrives."""

from typing import Any

from bot.messages import Button
from bot.texts import LANGUAGES, plain
from models import Attachment, Broadcast

_METHODS = {None: "sendMessage", Attachment.PHOTO: "sendPhoto", Attachment.DOCUMENT: "sendDocument"}
# Under a preview, which looks the same and stops nothing.
PREVIEW = "bv"


def method_of(broadcast: Broadcast) -> str:
    """The method of the Bot API that sends it."""
    return _METHODS[broadcast.attachment]


def payload(
    broadcast: Broadcast, language: str, bot_name: str, *, is_preview: bool = False
) -> dict[str, Any]:
    """Its parameters for chats of one language: words as they were written, buttons in that language."""
    keyboard = [
        [button.as_json() for button in row] for row in _rows(broadcast, language, bot_name, is_preview)
    ]
    shown: dict[str, Any] = {"reply_markup": {"inline_keyboard": keyboard}}
    if broadcast.attachment is None:
        return {"text": broadcast.text, "entities": broadcast.entities, **shown}
    if broadcast.text:
        shown |= {"caption": broadcast.text, "caption_entities": broadcast.entities}
    return {broadcast.attachment.value: broadcast.file_id, **shown}


def in_all_languages(broadcast: Broadcast, bot_name: str) -> dict[str, dict[str, Any]]:
    """The parameters for each language that the bot lists."""
    return {language: payload(broadcast, language, bot_name) for language in LANGUAGES}


def _rows(broadcast: Broadcast, language: str, bot_name: str, is_preview: bool) -> list[list[Button]]:
    rows = []
    if broadcast.link_label is not None:
        rows.append([Button(broadcast.link_label, url=broadcast.link_url, style="primary")])
    if broadcast.asks_dilemma:
        label = plain(language, "button-broadcast-ask")
        rows.append([Button(label, url=f"https://t.me/{bot_name}?start=ask")])
    data = PREVIEW if is_preview else f"bo:{broadcast.id}"
    rows.append([Button(plain(language, "button-no-invitations"), data)])
    return rows
