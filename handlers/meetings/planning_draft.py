"""A draft of a session in its author's hands: where they are in it, and what they see of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram import Message

from bot.services import conversations
from bot.services.in_words.dates import Choice, Doubt, Remark
from bot.services.in_words.repeats import Schedule
from bot.services.meetings import drafts, plan, plan_cards, plan_known
from bot.services.meetings.cards import View
from bot.services.meetings.plan import Plan
from bot.services.meetings.plan_answers import Here
from bot.services.meetings.plan_cards import Looked
from bot.services.meetings.plan_fields import UnfitWordsError
from bot.services.meetings.plan_questions import WALK, Asking, Field, question
from handlers.turn import Context, Party
from models import MeetingAudience, MeetingDraft, Person

KIND = "plan"
# Steps of the conversation besides the fields: the whole in one message, and looking at how it will be.
LINE, LOOK = "line", "look"
# What was written longer ago than this is read as if it were written now: its "today" is past.
_WRITTEN = timedelta(days=1)
# Parts that are empty until somebody says them.
_SAID_ONCE = frozenset({Field.THEME, Field.LINK, Field.HOST, Field.DESCRIPTION, Field.EXPERT})


@dataclass(slots=True)
class Mine:
    """Somebody's own draft, and what its conversation remembers.

    `walk` is step by step. `told` are words about time that were understood, `choices` the answers on
    buttons to what was unclear, `notes` what has to be said about how words were read, `preview` the outbox
    key of the announcement that is shown. `below` is the message whose button was pressed: it is redrawn.
    """

    context: Context
    party: Party
    person: Person
    draft: MeetingDraft
    walk: bool = False
    told: str = ""
    choices: list[Choice] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    preview: str | None = None
    below: int | None = None

    @property
    def plan(self) -> Plan:
        """What the draft says so far."""
        return drafts.plan_of(self.draft)

    def put(self, changed: Plan) -> None:
        """Let the draft say something else."""
        drafts.put(self.draft, changed, at=self.context.now)

    def note(self, when: Schedule) -> None:
        """Remember what has to be said about how a time was read."""
        # How soon it is follows from when it is looked at.
        said = [remark.value for remark in when.remarks if remark is not Remark.SOON]
        self.notes = [*dict.fromkeys([*self.notes, *said])]


def is_coordinator(context: Context, party: Party) -> bool:
    """Whether who speaks may plan sessions, asked anew each time; and nobody reads along."""
    person = party.person
    return (
        party.is_private
        and person is not None
        and context.turn.services.roles.is_coordinator(person.telegram_id)
    )


def remembered(
    context: Context, party: Party, person: Person, draft: MeetingDraft, data: dict[str, Any] | None
) -> Mine:
    """A draft with what its conversation remembers of it, when that is about this one."""
    mine = Mine(context, party, person, draft)
    if data is not None and data.get("draft") == draft.id:
        mine.walk, mine.told = bool(data.get("walk")), str(data.get("told", ""))
        mine.choices = [Choice(words, local) for words, local in data.get("choices", [])]
        mine.notes, mine.preview = list(data.get("notes", [])), data.get("preview")
    return mine


async def listen(mine: Mine, step: str) -> None:
    """Let what the author writes next be this step of the draft."""
    data: dict[str, Any] = {
        "draft": mine.draft.id,
        "walk": mine.walk,
        "told": mine.told,
        "choices": [[one.words, one.local] for one in mine.choices],
        "notes": mine.notes,
        "preview": mine.preview,
    }
    at = mine.context.now
    conversation = await conversations.current(mine.context.session, mine.person, at=at)
    # Another draft that was going on is a row of its own, and waits under /plan.
    if conversation is not None and conversation.kind == KIND:
        conversations.go_on(conversation, step, at=at, **data)
    else:
        await conversations.begin(mine.context.session, mine.person, KIND, step, at=at, data=data)


async def here(context: Context, language: str, message: Message | None = None) -> Here:
    """When and where words were written: "morgen", written at 23:59, is the next day, also read later."""
    at = written_at(message, context.now) if message is not None else context.now
    known = await plan_known.known(context.session)
    return Here(at, context.turn.services.zone, language, known)


def written_at(message: Message, now: datetime) -> datetime:
    """When a message was written, or now when that is long ago or, by another clock, to come."""
    return message.date if now - _WRITTEN < message.date <= now else now


async def ask(
    mine: Mine,
    asked: Field,
    *,
    page: int = 1,
    when: Schedule | None = None,
    unknown_theme: str = "",
    fault: UnfitWordsError | None = None,
) -> None:
    """Ask for one part; `when` is what was read of a time that leaves something open."""
    context = mine.context
    mine.told, mine.choices = (when.known, list(when.choices)) if when is not None else ("", [])
    await listen(mine, asked.value)
    doubt: Doubt | None = when.doubt if when is not None else None
    asking = Asking(
        mine.draft.id,
        mine.plan,
        mine.party.language,
        await plan_known.known(context.session),
        await plan_known.expert_fields(context.session),
        mine.walk,
        page,
        doubt,
        mine.choices,
        mine.told,
        when.rest if when is not None else "",
        unknown_theme,
        fault,
    )
    card = question(asked, asking)
    if mine.below is None:
        await context.reply(mine.party, card)
    else:
        await context.redraw(mine.party, card, mine.below)


async def next_step(mine: Mine, done: Field | None = None) -> None:
    """Ask what comes next: in a walk the next part, else what is missing; or show how it will be."""
    if mine.walk and done in WALK:
        following = next((one for one in WALK[WALK.index(done) + 1 :] if _is_asked(one, mine.plan)), None)
        if following is not None:
            await ask(mine, following)
            return
        mine.walk = False
    missing = _missing(mine)
    if missing is not None:
        await ask(mine, missing)
    else:
        await look(mine)


def _is_asked(one: Field, planned: Plan) -> bool:
    """Whether a part is still asked; what was said with the answer to another part is not asked again."""
    if one is Field.REPEAT:
        return not planned.is_series
    return one not in _SAID_ONCE or not getattr(planned, one.value)


def _missing(mine: Mine) -> Field | None:
    planned, wrong = mine.plan, plan.problems(mine.plan, mine.context.turn.services.zone, at=mine.context.now)
    if plan.Problem.NO_TITLE in wrong:
        return Field.TITLE
    if not planned.starts:
        return Field.WHEN
    if plan.Problem.NO_AUDIENCE not in wrong:
        return None
    by_value = {MeetingAudience.PLACE: Field.WHERE, MeetingAudience.COLLECTIVES: Field.WHOSE}
    return by_value.get(planned.audience, Field.THEME)


async def look(mine: Mine) -> None:
    """Show the announcement as it will be, and all that goes with it; below, or in place after a press."""
    context, language = mine.context, mine.party.language
    view = View(language, context.now, context.bot_name, context.turn.services.web)
    looked = await looked_at(mine)
    shown, card = plan_cards.preview(looked, view), plan_cards.look(looked, view)
    if mine.below is None or mine.preview is None:
        mine.preview = await context.reply(mine.party, shown)
        await context.reply(mine.party, card)
    else:
        await context.revise(mine.party.chat.id, shown, target_key=mine.preview)
        await context.redraw(mine.party, card, mine.below)
    mine.notes = []
    await listen(mine, LOOK)


async def looked_at(mine: Mine) -> Looked:
    """What the draft would become at this instant."""
    context, planned, zone = mine.context, mine.plan, mine.context.turn.services.zone
    meetings = plan.unsaved(planned, zone, at=context.now)
    names = await plan_known.names_of(context.session, planned.audience, planned.audience_values)
    number = await plan_known.number_of_chats(context.session, meetings[0], context.turn.services.roles)
    quiet = context.turn.services.session_quiet
    return Looked(mine.draft, planned, meetings, number, names, mine.notes, zone, quiet)
