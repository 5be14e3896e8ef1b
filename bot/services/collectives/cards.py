"""What a contact person or deputy sees of their collective, in private; and what a group sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Card, Html, shorten
from bot.services.collectives import collectives, experience
from bot.services.collectives.invitations import CONSENT_TEXT, Opened
from bot.texts import plain, say
from models import Collective, CollectiveGroup, ContactRole, Person

BUTTON_NAME = 50
CAPS = (1, 2, 3, 5, 10)
# What stands for "the default" in a button's data; no cap is that high.
CAP_DEFAULT = 999
PAUSE_MONTHS = (1, 3)
# A button for each theme, two a row.
THEMES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class View:
    """For whom a card is made: language, now, their zone, and how often a month one is usually asked."""

    language: str
    at: datetime
    zone: tzinfo
    usual_cap: int

    def day(self, instant: datetime) -> str:
        """The date of an instant where the readers are, in words."""
        return format_date(instant.astimezone(self.zone), "long", locale=self.language)


def theme_words(theme: str) -> str:
    """A theme as words: the library writes "gebouw-en-beheer"."""
    return theme.replace("-", " ")


def where_and_what(collective: Collective) -> str:
    """Place and themes on one line, as plain text."""
    return " · ".join(
        part for part in (collective.place, ", ".join(map(theme_words, collective.themes))) if part
    )


def heading(collective: Collective) -> list[str]:
    """Its name, and below it place and themes as far as they are known, as HTML."""
    about = escape(where_and_what(collective), quote=False)
    return [f"<b>{escape(collective.name, quote=False)}</b>", *([about] if about else [])]


def status(collective: Collective, view: View) -> Html:
    """Whether it may be asked, in a sentence."""
    if collective.is_paused:
        return say(view.language, "collective-status-paused")
    if collective.paused_until is not None and collective.paused_until > view.at:
        return say(view.language, "collective-status-paused-until", date=view.day(collective.paused_until))
    return say(view.language, "collective-status-open")


def consent(opened: Opened, view: View) -> Card:
    """What it means to speak for a collective, what is kept and who sees what; with yes and no."""
    language = view.language
    name = opened.collective.name if opened.collective is not None else ""
    which = opened.invitation.role if opened.collective is not None else "new"
    intro = say(language, f"collective-invited-{which}", name=name)
    cap = view.usual_cap if opened.collective is None else collectives.cap(opened.collective, view.usual_cap)
    terms = say(language, CONSENT_TEXT[opened.invitation.role], cap=cap)
    number = opened.invitation.id
    rows = [
        [
            Button(plain(language, "button-collective-agree"), f"ci:y:{number}", style="success"),
            Button(plain(language, "button-collective-decline"), f"ci:n:{number}"),
        ]
    ]
    return Card(Html(f"{intro}\n\n{terms}"), rows)


async def overview(session: AsyncSession, person: Person, view: View) -> Card:
    """Somebody's collectives: the one there is, a list of several, or how to get one."""
    found = await collectives.of_person(session, person)
    if not found:
        return Card(say(view.language, "collective-none"))
    if len(found) == 1:
        return await mine(session, *found[0], view)
    rows = [[Button(shorten(one.name, BUTTON_NAME), f"c:o:{one.id}")] for one, _ in found]
    return Card(say(view.language, "collective-several"), rows)


async def mine(session: AsyncSession, collective: Collective, role: ContactRole, view: View) -> Card:
    """One collective, for who speaks for it, with what they may change."""
    language = view.language
    others = [one for one in await collectives.contacts(session, collective) if one.role is not role]
    groups = await _groups(session, collective)
    cases = await experience.cases_of(session, collective)
    lines = [
        *heading(collective),
        "",
        say(language, f"collective-you-are-{role}"),
        status(collective, view),
        say(language, "collective-cap", cap=collectives.cap(collective, view.usual_cap)),
        say(language, f"collective-other-{role}", there="yes" if others else "no"),
        say(language, "collective-groups-count", count=len(groups)),
        say(language, "collective-cases-count", count=len(cases)),
    ]
    paused = not collective.is_available(view.at)
    reached = bool(others) and await collectives.is_reachable(session, others[0].person)
    rows = [[_pause_button(collective, language, paused=paused)]]
    if role is ContactRole.CONTACT:
        rows += _contact_rows(collective, language, has_deputy=bool(others))
    elif not reached:
        rows.append([Button(plain(language, "button-collective-take-over"), f"c:t:{collective.id}")])
    rows.append(
        [
            Button(plain(language, "button-collective-groups"), f"c:b:{collective.id}"),
            Button(plain(language, "button-collective-stop"), f"c:q:{collective.id}"),
        ]
    )
    return Card(Html("\n".join(lines)), rows)


def pause_choice(collective: Collective, language: str) -> Card:
    """For how long nothing is to be asked."""
    rows = [
        [Button(plain(language, "button-collective-months", months=months), f"c:p:{collective.id}:{months}")]
        for months in PAUSE_MONTHS
    ]
    rows.append([Button(plain(language, "button-collective-until-i-say"), f"c:p:{collective.id}:0")])
    return Card(
        say(language, "collective-pause-question", name=collective.name),
        [*rows, [_back(collective, language)]],
    )


def cap_choice(collective: Collective, view: View, prefix: str, back: str) -> Card:
    """How often a month it may be asked; `prefix` begins the data of the buttons, `back` leads back."""
    language = view.language
    numbers = [Button(str(number), f"{prefix}:{number}") for number in CAPS]
    default = Button(
        plain(language, "button-collective-cap-default", cap=view.usual_cap), f"{prefix}:{CAP_DEFAULT}"
    )
    text = say(
        language,
        "collective-cap-question",
        name=collective.name,
        cap=collectives.cap(collective, view.usual_cap),
    )
    return Card(text, [numbers, [default], [Button(plain(language, "button-back"), back)]])


async def groups(session: AsyncSession, collective: Collective, view: View) -> Card:
    """The groups that belong to a collective, to be untied; their names are not kept."""
    found = await _groups(session, collective)
    rows = [
        [
            Button(
                plain(view.language, "button-collective-untie-this", number=number, date=view.day(one.since)),
                f"c:x:{collective.id}:{one.chat_id}",
            )
        ]
        for number, one in enumerate(found, start=1)
    ]
    text = say(view.language, "collective-groups", name=collective.name, count=len(found))
    return Card(text, [*rows, [_back(collective, view.language)]])


def stop_question(collective: Collective, role: ContactRole, language: str) -> Card:
    """Whether somebody really wants to stop."""
    rows = [
        [
            Button(plain(language, "button-collective-stop-yes"), f"c:z:{collective.id}", style="danger"),
            _back(collective, language),
        ]
    ]
    return Card(say(language, f"collective-stop-question-{role}", name=collective.name), rows)


def drop_deputy_question(collective: Collective, language: str) -> Card:
    """Whether the contact person really wants another deputy."""
    rows = [
        [
            Button(
                plain(language, "button-collective-drop-deputy-yes"), f"c:w:{collective.id}", style="danger"
            ),
            _back(collective, language),
        ]
    ]
    return Card(say(language, "collective-drop-deputy-question", name=collective.name), rows)


def invitation(view: View, key: str, address: str, until: datetime, **arguments: str) -> Card:
    """A link to pass on, with what to know about it."""
    return Card(say(view.language, key, address=address, date=view.day(until), **arguments))


def themes_choice(offered: Sequence[str], chosen: Sequence[str], language: str) -> Card:
    """Which themes suit a collective: press to choose, press again to leave out."""
    buttons = [
        Button(("✓ " if theme in chosen else "") + shorten(theme_words(theme), BUTTON_NAME), f"ct:{number}")
        for number, theme in enumerate(offered[:THEMES_SHOWN])
    ]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    ready = Button(plain(language, "button-collective-ready"), "ct:ok", style="success")
    return Card(say(language, "collective-ask-themes"), [*rows, [ready]])


def group_choice(found: Sequence[Collective], tied: Collective | None, language: str) -> Card:
    """In a group, for who speaks for a collective: which one the group belongs to."""
    if tied is not None:
        untie = Button(plain(language, "button-collective-untie"), f"cg:n:{tied.id}")
        return Card(say(language, "collective-group-tied", name=tied.name), [[untie]])
    rows = [[Button(shorten(one.name, BUTTON_NAME), f"cg:y:{one.id}")] for one in found]
    return Card(say(language, "collective-group-question"), rows)


async def _groups(session: AsyncSession, collective: Collective) -> list[CollectiveGroup]:
    found = await session.scalars(
        select(CollectiveGroup)
        .where(CollectiveGroup.collective_id == collective.id)
        .order_by(CollectiveGroup.since, CollectiveGroup.chat_id)
    )
    return list(found)


def _contact_rows(collective: Collective, language: str, *, has_deputy: bool) -> list[list[Button]]:
    number = collective.id
    rows = [
        [
            Button(plain(language, "button-collective-cap"), f"c:m:{number}"),
            Button(plain(language, "button-collective-themes"), f"c:h:{number}"),
        ],
        [Button(plain(language, "button-collective-invite-deputy"), f"c:d:{number}")],
    ]
    if has_deputy:
        rows.append([Button(plain(language, "button-collective-drop-deputy"), f"c:v:{number}")])
    return rows


def _pause_button(collective: Collective, language: str, *, paused: bool) -> Button:
    if paused:
        return Button(plain(language, "button-collective-resume"), f"c:g:{collective.id}", style="success")
    return Button(plain(language, "button-collective-pause"), f"c:p:{collective.id}")


def _back(collective: Collective, language: str) -> Button:
    return Button(plain(language, "button-back"), f"c:o:{collective.id}")
