"""An invitation's last look and second pair of eyes, and what can be done while it is under way."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import exists, select
from telegram import Message, Update

from bot.delivery import addresses, outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services import (
    broadcast_audience,
    broadcast_cards,
    broadcast_progress,
    broadcasts,
    conversations,
    people,
)
from bot.texts import say
from handlers import broadcasts as composing
from handlers.broadcasts import Mine, audiences
from handlers.turn import Context, Party, Pressed
from models import Broadcast, BroadcastState, ChatKind, OutboxMessage, OutboxState, Person

APPROVAL = re.compile(r"^ba:(\d{1,15}):(\d{1,9}):([yn]):(\d{1,9})$")


async def on_number(context: Context, party: Party, broadcast: Broadcast, message: Message) -> None:
    """The number of groups, typed by the author: sends it when it is right."""
    typed = re.sub(r"[\s.]", "", message.text or "")
    number = await audiences(context).count(context.session, broadcast)
    if typed == str(number) and await _send(context, broadcast, number, None):
        return
    await composing.listen(context, _person(party), broadcast, composing.TEXT)
    await context.say(party, "broadcast-wrong-number")
    await context.reply(party, await _confirmation(context, party, broadcast))


async def on_approval(update: Update, context: Context) -> None:
    """Another coordinator says yes or no."""
    pressed = await context.pressed(update, APPROVAL, private=True)
    if pressed is None:
        return
    party = pressed.party
    broadcast = await broadcasts.locked(context.session, int(pressed.data[1]))
    if not composing.is_coordinator(context, party):
        context.toast(update, party.language, "toast-broadcast-coordinators")
        return
    is_asked = (
        broadcast is not None
        and broadcast.state is BroadcastState.DRAFT
        and broadcast.asked_at is not None
        and broadcast.version == int(pressed.data[2])
    )
    if broadcast is None or not is_asked or broadcast.author_id == pressed.person.id:
        context.toast(update, party.language, "toast-broadcast-outdated")
        return
    if pressed.data[3] == "n":
        broadcast.asked_at = None
        await _tell_author(context, broadcast, "broadcast-refused-by-colleague")
        card = Card(say(party.language, "broadcast-approval-refused"))
    elif await _send(context, broadcast, int(pressed.data[4]), pressed.person):
        await _tell_author(context, broadcast, "broadcast-approved-by-colleague")
        card = Card(say(party.language, "broadcast-approval-given", number=broadcast.counted or 0))
    else:
        context.toast(update, party.language, "toast-broadcast-changed")
        card = await _approval(context, broadcast, party.language, changed=True)
    await context.redraw(party, card, pressed.message_id)


async def on_under_way(update: Update, context: Context, pressed: Pressed, broadcast: Broadcast) -> None:
    """Pause, go on, stop, send the unknown again: any coordinator may, whoever wrote it."""
    if broadcast.state is BroadcastState.DRAFT:
        context.toast(update, pressed.party.language, "toast-broadcast-outdated")
        return
    verb, language, at = pressed.data[2], pressed.party.language, context.now
    done = True
    if verb == "h":
        done = await broadcasts.pause(context.session, broadcast)
    elif verb == "g":
        done = await broadcasts.go_on(context.session, broadcast, resting=_resting(context), at=at)
    elif verb == "q":
        done = await broadcasts.stop(context.session, broadcast, at=at)
    elif verb == "u":
        number = int(pressed.data[3] or 0) if (pressed.data[3] or "").isdigit() else 0
        done = await broadcasts.resend_unknown(
            context.session, broadcast, number, resting=_resting(context), at=at
        )
    elif verb == "j":
        number = int(pressed.data[3] or 0) if (pressed.data[3] or "").isdigit() else 0
        done = await broadcasts.take_back(context.session, broadcast, number, at=at)
    elif verb == "t" and broadcasts.is_too_old(broadcast, at):
        context.toast(update, language, "toast-broadcast-too-old", alert=True)
    if not done:
        context.toast(update, language, "toast-broadcast-outdated")
    await context.redraw(
        pressed.party, await _state_card(context, broadcast, verb, language), pressed.message_id
    )


async def _state_card(context: Context, broadcast: Broadcast, verb: str, language: str) -> Card:
    """What the message that shows how far it is says after a press."""
    tally = await broadcast_progress.tally(context.session, broadcast)
    if verb == "s" and broadcast.is_under_way and broadcast.finished_at is None:
        return broadcast_cards.ask_to_stop(broadcast, tally, language)
    if broadcast.undo_content_id is not None:
        undo = await broadcast_progress.tally_of_undo(context.session, broadcast)
        return broadcast_cards.undoing(broadcast, undo, tally.unknown, language)
    is_asked = verb == "t" and broadcast.finished_at is not None
    if is_asked and not broadcasts.is_too_old(broadcast, context.now):
        return broadcast_cards.ask_to_take_back(broadcast, tally, language)
    return broadcast_cards.progress(broadcast, tally, None, language)


async def _look(_update: Update, context: Context, mine: Mine) -> Card | None:
    """Show it once more as it will arrive, with the number of chats."""
    if not mine.broadcast.has_content:
        await composing.listen(context, mine.pressed.person, mine.broadcast, composing.TEXT)
        await context.say(mine.party, "broadcast-ask-text")
        return None
    await composing.post_preview(
        context, mine.broadcast, chat_id=mine.party.chat.id, language=mine.party.language
    )
    await context.reply(mine.party, await _confirmation(context, mine.party, mine.broadcast))
    return None


async def _list(_update: Update, context: Context, mine: Mine) -> Card:
    page = int(mine.arguments[0] or 1) if (mine.arguments[0] or "1").isdigit() else 1
    listed = await audiences(context).listed(context.session, mine.broadcast, page)
    return broadcast_cards.listing(mine.broadcast, listed, page, mine.party.language)


async def _yes(update: Update, context: Context, mine: Mine) -> Card | None:
    version, number = mine.arguments
    broadcast, language = mine.broadcast, mine.party.language
    agreed = int(number) if number is not None and number.isdigit() else 0
    is_this = version == str(broadcast.version)
    if not await _has_seen(context, mine):
        context.toast(update, language, "toast-broadcast-preview-failed", alert=True)
        return None
    if is_this and not _needs_second(context, agreed) and await _send(context, broadcast, agreed, None):
        return Card(say(language, "broadcast-sent-elsewhere"))
    context.toast(update, language, "toast-broadcast-changed")
    return await _confirmation(context, mine.party, broadcast, changed=True)


async def _ask_colleague(update: Update, context: Context, mine: Mine) -> Card | None:
    if not await _has_seen(context, mine):
        context.toast(update, mine.party.language, "toast-broadcast-preview-failed", alert=True)
        return None
    broadcast = mine.broadcast
    broadcast.asked_at = context.now
    services = context.turn.services
    for user_id in sorted(_colleagues(context, mine.pressed.person)):
        chat = await addresses.open_chat(context.session, user_id, ChatKind.PRIVATE)
        person = await people.meet(context.session, user_id, at=context.now)
        language = people.language_for(chat, person, None, default=services.default_language)
        await composing.post_preview(context, broadcast, chat_id=chat.id, language=language)
        card = await _approval(context, broadcast, language, changed=False)
        key = f"broadcast-approval:{broadcast.id}:{broadcast.version}:{chat.id}:{context.turn.inbox_id}"
        await outbox.add(
            context.session, Outgoing(key=key, chat_id=chat.id, payload=card.payload()), at=context.now
        )
    return Card(say(mine.party.language, "broadcast-colleague-asked"))


async def _ask_number(update: Update, context: Context, mine: Mine) -> None:
    if not await _has_seen(context, mine):
        context.toast(update, mine.party.language, "toast-broadcast-preview-failed", alert=True)
        return
    await composing.listen(context, mine.pressed.person, mine.broadcast, composing.NUMBER)
    await context.say(mine.party, "broadcast-type-number")


LAST_LOOK: dict[str, Callable[[Update, Context, Mine], Awaitable[Card | None]]] = {
    "p": _look,
    "w": _list,
    "y": _yes,
    "k": _ask_colleague,
    "n": _ask_number,
}
# Hold, go on, stop, stop for good, redraw, send the unknown again, take back, take back for good.
VERBS = frozenset("hgsqrutj")


async def _send(context: Context, broadcast: Broadcast, number: int, approver: Person | None) -> bool:
    sent = await broadcasts.confirm(
        context.session,
        broadcast,
        audiences(context),
        version=broadcast.version,
        number=number,
        approver=approver,
        bot_name=context.bot_name,
        resting=_resting(context),
        at=context.now,
    )
    if sent:
        await _follow(context, broadcast)
    return sent


async def _follow(context: Context, broadcast: Broadcast) -> None:
    """Post the message that shows how far it is to the author, whose draft this no longer is."""
    author = await _author(context, broadcast)
    if author is None:
        return
    person, chat_id, language = author
    await conversations.end(context.session, person, composing.KIND)
    tally = await broadcast_progress.tally(context.session, broadcast)
    card = broadcast_cards.progress(broadcast, tally, None, language)
    await outbox.add(
        context.session,
        Outgoing(key=f"broadcast-progress:{broadcast.id}", chat_id=chat_id, payload=card.payload()),
        at=context.now,
    )


async def _tell_author(context: Context, broadcast: Broadcast, text: str) -> None:
    author = await _author(context, broadcast)
    if author is not None:
        _, chat_id, language = author
        key = f"broadcast-author:{broadcast.id}:{context.turn.inbox_id}"
        payload = Card(say(language, text)).payload()
        await outbox.add(context.session, Outgoing(key=key, chat_id=chat_id, payload=payload), at=context.now)


async def _author(context: Context, broadcast: Broadcast) -> tuple[Person, int, str] | None:
    """Who wrote it: the person, their private chat and their language."""
    person = (
        await context.session.get(Person, broadcast.author_id) if broadcast.author_id is not None else None
    )
    if person is None:
        return None
    chat = await addresses.open_chat(context.session, person.telegram_id, ChatKind.PRIVATE)
    default = context.turn.services.default_language
    return person, chat.id, people.language_for(chat, person, None, default=default)


async def _confirmation(
    context: Context, party: Party, broadcast: Broadcast, *, changed: bool = False
) -> Card:
    number = await audiences(context).count(context.session, broadcast)
    return broadcast_cards.confirmation(
        broadcast,
        await broadcast_audience.label(context.session, broadcast),
        number,
        await broadcasts.warnings(context.session, broadcast, at=context.now),
        party.language,
        second=_needs_second(context, number),
        colleagues=bool(_colleagues(context, _person(party))),
        rests=_resting(context) is not None,
        changed=changed,
    )


async def _approval(context: Context, broadcast: Broadcast, language: str, *, changed: bool) -> Card:
    return broadcast_cards.approval(
        broadcast,
        await broadcast_audience.label(context.session, broadcast),
        await audiences(context).count(context.session, broadcast),
        await broadcasts.warnings(context.session, broadcast, at=context.now),
        language,
        changed=changed,
    )


async def _has_seen(context: Context, mine: Mine) -> bool:
    """Whether this version arrived as a preview: what Telegram refuses there it refuses everywhere."""
    prefix = composing.preview_key(mine.broadcast, mine.party.chat.id) + ":"
    return bool(
        await context.session.scalar(
            select(
                exists().where(
                    OutboxMessage.chat_id == mine.party.chat.id,
                    OutboxMessage.state == OutboxState.SENT,
                    OutboxMessage.key.startswith(prefix, autoescape=True),
                )
            )
        )
    )


def _resting(context: Context) -> datetime | None:
    """Until when nothing may leave, because it is quiet now."""
    return context.turn.services.quiet.until(context.now)


def _needs_second(context: Context, number: int) -> bool:
    return number > context.turn.services.second_approval_above


def _colleagues(context: Context, person: Person) -> set[int]:
    return set(context.turn.services.roles.coordinator_ids) - {person.telegram_id}


def _person(party: Party) -> Person:
    if party.person is None:
        raise LookupError("a coordinator who is nobody")
    return party.person
