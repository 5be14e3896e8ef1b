"""What people do: write, edit, delete, react, press, start and block."""

from collections.abc import Sequence
from typing import TypeAlias

from bot.playground import examples, media, render, views
from bot.playground.core import Callback, Core
from bot.playground.entities import CAPTION_LIMIT, TEXT_LIMIT, format_text
from bot.playground.errors import ApiError, NotAllowedError, NotFoundError, WrongRequestError
from bot.playground.kinds import JsonObject
from bot.playground.privacy import bot_sees
from bot.playground.rights import SENDING
from bot.playground.state import (
    ANONYMOUS_ADMIN,
    CHANNEL_SENDER,
    GENERAL_TOPIC,
    TELEGRAM,
    Author,
    Chat,
    Message,
    Person,
    Status,
    StoredFile,
    Topic,
)
from bot.playground.utf16 import utf16_length

Place: TypeAlias = Chat | Person | int
"""Where something is said: a chat, a person (their private chat with the bot), or a chat's id."""


class Acting(Core):
    """The people's side: everything that a person can do to messages."""

    def place(self, where: Place) -> Chat:
        """The chat that is meant."""
        if isinstance(where, Chat):
            return where
        return self.find_chat(where.id if isinstance(where, Person) else where)

    def say(
        self,
        who: Person,
        where: Place,
        text: str = "",
        *,
        topic: Topic | int | None = None,
        reply_to: Message | int | None = None,
        quote: str | None = None,
        forward: Message | None = None,
        file: StoredFile | str | None = None,
        other: JsonObject | None = None,
        anonymous: bool = False,
        send_as: Chat | None = None,
        via_bot: bool = False,
        album: str | None = None,
    ) -> Message:
        """Write a message, or forward one.

        `file` is a stored file, or a kind of which an example is made; `text` is its caption. `other` is
        `{"location": ...}` or `{"contact": ...}`. Messages with the same `album` (from `new_album_id`) are
        one album. NotAllowedError when Telegram's apps would refuse.
        """
        chat = self.place(where)
        kind, content, stored = self._content(text, forward, file, other)
        thread_id = self._thread(chat, topic, reply_to)
        author = self._author(who, chat, anonymous=anonymous, send_as=send_as)
        self._check_may_write(who, chat, kind, thread_id)
        if chat.is_private:
            self._open_private(who)
        message = Message(chat, chat.next_message_id(), self.now(), author, kind, content, thread_id)
        message.file = stored
        message.via_bot, message.album = via_bot, album
        self._set_reply(message, reply_to, quote)
        if forward is not None:
            message.forward_origin = render.forward_origin(self, forward)
        self.post(message)
        if chat.type == "channel" and chat.linked_chat_id is not None:
            self._forward_to_group(message, self.find_chat(chat.linked_chat_id))
        return message

    def _content(
        self,
        text: str,
        forward: Message | None,
        file: StoredFile | str | None,
        other: JsonObject | None,
    ) -> tuple[str, JsonObject, StoredFile | None]:
        if forward is not None:
            if forward.service:
                raise NotAllowedError("A service message cannot be forwarded")
            if forward.protected:
                raise NotAllowedError("This message is protected from forwarding")
            return forward.kind, dict(forward.content), forward.file
        if other is not None:
            ((kind, value),) = other.items()
            return kind, {kind: value}, None
        if file is not None:
            stored = examples.make(self, file) if isinstance(file, str) else file
            formatted = self._formatted(text, CAPTION_LIMIT)
            return stored.kind, media.content(stored, formatted), stored
        formatted = self._formatted(text, TEXT_LIMIT)
        content: JsonObject = {"text": formatted.text}
        if formatted.entities:
            content["entities"] = formatted.entities
        return "text", content, None

    def _formatted(self, text: str, limit: int) -> media.FormattedText:
        try:
            formatted = format_text(text, None, None, allow_empty=limit == CAPTION_LIMIT)
        except ApiError:
            raise WrongRequestError("There is no text to send") from None
        if len(formatted.text) > limit:
            raise WrongRequestError(f"A text has at most {limit} characters")
        return formatted

    def _thread(self, chat: Chat, topic: Topic | int | None, reply_to: Message | int | None) -> int | None:
        if not chat.is_forum:
            return None
        if topic is None and reply_to is not None:
            answered = reply_to if isinstance(reply_to, Message) else self.find_message(chat, reply_to)
            return answered.thread_id or GENERAL_TOPIC
        thread_id = topic.thread_id if isinstance(topic, Topic) else (topic or GENERAL_TOPIC)
        self.find_topic(chat, thread_id)
        return thread_id

    def find_topic(self, chat: Chat, thread_id: int) -> Topic:
        """The topic with this thread id; NotFoundError when there is none, or no longer."""
        topic = chat.topics.get(thread_id)
        if topic is None or topic.deleted_at is not None:
            raise NotFoundError(f"There is no topic {thread_id} in chat {chat.id}")
        return topic

    def _author(self, who: Person, chat: Chat, *, anonymous: bool, send_as: Chat | None) -> Author:
        member = chat.member(who.id)
        if chat.type == "channel":
            return Author(None, chat.id)
        if send_as is not None:
            if send_as.type != "channel" or not send_as.member(who.id).is_admin:
                raise NotAllowedError("Only an administrator of a channel can write in its name")
            return Author(CHANNEL_SENDER, send_as.id)
        if anonymous or (member.anonymous and member.is_admin):
            if chat.type != "supergroup" or not member.is_admin:
                raise NotAllowedError("Only an administrator of a supergroup can write anonymously")
            return Author(ANONYMOUS_ADMIN, chat.id, member.custom_title)
        return Author(who.id)

    def _check_may_write(self, who: Person, chat: Chat, kind: str, thread_id: int | None) -> None:
        if chat.migrated_to is not None:
            raise NotAllowedError(f"This group has become {chat.migrated_to}")
        member = chat.member(who.id)
        if not member.is_present:
            raise NotAllowedError(f"{who.name} is not in this chat")
        if chat.is_private or member.is_admin:
            return
        if chat.type == "channel":
            raise NotAllowedError("Only administrators write in a channel")
        permission = SENDING[kind][0]
        permitted = chat.permissions.get(permission, False)
        if member.status is Status.RESTRICTED:
            permitted = permitted and member.rights.get(permission, False)
        if not permitted:
            raise NotAllowedError(f"{who.name} may not send this here ({permission})")
        if thread_id is not None and chat.topics[thread_id].closed:
            raise NotAllowedError("This topic is closed")

    def _set_reply(self, message: Message, reply_to: Message | int | None, quote: str | None) -> None:
        if reply_to is None:
            return
        number = reply_to.id if isinstance(reply_to, Message) else reply_to
        answered = self.find_message(message.chat, number)
        message.reply_to = answered.id
        if quote:
            position = answered.text.find(quote)
            if position < 0:
                raise WrongRequestError("The quotation is not in that message")
            offset = utf16_length(answered.text[:position])
            message.quote = {"text": quote, "position": offset, "is_manual": True}

    def _open_private(self, who: Person) -> None:
        chat = self.chats[who.id]
        if not chat.started:
            chat.started = True
            self.emit("person", person=views.person_view(self, who))

    def _forward_to_group(self, post: Message, group: Chat) -> None:
        """A post of a channel appears by itself in the group that is linked to it."""
        copy = Message(
            group,
            group.next_message_id(),
            self.now(),
            Author(TELEGRAM, post.chat.id),
            post.kind,
            dict(post.content),
            GENERAL_TOPIC if group.is_forum else None,
            forward_origin=render.forward_origin(self, post),
            automatic_forward=True,
            file=post.file,
        )
        self.post(copy)

    def edit(self, who: Person, message: Message, text: str) -> Message:
        """Change one's own text or caption; the bot gets an `edited_message` if it may see it."""
        if message.author.user_id not in {who.id, ANONYMOUS_ADMIN, None} or message.from_bot:
            raise NotAllowedError("Only one's own messages can be edited")
        if message.service or message.forward_origin:
            raise NotAllowedError("This message cannot be edited")
        is_text = "text" in message.content
        formatted = self._formatted(text, TEXT_LIMIT if is_text else CAPTION_LIMIT)
        media.set_text(message.content, formatted, caption=not is_text)
        message.edit_date = self.now()
        self.emit_message("edited", message)
        self._push_edited(message)
        return message

    def _push_edited(self, message: Message) -> None:
        if bot_sees(self.bot, message):
            kind = "edited_channel_post" if message.chat.type == "channel" else "edited_message"
            self.push(kind, render.message_json(self, message), key=message.chat.id)

    def delete(self, who: Person, message: Message) -> None:
        """Delete a message for everybody; a bot is never told."""
        member = message.chat.member(who.id)
        own = message.author.user_id == who.id
        if not (own or message.chat.is_private or member.may("can_delete_messages")):
            raise NotAllowedError("Only one's own messages can be deleted")
        self.remove_messages(message.chat, [message.id])

    def react(self, who: Person, message: Message, emoji: Sequence[str]) -> None:
        """Set somebody's reactions to a message; an empty list takes them back."""
        chat = message.chat
        if not chat.member(who.id).is_present:
            raise NotAllowedError(f"{who.name} is not in this chat")
        old = message.reactions.get(who.id, [])
        new: list[JsonObject] = [{"type": "emoji", "emoji": one} for one in emoji]
        self.set_reactions(message, who.id, new)
        # Telegram tells bots of reactions in groups only if they are administrators there.
        if chat.is_private or chat.member(self.bot.id).is_admin:
            payload = {
                "chat": render.chat_json(chat),
                "message_id": message.id,
                "user": render.person_json(who),
                "date": self.now(),
                "old_reaction": old,
                "new_reaction": new,
            }
            self.push("message_reaction", payload, key=chat.id)

    def set_reactions(self, message: Message, user_id: int, reactions: list[JsonObject]) -> None:
        """Record somebody's reactions and show them."""
        if reactions:
            message.reactions[user_id] = reactions
        else:
            message.reactions.pop(user_id, None)
        self.emit(
            "reaction",
            chat_id=message.chat.id,
            message_id=message.id,
            reactions=views.reactions_view(message),
        )

    def press(
        self,
        who: Person,
        message: Message | int,
        button: str | int | tuple[int, int] | None = None,
        *,
        data: str | None = None,
        where: Place | None = None,
    ) -> Callback:
        """Press a callback button: by its label, its number (from 0), or its row and column.

        With `data` that callback data is sent whatever the buttons are, as a tampered client can; `message`
        may then be a number of a message that is gone (with `where`), which the bot sees as inaccessible.
        """
        chat = message.chat if isinstance(message, Message) else self.place(_given(where))
        number = message.id if isinstance(message, Message) else message
        if not chat.member(who.id).is_present:
            raise NotAllowedError(f"{who.name} is not in this chat")
        present = chat.messages.get(number)
        if data is None:
            if present is None or button is None:
                raise NotFoundError(f"There is no message {number} with that button")
            pressed = find_button(present, button)
            if "callback_data" not in pressed:
                raise WrongRequestError(f"The button {pressed['text']!r} is not for the bot")
            data = str(pressed["callback_data"])
        callback = self.new_callback(who, chat, number, data)
        shown = (
            render.message_json(self, present)
            if present is not None
            else render.inaccessible_json(chat, number)
        )
        payload = {
            "id": callback.id,
            "from": render.person_json(who),
            "message": shown,
            "chat_instance": str(-(2**61) + abs(chat.id) * 7919),
            "data": data,
        }
        self.push("callback_query", payload, key=who.id)
        return callback

    def start(self, who: Person, payload: str | None = None) -> Message:
        """Open the private chat with the bot, as a deep link does: sends `/start <payload>`."""
        if self.chats[who.id].member(self.bot.id).status is Status.KICKED:
            self.block(who, blocked=False)
        return self.say(who, who, f"/start {payload}" if payload else "/start")

    def block(self, who: Person, *, blocked: bool = True) -> None:
        """Block or unblock the bot; it gets a `my_chat_member`."""
        chat = self.chats[who.id]
        member = chat.members[self.bot.id]
        new = Status.KICKED if blocked else Status.MEMBER
        if member.status is new:
            return
        before = render.member_json(self, chat, member)
        member.status = new
        payload = {
            "chat": render.chat_json(chat),
            "from": render.person_json(who),
            "date": self.now(),
            "old_chat_member": before,
            "new_chat_member": render.member_json(self, chat, member),
        }
        self.push("my_chat_member", payload, key=chat.id)
        self.emit("person", person=views.person_view(self, who))
        self.emit_chat(chat)


def find_button(message: Message, button: str | int | tuple[int, int]) -> JsonObject:
    """The inline button with this label, number, or row and column; NotFoundError when there is none."""
    flat = [one for row in message.buttons for one in row]
    if isinstance(button, tuple):
        row, column = button
        if 0 <= row < len(message.buttons) and 0 <= column < len(message.buttons[row]):
            return message.buttons[row][column]
    elif isinstance(button, int):
        if 0 <= button < len(flat):
            return flat[button]
    else:
        exact = [one for one in flat if one["text"] == button]
        close = exact or [one for one in flat if button.lower() in one["text"].lower()]
        if close:
            return close[0]
    raise NotFoundError(f"Message {message.id} has no button {button!r}: {message.labels}")


def _given(where: Place | None) -> Place:
    if where is None:
        raise WrongRequestError("Say in which chat that message was")
    return where
