"""What a group or a person sees of whether invitations arrive there, and in which topic."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from bot.messages import Button, Card, Html
from bot.services.broadcasts.audience import Choice
from bot.services.collectives.cards import theme_words, where_and_what
from bot.texts import plain, say
from models import Broadcast, Collective


@dataclass(frozen=True, slots=True)
class Place:
    """Where `/instellingen` was asked for: the topic it stands in, and the one chosen for announcements."""

    is_forum: bool = False
    here: int | None = None
    chosen: int | None = None


NOWHERE = Place()
THEMES_A_PAGE = 12
LABEL = 60


def settings(
    refused: Sequence[str],
    language: str,
    *,
    place: Place = NOWHERE,
    collective: Collective | None = None,
    themes: Sequence[str] | None = None,
) -> Card:
    """Whether a chat gets invitations, in which topic, whose it is; and the presses that change it.

    `themes` are those that a group hears about; None for a person.
    """
    if not refused:
        text, button, data = "invitations-on", "button-invitations-off", "bs:0"
    elif "" in refused:
        text, button, data = "invitations-off", "button-invitations-on", "bs:1"
    else:
        text, button, data = "invitations-partly", "button-invitations-on", "bs:1"
    parts = [say(language, text, themes=_named(theme for theme in refused if theme))]
    rows = [[Button(plain(language, button), data)]]
    if place.is_forum:
        parts.append(_where(place, language))
        rows += _topics(place, language)
    if themes is not None:
        key = "settings-themes" if themes else "settings-no-themes"
        parts.append(say(language, key, themes=_named(themes)))
        rows.append([Button(plain(language, "button-settings-themes"), "bg:")])
    if collective is not None:
        name, about = collective.name, where_and_what(collective)
        whose = say(language, "settings-collective", name=name)
        parts.append(Html(f"{whose}\n{escape(about, quote=False)}" if about else whose))
    return Card(Html("\n\n".join(parts)), rows)


def group_themes(offered: Sequence[str], chosen: Sequence[str], page: int, language: str) -> Card:
    """The themes that a group can choose, with a mark at those it has. Pages count from 1."""
    if not offered:
        return Card(say(language, "settings-themes-none"), [[_back(language)]])
    pages = -(-len(offered) // THEMES_A_PAGE)
    page = min(max(page, 1), pages)
    shown = offered[(page - 1) * THEMES_A_PAGE : page * THEMES_A_PAGE]
    rows = [[_theme(theme, page, is_chosen=theme in chosen)] for theme in shown]
    turn = [Button(sign, f"bg:{to}") for sign, to in (("‹", page - 1), ("›", page + 1)) if 1 <= to <= pages]
    return Card(say(language, "settings-themes-how"), [*rows, turn, [_back(language)]])


def _theme(theme: str, page: int, *, is_chosen: bool) -> Button:
    label = f"{'✅ ' if is_chosen else ''}{theme_words(theme)}"
    return Button(label[:LABEL], f"bg:{page}:{Choice(theme, theme).mark}")


def _back(language: str) -> Button:
    return Button(plain(language, "button-settings-back"), "bs:b")


def _named(themes: Iterable[str]) -> str:
    return ", ".join(theme_words(theme) for theme in themes)


def _where(place: Place, language: str) -> Html:
    if place.chosen is None:
        return say(language, "settings-topic-general")
    is_here = place.chosen == place.here
    return say(language, "settings-topic-here" if is_here else "settings-topic-elsewhere")


def _topics(place: Place, language: str) -> list[list[Button]]:
    rows = []
    if place.here is not None and place.chosen != place.here:
        rows.append([Button(plain(language, "button-settings-topic-here"), "bs:t")])
    if place.chosen is not None:
        rows.append([Button(plain(language, "button-settings-topic-general"), "bs:g")])
    return rows


def opted_out(broadcast: Broadcast, language: str) -> Card:
    """That a chat gets no more invitations, with a way back; or no more about this theme only."""
    rows = [[Button(plain(language, "button-invitations-on"), "bs:1")]]
    if broadcast.theme is not None:
        label = plain(language, "button-invitations-theme", theme=theme_words(broadcast.theme))
        rows.append([Button(label, f"bt:{broadcast.id}")])
    return Card(say(language, "invitations-stopped"), rows)
