"""`demo`: a local Bot API with a page to be the people, and the real bot beside it, in one process."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from bot.cli.common import say
from bot.errors import BuurvraagError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.app import Buurvraag
    from bot.library_index import LibraryIndex
    from bot.playground.world import World
    from bot.settings import Settings

HOST = "127.0.0.1"
# How long the first visitor waits at most for the encoder, and for how many texts a case: its title, and that
# with the dilemma. They come first, and without them only words are compared.
WARM_UP_SECONDS = 30.0
TELLING_TEXTS = 2


def demo(
    port: Annotated[
        int, typer.Option(envvar="PORT", min=0, max=65535, help="Where the page is; 0 for any free port.")
    ] = 8080,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser, where there is one.")] = True,
) -> None:
    """Try the bot in a web page, without a token: you are the residents. Nothing leaves this machine."""
    from bot.logs import set_up_logging  # noqa: PLC0415 - `--version` and `--help` need none of it

    set_up_logging("warning")
    with tempfile.TemporaryDirectory(prefix="buurvraag-demo-") as folder:
        asyncio.run(_demo(Path(folder), port, browser=browser))
    say("The demo has stopped; nothing of it is left.")


async def _demo(folder: Path, port: int, *, browser: bool) -> None:
    from bot.app import running  # noqa: PLC0415 - loads everything
    from bot.clock import Clock  # noqa: PLC0415 - likewise
    from bot.playground import demo_world, serve  # noqa: PLC0415 - likewise

    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    # One clock for both, so that whoever moves it forward on the page moves the bot's time as well.
    clock = Clock()
    world = demo_world(clock)
    say("Starting the demo: the bot reads the example library first, which takes some seconds.")
    async with AsyncExitStack() as stack:
        try:
            address = await stack.enter_async_context(serve(world, host=HOST, port=port))
        except OSError as error:
            raise BuurvraagError(
                f"Port {port} cannot be used ({error.strerror}): stop what uses it, or choose another one "
                "with --port or PORT=."
            ) from error
        settings = demo_settings(world, address, folder)
        await import_examples(settings, clock.now())
        # The playground is the Telegram of the demo: links to the bot lead there.
        app = await stack.enter_async_context(running(settings, clock=clock, telegram_links=address))
        await warm_up(app.index, stopping)
        say(f"The demo is at {address} (Ctrl-C stops it)", style="bold")
        say(f"Its pages of sessions are at {settings.web.public_url}")
        if browser:
            open_browser(address)
        await _until_stopped(app, stopping)


def demo_settings(world: World, address: str, folder: Path) -> Settings:
    """The bot's settings for the demo: the local Bot API, a database in `folder`, that world's people."""
    from pydantic import SecretStr  # noqa: PLC0415 - as above

    from bot import settings  # noqa: PLC0415 - likewise
    from bot.playground.demo import COORDINATOR_IDS, STAFF_CHAT_ID, STAFF_IDS  # noqa: PLC0415 - likewise

    pages = free_port(near=urlsplit(address).port or 0)
    return settings.Settings(
        telegram=settings.TelegramSettings(api_url=address),
        database=settings.DatabaseSettings(url="sqlite:///demo.sqlite"),
        staff=settings.StaffSettings(chat_id=STAFF_CHAT_ID, user_ids=STAFF_IDS),
        coordinators=settings.CoordinatorSettings(user_ids=COORDINATOR_IDS),
        web=settings.WebSettings(public_url=f"http://{HOST}:{pages}", listen_host=HOST, listen_port=pages),
        token=SecretStr(world.bot.token),
        folder=folder,
    )


def free_port(*, near: int) -> int:
    """A port that nobody listens on: the next one if it is free, so that people can guess it, else any."""
    for port in (near + 1, 0):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError):
                continue
            return int(probe.getsockname()[1])
    raise BuurvraagError("No port is free for the pages of sessions.")


async def import_examples(settings: Settings, at: datetime) -> None:
    """Put the examples in the database: the library, collectives, and who speaks for some of them."""
    from bot.cli.stores import migrated  # noqa: PLC0415 - as above
    from bot.services.collectives import files as collective_files  # noqa: PLC0415 - `--help` needs no database
    from bot.services.library import files as library_files  # noqa: PLC0415 - `--help` needs no database
    from bot.services.library.importing import import_records  # noqa: PLC0415 - `--help` needs no database

    path = library_files.example_library_path()
    records = library_files.read_file(path, library_files.format_of(path), today=at.date())
    known = collective_files.example_collectives_path()
    collectives = collective_files.read_file(known, library_files.format_of(known), today=at.date())
    async with migrated(settings) as database, database.begin() as session:
        await import_records(session, records, at=at)
        await collective_files.import_records(session, collectives, at=at)
        await _let_speak(session, at)
        await _choose_themes(session, at)
        await _plan_example(session, settings, at)


async def _choose_themes(session: AsyncSession, at: datetime) -> None:
    """Let the neighbourhood's group hear about some themes, as its administrators would choose them."""
    from bot.delivery import addresses  # noqa: PLC0415 - as above
    from bot.playground.demo import GROUP_ID, GROUP_THEMES  # noqa: PLC0415 - likewise
    from bot.services import group_themes  # noqa: PLC0415 - likewise
    from models import ChatKind  # noqa: PLC0415 - likewise

    chat = await addresses.open_chat(session, GROUP_ID, ChatKind.SUPERGROUP)
    for theme in GROUP_THEMES:
        await group_themes.toggle(session, chat, theme, at=at)


async def _plan_example(session: AsyncSession, settings: Settings, at: datetime) -> None:
    """Let there be a session to come, announced from a week before on: who moves the clock sees it happen."""
    from datetime import timedelta  # noqa: PLC0415 - as above

    from bot.playground.demo import EXAMPLE_SESSION, MARIJKE  # noqa: PLC0415 - likewise
    from bot.services import local_time, people  # noqa: PLC0415 - likewise
    from bot.services.meetings.plan import USUAL_MOMENTS, Plan, announce  # noqa: PLC0415 - likewise
    from models import MeetingAudience, MomentKind  # noqa: PLC0415 - likewise

    zone = settings.schedule.zone
    day = local_time.local(at + timedelta(days=10), zone).partition("T")[0]
    later = tuple(moment for moment in USUAL_MOMENTS if moment.kind is not MomentKind.AT_ONCE)
    plan = Plan(starts=(f"{day}T19:30",), audience=MeetingAudience.ALL, moments=later, **EXAMPLE_SESSION)
    await announce(session, plan, await people.meet(session, MARIJKE, at=at), zone, at=at)


async def _let_speak(session: AsyncSession, at: datetime) -> None:
    """Let the contact persons of the demo be what they would be after opening an invitation and agreeing."""
    from bot.delivery import addresses  # noqa: PLC0415 - as above
    from bot.playground.demo import CONTACTS  # noqa: PLC0415 - likewise
    from bot.services import people  # noqa: PLC0415 - likewise
    from bot.services.collectives import collectives, invitations  # noqa: PLC0415 - `--help` needs no database
    from bot.texts import DEFAULT_LANGUAGE  # noqa: PLC0415 - likewise
    from models import ChatKind, ContactRole  # noqa: PLC0415 - likewise

    for person_id, name, role in CONTACTS:
        (collective,) = await collectives.find(session, name)
        await addresses.open_chat(session, person_id, ChatKind.PRIVATE)
        person = await people.meet(session, person_id, at=at)
        secret = await invitations.make_invitation(
            session, collective=collective, role=ContactRole(role), by=None, at=at
        )
        opened = await invitations.use_invitation(session, secret, person, at)
        await invitations.accept(
            session, opened, collective, person, language=DEFAULT_LANGUAGE, agreed_at=at, at=at
        )


async def warm_up(index: LibraryIndex, stopping: asyncio.Event) -> None:
    """Wait until the examples are understood well enough for good answers; the rest follows meanwhile."""
    most = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(WARM_UP_SECONDS):
            while not stopping.is_set():
                status = index.status
                most = max(most, status.waiting)
                has_enough = most - status.waiting >= TELLING_TEXTS * status.cases
                if status.complete or (has_enough and not status.unlisted):
                    return
                await asyncio.sleep(0.05)


async def _until_stopped(app: Buurvraag, stopping: asyncio.Event) -> None:
    """Wait for Ctrl-C or SIGTERM; a part of the bot that breaks ends the demo with what broke."""
    stop, broken = asyncio.create_task(stopping.wait()), asyncio.create_task(app.wait())
    await asyncio.wait({stop, broken}, return_when=asyncio.FIRST_COMPLETED)
    for task in (stop, broken):
        task.cancel()
    outcomes = await asyncio.gather(stop, broken, return_exceptions=True)
    if isinstance(outcomes[1], Exception):
        raise outcomes[1]


def open_browser(address: str) -> None:
    """Open the page in a browser, without waiting for it, and without complaint where there is none."""
    # Without a screen a browser for terminals might be started, which would take this terminal over.
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not has_screen:
        return

    def open_it() -> None:
        with suppress(webbrowser.Error, OSError):
            webbrowser.open(address)

    threading.Thread(target=open_it, daemon=True).start()
