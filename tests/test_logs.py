"""Logs are readable by people and by programs, and nothing in them gives access to the bot."""

import io
import json
import logging
import warnings
from datetime import datetime
from typing import Literal

import httpx
import pytest

from bot.logs import set_up_logging

TOKEN = "123456789:" + "Ab_-" * 8 + "xyz"
SECRET = "the-secret-of-the-webhook"

Form = Literal["text", "json"]


pytestmark = pytest.mark.usefixtures("logging_as_before")


def fail_with(message: str) -> None:
    raise ValueError(message)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "text",
    [
        f"token {TOKEN} refused",
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        "POST http://127.0.0.1:8081/bot42:SHORT/getMe failed",
        "POST http://127.0.0.1:8081/bot42%3ASHORT/getMe failed",
        f"header {SECRET}",
        f"'{TOKEN}'",
    ],
)
def test_no_token_is_ever_logged(form: Form, text: str) -> None:
    stream = io.StringIO()
    set_up_logging("debug", form, secrets=[SECRET], stream=stream)

    logging.getLogger("bot.test").info("%s", text)
    try:
        fail_with(text)
    except ValueError:
        logging.getLogger("bot.test").exception("it failed with %s", text)

    written = stream.getvalue()
    assert written.count("<token>") >= 3
    assert "Traceback" in written
    for secret in (TOKEN, SECRET, "SHORT"):
        assert secret not in written


def test_a_token_in_a_chained_exception_is_removed() -> None:
    stream = io.StringIO()
    set_up_logging(stream=stream)

    try:
        try:
            fail_with(f"/bot{TOKEN}/getMe")
        except ValueError as error:
            raise RuntimeError("outer") from error
    except RuntimeError:
        logging.getLogger("bot.test").exception("it failed")

    assert "direct cause" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_paths_in_tracebacks_stay_readable() -> None:
    stream = io.StringIO()
    set_up_logging(stream=stream)

    logging.getLogger("bot.test").info("in /home/botanist/bot/app.py, line 3")

    assert "/home/botanist/bot/app.py" in stream.getvalue()


def test_each_json_line_is_one_object() -> None:
    stream = io.StringIO()
    set_up_logging(form="json", stream=stream)

    logging.getLogger("bot.one").warning("two\nlines – %d", 5)
    try:
        fail_with("broken")
    except ValueError:
        logging.getLogger("bot.two").exception("it failed")

    first, second = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert first["level"] == "warning"
    assert first["logger"] == "bot.one"
    assert first["message"] == "two\nlines – 5"
    assert datetime.fromisoformat(first["time"]).tzinfo is not None
    assert "ValueError: broken" in second["traceback"]


def test_a_text_line_has_time_with_offset_level_and_logger() -> None:
    stream = io.StringIO()
    set_up_logging(stream=stream)

    logging.getLogger("bot.test").info("ready")

    day, time, rest = stream.getvalue().split(" ", 2)
    assert datetime.fromisoformat(f"{day} {time}").tzinfo is not None
    assert rest == "INFO    bot.test: ready\n"


async def test_requests_are_not_logged() -> None:
    stream = io.StringIO()
    set_up_logging("debug", stream=stream)
    transport = httpx.MockTransport(lambda _request: httpx.Response(200))

    async with httpx.AsyncClient(transport=transport) as client:
        await client.get(f"http://127.0.0.1/bot{TOKEN}/getMe")

    assert "127.0.0.1" not in stream.getvalue()


def test_the_level_holds() -> None:
    stream = io.StringIO()
    set_up_logging("warning", stream=stream)

    logging.getLogger("bot.test").info("quiet")
    logging.getLogger("bot.test").warning("loud")

    assert "quiet" not in stream.getvalue()
    assert "loud" in stream.getvalue()


def test_setting_up_twice_writes_once() -> None:
    stream = io.StringIO()
    set_up_logging(stream=stream)
    set_up_logging(stream=stream)

    logging.getLogger("bot.test").info("once")

    assert stream.getvalue().count("once") == 1


def test_warnings_go_to_the_log() -> None:
    stream = io.StringIO()
    set_up_logging(stream=stream)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("old way", stacklevel=1)

    assert "old way" in stream.getvalue()
