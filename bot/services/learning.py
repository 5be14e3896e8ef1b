"""What residents' reactions teach: wrong matches, questions that found nothing, and new phrasings of cases.

A question whose words were forgotten (`text` is empty) is in none of it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.text import clean
from bot.services.library import library
from bot.services.library.records import MAX_PHRASING, MAX_PHRASINGS
from bot.services.privacy.personal_details import details_in
from models import Candidate, Case, CasePhrasing, Dilemma, DilemmaState, Outcome, PhrasingSource

# Questions that are compared with each other in one go: seconds of work at most, see `group_alike`.
MOST = 1_000

# Which of these texts ask the same: each group by the texts' places in the sequence, every text in one group.
Alike = Callable[[Sequence[str]], Iterable[Sequence[int]]]

_KEPT = and_(Dilemma.text != "", Dilemma.state == DilemmaState.OPEN)


class Reason(StrEnum):
    """Why a question counts as unanswered."""

    STAFF = "staff"
    NONE = "none"
    REFUSED = "refused"


class Obstacle(StrEnum):
    """Why a confirmed question cannot become a phrasing."""

    UNKNOWN = "unknown"
    DETAILS = "details"
    TOO_LONG = "too-long"
    NO_WORDS = "no-words"
    DUPLICATE = "duplicate"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class WrongMatch:
    """A case of which a resident said that it does not fit; `confidence` is what the matcher gave it."""

    question: str
    language: str
    case_key: str
    title: str
    rank: int
    confidence: float
    asked_at: datetime
    refused_at: datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that found nothing, and where it was asked."""

    dilemma_id: int
    chat_id: int
    question: str
    language: str
    asked_at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same, oldest first."""

    questions: tuple[Unanswered, ...]

    @property
    def chats(self) -> int:
        """In how many chats it was asked."""
        return len({question.chat_id for question in self.questions})

    @property
    def last_asked_at(self) -> datetime:
        """When it was asked last."""
        return self.questions[-1].asked_at


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A question for which a resident chose a case; `obstacle` is why its words cannot be a phrasing."""

    id: int
    case_id: int
    case_key: str
    title: str
    question: str
    language: str
    confidence: float
    chosen_at: datetime
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True)
class Approved:
    """A resident's question that staff made a phrasing; `id` is the phrasing's."""

    id: int
    case_key: str
    title: str
    wording: str
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """What became of an approval: the phrasing of a case, or the obstacle."""

    id: int
    case_key: str = ""
    title: str = ""
    wording: str = ""
    obstacle: Obstacle | None = None


async def wrong_matches(session: AsyncSession, *, since: datetime | None = None) -> list[WrongMatch]:
    """The cases that residents refused (since an instant), the latest first."""
    rows = (
        select(Dilemma.text, Dilemma.language, Dilemma.asked_at, Case.key, Case.title)
        .add_columns(Candidate.rank, Candidate.confidence, Candidate.refused_at)
        .join(Candidate.dilemma)
        .join(Candidate.case)
        .where(_KEPT, Candidate.refused_at.is_not(None))
        .order_by(Candidate.refused_at.desc(), Dilemma.id.desc(), Candidate.rank)
    )
    if since is not None:
        rows = rows.where(Candidate.refused_at >= since)
    return [
        WrongMatch(
            question=row.text,
            language=row.language,
            case_key=row.key,
            title=row.title,
            rank=row.rank,
            confidence=row.confidence,
            asked_at=row.asked_at,
            refused_at=row.refused_at,
        )
        for row in await session.execute(rows)
    ]


async def unanswered(
    session: AsyncSession, *, since: datetime | None = None, most: int = MOST
) -> list[Unanswered]:
    """The latest questions (asked since an instant) that found nothing, the latest first, at most `most`.

    Those that the resident gave to staff, those for which nothing was found, and those of which a case was
    refused; not when the resident then picked a case after all.
    """
    of_this = Candidate.dilemma_id == Dilemma.id
    refused = select(Candidate.id).where(of_this, Candidate.refused_at.is_not(None)).exists()
    picked = (
        select(Candidate.id)
        .where(of_this, Candidate.chosen_at.is_not(None), Candidate.refused_at.is_(None))
        .exists()
    )
    to_staff = Dilemma.staff_wished_at.is_not(None)
    rows = (
        select(Dilemma.id, Dilemma.chat_id, Dilemma.text, Dilemma.language, Dilemma.asked_at)
        .add_columns(to_staff.label("to_staff"), refused.label("refused"))
        .where(_KEPT, or_(to_staff, and_(~picked, or_(Dilemma.outcome == Outcome.NONE, refused))))
        .order_by(Dilemma.asked_at.desc(), Dilemma.id.desc())
        .limit(most)
    )
    if since is not None:
        rows = rows.where(Dilemma.asked_at >= since)
    return [
        Unanswered(
            dilemma_id=row.id,
            chat_id=row.chat_id,
            question=row.text,
            language=row.language,
            asked_at=row.asked_at,
            reason=Reason.STAFF if row.to_staff else Reason.REFUSED if row.refused else Reason.NONE,
        )
        for row in await session.execute(rows)
    ]


def group_alike(questions: Iterable[Unanswered], alike: Alike) -> list[Group]:
    """The questions by what they ask, the largest group first, then the one asked last.

    The same wordings are taken together first, and `alike` sees each wording once, the oldest first: the same
    questions always give the same groups. Its cost is that of `alike`; `group_questions` of
    `bot.matching.similar` compares each wording with every group, so give it no more than `MOST` questions.
    It may encode: call it outside any transaction, and in a worker thread where others wait.
    """
    by_wording: dict[str, list[Unanswered]] = {}
    for question in sorted(questions, key=_by_time):
        by_wording.setdefault(_sameness(question.question), []).append(question)
    wordings = list(by_wording.values())
    groups = [
        Group(tuple(sorted((question for place in places for question in wordings[place]), key=_by_time)))
        for places in alike([same[0].question for same in wordings])
    ]
    return sorted(
        groups,
        key=lambda group: (
            -len(group.questions),
            -group.last_asked_at.timestamp(),
            group.questions[0].dilemma_id,
        ),
    )


async def confirmed(session: AsyncSession, *, since: datetime | None = None) -> list[Confirmed]:
    """Questions for which a resident picked a case (since an instant), the latest first, for staff to review.

    The last pick counts, unless it was refused afterwards or the question went to staff. Left out is what is
    a phrasing of the case already, and what staff approved or dismissed in the same words.
    """
    picks: dict[int, Row[tuple[object, ...]]] = {}
    done: set[tuple[int, str]] = set()
    for row in await _picks(session):
        if row.reviewed_at is not None:
            done.add((row.case_id, _sameness(row.text)))
        picks[row.dilemma_id] = row
    done |= await _phrasings(session, {row.case_id for row in picks.values()})
    found: list[Confirmed] = []
    for row in sorted(picks.values(), key=lambda row: (row.chosen_at, row.id), reverse=True):
        same = (row.case_id, _sameness(row.text))
        if same not in done and (since is None or row.chosen_at >= since):
            done.add(same)
            found.append(_confirmed(row))
    return found


async def approve(
    session: AsyncSession, ids: Collection[int], *, at: datetime, wording: str | None = None
) -> list[Approval]:
    """Make these confirmed questions phrasings of the case that was picked, in `wording` if it is given.

    They count for matching once the transaction commits: every running bot notices that the library changed.
    What cannot be done is told with its obstacle, and the others are done.
    """
    await library.lock(session)
    offered = {one.id: one for one in await confirmed(session)}
    outcomes = []
    for candidate_id in dict.fromkeys(ids):
        one = offered.get(candidate_id)
        if one is None:
            outcomes.append(Approval(candidate_id, obstacle=Obstacle.UNKNOWN))
            continue
        words = clean(one.question if wording is None else wording)
        outcomes.append(await _approve(session, one, words, at))
    return outcomes


async def dismiss(session: AsyncSession, ids: Collection[int], *, at: datetime) -> list[int]:
    """Offer these confirmed questions no more; which of the ids were not on offer."""
    offered = {one.id for one in await confirmed(session)}
    for candidate_id in offered.intersection(ids):
        await _mark_reviewed(session, candidate_id, at)
    return [candidate_id for candidate_id in dict.fromkeys(ids) if candidate_id not in offered]


async def approved(session: AsyncSession, *, since: datetime | None = None) -> list[Approved]:
    """The phrasings that came of residents' questions (approved since an instant), the latest first."""
    latest = CasePhrasing.approved_at.desc(), CasePhrasing.id.desc()
    rows = (
        select(CasePhrasing.id, Case.key, Case.title, CasePhrasing.text, CasePhrasing.approved_at)
        .join(Case, Case.id == CasePhrasing.case_id)
        .where(CasePhrasing.source == PhrasingSource.RESIDENT, CasePhrasing.approved_at.is_not(None))
        .order_by(*latest)
    )
    if since is not None:
        rows = rows.where(CasePhrasing.approved_at >= since)
    found = await session.execute(rows)
    return [
        Approved(number, key, title, wording, when) for number, key, title, wording, when in found if when
    ]


async def withdraw(session: AsyncSession, ids: Collection[int], *, at: datetime) -> list[int]:
    """Take these approved phrasings away again; which of the ids were none.

    They no longer count once the transaction commits. The questions are not offered again: staff decided
    about them. Editors' own phrasings are not touched; they are changed where the editors keep them.
    """
    offered = {one.id for one in await approved(session)}
    for phrasing_id in offered.intersection(ids):
        await library.remove_phrasing(session, phrasing_id, at=at)
    return [phrasing_id for phrasing_id in dict.fromkeys(ids) if phrasing_id not in offered]


async def obstacle(session: AsyncSession, case_id: int, wording: str) -> Obstacle | None:
    """Why words that were cleaned cannot be one more phrasing of a case; None when they can."""
    return _obstacle(wording) or await _obstacle_in_case(session, case_id, wording)


async def _approve(session: AsyncSession, one: Confirmed, wording: str, at: datetime) -> Approval:
    hindrance = await obstacle(session, one.case_id, wording)
    if hindrance is None:
        await library.add_phrasing(
            session, one.case_id, wording, PhrasingSource.RESIDENT, approved_at=at, at=at
        )
        await _mark_reviewed(session, one.id, at)
    return Approval(one.id, one.case_key, one.title, wording, hindrance)


async def _mark_reviewed(session: AsyncSession, candidate_id: int, at: datetime) -> None:
    await session.execute(update(Candidate).where(Candidate.id == candidate_id).values(reviewed_at=at))


async def _picks(session: AsyncSession) -> Sequence[Row[tuple[object, ...]]]:
    """Every pick that still stands, by when it was made."""
    rows = await session.execute(
        select(Candidate.id, Candidate.dilemma_id, Candidate.case_id, Candidate.confidence)
        .add_columns(Candidate.chosen_at, Candidate.reviewed_at, Case.key, Case.title)
        .add_columns(Dilemma.text, Dilemma.language)
        .join(Candidate.dilemma)
        .join(Candidate.case)
        .where(
            _KEPT,
            Dilemma.staff_wished_at.is_(None),
            Candidate.chosen_at.is_not(None),
            Candidate.refused_at.is_(None),
            Case.retired_at.is_(None),
        )
        .order_by(Candidate.chosen_at, Candidate.id)
    )
    return rows.all()


async def _phrasings(session: AsyncSession, case_ids: Collection[int]) -> set[tuple[int, str]]:
    """What the approved phrasings of these cases say, with the id of each one's case."""
    found: set[tuple[int, str]] = set()
    for part in library.chunks(sorted(case_ids)):
        rows = await session.execute(
            select(CasePhrasing.case_id, CasePhrasing.text).where(
                CasePhrasing.case_id.in_(part), CasePhrasing.approved_at.is_not(None)
            )
        )
        found |= {(case_id, _sameness(text)) for case_id, text in rows}
    return found


async def _obstacle_in_case(session: AsyncSession, case_id: int, wording: str) -> Obstacle | None:
    """What the case has against one more phrasing; asked anew for each, as one was perhaps just added."""
    if (case_id, _sameness(wording)) in await _phrasings(session, [case_id]):
        return Obstacle.DUPLICATE
    count = select(func.count()).where(CasePhrasing.case_id == case_id)
    return Obstacle.FULL if (await session.scalar(count) or 0) >= MAX_PHRASINGS else None


def _obstacle(wording: str) -> Obstacle | None:
    """What a wording itself has against it. The limits are those of a file of cases."""
    if details_in(wording):
        return Obstacle.DETAILS
    if len(wording) > MAX_PHRASING:
        return Obstacle.TOO_LONG
    return None if any(char.isalnum() for char in wording) else Obstacle.NO_WORDS


def _confirmed(row: Row[tuple[object, ...]]) -> Confirmed:
    return Confirmed(
        id=row.id,
        case_id=row.case_id,
        case_key=row.key,
        title=row.title,
        question=row.text,
        language=row.language,
        confidence=row.confidence,
        chosen_at=row.chosen_at,
        obstacle=_obstacle(clean(row.text)),
    )


def _by_time(question: Unanswered) -> tuple[datetime, int]:
    return question.asked_at, question.dilemma_id


def _sameness(text: str) -> str:
    """What two texts share that differ only in capitals, spaces, or the signs around them."""
    return clean(text).casefold().strip(" .,;:!?…")
