"""Which addresses Telegram takes as links."""

import re

_HOST = re.compile(r"^(?:\[[0-9a-fA-F:.]+\]|[^\s/?#:@\[\]]+)$")
_TG_HOST = re.compile(r"^[A-Za-z0-9_-]+$")


def link_problem(url: str) -> str | None:
    """What is wrong with an address, in Telegram's words; None when it can be a link.

    A host needs a dot: `http://localhost` is no link for Telegram.
    """
    scheme, separator, rest = url.strip().partition("://")
    if not separator:
        if url.lower().startswith("tg:"):
            scheme, rest = "tg", url[3:]
        else:
            scheme, rest = "http", url.strip()
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    if scheme.lower() in {"tg", "ton"}:
        return None if _TG_HOST.match(host) else "Unallowed characters in URL host"
    if scheme.lower() not in {"http", "https"}:
        return "Unsupported URL protocol"
    name, _, port = host.rpartition(":") if re.search(r":\d*$", host) else (host, "", "")
    if port and not 0 < int(port) < 65536:
        return "Wrong port number specified in the URL"
    if not name:
        return "URL host is empty"
    if not _HOST.match(name) or ("." not in name and not name.startswith("[")):
        return "Wrong HTTP URL"
    return None


def is_link(url: str) -> bool:
    """Whether Telegram takes this address as a link."""
    return link_problem(url) is None
