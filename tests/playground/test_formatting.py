"""Formatted text: markup, offsets, and Telegram's words for what is wrong with it."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.entities import format_text
from bot.playground.errors import ApiError

HTML: list[tuple[str, str, list[Any]]] = [
    ("<b>Hoi</b> daar", "Hoi daar", [{"type": "bold", "offset": 0, "length": 3}]),
    ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
    ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", n, 1) for n in range(3)]),
    (
        '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
        "ab",
        [("spoiler", 0, 1), ("spoiler", 1, 1)],
    ),
    ("😀<b>x</b>", "😀x", [("bold", 2, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<i><b>a</b></i>", "a", [("bold", 0, 1), ("italic", 0, 1)]),
    ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;", '1 < 2 && 3 > 2 "', []),
    ("&#65;&#x42;&nbsp;&x", "AB&nbsp;&x", []),
    ("<code>a</code>", "a", [("code", 0, 1)]),
    ("<blockquote>a\nb</blockquote>", "a\nb", [("blockquote", 0, 3)]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
    ("<B>a</B>", "a", [("bold", 0, 1)]),
    ("<b></b>a", "a", []),
    ("  <b> a</b>  ", "a", [("bold", 0, 1)]),
]


def plain(entities: list[Any]) -> list[tuple[Any, ...]]:
    return [
        entity if isinstance(entity, tuple) else (entity["type"], entity["offset"], entity["length"])
        for entity in entities
    ]


@pytest.mark.parametrize(("markup", "text", "entities"), HTML)
def test_html_becomes_text_and_entities(markup: str, text: str, entities: list[Any]) -> None:
    found = format_text(markup, "HTML", None)

    assert found.text == text
    assert plain(found.entities) == plain(entities)


def test_a_block_of_code_keeps_its_language() -> None:
    found = format_text('<pre><code class="language-python">x</code></pre>', "html", None)

    assert found.entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


def test_links_keep_their_address_and_links_to_people_become_mentions() -> None:
    found = format_text(
        '<a href="https://lsa.nl/?a=1&amp;b=2">a</a> <a href="tg://user?id=12">b</a> <a href="x">c</a>',
        "HTML",
        None,
    )

    assert found.text == "a b c"
    assert found.entities == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://lsa.nl/?a=1&b=2"},
        {"type": "text_mention", "offset": 2, "length": 1, "user": {"id": 12}},
    ]


BROKEN_HTML = [
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<h1>a</h1>", 'Unsupported start tag "h1" at byte offset 0'),
    ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
    ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("a <b", "Unclosed start tag at byte offset 2"),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ('<a href="x>a</a>', "Unclosed start tag at byte offset 0"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("3 < 4", 'Unsupported start tag "" at byte offset 2'),
    ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href=x/y>a</a>", "Unexpected end of name token at byte offset 8"),
]


@pytest.mark.parametrize(("markup", "error"), BROKEN_HTML)
def test_broken_html_is_refused_in_telegrams_words(markup: str, error: str) -> None:
    with pytest.raises(ApiError) as caught:
        format_text(markup, "HTML", None)

    assert caught.value.description == f"Bad Request: can't parse entities: {error}"


MARKDOWN = [
    (
        "*a* _b_ __c__ ~d~ ||e|| `f`",
        "a b c d e f",
        ["bold", "italic", "underline", "strikethrough", "spoiler", "code"],
    ),
    (r"1\. a\-b\!", "1. a-b!", []),
    ("*a _b_*", "a b", ["bold", "italic"]),
    ("___a_ b__", "a b", ["underline", "italic"]),
    ("```py\nx = [1]\n```", "x = [1]", ["pre"]),
    (">a\n>b\nc", "a\nb\nc", ["blockquote"]),
    ("**>a\n>b||", "a\nb", ["expandable_blockquote"]),
    (r"[a](https://lsa\.nl/x)", "a", ["text_link"]),
]


@pytest.mark.parametrize(("markup", "text", "kinds"), MARKDOWN)
def test_markdown_becomes_text_and_entities(markup: str, text: str, kinds: list[str]) -> None:
    found = format_text(markup, "MarkdownV2", None)

    assert found.text == text
    assert [entity["type"] for entity in found.entities] == kinds


BROKEN_MARKDOWN = [
    ("a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ("a>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
    ("é *a", "Can't find end of Bold entity at byte offset 3"),
    ("[a](b", "Can't find end of a URL at byte offset 4"),
    ("```x", "Can't find end of Pre entity at byte offset 0"),
]


@pytest.mark.parametrize(("markup", "error"), BROKEN_MARKDOWN)
def test_broken_markdown_is_refused_in_telegrams_words(markup: str, error: str) -> None:
    with pytest.raises(ApiError) as caught:
        format_text(markup, "MarkdownV2", None)

    assert caught.value.description == f"Bad Request: can't parse entities: {error}"


DETECTED = [
    ("/dilemma de sleutel", [("bot_command", 0, 8)]),
    ("/dilemma@Buurvraag_bot x", [("bot_command", 0, 22)]),
    ("a/b and http://x.nl/a/b.", [("url", 8, 15)]),
    ("mail jan@buurt.nl of bel +31612345678", [("email", 5, 12), ("phone_number", 25, 12)]),
    ("😀 @anna_voorbeeld #buurt2 $EUR", [("mention", 3, 15), ("hashtag", 19, 7), ("cashtag", 27, 4)]),
    ("kijk op lsa.nl, en.verder", [("url", 8, 6)]),
    ("06-12345678 kost 3.50", []),
]


@pytest.mark.parametrize(("text", "entities"), DETECTED)
def test_what_stands_in_a_text_by_itself_is_found(text: str, entities: list[Any]) -> None:
    assert plain(format_text(text, None, None).entities) == entities


def test_nothing_is_found_inside_code_and_links() -> None:
    found = format_text('<code>/a</code> <a href="https://x.nl">lsa.nl</a>', "HTML", None)

    assert [entity["type"] for entity in found.entities] == ["code", "text_link"]


ENTITIES = [
    (
        "abc",
        {"type": "bold", "offset": 3, "length": 1},
        "entity begins after the end of the text at UTF-16 offset 3",
    ),
    (
        "abc",
        {"type": "bold", "offset": 1, "length": 5},
        "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 6",
    ),
    ("😀a", {"type": "bold", "offset": 1, "length": 1}, "entity begins in a middle of a UTF-16 symbol"),
]


@pytest.mark.parametrize(("text", "entity", "error"), ENTITIES)
def test_entities_must_lie_within_the_text(text: str, entity: dict[str, Any], error: str) -> None:
    with pytest.raises(ApiError) as caught:
        format_text(text, None, [entity])

    assert caught.value.description.startswith(f"Bad Request: {error}")


def test_given_entities_move_along_when_white_space_is_cut() -> None:
    found = format_text("  😀 vet ", None, [{"type": "bold", "offset": 5, "length": 4}])

    assert found.text == "😀 vet"
    assert found.entities == [{"type": "bold", "offset": 3, "length": 3}]


@given(
    st.text(alphabet="<>/&;#b iaé😀\"'=_*[]()~`|>!\\\n", max_size=40), st.sampled_from(["HTML", "MarkdownV2"])
)
def test_any_markup_is_understood_or_refused_and_entities_lie_within_the_text(text: str, mode: str) -> None:
    with suppress(ApiError):
        found = format_text(text, mode, None, allow_empty=True)
        length = len(found.text.encode("utf-16-le")) // 2
        for entity in found.entities:
            assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= length


def test_halves_of_a_character_are_joined_or_refused() -> None:
    assert format_text("&#xD83D;&#xDE00;", "HTML", None).text == "😀"
    with pytest.raises(ApiError, match="unmatched surrogate"):
        format_text("a&#xD83D;", "HTML", None)


@pytest.mark.parametrize("text", [" ", "\n\n", "<b> </b>"])
def test_a_text_of_white_space_is_refused(text: str) -> None:
    with pytest.raises(ApiError) as caught:
        format_text(text, "HTML", None)

    assert caught.value.description == "Bad Request: text must be non-empty"


def test_an_unknown_parse_mode_is_refused() -> None:
    with pytest.raises(ApiError) as caught:
        format_text("a", "BBCode", None)

    assert caught.value.description == "Bad Request: unsupported parse_mode"
