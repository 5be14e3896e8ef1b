"""Waiting until something is so, for as long as a slow machine needs."""

import asyncio
import time
from collections.abc import Awaitable, Callable

# Only what is broken takes as long: a test that passes goes on at once.
PATIENCE_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.005


async def eventually(
    condition: Callable[[], object | Awaitable[object]], *, seconds: float = PATIENCE_SECONDS
) -> None:
    """Wait until a condition holds, which may be a coroutine function; TimeoutError after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if isinstance(found, Awaitable):
            found = await found
        if found:
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"Still not so after {seconds} s")
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
