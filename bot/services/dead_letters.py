"""Updates that were set aside after failing too often: what an administrator may know of them."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import InboxState, InboxUpdate

_FRAME = re.compile(r'^\s*File "(?P<path>.+)", line (?P<line>\d+), in (?P<name>.+)$')


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An update that was set aside, without what it says; `failures` and `deaths` as in the inbox."""

    id: int
    received_at: datetime
    failures: int
    deaths: int
    error: str


async def dead_letters(session: AsyncSession) -> list[DeadLetter]:
    """All updates that are set aside, the oldest first."""
    rows = await session.execute(
        select(
            InboxUpdate.id,
            InboxUpdate.received_at,
            InboxUpdate.failures,
            InboxUpdate.deaths,
            InboxUpdate.error,
        )
        .where(InboxUpdate.state == InboxState.SET_ASIDE)
        .order_by(InboxUpdate.id)
    )
    return [
        DeadLetter(row.id, row.received_at, row.failures, row.deaths, cause_of(row.error or ""))
        for row in rows
    ]


async def get_dead_letter(session: AsyncSession, inbox_id: int) -> InboxUpdate | None:
    """The whole row of an update that is set aside; None when there is no such one."""
    return await session.scalar(
        select(InboxUpdate).where(InboxUpdate.id == inbox_id, InboxUpdate.state == InboxState.SET_ASIDE)
    )


def cause_of(error: str) -> str:
    """What went wrong and where, from a traceback, in one line.

    Without the message of the exception, which can hold somebody's words. What is no traceback is the bot's
    own sentence: its first line.
    """
    lines = error.strip().splitlines()
    frames = [(number, found) for number, line in enumerate(lines) if (found := _FRAME.match(line))]
    if not frames:
        return lines[0] if lines else "unknown"
    number, frame = frames[-1]
    # Below a frame stand its source lines, indented; the first line that is not is the exception's.
    ending = next((line for line in lines[number + 1 :] if line[:1].strip()), "an error")
    kind = ending.partition(":")[0].rpartition(".")[2]
    path = "/".join(frame["path"].replace("\\", "/").split("/")[-2:])
    return f"{kind} in {frame['name']} ({path}:{frame['line']})"
