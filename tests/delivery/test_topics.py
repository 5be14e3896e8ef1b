"""Messages wait for the topic that they belong in, and reach the group when there is none."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from telegram.error import BadRequest

from models import Chat, MessageClass, OutboxState
from tests.support.fake_bot import Call
from tests.support.office import GROUP, Office, read_timeout

THREAD = 4711
MADE = {"message_thread_id": THREAD, "name": "Sleutels", "icon_color": 7322096}


async def post_topic(office: Office) -> None:
    await office.post(
        "topic",
        method="createForumTopic",
        payload={"name": "Sleutels"},
        message_class=MessageClass.RELAY,
    )


async def test_a_message_waits_for_its_topic_and_goes_there(office: Office) -> None:
    await office.post("card", topic_key="topic")
    await post_topic(office)
    office.bot.decide = lambda call: MADE if call.method == "createForumTopic" else None

    async with office.at_work():
        row = await office.until("card", OutboxState.SENT)

    topic = await office.row("topic")
    assert (topic.sent_chat_id, topic.sent_message_id) == (GROUP, THREAD)
    assert row.sent_message_id != THREAD
    assert office.bot.calls == [
        Call("createForumTopic", {"chat_id": GROUP, "name": "Sleutels"}),
        Call("sendMessage", {"chat_id": GROUP, "text": "card", "message_thread_id": THREAD}),
    ]


async def test_without_the_right_to_make_topics_the_message_goes_to_the_group_which_is_not_silenced(
    office: Office,
) -> None:
    await post_topic(office)
    await office.post("card", topic_key="topic", message_class=MessageClass.RELAY)
    office.bot.script = [BadRequest("Not enough rights to create a topic")]

    async with office.at_work():
        await office.until("card", OutboxState.SENT)

    assert (await office.row("topic")).state is OutboxState.FAILED
    assert "message_thread_id" not in office.bot.calls[-1].params
    async with office.db.read() as session:
        assert (await session.scalars(select(Chat.can_write))).all() == [True]


@pytest.mark.parametrize("words", ["TOPIC_DELETED", "message thread not found", "TOPIC_ID_INVALID"])
async def test_when_the_topic_is_gone_nothing_is_lost_and_it_is_known_that_it_is_gone(
    office: Office, words: str
) -> None:
    await post_topic(office)
    office.bot.script = [dict(MADE)]
    async with office.at_work():
        await office.until("topic", OutboxState.SENT)
    await office.post("first", "second", topic_key="topic", message_class=MessageClass.RELAY)
    office.bot.script = [BadRequest(words)]

    async with office.at_work():
        await office.until("second", OutboxState.SENT)

    assert [call.params.get("message_thread_id") for call in office.bot.calls[1:]] == [THREAD, None, None]
    assert office.bot.texts[1:] == ["first", "first", "second"]
    assert (await office.row("topic")).sent_message_id is None


async def test_a_topic_that_is_gone_or_never_came_is_not_renamed(office: Office) -> None:
    await post_topic(office)
    office.bot.script = [BadRequest("the chat is not a forum")]
    await office.post("name", topic_key="topic", method="editForumTopic", payload={"name": "Anders"})

    async with office.at_work():
        await office.until("name", OutboxState.FAILED)

    assert [call.method for call in office.bot.calls] == ["createForumTopic"]


async def test_a_topic_that_has_that_name_already_is_no_fault(office: Office) -> None:
    await post_topic(office)
    await office.post("name", topic_key="topic", method="editForumTopic", payload={"name": "Sleutels"})
    office.bot.script = [dict(MADE), BadRequest("TOPIC_NOT_MODIFIED")]

    async with office.at_work():
        await office.until("name", OutboxState.SENT)


async def test_when_it_is_unknown_whether_the_topic_was_made_it_is_made_again_and_known_once(
    office: Office,
) -> None:
    await post_topic(office)
    await office.post("card", topic_key="topic", message_class=MessageClass.RELAY)
    office.bot.script = [read_timeout(), dict(MADE)]

    async with office.at_work():
        await office.uncertain("topic")
        office.clock.advance(timedelta(minutes=1))
        await office.until("card", OutboxState.SENT)

    assert [call.method for call in office.bot.calls] == ["createForumTopic"] * 2 + ["sendMessage"]
    assert office.bot.calls[-1].params["message_thread_id"] == THREAD
