"""The end check of every crash run, as in a Jepsen report: effects as acknowledged, copies bounded."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select

from bot.db import Database
from bot.delivery.outbox import WAITING
from bot.playground.world import World
from models import Dilemma, InboxState, InboxUpdate, OutboxMessage, OutboxState


async def end_check(
    world: World, db: Database, asked: Iterable[str], *, deaths: int, in_flight: int, aside: int = 0
) -> dict[str, int]:
    """Check that everything asked has its one effect and its answer; the counts, for the report.

    `asked` are the distinct texts that people sent; `deaths` how often the bot was killed; `in_flight` how
    many calls can be out at one death: together they bound the extra copies. `aside` updates may have been
    set aside.
    """
    texts = list(asked)
    async with db.read() as session:
        states = Counter(await session.scalars(select(InboxUpdate.state)))
        dilemmas = Counter(await session.scalars(select(Dilemma.text)))
        rows = list(await session.scalars(select(OutboxMessage)))
    left_over = [row.key for row in rows if row.state in WAITING]
    unsent = [row.key for row in rows if row.state is not OutboxState.SENT]
    answered = Counter(row.key for row in rows if row.key.endswith(":answer"))
    sends = sum(1 for record in world.requests if record.method == "sendMessage" and record.performed)
    intents = sum(1 for row in rows if row.method == "sendMessage")

    assert world.updates.pending == 0, "updates were left at Telegram"
    assert states[InboxState.PENDING] == 0, "updates were left in the inbox"
    assert states[InboxState.SET_ASIDE] == aside
    assert not left_over, f"messages were left in the outbox: {left_over[:5]}"
    assert not unsent, f"messages did not arrive: {unsent[:5]}"
    missing = [text for text in texts if dilemmas[text] == 0]
    doubled = [text for text in texts if dilemmas[text] > 1]
    assert not missing, f"{len(missing)} acknowledged questions had no effect: {missing[:3]}"
    assert not doubled, f"{len(doubled)} questions had two effects: {doubled[:3]}"
    assert len(answered) == len(texts)
    assert all(count == 1 for count in answered.values())
    assert sends >= intents, "a message is recorded as sent that was never sent"
    assert sends - intents <= deaths * in_flight, "more copies than calls that can have been in flight"
    return {"asked": len(texts), "deaths": deaths, "sends": sends, "copies": sends - intents}
