"""The queue of updates for the bot, as `getUpdates` and the webhook read it."""

import asyncio
import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from bot.playground import schema
from bot.playground.errors import bad_request
from bot.playground.kinds import JsonObject

FIRST_UPDATE_ID = 100_000_001

# Telegram sends these only to who asks for them.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, frozen=True)
class QueuedUpdate:
    """An update that waits; `key` groups those whose order counts, `at` is Unix time."""

    id: int
    kind: str
    key: int
    at: float
    body: bytes

    def as_json(self) -> JsonObject:
        """The `Update`."""
        parsed: JsonObject = json.loads(self.body)
        return parsed


def update_kinds() -> frozenset[str]:
    """All kinds of updates that the Bot API knows."""
    table = schema.load().types["Update"]
    return frozenset(name for name in table if name != "update_id")


class UpdateQueue:
    """Updates with rising ids, kept until they are acknowledged.

    `keep` bounds the memory of those that were issued (None: all).
    """

    def __init__(self, keep: int | None = None) -> None:
        self._kinds = update_kinds()
        self.allowed: frozenset[str] = self._kinds - _ON_REQUEST
        self.allowed_given: list[str] = []
        self.waiting: deque[QueuedUpdate] = deque()
        self.issued: deque[QueuedUpdate] = deque(maxlen=keep)
        self.acknowledged = 0
        self.delivered = 0
        self._next_id = FIRST_UPDATE_ID
        self._waiters: list[asyncio.Future[None]] = []

    @property
    def pending(self) -> int:
        """How many updates wait to be fetched or acknowledged."""
        return len(self.waiting)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Choose the kinds for updates from now on; an empty list means the usual ones, None no change.

        Telegram ignores names that it does not know; here they are refused with 400.
        """
        if kinds is None:
            return
        wanted = list(kinds)
        unknown = [kind for kind in wanted if kind not in self._kinds]
        if unknown:
            raise bad_request(f'the playground refuses the unknown update type "{unknown[0]}"')
        self.allowed_given = wanted
        self.allowed = frozenset(wanted) if wanted else self._kinds - _ON_REQUEST

    def put(self, kind: str, payload: JsonObject, *, key: int, at: float) -> int | None:
        """Queue an update and return its id; None when the bot does not want its kind."""
        if kind not in self.allowed:
            return None
        update_id = self._next_id
        self._next_id += 1
        body = json.dumps({"update_id": update_id, kind: payload}).encode()
        update = QueuedUpdate(update_id, kind, key, at, body)
        self.waiting.append(update)
        self.issued.append(update)
        self.wake()
        return update_id

    def acknowledge_below(self, offset: int) -> None:
        """Forget the updates with an id below `offset`: the bot has them."""
        while self.waiting and self.waiting[0].id < offset:
            self.waiting.popleft()
            self.acknowledged += 1

    def keep_last(self, count: int) -> None:
        """What a negative offset does: forget all but the last `count`."""
        while len(self.waiting) > count:
            self.waiting.popleft()
            self.acknowledged += 1

    def remove(self, update: QueuedUpdate) -> None:
        """Forget one update that a webhook accepted."""
        self.waiting.remove(update)
        self.acknowledged += 1

    def peek(self, limit: int) -> list[QueuedUpdate]:
        """The first updates, which stay queued."""
        if len(self.waiting) <= limit:
            return list(self.waiting)
        return [update for update, _ in zip(self.waiting, range(limit), strict=False)]

    def drop_before(self, at: float) -> int:
        """Forget what is older than `at` and was never fetched, and say how many."""
        kept = [update for update in self.waiting if update.at >= at]
        dropped = len(self.waiting) - len(kept)
        self.waiting = deque(kept)
        return dropped

    def clear(self) -> None:
        """Forget all that waits (`drop_pending_updates`)."""
        self.waiting.clear()

    def wake(self) -> None:
        """Let everybody who waits look again."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def waiter(self) -> asyncio.Future[None]:
        """A future that is done at the next change."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(future)
        return future
