"""Sessions that are planned, changed by coordinators: moved, cancelled, put back, by two at once."""

import pytest

from bot.playground.state import Chat, Person
from bot.playground.world import World
from tests.support.planning import (
    LINK,
    TITLE,
    announce,
    collective,
    day,
    line,
    manage,
    meetings,
    plan,
)
from tests.support.town import Office, Town, data_of, labels


@pytest.fixture
def colleague(world: World) -> Person:
    """A second coordinator."""
    return world.person("Fatma (voorbeeld)", role="coordinator", started=True)


@pytest.fixture
def more_config(office: Office, colleague: Person) -> str:
    return f"""
[staff]
chat_id = {office.group.id}
user_ids = [{office.staff.id}]
[coordinators]
user_ids = [{office.coordinator.id}, {colleague.id}]
"""


async def test_a_session_is_moved_and_who_was_told_hears_it_once(town: Town, group: Chat) -> None:
    await collective(town, group)
    card = await manage(town)
    notice = await town.hears(group)
    who = town.office.coordinator
    await town.press(who, card, "Wanneer")
    moved = await town.ask(who, f"{day(town, 21)} 20:00")
    assert "Over 5 minuten vertel ik het in 1 chat." in moved.text
    assert day(town, 21) in moved.text

    await town.later(minutes=6)

    told = await town.hears(group)
    assert "20:00" in told.text
    assert "20:00" in notice.text
    await town.hears_nothing(group)


async def test_a_change_is_undone_within_five_minutes_and_nobody_hears_of_it(town: Town, group: Chat) -> None:
    await collective(town, group)
    card = await manage(town)
    await town.hears(group)
    who = town.office.coordinator
    await town.press(who, card, "Gaat niet door")
    assert "in 1 chat" in card.text
    await town.press(who, card, "Ja, gaat niet door")
    assert "Deze sessie gaat niet door" in card.text
    undo = data_of(card, "Maak ongedaan")
    await town.press(who, card, "Maak ongedaan")
    assert "Niemand heeft er iets van gemerkt" in card.text

    await town.later(minutes=6)

    await town.hears_nothing(group)
    assert [one.is_planned for one in await meetings(town)] == [True]
    shown = await town.press(who, card, data=undo)
    assert "Dat kan niet meer" in shown.text


async def test_after_five_minutes_it_cannot_be_undone(town: Town, group: Chat) -> None:
    await collective(town, group)
    card = await manage(town)
    who = town.office.coordinator
    await town.press(who, card, "Plaatsen")
    changed = await town.ask(who, "50")
    await town.later(minutes=6)
    shown = await town.press(who, changed, "Maak ongedaan")
    assert "Dat kan niet meer" in shown.text
    assert [one.places for one in await meetings(town)] == [50]


@pytest.mark.parametrize(
    ("button", "words", "column", "value"),
    [
        ("Titel", "Samen aan de begroting", "title", "Samen aan de begroting"),
        ("Link", "zie https://meet.voorbeeld.nl/nieuw.", "link", "https://meet.voorbeeld.nl/nieuw"),
        ("Plaatsen", "twaalf", "places", 40),
        ("Plaatsen", "12 plaatsen", "places", 12),
        ("Duur", "2 uur", "minutes", 120),
        ("Begeleider", "Fatma", "host", "Fatma"),
        ("Beschrijving", "Een regel.\n\nEn nog een.", "description", "Een regel.\n\nEn nog een."),
    ],
)
async def test_each_part_is_changed_in_words(
    town: Town, group: Chat, button: str, words: str, column: str, value: object
) -> None:
    await collective(town, group)
    card = await manage(town)
    await town.press(town.office.coordinator, card, button)
    await town.ask(town.office.coordinator, words)
    [meeting] = await meetings(town)
    assert getattr(meeting, column) == value


async def test_of_two_who_change_it_at_once_the_second_is_told_and_sees_how_it_is(
    town: Town, group: Chat, colleague: Person
) -> None:
    await collective(town, group)
    mine = await manage(town)
    home = await town.ask(colleague, "/plan")
    await town.press(colleague, home, TITLE)
    await town.press(town.office.coordinator, mine, "Titel")
    await town.press(colleague, home, "Titel")

    await town.ask(town.office.coordinator, "De eerste")
    second = await town.ask(colleague, "De tweede")

    assert "Een collega heeft deze sessie net veranderd" in second.text
    assert "De eerste" in second.text
    assert [one.title for one in await meetings(town)] == ["De eerste"]
    # From what they see now they can.
    await town.press(colleague, second, "Titel")
    await town.ask(colleague, "De tweede")
    assert [one.title for one in await meetings(town)] == ["De tweede"]


async def test_a_button_of_before_a_change_shows_how_it_is_now(town: Town, group: Chat) -> None:
    await collective(town, group)
    card = await manage(town)
    who = town.office.coordinator
    cancel = data_of(card, "Gaat niet door")
    await town.press(who, card, "Plaatsen")
    await town.ask(who, "12")

    await town.press(who, card, data=cancel)

    assert "net veranderd" in card.text
    assert "Nog 12 plaatsen vrij." in card.text
    assert [one.is_planned for one in await meetings(town)] == [True]


async def test_a_whole_series_is_cancelled_and_put_back_in_one_press(town: Town, group: Chat) -> None:
    await collective(town, group)
    card = await manage(town, f"Leren begroten, wekelijks vanaf {day(town)} 20:00, 3 keer, thema geld")
    who = town.office.coordinator
    await town.press(who, card, "Gaat niet door")
    await town.press(who, card, "Hele reeks (3)")
    assert "nog 2 sessies" in card.text
    assert [one.is_planned for one in await meetings(town)] == [False, False, False]
    await town.press(who, card, "Maak ongedaan")
    assert [one.is_planned for one in await meetings(town)] == [True, True, True]


async def test_a_change_is_taken_over_by_the_rest_of_the_series(town: Town, group: Chat) -> None:
    await collective(town, group)
    card = await manage(town, f"Leren begroten, wekelijks vanaf {day(town)} 20:00, 3 keer, thema geld")
    who = town.office.coordinator
    await town.press(who, card, "Wanneer")
    moved = await town.ask(who, f"{day(town, 21)} 19:00")
    await town.press(who, moved, "Ook voor de andere 2")
    assert "Ook veranderd voor 2 andere" in moved.text

    made = await meetings(town)
    assert {one.local_start[11:] for one in made} == {"19:00"}
    assert (made[2].starts_at - made[1].starts_at).days == 7


async def test_staff_see_that_an_expert_is_not_needed_any_more_and_again_after_an_undo(
    town: Town, group: Chat
) -> None:
    await collective(town, group)
    card = await announce(town, f"{line(town)}, jurist gezocht")
    call = await town.hears(town.office.group)
    who = town.office.coordinator
    arranged = data_of(call, "Geregeld")
    await town.press(who, card, "Bekijk of verander")
    await town.press(who, card, "Gaat niet door")
    await town.press(who, card, "Ja, gaat niet door")
    assert "Niet meer nodig" in call.text
    shown = await town.press(town.office.staff, call, data=arranged)
    assert "gaat niet door" in shown.text
    await town.press(who, card, "Maak ongedaan")
    assert "Geregeld" in labels(call)


async def test_who_comes_is_one_press_away(town: Town, group: Chat) -> None:
    await collective(town, group)
    card = await manage(town)
    assert data_of(card, "Wie er komen") == f"pr:{(await meetings(town))[0].id}:g"


async def test_an_unclear_move_is_asked_about_with_buttons(town: Town, group: Chat) -> None:
    await collective(town, group)
    card = await manage(town)
    who = town.office.coordinator
    await town.press(who, card, "Wanneer")
    asked = await town.ask(who, f"{day(town, 21)} 8 uur")
    assert "Hoe laat bedoel je precies?" in asked.text
    await town.press(who, asked, "20:00")
    assert [one.local_start[11:] for one in await meetings(town)] == ["20:00"]
    asked = await town.ask(who, "/plan")
    assert TITLE in " ".join(labels(asked))
    assert LINK not in (await plan(town, line(town, "Nog een")))[0].text
