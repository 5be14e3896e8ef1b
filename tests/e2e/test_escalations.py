"""A question that nobody solved goes to staff, who answer it: with topics in the staff group, and without."""

import pytest

from bot.playground.state import Chat, Message, Person, Topic
from tests.support.town import Town

QUESTION = "wat doen we met de ganzen in het plantsoen?"
NEXT_PREVIEWED = 3

both_kinds = pytest.mark.parametrize("staff_has_topics", [True, False], ids=["topics", "cards"])


async def to_staff(town: Town, who: Person, *, where: Chat | None = None, button: str = "Ja, vraag het") -> Message:
    """A question that nobody can answer, put before staff; the card that staff see."""
    text = f"/dilemma {QUESTION}" if where is not None else QUESTION
    answer = await town.ask(who, text, where)
    await town.press(who, answer, "Ja, vraag het")
    await town.press(who, answer, button)
    return await town.hears(town.office.group)


def topic_of(town: Town, message: Message) -> Topic | None:
    return town.office.group.topics.get(message.thread_id or 0)


async def staff_answers(town: Town, card: Message, text: str, **more: object) -> Message:
    """One of staff replies to a card and says yes to the preview; the receipt."""
    town.say(town.office.staff, text, town.office.group, reply_to=card, **more)
    shown = await town.hears(town.office.group)
    await town.press(town.office.staff, shown, "Verstuur als antwoord")
    return shown


@both_kinds
async def test_a_question_goes_to_staff_and_the_answer_comes_back(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    assert QUESTION in card.text
    assert "Anna" not in card.text

    await staff_answers(town, card, "Vraag de gemeente om een ganzenplan.")

    answer = await town.hears(anna)
    assert "Antwoord van de medewerkers" in answer.text
    assert "ganzenplan" in answer.text
    await town.hears_nothing(anna)
