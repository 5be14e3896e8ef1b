"""Which chats a broadcast goes to: by collective, theme, place or language, minus who does not want it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, String, and_, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.roles import Roles
from bot.services.staff import staff_chat
from bot.texts import LANGUAGES
from models import AudienceKind, Broadcast, Chat, ChatKind, Collective, CollectiveGroup, InvitationOptOut

PER_PAGE = 20


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
class Audiences:
    """What else decides who is reached: which chat is that of staff, and the language of who chose none."""

    roles: Roles
    default_language: str

    async def chats(self, session: AsyncSession, broadcast: Broadcast) -> Select[int]:
        """The ids of the chats that it goes to now: groups where the bot is, may write, and is welcome."""
        staff = await staff_chat(session, self.roles)
        unwanted = exists().where(
            InvitationOptOut.chat_id == Chat.id, InvitationOptOut.theme.in_(_themes_of(broadcast))
        )
        chosen = select(Chat.id).where(
            Chat.kind.in_((ChatKind.GROUP, ChatKind.SUPERGROUP)),
            Chat.inactive_since.is_(None),
            Chat.can_write,
            ~unwanted,
        )
        if staff is not None:
            chosen = chosen.where(Chat.id != staff.id)
        return self._narrowed(chosen, broadcast)

    def _narrowed(self, chosen: Select[int], broadcast: Broadcast) -> Select[int]:
        value = broadcast.audience_value
        match broadcast.audience:
            case AudienceKind.ALL:
                return chosen
            case AudienceKind.LANGUAGE:
                speaks = Chat.language == value
                if value == self.default_language:
                    speaks = or_(speaks, Chat.language.is_(None), Chat.language.not_in(LANGUAGES))
                return chosen.where(speaks)
            case AudienceKind.THEME:
                # The list is stored as JSON on both databases: in it a theme stands between quotes.
                condition = cast(Collective.themes, String).contains(json.dumps(value), autoescape=True)
            case AudienceKind.PLACE:
                condition = Collective.place == value
            case AudienceKind.COLLECTIVE:
                condition = Collective.id == int(value)
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


def _themes_of(broadcast: Broadcast) -> list[str]:
    themes = [""]
    if broadcast.audience is AudienceKind.THEME:
        themes.append(broadcast.audience_value)
    return themes


async def choices(session: AsyncSession, kind: AudienceKind) -> list[Choice]:
    """The values there are to choose from: only those of which a group is tied to a collective."""
    if kind is AudienceKind.LANGUAGE:
        return [Choice(code, name) for code, name in LANGUAGES.items()]
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
            themes = sorted({theme for row in rows for theme in row.themes}, key=str.casefold)
            return [Choice(theme, theme) for theme in themes]
        case AudienceKind.PLACE:
            places = sorted({row.place for row in rows if row.place}, key=str.casefold)
            return [Choice(place, place) for place in places]
        case AudienceKind.COLLECTIVE:
            return [Choice(str(row.id), row.name) for row in rows]
        case _:
            return []


async def label(session: AsyncSession, broadcast: Broadcast) -> str:
    """How the value of an audience reads; empty for all groups."""
    value = broadcast.audience_value
    if broadcast.audience is AudienceKind.LANGUAGE:
        return LANGUAGES.get(value, value)
    if broadcast.audience is AudienceKind.COLLECTIVE:
        collective = await session.get(Collective, int(value))
        return collective.name if collective is not None else ""
    return value
