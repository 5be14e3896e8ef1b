"""A server that answers, hangs up or keeps silent, with the bot's own HTTP client before it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import TelegramError

from bot.delivery.http_client import AiohttpRequest

TOKEN = "12345:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

Answerer = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def wire(answer: Answerer) -> AsyncIterator[str]:
    """The address of a server that has `answer` called with each request, head and body."""
    answers: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        answers.add(task)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            lengths = [
                line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
            ]
            body = await reader.readexactly(int(lengths[0])) if lengths else b""
            await answer(head + body, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        for task in answers:
            task.cancel()
        await asyncio.gather(*answers, return_exceptions=True)
        server.close()
        await server.wait_closed()


def answering(code: int, content: bytes, *headers: str) -> Answerer:
    """Answer every request like this."""

    async def answer(_request: bytes, writer: asyncio.StreamWriter) -> None:
        length = f"Content-Length: {len(content)}"
        lines = [f"HTTP/1.1 {code} Whatever", length, "Connection: close", *headers, "", ""]
        writer.write("\r\n".join(lines).encode() + content)
        await writer.drain()

    return answer


async def hang_up(_request: bytes, _writer: asyncio.StreamWriter) -> None:
    """Close after the whole request was read."""


async def reset(_request: bytes, writer: asyncio.StreamWriter) -> None:
    """Break the connection after the whole request was read."""
    writer.transport.abort()


async def half_an_answer(_request: bytes, writer: asyncio.StreamWriter) -> None:
    """Close in the middle of the answer."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    await writer.drain()


async def keep_silent(_request: bytes, _writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.Event().wait()


@asynccontextmanager
async def client(server: str, *, connections: int = 4, patience: float = 5) -> AsyncIterator[AiohttpRequest]:
    """The bot's HTTP client; `patience` is its timeout for everything, in seconds."""
    request = AiohttpRequest(server, connections=connections, connect_timeout=patience, read_timeout=patience)
    await request.initialize()
    try:
        yield request
    finally:
        await request.shutdown()


async def error_of(server: str, *, patience: float = 5) -> TelegramError:
    """What a call raises."""
    async with client(server, patience=patience) as request:
        with pytest.raises(TelegramError) as caught:
            await request.post(f"{server}/bot{TOKEN}/sendMessage")
    return caught.value
