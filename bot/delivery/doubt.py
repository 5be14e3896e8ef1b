"""When Telegram gives no clear answers any more: what can wait does.

A server error or a timeout leaves a notice in doubt, and an invitation goes on at thirty a second: an outage
of a minute would leave nearly two thousand for a coordinator to judge. After a few unclear answers in a row
one notice at a time is tried, further and further apart, until Telegram answers again, whatever it says.
"""

from bot.delivery.verdicts import Fate

# So many unclear answers in a row are no accident.
SEVERAL = 3
FIRST_SECONDS, LONGEST_SECONDS = 2.0, 60.0
# These say nothing about Telegram: the call was not made, or did not get there.
_SILENT = frozenset({Fate.AGAIN, Fate.WAIT})


class Doubt:
    """How many answers in a row were unclear. Times are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._in_a_row = 0
        self._rest = 0.0
        self._until = float("-inf")

    def note(self, fate: Fate, now: float) -> None:
        """Learn from what became of a call."""
        if fate in _SILENT:
            return
        if fate is not Fate.UNKNOWN:
            self._in_a_row, self._rest, self._until = 0, 0.0, float("-inf")
            return
        self._in_a_row += 1
        # Those that were under way at the same time say nothing new.
        if self.is_raised and now >= self._until:
            self._rest = min(max(2 * self._rest, FIRST_SECONDS), LONGEST_SECONDS)
            self._until = now + self._rest

    @property
    def is_raised(self) -> bool:
        """Whether notices are tried one at a time."""
        return self._in_a_row >= SEVERAL

    def wait(self, now: float) -> float:
        """Seconds until a notice may be tried."""
        return max(self._until - now, 0.0)
