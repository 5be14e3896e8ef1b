"""The one source of "now", so that the demo and the tests can move time forward."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Wall-clock time in UTC, plus an offset that only ever grows.

    The offset is zero in production. The playground moves it forward, and whoever sleeps until a due time
    registers a listener so that it looks again.
    """

    def __init__(self) -> None:
        self._offset = timedelta(0)
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    @property
    def offset(self) -> timedelta:
        """How far this clock runs ahead of the machine's."""
        return self._offset

    def advance(self, by: timedelta) -> None:
        """Move forward by a positive duration and tell the listeners; ValueError for a negative one."""
        if by < timedelta(0):
            raise ValueError("A clock only moves forward")
        self._offset += by
        for listener in list(self._listeners):
            listener()

    def on_advance(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every move forward."""
        self._listeners.append(listener)
