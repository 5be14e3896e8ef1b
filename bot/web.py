"""A web server inside the bot's own event loop."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from bot.errors import ConfigError

log = logging.getLogger(__name__)

START_SECONDS = 0.01
STOP_SECONDS = 3
RETRY_SECONDS = 5


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the bot decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


@asynccontextmanager
async def serving(app: ASGIApp, *, host: str, port: int, setting: str) -> AsyncIterator[int]:
    """Serve `app` for as long as the context lasts; gives the port, chosen by the system when 0 was asked.

    Raises ConfigError, which names `setting`, when the address cannot be had.
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
                raise ConfigError([f"{setting}: {host}:{port} is in use, or may not be used"])
            await asyncio.sleep(START_SECONDS)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)


async def keep_serving(app: ASGIApp, *, host: str, port: int, setting: str) -> None:
    """Serve `app` for good, as soon as the address can be had: another process may have it, and end."""
    told = False
    while True:
        try:
            async with serving(app, host=host, port=port, setting=setting):
                log.info("%s: serving at %s:%d", setting, host, port)
                await asyncio.Event().wait()
        except ConfigError as error:
            if not told:
                log.warning("%s; trying again until it can be had", error)
            told = True
            await asyncio.sleep(RETRY_SECONDS)


def health_route(health: Callable[[], Awaitable[bool]]) -> Route:
    """`GET /health` for a monitor: 200, or 503 when the database is away."""

    async def healthy(_request: Request) -> Response:
        return PlainTextResponse("ok") if await health() else PlainTextResponse("database away", 503)

    return Route("/health", healthy, methods=["GET"])


def joined(routes: list[BaseRoute], site: ASGIApp) -> Starlette:
    """One application of these routes, and for all other addresses the site."""
    return Starlette(routes=[*routes, Mount("/", app=site)])
