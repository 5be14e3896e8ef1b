"""`/uitnodiging`: a coordinator writes an invitation, chooses for whom, and looks at it as it will arrive."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import Message, Update

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services import conversations
from bot.services.broadcasts import audience as broadcast_audience
from bot.services.broadcasts import broadcasts
from bot.services.broadcasts import cards as broadcast_cards
from bot.services.broadcasts import cautions as broadcast_cautions
from bot.services.broadcasts import content as broadcast_content
from bot.services.broadcasts import progress as broadcast_progress
from bot.services.broadcasts import progress_cards as broadcast_progress_cards
from bot.services.broadcasts import schedule as broadcast_schedule
from bot.services.broadcasts import texts as broadcast_texts
from bot.services.broadcasts.audience import Audiences
from bot.services.broadcasts.cards import About
from bot.services.broadcasts.limits import RefusedBroadcastError, Words
from bot.texts import say
from handlers.turn import Context, Party, Pressed
from models import Attachment, AudienceKind, Broadcast, Conversation, Meeting, Person

KIND = "broadcast"
TEXT, LINK, NUMBER, LANGUAGE, WHEN = "text", "link", "number", "language", "when"
PRESS = re.compile(r"^b:(\d{1,15}):([a-z]{1,2})(?::([a-zA-Z0-9-]{1,12}))?(?::([a-f0-9]{1,10}))?$")


@dataclass(frozen=True, slots=True)
class Mine:
    """A press under one's own draft."""

    pressed: Pressed
    broadcast: Broadcast
    arguments: tuple[str | None, str | None]

    @property
    def party(self) -> Party:
        """Who, where and in which language."""
        return self.pressed.party


def audiences(context: Context) -> Audiences:
    """What decides who is reached."""
    services = context.turn.services
    return Audiences(services.roles, services.default_language)


def is_coordinator(context: Context, party: Party) -> bool:
    """Whether who speaks may send invitations, asked anew each time; and nobody reads along."""
    person = party.person
    return (
        party.is_private
        and person is not None
        and context.turn.services.roles.is_coordinator(person.telegram_id)
    )


async def on_command(update: Update, context: Context) -> None:
    """`/uitnodiging`: begin one, or go on where one was."""
    party = await context.party(update)
    if not is_coordinator(context, party) or party.person is None:
        await context.say(party, "broadcast-only-coordinators")
        return
    coming = await broadcast_schedule.coming(context.session)
    if coming:
        zone = context.turn.services.zone
        await context.reply(party, broadcast_progress_cards.overview(coming, zone, party.language))
    broadcast = await broadcasts.draft_of(context.session, party.person)
    if broadcast is None:
        broadcast = await broadcasts.begin(context.session, party.person, at=context.now)
    await listen(context, party.person, broadcast, TEXT)
    if broadcast.has_content:
        await context.say(party, "broadcast-kept")
        await show_all(context, party, broadcast)
    else:
        await context.say(party, "broadcast-ask-text")


async def on_words(
    context: Context, party: Party, conversation: Conversation, broadcast: Broadcast, message: Message
) -> None:
    """What a coordinator writes: the invitation, or its button's link."""
    album = message.media_group_id
    if album is not None and album == conversation.data.get("album"):
        # One picture goes along; Telegram sends the others of an album as messages of their own.
        return
    try:
        if conversation.step == LINK:
            broadcasts.link(broadcast, message.text or "", at=context.now)
        elif conversation.step == LANGUAGE:
            code = str(conversation.data["language"])
            await broadcast_texts.write(context.session, broadcast, code, words_of(message), at=context.now)
        else:
            broadcasts.write(broadcast, words_of(message), at=context.now)
            broadcast_texts.check_room(broadcast, await broadcast_texts.of(context.session, broadcast))
    except RefusedBroadcastError as refused:
        await context.say(party, f"broadcast-refused-{refused.why.value}")
        return
    conversations.go_on(conversation, TEXT, at=context.now, album=album)
    await show_all(context, party, broadcast)


async def on_preview(update: Update, context: Context) -> None:
    """The button of an invitation, pressed in its preview."""
    party = await context.party(update)
    context.toast(update, party.language, "toast-broadcast-preview")


async def draft_card(context: Context, party: Party, broadcast: Broadcast) -> Card:
    """The draft with all that can be done with it."""
    return broadcast_cards.draft(broadcast, await about(context, broadcast, party.language), party.language)


async def about(context: Context, broadcast: Broadcast, language: str) -> About:
    """What cards show besides the broadcast itself: counted now."""
    session, services = context.session, context.turn.services
    meeting = await session.get(Meeting, broadcast.meeting_id) if broadcast.meeting_id is not None else None
    number, waiting = await _numbers(context, broadcast)
    rests = services.quiet.until(broadcast.due_at or context.now)
    return About(
        audience=await broadcast_audience.label(session, broadcast, language),
        number=number,
        cautions=await broadcast_cautions.of(session, broadcast, audiences(context), at=context.now),
        languages=list(await broadcast_texts.of(session, broadcast)),
        meeting=broadcast_audience.dated(meeting, language) if meeting is not None else None,
        zone=services.zone,
        rests_until=None if broadcast.is_correction else rests,
        waiting=waiting,
        price=services.paces.price(number),
    )


async def _numbers(context: Context, broadcast: Broadcast) -> tuple[int, int]:
    """To how many chats it goes; of a correction, how many copies there are, and how many wait still."""
    if broadcast.corrects_id is None:
        return await audiences(context).count(context.session, broadcast), 0
    original = await context.session.get(Broadcast, broadcast.corrects_id)
    if original is None:
        return 0, 0
    tally = await broadcast_progress.tally(context.session, original)
    return tally.delivered, tally.waiting


async def post_preview(context: Context, broadcast: Broadcast, *, chat_id: int, language: str) -> None:
    """Post the invitation as it will arrive, each language in turn; once for each version, chat and turn."""
    shape = await broadcast_content.shape_of(context.session, broadcast, context.bot_name)
    for code in ["", *shape.texts]:
        payload = broadcast_content.preview(broadcast, code, shape, language=language)
        await outbox.add(
            context.session,
            Outgoing(
                key=f"{preview_key(broadcast, chat_id, code)}:{context.turn.inbox_id}",
                chat_id=chat_id,
                method=broadcast_content.method_of(broadcast),
                payload=payload,
            ),
            at=context.now,
        )


def preview_key(broadcast: Broadcast, chat_id: int, code: str) -> str:
    """How the keys of previews of this version begin, of the main text (no code) or in one language."""
    return f"broadcast-preview:{broadcast.id}:{broadcast.version}:{chat_id}:{code}"


async def listen(context: Context, person: Person, broadcast: Broadcast, step: str, **more: str) -> None:
    """Let what the author writes next be this step of the draft."""
    current = await conversations.current(context.session, person, at=context.now)
    if current is not None and current.kind == KIND and current.data.get("broadcast") == broadcast.id:
        # One draft is one conversation: nothing was left for something else.
        conversations.go_on(current, step, at=context.now, known="")
        current.data = {**current.data, **more}
        return
    await conversations.begin(
        context.session, person, KIND, step, at=context.now, data={"broadcast": broadcast.id, **more}
    )


async def show_all(context: Context, party: Party, broadcast: Broadcast) -> None:
    """Post the invitation as it will arrive, and the draft's card."""
    await post_preview(context, broadcast, chat_id=party.chat.id, language=party.language)
    await context.reply(party, await draft_card(context, party, broadcast))


async def _back(_update: Update, context: Context, mine: Mine) -> Card:
    return await draft_card(context, mine.party, mine.broadcast)


async def _choose_audience(_update: Update, context: Context, mine: Mine) -> Card:
    kind, page = mine.arguments
    language, broadcast = mine.party.language, mine.broadcast
    if broadcast.is_correction:
        # Those who got it are those who get the correction.
        return await draft_card(context, mine.party, broadcast)
    if kind not in list(AudienceKind):
        return broadcast_cards.kinds(broadcast, language)
    chosen = AudienceKind(kind)
    if chosen is AudienceKind.ALL:
        broadcasts.choose(broadcast, chosen, None, at=context.now)
        return await draft_card(context, mine.party, broadcast)
    offered = await broadcast_audience.choices(context.session, chosen, at=context.now, language=language)
    return broadcast_cards.values(
        broadcast, chosen, offered, int(page) if page is not None and page.isdigit() else 1, language
    )


async def _choose_value(update: Update, context: Context, mine: Mine) -> Card:
    kind, mark = mine.arguments
    offered = (
        await broadcast_audience.choices(
            context.session, AudienceKind(kind), at=context.now, language=mine.party.language
        )
        if kind in list(AudienceKind)
        else []
    )
    chosen = next((one for one in offered if one.mark == mark), None)
    if chosen is None or kind is None or mine.broadcast.is_correction:
        context.toast(update, mine.party.language, "toast-broadcast-outdated")
        return broadcast_cards.kinds(mine.broadcast, mine.party.language)
    broadcasts.choose(mine.broadcast, AudienceKind(kind), chosen, at=context.now)
    return await draft_card(context, mine.party, mine.broadcast)


async def _ask_link(_update: Update, context: Context, mine: Mine) -> None:
    await listen(context, mine.pressed.person, mine.broadcast, LINK)
    await context.say(mine.party, "broadcast-ask-link")


async def _drop_link(_update: Update, context: Context, mine: Mine) -> Card:
    broadcasts.unlink(mine.broadcast, at=context.now)
    return await draft_card(context, mine.party, mine.broadcast)


async def _toggle_dilemma(_update: Update, context: Context, mine: Mine) -> Card:
    mine.broadcast.asks_dilemma = not mine.broadcast.asks_dilemma
    mine.broadcast.change(context.now)
    return await draft_card(context, mine.party, mine.broadcast)


async def _throw_away(_update: Update, context: Context, mine: Mine) -> Card:
    await conversations.forget(context.session, mine.pressed.person, KIND)
    await context.session.delete(mine.broadcast)
    return Card(say(mine.party.language, "broadcast-dropped"))


Act = Callable[[Update, Context, Mine], Awaitable[Card | None]]
VERBS: dict[str, Act] = {
    "a": _choose_audience,
    "v": _choose_value,
    "l": _ask_link,
    "m": _drop_link,
    "d": _toggle_dilemma,
    "x": _throw_away,
    "z": _back,
}


def words_of(message: Message) -> Words:
    """What a coordinator wrote, as it is sent on."""
    attachment, file_id = None, None
    if message.photo:
        attachment, file_id = Attachment.PHOTO, message.photo[-1].file_id
    elif message.document is not None:
        attachment, file_id = Attachment.DOCUMENT, message.document.file_id
    is_text = message.text is not None
    entities = message.entities if is_text else message.caption_entities
    if not is_text and file_id is None:
        return Words("", [])
    # A mention of somebody without a username holds their name and number, which are not kept.
    kept: list[dict[str, Any]] = [one.to_dict() for one in entities if one.type != one.TEXT_MENTION]
    return Words(message.text or message.caption or "", kept, attachment, file_id)
