"""What the people's side can do, by path: each takes a checked body and returns its result as JSON."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeAlias

from pydantic import BaseModel

from bot.playground import examples, views
from bot.playground import people_bodies as bodies
from bot.playground.acting import find_button
from bot.playground.errors import NotAllowedError, WrongRequestError
from bot.playground.faults import Fault, FaultKind
from bot.playground.kinds import JsonObject
from bot.playground.membership import TOPIC_COLORS
from bot.playground.state import Chat, Message, StoredFile
from bot.playground.world import World

Action: TypeAlias = Callable[[World, Any, dict[str, int]], JsonObject]

ACTIONS: dict[str, tuple[type[BaseModel], Action]] = {}
"""Path (with its parameters) → the model of its body, and what it does."""


def action(path: str, body: type[BaseModel]) -> Callable[[Action], Action]:
    """Enter a function as what a POST to this path does."""

    def enter(function: Action) -> Action:
        ACTIONS[path] = (body, function)
        return function

    return enter


def _message(world: World, chat: Chat, message: Message) -> JsonObject:
    return {"message": views.message_view(world, world.find_message(chat, message.id))}


def _chat(world: World, chat: Chat) -> JsonObject:
    return {"chat": views.chat_view(world, chat)}


@action("/say", bodies.SayBody)
def say(world: World, body: bodies.SayBody, _: dict[str, int]) -> JsonObject:
    """Write or forward something."""
    chat = world.find_chat(body.chat)
    forward = body.forward_from
    message = world.say(
        world.find_person(body.as_),
        chat,
        body.text,
        topic=body.topic,
        reply_to=body.reply_to,
        quote=body.quote,
        forward=world.find_message(world.find_chat(forward.chat), forward.message) if forward else None,
        file=_file(world, body.file) if body.file else None,
        other=_other(body),
        anonymous=body.anonymous,
        send_as=world.find_chat(body.send_as) if body.send_as is not None else None,
        via_bot=body.via_bot,
    )
    return _message(world, chat, message)


def _file(world: World, body: bodies.FileBody) -> StoredFile:
    data = body.data
    if data is None:
        return examples.make(world, body.kind)
    return examples.store(world, body.kind, data, name=body.name, mime=body.mime, emoji=body.emoji)


def _other(body: bodies.SayBody) -> JsonObject | None:
    if body.location:
        return {"location": body.location.model_dump()}
    if body.contact:
        return {"contact": body.contact.model_dump()}
    return None


def _target(world: World, body: bodies.OnMessageBody) -> Message:
    return world.find_message(world.find_chat(body.chat), body.message)


@action("/edit", bodies.EditBody)
def edit(world: World, body: bodies.EditBody, _: dict[str, int]) -> JsonObject:
    """Change one's own message."""
    message = world.edit(world.find_person(body.as_), _target(world, body), body.text)
    return _message(world, message.chat, message)


@action("/delete", bodies.OnMessageBody)
def delete(world: World, body: bodies.OnMessageBody, _: dict[str, int]) -> JsonObject:
    """Delete a message."""
    world.delete(world.find_person(body.as_), _target(world, body))
    return {}


@action("/react", bodies.ReactBody)
def react(world: World, body: bodies.ReactBody, _: dict[str, int]) -> JsonObject:
    """Set one's reactions."""
    message = _target(world, body)
    world.react(world.find_person(body.as_), message, body.emoji)
    return {"reactions": views.reactions_view(message)}


@action("/press", bodies.PressBody)
def press(world: World, body: bodies.PressBody, _: dict[str, int]) -> JsonObject:
    """Press a button, or send callback data that no button has."""
    person, chat = world.find_person(body.as_), world.find_chat(body.chat)
    if body.data is not None:
        return {"callback_id": world.press(person, body.message, data=body.data, where=chat).id}
    if body.row is None or body.column is None:
        raise WrongRequestError("A press needs a row and a column, or data")
    message = world.find_message(chat, body.message)
    place = (body.row, body.column)
    button = find_button(message, place)
    if "callback_data" in button:
        return {"callback_id": world.press(person, message, place).id}
    if "copy_text" in button:
        return {"copy": button["copy_text"]["text"]}
    payload = views.start_payload(world, button["url"])
    return {"open": button["url"]} if payload is None else {"start": payload}


@action("/start", bodies.StartBody)
def start(world: World, body: bodies.StartBody, _: dict[str, int]) -> JsonObject:
    """Open the private chat with the bot."""
    message = world.start(world.find_person(body.as_), body.payload)
    return _message(world, message.chat, message)


@action("/block", bodies.BlockBody)
def block(world: World, body: bodies.BlockBody, _: dict[str, int]) -> JsonObject:
    """Block or unblock the bot."""
    person = world.find_person(body.as_)
    world.block(person, blocked=body.blocked)
    return {"person": views.person_view(world, person)}


@action("/people", bodies.PersonBody)
def add_person(world: World, body: bodies.PersonBody, _: dict[str, int]) -> JsonObject:
    """Somebody new."""
    person = world.person(body.name, language=body.language, username=body.username, role=body.role)
    return {"person": views.person_view(world, person)}


@action("/chats", bodies.NewChatBody)
def add_chat(world: World, body: bodies.NewChatBody, _: dict[str, int]) -> JsonObject:
    """A new group or channel."""
    owner = world.find_person(body.by)
    if body.type == "channel":
        linked = world.find_chat(body.linked_chat) if body.linked_chat is not None else None
        return _chat(world, world.channel(body.title, owner, linked=linked, bot=bool(body.bot)))
    if body.topics and not body.is_forum:
        raise WrongRequestError("Topics need is_forum")
    chat = world.group(
        body.title,
        [owner, *(world.find_person(one) for one in body.members if one != owner.id)],
        bot=body.bot,
        forum=body.is_forum,
        supergroup=body.type == "supergroup",
        topics=body.topics,
        username=body.username,
    )
    return _chat(world, chat)


@action("/chats/{chat:chat}", bodies.ChatBody)
def change_chat(world: World, body: bodies.ChatBody, path: dict[str, int]) -> JsonObject:
    """Rename a chat, turn topics on or off, change what members may do."""
    chat = world.find_chat(path["chat"])
    world.change_chat(
        world.find_person(body.by),
        chat,
        title=body.title,
        is_forum=body.is_forum,
        permissions=body.permissions,
    )
    return _chat(world, chat)


@action("/chats/{chat:chat}/members", bodies.MemberBody)
def set_member(world: World, body: bodies.MemberBody, path: dict[str, int]) -> JsonObject:
    """Add, remove, promote or restrict somebody."""
    chat = world.find_chat(path["chat"])
    user_id = world.bot.id if body.person == "bot" else world.find_person(int(body.person)).id
    world.set_member(
        world.find_person(body.by),
        chat,
        user_id,
        body.new_status,
        rights=body.rights,
        anonymous=body.anonymous,
        custom_title=body.custom_title,
    )
    return _chat(world, chat)


@action("/chats/{chat:chat}/migrate", bodies.MigrateBody)
def migrate(world: World, body: bodies.MigrateBody, path: dict[str, int]) -> JsonObject:
    """Make a supergroup of a group."""
    chat = world.find_chat(path["chat"])
    return _chat(world, world.migrate(chat, world.find_person(body.by), order=body.order))


@action("/chats/{chat:chat}/pin", bodies.PinBody)
def pin(world: World, body: bodies.PinBody, path: dict[str, int]) -> JsonObject:
    """Pin or unpin a message."""
    chat = world.find_chat(path["chat"])
    person = world.find_person(body.by)
    member = chat.member(person.id)
    everybody = member.is_present and chat.permissions.get("can_pin_messages", False)
    if not (chat.is_private or everybody or member.may("can_pin_messages")):
        raise NotAllowedError(f"{person.name} may not pin messages here")
    world.pin(person.id, world.find_message(chat, body.message), pinned=body.pinned)
    return _chat(world, chat)


@action("/chats/{chat:chat}/topics", bodies.NewTopicBody)
def add_topic(world: World, body: bodies.NewTopicBody, path: dict[str, int]) -> JsonObject:
    """A new topic."""
    chat = world.find_chat(path["chat"])
    color = TOPIC_COLORS[0] if body.icon_color is None else body.icon_color
    if color not in TOPIC_COLORS:
        raise WrongRequestError(f"A topic has one of the colours {TOPIC_COLORS}")
    topic = world.topic(chat, body.name, world.find_person(body.by), icon_color=color)
    return {"topic": views.topic_view(topic)}


@action("/chats/{chat:chat}/topics/{thread:int}", bodies.TopicBody)
def change_topic(world: World, body: bodies.TopicBody, path: dict[str, int]) -> JsonObject:
    """Close, reopen, delete, rename, hide or unhide a topic."""
    chat = world.find_chat(path["chat"])
    topic = world.find_topic(chat, path["thread"])
    person = world.find_person(body.by)
    if not (chat.member(person.id).may("can_manage_topics") or topic.creator_id == person.id):
        raise NotAllowedError(f"{person.name} may not manage this topic")
    if body.action == "rename" and body.name is None:
        raise WrongRequestError("A new name is needed")
    world.act_on_topic(person.id, chat, topic, body.action, body.name)
    return {"topic": views.topic_view(topic)}


@action("/bot", bodies.BotBody)
def change_bot(world: World, body: bodies.BotBody, _: dict[str, int]) -> JsonObject:
    """Turn privacy mode, or joining groups, on or off."""
    if body.privacy is not None:
        world.bot.privacy = body.privacy
    if body.can_join_groups is not None:
        world.bot.can_join_groups = body.can_join_groups
    world.emit_bot()
    return {"bot": views.bot_view(world)}


@action("/clock", bodies.ClockBody)
def advance(world: World, body: bodies.ClockBody, _: dict[str, int]) -> JsonObject:
    """Move the clock forward."""
    world.advance(timedelta(seconds=body.advance))
    return {"now": world.now(), "clock_offset": int(world.clock.offset.total_seconds())}


@action("/faults", bodies.FaultBody)
def set_fault(world: World, body: bodies.FaultBody, _: dict[str, int]) -> JsonObject:
    """Set a fault, or clear one or all."""
    if body.clear:
        world.faults.clear(body.clear if isinstance(body.clear, str) else None)
    else:
        kinds = [kind.value for kind in FaultKind]
        if body.kind not in kinds:
            raise WrongRequestError(f"A fault has one of the kinds {', '.join(kinds)}")
        given = body.model_dump(exclude={"clear", "kind"})
        world.faults.add(Fault(FaultKind(body.kind), **given))
    faults = [fault.as_json() for fault in world.faults]
    world.emit("faults", faults=faults)
    return {"faults": faults}
