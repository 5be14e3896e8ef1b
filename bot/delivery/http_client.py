"""The HTTP client behind python-telegram-bot: aiohttp, at a fifth of the processor time of the library's own.

See docs/performance.md for the figures. What counts beside speed is what an error says: whether anything can
have left this machine decides whether a message may be sent again.
"""

from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# Telegram closes idle connections after more than a minute. One that is closed at the moment of a call would
# leave it unknown whether the call arrived.
KEEP_ALIVE_SECONDS = 15


class NotSentError(NetworkError):
    """Nothing left this machine: there was no connection to send it over."""


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's door to HTTP, for one server; timeouts in seconds.

    Raises NotSentError when no connection was had (refused, no such name, TLS, proxy, too slow, all in use),
    TimedOut when the server was silent, and NetworkError for everything else: then it may have arrived.
    """

    def __init__(self, server: str, *, connections: int, connect_timeout: float, read_timeout: float) -> None:
        self._server = server
        self._connections = connections
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long the server may be silent, unless a call says otherwise."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open for business; again after a shutdown."""
        if self._session is not None:
            return
        proxy = proxy_for(self._server)
        connector = aiohttp.TCPConnector(
            limit=self._connections,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            # The authorities that come with Python's packages, unless the environment names others. To read
            # them takes long: a Bot API server of one's own without TLS does without.
            ssl=httpx.create_ssl_context() if _is_tls(self._server) or _is_tls(proxy) else True,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            proxy=proxy,
        )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the read timeout counts from the start
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - counts as connecting
    ) -> tuple[int, bytes]:
        """Make one call; the status and the body of the answer."""
        if self._session is None:
            raise RuntimeError("The HTTP client is not initialized")
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_given(connect_timeout, self._connect_timeout),
            sock_read=_given(read_timeout, self._read_timeout),
        )
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except aiohttp.ConnectionTimeoutError:
            # Without its cause, whose text is the whole address, token included.
            raise NotSentError("no connection in time") from None
        except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError) as error:
            raise NotSentError(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.InvalidURL:
            raise NetworkError("the address of the Bot API is none") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def proxy_for(url: str) -> str | None:
    """The proxy that the environment (HTTPS_PROXY, ALL_PROXY, NO_PROXY) names for an address."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _is_tls(url: str | None) -> bool:
    return url is not None and urlsplit(url).scheme == "https"


def _given(timeout: Any, default: float) -> float | None:
    """The timeout of one call; None is no limit, and not the same as naming none."""
    return default if timeout is BaseRequest.DEFAULT_NONE else timeout


def _body(request_data: RequestData | None) -> aiohttp.FormData | None:
    """The parameters as a form, with the files among them when there are any."""
    if request_data is None or not request_data.parameters:
        return None
    form = aiohttp.FormData(request_data.json_parameters)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
