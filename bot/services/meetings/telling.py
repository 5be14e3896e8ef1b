"""People are told what changed about meetings: when it has settled, once, in the least messages.

Cards that stand in chats are changed in place. Groups and followers that had an announcement hear of another
time, another name or the end of it; who signed up hears that in private, and also of another length or, with
a place, another link. Several meetings that changed at the same time are one message.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Exists, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox_many
from bot.delivery.outbox_copies import Copy, add_copies
from bot.messages import utf16_length
from bot.services import group_themes
from bot.services.meetings import calendar, changes, links, moments, notice_cards, redrawing, rsvps, store
from bot.services.meetings.daily import convenient
from bot.services.meetings.manner import Manner
from bot.services.meetings.notice_cards import MAX_CAPTION, News
from bot.services.meetings.recipients import Recipient, recipients
from models import (
    Chat,
    ChatKind,
    Meeting,
    MeetingNotice,
    MessageClass,
    NoticeState,
    OutboxMessage,
    OutboxState,
    Person,
    Place,
    Rsvp,
    RsvpAnswer,
)

# What a card in a chat shows.
SHOWN = frozenset(
    {"state", "title", "description", "theme", "host", "places", "local_start", "zone", "minutes"}
)
FOR_ALL = frozenset({"state", "title", "local_start", "zone"})
FOR_GUESTS = FOR_ALL | {"minutes"}
FOR_SEATED = FOR_GUESTS | {"link"}
# A wrong time does more harm than a word that comes twice: these are sent again when in doubt.
_CLASS = MessageClass.INTERACTIVE
_PRIORITY = MessageClass.NOTICE.priority
# For who was about to come it goes before other announcements.
_URGENT = MessageClass.RELAY.priority
_WORTH = timedelta(days=2)
_SAID = (NoticeState.POSTED, NoticeState.JOINED)
_ARRIVED = (OutboxState.SENT, OutboxState.SENDING, OutboxState.PARKED)


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting with what is otherwise than people know."""

    meeting: Meeting
    told: Mapping[str, Any]


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
    if "places" in drawn:
        await rsvps.places_changed(session, meeting, at=at)
    if SHOWN & drawn.keys():
        keys = await redrawing.keys_of(session, meeting.id)
        await redrawing.redraw(session, keys, manner, mark=f"v{meeting.id}.{meeting.version}", at=at)
    if changes.AUDIENCE & drawn.keys() and meeting.is_planned:
        await moments.tell_newcomers(session, meeting, at=at)
    meeting.drawn_version = meeting.version
    told = await changes.since(session, meeting, meeting.told_version)
    if FOR_SEATED & told.keys():
        meeting.tells_at = convenient(at, _earliest(meeting, told), manner.quiet)
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
    found = [Change(one, await changes.since(session, one, one.told_version)) for one in meetings]
    news = await _news([one for one in found if not _is_past(one, at)], session)
    for meeting in meetings:
        if meeting.told_at is not None:
            await redrawing.bare(session, meeting, at=at)
    await _send(session, news, manner, at)
    for change in found:
        if "link" in change.told:
            # It stands in what was told just now.
            await links.told(session, change.meeting, at=at)
    for meeting in meetings:
        meeting.told_version, meeting.told_at, meeting.tells_at = meeting.version, at, None
    await session.flush()
    return len(meetings)


def _is_past(change: Change, at: datetime) -> bool:
    """Whether nobody can do anything with it any more."""
    former_end = notice_cards.former_end(change.meeting, change.told)
    return former_end <= at and (not change.meeting.is_planned or change.meeting.is_over(at))


async def _news(found: Sequence[Change], session: AsyncSession) -> dict[int, dict[int, tuple[News, bool]]]:
    """By chat and meeting: what is to be told, and whether to somebody who signed up."""
    news: dict[int, dict[int, tuple[News, bool]]] = defaultdict(dict)
    for change in found:
        meeting, told = change.meeting, change.told
        if FOR_ALL & told.keys():
            for chat_id in await _chats_that_heard(session, meeting):
                news[chat_id][meeting.id] = (News(meeting, told), False)
        for chat_id, is_seated in await _who_signed_up(session, meeting):
            if (FOR_SEATED if is_seated else FOR_GUESTS) & told.keys():
                news[chat_id][meeting.id] = (News(meeting, told, is_sure=is_seated), True)
    return news


async def _chats_that_heard(session: AsyncSession, meeting: Meeting) -> Sequence[int]:
    """Where an announcement arrived, or may have, but for those who want to hear no more."""
    rows = await session.scalars(
        select(Chat.id)
        .where(
            Chat.id.in_(
                select(MeetingNotice.chat_id)
                .join(OutboxMessage, OutboxMessage.key == MeetingNotice.outbox_key)
                .where(
                    MeetingNotice.meeting_id == meeting.id,
                    MeetingNotice.state.in_(_SAID),
                    OutboxMessage.state.in_(_ARRIVED),
                )
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
    contents: dict[Any, tuple[int, str]] = {}
    copies = []
    for chat_id, by_meeting in news.items():
        reader, several = readers[chat_id], list(by_meeting.values())
        like = (tuple((one.meeting.id, one.is_sure, theirs) for one, theirs in several), reader.language)
        if like not in contents:
            payload, method = _message(several, reader, manner, at)
            contents[like] = (await outbox_many.share(session, payload), method)
        content_id, method = contents[like]
        first = several[0][0].meeting
        kind = "meeting-change" if len(several) == 1 else "meeting-changes"
        is_near = any(_earliest(one.meeting, one.told) <= at + changes.NEAR for one, _ in several)
        copies.append(
            Copy(
                key=f"{kind}:{first.id}:{first.version}:{chat_id}",
                chat_id=chat_id,
                content_id=content_id,
                message_class=_CLASS,
                priority=_URGENT if is_near else _PRIORITY,
                expires_at=at + _WORTH,
                method=method,
                payload=reader.own,
            )
        )
    await add_copies(session, copies, at=at)


async def _readers(session: AsyncSession, ids: Collection[int], manner: Manner) -> dict[int, Recipient]:
    found: dict[int, Recipient] = {}
    chat_ids = sorted(ids)
    for start in range(0, len(chat_ids), redrawing.MOST_KEYS):
        some = chat_ids[start : start + redrawing.MOST_KEYS]
        found |= await recipients(session, some, default_language=manner.language)
    return found


def _message(
    several: Sequence[tuple[News, bool]], reader: Recipient, manner: Manner, at: datetime
) -> tuple[dict[str, Any], str]:
    """The parameters and the method: for who signed up the calendar file, with what changed under it."""
    view = manner.view(reader.language, at)
    news = [one for one, _ in several]
    theirs = [one for one, is_theirs in several if is_theirs]
    card = notice_cards.changed(news, view, is_theirs=bool(theirs))
    if not theirs or utf16_length(card.text) > MAX_CAPTION:
        return notice_cards.changed(news, view, is_theirs=False).payload(), "sendMessage"
    is_sure = all(one.is_sure for one in theirs)
    file = calendar.document(
        [one.meeting for one in theirs],
        reader.language,
        web=manner.web,
        has_link=is_sure,
        is_sure=is_sure,
        caption=card.text,
    )
    markup = {"reply_markup": card.payload()["reply_markup"]} if card.rows else {}
    return {**file, **markup}, "sendDocument"


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
