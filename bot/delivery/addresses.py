"""Where chats are on Telegram, through moves, blocks and returns."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import insert_for
from bot.delivery import outbox, outbox_many
from models import Base, Chat, ChatKind, FormerAddress, MeetingNotice, NoticeState

# Built once: it is asked for every update, and building it costs more than asking it.
_ADDRESS = bindparam("address", type_=BigInteger)
_MOVED = select(FormerAddress.current_id).where(FormerAddress.telegram_id == _ADDRESS).scalar_subquery()
_FIND = select(Chat).where(Chat.telegram_id == func.coalesce(_MOVED, _ADDRESS))


async def find(session: AsyncSession, telegram_id: int) -> Chat | None:
    """The chat at an address, past or present."""
    return await session.scalar(_FIND, {"address": telegram_id})


async def open_chat(
    session: AsyncSession, telegram_id: int, kind: ChatKind, *, is_forum: bool = False
) -> Chat:
    """The chat at an address, made when it is new."""
    chat = await find(session, telegram_id)
    if chat is None:
        # Two updates from a new group may run side by side: the second finds what the first made.
        insert = insert_for(session)
        # A late update of a group that had moved before it was known belongs where that group is today.
        moved = await session.get(FormerAddress, telegram_id)
        address, kind = (telegram_id, kind) if moved is None else (moved.current_id, ChatKind.SUPERGROUP)
        await session.execute(
            insert(Chat)
            .values(telegram_id=address, kind=kind, is_forum=is_forum, can_write=True)
            .on_conflict_do_nothing(index_elements=["telegram_id"])
        )
        chat = await find(session, telegram_id)
        if chat is None:
            raise LookupError("The chat vanished while it was being opened")
    elif chat.telegram_id == telegram_id and chat.is_forum != is_forum:
        chat.is_forum = is_forum
    return chat


async def hear_from(
    session: AsyncSession, telegram_id: int, kind: ChatKind, *, is_forum: bool = False
) -> Chat:
    """The chat that an update came from; whoever writes to the bot can be written to again."""
    chat = await open_chat(session, telegram_id, kind, is_forum=is_forum)
    if not chat.is_active:
        chat.inactive_since = None
    return chat


async def move(session: AsyncSession, old: int, new: int) -> None:
    """Follow a group that became a supergroup: every reference to it now leads to the new address.

    The news comes twice (a message in either chat, an error at sending) and in any order: telling it again
    changes nothing.
    """
    if old == new:
        return
    insert = insert_for(session)
    await session.execute(
        insert(FormerAddress)
        .values(telegram_id=old, current_id=new)
        .on_conflict_do_nothing(index_elements=["telegram_id"])
    )
    await session.execute(update(FormerAddress).where(FormerAddress.current_id == old).values(current_id=new))
    # Locked, so that rows which another transaction is adding to the newcomer are committed first and follow,
    # and none can be added to it afterwards: they would vanish with it.
    both = await session.scalars(
        select(Chat)
        .where(Chat.telegram_id.in_((old, new)))
        .order_by(Chat.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    at_address = {chat.telegram_id: chat for chat in both}
    mover, newcomer = at_address.get(old), at_address.get(new)
    if mover is None:
        return
    if newcomer is not None:
        mover.is_forum = newcomer.is_forum
        mover.announcement_topic = newcomer.announcement_topic
        await outbox_many.drop_twins(session, source=newcomer.id, target=mover.id)
        await _keep_what_was_said(session, newcomer.id, mover.id)
        await _merge(session, newcomer.id, mover.id)
    mover.telegram_id = new
    mover.kind = ChatKind.SUPERGROUP
    mover.inactive_since = None
    await session.flush()
    await outbox.after_move(session, mover.id)


async def leave(session: AsyncSession, telegram_id: int, *, at: datetime) -> bool:
    """Record that the bot was blocked or put out; True when this is news."""
    chat = await find(session, telegram_id)
    return chat is not None and chat.leave(at)


async def _keep_what_was_said(session: AsyncSession, source: int, target: int) -> None:
    """Of an announcement that both chats had in store, keep the one that was made: it is said once."""
    twin = aliased(MeetingNotice)
    await session.execute(
        delete(MeetingNotice)
        .where(
            MeetingNotice.chat_id == target,
            MeetingNotice.state == NoticeState.WAITING,
            exists().where(
                twin.chat_id == source,
                twin.moment_id == MeetingNotice.moment_id,
                twin.state != NoticeState.WAITING,
            ),
        )
        .execution_options(synchronize_session=False)
    )


async def _merge(session: AsyncSession, source: int, target: int) -> None:
    """Lead every reference from chat `source` to chat `target`, and drop `source`."""
    for table in Base.metadata.sorted_tables:
        for column in _references_to_chat(table):
            for others in _unique_with(table, column):
                twin = table.alias()
                await session.execute(
                    delete(table).where(
                        table.c[column] == source,
                        exists().where(
                            and_(
                                twin.c[column] == target, *(twin.c[name] == table.c[name] for name in others)
                            )
                        ),
                    )
                )
            await session.execute(update(table).where(table.c[column] == source).values({column: target}))
    await session.execute(delete(Chat).where(Chat.id == source))


def _references_to_chat(table: Table) -> list[str]:
    return [
        element.parent.name
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint)
        for element in constraint.elements
        if element.column.table.name == Chat.__tablename__
    ]


def _unique_with(table: Table, column: str) -> list[list[str]]:
    """The other columns of each unique constraint or primary key that `column` is part of."""
    groups = [
        [*constraint.columns.keys()]
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    groups.append([*table.primary_key.columns.keys()])
    return [[name for name in group if name != column] for group in groups if column in group]
