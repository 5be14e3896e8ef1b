"""Texts with formatting: `MessageEntity` lists, their offsets, and what is wrong with them.

Telegram counts offsets and lengths in UTF-16 code units, and lengths of texts in characters.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from bot.playground import detect
from bot.playground.errors import bad_request
from bot.playground.html_mode import parse_html
from bot.playground.kinds import JsonObject
from bot.playground.links import is_link
from bot.playground.markdown_mode import parse_markdown
from bot.playground.parse_mode import Parsed, ParseError
from bot.playground.utf16 import utf16_length, utf16_slice

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

# Which of two entities over the same text comes first (the outer one).
_ORDER = {
    name: rank
    for rank, name in enumerate(
        (
            "blockquote",
            "expandable_blockquote",
            "pre",
            "code",
            "text_link",
            "text_mention",
            "bold",
            "italic",
            "underline",
            "strikethrough",
            "spoiler",
            "custom_emoji",
        )
    )
}


@dataclass(slots=True)
class FormattedText:
    """A text and its entities, in Telegram's order: by offset, the longer first."""

    text: str
    entities: list[JsonObject] = field(default_factory=list)


def format_text(
    text: str, parse_mode: str | None, entities: list[JsonObject] | None, *, allow_empty: bool = False
) -> FormattedText:
    """Parse, check, trim and complete a text as Telegram does when it is sent.

    ApiError 400 in Telegram's words for broken markup, wrong entities, or nothing but white space.
    """
    parsed = _parse(text, parse_mode, entities)
    trimmed = _trim(parsed)
    if not trimmed.text and not allow_empty:
        raise bad_request("text must be non-empty")
    found = detect.find_entities(trimmed.text, trimmed.entities)
    if found:
        trimmed.entities.extend(found)
    if len(trimmed.entities) > 1:
        trimmed.entities.sort(key=_sort_key)
    return trimmed


def _parse(text: str, parse_mode: str | None, entities: list[JsonObject] | None) -> FormattedText:
    mode = (parse_mode or "none").lower()
    if text and mode != "none":
        try:
            parsed = _parse_markup(text, mode)
        except ParseError as error:
            raise bad_request(f"can't parse entities: {error}") from None
        return FormattedText(parsed.text, _checked_links(parsed))
    return FormattedText(text, _checked_entities(text, entities or []))


def _parse_markup(text: str, mode: str) -> Parsed:
    if mode == "html":
        return parse_html(text)
    if mode == "markdownv2":
        return parse_markdown(text)
    if mode == "markdown":
        raise bad_request("the playground does not model the old parse_mode Markdown: use HTML or MarkdownV2")
    raise bad_request("unsupported parse_mode")


def _checked_links(parsed: Parsed) -> list[JsonObject]:
    """Links to a user become mentions; a link that is none is dropped, as Telegram does without a word."""
    kept = []
    for entity in parsed.entities:
        if entity["type"] == "text_link":
            user_id = _linked_user(entity["url"])
            if user_id is not None:
                kept.append({**_span(entity), "type": "text_mention", "user": {"id": user_id}})
                continue
            if not is_link(entity["url"]):
                continue
        kept.append(entity)
    return kept


def _span(entity: JsonObject) -> JsonObject:
    return {"type": entity["type"], "offset": entity["offset"], "length": entity["length"]}


def _linked_user(url: str) -> int | None:
    if not url.lower().startswith("tg:"):
        return None
    parts = urlsplit(url)
    if (parts.netloc or parts.path) != "user":
        return None
    number = parse_qs(parts.query).get("id", [""])[0]
    return int(number) if number.isdecimal() else None


def _checked_entities(text: str, entities: list[JsonObject]) -> list[JsonObject]:
    """Entities that a caller gave must lie within the text and not cut a character in two."""
    if not entities:
        return []
    total = utf16_length(text)
    encoded = text.encode("utf-16-le", "surrogatepass")
    for entity in entities:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["offset"] < 0 or entity["length"] < 0:
            raise bad_request(f"receive an entity with incorrect offset {entity['offset']}")
        if begin >= total:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {begin}")
        if end > total:
            raise bad_request(
                f"entity beginning at UTF-16 offset {begin} ends after the end of the text"
                f" at UTF-16 offset {end}"
            )
        if _cuts_a_pair(encoded, begin) or _cuts_a_pair(encoded, end):
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {begin}")
    return sorted((dict(entity) for entity in entities if entity["length"]), key=_sort_key)


def _cuts_a_pair(encoded: bytes, offset: int) -> bool:
    unit = encoded[2 * offset : 2 * offset + 2]
    return len(unit) == 2 and 0xDC <= unit[1] <= 0xDF


def _sort_key(entity: JsonObject) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _ORDER.get(entity["type"], len(_ORDER))


def _trim(parsed: FormattedText) -> FormattedText:
    """Cut white space at both ends and move the entities along."""
    text = parsed.text.replace("\r", "") if not parsed.entities else parsed.text
    cut_end = text.rstrip()
    result = cut_end.lstrip(" \n\t")
    if not parsed.entities:
        return FormattedText(result)
    shift = utf16_length(cut_end[: len(cut_end) - len(result)])
    total = utf16_length(result)
    entities = []
    for entity in parsed.entities:
        begin = max(0, entity["offset"] - shift)
        end = min(total, entity["offset"] + entity["length"] - shift)
        if end > begin and utf16_slice(result, begin, end).strip():
            entities.append({**entity, "offset": begin, "length": end - begin})
    return FormattedText(result, entities)


def check_length(formatted: FormattedText, limit: int) -> FormattedText:
    """Refuse a text over `limit` characters (after parsing) as Telegram does."""
    if len(formatted.text) > limit:
        raise bad_request("message is too long" if limit == TEXT_LIMIT else "message caption is too long")
    return formatted
