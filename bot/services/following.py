"""What people follow: whoever follows a theme hears of its sessions in private."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from models import Follow, FollowKind, Person

MAX_VALUE = 120
# More than this nobody follows by hand; it only keeps a client from filling the table.
MOST = 200


async def follow(
    session: AsyncSession, person: Person, kind: FollowKind, value: str, *, at: datetime
) -> bool:
    """Follow a theme (by name) or a collective (by id); False when that was so, or it is one too many.

    ValueError for a value that is empty or longer than `MAX_VALUE`.
    """
    if not 0 < len(value) <= MAX_VALUE:
        raise ValueError("what is followed has a name of at most 120 characters")
    # Counted among what is there: two presses at once may end one above it, which does no harm.
    if len(await values_of(session, person, kind)) >= MOST:
        return False
    insert = insert_for(session)
    added = await session.execute(
        insert(Follow)
        .values(person_id=person.id, kind=kind, value=value, since=at)
        .on_conflict_do_nothing(index_elements=["person_id", "kind", "value"])
        .returning(Follow.person_id)
    )
    return added.first() is not None


async def unfollow(session: AsyncSession, person: Person, kind: FollowKind, value: str) -> bool:
    """Follow it no longer; False when it was not followed."""
    gone = await session.execute(
        delete(Follow)
        .where(Follow.person_id == person.id, Follow.kind == kind, Follow.value == value)
        .returning(Follow.person_id)
        .execution_options(synchronize_session=False)
    )
    return gone.first() is not None


async def is_following(session: AsyncSession, person: Person, kind: FollowKind, value: str) -> bool:
    """Whether somebody follows this."""
    found = await session.scalar(
        select(Follow.person_id).where(
            Follow.person_id == person.id, Follow.kind == kind, Follow.value == value
        )
    )
    return found is not None


async def themes_of(session: AsyncSession, person: Person) -> Sequence[str]:
    """The themes that somebody follows, by name."""
    return await values_of(session, person, FollowKind.THEME)


async def values_of(session: AsyncSession, person: Person, kind: FollowKind) -> Sequence[str]:
    """What somebody follows of one kind, in the order of the alphabet."""
    rows = await session.scalars(
        select(Follow.value).where(Follow.person_id == person.id, Follow.kind == kind)
    )
    return sorted(rows, key=str.casefold)


def followers_of_theme(theme: str) -> Select[int]:
    """The ids of the persons who follow a theme."""
    return select(Follow.person_id).where(Follow.kind == FollowKind.THEME, Follow.value == theme)
