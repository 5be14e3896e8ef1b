"""Every sentence exists in every language, is used, gets what it needs, and is HTML that Telegram takes."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from bot.messages import Html, utf16_length
from bot.services.dilemmas import Fitness
from bot.services.privacy.personal_details import details_in, find
from bot.texts import LANGUAGES, UnknownTextError, keys, known_language, plain, say

ROOT = Path(__file__).parent.parent
SOURCES = [
    path
    for folder in ("bot", "handlers")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"playground", "cli", "matching"} & set(path.parts)
]
KEYS = sorted(keys("nl"))
# Parameters of the methods `say` and `toast` of a handler's context that are not for the text.
NOT_FOR_THE_TEXT = {"to", "alert"}
PLAIN = re.compile(
    r"^(button-|toast-|command-|detail-|lift-yes$|lift-no$|help-button-|.*-toast$|.*-placeholder$)"
)
TOAST = re.compile(r"^toast-|-toast$")
BUTTON = re.compile(r"^(button-|lift-yes$|lift-no$|help-button-)")
TELEGRAM_TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
SAMPLES = {"count": 3, "page": 2, "number": 12, "length": 3000, "limit": 2000}


class Variables(Visitor):
    """Collects the arguments that a message refers to."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - the library's name
        self.names.add(node.id.name)


@lru_cache
def needed(language: str) -> dict[str, set[str]]:
    """The arguments of every sentence of a language."""
    source = files("bot.texts").joinpath(f"{language}.ftl").read_text(encoding="utf-8")
    found = {}
    for entry in FluentResource(source).body:
        if isinstance(entry, fluent.Message):
            visitor = Variables()
            visitor.visit(entry)
            found[entry.id.name] = visitor.names
    return found


def calls() -> Iterator[tuple[str, set[str], str]]:
    """Every call in the program that names a sentence: its key, the arguments it gives, and the place."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in ("say", "plain", "toast"):
                continue
            given = {word.arg for word in node.keywords if word.arg} - NOT_FOR_THE_TEXT
            for argument in node.args:
                for part in ast.walk(argument):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                        yield part.value, given, f"{path.relative_to(ROOT)}:{node.lineno}"


def mentioned() -> set[str]:
    """Every string in the program, and for one that is put together every key that it can become."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                # A start of one word could be that of anything.
                tells = start in ("detail-", "command-") or (start.endswith("-") and start.count("-") > 1)
                found |= {key for key in KEYS if tells and key.startswith(start)}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


CALLS = list(calls())


class Checker(HTMLParser):
    """Telegram's HTML: a few tags, closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TELEGRAM_TAGS
        assert not attrs or tag == "a"
        self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def rendered(language: str, key: str) -> str:
    arguments = {name: SAMPLES.get(name, "Jan & <b>Piet") for name in needed(language)[key]}
    return say(language, key, **arguments)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_with_the_same_arguments(language: str) -> None:
    assert needed(language) == needed("nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_written_twice(language: str) -> None:
    source = files("bot.texts").joinpath(f"{language}.ftl").read_text(encoding="utf-8")
    names = [entry.id.name for entry in FluentResource(source).body if isinstance(entry, fluent.Message)]

    assert len(names) == len(set(names))
    assert not [entry for entry in FluentResource(source).body if isinstance(entry, fluent.Junk)]


def test_every_sentence_is_used() -> None:
    assert set(KEYS) - mentioned() - set(Fitness) == set()


def test_the_calls_are_found() -> None:
    assert len(CALLS) > 50


@pytest.mark.parametrize(("key", "given", "place"), CALLS)
def test_every_call_names_a_sentence_and_gives_what_it_needs(key: str, given: set[str], place: str) -> None:
    if key.endswith("-"):
        assert any(known.startswith(key) for known in KEYS), place
    else:
        assert needed("nl")[key] == given, place


def test_sentences_that_are_chosen_by_their_name_exist_and_need_what_they_get() -> None:
    need = needed("nl")

    assert {kind: need[kind] for kind in Fitness if kind is not Fitness.FIT} == {
        Fitness.TOO_SHORT: set(),
        Fitness.SMALL_TALK: set(),
        Fitness.ONLY_EMOJI: set(),
        Fitness.TOO_LONG: {"length", "limit"},
    }
    everything = (
        "Mevrouw Jansen is dement, jan@voorbeeld.nl, 06-12345678, Dorpsstraat 12, bsn 111222333, "
        "NL91 ABNA 0417 1643 00"
    )
    kinds = {*details_in(everything), *(one.kind for one in find(everything))}
    assert len(kinds) == 7
    assert all(need[f"detail-{kind}"] == set() for kind in kinds)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_sentence_is_html_that_telegram_takes(language: str, key: str) -> None:
    text = rendered(language, key)
    checker = Checker()
    checker.feed(text)
    checker.close()

    assert checker.opened == []
    assert not re.search(r"&(?!(amp|lt|gt|quot);)", text)
    assert text.strip() == text
    assert 0 < utf16_length(text) <= 4096


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [key for key in KEYS if PLAIN.search(key)])
def test_what_is_shown_without_markup_has_none(language: str, key: str) -> None:
    arguments = {name: SAMPLES.get(name, "x") for name in needed(language)[key]}
    text = plain(language, key, **arguments)

    assert "<" not in text
    assert "&" not in text
    if TOAST.search(key):
        assert utf16_length(text) <= 200
    if BUTTON.search(key):
        assert utf16_length(text) <= 30
    if key.startswith("command-"):
        assert 3 <= len(text) <= 256
    if key.endswith("-placeholder"):
        assert len(text) <= 64


def test_toasts_are_only_made_of_sentences_for_toasts() -> None:
    used = {
        part.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "toast"
        for argument in node.args
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }

    assert used
    assert all(TOAST.search(key) for key in used)


def test_arguments_are_escaped_unless_they_are_html_already() -> None:
    assert say("nl", "why-words", words="<b> & co") == "Gevonden op deze woorden: &lt;b&gt; &amp; co"
    assert say("nl", "why-words", words=Html("<b>x</b>")) == "Gevonden op deze woorden: <b>x</b>"
    assert plain("nl", "why-words", words="<b> & co") == "Gevonden op deze woorden: <b> & co"


def test_signs_of_the_text_language_in_an_argument_mean_nothing() -> None:
    assert plain("nl", "why-words", words='{ $x } { "y" }') == 'Gevonden op deze woorden: { $x } { "y" }'


@pytest.mark.parametrize(
    ("code", "language"),
    [("nl", "nl"), ("nl-BE", "nl"), ("EN-us", "en"), ("tr", None), ("", None), (None, None), ("nld", None)],
)
def test_a_language_is_known_by_its_first_part(code: str | None, language: str | None) -> None:
    assert known_language(code) == language


@pytest.mark.parametrize("language", ["tr", None, ""])
def test_who_speaks_another_language_gets_dutch(language: str | None) -> None:
    assert plain(language, "button-save") == plain("nl", "button-save")


def test_an_unknown_sentence_or_a_missing_argument_is_a_fault() -> None:
    with pytest.raises(UnknownTextError):
        say("nl", "no-such-sentence")
    with pytest.raises(ValueError, match="why-words"):
        say("nl", "why-words")


@pytest.mark.parametrize("length", [499, 501, 1001, 4000])
def test_what_somebody_wrote_may_be_long_and_is_still_escaped(length: int) -> None:
    words = "<" + "a" * (length - 1)

    assert "&lt;" + "a" * (length - 1) in say("nl", "choice-title", number=1, title=words)
    assert words in plain("nl", "why-sentence", sentence=words)


def test_marks_in_what_somebody_wrote_are_left_alone() -> None:
    words = "\ue000title\ue001" * 100

    assert words in say("nl", "choice-title", number=1, title=words)


# What staff read. A group is a chat of Telegram there, and what has experience and is asked a collective.
OF_STAFF = ("draft-", "toast-draft-", "case-owner-", "review-news-", "escalation-", "introduction-staff-")
ABOUT_A_CHAT = re.compile(r"(in|uit|van|out of) (de|the) (groep|group)|(groep|group) (bewoners|of residents)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_staff_read_one_word_for_a_collective(language: str) -> None:
    source = (files("bot.texts") / f"{language}.ftl").read_text(encoding="utf-8")
    for entry in FluentResource(source).body:
        if not isinstance(entry, fluent.Message) or not entry.id.name.startswith(OF_STAFF):
            continue
        words = ABOUT_A_CHAT.sub("", fluent_text(entry))
        assert not re.search(r"\b(groep|group)\b", words, re.IGNORECASE), entry.id.name


def fluent_text(entry: fluent.Message) -> str:
    """The words of a message, in every variant, without the names of its variables."""
    words: list[str] = []

    class Words(Visitor):
        def visit_TextElement(self, node: fluent.TextElement) -> None:  # noqa: N802 - the library's name
            words.append(node.value)

    Words().visit(entry)
    return " ".join(words)
