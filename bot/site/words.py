"""What a page says about a meeting, in the reader's language. Names of people are never among it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.messages import WORD_JOINER, shorten, straight
from bot.services.collectives.cards import theme_words
from bot.services.meetings import addresses
from bot.services.meetings.cards import when
from bot.services.meetings.counts import Counts
from bot.texts import plain
from models import Meeting

SUMMARY = 200
# A longer description is printed in smaller letters, so that it stays on one sheet.
LONG_ON_PAPER = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting with its counts, for a reader, now."""

    meeting: Meeting
    counts: Counts
    language: str
    at: datetime

    @property
    def is_open(self) -> bool:
        """Whether somebody can still sign up."""
        return self.meeting.is_planned and not self.meeting.is_over(self.at)


def of_meeting(shown: Shown) -> dict[str, Any]:
    """What the templates show of a meeting."""
    meeting, language = shown.meeting, shown.language
    return {
        "title": straight(meeting.title),
        "description": straight(meeting.description),
        # Not broken between the two times.
        "when": when(meeting, language).replace("–", f"{WORD_JOINER}–{WORD_JOINER}"),
        "start": meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).isoformat(timespec="minutes"),
        "zone": plain(language, "site-zone", zone=meeting.zone.rpartition("/")[2].replace("_", " ")),
        "theme": theme_words(meeting.theme),
        "host": straight(meeting.host),
        "is_open": shown.is_open,
        "is_long": len(meeting.description) > LONG_ON_PAPER,
        "is_cancelled": not meeting.is_planned,
        "notice": _notice(shown),
        "attendance": _attendance(shown),
        "kind": plain(language, "site-meeting"),
        "when_label": plain(language, "site-when"),
        "where_label": plain(language, "site-where"),
        "where": plain(language, "site-online"),
        "theme_label": plain(language, "site-theme"),
        "host_label": plain(language, "site-host"),
        "places_label": plain(language, "site-places"),
        "sign_up": plain(language, "site-sign-up"),
        "sign_up_note": plain(language, "site-sign-up-note"),
        "calendar": plain(language, "site-calendar"),
        "calendar_update": plain(language, "site-calendar-update"),
        "mail": plain(language, "site-mail"),
    }


def summary(meeting: Meeting, language: str) -> str:
    """A meeting in a sentence or two, for who sees a link to it somewhere."""
    head = when(meeting, language)
    if not meeting.is_planned:
        head = f"{plain(language, 'calendar-cancelled')} {head}"
    text = " ".join(straight(meeting.description).split())
    return f"{head}. {shorten(text, SUMMARY)}" if text else f"{head}."


def mail_link(meeting: Meeting, address: str, language: str) -> str:
    """A mail to nobody yet, that tells of a meeting (RFC 6068)."""
    title = straight(meeting.title)
    text = plain(language, "site-mail-text", title=title, when=when(meeting, language), link=address)
    body = "\r\n".join(text.splitlines())
    return f"mailto:?subject={quote(title, safe='')}&body={quote(body, safe='')}"


def subscription(feed: str, language: str) -> dict[str, str]:
    """How to have a calendar in a program, that keeps itself up to date."""
    return {
        "title": plain(language, "site-subscribe-title"),
        "label": plain(language, "site-subscribe"),
        "link": addresses.webcal(feed),
        "other": plain(language, "site-subscribe-other"),
        "address": feed,
    }


def _notice(shown: Shown) -> str:
    meeting, language, at = shown.meeting, shown.language, shown.at
    if not meeting.is_planned:
        return plain(language, "calendar-cancelled")
    if meeting.is_over(at):
        return plain(language, "site-over")
    return plain(language, "site-going-on") if meeting.starts_at <= at else ""


def _attendance(shown: Shown) -> str:
    """How many come and how many can; nothing for what is over or cancelled."""
    meeting, numbers, language = shown.meeting, shown.counts, shown.language
    if not shown.is_open:
        return ""
    free = numbers.free(meeting.places)
    if free == 0:
        places = meeting.places or 0
        return plain(language, "meeting-full", places=places, waiting=numbers.waiting)
    coming = plain(language, "meeting-counts", yes=numbers.yes, maybe=numbers.maybe)
    return coming if free is None else f"{coming} {plain(language, 'meeting-places-left', free=free)}"
