"""Nobody gets stuck: whatever somebody types, presses or replies with, there is a way on that works."""

import pytest
from sqlalchemy import update

from bot.app import Buurvraag
from bot.playground.state import Chat, Message, Person
from bot.playground.world import World
from models import Case
from tests.support.cases import KEY

QUESTION = (
    "Wie krijgt de sleutel van het buurthuis? Wij beheren een buurthuis van de gemeente. "
    "Welke bewoners mogen een sleutel hebben?"
)


@pytest.fixture
def anna(world: World) -> Person:
    return world.person("Anna (voorbeeld)")


@pytest.fixture
def piet(world: World) -> Person:
    return world.person("Piet (voorbeeld)")


@pytest.fixture
def group(world: World, anna: Person, piet: Person) -> Chat:
    return world.group("Buurt (voorbeeld)", [anna, piet], supergroup=True, quiet=True)


async def answer_in(world: World, chat: Chat | Person, count: int = 1) -> Message:
    """The bot's newest message once there are `count`."""
    await world.wait_for(lambda: len(world.bot_messages(chat)) >= count)
    return world.last_bot_message(chat)


@pytest.mark.parametrize("text", ["ok", "😀", "hallo allemaal", "sleutel " * 300])
async def test_in_a_group_a_reply_to_what_was_not_enough_is_read_however_short(
    bot: Buurvraag, world: World, anna: Person, group: Chat, text: str
) -> None:
    asked = world.say(anna, group, f"/dilemma {text}")
    hint = await answer_in(world, group)

    assert hint.reply_to == asked.id
    assert "Antwoord op dit bericht" in hint.text
    assert hint.keyboard is not None
    assert hint.keyboard["kind"] == "force_reply"

    world.say(anna, group, "sleutel buurthuis", reply_to=hint)
    assert KEY in (await answer_in(world, group, 2)).text


@pytest.mark.parametrize("text", ["bedankt voor de hulp hoor", "😀 😀 😀 😀"])
async def test_friendly_words_in_reply_to_an_answer_start_nothing(
    bot: Buurvraag, world: World, anna: Person, group: Chat, text: str
) -> None:
    world.say(anna, group, f"/dilemma {QUESTION}")
    answer = await answer_in(world, group)
    world.say(anna, group, text, reply_to=answer)
    await world.quiet()
    assert len(world.bot_messages(group)) == 1


@pytest.mark.parametrize(("text", "part"), [("wat leuk!", "geen vraag"), ("sleutel " * 300, "te lang")])
async def test_whoever_lifts_what_is_no_question_is_told_and_its_writer_is_left_in_peace(
    bot: Buurvraag, world: World, anna: Person, piet: Person, group: Chat, text: str, part: str
) -> None:
    said = world.say(piet, group, text)
    command = world.say(anna, group, "/dilemma", reply_to=said)
    answer = await answer_in(world, group)
    assert answer.reply_to == command.id
    assert part in answer.text


async def test_a_question_of_which_all_words_are_taken_away_is_asked_for_again(
    bot: Buurvraag, world: World, anna: Person, group: Chat
) -> None:
    asked = world.say(anna, group, f"/dilemma {QUESTION}")
    await answer_in(world, group)
    world.edit(anna, asked, "/dilemma")
    assert "Wat is jullie vraag?" in (await answer_in(world, group, 2)).text


async def test_help_is_not_taken_for_good_news(bot: Buurvraag, world: World, anna: Person) -> None:
    world.say(anna, anna, "help")
    assert (await answer_in(world, anna)).text.startswith("Ik help graag.")


@pytest.mark.parametrize("kind", ["voice", "photo"])
async def test_a_voice_or_picture_in_answer_to_the_bots_question_is_not_met_with_silence(
    bot: Buurvraag, world: World, anna: Person, group: Chat, kind: str
) -> None:
    world.say(anna, group, "/dilemma")
    question = await answer_in(world, group)
    world.say(anna, group, file=kind, reply_to=question)
    answer = await answer_in(world, group, 2)
    assert "kan ik niet lezen" in answer.text
    world.say(anna, group, "sleutel buurthuis", file="photo", reply_to=answer)
    assert KEY in (await answer_in(world, group, 3)).text


async def test_a_voice_in_reply_to_an_answer_is_left_to_the_neighbours(
    bot: Buurvraag, world: World, anna: Person, group: Chat
) -> None:
    world.say(anna, group, f"/dilemma {QUESTION}")
    answer = await answer_in(world, group)
    world.say(anna, group, file="voice", reply_to=answer)
    await world.quiet()
    assert len(world.bot_messages(group)) == 1


async def test_a_neighbour_who_presses_read_all_can_read_all(
    bot: Buurvraag, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    async with bot.db.begin() as session:
        await session.execute(
            update(Case).where(Case.title == KEY).values(context="Een lang verhaal. " * 600)
        )
    world.say(anna, group, f"/dilemma {QUESTION}")
    answer = await answer_in(world, group)
    before = answer.text
    opened = await world.answer_to(world.press(piet, answer, data="d:1:s"))
    assert opened.url is not None
    world.start(piet, opened.url.partition("start=")[2])
    case = await answer_in(world, piet)
    assert "Bladzijde 1 van" in case.text

    first = case.text
    world.press(piet, case, "Volgende ›")
    await world.wait_for(lambda: case.text != first)

    assert "Bladzijde 2 van" in case.text
    assert answer.text == before
