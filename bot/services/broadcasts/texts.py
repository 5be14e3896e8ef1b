"""A broadcast's words in several languages: who reads one of them gets its text, all others the main text."""

from collections.abc import Mapping
from datetime import datetime

from babel import Locale, UnknownLocaleError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import utf16_length
from bot.services.broadcasts.audience import Audiences
from bot.services.broadcasts.limits import Refused, RefusedBroadcastError, Words, room_of
from bot.texts import LANGUAGES
from models import AudienceKind, Broadcast, BroadcastText, Chat, Person

# A language counts as that of many from this part of the chats on, or from this number.
MANY_PART = 0.1
MANY = 10


async def of(session: AsyncSession, broadcast: Broadcast) -> dict[str, BroadcastText]:
    """The texts in languages of their own, by language."""
    rows = await session.scalars(
        select(BroadcastText)
        .where(BroadcastText.broadcast_id == broadcast.id)
        .order_by(BroadcastText.language)
    )
    return {row.language: row for row in rows}


async def write(
    session: AsyncSession, broadcast: Broadcast, language: str, words: Words, *, at: datetime
) -> None:
    """Give it a text for one language. Raises RefusedBroadcastError; a file goes with the main text only."""
    if words.file_id is not None or not words.text:
        raise RefusedBroadcastError(Refused.ONLY_TEXT)
    if utf16_length(words.text) > room_of(broadcast.file_id):
        raise RefusedBroadcastError(Refused.TOO_LONG)
    text = await session.get(BroadcastText, (broadcast.id, language))
    if text is None:
        text = BroadcastText(broadcast_id=broadcast.id, language=language)
        session.add(text)
    text.text, text.entities = words.text, words.entities
    broadcast.change(at)
    await session.flush()


async def drop(session: AsyncSession, broadcast: Broadcast, language: str, *, at: datetime) -> None:
    """Send the main text to who reads this language, again."""
    text = await session.get(BroadcastText, (broadcast.id, language))
    if text is not None:
        await session.delete(text)
        await session.flush()
        broadcast.change(at)


async def copy(session: AsyncSession, source: Broadcast, target: Broadcast) -> None:
    """Give one broadcast the texts of another, and no others."""
    have, wanted = await of(session, target), await of(session, source)
    for language, text in have.items():
        if language not in wanted:
            await session.delete(text)
    for language, text in wanted.items():
        kept = have.get(language)
        if kept is None:
            kept = BroadcastText(broadcast_id=target.id, language=language)
            session.add(kept)
        kept.text, kept.entities = text.text, list(text.entities)
    await session.flush()


def check_room(broadcast: Broadcast, texts: Mapping[str, BroadcastText]) -> None:
    """Raise RefusedBroadcastError when a text is too long for under the picture that came later."""
    room = room_of(broadcast.file_id)
    if any(utf16_length(text.text) > room for text in texts.values()):
        raise RefusedBroadcastError(Refused.TOO_LONG)


async def offered(session: AsyncSession, broadcast: Broadcast) -> list[str]:
    """The languages that a text can be added for: what the bot lists, and what chats or people chose."""
    found = set(LANGUAGES) | set(await of(session, broadcast))
    if not broadcast.is_correction:
        for column in (Chat.language, Person.language):
            rows = await session.scalars(select(column).where(column.is_not(None)).distinct())
            found |= {code for code in rows if code}
    return sorted(found, key=lambda code: (code not in LANGUAGES, code))


def name_of(language: str, shown_in: str) -> str:
    """What a language is called in another; its code when nobody knows."""
    try:
        return Locale.parse(language).get_language_name(shown_in) or language
    except (UnknownLocaleError, ValueError):
        return language


async def without(
    session: AsyncSession, broadcast: Broadcast, audiences: Audiences, texts: Mapping[str, BroadcastText]
) -> dict[str, int]:
    """Languages of many of its chats that have no text, with the number of chats.

    The main text counts as one in the default language, unless the audience was chosen by its language.
    """
    if broadcast.audience is AudienceKind.LANGUAGE:
        return {}
    readers = await audiences.readers(session, broadcast)
    least = min(MANY, MANY_PART * sum(readers.values()))
    return {
        language: number
        for language, number in sorted(readers.items(), key=lambda one: -one[1])
        if language not in texts and language != audiences.default_language and number >= least
    }
