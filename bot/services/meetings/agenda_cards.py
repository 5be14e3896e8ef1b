"""What `/agenda` shows: the address of one's own calendar, in private, and the themes of a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.messages import Button, Card, Rows, shorten
from bot.services.collectives.cards import theme_words
from bot.services.meetings import addresses
from bot.texts import plain, say

RENEW, STOP = "pc:n", "pc:x"
# A button for each theme of a group.
THEMES_SHOWN = 8
LABEL = 40


@dataclass(frozen=True, slots=True)
class View:
    """For whom a card is made, and where the pages are."""

    language: str
    zone: ZoneInfo
    web: str


def own(secret: str, view: View) -> Card:
    """The address, this once: nothing keeps it."""
    language, feed = view.language, addresses.own_feed(view.web, secret)
    rows = [
        [Button(plain(language, "button-agenda-open"), url=addresses.own_page(view.web, secret))],
        [Button(plain(language, "button-agenda-copy"), copy=feed)],
        *_manage(language),
    ]
    return Card(say(language, "agenda-own", link=feed), rows)


def known(made_at: datetime, view: View) -> Card:
    """That there is an address, which cannot be shown again."""
    date = format_date(made_at.astimezone(view.zone), "long", locale=view.language)
    return Card(say(view.language, "agenda-own-known", date=date), _manage(view.language))


def stopped(language: str) -> Card:
    """That there is none any more."""
    return Card(say(language, "agenda-stopped"), [[Button(plain(language, "button-agenda-renew"), RENEW)]])


def of_group(themes: Sequence[str], view: View) -> Card:
    """Where a group finds its sessions: the pages of its themes, from which a calendar is a press away."""
    language = view.language
    rows = [
        [Button(shorten(theme_words(theme), LABEL), url=addresses.theme_page(view.web, theme))]
        for theme in themes[:THEMES_SHOWN]
    ]
    every = [Button(plain(language, "button-agenda-all"), url=f"{view.web}/")]
    return Card(say(language, "agenda-group" if rows else "agenda-group-no-theme"), [*rows, every])


def _manage(language: str) -> Rows:
    return [
        [
            Button(plain(language, "button-agenda-renew"), RENEW),
            Button(plain(language, "button-agenda-stop"), STOP),
        ]
    ]
