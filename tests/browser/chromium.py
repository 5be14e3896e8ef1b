"""The system's Chromium, and pages in it that may load nothing from elsewhere."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Request, async_playwright

from tests.browser.messenger import Messenger

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A refused act is part of several tests, and of the product: the page shows the server's sentence.
EXPECTED_ERRORS = ("Failed to load resource",)


def find() -> str:
    """Where Chromium is; without it the test is skipped, or fails where CI=true says it must be there."""
    for name in NAMES:
        path = shutil.which(name)
        if path is not None:
            return path
    reason = f"no Chromium found (looked for {', '.join(NAMES)}): install it to run the tests of the page"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A running headless browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        yield browser
        await browser.close()


class Windows:
    """Opens pages, and notes what they did that they should not: requests elsewhere, errors."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self._contexts: list[BrowserContext] = []

    async def close(self) -> None:
        """Close all windows, with what they stored."""
        for context in self._contexts:
            await context.close()

    async def open(
        self,
        address: str,
        *,
        width: int = 1280,
        height: int = 860,
        dark: bool = False,
        touch: bool = False,
        calm: bool = False,
        zone: str = "Europe/Amsterdam",
    ) -> Messenger:
        """A new window that is not loaded yet; `calm` asks for reduced motion."""
        context = await self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if calm else "no-preference",
            has_touch=touch,
            is_mobile=touch,
            locale="nl-NL",
            timezone_id=zone,
            accept_downloads=True,
        )
        self._contexts.append(context)
        self._watch(context, address)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note)
        return Messenger(page, address)

    def _watch(self, context: BrowserContext, address: str) -> None:
        def look(request: Request) -> None:
            if not request.url.startswith((f"{address}/", "data:", "blob:")):
                self.foreign.append(request.url)

        context.on("request", look)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED_ERRORS):
            self.errors.append(message.text)
