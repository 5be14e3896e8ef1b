"""`audit`: what staff did, who and when."""

from __future__ import annotations

import asyncio
import csv
import io
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import ConfigOption, read_settings, say, visible
from bot.clock import Clock

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services.audit import Entry
    from bot.settings import Settings

# What fits a terminal; an export has everything.
SHOWN = 100
COLUMNS = ("id", "at", "actor", "action", "subject", "detail")


def audit(
    config: ConfigOption = None,
    subject: Annotated[
        str | None,
        typer.Option(metavar="SUBJECT", help="Only of this: escalation:12, or escalation for all of them."),
    ] = None,
    actor: Annotated[
        int | None, typer.Option(metavar="ID", help="Only what the person with this Telegram id did.")
    ] = None,
    since: Annotated[
        int | None, typer.Option(min=1, max=36_500, metavar="DAYS", help="Only of the last so many days.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=f"All of it, and not only the last {SHOWN}.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="All of it as CSV, with a first line that names the columns.")
    ] = False,
) -> None:
    """Show what staff did: when, who (by Telegram id), what, and to what; the latest at the end."""
    settings = read_settings(config)
    after = None if since is None else Clock().now() - timedelta(days=since)
    most = None if every or as_csv else SHOWN + 1
    found = asyncio.run(_entries(settings, subject, actor, after, most))
    if as_csv:
        sys.stdout.write(_csv(found, settings))
        return
    if not found:
        say("Nothing of that is in the trail.")
    if most is not None and len(found) == most:
        found = found[1:]
        say(f"The last {SHOWN}; --all shows the others, too.")
    for entry in found:
        line = f"{_when(entry, settings)}  {_who(entry):>12}  {entry.action}  {entry.subject}  {entry.detail}"
        say(visible(" ".join(line.splitlines())))


async def _entries(
    settings: Settings, subject: str | None, actor: int | None, since: datetime | None, most: int | None
) -> list[Entry]:
    from bot.cli.stores import existing  # noqa: PLC0415 - `--help` needs no database
    from bot.services.audit import entries  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.read() as session:
        return await entries(session, subject=subject, actor=actor, since=since, most=most)


def _csv(found: list[Entry], settings: Settings) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for entry in found:
        at = entry.at.astimezone(settings.schedule.zone).isoformat(timespec="seconds")
        lines.writerow([entry.id, at, _who(entry), entry.action, entry.subject, _harmless(entry.detail)])
    return out.getvalue()


def _harmless(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _who(entry: Entry) -> str:
    if entry.actor is not None:
        return str(entry.actor)
    return "bot" if entry.by_bot else "forgotten"


def _when(entry: Entry, settings: Settings) -> str:
    return f"{entry.at.astimezone(settings.schedule.zone):%Y-%m-%d %H:%M:%S}"
