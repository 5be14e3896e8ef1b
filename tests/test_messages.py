"""Messages fit Telegram's limits, and are never cut in a word or a tag."""

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import (
    MAX_TEXT,
    WORD_JOINER,
    Block,
    Button,
    Card,
    Html,
    fit,
    pages,
    shorten,
    split_at_word,
    tame,
    utf16_length,
)
from bot.playground.detect import find_entities

TAG = re.compile(r"<(/?)(\w+)>")
# Words in the scripts and with the signs that residents use; some longer than a small page.
ALPHABETS = (
    "aéijnôp",
    "😀👩🏽👨‍👩‍👧🇳🇱",
    "عربيهשלום",
    "éöłčñ",
    "<>&\"'/;",
    "日本語",
)
WORDS = st.one_of(
    *(st.text(alphabet, min_size=1, max_size=40) for alphabet in ALPHABETS),
    st.sampled_from(["<b>", "</b>", "&amp;", "&lt;b&gt;", "een", "sleutel"]),
)
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)
BLOCKS = st.lists(
    st.builds(Block, TEXTS, heading=st.one_of(st.just(""), TEXTS), bullet=st.booleans()), max_size=8
)
ROOMS = st.integers(min_value=60, max_value=400)


def visible(page: Html) -> str:
    """What a reader sees: tags away, entities resolved."""
    return html.unescape(TAG.sub("", page))


def words_of(text: str) -> list[str]:
    return text.replace("• ", " ").split()


def tags_are_balanced(page: str) -> bool:
    opened: list[str] = []
    for closing, name in TAG.findall(page):
        if closing and (not opened or opened.pop() != name):
            return False
        if not closing:
            opened.append(name)
    return not opened


@given(BLOCKS, ROOMS)
def test_every_page_fits_and_has_whole_tags_and_words(blocks: list[Block], room: int) -> None:
    sheets = pages(blocks, room=room)

    for sheet in sheets:
        assert 0 < utf16_length(visible(sheet)) <= room
        assert tags_are_balanced(sheet)
        assert set(TAG.findall(sheet)) <= {("", "b"), ("/", "b")}


@given(BLOCKS, ROOMS)
def test_nothing_gets_lost_between_pages(blocks: list[Block], room: int) -> None:
    given_signs = "".join("".join(words_of(f"{block.heading} {block.text}")) for block in blocks)
    shown_signs = "".join("".join(words_of(visible(sheet))) for sheet in pages(blocks, room=room))

    assert shown_signs == given_signs


@given(BLOCKS)
def test_a_word_that_fits_on_a_page_is_never_cut(blocks: list[Block]) -> None:
    room = 300  # longer than any word above
    given_words = [word for block in blocks for word in words_of(f"{block.heading} {block.text}")]
    shown_words = [word for sheet in pages(blocks, room=room) for word in words_of(visible(sheet))]

    assert shown_words == given_words


@given(st.text(max_size=12_000), st.text(max_size=6_000))
def test_any_text_at_all_gives_pages_that_telegram_takes(text: str, heading: str) -> None:
    for sheet in pages([Block(text, heading=heading)]):
        assert utf16_length(visible(sheet)) <= MAX_TEXT


@given(TEXTS, st.integers(min_value=1, max_value=120))
def test_the_first_part_fits_and_the_rest_follows(text: str, room: int) -> None:
    head, rest = split_at_word(text, room)

    assert utf16_length(head) <= max(room, 2)
    assert "".join(words_of(head + rest)) == "".join(words_of(text))
    assert len(rest) < len(text) or not text


@pytest.mark.parametrize(
    ("text", "room", "head", "rest"),
    [
        ("een twee drie", 8, "een twee", "drie"),
        ("een twee drie", 7, "een", "twee drie"),
        ("een\ttwee", 5, "een", "twee"),
        ("een\u00a0twee", 5, "een", "twee"),
        ("een\ntwee", 5, "een", "twee"),
        (" abcdef gh", 6, "abcdef", "gh"),
        ("abcdef", 3, "abc", "def"),
        ("kort", 10, "kort", ""),
        ("", 5, "", ""),
        ("   ", 2, "", ""),
        ("😀😀😀", 4, "😀😀", "😀"),
        ("😀😀", 1, "😀", "😀"),
        ("aaae\u0301b", 4, "aaa", "e\u0301b"),
        ("aa👍🏽b", 4, "aa", "👍🏽b"),
        ("aa👩\u200d👧b", 5, "aa", "👩\u200d👧b"),
    ],
)
def test_a_text_is_cut_between_words_else_between_signs(text: str, room: int, head: str, rest: str) -> None:
    assert split_at_word(text, room) == (head, rest)


def test_no_page_begins_with_an_accent_of_the_page_before() -> None:
    text = "e\u0301" * 5000

    for sheet in pages([Block(text)]):
        assert not unicodedata.combining(sheet[0])


def test_marks_piled_up_without_end_still_get_pages() -> None:
    sheets = pages([Block("a" + "\u0301" * 10_000)])

    assert len(sheets) == 3


@pytest.mark.parametrize(("text", "length"), [("abc", 3), ("é", 1), ("😀", 2), ("👩🏽", 4), ("", 0)])
def test_length_is_counted_as_telegram_does(text: str, length: int) -> None:
    assert utf16_length(text) == length == len(text.encode("utf-16-le")) // 2


@given(st.text(max_size=50), st.integers(min_value=1, max_value=60))
def test_what_fits_fits_and_one_more_would_not(text: str, room: int) -> None:
    count = fit(text, room)

    assert count == 1 or utf16_length(text[:count]) <= room
    assert count == len(text) or utf16_length(text[: count + 1]) > room


@given(TEXTS, st.integers(min_value=4, max_value=100))
def test_a_shortened_text_fits_and_says_that_it_is_shorter(text: str, room: int) -> None:
    short = shorten(text, room)

    assert utf16_length(short) <= room
    assert short.endswith("…") == (utf16_length(" ".join(text.split())) > room)


def test_signs_of_html_in_a_text_are_shown_and_not_obeyed() -> None:
    (page,) = pages([Block("a <i>b</i> & c", heading="<b>x</b>")])

    assert page == "<b>&lt;b&gt;x&lt;/b&gt;</b>\na &lt;i&gt;b&lt;/i&gt; &amp; c"


def test_bullets_follow_each_other_and_paragraphs_stand_apart() -> None:
    (page,) = pages(
        [Block("een", heading="Kop", bullet=True), Block("twee", bullet=True), Block("drie"), Block("  ")]
    )

    assert page == "<b>Kop</b>\n• een\n• twee\n\ndrie"


@pytest.mark.parametrize("data", ["d:1:s", "x" * 64, "é" * 32])
def test_callback_data_up_to_64_bytes_is_taken(data: str) -> None:
    assert Button("Druk", data).as_json() == {"text": "Druk", "callback_data": data}


@pytest.mark.parametrize("data", ["x" * 65, "é" * 33])
def test_callback_data_of_more_than_64_bytes_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Button("Druk", data).as_json()


def test_a_card_gives_what_the_bot_api_wants() -> None:
    card = Card(Html("<b>Kop</b>"), [[Button("Ga", url="https://t.me/x", style="primary")], []])

    assert card.payload(message_thread_id=3) == {
        "text": "<b>Kop</b>",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "message_thread_id": 3,
        "reply_markup": {"inline_keyboard": [[{"text": "Ga", "url": "https://t.me/x", "style": "primary"}]]},
    }
    assert "reply_markup" not in Card(Html("tekst")).payload()


LIVE_WORDS = [
    "vraag het @jan_voorbeeld",
    "mail naar jan@voorbeeld.nl.",
    "zie https://voorbeeld.nl/pad?a=1 of HTTP://voorbeeld.org",
    "zie www.voorbeeld.nl en voorbeeld.com",
    "typ /dilemma of /start@SomeBot",
    "(/help)",
    "#buurt en #2027plan",
    "koop $ABC",
]


@pytest.mark.parametrize("words", LIVE_WORDS)
def test_words_of_others_become_nothing_that_can_be_pressed(words: str) -> None:
    tamed = tame(words)

    assert find_entities(words, [])
    assert find_entities(tamed, []) == []
    assert tamed.replace(WORD_JOINER, "") == words
    assert tame(tamed) == tamed
    assert Block(words, heading=words).html() == f"<b>{tamed}</b>\n{tamed}"


@pytest.mark.parametrize(
    "words", ["en/of", "24/7", "o.a. bij B. de Vries", "f 1.500,00", "a @ b", "$ 5", "50 % / 20", "nr. # 3"]
)
def test_plain_words_stay_as_they_are(words: str) -> None:
    assert tame(words) == words


def test_what_turns_the_direction_around_is_left_out_and_arabic_is_not() -> None:
    turned = "de sleutel \u202egnafretni\u202c en \u2066zo\u2069"
    arabic = "مفتاح \u200fالمركز\u200e"

    assert tame(turned) == "de sleutel gnafretni en zo"
    assert Button(turned, "x").as_json()["text"] == "de sleutel gnafretni en zo"
    assert tame(arabic) == arabic


@given(st.text())
def test_taming_twice_changes_nothing_more(words: str) -> None:
    assert tame(tame(words)) == tame(words)
