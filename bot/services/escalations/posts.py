"""What is posted about an escalation in the staff chat: its topic, its card, and short notes.

Everything goes to the topic of the escalation where the staff chat has topics; else the card is what staff
reply to. Which of the two it is decides the outbox at sending: a topic that cannot be made or is gone leaves
the message in the group.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import addresses, outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card, Html
from bot.services import answers
from bot.services.collectives import collectives
from bot.services.escalations import cards, experts
from bot.services.escalations.cards import View
from bot.services.escalations.desk import Desk
from bot.services.people import language_for
from bot.texts import say
from models import (
    AnswerPlace,
    Chat,
    ChatKind,
    Collective,
    CollectiveGroup,
    Escalation,
    MessageClass,
    OutboxMessage,
    OutboxState,
)


def language_of(escalation: Escalation, desk: Desk) -> str:
    """The language of the staff chat."""
    return escalation.staff_chat.language or desk.language


async def open_room(session: AsyncSession, desk: Desk, escalation: Escalation, *, at: datetime) -> None:
    """Make a topic where there are topics, and put the card there; anew when called again."""
    language = language_of(escalation, desk)
    if escalation.staff_chat.is_forum:
        escalation.topic += 1
        name = cards.topic_name(escalation, language)
        await outbox.add(
            session,
            Outgoing(
                key=str(escalation.topic_key),
                chat_id=escalation.staff_chat_id,
                method="createForumTopic",
                payload={"name": name},
                message_class=MessageClass.RELAY,
            ),
            at=at,
        )
    escalation.card += 1
    view = await view_of(session, escalation)
    await _post(session, escalation, escalation.card_key, cards.card(view, language), at=at)


async def redraw(session: AsyncSession, desk: Desk, escalation: Escalation, *, at: datetime) -> None:
    """Draw the card and the topic's name anew; what waits to be drawn from before is not drawn."""
    language = language_of(escalation, desk)
    escalation.drawn += 1
    former = escalation.drawn - 1
    await supersede(session, *(f"{escalation.subject}:{kind}:{former}" for kind in ("draw", "name")), at=at)
    drawing = cards.card(await view_of(session, escalation), language).replacement()
    await outbox.add(
        session,
        Outgoing(
            key=f"{escalation.subject}:draw:{escalation.drawn}",
            chat_id=escalation.staff_chat_id,
            method="editMessageText",
            payload=drawing,
            target_key=escalation.card_key,
        ),
        at=at,
    )
    if escalation.topic_key is not None:
        await outbox.add(
            session,
            Outgoing(
                key=f"{escalation.subject}:name:{escalation.drawn}",
                chat_id=escalation.staff_chat_id,
                method="editForumTopic",
                payload={"name": cards.topic_name(escalation, language)},
                topic_key=escalation.topic_key,
            ),
            at=at,
        )


async def note(
    session: AsyncSession,
    desk: Desk,
    escalation: Escalation,
    text: str,
    *,
    name: str,
    at: datetime,
    message_class: MessageClass = MessageClass.RELAY,
    **arguments: str | int,
) -> None:
    """Tell staff something about an escalation; `name` makes the outbox key, so that it is told once."""
    number = cards.number_of(escalation)
    card = Card(say(language_of(escalation, desk), text, number=number, **arguments))
    key = f"{escalation.subject}:{name}"
    await _post(session, escalation, key, card, at=at, message_class=message_class)


async def post(
    session: AsyncSession,
    escalation: Escalation,
    payload: dict[str, Any],
    *,
    key: str,
    at: datetime,
    method: str = "sendMessage",
) -> None:
    """Put something in the topic of an escalation."""
    await outbox.add(
        session,
        Outgoing(
            key=key,
            chat_id=escalation.staff_chat_id,
            method=method,
            payload=payload,
            message_class=MessageClass.RELAY,
            topic_key=escalation.topic_key,
        ),
        at=at,
    )


async def resident_chat(session: AsyncSession, escalation: Escalation) -> Chat | None:
    """Where the resident reads answers; None when nobody is known any more to have asked."""
    if escalation.wants is AnswerPlace.GROUP:
        return escalation.dilemma.chat
    if escalation.person is None:
        return None
    return await addresses.open_chat(session, escalation.person.telegram_id, ChatKind.PRIVATE)


def under_the_question(escalation: Escalation, chat: Chat) -> dict[str, Any]:
    """What makes a message one under the question, when that was asked in this chat."""
    dilemma = escalation.dilemma
    extra: dict[str, Any] = {}
    if dilemma.chat_id != chat.id:
        return extra
    if dilemma.thread_id is not None:
        extra["message_thread_id"] = dilemma.thread_id
    # A group that has become a supergroup counts its messages anew: the number means another message now.
    if dilemma.message_chat == chat.telegram_id:
        extra["reply_parameters"] = {"message_id": dilemma.message_id, "allow_sending_without_reply": True}
    return extra


async def tell_resident(
    session: AsyncSession, escalation: Escalation, card: Card, *, name: str, at: datetime
) -> None:
    """Say something of the bot's own where the resident reads answers, once under this name.

    In private it says about which question: somebody can have several there, and other talk in between.
    """
    chat = await resident_chat(session, escalation)
    if chat is None:
        return
    if chat.kind is ChatKind.PRIVATE and escalation.title:
        about = say(escalation.language, "staff-about", title=escalation.title)
        card = replace(card, text=Html(f"{card.text}\n\n<i>{about}</i>"))
    message = Outgoing(
        key=f"{escalation.subject}:{name}",
        chat_id=chat.id,
        payload=card.payload(**under_the_question(escalation, chat)),
        message_class=MessageClass.RELAY,
    )
    await outbox.add(session, message, at=at)


async def redraw_asked(session: AsyncSession, desk: Desk, escalation: Escalation, *, at: datetime) -> None:
    """Draw anew what says that the question is before staff: when it is closed there is nothing to undo."""
    dilemma = escalation.dilemma
    # A change of a message that is not known any more would be sent as a new one.
    if not await outbox.is_sent(session, dilemma.answer_key):
        return
    private = dilemma.chat.kind is ChatKind.PRIVATE
    there = language_for(dilemma.chat, None, None, default=desk.language)
    show = answers.staff_over if escalation.is_closed else answers.staff_asked
    drawing = show(escalation, escalation.language if private else there).payload()
    message = Outgoing(
        key=f"{escalation.subject}:asked:{escalation.drawn}",
        chat_id=dilemma.chat_id,
        method="editMessageText",
        payload=drawing,
        message_class=MessageClass.RELAY,
        target_key=dilemma.answer_key,
    )
    await outbox.add(session, message, at=at)


async def view_of(session: AsyncSession, escalation: Escalation) -> View:
    """What the card shows besides the escalation itself."""
    names: dict[str, None] = {}
    if escalation.person is not None:
        mine = await collectives.of_person(session, escalation.person)
        names |= {collective.name: None for collective, _ in mine}
    of_group = await session.scalars(
        select(Collective.name)
        .join(CollectiveGroup, CollectiveGroup.collective_id == Collective.id)
        .where(CollectiveGroup.chat_id == escalation.dilemma.chat_id, Collective.removed_at.is_(None))
    )
    names |= dict.fromkeys(of_group)
    known = await experts.listed(session) if escalation.is_legal else []
    return View(escalation, tuple(names), known)


async def _post(
    session: AsyncSession,
    escalation: Escalation,
    key: str,
    card: Card,
    *,
    at: datetime,
    message_class: MessageClass = MessageClass.RELAY,
) -> None:
    await outbox.add(
        session,
        Outgoing(
            key=key,
            chat_id=escalation.staff_chat_id,
            payload=card.payload(),
            message_class=message_class,
            topic_key=escalation.topic_key,
        ),
        at=at,
    )


async def supersede(session: AsyncSession, *keys: str, at: datetime) -> None:
    """Drop the changes that were not sent yet: only the newest is of use, and a group takes 20 a minute."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.key.in_(keys), OutboxMessage.state == OutboxState.QUEUED)
        .values(state=OutboxState.CANCELLED, finished_at=at, error="drawn anew since")
        .execution_options(synchronize_session=False)
    )
