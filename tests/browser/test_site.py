"""The pages of sessions in a browser: on a narrow phone, on paper, with the keyboard, in readable colours."""

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.db import Database
from bot.services.meetings import own_feed
from bot.settings import parse_database_url
from bot.site.app import STATIC
from models import MeetingSeries
from tests.browser.chromium import Windows
from tests.browser.messenger import Messenger
from tests.browser.neighbourhood import Neighbourhood
from tests.browser.test_colours import LEAST, contrast
from tests.support.factories import NOW, StillClock
from tests.support.rsvps import make_attendee, make_meeting, say
from tests.support.website import website

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LONG_WORD = "Aansprakelijkheidsverzekeringsvoorwaarden" * 2
# As long as a description can be.
LONG = ("Een zin die nogal wat plaats inneemt, zodat het blad vol raakt. " * 40)[:1990] + "\n\nمرحبا"


@dataclass(frozen=True)
class Site:
    """The address, and one path of each kind of page."""

    address: str
    paths: tuple[str, ...]

    @property
    def meeting(self) -> str:
        return f"{self.address}{self.paths[0]}"


@pytest_asyncio.fixture(loop_scope="session")
async def site(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[Site]:
    copy = shutil.copy(migrated_sqlite, tmp_path / "site.sqlite")
    db = Database(parse_database_url(f"sqlite:///{copy}"))
    async with db.begin() as session:
        series = MeetingSeries(token="reeks-voorbeeld1", title=f"Reeks {LONG_WORD}", made_at=NOW)
        session.add(series)
        await session.flush()
        one = await make_meeting(
            session,
            title=f"Titel {LONG_WORD}",
            description=LONG,
            host=LONG_WORD,
            theme="gebouw-en-beheer",
            places=1,
            series_id=series.id,
            number=1,
        )
        await make_meeting(session, starts_at=NOW + timedelta(days=3), series_id=series.id, number=2)
        anna = await make_attendee(session)
        await say(session, one, anna)
        secret = await own_feed.renew(session, anna, at=NOW)
    async with website(db, StillClock()) as address:
        paths = (
            f"/s/{one.token}",
            f"/r/{series.token}",
            "/thema/gebouw-en-beheer",
            "/",
            f"/agenda/p/{secret}",
            "/x",
        )
        yield Site(address, paths)
    await db.close()


async def test_no_page_is_wider_than_a_narrow_phone(windows: Windows, site: Site) -> None:
    messenger = await windows.open(site.address, width=320, height=640, touch=True)
    for path in site.paths:
        await messenger.page.goto(f"{site.address}{path}")
        width = await messenger.page.evaluate("document.documentElement.scrollWidth")
        assert width == 320, path
        small = await messenger.page.evaluate(
            "[...document.querySelectorAll('.button, nav a')].map(e => e.getBoundingClientRect().height)"
        )
        # WCAG 2.2, 2.5.8: targets of at least 24 pixels; for a thumb rather more.
        assert all(height >= 40 for height in small), path


async def test_a_session_with_the_longest_description_prints_on_one_sheet(
    browser: Browser, site: Site
) -> None:
    page = await browser.new_page(locale="nl-NL")
    await page.goto(site.meeting)

    printed = await page.pdf(format="A4", prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    await page.emulate_media(media="print")
    await expect(page.get_by_text("Meld je aan: ")).to_be_visible()
    await expect(page.get_by_text("Meld je aan via Telegram")).to_be_hidden()
    await page.close()


async def test_what_can_be_pressed_is_reached_with_the_keyboard_and_shows_it(
    windows: Windows, site: Site
) -> None:
    page = (await windows.open(site.address)).page
    await page.goto(site.meeting)
    seen = []
    for _ in range(12):
        await page.keyboard.press("Tab")
        seen.append(
            await page.evaluate(
                "(one => [one.textContent.trim(), getComputedStyle(one).outlineStyle])"
                "(document.activeElement)"
            )
        )
    await page.goto(site.meeting)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    names = [name for name, _ in seen]
    assert names[0] == "Naar de inhoud"
    assert {"Zet in je agenda", "Mail dit door", "English"} <= set(names)
    assert all(outline == "solid" for name, outline in seen if name and len(name) < 200)
    assert await page.evaluate("document.activeElement.tagName") == "MAIN"


async def test_pages_load_nothing_from_elsewhere_and_break_no_rule_of_their_own(
    windows: Windows, site: Site
) -> None:
    # The fixture fails when anything was loaded from elsewhere, or refused by the policy.
    messenger = await windows.open(site.address)
    for path in site.paths:
        await messenger.page.goto(f"{site.address}{path}")
        assert (
            await messenger.page.evaluate("getComputedStyle(document.querySelector('.card')).borderTopWidth")
            == "1px"
        )
        assert await messenger.page.evaluate("document.querySelector('header img').naturalWidth") > 0


@pytest.mark.parametrize("dark", [False, True])
async def test_every_text_can_be_read_on_its_ground(dark: bool) -> None:
    light, _, rest = (
        (STATIC / "style.css").read_text(encoding="utf-8").partition("@media (prefers-color-scheme")
    )
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    if dark:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", rest.partition("\n}\n")[0]))
    grounds = {
        "ink": ("paper", "surface"),
        "soft": ("paper", "surface"),
        "brand": ("paper", "surface", "brand-soft"),
        "brand-ink": ("brand",),
        "notice-ink": ("notice",),
        "off-ink": ("off",),
    }

    for text, places in grounds.items():
        for ground in places:
            assert contrast(found[text], found[ground]) >= LEAST, (text, ground)
    assert contrast(found["focus"], found["surface"]) >= 3


async def test_who_comes_by_a_link_says_first_who_they_are(windows: Windows, buurt: Neighbourhood) -> None:
    messenger: Messenger = await windows.open(buurt.address)
    username = buurt.world.bot.username
    await messenger.page.goto(f"{buurt.address}/{username}?start=s-abc_DEF-1")

    dialog = messenger.page.get_by_role("dialog", name="Wie opent deze link?")
    await dialog.get_by_role("button", name=buurt.fatma.name).click()
    heard = await buurt.bot.next("message")

    assert heard["text"] == "/start s-abc_DEF-1"
    assert heard["from"]["id"] == buurt.fatma.id
    await expect(dialog).to_be_hidden()
    assert "start=" not in messenger.page.url


@pytest.mark.parametrize("payload", ["", "a" * 65, "a b", "<script>"])
async def test_what_telegram_would_not_take_is_not_followed(
    windows: Windows, buurt: Neighbourhood, payload: str
) -> None:
    messenger: Messenger = await windows.open(buurt.address)
    await messenger.page.goto(f"{buurt.address}/#start={payload}")
    await messenger.page.locator("body[data-ready]").wait_for()

    dialogs = await messenger.page.get_by_role("dialog").count()

    assert dialogs == (1 if payload == "" else 0)
