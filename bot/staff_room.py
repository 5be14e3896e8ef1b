"""What the staff group is like: whether questions get topics there, and what the bot lacks for it."""

from dataclasses import dataclass
from typing import Any

from telegram.error import ChatMigrated

from bot.delivery.telegram_bot import TelegramBot


@dataclass(frozen=True, slots=True)
class StaffRoom:
    """The staff group as Telegram describes it. `moved_to` is its new id when it became a supergroup."""

    chat_id: int
    is_supergroup: bool
    has_topics: bool
    may_manage_topics: bool
    moved_to: int | None = None

    @property
    def uses_topics(self) -> bool:
        """Whether each question gets a topic of its own."""
        return self.has_topics and self.may_manage_topics

    def describe(self) -> str:
        """In a sentence for an administrator: what is used, and what is needed for more."""
        if self.uses_topics:
            return "each question gets a topic of its own."
        if self.has_topics:
            return (
                "each question gets a card to reply to. "
                "For topics, make the bot an admin who may manage topics."
            )
        return (
            "each question gets a card to reply to, for which the bot needs no rights: there are no topics."
        )


async def look_at(bot: TelegramBot, chat_id: int) -> StaffRoom:
    """Ask Telegram about the staff group, following it when it moved; raises telegram.error.TelegramError."""
    moved_to = None
    try:
        member = await bot.call("getChatMember", {"chat_id": chat_id, "user_id": bot.id})
    except ChatMigrated as error:
        moved_to = error.new_chat_id
        member = await bot.call("getChatMember", {"chat_id": moved_to, "user_id": bot.id})
    chat = await bot.call("getChat", {"chat_id": moved_to or chat_id})
    return room_of(chat, member, moved_to)


def room_of(chat: dict[str, Any], member: dict[str, Any], moved_to: int | None = None) -> StaffRoom:
    """The staff group by what getChat and getChatMember say of it and of the bot in it."""
    return StaffRoom(
        chat_id=chat["id"],
        is_supergroup=chat["type"] == "supergroup",
        has_topics=bool(chat.get("is_forum")),
        may_manage_topics=member["status"] == "creator" or bool(member.get("can_manage_topics")),
        moved_to=moved_to,
    )
