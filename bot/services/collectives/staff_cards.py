"""What staff see of the collectives, in the staff chat: never who somebody is."""

from collections.abc import Sequence
from html import escape

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Card, Html, shorten
from bot.services.answers import page_buttons
from bot.services.collectives import collectives
from bot.services.collectives import experience as collective_experience
from bot.services.collectives.cards import BUTTON_NAME, View, heading, status
from bot.services.names import matching_name
from bot.texts import plain, say
from models import Case, Collective, CollectiveContact, CollectiveGroup, ContactRole

PER_PAGE = 8
CASES_SHOWN = 5
CASES_PER_PAGE = 6
TITLE = 120


async def overview(session: AsyncSession, page: int, view: View, wanted: str = "") -> Card:
    """A page of all collectives, or of those whose name or place holds the words `wanted`."""
    language = view.language
    found = [one for one in await collectives.listed(session) if _fits(one, wanted)]
    key = "collective-list-heading" if not wanted else "collective-list-found"
    text = f"<b>{say(language, key, count=len(found), wanted=shorten(wanted, TITLE))}</b>"
    count = max(-(-len(found) // PER_PAGE), 1)
    page = min(max(page, 1), count)
    if count > 1:
        text += f"\n<i>{say(language, 'page-number', page=page, count=count)}</i>"
    here = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    for one in here:
        text += f"\n\n{_line(one, view)}"
    rows = [[Button(shorten(one.name, BUTTON_NAME), f"cs:o:{one.id}:{page}")] for one in here]
    if not wanted:
        rows.append(page_buttons(language, page, count, lambda to: f"cs:l:{to}"))
    elif count > 1:
        text += f"\n\n{say(language, 'collective-list-more')}"
    # Labels of some length have a row of their own: Telegram cuts them off on a phone.
    rows.append([Button(plain(language, "button-collective-new"), "cs:b:0")])
    rows.append([Button(plain(language, "button-collective-new-link"), "cs:i:0")])
    return Card(Html(text), rows)


async def one(session: AsyncSession, collective: Collective, page: int, view: View) -> Card:
    """All there is to know about a collective, without names of people; `page` of the list leads back."""
    language = view.language
    by_role = {contact.role: contact for contact in await collectives.contacts(session, collective)}
    lines = [*heading(collective), ""]
    lines += [await _presence(session, by_role.get(role), role, view) for role in ContactRole]
    if collective.email:
        lines.append(say(language, "collective-email", email=collective.email))
    lines.append(status(collective, view))
    lines.append(say(language, "collective-cap", cap=collectives.cap(collective, view.usual_cap)))
    groups = await session.scalar(
        select(func.count())
        .select_from(CollectiveGroup)
        .where(CollectiveGroup.collective_id == collective.id)
    )
    lines.append(say(language, "collective-groups-count", count=groups or 0))
    cases = await collective_experience.cases_of(session, collective)
    lines.append(say(language, "collective-cases-count", count=len(cases)))
    lines += [f"• {escape(_title(case), quote=False)}" for case in cases[:CASES_SHOWN]]
    if len(cases) > CASES_SHOWN:
        lines.append("• …")
    return Card(Html("\n".join(lines)), _rows(collective, page, view, set(by_role)))


def edit_choice(collective: Collective, language: str) -> Card:
    """What staff may change."""
    fields = ("name", "place", "themes", "email")
    buttons = [
        Button(plain(language, f"button-collective-edit-{name}"), f"cs:{name[0]}:{collective.id}")
        for name in fields
    ]
    cap = Button(plain(language, "button-collective-cap"), f"cs:m:{collective.id}")
    text = say(language, "collective-edit-question", name=collective.name)
    return Card(text, [buttons[:2], buttons[2:], [cap], [_back(collective, language)]])


async def experience(session: AsyncSession, collective: Collective, page: int, language: str) -> Card:
    """The cases that are a collective's experience, each to be taken away, and a way to add one."""
    cases = await collective_experience.cases_of(session, collective)
    count = max(-(-len(cases) // CASES_PER_PAGE), 1)
    page = min(max(page, 1), count)
    first = (page - 1) * CASES_PER_PAGE
    here = cases[first : first + CASES_PER_PAGE]
    about = say(language, "collective-experience-heading", name=collective.name, count=len(cases))
    text = f"<b>{about}</b>"
    for number, case in enumerate(here, start=first + 1):
        text += f"\n\n{say(language, 'choice-title', number=number, title=_title(case))}"
    rows = [
        [
            Button(
                plain(language, "button-collective-remove-case", number=number),
                f"cs:x:{collective.id}:{case.id}",
            )
            for number, case in enumerate(here, start=first + 1)
        ][start : start + 3]
        for start in range(0, len(here), 3)
    ]
    rows.append(page_buttons(language, page, count, lambda to: f"cs:v:{collective.id}:{to}"))
    rows.append(
        [
            Button(plain(language, "button-collective-add-case"), f"cs:a:{collective.id}"),
            _back(collective, language),
        ]
    )
    return Card(Html(text), rows)


def cases_found(collective: Collective, cases: Sequence[Case], language: str) -> Card:
    """Cases that a search gave, each to be added."""
    if not cases:
        return Card(say(language, "collective-no-case-found"), [[_back(collective, language)]])
    text = str(say(language, "collective-cases-found", name=collective.name))
    for number, case in enumerate(cases, start=1):
        text += f"\n\n{say(language, 'choice-title', number=number, title=_title(case))}"
    rows = [[Button(shorten(case.title, BUTTON_NAME), f"cs:y:{collective.id}:{case.id}")] for case in cases]
    return Card(Html(text), [*rows, [_back(collective, language)]])


def remove_question(collective: Collective, language: str) -> Card:
    """Whether a collective really has to go."""
    yes = Button(plain(language, "button-collective-remove-yes"), f"cs:z:{collective.id}", style="danger")
    text = say(language, "collective-remove-question", name=collective.name)
    return Card(text, [[yes, _back(collective, language)]])


def dismiss_question(collective: Collective, role: ContactRole, language: str) -> Card:
    """Whether somebody's role really has to be taken away."""
    verb = "k" if role is ContactRole.CONTACT else "q"
    yes = Button(
        plain(language, "button-collective-dismiss-yes"), f"cs:{verb}:{collective.id}:1", style="danger"
    )
    text = say(language, f"collective-dismiss-question-{role}", name=collective.name)
    return Card(text, [[yes, _back(collective, language)]])


def _fits(collective: Collective, wanted: str) -> bool:
    words = matching_name(wanted).split()
    has = f"{collective.matching_name} {matching_name(collective.place)}"
    return all(word in has for word in words) and (bool(words) or not wanted.strip())


def _line(collective: Collective, view: View) -> Html:
    roles = {contact.role for contact in collective.contacts}
    there = "contact" if ContactRole.CONTACT in roles else "deputy" if roles else "nobody"
    key = "collective-line" if collective.is_available(view.at) else "collective-line-paused"
    return say(view.language, key, name=collective.name, place=collective.place or "–", there=there)


async def _presence(
    session: AsyncSession, contact: CollectiveContact | None, role: ContactRole, view: View
) -> Html:
    if contact is None:
        return say(view.language, f"collective-absent-{role}")
    reached = await collectives.is_reachable(session, contact.person)
    return say(
        view.language,
        f"collective-present-{role}",
        date=view.day(contact.since),
        reached="yes" if reached else "no",
    )


def _rows(collective: Collective, page: int, view: View, there: set[ContactRole]) -> list[list[Button]]:
    number = collective.id

    def button(key: str, verb: str, style: str | None = None) -> Button:
        return Button(plain(view.language, key), f"cs:{verb}:{number}", style=style)

    dismiss = [
        button(f"button-collective-dismiss-{role}", verb) for role, verb in _DISMISS.items() if role in there
    ]
    pausing = (
        button("button-collective-pause", "j")
        if collective.is_available(view.at)
        else button("button-collective-resume", "g", "success")
    )
    return [
        [button("button-collective-invite-contact", "u")],
        [button("button-collective-invite-deputy", "d")],
        *([one] for one in dismiss),
        [button("button-collective-edit", "w"), button("button-collective-experience", "v")],
        [pausing, button("button-collective-remove", "r")],
        [Button(plain(view.language, "button-collective-list"), f"cs:l:{page}")],
    ]


_DISMISS = {ContactRole.CONTACT: "k", ContactRole.DEPUTY: "q"}


def _title(case: Case) -> str:
    return shorten(f"{case.title} ({case.key})", TITLE)


def _back(collective: Collective, language: str) -> Button:
    return Button(plain(language, "button-back"), f"cs:o:{collective.id}")
