"""Notes of a meeting: written by its planner, looked at, sent once in private to those who signed up.

What was sent can be corrected for two days: copies are edited, nothing is sent a second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.errors import BuurvraagError
from bot.messages import utf16_length
from bot.services import audit
from bot.services.broadcasts.limits import Words
from bot.services.meetings import cards
from bot.services.meetings.manner import Manner
from bot.texts import known_language, plain
from models import (
    Attachment,
    Chat,
    ChatKind,
    Meeting,
    MeetingNote,
    MessageClass,
    NoteState,
    Person,
    Place,
    Rsvp,
)

# Bot API: a text has 4096 characters at most, what stands under a picture 1024; the heading is part of it.
MAX_TEXT = 3900
MAX_CAPTION = 850
# Notes are of use for days; who reads them later should read what was agreed.
CORRECTABLE = timedelta(hours=48)
# People in one transaction, in which nobody else can write on SQLite.
PEOPLE = 200
_METHODS = {None: "sendMessage", Attachment.PHOTO: "sendPhoto", Attachment.DOCUMENT: "sendDocument"}


class RefusedNoteError(BuurvraagError):
    """Something cannot be notes; `why` is "empty", "long", "file", "busy" or "late"."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This cannot be notes: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Reach:
    """For how many people notes are: those who get them, who cannot be reached, and have no Telegram."""

    people: int
    unreachable: int
    guests: int


async def of(session: AsyncSession, meeting_id: int) -> MeetingNote | None:
    """The notes of a meeting, as they stand in the database."""
    return await session.scalar(
        select(MeetingNote)
        .where(MeetingNote.meeting_id == meeting_id)
        .execution_options(populate_existing=True)
    )


async def locked(session: AsyncSession, meeting_id: int) -> MeetingNote | None:
    """The same; nobody else changes them until this transaction ends."""
    return await session.scalar(
        select(MeetingNote)
        .where(MeetingNote.meeting_id == meeting_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def write(
    session: AsyncSession, meeting: Meeting, author: Person, words: Words, *, at: datetime
) -> MeetingNote:
    """Write the notes, or other words for them; nothing is sent by this. The meeting must be locked.

    Raises RefusedNoteError: for nothing at all, for too much, and for a correction that comes too late, comes
    while the former one is still on its way, or has another file.
    """
    room = MAX_TEXT if words.file_id is None else MAX_CAPTION
    if not words.text and words.file_id is None:
        raise RefusedNoteError("empty")
    if utf16_length(words.text) > room:
        raise RefusedNoteError("long")
    note = await locked(session, meeting.id)
    if note is None:
        note = MeetingNote(meeting_id=meeting.id, made_at=at, version=0, sent_version=0, cursor=0, number=0)
        note.state = NoteState.DRAFT
        session.add(note)
    elif note.state is not NoteState.DRAFT:
        _may_correct(note, words, at)
    note.author_id = author.id
    note.text, note.entities = words.text, words.entities
    if note.state is NoteState.DRAFT:
        note.attachment, note.file_id = words.attachment, words.file_id
    note.version += 1
    await session.flush()
    return note


async def send(session: AsyncSession, note: MeetingNote, *, version: int, by: Person, at: datetime) -> bool:
    """Let the notes go, or their correction; False when they are no longer what was looked at, or went."""
    if note.version != version or note.sent_version == version or not note.has_content:
        return False
    if note.state is NoteState.SENDING:
        return False
    note.state, note.sent_version, note.cursor = NoteState.SENDING, version, 0
    note.sent_at = note.sent_at or at
    await session.flush()
    subject = f"session:{note.meeting_id}"
    await audit.record(session, at=at, actor=by, action="session-notes-sent", subject=subject)
    return True


async def drop(session: AsyncSession, note: MeetingNote) -> bool:
    """Throw away notes that were not sent; False when they were."""
    if note.state is not NoteState.DRAFT:
        return False
    await session.delete(note)
    await session.flush()
    return True


def can_correct(note: MeetingNote, at: datetime) -> bool:
    """Whether what was sent can still be changed."""
    return note.sent_at is not None and at - note.sent_at <= CORRECTABLE


async def reach(session: AsyncSession, meeting_id: int) -> Reach:
    """How many people the notes are for."""
    signed_up = await session.execute(
        select(
            func.count().filter(and_(Rsvp.person_id.is_not(None), Chat.id.is_not(None))).label("people"),
            func.count().filter(and_(Rsvp.person_id.is_not(None), Chat.id.is_(None))).label("unreachable"),
            func.count().filter(Rsvp.person_id.is_(None)).label("guests"),
        )
        .select_from(Rsvp)
        .outerjoin(Person, Person.id == Rsvp.person_id)
        .outerjoin(Chat, _private())
        .where(Rsvp.meeting_id == meeting_id, _gets_notes())
    )
    row = signed_up.one()
    return Reach(row.people, row.unreachable, row.guests)


async def sending(session: AsyncSession, *, most: int) -> Sequence[int]:
    """The meetings whose notes are on their way."""
    rows = await session.scalars(
        select(MeetingNote.meeting_id)
        .where(MeetingNote.state == NoteState.SENDING)
        .order_by(MeetingNote.id)
        .limit(most)
    )
    return rows.all()


async def go_on(session: AsyncSession, meeting_id: int, manner: Manner, *, at: datetime) -> bool:
    """Put the notes, or the correction of what people have, in the outbox for the next; is there more?"""
    note = await locked(session, meeting_id)
    meeting = await session.get(Meeting, meeting_id)
    if note is None or meeting is None or note.state is not NoteState.SENDING:
        return False
    chosen = await session.execute(
        select(Rsvp.id, Chat.id.label("chat_id"), Person.id.label("person_id"), Person.language)
        .join(Person, Person.id == Rsvp.person_id)
        .join(Chat, _private())
        .where(Rsvp.meeting_id == meeting_id, Rsvp.id > note.cursor, _gets_notes())
        .order_by(Rsvp.id)
        .limit(PEOPLE)
    )
    rows = chosen.all()
    for row in rows:
        language = known_language(row.language) or manner.language
        key = f"meeting-notes:{note.id}:{row.person_id}"
        added = await outbox.add(
            session, _message(note, meeting, row.chat_id, key, language, is_edit=False), at=at
        )
        if not added:
            # They have it, or it is on its way: the copy is changed.
            edit = _message(note, meeting, row.chat_id, key, language, is_edit=True)
            await outbox.add(session, edit, at=at)
        note.number += int(added)
        note.cursor = row.id
    if len(rows) < PEOPLE:
        note.state = NoteState.SENT
    return len(rows) == PEOPLE


async def forget(session: AsyncSession, *, before: datetime) -> None:
    """Forget the words of notes of long ago, and who wrote them."""
    await session.execute(
        update(MeetingNote)
        .where(MeetingNote.made_at < before)
        .values(text="", entities=[], attachment=None, file_id=None, author_id=None)
        .execution_options(synchronize_session=False)
    )


def method_of(note: MeetingNote) -> str:
    """The method of the Bot API that sends them."""
    return _METHODS[note.attachment]


def payload(note: MeetingNote, meeting: Meeting, language: str, *, is_edit: bool = False) -> dict[str, Any]:
    """The parameters with which they are sent, or edited: a heading that says of what, and the words."""
    heading = plain(language, "notes-heading", title=meeting.title, when=cards.when_short(meeting, language))
    before = utf16_length(heading) + 2
    bold = {"type": "bold", "offset": 0, "length": utf16_length(heading)}
    text = f"{heading}\n\n{note.text}" if note.text else heading
    moved = [{**entity, "offset": int(entity["offset"]) + before} for entity in note.entities]
    if note.attachment is None:
        preview = {"link_preview_options": {"is_disabled": True}}
        return {"text": text, "entities": [bold, *moved], **preview}
    words = {"caption": text, "caption_entities": [bold, *moved]}
    return words if is_edit else {note.attachment.value: note.file_id, **words}


def _message(
    note: MeetingNote, meeting: Meeting, chat_id: int, key: str, language: str, *, is_edit: bool
) -> Outgoing:
    edits = "editMessageText" if note.attachment is None else "editMessageCaption"
    return Outgoing(
        key=f"{key}:{note.sent_version}" if is_edit else key,
        chat_id=chat_id,
        method=edits if is_edit else method_of(note),
        payload=payload(note, meeting, language, is_edit=is_edit),
        message_class=MessageClass.NOTICE,
        target_key=key if is_edit else None,
    )


def _may_correct(note: MeetingNote, words: Words, at: datetime) -> None:
    if note.state is NoteState.SENDING:
        raise RefusedNoteError("busy")
    if not can_correct(note, at):
        raise RefusedNoteError("late")
    if words.file_id is not None or (note.file_id is None and not words.text):
        raise RefusedNoteError("file")
    if note.file_id is not None and utf16_length(words.text) > MAX_CAPTION:
        raise RefusedNoteError("long")


def _gets_notes() -> ColumnElement[bool]:
    """Who signed up and has a place, or came all the same."""
    return or_(Rsvp.place == Place.SEAT, Rsvp.attended.is_(True))


def _private() -> ColumnElement[bool]:
    return and_(
        Chat.telegram_id == Person.telegram_id,
        Chat.kind == ChatKind.PRIVATE,
        Chat.inactive_since.is_(None),
    )
