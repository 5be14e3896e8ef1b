"""What the author of a broadcast may have overlooked; nothing is refused for it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import utf16_length
from bot.services.broadcasts import texts as broadcast_texts
from bot.services.broadcasts.audience import Audiences
from bot.services.broadcasts.day_named import names_day
from bot.services.privacy import people_in_text
from bot.services.privacy.personal_details import details_in
from models import Broadcast, Meeting

# In signs: what is longer is seldom read to the end on a phone.
LONG = 500
WEEK = timedelta(days=7)
# Of fewer letters, such as an abbreviation, nothing is said; of more, when this share of them are capitals.
FEWEST_CAPITALS = 12
MOST_CAPITALS = 0.7
_LINK = re.compile(r"https?://|\b(?:www|t)\.\w", re.IGNORECASE)


class Kind(StrEnum):
    """What there is to look at again."""

    NO_LINK = "no-link"
    LONG = "long"
    CAPITALS = "capitals"
    DETAILS = "details"
    NAMES = "names"
    REPEATED = "repeated"
    LANGUAGE = "language"
    NO_DAY = "no-day"


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to look at again.

    For a language that lacks a text, which one and in how many chats; for a session whose day is not named,
    that day.
    """

    kind: Kind
    language: str = ""
    number: int = 0
    day: date | None = None


async def of(
    session: AsyncSession, broadcast: Broadcast, audiences: Audiences, *, at: datetime
) -> list[Caution]:
    """What the author may want to look at again, in any of its languages."""
    own = await broadcast_texts.of(session, broadcast)
    texts = [broadcast.text, *(one.text for one in own.values())]
    kinds = {
        str(entity.get("type"))
        for entities in (broadcast.entities, *(one.entities for one in own.values()))
        for entity in entities
    }
    whole = "\n".join(texts)
    has_way_on = broadcast.link_url is not None or broadcast.meeting_id is not None
    found = {
        Kind.NO_LINK: not has_way_on and not kinds & {"url", "text_link"} and not _LINK.search(whole),
        Kind.LONG: any(utf16_length(text) > LONG for text in texts),
        Kind.CAPITALS: any(map(_shouts, texts)),
        Kind.DETAILS: any(map(details_in, texts)),
        Kind.NAMES: "mention" in kinds or any(_names_somebody(text) for text in texts),
        Kind.REPEATED: not broadcast.is_correction and await _was_sent(session, broadcast, at),
    }
    cautions = [Caution(kind) for kind, holds in found.items() if holds]
    day = await _day_not_named(session, broadcast)
    if day is not None:
        cautions.append(Caution(Kind.NO_DAY, day=day))
    missing = await broadcast_texts.without(session, broadcast, audiences, own)
    return cautions + [Caution(Kind.LANGUAGE, language, number) for language, number in missing.items()]


async def _day_not_named(session: AsyncSession, broadcast: Broadcast) -> date | None:
    """The day of the session that one can sign up for, when the main text does not name it."""
    meeting = await session.get(Meeting, broadcast.meeting_id) if broadcast.meeting_id is not None else None
    if meeting is None:
        return None
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date()
    return None if names_day(broadcast.text, day) else day


def _names_somebody(text: str) -> bool:
    return next(people_in_text.names(text), None) is not None


async def _was_sent(session: AsyncSession, broadcast: Broadcast, at: datetime) -> bool:
    """Whether these very words, spaces and case aside, went out in the last week."""
    words = _plain(broadcast.text)
    if not words:
        return False
    sent = await session.scalars(
        select(Broadcast.text).where(
            Broadcast.id != broadcast.id,
            Broadcast.began_at > at - WEEK,
            func.length(Broadcast.text) > 0,
        )
    )
    return any(_plain(text) == words for text in sent)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _shouts(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= FEWEST_CAPITALS and sum(map(str.isupper, letters)) > MOST_CAPITALS * len(letters)
