"""A bot that dies while it sends a call leaves half of one: nothing happens, and nothing is on record."""

import asyncio
from urllib.parse import urlsplit

import pytest

from bot.playground import World, serve


@pytest.mark.parametrize("sent", [b"", b"chat_id=1&text=half"])
async def test_a_call_whose_body_never_came_is_no_call(world: World, sent: bytes) -> None:
    async with serve(world) as address:
        url = urlsplit(address)
        _reader, writer = await asyncio.open_connection(url.hostname, url.port)
        head = (
            f"POST /bot{world.bot.token}/sendMessage HTTP/1.1\r\nHost: {url.netloc}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n"
        )
        writer.write(head.encode() + sent)
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.close()
        await writer.wait_closed()
        await asyncio.sleep(0.1)

    assert list(world.requests) == []
