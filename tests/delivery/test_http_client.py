"""The HTTP client: what each fault on the wire is called, and what goes over the wire."""

import asyncio
import traceback

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.delivery.http_client import NotSentError, proxy_for
from tests.support.wire import (
    TOKEN,
    Answerer,
    answering,
    client,
    error_of,
    half_an_answer,
    hang_up,
    keep_silent,
    reset,
    wire,
)

OK = b'{"ok": true, "result": {"message_id": 7}}'


@pytest.mark.parametrize("fault", [hang_up, reset, half_an_answer])
async def test_what_breaks_after_the_request_left_may_have_arrived(fault: Answerer) -> None:
    async with wire(fault) as server:
        error = await error_of(server)

    assert isinstance(error, NetworkError)
    assert not isinstance(error, NotSentError)


async def test_silence_is_a_timeout_that_may_have_arrived() -> None:
    async with wire(keep_silent) as server:
        error = await error_of(server, patience=0.1)

    assert isinstance(error, TimedOut)
    assert not isinstance(error, NotSentError)


async def test_what_found_no_server_was_not_sent() -> None:
    async with wire(hang_up) as server:
        pass

    assert isinstance(await error_of(server), NotSentError)


async def test_what_found_no_name_was_not_sent() -> None:
    assert isinstance(await error_of("http://name.invalid"), NotSentError)


async def test_what_met_no_tls_was_not_sent() -> None:
    async with wire(answering(200, OK)) as server:
        assert isinstance(await error_of(server.replace("http:", "https:")), NotSentError)


async def test_what_waited_for_a_free_connection_in_vain_was_not_sent() -> None:
    async with wire(keep_silent) as server, client(server, connections=1, patience=0.5) as request:
        first = asyncio.ensure_future(request.post(f"{server}/bot{TOKEN}/a", read_timeout=60))
        await asyncio.sleep(0.1)
        with pytest.raises(NotSentError):
            await request.post(f"{server}/bot{TOKEN}/b", connect_timeout=0.1)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)


async def test_a_proxy_that_does_not_connect_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with wire(answering(407, b"who are you?")) as proxy:
        monkeypatch.setenv("https_proxy", proxy)
        assert isinstance(await error_of("https://api.test.invalid"), NotSentError)


async def test_a_proxy_from_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    async def answer(request: bytes, writer: asyncio.StreamWriter) -> None:
        seen.append(request.split(b"\r\n")[0])
        await answering(200, OK)(request, writer)

    async with wire(answer) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        async with client("http://api.test.invalid") as request:
            await request.post("http://api.test.invalid/bot1/getMe")

    assert seen == [b"POST http://api.test.invalid/bot1/getMe HTTP/1.1"]


def test_no_proxy_where_the_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.test:3128")
    monkeypatch.setenv("no_proxy", "api.test.invalid")

    assert proxy_for("https://api.telegram.org/bot") == "http://proxy.test:3128"
    assert proxy_for("https://api.test.invalid/bot") is None


async def test_no_error_tells_the_token() -> None:
    told = []
    async with wire(keep_silent) as server:
        told.append(await error_of(server, patience=0.1))
        async with client(server, connections=1, patience=0.5) as request:
            first = asyncio.ensure_future(request.post(f"{server}/bot{TOKEN}/a", read_timeout=60))
            await asyncio.sleep(0.1)
            with pytest.raises(NotSentError) as caught:
                await request.post(f"{server}/bot{TOKEN}/b", connect_timeout=0.1)
            told.append(caught.value)
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
    for fault in (hang_up, reset, half_an_answer):
        async with wire(fault) as server:
            told.append(await error_of(server))
    told += [await error_of(server), await error_of("http://a b")]

    for error in told:
        assert TOKEN not in "".join(traceback.format_exception(error))


async def test_a_redirect_is_not_followed_with_the_token() -> None:
    async with wire(answering(302, b"", "Location: http://127.0.0.1:9/elsewhere")) as server:
        error = await error_of(server)

    assert not isinstance(error, NotSentError)


async def test_parameters_and_files_go_in_one_form() -> None:
    seen = []

    async def answer(request: bytes, writer: asyncio.StreamWriter) -> None:
        seen.append(request)
        await answering(200, OK)(request, writer)

    file = InputFile(b"BEGIN:VCALENDAR", filename="bijeenkomst.ics")
    parameters = [
        RequestParameter.from_input("chat_id", 5),
        RequestParameter.from_input("caption", "één & ander"),
    ]
    async with wire(answer) as server, client(server) as request:
        assert await request.post(f"{server}/a", RequestData(parameters)) == {"message_id": 7}
        parameters.append(RequestParameter.from_input("document", file))
        await request.post(f"{server}/a", RequestData(parameters))

    plain, with_file = seen
    assert plain.endswith(b"chat_id=5&caption=%C3%A9%C3%A9n+%26+ander")
    assert b'name="document"; filename="bijeenkomst.ics"' in with_file
    assert b"BEGIN:VCALENDAR" in with_file
    assert "één & ander".encode() in with_file


async def test_it_can_be_opened_again_after_a_shutdown() -> None:
    async with wire(answering(200, OK)) as server, client(server) as request:
        await request.shutdown()
        await request.initialize()

        assert await request.post(f"{server}/a") == {"message_id": 7}
