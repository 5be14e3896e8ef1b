"""The world: people, chats and a bot, for tests, benchmarks and the demo alike.

world = World()
anna = world.person("Anna")
group = world.group("Buurt", members=[anna])
async with serve(world) as url:
    ...                                     # the bot talks to url
    world.say(anna, group, "/dilemma ...")
    await world.quiet()
    [answer] = world.bot_messages(group)
    world.press(anna, answer, "Lees alles")
"""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

from bot.playground.acting import Place
from bot.playground.core import Callback
from bot.playground.membership import Membership
from bot.playground.requests import RequestRecord
from bot.playground.state import Chat, Message, Person

LOOK_AGAIN_SECONDS = 0.002
LOOK_ANYWAY_SECONDS = 0.05


class World(Membership):
    """A playground in memory, with what tests ask of it. It knows no HTTP."""

    def bot_messages(self, where: Place | None = None) -> list[Message]:
        """What the bot wrote and still stands, oldest first: in one chat, or everywhere."""
        chats = list(self.chats.values()) if where is None else [self.place(where)]
        found = [one for chat in chats for one in chat.messages.values() if one.from_bot and not one.service]
        return found if len(chats) == 1 else sorted(found, key=lambda one: one.date)

    def last_bot_message(self, where: Place) -> Message:
        """The newest message of the bot in a chat; AssertionError when there is none."""
        messages = self.bot_messages(where)
        if not messages:
            raise AssertionError("The bot wrote nothing here")
        return messages[-1]

    def calls(self, method: str) -> list[RequestRecord]:
        """The requests of one method, oldest first."""
        return self.requests.of(method)

    def copies(self, where: Place, text: str) -> int:
        """How often the bot sent exactly this text to a chat, deleted copies included."""
        sent = self.requests.copies.get(self.place(where).id)
        return sent[text] if sent else 0

    async def wait_for(self, condition: Callable[[], object], *, seconds: float = 30.0) -> None:
        """Wait until a condition holds, looking after every change; TimeoutError when it never does."""
        deadline = time.monotonic() + seconds
        while True:
            waiter = self.change_waiter()
            if condition():
                return
            if time.monotonic() >= deadline:
                raise TimeoutError(
                    f"Still not so after {seconds} s; the bot's last calls: {self._last_calls()}"
                )
            # A condition may also be about something outside of the world, of which no change is heard.
            await asyncio.wait([waiter], timeout=LOOK_ANYWAY_SECONDS)
            # Under load there are thousands of changes a second, and a condition may be dear.
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    def _last_calls(self) -> str:
        last = list(self.requests)[-5:]
        return ", ".join(f"{record.method} → {record.status}" for record in last) or "none"

    async def quiet(self, *, still: float = 0.1, seconds: float = 30.0) -> None:
        """Wait until the bot has fetched all updates and then asked nothing for `still` seconds.

        That a bot may go on working silently is why `wait_for` is better where it can be used. TimeoutError
        after `seconds`.
        """
        deadline = time.monotonic() + seconds
        while True:
            seen = self.requests.last
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"Not quiet after {seconds} s; the bot's last calls: {self._last_calls()}")
            await asyncio.sleep(min(still, left))
            calm = self.requests.last - seen <= self._polls_since(seen)
            if calm and not self.updates.pending and not self.requests.in_progress:
                return

    def _polls_since(self, number: int) -> int:
        recent = (record for record in reversed(self.requests.records) if record.n > number)
        polls = 0
        for record in recent:
            if record.method != "getUpdates":
                break
            polls += 1
        return polls

    async def answer_to(self, callback: Callback, *, seconds: float = 30.0) -> Callback:
        """Wait until the bot answered a press."""
        await self.wait_for(lambda: callback.answered, seconds=seconds)
        return callback

    def skip(self, **duration: float) -> None:
        """Move the clock forward: `world.skip(days=7)`."""
        self.advance(timedelta(**duration))

    def private(self, who: Person | int) -> Chat:
        """The private chat of somebody with the bot."""
        return self.place(who)
