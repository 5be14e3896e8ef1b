"""What staff see of a question: its card with what can be done, lists, and the cards around an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from babel import Locale, UnknownLocaleError

from bot.messages import Button, Card, Html, Rows, shorten
from bot.services.answers import TITLE, day_text, short_text
from bot.services.collectives.cards import theme_words
from bot.services.escalations.desk import Desk
from bot.texts import plain, say
from models import (
    AnswerPlace,
    Candidate,
    Case,
    CloseReason,
    Escalation,
    EscalationState,
    Expert,
    Relayed,
    RelayKind,
    StaffMember,
)

SIGNS = {
    EscalationState.OPEN: "🆕",
    EscalationState.CLAIMED: "🙋",
    EscalationState.ASKED_BACK: "❓",
    EscalationState.ANSWERED: "💬",
    EscalationState.CLOSED: "✅",
}
UNREACHABLE = "🚫"
TOPIC_NAME = 100
WORDS = 2000
SHOWN = 3
LISTED = 25
LISTED_TITLE = 60
EXPERTS = 5
FOUND = 5
# Reasons that staff give; the bot and the resident have their own.
REASONS = (CloseReason.ANSWERED, CloseReason.ELSEWHERE, CloseReason.DOUBLE, CloseReason.NOT_OURS)


@dataclass(frozen=True, slots=True)
class View:
    """An escalation with what its card shows besides: the resident's collectives, and the experts."""

    escalation: Escalation
    collectives: Sequence[str] = ()
    experts: Sequence[Expert] = ()
    rows: Rows | None = field(default=None)


def topic_name(escalation: Escalation, language: str) -> str:
    """The name of its topic: how it stands, its number, its theme and its title."""
    sign = SIGNS[escalation.state] + (UNREACHABLE if escalation.unreachable_at else "")
    about = " · ".join(part for part in (theme_of(escalation, language), escalation.title) if part)
    return shorten(f"{sign} {number_of(escalation)} {about}", TOPIC_NAME)


def number_of(escalation: Escalation) -> Html:
    """How staff call a question; HTML, because Telegram takes a number with this sign for no hashtag."""
    return Html(f"#{escalation.id}")


def theme_of(escalation: Escalation, language: str) -> str:
    """Its theme, or that there is none."""
    return theme_words(escalation.theme) or plain(language, "escalation-no-theme")


def card(view: View, language: str) -> Card:
    """The card of a question in the staff chat."""
    escalation = view.escalation
    head = say(
        language,
        "escalation-heading",
        sign=SIGNS[escalation.state],
        number=number_of(escalation),
        theme=theme_of(escalation, language),
    )
    words = say(language, "escalation-words", words=shorten(escalation.words, WORDS))
    # What takes several lines stands apart.
    facts = [f"\n{fact}" if "\n" in fact else fact for fact in _facts(view, language)]
    how = "" if escalation.is_closed else f"\n\n<i>{say(language, 'escalation-how')}</i>"
    text = f"<b>{head}</b>\n{_state(escalation, language)}\n\n{words}\n\n" + "\n".join(facts) + how
    return Card(Html(text), buttons(escalation, language) if view.rows is None else view.rows)


def buttons(escalation: Escalation, language: str) -> Rows:
    """What can be done with a question as it stands."""

    def button(key: str, verb: str, style: str | None = None) -> Button:
        return Button(plain(language, f"button-escalation-{key}"), _data(escalation, verb), style=style)

    if escalation.is_closed:
        return [[button("reopen", "w"), button("case", "k")]]
    first = (
        [button("claim", "c", "primary"), button("hand-over", "o")]
        if escalation.state is EscalationState.OPEN
        else [button("hand-over", "o"), button("release", "r")]
    )
    session = "session-undo" if escalation.session_proposed_at else "session"
    return [
        first,
        [button("ask-back", "q"), button("search", "s")],
        # A label of some length has a row of its own: Telegram cuts it off on a phone.
        [button("point", "g")],
        [button(session, "p"), button("case", "k")],
        [button("close", "x")],
    ]


def hand_over_rows(escalation: Escalation, members: Sequence[StaffMember], language: str) -> Rows:
    """To whom it can be given."""
    rows = [
        [Button(member.name, _data(escalation, "o", member.person_id))]
        for member in members
        if member.person_id != escalation.claimed_by_id
    ]
    return [*rows, [_back(escalation, language)]]


def close_rows(escalation: Escalation, language: str) -> Rows:
    """For which reason it can be closed."""
    rows = [
        [Button(plain(language, f"button-reason-{_dashed(reason)}"), _data(escalation, "x", place))]
        for place, reason in enumerate(REASONS)
    ]
    return [*rows, [_back(escalation, language)]]


def found_cases(escalation: Escalation, cases: Sequence[Case], language: str) -> Card:
    """What a search in the library found, to choose from."""
    if not cases:
        return Card(say(language, "escalation-search-none"))
    lines = [
        say(language, "choice-title", number=number, title=shorten(case.title, TITLE))
        for number, case in enumerate(cases, start=1)
    ]
    rows = [
        [Button(shorten(case.title, LISTED_TITLE), _data(escalation, "v", case.id))] for case in cases[:FOUND]
    ]
    heading = say(language, "escalation-search-heading", number=number_of(escalation))
    how = say(language, "escalation-search-how")
    return Card(Html(f"<b>{heading}</b>\n\n" + "\n".join(lines) + f"\n\n<i>{how}</i>"), rows)


def case_to_attach(escalation: Escalation, case: Case, language: str) -> Card:
    """One case in short, as the resident would read it, with the choice to send it."""
    rows = [
        [
            Button(
                plain(language, "button-escalation-attach"), _data(escalation, "a", case.id), style="primary"
            )
        ],
        [Button(plain(language, "button-back"), _data(escalation, "l"))],
    ]
    return Card(Html(short_text(case, language)), rows)


def preview(relayed: Relayed, content: Html | None, language: str) -> Card:
    """What staff see of their answer before it goes; `content` is None for what cannot be quoted."""
    text = say(language, "escalation-preview")
    if content is not None:
        text = Html(f"{text}\n\n<blockquote>{content}</blockquote>")
    is_question = relayed.kind is RelayKind.QUESTION
    keys = (("send-question", "q"),) if is_question else (("send-answer", "s"), ("send-question", "q"))
    rows = [
        [Button(plain(language, f"button-escalation-{key}"), f"er:{relayed.id}:{verb}", style=style)]
        for (key, verb), style in zip(keys, ("primary", None), strict=False)
    ]
    keep = Button(plain(language, "button-escalation-keep"), f"er:{relayed.id}:n")
    return Card(text, [*rows, [keep]])


def receipt(relayed: Relayed, place: AnswerPlace, language: str) -> Card:
    """That something went to the resident, with the way to take it back."""
    what = f"{'question' if relayed.kind is RelayKind.QUESTION else 'answer'}-{place}"
    retract = Button(plain(language, "button-escalation-retract"), f"er:{relayed.id}:t")
    return Card(say(language, f"escalation-sent-{what}"), [[retract]])


def open_list(escalations: Sequence[Escalation], desk: Desk, language: str, at: datetime) -> Card:
    """What is open and since when, the longest waiting first."""
    if not escalations:
        return Card(say(language, "escalations-none-open"))
    lines = [_line(escalation, desk, language, at) for escalation in escalations[:LISTED]]
    if len(escalations) > LISTED:
        lines.append(say(language, "escalations-more", count=len(escalations) - LISTED))
    heading = say(language, "escalations-open", count=len(escalations))
    return Card(Html(f"<b>{heading}</b>\n\n" + "\n\n".join(lines)))


def _line(escalation: Escalation, desk: Desk, language: str, at: datetime) -> str:
    since = desk.days.passed(escalation.made_at, at)
    late = desk.days.today(at) >= escalation.answer_before and escalation.answered_at is None
    title = say(
        language,
        "escalations-line",
        sign=SIGNS[escalation.state],
        number=number_of(escalation),
        title=shorten(escalation.title, LISTED_TITLE),
    )
    extras = [
        _state(escalation, language),
        say(language, "escalations-since", days=since),
        say(language, "escalations-late") if late else "",
        say(language, "escalation-session") if escalation.session_proposed_at else "",
    ]
    return f"{title}\n" + " ".join(extra for extra in extras if extra)


def _state(escalation: Escalation, language: str) -> Html:
    who = escalation.claimed_by
    if who is None:
        return say(language, f"escalation-state-{_dashed(escalation.state)}", who="nobody")
    return say(language, f"escalation-state-{_dashed(escalation.state)}", who=who.name)


def _facts(view: View, language: str) -> list[str]:
    escalation = view.escalation
    promise = day_text(escalation.answer_before, language)
    facts = [
        say(language, f"escalation-wants-{escalation.wants}", day=promise),
        _understood(escalation, language),
        _shown(escalation.dilemma.candidates, language),
    ]
    if view.collectives:
        facts.append(say(language, "escalation-collective", names=", ".join(view.collectives)))
    if escalation.session_proposed_at:
        facts.append(say(language, "escalation-session"))
    if escalation.unreachable_at:
        facts.append(f"{UNREACHABLE} {say(language, 'escalation-unreachable')}")
    if escalation.is_legal:
        facts.append(_legal(view.experts, language))
    return facts


def _understood(escalation: Escalation, language: str) -> Html:
    """The language of the question, and what the bot took it for."""
    spoken = _language_name(escalation.dilemma.language, language)
    best = next(iter(escalation.dilemma.candidates), None)
    if best is None:
        return say(language, "escalation-language", spoken=spoken)
    words = ", ".join(best.why_words) or best.why_sentence
    return say(
        language,
        "escalation-understood",
        spoken=spoken,
        title=shorten(best.case.title, TITLE),
        words=shorten(words, TITLE) if words else "–",
    )


def _language_name(code: str, language: str) -> str:
    try:
        name = Locale.parse(code).get_display_name(language) if code else None
    except (UnknownLocaleError, ValueError):
        name = None
    return name or plain(language, "escalation-language-unknown")


def _shown(candidates: Sequence[Candidate], language: str) -> str:
    """The cases that the resident saw, and which of them were refused."""
    seen = [one for one in candidates if one.shown_at or one.refused_at or one.chosen_at][:SHOWN]
    if not seen:
        return say(language, "escalation-shown-none")
    lines = [
        say(
            language,
            "escalation-shown-refused" if one.refused_at else "escalation-shown-read",
            title=shorten(one.case.title, TITLE),
        )
        for one in seen
    ]
    return say(language, "escalation-shown") + "\n" + "\n".join(lines)


def _legal(experts: Sequence[Expert], language: str) -> str:
    lines = [say(language, "escalation-legal")]
    lines += [
        say(language, "expert-line", name=expert.name, field=expert.field, contact=expert.contact)
        for expert in experts[:EXPERTS]
    ]
    return "\n".join(lines)


def _back(escalation: Escalation, language: str) -> Button:
    return Button(plain(language, "button-back"), _data(escalation, "b"))


def _dashed(value: str) -> str:
    return value.replace("_", "-")


def _data(escalation: Escalation, verb: str, *arguments: int) -> str:
    return ":".join(["e", str(escalation.id), verb, *map(str, arguments)])
