"""A web server inside the bot's own event loop."""

import asyncio
import contextlib
import logging
import socket
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

STOP_SECONDS = 3
RETRY_SECONDS = 5


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the bot decides when to stop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self.stop = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say that it has."""
        await super().startup(sockets)
        self.up.set()

    async def main_loop(self) -> None:
        """Keep the date of the answers right until the end, for which uvicorn looks ten times a second."""
        while not self.stop.is_set():
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self.stop.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


@asynccontextmanager
async def serving(app: ASGIApp, *, host: str, port: int, setting: str) -> AsyncIterator[int]:
    """Serve `app` for as long as the context lasts; gives the port, chosen by the system when 0 was asked.

    Raises ConfigError, which names `setting`, when the address cannot be had.
    """
    try:
        listening = await _listen(host, port)
    except OSError:
        raise ConfigError([f"{setting}: {host}:{port} is in use, or may not be used"]) from None
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await server.up.wait()
        yield listening.getsockname()[1]
    finally:
        server.stop.set()
        await asyncio.gather(task, return_exceptions=True)


async def _listen(host: str, port: int) -> socket.socket:
    """A socket at this address. Bound here: uvicorn ends the whole process when it cannot.

    Raises OSError when the address cannot be had.
    """
    found = await asyncio.get_running_loop().getaddrinfo(
        host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
    )
    family, kind, protocol, _, address = found[0]
    listening = socket.socket(family, kind, protocol)
    try:
        # What a former process left behind does not keep the address taken.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


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
