"""What a meeting looks like in a chat: when, what, for how many; and the buttons to answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from bot.messages import Block, Button, Card, Html, pages, shorten
from bot.services.answers import day_text
from bot.services.collectives.cards import theme_words
from bot.services.meetings.counts import Counts
from bot.texts import plain, say
from models import Meeting, RsvpAnswer

DESCRIPTION_SHOWN = 700
# Nobody plans with less than this.
SOON_MINUTES = 5
# From so many days on people count in weeks.
_IN_WEEKS = 14
# Nearer than this, a date without a year means one day only.
YEAR_IS_CLEAR = timedelta(days=300)
# Before what somebody answered: they come, or they are in line.
COMES, WAITS = "✓", "⏳"


@dataclass(frozen=True, slots=True)
class View:
    """For whom a card is made: language and now; and where: the bot's name, and the web address if any."""

    language: str
    at: datetime
    bot_name: str
    web: str | None = None


def when(meeting: Meeting, language: str) -> str:
    """Day and times on the clock of its zone: "donderdag 12 december 2027, 19:30–21:00"."""
    return f"{format_date(_start(meeting), 'full', locale=language)}, {hours(meeting, language)}"


def when_near(meeting: Meeting, language: str, at: datetime) -> str:
    """The same without the year, as long as nobody can mistake it: "donderdag 12 december, 19:30–21:00"."""
    if abs(meeting.starts_at - at) > YEAR_IS_CLEAR:
        return when(meeting, language)
    return f"{day_text(_start(meeting).date(), language)}, {hours(meeting, language)}"


def when_short(meeting: Meeting, language: str) -> str:
    """For a list or a button: "do 12 dec 19:30"."""
    start = _start(meeting)
    return f"{format_date(start, 'EEE d MMM', locale=language)} {clock(start, language)}"


def hours(meeting: Meeting, language: str) -> str:
    """From when until when: "19:30–21:00"."""
    end = meeting.ends_at.astimezone(ZoneInfo(meeting.zone))
    return f"{clock(_start(meeting), language)}–{clock(end, language)}"


def _start(meeting: Meeting) -> datetime:
    return meeting.starts_at.astimezone(ZoneInfo(meeting.zone))


def clock(local: datetime, language: str) -> str:
    """The time of day of a local time, in 24 hours."""
    return format_time(local, "HH:mm", locale=language)


def in_words(until: timedelta, language: str) -> str:
    """How far away: "over 3 weken" (the nearest number, from 14 days on), "over 2 dagen", "zo meteen"."""
    minutes = round(until.total_seconds() / 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    weeks = (days + 3) // 7 if days >= _IN_WEEKS else 0
    if minutes < SOON_MINUTES:
        return plain(language, "meeting-in-now")
    for unit, number, least in (
        ("weeks", weeks, 2),
        ("days", days, 2),
        ("hours", hours, 2),
        ("minutes", minutes, 1),
    ):
        if number >= least:
            return plain(language, f"meeting-in-{unit}", number=number)
    return plain(language, "meeting-in-now")


def away(meeting: Meeting, view: View) -> str:
    """How far away it is in words, or that it is going on or over."""
    if meeting.is_over(view.at):
        return plain(view.language, "meeting-is-over")
    if meeting.starts_at <= view.at:
        return plain(view.language, "meeting-goes-on")
    days = (_start(meeting).date() - view.at.astimezone(ZoneInfo(meeting.zone)).date()).days
    if days == 0:
        return in_words(meeting.starts_at - view.at, view.language)
    # By the calendar, as people count: this evening and tomorrow evening are a day apart, however late it is.
    if days == 1:
        return plain(view.language, "meeting-tomorrow")
    return in_words(timedelta(days=days), view.language)


def facts(meeting: Meeting, counts: Counts, view: View, *, invites: bool = True) -> Html:
    """When, what, about what and with whom, and how many come; as every card about it shows them.

    `invites` adds how to wait for a place when it is full; not for who does so already.
    """
    parts = [heading(meeting, view)]
    if meeting.description:
        laid = pages([Block(shorten_kindly(meeting.description))])
        parts.extend(laid[:1])
    if meeting.is_planned and not meeting.is_over(view.at):
        parts.append(attendance(meeting, counts, view.language, invites=invites))
    return Html("\n\n".join(part for part in parts if part))


def heading(meeting: Meeting, view: View) -> Html:
    """The first lines of a card: the date first, because that is what people look for."""
    language = view.language
    date = when_near(meeting, language, view.at)
    head = (
        say(language, "meeting-date", when=date)
        if meeting.is_planned
        else say(language, "meeting-cancelled-head", when=date)
    )
    online = say(language, "meeting-online")
    about = [Html(f"{online}, {away(meeting, view)}") if meeting.is_planned else online]
    if meeting.number is not None:
        about.append(say(language, "meeting-part", number=meeting.number))
    if meeting.theme:
        about.append(say(language, "meeting-theme", theme=theme_words(meeting.theme)))
    if meeting.host:
        about.append(say(language, "meeting-host", host=meeting.host))
    title = say(language, "meeting-title", title=meeting.title)
    return Html(f"{head}\n{title}\n{' · '.join(about)}")


def shorten_kindly(text: str) -> str:
    """A description that is not too long for a card; line ends are kept when it fits."""
    return text if len(text) <= DESCRIPTION_SHOWN else shorten(text, DESCRIPTION_SHOWN)


def attendance(meeting: Meeting, counts: Counts, language: str, *, invites: bool = True) -> Html:
    """How many come, and how many places there are left, in one line; empty when there is nothing to say."""
    free = counts.free(meeting.places)
    if free == 0:
        full = say(language, "meeting-full", places=meeting.places or 0, waiting=counts.waiting)
        return Html(f"{full} {say(language, 'meeting-full-how')}") if invites else full
    said = []
    if counts.yes or counts.maybe:
        said.append(say(language, "meeting-counts", yes=counts.yes, maybe=counts.maybe))
    if free is not None:
        said.append(say(language, "meeting-places-left", free=free))
    return Html(" ".join(said))


def answers(
    meeting: Meeting, view: View, *, chosen: RsvpAnswer | None = None, waits: bool = False
) -> list[list[Button]]:
    """The buttons to answer with and what goes with them; none when it is cancelled or over.

    `chosen` is what the only reader answered: it is ticked, or has an hourglass when they are in line.
    """
    if not meeting.is_planned or meeting.is_over(view.at):
        return []
    language = view.language
    rows = [
        [_answer(meeting, language, RsvpAnswer.YES, chosen, mark=WAITS if waits else COMES)],
        [_answer(meeting, language, one, chosen) for one in (RsvpAnswer.MAYBE, RsvpAnswer.NO)],
    ]
    if meeting.series_id is not None:
        rows.append([Button(plain(language, "button-rsvp-series"), f"pr:{meeting.id}:s")])
    rows.append([Button(plain(language, "button-meeting-calendar"), f"pr:{meeting.id}:c")])
    return rows


def _answer(
    meeting: Meeting, language: str, answer: RsvpAnswer, chosen: RsvpAnswer | None, *, mark: str = COMES
) -> Button:
    label = plain(language, f"button-rsvp-{answer.value}")
    style = "success" if answer is RsvpAnswer.YES and chosen is None else None
    return Button(
        f"{mark} {label}" if answer is chosen else label, f"pr:{meeting.id}:{answer.value[0]}", style=style
    )


def follow(meeting: Meeting, language: str, *, is_followed: bool = False) -> Button:
    """The button to hear of every session about its theme, or no longer."""
    label = plain(language, "button-unfollow-theme" if is_followed else "button-follow-theme")
    return Button(label, f"pf:m:{meeting.id}")


def notice(meeting: Meeting, counts: Counts, view: View, *, is_group: bool) -> Card:
    """The card that announces a meeting in a chat, with the buttons to answer and to hear no more."""
    stop = "button-no-meetings-group" if is_group else "button-no-meetings"
    rows = answers(meeting, view)
    if rows:
        # Whoever gets it in private follows the theme already.
        if is_group and meeting.theme:
            rows[-1].append(follow(meeting, view.language))
        rows.append([Button(plain(view.language, stop), f"po:{meeting.id}")])
    return Card(facts(meeting, counts, view), rows)
