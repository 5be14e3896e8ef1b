"""Passing messages on between staff and a resident, and finding the counterpart of each again.

A text goes as a message of the bot with a heading, everything else as a copy (copyMessage), which needs no
download. Original and copy find each other by the row `Relayed`: the original by Telegram's ids, the copy by
its outbox key. Nothing of who wrote it is passed on.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card, Html, utf16_length
from bot.services.escalations import cards, escalations, posts, relay_forms
from bot.services.escalations.desk import Desk
from bot.services.escalations.relay_forms import Said
from models import (
    Chat,
    Direction,
    Escalation,
    MessageClass,
    OutboxMessage,
    OutboxState,
    Person,
    Relayed,
    RelayKind,
    RelayState,
    StaffMember,
)

# What one resident may send staff about one question within an hour; beyond that the staff group would be
# shut for all others, which takes 20 messages a minute.
MOST_AN_HOUR = 30
# Bot API: a message can only be deleted by a bot within 48 hours.
RETRACTABLE = timedelta(hours=47)
PREVIEWED = 3000
RELAYED_KEY = "relayed:"
# What is kept of the form of those of an album that follow the first.
BARE = {"bare": True}


async def known(session: AsyncSession, chat: int, message: int) -> int | None:
    """The number under which a message that was written before is noted, by Telegram's ids."""
    return await session.scalar(
        select(Relayed.id).where(Relayed.source_chat == chat, Relayed.source_message == message)
    )


async def locked(session: AsyncSession, relayed_id: int) -> tuple[Relayed, Escalation]:
    """A message that was noted, with its escalation, locked. LookupError when it is gone."""
    escalation_id = await session.scalar(select(Relayed.escalation_id).where(Relayed.id == relayed_id))
    if escalation_id is None:
        raise LookupError("This message is not kept any more")
    # The escalation first, as everywhere: two who lock in another order would wait for each other.
    escalation = await escalations.load(session, escalation_id)
    return await session.get_one(Relayed, relayed_id, populate_existing=True), escalation


def number_in(key: str) -> int | None:
    """The number of the message whose copy an outbox message is, by its key; None when it is no copy."""
    number = key.removeprefix(RELAYED_KEY)
    return int(number) if key.startswith(RELAYED_KEY) and number.isdigit() else None


async def beginning_of_album(session: AsyncSession, escalation: Escalation, said: Said) -> Relayed | None:
    """The first message of the album that this one is part of, when that was passed on or kept."""
    if said.album is None:
        return None
    found: Relayed | None = await session.scalar(
        select(Relayed)
        .where(
            Relayed.escalation_id == escalation.id,
            Relayed.album == said.album,
            Relayed.source_chat == said.chat,
        )
        .order_by(Relayed.id)
        .limit(1)
    )
    return found


async def draft(
    session: AsyncSession,
    escalation: Escalation,
    said: Said,
    kind: RelayKind,
    author: Person,
    *,
    at: datetime,
    direction: Direction = Direction.TO_RESIDENT,
) -> Relayed:
    """Note a message, which waits for a yes of its writer."""
    relayed = new_row(escalation, direction, kind, RelayState.WAITING, author, said, at)
    relayed.draft = {"html": said.html, "is_text": said.is_text, "takes_caption": said.takes_caption}
    session.add(relayed)
    await session.flush()
    return relayed


async def keep(session: AsyncSession, relayed: Relayed) -> None:
    """It is a note after all, with all of its album: nothing of it is sent, and nothing kept."""
    for one in await _with_album(session, relayed):
        keep_one(one)


def keep_one(relayed: Relayed) -> None:
    """It is a note: known, so that an edit of it is none of the resident's business, and nothing else."""
    relayed.state, relayed.kind = RelayState.KEPT, RelayKind.NOTE
    relayed.words, relayed.draft = "", {}


async def send(
    session: AsyncSession,
    desk: Desk,
    relayed: Relayed,
    escalation: Escalation,
    by: StaffMember,
    *,
    at: datetime,
) -> None:
    """Pass a message of staff, and what there is of its album, on to the resident."""
    waiting = await _with_album(session, relayed)
    for one in waiting:
        one.kind = relayed.kind
        await _pass_on(session, escalation, one, leads=one is waiting[0], at=at)
    await escalations.said_to_resident(
        session, desk, escalation, by, relayed.kind, at=at, detail=f"relayed {relayed.id}"
    )


async def follow(session: AsyncSession, escalation: Escalation, relayed: Relayed, *, at: datetime) -> None:
    """Pass on what belongs to an album whose beginning went already."""
    await _pass_on(session, escalation, relayed, leads=False, at=at)


async def from_resident(
    session: AsyncSession, desk: Desk, escalation: Escalation, said: Said, author: Person, *, at: datetime
) -> Relayed | None:
    """Pass a message of the resident on to staff; None when there were too many within the hour."""
    if await _is_full(session, escalation, at):
        return None
    relayed = new_row(escalation, Direction.TO_STAFF, RelayKind.REPLY, RelayState.PASSED, author, said, at)
    session.add(relayed)
    await session.flush()
    method, payload = relay_forms.to_staff(escalation, said, posts.language_of(escalation, desk))
    await posts.post(session, escalation, payload, key=relayed.key, method=method, at=at)
    await escalations.resident_wrote(session, desk, escalation, at=at)
    return relayed


async def release_held(
    session: AsyncSession, desk: Desk, relayed: Relayed, escalation: Escalation, *, at: datetime
) -> bool:
    """Pass on to staff what waited for a yes of the resident; False when there were too many in the hour."""
    if await _is_full(session, escalation, at):
        return False
    language = posts.language_of(escalation, desk)
    for one in await _with_album(session, relayed):
        said = _said_in(one)
        one.state, one.at, one.draft = RelayState.PASSED, at, {}
        method, payload = relay_forms.to_staff(escalation, said, language)
        await posts.post(session, escalation, payload, key=one.key, method=method, at=at)
    await escalations.resident_wrote(session, desk, escalation, at=at)
    return True


async def show_draft(
    session: AsyncSession, desk: Desk, escalation: Escalation, relayed: Relayed, *, at: datetime
) -> None:
    """Show the writer what the resident will read, to be sent or kept."""
    card = _preview(desk, escalation, relayed)
    await _under_the_original(session, escalation, relayed, card, "preview", at)


async def _show_draft_anew(
    session: AsyncSession, desk: Desk, escalation: Escalation, relayed: Relayed, *, at: datetime
) -> None:
    """Show the new words where the former stood: what is read there is what is sent."""
    await posts.supersede(session, f"{relayed.key}:preview:{relayed.edits - 1}", at=at)
    await outbox.add(
        session,
        Outgoing(
            key=f"{relayed.key}:preview:{relayed.edits}",
            chat_id=escalation.staff_chat_id,
            method="editMessageText",
            payload=_preview(desk, escalation, relayed).payload(),
            message_class=MessageClass.RELAY,
            target_key=f"{relayed.key}:preview",
        ),
        at=at,
    )


def _preview(desk: Desk, escalation: Escalation, relayed: Relayed) -> Card:
    language = posts.language_of(escalation, desk)
    html = Html(relayed.draft.get("html", "")) if relayed.draft.get("is_text") else None
    # A long text is quoted in part: it stands in full right above.
    content = html if html is not None and utf16_length(relayed.words) <= PREVIEWED else None
    return cards.preview(relayed, content, language)


async def show_sent(
    session: AsyncSession, desk: Desk, escalation: Escalation, relayed: Relayed, *, at: datetime
) -> None:
    """Tell the writer that it went, with the way to take it back."""
    language = posts.language_of(escalation, desk)
    card = cards.receipt(relayed, escalation.wants, language)
    await _under_the_original(session, escalation, relayed, card, "receipt", at)


async def _under_the_original(
    session: AsyncSession, escalation: Escalation, relayed: Relayed, card: Card, name: str, at: datetime
) -> None:
    extra: dict[str, Any] = {}
    if relayed.source_message is not None:
        reply = {"message_id": relayed.source_message, "allow_sending_without_reply": True}
        extra["reply_parameters"] = reply
    await posts.post(session, escalation, card.payload(**extra), key=f"{relayed.key}:{name}", at=at)


async def edited(
    session: AsyncSession,
    desk: Desk,
    relayed: Relayed,
    escalation: Escalation,
    said: Said,
    *,
    at: datetime,
) -> None:
    """The writer changed a message: what waits is changed, the copy of what was passed on is edited."""
    if relayed.state is RelayState.WAITING:
        relayed.words = said.words
        relayed.draft = {**relayed.draft, "html": said.html}
        # Only texts are quoted in their preview; a picture stands above it.
        if relayed.direction is Direction.TO_RESIDENT and relayed.draft.get("is_text"):
            relayed.edits += 1
            await _show_draft_anew(session, desk, escalation, relayed, at=at)
        return
    if relayed.state is not RelayState.PASSED or not (said.is_text or said.takes_caption):
        return
    relayed.words, relayed.edited_at = said.words, at
    relayed.edits += 1
    if relayed.direction is Direction.TO_STAFF:
        language = posts.language_of(escalation, desk)
        chat_id, composed = escalation.staff_chat_id, relay_forms.to_staff(escalation, said, language)
    else:
        chat = await _resident_chat(session, escalation)
        is_bare = relayed.draft == BARE
        composed = (
            relay_forms.bare(said)
            if is_bare
            else relay_forms.to_resident(escalation, relayed, said, said.html)
        )
        chat_id = chat.id
    await posts.supersede(session, f"{relayed.key}:edit:{relayed.edits - 1}", at=at)
    method = "editMessageText" if said.is_text else "editMessageCaption"
    names = ("text", "caption", "parse_mode", "reply_markup", "link_preview_options")
    payload = {name: value for name, value in composed[1].items() if name in names}
    await outbox.add(
        session,
        Outgoing(
            key=f"{relayed.key}:edit:{relayed.edits}",
            chat_id=chat_id,
            method=method,
            payload=payload,
            message_class=MessageClass.RELAY,
            target_key=relayed.key,
        ),
        at=at,
    )


async def retract(session: AsyncSession, escalation: Escalation, relayed: Relayed, *, at: datetime) -> bool:
    """Take a message of staff, and its album, back from the resident; False when it is too late."""
    passed = await session.scalars(
        select(Relayed).where(
            Relayed.escalation_id == escalation.id,
            Relayed.state == RelayState.PASSED,
            Relayed.id == relayed.id if relayed.album is None else Relayed.album == relayed.album,
        )
    )
    if at - relayed.at > RETRACTABLE:
        return False
    chat = await _resident_chat(session, escalation)
    for one in passed:
        one.state, one.words = RelayState.RETRACTED, ""
        await _take_back(session, one, chat, at)
    return True


async def _take_back(session: AsyncSession, relayed: Relayed, chat: Chat, at: datetime) -> None:
    cancelled = await session.scalar(
        update(OutboxMessage)
        .where(OutboxMessage.key == relayed.key, OutboxMessage.state == OutboxState.QUEUED)
        .values(state=OutboxState.CANCELLED, finished_at=at, error="taken back", payload={})
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    if cancelled is None:
        await outbox.add(
            session,
            Outgoing(
                key=f"{relayed.key}:retract",
                chat_id=chat.id,
                method="deleteMessage",
                payload={},
                message_class=MessageClass.RELAY,
                target_key=relayed.key,
            ),
            at=at,
        )


async def _with_album(session: AsyncSession, relayed: Relayed) -> list[Relayed]:
    """What waits together with a message, in order: the message alone, or its album."""
    if relayed.album is None:
        return [relayed]
    rows = await session.scalars(
        select(Relayed)
        .where(
            Relayed.escalation_id == relayed.escalation_id,
            Relayed.album == relayed.album,
            Relayed.state == RelayState.WAITING,
        )
        .order_by(Relayed.source_message)
    )
    return list(rows)


def _said_in(relayed: Relayed) -> Said:
    """A message that waits, as it was said."""
    return Said(
        chat=relayed.source_chat or 0,
        message=relayed.source_message or 0,
        words=relayed.words,
        html=Html(relayed.draft.get("html", "")),
        is_text=bool(relayed.draft.get("is_text")),
        takes_caption=bool(relayed.draft.get("takes_caption")),
    )


async def _is_full(session: AsyncSession, escalation: Escalation, at: datetime) -> bool:
    """Whether the resident sent as much as is passed on within an hour."""
    recent = await session.scalar(
        select(func.count()).where(
            Relayed.escalation_id == escalation.id,
            Relayed.direction == Direction.TO_STAFF,
            Relayed.state == RelayState.PASSED,
            Relayed.at > at - timedelta(hours=1),
        )
    )
    return (recent or 0) >= MOST_AN_HOUR


async def _pass_on(
    session: AsyncSession, escalation: Escalation, relayed: Relayed, *, leads: bool, at: datetime
) -> None:
    """Queue the copy of a message of staff; only the first of an album has a heading and buttons."""
    said = _said_in(relayed)
    relayed.state, relayed.at = RelayState.PASSED, at
    relayed.draft = {} if leads else BARE
    method, payload = (
        relay_forms.to_resident(escalation, relayed, said, said.html) if leads else relay_forms.bare(said)
    )
    await deliver(session, escalation, relayed, method, payload, at=at)


async def deliver(
    session: AsyncSession,
    escalation: Escalation,
    relayed: Relayed,
    method: str,
    payload: dict[str, Any],
    *,
    at: datetime,
) -> None:
    """Queue what the resident gets. LookupError for a question whose writer was forgotten."""
    chat = await _resident_chat(session, escalation)
    payload |= posts.under_the_question(escalation, chat)
    await outbox.add(
        session,
        Outgoing(
            key=relayed.key,
            chat_id=chat.id,
            method=method,
            payload=payload,
            message_class=MessageClass.RELAY,
        ),
        at=at,
    )


async def _resident_chat(session: AsyncSession, escalation: Escalation) -> Chat:
    """Where answers go. LookupError for a question whose writer was forgotten."""
    chat = await posts.resident_chat(session, escalation)
    if chat is None:
        raise LookupError("Nobody is known to have asked this")
    return chat


def new_row(
    escalation: Escalation,
    direction: Direction,
    kind: RelayKind,
    state: RelayState,
    author: Person | None,
    said: Said | None,
    at: datetime,
) -> Relayed:
    """The row of a message that belongs to an escalation; without `said` the bot composed it itself."""
    return Relayed(
        escalation_id=escalation.id,
        direction=direction,
        kind=kind,
        state=state,
        author_id=author.id if author is not None else None,
        source_chat=said.chat if said is not None else None,
        source_message=said.message if said is not None else None,
        album=said.album if said is not None else None,
        words=said.words if said is not None else "",
        draft={},
        at=at,
        edits=0,
    )
