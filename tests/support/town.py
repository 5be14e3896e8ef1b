"""A town with the running bot in it: people say and press things, and the bot's answers are read.

    async def test_something(town: Town, anna: Person, piet: Person, group: Chat) -> None:
        answer = await town.ask(anna, "/dilemma wie krijgt de sleutel?", group)  # say, and read the answer
        await town.press(anna, answer, "Lees alles")                             # by label, until it is done
        assert "sleutelprotocol" in answer.text                                  # messages change in place
        said = town.say(piet, "Wat goed!", reply_to=answer)                      # say, and wait for nothing
        await town.hears_nothing(group)                                          # no news, and none due
        await town.later(days=7)                                                 # the clock, and every tick
        reminder = await town.hears(anna)                                        # the next unread message

Every wait ends on a condition, never on a span of time: a test is as fast as the bot and as patient as a slow
machine needs. Ids, faults and whatever Telegram's apps can do besides are at `town.world`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent
from sqlalchemy import Select, and_, exists, or_, select

from bot.app import Buurvraag
from bot.db import Database
from bot.playground.acting import Place, find_button
from bot.playground.state import Chat, Message, Person, Topic
from bot.playground.world import World
from bot.services.library import library
from models import Chat as KnownChat
from models import InboxState, InboxUpdate, OutboxMessage, OutboxState
from tests.support.eventually import PATIENCE_SECONDS, eventually

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Office:
    """Whom the settings name: the staff group, one of the staff in it, and a coordinator."""

    group: Chat
    staff: Person
    coordinator: Person


@dataclass(frozen=True, slots=True)
class Shown:
    """What the one who pressed saw: a notice (empty for none), in a dialog or not, and a link that opened."""

    text: str
    url: str | None
    alert: bool


class Town:
    """The people's side of a running bot; see the module's example."""

    def __init__(self, world: World, bot: Buurvraag, office: Office) -> None:
        self.world = world
        self.bot = bot
        self.office = office
        self._read: dict[int, int] = {}

    @property
    def db(self) -> Database:
        """The bot's own database."""
        return self.bot.db

    def person(self, name: str, *, started: bool = True, **more: Any) -> Person:
        """Somebody new, marked as an example; `started=False` for who never opened the bot's private chat."""
        return self.world.person(f"{name} (voorbeeld)", started=started, **more)

    def group(self, title: str, *members: Person, **more: Any) -> Chat:
        """A supergroup in which the bot has been for long; the first member owns it.

        `more` as World.group takes it: `forum=True, topics=["Sleutels"]`, `bot="administrator"`,
        `quiet=False` for a group that the bot is just added to.
        """
        return self.world.group(
            f"{title} (voorbeeld)", members, **({"supergroup": True, "quiet": True} | more)
        )

    def say(
        self,
        who: Person,
        text: str,
        to: Place | None = None,
        *,
        reply_to: Message | None = None,
        topic: Topic | int | None = None,
        **more: Any,
    ) -> Message:
        """Let somebody write: in `to`, else where the message replied to is, else to the bot alone."""
        where = to or (reply_to.chat if reply_to is not None else who)
        return self.world.say(who, where, text, reply_to=reply_to, topic=topic, **more)

    async def ask(self, who: Person, text: str, to: Place | None = None, **more: Any) -> Message:
        """Let somebody write (as `say`), and read the bot's next message there."""
        said = self.say(who, text, to, **more)
        return await self.hears(said.chat)

    async def hears(self, where: Place) -> Message:
        """The bot's next message in a chat that was not read yet; waits for it."""
        await self.world.wait_for(lambda: self.unread(where), seconds=PATIENCE_SECONDS)
        message = self.unread(where)[0]
        self._read[message.chat.id] = message.id
        return message

    def unread(self, where: Place) -> list[Message]:
        """What the bot wrote in a chat and `hears` and `ask` did not give yet, oldest first."""
        chat = self.world.place(where)
        read = self._read.get(chat.id, 0)
        return [message for message in self.world.bot_messages(chat) if message.id > read]

    async def hears_nothing(self, *where: Place) -> None:
        """Fail if the bot wrote something unread in these chats, or in any chat when none is named.

        Waits until all that is due was sent: a reminder of next week is no noise of today.
        """
        await self.settled()
        chats: Iterable[Place] = where or list(self.world.chats.values())
        heard = [message.text for chat in chats for message in self.unread(chat)]
        assert not heard, f"the bot said: {heard}"

    async def press(
        self, who: Person, message: Message, button: str | int | None = None, *, data: str | None = None
    ) -> Shown:
        """Press a button, by its label (or a part of it) or number, and wait until all of it is done.

        The message may then have another text and other buttons. With `data` as a tampered client does.
        """
        callback = self.world.press(who, message, button, data=data)
        await self.world.answer_to(callback, seconds=PATIENCE_SECONDS)
        await self.settled()
        return Shown(callback.text or "", callback.url, callback.alert)

    async def edit(self, who: Person, message: Message, text: str) -> None:
        """Let somebody change their message, and wait until the bot has done with it."""
        self.world.edit(who, message, text)
        await self.settled()

    async def follow(self, who: Person, link: str | None) -> Message:
        """Open a link to the bot (a press's `url`, or `url_of` a button); what it then says in private."""
        _, found, payload = (link or "").partition("start=")
        assert found, f"no link to the bot: {link!r}"
        self.world.start(who, payload)
        return await self.hears(who)

    async def later(self, **duration: float) -> None:
        """Move the clock (`days=7`), let every tick ring once, and wait until all that became due is done.

        Raises what a tick raised.
        """
        scheduler = self.bot.scheduler
        ringing = {job.id for job in scheduler.get_jobs()}
        failed: list[BaseException] = []

        def rung(event: JobExecutionEvent) -> None:
            ringing.discard(event.job_id)
            if event.exception is not None:
                failed.append(event.exception)

        scheduler.add_listener(rung, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
        try:
            self.world.skip(**duration)
            await self.world.wait_for(lambda: not ringing, seconds=PATIENCE_SECONDS)
        finally:
            scheduler.remove_listener(rung)
        for error in failed:
            raise error
        await self.settled()

    async def settled(self) -> None:
        """Wait until all updates are handled, what is due was sent, and matching knows the library."""
        await settled(self.world, self.db)
        await eventually(self._knows_library)

    async def _knows_library(self) -> bool:
        async with self.db.read() as session:
            return self.bot.index.status.revision == await library.revision(session)

    async def rows(self, statement: Select[T]) -> Sequence[T]:
        """What a query finds in the bot's database: `await town.rows(select(Dilemma))`."""
        async with self.db.read() as session:
            return list(await session.scalars(statement))


async def settled(world: World, db: Database, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until a bot, in this process or another, has nothing left to do; TimeoutError after `seconds`.

    What waits for a later time does not count, on the world's clock, nor what will never be sent: it is too
    late for it, or its chat is gone, and the sender crosses it out when it comes to that.
    """
    await eventually(lambda: _is_done(world, db), seconds=seconds)


async def _is_done(world: World, db: Database) -> bool:
    if world.updates.pending or world.requests.in_progress:
        return False
    # What is stored between this line and the question to the database is due a moment later than now.
    now = world.clock.now() + timedelta(seconds=1)
    inbox = exists().where(
        InboxUpdate.state == InboxState.PENDING,
        or_(InboxUpdate.not_before.is_(None), InboxUpdate.not_before <= now),
    )
    reachable = select(KnownChat.id).where(KnownChat.inactive_since.is_(None))
    outbox = exists().where(
        or_(
            OutboxMessage.state == OutboxState.SENDING,
            and_(
                OutboxMessage.state == OutboxState.QUEUED,
                OutboxMessage.due_at <= now,
                OutboxMessage.expires_at > world.clock.now(),
                OutboxMessage.chat_id.in_(reachable),
            ),
        )
    )
    async with db.read() as session:
        return not await session.scalar(select(or_(inbox, outbox)))


def labels(message: Message) -> list[str]:
    """What is written on the buttons of a message, from left to right and top to bottom."""
    return [label for row in message.labels for label in row]


def url_of(message: Message, button: str | int) -> str:
    """The address that a button of a message opens."""
    return str(find_button(message, button)["url"])


def data_of(message: Message, button: str | int) -> str:
    """The callback data of a button, for pressing it again when it is no longer shown."""
    return str(find_button(message, button)["callback_data"])
