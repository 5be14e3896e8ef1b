"""The notes of a session: what the planner writes, the look at it, and the yes that sends it."""

from telegram import Message, Update

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Button, Card, Html
from bot.services import conversations
from bot.services.meetings import notes, store
from bot.services.meetings.manner import Manner
from bot.services.meetings.notes import Reach, RefusedNoteError
from bot.texts import plain, say
from handlers.broadcasts.broadcasts import words_of
from handlers.turn import Context, Party, Pressed
from models import Conversation, Meeting, MeetingNote, NoteState, Person

KIND = "session-notes"


def manner_of(context: Context) -> Manner:
    """By whose settings those who signed up are written to."""
    services = context.turn.services
    return Manner(
        roles=services.roles,
        quiet=services.quiet,
        per_day=0,
        language=services.default_language,
        bot_name=context.bot_name,
        web=services.web,
    )


async def ask(context: Context, party: Party, person: Person, meeting: Meeting) -> None:
    """Let what the planner writes next be the notes, or their correction."""
    note = await notes.of(context.session, meeting.id)
    is_sent = note is not None and note.state is not NoteState.DRAFT
    if note is not None and is_sent and not notes.can_correct(note, context.now):
        await context.say(party, "notes-refused-late")
        return
    await conversations.begin(
        context.session, person, KIND, "words", at=context.now, data={"meeting": meeting.id}
    )
    await context.say(party, "notes-ask-correction" if is_sent else "notes-ask", title=meeting.title)


async def on_words(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """What the planner writes or attaches: shown as it will arrive, and sent by nothing but a press."""
    album = message.media_group_id
    if album is not None and album == conversation.data.get("album"):
        # One file goes along; Telegram sends the others of an album as messages of their own.
        return
    meeting = await store.locked(context.session, int(conversation.data["meeting"]))
    person = party.person
    if meeting is None or person is None or not _may(context, meeting, person):
        if person is not None:
            await conversations.end(context.session, person, KIND)
        await context.say(party, "after-not-yours")
        return
    try:
        note = await notes.write(context.session, meeting, person, words_of(message), at=context.now)
    except RefusedNoteError as refused:
        await context.say(party, f"notes-refused-{refused.why}")
        return
    conversations.go_on(conversation, "words", at=context.now, album=album)
    await _preview(context, party, meeting, note)


async def send(update: Update, context: Context, pressed: Pressed, meeting: Meeting, version: int) -> bool:
    """Send what was looked at; False, and said so, when it is another by now, or went already."""
    note = await notes.locked(context.session, meeting.id)
    at, language = context.now, pressed.party.language
    if note is None or not await notes.send(context.session, note, version=version, by=pressed.person, at=at):
        context.toast(update, language, "toast-notes-changed")
        return False
    await conversations.end(context.session, pressed.person, KIND)
    quiet = manner_of(context).quiet.until(at) is not None
    text = "notes-wait-for-morning" if quiet else "notes-on-their-way"
    await context.redraw(pressed.party, Card(say(language, text)), pressed.message_id)
    return True


async def drop(update: Update, context: Context, pressed: Pressed, meeting: Meeting) -> None:
    """Throw away what was not sent."""
    note = await notes.locked(context.session, meeting.id)
    if note is None or not await notes.drop(context.session, note):
        context.toast(update, pressed.party.language, "toast-outdated-session")
        return
    await conversations.end(context.session, pressed.person, KIND)
    card = Card(say(pressed.party.language, "notes-dropped"))
    await context.redraw(pressed.party, card, pressed.message_id)


def _may(context: Context, meeting: Meeting, person: Person) -> bool:
    is_coordinator = context.turn.services.roles.is_coordinator(person.telegram_id)
    return is_coordinator and meeting.is_planned and meeting.planner_id == person.id


async def _preview(context: Context, party: Party, meeting: Meeting, note: MeetingNote) -> None:
    language = party.language
    await outbox.add(
        context.session,
        Outgoing(
            key=f"notes-preview:{note.id}:{note.version}:{context.turn.inbox_id}",
            chat_id=party.chat.id,
            method=notes.method_of(note),
            payload=notes.payload(note, meeting, language),
        ),
        at=context.now,
    )
    reach = await notes.reach(context.session, meeting.id)
    await context.reply(party, _ask_yes(meeting, note, reach, language))


def _ask_yes(meeting: Meeting, note: MeetingNote, reach: Reach, language: str) -> Card:
    is_sent = note.state is not NoteState.DRAFT
    first = (
        say(language, "notes-correct-sure") if is_sent else say(language, "notes-sure", number=reach.people)
    )
    lines = [first]
    if reach.unreachable or reach.guests:
        others = reach.unreachable + reach.guests
        lines.append(say(language, "notes-others", number=others))
    label = "button-notes-correct" if is_sent else "button-notes-send"
    rows = [[Button(plain(language, label), f"pa:{meeting.id}:s:{note.version}", style="success")]]
    if not is_sent:
        rows.append([Button(plain(language, "button-notes-drop"), f"pa:{meeting.id}:z")])
    return Card(Html("\n\n".join(lines)), rows)
