"""`broadcasts`: how far invitations are, for administrators."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import ConfigOption, complain, read_settings, say

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.broadcasts.progress import Tally
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
    """Show invitations that wait for their time, and what became of the last ones; nobody's words."""
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
            if not watch or not any(_may_change(broadcast) for broadcast, _ in found):
                return bool(found)
            await asyncio.sleep(WATCH_SECONDS)


async def _found(session: AsyncSession, number: int | None) -> list[tuple[Broadcast, Tally]]:
    from sqlalchemy import select  # noqa: PLC0415 - as above

    from bot.services.broadcasts import progress as broadcast_progress  # noqa: PLC0415 - `--help` needs no database
    from models import Broadcast, BroadcastState  # noqa: PLC0415 - as above

    wanted = select(Broadcast).where(Broadcast.state != BroadcastState.DRAFT)
    if number is not None:
        wanted = wanted.where(Broadcast.id == number)
    rows = list(await session.scalars(wanted.order_by(Broadcast.id.desc()).limit(LAST)))
    return [(row, await broadcast_progress.tally(session, row)) for row in rows]


def _may_change(broadcast: Broadcast) -> bool:
    """Whether there is more to see of it: it is under way, or begins at its time."""
    from models import BroadcastState  # noqa: PLC0415 - as above

    return broadcast.finished_at is None and broadcast.state is not BroadcastState.DRAFT


def _line(broadcast: Broadcast, tally: Tally) -> str:
    from models import BroadcastState  # noqa: PLC0415 - as above

    if broadcast.state is BroadcastState.SCHEDULED and broadcast.due_at is not None:
        due = f"begins {_when(broadcast.due_at)}, for {broadcast.counted} chats when it was confirmed"
        return f"{broadcast.id:>5}  {_when(broadcast.confirmed_at)}  {broadcast.state.value:<9} {due}"
    what = "corrected" if broadcast.is_correction else "delivered"
    parts = [f"{tally.delivered} of {tally.total} {what}"]
    if broadcast.is_correction:
        parts.append(f"corrects {broadcast.corrects_id}")
    if broadcast.spread_hours:
        parts.append(f"spread over {broadcast.spread_hours} h")
    parts += [
        f"{getattr(tally, name)} {words}"
        for name, words in (
            ("waiting", "waiting"),
            ("unknown", "unknown"),
            ("left", "left"),
            ("blocked", "blocked"),
            ("muted", "may not write"),
            ("unwanted", "opted out"),
            ("missed", "left or opted out before their turn"),
            ("expired", "expired"),
            ("stopped", "stopped"),
            ("failed", "refused"),
        )
        if getattr(tally, name)
    ]
    return f"{broadcast.id:>5}  {_when(broadcast.began_at)}  {broadcast.state.value:<9} {', '.join(parts)}"


def _when(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC") if at is not None else " " * 20
