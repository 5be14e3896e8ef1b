"""A world, and calls of the Bot API on it without HTTP, each answer checked against the table."""

import json
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeAlias

import httpx
import pytest

from bot.playground import World, schema, serve
from bot.playground.api import BotApi
from bot.playground.checks import compiled
from bot.playground.state import Chat, Person

Call: TypeAlias = Callable[..., Coroutine[None, None, dict[str, Any]]]


@pytest.fixture
def world() -> World:
    """An empty world."""
    return World()


@pytest.fixture
def anna(world: World) -> Person:
    """Somebody who opened the private chat with the bot before."""
    return world.person("Anna (voorbeeld)", username="anna_voorbeeld", started=True)


@pytest.fixture
def piet(world: World) -> Person:
    """Somebody who did not."""
    return world.person("Piet (voorbeeld)")


@pytest.fixture
def group(world: World, anna: Person, piet: Person) -> Chat:
    """A supergroup of both, owned by Anna, with the bot as a plain member."""
    return world.group("Buurt (voorbeeld)", [anna, piet], supergroup=True, quiet=True)


@pytest.fixture
def forum(world: World, anna: Person, piet: Person) -> Chat:
    """A forum with one topic; the bot is a plain member."""
    return world.group("Forum (voorbeeld)", [anna, piet], forum=True, topics=["Sleutels"], quiet=True)


def conforms(kind: str, value: Any) -> None:
    """Fail when a value is not of this type of the Bot API, or has fields that the type does not have."""
    compiled(kind)(value, kind)


@pytest.fixture
def call(world: World) -> Call:
    """Call a method in the process; whatever it returns must be of the type that the Bot API says."""
    api = BotApi(world)

    async def make(method: str, **params: Any) -> dict[str, Any]:
        answer = await api.call(method, params)
        body: dict[str, Any] = json.loads(answer.body)
        if body["ok"]:
            conforms(schema.load().methods[method].returns, body["result"])
        else:
            assert body["error_code"] == answer.status
        return body

    return make


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    """Where the world is served."""
    async with serve(world, webhook_backoff=0.01) as address:
        yield address


@pytest.fixture
async def http(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A plain HTTP client on the served world."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
        yield client
