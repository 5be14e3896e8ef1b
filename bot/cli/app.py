"""The command line as a whole: which commands there are, and how an error ends them."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bot import __version__
from bot.cli import cases, collectives, inbox, matches
from bot.cli.audit import audit
from bot.cli.backup import backup
from bot.cli.broadcasts import broadcasts
from bot.cli.check import check
from bot.cli.common import complain, say
from bot.cli.demo import demo
from bot.cli.evaluate import evaluate
from bot.cli.match import match
from bot.cli.migrate import migrate
from bot.cli.run import run
from bot.errors import BuurvraagError

PROGRAM = "python -m bot"

app = typer.Typer(
    help="Buurvraag: residents' collectives with the same dilemma find each other, on Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (run, demo, check, migrate, backup, match, evaluate, audit, broadcasts):
    app.command()(command)
app.add_typer(cases.app, name="cases")
app.add_typer(collectives.app, name="collectives")
app.add_typer(inbox.app, name="inbox")
app.add_typer(matches.app, name="matches")


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"buurvraag {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options that stand before a command."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; what is wrong is said without a traceback, and the program ends with its exit code."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name=PROGRAM)
    except BuurvraagError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)  # as a shell reports a program that Ctrl-C ended
