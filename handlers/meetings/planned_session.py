"""A planned session in a coordinator's hands: held, changed once for who saw it as it is, and shown again."""

from dataclasses import dataclass
from typing import Any

from bot.messages import Card, Html
from bot.services import conversations
from bot.services.in_words.dates import Choice
from bot.services.meetings import changes, planned, planned_cards
from bot.services.meetings.cards import View
from bot.services.meetings.daily import convenient
from bot.services.meetings.plan_questions import Field
from bot.services.meetings.planned_cards import Done
from bot.texts import say
from handlers.meetings import planning_ready
from handlers.meetings.planning_draft import KIND as PLAN
from handlers.meetings.planning_draft import LINE
from handlers.turn import Context, Party
from models import Meeting, Person

KIND = "plan-change"


@dataclass(frozen=True, slots=True)
class Held:
    """A session that is locked for a coordinator; `below` is the message whose button was pressed."""

    context: Context
    party: Party
    person: Person
    meeting: Meeting
    below: int | None = None

    @property
    def view(self) -> View:
        """For whom cards are made."""
        context = self.context
        return View(self.party.language, context.now, context.bot_name, context.turn.services.web)


async def listen(
    held: Held,
    field: Field,
    version: int,
    *,
    told: str = "",
    choices: tuple[Choice, ...] = (),
    **chosen: Any,
) -> None:
    """Let what the coordinator writes next be this part of the session, in the version that they saw.

    `told` and `choices` are of a time that is not clear yet, `chosen` is what a list says so far.
    """
    data: dict[str, Any] = {
        "meeting": held.meeting.id,
        "version": version,
        "told": told,
        "choices": [[one.words, one.local] for one in choices],
        **chosen,
    }
    session, at = held.context.session, held.context.now
    present = await conversations.current(session, held.person, at=at)
    if present is not None and present.kind == KIND:
        conversations.go_on(present, field.value, at=at, **data)
    else:
        if present is not None and present.place == (PLAN, LINE):
            # Nothing was told there yet: there is nothing to come back to.
            await conversations.end(session, held.person, PLAN)
        await conversations.begin(session, held.person, KIND, field.value, at=at, data=data)


async def change(held: Held, fields: dict[str, Any], version: int) -> None:
    """Change columns of the session, and show what comes of it; or that a colleague was first."""
    context = held.context
    done = await changes.change(
        context.session, held.meeting, fields, version=version, by=held.person, at=context.now
    )
    await conversations.end(context.session, held.person, KIND)
    if not done:
        await show(held, otherwise(held))
        return
    await planning_ready.redraw_call(context, held.meeting)
    await show_changed(held, frozenset(fields))


def otherwise(held: Held) -> Html:
    """That somebody else was first, or that it does not go on any more."""
    is_open = changes.is_open(held.meeting, held.context.now)
    key = "planned-other-first" if is_open else "planned-is-cancelled"
    return say(held.party.language, key)


async def is_old(held: Held, version: str) -> bool:
    """Whether a button is of an older version, or of a session that is off or over: it is shown anew then."""
    meeting = held.meeting
    if changes.is_open(meeting, held.context.now) and version == str(meeting.version):
        return False
    await show(held, otherwise(held))
    return True


async def show_changed(held: Held, names: frozenset[str], *, others: int = 0) -> None:
    """The session as it is now, below who hears of the change and when."""
    services = held.context.turn.services
    stands = await standing(held)
    newcomers = await _newcomers(held) if names & changes.AUDIENCE else 0
    done = Done(names, services.session_quiet, others=others, newcomers=newcomers)
    head = planned_cards.changed(stands, done, held.view)
    await redraw(held, planned_cards.card(stands, held.view, head=head))


async def _newcomers(held: Held) -> int:
    context, meeting = held.context, held.meeting
    services = context.turn.services
    by = convenient(meeting.settles_at or context.now, meeting.starts_at, services.session_quiet)
    return await planned.newcomers(context.session, meeting, services.roles, by=by)


async def show(held: Held, head: Html | None = None) -> None:
    """The session as it is now; `head` is what just happened."""
    await redraw(held, planned_cards.card(await standing(held), held.view, head=head))


async def standing(held: Held) -> planned.Standing:
    """How the session stands at this instant."""
    context = held.context
    return await planned.standing(context.session, held.meeting, context.turn.services.roles, at=context.now)


async def redraw(held: Held, card: Card) -> None:
    """Show a card in place of what was pressed, or below what was written."""
    if held.below is None:
        await held.context.reply(held.party, card)
    else:
        await held.context.redraw(held.party, card, held.below)
