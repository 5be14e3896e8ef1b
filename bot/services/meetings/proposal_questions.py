"""The questions of the last sixty days, and for whom each counts: a collective, a group, somebody alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.resemblance import Question
from bot.services.library.library import chunks
from models import (
    Candidate,
    Case,
    Chat,
    ChatKind,
    Collective,
    CollectiveContact,
    CollectiveGroup,
    Dilemma,
    DilemmaState,
    MeetingProposal,
    ProposalDilemma,
    ProposalRefusal,
    ProposalState,
)

# What was asked longer ago is no longer on people's minds.
WITHIN = timedelta(days=60)
# So many collectives make a session worth the trouble; somebody alone counts for one, once.
LEAST = 3
MOST_ALONE = 1
# The latest; comparing them all takes about a second.
MOST = 1_000
MOST_REFUSED = 200
# Texts of the library that tell how rare words are.
MOST_BACKGROUND = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, by whom and for whom it was asked, and the proposal that it belongs to, if any.

    `party` names a collective ("c", id), a group without one ("g", chat) or somebody alone ("p", person).
    `is_private` says that nobody read along.
    """

    id: int
    question: Question
    party: tuple[str, int]
    person_id: int
    is_private: bool
    asked_at: datetime
    proposal_id: int | None
    state: ProposalState | None


@dataclass(frozen=True, slots=True)
class Parties:
    """How many collectives and groups asked, and how many people by themselves."""

    groups: int
    alone: int
    people: int

    @property
    def number(self) -> int:
        """How many count."""
        return self.groups + min(self.alone, MOST_ALONE)

    @property
    def are_enough(self) -> bool:
        """Whether a session makes sense; one person who asks everywhere does not make it so."""
        return self.number >= LEAST and self.people >= LEAST


def parties(asked: Iterable[Asked]) -> Parties:
    """For how many of them these questions were asked; who asks in a group as well is not alone."""
    known = list(asked)
    grouped = {one.party for one in known if one.party[0] != "p"}
    in_groups = {one.person_id for one in known if one.party[0] != "p"}
    alone = {one.party for one in known if one.party[0] == "p" and one.person_id not in in_groups}
    return Parties(len(grouped), len(alone), len({one.person_id for one in known}))


async def mark(session: AsyncSession, *, at: datetime) -> tuple[object, ...]:
    """Something that is another as soon as there may be another proposal; cheap to ask."""
    questions = await session.execute(
        select(func.max(Dilemma.id), func.sum(Dilemma.revision), func.count()).where(
            Dilemma.asked_at > at - WITHIN, Dilemma.state == DilemmaState.OPEN, Dilemma.text != ""
        )
    )
    groups = await session.execute(select(func.max(CollectiveGroup.since), func.count()))
    answers = await session.execute(
        select(func.max(Candidate.chosen_at), func.max(Candidate.refused_at)).where(
            or_(Candidate.chosen_at > at - WITHIN, Candidate.refused_at > at - WITHIN)
        )
    )
    proposals = await session.execute(
        select(MeetingProposal.state, func.count()).group_by(MeetingProposal.state).order_by("state")
    )
    refusals = await session.scalar(select(func.count()).select_from(ProposalRefusal))
    return (
        *questions.one(),
        *groups.one(),
        *answers.one(),
        tuple((row.state, row.count) for row in proposals),
        refusals,
    )


async def asked_lately(session: AsyncSession, *, at: datetime, staff_chat: int | None) -> list[Asked]:
    """The questions of the last sixty days, and those that must not propose again; the latest first.

    Without what was withdrawn or anonymised, without who wants no part in it, and without the staff chat.
    """
    recent = _asked().where(Dilemma.asked_at > at - WITHIN)
    refused = _asked().where(Dilemma.asked_at <= at - WITHIN, MeetingProposal.state == ProposalState.NEVER)
    found: list[Asked] = []
    for query, most in ((recent, MOST), (refused, MOST_REFUSED)):
        elsewhere = Dilemma.chat_id != staff_chat if staff_chat is not None else true()
        rows = await session.execute(query.where(elsewhere).order_by(Dilemma.id.desc()).limit(most))
        found += [_from_row(row) for row in rows]
    return await _with_cases(session, await _with_collectives(session, found))


async def of_proposal(session: AsyncSession, proposal_id: int, *, at: datetime) -> list[Asked]:
    """The questions of a proposal that still count, of the last sixty days, the oldest first."""
    rows = await session.execute(
        _asked()
        .where(ProposalDilemma.proposal_id == proposal_id, Dilemma.asked_at > at - WITHIN)
        .order_by(Dilemma.id)
        .limit(MOST)
    )
    found = [_from_row(row) for row in rows]
    return await _with_cases(session, await _with_collectives(session, found))


async def background(session: AsyncSession) -> list[str]:
    """Texts of the library, by which is told how rare words are."""
    rows = await session.execute(
        select(Case.title, Case.dilemma)
        .where(Case.retired_at.is_(None))
        .order_by(Case.id)
        .limit(MOST_BACKGROUND)
    )
    return [f"{row.title}. {row.dilemma}" for row in rows]


async def names(session: AsyncSession) -> list[str]:
    """Names of collectives and places that are known, which must not be read in a question."""
    found: list[str] = []
    for column in (Collective.name, Collective.place, Case.collective, Case.place):
        found += [value for value in await session.scalars(select(column).distinct().limit(2_000)) if value]
    return found


def _asked() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Dilemma.id,
            Dilemma.text,
            Dilemma.person_id,
            Dilemma.chat_id,
            Dilemma.asked_at,
            Chat.kind,
            Collective.id.label("collective_id"),
            ProposalDilemma.proposal_id,
            MeetingProposal.state,
        )
        .join(Chat, Chat.id == Dilemma.chat_id)
        .outerjoin(CollectiveGroup, CollectiveGroup.chat_id == Dilemma.chat_id)
        .outerjoin(
            Collective,
            and_(Collective.id == CollectiveGroup.collective_id, Collective.removed_at.is_(None)),
        )
        .outerjoin(ProposalDilemma, ProposalDilemma.dilemma_id == Dilemma.id)
        .outerjoin(MeetingProposal, MeetingProposal.id == ProposalDilemma.proposal_id)
        .where(
            Dilemma.state == DilemmaState.OPEN,
            Dilemma.text != "",
            Dilemma.person_id.is_not(None),
            Dilemma.person_id.not_in(select(ProposalRefusal.person_id)),
        )
    )


def _from_row(row: Row[*tuple[Any, ...]]) -> Asked:
    is_private = row.kind is ChatKind.PRIVATE
    party = ("p", row.person_id) if is_private else ("g", row.chat_id)
    return Asked(
        id=row.id,
        question=Question(row.text, None, 0.0),
        party=party if row.collective_id is None else ("c", row.collective_id),
        person_id=row.person_id,
        is_private=is_private,
        asked_at=row.asked_at,
        proposal_id=row.proposal_id,
        state=row.state,
    )


async def _with_collectives(session: AsyncSession, found: Sequence[Asked]) -> list[Asked]:
    """Count what somebody asked alone for the collective that they speak for."""
    alone = {one.person_id for one in found if one.is_private}
    speaks_for: dict[int, int] = {}
    for part in chunks(sorted(alone)):
        rows = await session.execute(
            select(CollectiveContact.person_id, func.min(CollectiveContact.collective_id))
            .join(Collective, Collective.id == CollectiveContact.collective_id)
            .where(CollectiveContact.person_id.in_(part), Collective.removed_at.is_(None))
            .group_by(CollectiveContact.person_id)
        )
        speaks_for |= {row[0]: row[1] for row in rows}
    return [
        replace(one, party=("c", speaks_for[one.person_id]))
        if one.is_private and one.person_id in speaks_for
        else one
        for one in found
    ]


async def _with_cases(session: AsyncSession, found: Sequence[Asked]) -> list[Asked]:
    """Give each question its best case: the one that was picked, else the first that was not refused."""
    best = await _best_cases(session, [one.id for one in found])
    return [
        replace(one, question=replace(one.question, case_id=best[one.id][0], chance=best[one.id][1]))
        if one.id in best
        else one
        for one in found
    ]


async def _best_cases(session: AsyncSession, ids: Collection[int]) -> Mapping[int, tuple[int, float]]:
    best: dict[int, tuple[int, float]] = {}
    for part in chunks(sorted(ids)):
        rows = await session.execute(
            select(Candidate.dilemma_id, Candidate.case_id, Candidate.confidence, Candidate.chosen_at)
            .join(Case, Case.id == Candidate.case_id)
            .where(
                Candidate.dilemma_id.in_(part),
                Candidate.refused_at.is_(None),
                Case.retired_at.is_(None),
                or_(Candidate.rank == 1, Candidate.chosen_at.is_not(None)),
            )
            .order_by(Candidate.chosen_at.is_not(None), Candidate.chosen_at)
        )
        for row in rows:
            best[row.dilemma_id] = (row.case_id, 1.0 if row.chosen_at is not None else row.confidence)
    return best
