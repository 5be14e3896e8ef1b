"""When Telegram gives no clear answers, few notices are left in doubt, and none waits longer than it must."""

import asyncio

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import NetworkError

from bot.delivery import doubt, outbox
from bot.delivery.doubt import FIRST_SECONDS, LONGEST_SECONDS, SEVERAL, Doubt
from bot.delivery.outbox import Sendable
from bot.delivery.sender import IN_FLIGHT_BULK
from bot.delivery.verdicts import Fate
from models import MessageClass, OutboxMessage, OutboxState
from tests.support.eventually import eventually
from tests.support.office import Office

MANY = 60


async def announce(office: Office, number: int) -> None:
    """Notices for so many groups."""
    for one in range(number):
        await office.post(f"word {one}", chat=-1000 - one, message_class=MessageClass.NOTICE)


async def in_state(office: Office, state: OutboxState) -> int:
    async with office.db.read() as session:
        return await session.scalar(select(func.count()).where(OutboxMessage.state == state)) or 0


async def test_an_outage_leaves_few_notices_in_doubt_and_they_go_on_after_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubt, "FIRST_SECONDS", 0.1)
    monkeypatch.setattr(doubt, "LONGEST_SECONDS", 0.2)
    await announce(office, MANY)
    office.bot.decide = lambda _call: NetworkError("Bad Gateway")

    async with office.at_work():
        await eventually(lambda: len(office.bot.calls) > IN_FLIGHT_BULK)
        await asyncio.sleep(0.5)
        parked = await in_state(office, OutboxState.PARKED)
        office.bot.decide = None
        await eventually(lambda: in_none(office))

    assert SEVERAL <= parked <= IN_FLIGHT_BULK + 8
    assert await in_state(office, OutboxState.SENT) >= MANY - parked - 2


async def in_none(office: Office) -> bool:
    return await in_state(office, OutboxState.QUEUED) + await in_state(office, OutboxState.SENDING) == 0


def test_it_is_tried_further_and_further_apart_until_there_is_an_answer() -> None:
    mine, now, waits = Doubt(), 0.0, []
    for _ in range(SEVERAL - 1):
        mine.note(Fate.UNKNOWN, now)
    assert not mine.is_raised
    for _ in range(8):
        mine.note(Fate.UNKNOWN, now)
        # The others that were under way say nothing new, nor does what was not called.
        mine.note(Fate.UNKNOWN, now)
        mine.note(Fate.AGAIN, now)
        waits.append(mine.wait(now))
        now += waits[-1]
    assert waits == [FIRST_SECONDS * 2**n for n in range(5)] + [LONGEST_SECONDS] * 3
    mine.note(Fate.GONE, now)
    assert not mine.is_raised
    assert mine.wait(now) == 0


async def test_what_is_taken_away_at_the_last_moment_takes_no_room(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else drops messages between the look and the claim, more than are in hand at a time."""
    claim, left = outbox.claim, [IN_FLIGHT_BULK + 5]

    async def late(session: AsyncSession, ids: list[int], **terms: object) -> list[Sendable]:
        taken = ids[: left[0]]
        left[0] -= len(taken)
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.id.in_(taken)).values(state=OutboxState.CANCELLED)
        )
        return await claim(session, ids, **terms)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "claim", late)
    await announce(office, MANY)

    async with office.at_work():
        await eventually(lambda: in_none(office), seconds=20)

    assert await in_state(office, OutboxState.SENT) == MANY - IN_FLIGHT_BULK - 5
