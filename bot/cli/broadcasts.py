"""`broadcasts`: how far invitations are, for administrators."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import ConfigOption, complain, read_settings, say

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.broadcast_progress import Tally
    from bot.settings import Settings
    from models import Broadcast

LAST = 10
WATCH_SECONDS = 2.0
NONE_SUCH = "There is no broadcast {id} that was sent."


def broadcasts(
    number: Annotated[int | None, typer.Argument(metavar="ID", help="Only this one.")] = None,
    config: ConfigOption = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on showing it until it is over.")] = False,
) -> None:
    """Show the last invitations that were sent, and what became of their messages; nobody's words."""
    settings = read_settings(config)
    if not asyncio.run(_show(settings, number, watch=watch)):
        if number is not None:
            complain(NONE_SUCH.format(id=number))
            raise typer.Exit(2)
        say("Nothing was sent yet: coordinators write an invitation with /uitnodiging.")


async def _show(settings: Settings, number: int | None, *, watch: bool) -> bool:
    """Show them, again whenever something changed while `watch`; whether there is anything to show."""
    from bot.cli.stores import existing  # noqa: PLC0415 - loads SQLAlchemy and Alembic

    shown: list[str] = []
    async with existing(settings) as database:
        while True:
            async with database.read() as session:
                found = await _found(session, number)
            lines = [_line(broadcast, tally) for broadcast, tally in found]
            if lines != shown:
                say("\n".join(lines))
            shown = lines
            if not watch or all(broadcast.finished_at is not None for broadcast, _ in found):
                return bool(found)
            await asyncio.sleep(WATCH_SECONDS)


async def _found(session: AsyncSession, number: int | None) -> list[tuple[Broadcast, Tally]]:
    from sqlalchemy import select  # noqa: PLC0415 - as above

    from bot.services import broadcast_progress  # noqa: PLC0415 - as above
    from models import Broadcast, BroadcastState  # noqa: PLC0415 - as above

    wanted = select(Broadcast).where(Broadcast.state != BroadcastState.DRAFT)
    if number is not None:
        wanted = wanted.where(Broadcast.id == number)
    rows = list(await session.scalars(wanted.order_by(Broadcast.id.desc()).limit(LAST)))
    return [(row, await broadcast_progress.tally(session, row)) for row in rows]


def _line(broadcast: Broadcast, tally: Tally) -> str:
    parts = [f"{tally.delivered} of {tally.total} delivered"]
    parts += [
        f"{getattr(tally, name)} {words}"
        for name, words in (
            ("waiting", "waiting"),
            ("unknown", "unknown"),
            ("left", "left"),
            ("blocked", "blocked"),
            ("muted", "may not write"),
            ("unwanted", "opted out"),
            ("expired", "expired"),
            ("stopped", "stopped"),
            ("failed", "refused"),
        )
        if getattr(tally, name)
    ]
    when = broadcast.confirmed_at.strftime("%Y-%m-%d %H:%M UTC") if broadcast.confirmed_at else ""
    return f"{broadcast.id:>5}  {when}  {broadcast.state.value:<8} {', '.join(parts)}"
