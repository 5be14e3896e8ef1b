"""`cases`: bring the case library in from a file, and write it to one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.cli.common import ConfigOption, complain, read_settings, say
from bot.cli.files import Format, FormatOption, file_format, replace_file
from bot.clock import Clock
from bot.errors import LibraryError

if TYPE_CHECKING:
    from bot.services.library.importing import ImportPlan
    from bot.services.library.importing import Progress as Report
    from bot.services.library.records import CaseRecord
    from bot.settings import Settings

# A shorter file is done before a bar could be seen.
LONG = 1_000
# Pairs of cases that are much alike, beyond which only their number is told.
SHOWN = 10

app = typer.Typer(help="Bring the case library in from a file, or write it to one.", no_args_is_help=True)


@app.command("import")
def import_cases(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Cases: JSON lines (.jsonl) or CSV (.csv).")],
    config: ConfigOption = None,
    kind: FormatOption = None,
    retire_missing: Annotated[
        bool, typer.Option("--retire-missing", help="Retire the cases that are not in the file.")
    ] = False,
    overwrite_edited: Annotated[
        bool,
        typer.Option(
            "--overwrite-edited", help="Let the file decide also over what was edited in the bot since."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
) -> None:
    """Bring the library to what FILE says: all of it, or nothing when one line is wrong.

    Doing it twice changes nothing. The bot may run on; it answers with the new cases within two seconds.
    """
    settings = read_settings(config)
    at = Clock().now()
    try:
        records = _read(file, kind, at)
    except LibraryError as error:
        complain(str(error))
        count = len(error.problems)
        complain(f"Nothing was imported: {count} {'problem' if count == 1 else 'problems'}.")
        raise typer.Exit(2) from error
    if dry_run:
        plan = asyncio.run(
            _plan(settings, records, retire_missing=retire_missing, overwrite_edited=overwrite_edited)
        )
    else:
        plan = asyncio.run(
            _import(
                settings, records, retire_missing=retire_missing, overwrite_edited=overwrite_edited, at=at
            )
        )
    _report(plan, dry_run=dry_run)


@app.command("export")
def export_cases(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to; left out, to standard output.")
    ] = None,
    config: ConfigOption = None,
    kind: FormatOption = None,
    residents_phrasings: Annotated[
        bool,
        typer.Option(
            "--residents-phrasings", help="With the approved phrasings that residents brought, too."
        ),
    ] = False,
) -> None:
    """Write the cases that are not retired, in the form in which `import` reads them."""
    settings = read_settings(config)
    from bot.services.library import files as library_files  # noqa: PLC0415 - `--help` needs no database

    chosen = file_format(file, kind)
    records = asyncio.run(_export(settings, residents_phrasings=residents_phrasings))
    data = library_files.write_bytes(records, chosen)
    if file is None:
        sys.stdout.buffer.write(data)
        return
    replace_file(file, data)
    say(f"{file}: {len(records)} {'case' if len(records) == 1 else 'cases'}.")


def _read(file: Path, kind: Format | None, at: datetime) -> list[CaseRecord]:
    from bot.services.library.files import read_file  # noqa: PLC0415 - `--help` needs no database

    with _progress("Reading") as report:
        return read_file(file, file_format(file, kind), today=at.date(), progress=report)


async def _import(
    settings: Settings,
    records: list[CaseRecord],
    *,
    retire_missing: bool,
    overwrite_edited: bool,
    at: datetime,
) -> ImportPlan:
    from bot.cli.stores import migrated  # noqa: PLC0415 - as above
    from bot.services.library.importing import import_records  # noqa: PLC0415 - `--help` needs no database

    with _progress("Writing") as report:
        async with migrated(settings) as database, database.begin() as session:
            return await import_records(
                session,
                records,
                at=at,
                retire_missing=retire_missing,
                overwrite_edited=overwrite_edited,
                progress=report,
            )


async def _plan(
    settings: Settings, records: list[CaseRecord], *, retire_missing: bool, overwrite_edited: bool
) -> ImportPlan:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.db import Database  # noqa: PLC0415 - likewise
    from bot.services.library.importing import ImportPlan, plan_import  # noqa: PLC0415 - `--help` needs no database

    path = settings.sqlite_path
    if path is not None and not path.is_file():
        return ImportPlan(new=list(records))
    database = Database(settings.database_url)
    try:
        if await database.schema_version() is None:
            return ImportPlan(new=list(records))
    finally:
        await database.close()
    async with existing(settings) as database, database.read() as session:
        return await plan_import(
            session, records, retire_missing=retire_missing, overwrite_edited=overwrite_edited
        )


async def _export(settings: Settings, *, residents_phrasings: bool) -> list[CaseRecord]:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.library.importing import export_records  # noqa: PLC0415 - `--help` needs no database

    async with existing(settings) as database, database.read() as session:
        return await export_records(session, residents_phrasings=residents_phrasings)


def _report(plan: ImportPlan, *, dry_run: bool) -> None:
    counts = f"{len(plan.new)} new, {len(plan.changed)} changed, {plan.unchanged} unchanged"
    if plan.missing:
        counts += f", {len(plan.missing)} retired"
    say(f"Nothing was changed; it would be: {counts}." if dry_run else f"{counts}.")
    _note_likeness(plan)
    _note("retired before, and back", plan.restored)
    _note(
        "kept as edited in the bot since (export and edit that file, or give --overwrite-edited)", plan.spared
    )
    _note("without phrasings from here on, as the file has none", plan.emptied("phrasings"))
    _note("without a date of checking from here on, as the file has none", plan.emptied("checked_on"))


def _note(about: str, ids: list[str]) -> None:
    if ids:
        shown = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
        _warn(f"{about}: {shown}.")


def _note_likeness(plan: ImportPlan) -> None:
    from bot.services.library.duplicates import look_alikes  # noqa: PLC0415 - `--help` needs no database

    found = look_alikes(plan)
    if found is None:
        _warn("these are too many cases to look for near-duplicates among them.")
        return
    for alike in found[:SHOWN]:
        _warn(f'{alike.id} is much like {alike.other} ("{alike.title}"): are they one case?')
    if len(found) > SHOWN:
        _warn(f"and {len(found) - SHOWN} more pairs that are much alike.")


def _warn(line: str) -> None:
    Console(stderr=True).print(f"Note: {line}", style="yellow", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def _progress(label: str) -> Iterator[Report]:
    """A bar on standard error, for long work that somebody watches."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None, visible=False)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total >= LONG)

        yield report
