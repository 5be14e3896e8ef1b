"""What a meeting looks like in a chat: when, what, for how many; and the buttons to answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from bot.messages import Block, Button, Card, Html, pages, shorten
from bot.services.collective_cards import theme_words
from bot.services.meetings.counts import Counts
from bot.texts import plain, say
from models import Meeting

DESCRIPTION_SHOWN = 700
# Nobody plans with less than this.
SOON_MINUTES = 5


@dataclass(frozen=True, slots=True)
class View:
    """For whom a card is made: language and now; and where: the bot's name, and the web address if any."""

    language: str
    at: datetime
    bot_name: str
    web: str | None = None


def when(meeting: Meeting, language: str) -> str:
    """Day and times on the clock of its zone: "donderdag 12 december 2027, 19:30–21:00"."""
    zone = ZoneInfo(meeting.zone)
    start, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    day = format_date(start, "full", locale=language)
    return f"{day}, {clock(start, language)}–{clock(end, language)}"


def clock(local: datetime, language: str) -> str:
    """The time of day of a local time, in 24 hours."""
    return format_time(local, "HH:mm", locale=language)


def in_words(until: timedelta, language: str) -> str:
    """How far away: "over 3 weken", "over 2 dagen", "over een uur", "zo"."""
    minutes = int(until.total_seconds() // 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    if minutes < SOON_MINUTES:
        return plain(language, "meeting-in-now")
    for unit, number, least in (
        ("weeks", days // 7, 2),
        ("days", days, 2),
        ("hours", hours, 2),
        ("minutes", minutes, 1),
    ):
        if number >= least:
            return plain(language, f"meeting-in-{unit}", number=number)
    return plain(language, "meeting-in-now")


def facts(meeting: Meeting, counts: Counts, view: View) -> Html:
    """Title, time, theme, description and places, as every card about it shows them."""
    language = view.language
    if not meeting.is_planned:
        head = say(language, "meeting-cancelled-head", title=meeting.title)
    else:
        head = say(language, "meeting-head", title=meeting.title)
    lines = [head, say(language, "meeting-when", when=when(meeting, language))]
    if meeting.theme:
        lines.append(say(language, "meeting-theme", theme=theme_words(meeting.theme)))
    if meeting.host:
        lines.append(say(language, "meeting-host", host=meeting.host))
    parts = ["\n".join(lines)]
    if meeting.description:
        laid = pages([Block(shorten_kindly(meeting.description))])
        parts.extend(laid[:1])
    if meeting.is_planned:
        parts.append(attendance(meeting, counts, language))
    return Html("\n\n".join(parts))


def shorten_kindly(text: str) -> str:
    """A description that is not too long for a card; line ends are kept when it fits."""
    return text if len(text) <= DESCRIPTION_SHOWN else shorten(text, DESCRIPTION_SHOWN)


def attendance(meeting: Meeting, counts: Counts, language: str) -> Html:
    """How many come, and how many places there are left, in one line."""
    free = counts.free(meeting.places)
    if free == 0:
        return say(language, "meeting-full", places=meeting.places or 0, waiting=counts.waiting)
    coming = say(language, "meeting-counts", yes=counts.yes, maybe=counts.maybe)
    return coming if free is None else Html(f"{coming} {say(language, 'meeting-places-left', free=free)}")


def answers(meeting: Meeting, view: View) -> list[list[Button]]:
    """The buttons to answer with and what goes with them; none when it is cancelled or over."""
    if not meeting.is_planned or meeting.is_over(view.at):
        return []
    language = view.language
    rows = [
        [Button(plain(language, "button-rsvp-yes"), f"pr:{meeting.id}:y", style="success")],
        [
            Button(plain(language, "button-rsvp-maybe"), f"pr:{meeting.id}:m"),
            Button(plain(language, "button-rsvp-no"), f"pr:{meeting.id}:n"),
        ],
    ]
    if meeting.series_id is not None:
        rows.append([Button(plain(language, "button-rsvp-series"), f"pr:{meeting.id}:s")])
    rows.append([Button(plain(language, "button-meeting-calendar"), f"pr:{meeting.id}:c")])
    return rows


def notice(meeting: Meeting, counts: Counts, view: View, *, is_group: bool) -> Card:
    """The card that announces a meeting in a chat, with the buttons to answer and to hear no more."""
    stop = "button-no-meetings-group" if is_group else "button-no-meetings"
    rows = answers(meeting, view)
    if rows:
        rows.append([Button(plain(view.language, stop), f"po:{meeting.id}")])
    return Card(facts(meeting, counts, view), rows)
