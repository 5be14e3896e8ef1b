"""What a message looks like: text with a little HTML, buttons, and pages that fit Telegram's limits."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

# Bot API: 1–4096 characters after entities parsing. Counted here in UTF-16 units, as Telegram counts
# offsets, which is never less than the number of characters.
MAX_TEXT = 4096
MAX_CALLBACK_BYTES = 64
MAX_COPIED = 256
# What stands around a block: a bullet, a space and line ends.
FRAME = 5
# A heading that leaves less than this for words on its page is cut.
LEAST_BESIDE_HEADING = 200
# A family of emoji takes eleven characters; marks can be piled up without end.
LONGEST_SIGN = 32
ZERO_WIDTH_JOINER = "\u200d"
# Takes no place and breaks no line, and nothing that Telegram turns into a link holds one.
WORD_JOINER = "\u2060"
# After these signs a word joiner keeps Telegram from seeing a name, a tag, a share, a command, an address.
_LIVE = re.compile(
    r"@(?=\w)"
    r"|\#(?=\w)"
    r"|\$(?=[A-Z])"
    r"|(?<![\w<])/(?=\w)"
    r"|(?<=\w):(?=//)"
    r"|(?<=\w)\.(?=[^\W\d_]{2})"
)
# Embeddings, overrides and isolates turn around what comes after them, the bot's own words included. Marks of
# direction (LRM, RLM, ALM) only say how the signs beside them read, and Arabic needs them.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def tame(text: str) -> str:
    """Somebody's words, looking the same, that Telegram makes no mention, link, command or tag of.

    What turns the direction of writing around is left out.
    """
    return _LIVE.sub(rf"\g<0>{WORD_JOINER}", straight(text))


def straight(text: str) -> str:
    """Somebody's words without what would turn around the direction of the words after them."""
    return _TURNS.sub("", text)


class Html(str):
    """Text that is HTML already, and is not escaped again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: `data` for the bot, a `url` to open, or a text to `copy` (at most 256 characters)."""

    label: str
    data: str | None = None
    url: str | None = None
    style: str | None = None
    copy: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As the Bot API wants it. ValueError when the data is longer than Telegram carries."""
        if self.data is not None and len(self.data.encode()) > MAX_CALLBACK_BYTES:
            raise ValueError("callback data is longer than 64 bytes")
        copied = {"text": self.copy[:MAX_COPIED]} if self.copy is not None else None
        fields = {
            "text": straight(self.label),
            "callback_data": self.data,
            "url": self.url,
            "style": self.style,
            "copy_text": copied,
        }
        return {name: value for name, value in fields.items() if value is not None}


Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Card:
    """A message with its buttons."""

    text: Html
    rows: Rows = ()

    def payload(self, **extra: Any) -> dict[str, Any]:
        """The parameters of sendMessage, without the chat."""
        payload: dict[str, Any] = {
            "text": self.text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            **extra,
        }
        if self.rows:
            payload["reply_markup"] = {
                "inline_keyboard": [[button.as_json() for button in row] for row in self.rows if row]
            }
        return payload

    def replacement(self, **extra: Any) -> dict[str, Any]:
        """The parameters of editMessageText; without buttons, those that stood there are taken away."""
        return {"reply_markup": {"inline_keyboard": []}, **self.payload(**extra)}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: plain text, tamed, with an optional heading (bold) or bullet in front of it."""

    text: str
    heading: str = ""
    bullet: bool = False

    def __post_init__(self) -> None:
        # Before anything is measured: the signs that tame a text count as any other.
        object.__setattr__(self, "text", tame(self.text))
        object.__setattr__(self, "heading", tame(self.heading))

    @property
    def size(self) -> int:
        """Length in UTF-16 units, with what goes around it."""
        return utf16_length(self.text) + utf16_length(self.heading) + FRAME

    def html(self) -> str:
        """The paragraph as HTML."""
        parts = [f"<b>{escape(self.heading, quote=False)}</b>"] if self.heading else []
        if self.text:
            parts.append(("• " if self.bullet else "") + escape(self.text, quote=False))
        return "\n".join(parts)


def utf16_length(text: str) -> int:
    """How Telegram measures a text: in UTF-16 code units."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def pages(blocks: Iterable[Block], *, room: int = MAX_TEXT - 200) -> list[Html]:
    """Lay blocks out on pages of at most `room` UTF-16 units, cutting long ones between words.

    The default leaves place for a page number and a title. A word longer than a page is cut: it cannot be
    shown otherwise. Blocks without words take no place.
    """
    laid: list[list[Block]] = [[]]
    used = 0
    for block in _small_enough(blocks, room):
        if used + block.size > room and laid[-1]:
            laid.append([])
            used = 0
        laid[-1].append(block)
        used += block.size
    return [Html(_join(page)) for page in laid if page]


def _join(page: Sequence[Block]) -> str:
    text = ""
    for block in page:
        if text:
            text += "\n" if block.bullet and not block.heading else "\n\n"
        text += block.html()
    return text


def _small_enough(blocks: Iterable[Block], room: int) -> Iterable[Block]:
    for block in blocks:
        heading, rest, bullet = block.heading.strip(), block.text.strip(), block.bullet
        # Only a heading that leaves no place for words is cut itself.
        while utf16_length(heading) > room - LEAST_BESIDE_HEADING and utf16_length(heading) > room // 2:
            head, heading = split_at_word(heading, room - FRAME)
            yield Block("", head)
        while (piece := Block(rest, heading, bullet)).size > room:
            head, rest = split_at_word(rest, room - utf16_length(heading) - FRAME)
            yield Block(head, heading, bullet)
            heading, bullet = "", False
        if piece.text or piece.heading:
            yield piece


def split_at_word(text: str, room: int) -> tuple[str, str]:
    """The longest beginning of `text` that fits `room` UTF-16 units and ends between words; and the rest."""
    text = text.strip()
    end = fit(text, room)
    if end >= len(text):
        return text, ""
    between = next((place for place in range(end, 0, -1) if text[place].isspace()), None)
    cut = between if between is not None else _between_signs(text, end)
    return text[:cut].rstrip(), text[cut:].lstrip()


def _between_signs(text: str, end: int) -> int:
    """The last place up to `end` where no letter loses its accent and no joined emoji falls apart."""
    for cut in range(end, max(end - LONGEST_SIGN, 0), -1):
        if not (_belongs_to_former(text[cut]) or text[cut - 1] == ZERO_WIDTH_JOINER):
            return cut
    return end


def _belongs_to_former(sign: str) -> bool:
    """Accents, variation selectors, joiners and skin tones say something about the sign before them."""
    return (
        unicodedata.combining(sign) > 0
        or unicodedata.category(sign) in ("Mn", "Me")
        or sign == ZERO_WIDTH_JOINER
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
    )


def fit(text: str, room: int) -> int:
    """How many characters of `text` fit in `room` UTF-16 units; at least one."""
    used = 0
    for place, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > room:
            return max(place, 1)
    return len(text)


def shorten(text: str, room: int) -> str:
    """`text` in at most `room` UTF-16 units, cut between words and marked with an ellipsis."""
    text = " ".join(text.split())
    if utf16_length(text) <= room:
        return text
    return split_at_word(text, room - 1)[0] + "…"
