"""What Telegram refuses, the playground refuses: with the same code and the same words."""

from datetime import timedelta
from typing import Any

import pytest

from bot.playground import World
from bot.playground.methods import METHODS
from bot.playground.schema import load
from bot.playground.state import Chat, Person
from tests.playground.conftest import Call

ANNA, GROUP, FORUM = "ANNA", "GROUP", "FORUM"


def button(**extra: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", **extra}]]}


def rows(*lengths: int) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", "callback_data": "y"}] * length for length in lengths]}


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    # Parameters that are missing, unknown or of a wrong type.
    ("sendMessage", {"chat_id": ANNA}, "message text is empty"),
    ("sendMessage", {"chat_id": ANNA, "text": ""}, "message text is empty"),
    ("sendMessage", {"text": "a"}, "chat_id is empty"),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "disable_web_page_preview": True},
        'the playground refuses the unknown parameter "disable_web_page_preview" of sendMessage',
    ),
    ("sendMessage", {"chat_id": ANNA, "text": 5}, 'field "text" must be of type String'),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}},
        'unknown field "data" in InlineKeyboardButton at "reply_markup.inline_keyboard[0][0]"',
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": {"inline_keyboard": [{"text": "a"}]}},
        'field "reply_markup.inline_keyboard[0]" must be an Array',
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "protect_content": "perhaps"},
        'invalid protect_content specified: "perhaps" is not a Boolean',
    ),
    (
        "editMessageText",
        {"chat_id": ANNA, "message_id": "een", "text": "a"},
        'invalid message_id specified: "een" is not an Integer',
    ),
    ("sendPhoto", {"chat_id": ANNA}, "there is no photo in the request"),
    ("getFile", {}, "file_id not specified"),
    ("createForumTopic", {"chat_id": FORUM}, 'parameter "name" is required'),
    # Chats and messages that are not there.
    ("sendMessage", {"chat_id": 42, "text": "a"}, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "a"}, "chat not found"),
    ("getChat", {"chat_id": -5}, "chat not found"),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_parameters": {"message_id": 77}},
        "message to be replied not found",
    ),
    ("editMessageText", {"chat_id": ANNA, "message_id": 77, "text": "a"}, "message to edit not found"),
    ("editMessageText", {"text": "a"}, "message identifier is not specified"),
    ("deleteMessage", {"chat_id": ANNA, "message_id": 77}, "message to delete not found"),
    ("copyMessage", {"chat_id": ANNA, "from_chat_id": ANNA, "message_id": 77}, "message to copy not found"),
    (
        "forwardMessage",
        {"chat_id": ANNA, "from_chat_id": ANNA, "message_id": 77},
        "message to forward not found",
    ),
    ("setMessageReaction", {"chat_id": ANNA, "message_id": 77, "reaction": []}, "message to react not found"),
    ("getFile", {"file_id": "x"}, "invalid file_id"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    # Lengths.
    ("sendMessage", {"chat_id": ANNA, "text": "a" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": ANNA, "text": "  "}, "text must be non-empty"),
    # Keyboards.
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": button(callback_data="x" * 65)},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": button(callback_data="é" * 33)},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": button(callback_data="")},
        "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": button()},
        "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": button(callback_data="x", style="groen")},
        "can't parse inline keyboard button: invalid button style specified",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": button(url="http://localhost/x")},
        "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": button(url="ftp://x.nl")},
        "inline keyboard button URL 'ftp://x.nl' is invalid: Unsupported URL protocol",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": button(url="https://x.nl", callback_data="y")},
        "the playground refuses a button with both url and callback_data",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": rows(9)},
        "the playground refuses more than 8 in a row, Telegram drops the rest",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "a", "reply_markup": rows(*[8] * 13)},
        "the playground refuses more than 100 buttons, Telegram drops the rest",
    ),
    (
        "sendMessage",
        {
            "chat_id": GROUP,
            "text": "a",
            "reply_markup": {"keyboard": [[{"text": "x", "request_contact": True}]]},
        },
        "phone number can be requested in private chats only",
    ),
    # Topics.
    ("sendMessage", {"chat_id": FORUM, "text": "a", "message_thread_id": 99}, "message thread not found"),
    ("sendMessage", {"chat_id": FORUM, "text": "a", "message_thread_id": 1}, "message thread not found"),
    ("sendMessage", {"chat_id": ANNA, "text": "a", "message_thread_id": 3}, "message thread not found"),
    ("createForumTopic", {"chat_id": GROUP, "name": "x"}, "the chat is not a forum"),
    ("createForumTopic", {"chat_id": FORUM, "name": "x"}, "not enough rights to create a topic"),
    # Rights.
    (
        "pinChatMessage",
        {"chat_id": GROUP, "message_id": 1},
        "not enough rights to manage pinned messages in the chat",
    ),
    ("setChatTitle", {"chat_id": GROUP, "title": "x"}, "not enough rights to change chat title"),
    ("getChatAdministrators", {"chat_id": ANNA}, "there are no administrators in the private chat"),
    ("leaveChat", {"chat_id": ANNA}, "chat member status can't be changed in private chats"),
    ("getChatMember", {"chat_id": GROUP, "user_id": 5}, "PARTICIPANT_ID_INVALID"),
    # The rest.
    ("sendChatAction", {"chat_id": ANNA, "action": "thinking"}, "wrong parameter action in request"),
    ("setMyCommands", {"commands": [{"command": "Hoi", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    (
        "setMyCommands",
        {"commands": [{"command": "hoi", "description": " "}]},
        "command description must be non-empty",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a" * 33, "description": "x"}]},
        "command length must not exceed 32",
    ),
    ("setMyCommands", {"commands": [], "language_code": "nld"}, "invalid language code specified"),
    (
        "getUpdates",
        {"allowed_updates": ["messages"]},
        'the playground refuses the unknown update type "messages"',
    ),
    ("setWebhook", {"url": "http://example.org/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    (
        "setWebhook",
        {"url": "https://example.org:444/x"},
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    (
        "setWebhook",
        {"url": "https://example.org/x", "secret_token": "a b"},
        "secret token contains unallowed characters",
    ),
    (
        "sendPhoto",
        {"chat_id": ANNA, "photo": "https://x.nl/a.png"},
        "the playground does not fetch files by URL",
    ),
    ("deleteMessages", {"chat_id": ANNA, "message_ids": []}, "message identifiers are not specified"),
    (
        "copyMessages",
        {"chat_id": ANNA, "from_chat_id": ANNA, "message_ids": [2, 1]},
        "message identifiers must be in a strictly increasing order",
    ),
    (
        "sendMediaGroup",
        {"chat_id": ANNA, "media": [{"type": "photo", "media": "x"}]},
        "wrong number of messages in the album",
    ),
]


@pytest.mark.parametrize(("method", "params", "reason"), REFUSED)
async def test_a_wrong_request_is_refused_as_telegram_does(
    call: Call, anna: Person, group: Chat, forum: Chat, method: str, params: dict[str, Any], reason: str
) -> None:
    places = {ANNA: anna.id, GROUP: group.id, FORUM: forum.id}
    given = {
        name: places.get(value, value) if isinstance(value, str) else value for name, value in params.items()
    }

    answer = await call(method, **given)

    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}


async def test_lengths_count_characters_after_the_markup_is_gone(call: Call, anna: Person) -> None:
    text = "<b>" + "😀" * 4096 + "</b>"

    assert (await call("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML"))["ok"]


async def test_callback_data_of_64_bytes_and_full_rows_are_fine(call: Call, anna: Person) -> None:
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "é" * 32}] * 8] * 12}

    assert (await call("sendMessage", chat_id=anna.id, text="a", reply_markup=keyboard))["ok"]


async def test_a_caption_has_its_own_limit(call: Call, anna: Person, world: World) -> None:
    world.say(anna, anna, file="photo")
    [photo] = world.files

    answer = await call("sendPhoto", chat_id=anna.id, photo=photo, caption="a" * 1025)

    assert answer["description"] == "Bad Request: message caption is too long"


async def test_the_same_content_again_is_not_an_edit(call: Call, anna: Person) -> None:
    keyboard = button(callback_data="y")
    sent = await call(
        "sendMessage", chat_id=anna.id, text="<b>a</b>", parse_mode="HTML", reply_markup=keyboard
    )
    same = {"chat_id": anna.id, "message_id": sent["result"]["message_id"], "reply_markup": keyboard}
    bold = [{"type": "bold", "offset": 0, "length": 1}]

    answer = await call("editMessageText", text="a", entities=bold, **same)

    assert answer["description"] == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the"
        " same as a current content and reply markup of the message"
    )
    assert (await call("editMessageReplyMarkup", **same))["error_code"] == 400
    assert (await call("editMessageText", text="a", **same))["result"]["edit_date"]


async def test_an_edited_text_that_is_too_long_has_an_error_of_its_own(call: Call, anna: Person) -> None:
    sent = await call("sendMessage", chat_id=anna.id, text="a")

    answer = await call(
        "editMessageText", chat_id=anna.id, message_id=sent["result"]["message_id"], text="b" * 4097
    )

    assert answer["description"] == "Bad Request: MESSAGE_TOO_LONG"


async def test_only_the_bots_own_messages_can_be_edited(call: Call, world: World, anna: Person) -> None:
    said = world.say(anna, anna, "hoi")

    answer = await call("editMessageText", chat_id=anna.id, message_id=said.id, text="a")

    assert answer["description"] == "Bad Request: message can't be edited"


async def test_a_text_has_no_caption_and_a_photo_no_text(call: Call, world: World, anna: Person) -> None:
    world.say(anna, anna, file="photo")
    text = (await call("sendMessage", chat_id=anna.id, text="a"))["result"]["message_id"]
    photo = (await call("sendPhoto", chat_id=anna.id, photo=next(iter(world.files))))["result"]["message_id"]

    caption = await call("editMessageCaption", chat_id=anna.id, message_id=text, caption="b")
    words = await call("editMessageText", chat_id=anna.id, message_id=photo, text="b")

    assert caption["description"] == "Bad Request: there is no caption in the message to edit"
    assert words["description"] == "Bad Request: there is no text in the message to edit"


async def test_old_messages_and_those_of_others_are_not_deleted(
    call: Call, world: World, anna: Person, group: Chat
) -> None:
    said = world.say(anna, group, "hoi")
    own = (await call("sendMessage", chat_id=group.id, text="a"))["result"]["message_id"]

    foreign = await call("deleteMessage", chat_id=group.id, message_id=said.id)
    world.skip(hours=49)
    old = await call("deleteMessage", chat_id=group.id, message_id=own)

    assert foreign["description"] == "Bad Request: message can't be deleted"
    assert old["description"] == "Bad Request: message can't be deleted for everyone"
    world.promote_bot(anna, group)
    assert (await call("deleteMessages", chat_id=group.id, message_ids=[said.id, own, 99]))["ok"]
    assert not world.bot_messages(group)


async def test_a_reply_to_nothing_may_be_sent_without_it(call: Call, anna: Person) -> None:
    reply = {"message_id": 77, "allow_sending_without_reply": True}

    answer = await call("sendMessage", chat_id=anna.id, text="a", reply_parameters=reply)

    assert "reply_to_message" not in answer["result"]


async def test_a_press_can_be_answered_for_a_minute_only(call: Call, world: World, anna: Person) -> None:
    await call("sendMessage", chat_id=anna.id, text="a", reply_markup=button(callback_data="y"))
    callback = world.press(anna, world.last_bot_message(anna), "x")
    world.advance(timedelta(minutes=2))

    answer = await call("answerCallbackQuery", callback_query_id=callback.id)

    assert answer["description"].startswith("Bad Request: query is too old")


async def test_an_answer_to_a_press_has_200_characters(call: Call, world: World, anna: Person) -> None:
    await call("sendMessage", chat_id=anna.id, text="a", reply_markup=button(callback_data="y"))
    callback = world.press(anna, world.last_bot_message(anna), 0)

    assert (await call("answerCallbackQuery", callback_query_id=callback.id, text="a" * 201))[
        "error_code"
    ] == 400
    assert (await call("answerCallbackQuery", callback_query_id=callback.id, text="a" * 200))["ok"]
    assert callback.text == "a" * 200


async def test_a_method_that_does_not_exist_is_not_found(call: Call) -> None:
    assert await call("sendFax", chat_id=1) == {
        "ok": False,
        "error_code": 404,
        "description": "Not Found: method not found",
    }


@pytest.mark.parametrize("method", ["sendGame", "getStarTransactions", "banChatMember"])
async def test_a_method_that_is_not_modelled_says_so(call: Call, group: Chat, method: str) -> None:
    params: dict[str, dict[str, Any]] = {
        "sendGame": {"chat_id": 1, "game_short_name": "x"},
        "banChatMember": {"chat_id": group.id, "user_id": 1},
    }

    answer = await call(method, **params.get(method, {}))

    assert answer == {
        "ok": False,
        "error_code": 501,
        "description": f"Not Implemented: the playground does not model {method}",
    }


def test_every_modelled_method_is_one_of_the_bot_api() -> None:
    assert set(METHODS) <= set(load().methods)
