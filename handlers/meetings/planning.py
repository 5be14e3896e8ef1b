"""`/plan`: a coordinator plans a session or a series, in one message or step by step."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Message, Update

from bot.messages import Card
from bot.services import conversations
from bot.services.in_words.repeats import Schedule
from bot.services.meetings import drafts, numbers, numbers_card, one_line, plan_answers, plan_cards, store
from bot.services.meetings.plan import Plan
from bot.services.meetings.plan_fields import UnfitWordsError
from bot.services.meetings.plan_known import marked
from bot.services.meetings.plan_questions import Field
from bot.texts import say
from handlers.meetings import planning_ready
from handlers.meetings.planning_draft import (
    KIND,
    LINE,
    LOOK,
    Mine,
    ask,
    here,
    is_coordinator,
    look,
    next_step,
    remembered,
)
from handlers.turn import Context, Party, Pressed
from models import Conversation, MeetingDraft, Person

PRESS = re.compile(r"^p:(\d{1,15}):([a-z])(?::([a-z]{1,12}))?(?::([A-Za-z0-9]{1,16}))?$")
PER_PAGE = 8
_MOST_PAGES = 100


async def on_command(update: Update, context: Context) -> None:
    """`/plan`: begin, go on where one was, or look at what is planned; `/plan <all of it>` plans at once."""
    party = await context.party(update)
    person, message = party.person, update.message
    if not is_coordinator(context, party) or person is None or message is None:
        await context.say(party, "plan-only-coordinators")
        return
    _, _, words = (message.text or "").partition(" ")
    if words.strip():
        await _on_line(context, party, person, message, words)
        return
    # A draft that was going on is a row of its own, and offered on this card.
    await conversations.end(context.session, person, KIND)
    await conversations.begin(context.session, person, KIND, LINE, at=context.now)
    await context.reply(party, await _home(context, party, person))


async def show(context: Context, party: Party, draft: MeetingDraft) -> None:
    """Show somebody's draft as it is, or ask what it lacks; as if they had just written it."""
    if party.person is not None:
        await next_step(Mine(context, party, party.person, draft))


async def again(context: Context, party: Party, conversation: Conversation) -> None:
    """Go on with a plan after something else came between: ask again what was asked, or show it again."""
    person, number = party.person, conversation.data.get("draft")
    if person is None or not is_coordinator(context, party):
        await context.say(party, "plan-only-coordinators")
        return
    draft = await drafts.locked(context.session, int(number), person) if number is not None else None
    if draft is None:
        await context.reply(party, await _home(context, party, person))
        return
    mine = remembered(context, party, person, draft, conversation.data)
    mine.preview = None
    if mine.told:
        at = await here(context, party.language)
        await ask(mine, Field.WHEN, when=at.read(mine.told))
    elif conversation.step in list(Field):
        await ask(mine, Field(conversation.step))
    else:
        await next_step(mine)


async def on_step(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """What a coordinator writes in the middle of a plan."""
    person, words = party.person, message.text or message.caption or ""
    if person is None or not is_coordinator(context, party):
        # The draft stays, for when they are coordinator again.
        if person is not None:
            await conversations.end(context.session, person, KIND)
        await context.say(party, "plan-only-coordinators")
        return
    if not words.strip():
        await context.say(party, "plan-only-words")
        return
    if "draft" not in conversation.data:
        await _on_line(context, party, person, message, words)
        return
    draft = await drafts.locked(context.session, int(conversation.data["draft"]), person)
    if draft is None:
        await conversations.end(context.session, person, KIND)
        await context.say(party, "plan-gone")
        return
    mine = remembered(context, party, person, draft, conversation.data)
    if conversation.step == LOOK:
        await _on_more(mine, message, words)
    else:
        await _on_answer(mine, Field(conversation.step), message, words)


async def _on_line(context: Context, party: Party, person: Person, message: Message, words: str) -> None:
    """All of it, or a part, in one message."""
    at = await here(context, party.language, message)
    line = one_line.read(words, now=at.at, zone=at.zone, language=at.language, known=at.known)
    draft = await drafts.begin(context.session, person, line.plan, at=context.now)
    mine = Mine(context, party, person, draft)
    await _with_line(mine, line)


async def _on_more(mine: Mine, message: Message, words: str) -> None:
    """Words while the whole is looked at: they change what they name, and nothing else."""
    at = await here(mine.context, mine.party.language, message)
    line = one_line.read(words, now=at.at, zone=at.zone, language=at.language, known=at.known)
    # Words that name nothing are no new title.
    said = line.plan.model_fields_set - ({"title", "description"} if not _is_labelled(words) else set())
    if not said and line.when is None and not line.named_theme and not line.faults:
        await mine.context.say(mine.party, "plan-say-what")
        return
    mine.put(plan_answers.changed(mine.plan, **{name: getattr(line.plan, name) for name in said}))
    await _with_line(mine, line)


def _is_labelled(words: str) -> bool:
    return re.match(r"\s*(titel|title|beschrijving|description)\s*[:=]", words, re.IGNORECASE) is not None


async def _with_line(mine: Mine, line: one_line.Line) -> None:
    mine.notes = [f"fault-{name}" for name in line.faults]
    when = line.when
    if when is not None:
        when = plan_answers.within_reach(when, mine.context.turn.services.zone, at=mine.context.now)
        if when.doubt is not None:
            await ask(mine, Field.WHEN, when=when)
            return
        mine.note(when)
    if line.named_theme:
        await ask(mine, Field.THEME, unknown_theme=line.named_theme)
        return
    await next_step(mine)


async def _on_answer(mine: Mine, field: Field, message: Message, words: str) -> None:
    """What was written for the part that was asked."""
    at = await here(mine.context, mine.party.language, message)
    if field is Field.WHEN:
        await _on_time(mine, Field.WHEN, plan_answers.moments_in(words, mine.told, at))
    elif field is Field.REPEAT and mine.plan.starts:
        await _on_time(mine, Field.REPEAT, plan_answers.repeated(words, mine.plan, at))
    else:
        try:
            mine.put(plan_answers.answered(field, words, mine.plan, at))
        except UnfitWordsError as fault:
            await ask(mine, field, fault=None if _took_another(mine, words, at) else fault)
            return
        await next_step(mine, _whole(field))


async def _on_time(mine: Mine, field: Field, when: Schedule) -> None:
    """A time as far as it was understood: into the plan, or on with asking."""
    when = plan_answers.within_reach(when, mine.context.turn.services.zone, at=mine.context.now)
    if when.doubt is not None:
        await ask(mine, Field.WHEN, when=when)
        return
    was_single = len(mine.plan.starts) == 1
    mine.put(plan_answers.with_moments(mine.plan, when))
    mine.note(when)
    mine.told, mine.choices = "", []
    # Whoever said how it comes again is not asked that.
    is_answer = field is Field.REPEAT or (was_single and mine.plan.is_series)
    await next_step(mine, Field.REPEAT if is_answer else Field.WHEN)


def _took_another(mine: Mine, words: str, at: plan_answers.Here) -> bool:
    """Whether the answer says another part of the plan, such as the link: that is kept, and not lost."""
    line = one_line.read(words, now=at.at, zone=at.zone, language=at.language, known=at.known)
    said = line.plan.model_fields_set - {"title", "description", "starts"}
    if not said:
        return False
    mine.put(plan_answers.changed(mine.plan, **{name: getattr(line.plan, name) for name in said}))
    return True


def _whole(field: Field) -> Field:
    """The step that a part belongs to: which place or collectives is asked within "for whom"."""
    return Field.AUDIENCE if field in (Field.WHERE, Field.WHOSE) else field


async def on_press(update: Update, context: Context) -> None:
    """A button under a question, under a draft, or where planning begins."""
    pressed = await context.pressed(update, PRESS, private=True)
    if pressed is None:
        return
    party, person, (number, verb) = pressed.party, pressed.person, pressed.data.group(1, 2)
    if not is_coordinator(context, party):
        context.toast(update, party.language, "toast-plan-coordinators")
        return
    if number == "0":
        await _on_home(update, context, pressed)
        return
    draft = await drafts.locked(context.session, int(number), person)
    act = _VERBS.get(verb)
    # One answer for the draft of another and one that is gone: numbers can be guessed.
    if draft is None or act is None:
        context.toast(update, party.language, "toast-plan-gone")
        return
    conversation = await conversations.current(context.session, person, at=context.now)
    data = conversation.data if conversation is not None and conversation.kind == KIND else None
    mine = remembered(context, party, person, draft, data)
    mine.below = pressed.message_id
    await act(update, mine, pressed)


async def _on_home(update: Update, context: Context, pressed: Pressed) -> None:
    party, person, verb = pressed.party, pressed.person, pressed.data[2]
    if verb == "n":
        draft = await drafts.begin(context.session, person, Plan(), at=context.now)
        await ask(Mine(context, party, person, draft, walk=True, below=pressed.message_id), Field.TITLE)
    elif verb == "h":
        await context.redraw(party, await _home(context, party, person, _page(pressed)), pressed.message_id)
    elif verb == "p":
        context.toast(update, party.language, "toast-plan-preview")
    elif verb == "t":
        await context.redraw(party, await _numbers(context, party), pressed.message_id)
    else:
        context.toast(update, party.language, "toast-outdated-plan")


async def _home(context: Context, party: Party, person: Person, page: int = 1) -> Card:
    begun = await drafts.of(context.session, person)
    found = await store.coming(context.session, at=context.now, limit=PER_PAGE * page + 1)
    coming = found[PER_PAGE * (page - 1) : PER_PAGE * page]
    more = page + 1 if len(found) > PER_PAGE * page else 0
    return plan_cards.home(begun, coming, more, party.language, at=context.now)


async def _numbers(context: Context, party: Party) -> Card:
    """What came of the sessions of the last months."""
    since = context.now - timedelta(days=numbers_card.PERIOD)
    held = await numbers.per_meeting(context.session, since=since, until=context.now)
    return numbers_card.card(held, context.turn.services.zone, party.language)


def _page(pressed: Pressed) -> int:
    value = pressed.data[4] or ""
    return min(max(int(value), 1), _MOST_PAGES) if value.isdecimal() and len(value) <= len("100") else 1


async def _open(_update: Update, mine: Mine, _pressed: Pressed) -> None:
    """Take a draft up again: it is shown below, as the message that was pressed holds other things."""
    mine.below, mine.preview = None, None
    await next_step(mine)


async def _edit(update: Update, mine: Mine, pressed: Pressed) -> None:
    field = _field(pressed)
    if field is None or (field in (Field.REPEAT, Field.MOMENTS, Field.SUBJECTS) and not mine.plan.starts):
        mine.context.toast(update, mine.party.language, "toast-outdated-plan")
        return
    await ask(mine, field, page=_page(pressed))


async def _answer(update: Update, mine: Mine, pressed: Pressed) -> None:
    """A button that answers a question."""
    context, language, value = mine.context, mine.party.language, pressed.data[4] or ""
    field = _field(pressed)
    at = await here(context, language)
    if field is Field.WHEN:
        chosen = marked((one.words for one in mine.choices), value)
        if chosen is not None:
            await _on_time(mine, Field.WHEN, at.read(chosen))
            return
    elif field is Field.REPEAT and mine.plan.starts:
        await _on_repeat(mine, value, at)
        return
    elif field is not None:
        experts = await planning_ready.expert_fields(context)
        changed = plan_answers.pressed(field, value, mine.plan, at.known, experts)
        if changed is not None:
            mine.put(changed)
            await _after_press(mine, field)
            return
    context.toast(update, language, "toast-outdated-plan")


async def _on_repeat(mine: Mine, value: str, at: plan_answers.Here) -> None:
    if value not in plan_answers.REPEATS:
        mine.put(plan_answers.changed(mine.plan, starts=mine.plan.starts[:1], subjects=()))
        await next_step(mine, Field.REPEAT)
        return
    await _on_time(mine, Field.REPEAT, plan_answers.repeated(plan_answers.REPEATS[value], mine.plan, at))


async def _after_press(mine: Mine, field: Field) -> None:
    """Go on after a choice, unless more can be chosen in the same place."""
    by_value = {"place": Field.WHERE, "collectives": Field.WHOSE}
    if field is Field.AUDIENCE and mine.plan.audience.value in by_value:
        await ask(mine, by_value[mine.plan.audience.value])
    elif field in (Field.MOMENTS, Field.WHERE, Field.WHOSE):
        await ask(mine, field)
    else:
        await next_step(mine, field)


async def _skip(update: Update, mine: Mine, pressed: Pressed) -> None:
    field = _field(pressed)
    if field is None:
        mine.context.toast(update, mine.party.language, "toast-outdated-plan")
    else:
        await next_step(mine, _whole(field))


async def _look(_update: Update, mine: Mine, _pressed: Pressed) -> None:
    mine.walk = False
    await next_step(mine)


async def _keep(_update: Update, mine: Mine, _pressed: Pressed) -> None:
    await conversations.end(mine.context.session, mine.person, KIND)
    card = Card(say(mine.party.language, "plan-kept"))
    await mine.context.redraw(mine.party, card, mine.below or 0)


async def _drop(_update: Update, mine: Mine, pressed: Pressed) -> None:
    context, language = mine.context, mine.party.language
    if pressed.data[3] != "sure":
        card = plan_cards.sure_to_drop(mine.draft, language)
    else:
        await conversations.end(context.session, mine.person, KIND)
        await context.session.delete(mine.draft)
        card = Card(say(language, "plan-dropped"))
    await context.redraw(mine.party, card, pressed.message_id)


async def _announce(update: Update, mine: Mine, pressed: Pressed) -> None:
    """The press that announces it: this version, and once."""
    if (pressed.data[4] or "") != str(mine.draft.version):
        mine.context.toast(update, mine.party.language, "toast-plan-changed")
        await look(mine)
        return
    await planning_ready.announce(update, mine)


def _field(pressed: Pressed) -> Field | None:
    name = pressed.data[3]
    return Field(name) if name in list(Field) else None


Act = Callable[[Update, Mine, Pressed], Awaitable[None]]
_VERBS: dict[str, Act] = {
    "o": _open,
    "e": _edit,
    "a": _answer,
    "s": _skip,
    "z": _look,
    "k": _keep,
    "x": _drop,
    "y": _announce,
}
