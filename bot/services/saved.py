"""A person's own list of saved cases."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.messages import Button, Card, Html, shorten
from bot.services.answers import BUTTON_TITLE, TITLE, case_pages, page_buttons
from bot.texts import plain, say
from models import Case, Person, SavedCase

PER_PAGE = 8


async def save(session: AsyncSession, person: Person, case_id: int, *, at: datetime) -> bool:
    """Put a case on the list; False when it was there."""
    insert = insert_for(session)
    saved = await session.execute(
        insert(SavedCase)
        .values(person_id=person.id, case_id=case_id, saved_at=at)
        .on_conflict_do_nothing(index_elements=["person_id", "case_id"])
        .returning(SavedCase.case_id)
    )
    return saved.first() is not None


async def remove(session: AsyncSession, person: Person, case_id: int) -> None:
    """Take a case off the list."""
    await session.execute(
        delete(SavedCase).where(SavedCase.person_id == person.id, SavedCase.case_id == case_id)
    )


async def overview(session: AsyncSession, person: Person, page: int, language: str) -> Card:
    """A page of the list, last saved first; a page that does not exist shows the nearest."""
    cases = await _list(session, person)
    if not cases:
        return Card(say(language, "saved-empty"))
    count = -(-len(cases) // PER_PAGE)
    page = min(max(page, 1), count)
    text = f"<b>{say(language, 'saved-heading')}</b>"
    if count > 1:
        text += f"\n<i>{say(language, 'page-number', page=page, count=count)}</i>"
    first = (page - 1) * PER_PAGE
    here = cases[first : first + PER_PAGE]
    # In full in the text: on a phone a button shows only the first words.
    for number, case in enumerate(here, start=first + 1):
        text += f"\n\n{say(language, 'choice-title', number=number, title=shorten(case.title, TITLE))}"
    rows = [[Button(shorten(case.title, BUTTON_TITLE), f"s:{case.id}:1")] for case in here]
    return Card(Html(text), [*rows, page_buttons(language, page, count, lambda to: f"sl:{to}")])


async def saved_case(
    session: AsyncSession, person: Person, case_id: int, page: int, language: str
) -> Card | None:
    """A page of a saved case; None when it is not on this person's list (any more)."""
    cases = await _list(session, person)
    place = next((place for place, case in enumerate(cases) if case.id == case_id), None)
    if place is None:
        return None
    case, listed_on = cases[place], place // PER_PAGE + 1
    sheets = case_pages(case, language)
    page = min(max(page, 1), len(sheets))
    rows = [
        page_buttons(language, page, len(sheets), lambda to: f"s:{case.id}:{to}"),
        [
            Button(plain(language, "button-back"), f"sl:{listed_on}"),
            Button(plain(language, "button-remove"), f"sr:{case.id}:{listed_on}"),
        ],
    ]
    return Card(sheets[page - 1], rows)


async def _list(session: AsyncSession, person: Person) -> list[Case]:
    """All that somebody saved, last saved first."""
    cases = await session.scalars(
        select(Case)
        .join(SavedCase, SavedCase.case_id == Case.id)
        .where(SavedCase.person_id == person.id)
        .order_by(SavedCase.saved_at.desc(), Case.id)
    )
    return list(cases)
