"""A group chooses the themes that it wants to hear about."""

from sqlalchemy import select

from bot.playground.state import Chat, Message, Person
from bot.services.broadcasts.invitation_choice import opt_out
from models import Chat as ChatRow
from models import GroupTheme, InvitationOptOut
from tests.support.town import Town, data_of, labels


async def themes(town: Town, who: Person, group: Chat) -> Message:
    """The list of themes in a group."""
    settings = await town.ask(who, "/instellingen", group)
    await town.press(who, settings, "Thema’s kiezen")
    return settings


async def chosen(town: Town) -> list[str]:
    """What is stored of the groups' choices."""
    return [row.theme for row in await town.rows(select(GroupTheme))]


async def test_an_administrator_chooses_themes_and_takes_them_away(
    town: Town, anna: Person, group: Chat
) -> None:
    card = await themes(town, anna, group)
    await town.press(anna, card, "beheer")
    assert await chosen(town) == ["beheer"]
    assert "✅ beheer" in labels(card)
    await town.press(anna, card, "Klaar")
    assert "hoort over: beheer" in card.text

    await town.press(anna, card, "Thema’s kiezen")
    await town.press(anna, card, "✅ beheer")
    assert await chosen(town) == []


async def test_only_administrators_choose(town: Town, anna: Person, piet: Person, group: Chat) -> None:
    card = await themes(town, anna, group)
    assert "beheerder" in (await town.press(piet, card, "beheer")).text
    assert await chosen(town) == []


async def test_a_theme_that_does_not_exist_is_not_stored(town: Town, anna: Person, group: Chat) -> None:
    card = await themes(town, anna, group)
    for data in ("bg:1:0123456789", "bg:999", "bg:x", "bg:1:beheer"):
        await town.press(anna, card, data=data)
    assert await chosen(town) == []


async def test_in_private_there_is_nothing_to_choose(town: Town, anna: Person, group: Chat) -> None:
    card = await themes(town, anna, group)
    own = await town.ask(anna, "/help")
    await town.press(anna, own, data=data_of(card, "beheer"))
    assert await chosen(town) == []


async def test_who_chooses_a_theme_hears_about_it_again(town: Town, anna: Person, group: Chat) -> None:
    card = await themes(town, anna, group)
    async with town.db.begin() as session:
        row = await session.scalar(select(ChatRow).where(ChatRow.telegram_id == group.id))
        assert row is not None
        await opt_out(session, row, at=town.world.clock.now(), theme="beheer")
    await town.press(anna, card, "beheer")
    assert await chosen(town) == ["beheer"]
    assert not await town.rows(select(InvitationOptOut))
