"""What staff see of the library in the chat: what was found, one case with its buttons, and its history."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from babel.dates import format_date
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Block, Button, Card, Html, pages, shorten
from bot.services import answers
from bot.services.cases.case_library import Changed
from bot.services.cases.casework_cards import FIELD_TEXTS
from bot.services.collectives import collectives
from bot.services.collectives import experience as collective_experience
from bot.texts import plain, say
from models import Case, CaseDraft

MOST_DRAFTS = 8
TITLE = 60
VALUE = 300
CHANGES_A_PAGE = 5
# What changes besides the fields of a draft.
CHANGE_TEXTS = {
    "published": "case-change-published",
    "retired": "case-change-retired",
    "brought-back": "case-change-back",
    "checked_on": "case-change-checked",
}


def overview(drafts: Sequence[CaseDraft], count: int, language: str) -> Card:
    """How to search, and the drafts that are worked on."""
    rows = [
        [Button(f"📝 {draft.id} · {shorten(draft.title, TITLE)}", f"kd:{draft.id}:{draft.version}:v:1")]
        for draft in drafts
    ]
    return Card(say(language, "cases-overview", count=count, drafts=len(drafts)), rows)


def found(cases: Sequence[Case], words: str, language: str) -> Card:
    """The cases that a search found, each a press away."""
    if not cases:
        return Card(say(language, "cases-none", words=shorten(words, 100)))
    lines = [
        f"<b>{escape(case.key, quote=False)}</b> · {escape(shorten(case.title, 150), quote=False)}"
        + (f" <i>({say(language, 'case-retired')})</i>" if case.retired_at is not None else "")
        for case in cases
    ]
    rows = [[Button(shorten(case.title, TITLE), f"kc:{case.id}:o:1")] for case in cases]
    head = say(language, "cases-found", words=shorten(words, 100))
    return Card(Html("\n\n".join([head, *lines])), rows)


async def opened(
    session: AsyncSession, case: Case, page: int, language: str, *, at: datetime, was_found: bool = False
) -> Card:
    """A case as residents read it, what staff know of it besides, and what they can do with it.

    With `was_found` there is a way back to what a search found.
    """
    sheets = answers.case_pages(case, language)
    page = min(max(page, 1), len(sheets))
    turn = answers.page_buttons(language, page, len(sheets), lambda to: f"kc:{case.id}:o:{to}")
    known = [say(language, "case-key", number=case.key)]
    if case.retired_at is not None:
        known.append(say(language, "case-retired"))
    if await _has_contact(session, case, at):
        known.append(say(language, "case-owner-contact"))
    rows = [
        turn,
        [
            Button(plain(language, "button-edit-case"), f"kc:{case.id}:e", style="primary"),
            Button(plain(language, "button-checked"), f"kc:{case.id}:c"),
        ],
        [
            Button(plain(language, "button-history"), f"kc:{case.id}:h:1"),
            Button(plain(language, "button-bring-back"), f"kc:{case.id}:b")
            if case.retired_at is not None
            else Button(plain(language, "button-retire"), f"kc:{case.id}:t"),
        ],
        [Button(plain(language, "button-found-cases"), f"kc:{case.id}:s")] if was_found else [],
    ]
    return Card(Html(f"{' · '.join(known)}\n\n{sheets[page - 1]}"), rows)


def ask_to_retire(case: Case, language: str) -> Card:
    """Whether a case is really to go out of the answers."""
    rows = [
        [
            Button(plain(language, "button-retire-yes"), f"kc:{case.id}:u", style="danger"),
            Button(plain(language, "button-back"), f"kc:{case.id}:o:1"),
        ]
    ]
    return Card(say(language, "case-retire-ask", title=case.title), rows)


def history(case: Case, changes: Sequence[Changed], page: int, language: str) -> Card:
    """What was changed in a case, by whom and when, the latest first; staff by their Telegram id."""
    count = max(1, -(-len(changes) // CHANGES_A_PAGE))
    page = min(max(page, 1), count)
    part = changes[(page - 1) * CHANGES_A_PAGE : page * CHANGES_A_PAGE]
    head = say(language, "case-history", title=shorten(case.title, 150))
    blocks = [_change(change, language) for change in part]
    body = pages(blocks) if blocks else [say(language, "case-history-none")]
    turn = answers.page_buttons(language, page, count, lambda to: f"kc:{case.id}:h:{to}")
    back = Button(plain(language, "button-back"), f"kc:{case.id}:o:1")
    return Card(Html(f"{head}\n\n{body[0]}"), [turn, [back]])


def _change(change: Changed, language: str) -> Block:
    what = plain(language, CHANGE_TEXTS.get(change.field) or FIELD_TEXTS[change.field])
    when = format_date(change.at, "d MMM y", locale=language)
    who = str(change.actor) if change.actor is not None else plain(language, "case-change-nobody")
    if change.field in CHANGE_TEXTS:
        text = change.after if change.field == "checked_on" else ""
    else:
        before = shorten(change.before, VALUE) or plain(language, "draft-empty")
        text = f"{before}\n→ {shorten(change.after, VALUE) or plain(language, 'draft-empty')}"
    return Block(text, heading=f"{when} · {what} · {who}")


async def _has_contact(session: AsyncSession, case: Case, at: datetime) -> bool:
    for collective in await collective_experience.experienced(session, case, at):
        if await collectives.contact_of(session, collective) is not None:
            return True
    return False
