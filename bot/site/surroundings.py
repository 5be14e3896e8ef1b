"""What every page and calendar needs: where it stands, in which language, and how the bot is found."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from starlette.requests import Request

from bot.clock import Clock
from bot.db import Database
from bot.texts import LANGUAGES, known_language

TELEGRAM = "https://t.me"
# Reading at the same time: the database has few connections, and the bot itself goes first.
READERS = 2
MOST_LANGUAGES = 20


@dataclass(frozen=True)
class Surroundings:
    """`web` is the setting web.public_url; `language` the one for who asks for none that there is."""

    db: Database
    clock: Clock
    web: str
    bot_name: str
    language: str
    zone: ZoneInfo
    telegram: str = TELEGRAM
    reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READERS))
    building: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def build(self, make: Callable[[], bytes]) -> bytes:
        """Make a large file in a thread, one at a time: up to half a second, in which the bot goes on."""
        async with self.building:
            return await asyncio.to_thread(make)

    @property
    def prefix(self) -> str:
        """The path of the address, for a proxy that passes it on as it is; often empty."""
        return urlsplit(self.web).path

    def start_link(self, payload: str) -> str:
        """A link that opens the bot in Telegram and tells it something."""
        return f"{self.telegram}/{self.bot_name}?start={payload}"

    def language_of(self, request: Request) -> str:
        """The language that is asked for by `?taal=`, else by the browser, as far as the bot knows it."""
        chosen = request.query_params.get("taal")
        if chosen is not None and chosen in LANGUAGES:
            return chosen
        return preferred(request.headers.get("accept-language", "")) or self.language


def preferred(header: str) -> str | None:
    """The best known language of an Accept-Language header (RFC 9110, 12.5.4); None when there is none."""
    wanted: list[tuple[float, str]] = []
    for part in header.split(",")[:MOST_LANGUAGES]:
        code, _, weight = part.partition(";")
        known = known_language(code.strip())
        if known is not None and (quality := _quality(weight)) > 0:
            wanted.append((quality, known))
    return max(wanted, key=lambda found: found[0])[1] if wanted else None


def _quality(weight: str) -> float:
    text = weight.strip().removeprefix("q=")
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
