"""The HTTP server around an application: uvicorn in the running loop, stopped promptly."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp, Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

LOOK_AGAIN_SECONDS = 0.005
# An open connection by the address at its other end, so that a fault can cut it.
_OPEN: dict[tuple[str, int], asyncio.Transport] = {}


class _Protocol(H11Protocol):
    """uvicorn's own protocol, which also lets go of the connection on request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client is not None:
            _OPEN[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self.client is not None:
            _OPEN.pop(self.client, None)


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers (whoever runs the loop handles signals), stopped by an event."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self.stop = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say that it has."""
        await super().startup(sockets)
        self.up.set()

    async def main_loop(self) -> None:
        """Wait for the end instead of looking ten times a second whether it has come."""
        await self.on_tick(0)
        await self.stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does it: close everything, and give what is under way the time of the settings.

        But for its pause of a tenth of a second, which each test that serves a world would pay.
        """
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        until = asyncio.get_running_loop().time() + (self.config.timeout_graceful_shutdown or 0)
        while self.server_state.connections or self.server_state.tasks:
            if asyncio.get_running_loop().time() > until:
                break
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        for task in self.server_state.tasks:
            task.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


async def cut_connection(scope: Scope, receive: Receive) -> None:
    """End the connection of a request without an answer: the other end sees it reset."""
    transport = _OPEN.get(scope["client"])
    if transport is not None:
        connection = transport.get_extra_info("socket")
        # To linger for no time makes closing send a reset.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio turns off Nagle's delay (40 ms a call) on the connections.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    listening.listen(1024)
    listening.setblocking(False)
    return listening


@contextlib.asynccontextmanager
async def running(app: ASGIApp, listening: socket.socket) -> AsyncIterator[None]:
    """Run an application on a socket as long as the block lasts.

    Whatever keeps requests open must have ended before the block does: what is left is given a second.
    """
    config = uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
        backlog=1024,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await server.up.wait()
    try:
        yield
    finally:
        server.stop.set()
        await serving
