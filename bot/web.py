"""A web server inside the bot's own event loop."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.errors import ConfigError

START_SECONDS = 0.01
STOP_SECONDS = 3


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the bot decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


@asynccontextmanager
async def serving(app: ASGIApp, *, host: str, port: int) -> AsyncIterator[int]:
    """Serve `app` for as long as the context lasts; gives the port, chosen by the system when 0 was asked.

    Raises ConfigError when the address cannot be had.
    """
    server = _Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
    task = asyncio.create_task(server.serve())
    try:
        while not server.started:
            if task.done():
                task.exception()
                raise ConfigError([f"telegram.listen_port: {host}:{port} is in use, or may not be used"])
            await asyncio.sleep(START_SECONDS)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
