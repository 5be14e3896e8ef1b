"""Telegram's command menu: who sees which commands, by place and role. The bot works without it, too."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from telegram.error import TelegramError

from bot.db import Database, is_database_trouble
from bot.delivery.telegram_bot import TelegramBot
from bot.delivery.worker import AfterCommit
from bot.services.roles import Roles
from bot.services.staff import staff_chat
from bot.texts import DEFAULT_LANGUAGE, LANGUAGES, plain
from models import Collective, CollectiveContact, Person

log = logging.getLogger(__name__)

# Commands and the sentence that says what they do.
Commands = Sequence[tuple[str, str]]

EVERYBODY: Commands = (
    ("dilemma", "command-dilemma"),
    ("sessies", "command-sessions"),
    ("volg", "command-follow"),
    ("agenda", "command-agenda"),
    ("bewaard", "command-saved"),
    ("contacten", "command-contacts"),
    ("taal", "command-language"),
    ("help", "command-help"),
)
IN_GROUPS: Commands = (
    ("dilemma", "command-dilemma"),
    ("sessies", "command-sessions"),
    ("help", "command-help"),
)
FOR_GROUP_ADMINS: Commands = (*IN_GROUPS[:-1], ("instellingen", "command-settings"), *IN_GROUPS[-1:])
FOR_CONTACTS: Commands = (("collectief", "command-collective"),)
FOR_COORDINATORS: Commands = (
    ("plan", "command-plan"),
    ("uitnodiging", "command-broadcast"),
)
FOR_STAFF: Commands = (
    ("open", "command-open"),
    ("casus", "command-cases"),
    ("collectief", "command-collectives"),
    ("experts", "command-experts"),
    ("help", "command-help"),
)


async def offer(bot: TelegramBot, db: Database, roles: Roles) -> None:
    """Put the menus of all places and roles in Telegram: at each start, as a new version may have others."""
    await _set(bot, {"type": "all_private_chats"}, EVERYBODY)
    await _set(bot, {"type": "all_group_chats"}, IN_GROUPS)
    await _set(bot, {"type": "all_chat_administrators"}, FOR_GROUP_ADMINS)
    try:
        staff_id, contacts = await _who(db, roles)
    except Exception as error:
        if not is_database_trouble(error):
            raise
        log.warning("the menus of roles could not be set (%s)", type(error).__name__)
        return
    if staff_id is not None:
        await _set(bot, _of_chat(staff_id), FOR_STAFF)
    for user_id in sorted(contacts | set(roles.coordinator_ids)):
        await offer_to(bot, roles, user_id, is_contact=user_id in contacts)


async def _who(db: Database, roles: Roles) -> tuple[int | None, set[int]]:
    """Where staff are, and the Telegram ids of who speaks for a collective."""
    async with db.begin() as session:
        staff = await staff_chat(session, roles)
        speaking = await session.scalars(
            select(Person.telegram_id)
            .join(CollectiveContact, CollectiveContact.person_id == Person.id)
            .join(Collective, Collective.id == CollectiveContact.collective_id)
            .where(Collective.removed_at.is_(None))
            .distinct()
        )
        return (staff.telegram_id if staff is not None else None), set(speaking)


async def offer_to(bot: TelegramBot, roles: Roles, user_id: int, *, is_contact: bool) -> None:
    """Give somebody's private chat the menu of their roles, or take it away when they have none."""
    more = [
        *(FOR_CONTACTS if is_contact else ()),
        *(FOR_COORDINATORS if roles.is_coordinator(user_id) else ()),
    ]
    # A private chat has the id of the person.
    await _set(bot, _of_chat(user_id), _joined(more) if more else ())


def offering(bot: TelegramBot, roles: Roles, user_id: int, *, is_contact: bool) -> AfterCommit:
    """What to do after the commit with which somebody's roles changed."""

    async def offer_it() -> None:
        await offer_to(bot, roles, user_id, is_contact=is_contact)

    return offer_it


def _joined(more: Iterable[tuple[str, str]]) -> Commands:
    """What everybody has, with more in front of language and help."""
    return (*EVERYBODY[:-2], *more, *EVERYBODY[-2:])


def _of_chat(telegram_id: int) -> dict[str, Any]:
    return {"type": "chat", "chat_id": telegram_id}


async def _set(bot: TelegramBot, scope: dict[str, Any], commands: Commands) -> None:
    """Set the menu of a scope in every language; without commands that of a wider scope shows again."""
    for language in LANGUAGES:
        params: dict[str, Any] = {"scope": scope}
        if language != DEFAULT_LANGUAGE:
            params["language_code"] = language
        if commands:
            params["commands"] = [
                {"command": name, "description": plain(language, key)} for name, key in commands
            ]
        try:
            await bot.call("setMyCommands" if commands else "deleteMyCommands", params)
        except TelegramError as error:
            log.warning("a menu of commands could not be set (%s)", type(error).__name__)
