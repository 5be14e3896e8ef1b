"""Invitations to many chats: written, looked at, confirmed, sent, held up and stopped.

A draft is a row, so that a restart changes nothing. What was agreed to is one version for one number of
chats: when either has changed, nothing is sent and the new number is shown.
"""

from datetime import datetime, timedelta

from sqlalchemy import case, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox_many
from bot.messages import utf16_length
from bot.services.broadcasts import audience
from bot.services.broadcasts import content as broadcast_content
from bot.services.broadcasts.audience import Audiences, Choice
from bot.services.broadcasts.limits import Refused, RefusedBroadcastError, Words, link_of, room_of
from models import (
    AudienceKind,
    Broadcast,
    BroadcastContent,
    BroadcastState,
    Chat,
    Meeting,
    OutboxState,
    Person,
)

UNWANTED = "the chat wants no invitations"
# One statement each: a fraction of a second on SQLite, in which nobody else can write.
CHUNK = 10_000
# At once with the press that confirms it: most broadcasts are no larger.
FIRST_CHUNK = 1_000
# Bot API, deleteMessage: a message can be deleted within 48 hours after it was sent.
DELETABLE = timedelta(hours=48)
OVER = (BroadcastState.DONE, BroadcastState.STOPPED)


async def draft_of(session: AsyncSession, person: Person) -> Broadcast | None:
    """What somebody was writing."""
    return await session.scalar(
        select(Broadcast)
        .where(Broadcast.author_id == person.id, Broadcast.state == BroadcastState.DRAFT)
        .order_by(Broadcast.changed_at.desc(), Broadcast.id.desc())
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
    """Give a draft its words. Raises RefusedBroadcastError for none, or more than Telegram carries.

    A correction keeps the picture or document that was sent.
    """
    if broadcast.is_correction:
        if words.file_id is not None:
            raise RefusedBroadcastError(Refused.SAME_FILE)
        words = Words(words.text, words.entities, broadcast.attachment, broadcast.file_id)
    if not words.text and (words.file_id is None or broadcast.is_correction):
        raise RefusedBroadcastError(Refused.EMPTY)
    if utf16_length(words.text) > room_of(words.file_id):
        raise RefusedBroadcastError(Refused.TOO_LONG)
    broadcast.text, broadcast.entities = words.text, words.entities
    broadcast.attachment, broadcast.file_id = words.attachment, words.file_id
    broadcast.change(at)


def link(broadcast: Broadcast, words: str, *, at: datetime) -> None:
    """Give it a button with a link. Raises RefusedBroadcastError when there is none that can be opened."""
    broadcast.link_label, broadcast.link_url = link_of(words)
    broadcast.change(at)


def unlink(broadcast: Broadcast, *, at: datetime) -> None:
    """Take the button with the link away."""
    broadcast.link_label = broadcast.link_url = None
    broadcast.change(at)


def invite_to(broadcast: Broadcast, meeting: Meeting | None, *, at: datetime) -> None:
    """Give it the buttons with which to sign up for a session, or take these away."""
    broadcast.meeting_id = meeting.id if meeting is not None else None
    broadcast.change(at)


def choose(broadcast: Broadcast, kind: AudienceKind, choice: Choice | None, *, at: datetime) -> None:
    """Choose the audience."""
    broadcast.audience, broadcast.audience_value = kind, choice.value if choice is not None else ""
    broadcast.change(at)


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

    `broadcast` is locked, and no correction. Without a time the first chats are in the outbox when this
    transaction commits, the others follow; all of them do after the quiet hours when these last until
    `resting`. With a time it waits for that, and is counted again then.
    """
    if broadcast.state is not BroadcastState.DRAFT or broadcast.version != version:
        return False
    if broadcast.due_at is not None and broadcast.due_at <= at:
        return False
    if number == 0 or await audiences.count(session, broadcast) != number:
        return False
    broadcast.counted, broadcast.confirmed_at = number, at
    broadcast.approver_id = approver.id if approver is not None else None
    if broadcast.due_at is None:
        await start(session, broadcast, audiences, bot_name=bot_name, resting=resting, at=at)
    else:
        broadcast.state = BroadcastState.SCHEDULED
    await session.flush()
    return True


async def start(
    session: AsyncSession,
    broadcast: Broadcast,
    audiences: Audiences,
    *,
    bot_name: str,
    resting: datetime | None = None,
    at: datetime,
) -> None:
    """Begin to send what was confirmed, after the quiet hours when these last until `resting`."""
    broadcast.state, broadcast.began_at, broadcast.resting_until = BroadcastState.SENDING, at, resting
    await session.flush()
    shape = await broadcast_content.shape_of(session, broadcast, bot_name)
    for language, payload in broadcast_content.in_all_languages(broadcast, shape).items():
        content_id = await outbox_many.share(session, payload)
        session.add(BroadcastContent(broadcast_id=broadcast.id, language=language, content_id=content_id))
    await session.flush()
    if resting is None:
        _set_pace(broadcast, at)
        await queue_due(session, broadcast, audiences, at=at, most=FIRST_CHUNK)


async def queue_due(
    session: AsyncSession, broadcast: Broadcast, audiences: Audiences, *, at: datetime, most: int = CHUNK
) -> bool:
    """Put the chats whose turn it is in the outbox; whether there are more of these.

    All at once unless it is spread: then one after each interval. What was missed while the bot was away is
    made up for, so that it ends when it was said to.
    """
    size = most
    if broadcast.spread_hours and broadcast.paced_at is not None:
        interval = interval_of(broadcast)
        size = min((at - broadcast.paced_at) // interval, most)
        if size <= 0:
            return False
        broadcast.paced_at += size * interval
    await queue_chunk(session, broadcast, audiences, at=at, size=size)
    return broadcast.queued_at is None


def interval_of(broadcast: Broadcast) -> timedelta:
    """How long after each other two chats have their turns when it is spread."""
    return timedelta(hours=broadcast.spread_hours) / max(broadcast.counted or 0, 1)


def _set_pace(broadcast: Broadcast, at: datetime) -> None:
    """Let the first chat have its turn now, and the next ones after it: a pause is not made up for."""
    if broadcast.spread_hours:
        broadcast.paced_at = at - interval_of(broadcast)


async def queue_chunk(
    session: AsyncSession, broadcast: Broadcast, audiences: Audiences, *, at: datetime, size: int = CHUNK
) -> None:
    """Put the next chats of its audience in the outbox; `queued_at` is set when there are no more."""
    contents = await contents_of(session, broadcast)
    language = audience.reads(broadcast)
    content = case(
        *((language == name, literal(number)) for name, number in contents.items()),
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
        _set_pace(broadcast, at)
        await outbox_many.let_go(session, await _contents(session, broadcast), at=at)
    return True


async def rest(session: AsyncSession, broadcast: Broadcast, until: datetime) -> None:
    """Hold up what is not sent yet for the quiet hours."""
    broadcast.resting_until = until
    await outbox_many.hold(session, await _contents(session, broadcast))


async def wake(session: AsyncSession, broadcast: Broadcast, *, at: datetime) -> None:
    """Go on after the quiet hours."""
    broadcast.resting_until = None
    _set_pace(broadcast, at)
    await outbox_many.let_go(session, await _contents(session, broadcast), at=at)


async def stop(session: AsyncSession, broadcast: Broadcast, *, at: datetime) -> bool:
    """Send no more of it; False when it is over already."""
    if not broadcast.is_under_way or broadcast.finished_at is not None:
        return False
    broadcast.state = BroadcastState.STOPPED
    contents = await _contents(session, broadcast)
    if broadcast.queued_at is None:
        # Whatever is sent again of it later, those who were not in the outbox yet stay out of it.
        broadcast.queued_at = at
        broadcast.cut_off = await _without_turn(session, broadcast, contents)
    await outbox_many.cancel(session, contents, at=at, reason="the broadcast was stopped")
    return True


async def _without_turn(session: AsyncSession, broadcast: Broadcast, contents: list[int]) -> int:
    stored = (await outbox_many.count(session, contents)).total()
    return max((broadcast.counted or 0) - stored, 0)


async def send_again(
    session: AsyncSession,
    broadcast: Broadcast,
    number: int,
    *,
    state: OutboxState = OutboxState.PARKED,
    resting: datetime | None = None,
    at: datetime,
) -> bool:
    """Send what may not have arrived (parked), or what waited too long (expired), after all.

    False when it is not over, or there are not `number` of these. Not to who wanted no more in the meantime.
    """
    if broadcast.state not in OVER or broadcast.undo_content_id is not None or broadcast.is_correction:
        return False
    contents = await _contents(session, broadcast)
    counted = await outbox_many.count(session, contents)
    if number == 0 or counted[state] != number:
        return False
    broadcast.state, broadcast.finished_at = BroadcastState.SENDING, None
    refusing = select(Chat.id).where(audience.unwanted(broadcast))
    await outbox_many.leave_ended(session, contents, state, refusing, at=at, reason=UNWANTED)
    await outbox_many.send_ended(session, contents, state, at=at)
    if resting is not None:
        await rest(session, broadcast, resting)
    return True


async def take_back(session: AsyncSession, broadcast: Broadcast, number: int, *, at: datetime) -> bool:
    """Delete all copies; False when it is not over, too old, or there are not `number` of them."""
    if broadcast.finished_at is None or broadcast.undo_content_id is not None or broadcast.is_correction:
        return False
    if is_too_old(broadcast, at):
        return False
    contents = await _contents(session, broadcast)
    counted = await outbox_many.count(session, contents)
    if number == 0 or counted[OutboxState.SENT] != number:
        return False
    undo = await outbox_many.share(session, {})
    broadcast.undo_content_id, broadcast.finished_at = undo, None
    await stop_corrections(session, broadcast, at=at)
    await outbox_many.add_deletions(
        session, contents, prefix=f"broadcast-undo:{broadcast.id}:", content_id=undo, at=at
    )
    return True


async def stop_corrections(session: AsyncSession, broadcast: Broadcast, *, at: datetime) -> None:
    """Drop what waits of earlier corrections of a broadcast: something newer takes their place."""
    under_way = await session.scalars(
        select(Broadcast)
        .where(
            Broadcast.corrects_id == broadcast.id,
            Broadcast.state.in_((BroadcastState.SENDING, BroadcastState.PAUSED)),
        )
        .with_for_update()
    )
    for earlier in under_way:
        await stop(session, earlier, at=at)


def is_too_old(broadcast: Broadcast, at: datetime) -> bool:
    """Whether Telegram no longer lets the bot delete even what was sent last.

    It may have taken days: what was sent first stays then, and is counted as such.
    """
    last = broadcast.finished_at or broadcast.began_at
    return last is None or at - last >= DELETABLE


async def cancel_in(session: AsyncSession, chat: Chat, *, at: datetime, theme: str = "") -> None:
    """Send nothing more of what is under way to a chat; with a theme only what goes to that theme.

    What corrects a copy that is there already makes no sound, and what it says is true: that goes on.
    """
    under_way = (
        select(BroadcastContent.content_id)
        .join(Broadcast, Broadcast.id == BroadcastContent.broadcast_id)
        .where(Broadcast.finished_at.is_(None), Broadcast.corrects_id.is_(None))
    )
    if theme:
        under_way = under_way.where(
            Broadcast.audience.in_((AudienceKind.THEME, AudienceKind.FOLLOWERS)),
            Broadcast.audience_value == theme,
        )
    contents = list(await session.scalars(under_way))
    await outbox_many.cancel_in(session, chat.id, contents, at=at, reason=UNWANTED)


async def _contents(session: AsyncSession, broadcast: Broadcast) -> list[int]:
    return list((await contents_of(session, broadcast)).values())
