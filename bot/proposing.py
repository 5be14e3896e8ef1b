"""Sees that sessions propose themselves: a look each minute, which does nothing when nothing is new.

Questions are read, encoded and compared outside any transaction, and the work is done in threads; what comes
of it is stored in short transactions that check again what they go by. All is in rows but for the vectors of
questions, which are kept in memory by a hash and are gone with the process.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.crash import crash_point
from bot.db import Database, left_to_the_next_look
from bot.library_index import LibraryIndex
from bot.matching.resemblance import Bar, bar_of, resembling
from bot.matching.types import Vectors
from bot.services.meetings import proposal_post, proposal_questions, proposals
from bot.services.meetings.manner import Manner
from bot.services.meetings.proposal_questions import Asked
from bot.services.meetings.proposal_sorting import Sorted, sort_out
from bot.services.staff import staff_chat
from models import Dilemma, Escalation, MeetingDraft, MeetingProposal, ProposalDilemma, ProposalState

log = logging.getLogger(__name__)

SECONDS = 60
# About a second of encoding; residents' questions get their turn in between.
A_LOOK = 40
# Proposals that begin at one look; the others follow at the next.
MOST_NEW = 3
MOST_STAFF = 10
MOST_SEEN_THROUGH = 50


class Proposing:
    """Looks for questions of several collectives that are one; any number of processes may look."""

    def __init__(self, db: Database, clock: Clock, index: LibraryIndex, manner: Callable[[], Manner]) -> None:
        self._db = db
        self._clock = clock
        self._index = index
        self._manner = manner
        self._mark: tuple[object, ...] | None = None
        self._vectors: dict[bytes, Vectors] = {}

    async def look(self) -> None:
        """Do what there is to do; trouble with the database is left to the next look."""
        with left_to_the_next_look(log, "proposals"):
            await self._follow_up()
            await self._compare()

    async def _compare(self) -> None:
        """Sort out the questions, if any of them is new since the last look."""
        at, manner = self._clock.now(), self._manner()
        async with self._db.read() as session:
            mark = await proposal_questions.mark(session, at=at)
            if mark == self._mark:
                return
            staff = await staff_chat(session, manner.roles) if manner.roles.staff_chat_id else None
            staff_id = None if staff is None else staff.id
            asked = await proposal_questions.asked_lately(session, at=at, staff_chat=staff_id)
            background = await proposal_questions.background(session)
            refused = await proposals.never_about(session)
        bar = bar_of(self._index.kind)
        asked, is_complete = await self._with_meaning(asked, bar)
        questions = [one.question for one in asked]
        table = await asyncio.to_thread(resembling, questions, background, bar)
        found = sort_out(asked, table, bar, refused)
        await self._store(found, bar, manner, at)
        # What was stored changes the mark: the next look sees whether there is more.
        self._mark = mark if is_complete else None

    async def _with_meaning(self, asked: Sequence[Asked], bar: Bar) -> tuple[list[Asked], bool]:
        """The questions with their vectors where a case does not tell enough; whether all have one now."""
        wanted = {one.id: _digest(one.question.text) for one in asked if one.question.case_for(bar) is None}
        if self._index.kind == "none":
            return list(asked), True
        needed = set(wanted.values())
        self._vectors = {key: vector for key, vector in self._vectors.items() if key in needed}
        missing = {
            wanted[one.id]: one.question.text
            for one in asked
            if one.id in wanted and wanted[one.id] not in self._vectors
        }
        for key, text in list(missing.items())[:A_LOOK]:
            vector = await self._index.vector(text)
            if vector is not None:
                self._vectors[key] = vector
        found = [
            replace(one, question=replace(one.question, vector=self._vectors.get(wanted.get(one.id, b""))))
            for one in asked
        ]
        return found, len(missing) <= A_LOOK

    async def _store(self, found: Sorted, bar: Bar, manner: Manner, at: datetime) -> None:
        async with self._db.begin() as session:
            await proposals.lock(session)
            joined = set()
            for dilemma_id, proposal_id in found.joining.items():
                is_there = await session.get(Dilemma, dilemma_id) is not None
                if is_there and await proposals.join(session, dilemma_id, proposal_id, at=at):
                    joined.add(proposal_id)
            for proposal_id in sorted(joined):
                proposal = await proposals.locked(session, proposal_id)
                if proposal is not None and proposal.state is ProposalState.OPEN:
                    await proposal_post.redraw(session, proposal, manner, at=at)
            for cluster in found.clusters[:MOST_NEW]:
                made = await proposals.make(session, cluster, bar, manner.zone, at=at)
                if made is not None:
                    await proposal_post.offer(session, made, manner, at=at)
            crash_point("proposals.before")
        crash_point("proposals")

    async def _follow_up(self) -> None:
        """What staff asked for, what comes back, what holds no more, and who is to be invited."""
        at, manner = self._clock.now(), self._manner()
        async with self._db.read() as session:
            if not await _is_anything(session, at):
                return
        async with self._db.begin() as session:
            await proposals.lock(session)
            await _from_staff(session, manner, at)
            await _see_through(session, manner, at)
            crash_point("proposals.followed.before")
        crash_point("proposals.followed")


async def _is_anything(session: AsyncSession, at: datetime) -> bool:
    found = await session.scalar(_unsettled(at).limit(1)) or await session.scalar(_staff_wishes().limit(1))
    return found is not None


def _staff_wishes() -> Select[Escalation]:
    """Questions under which staff asked for a session since it was last decided about, if it ever was."""
    put_off = (MeetingProposal.state == ProposalState.LATER) & (
        MeetingProposal.decided_at < Escalation.session_proposed_at
    )
    return (
        select(Escalation)
        .join(Dilemma, Dilemma.id == Escalation.dilemma_id)
        .outerjoin(ProposalDilemma, ProposalDilemma.dilemma_id == Escalation.dilemma_id)
        .outerjoin(MeetingProposal, MeetingProposal.id == ProposalDilemma.proposal_id)
        .where(
            Escalation.session_proposed_at.is_not(None),
            Dilemma.text != "",
            or_(ProposalDilemma.dilemma_id.is_(None), put_off),
        )
        .order_by(Escalation.id)
    )


async def _from_staff(session: AsyncSession, manner: Manner, at: datetime) -> None:
    wished = await session.scalars(_staff_wishes().limit(MOST_STAFF))
    for escalation in wished.all():
        proposal = await proposals.make_for_staff(session, escalation, manner.zone, at=at)
        if proposal is not None:
            await proposal_post.offer(session, proposal, manner, at=at)


async def _see_through(session: AsyncSession, manner: Manner, at: datetime) -> None:
    waiting = await session.scalars(_unsettled(at).limit(MOST_SEEN_THROUGH).with_for_update())
    for proposal in waiting.all():
        if proposal.state is ProposalState.ACCEPTED:
            await _after_yes(session, proposal, manner, at)
        elif not await proposals.holds(session, proposal, at=at):
            was_open = proposal.state is ProposalState.OPEN
            await proposals.lapse(session, proposal, at=at)
            if was_open:
                await proposal_post.redraw(session, proposal, manner, at=at)
        else:
            if proposal.state is ProposalState.LATER:
                await proposals.offer_again(session, proposal, manner.zone, at=at)
            # Also to who became a coordinator, or could not be reached before.
            await proposal_post.offer(session, proposal, manner, at=at)


async def _after_yes(session: AsyncSession, proposal: MeetingProposal, manner: Manner, at: datetime) -> None:
    """Invite who asked once it is announced; when the draft was thrown away, come back to it later."""
    if proposal.meeting_id is not None:
        await proposal_post.invite(session, proposal, manner, at=at)
        return
    draft = await session.get(MeetingDraft, proposal.draft_id) if proposal.draft_id is not None else None
    if draft is None or draft.made_at != proposal.decided_at:
        proposal.state, proposal.again_at = ProposalState.LATER, at + proposals.COMES_BACK
        proposal.draft_id = None


def _unsettled(at: datetime) -> Select[MeetingProposal]:
    """The proposals with which something may have to be done."""
    return (
        select(MeetingProposal)
        .where(
            or_(
                MeetingProposal.state == ProposalState.OPEN,
                (MeetingProposal.state == ProposalState.LATER) & (MeetingProposal.again_at <= at),
                (MeetingProposal.state == ProposalState.ACCEPTED) & MeetingProposal.invited_at.is_(None),
            )
        )
        .order_by(MeetingProposal.id.desc())
    )


def _digest(text: str) -> bytes:
    # A hash, so that nobody's words stay in memory after they are forgotten in the database.
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
