"""Sessions are announced on time, once for each chat, few a day, and not at night."""

import pytest

from bot.db import Database
from tests.support.meetings import AT_ONCE, Neighbourhood, before


@pytest.fixture
def hood(database: Database) -> Neighbourhood:
    return Neighbourhood(database)


async def test_a_session_is_announced_at_once_to_groups_and_followers_of_its_theme(
    hood: Neighbourhood,
) -> None:
    group, elsewhere = await hood.group(), await hood.group("zorg")
    follower, _ = await hood.follower()
    stranger, _ = await hood.follower(None)
    await hood.plan("2027-03-20T19:30")

    await hood.look()

    assert [len(await hood.messages(chat)) for chat in (group, follower, elsewhere, stranger)] == [1, 1, 0, 0]
    assert "Samen op het dak" in (await hood.messages(group))[0]


async def test_looking_again_says_nothing_again(hood: Neighbourhood) -> None:
    await hood.groups(3)
    await hood.plan("2027-03-20T19:30")

    for _ in range(3):
        await hood.step(seconds=10)

    assert len(await hood.messages()) == 3


async def test_each_moment_comes_when_it_is_due(hood: Neighbourhood) -> None:
    group = await hood.group()
    await hood.plan("2027-03-20T19:30", AT_ONCE, before(days=7), before(days=1), before(hours=1))
    sent = []
    for local in (
        "2027-03-01T10:01",
        "2027-03-13T19:29",
        "2027-03-13T19:31",
        "2027-03-19T19:31",
        "2027-03-20T18:29",
        "2027-03-20T18:31",
        "2027-03-25T12:00",
    ):
        await hood.until(local)
        await hood.deliver()
        sent.append(len(await hood.messages(group)))

    assert sent == [1, 1, 2, 3, 3, 4, 4]
