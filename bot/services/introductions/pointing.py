"""Which collective staff can point a resident to: who can be asked at all, and who knows the theme first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Card, Html, shorten
from bot.services.answers import TITLE, page_buttons
from bot.services.collectives import collectives
from bot.services.collectives import experience as collective_experience
from bot.services.collectives.cards import BUTTON_NAME, heading
from bot.services.escalations.cards import number_of
from bot.services.names import matching_name
from bot.texts import plain, say
from models import (
    Case,
    Chat,
    ChatKind,
    Collective,
    CollectiveContact,
    CollectiveGroup,
    Escalation,
    Experience,
    Person,
)

PER_PAGE = 6
CASES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A collective to point to: how many cases of the question's theme are its own, and how it is asked.

    `on_telegram` says that the bot asks it, `by_mail` that only staff can.
    """

    collective: Collective
    cases: int
    knows_theme: bool
    on_telegram: bool
    is_available: bool

    @property
    def by_mail(self) -> bool:
        """Whether staff would mail it, because nobody of it can be reached on Telegram."""
        return not self.on_telegram and self.collective.email is not None

    @property
    def can_be_asked(self) -> bool:
        """Whether it can be asked now at all."""
        return self.is_available and (self.on_telegram or self.by_mail)


async def choices(session: AsyncSession, escalation: Escalation, words: str, *, at: datetime) -> list[Choice]:
    """The collectives whose name, place or themes hold all `words`, those with experience of the theme first.

    Who cannot be asked now comes last; the resident's own collectives are left out.
    """
    own = set(await session.scalars(_of_asker(escalation)))
    of_theme = await _cases_of_theme(session, escalation.theme)
    reached = set(await session.scalars(_reachable()))
    theme = matching_name(escalation.theme)
    found = [
        Choice(
            one,
            of_theme.get(one.id, 0),
            bool(theme) and theme in {matching_name(known) for known in one.themes},
            one.id in reached,
            one.is_available(at),
        )
        for one in await collectives.listed(session)
        if one.id not in own and _fits(one, words)
    ]
    return sorted(found, key=lambda one: (not one.can_be_asked, -one.cases, not one.knows_theme))


async def choice(
    session: AsyncSession, escalation: Escalation, collective_id: int, *, at: datetime
) -> Choice | None:
    """One collective as it stands now; None when it was removed, or is the resident's own."""
    found = await choices(session, escalation, "", at=at)
    return next((one for one in found if one.collective.id == collective_id), None)


def list_card(escalation: Escalation, found: Sequence[Choice], words: str, page: int, language: str) -> Card:
    """The collectives to choose from; `words` are those that were looked for, empty for all."""
    number = number_of(escalation)
    how = f"<i>{say(language, 'escalation-point-how')}</i>"
    if not found:
        return Card(Html(f"{say(language, 'escalation-point-none', number=number)}\n\n{how}"))
    count = -(-len(found) // PER_PAGE)
    page = min(max(page, 1), count)
    here = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    lines = [_line(one, language) for one in here]
    if count > 1 and words:
        lines.append(say(language, "escalation-point-more"))
    elif count > 1:
        lines.append(Html(f"<i>{say(language, 'page-number', page=page, count=count)}</i>"))
    rows = [
        [Button(shorten(one.collective.name, BUTTON_NAME), _data(escalation, "h", one.collective.id))]
        for one in here
    ]
    if not words:
        # The words of a search do not fit in a button: its further pages are for another search.
        rows.append(page_buttons(language, page, count, lambda to: _data(escalation, "y", to)))
    head = f"<b>{say(language, 'escalation-point-heading', number=number)}</b>"
    return Card(Html("\n\n".join([head, *lines, how])), rows)


async def one_card(session: AsyncSession, escalation: Escalation, one: Choice, language: str) -> Card:
    """A collective with what speaks for it, and the choice to name it to the resident."""
    cases = await collective_experience.cases_of(session, one.collective)
    near = sorted(cases, key=lambda case: case.theme != escalation.theme)[:CASES_SHOWN]
    lines = [*heading(one.collective), ""]
    lines += [f"• {escape(shorten(case.title, TITLE), quote=False)}" for case in near]
    lines += [""] if near else []
    lines.append(say(language, f"escalation-point-{_way(one)}"))
    back = Button(plain(language, "button-back"), _data(escalation, "y", 1))
    if not one.can_be_asked:
        return Card(Html("\n".join(lines)), [[back]])
    lines += ["", say(language, "escalation-point-what")]
    label = plain(language, "button-escalation-attach")
    tell = Button(label, _data(escalation, "i", one.collective.id), style="primary")
    return Card(Html("\n".join(lines)), [[tell], [back]])


def _way(one: Choice) -> str:
    """How a collective would be asked, as part of the key of a text."""
    if not one.is_available:
        return "paused"
    if one.on_telegram:
        return "telegram"
    return "mail" if one.by_mail else "nobody"


def _line(one: Choice, language: str) -> Html:
    place = one.collective.place or "none"
    line = say(language, "escalation-point-line", name=one.collective.name, place=place, cases=one.cases)
    if one.can_be_asked and one.on_telegram:
        return line
    return Html(f"{line}\n<i>{say(language, f'escalation-point-{_way(one)}')}</i>")


def _fits(collective: Collective, words: str) -> bool:
    has = matching_name(" ".join([collective.name, collective.place])) + " "
    has += " ".join(map(matching_name, collective.themes))
    wanted = matching_name(words).split()
    return all(word in has for word in wanted) and (bool(wanted) or not words.strip())


def _of_asker(escalation: Escalation) -> Select[int]:
    """The collectives that the resident speaks for, and that of the group of the question."""
    speaks = select(CollectiveContact.collective_id).where(
        CollectiveContact.person_id == escalation.person_id
    )
    there = select(CollectiveGroup.collective_id).where(CollectiveGroup.chat_id == escalation.dilemma.chat_id)
    return select(Collective.id).where(Collective.id.in_(speaks) | Collective.id.in_(there))


async def _cases_of_theme(session: AsyncSession, theme: str) -> dict[int, int]:
    """How many cases of a theme are whose."""
    if not theme:
        return {}
    rows = await session.execute(
        select(Experience.collective_id, func.count())
        .join(Experience.case)
        .where(Experience.removed_at.is_(None), Case.retired_at.is_(None), Case.theme == theme)
        .group_by(Experience.collective_id)
    )
    return {row[0]: row[1] for row in rows}


def _reachable() -> Select[int]:
    """The collectives of which somebody can be asked on Telegram."""
    private = exists().where(
        Chat.telegram_id == Person.telegram_id,
        Chat.kind == ChatKind.PRIVATE,
        Chat.inactive_since.is_(None),
    )
    return select(CollectiveContact.collective_id).join(CollectiveContact.person).where(private)


def _data(escalation: Escalation, verb: str, number: int) -> str:
    return f"e:{escalation.id}:{verb}:{number}"
