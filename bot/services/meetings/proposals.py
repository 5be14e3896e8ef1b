"""Sessions that propose themselves: made, put to the coordinators, decided by the first of them.

Whoever changes a proposal has it locked. Who may decide is checked by the caller.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.matching.resemblance import Bar
from bot.messages import shorten
from bot.services import audit
from bot.services.meetings import plan as plans
from bot.services.meetings import proposal_questions, suggested
from bot.services.meetings.plan import Plan
from bot.services.meetings.proposal_questions import Asked
from models import (
    Case,
    Dilemma,
    Escalation,
    Meeting,
    MeetingAudience,
    MeetingDraft,
    MeetingProposal,
    Person,
    ProposalDilemma,
    ProposalRefusal,
    ProposalState,
)

# "Not now" holds so long.
COMES_BACK = timedelta(days=30)
# One process at a time sorts questions out. Any number will do.
_LOCK = 5_017_220_620


async def lock(session: AsyncSession) -> None:
    """Let no other process make proposals before this transaction ends; SQLite has one writer as it is."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


async def locked(session: AsyncSession, proposal_id: int) -> MeetingProposal | None:
    """A proposal that nobody else changes until this transaction ends."""
    return await session.get(MeetingProposal, proposal_id, with_for_update=True, populate_existing=True)


async def make(
    session: AsyncSession, cluster: Sequence[Asked], bar: Bar, zone: ZoneInfo, *, at: datetime
) -> MeetingProposal | None:
    """A proposal of these questions; None when one of them was taken or is gone since they were read."""
    ids = [one.id for one in cluster]
    taken = await session.scalar(
        select(ProposalDilemma.dilemma_id).where(ProposalDilemma.dilemma_id.in_(ids)).limit(1)
    )
    there = await session.scalars(select(Dilemma.id).where(Dilemma.id.in_(ids), Dilemma.text != ""))
    if taken is not None or len(there.all()) < len(ids):
        return None
    case_id, theme = await _subject(session, cluster, bar)
    proposal = await _add(session, case_id, theme, None, zone, at)
    for dilemma_id in ids:
        await join(session, dilemma_id, proposal.id, at=at)
    await audit.record(session, at=at, actor=None, action="session-proposed", subject=proposal.subject)
    return proposal


async def make_for_staff(
    session: AsyncSession, escalation: Escalation, zone: ZoneInfo, *, at: datetime
) -> MeetingProposal | None:
    """Staff asked for a session under a question: a proposal, or the one that the question belongs to.

    What was put off comes back at once; what must never be proposed stays so. None when nothing is to be
    put to the coordinators.
    """
    known = await session.get(ProposalDilemma, escalation.dilemma_id)
    if known is None:
        # Staff may have taken it back before: then there is one that lapsed.
        former = await session.scalar(
            select(MeetingProposal).where(MeetingProposal.escalation_id == escalation.id).with_for_update()
        )
        if former is not None:
            await join(session, escalation.dilemma_id, former.id, at=at)
            await offer_again(session, former, zone, at=at)
            return former
        proposal = await _add(session, None, escalation.theme, escalation.id, zone, at)
        await join(session, escalation.dilemma_id, proposal.id, at=at)
        await audit.record(session, at=at, actor=None, action="session-proposed", subject=proposal.subject)
        return proposal
    found = await locked(session, known.proposal_id)
    if found is None:
        return None
    if found.escalation_id is None:
        found.escalation_id = escalation.id
    if found.state is not ProposalState.LATER:
        return None
    await offer_again(session, found, zone, at=at)
    return found


async def join(session: AsyncSession, dilemma_id: int, proposal_id: int, *, at: datetime) -> bool:
    """Let a question belong to a proposal; False when it belongs to one already."""
    insert = insert_for(session)
    added = await session.scalar(
        insert(ProposalDilemma)
        .values(dilemma_id=dilemma_id, proposal_id=proposal_id, added_at=at)
        .on_conflict_do_nothing(index_elements=["dilemma_id"])
        .returning(ProposalDilemma.dilemma_id)
    )
    return added is not None


async def holds(session: AsyncSession, proposal: MeetingProposal, *, at: datetime) -> bool:
    """Whether there is still a reason for it: staff who ask for it, or enough who asked lately."""
    if proposal.escalation_id is not None:
        wished = await session.scalar(
            select(Escalation.session_proposed_at)
            .join(Dilemma, Dilemma.id == Escalation.dilemma_id)
            .where(Escalation.id == proposal.escalation_id, Dilemma.text != "")
        )
        if wished is not None:
            return True
    asked = await proposal_questions.of_proposal(session, proposal.id, at=at)
    return proposal_questions.parties(asked).are_enough


async def offer_again(
    session: AsyncSession, proposal: MeetingProposal, zone: ZoneInfo, *, at: datetime
) -> None:
    """Put it to the coordinators anew."""
    proposal.state, proposal.again_at = ProposalState.OPEN, None
    proposal.decided_at = proposal.decided_by_id = proposal.draft_id = None
    proposal.local_start = await suggested.still(session, proposal.local_start, zone, at=at)
    proposal.round += 1
    proposal.offered_at = at
    await session.flush()


async def lapse(session: AsyncSession, proposal: MeetingProposal, *, at: datetime) -> None:
    """It holds no more: its questions are free for another."""
    proposal.state, proposal.again_at = ProposalState.LAPSED, None
    await session.execute(delete(ProposalDilemma).where(ProposalDilemma.proposal_id == proposal.id))
    await session.flush()
    await audit.record(session, at=at, actor=None, action="proposal-lapsed", subject=proposal.subject)


async def decide(
    session: AsyncSession, proposal: MeetingProposal, state: ProposalState, by: Person, *, at: datetime
) -> bool:
    """The first coordinator decides; False when somebody did before."""
    if proposal.state is not ProposalState.OPEN:
        return False
    proposal.state, proposal.decided_at, proposal.decided_by_id = state, at, by.id
    proposal.again_at = at + COMES_BACK if state is ProposalState.LATER else None
    await session.flush()
    await audit.record(session, at=at, actor=by, action=f"proposal-{state.value}", subject=proposal.subject)
    return True


async def undo(session: AsyncSession, proposal: MeetingProposal, by: Person, *, at: datetime) -> bool:
    """Whoever put it off or refused it takes that back; False for others, or when it is too late."""
    undoable = proposal.state in (ProposalState.LATER, ProposalState.NEVER)
    if not undoable or proposal.decided_by_id != by.id:
        return False
    proposal.state, proposal.again_at = ProposalState.OPEN, None
    proposal.decided_at = proposal.decided_by_id = None
    await session.flush()
    await audit.record(session, at=at, actor=by, action="proposal-undone", subject=proposal.subject)
    return True


async def plan_of(
    session: AsyncSession, proposal: MeetingProposal, description: str, zone: ZoneInfo, *, at: datetime
) -> Plan:
    """What a coordinator begins with; in nobody's own words."""
    case = await session.get(Case, proposal.case_id) if proposal.case_id is not None else None
    proposal.local_start = await suggested.still(session, proposal.local_start, zone, at=at)
    return Plan(
        title=shorten(case.title, plans.TITLE) if case is not None else "",
        description=description,
        theme=proposal.theme,
        starts=(proposal.local_start,),
        audience=MeetingAudience.THEME if proposal.theme else MeetingAudience.ALL,
    )


async def announced(session: AsyncSession, draft: MeetingDraft, meetings: Sequence[Meeting]) -> None:
    """A draft was announced: if a proposal began it, those who asked are told of the first meeting.

    Call it in the transaction that makes the meetings. SQLite gives the number of a draft that is gone to the
    next: the time at which it was begun tells them apart.
    """
    proposal = await session.scalar(
        select(MeetingProposal).where(
            MeetingProposal.draft_id == draft.id,
            MeetingProposal.decided_at == draft.made_at,
            MeetingProposal.state == ProposalState.ACCEPTED,
        )
    )
    if proposal is not None and meetings:
        proposal.meeting_id = meetings[0].id
        await session.flush()


async def refuse_part(session: AsyncSession, person: Person, *, at: datetime) -> None:
    """Somebody wants no part in it: their questions count for no proposal from now on."""
    insert = insert_for(session)
    await session.execute(
        insert(ProposalRefusal)
        .values(person_id=person.id, since=at)
        .on_conflict_do_nothing(index_elements=["person_id"])
    )


async def never_about(session: AsyncSession) -> dict[int, int]:
    """By the case that they are about, the proposals that were refused for good."""
    rows = await session.execute(
        select(MeetingProposal.case_id, MeetingProposal.id).where(
            MeetingProposal.state == ProposalState.NEVER, MeetingProposal.case_id.is_not(None)
        )
    )
    return {row.case_id: row.id for row in rows if row.case_id is not None}


async def _add(
    session: AsyncSession,
    case_id: int | None,
    theme: str,
    escalation_id: int | None,
    zone: ZoneInfo,
    at: datetime,
) -> MeetingProposal:
    proposal = MeetingProposal(
        state=ProposalState.OPEN,
        case_id=case_id,
        theme=theme,
        escalation_id=escalation_id,
        local_start=await suggested.moment(session, zone, at=at),
        made_at=at,
        offered_at=at,
        round=1,
        drawn=0,
    )
    session.add(proposal)
    await session.flush()
    return proposal


async def _subject(session: AsyncSession, cluster: Sequence[Asked], bar: Bar) -> tuple[int | None, str]:
    """The case that most of them share, if it is sure; and the theme that most of their best cases have."""
    sure = Counter(case for one in cluster if (case := one.question.case_for(bar)) is not None)
    case_id = max(sure, key=lambda case: (sure[case], -case), default=None)
    best = [case for one in cluster if (case := one.question.case_id) is not None]
    rows = await session.execute(select(Case.id, Case.theme).where(Case.id.in_(best), Case.theme != ""))
    themes = {row.id: row.theme for row in rows}
    counted = Counter(themes[case] for case in best if case in themes)
    if case_id in themes:
        return case_id, themes[case_id]
    # A theme that less than half of them have says nothing of them together.
    theme = max(counted, key=lambda name: (counted[name], name), default="")
    return case_id, theme if counted[theme] * 2 > len(cluster) else ""
