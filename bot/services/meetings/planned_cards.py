"""What a coordinator sees of a session that is planned: how it stands, and all that can be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.messages import Button, Card, Html
from bot.services.in_words.dates import Choice
from bot.services.in_words.repeats import Schedule
from bot.services.meetings import cards, plan_cards, planned, telling
from bot.services.meetings.cards import View
from bot.services.meetings.daily import convenient
from bot.services.meetings.plan_known import mark
from bot.services.meetings.plan_questions import Field, choice_label, doubt_words
from bot.services.meetings.planned import Standing
from bot.services.quiet_hours import QuietHours
from bot.texts import plain, say
from models import Meeting, MeetingChange

FIELDS = (
    Field.TITLE,
    Field.WHEN,
    Field.MINUTES,
    Field.LINK,
    Field.PLACES,
    Field.HOST,
    Field.DESCRIPTION,
    Field.THEME,
    Field.AUDIENCE,
)
# What can be taken away, and what is in its place.
NOTHING: dict[Field, Any] = {Field.LINK: None, Field.PLACES: None, Field.HOST: "", Field.DESCRIPTION: ""}
COLUMNS = {field: "local_start" if field is Field.WHEN else field.value for field in FIELDS}
_AUDIENCE = frozenset({"audience", "audience_values"})


def card(stands: Standing, view: View, *, head: Html | None = None) -> Card:
    """A session with its numbers and all that can be done; `head` is what just happened."""
    meeting, language = stands.meeting, view.language
    parts = [head] if head is not None else []
    parts += [cards.facts(meeting, stands.counts, view), Html("\n".join(_lines(stands, view)))]
    return Card(Html("\n\n".join(part for part in parts if part)), _buttons(stands, view, language))


def _lines(stands: Standing, view: View) -> list[Html]:
    meeting, counts, language = stands.meeting, stands.counts, view.language
    lines = [
        say(
            language,
            "planned-numbers",
            yes=counts.yes,
            maybe=counts.maybe,
            waiting=counts.waiting,
            chats=stands.chats,
        ),
        say(language, "plan-link", link=meeting.link) if meeting.link else say(language, "plan-no-link"),
        plan_cards.for_whom(meeting.audience, meeting.theme, stands.names, stands.audience, language),
    ]
    if stands.moments and meeting.is_planned:
        zone = ZoneInfo(meeting.zone)
        due = ", ".join(_short(one.due_at.astimezone(zone), language) for one in stands.moments)
        lines.append(say(language, "plan-moments", moments=due))
    return lines


def _short(local: datetime, language: str) -> str:
    return f"{format_date(local, 'EEE d MMM', locale=language)} {cards.clock(local, language)}"


def _buttons(stands: Standing, view: View, language: str) -> list[list[Button]]:
    meeting, this = stands.meeting, f"pe:{stands.meeting.id}"
    rows: list[list[Button]] = []
    if stands.undoable is not None:
        rows.append([Button(plain(language, "button-planned-undo"), f"{this}:u:{stands.undoable.id}")])
        rows += _for_series(stands, stands.undoable, language)
    if meeting.is_planned and not meeting.is_over(view.at):
        fields = [
            Button(plain(language, f"button-plan-{field.value}"), f"{this}:e:{field.value}:{meeting.version}")
            for field in FIELDS
        ]
        fields.append(Button(plain(language, "button-guest-manage"), f"pr:{meeting.id}:g"))
        # On a narrow phone three a row would break their words.
        rows += [fields[start : start + 2] for start in range(0, len(fields), 2)]
        off = plain(language, "button-planned-cancel")
        rows.append([Button(off, f"{this}:x:{meeting.version}", style="danger")])
    rows.append([Button(plain(language, "button-planned-list"), "p:0:h")])
    return rows


def _for_series(stands: Standing, change: MeetingChange, language: str) -> list[list[Button]]:
    """Offer to change the rest of the series in the same way, where that differs."""
    differing = [
        one
        for one in stands.later
        if any(getattr(one, name) != value for name, value in planned.spread(change, one).items())
    ]
    if not differing or not stands.meeting.is_planned:
        return []
    label = plain(language, "button-planned-series", number=len(differing))
    return [[Button(label, f"pe:{stands.meeting.id}:s:{change.id}")]]


def question(meeting: Meeting, field: Field, language: str, *, head: Html | None = None) -> Card:
    """Ask for what is to be otherwise; or leave it as it is."""
    this = f"pe:{meeting.id}"
    asked = head or say(language, "planned-ask-when" if field is Field.WHEN else f"plan-ask-{field.value}")
    rows = [[Button(plain(language, "button-planned-leave"), this)]]
    if field in NOTHING and getattr(meeting, field.value) != NOTHING[field]:
        key = "button-plan-no-limit" if field is Field.PLACES else "button-plan-clear"
        rows.insert(0, [Button(plain(language, key), f"{this}:c:{field.value}:{meeting.version}")])
    return Card(asked, rows)


def question_when(meeting: Meeting, when: Schedule, choices: Sequence[Choice], language: str) -> Card:
    """Ask on about a time that is not clear yet."""
    if when.doubt is None:
        return question(meeting, Field.WHEN, language, head=say(language, "planned-one-moment"))
    asked = doubt_words(when.doubt, rest=when.rest, told=when.known, language=language)
    base = question(meeting, Field.WHEN, language, head=asked)
    rows = [
        [Button(choice_label(one.local, language), f"pe:{meeting.id}:w:{mark(one.words)}")] for one in choices
    ]
    return Card(base.text, [*rows, *base.rows])


@dataclass(frozen=True, slots=True)
class Done:
    """What a coordinator did to a session: which columns changed, and of how many `others` of its series.

    `newcomers` are the chats that a changed audience brings. In the `quiet` hours nobody is told.
    """

    names: frozenset[str]
    quiet: QuietHours
    others: int = 0
    newcomers: int = 0


def changed(stands: Standing, done: Done, view: View) -> Html:
    """What was done, who will hear of it and when, and until when it can be undone."""
    language, meeting, names = view.language, stands.meeting, done.names
    lines = [say(language, "planned-cancelled" if not meeting.is_planned else "planned-changed")]
    if done.others:
        lines.append(say(language, "planned-others", number=done.others))
    if names & telling.FOR_ALL and stands.chats + stands.people:
        lines.append(_told(whom(stands.chats, stands.people, language), done, meeting, view))
    elif names & telling.FOR_SEATED and stands.people:
        lines.append(_told(whom(0, stands.people, language), done, meeting, view))
    elif done.newcomers:
        when, clock = _when_told(done, meeting, view)
        lines.append(say(language, "planned-newcomers", chats=done.newcomers, when=when, clock=clock))
    elif names <= _AUDIENCE and stands.chats:
        lines.append(say(language, "planned-told-stay"))
    elif stands.chats:
        lines.append(say(language, "planned-told-cards"))
    else:
        lines.append(say(language, "planned-told-nobody"))
    return Html(" ".join(lines))


def _told(people: str, done: Done, meeting: Meeting, view: View) -> Html:
    when, clock = _when_told(done, meeting, view)
    return say(view.language, "planned-told", whom=people, when=when, clock=clock)


def _when_told(done: Done, meeting: Meeting, view: View) -> tuple[str, str]:
    """When people are told of it: in some minutes, now as it is near, or after the night; and the time."""
    settles_at = meeting.settles_at or view.at
    goes_at = convenient(settles_at, meeting.starts_at, done.quiet)
    clock = cards.clock(goes_at.astimezone(done.quiet.zone), view.language)
    if goes_at > settles_at:
        return "morning", clock
    return ("now" if settles_at <= view.at else "later"), clock


def whom(chats: int, people: int, language: str) -> str:
    """To whom it is told: "in 3 chats en aan 12 bewoners"."""
    return plain(language, "planned-whom", chats=chats, people=people)


def sure_to_cancel(stands: Standing, series: tuple[int, int], language: str) -> Card:
    """Whether it really does not go on, with how many will be told; `series` for all that is left of it."""
    meeting, this = stands.meeting, f"pe:{stands.meeting.id}"
    told = whom(stands.chats, stands.people, language)
    when = cards.when(meeting, language)
    parts = [say(language, "planned-cancel-sure", title=meeting.title, when=when, whom=told)]
    yes = plain(language, "button-planned-cancel-yes")
    rows = [[Button(yes, f"{this}:y:{meeting.version}", style="danger")]]
    if stands.later:
        number = len(stands.later) + 1
        told = whom(*series, language)
        parts.append(say(language, "planned-cancel-series", number=number, whom=told))
        label = plain(language, "button-planned-cancel-series", number=number)
        rows.append([Button(label, f"{this}:z:{meeting.version}", style="danger")])
    rows.append([Button(plain(language, "button-planned-cancel-no"), this)])
    return Card(Html("\n\n".join(parts)), rows)
