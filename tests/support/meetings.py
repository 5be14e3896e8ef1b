"""A neighbourhood with sessions on a clock that stands still until it is moved, and nobody who sends."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.announcing import Announcing
from bot.clock import Clock
from bot.db import Database
from bot.services import local_time
from bot.services.broadcasts import invitation_choice
from bot.services.meetings import changes, plan, store
from bot.services.meetings.manner import Manner
from bot.services.meetings.plan import Moment, Plan
from bot.services.quiet_hours import QuietHours
from bot.services.roles import Roles
from models import (
    Chat,
    ChatKind,
    Collective,
    CollectiveGroup,
    Follow,
    FollowKind,
    Meeting,
    MeetingNotice,
    MomentKind,
    OutboxContent,
    OutboxMessage,
    OutboxState,
    Person,
    Rsvp,
    RsvpAnswer,
)
from models.meeting import Place

ZONE = ZoneInfo("Europe/Amsterdam")
# A Monday, ten in the morning in Amsterdam.
MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
THEME = "energie"
PLANNER = 900
AT_ONCE = Moment(kind=MomentKind.AT_ONCE)


def before(**duration: float) -> Moment:
    """A moment so long before the start."""
    return Moment(kind=MomentKind.BEFORE, minutes_before=int(timedelta(**duration).total_seconds() // 60))


class SetClock(Clock):
    """A clock that stands still; unlike time it may go back."""

    def __init__(self, at: datetime = MONDAY) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        """The instant that was set."""
        return self.at


class Neighbourhood:
    """Groups and people around the tick; what the bot would send stays in the outbox until `deliver`."""

    def __init__(
        self, db: Database, *, at: datetime = MONDAY, per_day: int = 2, quiet: tuple[int, int] = (21, 8)
    ) -> None:
        self.db = db
        self.clock = SetClock(at)
        self.roles = Roles(coordinator_ids=(PLANNER,))
        self.manner = Manner(
            roles=self.roles,
            quiet=QuietHours(ZONE, *quiet),
            per_day=per_day,
            language="nl",
            bot_name="buurvraag_bot",
        )
        self.tick = Announcing(db, self.clock, lambda: self.manner)
        self._numbers = count(1)

    @property
    def now(self) -> datetime:
        """What the clock shows."""
        return self.clock.at

    async def group(self, theme: str = THEME, **fields: Any) -> int:
        """The id of a group whose collective is about a theme."""
        async with self.db.begin() as session:
            number = next(self._numbers)
            chat = Chat(telegram_id=-1000 - number, kind=ChatKind.SUPERGROUP, **fields)
            collective = Collective(
                name=f"Groep {number} (voorbeeld)",
                matching_name=f"groep {number}",
                themes=[theme],
                place="Utrecht",
                registered_at=self.now,
            )
            session.add_all((chat, collective))
            await session.flush()
            session.add(CollectiveGroup(chat_id=chat.id, collective_id=collective.id, since=self.now))
            return chat.id

    async def groups(self, number: int) -> list[int]:
        """Several groups."""
        return [await self.group() for _ in range(number)]

    async def follower(self, theme: str | None = THEME) -> tuple[int, int]:
        """Somebody with a private chat, who follows a theme (None: nothing); ids of chat and person."""
        async with self.db.begin() as session:
            number = 5000 + next(self._numbers)
            chat = Chat(telegram_id=number, kind=ChatKind.PRIVATE)
            person = Person(telegram_id=number, since=self.now)
            session.add_all((chat, person))
            await session.flush()
            if theme is not None:
                session.add(Follow(person_id=person.id, kind=FollowKind.THEME, value=theme, since=self.now))
            return chat.id, person.id

    async def planner(self, session: AsyncSession) -> Person:
        """The coordinator, who has written to the bot."""
        found = await session.scalar(select(Person).where(Person.telegram_id == PLANNER))
        if found is None:
            found = Person(telegram_id=PLANNER, since=self.now)
            session.add_all((found, Chat(telegram_id=PLANNER, kind=ChatKind.PRIVATE)))
            await session.flush()
        return found

    async def plan(self, start: str, *moments: Moment, **fields: Any) -> int:
        """The id of a session that is planned now for a local time; announced at once by default.

        With `starts` a series; the id of its first.
        """
        given = {"title": "Samen op het dak (voorbeeld)", "theme": THEME, "starts": (start,)} | fields
        async with self.db.begin() as session:
            made = await plan.announce(
                session,
                Plan(moments=moments or (AT_ONCE,), **given),
                await self.planner(session),
                ZONE,
                at=self.now,
            )
            return made[0].id

    async def change(self, meeting_id: int, **fields: Any) -> bool:
        """Change a session as the coordinator does."""
        async with self.db.begin() as session:
            meeting = await self._locked(session, meeting_id)
            by = await self.planner(session)
            return await changes.change(session, meeting, fields, version=meeting.version, by=by, at=self.now)

    async def cancel(self, meeting_id: int) -> bool:
        """Cancel a session as the coordinator does."""
        async with self.db.begin() as session:
            meeting = await self._locked(session, meeting_id)
            by = await self.planner(session)
            return await changes.cancel(session, meeting, version=meeting.version, by=by, at=self.now)

    async def undo(self, meeting_id: int) -> bool:
        """Take the last change back as the coordinator does."""
        async with self.db.begin() as session:
            meeting = await self._locked(session, meeting_id)
            by = await self.planner(session)
            last = await changes.last_change(session, meeting)
            change_id = last.id if last is not None else 0
            return await changes.undo(session, meeting, change_id=change_id, by=by, at=self.now)

    async def sign_up(
        self, meeting_id: int, person_id: int, answer: RsvpAnswer = RsvpAnswer.YES, place: Place | None = None
    ) -> None:
        """Store an answer, with a place for a yes unless told otherwise."""
        given = place or (Place.SEAT if answer is RsvpAnswer.YES else Place.NONE)
        async with self.db.begin() as session:
            session.add(
                Rsvp(
                    meeting_id=meeting_id,
                    person_id=person_id,
                    answer=answer,
                    place=given,
                    queued_at=self.now,
                    answered_at=self.now,
                )
            )

    async def meeting(self, meeting_id: int) -> Meeting:
        """A session as it stands."""
        async with self.db.read() as session:
            return await session.get_one(Meeting, meeting_id)

    async def look(self) -> None:
        """Let the tick look."""
        await self.tick.look()

    async def later(self, **duration: float) -> None:
        """Move the clock, and let the tick look."""
        self.clock.at += timedelta(**duration)
        await self.look()

    async def until(self, local: str) -> None:
        """Move the clock to a local time ("2027-03-01T13:00"), and let the tick look."""
        self.clock.at = local_time.instant(local, ZONE)
        await self.look()

    async def deliver(self) -> None:
        """Let all that waits arrive."""
        async with self.db.begin() as session:
            await session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.state == OutboxState.QUEUED, OutboxMessage.expires_at <= self.now)
                .values(state=OutboxState.EXPIRED, finished_at=self.now)
            )
            await session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.state == OutboxState.QUEUED, OutboxMessage.due_at <= self.now)
                .values(
                    state=OutboxState.SENT,
                    sent_message_id=OutboxMessage.id,
                    sent_chat_id=OutboxMessage.chat_id,
                    finished_at=self.now,
                )
            )

    async def step(self, **duration: float) -> None:
        """Move the clock, let the tick look, and let all arrive."""
        await self.later(**duration)
        await self.deliver()

    async def messages(self, chat_id: int | None = None, kind: str = "meeting-notice") -> list[str]:
        """The words of a kind that left or wait for a chat, oldest first, but for changes of cards."""
        async with self.db.read() as session:
            rows = await session.execute(
                select(OutboxMessage, OutboxContent.payload)
                .outerjoin(OutboxContent, OutboxContent.id == OutboxMessage.content_id)
                .where(
                    OutboxMessage.key.startswith(kind),
                    OutboxMessage.target_key.is_(None),
                    OutboxMessage.state.not_in((OutboxState.CANCELLED, OutboxState.EXPIRED)),
                )
                .order_by(OutboxMessage.id)
            )
            return [
                str((shared or row.payload).get("text") or (shared or row.payload).get("caption"))
                for row, shared in rows
                if chat_id is None or row.chat_id == chat_id
            ]

    async def edits(self, chat_id: int) -> list[str]:
        """What the cards in a chat were changed into, oldest first."""
        async with self.db.read() as session:
            rows = await session.scalars(
                select(OutboxContent.payload)
                .join(OutboxMessage, OutboxMessage.content_id == OutboxContent.id)
                .where(
                    OutboxMessage.target_key.is_not(None),
                    OutboxMessage.method == "editMessageText",
                    OutboxMessage.chat_id == chat_id,
                )
                .order_by(OutboxMessage.id)
            )
            return [str(payload["text"]) for payload in rows]

    async def notices(self) -> list[MeetingNotice]:
        """All notices, in the order in which they were made."""
        async with self.db.read() as session:
            return list(await session.scalars(select(MeetingNotice).order_by(MeetingNotice.id)))

    async def opt_out(self, chat_id: int, theme: str = "") -> None:
        """A chat wants to hear no more."""
        async with self.db.begin() as session:
            chat = await session.get_one(Chat, chat_id)
            await invitation_choice.opt_out(session, chat, at=self.now, theme=theme)

    async def _locked(self, session: AsyncSession, meeting_id: int) -> Meeting:
        meeting = await store.locked(session, meeting_id)
        assert meeting is not None
        return meeting


async def add_groups(session: AsyncSession, number: int, *, theme: str = THEME) -> None:
    """Very many groups of one collective, in few statements."""
    collective = Collective(
        name="Alle buren (voorbeeld)", matching_name="alle buren", themes=[theme], registered_at=MONDAY
    )
    session.add(collective)
    await session.flush()
    first = -2_000_000
    for start in range(0, number, 5_000):
        await session.execute(
            insert(Chat),
            [
                {
                    "telegram_id": first - one,
                    "kind": ChatKind.SUPERGROUP,
                    "is_forum": False,
                    "can_write": True,
                }
                for one in range(start, min(start + 5_000, number))
            ],
        )
    chats = select(Chat.id).where(Chat.telegram_id <= first)
    rows = [
        {"chat_id": chat_id, "collective_id": collective.id, "since": MONDAY}
        for chat_id in await session.scalars(chats)
    ]
    await session.execute(insert(CollectiveGroup), rows)
