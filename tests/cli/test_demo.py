"""`demo` is one command from nothing to an answer on the page, and leaves nothing behind."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from sqlalchemy import select

from bot.cli import demo as demo_command
from bot.db import Database
from bot.library_index import LibraryIndex, LibraryStatus
from bot.playground import demo_world
from bot.playground.demo import CONTACTS
from bot.services.collectives import collectives
from models import Case
from tests.cli.conftest import Command
from tests.support.factories import NOW

ROOT = Path(__file__).parents[2]


class Demo:
    """The demo as a process of its own, on a free port, without a browser."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser"],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self.address = self._wait_for_address()

    def _wait_for_address(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if "http://" in line:
                return next(word for word in line.split() if word.startswith("http://"))
        self.close()
        raise AssertionError("".join(self.said))

    def get(self, path: str, **query: int) -> Any:
        return httpx.get(f"{self.address}{path}", params=query).json()["result"]

    def say(self, **body: object) -> None:
        httpx.post(f"{self.address}/people/say", json=body).raise_for_status()

    def stop(self, number: signal.Signals) -> str:
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        return "".join(self.said) + rest

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path)
    yield running
    running.close()


@pytest.fixture(scope="module")
def lasting_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo for all tests that leave it running: it takes many seconds to start."""
    running = Demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.close()


def eventually(found: Callable[[], Any], seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)
    return result


def test_a_suggestion_gets_an_answer_from_the_example_library(lasting_demo: Demo) -> None:
    demo = lasting_demo
    page = httpx.get(demo.address)
    assert page.status_code == 200
    assert "<!doctype html>" in page.text.lower()
    suggestion = demo.get("/people/state")["suggestions"][0]
    chat, person = suggestion["chat"], suggestion["as"]

    demo.say(**{"as": person, "chat": chat, "text": suggestion["text"]})

    def answers() -> list[dict[str, Any]]:
        messages = demo.get(f"/people/chats/{chat}/messages", **{"as": person})["messages"]
        return [one for one in messages if "(voorbeeld)" in str(one.get("text")) and one.get("buttons")]

    (answer,) = eventually(answers)
    assert "sleutel" in answer["text"].lower()


def test_a_session_has_its_page_from_which_the_playground_opens(lasting_demo: Demo) -> None:
    demo = lasting_demo
    assert demo.process.stdout is not None
    pages = next(line.split()[-1] for line in demo.process.stdout if "pages of sessions" in line)

    every = httpx.get(f"{pages}/").text
    (path,) = re.findall(rf'href="{pages}(/s/[\w-]+)"', every)
    page = httpx.get(f"{pages}{path}").text
    (link,) = re.findall(r'href="([^"]+start=s-[^"]+)"', page)
    opened = httpx.get(link)

    assert link.startswith(f"{demo.address}/")
    assert opened.status_code == 303
    assert opened.headers["location"] == f"/#start=s-{path.removeprefix('/s/')}"


def test_the_pages_go_beside_the_playground_or_where_there_is_room() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        number = taken.getsockname()[1]
        assert demo_command.free_port(near=number - 1) != number
    assert demo_command.free_port(near=65535) > 0
    assert demo_command.free_port(near=number - 1) == number


async def test_who_speaks_for_an_example_collective_can_be_asked_about_its_case(tmp_path: Path) -> None:
    settings = demo_command.demo_settings(demo_world(), "http://127.0.0.1:1", tmp_path)
    await demo_command.import_examples(settings, NOW)

    database = Database(settings.database_url)
    async with database.read() as session:
        for case in await session.scalars(select(Case).where(Case.key.in_(["d001", "d002"]))):
            [collective] = await collectives.experienced(session, case, NOW)
            asked = await collectives.contact_of(session, collective)
            assert asked is not None
            assert (asked.telegram_id, collective.name, "contact") in CONTACTS
    await database.close()


class Reading:
    """An index that has read a little more each time that it is asked."""

    def __init__(self, *waiting: int) -> None:
        self._left = list(waiting)
        self.asked = 0

    @property
    def status(self) -> LibraryStatus:
        self.asked += 1
        waiting = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        return LibraryStatus(revision=1, cases=10, waiting=waiting, unlisted=self.asked == 1)


@pytest.mark.parametrize(
    ("waiting", "asked"),
    [
        pytest.param([0, 100, 90, 81, 80, 79], 5, id="until titles and dilemmas are read"),
        pytest.param([0, 15, 5, 0], 4, id="or all there is"),
        pytest.param([0, 0], 2, id="without an encoder at once"),
    ],
)
async def test_the_first_visitor_waits_until_the_bot_has_read_enough(waiting: list[int], asked: int) -> None:
    index = Reading(*waiting)

    await demo_command.warm_up(cast("LibraryIndex", index), asyncio.Event())

    assert index.asked == asked


async def test_the_first_visitor_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_command, "WARM_UP_SECONDS", 0.2)

    await demo_command.warm_up(cast("LibraryIndex", Reading(100)), asyncio.Event())


async def test_ctrl_c_ends_the_wait() -> None:
    stopping = asyncio.Event()
    stopping.set()

    await asyncio.wait_for(demo_command.warm_up(cast("LibraryIndex", Reading(100)), stopping), 20)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_leaves_nothing(demo: Demo, number: signal.Signals) -> None:
    assert list(demo.folder.iterdir())

    said = demo.stop(number)

    assert demo.process.returncode == 0
    assert "Traceback" not in said
    assert said.splitlines()[-1] == "The demo has stopped; nothing of it is left."
    assert not list(demo.folder.iterdir())


def test_a_port_in_use_is_one_line(command: Command) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        ended = command("demo", "--no-browser", PORT=port)

    assert ended.code == 2
    assert ended.err.startswith(f"Port {port} cannot be used")
    assert len(ended.err.splitlines()) == 1


def test_a_browser_is_opened_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", opened.append)

    demo_command.open_browser("http://127.0.0.1:1")

    assert eventually(lambda: opened) == ["http://127.0.0.1:1"]


def test_without_a_screen_no_browser_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(webbrowser, "open", lambda _address: pytest.fail("a browser was opened"))

    demo_command.open_browser("http://127.0.0.1:1")


def test_a_browser_that_fails_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fail(address: str) -> None:
        asked.append(address)
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", fail)

    demo_command.open_browser("http://127.0.0.1:1")

    assert eventually(lambda: asked)
