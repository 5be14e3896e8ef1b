"""How many questions of one person the bot answers at a stretch, so that one cannot take it from all others.

Kept in memory: what is lost with the process is a minute's count.
"""

from collections import deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
# Beyond this many people the counts of those who are at rest are dropped.
REMEMBERED = 10_000


class Patience:
    """Lets `most` questions of a person through in any minute; with 0 there is no limit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: dict[int, deque[datetime]] = {}

    def is_spent(self, person: int, *, at: datetime) -> bool:
        """Whether one more question of this person would be too many now; counts nothing."""
        if not self._most:
            return False
        taken = self._taken.get(person, ())
        return sum(1 for one in taken if one > at - WINDOW) >= self._most

    def take(self, person: int, *, at: datetime) -> bool:
        """Count a question; False, and not counted, when it is one too many."""
        if self.is_spent(person, at=at):
            return False
        if self._most:
            self._forget(at)
            self._taken.setdefault(person, deque(maxlen=self._most)).append(at)
        return True

    def _forget(self, at: datetime) -> None:
        if len(self._taken) >= REMEMBERED:
            self._taken = {person: taken for person, taken in self._taken.items() if taken[-1] > at - WINDOW}
