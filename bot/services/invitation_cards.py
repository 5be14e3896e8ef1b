"""What a group or a person sees of whether invitations arrive there, and in which topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.messages import Button, Card, Html
from bot.services.collective_cards import theme_words, where_and_what
from bot.texts import plain, say
from models import Broadcast, Collective


@dataclass(frozen=True, slots=True)
class Place:
    """Where `/instellingen` was asked for: the topic it stands in, and the one chosen for announcements."""

    is_forum: bool = False
    here: int | None = None
    chosen: int | None = None


NOWHERE = Place()


def settings(
    refused: Sequence[str], language: str, *, place: Place = NOWHERE, collective: Collective | None = None
) -> Card:
    """Whether a chat gets invitations, in which topic, whose it is; and the presses that change it."""
    if not refused:
        text, button, data = "invitations-on", "button-invitations-off", "bs:0"
    elif "" in refused:
        text, button, data = "invitations-off", "button-invitations-on", "bs:1"
    else:
        text, button, data = "invitations-partly", "button-invitations-on", "bs:1"
    themes = ", ".join(theme_words(theme) for theme in refused if theme)
    parts = [say(language, text, themes=themes)]
    rows = [[Button(plain(language, button), data)]]
    if place.is_forum:
        parts.append(_where(place, language))
        rows += _topics(place, language)
    if collective is not None:
        name, about = collective.name, where_and_what(collective)
        whose = say(language, "settings-collective", name=name)
        parts.append(Html(f"{whose}\n{escape(about, quote=False)}" if about else whose))
    return Card(Html("\n\n".join(parts)), rows)


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
