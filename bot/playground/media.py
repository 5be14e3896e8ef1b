"""Files and captions as the content fields of a message."""

import struct
from mimetypes import guess_type

from bot.playground.entities import FormattedText
from bot.playground.kinds import JsonObject
from bot.playground.state import StoredFile

__all__ = ["FormattedText", "content", "describe", "image_size", "mime_of", "set_text"]

KINDS = ("photo", "document", "voice", "audio", "video", "animation", "video_note", "sticker")


def content(file: StoredFile, caption: FormattedText) -> JsonObject:
    """The content fields of a message with this file and caption."""
    value = file.described or describe(file)
    result: JsonObject = {file.kind: [value] if file.kind == "photo" else value}
    if file.kind == "animation":
        # Old clients know no animations: Telegram fills in the document too.
        result["document"] = {key: value[key] for key in value if key not in {"width", "height", "duration"}}
    if caption.text:
        set_text(result, caption, caption=True)
    return result


def set_text(target: JsonObject, formatted: FormattedText, *, caption: bool) -> None:
    """Put a text, or a caption, with its entities into content fields."""
    text_field, entities_field = ("caption", "caption_entities") if caption else ("text", "entities")
    target.pop(entities_field, None)
    if formatted.text:
        target[text_field] = formatted.text
    else:
        target.pop(text_field, None)
    if formatted.entities:
        target[entities_field] = formatted.entities


def describe(file: StoredFile, **extra: object) -> JsonObject:
    """The object (`Document`, `PhotoSize`, ...) for a file; remembered with it."""
    value: JsonObject = {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
    }
    given = {name: one for name, one in extra.items() if one is not None}
    if file.kind in {"document", "animation", "audio", "video"}:
        value |= {"file_name": file.name or "file", "mime_type": file.mime}
    if file.kind == "voice":
        value["mime_type"] = file.mime
    if file.kind in {"voice", "audio", "video", "animation", "video_note"}:
        value["duration"] = given.pop("duration", 1)
    if file.kind in {"photo", "video", "animation", "sticker"}:
        width, height = image_size(file.data) or (512, 512)
        value |= {"width": given.pop("width", width), "height": given.pop("height", height)}
    if file.kind == "video_note":
        value["length"] = given.pop("length", 240)
    if file.kind == "sticker":
        value |= {"type": "regular", "is_animated": False, "is_video": False}
    value.update(given)
    file.described = value
    return value


def mime_of(name: str | None, given: str | None) -> str:
    """The type of a file: as given, else by its name."""
    if given and given != "application/octet-stream":
        return given
    return guess_type(name or "")[0] or "application/octet-stream"


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG; None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:2] == b"\xff\xd8":
        return _jpeg_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        length = struct.unpack(">H", data[position + 2 : position + 4])[0]
        # Start of frame, but neither the Huffman (C4), JPG (C8) nor arithmetic (CC) tables.
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None
