"""Sending, answering, forwarding, editing: what a bot gets back, and what people see."""

from typing import Any

import pytest

from bot.playground import World
from bot.playground.checks import Upload
from bot.playground.examples import png
from bot.playground.state import Chat, Person
from tests.playground.conftest import Call


async def test_a_text_comes_back_as_it_was_understood(call: Call, world: World, anna: Person) -> None:
    answer = await call("sendMessage", chat_id=str(anna.id), text="<b>Hoi</b> 😀 /help", parse_mode="HTML")

    message = answer["result"]
    assert message["text"] == "Hoi 😀 /help"
    assert [entity["type"] for entity in message["entities"]] == ["bold", "bot_command"]
    assert message["from"]["id"] == world.bot.id
    assert world.last_bot_message(anna).text == "Hoi 😀 /help"


async def test_a_public_group_is_found_by_its_name(call: Call, world: World, anna: Person) -> None:
    group = world.group("Openbaar (voorbeeld)", [anna], username="openbaar_voorbeeld")

    answer = await call("sendMessage", chat_id="@Openbaar_Voorbeeld", text="a")

    assert answer["result"]["chat"]["id"] == group.id


async def test_a_mention_of_a_known_person_says_who_it_is(call: Call, anna: Person) -> None:
    text = f'<a href="tg://user?id={anna.id}">Anna</a> <a href="tg://user?id=99">Wie</a>'

    answer = await call("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML")

    [mention] = answer["result"]["entities"]
    assert mention["user"]["first_name"] == "Anna"


async def test_a_reply_carries_the_message_and_the_quotation(call: Call, world: World, anna: Person) -> None:
    said = world.say(anna, anna, "😀 een lange vraag")

    answer = await call(
        "sendMessage",
        chat_id=anna.id,
        text="a",
        reply_parameters={"message_id": said.id, "quote": "lange"},
    )

    assert answer["result"]["reply_to_message"]["text"] == "😀 een lange vraag"
    assert answer["result"]["quote"] == {"text": "lange", "position": 7, "is_manual": True}


async def test_a_quotation_must_stand_in_the_message(call: Call, world: World, anna: Person) -> None:
    said = world.say(anna, anna, "een vraag")

    answer = await call(
        "sendMessage", chat_id=anna.id, text="a", reply_parameters={"message_id": said.id, "quote": "twee"}
    )

    assert answer["description"] == "Bad Request: QUOTE_TEXT_INVALID"


async def test_a_reply_to_another_chat_is_an_external_one(
    call: Call, world: World, anna: Person, group: Chat
) -> None:
    said = world.say(anna, group, "/dilemma")

    answer = await call(
        "sendMessage",
        chat_id=anna.id,
        text="a",
        reply_parameters={"message_id": said.id, "chat_id": group.id},
    )

    assert answer["result"]["external_reply"]["chat"]["id"] == group.id
    assert "reply_to_message" not in answer["result"]


async def test_an_answer_goes_to_the_topic_of_what_it_answers(
    call: Call, world: World, anna: Person, forum: Chat
) -> None:
    said = world.say(anna, forum, "/dilemma", topic=2)

    answer = await call("sendMessage", chat_id=forum.id, text="a", reply_parameters={"message_id": said.id})

    assert answer["result"]["message_thread_id"] == 2
    assert answer["result"]["is_topic_message"] is True


async def test_a_group_without_topics_ignores_a_thread(call: Call, group: Chat) -> None:
    answer = await call("sendMessage", chat_id=group.id, text="a", message_thread_id=5)

    assert "message_thread_id" not in answer["result"]


async def test_an_edit_without_buttons_takes_them_away(call: Call, world: World, anna: Person) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}], []]}
    sent = await call("sendMessage", chat_id=anna.id, text="a", reply_markup=keyboard)
    assert sent["result"]["reply_markup"] == {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}

    await call("editMessageText", chat_id=anna.id, message_id=sent["result"]["message_id"], text="b")

    assert world.last_bot_message(anna).labels == []


async def test_a_change_of_buttons_alone_leaves_a_message_unedited(call: Call, anna: Person) -> None:
    sent = await call("sendMessage", chat_id=anna.id, text="a")
    keyboard = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}

    answer = await call(
        "editMessageReplyMarkup",
        chat_id=anna.id,
        message_id=sent["result"]["message_id"],
        reply_markup=keyboard,
    )

    assert "edit_date" not in answer["result"]


def photo(name: str = "x.png") -> Upload:
    return Upload(name, "image/png", png(30, 20))


async def test_a_document_can_be_fetched_again(call: Call, world: World, anna: Person) -> None:
    calendar = Upload("sessie.ics", "text/calendar", b"BEGIN:VCALENDAR")

    answer = await call(
        "sendDocument", chat_id=anna.id, document=calendar, caption="<i>Kom</i>", parse_mode="HTML"
    )

    document = answer["result"]["document"]
    assert document["file_name"] == "sessie.ics"
    assert document["mime_type"] == "text/calendar"
    assert answer["result"]["caption_entities"][0]["type"] == "italic"
    found = (await call("getFile", file_id=document["file_id"]))["result"]
    assert found["file_unique_id"] == document["file_unique_id"]
    assert world.files[document["file_id"]].data == b"BEGIN:VCALENDAR"


async def test_a_photo_has_the_size_of_the_picture(call: Call, anna: Person) -> None:
    answer = await call("sendPhoto", chat_id=anna.id, photo=photo())

    [size] = answer["result"]["photo"]
    assert (size["width"], size["height"]) == (30, 20)


async def test_what_is_no_picture_is_no_photo(call: Call, anna: Person) -> None:
    answer = await call("sendPhoto", chat_id=anna.id, photo=Upload("x.png", "image/png", b"geen plaatje"))

    assert answer["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_a_file_is_not_sent_as_another_kind(call: Call, world: World, anna: Person) -> None:
    world.say(anna, anna, file="voice")

    answer = await call("sendPhoto", chat_id=anna.id, photo=next(iter(world.files)))

    assert answer["error_code"] == 400


async def test_an_album_is_several_messages_with_one_mark(call: Call, world: World, anna: Person) -> None:
    media = [
        {"type": "photo", "media": "attach://one", "caption": "een"},
        {"type": "photo", "media": "attach://two"},
    ]

    answer = await call(
        "sendMediaGroup", chat_id=anna.id, media=media, one=photo("1.png"), two=photo("2.png")
    )

    first, second = answer["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "een"
    assert len(world.bot_messages(anna)) == 2


async def test_a_file_that_was_not_sent_along_is_missed(call: Call, anna: Person) -> None:
    answer = await call("sendDocument", chat_id=anna.id, document="attach://gone")

    assert answer["description"] == "Bad Request: there is no document in the request"


async def test_the_media_of_a_message_can_be_replaced(call: Call, world: World, anna: Person) -> None:
    sent = (await call("sendPhoto", chat_id=anna.id, photo=photo(), caption="oud"))["result"]

    answer = await call(
        "editMessageMedia",
        chat_id=anna.id,
        message_id=sent["message_id"],
        media={"type": "document", "media": "attach://new", "caption": "nieuw"},
        new=Upload("a.txt", "text/plain", b"a"),
    )

    assert answer["result"]["document"]["file_name"] == "a.txt"
    assert world.last_bot_message(anna).text == "nieuw"


async def test_a_forward_names_its_origin_and_a_copy_does_not(
    call: Call, world: World, anna: Person, group: Chat
) -> None:
    said = world.say(anna, anna, "vraag", file="photo")
    where = {"chat_id": group.id, "from_chat_id": anna.id, "message_id": said.id}

    forward = await call("forwardMessage", **where)
    copied = await call("copyMessage", caption="anders", **where)

    assert forward["result"]["forward_origin"]["sender_user"]["id"] == anna.id
    assert set(copied["result"]) == {"message_id"}
    copy = group.messages[copied["result"]["message_id"]]
    assert (copy.text, copy.forward_origin, copy.kind) == ("anders", None, "photo")


async def test_protected_and_service_messages_are_not_forwarded(
    call: Call, world: World, anna: Person, group: Chat
) -> None:
    world.change_chat(anna, group, title="Anders")
    service = max(group.messages)
    sent = (await call("sendMessage", chat_id=anna.id, text="a", protect_content=True))["result"][
        "message_id"
    ]

    one = await call("forwardMessage", chat_id=anna.id, from_chat_id=group.id, message_id=service)
    two = await call("copyMessage", chat_id=group.id, from_chat_id=anna.id, message_id=sent)

    assert one["description"] == "Bad Request: the message can't be forwarded"
    assert two["description"] == "Bad Request: message has protected content and can't be forwarded"


async def test_of_several_messages_what_can_be_copied_is(call: Call, world: World, anna: Person) -> None:
    numbers = [world.say(anna, anna, text).id for text in ("een", "twee")]

    answer = await call("copyMessages", chat_id=anna.id, from_chat_id=anna.id, message_ids=[*numbers, 99])

    assert len(answer["result"]) == 2
    assert [message.text for message in world.bot_messages(anna)] == ["een", "twee"]


KEYBOARDS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"force_reply": True, "input_field_placeholder": "Je vraag"},
        {"kind": "force_reply", "placeholder": "Je vraag"},
    ),
    ({"remove_keyboard": True}, {"kind": "remove"}),
    (
        {"keyboard": [[{"text": "Ja"}, {"text": "Nee"}]], "one_time_keyboard": True},
        {"kind": "reply", "rows": [["Ja", "Nee"]], "placeholder": None, "one_time": True},
    ),
]


@pytest.mark.parametrize(("markup", "shown"), KEYBOARDS)
async def test_reply_keyboards_are_shown_but_not_told_back(
    call: Call, world: World, anna: Person, markup: dict[str, Any], shown: dict[str, Any]
) -> None:
    answer = await call("sendMessage", chat_id=anna.id, text="a", reply_markup=markup)

    assert "reply_markup" not in answer["result"]
    assert world.last_bot_message(anna).keyboard == {**shown, "for": None}


async def test_a_selective_keyboard_is_for_who_is_answered_and_mentioned(
    call: Call, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    said = world.say(piet, group, "/dilemma")

    await call(
        "sendMessage",
        chat_id=group.id,
        text="@anna_voorbeeld, zeg het maar",
        reply_parameters={"message_id": said.id},
        reply_markup={"force_reply": True, "selective": True},
    )

    keyboard = world.last_bot_message(group).keyboard
    assert keyboard is not None
    assert keyboard["for"] == [piet.id, anna.id]


async def test_a_reaction_is_one_of_telegrams_and_only_one(call: Call, world: World, anna: Person) -> None:
    said = world.say(anna, anna, "hoi")
    where = {"chat_id": anna.id, "message_id": said.id}

    assert (await call("setMessageReaction", reaction=[{"type": "emoji", "emoji": "👍"}], **where))["ok"]
    assert said.reactions == {world.bot.id: [{"type": "emoji", "emoji": "👍"}]}
    wrong = await call("setMessageReaction", reaction=[{"type": "emoji", "emoji": "🏠"}], **where)
    assert wrong["description"] == "Bad Request: REACTION_INVALID"
    await call("setMessageReaction", **where)
    assert said.reactions == {}


async def test_pinning_tells_the_chat(call: Call, world: World, anna: Person) -> None:
    sent = (await call("sendMessage", chat_id=anna.id, text="a"))["result"]["message_id"]

    await call("pinChatMessage", chat_id=anna.id, message_id=sent)

    assert world.chats[anna.id].pinned == [sent]
    [update] = (one.as_json() for one in world.updates.waiting)
    assert update["message"]["pinned_message"]["message_id"] == sent
    assert (await call("getChat", chat_id=anna.id))["result"]["pinned_message"]["text"] == "a"
    await call("unpinChatMessage", chat_id=anna.id)
    assert world.chats[anna.id].pinned == []


async def test_the_bot_can_leave(call: Call, world: World, group: Chat) -> None:
    assert (await call("getChatMemberCount", chat_id=group.id))["result"] == 3
    await call("leaveChat", chat_id=group.id)

    kinds = [next(iter(set(one.as_json()) - {"update_id"})) for one in world.updates.waiting]
    assert kinds == ["message", "my_chat_member"]
    assert (await call("sendMessage", chat_id=group.id, text="a"))["error_code"] == 403


async def test_administrators_and_members_are_told_apart(
    call: Call, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    world.promote_bot(anna, group, {"can_pin_messages": True})

    admins = (await call("getChatAdministrators", chat_id=group.id))["result"]
    mine = (await call("getChatMember", chat_id=group.id, user_id=world.bot.id))["result"]
    his = (await call("getChatMember", chat_id=group.id, user_id=piet.id))["result"]

    assert [one["user"]["id"] for one in admins] == [anna.id, world.bot.id]
    assert (mine["can_pin_messages"], mine["can_delete_messages"]) == (True, False)
    assert his["status"] == "member"
