"""`matches`: what residents' reactions say about matching, and phrasings that come of it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from bot.cli.common import ConfigOption, complain, read_settings, say, visible
from bot.clock import Clock
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.services.learning import Approval, Approved, Confirmed, Group, Unanswered, WrongMatch
    from bot.settings import Settings

NOT_OFFERED = "Question {id} is not on offer; `python -m bot matches --confirmed` shows those that are."
NOT_APPROVED = "There is no approved phrasing {id}; `python -m bot matches --approved` shows those that are."
OBSTACLES = {
    "details": "it holds personal details",
    "too-long": "it is too long for a phrasing",
    "no-words": "it has no letter or digit",
    "duplicate": "the case has a phrasing that says this",
    "full": "the case has as many phrasings as fit",
}
REASONS = {"staff": "given to staff", "none": "nothing found", "refused": "refused what was found"}

app = typer.Typer(
    help="What residents' reactions say about matching: wrong matches, questions that found nothing, and "
    "confirmed questions that can become phrasings. It shows what people asked.",
    no_args_is_help=True,
)

IdsArgument = Annotated[
    list[int], typer.Argument(metavar="ID...", help="The numbers that --confirmed shows.")
]
PhrasingsArgument = Annotated[
    list[int], typer.Argument(metavar="ID...", help="The numbers that --approved shows.")
]


@app.callback(invoke_without_command=True)
def matches(
    context: typer.Context,
    wrong: Annotated[bool, typer.Option("--wrong", help="Cases that residents refused.")] = False,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Questions that found nothing, by what they ask.")
    ] = False,
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="Questions whose case was picked, to approve or dismiss.")
    ] = False,
    approved: Annotated[
        bool, typer.Option("--approved", help="Phrasings that came of residents' questions, to withdraw.")
    ] = False,
    since: Annotated[
        int | None, typer.Option(min=1, max=36_500, metavar="DAYS", help="Only of the last so many days.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    config: ConfigOption = None,
) -> None:
    """List what residents' reactions say.

    `approve` and `dismiss` decide about what --confirmed lists, `withdraw` about what --approved lists.
    """
    chosen = wrong + unanswered + confirmed + approved
    if context.invoked_subcommand is not None:
        if chosen or since is not None or as_json:
            raise typer.BadParameter(f"{context.invoked_subcommand} takes the numbers, and no list")
        context.obj = config
        return
    if chosen != 1:
        raise typer.BadParameter("give one of --wrong, --unanswered, --confirmed and --approved")
    settings = read_settings(config)
    after = None if since is None else Clock().now() - timedelta(days=since)
    if wrong:
        _show_wrong(asyncio.run(_wrong(settings, after)), settings, as_json=as_json)
    elif unanswered:
        _show_unanswered(asyncio.run(_unanswered(settings, after)), settings, as_json=as_json)
    elif confirmed:
        _show_confirmed(asyncio.run(_confirmed(settings, after)), settings, as_json=as_json)
    else:
        _show_approved(asyncio.run(_approved(settings, after)), settings, as_json=as_json)


@app.command("approve")
def approve(
    context: typer.Context,
    numbers: IdsArgument,
    wording: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Other words for it, without names for instance; for one number."),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Make confirmed questions phrasings of their case; a running bot takes them up at once."""
    if wording is not None and len(set(numbers)) > 1:
        raise typer.BadParameter("--wording is for one number")
    settings = read_settings(config or context.obj)
    outcomes = asyncio.run(_approve(settings, numbers, wording))
    for outcome in outcomes:
        if outcome.obstacle is None:
            case = f"{outcome.case_key} ({outcome.title})"
            say(visible(f"{outcome.id} is a phrasing of {case} now: {outcome.wording}"))
        elif outcome.obstacle.value in OBSTACLES:
            complain(f"Question {outcome.id} was not approved: {OBSTACLES[outcome.obstacle.value]}.")
        else:
            complain(NOT_OFFERED.format(id=outcome.id))
    if any(outcome.obstacle is not None for outcome in outcomes):
        raise typer.Exit(2)


@app.command("dismiss")
def dismiss(context: typer.Context, numbers: IdsArgument, config: ConfigOption = None) -> None:
    """Offer confirmed questions no more; nothing else of them changes."""
    settings = read_settings(config or context.obj)
    unknown = asyncio.run(_dismiss(settings, numbers))
    for number in unknown:
        complain(NOT_OFFERED.format(id=number))
    done = len(set(numbers)) - len(unknown)
    if done or not unknown:
        say(f"{_counted(done, 'question')} will not be offered again.")
    if unknown:
        raise typer.Exit(2)


@app.command("withdraw")
def withdraw(context: typer.Context, numbers: PhrasingsArgument, config: ConfigOption = None) -> None:
    """Take approved phrasings away from their case again; a running bot forgets them at once."""
    settings = read_settings(config or context.obj)
    unknown = asyncio.run(_withdraw(settings, numbers))
    for number in unknown:
        complain(NOT_APPROVED.format(id=number))
    done = len(set(numbers)) - len(unknown)
    if done:
        say(f"{_counted(done, 'phrasing')} withdrawn.")
    if unknown:
        raise typer.Exit(2)


async def _wrong(settings: Settings, since: datetime | None) -> list[WrongMatch]:
    from bot.cli.stores import existing  # noqa: PLC0415 - `--help` needs no database
    from bot.services.learning import wrong_matches  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.read() as session:
        return await wrong_matches(session, since=since)


async def _unanswered(settings: Settings, since: datetime | None) -> list[Unanswered]:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.learning import unanswered  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.read() as session:
        return await unanswered(session, since=since)


async def _confirmed(settings: Settings, since: datetime | None) -> list[Confirmed]:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.learning import confirmed  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.read() as session:
        return await confirmed(session, since=since)


async def _approve(settings: Settings, numbers: list[int], wording: str | None) -> list[Approval]:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.learning import approve as approve_all  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.begin() as session:
        return await approve_all(session, numbers, at=Clock().now(), wording=wording)


async def _dismiss(settings: Settings, numbers: list[int]) -> list[int]:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.learning import dismiss as dismiss_all  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.begin() as session:
        return await dismiss_all(session, numbers, at=Clock().now())


async def _approved(settings: Settings, since: datetime | None) -> list[Approved]:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.learning import approved  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.read() as session:
        return await approved(session, since=since)


async def _withdraw(settings: Settings, numbers: list[int]) -> list[int]:
    from bot.cli.stores import existing  # noqa: PLC0415 - as above
    from bot.services.learning import withdraw as withdraw_all  # noqa: PLC0415 - likewise

    async with existing(settings) as database, database.begin() as session:
        return await withdraw_all(session, numbers, at=Clock().now())


def _show_wrong(found: list[WrongMatch], settings: Settings, *, as_json: bool) -> None:
    if as_json:
        _print_json(
            {
                "question": one.question,
                "language": one.language,
                "case": one.case_key,
                "title": one.title,
                "rank": one.rank,
                "confidence": round(one.confidence, 4),
                "asked_at": one.asked_at.isoformat(),
                "refused_at": one.refused_at.isoformat(),
            }
            for one in found
        )
        return
    if not found:
        say("No resident refused a case.")
    for one in found:
        case = f"{_line(one.case_key)}  {_line(one.title)}"
        say(f"{_when(one.refused_at, settings)}  {one.confidence:.2f}  {case}")
        say(f"    {_line(one.question)}")


def _show_unanswered(found: list[Unanswered], settings: Settings, *, as_json: bool) -> None:
    from bot.services.learning import MOST  # noqa: PLC0415 - as above

    groups = _grouped(found, settings)
    if len(found) == MOST:
        complain(f"Only the latest {MOST} questions were compared: --since DAYS makes it fewer.")
    if as_json:
        _print_json(_group_record(group) for group in groups)
        return
    if not groups:
        say("Every question found something.")
    for group in groups:
        where = f"{_counted(len(group.questions), 'question')} in {_counted(group.chats, 'chat')}"
        say(f"{where}, the last on {_when(group.last_asked_at, settings)}")
        for one in group.questions:
            say(f"    {_line(one.question)}  [{REASONS[one.reason.value]}]")


def _show_confirmed(found: list[Confirmed], settings: Settings, *, as_json: bool) -> None:
    if as_json:
        _print_json(
            {
                "id": one.id,
                "question": one.question,
                "language": one.language,
                "case": one.case_key,
                "title": one.title,
                "confidence": round(one.confidence, 4),
                "chosen_at": one.chosen_at.isoformat(),
                "obstacle": None if one.obstacle is None else one.obstacle.value,
            }
            for one in found
        )
        return
    if not found:
        say("No confirmed question waits.")
        return
    for one in found:
        case = f"{_line(one.case_key)}  {_line(one.title)}"
        say(f"{one.id:>6}  {_when(one.chosen_at, settings)}  {one.confidence:.2f}  {case}")
        say(f"        {_line(one.question)}")
        if one.obstacle is not None:
            say(f"        Cannot be a phrasing as it is: {OBSTACLES[one.obstacle.value]}.")
    say("Residents may get to see a phrasing. Read each for names before `matches approve ID...`, or put it")
    say("in other words: `matches approve ID --wording TEXT`. `matches dismiss ID...` leaves questions out.")


def _show_approved(found: list[Approved], settings: Settings, *, as_json: bool) -> None:
    if as_json:
        _print_json(
            {
                "id": one.id,
                "case": one.case_key,
                "title": one.title,
                "wording": one.wording,
                "approved_at": one.approved_at.isoformat(),
            }
            for one in found
        )
        return
    if not found:
        say("No question of a resident is a phrasing.")
    for one in found:
        case = f"{_line(one.case_key)}  {_line(one.title)}"
        say(f"{one.id:>6}  {_when(one.approved_at, settings)}  {case}")
        say(f"        {_line(one.wording)}")


def _grouped(found: list[Unanswered], settings: Settings) -> list[Group]:
    """The questions by what they ask, told apart with the encoder of the settings."""
    if not found:
        return []
    from bot.matching import MatchingError, make_encoder  # noqa: PLC0415 - takes seconds to load
    from bot.matching.similar import group_questions  # noqa: PLC0415 - likewise
    from bot.services.learning import group_alike  # noqa: PLC0415 - as above

    # With an encoder, hundreds of questions take half a minute.
    with Console(stderr=True).status(f"Comparing {_counted(len(found), 'question')}"):
        try:
            encoder = make_encoder(settings.matching.encoder)
        except MatchingError as error:
            raise ConfigError([f"matching.encoder: {error}"]) from error

        def alike(texts: Sequence[str]) -> list[tuple[int, ...]]:
            return group_questions(texts, encoder)

        return group_alike(found, alike)


def _group_record(group: Group) -> dict[str, Any]:
    return {
        "size": len(group.questions),
        "chats": group.chats,
        "last_asked_at": group.last_asked_at.isoformat(),
        "questions": [
            {
                "question": one.question,
                "language": one.language,
                "asked_at": one.asked_at.isoformat(),
                "reason": one.reason.value,
            }
            for one in group.questions
        ],
    }


def _print_json(records: Iterable[dict[str, Any]]) -> None:
    for record in records:
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def _line(text: str) -> str:
    """Somebody's words on one line."""
    return visible(" ".join(text.split()))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _when(instant: datetime, settings: Settings) -> str:
    return f"{instant.astimezone(settings.schedule.zone):%Y-%m-%d %H:%M}"
