"""For whom an invitation is, and who wants none."""

import pytest
from sqlalchemy import select, update

import models
from bot.playground.state import Chat, Person
from models import (
    InvitationOptOut,
)
from tests.support.broadcasts import (
    SEND,
    check,
    finish,
    groups,
    invitations,
    send,
    tie,
    town_draft,
    write,
)
from tests.support.town import Town


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("Op thema", 'cliënten & "zorg"'), [1, 0, 0]),
        (("Op thema", "energie"), [1, 1, 0]),
        (("Op plaats", "Zwolle"), [0, 1, 0]),
        (("Van één collectief", "De Eerste"), [1, 0, 0]),
        (("Op taal", "English"), [0, 0, 1]),
        (("Op taal", "Nederlands"), [1, 1, 0]),
    ],
)
async def test_an_audience_can_be_chosen(town: Town, path: tuple[str, str], expected: list[int]) -> None:
    chats = await groups(town, 3)
    await tie(town, chats[0], "De Eerste (voorbeeld)", "Utrecht", "energie", 'cliënten & "zorg"')
    await tie(town, chats[1], "De Tweede (voorbeeld)", "Zwolle", "energie")
    async with town.db.begin() as session:
        await session.execute(
            update(models.Chat).where(models.Chat.telegram_id == chats[2].id).values(language="en")
        )
    draft = await write(town)
    await town.press(town.office.coordinator, draft, "Voor wie?")
    for button in path:
        await town.press(town.office.coordinator, draft, button)
    number = sum(expected)
    assert f"{number} groep" in draft.text
    await town.press(town.office.coordinator, await check(town, draft), SEND)
    assert await invitations(town, chats) == expected


async def test_the_list_names_collectives_and_counts_the_rest(town: Town) -> None:
    chats = await groups(town, 3)
    await tie(town, chats[0], "De Eerste (voorbeeld)", "Utrecht", "energie")
    last_look = await check(town, await write(town))
    await town.press(town.office.coordinator, last_look, "Welke groepen?")
    assert "De Eerste (voorbeeld) (Utrecht): 1 groep" in last_look.text
    assert "Zonder collectief: 2 groepen" in last_look.text


async def test_neither_staff_nor_silent_nor_lost_groups_are_invited(town: Town) -> None:
    chats = await groups(town, 3)
    async with town.db.begin() as session:
        of = update(models.Chat).execution_options(synchronize_session=False)
        await session.execute(of.where(models.Chat.telegram_id == chats[1].id).values(can_write=False))
        await session.execute(
            of.where(models.Chat.telegram_id == chats[2].id).values(inactive_since=town.world.clock.now())
        )
    await town.ask(town.office.staff, "/open", town.office.group)
    draft = await write(town)
    assert "nu 1 groep." in draft.text


async def test_a_group_refuses_by_its_admin_at_once_with_a_way_back(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    await town.ask(anna, "/help", group)
    await send(town)
    await finish(town)
    invitation = await town.hears(group)
    assert "beheerder" in (await town.press(piet, invitation, "Geen uitnodigingen meer")).text
    assert await town.rows(select(InvitationOptOut)) == []
    await town.press(anna, invitation, "Geen uitnodigingen meer")
    said = await town.hears(group)
    assert "geen uitnodigingen meer" in said.text
    assert "0 groepen" in (await write(town, "Nog een")).text
    await town.press(piet, said, "Toch weer uitnodigingen")
    assert len(await town.rows(select(InvitationOptOut))) == 1
    await town.press(anna, said, "Toch weer uitnodigingen")
    assert "1 groep." in (await town_draft(town)).text

    settings = await town.ask(piet, "/instellingen", group)
    await town.press(piet, settings, "Geen uitnodigingen meer")
    assert await town.rows(select(InvitationOptOut)) == []
    await town.press(anna, settings, "Geen uitnodigingen meer")
    assert "komen geen uitnodigingen aan" in settings.text
    assert len(await town.rows(select(InvitationOptOut))) == 1


async def test_a_group_can_refuse_one_theme(town: Town, anna: Person, group: Chat) -> None:
    await town.ask(anna, "/help", group)
    await tie(town, group, "De Eerste (voorbeeld)", "Utrecht", "energie", "zorg")
    draft = await write(town)
    for button in ("Voor wie?", "Op thema", "energie"):
        await town.press(town.office.coordinator, draft, button)
    await town.press(town.office.coordinator, await check(town, draft), SEND)
    invitation = await town.hears(group)
    await town.press(anna, invitation, "Geen uitnodigingen meer")
    said = await town.hears(group)
    await town.press(anna, said, "Alleen niet meer over energie")
    assert "over energie" in said.text
    await finish(town)

    town.unread(town.office.coordinator)
    await town.ask(town.office.coordinator, "/uitnodiging")
    town.say(town.office.coordinator, "Een andere")
    await town.settled()
    draft = town.unread(town.office.coordinator)[-1]
    assert "nu 1 groep." in draft.text
    for button, number in (("energie", "0 groepen"), ("zorg", "1 groep")):
        await town.press(town.office.coordinator, draft, "Voor wie?")
        await town.press(town.office.coordinator, draft, "Op thema")
        await town.press(town.office.coordinator, draft, button)
        assert number in draft.text
