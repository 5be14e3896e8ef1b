"""Those who asked for a meeting that was proposed, and were invited in private: they hear of changes too."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.library.library import chunks
from bot.services.meetings import proposal_cards
from bot.services.meetings.counts import counts_of
from bot.services.meetings.manner import Manner
from bot.services.meetings.recipients import recipients
from models import Dilemma, Meeting, MeetingProposal, OutboxMessage, OutboxState, ProposalDilemma

_KEY = re.compile(r"^meeting-proposal:(\d{1,15}):asked:\d+$")


def key(proposal: MeetingProposal, person_id: int) -> str:
    """The outbox key of the invitation of somebody who asked."""
    return f"{proposal.subject}:asked:{person_id}"


async def is_for(session: AsyncSession, meeting: Meeting, outbox_key: str) -> bool:
    """Whether the message of this key invited one of those who asked to this meeting."""
    found = _KEY.match(outbox_key)
    proposal = await session.get(MeetingProposal, int(found[1])) if found is not None else None
    return proposal is not None and proposal.meeting_id == meeting.id


async def told(session: AsyncSession, meeting: Meeting, states: Collection[OutboxState]) -> list[int]:
    """The private chats of those who asked, whose invitation is in one of these states."""
    invitations = await _invitations(session, meeting)
    return [one.chat_id for rows in invitations.values() for one in rows if one.state in states]


async def hold(session: AsyncSession, meeting: Meeting, *, until: datetime) -> None:
    """Let invitations that wait for the morning wait for the end of a change at least."""
    waiting = await _waiting(session, meeting)
    for part in chunks([one.id for rows in waiting.values() for one in rows]):
        await session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.id.in_(part),
                OutboxMessage.state == OutboxState.QUEUED,
                OutboxMessage.due_at < until,
            )
            .values(due_at=until)
            .execution_options(synchronize_session=False)
        )


async def write_anew(session: AsyncSession, meeting: Meeting, manner: Manner, *, at: datetime) -> None:
    """Let invitations that have not left say how the meeting is now; none when it does not go on."""
    waiting = await _waiting(session, meeting)
    if not waiting:
        return
    numbers = await counts_of(session, meeting.id)
    for proposal, rows in waiting.items():
        chat_ids = [one.chat_id for one in rows]
        readers = await recipients(session, chat_ids, default_language=manner.language)
        for one in rows:
            if meeting.is_planned and meeting.starts_at > at:
                view = manner.view(readers[one.chat_id].language, at)
                card = proposal_cards.invitation(proposal, meeting, numbers, view)
                one.payload, one.expires_at = card.payload(), meeting.starts_at
            else:
                one.state, one.finished_at = OutboxState.CANCELLED, at
                one.error = "the session was changed"
    await session.flush()


async def _waiting(session: AsyncSession, meeting: Meeting) -> dict[MeetingProposal, list[OutboxMessage]]:
    found = await _invitations(session, meeting, lock=True)
    waiting = {
        proposal: [one for one in rows if one.state is OutboxState.QUEUED] for proposal, rows in found.items()
    }
    return {proposal: rows for proposal, rows in waiting.items() if rows}


async def _invitations(
    session: AsyncSession, meeting: Meeting, *, lock: bool = False
) -> dict[MeetingProposal, list[OutboxMessage]]:
    """The messages in which those who asked were, or are to be, invited; `lock` keeps the sender off them."""
    asked = await session.execute(
        select(MeetingProposal, Dilemma.person_id)
        .join(ProposalDilemma, ProposalDilemma.proposal_id == MeetingProposal.id)
        .join(Dilemma, Dilemma.id == ProposalDilemma.dilemma_id)
        .where(MeetingProposal.meeting_id == meeting.id, Dilemma.person_id.is_not(None))
        .order_by(MeetingProposal.id)
    )
    proposals = {key(proposal, person_id): proposal for proposal, person_id in asked if person_id is not None}
    found: dict[MeetingProposal, list[OutboxMessage]] = {}
    for part in chunks(sorted(proposals)):
        query = (
            select(OutboxMessage)
            .where(OutboxMessage.key.in_(part))
            .order_by(OutboxMessage.id)
            .execution_options(populate_existing=True)
        )
        for row in await session.scalars(query.with_for_update() if lock else query):
            found.setdefault(proposals[row.key], []).append(row)
    return found
