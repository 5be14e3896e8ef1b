"""HTTP answers that a browser or a calendar program need not fetch twice (RFC 9110, 13)."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

PAGE = "text/html; charset=utf-8"
# Pages show how many places are left.
FOR_A_MINUTE = "public, max-age=60"
FOR_A_WHILE = "public, max-age=300"
# Looked at again each time, and kept by nobody in between.
OWN = "private, no-cache"


def answer(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    cache: str,
    changed_at: datetime | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """The body, or 304 without one when the client has it already.

    `changed_at` only where nothing else than that instant decides what the body is.
    """
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    given = {"ETag": tag, "Cache-Control": cache, "Vary": "Accept-Language", **(headers or {})}
    if changed_at is not None:
        given["Last-Modified"] = format_datetime(changed_at.astimezone(UTC), usegmt=True)
    if _has_it(request, tag, changed_at):
        return Response(status_code=304, headers=given)
    return Response(body, media_type=media_type, headers=given)


def _has_it(request: Request, tag: str, changed_at: datetime | None) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in known.split(",")}
    if changed_at is None:
        return False
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        # The header has whole seconds.
        return changed_at.replace(microsecond=0) <= since
    except (ValueError, TypeError):
        return False
