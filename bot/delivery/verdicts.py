"""What an error of the Bot API means for the message that caused it."""

import os
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.delivery.http_client import NotSentError

os.environ.setdefault("PTB_TIMEDELTA", "1")  # RetryAfter.retry_after as a timedelta, as it will be


class Fate(StrEnum):
    """What becomes of a message after one attempt."""

    SENT = "sent"
    SAME = "same"  # the message already looked like this
    AGAIN = "again"  # surely not sent; try again
    PAUSE = "pause"  # surely not sent; Telegram wants silence first
    WAIT = "wait"  # not called, because of what happened while it stood in line
    MIGRATED = "migrated"  # surely not sent; the group lives elsewhere now
    NO_TOPIC = "no_topic"  # surely not sent; the topic is closed or gone
    NO_TARGET = "no_target"  # surely not sent; the message to edit is gone
    GONE = "gone"  # blocked, put out or deleted
    MUTED = "muted"  # in the group, but not allowed to write
    REFUSED = "refused"  # will never be accepted
    UNKNOWN = "unknown"  # may or may not have arrived
    LOCKED_OUT = "locked_out"  # the token is no longer valid


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fate of an attempt; `detail` is Telegram's own description, never the message's text."""

    fate: Fate
    detail: str = ""
    wait: timedelta = timedelta(0)
    new_chat_id: int | None = None
    message_id: int | None = None


# When Telegram, or a proxy before it, asks for silence without saying how long.
UNNAMED_PAUSE = timedelta(seconds=5)

_BAD_REQUESTS = (
    ("message is not modified", Fate.SAME),
    ("topic_not_modified", Fate.SAME),
    ("message to delete not found", Fate.SAME),
    ("message thread not found", Fate.NO_TOPIC),
    ("topic_closed", Fate.NO_TOPIC),
    ("topic_deleted", Fate.NO_TOPIC),
    ("topic_id_invalid", Fate.NO_TOPIC),
    ("message to edit not found", Fate.NO_TARGET),
    ("message can't be edited", Fate.NO_TARGET),
    ("message_id_invalid", Fate.NO_TARGET),
    # Who may not manage topics or pin can still write.
    ("not enough rights to create a topic", Fate.REFUSED),
    ("not enough rights to edit the topic", Fate.REFUSED),
    ("not enough rights", Fate.MUTED),
    ("have no rights to send", Fate.MUTED),
    ("need administrator rights", Fate.MUTED),
    ("chat_write_forbidden", Fate.MUTED),
    ("chat not found", Fate.GONE),
    ("user not found", Fate.GONE),
    ("peer_id_invalid", Fate.GONE),
    ("group chat was deactivated", Fate.GONE),
)


def judge(error: TelegramError) -> Verdict:
    """The verdict on a failed call.

    Only what certainly did not reach Telegram, or was answered with a refusal, counts as not sent; a read
    timeout, a broken connection and a 5xx are unknown, because the message may have been delivered.
    """
    detail = error.message[:300]
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Verdict(
                Fate.PAUSE, detail, wait=wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            )
        case ChatMigrated():
            return Verdict(Fate.MIGRATED, detail, new_chat_id=error.new_chat_id)
        case Forbidden():
            muted = "not enough rights" in detail.lower() or "have no rights" in detail.lower()
            return Verdict(Fate.MUTED if muted else Fate.GONE, detail)
        case InvalidToken() if "unauthorized" in detail.lower():
            return Verdict(Fate.LOCKED_OUT, detail)
        case InvalidToken():
            # The library's word for any 404. Only a method that does not exist is final: a proxy that lost
            # its way says 404 as well, and that must not cost a single message.
            return Verdict(Fate.REFUSED if "method not found" in detail.lower() else Fate.AGAIN, detail)
        case Conflict():
            return Verdict(Fate.AGAIN, detail)
        # BadRequest is a NetworkError in this library: it has to be asked for first.
        case BadRequest():
            lowered = detail.lower()
            return Verdict(
                next((fate for text, fate in _BAD_REQUESTS if text in lowered), Fate.REFUSED), detail
            )
        # A proxy in between gives these without Telegram's JSON; neither reached anybody.
        case NetworkError() if detail.startswith("Too Many Requests"):
            return Verdict(Fate.PAUSE, detail, wait=UNNAMED_PAUSE)
        case NetworkError() if detail.startswith(("Request Entity Too Large", "Content Too Large")):
            return Verdict(Fate.REFUSED, detail)
        case NotSentError():
            return Verdict(Fate.AGAIN, detail)
        case _:
            return Verdict(Fate.UNKNOWN, type(error.__cause__ or error).__name__)
