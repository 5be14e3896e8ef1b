"""How fast messages may leave."""

from dataclasses import dataclass, field

from models import ChatKind

# Telegram lets short bursts pass in a private chat, and counts groups by the minute.
PRIVATE_BURST = 3
GROUP_BURST = 5


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

    def forget(self, now: float) -> None:
        """Drop the keys that are at rest, so that memory does not grow with the number of chats."""
        self._next = {key: due for key, due in self._next.items() if due > now}


class Pacer:
    """Telegram's three limits together: overall, per private chat, per group; 0 switches one off.

    Times are seconds of a monotonic clock.
    """

    def __init__(
        self, *, per_second: float, per_private_chat_per_second: float, per_group_per_minute: float
    ) -> None:
        self._overall = Rate(1 / per_second if per_second else 0.0)
        self._private = Rate(
            1 / per_private_chat_per_second if per_private_chat_per_second else 0.0, PRIVATE_BURST
        )
        # The burst counts within the minute too: a minute's worth may not exceed the limit.
        steady = max(per_group_per_minute - GROUP_BURST, 1)
        self._group = Rate(60 / steady if per_group_per_minute else 0.0, GROUP_BURST)

    def overall_wait(self, now: float) -> float:
        """Seconds until any message may leave."""
        return self._overall.wait(0, now)

    def chat_wait(self, chat_id: int, kind: ChatKind, now: float) -> float:
        """Seconds until a message may leave to this chat, the overall limit aside."""
        return self._rate(kind).wait(chat_id, now)

    def take(self, chat_id: int, kind: ChatKind, now: float) -> None:
        """Count a message that leaves now."""
        self._overall.take(0, now)
        self._rate(kind).take(chat_id, now)

    def forget(self, now: float) -> None:
        """Drop what is at rest."""
        self._private.forget(now)
        self._group.forget(now)

    def _rate(self, kind: ChatKind) -> Rate:
        return self._private if kind is ChatKind.PRIVATE else self._group
