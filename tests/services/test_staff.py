"""Staff is who the settings name, in the staff chat, wherever that lives now."""

from bot.db import Database
from bot.delivery import addresses
from bot.services import staff
from bot.services.roles import Roles
from models import ChatKind
from tests.support.factories import make_chat

OLD, NEW = -4001, -1001234567890
SANNE, STRANGER = 7, 8


async def test_person_and_place_decide_together(database: Database) -> None:
    roles = Roles(staff_chat_id=NEW, staff_ids=(SANNE,))
    async with database.begin() as session:
        assert await staff.acts_as_staff(session, roles, SANNE, NEW)
        assert not await staff.acts_as_staff(session, roles, STRANGER, NEW)
        assert not await staff.acts_as_staff(session, roles, SANNE, -1005)
        assert not await staff.acts_as_staff(session, roles, SANNE, SANNE)


async def test_without_a_staff_chat_nobody_acts_as_staff(database: Database) -> None:
    roles = Roles(staff_ids=(SANNE,))
    async with database.begin() as session:
        assert not await staff.acts_as_staff(session, roles, SANNE, NEW)
        assert await staff.staff_chat(session, roles) is None


async def test_settings_that_name_the_group_as_it_was_still_hold_when_it_has_become_a_supergroup(
    database: Database,
) -> None:
    roles = Roles(staff_chat_id=OLD, staff_ids=(SANNE,))
    async with database.begin() as session:
        before = await staff.staff_chat(session, roles)
        assert before is not None
        assert before.kind is ChatKind.GROUP
        await addresses.move(session, OLD, NEW)
    async with database.begin() as session:
        after = await staff.staff_chat(session, roles)
        assert after is not None
        assert (after.id, after.telegram_id) == (before.id, NEW)
        assert await staff.acts_as_staff(session, roles, SANNE, NEW)
        assert await staff.acts_as_staff(session, roles, SANNE, OLD)


async def test_settings_that_name_the_supergroup_know_late_news_from_the_group(database: Database) -> None:
    roles = Roles(staff_chat_id=NEW, staff_ids=(SANNE,))
    async with database.begin() as session:
        await make_chat(session, OLD)
        await addresses.move(session, OLD, NEW)
        assert await staff.acts_as_staff(session, roles, SANNE, OLD)
