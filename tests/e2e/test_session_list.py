"""`/sessies`: the list in private and in groups, by theme, and following themes."""

from sqlalchemy import select

from bot.playground.state import Chat, Person
from models import Follow, MeetingAudience
from tests.support.sessions import by_day, known, planned, posted
from tests.support.town import Town, labels, url_of

OTHER = "Energie in de buurt (voorbeeld)"


async def test_the_list_is_in_order_and_marks_what_is_mine_in_private_alone(
    town: Town, anna: Person, group: Chat
) -> None:
    await known(town, anna)
    _, card = await posted(town, group, days=20)
    await planned(town, days=5, title=OTHER, theme="energie", moments=())
    await town.press(anna, card, "Ik kom")

    mine = await town.ask(anna, "/sessies")
    assert mine.text.index(OTHER) < mine.text.index("Invloed op de begroting")
    assert mine.text.count("✅ je komt") == 1
    ours = await town.ask(anna, "/sessions", group)
    assert OTHER in ours.text
    assert "je komt" not in ours.text
    assert "start=sessies" in url_of(ours, "Bekijk in privé")
    assert OTHER in (await town.follow(anna, url_of(ours, "Bekijk in privé"))).text


async def test_a_session_of_the_list_is_opened_answered_and_closed(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    await known(town, anna, piet, group)
    await by_day(town)
    await planned(town, moments=())
    mine = await town.ask(anna, "/sessies")
    await town.press(anna, mine, "Invloed")
    await town.press(anna, mine, "Misschien")
    assert "Je komt misschien" in mine.text
    await town.press(anna, mine, "Alle sessies")
    assert "misschien" in mine.text
    assert mine.text.startswith("📅 Sessies die komen")

    ours = await town.ask(anna, "/sessies", group)
    await town.press(anna, ours, "Invloed")
    assert "1 misschien" in ours.text
    await town.press(piet, ours, "Ik kom")
    await town.later(seconds=8)
    assert "1 bewoner komt, 1 misschien" in ours.text
    assert "Je komt" not in ours.text
    await town.press(piet, ours, "Alle sessies")
    await town.later(seconds=8)
    assert ours.text.startswith("📅 Sessies die komen")


async def test_what_somebody_follows_has_a_command_of_its_own_in_private(
    town: Town, anna: Person, group: Chat
) -> None:
    await known(town, anna)
    await planned(town, theme="energie", moments=())
    mine = await town.ask(anna, "/volg")
    assert mine.text.startswith("🔔 Je volgt nog geen thema's.")
    await town.press(anna, mine, "Volg een thema")
    await town.press(anna, mine, "energie")
    await town.press(anna, mine, "Volg dit thema")

    assert "✕ energie" in labels(await town.ask(anna, "/follow"))
    town.say(anna, "/volg", group)
    await town.settled()
    await town.hears_nothing(group)


async def test_themes_are_chosen_followed_and_let_go_and_a_follower_hears_of_the_next_session(
    town: Town, anna: Person
) -> None:
    await known(town, anna)
    await by_day(town)
    await planned(town, moments=())
    await planned(town, title=OTHER, theme="energie", moments=())
    mine = await town.ask(anna, "/sessies")
    await town.press(anna, mine, "Kies een thema")
    await town.press(anna, mine, "energie")
    assert OTHER in mine.text
    assert "Invloed" not in mine.text
    shown = await town.press(anna, mine, "Volg dit thema")
    assert "Je volgt dit thema nu" in shown.text
    await town.press(anna, mine, "Wat ik volg")
    assert "Je volgt 1 thema." in mine.text
    assert (await town.rows(select(Follow.value))) == ["energie"]

    await planned(town, title="Warmte (voorbeeld)", theme="energie", audience=MeetingAudience.THEME)
    await town.later(seconds=15)
    assert "Warmte (voorbeeld)" in (await town.hears(anna)).text

    await town.press(anna, mine, "✕ energie")
    assert "Je volgt nog geen thema" in mine.text
    assert await town.rows(select(Follow.value)) == []
    one = await town.ask(anna, "/sessies energie")
    assert "Warmte" in one.text
    assert "Invloed" not in one.text


async def test_following_from_the_group_tells_nobody_else_and_reaches_who_never_wrote(
    town: Town, anna: Person, group: Chat
) -> None:
    new = town.person("Nieuw", started=False)
    town.world.add(anna, group, new)
    await known(town, anna)
    _, card = await posted(town, group)
    before = card.text, labels(card)

    assert "Je volgt dit thema nu" in (await town.press(anna, card, "Volg dit thema")).text
    assert "al" in (await town.press(anna, card, "Volg dit thema")).text
    shown = await town.press(new, card, "Volg dit thema")
    assert "Je volgt nu begroting" in (await town.follow(new, shown.url)).text
    assert (card.text, labels(card)) == before
    assert len(await town.rows(select(Follow))) == 2


async def test_without_sessions_the_list_is_kind_and_says_how_to_hear_of_one(
    town: Town, anna: Person, group: Chat
) -> None:
    mine = await town.ask(anna, "/sessies")
    assert "Er staan nu geen sessies gepland" in mine.text
    assert "Volg een thema" in mine.text
    await town.press(anna, mine, "Kies een thema")
    assert len(labels(mine)) > 1
    await town.press(anna, mine, 0)
    assert "Volg dit thema" in labels(mine)
    ours = await town.ask(anna, "/sessies", group)
    assert "Volg" not in ours.text


async def test_long_lists_have_pages(town: Town, anna: Person) -> None:
    for number in range(8):
        await planned(town, days=number + 2, title=f"Sessie {number} (voorbeeld)", moments=())
    mine = await town.ask(anna, "/sessies")
    assert "Sessie 5" in mine.text
    assert "Sessie 6" not in mine.text
    await town.press(anna, mine, "Volgende")
    assert "Sessie 7" in mine.text
