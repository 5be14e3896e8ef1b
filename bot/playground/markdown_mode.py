"""parse_mode MarkdownV2, with Telegram's rules and error messages."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from bot.playground.kinds import JsonObject
from bot.playground.parse_mode import Output, Parsed, ParseError, byte_offset

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
# Each marker: what it makes, and the name that Telegram's errors give it.
_SIMPLE = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler", "`": "code"}
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
}
_CLOSERS = {
    "bold": "*",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "text_link": "]",
    "custom_emoji": "]",
}


@dataclass(slots=True)
class _Open:
    kind: str
    offset: int
    position: int
    parts: int
    language: str = ""


@dataclass(slots=True)
class _Quote:
    offset: int
    expandable: bool = False


@dataclass(slots=True)
class _Parser:
    text: str
    position: int = 0
    output: Output = field(default_factory=Output)
    open: list[_Open] = field(default_factory=list)
    entities: list[JsonObject] = field(default_factory=list)
    quote: _Quote | None = None
    at_line_start: bool = True

    def run(self) -> Parsed:
        while self.position < len(self.text):
            self._step()
        if self.quote is not None:
            self._end_quote()
        if self.open:
            raise self._unended(self.open[-1])
        return Parsed("".join(self.output.parts), self.entities)

    def _step(self) -> None:
        text, here = self.text, self.position
        char = text[here]
        if char == "\\" and here + 1 < len(text) and 0 < ord(text[here + 1]) <= 126:
            self._write(text[here + 1], 2)
        elif char == "\n":
            self._newline()
        elif self._closes():
            self._close()
        elif (self.open and self.open[-1].kind in {"code", "pre"}) or char not in _RESERVED:
            self._write(char, 1)
        elif char == ">" and self.at_line_start:
            self._start_quote()
        else:
            self._begin(char)

    def _write(self, char: str, consumed: int) -> None:
        self.output.write(char)
        self.position += consumed
        self.at_line_start = char == "\n"

    def _newline(self) -> None:
        goes_on = self.text.startswith(">", self.position + 1)
        if self.quote is not None and not goes_on:
            self._end_quote()
        self._write("\n", 1)

    def _start_quote(self) -> None:
        if self.quote is None:
            self.quote = _Quote(self.output.length)
        self.position += 1
        self.at_line_start = False

    def _end_quote(self) -> None:
        quote = self.quote
        self.quote = None
        if quote is None:
            return
        # A quotation that ends in "||" is one that can be unfolded.
        if self.open and self.open[-1].kind == "spoiler" and self.open[-1].offset == self.output.length:
            self.open.pop()
            quote.expandable = True
        if self.open and self.open[-1].offset >= quote.offset:
            raise self._unended(self.open[-1])
        if self.output.length > quote.offset:
            kind = "expandable_blockquote" if quote.expandable else "blockquote"
            self.entities.append(
                {"type": kind, "offset": quote.offset, "length": self.output.length - quote.offset}
            )

    def _closes(self) -> bool:
        if not self.open:
            return False
        kind = self.open[-1].kind
        if kind == "italic" and self.text.startswith("__", self.position):
            return False
        return self.text.startswith(_CLOSERS[kind], self.position)

    def _begin(self, char: str) -> None:
        text, here = self.text, self.position
        if text.startswith("```", here):
            self._begin_pre()
            return
        double = text[here : here + 2]
        if double in {"__", "||"}:
            self._open(_SIMPLE[double], 2)
        elif char in _SIMPLE:
            self._open(_SIMPLE[char], 1)
        elif char == "[":
            self._open("text_link", 1)
        elif double == "![":
            self._open("custom_emoji", 2)
        else:
            raise ParseError(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")

    def _open(self, kind: str, consumed: int, language: str = "") -> None:
        self.open.append(_Open(kind, self.output.length, self.position, len(self.output.parts), language))
        self.position += consumed

    def _begin_pre(self) -> None:
        text = self.text
        begin = self.position + 3
        end = begin
        while end < len(text) and not text[end].isspace() and text[end] != "`":
            end += 1
        language = text[begin:end] if end < len(text) and text[end] != "`" else ""
        after = end if language else begin
        if text.startswith(("\r\n", "\n\r"), after):
            after += 2
        elif text.startswith(("\n", "\r"), after):
            after += 1
        self._open("pre", after - self.position, language)

    def _close(self) -> None:
        tag = self.open.pop()
        self.position += len(_CLOSERS[tag.kind])
        length = self.output.length - tag.offset
        entity: JsonObject = {"type": tag.kind, "offset": tag.offset, "length": length}
        if tag.kind == "text_link":
            url = self._url()
            entity["url"] = self.output.since(tag.parts) if url is None else url
        elif tag.kind == "custom_emoji":
            self._special(entity)
        elif tag.language:
            entity["language"] = tag.language
        if length:
            self.entities.append(entity)

    def _special(self, entity: JsonObject) -> None:
        """`![..](tg://emoji?id=..)` or `![..](tg://time?unix=..)`."""
        url = self._url()
        if url is None:
            raise ParseError("The entity must contain a tg://emoji or tg://time URL")
        parts = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.scheme == "tg" and parts.netloc == "emoji" and query.get("id", "").isdecimal():
            entity["custom_emoji_id"] = query["id"]
        elif parts.scheme == "tg" and parts.netloc == "time" and query.get("unix", "").isdecimal():
            entity["type"] = "date_time"
            entity["unix_time"] = int(query["unix"])
            if "format" in query:
                entity["date_time_format"] = query["format"]
        else:
            raise ParseError("Invalid tg://emoji or tg://time URL specified")

    def _url(self) -> str | None:
        text = self.text
        if not text.startswith("(", self.position):
            return None
        begin = position = self.position + 1
        url = []
        while position < len(text) and text[position] != ")":
            if text[position] == "\\" and position + 1 < len(text):
                position += 1
            url.append(text[position])
            position += 1
        if position >= len(text):
            raise ParseError(f"Can't find end of a URL at byte offset {byte_offset(text, begin)}")
        self.position = position + 1
        return "".join(url)

    def _unended(self, tag: _Open) -> ParseError:
        name = "PreCode" if tag.kind == "pre" and tag.language else _NAMES[tag.kind]
        where = byte_offset(self.text, tag.position)
        return ParseError(f"Can't find end of {name} entity at byte offset {where}")


def parse_markdown(text: str) -> Parsed:
    """Text and entities of MarkdownV2 markup; ParseError with Telegram's message when it is broken."""
    return _Parser(text).run()
