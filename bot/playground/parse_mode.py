"""What the parsers of HTML and MarkdownV2 have in common."""

from dataclasses import dataclass, field

from bot.playground.kinds import JsonObject
from bot.playground.utf16 import utf16_length


class ParseError(ValueError):
    """Broken markup; the message is Telegram's, with the byte offset at which it stumbled."""


@dataclass(slots=True)
class Parsed:
    """A text without its markup, and the entities that the markup stood for."""

    text: str
    entities: list[JsonObject]


@dataclass(slots=True)
class Output:
    """The text so far, and its length in UTF-16 code units."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def write(self, text: str) -> None:
        """Append a piece of text."""
        self.parts.append(text)
        self.length += utf16_length(text)

    def since(self, part: int) -> str:
        """What was written since there were `part` pieces."""
        return "".join(self.parts[part:])


def byte_offset(text: str, position: int) -> int:
    """Telegram's errors count in bytes of UTF-8."""
    return len(text[:position].encode("utf-8", "surrogatepass"))
