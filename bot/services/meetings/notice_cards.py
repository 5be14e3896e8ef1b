"""The messages about several meetings at once, and those that tell what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.messages import MAX_TEXT, Button, Card, Html, shorten, utf16_length
from bot.services import local_time
from bot.services.collectives.cards import theme_words
from bot.services.meetings import cards
from bot.services.meetings.cards import View
from bot.services.meetings.counts import Counts
from bot.texts import plain, say
from models import Meeting

# A longer list is read by nobody; whoever wants all has /sessies.
MOST_LISTED = 15
LABEL = 40
# Bot API: what stands under a document has 1024 characters at most.
MAX_CAPTION = 1024
_TIMES = frozenset({"local_start", "zone"})


@dataclass(frozen=True, slots=True)
class News:
    """What changed about a meeting: by field, its value when people were last told.

    `is_sure` is for who comes and has a place, and so gets the link. `version` is the one that they know.
    """

    meeting: Meeting
    told: Mapping[str, Any]
    version: int
    is_sure: bool = False


def announcement(
    meetings: Sequence[Meeting], counts: Mapping[int, Counts], view: View, *, is_group: bool
) -> Card:
    """The message that announces one meeting, or lists several with a button for each."""
    if len(meetings) == 1:
        return cards.notice(meetings[0], counts[meetings[0].id], view, is_group=is_group)
    language = view.language
    shown = meetings[:MOST_LISTED]
    parts = [say(language, "meetings-list-head"), *(_line(meeting, view) for meeting in shown)]
    if more := len(meetings) - len(shown):
        parts.append(say(language, "meetings-list-more", number=more))
    rows = [
        [Button(_label(meeting, language), url=f"https://t.me/{view.bot_name}?start=s-{meeting.token}")]
        for meeting in shown
        if meeting.is_planned and not meeting.is_over(view.at)
    ]
    if rows:
        parts.append(say(language, "meetings-list-how"))
        stop = "button-no-meetings-group" if is_group else "button-no-meetings"
        rows.append([Button(plain(language, stop), "po:0")])
    return Card(Html("\n\n".join(parts)), rows)


def _line(meeting: Meeting, view: View) -> Html:
    if not meeting.is_planned:
        return say(view.language, "meetings-list-cancelled", title=meeting.title)
    if meeting.is_over(view.at):
        return say(view.language, "meetings-list-over", title=meeting.title)
    when = cards.when(meeting, view.language)
    return say(view.language, "meetings-list-line", title=meeting.title, when=when)


def _label(meeting: Meeting, language: str) -> str:
    start = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    day = format_date(start, "d MMM", locale=language)
    return f"{day} {cards.clock(start, language)} · {shorten(meeting.title, LABEL)}"


def changed(news: Sequence[News], view: View, *, is_theirs: bool) -> list[Card]:
    """What changed, for a group, or for somebody who signed up (`is_theirs`); in as few messages as hold it.

    The buttons are under the last.
    """
    language = view.language
    lines = [line for one in news for line in _lines(one, language)]
    parts = lines if len(news) == 1 else [say(language, "meetings-changed-head"), *lines]
    going_on = [one.meeting for one in news if one.meeting.is_planned and not one.meeting.is_over(view.at)]
    rows: list[list[Button]] = []
    if len(news) == 1 and going_on:
        rows = cards.answers(going_on[0], view)
        if is_theirs and _TIMES & news[0].told.keys():
            parts.append(say(language, "meeting-change-answer"))
    elif going_on:
        rows = [
            [Button(_label(meeting, language), url=f"https://t.me/{view.bot_name}?start=s-{meeting.token}")]
            for meeting in going_on[:MOST_LISTED]
        ]
    if is_theirs:
        parts.append(say(language, "meeting-change-calendar"))
    *first, last = _together(parts)
    return [*(Card(text) for text in first), Card(last, rows)]


def for_guests(news: News, number: int, view: View) -> Card:
    """What changed, for who signed up so many guests and passes it on to them."""
    language, meeting = view.language, news.meeting
    parts = [*_lines(news, language), say(language, "meeting-change-guests", number=number)]
    rows = [[Button(plain(language, "button-guest-manage"), f"pr:{meeting.id}:g")]]
    return Card(Html("\n\n".join(parts)), rows)


def _together(parts: Sequence[Html]) -> list[Html]:
    """Paragraphs in as few texts as Telegram takes: a long series that is cancelled is more than one."""
    texts: list[Html] = []
    for part in parts:
        longer = Html(f"{texts[-1]}\n\n{part}") if texts else part
        # With its tags, which Telegram does not count: never too long.
        if texts and utf16_length(longer) <= MAX_TEXT:
            texts[-1] = longer
        else:
            texts.append(part)
    return texts


def _lines(news: News, language: str) -> list[Html]:
    meeting, told = news.meeting, news.told
    if not meeting.is_planned:
        title = told.get("title", meeting.title)
        return [say(language, "meeting-was-cancelled", title=title, when=_former(meeting, told, language))]
    lines = []
    if _TIMES & told.keys():
        former = _former(meeting, told, language)
        when = cards.when(meeting, language)
        lines.append(say(language, "meeting-was-moved", title=meeting.title, when=when, former=former))
    elif "minutes" in told:
        lines.append(_length(meeting, language))
    if "title" in told:
        lines.append(say(language, "meeting-was-renamed", title=meeting.title, former=str(told["title"])))
    if news.is_sure and "link" in told:
        lines.append(
            say(language, "meeting-lost-link", title=meeting.title)
            if meeting.link is None
            else say(language, "meeting-has-new-link", title=meeting.title, link=meeting.link)
        )
    return lines


def _length(meeting: Meeting, language: str) -> Html:
    zone = ZoneInfo(meeting.zone)
    start, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    return say(
        language,
        "meeting-has-other-length",
        title=meeting.title,
        day=format_date(start, "full", locale=language),
        begin=cards.clock(start, language),
        until=cards.clock(end, language),
    )


def former_start(meeting: Meeting, told: Mapping[str, Any]) -> datetime:
    """When people think that it begins, on the clock of its zone."""
    zone = ZoneInfo(told.get("zone", meeting.zone))
    return local_time.instant(told.get("local_start", meeting.local_start), zone).astimezone(zone)


def former_end(meeting: Meeting, told: Mapping[str, Any]) -> datetime:
    """When people think that it ends."""
    zone = ZoneInfo(told.get("zone", meeting.zone))
    # Elapsed time is counted in UTC: on a clock that is put back an hour would be lost.
    begins = former_start(meeting, told).astimezone(UTC)
    return (begins + timedelta(minutes=told.get("minutes", meeting.minutes))).astimezone(zone)


def _former(meeting: Meeting, told: Mapping[str, Any], language: str) -> str:
    """The time that people know: "donderdag 12 december 2027, 19:30–21:00"."""
    start, end = former_start(meeting, told), former_end(meeting, told)
    day = format_date(start, "full", locale=language)
    return f"{day}, {cards.clock(start, language)}–{cards.clock(end, language)}"


def missed(meetings: Sequence[tuple[Meeting, int]], language: str) -> Card:
    """For a planner: of which meetings too many chats heard nothing, because it was too late."""
    lines = [
        say(
            language,
            "meetings-missed-line",
            title=meeting.title,
            when=cards.when(meeting, language),
            number=number,
        )
        for meeting, number in meetings[:MOST_LISTED]
    ]
    return Card(
        Html(
            "\n".join(
                [say(language, "meetings-missed"), "", *lines, "", say(language, "meetings-missed-end")]
            )
        )
    )


def stopped(language: str, *, is_group: bool, meeting: Meeting | None) -> Card:
    """That no more sessions come, with a way back; or none about the theme of this one."""
    words = say(language, "meetings-stopped-group" if is_group else "meetings-stopped-private")
    rows = [[Button(plain(language, "button-meetings-again"), "po:on")]]
    if meeting is not None and meeting.theme:
        label = plain(
            language, "button-meetings-stop-theme", theme=shorten(theme_words(meeting.theme), LABEL)
        )
        rows.append([Button(label, f"po:{meeting.id}:t")])
    return Card(words, rows)
