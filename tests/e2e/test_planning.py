"""Planning a session: in one message, step by step, in series; announced once, as it was shown."""

from datetime import date, timedelta

from babel.dates import format_date
from sqlalchemy import select

from bot.app import running
from bot.playground.methods.commands import menu_for
from bot.playground.state import Chat, Person
from bot.playground.world import World
from bot.services.meetings.drafts import plan_of
from bot.settings import Settings
from models import MeetingAudience, MeetingMoment, MeetingSeries, MomentKind
from tests.support.cases import seed_library
from tests.support.planning import (
    LINK,
    TITLE,
    YES,
    announce,
    collective,
    day,
    drafts,
    line,
    local,
    meetings,
    plan,
)
from tests.support.sessions import by_day
from tests.support.town import Office, Town, data_of, labels


async def test_a_session_is_planned_in_one_message_and_arrives_as_it_was_shown(
    town: Town, group: Chat
) -> None:
    await collective(town, group)
    shown, card = await plan(town)
    assert f"{day(town)} {local(town).year}, 19:30–21:00 – over 3 weken" in card.text
    assert "1 chat" in card.text
    assert LINK not in shown.text

    await town.press(town.office.coordinator, card, YES)
    await town.later(minutes=1)

    arrived = await town.hears(group)
    assert arrived.text == shown.text
    assert labels(arrived) == labels(shown)
    [meeting] = await meetings(town)
    assert (meeting.title, meeting.places, meeting.link, meeting.theme) == (TITLE, 40, LINK, "geld")
    assert meeting.audience is MeetingAudience.THEME
    assert await drafts(town) == []
    assert "1 chat hoort ervan" in card.text


async def test_what_is_pressed_twice_is_announced_once(town: Town, group: Chat) -> None:
    await collective(town, group)
    _, card = await plan(town)
    yes = data_of(card, YES)
    who = town.office.coordinator

    town.world.press(who, card, data=yes)
    town.world.press(who, card, data=yes)
    await town.settled()
    shown = await town.press(who, card, data=yes)

    assert "al aangekondigd" in shown.text
    assert len(await meetings(town)) == 1


async def test_a_preview_that_was_changed_since_announces_nothing(town: Town, group: Chat) -> None:
    await collective(town, group)
    who = town.office.coordinator
    _, old = await plan(town)
    yes = data_of(old, YES)
    await town.ask(who, "max 12")
    new = await town.hears(who)
    assert "Plaats voor 12 bewoners" in new.text

    shown = await town.press(who, old, data=yes)

    assert "intussen iets veranderd" in shown.text
    assert await meetings(town) == []
    assert "Plaats voor 12 bewoners" in old.text
    await town.press(who, old, YES)
    assert [one.places for one in await meetings(town)] == [12]


async def test_what_is_missing_is_asked_one_thing_at_a_time(town: Town, group: Chat) -> None:
    await collective(town, group)
    who = town.office.coordinator
    asked = await town.ask(who, f"/plan Samen koken, {day(town)}")
    assert "Hoe laat begint het?" in asked.text
    asked = await town.ask(who, "half negen")
    assert "Hoe laat bedoel je precies?" in asked.text
    await town.press(who, asked, "20:30")
    assert "Over welk thema" in asked.text
    assert "geld" in labels(asked)
    await town.press(who, asked, "geld")

    shown = await town.hears(who)
    card = await town.hears(who)
    assert "20:30–22:00" in shown.text
    await town.press(who, card, YES)
    [meeting] = await meetings(town)
    assert meeting.local_start.endswith("T20:30")


async def test_a_link_instead_of_a_theme_is_kept_and_not_asked_again(town: Town, group: Chat) -> None:
    await collective(town, group)
    who = town.office.coordinator
    home = await town.ask(who, "/plan")
    await town.press(who, home, "Stap voor stap")
    await town.ask(who, "Leren begroten")
    asked = await town.ask(who, f"{day(town)} 20:00")
    await town.press(who, asked, "Eén keer")
    assert "Over welk thema" in asked.text

    asked = await town.ask(who, LINK)
    assert "Over welk thema" in asked.text
    assert "ken ik niet" not in asked.text
    await town.press(who, asked, "geld")

    assert "Hoeveel mensen" in asked.text
    [draft] = await drafts(town)
    assert plan_of(draft).link == LINK


async def test_step_by_step_asks_all_and_shows_the_whole(town: Town, group: Chat) -> None:
    await collective(town, group)
    who = town.office.coordinator
    home = await town.ask(who, "/plan")
    await town.press(who, home, "Stap voor stap")
    assert "Hoe heet de sessie?" in home.text
    assert "Wanneer is het?" in (await town.ask(who, "Leren begroten")).text
    asked = await town.ask(who, f"{day(town)} 20:00")
    await town.press(who, asked, "Elke week")
    assert "Hoe vaak?" in asked.text
    await town.press(who, asked, "3 keer")
    await town.press(who, asked, "geld")
    assert "Waar is het online?" in asked.text
    asked = await town.ask(who, LINK)
    await town.press(who, asked, "30")
    assert "Wie begeleidt" in asked.text
    asked = await town.ask(who, "Fatma")
    asked = await town.ask(who, "We leren een begroting lezen.\n\nNeem pen en papier mee.")
    assert "deskundige" in asked.text
    asked = await town.ask(who, "accountant")
    await town.press(who, asked, "Iedereen")
    assert "Wanneer zal ik" in asked.text
    await town.press(who, asked, "3 uur ervoor")
    assert "✓ 3 uur ervoor" in labels(asked)
    await town.press(who, asked, "Klaar")

    shown, card = await town.hears(who), await town.hears(who)
    assert "Neem pen en papier mee." in shown.text
    assert "met Fatma" in shown.text
    assert "Een reeks van 3 sessies" in card.text
    assert "Gezocht: accountant" in card.text
    await town.press(who, card, YES)
    made = await meetings(town)
    assert [one.number for one in made] == [1, 2, 3]
    assert {one.series_id for one in made} == set(await town.rows(select(MeetingSeries.id)))
    days = [date.fromisoformat(one.local_start[:10]) for one in made]
    assert days[2] - days[0] == timedelta(days=14)
    at_once = await town.rows(select(MeetingMoment).where(MeetingMoment.kind == MomentKind.AT_ONCE))
    assert [moment.meeting_id for moment in at_once] == [made[0].id]


async def test_each_of_a_series_gets_its_own_subject(town: Town, group: Chat) -> None:
    await collective(town, group)
    who = town.office.coordinator
    first, second = day(town, 20), day(town, 30)
    _, card = await plan(town, f"Leren begroten, {first} 20:00, {second} 19:00, thema geld")
    await town.press(who, card, "Onderwerpen")
    await town.ask(who, "1. Wat staat er in?\n2. Zelf een voorstel doen")
    card = await town.hears(who)
    assert "Zelf een voorstel doen" in card.text
    await town.press(who, card, YES)

    assert [(one.title, one.local_start[11:]) for one in await meetings(town)] == [
        ("Wat staat er in?", "20:00"),
        ("Zelf een voorstel doen", "19:00"),
    ]


async def test_everything_can_be_changed_from_the_preview_in_place(town: Town, group: Chat) -> None:
    await collective(town, group)
    who = town.office.coordinator
    shown, card = await plan(town)
    await town.press(who, card, "Plaatsen")
    await town.press(who, card, "Geen maximum")
    assert "Geen maximum" in card.text
    assert "plaatsen vrij" not in shown.text
    await town.press(who, card, "Voor wie")
    await town.press(who, card, "Bepaalde plaatsen")
    await town.press(who, card, "Utrecht")
    await town.press(who, card, "Klaar")
    assert "groepen en volgers in Utrecht: 1 chat" in card.text
    await town.press(who, card, "Titel")
    renamed = await town.ask(who, "Invloed op het geld")
    card = await town.hears(who)
    assert "Invloed op het geld" in renamed.text
    # Words that name nothing change nothing.
    assert "Ik weet niet wat ik hiermee" in (await town.ask(who, "blabla")).text
    await town.press(who, card, "Link")
    await town.press(who, card, "Weghalen")
    await town.press(who, card, YES)

    [meeting] = await meetings(town)
    assert (meeting.title, meeting.places, meeting.link) == ("Invloed op het geld", None, None)
    assert meeting.audience_values == ["Utrecht"]


async def test_a_draft_waits_after_stop_and_after_a_week(town: Town, group: Chat) -> None:
    await collective(town, group)
    who = town.office.coordinator
    await plan(town)
    assert "gestopt" in (await town.ask(who, "/stop")).text
    await town.later(days=8)
    await by_day(town)
    while town.unread(who):
        await town.hears(who)

    home = await town.ask(who, "/plan")
    await town.press(who, home, f"Verder met: {TITLE}")
    await town.hears(who)
    card = await town.hears(who)

    await town.press(who, card, YES)
    assert [one.title for one in await meetings(town)] == [TITLE]


async def test_a_draft_is_thrown_away_only_when_sure(town: Town, group: Chat) -> None:
    await collective(town, group)
    who = town.office.coordinator
    _, card = await plan(town)
    await town.press(who, card, "Gooi weg")
    assert len(await drafts(town)) == 1
    await town.press(who, card, "Ja, gooi weg")
    assert await drafts(town) == []
    assert labels(card) == []


async def test_a_session_that_begins_within_ten_minutes_is_allowed_with_a_word(
    town: Town, group: Chat
) -> None:
    await collective(town, group)
    _, card = await plan(town, "Spoedoverleg, over 10 minuten, thema geld")
    assert "het begint al over" in card.text
    await town.press(town.office.coordinator, card, YES)
    assert len(await meetings(town)) == 1


async def test_what_was_to_come_when_shown_and_is_past_when_pressed_is_asked_again(
    town: Town, group: Chat
) -> None:
    await collective(town, group)
    _, card = await plan(town, "Spoedoverleg, over 10 minuten, thema geld")
    await town.later(minutes=11)
    await town.press(town.office.coordinator, card, YES)
    assert "al voorbij" in card.text
    assert await meetings(town) == []
    await town.ask(town.office.coordinator, f"{day(town)} 20:00")
    assert YES in " ".join(labels(await town.hears(town.office.coordinator)))


async def test_nobody_to_tell_is_said_before_it_is_announced(town: Town) -> None:
    await by_day(town)
    _, card = await plan(town, f"Sleutels, {day(town)} 20:00, thema beheer")
    assert "geen enkele chat" in card.text


async def test_staff_are_called_for_an_expert_and_tell_who_planned_it(town: Town, group: Chat) -> None:
    await collective(town, group)
    await announce(town, f"{line(town)}, jurist gezocht")
    call = await town.hears(town.office.group)
    assert "jurist" in call.text
    assert TITLE in call.text
    assert f"{day(town)} {local(town).year}, 19:30" in call.text

    arranged = data_of(call, "Geregeld")
    await town.press(town.office.staff, call, "Geregeld")

    told = await town.hears(town.office.coordinator)
    assert "de medewerkers hebben" in told.text
    assert labels(call) == []
    await town.press(town.office.staff, call, data=arranged)
    await town.hears_nothing(town.office.coordinator)


async def test_the_command_stands_in_the_menu_of_coordinators_only(town: Town, anna: Person) -> None:
    # The menus are set after the bot has begun.
    await town.world.wait_for(lambda: "plan" in menu(town, town.office.coordinator), seconds=30)
    assert "plan" not in menu(town, anna)


def menu(town: Town, who: Person) -> list[str]:
    """The commands that somebody sees in their private chat."""
    return [str(one["command"]) for one in menu_for(town.world, who, town.world.place(who))]


async def test_late_in_the_evening_it_says_that_it_goes_in_the_morning(town: Town, group: Chat) -> None:
    await collective(town, group)
    await town.later(hours=13)
    _, card = await plan(town)
    morning = format_date(local(town) + timedelta(days=1), "EEE d MMM", locale="nl")
    assert f"Aankondigen: {morning} 08:00, " in card.text
    await town.press(town.office.coordinator, card, YES)
    await town.later(minutes=1)
    await town.hears_nothing(group)
    await town.later(hours=9)
    assert TITLE in (await town.hears(group)).text


async def test_once_more_a_single_session_it_has_its_own_title_again(town: Town, group: Chat) -> None:
    await collective(town, group)
    who = town.office.coordinator
    _, card = await plan(town, f"Leren begroten, {day(town, 20)} 20:00, {day(town, 27)} 20:00, thema geld")
    await town.press(who, card, "Onderwerpen")
    await town.ask(who, "Wat staat er in?")
    card = await town.hears(who)
    await town.press(who, card, "Wanneer")
    shown = await town.ask(who, f"{day(town, 22)} 20:00")
    assert "Leren begroten" in shown.text
    assert "Wat staat er in?" not in shown.text


async def test_a_question_of_before_a_restart_is_answered_after_it(
    world: World, office: Office, settings: Settings
) -> None:
    await seed_library(settings.database_url)
    async with running(settings, clock=world.clock) as bot:
        before = Town(world, bot, office)
        asked = await before.ask(office.coordinator, f"/plan Samen koken, {day(before)}, thema beheer")
        assert "Hoe laat begint het?" in asked.text
    async with running(settings, clock=world.clock) as bot:
        after = Town(world, bot, office)
        assert (await after.hears(office.coordinator)).id == asked.id
        shown = await after.ask(office.coordinator, "half acht")
        card = await after.hears(office.coordinator)
        assert "19:30–21:00" in shown.text
        assert "Ik las het als ’s middags of ’s avonds" in card.text
        await after.press(office.coordinator, card, YES)
        assert [one.title for one in await meetings(after)] == ["Samen koken"]
