"""Sessions in a town: planned as a coordinator's wizard does, and announced in groups that the bot knows."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.delivery import addresses
from bot.playground.state import Chat, Message, Person
from bot.services import local_time, people
from bot.services.meetings import plan
from bot.services.meetings.plan import Moment, Plan
from models import ChatKind, Meeting, MeetingAudience, MomentKind, Rsvp
from tests.support.town import Town

ZONE = ZoneInfo("Europe/Amsterdam")
AT_ONCE = (Moment(kind=MomentKind.AT_ONCE),)
LINK = "https://meet.voorbeeld.nl/begroting"
TITLE = "Invloed op de begroting (voorbeeld)"


async def known(town: Town, *chats: Chat | Person) -> None:
    """Let the bot know these groups and people, as if it had been there for long."""
    async with town.db.begin() as session:
        for chat in chats:
            kind = ChatKind.PRIVATE if isinstance(chat, Person) else ChatKind.SUPERGROUP
            await addresses.open_chat(session, chat.id, kind)


async def planned(town: Town, *, days: float = 10, weeks: int = 1, **fields: Any) -> list[Meeting]:
    """A session, or a series a week apart, announced to all groups at once."""
    now = town.world.clock.now()
    # At noon nobody sleeps, so that all that is due goes at once.
    first = noon(now + timedelta(days=days)) if days >= 1 else now + timedelta(days=days)
    given: dict[str, Any] = {
        "title": TITLE,
        "theme": "begroting",
        "audience": MeetingAudience.ALL,
        "link": LINK,
        "moments": AT_ONCE,
    }
    starts = tuple(local_time.local(first + timedelta(weeks=week), ZONE) for week in range(weeks))
    async with town.db.begin() as session:
        planner = await people.meet(session, town.office.coordinator.id, at=now)
        return await plan.announce(session, Plan(**(given | fields), starts=starts), planner, ZONE, at=now)


def noon(at: datetime) -> datetime:
    """Twelve o'clock on the day of an instant, where the sessions are."""
    return at.astimezone(ZONE).replace(hour=12, minute=0, second=0, microsecond=0)


async def posted(town: Town, group: Chat, **fields: Any) -> tuple[Meeting, Message]:
    """A session, and its card in a group."""
    await known(town, group)
    await by_day(town)
    meeting, *_ = await planned(town, **fields)
    await town.later(seconds=15)
    return meeting, await town.hears(group)


async def by_day(town: Town) -> None:
    """Move the clock to the next morning at ten, so that no quiet hours hold up what is tested."""
    now = town.world.clock.now()
    morning = now.astimezone(ZONE).replace(hour=10, minute=0, second=0, microsecond=0)
    if morning <= now:
        morning += timedelta(days=1)
    await town.later(seconds=(morning - now).total_seconds())


async def until(town: Town, instant: datetime) -> None:
    """Move the clock to an instant."""
    await town.later(seconds=(instant - town.world.clock.now()).total_seconds())


async def answers(town: Town, meeting: Meeting) -> list[Rsvp]:
    """All answers to a session, as they came."""
    found = await town.rows(select(Rsvp).where(Rsvp.meeting_id == meeting.id).order_by(Rsvp.id))
    return list(found)
