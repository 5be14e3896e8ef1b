"""The staff chat, wherever it lives now, and who acts as staff in it: asked anew at each action."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import addresses
from bot.services.roles import Roles
from models import Chat, ChatKind

# Telegram writes the ids of supergroups and channels as -100 and the id proper; those of groups are shorter.
SUPERGROUPS_BELOW = -1_000_000_000_000


async def staff_chat(session: AsyncSession, roles: Roles) -> Chat | None:
    """The staff chat of the settings, also after it became a supergroup; None when none is set."""
    if roles.staff_chat_id is None:
        return None
    known = await addresses.find(session, roles.staff_chat_id)
    if known is not None:
        return known
    kind = ChatKind.SUPERGROUP if roles.staff_chat_id < SUPERGROUPS_BELOW else ChatKind.GROUP
    return await addresses.open_chat(session, roles.staff_chat_id, kind)


async def is_staff_chat(session: AsyncSession, roles: Roles, telegram_chat_id: int) -> bool:
    """Whether an address, past or present, is the staff chat's."""
    if roles.staff_chat_id is None:
        return False
    if telegram_chat_id == roles.staff_chat_id:
        return True
    # Nothing is looked up for the many chats that are somebody's own: those have positive ids.
    if telegram_chat_id > 0:
        return False
    ours = await addresses.find(session, roles.staff_chat_id)
    theirs = await addresses.find(session, telegram_chat_id)
    return ours is not None and theirs is not None and ours.id == theirs.id


async def acts_as_staff(session: AsyncSession, roles: Roles, user_id: int, telegram_chat_id: int) -> bool:
    """Whether somebody may act as staff here: the person and the place together."""
    return roles.is_staff(user_id) and await is_staff_chat(session, roles, telegram_chat_id)
