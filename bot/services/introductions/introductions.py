"""Introductions: a resident asks, a collective answers, and both may change their mind until both said yes.

Contact details leave in the transaction that sees both yeses, and in no other. Every function that changes a
request locks its row first: what happens in one instant happens one after the other.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from bot.errors import BuurvraagError
from bot.services.collectives import collectives
from bot.services.introductions import steps
from bot.services.introductions.reach import Contact
from bot.services.introductions.states import (
    ApproachEvent,
    NotNowError,
    RequestEvent,
    move_approach,
    move_request,
)
from bot.services.introductions.terms import (
    LATER,
    MONTH,
    MOST_HAND_OVERS,
    MOST_LATERS,
    REQUESTS_A_MONTH,
    REQUESTS_AT_ONCE,
    Terms,
)
from bot.services.privacy import consents
from models import Approach, ApproachState, Case, Dilemma, Introduction, IntroductionState, Person, Told, Via
from models.introduction import OPEN

ASK_PURPOSE, ANSWER_PURPOSE = "introduction-request", "introduction-answer"
# What was agreed to, by the key of its text; the version goes up whenever the meaning of that text changes.
PREVIEW_TEXT, NEXT_TEXT, PEER_TEXT = "introduction-preview", "introduction-next", "introduction-peer-preview"
TEXT_VERSION = 1
# Without signs that look like each other.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
UNANSWERED = (ApproachState.OFFERED, ApproachState.ASKER_YES)
UNDER_WAY = (IntroductionState.LOOKING, IntroductionState.ASKING)


class NotAPartyError(BuurvraagError):
    """Somebody wants to change an introduction in which they have no part."""


class TooManyError(BuurvraagError):
    """Somebody has as many requests as they may have, or this one already; `why` is the key of a text."""

    def __init__(self, why: str) -> None:
        """Take the reason."""
        super().__init__(f"No more requests: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Wish:
    """All that somebody chose before sending a request; `agreed_to` is the peer that the preview named.

    It is about a case, or for the collective that staff pointed to (`pointed_id`).
    """

    case_id: int | None
    dilemma_id: int | None
    told: Told
    text: str
    contact: Contact
    collective_id: int | None
    collective_name: str
    agreed_to: str
    language: str
    pointed_id: int | None = None


async def request(
    session: AsyncSession, person: Person, wish: Wish, *, at: datetime, terms: Terms
) -> Introduction:
    """Send a request, with the asker's yes, and ask the first collective.

    Raises TooManyError, also when one for this case is under way, and NotNowError when the case is gone.
    """
    # Two presses of one button at once: the second sees the request of the first.
    await session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    requests = await of_asker(session, person)
    if is_under_way(requests, wish.case_id, wish.pointed_id):
        raise TooManyError("introduction-under-way")
    if (why := too_many(requests, at=at)) is not None:
        raise TooManyError(why)
    if wish.case_id is not None and await session.get(Case, wish.case_id) is None:
        raise NotNowError
    # The dilemma may have been removed meanwhile; what was written for this purpose stays good.
    kept = wish.dilemma_id is not None and await session.get(Dilemma, wish.dilemma_id) is not None
    introduction = _new(person, wish if kept else replace(wish, dilemma_id=None), at)
    session.add(introduction)
    await session.flush()
    await _consent(
        session, person, ASK_PURPOSE, f"introduction:{introduction.id}", PREVIEW_TEXT, wish.language, at
    )
    await steps.look(session, introduction, at=at, terms=terms, agreed_to=wish.agreed_to)
    return introduction


async def asker_agrees(
    session: AsyncSession,
    introduction_id: int,
    approach_id: int,
    person: Person,
    *,
    at: datetime,
    terms: Terms,
) -> Introduction:
    """The asker says yes to the next one who is asked. Raises NotAPartyError, NotNowError."""
    introduction = await of_this_asker(session, introduction_id, person)
    approach = _open(introduction, approach_id)
    if not await _still_speaks(session, approach):
        raise NotNowError
    both = move_approach(approach, ApproachEvent.ASKER_AGREES, at=at)
    await _consent(
        session, person, ASK_PURPOSE, f"approach:{approach.id}", NEXT_TEXT, introduction.language, at
    )
    if both:
        await steps.complete(session, introduction, approach, at=at, terms=terms)
    return introduction


async def asker_refuses(
    session: AsyncSession,
    introduction_id: int,
    approach_id: int,
    person: Person,
    *,
    at: datetime,
    terms: Terms,
) -> Introduction:
    """The asker would rather have another one than the next. Raises NotAPartyError, NotNowError."""
    introduction = await of_this_asker(session, introduction_id, person)
    approach = _open(introduction, approach_id)
    await steps.free(session, introduction, approach, ApproachEvent.ASKER_REFUSES, at=at, terms=terms)
    return introduction


async def asker_withdraws(
    session: AsyncSession, introduction_id: int, person: Person, *, at: datetime, terms: Terms
) -> Introduction:
    """The asker stops the request. Raises NotAPartyError, and NotNowError when it was made or is over."""
    introduction = await of_this_asker(session, introduction_id, person)
    await _withdraw(session, introduction, person, at=at, terms=terms)
    return introduction


async def asker_is_away(
    session: AsyncSession, introduction: Introduction, *, at: datetime, terms: Terms, tell_peer: bool = True
) -> None:
    """End a request of somebody who blocked the bot: who shuts the door wants nothing to come through it.

    Whoever calls this locked the request. Nothing that was given leaves. Raises NotNowError when it is over.
    """
    if introduction.person is not None:
        person = introduction.person
        await _withdraw(session, introduction, person, at=at, terms=terms, tell_peer=tell_peer)


async def _withdraw(
    session: AsyncSession,
    introduction: Introduction,
    person: Person,
    *,
    at: datetime,
    terms: Terms,
    tell_peer: bool = True,
) -> None:
    move_request(introduction, RequestEvent.WITHDRAWN, at=at)
    await steps.call_off(session, introduction, at=at, terms=terms, tell_peer=tell_peer)
    subjects = [f"introduction:{introduction.id}"]
    subjects += [f"approach:{approach.id}" for approach in introduction.approaches]
    for subject in subjects:
        await consents.withdraw(session, person, ASK_PURPOSE, subject, at=at)


async def peer_agrees(
    session: AsyncSession,
    approach_id: int,
    person: Person,
    contact: Contact,
    *,
    language: str,
    at: datetime,
    terms: Terms,
) -> Approach:
    """The peer says yes, with how to be reached. Raises NotAPartyError, NotNowError.

    When the asker blocked the bot it comes to nothing, and neither side gets anything of the other.
    """
    introduction, approach = await of_this_peer(session, approach_id, person)
    if not approach.is_open or not await _still_speaks(session, approach):
        raise NotNowError
    if not await _asker_is_there(session, introduction):
        await asker_is_away(session, introduction, at=at, terms=terms, tell_peer=False)
        return approach
    both = move_approach(approach, ApproachEvent.PEER_AGREES, at=at)
    approach.name, approach.reach, approach.reach_value = contact.name, contact.reach, contact.value
    await _consent(session, person, ANSWER_PURPOSE, f"approach:{approach.id}", PEER_TEXT, language, at)
    if both:
        await steps.complete(session, introduction, approach, at=at, terms=terms)
    return approach


async def peer_declines(
    session: AsyncSession, approach_id: int, person: Person, *, at: datetime, terms: Terms
) -> Approach:
    """The peer says no, without a reason. Raises NotAPartyError, NotNowError."""
    introduction, approach = await of_this_peer(session, approach_id, person)
    await steps.free(session, introduction, approach, ApproachEvent.PEER_DECLINES, at=at, terms=terms)
    return approach


async def peer_retracts(
    session: AsyncSession, approach_id: int, person: Person, *, at: datetime, terms: Terms
) -> Approach:
    """The peer takes back the yes, before the asker said theirs. Raises NotAPartyError, NotNowError."""
    introduction, approach = await of_this_peer(session, approach_id, person)
    await consents.withdraw(session, person, ANSWER_PURPOSE, f"approach:{approach.id}", at=at)
    await steps.free(session, introduction, approach, ApproachEvent.PEER_RETRACTS, at=at, terms=terms)
    return approach


async def peer_waits(session: AsyncSession, approach_id: int, person: Person, *, at: datetime) -> Approach:
    """The peer wants to be asked again in some days. Raises NotAPartyError, NotNowError."""
    _introduction, approach = await of_this_peer(session, approach_id, person)
    if approach.laters >= MOST_LATERS:
        raise NotNowError
    move_approach(approach, ApproachEvent.PEER_WAITS, at=at)
    approach.laters += 1
    approach.later_until = at + LATER
    approach.expires_at = max(approach.expires_at, approach.later_until + LATER)
    return approach


async def peer_pauses(
    session: AsyncSession,
    approach_id: int,
    person: Person,
    until: datetime | None,
    *,
    at: datetime,
    terms: Terms,
) -> Approach:
    """The peer wants no questions until then; None: until they say so. Raises NotAPartyError, NotNowError."""
    introduction, approach = await of_this_peer(session, approach_id, person)
    if approach.collective is not None:
        collectives.pause(approach.collective, until)
    await steps.free(session, introduction, approach, ApproachEvent.PEER_PAUSES, at=at, terms=terms)
    return approach


async def peer_hands_over(
    session: AsyncSession, approach_id: int, person: Person, *, at: datetime, terms: Terms
) -> Approach:
    """The other one who speaks for the collective is asked instead. Raises NotAPartyError, NotNowError.

    Nothing changes (`person_id` stays) when there is nobody else, or each gave it to the other already.
    """
    introduction, approach = await of_this_peer(session, approach_id, person)
    if approach.state not in UNANSWERED:
        raise NotNowError
    if approach.hand_overs < MOST_HAND_OVERS:
        # Counted first: who is asked now may see that they cannot give it back.
        approach.hand_overs += 1
        if not await steps.hand_over(session, introduction, approach, at=at, terms=terms):
            approach.hand_overs -= 1
    return approach


async def staff_done(
    session: AsyncSession, approach_id: int, *, at: datetime, terms: Terms
) -> tuple[Introduction, Approach]:
    """Staff found somebody who says yes. Whoever calls this checked who pressed. Raises NotNowError.

    A collective that was removed meanwhile is passed over, and the next one is asked. When the asker blocked
    the bot it comes to nothing.
    """
    introduction, approach = await _of_staff(session, approach_id)
    if approach.is_open and not await _still_speaks(session, approach):
        await steps.free(session, introduction, approach, ApproachEvent.UNREACHABLE, at=at, terms=terms)
    elif approach.is_open and not await _asker_is_there(session, introduction):
        await asker_is_away(session, introduction, at=at, terms=terms)
    elif move_approach(approach, ApproachEvent.PEER_AGREES, at=at):
        await steps.complete(session, introduction, approach, at=at, terms=terms)
    return introduction, approach


async def staff_failed(
    session: AsyncSession, approach_id: int, *, at: datetime, terms: Terms
) -> tuple[Introduction, Approach]:
    """Staff could not bring it about. Whoever calls this checked who pressed. Raises NotNowError."""
    introduction, approach = await _of_staff(session, approach_id)
    await steps.free(session, introduction, approach, ApproachEvent.PEER_DECLINES, at=at, terms=terms)
    return introduction, approach


async def of_this_asker(session: AsyncSession, introduction_id: int, person: Person) -> Introduction:
    """The request, locked; NotAPartyError when it is not this person's."""
    introduction = await steps.locked(session, introduction_id)
    if introduction is None or introduction.person_id != person.id:
        raise NotAPartyError
    return introduction


async def of_this_peer(
    session: AsyncSession, approach_id: int, person: Person
) -> tuple[Introduction, Approach]:
    """The approach with its request, locked; NotAPartyError when it is not this person who is asked."""
    introduction, approach = await _of_approach(session, approach_id)
    if approach.person_id != person.id or approach.via is not Via.TELEGRAM:
        raise NotAPartyError
    return introduction, approach


def is_under_way(
    requests: Sequence[Introduction], case_id: int | None, pointed_id: int | None = None
) -> bool:
    """Whether one of somebody's requests is about this case, or for this collective, and under way."""
    about = (case_id, pointed_id)
    return any((one.case_id, one.pointed_id) == about and one.state in UNDER_WAY for one in requests)


def too_many(requests: Sequence[Introduction], *, at: datetime) -> str | None:
    """Why somebody with these requests can send none now, as the key of a text; None when they can."""
    if sum(one.state in UNDER_WAY for one in requests) >= REQUESTS_AT_ONCE:
        return "introduction-too-many"
    if sum(one.asked_at > at - MONTH for one in requests) >= REQUESTS_A_MONTH:
        return "introduction-too-many-month"
    return None


async def of_asker(session: AsyncSession, person: Person) -> list[Introduction]:
    """Somebody's requests, the last first, with their approaches."""
    found = await session.scalars(
        select(Introduction)
        .where(Introduction.person_id == person.id)
        .options(selectinload(Introduction.approaches).selectinload(Approach.collective))
        .order_by(Introduction.id.desc())
    )
    return list(found)


async def of_peer(session: AsyncSession, person: Person) -> list[Approach]:
    """What somebody was asked on behalf of a collective and can still matter, the last first."""
    mattering = (*OPEN, ApproachState.MADE)
    found = await session.scalars(
        select(Approach)
        .where(Approach.person_id == person.id, Approach.state.in_(mattering))
        .options(
            selectinload(Approach.collective),
            selectinload(Approach.introduction).selectinload(Introduction.person),
        )
        .order_by(Approach.id.desc())
    )
    return list(found)


async def count_made(session: AsyncSession) -> int:
    """How many introductions were made."""
    made = select(func.count()).where(Introduction.state == IntroductionState.MADE)
    return int(await session.scalar(made) or 0)


async def _of_approach(session: AsyncSession, approach_id: int) -> tuple[Introduction, Approach]:
    introduction_id = await session.scalar(select(Approach.introduction_id).where(Approach.id == approach_id))
    introduction = None if introduction_id is None else await steps.locked(session, introduction_id)
    if introduction is None:
        raise NotAPartyError
    return introduction, next(one for one in introduction.approaches if one.id == approach_id)


async def _of_staff(session: AsyncSession, approach_id: int) -> tuple[Introduction, Approach]:
    introduction, approach = await _of_approach(session, approach_id)
    if approach.via is not Via.STAFF:
        raise NotAPartyError
    return introduction, approach


async def _still_speaks(session: AsyncSession, approach: Approach) -> bool:
    """Whether the collective is still there, and who was asked still speaks for it."""
    if approach.collective is None:
        return approach.via is Via.STAFF
    if approach.collective.removed_at is not None:
        return False
    if approach.via is Via.STAFF:
        return True
    speakers = await collectives.contacts(session, approach.collective)
    return approach.person_id in {contact.person_id for contact in speakers}


async def _asker_is_there(session: AsyncSession, introduction: Introduction) -> bool:
    """Whether the asker would get what the other side gives."""
    return introduction.person is not None and await collectives.is_reachable(session, introduction.person)


def _open(introduction: Introduction, approach_id: int) -> Approach:
    """The approach that a button names, as long as it is the one that is open: an old yes is for another."""
    approach = introduction.open_approach
    if approach is None or approach.id != approach_id:
        raise NotNowError
    return approach


def _new(person: Person, wish: Wish, at: datetime) -> Introduction:
    introduction = Introduction(
        reference="".join(secrets.choice(_SIGNS) for _ in range(6)),
        person_id=person.id,
        dilemma_id=wish.dilemma_id,
        case_id=wish.case_id,
        collective_id=wish.collective_id,
        collective_name=wish.collective_name,
        pointed_id=wish.pointed_id,
        told=wish.told,
        text=wish.text,
        name=wish.contact.name,
        reach=wish.contact.reach,
        reach_value=wish.contact.value,
        language=wish.language,
        state=IntroductionState.LOOKING,
        asked_at=at,
        waiting_since=at,
        look_at=at,
    )
    set_committed_value(introduction, "person", person)
    set_committed_value(introduction, "approaches", [])
    return introduction


async def _consent(
    session: AsyncSession, person: Person, purpose: str, subject: str, text: str, language: str, at: datetime
) -> None:
    await consents.record(
        session, person, purpose, subject, text_key=text, text_version=TEXT_VERSION, language=language, at=at
    )
