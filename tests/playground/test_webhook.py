"""Updates by webhook: the secret, order, retries, and what `getWebhookInfo` tells."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground import World
from bot.playground.faults import Fault, FaultKind
from bot.playground.state import Person
from bot.playground.uvicorn_loop import listen, running
from tests.playground.conftest import Call


@dataclass
class Hook:
    """A bot's end of a webhook."""

    answers: list[Response] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        update: dict[str, Any] = json.loads(await request.body())
        self.headers.append(dict(request.headers))
        self.texts.append(update.get("message", {}).get("text", "?"))
        await self.gate.wait()
        return self.answers.pop(0) if self.answers else Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    hook.gate.set()
    listening = listen("127.0.0.1", 0)
    hook.url = f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
    async with running(Starlette(routes=[Route("/hook", hook.take, methods=["POST"])]), listening):
        yield hook


@pytest.mark.usefixtures("url")
async def test_updates_are_posted_with_the_secret(call: Call, world: World, anna: Person, hook: Hook) -> None:
    world.say(anna, anna, "voor")
    await call("setWebhook", url=hook.url, secret_token="geheim_1")
    world.say(anna, anna, "na")

    await world.quiet()

    assert hook.texts == ["voor", "na"]
    assert hook.headers[0]["x-telegram-bot-api-secret-token"] == "geheim_1"
    assert hook.headers[0]["content-type"] == "application/json"
    info = (await call("getWebhookInfo"))["result"]
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (hook.url, 0, 40)


@pytest.mark.usefixtures("url")
async def test_what_is_not_accepted_comes_again_and_in_order(
    call: Call, world: World, anna: Person, hook: Hook
) -> None:
    hook.answers = [Response(status_code=500), Response(status_code=503)]
    await call("setWebhook", url=hook.url)
    world.say(anna, anna, "een")
    world.say(anna, anna, "twee")

    await world.quiet()

    assert hook.texts == ["een", "een", "een", "twee"]
    info = (await call("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


@pytest.mark.usefixtures("url")
async def test_one_chat_waits_for_its_turn_and_others_do_not(
    call: Call, world: World, anna: Person, piet: Person, hook: Hook
) -> None:
    hook.gate.clear()
    await call("setWebhook", url=hook.url)
    for person, text in ((anna, "a1"), (anna, "a2"), (piet, "p1")):
        world.say(person, person, text)
    await world.wait_for(lambda: len(hook.texts) == 2)
    await asyncio.sleep(0.05)
    assert sorted(hook.texts) == ["a1", "p1"]

    hook.gate.set()
    await world.quiet()

    assert hook.texts[2:] == ["a2"]


@pytest.mark.usefixtures("url")
async def test_an_address_where_nobody_listens_keeps_updates_waiting(
    call: Call, world: World, anna: Person, hook: Hook
) -> None:
    await call("setWebhook", url="http://127.0.0.1:9/hook")
    world.say(anna, anna, "hoi")
    await world.wait_for(lambda: world.webhook.last_error_message)

    info = (await call("getWebhookInfo"))["result"]
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection refused")
    await call("setWebhook", url=hook.url)
    await world.quiet()
    assert hook.texts == ["hoi"]


@pytest.mark.usefixtures("url")
async def test_an_update_can_come_twice_and_an_answer_can_get_lost(
    call: Call, world: World, anna: Person, hook: Hook
) -> None:
    await call("setWebhook", url=hook.url)
    world.faults.add(Fault(FaultKind.WEBHOOK_TWICE))
    world.say(anna, anna, "twee keer")
    await world.quiet()
    world.faults.add(Fault(FaultKind.DROP_UPDATES))
    world.say(anna, anna, "zoek")
    await world.quiet()

    assert hook.texts == ["twee keer", "twee keer", "zoek", "zoek"]


@pytest.mark.usefixtures("url")
async def test_a_bot_may_answer_with_a_call(call: Call, world: World, anna: Person, hook: Hook) -> None:
    hook.answers = [JSONResponse({"method": "sendMessage", "chat_id": anna.id, "text": "terug"})]
    await call("setWebhook", url=hook.url)

    world.say(anna, anna, "heen")

    await world.wait_for(lambda: world.bot_messages(anna))
    assert world.last_bot_message(anna).text == "terug"


async def test_dropping_what_waits_is_asked_for(call: Call, world: World, anna: Person) -> None:
    world.say(anna, anna, "een")
    await call("deleteWebhook")
    assert world.updates.pending == 1
    await call("deleteWebhook", drop_pending_updates=True)
    assert world.updates.pending == 0


@pytest.mark.usefixtures("url")
async def test_after_the_webhook_is_gone_updates_wait_for_a_poll(
    call: Call, world: World, anna: Person, hook: Hook
) -> None:
    await call("setWebhook", url=hook.url, allowed_updates=["message"])
    assert (await call("getWebhookInfo"))["result"]["allowed_updates"] == ["message"]
    await call("deleteWebhook")

    world.say(anna, anna, "hoi")

    with contextlib.suppress(TimeoutError):
        await world.wait_for(lambda: hook.texts, seconds=0.1)
    assert hook.texts == []
    assert len((await call("getUpdates"))["result"]) == 1


async def test_a_certificate_comes_as_a_file(http: httpx.AsyncClient, world: World) -> None:
    answer = await http.post(
        f"/bot{world.bot.token}/setWebhook",
        data={"url": "https://example.org/hook"},
        files={"certificate": ("cert.pem", b"-----BEGIN", "application/x-pem-file")},
    )

    assert answer.json()["ok"]
    info = (await http.get(f"/bot{world.bot.token}/getWebhookInfo")).json()["result"]
    assert info["has_custom_certificate"] is True
    await http.get(f"/bot{world.bot.token}/deleteWebhook")
