"""Every sentence that a person reads: one Fluent file a language, looked up by key."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Message

from bot.messages import Html, straight, tame

# The languages that the bot lists, by their own name.
LANGUAGES: Mapping[str, str] = {"nl": "Nederlands", "en": "English"}
DEFAULT_LANGUAGE = "nl"
# Languages that only people write: who reads one of them gets the invitations that have a text in it.
ALSO_READ: Mapping[str, str] = {
    "ar": "العربية",
    "bg": "Български",
    "de": "Deutsch",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
}

Argument = str | int | float

# Names of arguments that a reader presses or copies: links, names and addresses of who wants to be reached.
LIVE = frozenset({"address", "contact", "email", "link", "reach"})


class UnknownTextError(LookupError):
    """No file has a sentence by this key."""


def say(language: str | None, key: str, **arguments: Argument) -> Html:
    """The sentence `key` in a language, as HTML; arguments are tamed and escaped unless they are Html.

    Those that are there to be pressed or copied (`LIVE`) are only escaped.
    A language that the bot does not list falls back to Dutch. Raises UnknownTextError for a key that does not
    exist, and ValueError when an argument is missing.
    """
    return Html(_format(language, key, {name: _as_html(name, value) for name, value in arguments.items()}))


def _as_html(name: str, value: Argument) -> Argument:
    if not isinstance(value, str) or isinstance(value, Html):
        return value
    return escape(straight(value) if name in LIVE else tame(value), quote=False)


def plain(language: str | None, key: str, **arguments: Argument) -> str:
    """The sentence `key` as plain text, for buttons, toasts and menus."""
    straightened = {
        name: straight(value) if isinstance(value, str) else value for name, value in arguments.items()
    }
    return _format(language, key, straightened)


def known_language(code: str | None) -> str | None:
    """The listed language that a code such as "nl-BE" means; None when it is not listed."""
    base = (code or "").split("-")[0].lower()
    return base if base in LANGUAGES else None


# Fluent refuses arguments of more than 2,500 characters; escaped, what people write can be longer.
_LONG = 500
# Characters of private use, which no text of ours holds.
_OPEN, _CLOSE = "\ue000", "\ue001"


def _format(language: str | None, key: str, arguments: Mapping[str, Argument]) -> str:
    long = {name: value for name, value in arguments.items() if isinstance(value, str) and len(value) > _LONG}
    text = _filled(language, key, {**arguments, **{name: f"{_OPEN}{name}{_CLOSE}" for name in long}})
    if not long:
        return text
    # In one go: a mark inside one of the long texts is no mark.
    marks = "|".join(long)
    return re.sub(f"{_OPEN}({marks}){_CLOSE}", lambda mark: long[mark[1]], text)


def _filled(language: str | None, key: str, arguments: Mapping[str, Argument]) -> str:
    bundle = _bundle(known_language(language) or DEFAULT_LANGUAGE)
    pattern = bundle.get_message(key).value if bundle.has_message(key) else None
    if pattern is None:
        raise UnknownTextError(key)
    text, errors = bundle.format_pattern(pattern, dict(arguments))
    if errors:
        raise ValueError(f"the text {key!r} lacks something: {errors[0]}")
    return str(text)


def keys(language: str) -> frozenset[str]:
    """All keys of a language, to compare languages with."""
    body = FluentResource(_source(language)).body
    return frozenset(entry.id.name for entry in body if isinstance(entry, Message))


@lru_cache
def _bundle(language: str) -> FluentBundle:
    # Isolation marks would stand around every argument; user text keeps its own direction by its paragraph.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(_source(language)))
    return bundle


def _source(language: str) -> str:
    return files(__package__).joinpath(f"{language}.ftl").read_text(encoding="utf-8")
