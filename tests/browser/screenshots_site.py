"""Makes the pictures of the pages of sessions: `python -m tests.browser.screenshots_site`.

Everything in them is an example, and the clock stands still, so that they come out the same each time.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from playwright.async_api import Browser, Route

from bot.db import Database
from bot.services.meetings import own_feed
from bot.settings import parse_database_url
from bot.site.app import STATIC
from models import Meeting, MeetingSeries, RsvpAnswer
from tests.browser.chromium import launched
from tests.browser.screenshots import save
from tests.support.factories import NOW, StillClock
from tests.support.rsvps import make_attendee, make_meeting, say
from tests.support.website import website

DESCRIPTION = (
    "Elk najaar stelt de gemeente haar begroting vast. Maar wanneer kun je als bewoner nog iets veranderen, "
    "en bij wie moet je zijn?\n\n"
    "Drie bewonersgroepen vertellen hoe zij het deden. Daarna is er alle tijd voor jullie eigen vragen. Je "
    "hoeft niets voor te bereiden."
)
PARTS = ("Sleutels en beheer", "Geld en subsidies", "Vrijwilligers", "Buren die klagen")
PUBLIC = "https://sessies.voorbeeld.nl"


# Dots of white around what is printed: 18 mm at 96 dots an inch.
MARGIN = 68


@asynccontextmanager
async def with_sessions() -> AsyncIterator[tuple[str, Meeting, MeetingSeries, str]]:
    """The address of the site, a meeting, a series, and the secret of somebody's own calendar."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(parse_database_url(f"sqlite:///{folder}/pictures.sqlite"))
        await db.migrate()
        async with db.begin() as session:
            series = MeetingSeries(
                token="reeks-voorbeeld-1", title="Samen een buurthuis runnen (voorbeeld)", made_at=NOW
            )
            session.add(series)
            await session.flush()
            meeting = await make_meeting(
                session,
                starts_at=NOW + timedelta(days=24, hours=6, minutes=30),
                description=DESCRIPTION,
                host="Marijke van de coördinatie (voorbeeld)",
                theme="invloed-op-de-gemeente",
                places=40,
            )
            for number, title in enumerate(PARTS, 1):
                part = await make_meeting(
                    session,
                    starts_at=NOW + timedelta(days=7 * number + 1, hours=7),
                    title=f"{title} (voorbeeld)",
                    theme="gebouw-en-beheer",
                    series_id=series.id,
                    number=number,
                )
            part.state, part.cancelled_at = type(part.state).CANCELLED, NOW
            people = [await make_attendee(session) for _ in range(17)]
            for person in people:
                await say(session, meeting, person)
            await say(session, meeting, await make_attendee(session), RsvpAnswer.MAYBE)
            secret = await own_feed.renew(session, people[0], at=NOW)
        async with website(db, StillClock(), public_url=PUBLIC) as address:
            yield address, meeting, series, secret
        await db.close()


async def take(
    browser: Browser,
    address: str,
    path: str,
    name: str,
    *,
    width: int,
    dark: bool = False,
    paper: bool = False,
) -> None:
    """One picture, of the whole page."""
    context = await browser.new_context(
        viewport={"width": width, "height": 844},
        device_scale_factor=2 if width < 600 else 1,
        color_scheme="dark" if dark else "light",
        locale="nl-NL",
    )
    page = await context.new_page()

    async def from_here(route: Route) -> None:
        await route.fulfill(response=await route.fetch(url=route.request.url.replace(PUBLIC, address, 1)))

    await page.route(f"{PUBLIC}/**", from_here)
    await page.goto(f"{PUBLIC}{path}")
    if paper:
        # A4 at 96 dots an inch; the margins, which paper has, are added below.
        await page.emulate_media(media="print")
        await page.set_viewport_size({"width": 794 - 2 * MARGIN, "height": 1123 - 2 * MARGIN})
    save(await page.screenshot(full_page=True), name, margin=MARGIN if paper else 0)
    await context.close()


CARD = """<!doctype html><html lang="nl"><title>Buurvraag</title><style>
body { margin: 0; width: 1200px; height: 630px; display: flex; align-items: center; gap: 64px;
  padding: 0 96px; box-sizing: border-box; background: #0e4a46; color: #f3f7f2;
  font-family: "Inter", "Noto Sans", sans-serif }
svg { width: 260px; height: 260px; flex: none }
b { display: block; font-size: 104px; line-height: 1.1; letter-spacing: -0.02em }
p { margin: 24px 0 0; font-size: 44px; line-height: 1.3; color: #d9e8e1 }
</style>MARK<div><b>Buurvraag</b><p>Online sessies waarin bewoners van elkaar leren</p></div></html>"""


async def make_card(browser: Browser) -> None:
    """The picture that messengers show beside a link to a page, which is part of the site itself."""
    page = await browser.new_page(viewport={"width": 1200, "height": 630})
    await page.set_content(CARD.replace("MARK", (STATIC / "mark.svg").read_text(encoding="utf-8")))
    save(await page.screenshot(), "card", STATIC)
    await page.close()


async def main() -> None:
    """Take them all."""
    async with launched() as browser:
        await make_card(browser)
    async with with_sessions() as (address, meeting, series, secret), launched() as browser:
        one = f"/s/{meeting.token}"
        await take(browser, address, one, "session-page", width=1200)
        await take(browser, address, one, "session-page-phone", width=390)
        await take(browser, address, one, "session-page-dark", width=390, dark=True)
        await take(browser, address, one, "session-page-print", width=794, paper=True)
        await take(browser, address, f"/r/{series.token}", "session-series-phone", width=390)
        await take(browser, address, f"/agenda/p/{secret}", "session-own-calendar-phone", width=390)


if __name__ == "__main__":
    asyncio.run(main())
