"""How fast messages may leave."""

import heapq
import math
from collections import deque
from dataclasses import dataclass, field

from models import ChatKind

# Telegram lets short bursts pass in a private chat, and counts groups by the minute.
PRIVATE_BURST = 3
GROUP_BURST = 5
# What was held up for a moment is made up for: this many messages, at twice the pace at most.
CATCH_UP = 6
# A place is free again a second after its message arrived, and that long after for what is not measured.
MARGIN_SECONDS = 0.018
LEAST_MARGIN_SECONDS = 0.004
STRETCH = 1.025
# When only calls under way stand between a message and its leaving: how soon to look whether one came back.
LOOK_SECONDS = 0.02
# How fast the fastest call is forgotten, as a network may become slower: this part of the difference a call,
# and no more than these seconds, or one call that hung would make all others look quick.
FORGETS = 0.01
FORGETS_AT_MOST = 0.0002
# After Telegram asked for silence: below the most that left in a second shortly before, as that got through,
# and within these parts of the pace until then, because it may have been about one chat and not about all.
MEASURED_SECONDS = 5.0
BELOW_MEASURED = 0.95
LEAST_SLOWER, MOST_SLOWER = 0.95, 0.5
# Never below this part of the full pace.
SLOWEST = 0.05
# How fast the pace climbs back, in parts of that pace a second; twice as fast after each minute of quiet.
CLIMB = 0.0005
CLIMB_DOUBLES_SECONDS = 60.0
# After this long without a message there is nothing to make up for.
IDLE_SECONDS = 1.0


@dataclass(slots=True)
class Rate:
    """The generic cell rate algorithm (ITU-T I.371): one cell per `interval` seconds, `burst` at once.

    In any window of W seconds at most W / interval + burst cells pass. An interval of 0 sets no limit.
    """

    interval: float
    burst: int = 1
    _next: dict[int, float] = field(default_factory=dict)

    def wait(self, key: int, now: float) -> float:
        """Seconds until a cell of `key` may pass."""
        return max(0.0, self._next.get(key, 0.0) - now - self.interval * (self.burst - 1))

    def take(self, key: int, now: float) -> None:
        """Let one cell of `key` pass."""
        if self.interval:
            self._next[key] = max(self._next.get(key, 0.0), now) + self.interval

    def hold(self, key: int, now: float, seconds: float) -> None:
        """Let no cell of `key` pass for so long; afterwards one at a time."""
        due = now + seconds + self.interval * (self.burst - 1)
        self._next[key] = max(self._next.get(key, 0.0), due)

    def forget(self, now: float) -> None:
        """Drop the keys that are at rest, so that memory does not grow with the number of chats."""
        self._next = {key: due for key, due in self._next.items() if due > now}


class Pace:
    """A steady pace of `full` messages a second, which gives way when Telegram asks for silence.

    In no second do more arrive than that, however long some are on their way: there are as many places as
    that, and a message has one from leaving until a second after the latest at which it can have arrived.
    Whoever takes a place says when the call is `answered`, or that it was `unused`.

    Additive increase, multiplicative decrease (Chiu and Jain, 1989): the limit that Telegram really keeps is
    found, and looked for again when it is lifted. 0 sets no limit.
    """

    def __init__(self, full: float) -> None:
        self.full = full
        self._slowed = full
        self._slowed_at: float | None = None
        self._next = 0.0
        # The instants of the latest departures.
        self._left: deque[float] = deque(maxlen=max(int(full * MEASURED_SECONDS), 1))
        # Who has a place: how many are under way, and since when the others are there (a heap).
        self._under_way = 0
        self._arrived: list[float] = []
        # The time from leaving to the answer when nothing is in the way.
        self._fastest = float("inf")
        self._began = float("-inf")

    def rate(self, now: float) -> float:
        """Messages a second at present."""
        if self._slowed_at is None:
            return self.full
        quiet = now - self._slowed_at
        climbed = self._slowed * CLIMB * quiet * (1 + quiet / (2 * CLIMB_DOUBLES_SECONDS))
        return min(self._slowed + climbed, self.full)

    def wait(self, now: float) -> float:
        """Seconds until a message may leave; to be asked again then."""
        if not self.full or not self._left:
            return 0.0
        rate = self.rate(now)
        wait = self._until_place(now, rate)
        if now - self._left[-1] <= IDLE_SECONDS:
            wait = max(wait, self._next - now, self._left[-1] + 0.5 / rate - now)
        return wait

    def _until_place(self, now: float, rate: float) -> float:
        """Seconds until there is a place for one more."""
        places = max(math.floor(rate), 1)
        window = places / rate
        while self._arrived and self._arrived[0] + window <= now:
            heapq.heappop(self._arrived)
        lacking = self._under_way + len(self._arrived) - places + 1
        if lacking <= 0:
            return 0.0
        if lacking > len(self._arrived):
            return LOOK_SECONDS
        return heapq.nsmallest(lacking, self._arrived)[-1] + window - now

    def follow(self, now: float) -> None:
        """Begin as if another process had used the whole pace until this instant, as it may have."""
        if self.full:
            many = max(int(self.full), 1)
            times = [now - (many - number) / self.full for number in range(1, many + 1)]
            self._left.extend(times)
            self._arrived = sorted([*self._arrived, *(at + MARGIN_SECONDS for at in times)])
            self._next = now + STRETCH / self.full
            self._began = now

    def leaving(self, now: float, seconds: float) -> int:
        """How many messages may leave within so many seconds; only where there is a limit."""
        left = seconds - self.wait(now)
        if left < 0:
            return 0
        # What was held up is made up for at twice the pace.
        rate = self.rate(now) * (2 if self._next < now else 1)
        return 1 + math.floor(left * rate)

    def take(self, now: float) -> None:
        """Count a message that leaves now."""
        if not self.full:
            return
        interval = STRETCH / self.rate(now)
        is_idle = not self._left or now - self._left[-1] > IDLE_SECONDS
        self._next = (now if is_idle else max(self._next, now - CATCH_UP * interval)) + interval
        self._left.append(now)
        self._under_way += 1

    def answered(self, left: float, now: float) -> None:
        """Learn from the answer how late the message that left at that instant can have arrived.

        One that was held up on the way arrives closer to those that leave later, and Telegram counts
        arrivals. How late is what this call took longer than the fastest do.
        """
        if not self.full:
            return
        took = now - left
        self._fastest = min(self._fastest, took)
        late = took - self._fastest
        self._fastest += min(late * FORGETS, FORGETS_AT_MOST)
        self._under_way -= 1
        heapq.heappush(self._arrived, left + max(late + LEAST_MARGIN_SECONDS, MARGIN_SECONDS))

    def unused(self) -> None:
        """A message that was counted did not leave after all."""
        if self.full:
            self._under_way -= 1

    def slow_down(self, now: float) -> None:
        """Telegram asked for silence, which what was under way at that moment counts for once."""
        rate = self.rate(now)
        measured = BELOW_MEASURED * self._most_in_a_second(now)
        slowed = min(max(measured, rate * MOST_SLOWER), rate * LEAST_SLOWER)
        self.resume(slowed, now)

    def _most_in_a_second(self, now: float) -> int:
        """The most that left in any second of late, since the pace is what it is."""
        latest = now - 1
        since = latest if self._slowed_at is None else max(self._slowed_at, now - MEASURED_SECONDS)
        times = [at for at in self._left if at > max(min(since, latest), self._began)]
        most = first = 0
        for last, at in enumerate(times):
            while at - times[first] >= 1:
                first += 1
            most = max(most, last - first + 1)
        return most

    def resume(self, slowed: float, slowed_at: float) -> None:
        """Be as slow (messages a second) as from an earlier instant on, and climb back from there."""
        self._slowed = min(max(slowed, self.full * SLOWEST), self.full)
        self._slowed_at = slowed_at

    @property
    def slowed(self) -> float:
        """The pace that it was last slowed down to; what it climbs back from."""
        return self._slowed


class Pacer:
    """Telegram's three limits: `overall`, per private chat, per group; 0 switches one off.

    What is `paid` for does not count for the overall one; without a paid pace it goes no faster than that.
    Times are seconds of a monotonic clock.
    """

    def __init__(
        self,
        *,
        per_second: float,
        per_private_chat_per_second: float,
        per_group_per_minute: float,
        paid_per_second: float = 0,
    ) -> None:
        self.overall = Pace(per_second)
        self.paid = Pace(paid_per_second) if paid_per_second else self.overall
        self._private = Rate(
            1 / per_private_chat_per_second if per_private_chat_per_second else 0.0, PRIVATE_BURST
        )
        # The burst counts within the minute too: a minute's worth may not exceed the limit.
        steady = max(per_group_per_minute - GROUP_BURST, 1)
        self._group = Rate(60 / steady if per_group_per_minute else 0.0, GROUP_BURST)

    def chat_wait(self, chat_id: int, kind: ChatKind, now: float) -> float:
        """Seconds until a message may leave to this chat, the overall limit aside."""
        return self._rate(kind).wait(chat_id, now)

    def take(self, chat_id: int, kind: ChatKind, now: float) -> None:
        """Count a message to this chat; that it leaves is counted by `overall`, when it does."""
        self._rate(kind).take(chat_id, now)

    def hold(self, chat_id: int, kind: ChatKind, now: float, seconds: float) -> None:
        """Let nothing leave to this chat for so long."""
        self._rate(kind).hold(chat_id, now, seconds)

    def forget(self, now: float) -> None:
        """Drop what is at rest."""
        self._private.forget(now)
        self._group.forget(now)

    def _rate(self, kind: ChatKind) -> Rate:
        return self._private if kind is ChatKind.PRIVATE else self._group
