"""Where the pages and calendars are on the web. `web` is the setting web.public_url; None: nowhere."""

from urllib.parse import quote


def page(web: str | None, token: str) -> str | None:
    """The page of a meeting."""
    return None if web is None else f"{web}/s/{token}"


def calendar_file(web: str | None, token: str) -> str | None:
    """The calendar file of a meeting, without the way in."""
    return None if web is None else f"{web}/s/{token}.ics"


def series_page(web: str | None, token: str) -> str | None:
    """The page of a series."""
    return None if web is None else f"{web}/r/{token}"


def theme_page(web: str, theme: str) -> str:
    """The page of a theme."""
    return f"{web}/thema/{quote(theme, safe='')}"


def theme_feed(web: str, theme: str) -> str:
    """The calendar of a theme, for all to subscribe to."""
    return f"{web}/agenda/{quote(theme, safe='')}.ics"


def own_page(web: str, secret: str) -> str:
    """The page from which somebody puts their own calendar in a program; who has the address, has it all."""
    return f"{web}/agenda/p/{secret}"


def own_feed(web: str, secret: str) -> str:
    """Somebody's own calendar; who has the address, has it all."""
    return f"{web}/agenda/p/{secret}.ics"


def webcal(address: str) -> str:
    """The address as calendar programs take it: pressed, it asks whether to subscribe."""
    return f"webcal://{address.partition('://')[2]}"
