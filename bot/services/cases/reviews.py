"""Once a year a case's owner is asked whether it is still right: its collective's contact, else staff."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Button, Card, Html
from bot.services import answers, audit, people, staff
from bot.services.cases import case_library
from bot.services.collectives import collectives
from bot.services.collectives import experience as collective_experience
from bot.services.escalations.working_days import WorkingDays
from bot.services.roles import Roles
from bot.texts import plain, say
from models import Case, CaseReview, Chat, Experience, MessageClass, Person, ReviewAnswer

EVERY = timedelta(days=365)
# A case that was asked about in December is not asked about in January, though the year is another.
AT_LEAST_APART = timedelta(days=330)
# An import of hundreds of old cases is spread over months.
A_DAY = 5
# Then staff are asked in the contact's place.
CONTACT_SILENT = timedelta(days=30)
WORTH = timedelta(days=14)
FROM_HOUR, TO_HOUR = 9, 17


async def ask_due(
    session: AsyncSession, *, roles: Roles, zone: ZoneInfo, default_language: str, at: datetime
) -> int:
    """Ask about the cases that nobody checked for a year, a few each working day; how many."""
    local = at.astimezone(zone)
    if not WorkingDays(zone).is_working_day(local.date()) or not FROM_HOUR <= local.hour < TO_HOUR:
        return 0
    midnight = datetime.combine(local.date(), time(), zone)
    today = select(func.count()).select_from(CaseReview).where(CaseReview.asked_at >= midnight)
    room = A_DAY - (await session.scalar(today) or 0)
    asked = 0
    for case in await _due(session, at, max(room, 0)):
        asked += await _ask(session, case, roles, local.year, default_language, at)
    await _ask_staff_instead(session, roles, default_language, at)
    return asked


async def load(session: AsyncSession, review_id: int) -> tuple[CaseReview, Case] | None:
    """A question that was asked, for answering it, with its case; None when it is gone."""
    review = await session.get(CaseReview, review_id, with_for_update=True, populate_existing=True)
    case = None if review is None else await session.get(Case, review.case_id)
    return None if review is None or case is None else (review, case)


async def may_answer(session: AsyncSession, review: CaseReview, case: Case, person: Person) -> bool:
    """Whether somebody was asked, and still speaks for a collective whose experience the case is."""
    if review.person_id != person.id:
        return False
    for collective, _ in await collectives.of_person(session, person):
        row = await session.get(Experience, (collective.id, case.id))
        if row is not None and row.removed_at is None:
            return True
        if row is None and collective_experience.belongs_to(case, collective):
            return True
    return False


async def answer(
    session: AsyncSession,
    review: CaseReview,
    case: Case,
    answer: ReviewAnswer,
    *,
    zone: ZoneInfo,
    at: datetime,
    by: Person,
) -> None:
    """Record what the owner says: still right counts as checked today; a case that can go is retired."""
    review.answered_at, review.answer = at, answer
    if answer is ReviewAnswer.HOLDS:
        await case_library.mark_checked(session, case, at.astimezone(zone).date(), at=at, by=by)
    elif answer is ReviewAnswer.RETIRE:
        await case_library.retire(session, case, at=at, by=by)
    else:
        await session.flush()
        await audit.record(session, at=at, actor=by, action="case-review-adjust", subject=f"case:{case.key}")


def question(review: CaseReview, case: Case, language: str, page: int = 1) -> Card:
    """The question, with the whole case; for its contact or for staff."""
    sheets = answers.case_pages(case, language)
    page = min(max(page, 1), len(sheets))
    head = (
        say(language, "review-contact")
        if review.person_id is not None
        else say(language, "review-staff", number=case.key)
    )
    turn = answers.page_buttons(language, page, len(sheets), lambda to: f"ky:{review.id}:p:{to}")
    rows = [
        turn,
        [
            Button(plain(language, "button-review-holds"), f"ky:{review.id}:h", style="success"),
            Button(plain(language, "button-review-adjust"), f"ky:{review.id}:a"),
            Button(plain(language, "button-review-retire"), f"ky:{review.id}:r"),
        ],
    ]
    text = f"{head}\n\n{sheets[page - 1]}" if page == 1 else sheets[page - 1]
    return Card(Html(text), rows)


def ask_to_retire(review: CaseReview, language: str) -> Card:
    """Whether the case can really go."""
    rows = [
        [
            Button(plain(language, "button-review-retire-yes"), f"ky:{review.id}:t", style="danger"),
            Button(plain(language, "button-back"), f"ky:{review.id}:p:1"),
        ]
    ]
    return Card(say(language, "review-retire-ask"), rows)


async def _due(session: AsyncSession, at: datetime, most: int) -> list[Case]:
    if not most:
        return []
    long_ago = at - EVERY
    lately = exists().where(CaseReview.case_id == Case.id, CaseReview.asked_at > at - AT_LEAST_APART)
    rows = await session.scalars(
        select(Case)
        .where(
            Case.retired_at.is_(None),
            or_(
                Case.checked_on <= long_ago.date(),
                and_(Case.checked_on.is_(None), Case.changed_at <= long_ago),
            ),
            ~lately,
        )
        .order_by(Case.checked_on.is_(None), Case.checked_on, Case.id)
        .limit(most)
    )
    return list(rows)


async def _ask(
    session: AsyncSession, case: Case, roles: Roles, year: int, default_language: str, at: datetime
) -> bool:
    owner = await _owner(session, case, at)
    chat = await staff.staff_chat(session, roles) if owner is None else None
    chat = chat if owner is None else await collectives.private_chat(session, owner)
    if chat is None:
        return False
    insert = insert_for(session)
    added = await session.scalar(
        insert(CaseReview)
        .values(case_id=case.id, year=year, asked_at=at, person_id=None if owner is None else owner.id)
        # Two ticks may find the same.
        .on_conflict_do_nothing(index_elements=["case_id", "year"])
        .returning(CaseReview.id)
    )
    if added is None:
        return False
    review = await session.get_one(CaseReview, added)
    await _send(session, review, case, chat, owner, default_language, f"case-check:{case.id}:{year}", at)
    return True


async def _ask_staff_instead(
    session: AsyncSession, roles: Roles, default_language: str, at: datetime
) -> None:
    """Ask staff about what a contact said nothing to for a month."""
    chat = await staff.staff_chat(session, roles)
    if chat is None:
        return
    rows = await session.execute(
        select(CaseReview, Case)
        .join(Case, Case.id == CaseReview.case_id)
        .where(
            CaseReview.person_id.is_not(None),
            CaseReview.answered_at.is_(None),
            CaseReview.asked_at <= at - CONTACT_SILENT,
            Case.retired_at.is_(None),
        )
        .order_by(CaseReview.id)
        .limit(A_DAY)
    )
    for review, case in rows.all():
        review.person_id = None
        key = f"case-check:{case.id}:{review.year}:staff"
        await _send(session, review, case, chat, None, default_language, key, at)


async def _send(
    session: AsyncSession,
    review: CaseReview,
    case: Case,
    chat: Chat,
    owner: Person | None,
    default_language: str,
    key: str,
    at: datetime,
) -> None:
    language = people.language_for(chat, owner, None, default=default_language)
    message = Outgoing(
        key=key,
        chat_id=chat.id,
        payload=question(review, case, language).payload(),
        message_class=MessageClass.NOTICE,
        expires_at=at + WORTH,
    )
    await outbox.add(session, message, at=at)


async def _owner(session: AsyncSession, case: Case, at: datetime) -> Person | None:
    for collective in await collective_experience.experienced(session, case, at):
        contact = await collectives.contact_of(session, collective)
        if contact is not None:
            return contact
    return None
