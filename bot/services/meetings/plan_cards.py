"""What a coordinator sees of a plan: where to begin, how it will look, and that it is announced."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.messages import Button, Card, Html, Rows, shorten
from bot.services.collectives.cards import theme_words
from bot.services.escalations.working_days import WorkingDays
from bot.services.meetings import cards, drafts, notice_cards
from bot.services.meetings.cards import View
from bot.services.meetings.counts import Counts
from bot.services.meetings.daily import convenient
from bot.services.meetings.plan import Plan, is_wanted
from bot.services.meetings.plan_questions import Field, before, local_words
from bot.services.quiet_hours import QuietHours
from bot.texts import plain, say
from models import Meeting, MeetingAudience, MeetingDraft, MomentKind

LABEL = 40
# A list of dates that is longer says how many more, and the last.
_DATES = 12
# Of very many collectives the first are named.
_NAMES = 400
# So soon that some will not see it in time.
SOON = timedelta(hours=1)
DEAD = "p:0:p"
_EXAMPLE_AHEAD = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is shown of a draft besides the announcement: for how many chats, when, and what to mind.

    `notes` are keys of remarks about how words were read.
    """

    draft: MeetingDraft
    plan: Plan
    meetings: Sequence[Meeting]
    number: int
    names: Sequence[str]
    notes: Sequence[str]
    zone: ZoneInfo
    quiet: QuietHours


def home(
    begun: Sequence[MeetingDraft], coming: Sequence[Meeting], more: int, language: str, *, at: datetime
) -> Card:
    """Where to begin: all in one message, step by step, what was begun, and what is planned already.

    `more` is the page of the list after this one, and 0 when there is none.
    """
    day = format_date(at + _EXAMPLE_AHEAD, "EEEE d MMMM", locale=language)
    parts = [say(language, "plan-home", day=day)]
    rows = [[Button(plain(language, "button-plan-steps"), "p:0:n", style="primary")]]
    for draft in begun:
        title = drafts.plan_of(draft).title or plain(language, "plan-untitled")
        label = plain(language, "button-plan-go-on", title=shorten(title, LABEL))
        rows.append([Button(label, f"p:{draft.id}:o")])
    if coming:
        parts.append(say(language, "plan-home-coming"))
    rows += [
        [
            Button(
                f"{cards.when_short(meeting, language)} · {shorten(meeting.title, LABEL)}", f"pe:{meeting.id}"
            )
        ]
        for meeting in coming
    ]
    if more:
        rows.append([Button("›", f"p:0:h:page:{more}")])
    rows.append([Button(plain(language, "button-plan-numbers"), "p:0:t")])
    return Card(Html("\n\n".join(parts)), rows)


def listed(meeting: Meeting, language: str) -> str:
    """A meeting on a button: "do 12 dec 19:30 · Invloed op de begroting"."""
    return f"{cards.when_short(meeting, language)} · {shorten(meeting.title, LABEL)}"


def preview(looked: Looked, view: View) -> Card:
    """The (first) announcement exactly as it will be sent to a group, with buttons that do nothing yet."""
    meeting = looked.meetings[0]
    # It has no number yet, and its buttons need one.
    meeting.id = 0
    card = notice_cards.announcement([meeting], {0: Counts()}, view, is_group=True)
    return Card(card.text, _dead(card.rows))


def _dead(rows: Rows) -> Rows:
    return [[replace(button, data=DEAD, url=None) for button in row] for row in rows]


def look(looked: Looked, view: View) -> Card:
    """How the date was read, for whom it is, when it is announced; and the press that announces it."""
    language, plan, this = view.language, looked.plan, f"p:{looked.draft.id}"
    lines = [
        *_dates(looked, view),
        say(language, "plan-link", link=plan.link) if plan.link else say(language, "plan-no-link"),
        say(language, "plan-places", places=plan.places or 0),
        *([say(language, "plan-expert", expert=plan.expert)] if plan.expert else []),
        for_whom(plan.audience, plan.theme, looked.names, looked.number, language),
        say(language, "plan-moments", moments=_moments(looked, view)),
    ]
    parts = [say(language, "plan-looks-like-this"), Html("\n".join(lines)), *_cautions(looked, view)]
    yes = "button-plan-announce-series" if plan.is_series else "button-plan-announce"
    label = plain(language, yes, number=len(plan.starts))
    rows = [
        [Button(label, f"{this}:y:v:{looked.draft.version}", style="success")],
        *_changes(looked, language),
        [
            Button(plain(language, "button-plan-keep"), f"{this}:k"),
            Button(plain(language, "button-plan-drop"), f"{this}:x", style="danger"),
        ],
    ]
    return Card(Html("\n\n".join(parts)), rows)


def _changes(looked: Looked, language: str) -> list[list[Button]]:
    fields = [
        Field.TITLE,
        Field.WHEN,
        Field.THEME,
        Field.LINK,
        Field.PLACES,
        Field.MINUTES,
        Field.HOST,
        Field.DESCRIPTION,
        Field.EXPERT,
        Field.AUDIENCE,
        Field.MOMENTS,
        Field.SUBJECTS if looked.plan.is_series else Field.REPEAT,
    ]
    buttons = [
        Button(plain(language, f"button-plan-{field.value}"), f"p:{looked.draft.id}:e:{field.value}")
        for field in fields
    ]
    # On a narrow phone three a row would break their words.
    return [buttons[start : start + 2] for start in range(0, len(buttons), 2)]


def _dates(looked: Looked, view: View) -> list[Html]:
    language, meetings = view.language, looked.meetings
    first = meetings[0]
    away = cards.away(first, view)
    if len(meetings) == 1:
        return [say(language, "plan-date", when=cards.when(first, language), away=away)]
    lines = [say(language, "plan-series", number=len(meetings), away=away)]
    lines += [_dated(meeting, looked, language) for meeting in meetings[:_DATES]]
    more = len(meetings) - _DATES
    if more > 0:
        lines.append(say(language, "plan-series-more", number=more, last=cards.when(meetings[-1], language)))
    return lines


def _dated(meeting: Meeting, looked: Looked, language: str) -> Html:
    when = cards.when(meeting, language)
    if meeting.title == looked.plan.title:
        return say(language, "plan-series-line", number=meeting.number or 0, when=when)
    return say(language, "plan-series-subject", number=meeting.number or 0, when=when, subject=meeting.title)


def for_whom(audience: MeetingAudience, theme: str, names: Sequence[str], number: int, language: str) -> Html:
    """Who is told, in words, and how many chats that are; `names` of the places or collectives chosen."""
    values = {
        MeetingAudience.THEME: theme_words(theme),
        MeetingAudience.ALL: "",
    }.get(audience, shorten(", ".join(names), _NAMES))
    who = plain(language, f"plan-for-{audience.value}", value=values)
    return say(language, "plan-audience", who=who, number=number)


def _moments(looked: Looked, view: View) -> str:
    """The moments of the first session as dates; what is past already is left out."""
    first, language, words = looked.meetings[0], view.language, []
    for moment in looked.plan.moments:
        due_at = moment.due_at(first.starts_at, looked.zone, planned_at=view.at)
        if not is_wanted(moment, due_at, first, at=view.at, is_first=True):
            continue
        goes_at = convenient(due_at, first.starts_at, looked.quiet)
        if moment.kind is MomentKind.AT_ONCE and goes_at == due_at:
            words.append((due_at, plain(language, "plan-moment-at-once")))
        elif moment.minutes_before is not None and len(looked.meetings) > 1:
            words.append((due_at, before(moment.minutes_before, language)))
        else:
            local = goes_at.astimezone(looked.zone)
            day = format_date(local, "EEE d MMM", locale=language)
            words.append((goes_at, f"{day} {cards.clock(local, language)}"))
    words = list(dict.fromkeys(words))
    return ", ".join(text for _, text in sorted(words)) or plain(language, "plan-moments-none")


def _cautions(looked: Looked, view: View) -> list[Html]:
    """What may have been overlooked: how it was read, nobody to tell, too soon, on a holiday."""
    language = view.language
    found = [say(language, f"plan-note-{note}") for note in looked.notes]
    first = looked.meetings[0]
    if first.starts_at - view.at < SOON:
        found.append(
            say(language, "plan-note-soon", away=cards.in_words(first.starts_at - view.at, language))
        )
    if not looked.number:
        found.append(say(language, "plan-note-nobody"))
    calendar = WorkingDays(looked.zone)
    free = [
        meeting
        for meeting in looked.meetings
        if calendar.is_holiday(meeting.starts_at.astimezone(looked.zone).date())
    ]
    if free:
        days = ", ".join(cards.when_short(meeting, language) for meeting in free)
        found.append(say(language, "plan-note-holiday", days=days))
    return found


def announced(meetings: Sequence[Meeting], number: int, view: View) -> Card:
    """That it is planned, and where to find it back."""
    language, first = view.language, meetings[0]
    when, title = cards.when(first, language), first.title
    if len(meetings) > 1:
        sessions = len(meetings)
        text = say(
            language, "plan-announced-series", title=title, when=when, sessions=sessions, number=number
        )
    else:
        text = say(language, "plan-announced", title=title, when=when, number=number)
    rows = [[Button(plain(language, "button-plan-manage"), f"pe:{first.id}")]]
    return Card(text, rows)


def sure_to_drop(draft: MeetingDraft, language: str) -> Card:
    """Whether to throw a draft away."""
    title = drafts.plan_of(draft).title or plain(language, "plan-untitled")
    rows = [
        [Button(plain(language, "button-plan-drop-yes"), f"p:{draft.id}:x:sure", style="danger")],
        [Button(plain(language, "button-plan-drop-no"), f"p:{draft.id}:z")],
    ]
    return Card(say(language, "plan-drop-sure", title=title), rows)


def expert_call(meeting: Meeting, language: str) -> Card:
    """For staff: which expert a session needs, and when; with a button for when that is settled."""
    return Card(
        _expert(meeting, language, "plan-expert-call"),
        [[Button(plain(language, "button-plan-expert-arranged"), f"px:{meeting.id}", style="success")]],
    )


def expert_done(meeting: Meeting, language: str) -> Card:
    """The same when an expert was found, or is needed no longer."""
    key = "plan-expert-call-done" if meeting.is_planned else "plan-expert-call-off"
    return Card(_expert(meeting, language, key))


def expert_found(meeting: Meeting, language: str) -> Card:
    """For the coordinator: staff found an expert."""
    rows = [[Button(plain(language, "button-plan-manage"), f"pe:{meeting.id}")]]
    return Card(_expert(meeting, language, "plan-expert-found"), rows)


def _expert(meeting: Meeting, language: str, key: str) -> Html:
    return say(
        language,
        key,
        expert=meeting.expert or "",
        title=meeting.title,
        when=local_words(meeting.local_start, ZoneInfo(meeting.zone), language),
    )
