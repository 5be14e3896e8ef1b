"""Example files, for people in the playground who send a photo or a voice message without having one."""

import struct
import zlib
from typing import TYPE_CHECKING

from bot.playground import media
from bot.playground.errors import WrongRequestError
from bot.playground.state import StoredFile

if TYPE_CHECKING:
    from bot.playground.core import Core

_NAMES = {
    "photo": ("voorbeeld.png", "image/png"),
    "document": ("voorbeeld.txt", "text/plain"),
    "voice": ("voorbeeld.ogg", "audio/ogg"),
    "audio": ("voorbeeld.mp3", "audio/mpeg"),
    "video": ("voorbeeld.mp4", "video/mp4"),
    "sticker": ("voorbeeld.webp", "image/webp"),
}


def make(world: "Core", kind: str) -> StoredFile:
    """An example file of this kind; WrongRequestError for a kind that people do not send."""
    if kind not in _NAMES:
        raise WrongRequestError(f"There are no files of the kind {kind!r}: use one of {', '.join(_NAMES)}")
    name, mime = _NAMES[kind]
    data = png(320, 200) if kind == "photo" else b"Voorbeeld\n"
    return store(world, kind, data, name=name, mime=mime)


def store(
    world: "Core", kind: str, data: bytes, *, name: str | None, mime: str | None, emoji: str | None = None
) -> StoredFile:
    """Keep a file that a person sends."""
    file = world.store_file(kind, data, name=name, mime=media.mime_of(name, mime))
    if kind == "sticker":
        media.describe(file, emoji=emoji or "👍")
    else:
        media.describe(file)
    return file


def png(width: int, height: int) -> bytes:
    """A picture of one colour, as a PNG file."""
    row = b"\0" + bytes((111, 185, 160)) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
