"""When an invitation leaves: now, at a time in words, spread over hours."""

import re
from collections.abc import Sequence

from telegram import Message, Update

from bot.messages import Button, Card
from bot.services import conversations, local_time
from bot.services.broadcasts import cards as broadcast_cards
from bot.services.broadcasts import schedule as broadcast_schedule
from bot.services.in_words.dates import Choice, Doubt, Read, moment
from bot.texts import plain, say
from handlers.broadcasts import broadcasts as composing
from handlers.broadcasts.broadcasts import Mine
from handlers.turn import Context, Party
from models import Broadcast, Conversation

NOW = "now"
_LOCAL = re.compile(r"^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$")
# What was not clear, as far as there is more to say than that it was not.
_NAMED = {Doubt.PAST: "past", Doubt.NO_TIME: "no-time", Doubt.WHICH_TIME: "which", Doubt.WHICH_DAY: "which"}


async def ask(_update: Update, context: Context, mine: Mine) -> Card:
    """Ask for the time, and let the next words be that."""
    await composing.listen(context, mine.pressed.person, mine.broadcast, composing.WHEN)
    return _asking(mine.broadcast, mine.party.language)


async def on_words(
    context: Context, party: Party, conversation: Conversation, broadcast: Broadcast, message: Message
) -> None:
    """A time in words; what is not clear is asked, and what was clear is kept."""
    known, text = str(conversation.data.get("known", "")), message.text or ""
    zone, language = context.turn.services.zone, party.language
    read = moment(text, now=context.now, zone=zone, language=language)
    if known and read.doubt is not None:
        read = moment(f"{known} {text}", now=context.now, zone=zone, language=language)
    if read.local is None:
        conversations.go_on(conversation, composing.WHEN, at=context.now, known=read.known)
        await context.reply(party, _doubt(broadcast, read, party.language))
    elif await _set(context, party, broadcast, read.local):
        conversations.go_on(conversation, composing.TEXT, at=context.now, known="")


async def choose(update: Update, context: Context, mine: Mine) -> Card | None:
    """One of the times that were offered, or at once."""
    chosen, broadcast = mine.arguments[0] or "", mine.broadcast
    if broadcast.is_correction:
        return await composing.draft_card(context, mine.party, broadcast)
    if chosen == NOW:
        broadcast_schedule.set_time(broadcast, None, at=context.now)
        return await composing.draft_card(context, mine.party, broadcast)
    found = _LOCAL.match(chosen)
    local = "{}-{}-{}T{}:{}".format(*found.groups()) if found is not None else ""
    if not await _set(context, mine.party, broadcast, local):
        context.toast(update, mine.party.language, "toast-broadcast-outdated")
    return None


async def spread(_update: Update, context: Context, mine: Mine) -> Card:
    """Over how many hours; without a number, which there are to choose from."""
    chosen, language = mine.arguments[0] or "", mine.party.language
    if not chosen.isdigit() or mine.broadcast.is_correction:
        return _spreading(mine.broadcast, language)
    broadcast_schedule.set_spread(mine.broadcast, int(chosen), at=context.now)
    return await composing.draft_card(context, mine.party, mine.broadcast)


async def _set(context: Context, party: Party, broadcast: Broadcast, local: str) -> bool:
    """Choose a local time, and show how it was understood; False, and said so, when that cannot be."""
    try:
        due_at = local_time.instant(local, context.turn.services.zone)
    except ValueError:
        return False
    if due_at <= context.now or due_at > context.now + broadcast_schedule.FARTHEST:
        key = "past" if due_at <= context.now else "too-far"
        await context.say(party, f"broadcast-when-{key}")
        return False
    broadcast_schedule.set_time(broadcast, due_at, at=context.now)
    await context.reply(party, await composing.draft_card(context, party, broadcast))
    return True


def _asking(broadcast: Broadcast, language: str) -> Card:
    this = f"b:{broadcast.id}"
    rows = [
        [
            Button(plain(language, "button-broadcast-now"), f"{this}:at:{NOW}"),
            Button(plain(language, "button-broadcast-spread"), f"{this}:sp"),
        ],
        broadcast_cards.back(broadcast, language),
    ]
    return Card(say(language, "broadcast-ask-when"), rows)


def _doubt(broadcast: Broadcast, read: Read, language: str) -> Card:
    key = _NAMED.get(read.doubt, "unclear") if read.doubt is not None else "unclear"
    rows = [*_offered(broadcast, read.choices), broadcast_cards.back(broadcast, language)]
    return Card(say(language, f"broadcast-when-{key}"), rows)


def _offered(broadcast: Broadcast, choices: Sequence[Choice]) -> list[list[Button]]:
    """A press for each time that may be meant; days without a time are left to words."""
    return [
        [Button(choice.words[:60], f"b:{broadcast.id}:at:{re.sub(r'[^0-9]', '', choice.local)}")]
        for choice in choices
        if "T" in choice.local
    ]


def _spreading(broadcast: Broadcast, language: str) -> Card:
    this = f"b:{broadcast.id}"
    buttons = [
        Button(plain(language, "button-broadcast-hours", hours=hours), f"{this}:sp:{hours}")
        for hours in broadcast_schedule.SPREADS
    ]
    rows = [buttons[:1], buttons[1:4], buttons[4:]]
    return Card(say(language, "broadcast-spread-how"), [*rows, broadcast_cards.back(broadcast, language)])
