"""A local Bot API in memory, to try and to test the bot without a token (docs/playground.md).

`World` is the playground itself, `serve` puts it on a port, `demo_world` is the one of the demo.
"""

from bot.playground.app import create_app
from bot.playground.demo import demo_world
from bot.playground.server import serve
from bot.playground.world import World

__all__ = ["World", "create_app", "demo_world", "serve"]
