"""Messages of introductions, put in the outbox in the transaction that makes them true."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card, Html
from bot.services import staff
from bot.services.collectives import collectives
from bot.services.escalations import posts as escalation_posts
from bot.services.escalations.cards import number_of
from bot.services.introductions import cards
from bot.services.introductions.reach import Contact
from bot.services.introductions.terms import MOST_HAND_OVERS, Terms
from bot.texts import known_language, plain, say
from models import (
    Approach,
    Case,
    Chat,
    CollectiveContact,
    ContactRole,
    Dilemma,
    Escalation,
    Introduction,
    MessageClass,
    Person,
    Via,
)


def language_of(person: Person | None, terms: Terms) -> str:
    """In which language to write to somebody of whom no update is at hand."""
    return (known_language(person.language) if person is not None else None) or terms.default_language


async def tell(
    session: AsyncSession,
    person: Person | None,
    card: Card,
    *,
    key: str,
    at: datetime,
    message_class: MessageClass = MessageClass.NOTICE,
) -> bool:
    """Write to somebody in private; False when that cannot be."""
    chat = await collectives.private_chat(session, person) if person is not None else None
    return chat is not None and await _add(session, chat, card, key, message_class, at)


async def tell_staff(
    session: AsyncSession,
    card: Card,
    *,
    key: str,
    at: datetime,
    terms: Terms,
    message_class: MessageClass = MessageClass.NOTICE,
) -> bool:
    """Write to the staff chat; False when there is none."""
    chat = await staff.staff_chat(session, terms.roles)
    return chat is not None and await _add(session, chat, card, key, message_class, at)


async def close_task(
    session: AsyncSession,
    introduction: Introduction,
    approach: Approach,
    *,
    at: datetime,
    terms: Terms,
    key: str,
) -> None:
    """Take the buttons off a task of staff that is over, and say so there."""
    chat = await staff.staff_chat(session, terms.roles)
    if chat is None:
        return
    payload = cards.staff_over(introduction, terms.default_language, key=key).payload()
    payload["reply_markup"] = {"inline_keyboard": []}
    await outbox.add(
        session,
        Outgoing(
            key=f"approach:{approach.id}:over",
            chat_id=chat.id,
            payload=payload,
            method="editMessageText",
            target_key=task_key(approach),
        ),
        at=at,
    )


async def tell_who_pointed(
    session: AsyncSession,
    introduction: Introduction,
    approach: Approach,
    what: str,
    *,
    at: datetime,
    terms: Terms,
) -> None:
    """Tell staff what became of the collective that they named: `what` is asked, made or over.

    Stands under the question there, without who asked; nothing for collectives that they did not name.
    """
    if introduction.pointed_id is None or introduction.pointed_id != approach.collective_id:
        return
    escalation: Escalation | None = await session.scalar(
        select(Escalation)
        .join(Dilemma, Dilemma.id == Escalation.dilemma_id)
        .where(Dilemma.id == introduction.dilemma_id)
        .options(selectinload(Escalation.staff_chat))
    )
    if escalation is None:
        return
    language = escalation.staff_chat.language or terms.default_language
    who = cards.collective_name(approach.collective)
    card = Card(say(language, f"escalation-pointed-{what}", number=number_of(escalation), collective=who))
    key = f"{escalation.subject}:pointed:{approach.id}:{what}"
    await escalation_posts.post(session, escalation, card.payload(), key=key, at=at)


async def ask_peer(
    session: AsyncSession, introduction: Introduction, approach: Approach, *, at: datetime, terms: Terms
) -> None:
    """Ask the contact on Telegram, or give staff their task."""
    if approach.via is Via.STAFF:
        language = terms.default_language
        card = cards.staff_task(
            introduction, approach, await about(session, introduction, approach, language), language
        )
        await tell_staff(session, card, key=task_key(approach), at=at, terms=terms)
        return
    card = await question(session, introduction, approach, language_of(approach.person, terms))
    # With the moment: who handed it over may get it back.
    key = f"approach:{approach.id}:ask:{approach.person_id}:{approach.laters}:{at.isoformat()}"
    await tell(session, approach.person, card, key=key, at=at)


async def question(
    session: AsyncSession, introduction: Introduction, approach: Approach, language: str
) -> Card:
    """The question to a peer, as it stands now."""
    return cards.ask(
        introduction,
        approach,
        await about(session, introduction, approach, language),
        language,
        deputy=approach.hand_overs < MOST_HAND_OVERS
        and await other_contact(session, introduction, approach) is not None,
    )


async def other_contact(
    session: AsyncSession, introduction: Introduction, approach: Approach
) -> Person | None:
    """Another one who speaks for the collective and can be reached: the deputy first; never who asks."""
    if approach.collective is None:
        return None
    found: list[CollectiveContact] = await collectives.contacts(session, approach.collective)
    for contact in sorted(found, key=lambda one: one.role is not ContactRole.DEPUTY):
        other = contact.person_id not in (approach.person_id, introduction.person_id)
        if other and await collectives.is_reachable(session, contact.person):
            return contact.person
    return None


async def send_cards(
    session: AsyncSession, introduction: Introduction, approach: Approach, *, at: datetime, terms: Terms
) -> None:
    """Give each side what the other gave. Only called for an introduction that both said yes to."""
    asker, peer = introduction.person, approach.person
    mine, theirs = cards.contact_of(introduction), cards.contact_of(approach)
    group = introduction.collective_name
    who = cards.collective_name(approach.collective, with_place=True)
    if approach.via is Via.STAFF:
        language = terms.default_language
        link = _link(mine, asker, language)
        whom = who or plain(language, "introduction-somebody")
        to_staff = cards.staff_contact(introduction, link, group, whom, language)
        await tell_staff(
            session,
            to_staff,
            key=f"introduction:{introduction.id}:card:staff",
            at=at,
            terms=terms,
            message_class=MessageClass.RELAY,
        )
        language = introduction.language
        card = cards.by_mail(introduction, who, language)
    else:
        language = language_of(peer, terms)
        link = _link(mine, asker, language)
        await tell(
            session,
            peer,
            cards.contact_card(introduction, mine, link, group, language, to_peer=True),
            key=f"introduction:{introduction.id}:card:peer",
            at=at,
            message_class=MessageClass.RELAY,
        )
        language = introduction.language
        link = _link(theirs, peer, language)
        card = cards.contact_card(introduction, theirs, link, who, language, to_peer=False)
    await tell(
        session,
        asker,
        card,
        key=f"introduction:{introduction.id}:card:asker",
        at=at,
        message_class=MessageClass.RELAY,
    )


async def case_of(session: AsyncSession, row: Introduction | Approach) -> Case | None:
    """The case that it is about; None when that is gone."""
    return None if row.case_id is None else await session.get(Case, row.case_id)


async def about(
    session: AsyncSession, introduction: Introduction, row: Introduction | Approach, language: str
) -> str:
    """What a request, or one approach for it, is about, short enough for a sentence."""
    return cards.about(introduction, await case_of(session, row), language)


def task_key(approach: Approach) -> str:
    """The outbox key of a task of staff."""
    return f"approach:{approach.id}:task"


def _link(contact: Contact, person: Person | None, language: str) -> Html:
    return contact.link(language, person.telegram_id if person is not None else None)


async def _add(
    session: AsyncSession, chat: Chat, card: Card, key: str, message_class: MessageClass, at: datetime
) -> bool:
    message = Outgoing(key=key, chat_id=chat.id, payload=card.payload(), message_class=message_class)
    return await outbox.add(session, message, at=at)
