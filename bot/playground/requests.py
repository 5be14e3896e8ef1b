"""What the bot asked: a record of every request, and figures made of it."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.playground.kinds import Json, JsonObject


@dataclass(slots=True)
class RequestRecord:
    """One request of the bot, with its outcome.

    `at` is Unix time on the playground's clock. `performed` says whether it had its effect, whatever the
    answer was; `fault` is the id of the fault that struck it.
    """

    n: int
    at: float
    method: str
    params: JsonObject
    status: int = 0
    description: str | None = None
    result: Json = None
    fault: str | None = None
    performed: bool = False

    def as_json(self) -> JsonObject:
        """For the people's side."""
        return {
            "n": self.n,
            "at": self.at,
            "method": self.method,
            "params": {name: _printable(value) for name, value in self.params.items()},
            "status": self.status,
            "description": self.description,
            "result": self.result,
            "fault": self.fault,
            "performed": self.performed,
        }


def _printable(value: Json) -> Json:
    name = getattr(value, "filename", None)
    return value if name is None else f"<file {name}>"


@dataclass(slots=True)
class _Peak:
    """The most that happened in any window of some seconds."""

    seconds: float
    recent: deque[float] = field(default_factory=deque)
    highest: int = 0

    def add(self, at: float) -> None:
        self.recent.append(at)
        while self.recent[0] <= at - self.seconds:
            self.recent.popleft()
        self.highest = max(self.highest, len(self.recent))


class RequestLog:
    """All requests, or the last `keep` of them, and the figures of all."""

    def __init__(self, keep: int | None = None) -> None:
        self.records: deque[RequestRecord] = deque(maxlen=keep)
        self.by_method: Counter[str] = Counter()
        self.by_outcome: Counter[int] = Counter()
        self.last = 0
        self.in_progress = 0
        self.copies: dict[int, Counter[str]] = {}
        self._peak = _Peak(1.0)
        self._private_peaks: dict[int, _Peak] = {}
        self._group_peaks: dict[int, _Peak] = {}

    def begin(self, method: str, params: JsonObject, at: float) -> RequestRecord:
        """Note that a request came in."""
        self.last += 1
        record = RequestRecord(self.last, at, method, params)
        self.records.append(record)
        self.by_method[method] += 1
        return record

    def finish(self, record: RequestRecord, status: int, description: str | None = None) -> None:
        """Note how the request was answered; status 0 stands for no answer at all."""
        record.status = status
        record.description = description
        self.by_outcome[status] += 1

    def sent(self, chat_id: int, text: str, at: float) -> None:
        """Count a message that the bot sent."""
        self.copies.setdefault(chat_id, Counter())[text] += 1
        self._peak.add(at)
        if chat_id > 0:
            self._private_peaks.setdefault(chat_id, _Peak(1.0)).add(at)
        else:
            self._group_peaks.setdefault(chat_id, _Peak(60.0)).add(at)

    def of(self, method: str) -> list[RequestRecord]:
        """The remembered requests of one method, oldest first."""
        return [record for record in self.records if record.method == method]

    def rate(self) -> JsonObject:
        """The most that was accepted in a second, and in one private chat, and in a minute in one group."""
        return {
            "peak_per_second": self._peak.highest,
            "peak_per_second_chat": max((peak.highest for peak in self._private_peaks.values()), default=0),
            "peak_per_minute_group": max((peak.highest for peak in self._group_peaks.values()), default=0),
        }

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[RequestRecord]:
        return iter(self.records)
