"""Invitations to many chats: written, looked at, confirmed, sent, held up and stopped.

A draft is a row, so that a restart changes nothing. What was agreed to is one version for one number of
chats: when either has changed, nothing is sent and the new number is shown.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox_many
from bot.messages import utf16_length
from bot.services import broadcast_content
from bot.services.broadcast_audience import Audiences, Choice
from bot.services.personal_details import details_in
from models import (
    Attachment,
    AudienceKind,
    Broadcast,
    BroadcastContent,
    BroadcastState,
    Chat,
    OutboxState,
    Person,
)

# Bot API: a text has 4096 characters at most, what stands under a picture 1024.
MAX_TEXT = 4096
MAX_CAPTION = 1024
LONG = 500
MAX_LABEL = 40
MAX_URL = 1000
WEEK = timedelta(days=7)
# One statement each: a fraction of a second on SQLite, in which nobody else can write.
CHUNK = 10_000
# At once with the press that confirms it: most broadcasts are no larger.
FIRST_CHUNK = 1_000
# Bot API, deleteMessage: a message can be deleted within 48 hours after it was sent.
DELETABLE = timedelta(hours=48)
OVER = (BroadcastState.DONE, BroadcastState.STOPPED)
FEWEST_CAPITALS = 12
MOST_CAPITALS = 0.7
_LINK = re.compile(r"https?://|\b(?:www|t)\.\w", re.IGNORECASE)


class Caution(StrEnum):
    """What an author may have overlooked; nothing is refused for it."""

    NO_LINK = "no-link"
    LONG = "long"
    CAPITALS = "capitals"
    DETAILS = "details"
    NAMES = "names"
    REPEATED = "repeated"


class Refused(StrEnum):
    """Why something cannot be what an author sent."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_URL = "no-url"


class RefusedBroadcastError(Exception):
    """A broadcast cannot become what was asked; `why` says in which way."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Words:
    """What a coordinator wrote: the text, Telegram's description of its form, and a file."""

    text: str
    entities: list[dict[str, Any]]
    attachment: Attachment | None = None
    file_id: str | None = None


async def draft_of(session: AsyncSession, person: Person) -> Broadcast | None:
    """What somebody was writing."""
    return await session.scalar(
        select(Broadcast)
        .where(Broadcast.author_id == person.id, Broadcast.state == BroadcastState.DRAFT)
        .order_by(Broadcast.id.desc())
        .limit(1)
    )


async def begin(session: AsyncSession, person: Person, *, at: datetime) -> Broadcast:
    """A new draft."""
    broadcast = Broadcast(author_id=person.id, made_at=at, changed_at=at)
    session.add(broadcast)
    await session.flush()
    return broadcast


async def locked(session: AsyncSession, broadcast_id: int) -> Broadcast | None:
    """A broadcast that nobody else changes until this transaction ends; None when there is none."""
    return await session.get(Broadcast, broadcast_id, with_for_update=True, populate_existing=True)


def write(broadcast: Broadcast, words: Words, *, at: datetime) -> None:
    """Give a draft its words. Raises RefusedBroadcastError for none, or more than Telegram carries."""
    if not words.text and words.file_id is None:
        raise RefusedBroadcastError(Refused.EMPTY)
    if utf16_length(words.text) > (MAX_TEXT if words.file_id is None else MAX_CAPTION):
        raise RefusedBroadcastError(Refused.TOO_LONG)
    broadcast.text, broadcast.entities = words.text, words.entities
    broadcast.attachment, broadcast.file_id = words.attachment, words.file_id
    broadcast.change(at)


def link(broadcast: Broadcast, words: str, *, at: datetime) -> None:
    """Give it a button with a link: "label https://…", or an address alone, whose host is the label.

    Raises RefusedBroadcastError when there is no address that a button can open.
    """
    before, _, address = words.strip().rpartition(" ")
    parts = _address(address.strip())
    label = before.strip(" |;:-–\n") or parts.netloc.removeprefix("www.")
    broadcast.link_label, broadcast.link_url = label[:MAX_LABEL], parts.geturl()
    broadcast.change(at)


def unlink(broadcast: Broadcast, *, at: datetime) -> None:
    """Take the button with the link away."""
    broadcast.link_label = broadcast.link_url = None
    broadcast.change(at)


def choose(broadcast: Broadcast, kind: AudienceKind, choice: Choice | None, *, at: datetime) -> None:
    """Choose the audience."""
    broadcast.audience, broadcast.audience_value = kind, choice.value if choice is not None else ""
    broadcast.change(at)


async def warnings(session: AsyncSession, broadcast: Broadcast, *, at: datetime) -> list[Caution]:
    """What the author may want to look at again."""
    text = broadcast.text
    kinds = {str(entity.get("type")) for entity in broadcast.entities}
    found = {
        Caution.NO_LINK: broadcast.link_url is None
        and not kinds & {"url", "text_link"}
        and not _LINK.search(text),
        Caution.LONG: utf16_length(text) > LONG,
        Caution.CAPITALS: _shouts(text),
        Caution.DETAILS: bool(details_in(text)),
        Caution.NAMES: "mention" in kinds,
        Caution.REPEATED: await _was_sent(session, broadcast, at),
    }
    return [one for one, holds in found.items() if holds]


async def confirm(
    session: AsyncSession,
    broadcast: Broadcast,
    audiences: Audiences,
    *,
    version: int,
    number: int,
    approver: Person | None,
    bot_name: str,
    resting: datetime | None = None,
    at: datetime,
) -> bool:
    """Send it, if it still is what was agreed to; False when its words or the number of chats have changed.

    `broadcast` is locked. The first chats are in the outbox when this transaction commits, the others follow;
    all of them do after the quiet hours when these last until `resting`.
    """
    if broadcast.state is not BroadcastState.DRAFT or broadcast.version != version:
        return False
    if number == 0 or await audiences.count(session, broadcast) != number:
        return False
    broadcast.state, broadcast.counted, broadcast.confirmed_at = BroadcastState.SENDING, number, at
    broadcast.approver_id = approver.id if approver is not None else None
    await session.flush()
    for language, payload in broadcast_content.in_all_languages(broadcast, bot_name).items():
        content_id = await outbox_many.share(session, payload)
        session.add(BroadcastContent(broadcast_id=broadcast.id, language=language, content_id=content_id))
    await session.flush()
    broadcast.resting_until = resting
    if resting is None:
        await queue_chunk(session, broadcast, audiences, at=at, size=FIRST_CHUNK)
    return True


async def queue_chunk(
    session: AsyncSession, broadcast: Broadcast, audiences: Audiences, *, at: datetime, size: int = CHUNK
) -> None:
    """Put the next chats of its audience in the outbox; `queued_at` is set when there are no more."""
    contents = await contents_of(session, broadcast)
    content = case(
        *((Chat.language == language, literal(number)) for language, number in contents.items()),
        else_=literal(contents[audiences.default_language]),
    )
    last = await outbox_many.add_chunk(
        session,
        await audiences.chats(session, broadcast),
        prefix=f"broadcast:{broadcast.id}:",
        content=content,
        method=broadcast_content.method_of(broadcast),
        after=broadcast.cursor,
        size=size,
        at=at,
    )
    if last is None:
        broadcast.queued_at = at
    else:
        broadcast.cursor = last


async def contents_of(session: AsyncSession, broadcast: Broadcast) -> dict[str, int]:
    """The ids of what its messages share, by language."""
    rows = await session.execute(
        select(BroadcastContent.language, BroadcastContent.content_id).where(
            BroadcastContent.broadcast_id == broadcast.id
        )
    )
    return {row.language: row.content_id for row in rows}


async def pause(session: AsyncSession, broadcast: Broadcast) -> bool:
    """Hold up what is not sent yet; False when there is nothing to hold up."""
    if broadcast.state is not BroadcastState.SENDING or broadcast.finished_at is not None:
        return False
    broadcast.state = BroadcastState.PAUSED
    await outbox_many.hold(session, await _contents(session, broadcast))
    return True


async def go_on(
    session: AsyncSession, broadcast: Broadcast, *, resting: datetime | None = None, at: datetime
) -> bool:
    """Go on after a pause, or after the quiet hours; False when it is not paused."""
    if broadcast.state is not BroadcastState.PAUSED:
        return False
    broadcast.state, broadcast.resting_until = BroadcastState.SENDING, resting
    if resting is None:
        await outbox_many.let_go(session, await _contents(session, broadcast), at=at)
    return True


async def rest(session: AsyncSession, broadcast: Broadcast, until: datetime) -> None:
    """Hold up what is not sent yet for the quiet hours."""
    broadcast.resting_until = until
    await outbox_many.hold(session, await _contents(session, broadcast))


async def wake(session: AsyncSession, broadcast: Broadcast, *, at: datetime) -> None:
    """Go on after the quiet hours."""
    broadcast.resting_until = None
    await outbox_many.let_go(session, await _contents(session, broadcast), at=at)


async def stop(session: AsyncSession, broadcast: Broadcast, *, at: datetime) -> bool:
    """Send no more of it; False when it is over already."""
    if not broadcast.is_under_way or broadcast.finished_at is not None:
        return False
    broadcast.state = BroadcastState.STOPPED
    contents = await _contents(session, broadcast)
    await outbox_many.cancel(session, contents, at=at, reason="the broadcast was stopped")
    return True


async def resend_unknown(
    session: AsyncSession,
    broadcast: Broadcast,
    number: int,
    *,
    resting: datetime | None = None,
    at: datetime,
) -> bool:
    """Send once more what may not have arrived; False when it is over, or there are not `number` of these."""
    if broadcast.state not in OVER or broadcast.undo_content_id is not None:
        return False
    contents = await _contents(session, broadcast)
    counted = await outbox_many.count(session, contents)
    if number == 0 or counted[OutboxState.PARKED] != number:
        return False
    broadcast.state, broadcast.finished_at = BroadcastState.SENDING, None
    await outbox_many.send_parked(session, contents, at=at)
    if resting is not None:
        await rest(session, broadcast, resting)
    return True


async def take_back(session: AsyncSession, broadcast: Broadcast, number: int, *, at: datetime) -> bool:
    """Delete all copies; False when it is not over, too old, or there are not `number` of them."""
    if broadcast.finished_at is None or broadcast.undo_content_id is not None or is_too_old(broadcast, at):
        return False
    contents = await _contents(session, broadcast)
    counted = await outbox_many.count(session, contents)
    if number == 0 or counted[OutboxState.SENT] != number:
        return False
    undo = await outbox_many.share(session, {})
    broadcast.undo_content_id, broadcast.finished_at = undo, None
    await outbox_many.add_deletions(
        session, contents, prefix=f"broadcast-undo:{broadcast.id}:", content_id=undo, at=at
    )
    return True


def is_too_old(broadcast: Broadcast, at: datetime) -> bool:
    """Whether Telegram no longer lets the bot delete what was sent."""
    return broadcast.confirmed_at is None or at - broadcast.confirmed_at >= DELETABLE


async def cancel_in(session: AsyncSession, chat: Chat, *, at: datetime, theme: str = "") -> None:
    """Send nothing more of what is under way to a chat; with a theme only what goes to that theme."""
    under_way = (
        select(BroadcastContent.content_id)
        .join(Broadcast, Broadcast.id == BroadcastContent.broadcast_id)
        .where(Broadcast.finished_at.is_(None))
    )
    if theme:
        under_way = under_way.where(
            Broadcast.audience == AudienceKind.THEME, Broadcast.audience_value == theme
        )
    contents = list(await session.scalars(under_way))
    await outbox_many.cancel_in(session, chat.id, contents, at=at, reason="the chat wants no invitations")


async def _contents(session: AsyncSession, broadcast: Broadcast) -> list[int]:
    return list((await contents_of(session, broadcast)).values())


async def _was_sent(session: AsyncSession, broadcast: Broadcast, at: datetime) -> bool:
    """Whether these very words, spaces and case aside, went out in the last week."""
    words = _plain(broadcast.text)
    if not words:
        return False
    sent = await session.scalars(
        select(Broadcast.text).where(
            Broadcast.id != broadcast.id,
            Broadcast.confirmed_at > at - WEEK,
            func.length(Broadcast.text) > 0,
        )
    )
    return any(_plain(text) == words for text in sent)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _shouts(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= FEWEST_CAPITALS and sum(map(str.isupper, letters)) > MOST_CAPITALS * len(letters)


def _address(text: str) -> Any:
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
    except ValueError:
        raise RefusedBroadcastError(Refused.NO_URL) from None
    if parts.scheme not in ("http", "https") or "." not in host or len(whole) > MAX_URL or " " in whole:
        raise RefusedBroadcastError(Refused.NO_URL)
    return parts
