"""The pages and calendars on a real loopback server, over a database of a test's own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.db import Database
from bot.site import Surroundings, site_app
from bot.web import serving
from tests.support.running import unused_port

BOT = "BuurvraagVoorbeeldBot"


@asynccontextmanager
async def website(
    db: Database, clock: Clock, *, path: str = "", public_url: str | None = None
) -> AsyncIterator[str]:
    """Serve the site; the address of this server, which ends in `path`. Pages name `public_url`, if given."""
    port = unused_port()
    address = f"http://127.0.0.1:{port}{path}"
    here = Surroundings(
        db=db,
        clock=clock,
        web=public_url or address,
        bot_name=BOT,
        language="nl",
        zone=ZoneInfo("Europe/Amsterdam"),
    )
    async with serving(site_app(here), host="127.0.0.1", port=port, setting="web.listen_port"):
        yield address
