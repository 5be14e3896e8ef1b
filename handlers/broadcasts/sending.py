"""An invitation's last look, its price if any, a second pair of eyes, and the press that sends it."""

import re
from collections.abc import Awaitable, Callable

from sqlalchemy import exists, select
from telegram import Message, Update

from bot.delivery import addresses, outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services import conversations, people
from bot.services.broadcasts import broadcasts
from bot.services.broadcasts import cards as broadcast_cards
from bot.services.broadcasts import corrections as broadcast_corrections
from bot.services.broadcasts import progress as broadcast_progress
from bot.services.broadcasts import progress_cards as broadcast_progress_cards
from bot.services.broadcasts import schedule as broadcast_schedule
from bot.services.broadcasts import texts as broadcast_texts
from bot.services.broadcasts.schedule import Unfit
from bot.texts import say
from handlers.broadcasts import broadcasts as composing
from handlers.broadcasts import following
from handlers.broadcasts.broadcasts import Mine, audiences
from handlers.turn import Context, Party
from models import Broadcast, BroadcastState, ChatKind, Conversation, OutboxMessage, OutboxState, Person

APPROVAL = re.compile(r"^ba:(\d{1,15}):(\d{1,9}):([yn]):(\d{1,9})$")


async def on_number(
    context: Context, party: Party, conversation: Conversation, broadcast: Broadcast, message: Message
) -> None:
    """The number of groups, typed by the author: sends it when it is right, and still what was looked at."""
    is_this = conversation.data.get("version") == str(broadcast.version)
    typed = re.sub(r"[\s.]", "", message.text or "")
    about = await composing.about(context, broadcast, party.language)
    asked = about.number + about.waiting
    if is_this and typed == str(asked) and await _send(context, broadcast, about.number, None):
        return
    await composing.listen(context, _person(party), broadcast, composing.TEXT)
    if is_this:
        wrong = broadcast_cards.of_kind(broadcast, "broadcast-wrong-number", "broadcast-wrong-number-people")
        await context.say(party, wrong)
    await context.reply(party, await _confirmation(context, party, broadcast, changed=not is_this))


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
    elif not await _author_may_send(context, broadcast):
        broadcast.asked_at = None
        card = broadcast_progress_cards.not_sent(broadcast, Unfit.AUTHOR, 0, 0, party.language)
    elif broadcast.due_at is not None and broadcast.due_at <= context.now:
        # Only its author knows whether it still makes sense, and when.
        broadcast_schedule.set_time(broadcast, None, at=context.now)
        await _tell_author(context, broadcast, "broadcast-approved-too-late")
        card = Card(say(party.language, "broadcast-approval-too-late"))
    elif await _send(context, broadcast, int(pressed.data[4]), pressed.person):
        await _tell_author(context, broadcast, _approved(broadcast))
        card = Card(say(party.language, _given(broadcast), number=broadcast.counted or 0))
    else:
        context.toast(update, party.language, "toast-broadcast-changed")
        card = await _approval(context, broadcast, party.language, changed=True)
    await context.redraw(party, card, pressed.message_id)


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
    if mine.broadcast.audience.is_people:
        found = await audiences(context).people(context.session, mine.broadcast)
        return broadcast_cards.people(mine.broadcast, found, mine.party.language)
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
    may = is_this and not await _needs_second(context, broadcast, agreed)
    if may and await _send(context, broadcast, agreed, None):
        waits = broadcast.state is BroadcastState.SCHEDULED
        return Card(say(language, "broadcast-planned-elsewhere" if waits else "broadcast-sent-elsewhere"))
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
    broadcast = mine.broadcast
    if not await _has_seen(context, mine):
        context.toast(update, mine.party.language, "toast-broadcast-preview-failed", alert=True)
        return
    version = str(broadcast.version)
    await composing.listen(context, mine.pressed.person, broadcast, composing.NUMBER, version=version)
    await context.say(
        mine.party,
        broadcast_cards.of_kind(broadcast, "broadcast-type-number", "broadcast-type-number-people"),
    )


async def _price(_update: Update, context: Context, mine: Mine) -> Card:
    about = await composing.about(context, mine.broadcast, mine.party.language)
    return broadcast_cards.price(mine.broadcast, about, mine.party.language)


async def _pay(update: Update, context: Context, mine: Mine) -> Card:
    """Agree to the price of this version for so many chats; it is sent with another press."""
    version, number = mine.arguments
    about = await composing.about(context, mine.broadcast, mine.party.language)
    if version != str(mine.broadcast.version) or number != str(about.number) or about.price is None:
        context.toast(update, mine.party.language, "toast-broadcast-changed")
        return broadcast_cards.price(mine.broadcast, about, mine.party.language)
    mine.broadcast.is_paid = True
    mine.broadcast.change(context.now)
    return await composing.draft_card(context, mine.party, mine.broadcast)


async def _do_not_pay(_update: Update, context: Context, mine: Mine) -> Card:
    mine.broadcast.is_paid = False
    mine.broadcast.change(context.now)
    return await composing.draft_card(context, mine.party, mine.broadcast)


LAST_LOOK: dict[str, Callable[[Update, Context, Mine], Awaitable[Card | None]]] = {
    "p": _look,
    "w": _list,
    "y": _yes,
    "k": _ask_colleague,
    "n": _ask_number,
    "pr": _price,
    "pa": _pay,
    "pn": _do_not_pay,
}


async def _send(context: Context, broadcast: Broadcast, number: int, approver: Person | None) -> bool:
    """Do what was agreed to: send, plan or correct; False when it is no longer that."""
    at, version = context.now, broadcast.version
    if broadcast.is_correction:
        sent = await broadcast_corrections.confirm(
            context.session, broadcast, version=version, approver=approver, bot_name=context.bot_name, at=at
        )
    else:
        sent = not _lost_its_price(context, broadcast, number) and await broadcasts.confirm(
            context.session,
            broadcast,
            audiences(context),
            version=version,
            number=number,
            approver=approver,
            bot_name=context.bot_name,
            resting=context.turn.services.quiet.until(at),
            at=at,
        )
    if sent:
        await _follow(context, broadcast)
    return sent


def _lost_its_price(context: Context, broadcast: Broadcast, number: int) -> bool:
    """Whether it was to be paid for, which the settings no longer allow: then it is sent for free, or not."""
    if not broadcast.is_paid or context.turn.services.paces.price(number) is not None:
        return False
    broadcast.is_paid = False
    broadcast.change(context.now)
    return True


async def _follow(context: Context, broadcast: Broadcast) -> None:
    """Post the message that shows how far it is to the author, whose draft this no longer is."""
    author = await _author(context, broadcast)
    if author is None:
        return
    person, chat_id, language = author
    await conversations.forget(context.session, person, composing.KIND)
    if broadcast.state is BroadcastState.SCHEDULED:
        key = f"broadcast-scheduled:{broadcast.id}:{broadcast.version}"
        card = await following.scheduled_card(context, broadcast, language)
    else:
        key = f"broadcast-progress:{broadcast.id}"
        tally = await broadcast_progress.tally(context.session, broadcast)
        card = broadcast_progress_cards.progress(broadcast, tally, None, language)
    await outbox.add(
        context.session, Outgoing(key=key, chat_id=chat_id, payload=card.payload()), at=context.now
    )


def _given(broadcast: Broadcast) -> str:
    """What who said yes reads: it was sent, planned or corrected."""
    of_kind = broadcast_cards.of_kind
    if broadcast.is_correction:
        return of_kind(
            broadcast, "broadcast-approval-given-corrected", "broadcast-approval-given-corrected-people"
        )
    if broadcast.state is BroadcastState.SCHEDULED:
        return of_kind(
            broadcast, "broadcast-approval-given-planned", "broadcast-approval-given-planned-people"
        )
    return of_kind(broadcast, "broadcast-approval-given", "broadcast-approval-given-people")


def _approved(broadcast: Broadcast) -> str:
    """What its author reads of that."""
    if broadcast.is_correction:
        return "broadcast-approved-by-colleague-corrected"
    is_planned = broadcast.state is BroadcastState.SCHEDULED
    return "broadcast-approved-by-colleague-planned" if is_planned else "broadcast-approved-by-colleague"


async def _tell_author(context: Context, broadcast: Broadcast, text: str) -> None:
    author = await _author(context, broadcast)
    if author is not None:
        _, chat_id, language = author
        key = f"broadcast-author:{broadcast.id}:{context.turn.inbox_id}"
        payload = Card(say(language, text)).payload()
        await outbox.add(context.session, Outgoing(key=key, chat_id=chat_id, payload=payload), at=context.now)


async def _author_may_send(context: Context, broadcast: Broadcast) -> bool:
    """Whether its author still is a coordinator, when a colleague says yes."""
    author = await _author(context, broadcast)
    return author is not None and context.turn.services.roles.is_coordinator(author[0].telegram_id)


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
    if broadcast.due_at is not None and broadcast.due_at <= context.now:
        # Nobody meant "at once" with a time that went by while it was looked at.
        broadcast_schedule.set_time(broadcast, None, at=context.now)
        changed = True
    about = await composing.about(context, broadcast, party.language)
    return broadcast_cards.confirmation(
        broadcast,
        about,
        party.language,
        second=await _needs_second(context, broadcast, about.number),
        colleagues=bool(_colleagues(context, _person(party))),
        changed=changed,
    )


async def _approval(context: Context, broadcast: Broadcast, language: str, *, changed: bool) -> Card:
    about = await composing.about(context, broadcast, language)
    return broadcast_cards.approval(broadcast, about, language, changed=changed)


async def _has_seen(context: Context, mine: Mine) -> bool:
    """Whether this version arrived as a preview: what Telegram refuses there it refuses everywhere."""
    for code in ["", *await broadcast_texts.of(context.session, mine.broadcast)]:
        prefix = composing.preview_key(mine.broadcast, mine.party.chat.id, code) + ":"
        seen = select(
            exists().where(
                OutboxMessage.chat_id == mine.party.chat.id,
                OutboxMessage.state == OutboxState.SENT,
                OutboxMessage.key.startswith(prefix, autoescape=True),
            )
        )
        if not await context.session.scalar(seen):
            return False
    return True


async def _needs_second(context: Context, broadcast: Broadcast, number: int) -> bool:
    """Whether somebody else has to look along: for a correction, all count that have it or still get it."""
    if broadcast.is_correction:
        about = await composing.about(context, broadcast, context.turn.services.default_language)
        number = about.number + about.waiting
    return number > context.turn.services.second_approval_above


def _colleagues(context: Context, person: Person) -> set[int]:
    return set(context.turn.services.roles.coordinator_ids) - {person.telegram_id}


def _person(party: Party) -> Person:
    if party.person is None:
        raise LookupError("a coordinator who is nobody")
    return party.person
