"""One update's turn: what handlers have at hand, and how python-telegram-bot is made to obey the inbox."""

import json
import logging
import re
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext

from bot.clock import Clock
from bot.delivery import addresses, outbox
from bot.delivery.outbox import Outgoing
from bot.delivery.telegram_bot import TelegramBot
from bot.delivery.worker import AfterCommit, UnreadableUpdateError
from bot.library_index import LibraryIndex
from bot.messages import Card
from bot.services import people
from bot.services.broadcasts.paying import Paces
from bot.services.escalations.desk import Desk
from bot.services.introductions.terms import Terms
from bot.services.patience import Patience
from bot.services.quiet_hours import QuietHours
from bot.services.roles import Roles
from bot.texts import plain, say
from models import Chat, ChatKind, Person

log = logging.getLogger(__name__)

TOAST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Services:
    """What every turn shares."""

    bot: TelegramBot
    index: LibraryIndex
    clock: Clock
    default_language: str
    roles: Roles
    introductions: Terms
    zone: ZoneInfo
    desk: Desk
    second_approval_above: int
    quiet: QuietHours
    session_quiet: QuietHours
    paces: Paces
    patience: Patience
    # Where the pages of sessions are, without a slash at the end; None when there are none.
    web: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks, where, and in which language the bot writes there; no `person` for a channel or group."""

    person: Person | None
    chat: Chat
    language: str
    thread_id: int | None

    @property
    def is_private(self) -> bool:
        """Whether nobody reads along."""
        return self.chat.kind is ChatKind.PRIVATE


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press of a button of the bot: by whom, where, what its data say, and under which message."""

    party: Party
    person: Person
    data: re.Match[str]
    message_id: int


@dataclass(slots=True)
class Turn:
    """The state of one update while it is handled; gone afterwards."""

    services: Services
    session: AsyncSession
    inbox_id: int
    now: datetime
    is_admin: bool
    replies: int = 0
    answered: bool = False
    party: Party | None = None
    failure: BaseException | None = None
    after_commit: list[AfterCommit] = field(default_factory=list)


_current: ContextVar[Turn] = ContextVar("turn")


class Context(CallbackContext[TelegramBot, dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """What a handler gets besides the update. Nothing is sent from here: messages go to the outbox."""

    @property
    def turn(self) -> Turn:
        """The turn that is being handled."""
        return _current.get()

    @property
    def session(self) -> AsyncSession:
        """The one transaction of this update."""
        return self.turn.session

    @property
    def now(self) -> datetime:
        """The instant at which this update is handled."""
        return self.turn.now

    @property
    def index(self) -> LibraryIndex:
        """The library in memory."""
        return self.turn.services.index

    @property
    def bot_name(self) -> str:
        """The bot's username, without the @."""
        return self.turn.services.bot.username

    async def party(self, update: Update) -> Party:
        """Who wrote or pressed, and where; looked up once in a turn."""
        turn = self.turn
        if turn.party is None:
            turn.party = await self._find_party(update)
        return turn.party

    async def _find_party(self, update: Update) -> Party:
        chat, user = update.effective_chat, update.effective_user
        if chat is None:
            raise UnreadableUpdateError("an update without a chat reached a handler")
        there = await addresses.hear_from(
            self.session, chat.id, ChatKind(chat.type), is_forum=bool(chat.is_forum)
        )
        message = update.effective_message
        is_person = user is not None and not user.is_bot and not (message_of(update) or _NOBODY).sender_chat
        person = await people.meet(self.session, user.id, at=self.now) if user and is_person else None
        language = people.language_for(
            there,
            person,
            user.language_code if user is not None else None,
            default=self.turn.services.default_language,
        )
        thread = message.message_thread_id if message is not None and message.is_topic_message else None
        return Party(person, there, language, thread)

    async def pressed(
        self, update: Update, pattern: re.Pattern[str], *, private: bool = False
    ) -> Pressed | None:
        """Who pressed what; None, and said so, for data of another form or a button that is not for here.

        A client can send any data, and Telegram forgets messages whose buttons it still shows.
        """
        party, query = await self.party(update), update.callback_query
        found = pattern.match(query.data or "") if query is not None else None
        here = party.person is not None and (party.is_private or not private)
        if found is None or query is None or query.message is None or party.person is None or not here:
            self.toast(update, party.language, "toast-outdated")
            return None
        return Pressed(party, party.person, found, query.message.message_id)

    async def reply(self, party: Party, card: Card, *, to: int | None = None, **extra: Any) -> str:
        """Store a message to where the party is, in reply to message `to`; its outbox key."""
        self.turn.replies += 1
        return await self.post(
            party, card, key=f"update:{self.turn.inbox_id}:{self.turn.replies}", to=to, **extra
        )

    async def reply_for_once(self, party: Party, card: Card) -> None:
        """Store a message with a link that lets somebody in: once sent, nothing of it is kept."""
        self.turn.replies += 1
        await self.post(party, card, key=f"{outbox.FOR_ONCE}update:{self.turn.inbox_id}:{self.turn.replies}")

    async def post(self, party: Party, card: Card, *, key: str, to: int | None = None, **extra: Any) -> str:
        """Store a message under a key of its own."""
        if party.thread_id is not None:
            extra["message_thread_id"] = party.thread_id
        if to is not None:
            extra["reply_parameters"] = {"message_id": to, "allow_sending_without_reply": True}
        await self._add(Outgoing(key=key, chat_id=party.chat.id, payload=card.payload(**extra)))
        return key

    async def say(self, party: Party, text: str, *, to: int | None = None, **arguments: str | int) -> str:
        """Store a plain sentence from the texts as a reply."""
        return await self.reply(party, Card(say(party.language, text, **arguments)), to=to)

    async def hand_over(
        self, party: Party, document: dict[str, Any], *, key: str | None = None, to: int | None = None
    ) -> str:
        """Store a file for where the party is, as parameters of sendDocument; its outbox key."""
        self.turn.replies += 1
        payload = dict(document)
        if party.thread_id is not None:
            payload["message_thread_id"] = party.thread_id
        if to is not None:
            payload["reply_parameters"] = {"message_id": to, "allow_sending_without_reply": True}
        key = key or f"update:{self.turn.inbox_id}:{self.turn.replies}"
        await self._add(Outgoing(key=key, chat_id=party.chat.id, method="sendDocument", payload=payload))
        return key

    async def redraw(self, party: Party, card: Card, message_id: int) -> None:
        """Change the message whose button was pressed."""
        self.turn.replies += 1
        await self._add(
            Outgoing(
                key=f"update:{self.turn.inbox_id}:{self.turn.replies}",
                chat_id=party.chat.id,
                method="editMessageText",
                payload=card.replacement(message_id=message_id),
            )
        )

    async def revise(self, chat_id: int, card: Card, *, target_key: str) -> None:
        """Change a message that is in the outbox, whether it was sent already or not."""
        self.turn.replies += 1
        await self._add(
            Outgoing(
                key=f"update:{self.turn.inbox_id}:{self.turn.replies}",
                chat_id=chat_id,
                method="editMessageText",
                payload=card.replacement(),
                target_key=target_key,
            )
        )

    def toast(self, update: Update, language: str, text: str, *, alert: bool = False) -> None:
        """Show a short notice to the one who pressed, after the commit."""
        self._answer(update, text=plain(language, text)[:TOAST_LIMIT], show_alert=alert)

    def notify(self, update: Update, text: str) -> None:
        """Show a notice that is worded already to the one who pressed, after the commit."""
        self._answer(update, text=text[:TOAST_LIMIT])

    def open_private(self, update: Update, payload: str) -> None:
        """Take the one who pressed to the private chat, after the commit."""
        self._answer(update, url=f"https://t.me/{self.bot_name}?start={payload}")

    def _answer(self, update: Update, **params: Any) -> None:
        if update.callback_query is not None:
            self.turn.answered = True
            self.turn.after_commit.append(_answering(self.turn.services.bot, update.callback_query, params))

    async def _add(self, message: Outgoing) -> None:
        await outbox.add(self.session, message, at=self.now)


class _Nobody:
    sender_chat = None


_NOBODY = _Nobody()


def message_of(update: Update) -> Message | None:
    """The message that somebody wrote, new or edited; not the one under a button, which is the bot's own."""
    return update.message or update.edited_message


class UpdateHandling:
    """How the worker has one update handled: parse, prepare, then the handlers inside the transaction."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        services: Services,
        warm_up: Callable[[Update, Services], Awaitable[bool]],
        inbox_id: int,
        raw: str,
    ) -> None:
        self._application = application
        self._services = services
        self._warm_up = warm_up
        self._inbox_id = inbox_id
        self._raw = raw
        self._update: Update | None = None
        self._is_admin = False

    async def prepare(self) -> None:
        """Parse, and do what takes long (encode the question, ask for rights) before the transaction."""
        try:
            self._update = Update.de_json(json.loads(self._raw), self._services.bot)
        except Exception as error:
            raise UnreadableUpdateError("Telegram's JSON is not what is documented") from error
        if self._update is not None:
            self._is_admin = await self._warm_up(self._update, self._services)

    async def apply(self, session: AsyncSession) -> list[AfterCommit]:
        """Run the handlers; whatever they raise is raised here."""
        update = self._update
        turn = Turn(
            self._services, session, self._inbox_id, self._services.clock.now(), is_admin=self._is_admin
        )
        _current.set(turn)
        query = update.callback_query if update is not None else None
        if query is not None and query.message is None:
            # The message is too old for Telegram to say where it was, or was not the bot's own.
            notice = plain(query.from_user.language_code, "toast-outdated")
            return [_answering(self._services.bot, query, {"text": notice})]
        await self._application.process_update(update)
        if turn.failure is not None:
            raise turn.failure
        if query is not None and not turn.answered:
            # Telegram shows a spinner on the button until it is answered.
            turn.after_commit.append(_answering(self._services.bot, query, {}))
        return turn.after_commit

    async def apologise(self, session: AsyncSession) -> None:
        """Tell whoever talked to the bot that it went wrong; nothing for what was not addressed to it."""
        update = self._update
        if update is None or update.effective_chat is None or update.my_chat_member is not None:
            return
        turn = Turn(self._services, session, self._inbox_id, self._services.clock.now(), is_admin=False)
        _current.set(turn)
        context = Context(self._application)
        party = await context.party(update)
        wrote = message_of(update)
        key = f"update:{self._inbox_id}:apology"
        await context.post(
            party, Card(say(party.language, "went-wrong")), key=key, to=wrote.message_id if wrote else None
        )


async def record_failure(_update: object, context: Context) -> None:
    """Keep what a handler raised: python-telegram-bot would only log it and call the update handled."""
    context.turn.failure = context.error


def _answering(bot: TelegramBot, query: CallbackQuery, params: dict[str, Any]) -> AfterCommit:
    async def answer() -> None:
        try:
            await bot.call("answerCallbackQuery", {"callback_query_id": query.id, **params}, read_timeout=5)
        except TelegramError as error:
            log.debug("a press was not answered: %s", error.message)

    return answer
