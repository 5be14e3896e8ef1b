"""Messages in hand leave one by one, at the pace of the moment; whoever waits for an answer goes first."""

import asyncio
import heapq
import time
from itertools import count

from bot.delivery.pacing import Pace


class Departures:
    """The line of messages that were taken in hand and did not leave yet."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._line: list[tuple[int, int]] = []
        self._numbers = count()

    def __len__(self) -> int:
        return len(self._line)

    async def leave(self, priority: int) -> float:
        """Return the instant at which a message may leave, when it is there; lower priorities go first."""
        entry = (priority, next(self._numbers))
        heapq.heappush(self._line, entry)
        try:
            while True:
                wait = self._pace.wait(time.monotonic())
                if self._line[0] == entry and wait <= 0:
                    now = time.monotonic()
                    self._pace.take(now)
                    return now
                # Behind others there is nothing to look for before these had their turns.
                ahead = sum(other < entry for other in self._line)
                rate = self._pace.rate(time.monotonic())
                await asyncio.sleep(wait + (ahead / rate / 2 if rate and ahead else 0.0))
        finally:
            self._line.remove(entry)
            heapq.heapify(self._line)
