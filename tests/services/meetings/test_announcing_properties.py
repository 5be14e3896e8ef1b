"""Whatever is planned, moved, put back and cancelled, and wherever the tick dies: what is promised holds.

The clock jumps at random, over nights and over the days on which clocks are changed.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot import announcing
from bot.db import Database
from bot.services.meetings import cards
from bot.services.meetings.daily import NEAR
from models import (
    Base,
    Chat,
    Meeting,
    MeetingAudience,
    MeetingMoment,
    MeetingNotice,
    MomentKind,
    NoticeState,
    OutboxContent,
    OutboxMessage,
    OutboxState,
)
from tests.support.meetings import AT_ONCE, MONDAY, ZONE, Neighbourhood, before

SPRING = datetime(2027, 3, 26, 15, 0, tzinfo=UTC)
AUTUMN = datetime(2027, 10, 29, 15, 0, tzinfo=UTC)
MOMENTS = (AT_ONCE, before(days=7), before(days=1), before(hours=1))
ANNOUNCED = (NoticeState.POSTED, NoticeState.JOINED)

minutes = st.one_of(st.integers(0, 30), st.integers(30, 15 * 60), st.integers(15 * 60, 3 * 24 * 60))
which = st.integers(0, 5)
plans = st.tuples(st.just("plan"), st.tuples(st.integers(15, 5 * 24 * 60), st.integers(1, 15)))
looks = st.tuples(st.just("look"), st.just(0))
moves = st.tuples(st.just("move"), st.tuples(which, st.integers(-2 * 24 * 60, 4 * 24 * 60)))
acts = st.one_of(
    st.tuples(st.just("later"), minutes),
    st.tuples(st.just("later"), minutes),
    st.tuples(st.just("silent"), minutes),
    looks,
    looks,
    st.tuples(st.just("deliver"), st.just(0)),
    plans,
    plans,
    plans,
    moves,
    moves,
    st.tuples(st.just("rename"), which),
    st.tuples(st.just("invite"), which),
    st.tuples(st.just("cancel"), which),
    st.tuples(st.just("undo"), which),
    st.tuples(st.just("crash"), st.integers(0, 12)),
    st.tuples(st.just("join"), st.just(0)),
    st.tuples(st.just("leave"), which),
)


class KilledError(Exception):
    """Where a process would have died."""


@dataclass
class Life:
    """A neighbourhood and what was seen in it.

    `of` are the sessions that a message was made of, by its key; others may join it by an edit.
    """

    hood: Neighbourhood
    meetings: list[int] = field(default_factory=list)
    chats: list[int] = field(default_factory=list)
    names: int = 0
    left: int = -1
    of: dict[str | None, set[int]] = field(default_factory=dict)

    async def act(self, name: str, value: Any) -> None:
        """Let something happen; without sessions or chats there is nothing to change."""
        match name:
            case "later":
                await self.live(value)
            case "silent":
                # Telegram is away; when it is back, the sender may be faster than the tick.
                self.hood.clock.at += timedelta(minutes=value)
                await self.deliver()
            case "look":
                await self.look()
            case "deliver":
                await self.deliver()
            case "crash":
                self.left = value
            case "join":
                self.chats.append(await self.hood.group())
            case "plan":
                await self.plan(*value)
            case "leave" if self.chats:
                await self.leave(self.chats[value % len(self.chats)])
            case "move" if self.meetings:
                await self.move(self.meetings[value[0] % len(self.meetings)], value[1])
            case "rename" | "invite" | "cancel" | "undo" if self.meetings:
                await self.change(name, self.meetings[value % len(self.meetings)])

    async def change(self, name: str, meeting_id: int) -> None:
        """Let the coordinator change a session."""
        if name == "cancel":
            await self.hood.cancel(meeting_id)
        elif name == "undo":
            await self.hood.undo(meeting_id)
        elif name == "invite":
            meeting = await self.hood.meeting(meeting_id)
            is_for_all = meeting.audience is MeetingAudience.ALL
            await self.hood.change(
                meeting_id, audience=MeetingAudience.THEME if is_for_all else MeetingAudience.ALL
            )
        else:
            self.names += 1
            await self.hood.change(meeting_id, title=f"Avond {self.names} (voorbeeld)")

    async def plan(self, ahead: int, mask: int) -> None:
        """Plan a session so many minutes ahead."""
        start = (self.hood.now + timedelta(minutes=ahead)).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")
        moments = [moment for number, moment in enumerate(MOMENTS) if mask >> number & 1]
        self.meetings.append(await self.hood.plan(start, *moments))

    async def move(self, meeting_id: int, by: int) -> None:
        """Move a session; never into the past, as a coordinator cannot."""
        meeting = await self.hood.meeting(meeting_id)
        starts_at = max(meeting.starts_at + timedelta(minutes=by), self.hood.now + timedelta(minutes=10))
        local = starts_at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")
        if not meeting.is_over(self.hood.now):
            await self.hood.change(meeting_id, local_start=local)

    async def leave(self, chat_id: int) -> None:
        """Put the bot out of a group."""
        async with self.hood.db.begin() as session:
            await session.execute(update(Chat).where(Chat.id == chat_id).values(inactive_since=self.hood.now))

    async def live(self, duration: int) -> None:
        """Let time go by: half of it the bot is up, and looks and sends now and then; then it is away."""
        steps = 4
        for _ in range(steps):
            self.hood.clock.at += timedelta(minutes=duration / 2 / steps)
            await self.look()
            await self.deliver()
        self.hood.clock.at += timedelta(minutes=duration / 2)

    async def look(self) -> None:
        """Let the tick look; it may die on the way."""
        try:
            await self.hood.look()
        except KilledError:
            self.left = -1
        async with self.hood.db.read() as session:
            told = await session.execute(select(MeetingNotice.outbox_key, MeetingNotice.meeting_id))
            found = defaultdict(set)
            for key, meeting_id in told:
                found[key].add(meeting_id)
        self.of = {**found, **self.of}

    def crash_point(self, _name: str) -> None:
        """Die here, when it was so decided."""
        if self.left == 0:
            raise KilledError
        self.left -= 1

    async def deliver(self) -> None:
        """Let what waits leave, and see that nothing of it is wrong at that very moment."""
        before = await self.sent()
        await self.hood.deliver()
        now, edits = self.hood.now, await self.edits()
        for key, (words, meetings) in (await self.sent()).items():
            if key in before:
                continue
            assert meetings, f"{key} says nothing"
            for meeting in meetings:
                # What joined a list that had not left yet stands in the edit that left with it.
                text = words if meeting.id in self.of[key] else edits[key]
                assert meeting.is_planned, "cancelled, and still announced"
                assert now < meeting.starts_at, "announced when it had begun"
                assert meeting.title in text
                assert cards.hours(meeting, "nl") in text, "announced for a time that it is not at"
            until = self.hood.manner.quiet.until(now)
            soonest = min(meeting.starts_at for meeting in meetings)
            assert until is None or soonest < until + NEAR, "announced at night"

    async def sent(self) -> dict[str, tuple[str, list[Meeting]]]:
        """What was announced and left: its words, and the sessions that it is about."""
        async with self.hood.db.read() as session:
            rows = await session.execute(
                select(OutboxMessage.key, OutboxContent.payload, Meeting)
                .join(OutboxContent, OutboxContent.id == OutboxMessage.content_id)
                .join(MeetingNotice, MeetingNotice.outbox_key == OutboxMessage.key)
                .join(Meeting, Meeting.id == MeetingNotice.meeting_id)
                .where(OutboxMessage.state == OutboxState.SENT, OutboxMessage.target_key.is_(None))
            )
            found: dict[str, tuple[str, list[Meeting]]] = {}
            for key, payload, meeting in rows:
                found.setdefault(key, (payload["text"], []))[1].append(meeting)
            return found

    async def check(self) -> None:
        """What holds for all that was ever said."""
        async with self.hood.db.read() as session:
            messages = list(
                await session.scalars(
                    select(OutboxMessage).where(
                        OutboxMessage.key.startswith("meeting-notice"), OutboxMessage.target_key.is_(None)
                    )
                )
            )
            notices = list(await session.scalars(select(MeetingNotice)))
            at_once = set(
                await session.scalars(
                    select(MeetingMoment.id).where(MeetingMoment.kind == MomentKind.AT_ONCE)
                )
            )
        live = [one for one in messages if one.state in (OutboxState.SENT, OutboxState.QUEUED)]
        _once_for_each_moment(live, notices)
        _new_to_it(live, [one for one in notices if one.moment_id in at_once])
        _few_a_day(live, self.hood)

    async def edits(self) -> dict[str, str]:
        """What messages say since their last edit, by key."""
        async with self.hood.db.read() as session:
            edits = await session.execute(
                select(OutboxMessage.target_key, OutboxContent.payload)
                .join(OutboxContent, OutboxContent.id == OutboxMessage.content_id)
                .where(OutboxMessage.method == "editMessageText", OutboxMessage.state == OutboxState.SENT)
                .order_by(OutboxMessage.id)
            )
            return {row.target_key: str(row.payload["text"]) for row in edits}

    async def shown(self) -> None:
        """Every card that stands in a chat shows its session as it is."""
        last = await self.edits()
        for key, (text, meetings) in (await self.sent()).items():
            shown = last.get(key, text)
            for meeting in meetings:
                if meeting.is_planned and not meeting.is_over(self.hood.now):
                    assert cards.hours(meeting, "nl") in shown
                    assert meeting.title in shown
                elif not meeting.is_planned:
                    assert "niet door" in shown


def _once_for_each_moment(live: Sequence[OutboxMessage], notices: Sequence[MeetingNotice]) -> None:
    keys = Counter(one.key for one in live)
    assert not [key for key, number in keys.items() if number > 1]
    leads = Counter(one.key.split(":")[1] for one in live)
    assert not [lead for lead, number in leads.items() if number > 1], "a word left twice"
    said = defaultdict(set)
    for notice in notices:
        if notice.state in ANNOUNCED and notice.outbox_key in keys:
            said[notice.moment_id, notice.chat_id].add(notice.outbox_key)
    assert all(len(found) == 1 for found in said.values())


def _new_to_it(live: Sequence[OutboxMessage], notices: Sequence[MeetingNotice]) -> None:
    """However often an audience changes, a chat is told at once of a session in one message."""
    keys = {one.key for one in live}
    said = defaultdict(set)
    for notice in notices:
        if notice.state in ANNOUNCED and notice.outbox_key in keys:
            said[notice.meeting_id, notice.chat_id].add(notice.outbox_key)
    assert all(len(found) == 1 for found in said.values()), "announced as new to who knew it"


def _few_a_day(live: Sequence[OutboxMessage], hood: Neighbourhood) -> None:
    days = Counter((one.chat_id, hood.manner.day(one.created_at)) for one in live)
    assert not [day for day, number in days.items() if number > hood.manner.per_day], "too many in a day"


async def empty(db: Database) -> None:
    async with db.begin() as session:
        for table in reversed(Base.metadata.sorted_tables):
            await session.execute(table.delete())


@pytest.fixture
def crash_here(monkeypatch: pytest.MonkeyPatch) -> list[Life]:
    """The lives of which the last one is where crash points count."""
    lives: list[Life] = []

    def crash_point(name: str) -> None:
        lives[-1].crash_point(name)

    monkeypatch.setattr(announcing, "crash_point", crash_point)
    return lives


@given(
    begin=st.sampled_from([MONDAY, SPRING, AUTUMN]),
    quiet=st.sampled_from([(21, 8), (21, 8), (0, 0)]),
    done=st.lists(acts, min_size=10, max_size=30),
)
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
async def test_the_promises_of_announcing_hold_whatever_happens(
    database: Database,
    crash_here: list[Life],
    begin: datetime,
    quiet: tuple[int, int],
    done: list[tuple[str, Any]],
) -> None:
    await empty(database)
    life = Life(Neighbourhood(database, at=begin, quiet=quiet))
    crash_here.append(life)
    life.chats.extend(await life.hood.groups(2))
    life.chats.append(await life.hood.group("zorg"))
    await life.plan(26 * 60, 15)

    for name, value in done:
        await life.act(name, value)
        await life.check()

    # When nothing dies any more and nobody changes anything, all is told and shown as it is.
    life.left = -1
    for _ in range(3):
        life.hood.clock.at += timedelta(minutes=6)
        await life.look()
        await life.deliver()
    await life.check()
    await life.shown()
    life.hood.clock.at += timedelta(days=30)
    await life.look()
    await life.deliver()
    async with database.read() as session:
        waiting = await session.scalar(
            select(MeetingNotice.id).where(MeetingNotice.state == NoticeState.WAITING).limit(1)
        )
    assert waiting is None, "something waits that nobody will ever say"
    await life.check()
