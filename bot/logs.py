"""Logging: one line an event for people or for machines, and never a token in it.

Names and texts of messages are kept out by what is logged: ids and counts only, and database errors without
their parameters. The token needs more, because libraries put it into addresses, and those into tracebacks: it
is replaced in the finished line.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, TextIO

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
# Also with a token of another length, or with its colon escaped.
BOT_PATH = re.compile(r"/bot\d+(?::|%3[Aa])[^/\s\"']+")
REMOVED = "<token>"

# httpx writes whole addresses at INFO, token included; the others write a line for each request or tick,
# and Alembic seven at every start.
QUIET = ("httpx", "httpcore", "telegram", "apscheduler", "aiosqlite", "alembic", "uvicorn.access")


class Redactor:
    """Takes tokens, and the secrets that it is told, out of a text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Remember `secrets`, the longest first so that none hides inside another."""
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """`text` without anything that gives access."""
        for secret in self._secrets:
            text = text.replace(secret, REMOVED)
        return BOT_PATH.sub(f"/bot{REMOVED}", TOKEN.sub(REMOVED, text))


class TextFormatter(logging.Formatter):
    """A line for people: local time with its offset, level, logger, message, and a traceback below it."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The finished line, traceback included, without secrets."""
        return self._redact(super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802
        """Local time as in ISO 8601, to the millisecond."""
        return _instant(record).astimezone().isoformat(sep=" ", timespec="milliseconds")


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for programs that collect logs; the time is in UTC."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The finished object on one line, without secrets."""
        entry = {
            "time": _instant(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._redact(record.getMessage()),
        }
        if record.exc_info:
            entry["traceback"] = self._redact(self.formatException(record.exc_info))
        if record.stack_info:
            entry["stack"] = self._redact(record.stack_info)
        return json.dumps(entry, ensure_ascii=False)


def set_up_logging(
    level: Literal["debug", "info", "warning", "error"] = "info",
    form: Literal["text", "json"] = "text",
    *,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send everything to one stream (standard error when None), in the place of what was set up before."""
    redact = Redactor(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(redact) if form == "json" else TextFormatter(redact))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


def _instant(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)
