"""A browser, and a small neighbourhood with a scripted bot, for the tests of the page.

`windows` serves any playground: an end-to-end test with the real bot opens its own address with it.
"""

from collections.abc import AsyncIterator

import pytest

from tests.browser.chromium import Windows, launched
from tests.browser.messenger import Messenger
from tests.browser.neighbourhood import Neighbourhood, neighbourhood


@pytest.fixture
async def windows() -> AsyncIterator[Windows]:
    """Opens windows of the browser; fails the test when a page loaded something from elsewhere or broke."""
    async with launched() as browser:
        windows = Windows(browser)
        yield windows
        assert windows.foreign == []
        assert windows.errors == []


@pytest.fixture
async def buurt() -> AsyncIterator[Neighbourhood]:
    """People, groups and a scripted bot on a running playground."""
    async with neighbourhood() as buurt:
        yield buurt


@pytest.fixture
async def page(windows: Windows, buurt: Neighbourhood) -> Messenger:
    """The page in a wide window, as the resident Fatma in the group."""
    messenger = await windows.open(buurt.address)
    await messenger.open(person=buurt.fatma.id, chat=buurt.group.id)
    return messenger


@pytest.fixture
async def phone(windows: Windows, buurt: Neighbourhood) -> Messenger:
    """The page on a phone, as Fatma, at the list of chats."""
    messenger = await windows.open(buurt.address, width=390, height=844, touch=True)
    await messenger.open(person=buurt.fatma.id, chat=buurt.group.id)
    return messenger
