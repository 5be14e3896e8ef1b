"""Nobody gets stuck: whatever somebody types, presses or replies with, there is a way on that works."""

import pytest
from sqlalchemy import select, update

from bot.playground.state import Chat, Person
from models import Case, Dilemma
from tests.support.cases import KEY
from tests.support.town import Town

QUESTION = (
    "Wie krijgt de sleutel van het buurthuis? Wij beheren een buurthuis van de gemeente. "
    "Welke bewoners mogen een sleutel hebben?"
)


@pytest.mark.parametrize("text", ["ok", "😀", "hallo allemaal", "sleutel " * 300])
async def test_in_a_group_a_reply_to_what_was_not_enough_is_read_however_short(
    town: Town, anna: Person, group: Chat, text: str
) -> None:
    asked = town.say(anna, f"/dilemma {text}", group)
    hint = await town.hears(group)

    assert hint.reply_to == asked.id
    assert "Antwoord op dit bericht" in hint.text
    assert hint.keyboard is not None
    assert hint.keyboard["kind"] == "force_reply"

    assert KEY in (await town.ask(anna, "sleutel buurthuis", reply_to=hint)).text


@pytest.mark.parametrize("text", ["bedankt voor de hulp hoor", "😀 😀 😀 😀"])
async def test_friendly_words_in_reply_to_an_answer_start_nothing(
    town: Town, anna: Person, group: Chat, text: str
) -> None:
    answer = await town.ask(anna, f"/dilemma {QUESTION}", group)
    town.say(anna, text, reply_to=answer)
    await town.hears_nothing(group)


@pytest.mark.parametrize(("text", "part"), [("wat leuk!", "geen vraag"), ("sleutel " * 300, "te lang")])
async def test_whoever_lifts_what_is_no_question_is_told_and_its_writer_is_left_in_peace(
    town: Town, anna: Person, piet: Person, group: Chat, text: str, part: str
) -> None:
    said = town.say(piet, text, group)
    command = town.say(anna, "/dilemma", reply_to=said)
    answer = await town.hears(group)
    assert answer.reply_to == command.id
    assert part in answer.text


@pytest.mark.parametrize("hides", [True, False])
async def test_a_forwarded_message_is_told_in_own_words_because_its_writer_cannot_be_asked(
    town: Town, anna: Person, piet: Person, group: Chat, hides: bool
) -> None:
    writer = town.person("Loes", hides_forwards=hides)
    elsewhere = town.say(writer, QUESTION)
    await town.hears(writer)

    lifted = town.world.say(piet, group, forward=elsewhere)
    asked = await town.ask(anna, "/dilemma", reply_to=lifted)
    assert "eigen woorden" in asked.text
    assert KEY not in asked.text
    assert KEY in (await town.ask(anna, QUESTION, reply_to=asked)).text

    town.world.say(anna, anna, forward=elsewhere)
    assert "eigen woorden" in (await town.hears(anna)).text
    # One of the writer, one of Anna in her own words, none in the name of who forwarded.
    assert len(await town.rows(select(Dilemma.id))) == 2


async def test_who_forwards_own_words_asks_with_them(town: Town, anna: Person, group: Chat) -> None:
    elsewhere = town.say(anna, QUESTION, group)
    town.world.say(anna, anna, forward=elsewhere)
    assert KEY in (await town.hears(anna)).text


async def test_a_question_of_which_all_words_are_taken_away_is_asked_for_again(
    town: Town, anna: Person, group: Chat
) -> None:
    asked = town.say(anna, f"/dilemma {QUESTION}", group)
    await town.hears(group)
    await town.edit(anna, asked, "/dilemma")
    assert "Wat is jullie vraag?" in (await town.hears(group)).text


async def test_help_is_not_taken_for_good_news(town: Town, anna: Person) -> None:
    assert (await town.ask(anna, "help")).text.startswith("Ik help graag.")


@pytest.mark.parametrize("kind", ["voice", "photo"])
async def test_a_voice_or_picture_in_answer_to_the_bots_question_is_not_met_with_silence(
    town: Town, anna: Person, group: Chat, kind: str
) -> None:
    question = await town.ask(anna, "/dilemma", group)
    answer = await town.ask(anna, "", reply_to=question, file=kind)
    assert "kan ik niet lezen" in answer.text
    assert KEY in (await town.ask(anna, "sleutel buurthuis", reply_to=answer, file="photo")).text


async def test_a_voice_in_reply_to_an_answer_is_left_to_the_neighbours(
    town: Town, anna: Person, group: Chat
) -> None:
    answer = await town.ask(anna, f"/dilemma {QUESTION}", group)
    town.say(anna, "", reply_to=answer, file="voice")
    await town.hears_nothing(group)


async def test_a_neighbour_who_presses_read_all_can_read_all(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    async with town.db.begin() as session:
        await session.execute(
            update(Case).where(Case.title == KEY).values(context="Een lang verhaal. " * 600)
        )
    answer = await town.ask(anna, f"/dilemma {QUESTION}", group)
    before = answer.text
    case = await town.follow(piet, (await town.press(piet, answer, data="d:1:s")).url)
    assert "Bladzijde 1 van" in case.text

    await town.press(piet, case, "Volgende ›")

    assert "Bladzijde 2 van" in case.text
    assert answer.text == before
