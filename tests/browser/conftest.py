"""A browser, and a small neighbourhood with a scripted bot, for the tests of the page.

`windows` serves any playground: an end-to-end test with the real bot opens its own address with it.
"""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.chromium import Windows, launched
from tests.browser.messenger import Messenger
from tests.browser.neighbourhood import Neighbourhood, neighbourhood

# "Soon" on a slow machine with other work to do; a page that does what it should takes far less.
expect.set_options(timeout=30_000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests, which takes seconds to start; each test has windows of its own in it."""
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def windows(browser: Browser) -> AsyncIterator[Windows]:
    """Opens windows of the browser; fails the test when a page loaded something from elsewhere or broke."""
    windows = Windows(browser)
    yield windows
    await windows.close()
    assert windows.foreign == []
    assert windows.errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def buurt() -> AsyncIterator[Neighbourhood]:
    """People, groups and a scripted bot on a running playground."""
    async with neighbourhood() as buurt:
        yield buurt


@pytest_asyncio.fixture(loop_scope="session")
async def page(windows: Windows, buurt: Neighbourhood) -> Messenger:
    """The page in a wide window, as the resident Fatma in the group."""
    messenger = await windows.open(buurt.address)
    await messenger.open(person=buurt.fatma.id, chat=buurt.group.id)
    return messenger


@pytest_asyncio.fixture(loop_scope="session")
async def phone(windows: Windows, buurt: Neighbourhood) -> Messenger:
    """The page on a phone, as Fatma, at the list of chats."""
    messenger = await windows.open(buurt.address, width=390, height=844, touch=True)
    await messenger.open(person=buurt.fatma.id, chat=buurt.group.id)
    return messenger
