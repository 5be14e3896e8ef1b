"""Sessions as residents meet them: a card in the group, answers by press, places, and the link in private."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.playground.state import Chat, Person
from bot.services import people
from bot.services.meetings import changes, store
from models import Meeting, MeetingSeries, OutboxMessage, Place, RsvpAnswer
from tests.support.sessions import LINK, TITLE, answers, by_day, known, planned, posted, until
from tests.support.town import Town, data_of, labels, url_of

YES, MAYBE, NO = "Ik kom", "Misschien", "Ik kan niet"


async def test_a_press_in_the_group_is_answered_for_the_presser_alone_and_the_card_counts(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    await known(town, anna, piet)
    meeting, card = await posted(town, group, places=2)
    assert TITLE in card.text
    assert "Nog 2 plaatsen vrij." in card.text

    shown = await town.press(anna, card, YES)
    assert "✅ Je komt!" in shown.text
    assert "1 bewoner komt. Nog 1 plaats vrij." in card.text
    shown = await town.press(piet, card, MAYBE)
    assert "misschien" in shown.text
    await town.later(seconds=6)
    assert "1 bewoner komt, 1 misschien. Nog 1 plaats vrij." in card.text
    shown = await town.press(anna, card, NO)
    assert "je komt niet" in shown.text

    assert [one.answer for one in await answers(town, meeting)] == [RsvpAnswer.NO, RsvpAnswer.MAYBE]
    # Not a name, not a link, and not a message more than the card.
    assert "Anna" not in card.text
    assert LINK not in card.text
    await town.hears_nothing()


async def test_many_presses_change_a_card_seldom_and_it_ends_up_right(
    town: Town, anna: Person, group: Chat
) -> None:
    neighbours = [town.person(f"Buur {number}") for number in range(12)]
    await known(town, *neighbours)
    for one in neighbours:
        town.world.add(anna, group, one)
    meeting, card = await posted(town, group, places=5)
    before = await edits(town)

    for one in neighbours:
        town.world.press(one, card, YES)
    await town.settled()
    await town.later(seconds=6)

    assert "Alle 5 plaatsen zijn bezet. Op de wachtlijst: 7." in card.text
    assert await edits(town) - before <= 4
    stand = [one.place for one in await answers(town, meeting)]
    assert (stand.count(Place.SEAT), stand.count(Place.WAITING)) == (5, 7)


async def edits(town: Town) -> int:
    return len(await town.rows(select(OutboxMessage.id).where(OutboxMessage.key.startswith("card:"))))


async def test_who_never_opened_the_private_chat_is_taken_there_and_finds_their_answer(
    town: Town, anna: Person, group: Chat
) -> None:
    new = town.person("Nieuw", started=False)
    town.world.add(anna, group, new)
    meeting, card = await posted(town, group)

    shown = await town.press(new, card, YES)

    assert shown.url is not None
    mine = await town.follow(new, shown.url)
    assert "Je komt." in mine.text
    assert labels(mine)[0] == "✓ Ik kom"
    await town.press(new, mine, NO)
    assert "Je komt niet" in mine.text
    assert [one.answer for one in await answers(town, meeting)] == [RsvpAnswer.NO]


async def test_what_somebody_answers_in_the_group_is_on_their_own_card_in_private_as_well(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    await known(town, anna, piet)
    meeting, card = await posted(town, group, places=1)
    mine = await town.follow(anna, f"https://t.me/x?start=s-{meeting.token}")
    await town.press(anna, mine, YES)
    his = await town.follow(piet, f"https://t.me/x?start=s-{meeting.token}")

    await town.press(piet, card, YES)
    await town.press(anna, card, NO)
    await town.settled()

    assert "Je komt niet" in mine.text
    assert labels(mine)[2] == "✓ Ik kan niet"
    # In line is not yet coming.
    assert "Je staat op de wachtlijst" in his.text
    assert labels(his)[0] == "⏳ Ik kom"


async def test_the_link_goes_to_who_comes_the_day_before_and_a_quarter_of_an_hour_before(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    await known(town, anna, piet)
    meeting, card = await posted(town, group)
    await town.press(anna, card, YES)
    await town.press(piet, card, MAYBE)
    await until(town, meeting.starts_at - timedelta(hours=25))
    await town.hears_nothing(anna, piet)

    await until(town, meeting.starts_at - timedelta(hours=24))
    day = await town.hears(anna)
    assert f"Meedoen doe je hier: {LINK}" in day.text
    await town.later(hours=10)
    await town.hears_nothing(anna)
    await until(town, meeting.starts_at - timedelta(minutes=15))
    soon = await town.hears(anna)
    assert "Het begint bijna!" in soon.text
    assert LINK in soon.text
    await until(town, meeting.starts_at + timedelta(minutes=20))
    await town.hears_nothing(anna, piet)


async def test_who_signs_up_late_has_the_link_at_once_and_no_second_one_a_moment_later(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    await known(town, anna, piet)
    meeting, card = await posted(town, group)
    await until(town, meeting.starts_at - timedelta(hours=3))

    shown = await town.press(anna, card, YES)
    assert "De link staat in je privéchat" in shown.text
    assert LINK in (await town.hears(anna)).text
    await town.press(anna, card, NO)
    await town.press(anna, card, YES)
    await town.hears_nothing(anna)
    await until(town, meeting.starts_at - timedelta(minutes=20))
    await town.press(piet, card, YES)
    assert LINK in (await town.hears(piet)).text
    await until(town, meeting.starts_at - timedelta(minutes=14))
    assert "Het begint bijna" in (await town.hears(anna)).text
    await town.hears_nothing(piet)


async def test_a_session_without_a_link_asks_its_planner_and_gives_the_link_when_it_is_there(
    town: Town, anna: Person, group: Chat
) -> None:
    planner = town.office.coordinator
    await known(town, anna, planner)
    meeting, card = await posted(town, group, link=None)
    await town.press(anna, card, YES)

    await until(town, meeting.starts_at - timedelta(hours=24))
    asked = await town.hears(planner)
    assert "nog geen link" in asked.text
    await town.hears_nothing(anna, planner)
    await change(town, meeting, link=LINK)
    await town.later(minutes=6)

    told = [one.text for one in town.unread(anna)]
    assert sum(LINK in text for text in told) == 1


async def test_a_moved_session_gives_no_stale_reminder_and_the_link_before_the_new_time(
    town: Town, anna: Person, group: Chat
) -> None:
    await known(town, anna)
    meeting, card = await posted(town, group)
    await town.press(anna, card, YES)
    later = meeting.starts_at + timedelta(days=2)
    await change(town, meeting, local_start=later.astimezone().strftime("%Y-%m-%dT12:00"))
    await town.later(minutes=6)
    assert "verplaatst" in (await town.hears(anna)).text

    await until(town, meeting.starts_at - timedelta(minutes=10))
    await town.hears_nothing(anna)
    await until(town, later - timedelta(hours=23))
    assert LINK in (await town.hears(anna)).text


async def change(town: Town, meeting: Meeting, **fields: str) -> None:
    """Let the coordinator change a session."""
    at = town.world.clock.now()
    async with town.db.begin() as session:
        locked = await store.locked(session, meeting.id)
        assert locked is not None
        by = await people.meet(session, town.office.coordinator.id, at=at)
        assert await changes.change(session, locked, fields, version=locked.version, by=by, at=at)


async def test_a_place_that_comes_free_is_offered_in_private_and_goes_on_to_the_next(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    els = town.person("Els")
    town.world.add(anna, group, els)
    await known(town, anna, piet, els)
    meeting, card = await posted(town, group, places=1)
    await town.press(anna, card, YES)
    assert "wachtlijst, op plek 1" in (await town.press(piet, card, YES)).text
    assert "wachtlijst, op plek 2" in (await town.press(els, card, YES)).text

    await town.press(anna, card, NO)
    await town.later(seconds=5)
    offer = await town.hears(piet)
    assert "Er is een plaats voor je" in offer.text
    await town.hears_nothing(els)

    await town.later(hours=25)
    lapsed = await town.hears(piet)
    assert "naar de volgende gegaan" in lapsed.text
    offer = await town.hears(els)
    await town.press(els, offer, "Ja, ik kom")
    assert "Je komt." in offer.text
    # The one who let it pass comes back, and waits.
    await town.press(piet, lapsed, YES)
    assert "wachtlijst" in lapsed.text
    assert [one.place for one in await answers(town, meeting)] == [Place.NONE, Place.WAITING, Place.SEAT]


async def test_who_blocks_the_bot_is_passed_over_and_nothing_breaks(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    els = town.person("Els")
    town.world.add(anna, group, els)
    await known(town, anna, piet, els)
    meeting, card = await posted(town, group, places=1)
    for who in (anna, piet, els):
        await town.press(who, card, YES)
    town.world.block(piet)
    await town.settled()

    await town.press(anna, card, NO)
    await town.later(seconds=5)

    assert "Er is een plaats voor je" in (await town.hears(els)).text
    assert [one.place for one in await answers(town, meeting)][1:] == [Place.WAITING, Place.OFFERED]
    await until(town, meeting.starts_at)


async def test_the_whole_series_in_one_press_and_single_dates_in_private(
    town: Town, anna: Person, group: Chat
) -> None:
    await known(town, anna)
    meeting, card = await posted(town, group, weeks=3, title="Leerprogramma (voorbeeld)")

    shown = await town.press(anna, card, "De hele reeks")
    assert "alle 3 sessies" in shown.text
    mine = await town.hears(anna)
    assert mine.text.count("✅ je komt") == 3
    await town.press(anna, mine, 1)
    assert mine.text.count("✅ je komt") == 2
    await town.press(anna, mine, "Ik kom bij geen")
    assert mine.text.count("je komt niet") == 3
    await town.press(anna, mine, "Ik kom bij alle 3")
    assert mine.text.count("✅ je komt") == 3
    await town.press(anna, mine, "Terug naar de sessie")
    assert "✓ Ik kom" in labels(mine)
    [series] = await town.rows(select(MeetingSeries))
    again = await town.follow(anna, f"https://t.me/x?start=sr-{series.token}")
    assert again.text.count("✅ je komt") == 3
    await town.press(anna, again, "Alles in mijn agenda")
    file = await town.hears(anna)
    assert "document" in file.content
    assert "Dan staan de 3 sessies in je agenda." in file.text
    assert meeting.series_id == series.id


async def test_the_calendar_file_comes_in_private_also_for_who_presses_in_the_group(
    town: Town, anna: Person, group: Chat
) -> None:
    new = town.person("Nieuw", started=False)
    town.world.add(anna, group, new)
    await known(town, anna)
    _, card = await posted(town, group)

    shown = await town.press(anna, card, "Zet in mijn agenda")
    assert "privéchat" in shown.text
    file = await town.hears(anna)
    assert "document" in file.content
    assert "Dan staat de sessie in je agenda." in file.text
    shown = await town.press(new, card, "Zet in mijn agenda")
    assert "document" in (await town.follow(new, shown.url)).content
    await town.hears_nothing(group)


@pytest.mark.parametrize("where", ["group", "private"])
async def test_answers_to_what_is_cancelled_or_over_are_refused_kindly(
    town: Town, anna: Person, group: Chat, where: str
) -> None:
    await known(town, anna)
    meeting, card = await posted(town, group)
    if where == "private":
        card = await town.follow(anna, f"https://t.me/x?start=s-{meeting.token}")
    data = data_of(card, YES)
    await until(town, meeting.ends_at + timedelta(minutes=1))

    shown = await town.press(anna, card, data=data)

    assert shown.text == "Deze sessie is voorbij."
    assert await answers(town, meeting) == []
    other, other_card = await posted(town, group)
    async with town.db.begin() as session:
        locked = await store.locked(session, other.id)
        assert locked is not None
        at = town.world.clock.now()
        by = await people.meet(session, town.office.coordinator.id, at=at)
        await changes.cancel(session, locked, version=locked.version, by=by, at=at)
    shown = await town.press(anna, other_card, data=data_of(other_card, YES))
    assert shown.text == "Deze sessie gaat niet door."
    assert await answers(town, other) == []


async def test_a_coordinator_signs_up_somebody_without_telegram_with_their_consent(
    town: Town, anna: Person, group: Chat
) -> None:
    await known(town, anna)
    coordinator = town.office.coordinator
    meeting, card = await posted(town, group, places=1)
    panel = await town.follow(coordinator, f"https://t.me/x?start=s-{meeting.token}")
    await town.press(coordinator, panel, data=f"pr:{meeting.id}:g")
    assert "Er komen 0 bewoners" in panel.text
    await town.press(coordinator, panel, "Voeg iemand toe")
    assert "Wie is het?" in (await town.hears(coordinator)).text
    sure = await town.ask(coordinator, "Truus de Vries (voorbeeld)")
    assert "gezegd dat je dit mag" in sure.text
    assert await answers(town, meeting) == []

    await town.press(coordinator, sure, "Ja, dat is gezegd")
    assert "heeft een plaats" in sure.text
    listed = await town.hears(coordinator)
    assert "1. Truus de Vries (voorbeeld)" in listed.text
    # It counts for the places, and the group sees a number only.
    assert "wachtlijst" in (await town.press(anna, card, YES)).text
    assert "Truus" not in card.text
    # Pressed twice it is not done twice.
    await town.press(coordinator, sure, data=f"pr:{meeting.id}:w")
    assert len(await answers(town, meeting)) == 2
    await town.press(coordinator, listed, "✕ Truus")
    await town.press(coordinator, listed, "Terug")
    assert "Wie er komen" in labels(listed)
    await town.later(seconds=5)
    assert "Er is een plaats voor je" in (await town.hears(anna)).text


async def test_a_question_without_a_case_is_offered_the_session_about_it(
    town: Town, anna: Person, group: Chat
) -> None:
    await known(town, anna)
    await by_day(town)
    await planned(
        town,
        title="Een dirigent voor het koor (voorbeeld)",
        description="Hoe vind je als koor een dirigent die bij je past?",
        theme="muziek",
    )

    answer = await town.ask(anna, "waar vinden wij een dirigent voor ons koor?")
    assert "Er komt wel een sessie die hierover gaat" in answer.text
    assert "Een dirigent voor het koor" in answer.text
    await town.press(anna, answer, "Bekijk de sessie")
    assert labels(await town.hears(anna))[0] == YES
    other = await town.ask(anna, "welke verf blijft zitten op een natte muur?")
    assert "sessie" not in other.text
    in_group = await town.ask(anna, "/dilemma waar vinden wij een dirigent voor ons koor?", group)
    shown = await town.press(anna, in_group, "Bekijk de sessie")
    assert shown.url is not None
    # What fits a question with somebody's details tells about them.
    hushed = await town.ask(
        anna, "/dilemma bel mevrouw Jansen, 06-12345678: waar vindt zij een dirigent voor haar koor?", group
    )
    assert "dirigent" not in hushed.text
    assert not any("sessie" in label for label in labels(hushed))
    assert url_of(hushed, 0)
