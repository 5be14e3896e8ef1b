"""The audit trail: everything that staff do is written down, in the transaction in which it is done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import shorten
from models import AuditEntry, Person

# The widths of the columns: what is longer is cut, because a trail that refuses an action is worse.
MAX_ACTION = 40
MAX_SUBJECT = 80
MAX_DETAIL = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail; `actor` is a Telegram id, None for the bot itself and for who was forgotten."""

    id: int
    at: datetime
    actor: int | None
    by_bot: bool
    action: str
    subject: str
    detail: str


async def record(
    session: AsyncSession,
    *,
    at: datetime,
    actor: Person | None,
    action: str,
    subject: str,
    detail: str = "",
) -> None:
    """Write down that `actor` (None: the bot by itself) did `action` ("case-published") to `subject`.

    `subject` is "kind:id", as in "escalation:12". `detail` never holds words of residents: ids, states, names
    of fields. The caller's transaction holds the action as well, so that neither is there without the other.
    """
    session.add(
        AuditEntry(
            at=at,
            person_id=None if actor is None else actor.id,
            by_bot=actor is None,
            action=action[:MAX_ACTION],
            subject=subject[:MAX_SUBJECT],
            detail=shorten(detail, MAX_DETAIL),
        )
    )
    await session.flush()


async def entries(
    session: AsyncSession,
    *,
    subject: str | None = None,
    actor: int | None = None,
    since: datetime | None = None,
    most: int | None = None,
) -> list[Entry]:
    """The trail, the oldest first; with `most` only the latest so many.

    `subject` is one thing ("escalation:12") or everything of a kind ("escalation"); `actor` is somebody's
    Telegram id.
    """
    rows = (
        select(AuditEntry, Person.telegram_id)
        .outerjoin(AuditEntry.person)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    if subject is not None:
        of_kind = AuditEntry.subject.startswith(f"{subject}:", autoescape=True)
        rows = rows.where(or_(AuditEntry.subject == subject, of_kind))
    if actor is not None:
        rows = rows.where(Person.telegram_id == actor)
    if since is not None:
        rows = rows.where(AuditEntry.at >= since)
    if most is not None:
        rows = rows.limit(most)
    found = [_entry(row, telegram_id) for row, telegram_id in await session.execute(rows)]
    return found[::-1]


def _entry(row: AuditEntry, telegram_id: int | None) -> Entry:
    return Entry(row.id, row.at, telegram_id, row.by_bot, row.action, row.subject, row.detail)
