"""People are told what changed about meetings: when it has settled, once, in the least messages.

Cards that stand in chats are changed in place. Groups and followers that had an announcement hear of another
time, another name or the end of it; who signed up hears that in private, and also of another length or, with
a place, another link. Several meetings that changed at the same time are one message.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Exists, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox_many
from bot.delivery.outbox_copies import Copy, add_copies
from bot.messages import Html, utf16_length
from bot.services import group_themes
from bot.services.meetings import (
    askers,
    calendar,
    changes,
    guest_news,
    heard,
    links,
    moments,
    notice_cards,
    redrawing,
    rsvps,
    store,
)
from bot.services.meetings.daily import convenient
from bot.services.meetings.heard import ARRIVED
from bot.services.meetings.manner import Manner
from bot.services.meetings.notice_cards import MAX_CAPTION, News
from bot.services.meetings.recipients import Recipient, recipients
from bot.texts import say
from models import (
    Chat,
    ChatKind,
    Meeting,
    MeetingNotice,
    MessageClass,
    NoticeState,
    OutboxMessage,
    Person,
    Place,
    Rsvp,
    RsvpAnswer,
)

# What a card in a chat shows.
SHOWN = frozenset(
    {"state", "title", "description", "theme", "host", "places", "local_start", "zone", "minutes"}
)
TIMES = frozenset({"local_start", "zone"})
FOR_ALL = TIMES | {"state", "title"}
FOR_GUESTS = FOR_ALL | {"minutes"}
FOR_SEATED = FOR_GUESTS | {"link"}
# A wrong time does more harm than a word that comes twice: these are sent again when in doubt.
_CLASS = MessageClass.INTERACTIVE
_PRIORITY = MessageClass.NOTICE.priority
# For who was about to come it goes before other announcements.
_URGENT = MessageClass.RELAY.priority
_WORTH = timedelta(days=2)
_SAID = (NoticeState.POSTED, NoticeState.JOINED)


@dataclass(frozen=True, slots=True)
class Known:
    """A version that some chats know, and what is otherwise since."""

    version: int
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting with what is otherwise than people know.

    `later` are the chats that know a later version than the others: they were told of a change, and the rest
    was not yet when the next one came. By version.
    """

    meeting: Meeting
    told: Mapping[str, Any]
    later: Mapping[int, Known] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """The fields that are otherwise than somebody knows."""
        return {*self.told, *(name for known in self.later.values() for name in known.told)}

    def news_for(self, chat_id: int, *, is_sure: bool) -> News:
        """What a chat is to be told; nothing when it knows all that is so."""
        known = self.later.get(chat_id)
        if known is None:
            return News(self.meeting, self.told, self.meeting.told_version, is_sure=is_sure)
        return News(self.meeting, known.told, known.version, is_sure=is_sure)


async def unsettled(session: AsyncSession, *, at: datetime) -> Sequence[int]:
    """The meetings whose changes have settled by now."""
    rows = await session.scalars(
        select(Meeting.id).where(Meeting.settles_at <= at).order_by(Meeting.settles_at, Meeting.id)
    )
    return rows.all()


async def settle(session: AsyncSession, meeting_id: int, manner: Manner, *, at: datetime) -> None:
    """Let a meeting's changes be final: change its cards, and set when people are told, if they must be."""
    meeting = await store.locked(session, meeting_id)
    if meeting is None or meeting.settles_at is None or meeting.settles_at > at:
        return
    meeting.settles_at = None
    if not meeting.is_planned:
        await _let_go(session, meeting, at)
    drawn = await changes.since(session, meeting, meeting.drawn_version)
    if not TIMES.isdisjoint(drawn):
        await moments.forget_former(session, meeting)
    if not {"places", *TIMES}.isdisjoint(drawn):
        await rsvps.places_changed(session, meeting, at=at)
    if SHOWN & drawn.keys():
        keys = await redrawing.keys_of(session, meeting.id)
        await redrawing.redraw(session, keys, manner, mark=f"v{meeting.id}.{meeting.version}", at=at)
    if changes.AUDIENCE & drawn.keys() and meeting.is_planned:
        await moments.tell_newcomers(session, meeting, at=at)
    await askers.write_anew(session, meeting, manner, at=at)
    meeting.drawn_version = meeting.version
    change = await _change(session, meeting)
    if FOR_SEATED & change.names:
        meeting.tells_at = convenient(at, _earliest(meeting, change.told), manner.quiet)
    else:
        meeting.told_version = meeting.version
    await session.flush()


async def _let_go(session: AsyncSession, meeting: Meeting, at: datetime) -> None:
    """Announce nothing more of a meeting that was cancelled."""
    await moments.let_go(session, meeting)
    await session.execute(
        update(MeetingNotice)
        .where(MeetingNotice.meeting_id == meeting.id, MeetingNotice.state == NoticeState.WAITING)
        .values(state=NoticeState.DROPPED, finished_at=at)
        .execution_options(synchronize_session=False)
    )


def _earliest(meeting: Meeting, told: Mapping[str, Any]) -> datetime:
    """When somebody may come, by what they know or by what is so."""
    return min(meeting.starts_at, notice_cards.former_start(meeting, told))


async def tell(session: AsyncSession, manner: Manner, *, at: datetime) -> int:
    """Tell everybody who has to know of all that may be told by now; of how many meetings."""
    rows = await session.scalars(
        select(Meeting)
        .where(Meeting.tells_at <= at, Meeting.settles_at.is_(None))
        .order_by(Meeting.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    meetings = [one for one in rows if one.tells_at is not None and one.settles_at is None]
    found = [await _change(session, one) for one in meetings]
    current = [one for one in found if not _is_past(one, at)]
    news = await _news(current, session)
    for meeting in meetings:
        if meeting.told_at is not None:
            await redrawing.bare(session, meeting, at=at)
    await _send(session, news, manner, at)
    for change in current:
        if FOR_SEATED & change.told.keys():
            told = News(change.meeting, change.told, change.meeting.told_version, is_sure=True)
            await guest_news.tell(session, told, manner, at=at)
    for change in found:
        if "link" in change.told:
            # It stands in what was told just now.
            await links.told(session, change.meeting, at=at)
    for meeting in meetings:
        meeting.told_version, meeting.told_at, meeting.tells_at = meeting.version, at, None
    await session.flush()
    return len(meetings)


async def _change(session: AsyncSession, meeting: Meeting) -> Change:
    """What is otherwise than people know; by chat where some know a later version than others."""
    told = await changes.since(session, meeting, meeting.told_version)
    later: dict[int, Known] = {}
    for version in range(meeting.told_version + 1, meeting.version):
        arrived = await redrawing.told_of(session, meeting, version)
        if arrived:
            known = Known(version, await changes.since(session, meeting, version))
            later |= dict.fromkeys(arrived, known)
    return Change(meeting, told, later)


def _is_past(change: Change, at: datetime) -> bool:
    """Whether nobody can do anything with it any more."""
    former_end = notice_cards.former_end(change.meeting, change.told)
    return former_end <= at and (not change.meeting.is_planned or change.meeting.is_over(at))


async def _news(found: Sequence[Change], session: AsyncSession) -> dict[int, dict[int, tuple[News, bool]]]:
    """By chat and meeting: what is to be told, and whether to somebody who signed up."""
    news: dict[int, dict[int, tuple[News, bool]]] = defaultdict(dict)
    for change in found:
        meeting = change.meeting
        if FOR_ALL & change.names:
            for chat_id in await _chats_that_heard(session, meeting):
                one = change.news_for(chat_id, is_sure=False)
                if FOR_ALL & one.told.keys():
                    news[chat_id][meeting.id] = (one, False)
        for chat_id, is_seated in await _who_signed_up(session, meeting):
            one = change.news_for(chat_id, is_sure=is_seated)
            if (FOR_SEATED if is_seated else FOR_GUESTS) & one.told.keys():
                news[chat_id][meeting.id] = (one, True)
    return news


async def _chats_that_heard(session: AsyncSession, meeting: Meeting) -> Sequence[int]:
    """Where an announcement or invitation arrived, or may have, but for those who want to hear no more."""
    announced = (
        select(MeetingNotice.chat_id)
        .join(OutboxMessage, OutboxMessage.key == MeetingNotice.outbox_key)
        .where(
            MeetingNotice.meeting_id == meeting.id,
            MeetingNotice.state.in_(_SAID),
            OutboxMessage.state.in_(ARRIVED),
        )
    )
    asked = await askers.told(session, meeting, ARRIVED)
    rows = await session.scalars(
        select(Chat.id)
        .where(
            or_(
                Chat.id.in_(announced),
                Chat.id.in_(heard.by_invitation([meeting.id])),
                Chat.id.in_(asked),
            ),
            Chat.inactive_since.is_(None),
            Chat.can_write,
            ~group_themes.refuses(meeting.theme),
            ~_said_no(meeting),
        )
        .order_by(Chat.id)
    )
    return rows.all()


def _said_no(meeting: Meeting) -> Exists:
    return exists().where(
        Rsvp.meeting_id == meeting.id,
        Rsvp.answer == RsvpAnswer.NO,
        Rsvp.person_id == Person.id,
        Person.telegram_id == Chat.telegram_id,
    )


async def _who_signed_up(session: AsyncSession, meeting: Meeting) -> Sequence[tuple[int, bool]]:
    """The private chats of who comes, may come or waits for a place; with whether they have one."""
    rows = await session.execute(
        select(Chat.id, Rsvp.place)
        .join(Person, Person.telegram_id == Chat.telegram_id)
        .join(Rsvp, Rsvp.person_id == Person.id)
        .where(
            Rsvp.meeting_id == meeting.id,
            Rsvp.answer.in_((RsvpAnswer.YES, RsvpAnswer.MAYBE)),
            Chat.kind == ChatKind.PRIVATE,
            Chat.inactive_since.is_(None),
        )
        .order_by(Chat.id)
    )
    return [(row.id, row.place is Place.SEAT) for row in rows]


async def _send(
    session: AsyncSession,
    news: Mapping[int, Mapping[int, tuple[News, bool]]],
    manner: Manner,
    at: datetime,
) -> None:
    readers = await _readers(session, news.keys(), manner)
    contents: dict[Any, list[tuple[int, str]]] = {}
    copies = []
    for chat_id, by_meeting in news.items():
        reader, several = readers[chat_id], list(by_meeting.values())
        like = (
            tuple((one.meeting.id, one.version, one.is_sure, theirs) for one, theirs in several),
            reader.language,
        )
        if like not in contents:
            contents[like] = [
                (await outbox_many.share(session, payload), method)
                for payload, method in _messages(several, reader, manner, at)
            ]
        first = several[0][0].meeting
        kind = "meeting-change" if len(several) == 1 else "meeting-changes"
        key = f"{kind}:{first.id}:{first.version}:{chat_id}"
        is_near = any(_earliest(one.meeting, one.told) <= at + changes.NEAR for one, _ in several)
        copies += [
            Copy(
                key=key if number == 1 else f"{key}:{number}",
                chat_id=chat_id,
                content_id=content_id,
                message_class=_CLASS,
                priority=_URGENT if is_near else _PRIORITY,
                expires_at=at + _WORTH,
                method=method,
                payload=reader.own,
            )
            for number, (content_id, method) in enumerate(contents[like], 1)
        ]
    await add_copies(session, copies, at=at)


async def _readers(session: AsyncSession, ids: Collection[int], manner: Manner) -> dict[int, Recipient]:
    found: dict[int, Recipient] = {}
    chat_ids = sorted(ids)
    for start in range(0, len(chat_ids), redrawing.MOST_KEYS):
        some = chat_ids[start : start + redrawing.MOST_KEYS]
        found |= await recipients(session, some, default_language=manner.language)
    return found


def _messages(
    several: Sequence[tuple[News, bool]], reader: Recipient, manner: Manner, at: datetime
) -> list[tuple[dict[str, Any], str]]:
    """The parameters and the method of each: for who signed up the calendar file, with what changed under it.

    What does not fit under a file comes before it.
    """
    view = manner.view(reader.language, at)
    news = [one for one, _ in several]
    theirs = [one for one, is_theirs in several if is_theirs]
    shown = notice_cards.changed(news, view, is_theirs=bool(theirs))
    if not theirs:
        return [(card.payload(), "sendMessage") for card in shown]
    if len(shown) == 1 and utf16_length(shown[0].text) <= MAX_CAPTION:
        (card,) = shown
        markup = {"reply_markup": card.payload()["reply_markup"]} if card.rows else {}
        return [({**_file(theirs, reader, manner, card.text), **markup}, "sendDocument")]
    texts = [(card.payload(), "sendMessage") for card in notice_cards.changed(news, view, is_theirs=False)]
    caption = say(reader.language, "meeting-change-calendar")
    return [*texts, (_file(theirs, reader, manner, caption), "sendDocument")]


def _file(theirs: Sequence[News], reader: Recipient, manner: Manner, caption: Html) -> dict[str, Any]:
    """The calendar file of meetings to which somebody signed up; each as it is for them."""
    entries = [
        (
            one.meeting,
            calendar.Reader(
                reader.language,
                web=manner.web,
                is_personal=True,
                has_link=one.is_sure,
                is_sure=one.is_sure,
            ),
        )
        for one in theirs
    ]
    return calendar.document_of(entries, reader.language, caption=caption)


async def close(session: AsyncSession, manner: Manner, *, at: datetime, limit: int = 1) -> int:
    """Take the buttons off the cards of meetings that are over; of how many meetings."""
    rows = await session.scalars(
        select(Meeting)
        .where(Meeting.closed_at.is_(None), Meeting.ends_at <= at, Meeting.settles_at.is_(None))
        .order_by(Meeting.ends_at, Meeting.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    over = [one for one in rows if one.closed_at is None and one.is_over(at)]
    for meeting in over:
        meeting.closed_at = at
        if meeting.is_planned:
            keys = await redrawing.keys_that_ended(session, meeting.id, at=at)
            await redrawing.redraw(session, keys, manner, mark=f"over{meeting.id}", at=at)
            if meeting.told_at is not None:
                await redrawing.bare(session, meeting, at=at)
    await session.flush()
    return len(over)
