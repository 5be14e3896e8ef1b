"""Where the methods are entered by name."""

from collections.abc import Callable
from typing import TypeAlias

from bot.playground.kinds import Json, JsonObject
from bot.playground.world import World

Handler: TypeAlias = Callable[[World, JsonObject], Json]

METHODS: dict[str, Handler] = {}


def method(*names: str) -> Callable[[Handler], Handler]:
    """Enter a function as the method, or methods, of these names."""

    def enter(handler: Handler) -> Handler:
        for name in names:
            METHODS[name] = handler
        return handler

    return enter
