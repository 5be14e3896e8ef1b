"""The entities that Telegram finds in a text by itself: commands, mentions, links, addresses, tags."""

import re

from bot.playground.kinds import JsonObject
from bot.playground.utf16 import utf16_length

# Telegram knows every top-level domain; these are the ones that people here write without "http://".
_DOMAINS = (
    "nl|be|de|fr|eu|com|org|net|info|nu|io|me|app|dev|gov|edu|online|site|amsterdam|frl|cat|uk|tr|pl|ua"
)

# Cheap to look for: with none of these in a text there is nothing to find.
_MAY_HOLD = re.compile(r"[/@#$+.]")

_FINDER = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@]))"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<!\w)#(?=\d*[^\W\d])\w{1,256}(?!\w))"
    r"|(?P<cashtag>(?<!\w)\$[A-Z]{3,8}(?!\w))"
    r"|(?P<url>(?<![\w@.])(?:https?://[^\s<>\"]+"
    rf"|(?:[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?\.)+(?:{_DOMAINS})(?![\w-])(?:[/?#][^\s<>\"]*)?))"
    r"|(?P<phone_number>(?<![\w+])\+\d[\d -]{6,16}\d(?!\w))"
)
_TRAILING = ".,:;!?)'\""

# Nothing is found inside these.
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"})


def find_entities(text: str, explicit: list[JsonObject]) -> list[JsonObject]:
    """Entities that stand in the text itself, apart from where `explicit` ones rule them out."""
    if not _MAY_HOLD.search(text):
        return []
    blocked = [entity for entity in explicit if entity["type"] in _OPAQUE]
    found = []
    for match in _FINDER.finditer(text):
        kind = str(match.lastgroup)
        written = match[0].rstrip(_TRAILING) if kind in {"url", "email"} else match[0]
        entity: JsonObject = {
            "type": kind,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(written),
        }
        if not any(_overlap(entity, other) for other in blocked):
            found.append(entity)
    return found


def _overlap(one: JsonObject, other: JsonObject) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"]
    )
