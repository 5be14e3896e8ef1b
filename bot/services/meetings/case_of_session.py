"""From a meeting to the first words of a case, for staff to finish: they approve, as with any case."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.cases import casework
from bot.services.meetings import notes
from models import CaseDraft, Meeting, NoteState, Person


async def begin(session: AsyncSession, meeting: Meeting, by: Person, *, at: datetime) -> CaseDraft:
    """A draft with its title, theme and description, and its notes once they were sent.

    The open one when there is one already. `by` planned the meeting, and is perhaps no staff: what becomes of
    the draft is up to staff.
    """
    note = await notes.of(session, meeting.id)
    told = [note.text] if note is not None and note.state is not NoteState.DRAFT and note.text else []
    question = "\n".join(part for part in (meeting.title, meeting.description) if part)
    draft = await casework.draft_from(
        session,
        question=question,
        answers=told,
        theme=meeting.theme,
        at=at,
        by=by,
        source=f"meeting:{meeting.id}",
    )
    if draft.version == 1:
        draft.title = meeting.title
    await session.flush()
    return draft
