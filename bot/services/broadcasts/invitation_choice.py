"""Whether a chat wants invitations: none at all, none about a theme, or all of them."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.services.broadcasts import broadcasts
from bot.services.meetings import refusing
from models import Chat, InvitationOptOut


async def opt_out(session: AsyncSession, chat: Chat, *, at: datetime, theme: str = "") -> None:
    """Send this chat no invitations from now on (about a theme), and drop those on their way."""
    insert = insert_for(session)
    await session.execute(
        insert(InvitationOptOut)
        .values(chat_id=chat.id, theme=theme, since=at)
        .on_conflict_do_nothing(index_elements=["chat_id", "theme"])
    )
    await broadcasts.cancel_in(session, chat, at=at, theme=theme)
    await refusing.drop_in(session, chat, at=at, theme=theme)


async def opt_in(session: AsyncSession, chat: Chat) -> None:
    """Send this chat all invitations again."""
    await session.execute(delete(InvitationOptOut).where(InvitationOptOut.chat_id == chat.id))


async def refuses_since(session: AsyncSession, chat: Chat) -> datetime | None:
    """Since when a chat wants none at all; None when it wants some."""
    return await session.scalar(
        select(InvitationOptOut.since).where(
            InvitationOptOut.chat_id == chat.id, InvitationOptOut.theme == ""
        )
    )


async def refused(session: AsyncSession, chat: Chat) -> list[str]:
    """The themes about which a chat wants no invitations; an empty one stands for all."""
    rows = await session.scalars(
        select(InvitationOptOut.theme)
        .where(InvitationOptOut.chat_id == chat.id)
        .order_by(InvitationOptOut.theme)
    )
    return list(rows)


async def narrow(session: AsyncSession, chat: Chat, theme: str, *, at: datetime) -> None:
    """Refuse one theme only, after all were refused."""
    await session.execute(
        delete(InvitationOptOut).where(InvitationOptOut.chat_id == chat.id, InvitationOptOut.theme == "")
    )
    await opt_out(session, chat, at=at, theme=theme)
