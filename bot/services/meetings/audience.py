"""Which chats are told of a meeting: groups by theme, place or collective, and people who follow it."""

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import group_themes
from bot.services.roles import Roles
from bot.services.staff import staff_chat
from models import (
    Chat,
    ChatKind,
    Collective,
    CollectiveGroup,
    Follow,
    FollowKind,
    Meeting,
    MeetingAudience,
    Person,
)

GROUPS = (ChatKind.GROUP, ChatKind.SUPERGROUP)


async def chats_of(session: AsyncSession, meeting: Meeting, roles: Roles) -> Select[int]:
    """The ids of the chats to be told of it at this instant, each once.

    Groups where the bot is and may write, and the private chats of those who follow what it is about: its
    theme, or the collectives that are chosen, also by their place. "All" is all groups and whoever follows
    anything. Whoever wants no invitations, or none about its theme, is left out, and so is the staff chat.
    """
    staff = await staff_chat(session, roles)
    groups = and_(Chat.kind.in_(GROUPS), _is_of_group(meeting))
    private = and_(Chat.kind == ChatKind.PRIVATE, _is_followers(meeting))
    chosen = select(Chat.id).where(
        or_(groups, private),
        Chat.inactive_since.is_(None),
        Chat.can_write,
        ~group_themes.refuses(meeting.theme),
    )
    return chosen if staff is None else chosen.where(Chat.id != staff.id)


def _is_of_group(meeting: Meeting) -> ColumnElement[bool]:
    if meeting.audience is MeetingAudience.ALL:
        return true()
    if meeting.audience is MeetingAudience.THEME:
        return group_themes.is_for(meeting.theme)
    return exists().where(
        CollectiveGroup.chat_id == Chat.id,
        CollectiveGroup.collective_id == Collective.id,
        _is_chosen(meeting),
    )


def _is_followers(meeting: Meeting) -> ColumnElement[bool]:
    is_theirs = and_(Person.telegram_id == Chat.telegram_id, Follow.person_id == Person.id)
    match meeting.audience:
        case MeetingAudience.ALL:
            return exists().where(is_theirs)
        case MeetingAudience.THEME:
            return exists().where(is_theirs, Follow.kind == FollowKind.THEME, Follow.value == meeting.theme)
        case _:
            return exists().where(
                is_theirs,
                Follow.kind == FollowKind.COLLECTIVE,
                Follow.value == cast(Collective.id, String),
                _is_chosen(meeting),
            )


def _is_chosen(meeting: Meeting) -> ColumnElement[bool]:
    """Whether a collective is one of those whose groups and followers are told."""
    values = meeting.audience_values
    if meeting.audience is MeetingAudience.PLACE:
        chosen = Collective.place.in_(values)
    else:
        chosen = Collective.id.in_([int(value) for value in values if value.isdecimal()])
    return and_(Collective.removed_at.is_(None), chosen)
