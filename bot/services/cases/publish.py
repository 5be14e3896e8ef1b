"""From draft to library: the collective's agreement, what stands in the way, and the moment it goes live."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import CaseworkError
from bot.matching import CaseText, Match
from bot.matching.similar import Pair, near_duplicates
from bot.services import audit
from bot.services.cases import casework, details
from bot.services.cases.fields import one_line
from bot.services.collectives import collectives
from bot.services.collectives import experience as collective_experience
from bot.services.library import library
from bot.services.library.records import check_record
from bot.services.privacy import consents
from models import (
    Agreement,
    Case,
    CaseChange,
    CaseDraft,
    CaseDraftEdit,
    CaseNews,
    Collective,
    DraftState,
    Person,
)

# What a contact of a collective agrees to, and the version of the sentence with which it is asked.
PURPOSE = "publish-case"
CONSENT_TEXT = "case-consent-ask"
CONSENT_VERSION = 1
MAX_NOTE = 500
# Comparing a case with this many takes a tenth of a second.
MOST_COMPARED = 1_000
# To compare by meaning each has to be encoded: some 40 ms of processor time with the two encoders.
MOST_NEAR = 4


class Obstacle(StrEnum):
    """What stands between a draft and the library."""

    CLOSED = "closed"
    MISSING = "missing"
    DETAILS = "details"
    AGREEMENT = "agreement"
    UNREACHABLE = "unreachable"
    GONE = "gone"
    MOVED = "moved"


class NotReadyError(CaseworkError):
    """The draft cannot be published; `why` says it in a word."""

    def __init__(self, why: Obstacle) -> None:
        """Take the reason."""
        super().__init__(f"The draft cannot be published: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask for the collective's agreement."""

    collective: Collective
    contact: Person


async def whom_to_ask(session: AsyncSession, draft: CaseDraft) -> Ask | None:
    """The collective that the draft names and who speaks for it; None when nobody can be reached."""
    collective = await _collective(session, draft)
    if collective is None:
        return None
    contact = await collectives.contact_of(session, collective)
    return None if contact is None else Ask(collective, contact)


async def ask(session: AsyncSession, draft: CaseDraft, *, at: datetime, by: Person) -> Ask:
    """Record that the collective is asked; the handler puts the question to the contact.

    Raises NotReadyError when the text is not ready to be read, or nobody can be asked.
    """
    _refuse_unready(draft, at.date())
    found = await whom_to_ask(session, draft)
    if found is None:
        raise NotReadyError(Obstacle.UNREACHABLE)
    draft.state, draft.asked_at = DraftState.WAITING, at
    await _audit(
        session, draft, "case-agreement-asked", at=at, by=by, detail=f"collective {draft.collective_id}"
    )
    return found


async def may_answer(session: AsyncSession, draft: CaseDraft, person: Person) -> bool:
    """Whether somebody speaks for the collective of a draft."""
    collective = await _collective(session, draft)
    return collective is not None and await collectives.role_of(session, collective, person) is not None


async def answer(
    session: AsyncSession,
    draft: CaseDraft,
    agreement: Agreement,
    *,
    language: str,
    at: datetime,
    by: Person,
) -> None:
    """Record what the contact says of the text as it stands: GIVEN, CHANGES or REFUSED."""
    draft.agreement, draft.agreed_at, draft.agreed_by_id = agreement, at, by.id
    draft.state = DraftState.DRAFT
    if agreement is Agreement.GIVEN:
        await consents.record(
            session,
            by,
            PURPOSE,
            casework.subject_of(draft),
            text_key=CONSENT_TEXT,
            text_version=CONSENT_VERSION,
            language=language,
            at=at,
        )
    await _audit(session, draft, f"case-agreement-{agreement.value}", at=at, by=by)


async def record_agreement(
    session: AsyncSession, draft: CaseDraft, how: str | None, *, at: datetime, by: Person
) -> None:
    """Staff record that the collective agreed, and how; None: no collective is concerned."""
    draft.agreement = Agreement.NOBODY if how is None else Agreement.RECORDED
    draft.agreed_how = one_line(how or "")[:MAX_NOTE]
    draft.agreed_at, draft.agreed_by_id = at, by.id
    draft.state = DraftState.DRAFT
    await _audit(session, draft, f"case-agreement-{draft.agreement.value}", at=at, by=by)


def own_text(draft: CaseDraft) -> CaseText:
    """A draft as it is compared with cases."""
    return CaseText(id="", title=draft.title, dilemma=draft.dilemma)


async def nearest(session: AsyncSession, draft: CaseDraft, match: Match) -> list[CaseText]:
    """The cases that the matcher finds for a draft's own words, to be compared with it by meaning."""
    near = [int(found.case_id) for found in match.candidates[:MOST_NEAR]]
    texts = await library.stamped_texts(session, near)
    return [stamped.text for case_id, stamped in texts.items() if case_id != draft.case_id]


async def duplicates(
    session: AsyncSession, draft: CaseDraft, match: Match | None, meant: Sequence[Pair] = ()
) -> list[tuple[Pair, Case]]:
    """The cases that the draft is much like, the likest first: by words, and those that are so by meaning.

    In a large library only those are compared by words that `match`, the matcher's answer to the draft's own
    words, has found, and the first of its theme. `meant` is what was found by meaning.
    """
    near = [] if match is None else [int(found.case_id) for found in match.candidates]
    ids = await _compared(session, draft, near)
    texts = await library.stamped_texts(session, ids)
    # The id of a case that is edited is left out: it is like itself.
    among = [stamped.text for case_id, stamped in texts.items() if case_id != draft.case_id]
    by_words = near_duplicates([own_text(draft)], None, among=among)
    # The two measures have scales of their own: what is alike in words comes first.
    pairs = list({pair.second: pair for pair in (*meant, *by_words)}.values())
    pairs.sort(key=lambda pair: (pair not in by_words, -pair.likeness))
    cases = await library.get_cases(session, [int(pair.second) for pair in pairs])
    return [(pair, cases[int(pair.second)]) for pair in pairs if int(pair.second) in cases]


async def publish(session: AsyncSession, draft: CaseDraft, *, today: date, at: datetime, by: Person) -> Case:
    """Bring the draft into the library, where it is found at once; raises NotReadyError.

    A new case is checked as of `today`, and those who asked the same are told of it afterwards. A changed
    case gets the fields that the draft changed, and its history says who changed them.
    """
    _refuse_unready(draft, today)
    if not draft.is_edit and not draft.agreement.allows:
        raise NotReadyError(Obstacle.AGREEMENT)
    await library.lock(session)
    case = (
        await _change(session, draft, at, by) if draft.is_edit else await _make(session, draft, today, at, by)
    )
    library.touch(case, at)
    case.edited_at = at
    await session.flush()
    await library.raise_revision(session)
    if (collective := await _collective(session, draft)) is not None:
        await collective_experience.add(session, collective, case, at=at)
    draft.state, draft.case_id = DraftState.PUBLISHED, case.id
    draft.version += 1
    draft.changed_at, draft.changed_by_id = at, by.id
    # What was the resident's own is the library's now, without what tells who it was.
    draft.person_id, draft.kept, draft.base = None, [], {}
    await session.flush()
    action = "case-changed" if draft.is_edit else "case-published"
    await audit.record(
        session,
        at=at,
        actor=by,
        action=action,
        subject=f"case:{case.key}",
        detail=f"{casework.subject_of(draft)}, agreement {draft.agreement.value}",
    )
    return case


async def _make(session: AsyncSession, draft: CaseDraft, today: date, at: datetime, by: Person) -> Case:
    case = Case(
        key=await _free_key(session, draft), checked_on=today, changed_at=at, **casework.values_of(draft)
    )
    session.add(case)
    await session.flush()
    session.add(CaseNews(case_id=case.id, dilemma_id=draft.dilemma_id, published_at=at, cursor=0, told=0))
    session.add(
        CaseChange(case_id=case.id, at=at, person_id=by.id, field="published", before="", after=case.title)
    )
    return case


async def _change(session: AsyncSession, draft: CaseDraft, at: datetime, by: Person) -> Case:
    case = None if draft.case_id is None else await session.get(Case, draft.case_id, populate_existing=True)
    if case is None:
        raise NotReadyError(Obstacle.GONE)
    live, wanted = casework.values_of(case), casework.values_of(draft)
    mine = [name for name in casework.NAMES if wanted[name] != draft.base.get(name)]
    if _rebase(draft, live, mine):
        raise NotReadyError(Obstacle.MOVED)
    authors = await _authors(session, draft)
    for name in mine:
        session.add(
            CaseChange(
                case_id=case.id,
                at=at,
                person_id=authors.get(name, by.id),
                field=name,
                before=details.struck(as_text(live[name]), draft.kept),
                after=as_text(wanted[name]),
            )
        )
        setattr(case, name, wanted[name])
    return case


def _rebase(draft: CaseDraft, live: dict[str, Any], mine: list[str]) -> list[str]:
    """Follow what changed in the library since the draft was begun; which of the draft's own fields it hits.

    The draft keeps its own words for those, and saves over them when staff, who are told, save once more.
    """
    moved = [name for name in casework.NAMES if live[name] != draft.base.get(name)]
    hit = [name for name in moved if name in mine and live[name] != getattr(draft, name)]
    for name in moved:
        if name not in mine:
            setattr(draft, name, live[name])
    draft.base = live
    return hit


async def _authors(session: AsyncSession, draft: CaseDraft) -> dict[str, int | None]:
    """Who changed each field of a draft last."""
    rows = await session.execute(
        select(CaseDraftEdit.field, CaseDraftEdit.person_id)
        .where(CaseDraftEdit.draft_id == draft.id)
        .order_by(CaseDraftEdit.version)
    )
    return {row.field: row.person_id for row in rows}


def as_text(value: str | int | list[str] | None) -> str:
    """A value of a field as history shows it."""
    if isinstance(value, list):
        return "\n".join(f"• {item}" for item in value)
    return "" if value is None else str(value)


def _refuse_unready(draft: CaseDraft, today: date) -> None:
    if not draft.state.is_open:
        raise NotReadyError(Obstacle.CLOSED)
    if isinstance(check_record({"id": "draft", **casework.values_of(draft)}, today=today), list):
        raise NotReadyError(Obstacle.MISSING)
    if details.findings(draft):
        raise NotReadyError(Obstacle.DETAILS)


async def _collective(session: AsyncSession, draft: CaseDraft) -> Collective | None:
    return None if draft.collective_id is None else await collectives.by_id(session, draft.collective_id)


async def _free_key(session: AsyncSession, draft: CaseDraft) -> str:
    """The number of the draft, and a letter more as long as editors have a case of that name."""
    key = f"bot-{draft.id}"
    while await session.scalar(select(Case.id).where(Case.key == key)) is not None:
        key += "x"
    return key


async def _compared(session: AsyncSession, draft: CaseDraft, near: list[int]) -> list[int] | None:
    """With which cases to compare: all of a library that is not large (None), else those that are near."""
    if (await session.scalar(select(func.count()).where(Case.retired_at.is_(None))) or 0) <= MOST_COMPARED:
        return None
    same_theme = await session.scalars(
        select(Case.id).where(Case.retired_at.is_(None), Case.theme == draft.theme).limit(MOST_COMPARED)
    )
    return [*dict.fromkeys([*near, *same_theme])]


async def _audit(
    session: AsyncSession, draft: CaseDraft, action: str, *, at: datetime, by: Person, detail: str = ""
) -> None:
    about = f"version {draft.version}" + (f", {detail}" if detail else "")
    await session.flush()
    await audit.record(
        session, at=at, actor=by, action=action, subject=casework.subject_of(draft), detail=about
    )
