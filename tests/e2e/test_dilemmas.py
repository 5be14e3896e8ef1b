"""A resident poses a dilemma, and what comes of it: from a real update to a real message."""

import pytest
from sqlalchemy import delete, select, update

from bot.playground.state import Chat, Message, Person
from bot.services.library import library
from models import Candidate, Case, Dilemma, OutboxMessage, Outcome
from tests.support.cases import GARDEN, HOMEWORK, KEY, STORIES
from tests.support.town import Town, data_of, labels, url_of

QUESTION = (
    "Wie krijgt de sleutel van het buurthuis? Wij beheren een buurthuis van de gemeente. "
    "Welke bewoners mogen een sleutel hebben?"
)
FAR = "/dilemma quantumfysica xylofoon zebra"


async def opened_case(
    town: Town, asker: Person, to: Chat | Person, text: str = f"/dilemma {QUESTION}", title: str = KEY
) -> Message:
    """The answer with the case in short: picked from the choice, when the matcher was not sure."""
    answer = await town.ask(asker, text, to)
    if "Lees alles" not in labels(answer):
        await town.press(asker, answer, title)
    return answer


async def test_a_case_of_others_comes_back_in_the_group(town: Town, anna: Person, group: Chat) -> None:
    answer = await opened_case(town, anna, group)
    [asked] = [message for message in group.messages.values() if not message.from_bot]

    assert KEY in answer.text
    assert "sleutelprotocol" in answer.text
    assert answer.reply_to == asked.id
    assert "Lees alles" in labels(answer)


async def test_plain_text_in_private_is_a_dilemma(town: Town, anna: Person) -> None:
    assert KEY in (await town.ask(anna, QUESTION)).text


async def test_answer_goes_to_the_topic_it_was_asked_in(town: Town, anna: Person) -> None:
    forum = town.group("Forum", anna, forum=True, topics=["Sleutels"])
    topic = list(forum.topics.values())[-1]
    answer = await town.ask(anna, f"/dilemma {QUESTION}", forum, topic=topic)
    assert answer.thread_id == topic.thread_id


async def test_the_command_alone_asks_and_a_reply_to_that_is_the_dilemma(
    town: Town, anna: Person, group: Chat
) -> None:
    question = await town.ask(anna, "/dilemma", group)
    assert KEY in (await town.ask(anna, "sleutel buurthuis", reply_to=question)).text


async def test_thanks_in_reply_to_an_answer_is_no_dilemma(town: Town, anna: Person, group: Chat) -> None:
    answer = await town.ask(anna, f"/dilemma {QUESTION}", group)
    town.say(anna, "Dank je wel!", reply_to=answer)
    await town.hears_nothing(group)


async def test_an_edited_question_changes_the_answer_and_adds_none(
    town: Town, anna: Person, group: Chat
) -> None:
    asked = town.say(anna, f"/dilemma {QUESTION}", group)
    answer = await town.hears(group)
    await town.edit(anna, asked, "/dilemma mag huiswerkhulp uit het budget ontmoeting betaald worden?")
    assert HOMEWORK in answer.text
    await town.hears_nothing(group)


async def test_someone_elses_message_is_used_only_when_its_writer_agrees(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    said = town.say(piet, QUESTION, group)
    question = await town.ask(anna, "/dilemma", reply_to=said)
    assert KEY not in question.text

    refused = await town.press(anna, question, "Ja, zoek maar")
    assert refused.text
    assert KEY not in question.text

    await town.press(piet, question, "Ja, zoek maar")
    assert KEY in question.text


async def test_a_writer_who_would_rather_not_is_left_alone(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    said = town.say(piet, QUESTION, group)
    question = await town.ask(anna, "/dilemma", reply_to=said)
    await town.press(piet, question, "Nee, liever niet")
    assert not labels(question)

    await town.press(piet, question, data="l:1:y")
    assert KEY not in question.text

    again = await town.ask(anna, "/dilemma", reply_to=said)
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
    town: Town, anna: Person, text: str, part: str
) -> None:
    assert part in (await town.ask(anna, text)).text


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "document"])
async def test_what_cannot_be_read_is_said_so(town: Town, anna: Person, kind: str) -> None:
    assert "kan ik niet lezen" in (await town.ask(anna, "", file=kind)).text


async def test_the_rest_of_a_text_that_the_app_cut_in_two_is_no_second_question(
    town: Town, anna: Person
) -> None:
    town.say(anna, "de sleutel " * 370)
    town.say(anna, "en dan nog dit")
    await town.hears(anna)
    await town.hears_nothing(anna)


async def test_an_anonymous_administrator_is_asked_to_write_as_a_person(
    town: Town, anna: Person, group: Chat
) -> None:
    answer = await town.ask(anna, f"/dilemma {QUESTION}", group, anonymous=True)
    assert "Schrijf als jezelf" in answer.text


async def test_unsure_offers_titles_and_none_of_these_leads_to_staff(town: Town, anna: Person) -> None:
    answer = await town.ask(anna, QUESTION)
    await make_unsure(town)
    await town.press(anna, answer, data="d:1:s")
    assert "Geen van deze" in labels(answer)
    assert len(labels(answer)) == 4
    for button in ("Geen van deze", "Nee, dit is het niet", "Ja, vraag het"):
        await town.press(anna, answer, button)
    assert "Je vraag ligt bij de medewerkers" in answer.text


@pytest.mark.parametrize("more_config", [""], ids=["no staff chat"])
async def test_without_a_staff_chat_the_wish_is_kept_and_nothing_more_is_promised(
    town: Town, anna: Person
) -> None:
    answer = await town.ask(anna, FAR)
    await town.press(anna, answer, "Ja, vraag het")
    assert "Genoteerd" in answer.text
    assert labels(answer) == ["Toch niet vragen"]
    await town.hears_nothing(town.office.group)


async def test_nothing_fits_is_said_honestly(town: Town, anna: Person, group: Chat) -> None:
    answer = await town.ask(anna, FAR, group)
    assert "nog niet van andere bewoners gehoord" in answer.text
    assert FAR.removeprefix("/dilemma ") in answer.text
    assert labels(answer)[:3] == ["In de groep", "Alleen aan mij", "Nee, laat maar"]


async def test_only_the_asker_decides_about_the_question(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    answer = await opened_case(town, anna, group)
    before = answer.text
    assert (await town.press(piet, answer, "Niet mijn vraag")).text
    assert answer.text == before
    assert "start=d-" in str((await town.press(piet, answer, "Lees alles")).url)


async def test_a_neighbour_saves_a_case_and_finds_it_in_private(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    answer = await opened_case(town, anna, group)
    saved = await town.press(piet, answer, "Bewaar")
    assert "/bewaard" in str(saved.text)

    overview = await town.ask(piet, "/bewaard")
    assert KEY in labels(overview)[0]
    await town.press(piet, overview, 0)
    assert "sleutelprotocol" in overview.text
    await town.press(piet, overview, "Haal weg")
    assert "nog niets bewaard" in overview.text


async def test_a_long_case_is_paged_and_nothing_of_it_is_lost(town: Town, anna: Person) -> None:
    answer = await opened_case(
        town, anna, anna, "de verwarming van onze zaal viel elke winter uit", title=STORIES
    )
    await town.press(anna, answer, "Lees alles")
    pages = [answer.text]
    while "Volgende ›" in labels(answer):
        await town.press(anna, answer, "Volgende ›")
        pages.append(answer.text)
    assert len(pages) > 1
    assert "".join(pages).count("dan pas <bellen>") == 36


async def test_nothing_that_an_editor_or_resident_wrote_can_be_pressed(
    town: Town, anna: Person, group: Chat
) -> None:
    live = " Vraag @jan_voorbeeld, typ /help, zie https://voorbeeld.nl of #buurt. \u202eomgekeerd"
    async with town.db.begin() as session:
        await session.execute(
            update(Case)
            .where(Case.title == KEY)
            .values(title=KEY + live, dilemma=Case.dilemma + live, context=live, collective="@groep_x")
        )
        await library.raise_revision(session)
    town.bot.wakeups.library.set()
    await town.settled()

    answer = await opened_case(town, anna, group)
    kinds = {entity["type"] for entity in answer.entities}
    await town.press(anna, answer, "Lees alles")

    assert "@\u2060jan_voorbeeld" in answer.text
    assert "\u202e" not in answer.text
    assert kinds | {entity["type"] for entity in answer.entities} <= {"bold", "italic"}


async def test_the_link_in_the_group_opens_the_same_dilemma_in_private(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    answer = await opened_case(town, anna, group)
    link = (await town.press(piet, answer, "Lees alles")).url
    assert KEY in (await town.follow(piet, link)).text
    assert "Niet mijn vraag" in labels(await town.follow(anna, link))


async def test_personal_details_are_not_answered_where_neighbours_read(
    town: Town, anna: Person, group: Chat
) -> None:
    answer = await town.ask(anna, f"/dilemma {QUESTION} Bel mevrouw De Wit op 06-12345678", group)
    assert KEY not in answer.text
    assert "De Wit" not in answer.text
    assert "telefoonnummer" in answer.text


async def test_what_is_said_of_a_named_neighbours_health_goes_on_in_private(
    town: Town, anna: Person, group: Chat
) -> None:
    answer = await town.ask(anna, f"/dilemma {QUESTION} Mevrouw De Wit is dement.", group)
    assert KEY not in answer.text
    assert "iemands gezondheid" in answer.text
    assert KEY in (await town.follow(anna, url_of(answer, 0))).text


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
    town: Town, anna: Person, piet: Person, group: Chat, data: str
) -> None:
    answer = await town.ask(anna, f"/dilemma {QUESTION}", group)
    before = answer.text
    await town.press(piet, answer, data=data)
    assert answer.text == before
    await town.hears_nothing()


async def test_pressing_twice_in_a_row_is_harmless(town: Town, anna: Person, group: Chat) -> None:
    answer = await opened_case(town, anna, group)
    before = answer.text
    for _ in range(2):
        town.world.press(anna, answer, "Lees alles")
    await town.press(anna, answer, "Lees alles")
    assert answer.text != before
    await town.hears_nothing(group)


async def test_the_bot_introduces_itself_once_in_four_lines(town: Town, anna: Person) -> None:
    group = town.group("Nieuw", anna, supergroup=False, quiet=False)
    welcome = await town.hears(group)
    assert len(welcome.text.splitlines()) == 4
    assert "bot" in welcome.text
    town.world.promote_bot(anna, group)
    await town.hears_nothing(group)


async def test_a_group_that_became_a_supergroup_keeps_its_dilemma(
    town: Town, anna: Person, piet: Person
) -> None:
    group = town.group("Klein", anna, piet, supergroup=False)
    await town.ask(anna, f"/dilemma {QUESTION}", group)
    there = town.world.migrate(group)
    await town.hears_nothing()
    answer = await town.ask(anna, "/dilemma de wethouder wil onze moestuin bebouwen", there)
    assert GARDEN in answer.text
    assert len(set(await town.rows(select(Dilemma.chat_id)))) == 1


async def test_language_is_chosen_by_the_person_in_private_and_by_admins_in_a_group(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    choice = await town.ask(piet, "/taal")
    await town.press(piet, choice, "English")
    assert "English from now on" in choice.text
    assert "How it works" in (await town.ask(piet, "/help")).text

    choice = await town.ask(piet, "/taal", group)
    refused = await town.press(piet, choice, "English")
    assert "beheerder" in str(refused.text)
    await town.press(anna, choice, "English")  # the first member owns the group
    assert "English from now on" in choice.text


async def test_pressing_none_of_these_twice_refuses_only_what_was_seen(town: Town, anna: Person) -> None:
    answer = await town.ask(anna, QUESTION)
    await make_unsure(town)
    await town.press(anna, answer, data="d:1:s")
    data = data_of(answer, "Geen van deze")
    seen = set(labels(answer)) - {"Geen van deze"}
    for _ in range(2):
        await town.press(anna, answer, data=data)
    refused = select(Case.title).join(Candidate).where(Candidate.refused_at.is_not(None))
    assert set(await town.rows(refused)) == seen


async def make_unsure(town: Town) -> None:
    """Let the one dilemma have four candidates, none of them certain, whatever the matcher thought."""
    async with town.db.begin() as session:
        await session.execute(delete(Candidate))
        await session.execute(update(Dilemma).values(outcome=Outcome.UNSURE))
        for rank, case_id in enumerate(await session.scalars(select(Case.id)), start=1):
            session.add(Candidate(dilemma_id=1, case_id=case_id, rank=rank, confidence=0.3))


async def test_help_says_what_somebody_of_a_role_can_do_and_no_more(
    town: Town, anna: Person, group: Chat
) -> None:
    office = town.office
    private = await town.ask(anna, "/help")
    assert "/contacten" in private.text
    assert "/collectief" not in private.text
    assert "/uitnodiging" not in private.text
    assert all(command in private.text for command in ("/sessies", "/agenda"))
    coordinating = await town.ask(office.coordinator, "/help")
    for coordinators_only in ("/plan", "/uitnodiging"):
        assert coordinators_only in coordinating.text
        assert coordinators_only not in private.text
    for in_a_group in ("/sessies", "/instellingen"):
        assert in_a_group in (await town.ask(anna, "/help", group)).text

    for staff_only in ("/open", "/casus"):
        assert staff_only in (await town.ask(office.staff, "/help", office.group)).text
        assert staff_only not in (await town.ask(anna, "/help", group)).text


async def test_a_question_is_answered_also_after_the_last_one_was_deleted(town: Town, anna: Person) -> None:
    first = await town.ask(anna, QUESTION)
    async with town.db.begin() as session:
        await session.execute(delete(Dilemma))

    answer = await town.ask(anna, f"{QUESTION} En wie de reserve?")

    assert answer.id != first.id
    assert not await town.rows(select(OutboxMessage.id).where(OutboxMessage.key.like("dilemma:1:%")))
