"""`/contacten`: what somebody asked and was asked, how it stands, and the ways on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Card, Html
from bot.services.introductions import cards, introductions, post
from bot.texts import plain, say
from models import Approach, ApproachState, Introduction, IntroductionState, Person

MOST = 8


async def overview(session: AsyncSession, person: Person, language: str) -> Card:
    """The last requests and questions of a person, those under way with their buttons."""
    asked = (await introductions.of_asker(session, person))[:MOST]
    was_asked = (await introductions.of_peer(session, person))[:MOST]
    if not asked and not was_asked:
        return Card(say(language, "introduction-list-empty"))
    text = f"<b>{say(language, 'introduction-list-heading')}</b>"
    rows: list[list[Button]] = []
    number = 0
    if asked:
        text += f"\n\n<b>{say(language, 'introduction-list-asked')}</b>"
    for introduction in asked:
        number += 1
        about = await post.about(session, introduction, introduction, language)
        state = cards.state_of(introduction, introduction.open_approach, language)
        text += f"\n{_line(language, number, about, state)}"
        rows += _asker_rows(introduction, number, language)
    if was_asked:
        text += f"\n\n<b>{say(language, 'introduction-list-was-asked')}</b>"
    for approach in was_asked:
        number += 1
        about = await post.about(session, approach.introduction, approach, language)
        text += f"\n{_line(language, number, about, say(language, _KEYS[approach.state]))}"
        label = plain(language, "button-introduction-see-number", number=number)
        rows.append([Button(label, cards.peer_data(approach, "s"))])
    return Card(Html(text), rows)


async def ended_since(session: AsyncSession, person: Person, since: datetime) -> bool:
    """Whether a request of somebody was ended after an instant without an introduction."""
    found = await session.scalar(
        select(Introduction.id)
        .where(
            Introduction.person_id == person.id,
            Introduction.state == IntroductionState.WITHDRAWN,
            Introduction.ended_at >= since,
        )
        .limit(1)
    )
    return found is not None


def card_again(
    introduction: Introduction, approach: Approach, language: str, *, to_peer: bool
) -> Card | None:
    """The contact card of an introduction that was made; None when the details are no longer kept."""
    row = introduction if to_peer else approach
    person = introduction.person if to_peer else approach.person
    if not row.name or approach.state is not ApproachState.MADE:
        return None
    contact = cards.contact_of(row)
    link = contact.link(language, person.telegram_id if person is not None else None)
    group = (
        introduction.collective_name
        if to_peer
        else cards.collective_name(approach.collective, with_place=True)
    )
    return cards.contact_card(introduction, contact, link, group, language, to_peer=to_peer)


async def question_again(
    session: AsyncSession, introduction: Introduction, approach: Approach, language: str
) -> Card:
    """What a peer can do with an open question now."""
    if approach.state is ApproachState.PEER_YES:
        who = cards.collective_name(approach.collective)
        return cards.waiting_for_asker(approach, who, language)
    return await post.question(session, introduction, approach, language)


_KEYS = {
    ApproachState.OFFERED: "introduction-state-your-answer",
    ApproachState.ASKER_YES: "introduction-state-your-answer",
    ApproachState.PEER_YES: "introduction-state-their-answer",
    ApproachState.MADE: "introduction-state-made",
}


def _line(language: str, number: int, about: str, state: str) -> str:
    return say(language, "introduction-list-line", number=number, about=about, state=Html(state))


def _asker_rows(introduction: Introduction, number: int, language: str) -> list[list[Button]]:
    approach = introduction.open_approach
    row = []
    if approach is not None and approach.asker_agreed_at is None:
        label = plain(language, "button-introduction-agree-number", number=number)
        row.append(Button(label, cards.asker_data(introduction, "y", approach), style="primary"))
    if introduction.state in introductions.UNDER_WAY:
        label = plain(language, "button-introduction-withdraw-number", number=number)
        row.append(Button(label, cards.asker_data(introduction, "w")))
    if introduction.state is IntroductionState.MADE:
        label = plain(language, "button-introduction-see-number", number=number)
        row.append(Button(label, cards.asker_data(introduction, "s")))
    return [row] if row else []
