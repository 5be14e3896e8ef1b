"""Proposals in the coordinators' private chats, and invitations in those of who asked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import outbox
from bot.delivery.outbox import Outgoing
from bot.messages import Card
from bot.services import group_themes
from bot.services.meetings import askers, audience, proposal_cards, proposal_questions, proposal_words, store
from bot.services.meetings.counts import counts_of
from bot.services.meetings.manner import Manner
from bot.services.meetings.proposal_cards import Seen
from bot.services.meetings.proposal_questions import Asked
from bot.services.meetings.recipients import coordinators
from bot.texts import known_language
from models import (
    Case,
    Chat,
    ChatKind,
    MeetingProposal,
    MessageClass,
    OutboxMessage,
    OutboxState,
    Person,
    ProposalState,
)

# One transaction; those who asked are few.
MOST_INVITED = 500


async def seen(session: AsyncSession, proposal: MeetingProposal, *, at: datetime) -> Seen:
    """What a coordinator sees of its questions at this instant."""
    asked = await proposal_questions.of_proposal(session, proposal.id, at=at)
    known = proposal_words.names_of(await proposal_questions.names(session))
    words = [shown for one in asked if (shown := _shown(one, known)) is not None]
    people = await _reachable(session, [one.person_id for one in asked])
    case = await session.get(Case, proposal.case_id) if proposal.case_id is not None else None
    return Seen(
        number=proposal_questions.parties(asked).number,
        words=list(dict.fromkeys(words)),
        hidden=len(asked) - len(words),
        case_titles=await _case_titles(session, asked),
        people=len(people),
        title=case.title if case is not None else "",
    )


async def offer(session: AsyncSession, proposal: MeetingProposal, manner: Manner, *, at: datetime) -> int:
    """Put it to every coordinator who can be reached, each once a round; to how many it was news."""
    there = await coordinators(session, manner.roles)
    keys = {_key(proposal, person): (person, chat) for person, chat in there}
    known = await session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(keys)))
    for key in known.all():
        del keys[key]
    if not keys:
        return 0
    view = await seen(session, proposal, at=at)
    told = 0
    for key, (person, chat) in keys.items():
        card = proposal_cards.offer(proposal, view, known_language(person.language) or manner.language)
        told += await outbox.add(
            session,
            Outgoing(
                key=key,
                chat_id=chat.id,
                payload=card.payload(),
                message_class=MessageClass.NOTICE,
                due_at=manner.quiet.until(at) or at,
            ),
            at=at,
        )
    return told


async def redraw(
    session: AsyncSession,
    proposal: MeetingProposal,
    manner: Manner,
    *,
    at: datetime,
    besides: Person | None = None,
) -> None:
    """Draw the cards of this round as it stands, but for that of `besides`, who is shown it otherwise."""
    proposal.drawn += 1
    view = await seen(session, proposal, at=at) if proposal.state is ProposalState.OPEN else None
    for person, chat in await coordinators(session, manner.roles):
        key = _key(proposal, person)
        there = await session.scalar(select(exists().where(OutboxMessage.key == key)))
        if not there or (besides is not None and person.id == besides.id):
            continue
        await _supersede(session, f"{key}:{proposal.drawn - 1}", at)
        card = card_for(proposal, view, person, manner)
        await outbox.add(
            session,
            Outgoing(
                key=f"{key}:{proposal.drawn}",
                chat_id=chat.id,
                method="editMessageText",
                payload=card.replacement(),
                target_key=key,
            ),
            at=at,
        )


def card_for(proposal: MeetingProposal, view: Seen | None, person: Person, manner: Manner) -> Card:
    """The proposal as this coordinator sees it now."""
    language = known_language(person.language) or manner.language
    if view is not None:
        return proposal_cards.offer(proposal, view, language)
    return proposal_cards.taken(proposal, language, is_mine=proposal.decided_by_id == person.id)


async def invite(session: AsyncSession, proposal: MeetingProposal, manner: Manner, *, at: datetime) -> int:
    """Tell those who asked of the meeting that came of it, each once, in private; how many.

    Not who cannot be reached, who wants no sessions, and who is told of it anyway. While it is being changed
    nobody is told anything of it.
    """
    meeting = await store.locked(session, proposal.meeting_id) if proposal.meeting_id is not None else None
    if meeting is not None and not (meeting.settles_at is None and meeting.tells_at is None):
        return 0
    proposal.invited_at = at
    if meeting is None or not meeting.is_planned or meeting.starts_at <= at:
        return 0
    questions = await proposal_questions.of_proposal(session, proposal.id, at=at)
    people = await _reachable(session, [one.person_id for one in questions])
    told_anyway = await audience.chats_of(session, meeting, manner.roles)
    chosen = await session.execute(
        select(Person, Chat)
        .join(Chat, Chat.telegram_id == Person.telegram_id)
        .where(
            Person.id.in_(people[:MOST_INVITED]),
            ~group_themes.refuses(meeting.theme),
            Chat.id.not_in(told_anyway),
        )
        .order_by(Person.id)
    )
    numbers = await counts_of(session, meeting.id)
    told = 0
    for person, chat in chosen.all():
        view = manner.view(known_language(person.language) or manner.language, at)
        card = proposal_cards.invitation(proposal, meeting, numbers, view)
        told += await outbox.add(
            session,
            Outgoing(
                key=askers.key(proposal, person.id),
                chat_id=chat.id,
                payload=card.payload(),
                message_class=MessageClass.NOTICE,
                due_at=manner.quiet.until(at) or at,
                expires_at=meeting.starts_at,
            ),
            at=at,
        )
    return told


async def was_invited(session: AsyncSession, proposal_id: int, person: Person) -> bool:
    """Whether somebody was told, as one of those who asked."""
    proposal = await session.get(MeetingProposal, proposal_id)
    if proposal is None:
        return False
    key = askers.key(proposal, person.id)
    return bool(await session.scalar(select(exists().where(OutboxMessage.key == key))))


def _shown(one: Asked, known: frozenset[str]) -> str | None:
    """In which words it may be shown: never what was asked in private."""
    return None if one.is_private else proposal_words.shown(one.question.text, known)


def _key(proposal: MeetingProposal, person: Person) -> str:
    return f"{proposal.subject}:{proposal.round}:{person.id}"


async def _case_titles(session: AsyncSession, asked: Sequence[Asked]) -> list[str]:
    best = dict.fromkeys(case for one in asked if (case := one.question.case_id) is not None)
    likely = [one for one in asked if one.question.case_id in best]
    likely.sort(key=lambda one: -one.question.chance)
    rows = await session.execute(select(Case.id, Case.title).where(Case.id.in_(best)))
    titles = {row.id: row.title for row in rows}
    return list(
        dict.fromkeys(titles[one.question.case_id] for one in likely if one.question.case_id in titles)
    )


async def _reachable(session: AsyncSession, person_ids: Sequence[int]) -> list[int]:
    """Those of these people who have a private chat with the bot."""
    rows = await session.scalars(
        select(Person.id)
        .join(Chat, Chat.telegram_id == Person.telegram_id)
        .where(
            Person.id.in_(set(person_ids)),
            Chat.kind == ChatKind.PRIVATE,
            Chat.inactive_since.is_(None),
        )
        .order_by(Person.id)
    )
    return list(rows)


async def _supersede(session: AsyncSession, key: str, at: datetime) -> None:
    """Drop a drawing that was not sent yet: only the newest is of use."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.key == key, OutboxMessage.state == OutboxState.QUEUED)
        .values(state=OutboxState.CANCELLED, finished_at=at, error="drawn anew since")
        .execution_options(synchronize_session=False)
    )
