"""How somebody wants to be reached: read from what they typed, shown as a link, kept when they say so."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from html import escape

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Html, shorten
from bot.services.privacy import consents
from bot.texts import plain
from models import ContactDetail, Person, Reach

MAX_NAME = 60
MAX_EMAIL = 254
PURPOSE = "remember-contact"
TEXT_KEY, TEXT_VERSION = "button-introduction-kept-off", 1

# ITU-T E.164: at most 15 digits; the shortest Dutch numbers that can be called from abroad have nine.
_PHONE_SIGNS = re.compile(r"\+?[\d\s().\-/]+")
_DIGITS = range(9, 16)
# Fifteen digits, with a sign between all of them.
MAX_PHONE = 31
_EMAIL = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;.]+(\.[^\s@<>\"',;.]+)+")


@dataclass(frozen=True, slots=True)
class Contact:
    """A name and one way to reach it. Of Telegram `value` is the username without @, or empty."""

    name: str
    reach: Reach
    value: str

    @property
    def shown(self) -> str:
        """The way, in plain words."""
        if self.reach is Reach.TELEGRAM:
            return f"Telegram, @{self.value}" if self.value else "Telegram"
        return self.value

    def link(self, language: str, telegram_id: int | None) -> Html:
        """The way as HTML.

        On Telegram by the person's id: a username can be given up, and taken by somebody else.
        """
        words = escape(self.shown, quote=False)
        if self.reach is not Reach.TELEGRAM or telegram_id is None:
            return Html(words)
        label = words if self.value else plain(language, "introduction-by-telegram")
        return Html(f'<a href="tg://user?id={telegram_id}">{label}</a>')


def phone(text: str) -> str | None:
    """A telephone number as it was typed, in one kind of spacing; None when it is none."""
    text = " ".join(text.split())
    digits = sum(sign.isdigit() for sign in text)
    if len(text) > MAX_PHONE or not _PHONE_SIGNS.fullmatch(text) or digits not in _DIGITS:
        return None
    return text if text.startswith(("+", "0")) else None


def email(text: str) -> str | None:
    """An e-mail address; None when it is none."""
    text = text.strip()
    return text if len(text) <= MAX_EMAIL and _EMAIL.fullmatch(text) else None


def name(text: str) -> str | None:
    """A name on one line, at most `MAX_NAME` long; None when there is no letter in it."""
    bare = shorten("".join(sign for sign in text if _may_stand_in_name(sign)), MAX_NAME)
    return bare if any(sign.isalpha() for sign in bare) else None


async def remembered(session: AsyncSession, person: Person) -> Contact | None:
    """What somebody let the bot keep for the next time."""
    kept = await session.get(ContactDetail, person.id)
    return None if kept is None else Contact(kept.name, kept.reach, kept.reach_value)


async def remember(
    session: AsyncSession, person: Person, contact: Contact, *, language: str, at: datetime
) -> None:
    """Keep it for the next time, with the yes to that."""
    await session.merge(
        ContactDetail(
            person_id=person.id,
            name=contact.name,
            reach=contact.reach,
            reach_value=contact.value,
            since=at,
        )
    )
    await consents.withdraw(session, person, PURPOSE, _subject(person), at=at)
    await consents.record(
        session,
        person,
        PURPOSE,
        _subject(person),
        text_key=TEXT_KEY,
        text_version=TEXT_VERSION,
        language=language,
        at=at,
    )


async def drop(session: AsyncSession, person: Person, *, at: datetime) -> None:
    """Keep it no longer."""
    kept = await session.get(ContactDetail, person.id)
    if kept is not None:
        await session.delete(kept)
        await session.flush()
        await consents.withdraw(session, person, PURPOSE, _subject(person), at=at)


def _may_stand_in_name(sign: str) -> bool:
    """No control characters, and no marks that turn the reading direction; some scripts need joiners."""
    return sign in "\n\t\u200c\u200d" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}


def _subject(person: Person) -> str:
    return f"person:{person.id}"
