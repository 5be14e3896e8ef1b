"""The alarm clock stops in order: what a tick was doing ends, and nothing is broken off amid the database."""

import asyncio

from bot.clock import Clock
from bot.db import Database
from bot.schedule import AlarmClock, make_scheduler
from bot.settings import RetentionSettings


class Slow:
    """A tick that takes a while, and remembers how it ended."""

    def __init__(self, db: Database, seconds: float) -> None:
        self.db = db
        self.seconds = seconds
        self.began = asyncio.Event()
        self.ends: list[str] = []

    async def tick(self) -> None:
        """Read, slowly."""
        try:
            async with self.db.read() as session:
                self.began.set()
                await asyncio.sleep(self.seconds)
                await session.connection()
            self.ends.append("done")
        except asyncio.CancelledError:
            self.ends.append("broken off")
            raise


def ringing(db: Database, slow: Slow) -> AlarmClock:
    """An alarm clock that rings for it at once."""
    scheduler = make_scheduler(db, Clock(), RetentionSettings())
    scheduler.add_job(slow.tick, "interval", seconds=0.05, id="slow", max_instances=1)
    scheduler.start()
    return scheduler


async def test_a_tick_in_hand_is_finished_and_none_begins_after_it(database: Database) -> None:
    slow = Slow(database, 0.3)
    scheduler = ringing(database, slow)
    await slow.began.wait()
    await scheduler.finish(20)
    assert slow.ends == ["done"]
    await asyncio.sleep(0.2)
    assert slow.ends == ["done"]
    assert not scheduler.running


async def test_a_tick_that_takes_too_long_is_broken_off_and_gone_when_the_stop_is_over(
    database: Database,
) -> None:
    slow = Slow(database, 60)
    scheduler = ringing(database, slow)
    await slow.began.wait()
    await scheduler.finish(0.1)
    assert slow.ends == ["broken off"]


async def test_an_alarm_clock_that_never_rang_stops_as_well(database: Database) -> None:
    await make_scheduler(database, Clock(), RetentionSettings()).finish(1)
