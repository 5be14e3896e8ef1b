"""`inbox`: updates that failed too often and were set aside."""

import asyncio
import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import ConfigOption, complain, read_settings, say, visible

if TYPE_CHECKING:
    from bot.services.dead_letters import DeadLetter
    from bot.settings import Settings
    from models import InboxUpdate

NONE_SUCH = "No update {id} is set aside; `python -m bot inbox list` shows those that are."

app = typer.Typer(help="Updates that failed too often and were set aside.", no_args_is_help=True)

IdArgument = Annotated[int, typer.Argument(metavar="ID", help="The number that `list` shows.")]


@app.command("list")
def list_set_aside(config: ConfigOption = None) -> None:
    """Show what was set aside: number, time, how often it failed and on what, nobody's words."""
    settings = read_settings(config)
    letters = asyncio.run(_all(settings))
    if not letters:
        say("Nothing is set aside: every update so far was handled, or is still in line.")
        return
    for letter in letters:
        say(f"{letter.id:>6}  {_when(letter.received_at, settings)}  {_times(letter)}  {letter.error}")
    say("`inbox show ID` shows all of the error, `inbox retry ID` puts an update back in line.")


@app.command("show")
def show(
    number: IdArgument,
    config: ConfigOption = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="The update itself, too: it holds names and what people wrote.")
    ] = False,
) -> None:
    """Show the whole error of one update, which may quote what somebody wrote."""
    settings = read_settings(config)
    letter = asyncio.run(_one(settings, number))
    if letter is None:
        complain(NONE_SUCH.format(id=number))
        raise typer.Exit(2)
    say(f"Update {letter.id} of Telegram's number {letter.update_id}")
    say(f"Received   {_when(letter.received_at, settings)}")
    if letter.finished_at is not None:
        say(f"Set aside  {_when(letter.finished_at, settings)}")
    say(f"Failures   {letter.failures}, and {letter.deaths} times the process ended with it in hand")
    say("")
    say(visible(letter.error or "No error was recorded."))
    if raw:
        say("")
        say(visible(_pretty(letter.raw)))


@app.command("retry")
def retry(
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="ID...", help="The numbers that `list` shows.")
    ] = None,
    config: ConfigOption = None,
    every: Annotated[bool, typer.Option("--all", help="All that is set aside.")] = False,
) -> None:
    """Put updates back in line; a running bot takes them up at once."""
    settings = read_settings(config)
    if bool(numbers) == every:
        raise typer.BadParameter("name the updates, or give --all")
    done, unknown = asyncio.run(_retry(settings, numbers or None))
    for number in unknown:
        complain(NONE_SUCH.format(id=number))
    if done or not unknown:
        say(f"{done} {'update is' if done == 1 else 'updates are'} back in line.")
    if unknown:
        raise typer.Exit(2)


async def _all(settings: "Settings") -> "list[DeadLetter]":
    from bot.cli.stores import existing  # noqa: PLC0415 - `--help` needs no database
    from bot.services.dead_letters import dead_letters  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.read() as session:
        return await dead_letters(session)


async def _one(settings: "Settings", number: int) -> "InboxUpdate | None":
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.dead_letters import get_dead_letter  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.read() as session:
        return await get_dead_letter(session, number)


async def _retry(settings: "Settings", numbers: list[int] | None) -> tuple[int, list[int]]:
    """Put these (or all) back in line; how many there were, and which of the numbers were not set aside."""
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.delivery import inbox  # noqa: PLC0415 - likewise
    from bot.delivery.wakeups import Wakeups  # noqa: PLC0415 - likewise
    from bot.services.dead_letters import dead_letters  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.begin() as session:
        wanted = numbers or [letter.id for letter in await dead_letters(session)]
        outcomes = {number: await inbox.retry(session, number) for number in dict.fromkeys(wanted)}
        await Wakeups(database).announce(session, "inbox")
    return sum(outcomes.values()), [number for number, found in outcomes.items() if not found]


def _when(instant: datetime, settings: "Settings") -> str:
    return f"{instant.astimezone(settings.schedule.zone):%Y-%m-%d %H:%M:%S %Z}"


def _times(letter: "DeadLetter") -> str:
    if letter.deaths > letter.failures:
        return f"ended the process {letter.deaths} times"
    return f"failed {letter.failures} {'time' if letter.failures == 1 else 'times'}"


def _pretty(raw: str) -> str:
    try:
        return json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
    except ValueError:
        return raw
