"""Sessions in people's own calendars: `/agenda`, and pages and feeds from the running bot."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import icalendar
import pytest
from sqlalchemy import select

from bot.app import Buurvraag, running
from bot.config import load_settings
from bot.errors import ConfigError
from bot.playground.state import Chat, Message, Person
from bot.playground.world import World
from bot.services import people
from bot.settings import Settings, WebSettings
from bot.web import serving
from models import CalendarFeed, Meeting
from tests.support.rsvps import make_meeting, say
from tests.support.running import unused_port
from tests.support.town import Town

SECRET = "s3cret_of-the_webhook"


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest, free_port: int) -> Settings:
    """With pages, unless a test is marked to have none."""
    if request.node.get_closest_marker("parametrize") and "without_pages" in request.node.name:
        return settings
    web = WebSettings(public_url=f"http://127.0.0.1:{free_port}", listen_port=free_port)
    return settings.model_copy(update={"web": web})


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as made:
        yield made


async def planned(town: Town, *attendees: Person, **fields: object) -> Meeting:
    """A session in three days, to which some come."""
    at = town.world.clock.now()
    async with town.db.begin() as session:
        starts_at = (at + timedelta(days=3)).replace(second=0, microsecond=0)
        meeting = await make_meeting(session, starts_at=starts_at, planned_at=at, changed_at=at, **fields)
        for who in attendees:
            await say(session, meeting, await people.meet(session, who.id, at=at), at=at)
    return meeting


def address_in(message: Message) -> str:
    found = re.search(r"http://\S+\.ics", message.text)
    assert found is not None, message.text
    return found[0]


def urls(message: Message) -> list[str]:
    return [
        button["url"]
        for row in (message.markup or {"inline_keyboard": []})["inline_keyboard"]
        for button in row
        if "url" in button
    ]


async def test_somebody_gets_an_address_of_their_own_with_what_they_come_to(
    town: Town, anna: Person, client: httpx.AsyncClient
) -> None:
    answer = await town.ask(anna, "/agenda")
    meeting = await planned(town, anna, title="Begroting (voorbeeld)")

    feed = await client.get(address_in(answer))

    (event,) = icalendar.Calendar.from_ical(feed.content).walk("VEVENT")
    assert event["SUMMARY"] == "Begroting (voorbeeld)"
    assert event["LOCATION"] == meeting.link
    (page,) = urls(answer)
    assert "webcal://" in (await client.get(page)).text


async def test_the_address_is_shown_once_and_a_new_one_ends_the_old(
    town: Town, anna: Person, client: httpx.AsyncClient
) -> None:
    first = await town.ask(anna, "/agenda")
    old = address_in(first)

    second = await town.ask(anna, "/calendar")
    assert "Je hebt al een adres" in second.text
    assert "http" not in second.text
    await town.press(anna, second, "Nieuw adres")
    assert (await client.get(old)).status_code == 404
    assert (await client.get(address_in(second))).status_code == 200

    await town.press(anna, second, "Stoppen")
    assert "werkt niet meer" in second.text
    async with town.db.read() as session:
        assert (await session.scalars(select(CalendarFeed))).all() == []


async def test_who_presses_gets_an_address_of_their_own_and_never_anothers(
    town: Town, anna: Person, piet: Person, client: httpx.AsyncClient
) -> None:
    await planned(town, anna)
    hers = address_in(await town.ask(anna, "/agenda"))
    his = await town.ask(piet, "/agenda")
    await town.press(piet, his, "Nieuw adres")

    assert (await client.get(hers)).text.count("BEGIN:VEVENT") == 1
    assert (await client.get(address_in(his))).text.count("BEGIN:VEVENT") == 0


async def test_a_group_is_shown_the_public_pages_and_nobodys_own(
    town: Town, anna: Person, group: Chat, client: httpx.AsyncClient
) -> None:
    meeting = await planned(town, anna, title="Voor iedereen (voorbeeld)")
    answer = await town.ask(anna, "/agenda", group)

    (home,) = urls(answer)
    assert "/agenda/p/" not in str(answer.markup)
    page = await client.get(home)
    assert "Voor iedereen (voorbeeld)" in page.text
    one = await client.get(f"{home}s/{meeting.token}")
    assert f"https://t.me/{town.world.bot.username}?start=s-{meeting.token}" in one.text


async def test_a_monitor_can_ask_whether_all_is_well(bot: Buurvraag, client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{bot.settings.web.public_url}/health")

    assert (answer.status_code, answer.text) == (200, "ok")


@pytest.mark.parametrize("pages", ["without_pages"])
async def test_without_pages_what_somebody_comes_to_is_sent_as_a_file(
    town: Town, anna: Person, group: Chat, pages: str
) -> None:
    nothing = await town.ask(anna, "/agenda")
    assert "Zet in mijn agenda" in nothing.text
    await planned(town, anna, title="Begroting (voorbeeld)")

    answer = await town.ask(anna, "/agenda")

    assert answer.file is not None
    assert answer.file.mime == "text/calendar"
    (event,) = icalendar.Calendar.from_ical(answer.file.data).walk("VEVENT")
    assert event["SUMMARY"] == "Begroting (voorbeeld)"
    assert event["LOCATION"] == "https://meet.example/begroting"
    assert "De sessie waarvoor je je opgaf." in answer.text
    assert "Zet in mijn agenda" in (await town.ask(anna, "/agenda", group)).text


# --- where it listens


def by_webhook(settings: Settings, hook: int, pages: int) -> Settings:
    """The settings with a webhook on one port and the pages on another, or the same."""
    telegram = {
        "BUURVRAAG_TELEGRAM__MODE": "webhook",
        "BUURVRAAG_TELEGRAM__WEBHOOK_URL": f"http://127.0.0.1:{hook}/telegram",
        "BUURVRAAG_TELEGRAM__LISTEN_PORT": str(hook),
        "BUURVRAAG_WEB__PUBLIC_URL": f"http://127.0.0.1:{pages}",
        "BUURVRAAG_WEB__LISTEN_PORT": str(pages),
        "BUURVRAAG_WEBHOOK_SECRET": SECRET,
        "BUURVRAAG_TOKEN": settings.require_token(),
    }
    return load_settings(settings.folder / "config.toml", telegram, online=True)


@pytest.mark.parametrize("shared", [True, False])
async def test_the_webhook_and_the_pages_go_on_one_port_or_on_two(
    settings: Settings, world: World, client: httpx.AsyncClient, shared: bool
) -> None:
    hook = unused_port()
    pages = hook if shared else unused_port()
    chosen = by_webhook(settings, hook, pages)
    async with running(chosen, clock=world.clock):
        page = await client.get(f"{chosen.web.public_url}/")
        post = await client.post(f"http://127.0.0.1:{hook}/telegram", json={})
        healths = [await client.get(f"http://127.0.0.1:{port}/health") for port in {hook, pages}]

    assert "Er staan nu geen sessies gepland." in page.text
    # Without the secret: but it is the webhook that says so.
    assert (post.status_code, post.text) == (403, "forbidden")
    assert {one.status_code for one in healths} == {200}


async def test_a_port_that_is_taken_is_named_by_its_own_setting(settings: Settings, world: World) -> None:
    if settings.sqlite_path is None:
        pytest.skip("of several processes on PostgreSQL one serves the pages and the others wait")
    taken = unused_port()

    async def nothing(scope: object, receive: object, send: object) -> None:
        """Never called."""

    async with serving(nothing, host="127.0.0.1", port=taken, setting="x"):
        web = settings.web.model_copy(update={"listen_port": taken})
        with pytest.raises(ConfigError, match=rf"web\.listen_port: 127\.0\.0\.1:{taken} is in use"):
            async with running(settings.model_copy(update={"web": web}), clock=world.clock):
                pass
        hooked = by_webhook(settings, taken, unused_port())
        with pytest.raises(ConfigError, match=r"telegram\.listen_port: "):
            async with running(hooked, clock=world.clock):
                pass
