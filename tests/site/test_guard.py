"""Around the site: too much at once, a slow or missing database, and answers that come all the same."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from bot.db import Database
from bot.site import guard
from tests.support.factories import StillClock
from tests.support.rsvps import make_meeting
from tests.support.website import website


async def ask(app: Any, path: str = "/") -> httpx.Response:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://site.example") as client:
        return await client.get(path)


async def fine(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"fine"})


async def test_more_at_once_than_can_be_served_are_asked_to_come_again() -> None:
    gate = asyncio.Event()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await gate.wait()
        await fine(scope, receive, send)

    app = guard.Guard(slow)
    waiting = [asyncio.create_task(ask(app)) for _ in range(guard.MOST_AT_ONCE)]
    await asyncio.sleep(0.05)

    refused = await ask(app)
    gate.set()
    served = await asyncio.gather(*waiting)

    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "5"
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert {answer.status_code for answer in served} == {200}
    assert (await ask(app)).status_code == 200


async def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 0.05)

    async def never(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.Event().wait()

    assert (await ask(guard.Guard(never))).status_code == 503


async def test_a_database_that_is_away_is_no_fault_of_the_page() -> None:
    async def away(scope: Any, receive: Any, send: Any) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    assert (await ask(guard.Guard(away))).status_code == 503


async def test_a_fault_in_a_page_is_not_hidden() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ask(guard.Guard(broken))


async def test_an_endless_address_is_refused() -> None:
    assert (await ask(guard.Guard(fine), "/" + "x" * guard.LONGEST_PATH)).status_code == 414


async def test_many_visitors_at_once_are_all_served(database: Database, clock: StillClock) -> None:
    async with database.begin() as session:
        meeting = await make_meeting(session)
    async with website(database, clock) as address, httpx.AsyncClient(base_url=address) as client:
        answers = await asyncio.gather(
            *(client.get(f"/s/{meeting.token}") for _ in range(guard.MOST_AT_ONCE))
        )

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
