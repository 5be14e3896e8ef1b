"""After a session: the planner's card, and what those who signed up say."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Message, Update

from bot.services import conversations
from bot.services.meetings import afterwards, afterwards_cards, afterwards_post, rsvps, store
from bot.services.meetings import case_of_session as cases
from bot.services.staff import staff_chat
from bot.texts import say
from handlers.cases.casework import show as show_draft
from handlers.meetings import notes
from handlers.turn import Context, Party, Pressed
from models import Conversation, Meeting, MeetingAfterwards

COUNTING = "session-count"
PRESS = re.compile(r"^pa:(\d{1,15}):([a-z])(?::(\d{1,15}))?$")
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Own:
    """A press of the planner under a session of their own that is over."""

    update: Update
    context: Context
    pressed: Pressed
    meeting: Meeting
    looking_back: MeetingAfterwards
    number: int | None

    @property
    def party(self) -> Party:
        """Who, where and in which language."""
        return self.pressed.party

    def toast(self, text: str) -> None:
        """Show a short notice."""
        self.context.toast(self.update, self.party.language, text)


async def on_press(update: Update, context: Context) -> None:
    """A button under the planner's card, or under a question to who signed up."""
    pressed = await context.pressed(update, PRESS, private=True)
    if pressed is None:
        return
    meeting_id, verb, number = int(pressed.data[1]), pressed.data[2], pressed.data[3]
    if verb in "yx":
        await _on_there(update, context, pressed, meeting_id, was_there=verb == "y")
    elif verb == "h":
        await _on_helped(update, context, pressed, meeting_id, number or "")
    elif verb in _ACTS:
        own = await _own(update, context, pressed, meeting_id, int(number) if number else None)
        if own is not None:
            await _ACTS[verb](own)
    else:
        context.toast(update, pressed.party.language, "toast-outdated-session")


async def on_number(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """The planner writes how many came."""
    meeting = await _planned_by(context, party, int(conversation.data["meeting"]))
    looking_back = None if meeting is None else await afterwards.locked(context.session, meeting.id)
    typed = (message.text or "").strip()
    if meeting is None or looking_back is None:
        await _end(context, party)
        await context.say(party, "after-not-yours")
        return
    if not typed.isdecimal() or len(typed) > MOST_DIGITS:
        await context.say(party, "after-no-number")
        return
    afterwards.count(looking_back, int(typed), at=context.now)
    await context.session.flush()
    await _end(context, party)
    await _draw_anew(context, meeting)
    await context.say(party, "after-number-kept", number=looking_back.counted or 0)


async def _own(
    update: Update, context: Context, pressed: Pressed, meeting_id: int, number: int | None
) -> Own | None:
    """What the planner pressed; None, and said so, for anybody else: numbers can be guessed."""
    meeting = await _planned_by(context, pressed.party, meeting_id)
    looking_back = None if meeting is None else await afterwards.locked(context.session, meeting.id)
    if meeting is None or looking_back is None:
        context.toast(update, pressed.party.language, "toast-outdated-session")
        return None
    return Own(update, context, pressed, meeting, looking_back, number)


async def _planned_by(context: Context, party: Party, meeting_id: int) -> Meeting | None:
    """A session that is over, if this person planned it and still is a coordinator."""
    person = party.person
    if person is None or not context.turn.services.roles.is_coordinator(person.telegram_id):
        return None
    meeting = await store.locked(context.session, meeting_id)
    is_theirs = meeting is not None and meeting.is_planned and meeting.planner_id == person.id
    return meeting if is_theirs else None


async def _everybody(own: Own) -> None:
    afterwards.all_came(own.looking_back, at=own.context.now)
    await own.context.session.flush()
    await _show(own)


async def _ask_number(own: Own) -> None:
    await conversations.begin(
        own.context.session,
        own.pressed.person,
        COUNTING,
        "number",
        at=own.context.now,
        data={"meeting": own.meeting.id},
    )
    await own.context.say(own.party, "after-ask-number")


async def _guests(own: Own) -> None:
    session = own.context.session
    if own.number is not None and not await afterwards.tick_guest(session, own.meeting.id, own.number):
        own.toast("toast-outdated-session")
        return
    listed = await rsvps.guests(session, own.meeting)
    card = afterwards_cards.guests(own.meeting, listed, own.party.language)
    await own.context.redraw(own.party, card, own.pressed.message_id)


async def _notes(own: Own) -> None:
    await notes.ask(own.context, own.party, own.pressed.person, own.meeting)


async def _send_notes(own: Own) -> None:
    if await notes.send(own.update, own.context, own.pressed, own.meeting, own.number or 0):
        await _draw_anew(own.context, own.meeting)


async def _drop_notes(own: Own) -> None:
    await notes.drop(own.update, own.context, own.pressed, own.meeting)


async def _case(own: Own) -> None:
    """Begin a case with it; a coordinator is no staff, so it is put before them in the staff chat."""
    context, session = own.context, own.context.session
    chat = await staff_chat(session, context.turn.services.roles)
    if chat is None:
        own.toast("toast-after-no-staff")
        return
    if own.looking_back.case_asked_at is not None:
        own.toast("toast-after-case-asked")
        return
    draft = await cases.begin(session, own.meeting, own.pressed.person, at=context.now)
    own.looking_back.case_draft_id, own.looking_back.case_asked_at = draft.id, context.now
    language = chat.language or context.turn.services.default_language
    notice = say(language, "after-case-for-staff", title=own.meeting.title)
    await show_draft(context, Party(own.pressed.person, chat, language, None), draft, notice=notice)
    await session.flush()
    await _show(own)
    own.toast("toast-after-case-begun")


async def _back(own: Own) -> None:
    await _show(own)


async def _show(own: Own) -> None:
    """The planner's card as it stands, in place of what was pressed."""
    card = await afterwards_post.planner_card(
        own.context.session, own.meeting, own.looking_back, own.party.language
    )
    await own.context.redraw(own.party, card, own.pressed.message_id)


async def _draw_anew(context: Context, meeting: Meeting) -> None:
    """The planner's card, wherever it stands, after something that was typed."""
    manner = notes.manner_of(context)
    name = f"update:{context.turn.inbox_id}"
    await afterwards_post.redraw(context.session, meeting, manner, name=name, at=context.now)


async def _on_there(
    update: Update, context: Context, pressed: Pressed, meeting_id: int, *, was_there: bool
) -> None:
    """Whether somebody was there; who did not sign up learns nothing of the session."""
    language = pressed.party.language
    rsvp = await afterwards.attend(
        context.session, meeting_id, pressed.person, was_there=was_there, at=context.now
    )
    meeting = await context.session.get(Meeting, meeting_id) if rsvp is not None else None
    if meeting is None:
        context.toast(update, language, "toast-outdated-session")
        return
    looking_back = await context.session.get(MeetingAfterwards, meeting_id)
    # Who answers after all were asked whether it helped, is asked here.
    asks_help = looking_back is not None and looking_back.helped_at is not None
    card = afterwards_cards.thanks(meeting, language, was_there=was_there, asks_help=asks_help)
    await context.redraw(pressed.party, card, pressed.message_id)


async def _on_helped(update: Update, context: Context, pressed: Pressed, meeting_id: int, mark: str) -> None:
    """Whether it helped somebody who was there; nobody sees who said what."""
    language = pressed.party.language
    helped = afterwards_cards.HELPED.get(mark)
    meeting = await context.session.get(Meeting, meeting_id)
    if helped is None:
        may_answer = await afterwards.may_say_helped(
            context.session, meeting_id, pressed.person, at=context.now
        )
        done = mark == "0" and may_answer
    else:
        done = await afterwards.say_helped(
            context.session, meeting_id, pressed.person, helped, at=context.now
        )
    if meeting is None or not done:
        context.toast(update, language, "toast-outdated-session")
        return
    if helped is None:
        card = afterwards_cards.did_it_help(meeting, language)
    else:
        card = afterwards_cards.help_thanks(meeting, language)
    await context.redraw(pressed.party, card, pressed.message_id)


async def _end(context: Context, party: Party) -> None:
    if party.person is not None:
        await conversations.end(context.session, party.person, COUNTING)


_ACTS: dict[str, Callable[[Own], Awaitable[None]]] = {
    "a": _everybody,
    "n": _ask_number,
    "g": _guests,
    "b": _back,
    "w": _notes,
    "s": _send_notes,
    "z": _drop_notes,
    "k": _case,
}
