"""Which group chats belong to which collective; a group belongs to one at most."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from models import Chat, Collective, CollectiveGroup


async def tied_to(session: AsyncSession, chat: Chat) -> Collective | None:
    """The collective that a group belongs to."""
    return await session.scalar(
        select(Collective)
        .join(CollectiveGroup, CollectiveGroup.collective_id == Collective.id)
        .where(CollectiveGroup.chat_id == chat.id, Collective.removed_at.is_(None))
    )


async def tie(session: AsyncSession, collective: Collective, chat: Chat, *, at: datetime) -> bool:
    """Let a group belong to a collective; False when it belonged to one already."""
    insert = insert_for(session)
    tied = await session.execute(
        insert(CollectiveGroup)
        .values(chat_id=chat.id, collective_id=collective.id, since=at)
        .on_conflict_do_nothing(index_elements=["chat_id"])
        .returning(CollectiveGroup.chat_id)
    )
    return tied.first() is not None


async def untie(session: AsyncSession, collective: Collective, chat_id: int) -> None:
    """Let a group (the id of its row) belong to this collective no longer."""
    await session.execute(
        delete(CollectiveGroup).where(
            CollectiveGroup.chat_id == chat_id, CollectiveGroup.collective_id == collective.id
        )
    )
