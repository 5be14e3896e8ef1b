"""Who reads a chat: a group or one person, in which language, and in which topic; and the coordinators."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.roles import Roles
from bot.texts import known_language
from models import Chat, ChatKind, Person


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chat as a message to it needs it; `topic` is where a forum wants its sessions."""

    chat_id: int
    is_group: bool
    language: str
    topic: int | None
    person_id: int | None

    @property
    def own(self) -> dict[str, int]:
        """The parameters that are this chat's own."""
        return {} if self.topic is None else {"message_thread_id": self.topic}


async def recipients(
    session: AsyncSession, chat_ids: Collection[int], *, default_language: str
) -> dict[int, Recipient]:
    """The chats by their ids: in a group the language that it chose, in private that of the person."""
    rows = await session.execute(
        select(
            Chat.id,
            Chat.kind,
            Chat.language,
            Chat.announcement_topic,
            Chat.is_forum,
            Person.id.label("person_id"),
            Person.language.label("own_language"),
        )
        .outerjoin(Person, and_(Person.telegram_id == Chat.telegram_id, Chat.kind == ChatKind.PRIVATE))
        .where(Chat.id.in_(chat_ids))
    )
    return {
        row.id: Recipient(
            chat_id=row.id,
            is_group=row.kind is not ChatKind.PRIVATE,
            language=known_language(row.own_language)
            or (known_language(row.language) if row.kind is not ChatKind.PRIVATE else None)
            or default_language,
            topic=row.announcement_topic if row.is_forum else None,
            person_id=row.person_id,
        )
        for row in rows
    }


async def coordinators(session: AsyncSession, roles: Roles) -> Sequence[tuple[Person, Chat]]:
    """The coordinators of the settings who have a private chat with the bot."""
    rows = await session.execute(
        select(Person, Chat)
        .join(Chat, Chat.telegram_id == Person.telegram_id)
        .where(
            Person.telegram_id.in_(tuple(roles.coordinator_ids)),
            Chat.kind == ChatKind.PRIVATE,
            Chat.inactive_since.is_(None),
        )
        .order_by(Person.id)
    )
    return [(row[0], row[1]) for row in rows]


async def answerable(
    session: AsyncSession, planner_id: int | None, roles: Roles
) -> Sequence[tuple[Person, Chat]]:
    """Who sees to a meeting: its planner, or all coordinators when that is none any more or out of reach."""
    there = await coordinators(session, roles)
    return [one for one in there if one[0].id == planner_id] or there
