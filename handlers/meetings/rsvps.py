"""Answers to sessions, in groups and in private. Anyone in a group can press; in it nobody is named."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import Update

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services import people
from bot.services.collectives import collectives
from bot.services.meetings import (
    calendar,
    links,
    posted_cards,
    rsvp_cards,
    rsvps,
    session_list,
    store,
    visibility,
    waiting_list,
)
from bot.services.meetings.cards import View
from bot.services.meetings.counts import counts_of
from bot.services.meetings.posted_cards import Posted
from bot.texts import plain, say
from handlers.meetings import guests
from handlers.turn import Context, Party, Pressed
from models import Chat, LinkMoment, Meeting, MeetingSeries, Person, Place, Rsvp, RsvpAnswer

PRESS = re.compile(r"^pr:(\d{1,15}):([a-z])(?::(\d{1,15}))?$")
# How the payloads of links begin: to a session, a series, the calendar file, and to follow its theme.
SESSION, SERIES, CALENDAR, FOLLOW = "s-", "sr-", "sc-", "sf-"
_ANSWERS = {answer.value[0]: answer for answer in RsvpAnswer}


@dataclass(frozen=True, slots=True)
class Press:
    """A press under a card, checked: the session exists, and the presser may know of it."""

    pressed: Pressed
    meeting: Meeting
    posted: Posted
    number: int | None
    broadcast_id: int | None

    @property
    def party(self) -> Party:
        """Who, where and in which language."""
        return self.pressed.party

    @property
    def person(self) -> Person:
        """Who pressed."""
        return self.pressed.person


async def on_press(update: Update, context: Context) -> None:
    """A button under the card of a session."""
    pressed = await context.pressed(update, PRESS)
    if pressed is None:
        return
    verb = pressed.data[2]
    if verb in guests.ACTIONS:
        await guests.on_press(update, context, pressed)
        return
    action = _ACTIONS.get(verb)
    press = await _checked(context, pressed) if action is not None else None
    if press is None or action is None:
        context.toast(update, pressed.party.language, "toast-outdated-session")
        return
    await action(update, context, press)


async def _checked(context: Context, pressed: Pressed) -> Press | None:
    session, chat = context.session, pressed.party.chat
    meeting = await session.get(Meeting, int(pressed.data[1]))
    if meeting is None:
        return None
    number = int(pressed.data[3]) if pressed.data[3] else None
    posted = await posted_cards.find(session, chat, pressed.message_id)
    invited = await visibility.invited_by(session, meeting, chat, number) if number is not None else None
    knows = (
        invited is not None
        or await visibility.is_shown_by(session, meeting, posted.key)
        or await visibility.may_see(session, meeting, chat, pressed.person)
    )
    return Press(pressed, meeting, posted, number, invited) if knows else None


async def _answer(update: Update, context: Context, press: Press) -> None:
    meeting = await _open(update, context, press)
    if meeting is None:
        return
    answer = _ANSWERS[press.pressed.data[2]]
    rsvp = await rsvps.answer(
        context.session, meeting, press.person, answer, at=context.now, broadcast_id=press.broadcast_id
    )
    if press.party.is_private:
        await _show(context, press, meeting)
        return
    await posted_cards.redraw_in_group(
        context.session, press.posted, meeting, view(context, press.party), at=context.now
    )
    if not await collectives.is_reachable(context.session, press.person):
        if answer is RsvpAnswer.YES:
            # The link, and a place that comes free, can only reach them when they open the private chat.
            context.open_private(update, f"{SESSION}{meeting.token}")
            return
    elif links.link_for(meeting, rsvp, context.now) is not None:
        await _hand_link(context, press, meeting, rsvp)
    else:
        await _redraw_own(context, press, meeting)
    context.notify(update, await _toast(context, press.party.language, meeting, rsvp))


async def _open(update: Update, context: Context, press: Press) -> Meeting | None:
    """The session, locked, while an answer to it still counts; or None, and said so."""
    meeting = await store.locked(context.session, press.meeting.id)
    if meeting is not None and rsvps.is_open(meeting, context.now):
        return meeting
    over = meeting is None or meeting.is_planned
    context.toast(update, press.party.language, "toast-meeting-over" if over else "toast-meeting-cancelled")
    if meeting is None:
        return None
    if press.party.is_private:
        await _show(context, press, meeting)
    else:
        there = view(context, press.party)
        await posted_cards.redraw_in_group(context.session, press.posted, meeting, there, at=context.now)
    return None


async def _toast(context: Context, language: str, meeting: Meeting, rsvp: Rsvp) -> str:
    """What became of an answer, for the eyes of the presser alone."""
    if rsvp.place is Place.WAITING:
        number = await waiting_list.position(context.session, rsvp)
        return plain(language, "toast-rsvp-waiting", number=number)
    if links.link_for(meeting, rsvp, context.now) is not None:
        return plain(language, "toast-rsvp-yes-link")
    return plain(language, f"toast-rsvp-{rsvp.answer.value}")


async def _hand_link(context: Context, press: Press, meeting: Meeting, rsvp: Rsvp) -> None:
    """It begins within a day: who signed up in a group has the link in private at once, one time."""
    chat = await collectives.private_chat(context.session, press.person)
    if chat is None:
        return
    language = _language(context, chat, press.person)
    card = await card_for(context, language, press.person, meeting)
    await outbox.add(
        context.session,
        Outgoing(
            key=links.key(meeting, LinkMoment.DAY, rsvp.id),
            chat_id=chat.id,
            payload=card.payload(),
            expires_at=meeting.ends_at,
        ),
        at=context.now,
    )


async def _redraw_own(context: Context, press: Press, meeting: Meeting) -> None:
    """Let the card that somebody has in private say what they answered in the group."""
    chat = await collectives.private_chat(context.session, press.person)
    own = await posted_cards.own_card(context.session, chat, meeting) if chat is not None else None
    if own is None:
        return
    card = await card_for(context, _language(context, own.chat, press.person), press.person, meeting)
    await posted_cards.change(context.session, own, card, at=context.now)


async def _show(context: Context, press: Press, meeting: Meeting) -> None:
    """In private: the card with one's own answer, in place of what was pressed if that was a card."""
    card = await card_for(context, press.party.language, press.person, meeting)
    await _replace(context, press, meeting, card)


async def _replace(context: Context, press: Press, meeting: Meeting, card: Card) -> None:
    if await posted_cards.is_replaceable(context.session, press.posted, meeting):
        await context.redraw(press.party, card, press.posted.message_id)
    else:
        key = visibility.card_key(meeting, context.turn.inbox_id)
        await context.post(press.party, card, key=key)


async def card_for(context: Context, language: str, person: Person, meeting: Meeting) -> Card:
    """The card of a session for one person, which holds the link when they may have it."""
    counts = await counts_of(context.session, meeting.id)
    own = await session_list.own_of(context.session, person, meeting)
    if own.rsvp is not None and links.link_for(meeting, own.rsvp, context.now) is not None:
        await links.given(context.session, meeting, own.rsvp, at=context.now)
    services = context.turn.services
    there = View(language, context.now, context.bot_name, services.web)
    return rsvp_cards.private(meeting, counts, there, own)


def _language(context: Context, chat: Chat, person: Person) -> str:
    """In which language to write to somebody in private, while they press elsewhere."""
    return people.language_for(chat, person, None, default=context.turn.services.default_language)


def view(context: Context, party: Party) -> View:
    """For whom a card is made."""
    return View(party.language, context.now, context.bot_name, context.turn.services.web)


async def _card(update: Update, context: Context, press: Press) -> None:
    if press.party.is_private:
        await _show(context, press, press.meeting)
    else:
        context.open_private(update, f"{SESSION}{press.meeting.token}")


async def _series(update: Update, context: Context, press: Press) -> None:
    """In a group one press answers for all of the series; in private they are shown, to choose from."""
    series = await _series_of(context, press.meeting)
    if series is None:
        context.toast(update, press.party.language, "toast-outdated-session")
    elif press.party.is_private:
        await _show_series(context, press, series)
    else:
        await _whole_series(update, context, press, series)


async def _whole_series(update: Update, context: Context, press: Press, series: MeetingSeries) -> None:
    number = await rsvps.answer_series(
        context.session, series.id, press.person, RsvpAnswer.YES, at=context.now
    )
    if not number:
        context.toast(update, press.party.language, "toast-series-over")
        return
    there = view(context, press.party)
    await posted_cards.redraw_in_group(context.session, press.posted, press.meeting, there, at=context.now)
    chat = await collectives.private_chat(context.session, press.person)
    if chat is None:
        context.open_private(update, f"{SERIES}{series.token}")
        return
    language = _language(context, chat, press.person)
    card, waiting = await _series_card(context, language, press.person, series, press.meeting)
    key = visibility.card_key(press.meeting, context.turn.inbox_id)
    await outbox.add(
        context.session, Outgoing(key=key, chat_id=chat.id, payload=card.payload()), at=context.now
    )
    context.notify(update, plain(press.party.language, "toast-rsvp-series", count=number, waiting=waiting))


async def _all_or_none(update: Update, context: Context, press: Press) -> None:
    series = await _series_of(context, press.meeting)
    if series is None or not press.party.is_private:
        context.toast(update, press.party.language, "toast-outdated-session")
        return
    answer = RsvpAnswer.YES if press.pressed.data[2] == "a" else RsvpAnswer.NO
    if not await rsvps.answer_series(context.session, series.id, press.person, answer, at=context.now):
        context.toast(update, press.party.language, "toast-series-over")
    await _show_series(context, press, series)


async def _one_of_series(update: Update, context: Context, press: Press) -> None:
    """A date of a series: a yes, or one that is taken back."""
    series = await _series_of(context, press.meeting)
    if series is None or not press.party.is_private:
        context.toast(update, press.party.language, "toast-outdated-session")
        return
    meeting = await _open_one(update, context, press)
    if meeting is not None:
        mine = await rsvps.of(context.session, meeting, press.person)
        comes = mine is not None and mine.place is not Place.NONE
        answer = RsvpAnswer.NO if comes else RsvpAnswer.YES
        await rsvps.answer(context.session, meeting, press.person, answer, at=context.now)
    await _show_series(context, press, series)


async def _open_one(update: Update, context: Context, press: Press) -> Meeting | None:
    meeting = await store.locked(context.session, press.meeting.id)
    if meeting is not None and rsvps.is_open(meeting, context.now):
        return meeting
    context.toast(update, press.party.language, "toast-meeting-over")
    return None


async def _series_of(context: Context, meeting: Meeting) -> MeetingSeries | None:
    return None if meeting.series_id is None else await context.session.get(MeetingSeries, meeting.series_id)


async def _show_series(context: Context, press: Press, series: MeetingSeries) -> None:
    origin = await context.session.get(Meeting, press.number) if press.number is not None else None
    if origin is None or origin.series_id != series.id:
        origin = press.meeting
    card, _ = await _series_card(context, press.party.language, press.person, series, origin)
    await _replace(context, press, press.meeting, card)


async def _series_card(
    context: Context, language: str, person: Person, series: MeetingSeries, origin: Meeting
) -> tuple[Card, int]:
    """The series for one person, and for how many of it they wait."""
    found = await store.of_series(context.session, series.id)
    meetings = [meeting for meeting in found if rsvps.is_open(meeting, context.now)]
    owns = await session_list.owns_of(context.session, person, meetings)
    there = View(language, context.now, context.bot_name, context.turn.services.web)
    waiting = sum(own.rsvp is not None and own.rsvp.place is Place.WAITING for own in owns.values())
    return rsvp_cards.series(series, meetings, owns, there, origin=origin), waiting


async def _calendar(update: Update, context: Context, press: Press) -> None:
    """The calendar file, in private: there it is with the link for who comes."""
    whole = press.pressed.data[2] == "k" and press.meeting.series_id is not None
    if press.party.is_private:
        document = await _document(context, press.party.language, press.person, press.meeting, whole=whole)
        await context.hand_over(press.party, document)
        return
    chat = await collectives.private_chat(context.session, press.person)
    if chat is None:
        context.open_private(update, f"{CALENDAR}{press.meeting.token}")
        return
    language = _language(context, chat, press.person)
    document = await _document(context, language, press.person, press.meeting, whole=whole)
    minute = int(context.now.timestamp()) // 60
    key = f"meeting-file:{press.meeting.id}:{press.meeting.version}:{press.person.id}:{minute}"
    await outbox.add(
        context.session,
        Outgoing(key=key, chat_id=chat.id, method="sendDocument", payload=document),
        at=context.now,
    )
    context.toast(update, press.party.language, "toast-calendar-sent")


async def _document(
    context: Context, language: str, person: Person, meeting: Meeting, *, whole: bool
) -> dict[str, object]:
    meetings = [meeting]
    if whole and meeting.series_id is not None:
        found = await store.of_series(context.session, meeting.series_id)
        meetings = [one for one in found if rsvps.is_open(one, context.now)] or meetings
    mine = await rsvps.of_person(context.session, person, meetings)
    comes = all(one.id in mine and mine[one.id].place is Place.SEAT for one in meetings)
    web = context.turn.services.web
    how = say(language, "calendar-open-file", number=len(meetings))
    return calendar.document(meetings, language, web=web, has_link=comes, is_sure=comes, caption=how)


async def on_link(context: Context, party: Party, payload: str) -> None:
    """A link to a session, a series or a calendar file opened the private chat."""
    person = party.person
    prefix, _, token = payload.partition("-")
    if person is None:
        await context.say(party, "session-link-outdated")
    elif f"{prefix}-" == SERIES:
        await _open_series(context, party, person, token)
    else:
        meeting = await store.by_token(context.session, token)
        if meeting is None:
            await context.say(party, "session-link-outdated")
        elif f"{prefix}-" == CALENDAR:
            await context.hand_over(
                party, await _document(context, party.language, person, meeting, whole=False)
            )
        else:
            await show_card(context, party, person, meeting)


async def show_card(context: Context, party: Party, person: Person, meeting: Meeting) -> None:
    """The card of a session as a message of its own, which shows that its reader may know of it."""
    card = await card_for(context, party.language, person, meeting)
    await context.post(party, card, key=visibility.card_key(meeting, context.turn.inbox_id))


async def _open_series(context: Context, party: Party, person: Person, token: str) -> None:
    series = await store.series_by_token(context.session, token)
    meetings = await store.of_series(context.session, series.id) if series is not None else []
    coming = [meeting for meeting in meetings if rsvps.is_open(meeting, context.now)]
    if series is None or not coming:
        await context.say(party, "session-link-outdated")
        return
    card, _ = await _series_card(context, party.language, person, series, coming[0])
    await context.post(party, card, key=visibility.card_key(coming[0], context.turn.inbox_id))


_Action = Callable[[Update, Context, Press], Awaitable[None]]
_ACTIONS: Mapping[str, _Action] = {
    **dict.fromkeys(_ANSWERS, _answer),
    "o": _card,
    "s": _series,
    "a": _all_or_none,
    "z": _all_or_none,
    "t": _one_of_series,
    "c": _calendar,
    "k": _calendar,
}
