"""Plans that are being made: rows, so that a restart, /stop or a holiday changes nothing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.meetings.plan import Plan
from models import MeetingDraft, Person

# As many as are offered to go on with; whoever begins more has the oldest dropped.
MOST = 5


async def begin(session: AsyncSession, author: Person, plan: Plan, *, at: datetime) -> MeetingDraft:
    """A new draft of this plan. Of somebody's drafts the oldest goes when there are too many."""
    draft = MeetingDraft(author_id=author.id, plan=plan.model_dump(mode="json"), made_at=at, changed_at=at)
    session.add(draft)
    await session.flush()
    for old in await session.scalars(_of(author).offset(MOST)):
        await session.delete(old)
    return draft


async def of(session: AsyncSession, author: Person) -> Sequence[MeetingDraft]:
    """What somebody is planning, last changed first."""
    return (await session.scalars(_of(author).limit(MOST))).all()


async def locked(session: AsyncSession, draft_id: int, author: Person) -> MeetingDraft | None:
    """Somebody's own draft, which nobody else changes until this transaction ends; None when it is gone."""
    draft = await session.get(MeetingDraft, draft_id, with_for_update=True, populate_existing=True)
    return draft if draft is not None and draft.author_id == author.id else None


def plan_of(draft: MeetingDraft) -> Plan:
    """What the draft says so far."""
    return Plan.model_validate(draft.plan)


def put(draft: MeetingDraft, plan: Plan, *, at: datetime) -> None:
    """Give a draft another plan; its version goes up when that says something else."""
    said = plan.model_dump(mode="json")
    if said != draft.plan:
        draft.plan, draft.version, draft.changed_at = said, draft.version + 1, at


def _of(author: Person) -> Select[MeetingDraft]:
    return (
        select(MeetingDraft)
        .where(MeetingDraft.author_id == author.id)
        .order_by(MeetingDraft.changed_at.desc(), MeetingDraft.id.desc())
    )
