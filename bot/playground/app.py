"""The playground as a web application."""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.playground.api import BotApi
from bot.playground.http_bot import BotSide
from bot.playground.http_people import people_routes
from bot.playground.world import World

PAGE = Path(__file__).with_name("page")

_PAGE_HEADERS = [
    (b"content-security-policy", b"default-src 'self'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-cache"),
]


class _BotFirst:
    """Sends the bot's calls on before anything else looks at them."""

    def __init__(self, app: ASGIApp, bot_side: BotSide) -> None:
        self._app = app
        self._bot_side = bot_side

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot")):
            await self._bot_side(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class _PageFiles:
    """Adds the headers that keep a page from loading anything from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                message["headers"] = [*headers, *_PAGE_HEADERS]  # type: ignore[misc]
            await send(message)

        await self._app(scope, receive, with_headers)  # type: ignore[arg-type]


class _ByAddress:
    """Answers under an address or as localhost only.

    A site elsewhere could otherwise let its own name point here and act as the people (DNS rebinding).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _is_address(dict(scope["headers"]).get(b"host", b"").decode("latin-1")):
            await self._app(scope, receive, send)
        else:
            refusal = JSONResponse({"ok": False, "error": "Use 127.0.0.1 or localhost"}, status_code=421)
            await refusal(scope, receive, send)


def _is_address(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        ip_address(name)
    except ValueError:
        return name == "localhost"
    return True


async def _index(_request: Request) -> Response:
    return FileResponse(PAGE / "index.html")


def _link_to(world: World) -> Route:
    """What `https://t.me/<bot>?start=…` is on Telegram: the page asks who follows it."""

    async def endpoint(request: Request) -> Response:
        payload = request.query_params.get("start", "")
        return RedirectResponse(f"/#{urlencode({'start': payload})}", 303)

    return Route(f"/{world.bot.username}", endpoint, methods=["GET"])


def create_app(world: World, api: BotApi | None = None) -> Starlette:
    """Both sides of a world, and the page. `api` is made if it is not given."""
    bot_side = BotSide(api or BotApi(world))
    routes = [
        Mount("/people", routes=people_routes(world)),
        Mount("/page", _PageFiles(StaticFiles(directory=PAGE, check_dir=False))),
        Mount("/", _PageFiles(Starlette(routes=[Route("/", _index, methods=["GET"]), _link_to(world)]))),
    ]
    # A bot in a container may call by any name: only the people's side is kept to addresses.
    middleware = [Middleware(_BotFirst, bot_side=bot_side), Middleware(_ByAddress)]
    return Starlette(routes=routes, middleware=middleware)
