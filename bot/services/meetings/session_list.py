"""The list of coming meetings (`/sessies`), by theme, and what somebody follows."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Card, Html, shorten
from bot.services import following
from bot.services.answers import page_buttons
from bot.services.collectives.cards import theme_words
from bot.services.meetings import cards, rsvps, waiting_list
from bot.services.meetings.cards import View
from bot.services.meetings.rsvp_cards import Own, standing_short
from bot.services.meetings.visibility import visible
from bot.texts import plain, say
from models import Case, Chat, FollowKind, Meeting, MeetingState, Person, Place

PER_PAGE = 6
THEMES_PER_PAGE = 12
TITLE = 100
LABEL_TITLE = 40
LABEL_THEME = 28
# In the data of a button: no theme, all of them.
ALL = "-"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the list, and where; `person` only in private."""

    chat: Chat
    person: Person | None
    view: View


def mark(theme: str) -> str:
    """A short name of a theme, for a button's data, which may hold 64 bytes."""
    return hashlib.sha256(theme.encode()).hexdigest()[:10]


async def coming(session: AsyncSession, reader: Reader, theme: str | None = None) -> Sequence[Meeting]:
    """The meetings to come that may be seen here, soonest first; about one theme when that is given."""
    query = (
        select(Meeting)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.ends_at > reader.view.at,
            visible(reader.chat, reader.person),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    if theme is not None:
        query = query.where(Meeting.theme == theme)
    return (await session.scalars(query)).all()


async def themes(session: AsyncSession, reader: Reader) -> list[str]:
    """All themes that can be chosen or followed: of meetings to come, of the library, and those followed."""
    found = {meeting.theme for meeting in await coming(session, reader)}
    found |= set(await session.scalars(select(Case.theme).where(Case.retired_at.is_(None)).distinct()))
    if reader.person is not None:
        found |= set(await following.themes_of(session, reader.person))
    return sorted(found - {""}, key=str.casefold)


async def theme_of(session: AsyncSession, reader: Reader, name: str) -> str | None:
    """The theme that a mark stands for; None for no theme, or one that is there no more."""
    return next((theme for theme in await themes(session, reader) if mark(theme) == name), None)


async def overview(session: AsyncSession, reader: Reader, theme: str | None = None, page: int = 1) -> Card:
    """A page of the list; a page that does not exist shows the nearest."""
    meetings = await coming(session, reader, theme)
    if not meetings:
        return await _empty(session, reader, theme)
    language = reader.view.language
    count = -(-len(meetings) // PER_PAGE)
    page = min(max(page, 1), count)
    first = (page - 1) * PER_PAGE
    shown = meetings[first : first + PER_PAGE]
    owns = await owns_of(session, reader.person, shown)
    head = (
        say(language, "sessions-head")
        if theme is None
        else say(language, "sessions-head-theme", theme=theme_words(theme))
    )
    if count > 1:
        head = Html(f"{head}\n<i>{say(language, 'page-number', page=page, count=count)}</i>")
    lines = [
        _line(number, meeting, owns.get(meeting.id), reader.view)
        for number, meeting in enumerate(shown, start=first + 1)
    ]
    text = Html("\n\n".join([head, *lines, say(language, "sessions-press")]))
    name = ALL if theme is None else mark(theme)
    rows = [[_open(meeting, language)] for meeting in shown]
    rows.append(page_buttons(language, page, count, lambda to: f"pl:l:{name}:{to}"))
    return Card(text, [*rows, *await _ways_on(session, reader, theme)])


def _line(number: int, meeting: Meeting, own: Own | None, view: View) -> Html:
    """In full in the text: on a phone a button shows only the first words."""
    line = say(
        view.language,
        "sessions-line",
        number=number,
        when=cards.when_near(meeting, view.language, view.at),
        away=cards.away(meeting, view),
        title=shorten(meeting.title, TITLE),
    )
    stand = standing_short(own, view.language) if own is not None else ""
    return Html(f"{line}\n{stand}") if stand else line


def _open(meeting: Meeting, language: str) -> Button:
    label = f"{cards.when_short(meeting, language)} · {shorten(meeting.title, LABEL_TITLE)}"
    return Button(label, f"pl:o:{meeting.id}")


async def _empty(session: AsyncSession, reader: Reader, theme: str | None) -> Card:
    language = reader.view.language
    if reader.person is None:
        return Card(say(language, "sessions-empty-group"), await _ways_on(session, reader, theme))
    text = (
        say(language, "sessions-empty")
        if theme is None
        else say(language, "sessions-empty-theme", theme=theme_words(theme))
    )
    return Card(text, await _ways_on(session, reader, theme))


async def _ways_on(session: AsyncSession, reader: Reader, theme: str | None) -> list[list[Button]]:
    """By theme, all, and what somebody follows; that is nobody else's business, so only in private."""
    language, person = reader.view.language, reader.person
    choose = Button(plain(language, "button-sessions-theme"), "pl:t:1")
    if person is None:
        private = f"https://t.me/{reader.view.bot_name}?start=sessies"
        return [[choose, Button(plain(language, "button-sessions-private"), url=private)]]
    follows = Button(plain(language, "button-sessions-following"), "pl:v:1")
    if theme is None:
        return [[choose, follows]]
    is_followed = await following.is_following(session, person, FollowKind.THEME, theme)
    label = plain(language, "button-unfollow-theme" if is_followed else "button-follow-theme")
    everything = Button(plain(language, "button-sessions-all"), f"pl:l:{ALL}:1")
    return [[Button(label, f"pf:t:{mark(theme)}"), everything], [choose, follows]]


async def choose_theme(session: AsyncSession, reader: Reader, page: int) -> Card:
    """The themes to choose from."""
    language = reader.view.language
    found = await themes(session, reader)
    rows = _theme_rows(found, page, language, "pl:l:{}:1", "pl:t:{}")
    back = [Button(plain(language, "button-sessions-all"), f"pl:l:{ALL}:1")]
    return Card(say(language, "sessions-themes"), [*rows, back])


async def followed(session: AsyncSession, reader: Reader, person: Person, page: int) -> Card:
    """What somebody follows; a press stops it."""
    language = reader.view.language
    mine = await following.themes_of(session, person)
    text = (
        say(language, "sessions-following", count=len(mine))
        if mine
        else say(language, "sessions-following-none")
    )
    rows = _theme_rows(mine, page, language, "pf:u:{}", "pl:v:{}", sign="✕ ")
    last = [
        Button(plain(language, "button-follow-more"), "pl:t:1"),
        Button(plain(language, "button-sessions-all"), f"pl:l:{ALL}:1"),
    ]
    return Card(text, [*rows, last])


def _theme_rows(
    found: Sequence[str], page: int, language: str, data: str, turn: str, *, sign: str = ""
) -> list[list[Button]]:
    count = max(-(-len(found) // THEMES_PER_PAGE), 1)
    page = min(max(page, 1), count)
    shown = found[(page - 1) * THEMES_PER_PAGE : page * THEMES_PER_PAGE]
    buttons = [
        Button(f"{sign}{shorten(theme_words(theme), LABEL_THEME)}", data.format(mark(theme)))
        for theme in shown
    ]
    rows = [buttons[place : place + 2] for place in range(0, len(buttons), 2)]
    return [*rows, page_buttons(language, page, count, turn.format)]


async def owns_of(
    session: AsyncSession, person: Person | None, meetings: Sequence[Meeting]
) -> Mapping[int, Own]:
    """What somebody answered to these meetings, by id, with their place in line."""
    if person is None:
        return {}
    mine = await rsvps.of_person(session, person, meetings)
    return {
        meeting_id: Own(
            rsvp, await waiting_list.position(session, rsvp) if rsvp.place is Place.WAITING else 0
        )
        for meeting_id, rsvp in mine.items()
    }


async def own_of(session: AsyncSession, person: Person, meeting: Meeting) -> Own:
    """The same for one meeting, and whether its theme is followed."""
    own = (await owns_of(session, person, [meeting])).get(meeting.id, Own())
    follows = bool(meeting.theme) and await following.is_following(
        session, person, FollowKind.THEME, meeting.theme
    )
    return Own(own.rsvp, own.position, follows)
