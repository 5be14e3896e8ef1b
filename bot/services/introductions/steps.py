"""The steps that a request takes: the next one is asked, it comes to nothing, or both said yes.

Whoever calls these has locked the request (`locked`), in the transaction that they are part of.
"""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from bot.crash import crash_point
from bot.messages import Card
from bot.services.introductions import cards, peers, post
from bot.services.introductions.peers import Peer
from bot.services.introductions.states import ApproachEvent, RequestEvent, move_approach, move_request
from bot.services.introductions.terms import (
    FOLLOW_UP_AFTER,
    LATER,
    LOOK_AGAIN,
    PATIENCE,
    REMINDER_AFTER,
    STAFF_PATIENCE,
    Terms,
)
from models import (
    Approach,
    ApproachState,
    Experience,
    FollowUp,
    Introduction,
    IntroductionState,
    Side,
    Via,
)

# How many of those who wait are woken when a collective is free: some may have found another.
WOKEN = 3
_BY_PEER = (ApproachEvent.PEER_DECLINES, ApproachEvent.PEER_PAUSES, ApproachEvent.PEER_RETRACTS)


async def look(
    session: AsyncSession,
    introduction: Introduction,
    *,
    at: datetime,
    terms: Terms,
    former: str = "",
    agreed_to: str | None = None,
) -> None:
    """Ask the next one for a request that nobody is asked for now; at the end staff, and then nobody.

    `former` is with whom it did not go through, to be told with what comes next. `agreed_to` is whom the
    asker said yes to already.
    """
    asker = introduction.person
    if asker is None:
        return
    wanted = peers.wanted_by(introduction, asker)
    found = await peers.find(session, wanted, since=introduction.waiting_since, at=at, terms=terms)
    if found.peer is not None:
        await _offer(session, introduction, found.peer, former, agreed_to, at=at, terms=terms)
    elif found.may_wait:
        introduction.look_at = at + LOOK_AGAIN
        if former:
            card = cards.no_room(introduction, former, introduction.language)
            await _tell_asker(session, introduction, card, "room", at)
    else:
        await _give_up(session, introduction, cards.nobody(former, introduction.language), at)


async def free(
    session: AsyncSession,
    introduction: Introduction,
    approach: Approach,
    event: ApproachEvent,
    *,
    at: datetime,
    terms: Terms,
) -> None:
    """End an approach by `event`, and ask the next one for the request. Both sides hear of it as they should.

    Raises NotNowError when that cannot happen in its state.
    """
    move_approach(approach, event, at=at)
    move_request(introduction, RequestEvent.FREED, at=at)
    await _tell_former(session, introduction, approach, event, at=at, terms=terms)
    wipe(approach)
    await _wake_waiting(session, approach, at)
    if event is ApproachEvent.TIME_IS_UP and approach.asker_agreed_at is None:
        # The asker is silent, too: no more neighbours are bothered for somebody who does not come back.
        await _give_up(session, introduction, cards.silent(introduction.language), at)
        return
    # A collective that was asked behind the asker's no is not spoken of as having declined.
    unnamed = event is ApproachEvent.ASKER_REFUSES or approach.collective is None
    former = "" if unnamed else cards.peer_name(approach.collective, introduction.language)
    await look(session, introduction, at=at, terms=terms, former=former)


async def call_off(
    session: AsyncSession, introduction: Introduction, *, at: datetime, terms: Terms, tell_peer: bool = True
) -> None:
    """End what is open for a request that is over, and empty what was told for it.

    Without `tell_peer` whoever calls this tells the peer themselves.
    """
    approach = introduction.open_approach
    if approach is not None:
        event = ApproachEvent.ASKER_WITHDRAWS
        move_approach(approach, event, at=at)
        if tell_peer:
            await _tell_former(session, introduction, approach, event, at=at, terms=terms)
        else:
            await post.tell_who_pointed(session, introduction, approach, "over", at=at, terms=terms)
        wipe(approach)
        await _wake_waiting(session, approach, at)
    wipe(introduction)


async def hand_over(
    session: AsyncSession, introduction: Introduction, approach: Approach, *, at: datetime, terms: Terms
) -> bool:
    """Ask the other one who speaks for the collective; False when there is none who can be reached."""
    other = await post.other_contact(session, introduction, approach)
    if other is None:
        return False
    move_approach(approach, ApproachEvent.HANDED_OVER, at=at)
    approach.person_id, approach.later_until = other.id, None
    if approach.asker_agreed_at is not None and at - approach.asked_at > REMINDER_AFTER / 2:
        # The reminder counts from when the first was asked: here it would come on the heels of the question.
        approach.reminded_at = at
    set_committed_value(approach, "person", other)
    approach.expires_at = max(approach.expires_at, at + LATER)
    await post.ask_peer(session, introduction, approach, at=at, terms=terms)
    return True


async def locked(session: AsyncSession, introduction_id: int, *, skip: bool = False) -> Introduction | None:
    """A request with its approaches as they are now; nobody else changes it until the transaction ends.

    With `skip` None when somebody else is changing it: a tick has more than one in hand, and two ticks would
    wait for each other.
    """
    return await session.scalar(
        select(Introduction)
        .where(Introduction.id == introduction_id)
        .options(
            selectinload(Introduction.person),
            selectinload(Introduction.approaches).selectinload(Approach.collective),
            selectinload(Introduction.approaches).selectinload(Approach.person),
        )
        .with_for_update(skip_locked=skip)
        .execution_options(populate_existing=True)
    )


async def _offer(
    session: AsyncSession,
    introduction: Introduction,
    peer: Peer,
    former: str,
    agreed_to: str | None,
    *,
    at: datetime,
    terms: Terms,
) -> None:
    approach = Approach(
        introduction_id=introduction.id,
        via=peer.via,
        collective_id=peer.collective.id if peer.collective is not None else None,
        case_id=peer.case.id if peer.case is not None else introduction.case_id,
        person_id=peer.person.id if peer.person is not None else None,
        pair=_pair(introduction),
        state=ApproachState.OFFERED,
        laters=0,
        hand_overs=0,
        asked_at=at,
        expires_at=at + (PATIENCE if peer.via is Via.TELEGRAM else STAFF_PATIENCE),
    )
    set_committed_value(approach, "collective", peer.collective)
    set_committed_value(approach, "person", peer.person)
    introduction.approaches.append(approach)
    move_request(introduction, RequestEvent.OFFERED, at=at)
    if peer.key == agreed_to:
        move_approach(approach, ApproachEvent.ASKER_AGREES, at=at)
    await session.flush()
    if approach.state is ApproachState.OFFERED:
        card = cards.next_peer(introduction, approach, former, peer, introduction.language)
        await _tell_asker(session, introduction, card, f"next:{approach.id}", at)
    await post.ask_peer(session, introduction, approach, at=at, terms=terms)
    await post.tell_who_pointed(session, introduction, approach, "asked", at=at, terms=terms)


async def _give_up(session: AsyncSession, introduction: Introduction, card: Card, at: datetime) -> None:
    move_request(introduction, RequestEvent.GIVEN_UP, at=at)
    wipe(introduction)
    await _tell_asker(session, introduction, card, "nobody", at)


async def complete(
    session: AsyncSession, introduction: Introduction, approach: Approach, *, at: datetime, terms: Terms
) -> None:
    """Both said yes: tell each of the other, and plan to ask how it went."""
    crash_point("introduction.agreed")
    move_request(introduction, RequestEvent.COMPLETED, at=at)
    await post.send_cards(session, introduction, approach, at=at, terms=terms)
    await post.tell_who_pointed(session, introduction, approach, "made", at=at, terms=terms)
    if approach.via is Via.STAFF:
        await post.close_task(
            session, introduction, approach, at=at, terms=terms, key="introduction-staff-made"
        )
    for side, person_id in ((Side.ASKER, introduction.person_id), (Side.PEER, approach.person_id)):
        if person_id is not None:
            session.add(
                FollowUp(
                    introduction_id=introduction.id,
                    side=side,
                    person_id=person_id,
                    due_at=at + FOLLOW_UP_AFTER,
                )
            )
    await session.flush()
    await _wake_waiting(session, approach, at)
    crash_point("introduction.cards")


async def _wake_waiting(session: AsyncSession, approach: Approach, at: datetime) -> None:
    """Let those who waited longest for this collective look again at the next tick."""
    if approach.collective_id is None:
        return
    known = select(Experience.case_id).where(
        Experience.collective_id == approach.collective_id, Experience.removed_at.is_(None)
    )
    waiting = await session.scalars(
        select(Introduction)
        .where(
            Introduction.state == IntroductionState.LOOKING,
            Introduction.look_at > at,
            or_(Introduction.case_id.in_(known), Introduction.pointed_id == approach.collective_id),
        )
        .order_by(Introduction.waiting_since, Introduction.id)
        .limit(WOKEN)
        # Whoever is being dealt with is awake; waiting for that could be waiting for each other.
        .with_for_update(skip_locked=True)
    )
    for introduction in waiting:
        introduction.look_at = at


async def _tell_former(
    session: AsyncSession,
    introduction: Introduction,
    approach: Approach,
    event: ApproachEvent,
    *,
    at: datetime,
    terms: Terms,
) -> None:
    """Tell who was asked that it is over, unless they said so themselves; and staff who named them."""
    await post.tell_who_pointed(session, introduction, approach, "over", at=at, terms=terms)
    if event in _BY_PEER:
        return
    if approach.via is Via.STAFF:
        await post.close_task(
            session, introduction, approach, at=at, terms=terms, key="introduction-staff-over"
        )
        return
    language = post.language_of(approach.person, terms)
    about = await post.about(session, introduction, approach, language)
    is_late = event is ApproachEvent.TIME_IS_UP and approach.peer_agreed_at is None
    card = cards.over_for_peer(about, language, expired=is_late)
    await post.tell(session, approach.person, card, key=f"approach:{approach.id}:over", at=at)


async def _tell_asker(
    session: AsyncSession, introduction: Introduction, card: Card, what: str, at: datetime
) -> None:
    key = f"introduction:{introduction.id}:{what}:{len(introduction.approaches)}"
    await post.tell(session, introduction.person, card, key=key, at=at)


def _pair(introduction: Introduction) -> str:
    own = introduction.collective_id
    return f"c{own}" if own is not None else f"p{introduction.person_id}"


def wipe(row: Introduction | Approach) -> None:
    """Empty what was given for an introduction that did not come about: its purpose is gone."""
    row.name, row.reach, row.reach_value = "", None, ""
    if isinstance(row, Introduction):
        row.text = row.collective_name = ""
