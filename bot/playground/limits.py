"""Telegram's limits on sending, as an option.

Telegram does not publish exact limits: its FAQ speaks of about 30 messages a second overall, about one a
second in one chat with short bursts, and 20 a minute in one group. The figures here are those, exactly, so
that the pacing of a bot can be measured against them.
"""

import math
from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be sent: messages per window of seconds.

    `private_burst` messages may go to one private chat at once before its rate counts.
    """

    overall: int = 30
    overall_seconds: float = 1.0
    paid: int = 1000
    private_rate: float = 1.0
    private_burst: int = 4
    group: int = 20
    group_seconds: float = 60.0


@dataclass(slots=True)
class _Window:
    """Instants of what was accepted in the last `seconds`."""

    limit: int
    seconds: float
    accepted: deque[float] = field(default_factory=deque)

    def wait(self, now: float, count: int) -> float:
        """How long until `count` more fit; 0 when they fit now."""
        while self.accepted and self.accepted[0] <= now - self.seconds:
            self.accepted.popleft()
        excess = len(self.accepted) + min(count, self.limit) - self.limit
        return self.accepted[excess - 1] + self.seconds - now if excess > 0 else 0.0

    def accept(self, now: float, count: int) -> None:
        self.accepted.extend([now] * count)


@dataclass(slots=True)
class _Bucket:
    """Tokens that come back at a rate, up to a burst."""

    rate: float
    burst: int
    tokens: float
    at: float

    def wait(self, now: float, count: int) -> float:
        self.tokens = min(float(self.burst), self.tokens + (now - self.at) * self.rate)
        self.at = now
        lacking = min(count, self.burst) - self.tokens
        return lacking / self.rate if lacking > 0 else 0.0

    def accept(self, count: int) -> None:
        self.tokens -= count


class RateLimiter:
    """Counts what the bot sends and says how long it has to wait."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._overall = _Window(self.limits.overall, self.limits.overall_seconds)
        self._paid = _Window(self.limits.paid, self.limits.overall_seconds)
        self._groups: dict[int, _Window] = {}
        self._private: dict[int, _Bucket] = {}

    def retry_after(self, chat_id: int, now: float, count: int = 1, *, is_paid: bool = False) -> int:
        """0 when `count` messages to the chat may go (they are counted then), else whole seconds to wait.

        `now` is in seconds on the playground's clock. What is paid for counts towards the paid limit alone.
        """
        overall = self._paid if is_paid else self._overall
        per_chat: _Window | _Bucket
        if chat_id < 0:
            per_chat = self._groups.setdefault(chat_id, _Window(self.limits.group, self.limits.group_seconds))
        else:
            burst = self.limits.private_burst
            per_chat = self._private.setdefault(
                chat_id, _Bucket(self.limits.private_rate, burst, float(burst), now)
            )
        wait = max(overall.wait(now, count), per_chat.wait(now, count))
        if wait > 0:
            return max(1, math.ceil(wait))
        overall.accept(now, count)
        if isinstance(per_chat, _Window):
            per_chat.accept(now, count)
        else:
            per_chat.accept(count)
        return 0
