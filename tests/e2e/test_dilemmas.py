"""A resident poses a dilemma, and what comes of it: from a real update to a real message."""

import pytest
from sqlalchemy import delete, select, update

from bot.app import Buurvraag
from bot.playground.state import Chat, Message, Person
from bot.playground.world import World
from models import Candidate, Case, Dilemma, Outcome
from tests.support.cases import GARDEN, HOMEWORK, KEY, STORIES

SURE = (
    "/dilemma Wie krijgt de sleutel van het buurthuis? Wij beheren een buurthuis van de gemeente. "
    "Welke bewoners mogen een sleutel hebben?"
)
FAR = "/dilemma quantumfysica xylofoon zebra"


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


async def edited(world: World, message: Message, before: str) -> str:
    """The text of a message once it is another one than before."""
    await world.wait_for(lambda: message.text != before)
    return message.text


async def opened_case(world: World, asker: Person, chat: Chat | Person, title: str = KEY) -> Message:
    """The answer with the case in short: picked from the choice, when the matcher was not sure."""
    answer = await answer_in(world, chat)
    if "Lees alles" not in labels(answer):
        before = answer.text
        world.press(asker, answer, title)
        await edited(world, answer, before)
    return answer


def labels(message: Message) -> list[str]:
    return [button["text"] for row in message.buttons for button in row]


async def test_a_case_of_others_comes_back_in_the_group(
    bot: Buurvraag, world: World, anna: Person, group: Chat
) -> None:
    asked = world.say(anna, group, SURE)

    answer = await opened_case(world, anna, group)

    assert KEY in answer.text
    assert "sleutelprotocol" in answer.text
    assert answer.reply_to == asked.id
    assert "Lees alles" in labels(answer)


async def test_plain_text_in_private_is_a_dilemma(bot: Buurvraag, world: World, anna: Person) -> None:
    world.say(anna, anna, SURE.removeprefix("/dilemma "))
    assert KEY in (await answer_in(world, anna)).text


async def test_answer_goes_to_the_topic_it_was_asked_in(bot: Buurvraag, world: World, anna: Person) -> None:
    forum = world.group("Forum (voorbeeld)", [anna], forum=True, topics=["Sleutels"], quiet=True)
    topic = list(forum.topics.values())[-1]
    world.say(anna, forum, SURE, topic=topic)
    answer = await answer_in(world, forum)
    assert answer.thread_id == topic.thread_id


async def test_the_command_alone_asks_and_a_reply_to_that_is_the_dilemma(
    bot: Buurvraag, world: World, anna: Person, group: Chat
) -> None:
    world.say(anna, group, "/dilemma")
    question = await answer_in(world, group)
    world.say(anna, group, "sleutel buurthuis", reply_to=question)
    assert KEY in (await answer_in(world, group, 2)).text


async def test_thanks_in_reply_to_an_answer_is_no_dilemma(
    bot: Buurvraag, world: World, anna: Person, group: Chat
) -> None:
    world.say(anna, group, SURE)
    answer = await answer_in(world, group)
    world.say(anna, group, "Dank je wel!", reply_to=answer)
    await world.quiet()
    assert len(world.bot_messages(group)) == 1


async def test_an_edited_question_changes_the_answer_and_adds_none(
    bot: Buurvraag, world: World, anna: Person, group: Chat
) -> None:
    asked = world.say(anna, group, SURE)
    answer = await answer_in(world, group)
    world.edit(anna, asked, "/dilemma mag huiswerkhulp uit het budget ontmoeting betaald worden?")
    assert HOMEWORK in await edited(world, answer, answer.text)
    assert len(world.bot_messages(group)) == 1


async def test_someone_elses_message_is_used_only_when_its_writer_agrees(
    bot: Buurvraag, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    said = world.say(piet, group, SURE.removeprefix("/dilemma "))
    world.say(anna, group, "/dilemma", reply_to=said)
    question = await answer_in(world, group)
    assert KEY not in question.text

    refused = await world.answer_to(world.press(anna, question, "Ja, zoek maar"))
    assert refused.text
    assert KEY not in question.text

    world.press(piet, question, "Ja, zoek maar")
    assert KEY in await edited(world, question, question.text)


async def test_a_writer_who_would_rather_not_is_left_alone(
    bot: Buurvraag, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    said = world.say(piet, group, SURE.removeprefix("/dilemma "))
    world.say(anna, group, "/dilemma", reply_to=said)
    question = await answer_in(world, group)
    world.press(piet, question, "Nee, liever niet")
    await edited(world, question, question.text)
    assert not labels(question)
    world.press(piet, question, data="l:1:y")
    await world.quiet()
    assert KEY not in question.text
    world.say(anna, group, "/dilemma", reply_to=said)
    again = await answer_in(world, group, 2)
    assert "laat het rusten" in again.text
    assert not labels(again)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("ab", "erg kort"),
        ("😀🎉", "alleen woorden"),
        ("sleutel " * 400, "lang verhaal"),
        ("/onbekend", "ken ik niet"),
        ("Dank je wel!", "Heb je een vraag"),
    ],
)
async def test_what_is_no_question_gets_a_kind_explanation(
    bot: Buurvraag, world: World, anna: Person, text: str, part: str
) -> None:
    world.say(anna, anna, text)
    assert part in (await answer_in(world, anna)).text


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "document"])
async def test_what_cannot_be_read_is_said_so(bot: Buurvraag, world: World, anna: Person, kind: str) -> None:
    world.say(anna, anna, file=kind)
    assert "kan ik niet lezen" in (await answer_in(world, anna)).text


async def test_the_rest_of_a_text_that_the_app_cut_in_two_is_no_second_question(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    world.say(anna, anna, "de sleutel " * 370)
    world.say(anna, anna, "en dan nog dit")
    await answer_in(world, anna)
    await world.quiet()
    assert len(world.bot_messages(anna)) == 1


async def test_an_anonymous_administrator_is_asked_to_write_as_a_person(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    group = world.group("Beheer (voorbeeld)", [anna], supergroup=True, quiet=True)
    world.say(anna, group, SURE, anonymous=True)
    assert "Schrijf als jezelf" in (await answer_in(world, group)).text


async def test_unsure_offers_titles_and_none_of_these_leads_to_staff(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    world.say(anna, anna, SURE.removeprefix("/dilemma "))
    answer = await answer_in(world, anna)
    await make_unsure(bot)
    world.press(anna, answer, data="d:1:s")
    await world.wait_for(lambda: "Geen van deze" in labels(answer))
    assert len(labels(answer)) == 4
    for button in ("Geen van deze", "Nee, dit is het niet", "Ja, vraag het"):
        before = answer.text
        world.press(anna, answer, button)
        await edited(world, answer, before)
    assert "Genoteerd" in answer.text


async def test_nothing_fits_is_said_honestly(bot: Buurvraag, world: World, anna: Person, group: Chat) -> None:
    world.say(anna, group, FAR)
    answer = await answer_in(world, group)
    assert "nog niet van andere bewoners gehoord" in answer.text
    assert "Ja, vraag het" in labels(answer)


async def test_only_the_asker_decides_about_the_question(
    bot: Buurvraag, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    world.say(anna, group, SURE)
    answer = await opened_case(world, anna, group)
    before = answer.text
    callback = await world.answer_to(world.press(piet, answer, "Niet mijn vraag"))
    assert callback.text
    assert answer.text == before
    callback = await world.answer_to(world.press(piet, answer, "Lees alles"))
    assert callback.url
    assert "start=d-" in callback.url


async def test_a_neighbour_saves_a_case_and_finds_it_in_private(
    bot: Buurvraag, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    world.say(anna, group, SURE)
    answer = await opened_case(world, anna, group)
    callback = await world.answer_to(world.press(piet, answer, "Bewaar"))
    assert callback.text
    assert "/bewaard" in callback.text

    world.say(piet, piet, "/bewaard")
    overview = await answer_in(world, piet)
    assert KEY in labels(overview)[0]
    before = overview.text
    world.press(piet, overview, 0)
    before = await edited(world, overview, before)
    assert "sleutelprotocol" in before
    world.press(piet, overview, "Haal weg")
    assert "nog niets bewaard" in await edited(world, overview, before)


async def test_a_long_case_is_paged_and_nothing_of_it_is_lost(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    world.say(anna, anna, "de verwarming van onze zaal viel elke winter uit")
    answer = await opened_case(world, anna, anna, STORIES)
    before = answer.text
    world.press(anna, answer, "Lees alles")
    pages = [await edited(world, answer, before)]
    while "Volgende ›" in labels(answer):
        world.press(anna, answer, "Volgende ›")
        pages.append(await edited(world, answer, pages[-1]))
    assert len(pages) > 1
    assert "".join(pages).count("dan pas <bellen>") == 36


async def test_the_link_in_the_group_opens_the_same_dilemma_in_private(
    bot: Buurvraag, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    world.say(anna, group, SURE)
    answer = await opened_case(world, anna, group)
    callback = await world.answer_to(world.press(piet, answer, "Lees alles"))
    payload = (callback.url or "").split("start=")[1]
    world.start(piet, payload)
    assert KEY in (await answer_in(world, piet)).text
    world.start(anna, payload)
    mine = await answer_in(world, anna)
    assert "Niet mijn vraag" in labels(mine)


async def test_personal_details_are_not_answered_where_neighbours_read(
    bot: Buurvraag, world: World, anna: Person, group: Chat
) -> None:
    world.say(anna, group, f"{SURE} Bel mevrouw De Wit op 06-12345678")
    answer = await answer_in(world, group)
    assert KEY not in answer.text
    assert "De Wit" not in answer.text
    assert "telefoonnummer" in answer.text


@pytest.mark.parametrize(
    "data",
    [
        "d:1:n:999",
        "d:999999:n:1",
        "d:1:q",
        "d::",
        "d:1:w:1:999999",
        "s:1:1",
        "x",
        "l:1:y",
        "t:xx",
        "d:1:c:2:3:4",
    ],
)
async def test_forged_presses_change_nothing(
    bot: Buurvraag, world: World, anna: Person, piet: Person, group: Chat, data: str
) -> None:
    world.say(anna, group, SURE)
    answer = await answer_in(world, group)
    before = answer.text
    await world.answer_to(world.press(piet, answer, data=data))
    await world.quiet()
    assert answer.text == before
    assert len(world.bot_messages()) == 1


async def test_pressing_twice_in_a_row_is_harmless(
    bot: Buurvraag, world: World, anna: Person, group: Chat
) -> None:
    world.say(anna, group, SURE)
    answer = await opened_case(world, anna, group)
    before = answer.text
    for _ in range(3):
        world.press(anna, answer, "Lees alles")
    await edited(world, answer, before)
    await world.quiet()
    assert len(world.bot_messages(group)) == 1


async def test_the_bot_introduces_itself_once_in_four_lines(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    group = world.group("Nieuw (voorbeeld)", [anna])
    welcome = await answer_in(world, group)
    assert len(welcome.text.splitlines()) == 4
    assert "bot" in welcome.text
    world.promote_bot(anna, group)
    await world.quiet()
    assert len(world.bot_messages(group)) == 1


async def test_a_group_that_became_a_supergroup_keeps_its_dilemma(
    bot: Buurvraag, world: World, anna: Person, piet: Person
) -> None:
    group = world.group("Klein (voorbeeld)", [anna, piet], quiet=True)
    asked = world.say(anna, group, SURE)
    await answer_in(world, group)
    there = world.migrate(group)
    await world.quiet()
    world.say(anna, there, "/dilemma de wethouder wil onze moestuin bebouwen")
    assert GARDEN in (await answer_in(world, there)).text
    assert asked.chat.id != there.id


async def test_language_is_chosen_by_the_person_in_private_and_by_admins_in_a_group(
    bot: Buurvraag, world: World, anna: Person, piet: Person, group: Chat
) -> None:
    world.say(piet, piet, "/taal")
    choice = await answer_in(world, piet)
    world.press(piet, choice, "English")
    assert "English from now on" in await edited(world, choice, choice.text)
    world.say(piet, piet, "/help")
    assert "How it works" in (await answer_in(world, piet, 2)).text

    world.say(piet, group, "/taal")
    choice = await answer_in(world, group)
    callback = await world.answer_to(world.press(piet, choice, "English"))
    assert "beheerder" in (callback.text or "")
    world.press(anna, choice, "English")  # the first member owns the group
    assert "English from now on" in await edited(world, choice, choice.text)


async def test_pressing_none_of_these_twice_refuses_only_what_was_seen(
    bot: Buurvraag, world: World, anna: Person
) -> None:
    world.say(anna, anna, SURE.removeprefix("/dilemma "))
    answer = await answer_in(world, anna)
    await make_unsure(bot)
    await world.answer_to(world.press(anna, answer, data="d:1:s"))
    await world.wait_for(lambda: "Geen van deze" in labels(answer))
    [data] = [one["callback_data"] for row in answer.buttons for one in row if one["text"] == "Geen van deze"]
    seen = set(labels(answer)) - {"Geen van deze"}
    for _ in range(2):
        await world.answer_to(world.press(anna, answer, data=data))
    await world.quiet()
    async with bot.db.read() as session:
        refused = set(
            await session.scalars(select(Case.title).join(Candidate).where(Candidate.refused_at.is_not(None)))
        )
    assert refused == seen


async def make_unsure(bot: Buurvraag) -> None:
    """Let the one dilemma have four candidates, none of them certain, whatever the matcher thought."""
    async with bot.db.begin() as session:
        await session.execute(delete(Candidate))
        await session.execute(update(Dilemma).values(outcome=Outcome.UNSURE))
        for rank, case_id in enumerate(await session.scalars(select(Case.id)), start=1):
            session.add(Candidate(dilemma_id=1, case_id=case_id, rank=rank, confidence=0.3))
