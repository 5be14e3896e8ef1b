"""A stop is orderly: what is being done ends first, and nothing is heard of the database after it."""

import asyncio

import pytest

from bot.app import running
from bot.playground.world import World
from bot.settings import Settings


async def test_a_stop_waits_for_the_ticks_in_hand(
    settings: Settings, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    began, ends = asyncio.Event(), []

    async with running(settings, clock=world.clock) as bot:

        async def slow() -> None:
            async with bot.db.read() as session:
                began.set()
                await asyncio.sleep(0.5)
                await session.connection()
            ends.append("done")

        bot.scheduler.add_job(slow, id="slow")
        await began.wait()

    assert ends == ["done"]
    loud = ("sqlalchemy", "apscheduler.executors")
    assert not [one for one in caplog.records if one.name.startswith(loud) and one.levelname == "ERROR"]
