"""Sessions that are planned, changed by coordinators: moved, cancelled, put back, by two at once."""

import pytest

from bot.playground.state import Chat, Person
from bot.playground.world import World
from models import MeetingAudience
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


async def test_late_in_the_evening_it_says_that_people_are_told_in_the_morning(
    town: Town, group: Chat
) -> None:
    await collective(town, group)
    card = await manage(town)
    await town.hears(group)
    who = town.office.coordinator
    await town.later(hours=12)
    await town.press(who, card, "Titel")
    changed = await town.ask(who, "Samen aan de begroting")
    assert "Ik vertel het in 1 chat om 08:00 uur." in changed.text

    await town.later(minutes=6)
    await town.hears_nothing(group)
    await town.later(hours=10)

    assert "heet nu" in (await town.hears(group)).text


async def test_the_card_in_the_group_counts_on_after_a_change_was_undone(
    town: Town, piet: Person, group: Chat
) -> None:
    await town.ask(piet, "/start")
    await collective(town, group)
    card = await manage(town)
    notice = await town.hears(group)
    who = town.office.coordinator
    await town.press(who, card, "Wanneer")
    moved = await town.ask(who, "een week later")
    assert day(town, 27) in moved.text
    await town.press(who, moved, "Maak ongedaan")

    await town.press(piet, notice, "Ik kom")

    assert "1 bewoner komt. Nog 39 plaatsen vrij." in notice.text


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


async def test_what_was_changed_again_is_not_taken_over_by_the_rest_of_the_series(
    town: Town, group: Chat
) -> None:
    await collective(town, group)
    card = await manage(town, f"Leren begroten, wekelijks vanaf {day(town)} 20:00, 3 keer, thema geld")
    who = town.office.coordinator
    await town.press(who, card, "Plaatsen")
    first = await town.ask(who, "12")
    spread = data_of(first, "Ook voor de andere 2")
    await town.press(who, first, "Plaatsen")
    await town.ask(who, "40")

    shown = await town.press(who, first, data=spread)

    assert shown.text
    assert [one.places for one in await meetings(town)] == [40, None, None]


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


async def test_another_theme_changes_the_cards_and_tells_only_who_is_new_to_it(
    town: Town, group: Chat, world: World
) -> None:
    await collective(town, group)
    other = town.group("Zorgzaam (voorbeeld)", town.office.staff)
    await collective(town, other, theme="zorg", place="Zeist")
    card = await manage(town)
    notice = await town.hears(group)
    who = town.office.coordinator
    await town.press(who, card, "Thema")
    assert "✓ geld" in labels(card)
    await town.press(who, card, "zorg")
    assert "Er komt 1 chat bij." in card.text
    assert "Voor groepen en volgers van het thema zorg: 1 chat" in card.text

    await town.later(minutes=6)

    assert "thema zorg" in notice.text
    assert TITLE in (await town.hears(other)).text
    await town.hears_nothing(group)
    assert [one.theme for one in await meetings(town)] == ["zorg"]


async def test_who_it_is_for_is_widened_and_put_back_before_anybody_heard(town: Town, group: Chat) -> None:
    await collective(town, group)
    other = town.group("Zorgzaam (voorbeeld)", town.office.staff)
    await collective(town, other, theme="zorg", place="Zeist")
    card = await manage(town)
    await town.hears(group)
    who = town.office.coordinator
    await town.press(who, card, "Voor wie")
    await town.press(who, card, "Iedereen")
    assert "Er komt 1 chat bij." in card.text
    await town.press(who, card, "Maak ongedaan")

    await town.later(minutes=6)

    await town.hears_nothing(group, other)
    assert [one.audience for one in await meetings(town)] == [MeetingAudience.THEME]


async def test_places_are_chosen_one_by_one_and_count_when_the_list_is_ready(town: Town, group: Chat) -> None:
    await collective(town, group)
    other = town.group("Zorgzaam (voorbeeld)", town.office.staff)
    await collective(town, other, theme="zorg", place="Zeist")
    card = await manage(town)
    who = town.office.coordinator
    await town.press(who, card, "Voor wie")
    await town.press(who, card, "Bepaalde plaatsen")
    shown = await town.press(who, card, "Klaar")
    assert "Kies er eerst een" in shown.text
    await town.press(who, card, "Utrecht")
    await town.press(who, card, "Zeist")
    assert {"✓ Utrecht", "✓ Zeist"} <= set(labels(card))
    assert [one.audience for one in await meetings(town)] == [MeetingAudience.THEME]
    await town.press(who, card, "Klaar")

    assert "groepen en volgers in Utrecht, Zeist: 2 chats" in card.text
    [meeting] = await meetings(town)
    assert (meeting.audience, meeting.audience_values) == (MeetingAudience.PLACE, ["Utrecht", "Zeist"])


@pytest.mark.parametrize(
    ("button", "words", "said"),
    [
        ("Voor wie", "iedereen", "alle groepen en volgers"),
        ("Voor wie", "utrecht", "groepen en volgers in Utrecht"),
        ("Voor wie", "De Meent in Utrecht (voorbeeld)", "Voor De Meent in Utrecht (voorbeeld)"),
        ("Voor wie", "Timboektoe", "ken ik niet"),
        ("Thema", "gelt", "Dat thema ken ik niet"),
        ("Thema", "Geld", "van het thema geld"),
    ],
)
async def test_theme_and_audience_can_be_written_as_well(
    town: Town, group: Chat, button: str, words: str, said: str
) -> None:
    await collective(town, group)
    card = await manage(town)
    await town.press(town.office.coordinator, card, button)
    assert said in (await town.ask(town.office.coordinator, words)).text


async def test_a_session_for_a_theme_that_loses_its_theme_is_for_everybody(town: Town, group: Chat) -> None:
    await collective(town, group)
    card = await manage(town)
    await town.press(town.office.coordinator, card, "Thema")
    await town.press(town.office.coordinator, card, "Geen thema")
    assert "alle groepen en volgers" in card.text
    assert [(one.theme, one.audience) for one in await meetings(town)] == [("", MeetingAudience.ALL)]


async def test_a_choice_of_an_older_version_or_that_was_never_offered_changes_nothing(
    town: Town, group: Chat, colleague: Person
) -> None:
    await collective(town, group)
    card = await manage(town)
    who = town.office.coordinator
    [meeting] = await meetings(town)
    for data in ("a:all", "r", "p:theme:2", "a:none", f"e:where:{meeting.version}"):
        assert "te oud" in (await town.press(who, card, data=f"pe:{meeting.id}:{data}")).text
    await town.press(who, card, "Voor wie")
    for data in ("a:koning", "p:theme:2", "r:9"):
        await town.press(who, card, data=f"pe:{meeting.id}:{data}")
    home = await town.ask(colleague, "/plan")
    await town.press(colleague, home, TITLE)
    await town.press(colleague, home, "Titel")
    await town.ask(colleague, "De eerste")
    await town.press(who, card, "Iedereen")

    assert "net veranderd" in card.text
    assert [(one.title, one.audience) for one in await meetings(town)] == [
        ("De eerste", MeetingAudience.THEME)
    ]
