"""The themes that a group wants to hear about: chosen by its administrators, or those of its collective."""

import json
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.services.collectives import groups as collective_groups
from bot.services.library import library
from models import Chat, Collective, CollectiveGroup, GroupTheme, InvitationOptOut


def is_for(theme: str) -> ColumnElement[bool]:
    """Whether a row of Chat is a group that hears about a theme."""
    chosen = exists().where(GroupTheme.chat_id == Chat.id, GroupTheme.theme == theme)
    of_collective = exists().where(
        CollectiveGroup.chat_id == Chat.id,
        CollectiveGroup.collective_id == Collective.id,
        Collective.removed_at.is_(None),
        # The list is stored as JSON on both databases: in it a theme stands between quotes.
        cast(Collective.themes, String).contains(json.dumps(theme), autoescape=True),
    )
    return or_(chosen, of_collective)


def refuses(theme: str) -> ColumnElement[bool]:
    """Whether a row of Chat wants no sessions and invitations, or none about a theme; empty is no theme."""
    return exists().where(InvitationOptOut.chat_id == Chat.id, InvitationOptOut.theme.in_({"", theme}))


async def chosen(session: AsyncSession, chat: Chat) -> list[str]:
    """The themes that a group's administrators chose, by name."""
    rows = await session.scalars(
        select(GroupTheme.theme).where(GroupTheme.chat_id == chat.id).order_by(GroupTheme.theme)
    )
    return list(rows)


async def heard(session: AsyncSession, chat: Chat) -> list[str]:
    """All themes that a group hears about, those of its collective as well, by name."""
    collective = await collective_groups.tied_to(session, chat)
    of_collective = collective.themes if collective is not None else []
    return sorted({*await chosen(session, chat), *of_collective})


async def all_chosen(session: AsyncSession) -> list[str]:
    """The themes that any group chose."""
    return list(await session.scalars(select(GroupTheme.theme).distinct()))


async def offered(session: AsyncSession, chat: Chat) -> list[str]:
    """The themes to choose from: those of the library, and what this group chose before."""
    listed = {one.theme for one in await library.list_themes(session)}
    return sorted(listed.union(await chosen(session, chat)))


async def toggle(session: AsyncSession, chat: Chat, theme: str, *, at: datetime) -> bool:
    """Choose a theme for a group, or no longer; whether it is chosen now.

    Who chooses a theme wants to hear about it again, when that was refused before.
    """
    gone = await session.scalar(
        delete(GroupTheme)
        .where(GroupTheme.chat_id == chat.id, GroupTheme.theme == theme)
        .returning(GroupTheme.theme)
    )
    if gone is not None:
        return False
    insert = insert_for(session)
    await session.execute(
        insert(GroupTheme)
        .values(chat_id=chat.id, theme=theme, since=at)
        .on_conflict_do_nothing(index_elements=["chat_id", "theme"])
    )
    await session.execute(
        delete(InvitationOptOut).where(InvitationOptOut.chat_id == chat.id, InvitationOptOut.theme == theme)
    )
    return True
