"""Questions before staff: how one gets there, and everything that staff and the resident do with it.

Each action checks the table of states (models/escalation.py), is written in the audit trail, and draws the
card of staff anew. Who may act is checked by the caller.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from bot.db import insert_for
from bot.messages import shorten
from bot.services import audit, dilemmas
from bot.services.escalations import posts
from bot.services.escalations.desk import Desk
from bot.services.escalations.legal import legal_words
from bot.services.staff import staff_chat
from models import (
    AnswerPlace,
    Candidate,
    CloseReason,
    Dilemma,
    Direction,
    Escalation,
    EscalationState,
    Event,
    Person,
    Relayed,
    RelayKind,
    RelayState,
    StaffMember,
)

TITLE = 60
# Somebody who has this many questions before staff first waits for answers.
MOST_AT_ONCE = 10
# A question that was answered is closed after so long without a word.
SILENCE = timedelta(days=14)
# Below this probability the best case says nothing about the theme.
TELLS_THEME = 0.1

_WHOLE = (
    selectinload(Escalation.claimed_by),
    selectinload(Escalation.staff_chat),
    selectinload(Escalation.person),
    selectinload(Escalation.dilemma).selectinload(Dilemma.chat),
    selectinload(Escalation.dilemma).selectinload(Dilemma.person),
    selectinload(Escalation.dilemma).selectinload(Dilemma.candidates).selectinload(Candidate.case),
)


# What a resident can do again and again is told to staff once an hour; the card always shows how it stands.
HOUR = "%Y%m%d%H"


class TooManyEscalationsError(Exception):
    """This resident has as many questions before staff as can wait at once."""


async def make(
    session: AsyncSession, desk: Desk, dilemma: Dilemma, wants: AnswerPlace, *, language: str, at: datetime
) -> Escalation | None:
    """Put a dilemma before staff, whose writer agreed; None without a staff chat or a writer.

    A dilemma that was before them already is taken up again. Raises TooManyEscalationsError.
    """
    chat = await staff_chat(session, desk.roles)
    if chat is None or dilemma.person_id is None:
        return None
    known = await session.scalar(select(Escalation.id).where(Escalation.dilemma_id == dilemma.id))
    if known is not None:
        return await _again(session, desk, await load(session, known), wants, dilemma, at)
    waiting = await session.scalar(
        select(func.count()).where(
            Escalation.person_id == dilemma.person_id, Escalation.state != EscalationState.CLOSED
        )
    )
    if (waiting or 0) >= MOST_AT_ONCE:
        raise TooManyEscalationsError
    dilemma.staff_wished_at = dilemma.staff_wished_at or at
    escalation = Escalation(
        dilemma_id=dilemma.id,
        person_id=dilemma.person_id,
        wants=wants,
        words=dilemma.text,
        title=shorten(dilemma.text, TITLE),
        theme=_theme(dilemma),
        language=language,
        is_legal=bool(legal_words(dilemma.text)),
        state=EscalationState.OPEN,
        made_at=at,
        pooled_at=at,
        answer_before=desk.days.promise(at, desk.answer_within),
        staff_chat_id=chat.id,
        topic=0,
        card=0,
        drawn=0,
    )
    session.add(escalation)
    await session.flush()
    escalation = await load(session, escalation.id)
    await audit.record(session, at=at, actor=None, action="escalation-made", subject=escalation.subject)
    await posts.open_room(session, desk, escalation, at=at)
    return escalation


async def load(session: AsyncSession, escalation_id: int) -> Escalation:
    """An escalation with all that its card shows, locked until the end of the transaction.

    LookupError when it is gone.
    """
    found: Escalation | None = await session.scalar(
        select(Escalation)
        .where(Escalation.id == escalation_id)
        .options(*_WHOLE)
        # Two of staff may act at once: the second sees what the first did.
        .with_for_update(of=Escalation)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise LookupError("This question is not kept any more")
    set_committed_value(found.dilemma, "escalation", found)
    return found


async def member(session: AsyncSession, person: Person, name: str) -> StaffMember:
    """Somebody of staff as colleagues know them; `name` is what Telegram shows of them now."""
    insert = insert_for(session)
    shown = name.strip()[:64] or "–"
    await session.execute(
        insert(StaffMember)
        .values(person_id=person.id, name=shown, answers=0)
        .on_conflict_do_update(index_elements=["person_id"], set_={"name": shown})
    )
    return await session.get_one(StaffMember, person.id, populate_existing=True)


async def members(session: AsyncSession, desk: Desk) -> list[StaffMember]:
    """The people of staff whom the bot has met and who are staff today, by name."""
    rows = await session.scalars(
        select(StaffMember)
        .join(StaffMember.person)
        .where(Person.telegram_id.in_(tuple(desk.roles.staff_ids)))
        .options(selectinload(StaffMember.person))
        .order_by(StaffMember.name, StaffMember.person_id)
    )
    return list(rows)


async def claim(
    session: AsyncSession, desk: Desk, escalation: Escalation, by: StaffMember, *, at: datetime
) -> bool:
    """Take a question in hand; False when somebody has it, or it is closed."""
    if not escalation.allows(Event.CLAIM):
        return False
    await _happen(session, desk, escalation, Event.CLAIM, by, by, at=at)
    return True


async def hand_over(
    session: AsyncSession,
    desk: Desk,
    escalation: Escalation,
    by: StaffMember,
    to: StaffMember,
    *,
    at: datetime,
) -> bool:
    """Give a question to a colleague; False when it is closed."""
    if not escalation.allows(Event.HAND_OVER):
        return False
    await _happen(session, desk, escalation, Event.HAND_OVER, by, to, at=at, detail=f"to {to.person_id}")
    return True


async def release(
    session: AsyncSession, desk: Desk, escalation: Escalation, by: StaffMember | None, *, at: datetime
) -> bool:
    """Put a question back for anybody; without `by` the bot does it. False when nobody has it."""
    if not escalation.allows(Event.RELEASE):
        return False
    escalation.pooled_at = at
    escalation.called_at = None
    await _happen(session, desk, escalation, Event.RELEASE, by, None, at=at)
    return True


async def said_to_resident(
    session: AsyncSession,
    desk: Desk,
    escalation: Escalation,
    by: StaffMember,
    kind: RelayKind,
    *,
    at: datetime,
    detail: str = "",
) -> None:
    """Something of staff goes to the resident: an answer, or a question back."""
    event = Event.ASK_BACK if kind is RelayKind.QUESTION else Event.ANSWER
    if event is Event.ANSWER:
        escalation.answered_at = at
        escalation.helped = None
    by.answers += 1
    await _happen(session, desk, escalation, event, by, by, at=at, detail=detail)


async def resident_wrote(session: AsyncSession, desk: Desk, escalation: Escalation, *, at: datetime) -> None:
    """The resident wrote: whoever has the question is to act again."""
    escalation.resident_wrote_at = at
    escalation.unreachable_at = None
    before = escalation.state
    escalation.happen(Event.RESIDENT_WRITES)
    if escalation.state is not before:
        await posts.redraw(session, desk, escalation, at=at)


async def judged(
    session: AsyncSession, desk: Desk, escalation: Escalation, *, helped: bool, at: datetime
) -> bool:
    """The resident says whether it helped; False when that was known already."""
    if escalation.helped is helped:
        return False
    escalation.helped = helped
    if not helped and escalation.allows(Event.NOT_HELPED):
        escalation.happen(Event.NOT_HELPED)
    await posts.note(
        session,
        desk,
        escalation,
        "escalation-helped" if helped else "escalation-not-helped",
        # Once for each answer and each opinion: minds can be changed for ever, and the card follows.
        name=f"helped:{escalation.answered_at}:{helped}",
        at=at,
    )
    await posts.redraw(session, desk, escalation, at=at)
    return True


async def propose_session(
    session: AsyncSession, desk: Desk, escalation: Escalation, by: StaffMember, *, at: datetime
) -> bool:
    """Mark that a session on this theme would help, or take that back; whether it is marked now."""
    escalation.session_proposed_at = None if escalation.session_proposed_at else at
    action = "session-proposed" if escalation.session_proposed_at else "session-not-proposed"
    await record(session, escalation, by, action, at=at)
    await posts.redraw(session, desk, escalation, at=at)
    return escalation.session_proposed_at is not None


async def close(
    session: AsyncSession,
    desk: Desk,
    escalation: Escalation,
    by: StaffMember | None,
    reason: CloseReason,
    *,
    at: datetime,
) -> bool:
    """End it; False when it was closed before. Without `by` the resident or the bot does it."""
    if not escalation.allows(Event.CLOSE):
        return False
    escalation.closed_at = at
    escalation.close_reason = reason
    if reason is CloseReason.WITHDRAWN:
        await posts.note(
            session, desk, escalation, "escalation-withdrawn", name=f"withdrawn:{at:{HOUR}}", at=at
        )
    await _happen(session, desk, escalation, Event.CLOSE, by, None, at=at, detail=reason.value)
    if reason is not CloseReason.WITHDRAWN:
        await posts.redraw_asked(session, desk, escalation, at=at)
    return True


async def reopen(
    session: AsyncSession, desk: Desk, escalation: Escalation, by: StaffMember | None, *, at: datetime
) -> bool:
    """Take a closed question up again, by who had it last or else by anybody; False when it is not closed."""
    if not escalation.allows(Event.REOPEN):
        return False
    escalation.closed_at = escalation.close_reason = None
    escalation.pooled_at = at
    escalation.called_at = escalation.late_told_at = None
    await _happen(session, desk, escalation, Event.REOPEN, by, None, at=at)
    if by is not None:
        await posts.redraw_asked(session, desk, escalation, at=at)
    return True


async def withdraw(session: AsyncSession, desk: Desk, dilemma: Dilemma, *, at: datetime) -> None:
    """The resident does not want staff to read it (any more)."""
    dilemmas.no_staff(dilemma)
    if dilemma.escalation is not None:
        escalation = await load(session, dilemma.escalation.id)
        await close(session, desk, escalation, None, CloseReason.WITHDRAWN, at=at)


async def reworded(session: AsyncSession, desk: Desk, dilemma: Dilemma, *, at: datetime) -> bool:
    """The resident changed the words of a dilemma that is before staff; whether it is."""
    if dilemma.escalation is None or dilemma.escalation.is_closed:
        return False
    escalation = await load(session, dilemma.escalation.id)
    dilemma.staff_wished_at = escalation.made_at
    escalation.words = dilemma.text
    escalation.title = shorten(dilemma.text, TITLE)
    escalation.is_legal = escalation.is_legal or bool(legal_words(dilemma.text))
    await posts.note(session, desk, escalation, "escalation-reworded", name=f"reworded:{at:{HOUR}}", at=at)
    await posts.redraw(session, desk, escalation, at=at)
    return True


async def thread(session: AsyncSession, escalation: Escalation) -> tuple[str, list[str]]:
    """What was asked, and what staff answered, in order: the raw matter of a case."""
    answers = await session.scalars(
        select(Relayed.words)
        .where(
            Relayed.escalation_id == escalation.id,
            Relayed.direction == Direction.TO_RESIDENT,
            Relayed.kind == RelayKind.ANSWER,
            Relayed.state == RelayState.PASSED,
            Relayed.words != "",
        )
        .order_by(Relayed.id)
    )
    return escalation.words, list(answers)


async def anonymise(session: AsyncSession, *, before: datetime) -> None:
    """Forget whose questions were asked before an instant, and all words; the numbers remain."""
    old = select(Escalation.id).where(Escalation.made_at < before)
    await session.execute(
        update(Relayed)
        .where(Relayed.escalation_id.in_(old))
        .values(words="", draft={}, author_id=None, source_chat=None, source_message=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Escalation)
        .where(Escalation.made_at < before)
        .values(person_id=None, words="", title="")
        .execution_options(synchronize_session=False)
    )


async def record(
    session: AsyncSession,
    escalation: Escalation,
    by: StaffMember | None,
    action: str,
    *,
    at: datetime,
    detail: str = "",
) -> None:
    """Write an action of staff, or of the bot, in the audit trail."""
    person = await session.get(Person, by.person_id) if by is not None else None
    await audit.record(session, at=at, actor=person, action=action, subject=escalation.subject, detail=detail)


async def _again(
    session: AsyncSession,
    desk: Desk,
    escalation: Escalation,
    wants: AnswerPlace,
    dilemma: Dilemma,
    at: datetime,
) -> Escalation:
    escalation.wants = wants
    escalation.words = dilemma.text
    dilemma.staff_wished_at = dilemma.staff_wished_at or at
    escalation.answer_before = desk.days.promise(at, desk.answer_within)
    if await reopen(session, desk, escalation, None, at=at):
        await posts.note(
            session, desk, escalation, "escalation-asked-again", name=f"again:{at:{HOUR}}", at=at
        )
    return escalation


async def _happen(
    session: AsyncSession,
    desk: Desk,
    escalation: Escalation,
    event: Event,
    actor: StaffMember | None,
    holder: StaffMember | None,
    *,
    at: datetime,
    detail: str = "",
) -> None:
    """Go to the next state, write it down, and show it."""
    escalation.happen(event, holder)
    if actor is not None:
        escalation.staff_acted_at = at
    await record(session, escalation, actor, _ACTIONS[event], at=at, detail=detail)
    await posts.redraw(session, desk, escalation, at=at)


_ACTIONS = {
    Event.CLAIM: "claimed",
    Event.HAND_OVER: "handed-over",
    Event.RELEASE: "released",
    Event.ASK_BACK: "asked-back",
    Event.ANSWER: "answered",
    Event.CLOSE: "closed",
    Event.REOPEN: "reopened",
}


def _theme(dilemma: Dilemma) -> str:
    """The theme of the case that comes closest, when it comes close enough to tell."""
    best = dilemma.candidates[0] if dilemma.candidates else None
    return best.case.theme if best is not None and best.confidence >= TELLS_THEME else ""
