"""Faults on demand: calls of the bot that fail, hang or get lost, as they do on a bad day."""

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from bot.playground.errors import WrongRequestError
from bot.playground.kinds import JsonObject


class FaultKind(StrEnum):
    """What can go wrong; docs/playground.md says what each means for the bot."""

    BAD_REQUEST = "400"
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    CONFLICT = "409"
    TOO_MANY = "429"
    SERVER_ERROR = "500"
    BAD_GATEWAY = "502"
    GATEWAY_TIMEOUT = "504"
    HANG = "hang"
    SLOW = "slow"
    RESET = "reset"
    MIGRATE = "migrate"
    KICK = "kick"
    DROP_UPDATES = "drop_updates"
    WEBHOOK_TWICE = "webhook_twice"


ERRORS = {
    FaultKind.BAD_REQUEST: "Bad Request: the playground was told to refuse this",
    FaultKind.UNAUTHORIZED: "Unauthorized",
    FaultKind.FORBIDDEN: "Forbidden: bot was blocked by the user",
    FaultKind.NOT_FOUND: "Not Found",
    FaultKind.CONFLICT: (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    ),
}
GATEWAY = frozenset({FaultKind.SERVER_ERROR, FaultKind.BAD_GATEWAY, FaultKind.GATEWAY_TIMEOUT})
_OF_UPDATES = frozenset({FaultKind.DROP_UPDATES, FaultKind.WEBHOOK_TWICE})


@dataclass(slots=True)
class Fault:
    """One fault: what it strikes, how often, and what it does.

    It strikes `count` times (None: always) after letting `skip` matching calls through, each with
    `probability`. With `effect` the call is carried out all the same, as when an answer gets lost on its way
    back. `seconds` is for hanging and slowness, `retry_after` for 429.
    """

    kind: FaultKind
    method: str | None = None
    chat: int | None = None
    count: int | None = 1
    skip: int = 0
    probability: float = 1.0
    seed: int = 0
    effect: bool = False
    retry_after: int = 1
    description: str | None = None
    seconds: float = 0.0
    id: str = ""
    hits: int = 0
    _random: random.Random = field(default_factory=random.Random, repr=False)

    def __post_init__(self) -> None:
        self._random.seed(self.seed)

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Whether a call is of the sort that this fault is about."""
        if self.method is not None:
            if self.method.lower() != method.lower():
                return False
        elif method == "getUpdates" and self.kind is not FaultKind.DROP_UPDATES:
            return False
        return self.chat is None or self.chat == chat_id

    def strikes(self) -> bool:
        """Whether it strikes this matching call; counts it when it does."""
        if self.count is not None and self.hits >= self.count:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.probability < 1.0 and self._random.random() >= self.probability:
            return False
        self.hits += 1
        return True

    def as_json(self) -> JsonObject:
        """For the people's side."""
        result = asdict(self)
        del result["_random"]
        return {"id": result.pop("id"), **result, "kind": self.kind.value}


class FaultBox:
    """The faults that are set."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}
        self._next = 1

    def add(self, fault: Fault) -> Fault:
        """Set a fault and give it an id."""
        fault.id = f"f{self._next}"
        self._next += 1
        self._faults[fault.id] = fault
        return fault

    def clear(self, fault_id: str | None = None) -> None:
        """Take away one fault, or all; WrongRequestError when there is none with that id."""
        if fault_id is None:
            self._faults.clear()
        elif self._faults.pop(fault_id, None) is None:
            raise WrongRequestError(f"There is no fault {fault_id}")

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults.values())

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The first fault that strikes this call; faults of updates are left out."""
        for fault in self._faults.values():
            if fault.kind not in _OF_UPDATES and fault.matches(method, chat_id) and fault.strikes():
                return fault
        return None

    def strike_updates(self, kind: FaultKind) -> Fault | None:
        """The first fault of this kind that strikes a delivery of updates."""
        for fault in self._faults.values():
            if fault.kind is kind and fault.strikes():
                return fault
        return None
