"""Every kind of update is what Telegram sends: by the table, and for both libraries that read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiogram.types
import pytest
import telegram

from bot.playground import World
from bot.playground.state import Chat, Message, Person, Status
from tests.playground.conftest import Call, conforms


@dataclass
class Scene:
    """Who is there, and a message of the bot with a button in each chat."""

    world: World
    anna: Person
    piet: Person
    group: Chat
    forum: Chat

    def bots(self, where: Chat | Person) -> Message:
        return self.world.last_bot_message(where)

    def said(self) -> Message:
        return self.world.say(self.anna, self.anna, "eerst")


def external(scene: Scene) -> None:
    channel = scene.world.channel("Kanaal (voorbeeld)", scene.anna, linked=scene.group, bot=True)
    scene.world.say(scene.anna, channel, "een bericht")


def channel_sender(scene: Scene) -> None:
    channel = scene.world.channel("Kanaal (voorbeeld)", scene.anna)
    scene.world.say(scene.anna, scene.group, "/hoi", send_as=channel)


def hidden(scene: Scene) -> None:
    scene.piet.hides_forwards = True
    said = scene.world.say(scene.piet, scene.group, "iets")
    scene.world.say(scene.anna, scene.anna, forward=said)


def from_channel(scene: Scene) -> None:
    channel = scene.world.channel("Kanaal (voorbeeld)", scene.anna)
    scene.world.say(scene.anna, scene.anna, forward=scene.world.say(scene.anna, channel, "bericht"))


def anonymous(scene: Scene) -> None:
    said = scene.world.say(scene.anna, scene.group, "/hoi", anonymous=True)
    scene.world.say(scene.anna, scene.anna, forward=said)


def gone(scene: Scene) -> None:
    message = scene.bots(scene.anna)
    scene.world.delete(scene.anna, message)
    scene.world.press(scene.anna, message.id, data="oud", where=scene.anna)


def topic(scene: Scene) -> None:
    new = scene.world.topic(scene.forum, "Nieuw", scene.anna)
    for action in ("close", "reopen", "rename"):
        scene.world.act_on_topic(scene.anna.id, scene.forum, new, action, "Anders")
    general = scene.forum.topics[1]
    for action in ("hide", "unhide"):
        scene.world.act_on_topic(scene.anna.id, scene.forum, general, action)
    scene.world.say(scene.piet, scene.forum, "/hoi", topic=new)


def pin(scene: Scene) -> None:
    scene.world.pin(scene.anna.id, scene.bots(scene.group))


def migrate(scene: Scene) -> None:
    scene.world.migrate(scene.world.group("Klein (voorbeeld)", [scene.anna]), scene.anna)


CASES: list[tuple[str, str, Callable[[Scene], object]]] = [
    ("text", "message", lambda s: s.world.say(s.anna, s.anna, "/hoi @piet https://lsa.nl 😀 *")),
    ("reply", "message", lambda s: s.world.say(s.anna, s.anna, "ja", reply_to=s.said(), quote="eerst")),
    ("in a topic", "message", lambda s: s.world.say(s.anna, s.forum, "/hoi", topic=2)),
    ("photo", "message", lambda s: s.world.say(s.anna, s.anna, "bijschrift", file="photo")),
    ("document", "message", lambda s: s.world.say(s.anna, s.anna, file="document")),
    ("voice", "message", lambda s: s.world.say(s.anna, s.anna, file="voice")),
    ("audio", "message", lambda s: s.world.say(s.anna, s.anna, file="audio")),
    ("video", "message", lambda s: s.world.say(s.anna, s.anna, file="video")),
    ("sticker", "message", lambda s: s.world.say(s.anna, s.anna, file="sticker")),
    (
        "location",
        "message",
        lambda s: s.world.say(s.anna, s.anna, other={"location": {"latitude": 52.1, "longitude": 5.1}}),
    ),
    (
        "contact",
        "message",
        lambda s: s.world.say(s.anna, s.anna, other={"contact": {"phone_number": "+316", "first_name": "A"}}),
    ),
    ("forward of a person", "message", lambda s: s.world.say(s.anna, s.anna, forward=s.said())),
    ("forward of the bot", "message", lambda s: s.world.say(s.anna, s.anna, forward=s.bots(s.anna))),
    ("forward of a hidden person", "message", hidden),
    ("forward of a channel", "message", from_channel),
    ("anonymous administrator", "message", anonymous),
    ("in the name of a channel", "message", channel_sender),
    ("post of a linked channel", "channel_post", external),
    ("edited", "edited_message", lambda s: s.world.edit(s.anna, s.said(), "anders")),
    ("press", "callback_query", lambda s: s.world.press(s.anna, s.bots(s.anna), "Ja")),
    ("press on what is gone", "callback_query", gone),
    ("start", "message", lambda s: s.world.start(s.piet, "x_1")),
    ("blocked", "my_chat_member", lambda s: s.world.block(s.anna)),
    ("promoted", "my_chat_member", lambda s: s.world.promote_bot(s.anna, s.group)),
    (
        "restricted",
        "my_chat_member",
        lambda s: s.world.set_member(s.anna, s.group, s.world.bot.id, Status.RESTRICTED),
    ),
    ("removed", "my_chat_member", lambda s: s.world.remove_bot(s.anna, s.group)),
    ("added", "my_chat_member", lambda s: s.world.group("Nieuw (voorbeeld)", [s.anna], supergroup=True)),
    ("made with the bot", "my_chat_member", lambda s: s.world.group("Nieuw (voorbeeld)", [s.anna])),
    ("member added", "message", lambda s: s.world.add(s.anna, s.group, s.world.person("Nieuw (voorbeeld)"))),
    (
        "member left",
        "message",
        lambda s: s.world.set_member(s.piet, s.group, s.piet.id, Status.LEFT),
    ),
    ("topics", "message", topic),
    ("pinned", "message", pin),
    ("renamed", "message", lambda s: s.world.change_chat(s.anna, s.group, title="Anders")),
    ("migrated", "message", migrate),
    ("reaction", "message_reaction", lambda s: s.world.react(s.anna, s.bots(s.anna), ["👍"])),
    (
        "other member",
        "chat_member",
        lambda s: (
            s.world.promote_bot(s.anna, s.group),
            s.world.set_member(s.anna, s.group, s.piet.id, Status.RESTRICTED),
            s.world.set_member(s.anna, s.group, s.piet.id, Status.ADMINISTRATOR, custom_title="baas"),
            s.world.set_member(s.anna, s.group, s.piet.id, Status.KICKED),
        ),
    ),
]


@pytest.fixture
async def scene(call: Call, world: World, anna: Person, piet: Person, group: Chat, forum: Chat) -> Scene:
    keyboard = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}
    for chat_id in (anna.id, group.id, forum.id):
        await call("sendMessage", chat_id=chat_id, text="Goed?", reply_markup=keyboard)
    world.updates.allow(sorted(telegram.Update.ALL_TYPES))
    return Scene(world, anna, piet, group, forum)


@pytest.mark.parametrize(("name", "kind", "act"), CASES, ids=[case[0] for case in CASES])
def test_an_update_is_as_telegram_sends_it(
    scene: Scene, name: str, kind: str, act: Callable[[Scene], object]
) -> None:
    before = scene.world.updates.pending

    act(scene)

    updates = [update.as_json() for update in scene.world.updates.issued][before:]
    assert kind in {key for update in updates for key in update}, name
    for update in updates:
        conforms("Update", update)
        assert_read_by_both(update)


# What the Bot API got after the version of the playground's table, and aiogram insists on.
LATER = {"can_send_welcome_messages": False}


def with_later_fields(value: Any) -> Any:
    if isinstance(value, list):
        return [with_later_fields(one) for one in value]
    if isinstance(value, dict):
        added = LATER if value.get("status") == "administrator" else {}
        return {name: with_later_fields(one) for name, one in value.items()} | added
    return value


def assert_read_by_both(update: dict[str, Any]) -> None:
    ours = telegram.Update.de_json(update, None)
    theirs = aiogram.types.Update.model_validate(with_later_fields(update))
    [kind] = set(update) - {"update_id"}
    assert getattr(ours, kind) is not None
    assert getattr(theirs, kind) is not None
    assert not ours.api_kwargs
    assert not getattr(ours, kind).api_kwargs
    assert theirs.event_type == kind


def test_the_ids_rise_and_dates_are_those_of_the_clock(world: World, anna: Person) -> None:
    world.skip(days=3)
    world.say(anna, anna, "een")
    world.say(anna, anna, "twee")

    first, second = (update.as_json() for update in world.updates.waiting)

    assert second["update_id"] == first["update_id"] + 1
    assert first["message"]["date"] == pytest.approx(world.now(), abs=2)


def test_a_message_in_a_topic_seems_to_answer_the_one_that_made_the_topic(
    world: World, anna: Person, forum: Chat
) -> None:
    world.say(anna, forum, "/dilemma", topic=2)

    [update] = (update.as_json() for update in world.updates.waiting)

    assert update["message"]["is_topic_message"] is True
    assert "forum_topic_created" in update["message"]["reply_to_message"]


def test_the_general_topic_leaves_no_trace_in_a_message(world: World, anna: Person, forum: Chat) -> None:
    world.say(anna, forum, "/dilemma")

    [update] = (update.as_json() for update in world.updates.waiting)

    assert "message_thread_id" not in update["message"]
    assert "reply_to_message" not in update["message"]


def test_an_anonymous_administrator_is_telegrams_group_bot(world: World, anna: Person, group: Chat) -> None:
    world.say(anna, group, "/hoi", anonymous=True)

    [update] = (update.as_json() for update in world.updates.waiting)

    assert update["message"]["from"]["id"] == 1087968824
    assert update["message"]["sender_chat"]["id"] == group.id


def test_a_press_on_a_deleted_message_shows_an_inaccessible_one(scene: Scene) -> None:
    gone(scene)

    query = scene.world.updates.waiting[-1].as_json()["callback_query"]

    assert query["message"]["date"] == 0
    assert query["data"] == "oud"


@pytest.mark.parametrize(
    ("order", "kinds"),
    [
        ("to_first", ["migrate_to_chat_id", "migrate_from_chat_id"]),
        ("from_first", ["migrate_from_chat_id", "migrate_to_chat_id"]),
    ],
)
def test_migration_is_told_in_either_order(world: World, anna: Person, order: str, kinds: list[str]) -> None:
    group = world.group("Klein (voorbeeld)", [anna], quiet=True)

    new = world.migrate(group, anna, order=order)

    told = [update.as_json()["message"] for update in world.updates.waiting]
    assert [next(kind for kind in kinds if kind in message) for message in told] == kinds
    by_kind = {kind: message for message in told for kind in kinds if kind in message}
    assert by_kind["migrate_to_chat_id"]["migrate_to_chat_id"] == new.id
    assert by_kind["migrate_from_chat_id"]["chat"]["id"] == new.id


def test_updates_that_must_be_asked_for_do_not_come_by_themselves(
    world: World, anna: Person, group: Chat
) -> None:
    world.promote_bot(anna, group)
    before = world.updates.pending

    world.react(anna, world.say(anna, group, "hoi"), ["👍"])
    world.set_member(anna, group, world.person("Nieuw (voorbeeld)").id, Status.KICKED)

    assert [update.kind for update in world.updates.waiting][before:] == ["message"]


def test_a_bot_is_not_told_of_its_own_messages_and_of_deletions(scene: Scene) -> None:
    before = scene.world.updates.pending

    scene.world.delete(scene.anna, scene.bots(scene.anna))

    assert scene.world.updates.pending == before == 0
