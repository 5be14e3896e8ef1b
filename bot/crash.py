"""Named points at which a test can kill the process, as a power cut would."""

import os
import signal

_wanted, _, _count = os.environ.get("CRASH_AT", "").partition(":")
_left = int(_count or 1)


def crash_point(name: str) -> None:
    """Die at once, without any clean-up, when `CRASH_AT=name` (or `name:3`: the third time) is set."""
    global _left  # noqa: PLW0603 - the count belongs to the process that is to die
    if name != _wanted:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
