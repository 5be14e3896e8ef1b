"""What a broadcast looks like where it arrives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button
from bot.services.broadcasts import texts as broadcast_texts
from bot.texts import LANGUAGES, plain
from models import Attachment, Broadcast, BroadcastText, Meeting

_METHODS = {None: "sendMessage", Attachment.PHOTO: "sendPhoto", Attachment.DOCUMENT: "sendDocument"}
# Under a preview, which looks the same and does nothing.
PREVIEW = "bv"


@dataclass(frozen=True, slots=True)
class Shape:
    """What its messages are made of besides the broadcast itself."""

    bot_name: str
    texts: Mapping[str, BroadcastText]
    meeting: Meeting | None


async def shape_of(session: AsyncSession, broadcast: Broadcast, bot_name: str) -> Shape:
    """Look up the other languages and the session of a broadcast."""
    meeting = await session.get(Meeting, broadcast.meeting_id) if broadcast.meeting_id is not None else None
    return Shape(bot_name, await broadcast_texts.of(session, broadcast), meeting)


def method_of(broadcast: Broadcast) -> str:
    """The method of the Bot API that sends it."""
    return _METHODS[broadcast.attachment]


def edit_method_of(broadcast: Broadcast) -> str:
    """The method of the Bot API that changes what was sent."""
    return "editMessageText" if broadcast.attachment is None else "editMessageCaption"


def payload(broadcast: Broadcast, language: str, shape: Shape, *, is_preview: bool = False) -> dict[str, Any]:
    """Its parameters for chats of one language: words as they were written, buttons in that language."""
    shown = _edited(broadcast, language, shape, is_preview=is_preview)
    if broadcast.is_paid and not is_preview:
        shown["allow_paid_broadcast"] = True
    if broadcast.attachment is None:
        return shown
    return {broadcast.attachment.value: broadcast.file_id, **shown}


def preview(broadcast: Broadcast, code: str, shape: Shape, *, language: str) -> dict[str, Any]:
    """As it will look in a language that has a text of its own, or (no code) with the main text."""
    if code:
        return payload(broadcast, code, shape, is_preview=True)
    return payload(broadcast, language, replace(shape, texts={}), is_preview=True)


def in_all_languages(broadcast: Broadcast, shape: Shape) -> dict[str, dict[str, Any]]:
    """The parameters for each language that the bot lists or that has a text of its own."""
    return {language: payload(broadcast, language, shape) for language in _languages(shape)}


def edits(broadcast: Broadcast, shape: Shape, languages: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The parameters that change what was sent in these languages; a picture stays as it is."""
    return {language: _edited(broadcast, language, shape) for language in languages}


def _languages(shape: Shape) -> list[str]:
    return sorted(set(LANGUAGES) | set(shape.texts))


def _edited(broadcast: Broadcast, language: str, shape: Shape, *, is_preview: bool = False) -> dict[str, Any]:
    own = shape.texts.get(language)
    text, entities = (own.text, own.entities) if own is not None else (broadcast.text, broadcast.entities)
    keyboard = [[button.as_json() for button in row] for row in _rows(broadcast, language, shape, is_preview)]
    shown: dict[str, Any] = {"reply_markup": {"inline_keyboard": keyboard}}
    if broadcast.attachment is None:
        return {"text": text, "entities": entities, **shown}
    return {"caption": text, "caption_entities": entities, **shown} if text else shown


def _rows(broadcast: Broadcast, language: str, shape: Shape, is_preview: bool) -> list[list[Button]]:
    # What a correction changes keeps its number: presses and the report stay with the first one.
    number = broadcast.corrects_id or broadcast.id
    rows = [
        [
            Button(plain(language, f"button-rsvp-{name}"), PREVIEW if is_preview else data, style=style)
            for name, data, style in row
        ]
        for row in _rsvp(shape.meeting, number)
    ]
    if broadcast.link_label is not None:
        rows.append([Button(broadcast.link_label, url=broadcast.link_url, style="primary")])
    if broadcast.asks_dilemma:
        label = plain(language, "button-broadcast-ask")
        rows.append([Button(label, url=f"https://t.me/{shape.bot_name}?start=ask")])
    data = PREVIEW if is_preview else f"bo:{number}"
    rows.append([Button(plain(language, "button-no-invitations"), data)])
    return rows


def _rsvp(meeting: Meeting | None, number: int) -> list[list[tuple[str, str, str | None]]]:
    """The answers to a session: their text, data with the broadcast that asked, and style."""
    if meeting is None:
        return []
    this = f"pr:{meeting.id}"
    return [
        [("yes", f"{this}:y:{number}", "success")],
        [("maybe", f"{this}:m:{number}", None), ("no", f"{this}:n:{number}", None)],
    ]
