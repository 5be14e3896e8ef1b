"""Around every answer: headers that keep a page from doing harm, and a limit on how much is asked at once."""

import asyncio
import logging

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.db import is_database_trouble

log = logging.getLogger(__name__)

# A theme of 120 letters, each of at most four bytes written as %XX, and what stands around it.
LONGEST_PATH = 1600
MOST_AT_ONCE = 64
SECONDS = 10
RETRY_SECONDS = "5"

# No script at all, and nothing from elsewhere; in nobody's frame.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # The address of somebody's own calendar must not be told to the next site.
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Answers 503 to who comes when too many are being served, or when the database is away or slow."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._busy = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if len(scope.get("raw_path") or b"") > LONGEST_PATH:
            await PlainTextResponse("too long", 414)(scope, receive, guarded)
            return
        if self._busy >= MOST_AT_ONCE:
            await _later()(scope, receive, guarded)
            return
        self._busy += 1
        try:
            async with asyncio.timeout(SECONDS):
                await self._app(scope, receive, guarded)
        except Exception as error:
            if started or not (isinstance(error, TimeoutError) or is_database_trouble(error)):
                raise
            log.warning("a page could not be made (%s)", type(error).__name__)
            await _later()(scope, receive, guarded)
        finally:
            self._busy -= 1


def _later() -> PlainTextResponse:
    return PlainTextResponse(
        "Even te druk. Probeer het zo nog eens. / Too busy for a moment. Please try again.",
        503,
        headers={"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"},
    )
