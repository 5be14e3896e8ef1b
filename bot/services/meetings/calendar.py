"""Meetings as calendar files (RFC 5545 and 7986), to open once or to subscribe to.

An entry is named by its meeting's token for good; its SEQUENCE is what the meeting's is. So a file of a
meeting that moved or was cancelled changes the entry that is there already.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vUri

from bot.messages import straight
from bot.services.collectives.cards import theme_words
from bot.services.meetings import addresses
from bot.services.meetings.vtimezone import vtimezone
from bot.texts import plain
from models import Meeting

PRODUCT = "-//Buurvraag//Sessies//NL"
MEDIA_TYPE = "text/calendar; charset=utf-8"
UID_DOMAIN = "buurvraag"
# An alarm so long before the start (RFC 5545, 3.6.6), when the bot sends the link for the last time.
REMINDER = timedelta(minutes=15)
# How often a program looks at a feed again, if it keeps to what it is asked.
REFRESH = timedelta(hours=1)
# RFC 5546 wants an organizer. This is how Exchange and others write one without an e-mail address.
ORGANIZER = "invalid:nomail"
# RFC 5545, 3.3.11: text holds no control characters but tabs and line ends.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_NOT_IN_A_URI = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom an entry is made.

    `web` is where the pages are, if anywhere. `is_personal` adds a reminder; `has_link` the way in, which
    only those get who come; without `is_sure` the entry is tentative: they may come, or wait for a place.
    """

    language: str
    web: str | None = None
    is_personal: bool = False
    has_link: bool = False
    is_sure: bool = True


Entry = tuple[Meeting, Reader]


def invitation(meetings: Meeting | Sequence[Meeting], reader: Reader) -> bytes:
    """The .ics file of one meeting, or of several: METHOD PUBLISH, or CANCEL for one that is cancelled."""
    several = [meetings] if isinstance(meetings, Meeting) else meetings
    return file([(meeting, reader) for meeting in several])


def file(entries: Sequence[Entry]) -> bytes:
    """As `invitation`, with what each entry holds decided by itself."""
    is_cancelled = len(entries) == 1 and not entries[0][0].is_planned
    calendar = _calendar(entries)
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    organizer = vCalAddress(ORGANIZER)
    organizer.params["CN"] = "Buurvraag"
    for event in calendar.walk("VEVENT"):
        event.add("organizer", organizer)
    return _bytes(calendar)


def feed(entries: Iterable[Entry], *, name: str, zone: ZoneInfo, source: str | None = None) -> bytes:
    """A calendar to subscribe to. `source` is its own address, for one that is public."""
    calendar = _calendar(list(entries))
    calendar.add("x-wr-calname", _text(name))
    calendar.add("name", _text(name))
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    if source is not None:
        calendar.add("source", vUri(source), parameters={"VALUE": "URI"})
    return _bytes(calendar)


def document(
    meetings: Meeting | Sequence[Meeting],
    language: str,
    *,
    web: str | None = None,
    has_link: bool = False,
    is_sure: bool = True,
    caption: str | None = None,
) -> dict[str, Any]:
    """The parameters of sendDocument, without the chat: the file for somebody who wants it in their calendar.

    `has_link` only for somebody who comes. `caption` is HTML.
    """
    reader = Reader(language, web=web, is_personal=True, has_link=has_link, is_sure=is_sure)
    several = [meetings] if isinstance(meetings, Meeting) else meetings
    return document_of([(meeting, reader) for meeting in several], language, caption=caption)


def document_of(entries: Sequence[Entry], language: str, *, caption: str | None = None) -> dict[str, Any]:
    """As `document`, with what each entry holds decided by itself; there has to be one."""
    payload: dict[str, Any] = {
        "document": {"filename": filename(entries[0][0], language), "text": file(entries).decode()}
    }
    if caption is not None:
        payload |= {"caption": caption, "parse_mode": "HTML"}
    return payload


def filename(meeting: Meeting, language: str) -> str:
    """A name by which somebody finds the file again: "sessie-2027-12-12.ics"."""
    return f"{plain(language, 'calendar-file-name')}-{meeting.local_start[:10]}.ics"


def _calendar(entries: Sequence[Entry]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for zone, (first, last) in _spans(meeting for meeting, _ in entries).items():
        calendar.add_component(vtimezone(ZoneInfo(zone), first, last))
    for meeting, reader in entries:
        calendar.add_component(_event(meeting, reader))
    return calendar


def _spans(meetings: Iterable[Meeting]) -> dict[str, tuple[date, date]]:
    """The zones that are used, each with its first and last day."""
    spans: dict[str, tuple[date, date]] = {}
    for meeting in meetings:
        first, last = meeting.starts_at.date(), meeting.ends_at.date()
        earliest, latest = spans.get(meeting.zone, (first, last))
        spans[meeting.zone] = (min(first, earliest), max(last, latest))
    return spans


def _event(meeting: Meeting, reader: Reader) -> Event:
    event = Event()
    event.add("uid", f"{meeting.token}@{UID_DOMAIN}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _utc(meeting.changed_at))
    event.add("created", _utc(meeting.planned_at))
    event.add("last-modified", _utc(meeting.changed_at))
    start, end = _times(meeting)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _text(meeting.title))
    event.add("description", _text(_description(meeting, reader)))
    event.add("status", _status(meeting, reader))
    event.add("transp", "OPAQUE" if meeting.is_planned else "TRANSPARENT")
    if meeting.theme:
        event.add("categories", [_text(theme_words(meeting.theme))])
    link = _link(meeting, reader)
    event.add("location", link or plain(reader.language, "calendar-online"))
    if link is not None:
        event.add(
            "conference",
            vUri(link),
            parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": plain(reader.language, "calendar-join")},
        )
    if address := addresses.page(reader.web, meeting.token) or link:
        event.add("url", vUri(address))
    if reader.is_personal and meeting.is_planned:
        event.add_component(_reminder(meeting))
    return event


def _status(meeting: Meeting, reader: Reader) -> str:
    if not meeting.is_planned:
        return "CANCELLED"
    return "CONFIRMED" if reader.is_sure else "TENTATIVE"


def _times(meeting: Meeting) -> tuple[datetime, datetime]:
    """Start and end on the clock of its zone; in UTC where that clock would say something else.

    A time that the clock shows twice means the first of the two (RFC 5545, 3.3.5): the second cannot be said.
    """
    zone = ZoneInfo(meeting.zone)
    times = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    if any(time.fold for time in times):
        return _utc(times[0]), _utc(times[1])
    return times


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _description(meeting: Meeting, reader: Reader) -> str:
    language = reader.language
    link, address = _link(meeting, reader), addresses.page(reader.web, meeting.token)
    facts = [
        plain(language, "calendar-theme", theme=theme_words(meeting.theme)) if meeting.theme else "",
        plain(language, "calendar-host", host=meeting.host) if meeting.host else "",
        plain(language, "calendar-link", link=link) if link is not None else "",
        plain(language, "calendar-page", link=address) if address is not None else "",
    ]
    paragraphs = [
        "" if meeting.is_planned else plain(language, "calendar-cancelled"),
        meeting.description,
        "\n".join(fact for fact in facts if fact),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _link(meeting: Meeting, reader: Reader) -> str | None:
    """The way in, for who may have it, with nothing in it that would end a line of the file."""
    if not reader.has_link or meeting.link is None or not meeting.is_planned:
        return None
    return _NOT_IN_A_URI.sub(lambda sign: quote(sign[0]), meeting.link)


def _reminder(meeting: Meeting) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(meeting.title))
    alarm.add("trigger", -REMINDER)
    return alarm


def _text(words: str) -> str:
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", straight(words)))


def _bytes(calendar: Calendar) -> bytes:
    content: bytes = calendar.to_ical(sorted=False)
    return content
