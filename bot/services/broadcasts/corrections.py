"""Corrections: a broadcast that changes the copies of another one, instead of sending new ones.

Copies that were sent are edited, at the pace of broadcasts; what waits goes out with the new words. Nothing
is sent a second time: the edit of a copy that is gone is dropped. An edit makes no sound, so quiet hours do
not hold it up.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox_many
from bot.services.broadcasts import broadcasts, content, texts
from models import Broadcast, BroadcastContent, BroadcastState, Person

# What a correction takes from what it corrects, and gives back once it is confirmed.
WORDS = ("text", "entities", "link_label", "link_url", "asks_dilemma", "meeting_id")
KEPT = ("attachment", "file_id", "audience", "audience_value")


def can_be_corrected(broadcast: Broadcast) -> bool:
    """Whether there are copies that can be changed."""
    return (
        broadcast.began_at is not None and broadcast.undo_content_id is None and not broadcast.is_correction
    )


async def begin(
    session: AsyncSession, original: Broadcast, person: Person, *, at: datetime
) -> Broadcast | None:
    """A draft that says what the original says, or the one that this person had; None when it is too late."""
    if not can_be_corrected(original):
        return None
    draft = await session.scalar(
        select(Broadcast).where(
            Broadcast.corrects_id == original.id,
            Broadcast.author_id == person.id,
            Broadcast.state == BroadcastState.DRAFT,
        )
    )
    if draft is not None:
        draft.change(at)
        return draft
    draft = Broadcast(author_id=person.id, corrects_id=original.id, made_at=at, changed_at=at)
    _take(original, draft, *WORDS, *KEPT)
    session.add(draft)
    await session.flush()
    await texts.copy(session, original, draft)
    return draft


async def confirm(
    session: AsyncSession,
    correction: Broadcast,
    *,
    version: int,
    approver: Person | None,
    bot_name: str,
    at: datetime,
) -> bool:
    """Change all copies, if it still is what was agreed to; False when its words changed or it is too late.

    `correction` is locked. From the commit on everything that was not in hand yet goes out with the new
    words, and the copies that are there are edited.
    """
    original = await broadcasts.locked(session, correction.corrects_id or 0)
    if correction.state is not BroadcastState.DRAFT or correction.version != version:
        return False
    if original is None or not can_be_corrected(original):
        return False
    _take(correction, original, *WORDS)
    await texts.copy(session, correction, original)
    await broadcasts.stop_corrections(session, original, at=at)
    correction.approver_id = approver.id if approver is not None else None
    correction.confirmed_at = correction.began_at = correction.queued_at = at
    correction.state = BroadcastState.SENDING
    await session.flush()
    correction.counted = await _edit(session, original, correction, bot_name, at)
    return True


async def _edit(
    session: AsyncSession, original: Broadcast, correction: Broadcast, bot_name: str, at: datetime
) -> int:
    """Give what waits the new words, and put an edit of every copy in the outbox; how many."""
    shape = await content.shape_of(session, original, bot_name)
    contents = await broadcasts.contents_of(session, original)
    payloads = {language: content.payload(original, language, shape) for language in contents}
    await outbox_many.replace(session, {contents[one]: payload for one, payload in payloads.items()})
    edits = content.edits(original, shape, contents)
    shared: dict[int, int] = {}
    for language, content_id in contents.items():
        shared[content_id] = await outbox_many.share(session, edits[language])
        session.add(
            BroadcastContent(broadcast_id=correction.id, language=language, content_id=shared[content_id])
        )
    await session.flush()
    return await outbox_many.add_edits(
        session,
        shared,
        prefix=f"broadcast:{correction.id}:",
        method=content.edit_method_of(original),
        at=at,
    )


def _take(source: Broadcast, target: Broadcast, *names: str) -> None:
    for name in names:
        setattr(target, name, getattr(source, name))
