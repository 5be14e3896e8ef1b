"""parse_mode HTML, with Telegram's rules and error messages."""

import re
from dataclasses import dataclass, field

from bot.playground.kinds import JsonObject
from bot.playground.parse_mode import Output, Parsed, ParseError, byte_offset

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset(_STYLES) | {"a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_HALF = re.compile("[\ud800-\udfff]")
_SPACE = " \t\r\n\0\v"


@dataclass(slots=True)
class _Tag:
    name: str
    attributes: dict[str, str]
    offset: int
    parts: int


@dataclass(slots=True)
class _Parser:
    text: str
    position: int = 0
    output: Output = field(default_factory=Output)
    open_tags: list[_Tag] = field(default_factory=list)
    entities: list[JsonObject] = field(default_factory=list)

    def run(self) -> Parsed:
        text = self.text
        special = re.compile("[<&]")
        while True:
            found = special.search(text, self.position)
            if found is None:
                self.output.write(text[self.position :])
                break
            self.output.write(text[self.position : found.start()])
            self.position = found.start()
            if found[0] == "&":
                self._reference()
            elif text.startswith("</", self.position):
                self._end_tag()
            else:
                self._start_tag()
        if self.open_tags:
            name = self.open_tags[-1].name
            raise ParseError(f'Can\'t find end tag corresponding to start tag "{name}"')
        for entity in self.entities:
            # A language belongs to a block of code only, that is to `pre` around `code`.
            if entity["type"] == "code":
                entity.pop("language", None)
        return Parsed(_joined("".join(self.output.parts)), self.entities)

    def _reference(self) -> None:
        decoded, self.position = _decode(self.text, self.position)
        self.output.write(decoded)

    def _start_tag(self) -> None:
        text, begin = self.text, self.position
        end = begin + 1
        while end < len(text) and text[end] not in _SPACE and text[end] != ">":
            end += 1
        if end == len(text):
            raise ParseError(f"Unclosed start tag at byte offset {byte_offset(text, begin)}")
        name = text[begin + 1 : end].lower()
        if name not in _TAGS:
            raise ParseError(f'Unsupported start tag "{name}" at byte offset {byte_offset(text, begin)}')
        attributes, end = self._attributes(name, begin, end)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            where = byte_offset(text, begin)
            raise ParseError(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open_tags.append(_Tag(name, attributes, self.output.length, len(self.output.parts)))
        self.position = end + 1

    def _attributes(self, tag: str, begin: int, position: int) -> tuple[dict[str, str], int]:
        """The attributes of a start tag and the position of its ">"."""
        text = self.text
        attributes: dict[str, str] = {}
        unclosed = f"Unclosed start tag at byte offset {byte_offset(text, begin)}"
        while True:
            position = _skip_space(text, position)
            if position == len(text):
                raise ParseError(unclosed)
            if text[position] == ">":
                return attributes, position
            match = re.compile(r"[^\s=>/\"']*").match(text, position)
            name = match[0] if match else ""
            if not name:
                where = byte_offset(text, begin)
                raise ParseError(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            position = _skip_space(text, position + len(name))
            if position == len(text):
                raise ParseError(f'Unclosed start tag "{tag}" at byte offset {byte_offset(text, begin)}')
            if text[position] != "=":
                attributes[name] = ""
                continue
            attributes[name], position = self._attribute_value(tag, begin, position + 1)

    def _attribute_value(self, tag: str, begin: int, position: int) -> tuple[str, int]:
        text = self.text
        position = _skip_space(text, position)
        if position == len(text):
            raise ParseError(f'Unclosed start tag "{tag}" at byte offset {byte_offset(text, begin)}')
        if text[position] not in "\"'":
            match = re.compile(r"[A-Za-z0-9.-]*").match(text, position)
            token = match[0] if match else ""
            after = position + len(token)
            if after < len(text) and text[after] not in _SPACE and text[after] != ">":
                where = byte_offset(text, position)
                raise ParseError(f"Unexpected end of name token at byte offset {where}")
            return token.lower(), after
        end = text.find(text[position], position + 1)
        if end < 0:
            raise ParseError(f"Unclosed start tag at byte offset {byte_offset(text, begin)}")
        return _decode_all(text[position + 1 : end]), end + 1

    def _end_tag(self) -> None:
        text, begin = self.text, self.position
        if not self.open_tags:
            raise ParseError(f"Unexpected end tag at byte offset {byte_offset(text, begin)}")
        end = begin + 2
        while end < len(text) and text[end] not in _SPACE and text[end] != ">":
            end += 1
        name = text[begin + 2 : end].lower()
        end = _skip_space(text, end)
        if end == len(text) or text[end] != ">":
            raise ParseError(f"Unclosed end tag at byte offset {byte_offset(text, begin)}")
        tag = self.open_tags.pop()
        if name and name != tag.name:
            raise ParseError(
                f"Unmatched end tag at byte offset {byte_offset(text, begin)},"
                f' expected "</{tag.name}>", found "</{name}>"'
            )
        if self.output.length > tag.offset:
            self._close(tag)
        self.position = end + 1

    def _close(self, tag: _Tag) -> None:
        entity: JsonObject = {
            "type": "",
            "offset": tag.offset,
            "length": self.output.length - tag.offset,
        }
        if tag.name in _STYLES:
            entity["type"] = _STYLES[tag.name]
        elif tag.name == "a":
            entity["type"] = "text_link"
            entity["url"] = tag.attributes.get("href") or self.output.since(tag.parts)
        elif tag.name == "blockquote":
            is_expandable = "expandable" in tag.attributes
            entity["type"] = "expandable_blockquote" if is_expandable else "blockquote"
        elif tag.name == "tg-emoji":
            entity["type"] = "custom_emoji"
            entity["custom_emoji_id"] = _emoji_id(tag)
        elif tag.name == "tg-time":
            entity["type"] = "date_time"
            entity["unix_time"] = _unix_time(tag)
            if "format" in tag.attributes:
                entity["date_time_format"] = tag.attributes["format"]
        else:
            self._close_code(tag, entity)
            return
        self.entities.append(entity)

    def _close_code(self, tag: _Tag, entity: JsonObject) -> None:
        """`pre` around `code class="language-x"`, or the other way round, is one block with a language."""
        last = self.entities[-1] if self.entities else None
        same_span = (
            last is not None and last["offset"] == entity["offset"] and last["length"] == entity["length"]
        )
        language = tag.attributes.get("class", "").removeprefix("language-") if tag.name == "code" else ""
        if last is not None and same_span and {tag.name, last["type"]} == {"pre", "code"}:
            last["type"] = "pre"
            if language:
                last["language"] = language
            return
        entity["type"] = tag.name
        if language:
            entity["language"] = language
        self.entities.append(entity)


def _joined(text: str) -> str:
    """Two references to the halves of one character make that character; a single half is refused."""
    if not _HALF.search(text):
        return text
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise ParseError(
            "Text contains invalid Unicode characters after decoding HTML entities,"
            " check for unmatched surrogate code units"
        ) from None


def _emoji_id(tag: _Tag) -> str:
    number = tag.attributes.get("emoji-id", "")
    if not number.isdecimal() or int(number) == 0:
        raise ParseError("Invalid custom emoji identifier specified")
    return number


def _unix_time(tag: _Tag) -> int:
    number = tag.attributes.get("unix", "")
    if not number.isdecimal() or int(number) == 0:
        raise ParseError("Invalid date-time specified")
    return int(number)


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in _SPACE:
        position += 1
    return position


def _decode(text: str, position: int) -> tuple[str, int]:
    """One character reference at `position`; the ampersand itself when it is none that Telegram knows."""
    match = _REFERENCE.match(text, position)
    if match:
        if match[3]:
            decoded = _NAMED.get(match[3])
        else:
            number = int(match[1], 16) if match[1] else int(match[2])
            decoded = chr(number) if 0 < number < 0x10FFFF else None
        if decoded:
            return decoded, match.end()
    return "&", position + 1


def _decode_all(text: str) -> str:
    return _REFERENCE.sub(lambda match: _decode(match[0], 0)[0], text) if "&" in text else text


def parse_html(text: str) -> Parsed:
    """Text and entities of HTML markup; ParseError with Telegram's message when it is broken."""
    return _Parser(text).run()
