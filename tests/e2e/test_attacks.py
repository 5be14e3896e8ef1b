"""What a tampered client, a guest with bad intentions or an odd update can try, and that it gets nowhere."""

import asyncio
import io
from typing import Any

from sqlalchemy import select

from bot.app import Buurvraag
from bot.delivery.inbox import RETRY_AFTER
from bot.logs import set_up_logging
from bot.playground.kinds import JsonObject
from bot.playground.state import Chat, Message, Person
from bot.playground.world import World
from models import Candidate, Dilemma, InboxState, InboxUpdate

QUESTION = "welke bewoners mogen een sleutel van het buurthuis hebben?"
NOBODYS_CASE = 999_999
# Neither in a log nor in what is kept of an error may this be found.
WORDS = "Kanarievogel"
COMMAND = [{"type": "bot_command", "offset": 0, "length": 8}]
STRANGER = {"id": 4_444, "is_bot": False, "first_name": WORDS}
FORUM = {"id": -100_777, "type": "supergroup", "title": WORDS, "is_forum": True}

# What Telegram's documentation allows, or a broken proxy might make of it: fields of a message.
ODD_MESSAGES: dict[str, dict[str, Any]] = {
    "of nobody": {"from": None, "text": QUESTION},
    "a command of nobody": {"from": None, "text": "/dilemma", "entities": COMMAND},
    "without anything": {},
    "a zero byte": {"text": f"een sleutel\0 voor {WORDS}"},
    "half an emoji": {"text": f"een sleutel \ud83d voor {WORDS}"},
    "half an emoji in a link": {"text": "/start d-\ud83d", "entities": [COMMAND[0] | {"length": 6}]},
    "accents on accents": {"text": "s" + "\u0301" * 1900 + "leutel"},
    "right to left": {"text": "\u202e sleutel \u2066" * 50},
    "emoji only": {"text": "😀" * 4096},
    "one word": {"text": "a" * 4096},
    "a command longer than its text": {"text": "/dilemma", "entities": [COMMAND[0] | {"length": 10**6}]},
    "a topic in private": {"text": QUESTION, "is_topic_message": True, "message_thread_id": 12},
    "a chat of an unknown kind": {"chat": {"id": -78, "type": "monoforum"}, "text": QUESTION},
    "a chat with too large a number": {"chat": {"id": 2**70, "type": "private"}, "text": QUESTION},
    "a person with too large a number": {"from": STRANGER | {"id": 2**65}, "text": QUESTION},
    "a move to nowhere": {"chat": FORUM, "migrate_to_chat_id": 2**70},
    "a move onto itself": {"chat": FORUM, "migrate_to_chat_id": FORUM["id"]},
    "paid media": {"paid_media": {"star_count": 1, "paid_media": [{"type": "preview"}]}},
    "a story": {"story": {"chat": FORUM, "id": 4}},
    "under a lost message": {
        "chat": FORUM,
        "text": "/dilemma",
        "entities": COMMAND,
        "reply_to_message": {"message_id": 4, "date": 0, "chat": FORUM},
    },
    "of an administrator without a name": {
        "chat": FORUM,
        "text": f"/dilemma {QUESTION}",
        "entities": COMMAND,
        "from": {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"},
        "sender_chat": FORUM,
    },
}
ODD_PRESSES = (
    "d:1:k:1",
    "d:١:w:١",
    "d:1:w:1:999999",
    f"d:{'9' * 15}:w",
    "l:1:y",
    "n:x:1",
    "s:0:0",
    "t:zz",
    "\0",
)


async def answer_in(world: World, chat: Chat | Person) -> Message:
    await world.wait_for(lambda: world.bot_messages(chat))
    return world.last_bot_message(chat)


async def test_guessed_numbers_do_not_tell_what_somebody_asked_in_private(
    bot: Buurvraag, world: World, anna: Person, piet: Person
) -> None:
    world.say(anna, anna, QUESTION)
    await answer_in(world, anna)
    world.say(piet, piet, "/help")
    mine = await answer_in(world, piet)
    async with bot.db.read() as session:
        found = await session.scalar(select(Candidate))
    assert found is not None

    for verb in "kwosc":
        heard = {
            (
                await world.answer_to(world.press(piet, mine, data=f"d:{found.dilemma_id}:{verb}:{case_id}"))
            ).text
            for case_id in (found.case_id, NOBODYS_CASE)
        }
        assert len(heard) == 1, verb
    world.say(piet, piet, "/bewaard")
    await world.wait_for(lambda: "nog niets bewaard" in world.last_bot_message(piet).text)


async def test_a_neighbour_saves_in_private_what_the_link_of_the_group_showed(
    bot: Buurvraag, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    world.say(anna, group, f"/dilemma {QUESTION}")
    answer = await answer_in(world, group)
    async with bot.db.read() as session:
        found = await session.scalar(select(Candidate))
    assert found is not None
    callback = await world.answer_to(
        world.press(piet, answer, data=f"d:{found.dilemma_id}:w:{found.case_id}")
    )
    world.start(piet, (callback.url or "").split("start=")[1])
    shown = await answer_in(world, piet)
    callback = await world.answer_to(world.press(piet, shown, "Bewaar"))
    assert "/bewaard" in (callback.text or "")


async def test_what_a_writer_took_back_before_saying_yes_is_not_used(
    bot: Buurvraag, world: World, anna: Person, piet: Person
) -> None:
    # Only an administrator is told of the edits of others.
    group = world.group("Buurt (voorbeeld)", [anna, piet], bot="administrator", supergroup=True, quiet=True)
    wrote = world.say(anna, group, f"{WORDS} heeft schulden. {QUESTION}")
    world.say(piet, group, "/dilemma", reply_to=wrote)
    asked = await answer_in(world, group)
    world.edit(anna, wrote, QUESTION)
    world.press(anna, asked, "Ja, zoek maar")
    before = asked.text
    await world.wait_for(lambda: asked.text != before)

    async with bot.db.read() as session:
        assert await session.scalar(select(Dilemma.text)) == QUESTION


async def test_a_press_without_its_message_is_answered_and_not_set_aside(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    callback = world.new_callback(anna, world.private(anna), 1, "d:1:w:1")
    asker = {"id": anna.id, "is_bot": False, "first_name": "Anna", "language_code": "en"}
    world.push(
        "callback_query",
        {"id": callback.id, "from": asker, "chat_instance": "1", "data": "d:1:w:1"},
        key=anna.id,
    )
    assert (await world.answer_to(callback)).text
    assert {row.state for row in await inbox_rows(bot)} == {InboxState.DONE}


async def test_odd_updates_hold_up_nobody_and_leave_no_words_behind(
    bot: Buurvraag, world: World, anna: Person, logging_as_before: None
) -> None:
    log = io.StringIO()
    set_up_logging("debug", stream=log)
    for number, (name, fields) in enumerate(ODD_MESSAGES.items()):
        for kind in ("message", "edited_message"):
            push(world, kind, message(number, fields), name)
    for number, data in enumerate(ODD_PRESSES):
        lost = {"chat": {"id": 500 + number, "type": "private"}, "message_id": 3, "date": 0}
        for under in (lost, message(600 + number, {"text": "oud"}), message(9, {"chat": FORUM})):
            query = {"id": "1", "from": STRANGER, "chat_instance": "1", "data": data, "message": under}
            push(world, "callback_query", query, data)
    world.say(anna, anna, QUESTION)
    await answer_in(world, anna)
    # Whatever keeps failing is set aside in the end, and nothing waits behind it.
    async with asyncio.timeout(30):
        rows = await inbox_rows(bot)
        while InboxState.PENDING in {row.state for row in rows}:
            await asyncio.sleep(0.1)
            world.skip(seconds=RETRY_AFTER[-1].total_seconds())
            rows = await inbox_rows(bot)

    assert "set aside" in log.getvalue()
    assert WORDS not in log.getvalue()
    assert world.bot.token not in log.getvalue()
    assert not [row.error for row in rows if WORDS in (row.error or "")]


async def inbox_rows(bot: Buurvraag) -> list[InboxUpdate]:
    async with bot.db.read() as session:
        return list(await session.scalars(select(InboxUpdate)))


def message(number: int, fields: dict[str, Any]) -> JsonObject:
    """A message of its own chat, unless `fields` say otherwise; what is None is left out."""
    chat = {"id": 1_000 + number, "type": "private", "first_name": WORDS}
    body = {"message_id": 9_000 + number, "date": 1_700_000_000, "chat": chat, "from": STRANGER} | fields
    return {name: value for name, value in body.items() if value is not None}


def push(world: World, kind: str, body: JsonObject, name: str) -> None:
    assert world.push(kind, body, key=0) is not None, name
