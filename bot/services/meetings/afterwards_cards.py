"""What the planner sees after a meeting, and what those who signed up are asked."""

from collections.abc import Sequence

from bot.messages import Button, Card, Html, Rows, shorten
from bot.services.meetings import cards
from bot.services.meetings.afterwards import Turnout
from bot.texts import plain, say
from models import Meeting, MeetingAfterwards, MeetingHelp, MeetingNote, NoteState, Rsvp

GUEST_NAME = 40
HELPED = {"1": MeetingHelp.YES, "2": MeetingHelp.SOMEWHAT, "3": MeetingHelp.NO}
_HELP_LABELS = {
    "1": "button-meeting-helped-yes",
    "2": "button-meeting-helped-somewhat",
    "3": "button-meeting-helped-no",
}


def for_planner(
    meeting: Meeting,
    looking_back: MeetingAfterwards,
    turnout: Turnout,
    note: MeetingNote | None,
    language: str,
) -> Card:
    """How many signed up and came, with all that can be done now."""
    lines = [
        say(
            language,
            "after-head",
            title=meeting.title,
            when=cards.when_near(meeting, language, meeting.ends_at),
        ),
        say(language, "after-signed-up", number=turnout.signed_up, guests=turnout.guests),
    ]
    if turnout.said_yes or turnout.said_no:
        lines.append(say(language, "after-said", yes=turnout.said_yes, no=turnout.said_no))
    if turnout.guests_came:
        lines.append(say(language, "after-guests-came", number=turnout.guests_came))
    if looking_back.counted is None:
        lines.append(say(language, "after-how-many"))
    else:
        lines.append(say(language, "after-counted", number=looking_back.counted))
    lines.extend(_helped(turnout, language))
    if note is not None and note.state is not NoteState.DRAFT:
        lines.append(say(language, "after-notes-sent", number=note.number))
    if looking_back.case_asked_at is not None:
        lines.append(say(language, "after-case-asked"))
    return Card(Html("\n\n".join(lines)), _planner_rows(meeting, looking_back, turnout, note, language))


def guests(meeting: Meeting, listed: Sequence[Rsvp], language: str) -> Card:
    """Those without Telegram by name, to be ticked."""
    rows = [
        [
            Button(
                ("✓ " if guest.attended else "") + shorten(guest.guest_name or "", GUEST_NAME),
                f"pa:{meeting.id}:g:{guest.id}",
            )
        ]
        for guest in listed
    ]
    back = Button(plain(language, "button-after-back"), f"pa:{meeting.id}:b")
    return Card(say(language, "after-guests", title=meeting.title), [*rows, [back]])


def were_you_there(meeting: Meeting, language: str) -> Card:
    """The question to who signed up."""
    return Card(say(language, "after-were-you-there", title=meeting.title), _there(meeting, language))


def thanks(meeting: Meeting, language: str, *, was_there: bool, asks_help: bool) -> Card:
    """After that answer: thanks, the way back, and the next question when it is time for that."""
    text = say(language, "after-was-there" if was_there else "after-was-not-there", title=meeting.title)
    if asks_help and was_there:
        return Card(Html(f"{text}\n\n{say(language, 'after-helped-short')}"), _help_rows(meeting, language))
    label, verb = ("button-after-not-there", "x") if was_there else ("button-after-there", "y")
    return Card(text, [[Button(plain(language, label), f"pa:{meeting.id}:{verb}")]])


def did_it_help(meeting: Meeting, language: str) -> Card:
    """The question of the next day to who was there."""
    return Card(say(language, "after-did-it-help", title=meeting.title), _help_rows(meeting, language))


def help_thanks(meeting: Meeting, language: str) -> Card:
    """After that answer, with the way back."""
    again = Button(plain(language, "button-after-help-again"), f"pa:{meeting.id}:h:0")
    return Card(say(language, "after-help-thanks"), [[again]])


def summary(meeting: Meeting, turnout: Turnout, language: str) -> Card:
    """To the planner, days later: what came of it."""
    lines = [
        say(language, "after-summary", title=meeting.title),
        say(language, "after-signed-up", number=turnout.signed_up, guests=turnout.guests),
    ]
    if turnout.came is not None:
        lines.append(say(language, "after-counted", number=turnout.came))
    if turnout.said_yes or turnout.said_no:
        lines.append(say(language, "after-said", yes=turnout.said_yes, no=turnout.said_no))
    lines.extend(_helped(turnout, language))
    return Card(Html("\n\n".join(lines)))


def _planner_rows(
    meeting: Meeting,
    looking_back: MeetingAfterwards,
    turnout: Turnout,
    note: MeetingNote | None,
    language: str,
) -> Rows:
    about = f"pa:{meeting.id}"
    rows: list[list[Button]] = []
    if turnout.signed_up and not looking_back.all_came:
        rows.append([Button(plain(language, "button-after-all"), f"{about}:a", style="success")])
    number = "button-after-number" if looking_back.counted is None else "button-after-other-number"
    rows.append([Button(plain(language, number), f"{about}:n")])
    if turnout.guests:
        rows.append([Button(plain(language, "button-after-guests"), f"{about}:g")])
    is_sent = note is not None and note.state is not NoteState.DRAFT
    notes = "button-after-notes-correct" if is_sent else "button-after-notes"
    if turnout.signed_up or turnout.said_yes:
        rows.append([Button(plain(language, notes), f"{about}:w")])
    if looking_back.case_asked_at is None:
        rows.append([Button(plain(language, "button-after-case"), f"{about}:k")])
    return rows


def _helped(turnout: Turnout, language: str) -> list[Html]:
    """Numbers, and only when there are so many that nobody can be told from them."""
    if not turnout.answers:
        return []
    if not turnout.may_show_help:
        return [say(language, "after-help-few")]
    return [
        say(
            language,
            "after-help",
            yes=turnout.helped,
            somewhat=turnout.somewhat,
            no=turnout.not_helped,
        )
    ]


def _there(meeting: Meeting, language: str) -> Rows:
    return [
        [
            Button(plain(language, "button-after-there"), f"pa:{meeting.id}:y", style="success"),
            Button(plain(language, "button-after-not-there"), f"pa:{meeting.id}:x"),
        ]
    ]


def _help_rows(meeting: Meeting, language: str) -> Rows:
    return [
        [Button(plain(language, label), f"pa:{meeting.id}:h:{mark}") for mark, label in _HELP_LABELS.items()]
    ]
