"""`python -m bot.playground`: the playground by itself, for a bot that runs elsewhere."""

import argparse
import asyncio
import signal

from bot.playground import World, demo_world, serve
from bot.playground.core import DEFAULT_TOKEN


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="0 takes any free port (default: 8080)")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the token of the bot that may come")
    parser.add_argument("--no-limits", action="store_true", help="without Telegram's limits on sending")
    parser.add_argument("--empty", action="store_true", help="without the people and chats of the demo")
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    if arguments.empty:
        world = World(token=arguments.token)
    else:
        world = demo_world(limits=not arguments.no_limits, token=arguments.token)
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with serve(world, port=arguments.port) as address:
        print(f"The playground is at {address}; the bot's token is {arguments.token}", flush=True)
        await stopping.wait()


def main() -> None:
    """Serve until Ctrl-C."""
    asyncio.run(_run(_arguments()))


if __name__ == "__main__":
    main()
