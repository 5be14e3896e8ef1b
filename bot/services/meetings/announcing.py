"""Words that are due become messages, some chats at a time: each once, few a day, none in the quiet hours."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox_many
from bot.delivery.outbox import WORTH
from bot.delivery.outbox_copies import Copy, add_copies
from bot.services.meetings import audience, notice_cards, redrawing
from bot.services.meetings.counts import Counts, counts
from bot.services.meetings.daily import APART, Decision, Word, decide, resumes
from bot.services.meetings.manner import Manner
from bot.services.meetings.notices import in_force
from bot.services.meetings.recipients import Recipient, recipients
from models import (
    Chat,
    Meeting,
    MeetingMoment,
    MeetingNotice,
    MessageClass,
    NoticeState,
    Rsvp,
    RsvpAnswer,
)

# One transaction each, in which nobody else can write on SQLite: some tenths of a second.
CHATS = 100
# From here on a word is a reminder: it is worth nothing once the meeting has begun.
LAST_HOUR = timedelta(minutes=90)
_NOTICE = cast("Table", MeetingNotice.__table__)
# Built once: it is carried out for thousands of rows.
_CHANGE = (
    update(_NOTICE)
    .where(_NOTICE.c.id == bindparam("its_id"))
    .values(
        state=bindparam("its_state", type_=_NOTICE.c.state.type),
        outbox_key=bindparam("its_key"),
        day=bindparam("its_day"),
        due_at=bindparam("its_due", type_=_NOTICE.c.due_at.type),
        attempts=bindparam("its_attempts"),
        finished_at=bindparam("its_end", type_=_NOTICE.c.finished_at.type),
    )
)


@dataclass(frozen=True, slots=True)
class Waiting(Word):
    """A word with what it takes to write down what became of it."""

    moment_id: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Before:
    """What a chat had: messages today, the last of them, and of which meetings it heard within the hour."""

    posted: int = 0
    last_key: str | None = None
    lately: Mapping[int, str | None] = field(default_factory=dict)


@dataclass(slots=True)
class Round:
    """What is known for one round of chats, and what is to be written for them."""

    at: datetime
    manner: Manner
    meetings: Mapping[int, Meeting]
    counts: Mapping[int, Counts]
    copies: list[Copy] = field(default_factory=list)
    contents: dict[tuple[tuple[int, ...], str, bool], int] = field(default_factory=dict)
    changed: list[dict[str, Any]] = field(default_factory=list)
    redrawn: list[str] = field(default_factory=list)
    missed: Counter[int] = field(default_factory=Counter)

    def settle(self, word: Waiting, state: NoticeState, key: str | None = None, *, made: int = 0) -> None:
        """Note what became of a word."""
        self._change(word, state, key, made, self.manner.day(self.at), word.due_at, self.at)

    def put_off(self, word: Waiting) -> None:
        """Let a word wait for the morning."""
        until = resumes(self.manner, at=self.at)
        self._change(word, NoticeState.WAITING, None, 0, self.manner.day(until), until, None)

    def miss(self, word: Waiting) -> None:
        """Note that a word came too late."""
        self.missed[word.moment_id] += 1
        self.settle(word, NoticeState.DROPPED)

    def _change(
        self,
        word: Waiting,
        state: NoticeState,
        key: str | None,
        made: int,
        day: str,
        due_at: datetime,
        end: datetime | None,
    ) -> None:
        self.changed.append(
            {
                "its_id": word.id,
                "its_state": state,
                "its_key": key,
                "its_day": day,
                "its_due": due_at,
                "its_attempts": word.attempts + made,
                "its_end": end,
            }
        )


async def post(session: AsyncSession, manner: Manner, *, at: datetime, limit: int = CHATS) -> int:
    """Say what is due to the next chats, the longest due first; how many chats that were."""
    chat_ids = await _due_chats(session, at=at, limit=limit)
    if not chat_ids:
        return 0
    meetings = await _lock(session, chat_ids, manner, at)
    words = await _words(session, chat_ids, meetings, manner, at)
    before = await _before(session, chat_ids, meetings, manner, at)
    readers = await recipients(session, chat_ids, default_language=manner.language)
    welcome = await _welcome(session, meetings.values(), readers, manner)
    this = Round(at, manner, meetings, await counts(session, list(meetings)))
    for chat_id in chat_ids:
        had = before.get(chat_id, Before())
        fresh = _fresh(this, words[chat_id], welcome, had, chat_id)
        decision = decide(fresh, had.posted, manner, at=at)
        await _carry_out(session, this, readers[chat_id], decision, had)
    await _store(session, this)
    return len(chat_ids)


async def _due_chats(session: AsyncSession, *, at: datetime, limit: int) -> Sequence[int]:
    rows = await session.scalars(
        select(MeetingNotice.chat_id)
        .join(Meeting, Meeting.id == MeetingNotice.meeting_id)
        .where(MeetingNotice.state == NoticeState.WAITING, MeetingNotice.due_at <= at, in_force())
        .group_by(MeetingNotice.chat_id)
        .order_by(func.min(MeetingNotice.due_at), MeetingNotice.chat_id)
        .limit(limit)
    )
    return rows.all()


async def _lock(
    session: AsyncSession, chat_ids: Collection[int], manner: Manner, at: datetime
) -> dict[int, Meeting]:
    """The meetings of which these chats may hear today, so that nobody changes them meanwhile."""
    ids = select(MeetingNotice.meeting_id).where(*_of_today(chat_ids, manner, at)).distinct()
    rows = await session.scalars(
        select(Meeting)
        .where(Meeting.id.in_(ids))
        .order_by(Meeting.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {
        meeting.id: meeting
        for meeting in rows
        if meeting.is_planned and meeting.settles_at is None and meeting.tells_at is None
    }


def _of_today(chat_ids: Collection[int], manner: Manner, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        MeetingNotice.chat_id.in_(chat_ids),
        MeetingNotice.state == NoticeState.WAITING,
        MeetingNotice.due_at < manner.next_day(at),
    )


async def _words(
    session: AsyncSession,
    chat_ids: Collection[int],
    meetings: Mapping[int, Meeting],
    manner: Manner,
    at: datetime,
) -> dict[int, list[Waiting]]:
    # Locked: a chat that wants no more takes back either the word or the message that came of it.
    rows = await session.execute(
        select(
            MeetingNotice.id,
            MeetingNotice.chat_id,
            MeetingNotice.meeting_id,
            MeetingNotice.moment_id,
            MeetingNotice.due_at,
            MeetingNotice.attempts,
        )
        .where(*_of_today(chat_ids, manner, at), MeetingNotice.meeting_id.in_(list(meetings)))
        .order_by(MeetingNotice.id)
        .with_for_update()
    )
    words: dict[int, list[Waiting]] = defaultdict(list)
    for row in rows:
        starts_at = meetings[row.meeting_id].starts_at
        words[row.chat_id].append(
            Waiting(row.id, row.meeting_id, row.due_at, starts_at, row.moment_id, row.attempts)
        )
    return words


async def _before(
    session: AsyncSession,
    chat_ids: Collection[int],
    meetings: Mapping[int, Meeting],
    manner: Manner,
    at: datetime,
) -> dict[int, Before]:
    today = manner.day(at)
    rows = await session.execute(
        select(
            MeetingNotice.chat_id,
            MeetingNotice.meeting_id,
            MeetingNotice.outbox_key,
            MeetingNotice.state,
            MeetingNotice.day,
            MeetingNotice.finished_at,
        )
        .where(
            MeetingNotice.chat_id.in_(chat_ids),
            MeetingNotice.day.in_((today, manner.day(at - APART))),
            MeetingNotice.state.in_((NoticeState.POSTED, NoticeState.JOINED)),
            or_(
                and_(MeetingNotice.state == NoticeState.POSTED, MeetingNotice.day == today),
                MeetingNotice.finished_at > at - APART,
            ),
        )
        .order_by(MeetingNotice.finished_at, MeetingNotice.id)
    )
    posted: Counter[int] = Counter()
    last: dict[int, str | None] = {}
    lately: dict[int, dict[int, str | None]] = defaultdict(dict)
    for row in rows:
        if row.state is NoticeState.POSTED and row.day == today:
            posted[row.chat_id] += 1
            last[row.chat_id] = row.outbox_key
        if row.finished_at > at - APART:
            lately[row.chat_id][row.meeting_id] = row.outbox_key
    for chat_id, meeting_id in await _heard_of_change(session, chat_ids, meetings, at):
        lately[chat_id].setdefault(meeting_id, None)
    return {
        chat_id: Before(posted[chat_id], last.get(chat_id), lately[chat_id]) for chat_id in {*posted, *lately}
    }


async def _heard_of_change(
    session: AsyncSession, chat_ids: Collection[int], meetings: Mapping[int, Meeting], at: datetime
) -> Sequence[tuple[int, int]]:
    """The chats that were told within the hour what changed about a meeting."""
    told = [one.id for one in meetings.values() if one.told_at is not None and one.told_at > at - APART]
    if not told:
        return []
    rows = await session.execute(
        select(MeetingNotice.chat_id, MeetingNotice.meeting_id)
        .where(
            MeetingNotice.meeting_id.in_(told),
            MeetingNotice.chat_id.in_(chat_ids),
            MeetingNotice.state.in_((NoticeState.POSTED, NoticeState.JOINED)),
        )
        .distinct()
    )
    return [(row.chat_id, row.meeting_id) for row in rows]


async def _welcome(
    session: AsyncSession,
    meetings: Collection[Meeting],
    readers: Mapping[int, Recipient],
    manner: Manner,
) -> set[tuple[int, int]]:
    """Which chats are still to hear of which meetings; who said yes or no in private needs no asking."""
    welcome: set[tuple[int, int]] = set()
    for meeting in meetings:
        chats = await audience.chats_of(session, meeting, manner.roles)
        rows = await session.scalars(chats.where(Chat.id.in_(list(readers))))
        welcome.update((chat_id, meeting.id) for chat_id in rows)
    people = {one.person_id: one.chat_id for one in readers.values() if one.person_id is not None}
    if people:
        answered = await session.execute(
            select(Rsvp.person_id, Rsvp.meeting_id).where(
                Rsvp.person_id.in_(list(people)),
                Rsvp.meeting_id.in_([meeting.id for meeting in meetings]),
                Rsvp.answer.in_((RsvpAnswer.YES, RsvpAnswer.NO)),
            )
        )
        welcome.difference_update((people[row.person_id], row.meeting_id) for row in answered)
    return welcome


def _fresh(
    this: Round,
    words: Sequence[Waiting],
    welcome: Collection[tuple[int, int]],
    had: Before,
    chat_id: int,
) -> list[Waiting]:
    """The words that are still to be said; the others are let go: unwanted, or said within the hour."""
    fresh = []
    for word in words:
        if (chat_id, word.meeting_id) not in welcome:
            this.settle(word, NoticeState.DROPPED)
        elif word.meeting_id in had.lately and word.due_at <= this.at < word.starts_at:
            this.settle(word, NoticeState.JOINED, had.lately[word.meeting_id])
        else:
            fresh.append(word)
    return fresh


async def _carry_out(
    session: AsyncSession, this: Round, reader: Recipient, decision: Decision[Waiting], had: Before
) -> None:
    for word in decision.missed:
        this.miss(word)
    for word in decision.put_off:
        this.put_off(word)
    for word in decision.added:
        if had.last_key is None:
            this.miss(word)
        else:
            this.settle(word, NoticeState.JOINED, had.last_key)
            this.redrawn.append(had.last_key)
    if decision.together:
        await _say(session, this, reader, decision.together)


async def _say(session: AsyncSession, this: Round, reader: Recipient, words: Sequence[Waiting]) -> None:
    """Make one message of some words."""
    meetings = sorted(
        {word.meeting_id: this.meetings[word.meeting_id] for word in words}.values(),
        key=lambda meeting: (meeting.starts_at, meeting.id),
    )
    lead = words[0]
    key = f"meeting-notice:{lead.id}:{lead.attempts + 1}"
    this.settle(lead, NoticeState.POSTED, key, made=1)
    for word in words[1:]:
        this.settle(word, NoticeState.JOINED, key)
    starts_at = meetings[0].starts_at
    is_reminder = len(meetings) == 1 and starts_at - this.at <= LAST_HOUR
    message_class = MessageClass.REMINDER if is_reminder else MessageClass.NOTICE
    this.copies.append(
        Copy(
            key=key,
            chat_id=reader.chat_id,
            content_id=await _content(session, this, meetings, reader),
            message_class=message_class,
            priority=message_class.priority,
            expires_at=_expires(this, starts_at),
            payload=reader.own,
        )
    )


def _expires(this: Round, starts_at: datetime) -> datetime:
    """Until when it is worth sending: the first meeting begins, or it is quiet, and then it waits again."""
    quiet_at = this.manner.quiet.begins(this.at)
    ends = [starts_at, this.at + WORTH[MessageClass.NOTICE]]
    if quiet_at is not None and quiet_at > this.at:
        ends.append(quiet_at)
    return min(ends)


async def _content(session: AsyncSession, this: Round, meetings: Sequence[Meeting], reader: Recipient) -> int:
    """What the message shares with that of every other chat that hears the same in the same language."""
    like = (tuple(meeting.id for meeting in meetings), reader.language, reader.is_group)
    if like not in this.contents:
        card = notice_cards.announcement(
            meetings,
            this.counts,
            this.manner.view(reader.language, this.at),
            is_group=reader.is_group,
        )
        this.contents[like] = await outbox_many.share(session, card.payload())
    return this.contents[like]


async def _store(session: AsyncSession, this: Round) -> None:
    await add_copies(session, this.copies, at=this.at)
    if this.changed:
        await session.execute(_CHANGE, this.changed)
    for moment_id, number in sorted(this.missed.items()):
        await session.execute(
            update(MeetingMoment)
            .where(MeetingMoment.id == moment_id)
            .values(
                missed=MeetingMoment.missed + number,
                missed_at=func.coalesce(MeetingMoment.missed_at, this.at),
            )
            .execution_options(synchronize_session=False)
        )
    if this.redrawn:
        mark = f"{this.at:%Y%m%dT%H%M%S}"
        await redrawing.redraw(session, this.redrawn, this.manner, mark=mark, at=this.at)
