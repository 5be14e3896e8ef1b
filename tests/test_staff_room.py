"""What the staff group is like, as Telegram describes it, and what an administrator is told of it."""

from typing import Any, cast

import pytest
from telegram.error import ChatMigrated

from bot.delivery.telegram_bot import TelegramBot
from bot.staff_room import look_at, room_of
from tests.support.fake_bot import Call, FakeBot

FORUM = {"id": -1005, "type": "supergroup", "title": "Medewerkers (voorbeeld)", "is_forum": True}
PLAIN = {"id": -4, "type": "group", "title": "Medewerkers (voorbeeld)"}
ADMIN = {"status": "administrator", "can_manage_topics": True}


@pytest.mark.parametrize(
    ("chat", "member", "uses_topics", "said"),
    [
        (FORUM, ADMIN, True, "a topic of its own"),
        (FORUM, {"status": "creator"}, True, "a topic of its own"),
        (FORUM, {"status": "administrator"}, False, "make the bot an admin who may manage topics"),
        (FORUM, {"status": "member"}, False, "make the bot an admin who may manage topics"),
        (PLAIN, {"status": "member"}, False, "needs no rights"),
    ],
)
def test_topics_need_a_forum_and_the_right_to_manage_them(
    chat: dict[str, Any], member: dict[str, Any], uses_topics: bool, said: str
) -> None:
    room = room_of(chat, member)

    assert room.uses_topics is uses_topics
    assert said in room.describe()


async def test_a_group_that_moved_is_followed() -> None:
    bot = FakeBot()

    def decide(call: Call) -> Any:
        if call.params["chat_id"] == -4:
            return ChatMigrated(-1005)
        return FORUM if call.method == "getChat" else ADMIN

    bot.decide = decide
    bot.id = 1  # type: ignore[attr-defined]

    room = await look_at(cast(TelegramBot, bot), -4)

    assert (room.chat_id, room.moved_to) == (-1005, -1005)
