"""The site on a real loopback server, on both kinds of database, at a clock that stands still."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.db import Database
from tests.support.factories import StillClock
from tests.support.website import website


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
async def site(database: Database, clock: StillClock) -> AsyncIterator[httpx.AsyncClient]:
    """Who looks at the site; its address is `site.base_url`."""
    async with website(database, clock) as address, httpx.AsyncClient(base_url=address) as client:
        yield client
