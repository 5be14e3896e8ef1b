"""After a session: the planner counts, those who signed up say whether they were there and whether it helped,
notes go to them once, and a case is begun for staff.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.playground.state import Message, Person
from bot.services import people
from bot.services.meetings import changes, numbers, plan, rsvps, store
from bot.services.meetings.plan import Plan
from models import (
    CaseDraft,
    Meeting,
    MeetingAfterwards,
    MeetingAudience,
    MeetingFeedback,
    MeetingHelp,
    MeetingNote,
    Rsvp,
    RsvpAnswer,
)
from tests.support.town import Office, Town, data_of, labels

ZONE = ZoneInfo("Europe/Amsterdam")
TITLE = "Invloed op de begroting"


async def go_to(town: Town, day: int, clock: time) -> None:
    """Move the clock to a local time on a day from today on."""
    now = town.world.clock.now()
    target = datetime.combine(now.astimezone(ZONE).date() + timedelta(days=day), clock, ZONE)
    await town.later(seconds=(target - now).total_seconds())


async def planned(town: Town, *comers: Person, guests: tuple[str, ...] = (), clock: str = "14:00") -> Meeting:
    """A session of an hour tomorrow, for which these people signed up."""
    now = town.world.clock.now()
    day = (now.astimezone(ZONE) + timedelta(days=1)).date()
    what = Plan(
        title=TITLE,
        description="Hoe praat je mee over geld? (voorbeeld)",
        theme="begroting",
        audience=MeetingAudience.ALL,
        minutes=60,
        starts=(f"{day}T{clock}",),
        moments=(),
    )
    async with town.db.begin() as session:
        planner = await people.meet(session, town.office.coordinator.id, at=now)
        [made] = await plan.announce(session, what, planner, ZONE, at=now)
        meeting = await store.locked(session, made.id)
        assert meeting is not None
        for comer in comers:
            person = await people.meet(session, comer.id, at=now)
            await rsvps.answer(session, meeting, person, RsvpAnswer.YES, at=now)
        for guest in guests:
            await rsvps.add_guest(session, meeting, guest, by=planner, at=now)
        return meeting


@pytest.fixture
async def everybody(town: Town, anna: Person, piet: Person) -> tuple[Person, ...]:
    """People whose private chats the bot knows, and the coordinator."""
    for person in (anna, piet, town.office.coordinator):
        await town.ask(person, "/help")
    return anna, piet


async def held(town: Town, *comers: Person, **fields: object) -> tuple[Meeting, Message]:
    """A session that is over, and the planner's card."""
    meeting = await planned(town, *comers, **fields)  # type: ignore[arg-type]
    await go_to(town, 1, time(15, 11))
    return meeting, await card_of(town)


async def card_of(town: Town) -> Message:
    """The planner's card about what comes after."""
    while True:
        message = await town.hears(town.office.coordinator)
        if "Hoe was de sessie?" in message.text:
            return message


async def asked(town: Town, who: Person, words: str) -> Message:
    """The next message to somebody with these words."""
    while True:
        message = await town.hears(who)
        if words in message.text:
            return message


async def row(town: Town) -> MeetingAfterwards:
    [found] = await town.rows(select(MeetingAfterwards))
    return found


@pytest.mark.usefixtures("everybody")
async def test_ten_minutes_later_the_planner_and_who_signed_up_are_asked_once(
    town: Town, anna: Person, piet: Person
) -> None:
    meeting, card = await held(town, anna, guests=("Oma Truus (voorbeeld)",))

    assert "2 bewoners hadden zich opgegeven, van wie 1 zonder Telegram" in card.text
    assert labels(card) == [
        "Iedereen die zich opgaf kwam",
        "Ik noem een aantal",
        "Gasten zonder Telegram",
        "Notities sturen",
        "Maak hier een casus van",
    ]
    question = await asked(town, anna, "Was je erbij?")
    assert labels(question) == ["Ja, ik was erbij", "Nee, ik was er niet"]
    await town.later(minutes=5)
    await town.hears_nothing(town.office.coordinator, anna, piet)
    await town.press(anna, question, "Nee, ik was er niet")
    assert "Jammer" in question.text
    await town.press(anna, question, "Ja, ik was erbij")
    [rsvp] = await town.rows(select(Rsvp).where(Rsvp.person_id.is_not(None)))
    assert rsvp.attended is True
    assert (await row(town)).counted is None
    assert meeting.title in question.text


@pytest.mark.usefixtures("everybody")
async def test_what_ends_at_night_is_asked_in_the_morning(town: Town, anna: Person) -> None:
    await planned(town, anna, clock="20:30")
    await go_to(town, 1, time(21, 45))
    assert await town.rows(select(MeetingAfterwards)) == []
    await go_to(town, 1, time(8, 1))

    assert "Hoeveel kwamen er?" in (await card_of(town)).text
    await asked(town, anna, "Was je erbij?")


@pytest.mark.usefixtures("everybody")
async def test_nothing_is_asked_after_a_session_that_was_cancelled(town: Town, anna: Person) -> None:
    meeting = await planned(town, anna)
    async with town.db.begin() as session:
        locked = await store.locked(session, meeting.id)
        assert locked is not None
        planner = await people.meet(session, town.office.coordinator.id, at=town.world.clock.now())
        assert await changes.cancel(
            session, locked, version=locked.version, by=planner, at=town.world.clock.now()
        )
    await go_to(town, 1, time(15, 30))
    await go_to(town, 1, time(12, 0))

    assert await town.rows(select(MeetingAfterwards)) == []
    heard = [one.text for who in (anna, town.office.coordinator) for one in town.unread(who)]
    assert not any("Was je erbij" in text or "Hoe was de sessie" in text for text in heard)


@pytest.mark.usefixtures("everybody")
async def test_the_planner_counts_by_a_tap_a_number_and_names(town: Town, anna: Person) -> None:
    coordinator = town.office.coordinator
    _, card = await held(town, anna, guests=("Oma Truus (voorbeeld)",))
    await town.press(coordinator, card, "Iedereen die zich opgaf kwam")
    assert "Er kwamen 2 bewoners" in card.text
    assert (await row(town)).all_came

    await town.press(coordinator, card, "Ander aantal")
    assert "Stuur me een getal" in (await town.hears(coordinator)).text
    assert "Dat is geen aantal" in (await town.ask(coordinator, "een stuk of vijf")).text
    assert "3 bewoners kwamen" in (await town.ask(coordinator, "3")).text
    await town.settled()
    home = await town.ask(coordinator, "/plan")
    await town.press(coordinator, home, "Hoe het ging")
    assert "opgegeven: 2 · gekomen: 3" in home.text
    await town.press(coordinator, home, "Alle sessies")
    assert "Een sessie plannen" in home.text
    assert "Er kwamen 3 bewoners" in card.text
    assert not (await row(town)).all_came

    await town.press(coordinator, card, "Gasten zonder Telegram")
    await town.press(coordinator, card, "Oma Truus (voorbeeld)")
    assert labels(card) == ["✓ Oma Truus (voorbeeld)", "Terug"]
    await town.press(coordinator, card, "Terug")
    assert "kwam er 1" in card.text
    # What people say of themselves is another thing.
    [rsvp] = await town.rows(select(Rsvp).where(Rsvp.person_id.is_not(None)))
    assert rsvp.attended is None


@pytest.mark.usefixtures("everybody")
async def test_the_next_day_who_came_says_whether_it_helped_and_nobody_sees_who_said_what(
    town: Town, anna: Person, piet: Person
) -> None:
    others = [town.person(f"Buur {number}") for number in range(2)]
    for other in others:
        await town.ask(other, "/help")
    meeting, card = await held(town, anna, piet, *others)
    for who in (anna, *others):
        await town.press(who, await asked(town, who, "Was je erbij?"), "Ja, ik was erbij")
    await town.press(piet, await asked(town, piet, "Was je erbij?"), "Nee, ik was er niet")
    await go_to(town, 1, time(10, 1))

    questions = {who.id: await asked(town, who, "Heeft het je geholpen?") for who in (anna, *others)}
    await town.hears_nothing(piet)
    await town.press(anna, questions[anna.id], "Een beetje")
    await town.press(others[0], questions[others[0].id], "Ja")
    [summary] = [one for one in await town.rows(select(MeetingFeedback.helped)) if one is MeetingHelp.YES]
    assert summary is MeetingHelp.YES
    await town.press(town.office.coordinator, card, "Iedereen die zich opgaf kwam")
    assert "Ja: 1" not in card.text
    assert "Bij drie antwoorden" in card.text
    await town.press(others[1], questions[others[1].id], "Ja")
    await go_to(town, 2, time(15, 30))

    told = await asked(town, town.office.coordinator, "Terugblik")
    assert "Ja: 2. Een beetje: 1. Nee: 0." in told.text
    assert "Anna" not in told.text
    async with town.db.read() as session:
        [line] = await numbers.per_meeting(
            session, since=meeting.starts_at, until=meeting.starts_at + timedelta(days=1)
        )
    assert (line.turnout.signed_up, line.turnout.came, line.turnout.said_yes) == (4, 4, 3)
    [theme] = numbers.per_theme([line])
    assert (theme.theme, theme.meetings, theme.came, theme.helped) == ("begroting", 1, 4, 2)


@pytest.mark.usefixtures("everybody")
async def test_notes_are_looked_at_sent_once_and_corrected_in_place(
    town: Town, anna: Person, piet: Person
) -> None:
    coordinator = town.office.coordinator
    _, card = await held(town, anna, piet, guests=("Oma Truus (voorbeeld)",))
    await town.press(coordinator, card, "Notities sturen")
    assert "Stuur me de notities" in (await town.hears(coordinator)).text
    town.say(coordinator, "Vraag op tijd inzage in de begrooting.")
    preview, sure = await town.hears(coordinator), await town.hears(coordinator)
    assert preview.text.startswith("📝 Notities van Invloed op de begroting")
    assert "2 bewoners" in sure.text
    assert "Geef die de notities zelf" in sure.text
    assert not any("inzage" in one.text for one in town.world.bot_messages(anna))
    send = data_of(sure, "Verstuur")
    await town.press(coordinator, sure, "Verstuur")
    await town.press(coordinator, sure, data=send)
    await town.later(seconds=40)
    await town.later(seconds=40)

    copies = [await asked(town, who, "Notities van") for who in (anna, piet)]
    assert all(copy.text == preview.text for copy in copies)
    assert sum("inzage" in one.text for one in town.world.bot_messages(anna)) == 1
    await town.press(coordinator, card, "Notities verbeteren")
    await asked(town, coordinator, "nieuwe tekst")
    town.say(coordinator, "Vraag op tijd inzage in de begroting.")
    await town.hears(coordinator)
    sure = await town.hears(coordinator)
    await town.press(coordinator, sure, "Verander ze")
    await town.later(seconds=40)

    assert all(copy.text.endswith("inzage in de begroting.") for copy in copies)
    assert sum("inzage" in one.text for one in town.world.bot_messages(anna)) == 1


@pytest.mark.usefixtures("everybody")
async def test_notes_are_not_corrected_after_two_days_and_can_be_thrown_away_before(
    town: Town, anna: Person
) -> None:
    coordinator = town.office.coordinator
    _, card = await held(town, anna)
    await town.press(coordinator, card, "Notities sturen")
    town.say(coordinator, "Weg hiermee.")
    await asked(town, coordinator, "Weg hiermee.")
    await town.press(coordinator, await town.hears(coordinator), "Gooi weg")
    assert await town.rows(select(MeetingNote)) == []
    await town.press(coordinator, card, "Notities sturen")
    town.say(coordinator, "Toch iets.")
    await asked(town, coordinator, "Toch iets.")
    await town.press(coordinator, await town.hears(coordinator), "Verstuur")
    await go_to(town, 3, time(12, 0))
    await town.press(coordinator, card, "Notities verbeteren")

    assert "verander ik het niet meer" in (await asked(town, coordinator, "twee dagen")).text


@pytest.mark.usefixtures("everybody")
async def test_a_case_of_it_is_begun_before_staff_and_once(town: Town, office: Office, anna: Person) -> None:
    _, card = await held(town, anna)
    case = data_of(card, "Maak hier een casus van")
    await town.press(office.coordinator, card, "Maak hier een casus van")

    draft = await town.hears(office.group)
    assert "Een coördinator stelt voor" in draft.text
    assert TITLE in draft.text
    assert "De medewerkers kijken" in card.text
    await town.press(office.coordinator, card, data=case)
    await town.hears_nothing(office.group)
    [stored] = await town.rows(select(CaseDraft))
    assert (stored.title, stored.theme) == (TITLE, "begroting")
    assert "praat je mee" in stored.dilemma


@pytest.mark.usefixtures("everybody")
async def test_presses_of_others_and_forged_numbers_do_and_tell_nothing(
    town: Town, anna: Person, piet: Person
) -> None:
    meeting, _ = await held(town, anna)
    mine = await asked(town, anna, "Was je erbij?")
    stranger = await town.ask(piet, "/help")
    for verb in ("a", "n", "g", "w", "s:1", "z", "k", "y", "x", "h:1", "b", "q", "h:9"):
        shown = await town.press(piet, stranger, data=f"pa:{meeting.id}:{verb}")
        assert "niet meer" in shown.text or "oud" in shown.text.lower(), (verb, shown)
    # Who signed up has no part in what the planner does, and cannot say that it helped before the next day.
    for verb in ("a", "g", "k", "s:1", "h:1"):
        await town.press(anna, mine, data=f"pa:{meeting.id}:{verb}")
    await town.press(anna, mine, data="pa:999999:y")

    found = await row(town)
    assert (found.counted, found.case_asked_at) == (None, None)
    assert await town.rows(select(MeetingFeedback)) == []
    assert await town.rows(select(CaseDraft)) == []
    assert await town.rows(select(Rsvp).where(Rsvp.attended.is_not(None))) == []


@pytest.mark.usefixtures("everybody")
async def test_who_is_no_coordinator_any_more_counts_nothing(town: Town, anna: Person) -> None:
    _, card = await held(town, anna)
    object.__setattr__(town.bot._roles, "coordinator_ids", frozenset())
    shown = await town.press(town.office.coordinator, card, "Iedereen die zich opgaf kwam")

    assert shown.text
    assert (await row(town)).counted is None
