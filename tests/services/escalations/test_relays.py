"""What is passed on between staff and a resident, as it stands in the outbox."""

from sqlalchemy import select

from bot.db import Database
from bot.messages import Html
from bot.services import people
from bot.services.escalations import relays
from bot.services.escalations.relay_forms import Said
from models import OutboxMessage, OutboxState
from tests.services.escalations.test_escalation_watch import ANNA, DESK, at, escalate


def words(text: str) -> Said:
    """A message of the resident, as it reads now."""
    return Said(chat=ANNA, message=50, words=text, html=Html(text), is_text=True, takes_caption=False)


async def test_of_many_edits_only_the_last_waits_to_be_sent(database: Database) -> None:
    async with database.begin() as session:
        escalation = await escalate(session, at(23, 9))
        person = await people.meet(session, ANNA, at=at(23, 9))
        relayed = await relays.from_resident(
            session, DESK, escalation, words("verhaal"), person, at=at(23, 9)
        )
        assert relayed is not None
        for number in range(60):
            await relays.edited(
                session, DESK, relayed, escalation, words(f"verhaal {number}."), at=at(23, 9, 1)
            )

        waiting = await session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.target_key == relayed.key, OutboxMessage.state == OutboxState.QUEUED
            )
        )
        (last,) = waiting.all()
        assert "verhaal 59." in last.payload["text"]
