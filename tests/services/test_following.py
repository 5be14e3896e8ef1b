"""Following a theme: once, by oneself, and let go."""

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.services import following
from models import FollowKind, Person
from tests.support.factories import NOW, make_person

THEME = FollowKind.THEME


async def test_a_theme_is_followed_once_and_let_go(database: Database) -> None:
    async with database.begin() as session:
        person, other = await make_person(session, 1), await make_person(session, 2)
        assert await following.follow(session, person, THEME, "energie", at=NOW)
        assert not await following.follow(session, person, THEME, "energie", at=NOW)
        assert await following.follow(session, person, THEME, "Begroting", at=NOW)
        await following.follow(session, other, THEME, "energie", at=NOW)

        assert await following.themes_of(session, person) == ["Begroting", "energie"]
        assert await following.is_following(session, person, THEME, "energie")
        assert not await following.is_following(session, person, FollowKind.COLLECTIVE, "energie")
        followers = select(Person.telegram_id).where(Person.id.in_(following.followers_of_theme("energie")))
        assert sorted(await session.scalars(followers)) == [1, 2]
        assert await following.unfollow(session, person, THEME, "energie")
        assert not await following.unfollow(session, person, THEME, "energie")
        assert await following.themes_of(session, other) == ["energie"]


@pytest.mark.parametrize("value", ["", "x" * 121])
async def test_what_has_no_name_cannot_be_followed(database: Database, value: str) -> None:
    async with database.begin() as session:
        with pytest.raises(ValueError, match="120"):
            await following.follow(session, await make_person(session), THEME, value, at=NOW)
