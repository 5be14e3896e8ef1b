"""What coordinators see of a proposal, and the invitation to those who asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.messages import Button, Card, Html, Rows
from bot.services import local_time
from bot.services.answers import day_text
from bot.services.collectives.cards import theme_words
from bot.services.meetings import cards
from bot.services.meetings.counts import Counts
from bot.texts import plain, say
from models import Meeting, MeetingProposal, ProposalState

# More is a wall of text on a phone.
MOST_SHOWN = 5
MOST_CASES = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to see: for how many parties it was asked, in which words as far as these can be shown.

    `hidden` counts the questions that are not shown, `people` those who asked and can be told. `title` is
    what the draft would be called; empty when no case gives it a name.
    """

    number: int
    words: Sequence[str]
    hidden: int
    case_titles: Sequence[str]
    people: int
    title: str = ""


def offer(proposal: MeetingProposal, seen: Seen, language: str, *, can_decide: bool = True) -> Card:
    """The proposal, with what a coordinator can do with it."""
    head = (
        say(language, "proposal-head", number=seen.number)
        if proposal.escalation_id is None
        else say(language, "proposal-head-staff")
    )
    if proposal.theme:
        head = Html(f"{head} {say(language, 'proposal-theme', theme=theme_words(proposal.theme))}")
    parts = [head]
    parts.extend(_questions(seen, language))
    if seen.case_titles:
        titles = [say(language, "proposal-item", text=title) for title in seen.case_titles[:MOST_CASES]]
        parts.append(Html("\n".join([say(language, "proposal-cases"), *titles])))
    day, clock = day_of(proposal, language), clock_of(proposal)
    if seen.title:
        parts.append(say(language, "proposal-draft", title=seen.title, day=day, clock=clock))
    else:
        parts.append(say(language, "proposal-moment", day=day, clock=clock))
    if seen.people:
        parts.append(say(language, "proposal-invites", number=seen.people))
    return Card(Html("\n\n".join(parts)), _decide(proposal, language) if can_decide else ())


def taken(proposal: MeetingProposal, language: str, *, is_mine: bool) -> Card:
    """What remains of the card once somebody decided, or it holds no more."""
    about = theme_words(proposal.theme) if proposal.theme else plain(language, "proposal-some-question")
    match proposal.state:
        case ProposalState.ACCEPTED:
            key = "proposal-accepted-mine" if is_mine else "proposal-accepted-colleague"
        case ProposalState.LATER:
            key = "proposal-later"
        case ProposalState.NEVER:
            key = "proposal-never"
        case _:
            key = "proposal-lapsed"
    undo: Rows = ()
    if is_mine and proposal.state in (ProposalState.LATER, ProposalState.NEVER):
        undo = [[Button(plain(language, "button-proposal-undo"), f"pp:{proposal.id}:o")]]
    return Card(say(language, key, about=about), undo)


def invitation(proposal: MeetingProposal, meeting: Meeting, counts: Counts, view: cards.View) -> Card:
    """To somebody who asked: there is a session about it."""
    text = f"{say(view.language, 'proposal-invitation')}\n\n{cards.facts(meeting, counts, view)}"
    leave = Button(plain(view.language, "button-proposal-leave-me"), f"pp:{proposal.id}:x")
    return Card(Html(text), [*cards.answers(meeting, view), [leave]])


def day_of(proposal: MeetingProposal, language: str) -> str:
    """The day that it suggests: "donderdag 24 december"."""
    return day_text(date.fromisoformat(proposal.local_start[:10]), language)


def clock_of(proposal: MeetingProposal) -> str:
    """The time of day that it suggests: "19:30"."""
    start = datetime.strptime(proposal.local_start, local_time.FORMAT)  # noqa: DTZ007 - only shown
    return f"{start:%H:%M}"


def _questions(seen: Seen, language: str) -> list[Html]:
    parts = []
    if seen.words:
        said = [say(language, "proposal-question", text=text) for text in seen.words[:MOST_SHOWN]]
        parts.append(Html("\n".join([say(language, "proposal-asked"), *said])))
    hidden = seen.hidden + max(len(seen.words) - MOST_SHOWN, 0)
    if hidden:
        parts.append(say(language, "proposal-hidden", number=hidden))
    return parts


def _decide(proposal: MeetingProposal, language: str) -> Rows:
    return [
        [Button(plain(language, "button-proposal-accept"), f"pp:{proposal.id}:a", style="success")],
        [
            Button(plain(language, "button-proposal-later"), f"pp:{proposal.id}:l"),
            Button(plain(language, "button-proposal-never"), f"pp:{proposal.id}:n"),
        ],
    ]
