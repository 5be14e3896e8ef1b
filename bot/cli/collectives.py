"""`collectives`: bring them in from a file, write them to one, list them, and invite who speaks for one."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import ConfigOption, complain, read_settings, say, visible
from bot.cli.files import Format, FormatOption, file_format, replace_file
from bot.clock import Clock
from bot.errors import CollectiveError, LibraryError, TelegramEdgeError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services.collectives.files import CollectiveRecord, ImportPlan
    from bot.settings import Settings
    from models import Collective

app = typer.Typer(
    help="Bring collectives in from a file, list them, and invite who speaks for them.", no_args_is_help=True
)


@dataclass(frozen=True, slots=True)
class Row:
    """What the list shows of a collective."""

    id: int
    name: str
    place: str
    roles: str
    cases: int
    paused: bool


@app.command("import")
def import_collectives(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Collectives: JSON lines (.jsonl) or CSV (.csv).")
    ],
    config: ConfigOption = None,
    kind: FormatOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
) -> None:
    """Register the collectives in FILE and bring known ones up to date: all, or none when a line is wrong.

    A collective is known by its name and place. What is not in FILE stays; doing it twice changes nothing.
    """
    settings = read_settings(config)
    at = Clock().now()
    try:
        records = _read(file, kind, at)
        plan = asyncio.run(_plan(settings, records) if dry_run else _import(settings, records, at=at))
    except LibraryError as error:
        complain(str(error))
        count = len(error.problems)
        complain(f"Nothing was imported: {count} {'problem' if count == 1 else 'problems'}.")
        raise typer.Exit(2) from error
    counts = f"{len(plan.new)} new, {len(plan.changed)} changed, {plan.unchanged} unchanged"
    say(f"Nothing was changed; it would be: {counts}." if dry_run else f"{counts}.")


@app.command("export")
def export_collectives(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to; left out, to standard output.")
    ] = None,
    config: ConfigOption = None,
    kind: FormatOption = None,
) -> None:
    """Write the collectives in the form in which `import` reads them; nothing of who speaks for them."""
    settings = read_settings(config)
    from bot.services.collectives import files as collective_files  # noqa: PLC0415 - `--help` needs no database
    from bot.services.library import files as library_files  # noqa: PLC0415 - `--help` needs no database

    chosen = file_format(file, kind)
    records = asyncio.run(_export(settings))
    data = library_files.write_bytes(records, chosen, collective_files.LAYOUT)
    if file is None:
        sys.stdout.buffer.write(data)
        return
    replace_file(file, data)
    say(f"{file}: {len(records)} {'collective' if len(records) == 1 else 'collectives'}.")


@app.command("list")
def list_collectives(config: ConfigOption = None) -> None:
    """Show the collectives: number, who speaks for them (contact, deputy), how many cases, name, place."""
    rows = asyncio.run(_rows(read_settings(config)))
    if not rows:
        say("There are no collectives yet.")
    for row in rows:
        paused = "  (paused)" if row.paused else ""
        line = f"{row.id:>5}  {row.roles:<15}  {row.cases:>3}  {row.name} · {row.place or '–'}{paused}"
        say(visible(line))


@app.command("invite")
def invite(
    number: Annotated[
        int | None,
        typer.Argument(min=1, metavar="[NUMBER]", help="The collective, by its number in `list`."),
    ] = None,
    config: ConfigOption = None,
    new: Annotated[bool, typer.Option("--new", help="For a collective that is not registered yet.")] = False,
    deputy: Annotated[
        bool, typer.Option("--deputy", help="For the deputy, and not the contact person.")
    ] = False,
    days: Annotated[int, typer.Option(min=1, max=90, help="How many days the link works.")] = 14,
) -> None:
    """Print a link that makes the first who opens it the contact person or deputy of a collective.

    It is printed once: only a hash of it is kept. An earlier link for the same is void from then on.
    """
    if (number is None) is not new or (new and deputy):
        raise typer.BadParameter("name a collective by its number, or take --new (without --deputy)")
    settings = read_settings(config, online=True)
    say(asyncio.run(_invite(settings, number, Clock().now(), deputy=deputy, days=days)))


def _read(file: Path, kind: Format | None, at: datetime) -> list[CollectiveRecord]:
    from bot.services.collectives.files import read_file  # noqa: PLC0415 - `--help` needs no database

    return read_file(file, file_format(file, kind), today=at.date())


async def _import(settings: Settings, records: list[CollectiveRecord], *, at: datetime) -> ImportPlan:
    from bot.cli.stores import migrated  # noqa: PLC0415 - as above
    from bot.services.collectives.files import import_records  # noqa: PLC0415 - `--help` needs no database

    async with migrated(settings) as database, database.begin() as session:
        return await import_records(session, records, at=at)


async def _plan(settings: Settings, records: list[CollectiveRecord]) -> ImportPlan:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.collectives.files import ImportPlan, plan_import  # noqa: PLC0415 - `--help` needs no database

    path = settings.sqlite_path
    if path is not None and not path.is_file():
        return ImportPlan(new=list(records))
    async with existing(settings) as database, database.read() as session:
        return await plan_import(session, records)


async def _export(settings: Settings) -> list[CollectiveRecord]:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.collectives.files import export_records  # noqa: PLC0415 - `--help` needs no database

    async with existing(settings) as database, database.read() as session:
        return await export_records(session)


async def _rows(settings: Settings) -> list[Row]:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.collectives import collectives  # noqa: PLC0415 - likewise
    from bot.services.collectives import experience as collective_experience  # noqa: PLC0415 - `--help` needs no database

    at = Clock().now()
    async with existing(settings) as database, database.read() as session:
        return [
            Row(
                one.id,
                one.name,
                one.place,
                ", ".join(sorted(contact.role for contact in one.contacts)) or "nobody",
                len(await collective_experience.cases_of(session, one)),
                not one.is_available(at),
            )
            for one in await collectives.listed(session)
        ]


async def _invite(settings: Settings, number: int | None, at: datetime, *, deputy: bool, days: int) -> str:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services import audit  # noqa: PLC0415 - likewise
    from bot.services.collectives import collectives, invitations  # noqa: PLC0415 - `--help` needs no database
    from models import ContactRole  # noqa: PLC0415 - likewise

    name = await _bot_name(settings)
    async with existing(settings) as database, database.begin() as session:
        collective: Collective | None = None
        if number is not None:
            collective = await collectives.by_id(session, number)
            if collective is None:
                raise CollectiveError(f"There is no collective {number}: `collectives list` shows them.")
        secret = await invitations.make_invitation(
            session,
            collective=collective,
            role=ContactRole.DEPUTY if deputy else ContactRole.CONTACT,
            by=None,
            at=at,
            days=days,
        )
        # Who sits at the terminal is not known; that it was there is.
        await audit.record(
            session,
            at=at,
            actor=None,
            action="collective-invited",
            subject=collectives.subject_of(collective) if collective is not None else "collective:new",
            detail=f"{'deputy' if deputy else 'contact'}, at the terminal",
        )
    return invitations.link(name, secret)


async def _bot_name(settings: Settings) -> str:
    """The bot's username, which only Telegram knows."""
    from telegram.error import InvalidToken, TelegramError  # noqa: PLC0415 - as above

    from bot.delivery.telegram_bot import make_bot  # noqa: PLC0415 - likewise
    from bot.errors import TokenRefusedError  # noqa: PLC0415 - likewise

    bot = make_bot(settings.require_token(), settings.telegram.api_url)
    try:
        await bot.initialize()
    except InvalidToken as error:
        raise TokenRefusedError from error
    except TelegramError as error:
        raise TelegramEdgeError(
            f"telegram.api_url: {settings.telegram.api_url} does not answer ({type(error).__name__}), and "
            "only it knows the name of the bot that stands in the link."
        ) from error
    else:
        return bot.username
    finally:
        await bot.shutdown()
