"""When the clock is moved forward, what became due happens at once, as it would have by then."""

import pytest
from sqlalchemy import select

from bot.playground.state import Person
from models import InboxUpdate
from tests.support.town import Town


async def test_ticks_ring_when_the_clock_is_moved(town: Town, anna: Person) -> None:
    await town.ask(anna, "/help")
    assert await town.rows(select(InboxUpdate.id))

    await town.later(days=8)

    assert not await town.rows(select(InboxUpdate.id))


async def test_a_tick_that_breaks_fails_the_test_that_rang_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_arguments: object, **_names: object) -> None:
        raise ZeroDivisionError("broken on purpose")

    monkeypatch.setattr("bot.delivery.inbox.purge", broken)
    with pytest.raises(ZeroDivisionError):
        await town.later(hours=1)
