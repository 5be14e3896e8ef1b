"""Staff point a resident to a collective: the resident decides, and the collective hears nothing before."""

import pytest
from sqlalchemy import select

from bot.playground.state import Chat, Message, Person
from bot.services import people
from bot.services.collectives import collectives
from bot.services.collectives import experience as collective_experience
from models import Case, Collective, ContactRole, Dilemma, Escalation, EscalationState, Introduction
from tests.e2e.test_escalations import QUESTION, staff_sends, to_staff
from tests.support.cases import AT
from tests.support.town import Town, data_of, labels

GEESE, KEYS = "Ganzenwacht (voorbeeld)", "Sleutelclub (voorbeeld)"


@pytest.fixture
async def greta(town: Town) -> Person:
    """Who speaks for a collective that has experience of the theme, in a town with another one without."""
    greta = town.person("Greta")
    await town.ask(greta, "/help")
    async with town.db.begin() as session:
        known = await people.meet(session, greta.id, at=AT)
        geese = await collectives.register(session, name=GEESE, place="Ede", themes=["dieren"], at=AT)
        await collectives.register(
            session, name=KEYS, place="Wijhe", themes=["sleutels"], email="post@voorbeeld.example", at=AT
        )
        await collectives.register(session, name="Stille Buren (voorbeeld)", place="", themes=[], at=AT)
        await collectives.set_contact(session, geese, known, ContactRole.CONTACT, at=AT)
    return greta


async def theme_is(town: Town, theme: str) -> None:
    """Say what the question is about, and that the second collective has a case of that."""
    async with town.db.begin() as session:
        escalation = (await session.scalars(select(Escalation))).one()
        escalation.theme = theme
        case = (await session.scalars(select(Case).order_by(Case.id))).first()
        keys = (await session.scalars(select(Collective).where(Collective.name == KEYS))).one()
        assert case is not None
        case.theme = theme
        await collective_experience.add(session, keys, case, at=AT)


async def point(town: Town, card: Message, name: str) -> Message:
    """Staff choose a collective and name it to the resident; the receipt."""
    await town.press(town.office.staff, card, "Wijs een collectief aan")
    found = await town.hears(town.office.group)
    await town.press(town.office.staff, found, name)
    assert name in found.text
    await town.press(town.office.staff, found, "Stuur naar de bewoner")
    return found


async def test_the_resident_decides_and_the_collective_hears_nothing_before(
    town: Town, greta: Person, anna: Person
) -> None:
    card = await to_staff(town, anna)
    await point(town, card, GEESE)
    told = await town.hears(anna)
    assert GEESE in told.text
    assert labels(told)[0] == "Breng ons in contact"
    (escalation,) = await town.rows(select(Escalation))
    assert escalation.state is EscalationState.ANSWERED
    await town.hears_nothing(greta)

    await town.press(anna, told, "Breng ons in contact")
    step = await town.hears(anna)
    assert f"Ik vraag {GEESE}" in step.text
    await town.press(anna, step, "Ja, deze tekst")
    await town.press(anna, step, "Ik hoor nergens bij")
    await town.press(anna, step, "Telegram")
    assert GEESE in step.text
    assert not await town.rows(select(Introduction))
    await town.hears_nothing(greta)
    await town.press(anna, step, "Ja, vraag het")

    asked = await town.hears(greta)
    assert QUESTION in asked.text
    assert "Anna" not in asked.text
    assert "medewerkers van LSA en WijkWijzer denken" in asked.text
    news = await town.hears(town.office.group)
    assert "wil praten met" in news.text
    assert "Anna" not in news.text
    await town.press(greta, asked, "Ja, graag")
    await town.press(greta, asked, "Telegram")
    await town.press(greta, asked, "Ja, breng ons in contact")

    assert "Anna" in (await town.hears(greta)).text
    assert GEESE in (await town.hears(anna)).text
    assert "zeiden allebei ja" in (await town.hears(town.office.group)).text
    await town.ask(anna, "/contacten")
    await town.later(days=14)
    assert "ganzen" in (await town.hears(anna)).text


async def test_a_no_is_told_to_staff_and_the_resident_and_leads_to_staff_again(
    town: Town, greta: Person, anna: Person
) -> None:
    await point(town, await to_staff(town, anna), GEESE)
    await town.press(anna, await town.hears(anna), "Breng ons in contact")
    step = await town.hears(anna)
    for button in ("Ja, deze tekst", "Ik hoor nergens bij", "Telegram", "Ja, vraag het"):
        await town.press(anna, step, button)
    await town.hears(town.office.group)

    await town.press(greta, await town.hears(greta), "Nee")

    assert "gaat het niet door" in (await town.hears(town.office.group)).text
    assert "ligt niet aan je vraag" in (await town.hears(anna)).text
    assert "Wie kan meedenken?" in (await town.hears(town.office.group)).text


async def test_in_a_group_only_who_asked_goes_on_and_in_private(
    town: Town, greta: Person, anna: Person, piet: Person, group: Chat
) -> None:
    card = await to_staff(town, anna, group, "In de groep")
    await point(town, card, GEESE)
    told = await town.hears(group)
    assert "alleen" in (await town.press(piet, told, "Breng ons in contact")).text.lower()

    pressed = await town.press(anna, told, "Breng ons in contact")

    stolen = await town.follow(piet, pressed.url)
    assert QUESTION not in stolen.text
    step = await town.follow(anna, pressed.url)
    assert QUESTION in step.text


async def test_who_knows_the_theme_stands_first_and_words_find_others(
    town: Town, greta: Person, anna: Person
) -> None:
    card = await to_staff(town, anna)
    await theme_is(town, "groen")
    await town.press(town.office.staff, card, "Wijs een collectief aan")
    found = await town.hears(town.office.group)
    assert labels(found)[:3] == [KEYS, GEESE, "Stille Buren (voorbeeld)"]
    assert "per mail" in found.text

    town.say(town.office.staff, "dieren ede", town.office.group, reply_to=found)
    searched = await town.hears(town.office.group)
    assert labels(searched) == [GEESE]
    town.say(town.office.staff, "wezep", town.office.group, reply_to=searched)
    assert "vond geen collectief" in (await town.hears(town.office.group)).text
    assert not town.unread(anna)

    await town.press(town.office.staff, found, "Stille Buren")
    assert "Niemand is te bereiken" in found.text
    assert "Stuur naar de bewoner" not in labels(found)


async def test_the_same_collective_is_named_once_and_can_be_taken_back(
    town: Town, greta: Person, anna: Person
) -> None:
    card = await to_staff(town, anna)
    receipt = await point(town, card, GEESE)
    told = await town.hears(anna)
    await town.press(town.office.staff, card, "Wijs een collectief aan")
    again = await town.hears(town.office.group)
    await town.press(town.office.staff, again, GEESE)
    assert "gebeurd" in (await town.press(town.office.staff, again, "Stuur naar de bewoner")).text

    introduce = data_of(told, "Breng ons in contact")
    await town.press(town.office.staff, receipt, "Haal terug")

    answer = await town.ask(anna, "/help")
    await town.press(anna, answer, data=introduce)
    assert not await town.rows(select(Introduction))
    await town.hears_nothing(anna)


async def test_a_collective_that_pauses_or_is_gone_is_said_kindly(
    town: Town, greta: Person, anna: Person
) -> None:
    await point(town, await to_staff(town, anna), GEESE)
    told = await town.hears(anna)
    async with town.db.begin() as session:
        geese = (await session.scalars(select(Collective).where(Collective.name == GEESE))).one()
        collectives.pause(geese, None)
    await town.press(anna, told, "Breng ons in contact")
    assert "kan nu niet met je praten" in (await town.hears(anna)).text

    async with town.db.begin() as session:
        geese = (await session.scalars(select(Collective).where(Collective.name == GEESE))).one()
        await collectives.remove(session, geese, at=AT)
    await town.press(anna, told, "Breng ons in contact")
    assert "is er niet meer" in (await town.hears(anna)).text


async def test_a_forged_press_of_who_is_no_staff_names_nothing(
    town: Town, greta: Person, anna: Person, piet: Person
) -> None:
    card = await to_staff(town, anna)
    number = data_of(card, "Wijs een collectief aan").split(":")[1]
    await town.press(piet, await town.ask(piet, "/help"), data=f"e:{number}:i:1")
    await town.hears_nothing(anna)

    sent = await staff_sends(town, card, "Een ganzenplan helpt.")
    assert "Verstuurd" in sent.text
    answer = await town.hears(anna)
    helped = data_of(answer, "Dit hielp")
    await town.press(anna, answer, data=helped[:-1] + "c")
    assert not await town.rows(select(Introduction))
    assert (await town.rows(select(Dilemma)))[0].person_id is not None
