"""The stream of events for the people's side."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass

from bot.playground.kinds import JsonObject

KEPT_EVENTS = 50_000


@dataclass(slots=True, frozen=True)
class Event:
    """Something that happened: its number, its kind, and its JSON."""

    number: int
    kind: str
    data: str


class EventLog:
    """Events with rising numbers, of which the last ones are kept for who reconnects.

    Nothing is recorded before somebody looks, so that a benchmark does not pay for a page that is not there.
    """

    def __init__(self, run: str, keep: int = KEPT_EVENTS) -> None:
        self.run = run
        self.active = False
        self.closed = False
        self._last = 0
        self._events: deque[Event] = deque(maxlen=keep)
        self._waiters: list[asyncio.Future[None]] = []

    @property
    def last_id(self) -> str:
        """The id of the newest event; reading it starts the recording."""
        self.active = True
        return f"{self.run}-{self._last}"

    def add(self, kind: str, at: int, data: JsonObject) -> None:
        """Record an event, if anybody ever looked."""
        self._last += 1
        head = {"id": f"{self.run}-{self._last}", "kind": kind, "at": at}
        self._events.append(Event(self._last, kind, json.dumps({**head, **data}, ensure_ascii=False)))
        self._wake()

    def since(self, event_id: str | None) -> list[Event] | None:
        """The events after this id (None: after the newest); None when they are not known any more."""
        self.active = True
        if event_id is None:
            return []
        run, _, number = event_id.rpartition("-")
        if run != self.run or not number.isdecimal() or int(number) > self._last:
            return None
        after = int(number)
        if after == self._last:
            return []
        if not self._events or self._events[0].number > after + 1:
            return None
        skip = after + 1 - self._events[0].number
        return [event for index, event in enumerate(self._events) if index >= skip]

    async def changed(self, seconds: float) -> bool:
        """Wait for the next event or the end; False when neither came in so many seconds."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(future)
        done, _ = await asyncio.wait([future], timeout=seconds)
        return bool(done)

    def close(self) -> None:
        """End all streams."""
        self.closed = True
        self._wake()

    def reopen(self) -> None:
        """Let streams run again, for a world that is served a second time."""
        self.closed = False

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
