"""Which chats a broadcast goes to, minus who does not want it.

Groups by collective, theme, place or language; or people in private: who signed up for a session or came to
it, or follows a theme.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import group_themes
from bot.services.collectives.cards import theme_words
from bot.services.roles import Roles
from bot.services.staff import staff_chat
from bot.texts import ALSO_READ, LANGUAGES
from models import (
    AudienceKind,
    Broadcast,
    Chat,
    ChatKind,
    Collective,
    CollectiveGroup,
    Follow,
    FollowKind,
    Meeting,
    Person,
    Place,
    Rsvp,
    RsvpAnswer,
)

PER_PAGE = 20
# For so long after a session its people can be chosen.
REMEMBERED = timedelta(days=180)
MEETINGS_OFFERED = 40
# What somebody in private chose to read; a group's own choice stands with the chat.
OWN_LANGUAGE = (
    select(Person.language).where(Person.telegram_id == Chat.telegram_id).correlate(Chat).scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose an audience by: as it is stored, and as it reads."""

    value: str
    label: str

    @property
    def mark(self) -> str:
        """A short name of the value, for a button's data, which may hold 64 bytes."""
        return hashlib.sha256(self.value.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of who a broadcast goes to: collectives with their number of groups, and groups of none."""

    collectives: Sequence[tuple[str, str, int]]
    pages: int
    without: int


@dataclass(frozen=True, slots=True)
class People:
    """Of the people it goes to, numbers and never names: by language, who cannot be reached, who refused."""

    by_language: dict[str, int]
    unreachable: int
    unwilling: int


@dataclass(frozen=True, slots=True)
class Audiences:
    """What else decides who is reached: which chat is that of staff, and the language of who chose none."""

    roles: Roles
    default_language: str

    async def chats(self, session: AsyncSession, broadcast: Broadcast) -> Select[int]:
        """The ids of the chats that it goes to now: where the bot is, may write, and is welcome."""
        kinds = (ChatKind.PRIVATE,) if broadcast.audience.is_people else (ChatKind.GROUP, ChatKind.SUPERGROUP)
        chosen = select(Chat.id).where(
            Chat.kind.in_(kinds), Chat.inactive_since.is_(None), Chat.can_write, ~unwanted(broadcast)
        )
        if broadcast.audience.is_people:
            return chosen.where(exists().where(Person.telegram_id == Chat.telegram_id, _is_one(broadcast)))
        staff = await staff_chat(session, self.roles)
        if staff is not None:
            chosen = chosen.where(Chat.id != staff.id)
        return self._narrowed(chosen, broadcast)

    def _narrowed(self, chosen: Select[int], broadcast: Broadcast) -> Select[int]:
        value = broadcast.audience_value
        match broadcast.audience:
            case AudienceKind.LANGUAGE:
                speaks = Chat.language == value
                if value == self.default_language:
                    speaks = or_(speaks, Chat.language.is_(None), Chat.language.not_in(LANGUAGES))
                return chosen.where(speaks)
            case AudienceKind.THEME:
                return chosen.where(group_themes.is_for(value))
            case AudienceKind.PLACE:
                condition = Collective.place == value
            case AudienceKind.COLLECTIVE:
                condition = Collective.id == int(value)
            case _:
                return chosen
        return chosen.where(
            exists().where(
                CollectiveGroup.chat_id == Chat.id,
                CollectiveGroup.collective_id == Collective.id,
                Collective.removed_at.is_(None),
                condition,
            )
        )

    async def count(self, session: AsyncSession, broadcast: Broadcast) -> int:
        """To how many chats it would go at this instant."""
        chats = (await self.chats(session, broadcast)).subquery()
        return await session.scalar(select(func.count()).select_from(chats)) or 0

    async def readers(self, session: AsyncSession, broadcast: Broadcast) -> dict[str, int]:
        """In which languages its chats read, with the number of chats; who chose none reads the default."""
        language = reads(broadcast)
        rows = await session.execute(
            (await self.chats(session, broadcast))
            .with_only_columns(language.label("language"), func.count().label("number"))
            .group_by(language)
        )
        found: dict[str, int] = {}
        for row in rows:
            name = row.language or self.default_language
            found[name] = found.get(name, 0) + row.number
        return found

    async def people(self, session: AsyncSession, broadcast: Broadcast) -> People:
        """What can be told of an audience of people."""
        chat = exists().where(
            Chat.telegram_id == Person.telegram_id,
            Chat.kind == ChatKind.PRIVATE,
            Chat.inactive_since.is_(None),
            Chat.can_write,
        )
        one = _is_one(broadcast)
        unreachable = await session.scalar(select(func.count()).select_from(Person).where(one, ~chat)) or 0
        if broadcast.audience is not AudienceKind.FOLLOWERS:
            guests = select(func.count()).select_from(Rsvp).where(Rsvp.person_id.is_(None))
            unreachable += await session.scalar(guests.where(_of_meeting(broadcast))) or 0
        unwilling = await session.scalar(
            select(func.count()).select_from(Person).where(one, chat.where(unwanted(broadcast)))
        )
        return People(await self.readers(session, broadcast), unreachable, unwilling or 0)

    async def listed(self, session: AsyncSession, broadcast: Broadcast, page: int) -> Listed:
        """Who they are: nothing is known of a group but its collective. Pages count from 1."""
        chats = (await self.chats(session, broadcast)).subquery()
        belongs = and_(Collective.id == CollectiveGroup.collective_id, Collective.removed_at.is_(None))
        named = (
            select(Collective.name, Collective.place, func.count())
            .select_from(chats)
            .join(CollectiveGroup, CollectiveGroup.chat_id == chats.c.id)
            .join(Collective, belongs)
            .group_by(Collective.id, Collective.name, Collective.place)
        )
        totals = named.subquery()
        number, groups = (
            await session.execute(select(func.count(), func.coalesce(func.sum(totals.c[2]), 0)))
        ).one()
        pages = max(-(-number // PER_PAGE), 1)
        page = min(max(page, 1), pages)
        rows = await session.execute(
            named.order_by(Collective.name, Collective.id).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
        )
        total = await self.count(session, broadcast)
        return Listed([(row[0], row[1], row[2]) for row in rows], pages, total - groups)


def reads(broadcast: Broadcast) -> ColumnElement[Any]:
    """For a row of Chat, the language that is read there; null for who chose none."""
    return OWN_LANGUAGE if broadcast.audience.is_people else Chat.__table__.c.language


def unwanted(broadcast: Broadcast) -> ColumnElement[bool]:
    """For a row of Chat, whether it wants no invitations, or none about what this one is about."""
    return group_themes.refuses(broadcast.theme or "")


def _is_one(broadcast: Broadcast) -> ColumnElement[bool]:
    """For a row of Person, whether it is one of the people that a broadcast is for."""
    if broadcast.audience is AudienceKind.FOLLOWERS:
        return exists().where(
            Follow.person_id == Person.id,
            Follow.kind == FollowKind.THEME,
            Follow.value == broadcast.audience_value,
        )
    return exists().where(Rsvp.person_id == Person.id, _of_meeting(broadcast))


def _of_meeting(broadcast: Broadcast) -> ColumnElement[bool]:
    """For a row of Rsvp: of the session that was chosen, and who waits for a place has not signed up yet."""
    there = (
        and_(Rsvp.answer == RsvpAnswer.YES, Rsvp.place != Place.WAITING)
        if broadcast.audience is AudienceKind.SIGNED_UP
        else Rsvp.attended.is_(True)
    )
    return and_(Rsvp.meeting_id == int(broadcast.audience_value), there)


async def choices(session: AsyncSession, kind: AudienceKind, *, at: datetime, language: str) -> list[Choice]:
    """The values there are to choose from: only those that lead to somebody."""
    if kind is AudienceKind.LANGUAGE:
        chosen = set(await session.scalars(select(Chat.language).where(Chat.language.in_(ALSO_READ))))
        also = {code: name for code, name in ALSO_READ.items() if code in chosen}
        return [Choice(code, name) for code, name in {**LANGUAGES, **also}.items()]
    if kind in (AudienceKind.SIGNED_UP, AudienceKind.CAME):
        return await _meetings(session, kind, at, language)
    if kind is AudienceKind.FOLLOWERS:
        followed = select(Follow.value).where(Follow.kind == FollowKind.THEME).distinct()
        themes = sorted(await session.scalars(followed), key=str.casefold)
        return [Choice(theme, theme_words(theme)) for theme in themes]
    tied = select(CollectiveGroup.collective_id)
    rows = (
        await session.execute(
            select(Collective.id, Collective.name, Collective.place, Collective.themes)
            .where(Collective.removed_at.is_(None), Collective.id.in_(tied))
            .order_by(Collective.name, Collective.id)
        )
    ).all()
    match kind:
        case AudienceKind.THEME:
            of_collectives = {theme for row in rows for theme in row.themes}
            themes = sorted(of_collectives.union(await group_themes.all_chosen(session)), key=str.casefold)
            return [Choice(theme, theme_words(theme)) for theme in themes]
        case AudienceKind.PLACE:
            places = sorted({row.place for row in rows if row.place}, key=str.casefold)
            return [Choice(place, place) for place in places]
        case AudienceKind.COLLECTIVE:
            return [Choice(str(row.id), row.name) for row in rows]
        case _:
            return []


async def _meetings(session: AsyncSession, kind: AudienceKind, at: datetime, language: str) -> list[Choice]:
    came = kind is AudienceKind.CAME
    answered = Rsvp.attended.is_(True) if came else Rsvp.answer == RsvpAnswer.YES
    rows = await session.scalars(
        select(Meeting)
        .where(
            Meeting.ends_at > at - REMEMBERED,
            exists().where(Rsvp.meeting_id == Meeting.id, answered),
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(MEETINGS_OFFERED)
    )
    return [Choice(str(row.id), dated(row, language)) for row in rows]


def dated(meeting: Meeting, language: str) -> str:
    """A session by its day and title, short enough for a button."""
    day = format_date(meeting.starts_at.astimezone(ZoneInfo(meeting.zone)), "d MMM", locale=language)
    return f"{day}: {meeting.title}"


async def label(session: AsyncSession, broadcast: Broadcast, language: str) -> str:
    """How the value of an audience reads; empty for all groups."""
    value = broadcast.audience_value
    if broadcast.audience is AudienceKind.LANGUAGE:
        return {**LANGUAGES, **ALSO_READ}.get(value, value)
    if broadcast.audience is AudienceKind.COLLECTIVE:
        collective = await session.get(Collective, int(value))
        return collective.name if collective is not None else ""
    if broadcast.audience in (AudienceKind.SIGNED_UP, AudienceKind.CAME):
        meeting = await session.get(Meeting, int(value))
        return dated(meeting, language) if meeting is not None else ""
    if broadcast.audience in (AudienceKind.THEME, AudienceKind.FOLLOWERS):
        return theme_words(value)
    return value
