"""The web server inside the bot: a port that is taken is said, waited for where that helps, and let go of."""

import asyncio
import logging
from typing import Any

import httpx
import pytest

from bot import web
from bot.errors import ConfigError
from bot.web import health_route, joined, keep_serving, serving
from tests.support.eventually import eventually
from tests.support.running import unused_port


def says(word: bytes) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": word})

    return app


async def get(port: int, path: str = "/", host: str = "127.0.0.1") -> str | None:
    async with httpx.AsyncClient() as client:
        try:
            return (await client.get(f"http://{host}:{port}{path}")).text
        except httpx.ConnectError:
            return None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_it_listens_where_it_is_told_to(host: str) -> None:
    async with serving(says(b"here"), host=host, port=0, setting="web.listen_port") as port:
        assert await get(port, host=host) == "here"
    assert await get(port, host=host) is None


async def test_a_port_that_is_taken_is_an_error_that_names_the_setting() -> None:
    async with serving(says(b"first"), host="127.0.0.1", port=0, setting="telegram.listen_port") as port:
        with pytest.raises(ConfigError, match=rf"^web\.listen_port: 127\.0\.0\.1:{port} is in use"):
            async with serving(says(b"second"), host="127.0.0.1", port=port, setting="web.listen_port"):
                pass
        assert await get(port) == "first"


async def test_an_address_that_this_machine_has_not_is_an_error() -> None:
    with pytest.raises(ConfigError, match="may not be used"):
        async with serving(says(b""), host="192.0.2.1", port=0, setting="web.listen_port"):
            pass


async def test_another_process_takes_over_when_the_first_lets_go(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(web, "RETRY_SECONDS", 0.02)
    caplog.set_level(logging.INFO, logger="bot.web")
    port = unused_port()
    async with serving(says(b"first"), host="127.0.0.1", port=port, setting="web.listen_port"):
        waiting = asyncio.create_task(
            keep_serving(says(b"second"), host="127.0.0.1", port=port, setting="web.listen_port")
        )
        await asyncio.sleep(0.2)
        assert await get(port) == "first"

    async def taken_over() -> bool:
        return await get(port) == "second"

    await eventually(taken_over)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert await get(port) is None
    told = [record.message for record in caplog.records]
    assert len(told) == 2
    assert "is in use" in told[0]
    assert told[1] == f"web.listen_port: serving at 127.0.0.1:{port}"


async def test_health_says_whether_the_database_answers_and_the_rest_goes_to_the_site() -> None:
    well = True

    async def healthy() -> bool:
        return well

    app = joined([health_route(healthy)], says(b"site"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x.example") as client:
        assert ((await client.get("/health")).status_code, (await client.get("/s/x")).text) == (200, "site")
        well = False
        assert (await client.get("/health")).status_code == 503
