"""The web application: which address gives what."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from bot.site import calendars, pages
from bot.site.answers import answer
from bot.site.guard import Guard
from bot.site.surroundings import Surroundings

STATIC = Path(__file__).with_name("static")
FOR_A_DAY = "public, max-age=86400"
KINDS = {"style.css": "text/css", "mark.svg": "image/svg+xml", "card.png": "image/png"}


class _Name(StringConvertor):
    """A token or a secret, as bot.services makes them."""

    regex = "[A-Za-z0-9_-]{1,64}"


class _Theme(StringConvertor):
    """Any text that can be a theme; PostgreSQL refuses to be asked about one with a NUL in it."""

    regex = "[^\x00]{1,120}"


register_url_convertor("name", _Name())
register_url_convertor("theme", _Theme())


def site_app(surroundings: Surroundings) -> Starlette:
    """Pages and calendars, at the root and below the path of the public address as well."""
    here = _routes(surroundings)
    below = [Mount(surroundings.prefix, routes=here)] if surroundings.prefix else []

    async def not_found(request: Request, _error: Exception) -> Response:
        return pages.missing(surroundings, request)

    return Starlette(
        routes=[*below, *here],
        middleware=[Middleware(Guard)],
        exception_handlers={404: not_found},
    )


def _routes(surroundings: Surroundings) -> list[BaseRoute]:
    on_page, on_file = pages.Pages(surroundings), calendars.Calendars(surroundings)
    return [
        Route("/", on_page.coming),
        Route("/s/{token:name}.ics", on_file.of_meeting),
        Route("/s/{token:name}", on_page.meeting),
        Route("/r/{token:name}.ics", on_file.of_series),
        Route("/r/{token:name}", on_page.series),
        Route("/thema/{theme:theme}", on_page.theme),
        Route("/agenda/p/{secret:name}.ics", on_file.own),
        Route("/agenda/p/{secret:name}", on_page.own),
        Route("/agenda/{theme:theme}.ics", on_file.of_theme),
        *(Route(f"/{name}", _static(name, kind)) for name, kind in KINDS.items()),
    ]


def _static(name: str, kind: str) -> "pages.Endpoint":
    content = (STATIC / name).read_bytes()

    async def endpoint(request: Request) -> Response:
        return answer(request, content, kind, cache=FOR_A_DAY)

    return endpoint
