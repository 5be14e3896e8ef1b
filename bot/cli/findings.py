"""What `check` looks at. Each function tries one thing and yields what it found; none shows a secret."""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from alembic.script import ScriptDirectory
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.db import MIGRATIONS, Database, newest_schema_version
from bot.delivery.telegram_bot import TelegramBot
from bot.errors import DatabaseError
from bot.matching import MatchingError, make_encoder
from bot.services.library import library
from bot.settings import Settings
from bot.staff_room import room_of

# What the bot does in the staff group, and the right that Telegram wants for it.
STAFF_RIGHTS = {
    "can_manage_topics": "manage topics",
    "can_pin_messages": "pin messages",
    "can_delete_messages": "delete messages",
}


class Level(Enum):
    """How good or bad a finding is, with its sign and colour."""

    GOOD = ("✓", "green")
    NOTE = ("!", "yellow")
    BAD = ("✗", "red")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried, and what came of it."""

    level: Level
    about: str
    text: str


def good(about: str, text: str) -> Finding:
    """It is as it should be."""
    return Finding(Level.GOOD, about, text)


def note(about: str, text: str) -> Finding:
    """It works, but somebody should know."""
    return Finding(Level.NOTE, about, text)


def bad(about: str, text: str) -> Finding:
    """It does not work."""
    return Finding(Level.BAD, about, text)


def encoder(settings: Settings) -> Iterator[Finding]:
    """Whether the chosen encoder is installed and loads."""
    chosen = settings.matching.encoder
    try:
        loaded = make_encoder(chosen)
    except MatchingError as error:
        yield bad("encoder", f"matching.encoder: {error}.")
        return
    if loaded is not None:
        yield good("encoder", f"{loaded.name} is installed.")
    elif chosen == "none":
        yield good("encoder", "none, as matching.encoder says: questions are matched by their words only.")
    else:
        yield note("encoder", "none is installed: questions are matched by their words only.")


def pages(settings: Settings) -> Iterator[Finding]:
    """Whether people can be expected to reach the pages of sessions, by the look of the address alone."""
    web = settings.web
    if web.public_url is None:
        yield good("pages", "none, for web.public_url is not set; calendar files are sent all the same.")
        return
    parts = urlsplit(web.public_url)
    if _is_near(parts.hostname or ""):
        yield note(
            "pages", f"web.public_url: {web.public_url} can be reached from this machine or network only."
        )
    elif parts.scheme != "https":
        yield note(
            "pages",
            f"web.public_url: {web.public_url} is not encrypted. Calendars hold the links of sessions: let a "
            "reverse proxy serve it by https.",
        )
    else:
        yield good("pages", f"{web.public_url}, which has to lead to {web.listen_host}:{web.listen_port}.")


def _is_near(host: str) -> bool:
    """Whether an address is one of this machine or of a private network."""
    try:
        address = ip_address(host)
    except ValueError:
        return host.endswith((".localhost", ".local", ".internal"))
    return address.is_loopback or address.is_private or address.is_link_local or address.is_unspecified


async def database(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the database answers, which schema it has, and how large the library is."""
    path = settings.sqlite_path
    if path is not None and not path.exists():
        folder = path.parent
        if folder.is_dir() and os.access(folder, os.W_OK):
            yield note("database", f"{path} does not exist yet: it is made when the bot starts.")
        else:
            yield bad("database", f"database.url: {folder} is no folder in which a database can be made.")
        return
    store = Database(settings.database_url)
    try:
        current, newest = await store.schema_version(), newest_schema_version()
        name = settings.database_url.render_as_string(hide_password=True)
        if current == newest:
            yield good("database", f"{name} answers; its schema is at version {current}, the newest.")
            yield await _library(store)
        elif current is None or current in _known_versions():
            yield note(
                "database",
                f"{name} answers; its schema is at version {current or 'none, it is empty'} and goes to "
                f"{newest} when the bot starts.",
            )
        else:
            yield bad(
                "database",
                f"{name} was made by a newer Buurvraag (schema {current}): install that one, or restore a "
                "backup.",
            )
    except DatabaseError as error:
        yield bad("database", str(error))
    finally:
        await store.close()


def _known_versions() -> set[str]:
    return {step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


async def _library(store: Database) -> Finding:
    async with store.read() as session:
        cases = await library.count_cases(session)
    if cases == 0:
        return note("library", "it is empty: python -m bot cases import FILE fills it.")
    return good("library", f"{cases} {'case' if cases == 1 else 'cases'}.")


async def telegram(bot: TelegramBot, settings: Settings) -> AsyncIterator[Finding]:
    """Everything that Telegram can tell: the bot itself, how updates arrive, the staff group, the people."""
    try:
        await bot.initialize()
    except InvalidToken:
        yield bad(
            "token",
            "Telegram refuses it: ask @BotFather for the present one, and set BUURVRAAG_TOKEN to it.",
        )
        return
    except NetworkError as error:
        reason = type(error.__cause__ or error).__name__
        yield bad("Telegram", f"telegram.api_url: {settings.telegram.api_url} does not answer ({reason}).")
        return
    try:
        for finding in _bot_itself(await bot.call("getMe", {})):
            yield finding
        yield _delivery(await bot.call("getWebhookInfo", {}), settings)
        async for finding in _staff(bot, settings):
            yield finding
        async for finding in _coordinators(bot, settings):
            yield finding
    except TelegramError as error:
        yield bad("Telegram", f"stopped answering halfway ({type(error).__name__}): run this again.")


def _bot_itself(me: dict[str, Any]) -> Iterator[Finding]:
    yield good("token", f"accepted: the bot is {me['first_name']} (@{me.get('username', '–')}).")
    if me.get("can_read_all_group_messages"):
        yield note(
            "privacy mode",
            "off: Telegram sends all that is said in groups, and Buurvraag needs only what is said to it. "
            "Switch it on with @BotFather (/setprivacy), then take the bot out of its groups and back in.",
        )
    else:
        yield good("privacy mode", "on: in groups the bot sees only what is said to it.")
    if not me.get("can_join_groups", True):
        yield bad("groups", "the bot may not be added to groups: allow it with @BotFather (/setjoingroups).")


def _delivery(info: dict[str, Any], settings: Settings) -> Finding:
    """Whether what Telegram does with updates is what telegram.mode says."""
    present, wanted = info.get("url", ""), settings.telegram.webhook_url
    host = urlsplit(present).hostname
    waiting = f"{info.get('pending_update_count', 0)} updates wait"
    if settings.telegram.mode == "polling":
        if present:
            return bad(
                "updates",
                f'a webhook to {host} is set, so polling gets nothing: set telegram.mode to "webhook", or '
                "remove the webhook (deleteWebhook).",
            )
        return good("updates", f"polling, and no webhook is set; {waiting}.")
    if not present:
        return note("updates", f"webhook: none is set yet, the bot sets it when it starts; {waiting}.")
    if present != wanted:
        return note(
            "updates",
            f"the webhook that is set leads to {host}, and not to telegram.webhook_url, as it will when the "
            "bot has started. Does another installation use this token?",
        )
    if trouble := info.get("last_error_message"):
        return note(
            "updates", f"webhook to {host}, but Telegram says of the last delivery: {trouble}; {waiting}."
        )
    return good("updates", f"webhook to {host}; {waiting}.")


async def _staff(bot: TelegramBot, settings: Settings) -> AsyncIterator[Finding]:
    chat_id = settings.staff.chat_id
    if chat_id is None:
        yield note("staff", "staff.chat_id is not set: nothing goes to staff.")
        return
    try:
        chat = await bot.call("getChat", {"chat_id": chat_id})
        member = await bot.call("getChatMember", {"chat_id": chat_id, "user_id": bot.id})
    except ChatMigrated as error:
        yield bad("staff", f"the group became a supergroup: set staff.chat_id to {error.new_chat_id}.")
        return
    except (BadRequest, Forbidden) as error:
        yield bad(
            "staff", f"staff.chat_id: {chat_id} cannot be reached ({error.message}): add the bot to it."
        )
        return
    for finding in _place_in(chat, member):
        yield finding
    if not settings.staff.user_ids:
        yield note("staff", "staff.user_ids is empty: nobody may answer.")
    async for finding in _absent(bot, chat_id, settings.staff.user_ids):
        yield finding


def _place_in(chat: dict[str, Any], member: dict[str, Any]) -> Iterator[Finding]:
    """What the bot may do in the staff group."""
    if chat["type"] not in {"group", "supergroup"}:
        yield bad("staff", f"staff.chat_id must be the id of a group, and this one is a {chat['type']}.")
        return
    if member["status"] in {"left", "kicked"}:
        yield bad("staff", "the bot is not in the staff group: add it.")
        return
    forum = chat.get("is_forum", False)
    topics = "with topics" if forum else "without topics"
    yield good("staff", f"{chat.get('title', chat['id'])} can be reached, a {chat['type']} {topics}.")
    wanted = {right: words for right, words in STAFF_RIGHTS.items() if forum or right != "can_manage_topics"}
    lacking = [words for right, words in wanted.items() if not member.get(right, False)]
    if lacking:
        yield note(
            "staff", f"there the bot lacks the rights to {', '.join(lacking)}: make it an admin with those."
        )
    else:
        yield good("staff", f"there the bot has the rights to {', '.join(wanted.values())}.")
    room = room_of(chat, member)
    yield (note if room.has_topics and not room.uses_topics else good)("staff", room.describe())


async def _absent(bot: TelegramBot, chat_id: int, user_ids: tuple[int, ...]) -> AsyncIterator[Finding]:
    """Name the people who may act as staff but are not in the staff group."""
    for user_id in user_ids:
        try:
            member = await bot.call("getChatMember", {"chat_id": chat_id, "user_id": user_id})
            is_there = member["status"] not in {"left", "kicked"}
        except BadRequest:
            is_there = False
        if not is_there:
            yield note("staff", f"staff.user_ids: {user_id} is not in the staff group, and so cannot answer.")


async def _coordinators(bot: TelegramBot, settings: Settings) -> AsyncIterator[Finding]:
    user_ids = settings.coordinators.user_ids
    if not user_ids:
        yield note("coordinators", "coordinators.user_ids is empty: nobody can plan sessions.")
        return
    unknown = []
    for user_id in user_ids:
        try:
            await bot.call("getChat", {"chat_id": user_id})
        except (BadRequest, Forbidden):
            unknown.append(str(user_id))
    if unknown:
        yield note("coordinators", f"the bot cannot write to {', '.join(unknown)}: they must start it first.")
    else:
        yield good("coordinators", f"all {len(user_ids)} can be written to.")
