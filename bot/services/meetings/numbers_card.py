"""What coordinators see of the sessions that were: who signed up, who came, and whether it helped."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.messages import Button, Card, Html, shorten
from bot.services.collectives.cards import theme_words
from bot.services.meetings.numbers import MeetingNumbers, ThemeNumbers, per_theme
from bot.texts import plain, say

# Days back.
PERIOD = 90
# Both lists fit one message.
LISTED = 12
TITLE = 60


def card(meetings: Sequence[MeetingNumbers], zone: ZoneInfo, language: str) -> Card:
    """The sessions of the last `PERIOD` days, the latest first, and all of them by theme."""
    parts = [say(language, "numbers-head", days=PERIOD, number=len(meetings))]
    parts += [_line(one, zone, language) for one in list(reversed(meetings))[:LISTED]]
    if len(meetings) > LISTED:
        parts.append(say(language, "numbers-more", number=len(meetings) - LISTED))
    if meetings:
        themes = sorted(per_theme(meetings), key=lambda one: -one.meetings)[:LISTED]
        lines = [say(language, "numbers-themes"), *(_theme(one, language) for one in themes)]
        parts.append(Html("\n".join(lines)))
    return Card(Html("\n\n".join(parts)), [[Button(plain(language, "button-planned-list"), "p:0:h")]])


def _line(one: MeetingNumbers, zone: ZoneInfo, language: str) -> Html:
    turnout = one.turnout
    what = [
        say(language, "numbers-signed-up", number=turnout.signed_up),
        _came(turnout.came, language),
    ]
    if turnout.may_show_help:
        what += _helped(turnout.helped, turnout.somewhat, turnout.not_helped, language)
    title, when = shorten(one.title, TITLE), _day(one.starts_at, zone, language)
    return say(language, "numbers-line", title=title, when=when, what=Html(" · ".join(what)))


def _day(at: datetime, zone: ZoneInfo, language: str) -> str:
    return format_date(at.astimezone(zone), "d MMMM", locale=language)


def _theme(one: ThemeNumbers, language: str) -> Html:
    theme = theme_words(one.theme) or plain(language, "numbers-no-theme")
    what = [
        say(language, "numbers-signed-up", number=one.signed_up),
        _came_together(one, language),
        *_helped(one.helped, one.somewhat, one.not_helped, language),
    ]
    return say(language, "numbers-theme", theme=theme, number=one.meetings, what=Html(" · ".join(what)))


def _came(number: int | None, language: str) -> Html:
    if number is None:
        return say(language, "numbers-came-unknown")
    return say(language, "numbers-came", number=number)


def _came_together(one: ThemeNumbers, language: str) -> Html:
    if 0 < one.counted < one.meetings:
        return say(language, "numbers-came-of", number=one.came, counted=one.counted)
    return _came(one.came if one.counted else None, language)


def _helped(yes: int, somewhat: int, no: int, language: str) -> list[Html]:
    if not yes + somewhat + no:
        return []
    return [say(language, "numbers-helped", yes=yes, somewhat=somewhat, no=no)]
