"""A Bot API that answers as a test tells it to, and remembers what it was asked."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from telegram.error import TelegramError

Reply = TelegramError | Exception | dict[str, Any] | bool | None


@dataclass
class Call:
    """One request: the method and its parameters."""

    method: str
    params: dict[str, Any]

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.params.get("text", ""))


@dataclass
class FakeBot:
    """Sends nothing. `script` holds what to answer, call by call; after that every call succeeds.

    `decide` is asked first, when it is set; `gate` holds every call up while it is closed.
    """

    script: list[Reply] = field(default_factory=list)
    decide: Callable[[Call], Reply] | None = None
    gate: asyncio.Event | None = None
    calls: list[Call] = field(default_factory=list)
    _messages: int = 100

    async def call(self, method: str, params: dict[str, Any], *, read_timeout: float = 20) -> Any:
        """Answer as told."""
        assert read_timeout > 0
        call = Call(method, dict(params))
        self.calls.append(call)
        if self.gate is not None:
            await self.gate.wait()
        reply = self.decide(call) if self.decide is not None else None
        if reply is None and self.script:
            reply = self.script.pop(0)
        if isinstance(reply, Exception):
            raise reply
        if reply is not None:
            return reply
        self._messages += 1
        return {"message_id": params.get("message_id", self._messages)}

    @property
    def texts(self) -> list[str]:
        """What was said, in order."""
        return [call.text for call in self.calls]
