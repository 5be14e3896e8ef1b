"""Serving a world over HTTP."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from bot.playground.api import BotApi
from bot.playground.app import create_app
from bot.playground.uvicorn_loop import listen, running
from bot.playground.webhook_pump import WebhookPump
from bot.playground.world import World


@contextlib.asynccontextmanager
async def serve(
    world: World, *, host: str = "127.0.0.1", port: int = 0, webhook_backoff: float = 1.0
) -> AsyncIterator[str]:
    """Serve a world in the running loop as long as the block lasts, and yield its address.

    Open long polls and streams end at once when the block does. `webhook_backoff` scales the waits between
    attempts at a webhook that fails, in seconds. OSError when the port is taken.
    """
    api = BotApi(world)
    world.events.reopen()
    listening = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}"
    pump = asyncio.create_task(WebhookPump(api, backoff=webhook_backoff).run())
    async with running(create_app(world, api), listening):
        try:
            yield address
        finally:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
            api.close()
            world.events.close()
