"""What a bot gets to see of a group, with privacy mode on and off."""

import pytest

from bot.playground import World
from bot.playground.state import Chat, Person
from tests.playground.conftest import Call


def texts(world: World) -> list[str]:
    return [update.as_json()["message"].get("text", "") for update in world.updates.waiting]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("hoi allemaal", False),
        ("/dilemma de sleutel", True),
        ("/dilemma@BuurvraagVoorbeeldBot de sleutel", True),
        ("/dilemma@buurvraagvoorbeeldbot", True),
        ("/dilemma@AndereBot de sleutel", False),
        ("zie /dilemma", False),
        ("@BuurvraagVoorbeeldBot help", False),
        ("/ niets", False),
        ("/home/piet", False),
    ],
)
def test_a_plain_member_sees_commands_only(
    world: World, piet: Person, group: Chat, text: str, seen: bool
) -> None:
    world.say(piet, group, text)

    assert texts(world) == ([text] if seen else [])


async def test_a_plain_member_sees_answers_to_its_own_messages(
    call: Call, world: World, piet: Person, anna: Person, group: Chat
) -> None:
    await call("sendMessage", chat_id=group.id, text="Wat is je dilemma?")
    other = world.say(anna, group, "ook iets")

    world.say(piet, group, "de sleutel", reply_to=world.last_bot_message(group))
    world.say(piet, group, "eens", reply_to=other)

    assert texts(world) == ["de sleutel"]


def test_a_plain_member_sees_service_messages_and_captions_with_commands(
    world: World, anna: Person, group: Chat
) -> None:
    world.say(anna, group, "/dilemma dit", file="photo")
    world.say(anna, group, "kijk", file="photo")
    world.change_chat(anna, group, title="Anders")

    kinds = [
        set(update.as_json()["message"]) & {"photo", "new_chat_title"} for update in world.updates.waiting
    ]
    assert kinds == [{"photo"}, {"new_chat_title"}]


def test_an_administrator_sees_everything(world: World, anna: Person, piet: Person, group: Chat) -> None:
    world.promote_bot(anna, group)
    world.updates.clear()

    world.say(piet, group, "hoi allemaal")

    assert texts(world) == ["hoi allemaal"]


def test_privacy_off_counts_from_when_the_bot_comes_in(
    world: World, anna: Person, piet: Person, group: Chat
) -> None:
    world.bot.privacy = False
    world.say(piet, group, "nog niet gezien")
    world.remove_bot(anna, group)
    world.add_bot(anna, group)
    world.updates.clear()

    world.say(piet, group, "wel gezien")

    assert texts(world) == ["wel gezien"]


def test_a_bot_that_was_removed_sees_nothing(world: World, anna: Person, piet: Person, group: Chat) -> None:
    world.remove_bot(anna, group)
    world.updates.clear()

    world.say(piet, group, "/dilemma")

    assert texts(world) == []


def test_an_edit_is_seen_by_the_same_rules(world: World, piet: Person, group: Chat) -> None:
    world.edit(piet, world.say(piet, group, "eerst"), "later")
    world.edit(piet, world.say(piet, group, "/dilemma een"), "/dilemma twee")

    kinds = [update.kind for update in world.updates.waiting]
    assert kinds == ["message", "edited_message"]
