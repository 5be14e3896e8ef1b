"""The state of the playground and the few operations that everything else is made of."""

import asyncio
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.playground import render, views
from bot.playground.errors import NotFoundError
from bot.playground.events import EventLog
from bot.playground.faults import FaultBox
from bot.playground.kinds import JsonObject
from bot.playground.limits import RateLimiter
from bot.playground.privacy import bot_sees
from bot.playground.requests import RequestLog
from bot.playground.state import (
    GENERAL_TOPIC,
    Author,
    Bot,
    Chat,
    Member,
    Message,
    Person,
    Status,
    StoredFile,
    Topic,
)
from bot.playground.updates import UpdateQueue

DEFAULT_TOKEN = "700000001:AAExampleTokenForThePlayground00000"  # noqa: S105 - opens nothing but this server

# Telegram drops updates that nobody fetched for a day.
UPDATE_LIFETIME = timedelta(hours=24)


# Between two polls of a bot that is there lies less than this (real time).
POLL_GAP_SECONDS = 3.0


@dataclass(slots=True)
class Webhook:
    """Where updates are posted to; an empty address means that the bot polls."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    has_certificate: bool = False
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True)
class Callback:
    """A press of a button, and what the bot answered."""

    id: str
    person_id: int
    chat_id: int
    message_id: int
    data: str
    pressed_at: int
    answered: bool = False
    text: str | None = None
    alert: bool = False
    url: str | None = None


@dataclass(slots=True, frozen=True)
class Suggestion:
    """Something to try: `text` is ready to be sent by person `as_id` in chat `chat_id`."""

    text: str
    language: str
    about: str
    as_id: int
    chat_id: int


class Core:
    """Everything there is, in memory.

    All changes happen in one thread and without awaiting in between, so that a run with the same calls gives
    the same ids, and the bot never sees half a change. `keep` bounds how many requests and updates are
    remembered (None: all of them).
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        token: str = DEFAULT_TOKEN,
        bot_name: str = "Buurvraag",
        username: str = "BuurvraagVoorbeeldBot",
        privacy: bool = True,
        limiter: RateLimiter | None = None,
        keep: int | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.bot = Bot(int(token.partition(":")[0]), token, bot_name, username, privacy)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.files_by_unique_id: dict[str, StoredFile] = {}
        self.callbacks: dict[str, Callback] = {}
        self.suggestions: list[Suggestion] = []
        self.updates = UpdateQueue(keep)
        self.webhook = Webhook()
        self.events = EventLog(secrets.token_hex(4))
        self.faults = FaultBox()
        self.limiter = limiter
        self.requests = RequestLog(keep)
        self.open_polls = 0
        self.last_poll_end = float("-inf")
        self.logged_out = False
        self._change_waiters: list[asyncio.Future[None]] = []
        self._next_person_id = 10_001
        self._next_group_id = 5_001
        self._next_supergroup_id = 1
        self._next_file = 1
        self._next_callback = 1
        self._next_album = 1

    def now(self) -> int:
        """The present second, as in every `date` field."""
        return int(self.clock.now().timestamp())

    def find_person(self, person_id: int) -> Person:
        """The person with this id; NotFoundError when there is none."""
        try:
            return self.people[person_id]
        except KeyError:
            raise NotFoundError(f"There is no person {person_id}") from None

    def find_chat(self, chat_id: int) -> Chat:
        """The chat with this id; NotFoundError when there is none."""
        try:
            return self.chats[chat_id]
        except KeyError:
            raise NotFoundError(f"There is no chat {chat_id}") from None

    def find_message(self, chat: Chat, message_id: int) -> Message:
        """The message with this number; NotFoundError when there is none, or no longer."""
        try:
            return chat.messages[message_id]
        except KeyError:
            raise NotFoundError(f"There is no message {message_id} in chat {chat.id}") from None

    def add_person(self, person: Person) -> Person:
        """Let somebody exist, with a private chat that they have not opened yet."""
        self.people[person.id] = person
        chat = Chat(person.id, "private", person=person)
        chat.members = {
            person.id: Member(person.id, Status.MEMBER),
            self.bot.id: Member(self.bot.id, Status.MEMBER),
        }
        self.chats[chat.id] = chat
        self.emit("person", person=views.person_view(self, person))
        return person

    def add_chat(self, chat: Chat) -> Chat:
        """Let a group or a channel exist."""
        if chat.type != "group":
            # The first number went to the message that it was made, which bots that came later never see.
            chat.last_message_id = max(chat.last_message_id, 1)
        if chat.is_forum:
            chat.topics.setdefault(GENERAL_TOPIC, Topic(GENERAL_TOPIC, "General"))
        self.chats[chat.id] = chat
        return chat

    def new_person_id(self) -> int:
        """An id that nobody has."""
        while self._next_person_id in self.people:
            self._next_person_id += 1
        return self._next_person_id

    def new_chat_id(self, chat_type: str) -> int:
        """An id that no chat has: below -100… for supergroups and channels."""
        while True:
            if chat_type == "group":
                chat_id = -self._next_group_id
                self._next_group_id += 1
            else:
                chat_id = -1_001_000_000_000 - self._next_supergroup_id
                self._next_supergroup_id += 1
            if chat_id not in self.chats:
                return chat_id

    def new_album_id(self) -> str:
        """An id for files that belong together."""
        self._next_album += 1
        return str(13_000_000_000_000_000 + self._next_album)

    def store_file(self, kind: str, data: bytes, *, name: str | None, mime: str) -> StoredFile:
        """Keep a file under new ids; the same call order gives the same ids."""
        number = self._next_file
        self._next_file += 1
        unique_id = f"AQAD{number:08d}"
        folder = {"photo": "photos", "voice": "voice", "sticker": "stickers"}.get(kind, f"{kind}s")
        suffix = f".{name.rpartition('.')[2]}" if name and "." in name else ""
        file = StoredFile(
            unique_id,
            f"BQACAgQAAxkBAAI{number:08d}{kind[:2].upper()}",
            kind,
            name,
            mime,
            data,
            f"{folder}/file_{number}{suffix}",
        )
        self.files[file.file_id] = file
        self.files_by_unique_id[unique_id] = file
        return file

    def new_callback(self, person: Person, chat: Chat, message_id: int, data: str) -> Callback:
        """A press that waits for its answer."""
        number = self._next_callback
        self._next_callback += 1
        callback_id = str((person.id << 32) + number)
        callback = Callback(callback_id, person.id, chat.id, message_id, data, self.now())
        self.callbacks[callback_id] = callback
        return callback

    def post(self, message: Message) -> Message:
        """Put a finished message into its chat, tell the page, and tell the bot if it may see it."""
        chat = message.chat
        chat.messages[message.id] = message
        self.emit_message("message", message)
        if not message.from_bot and bot_sees(self.bot, message):
            kind = "channel_post" if chat.type == "channel" else "message"
            self.push(kind, render.message_json(self, message), key=chat.id)
        return message

    def post_service(
        self, chat: Chat, author: Author, kind: str, value: object, *, thread_id: int | None = None
    ) -> Message:
        """A service message ("was added", "topic closed"). The bot sees its own too, as on Telegram."""
        message = Message(
            chat, chat.next_message_id(), self.now(), author, kind, {kind: value}, thread_id, service=True
        )
        message.from_bot = author.user_id == self.bot.id
        self.post(message)
        if message.from_bot and bot_sees(self.bot, message):
            self.push("message", render.message_json(self, message), key=chat.id)
        return message

    def push(self, kind: str, payload: JsonObject, *, key: int) -> int | None:
        """Queue an update for the bot; its id, or None when the bot does not want that kind."""
        update_id = self.updates.put(kind, payload, key=key, at=self.clock.now().timestamp())
        self.changed()
        return update_id

    def emit(self, kind: str, **data: object) -> None:
        """Tell the people's side, if anybody listens."""
        if self.events.active:
            self.events.add(kind, self.now(), data)
        self.changed()

    def emit_message(self, kind: str, message: Message) -> None:
        """Tell the people's side how a message is now; `kind` is `message` or `edited`."""
        if self.events.active:
            self.emit(kind, chat_id=message.chat.id, message=views.message_view(self, message))
        self.changed()

    def emit_chat(self, chat: Chat) -> None:
        """Tell the people's side how a chat is now."""
        if self.events.active:
            self.emit("chat", chat=views.chat_view(self, chat))
        self.changed()

    def emit_topic(self, chat: Chat, topic: Topic) -> None:
        """Tell the people's side how a topic is now."""
        self.emit("topic", chat_id=chat.id, topic=views.topic_view(topic))

    def emit_bot(self) -> None:
        """Tell the people's side how the bot is now."""
        self.emit("bot", bot=views.bot_view(self))

    def changed(self) -> None:
        """Wake everybody who waits for the world to be in some state."""
        if self._change_waiters:
            waiters, self._change_waiters = self._change_waiters, []
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)

    def change_waiter(self) -> asyncio.Future[None]:
        """A future that is done at the next change of any kind."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._change_waiters.append(future)
        return future

    def remove_messages(self, chat: Chat, message_ids: Iterable[int]) -> list[int]:
        """Delete what exists of these messages and say which did."""
        gone = [message_id for message_id in message_ids if chat.messages.pop(message_id, None)]
        if gone:
            chat.pinned = [pinned for pinned in chat.pinned if pinned not in gone]
            self.emit("deleted", chat_id=chat.id, message_ids=gone)
        return gone

    def advance(self, by: timedelta) -> None:
        """Move the clock forward; updates that no bot came to fetch for a day are lost, as on Telegram."""
        self.clock.advance(by)
        if not self.is_connected():
            self.updates.drop_before((self.clock.now() - UPDATE_LIFETIME).timestamp())
        self.emit("clock", now=self.now(), clock_offset=int(self.clock.offset.total_seconds()))

    def is_connected(self) -> bool:
        """Whether a bot is there: it polls, or did so a moment ago, or a webhook is set."""
        polled = time.monotonic() - self.last_poll_end < POLL_GAP_SECONDS
        return bool(self.open_polls or self.webhook.url) or polled
