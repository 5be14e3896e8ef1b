"""One person cannot keep the bot from all others."""

import pytest
from sqlalchemy import func, select

from bot.playground.state import Chat, Person
from models import Dilemma
from tests.support.cases import KEY
from tests.support.town import Town, labels

QUESTION = "Wie krijgt de sleutel van het buurthuis? Welke bewoners mogen een sleutel hebben?"

pytestmark = pytest.mark.parametrize("questions_per_minute", [3])


@pytest.mark.parametrize("text", [QUESTION, "ab"])
async def test_a_flood_of_messages_gets_a_few_answers_and_one_kind_word(
    town: Town, anna: Person, text: str
) -> None:
    for number in range(40):
        town.say(anna, f"{text} {number}" if text == QUESTION else text)
    await town.settled()

    said = [message.text for message in town.unread(anna)]
    kind = [text for text in said if text.startswith("Rustig aan")]
    # The minute may turn while the flood is read.
    assert 1 <= len(kind) <= 2
    assert 3 <= len(said) - len(kind) <= 6


async def test_nothing_else_waits_buttons_commands_and_neighbours_least_of_all(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    answer = await town.ask(anna, f"/dilemma {QUESTION}", group)
    for number in range(6):
        town.say(anna, f"{QUESTION} {number}")
    await town.settled()

    already = town.unread(anna)
    town.say(anna, "/bewaard")
    await town.press(anna, answer, labels(answer)[0])
    assert "nog niets bewaard" in town.unread(anna)[len(already)].text
    assert answer.text
    assert KEY in (await town.ask(piet, QUESTION)).text


async def test_after_a_minute_questions_are_answered_again(town: Town, anna: Person) -> None:
    for number in range(6):
        town.say(anna, f"{QUESTION} {number}")
    await town.settled()
    posed = await town.rows(select(func.count()).select_from(Dilemma))
    for message in town.unread(anna):
        assert await town.hears(anna) is message

    await town.later(seconds=61)

    assert posed == [3]
    assert KEY in (await town.ask(anna, f"{QUESTION} en nu?")).text
