"""What somebody sees in private of a meeting and of their own answer; and what they are told about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.messages import MAX_TEXT, Button, Card, Html, shorten, utf16_length
from bot.services.answers import day_text
from bot.services.meetings import addresses, cards, links, rsvps
from bot.services.meetings.cards import View
from bot.services.meetings.counts import Counts
from bot.texts import plain, say
from models import (
    LinkMoment,
    Meeting,
    MeetingAudience,
    MeetingSeries,
    Place,
    Rsvp,
    RsvpAnswer,
    RsvpNewsKind,
)

SERIES_TITLE = 100
LINE_TITLE = 60
GUESTS_SHOWN = 8
LABEL_NAME = 24
_MARKS = {
    Place.SEAT: f"{cards.COMES} ",
    Place.OFFERED: f"{cards.COMES} ",
    Place.WAITING: f"{cards.WAITS} ",
}


@dataclass(frozen=True, slots=True)
class Own:
    """What one person said, and which one in line they are if they wait."""

    rsvp: Rsvp | None = None
    position: int = 0
    follows: bool = False


def private(meeting: Meeting, counts: Counts, view: View, own: Own) -> Card:
    """The card of a meeting for one reader, with their answer."""
    language = view.language
    says_yes = own.rsvp is not None and own.rsvp.place is not Place.NONE
    parts = [cards.facts(meeting, counts, view, invites=not says_yes)]
    if meeting.is_planned:
        parts.append(standing(meeting, view, own))
    chosen = own.rsvp.answer if own.rsvp is not None and not _has_lapsed(own.rsvp) else None
    if own.rsvp is not None and own.rsvp.place is Place.OFFERED:
        chosen = None
    waits = own.rsvp is not None and own.rsvp.place is Place.WAITING
    rows = cards.answers(meeting, view, chosen=chosen, waits=waits)
    if rows and meeting.theme:
        rows[-1].append(cards.follow(meeting, language, is_followed=own.follows))
    last = [Button(plain(language, "button-sessions-all"), "pl:l:-:1")]
    page = addresses.page(view.web, meeting.token)
    if page is not None and meeting.audience is not MeetingAudience.COLLECTIVES:
        last.append(Button(plain(language, "button-session-page"), url=page))
    return Card(Html("\n\n".join(part for part in parts if part)), [*rows, last])


def in_list(meeting: Meeting, counts: Counts, view: View) -> Card:
    """The card of a meeting that was chosen from a list in a group: anybody answers, nobody is named."""
    rows = cards.answers(meeting, view)
    if rows and meeting.theme:
        rows[-1].append(cards.follow(meeting, view.language))
    back = [Button(plain(view.language, "button-sessions-all"), "pl:l:-:1")]
    return Card(cards.facts(meeting, counts, view), [*rows, back])


def standing(meeting: Meeting, view: View, own: Own) -> Html:
    """How things stand for one person, in a sentence; with the link, when they may have it."""
    language, rsvp = view.language, own.rsvp
    if rsvp is None:
        return Html("")
    if meeting.is_over(view.at):
        return Html("")
    match rsvp.place:
        case Place.SEAT:
            return _seat(meeting, view, rsvp)
        case Place.WAITING:
            return say(language, "my-rsvp-waiting", number=own.position)
        case Place.OFFERED:
            return say(language, "my-rsvp-offered", until=until_words(rsvp, meeting, language))
        case Place.NONE:
            if _has_lapsed(rsvp):
                return say(language, "my-rsvp-lapsed")
            return say(language, f"my-rsvp-{rsvp.answer.value}")


def standing_short(own: Own, language: str) -> Html:
    """The same in a few words, for a line of a list; empty for who did not answer."""
    rsvp = own.rsvp
    if rsvp is None or _has_lapsed(rsvp):
        return Html("")
    match rsvp.place:
        case Place.SEAT:
            return say(language, "rsvp-series-seat")
        case Place.WAITING:
            return say(language, "rsvp-series-waiting", number=own.position)
        case Place.OFFERED:
            return say(language, "rsvp-series-offered")
        case Place.NONE:
            return say(language, f"rsvp-series-{rsvp.answer.value}")


def _seat(meeting: Meeting, view: View, rsvp: Rsvp) -> Html:
    if not links.is_near(meeting, view.at):
        return say(view.language, "my-rsvp-seat")
    link = links.link_for(meeting, rsvp, view.at)
    if link is None:
        return say(view.language, "my-rsvp-seat-soon")
    return say(view.language, "my-rsvp-seat-link", link=link)


def _has_lapsed(rsvp: Rsvp) -> bool:
    """Whether somebody wanted to come, and let the offer of a place pass."""
    return rsvp.answer is RsvpAnswer.YES and rsvp.place is Place.NONE


def until_words(rsvp: Rsvp, meeting: Meeting, language: str) -> str:
    """Until when an offer lasts: "donderdag 12 december 09:00", on the clock of the meeting."""
    until = (rsvp.offered_until or meeting.starts_at).astimezone(ZoneInfo(meeting.zone))
    return f"{day_text(until.date(), language)} {cards.clock(until, language)}"


def news(kind: RsvpNewsKind, meeting: Meeting, rsvp: Rsvp, view: View) -> Card:
    """What somebody in line is told: of an offer, that it lapsed, of a place, that one is free."""
    language = view.language
    parts = [say(language, f"rsvp-place-{kind.value}"), cards.heading(meeting, view)]
    rows = cards.answers(meeting, view)[:2]
    match kind:
        case RsvpNewsKind.OFFERED:
            until = until_words(rsvp, meeting, language)
            parts.append(say(language, "rsvp-place-offered-until", until=until))
            rows = [
                [
                    Button(plain(language, "button-rsvp-take"), f"pr:{meeting.id}:y", style="success"),
                    Button(plain(language, "button-rsvp-decline"), f"pr:{meeting.id}:n"),
                ]
            ]
        case RsvpNewsKind.LAPSED:
            # First what it is about, then what became of it.
            parts = [cards.heading(meeting, view), say(language, "rsvp-place-lapsed")]
        case RsvpNewsKind.SEATED:
            parts.append(_seat(meeting, view, rsvp))
            rows = [[_cannot(meeting, language)]]
        case RsvpNewsKind.OPEN:
            rows = rows[:1]
    return Card(Html("\n\n".join(parts)), rows)


def guest_seated(meeting: Meeting, name: str, view: View) -> Card:
    """For the coordinator who signed somebody up that waited: there is a place now."""
    text = Html(f"{say(view.language, 'rsvp-place-guest', name=name)}\n\n{cards.heading(meeting, view)}")
    return Card(text, [[Button(plain(view.language, "button-guest-manage"), f"pr:{meeting.id}:g")]])


def reminder(meeting: Meeting, moment: LinkMoment, view: View) -> Card:
    """The link, the day before or a quarter of an hour before."""
    language = view.language
    head = say(language, "link-soon" if moment is LinkMoment.SOON else "link-day")
    parts = [head, cards.heading(meeting, view), say(language, "link-join", link=meeting.link or "")]
    if moment is LinkMoment.DAY:
        parts.append(say(language, "link-cannot"))
    return Card(Html("\n\n".join(parts)), [[_cannot(meeting, language)]])


def link_missing(meeting: Meeting, count: int, view: View) -> Card:
    """For the planner: people come tomorrow, and there is nowhere to go."""
    text = say(view.language, "link-missing", away=cards.away(meeting, view), count=count)
    return Card(Html(f"{text}\n\n{cards.heading(meeting, view)}"))


def _cannot(meeting: Meeting, language: str) -> Button:
    return Button(plain(language, "button-rsvp-cannot"), f"pr:{meeting.id}:n")


def series(
    name: MeetingSeries, meetings: Sequence[Meeting], owns: Mapping[int, Own], view: View, *, origin: Meeting
) -> Card:
    """All meetings of a series that are to come, what somebody answered to each, and buttons to change it."""
    language = view.language
    head = say(language, "rsvp-series-head", title=shorten(name.title, SERIES_TITLE))
    back = [Button(plain(language, "button-series-one"), f"pr:{origin.id}:o")]
    if not meetings:
        return Card(Html(f"{head}\n\n{say(language, 'rsvp-series-none')}"), [back])
    how = say(language, "rsvp-series-how")
    rows = [
        [
            Button(
                plain(language, "button-series-all", count=len(meetings)),
                f"pr:{origin.id}:a",
                style="success",
            )
        ],
        *_dates(meetings, owns, origin, language),
        [
            Button(plain(language, "button-series-none"), f"pr:{origin.id}:z"),
            Button(plain(language, "button-series-calendar"), f"pr:{origin.id}:k"),
        ],
        back,
    ]
    return Card(_fitting(head, meetings, owns, name, view, how), rows)


def _fitting(
    head: Html,
    meetings: Sequence[Meeting],
    owns: Mapping[int, Own],
    name: MeetingSeries,
    view: View,
    how: Html,
) -> Html:
    """All dates in one message: the more there are, the less of their subjects."""
    text = head
    for room in (LINE_TITLE, LINE_TITLE // 3, 0):
        lines = [_series_line(meeting, owns.get(meeting.id, Own()), name, view, room) for meeting in meetings]
        text = Html("\n\n".join([head, "\n".join(lines), how]))
        if utf16_length(text) <= MAX_TEXT:
            break
    return text


def _series_line(meeting: Meeting, own: Own, name: MeetingSeries, view: View, room: int) -> Html:
    language = view.language
    stand = standing_short(own, language) or say(language, "rsvp-series-open")
    title = meeting.title if meeting.title != name.title and room else ""
    subject = f" {say(language, 'rsvp-series-subject', title=shorten(title, room))}" if title else ""
    when = say(language, "rsvp-series-when", when=cards.when_short(meeting, language))
    return Html(f"{when}{subject}: {stand}")


def _dates(
    meetings: Sequence[Meeting], owns: Mapping[int, Own], origin: Meeting, language: str
) -> list[list[Button]]:
    """A button for each meeting, two a row: a yes is ticked, and taken back by the same button."""
    buttons = []
    for meeting in meetings:
        rsvp = owns.get(meeting.id, Own()).rsvp
        mark = _MARKS.get(rsvp.place, "") if rsvp is not None else ""
        label = f"{mark}{cards.when_short(meeting, language)}"
        buttons.append(Button(label, f"pr:{meeting.id}:t:{origin.id}"))
    return [buttons[place : place + 2] for place in range(0, len(buttons), 2)]


def guests(meeting: Meeting, counts: Counts, names: Sequence[Rsvp], view: View, *, first: int = 0) -> Card:
    """For a coordinator: how many come, and by name those whom a coordinator signed up."""
    language = view.language
    head = say(language, "guests-head", title=meeting.title, when=cards.when_near(meeting, language, view.at))
    numbers = say(language, "guests-count", yes=counts.yes, maybe=counts.maybe, waiting=counts.waiting)
    if meeting.places is not None:
        numbers = Html(f"{numbers} {say(language, 'guests-places', places=meeting.places)}")
    shown = names[first : first + GUESTS_SHOWN]
    lines = [_guest(number, guest, language) for number, guest in enumerate(shown, start=first + 1)]
    listed = "\n".join([say(language, "guests-list"), *lines]) if lines else say(language, "guests-none")
    rows = [
        [
            Button(
                plain(language, "button-guest-remove", name=shorten(guest.guest_name or "", LABEL_NAME)),
                f"pr:{meeting.id}:d:{guest.id}",
            )
        ]
        for guest in shown
    ]
    turn = []
    if first:
        turn.append(Button(plain(language, "button-previous"), f"pr:{meeting.id}:g:{first - GUESTS_SHOWN}"))
    if first + GUESTS_SHOWN < len(names):
        turn.append(Button(plain(language, "button-next"), f"pr:{meeting.id}:g:{first + GUESTS_SHOWN}"))
    if rsvps.is_open(meeting, view.at):
        rows.append([Button(plain(language, "button-guest-add"), f"pr:{meeting.id}:p", style="primary")])
    # The card from which the session is changed.
    back = [Button(plain(language, "button-back"), f"pe:{meeting.id}")]
    return Card(Html("\n\n".join([head, numbers, listed, say(language, "guests-why")])), [*rows, turn, back])


def _guest(number: int, guest: Rsvp, language: str) -> Html:
    key = "guests-line" if guest.place is Place.SEAT else "guests-line-waiting"
    return say(language, key, number=number, name=guest.guest_name or "")


def consent(meeting: Meeting, name: str, language: str) -> Card:
    """Whether somebody really said that they may be signed up, and their name kept."""
    rows = [
        [
            Button(plain(language, "button-guest-agreed"), f"pr:{meeting.id}:w", style="success"),
            Button(plain(language, "button-guest-back"), f"pr:{meeting.id}:x"),
        ]
    ]
    return Card(say(language, "guests-sure", name=name), rows)
