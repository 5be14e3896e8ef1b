"""What a broadcast can hold, and why something is refused."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from models import Attachment

# Bot API: a text has 4096 characters at most, what stands under a picture 1024.
MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_LABEL = 40
MAX_URL = 1000


class Refused(StrEnum):
    """Why something cannot be what an author sent."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_URL = "no-url"
    ONLY_TEXT = "only-text"
    SAME_FILE = "same-file"


class RefusedBroadcastError(Exception):
    """A broadcast cannot become what was asked; `why` says in which way."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Words:
    """What a coordinator wrote: the text, Telegram's description of its form, and a file."""

    text: str
    entities: list[dict[str, Any]]
    attachment: Attachment | None = None
    file_id: str | None = None


def room_of(file_id: str | None) -> int:
    """How many UTF-16 units a text may take, with this file or without one."""
    return MAX_TEXT if file_id is None else MAX_CAPTION


def link_of(words: str) -> tuple[str, str]:
    """Label and address in "label https://…", or an address alone, whose host is the label.

    Raises RefusedBroadcastError when there is no address that a button can open.
    """
    *before, address = words.split() or [""]
    whole = address if "://" in address else f"https://{address}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
    except ValueError:
        raise RefusedBroadcastError(Refused.NO_URL) from None
    if parts.scheme not in ("http", "https") or "." not in host or len(whole) > MAX_URL or " " in whole:
        raise RefusedBroadcastError(Refused.NO_URL)
    label = " ".join(before).strip(" |;:-–") or parts.netloc.removeprefix("www.")
    return label[:MAX_LABEL], parts.geturl()
