"""Topics of a forum, seen from the bot."""

import pytest

from bot.playground import World
from bot.playground.state import Chat, Person
from tests.playground.conftest import Call


@pytest.fixture
def managed(world: World, anna: Person, forum: Chat) -> Chat:
    """The forum, with the bot as an administrator."""
    world.promote_bot(anna, forum)
    world.updates.clear()
    return forum


async def test_a_topic_is_made_and_written_in(call: Call, world: World, managed: Chat) -> None:
    made = (await call("createForumTopic", chat_id=managed.id, name=" Vraag 12 "))["result"]

    sent = await call(
        "sendMessage", chat_id=managed.id, text="a", message_thread_id=made["message_thread_id"]
    )

    assert made["name"] == "Vraag 12"
    assert sent["result"]["message_thread_id"] == made["message_thread_id"]
    [update] = (one.as_json() for one in world.updates.waiting)
    assert update["message"]["forum_topic_created"]["name"] == "Vraag 12"


async def test_a_closed_topic_takes_no_messages_of_a_plain_member(
    call: Call, world: World, anna: Person, forum: Chat
) -> None:
    world.act_on_topic(anna.id, forum, forum.topics[2], "close")
    in_topic = {"chat_id": forum.id, "text": "a", "message_thread_id": 2}

    assert (await call("sendMessage", **in_topic))["description"] == "Bad Request: TOPIC_CLOSED"
    world.promote_bot(anna, forum)
    assert (await call("sendMessage", **in_topic))["ok"]


async def test_a_closed_general_topic_is_closed_too(
    call: Call, world: World, anna: Person, forum: Chat
) -> None:
    world.act_on_topic(anna.id, forum, forum.topics[1], "close")

    assert (await call("sendMessage", chat_id=forum.id, text="a"))[
        "description"
    ] == "Bad Request: TOPIC_CLOSED"


async def test_a_deleted_topic_is_remembered_for_a_minute(
    call: Call, world: World, anna: Person, forum: Chat
) -> None:
    world.say(anna, forum, "weg", topic=2)
    world.act_on_topic(anna.id, forum, forum.topics[2], "delete")
    in_topic = {"chat_id": forum.id, "text": "a", "message_thread_id": 2}

    assert (await call("sendMessage", **in_topic))["description"] == "Bad Request: TOPIC_DELETED"
    world.skip(minutes=2)
    assert (await call("sendMessage", **in_topic))["description"] == "Bad Request: message thread not found"
    assert not [message for message in forum.messages.values() if message.thread_id == 2]


async def test_a_topic_is_closed_once(call: Call, managed: Chat) -> None:
    topic = {"chat_id": managed.id, "message_thread_id": 2}

    assert (await call("closeForumTopic", **topic))["ok"]
    assert (await call("closeForumTopic", **topic))["description"] == "Bad Request: TOPIC_NOT_MODIFIED"
    assert (await call("reopenForumTopic", **topic))["ok"]
    assert (await call("editForumTopic", name="Anders", **topic))["ok"]
    assert (await call("editForumTopic", name="Anders", **topic))["error_code"] == 400
    assert (await call("deleteForumTopic", **topic))["ok"]
    assert (await call("closeForumTopic", **topic))["description"] == "Bad Request: TOPIC_DELETED"


async def test_general_has_methods_of_its_own(call: Call, world: World, managed: Chat) -> None:
    general = {"chat_id": managed.id}

    assert (await call("closeForumTopic", message_thread_id=1, **general))["error_code"] == 400
    assert (await call("hideGeneralForumTopic", **general))["ok"]
    assert managed.topics[1].closed
    assert (await call("unhideGeneralForumTopic", **general))["ok"]
    assert (await call("reopenGeneralForumTopic", **general))["ok"]
    assert (await call("closeGeneralForumTopic", **general))["ok"]
    assert (await call("editGeneralForumTopic", name="Algemeen", **general))["ok"]
    kinds = [set(one.as_json()["message"]) for one in world.updates.waiting]
    assert [next(iter(found & KINDS)) for found in kinds] == [
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "forum_topic_reopened",
        "forum_topic_closed",
        "forum_topic_edited",
    ]


KINDS = {
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "forum_topic_reopened",
    "forum_topic_closed",
    "forum_topic_edited",
}


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"name": " "}, "name must be non-empty"),
        ({"name": "a" * 129}, "TOPIC_TITLE_TOO_LONG"),
        ({"name": "a", "icon_color": 1}, "invalid icon color specified"),
        ({"name": "a", "icon_custom_emoji_id": "1"}, "TOPIC_ICON_INVALID"),
    ],
)
async def test_a_topic_needs_a_name_and_a_known_icon(
    call: Call, managed: Chat, params: dict[str, object], reason: str
) -> None:
    answer = await call("createForumTopic", chat_id=managed.id, **params)

    assert answer["description"] == f"Bad Request: {reason}"


async def test_an_icon_of_telegrams_can_be_used(call: Call, managed: Chat) -> None:
    icon = (await call("getForumTopicIconStickers"))["result"][0]["custom_emoji_id"]

    answer = await call("createForumTopic", chat_id=managed.id, name="a", icon_custom_emoji_id=icon)

    assert answer["result"]["icon_custom_emoji_id"] == icon
