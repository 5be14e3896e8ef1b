"""What people in an introduction can do by accident or on purpose, and that it harms nobody."""

import pytest
from sqlalchemy import select

from bot.playground.state import Person
from bot.services import people
from bot.services.collectives import collectives
from models import Approach, ContactRole, Introduction
from tests.e2e.test_introductions import OWN_WORDS, PEER, Neighbourhood, buurt
from tests.support.town import Town, labels

__all__ = ["buurt"]


async def test_a_preview_of_an_earlier_request_sends_what_it_shows_and_not_the_later_one(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    answer = await buurt.case_for(anna)
    previews = []
    for own_words in (True, False):
        await town.press(anna, answer, "Breng ons in contact")
        card = await town.hears(anna)
        if own_words:
            await town.press(anna, card, "Schrijf het zelf")
            card = await town.ask(anna, OWN_WORDS)
        else:
            await town.press(anna, card, "Ja, deze tekst")
        for button in ("Ik hoor nergens bij", "Telegram"):
            await town.press(anna, card, button)
        assert "Klopt dit?" in card.text
        assert (OWN_WORDS in card.text) is own_words
        previews.append(card)

    await town.press(anna, previews[0], "Ja, vraag het")
    await town.press(anna, previews[1], "Ja, vraag het")
    await town.settled()

    [sent] = await town.rows(select(Introduction))
    assert sent.text == OWN_WORDS
    assert "al bezig" in previews[1].text


@pytest.mark.parametrize(
    "words",
    [
        "Vraag het aan @annavoorbeeld, die weet van de sleutels",
        "Op www.tuinclub-voorbeeld.nl staat wat wij doen met sleutels",
        "Kijk maar op https://voorbeeld.example/sleutels wat wij willen",
        "Je vindt ons op t.me/tuinclub_voorbeeld met onze sleutels",
    ],
)
async def test_words_that_lead_to_somebody_are_asked_for_again(
    town: Town, buurt: Neighbourhood, anna: Person, words: str
) -> None:
    card = await buurt.begin(anna)
    await town.press(anna, card, "Schrijf het zelf")
    assert "Bij welke groep" not in (await town.ask(anna, words)).text
    assert "Bij welke groep" in (await town.ask(anna, OWN_WORDS)).text


async def test_words_of_somebody_else_are_not_told(
    town: Town, buurt: Neighbourhood, anna: Person, piet: Person
) -> None:
    theirs = town.say(piet, "Wij vertellen dit liever niet verder, hoor buren.")
    await town.hears(piet)
    card = await buurt.begin(anna)
    await town.press(anna, card, "Schrijf het zelf")
    town.say(anna, "", forward=theirs)
    assert "doorgestuurd" in (await town.hears(anna)).text
    assert "Bij welke groep" in (await town.ask(anna, OWN_WORDS)).text


async def test_a_question_that_is_handed_back_is_asked_again(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    await town.press(buurt.henk, question, "Vraag de andere contactpersoon")
    asked = await town.hears(buurt.deputy)
    await town.press(buurt.deputy, asked, "Vraag de andere contactpersoon")
    await buurt.accept(buurt.henk, await town.hears(buurt.henk))
    assert "Henk" in (await town.hears(anna)).text


async def test_who_takes_over_late_is_not_reminded_at_once(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    await town.later(days=4)
    await town.hears(buurt.henk)
    await town.press(buurt.henk, question, "Vraag de andere contactpersoon")
    await town.hears(buurt.deputy)
    await town.later(minutes=5)
    await town.hears_nothing(buurt.deputy)


async def test_who_asks_is_never_asked_after_becoming_the_deputy(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    async with town.db.begin() as session:
        (proof,) = [one for one in await collectives.listed(session) if one.name == PEER]
        me = await people.meet(session, anna.id, at=town.world.clock.now())
        await collectives.set_contact(session, proof, me, ContactRole.DEPUTY, at=town.world.clock.now())
    await town.press(buurt.henk, question, data="ip:1:d")
    await town.later(minutes=5)
    assert not [one for one in town.unread(anna) if "Ja, graag" in labels(one)]
    (asker,) = await town.rows(select(Introduction.person_id))
    assert asker not in await town.rows(select(Approach.person_id))


@pytest.mark.parametrize("number", ["0" + "-" * 400 + "612345678", "0612345678" + "-" * 300])
async def test_a_number_that_is_mostly_dashes_is_asked_for_again(
    town: Town, buurt: Neighbourhood, anna: Person, number: str
) -> None:
    card = await buurt.begin(anna)
    await town.press(anna, card, "Ja, deze tekst")
    await town.press(anna, card, "Ik hoor nergens bij")
    await town.press(anna, card, "Telefoon")
    await town.hears(anna)
    assert "Genoteerd" not in (await town.ask(anna, number)).text
    assert "Genoteerd" in (await town.ask(anna, "06 12 34 56 78")).text
    assert "Klopt dit?" in (await town.hears(anna)).text
