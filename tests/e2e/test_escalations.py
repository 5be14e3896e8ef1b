"""A question that nobody solved goes to staff, who answer it: with topics in the staff group, and without."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.playground.state import Chat, Message, Person, Status
from models import AuditEntry, Dilemma, Escalation, EscalationState, Relayed, RelayState
from tests.support.town import Town, data_of, labels, url_of

QUESTION = "wat doen we met de ganzen in het plantsoen?"
CARDS = pytest.mark.parametrize("staff_has_topics", [False], ids=["cards"])
BOTH = pytest.mark.parametrize("staff_has_topics", [True, False], ids=["topics", "cards"])


async def to_staff(
    town: Town, who: Person, where: Chat | None = None, button: str = "Ja, vraag het", text: str = QUESTION
) -> Message:
    """A question that nobody can answer, put before staff; the card that staff see."""
    answer = await town.ask(who, f"/dilemma {text}" if where is not None else text, where)
    await town.press(who, answer, button)
    card = await town.hears(town.office.group)
    while text not in card.text:
        card = await town.hears(town.office.group)
    return card


async def staff_sends(
    town: Town, card: Message, text: str, button: str = "Verstuur als antwoord", **more: Any
) -> Message:
    """One of staff replies to a card and says yes to what the bot shows; that message."""
    town.say(town.office.staff, text, town.office.group, reply_to=card, **more)
    shown = await town.hears(town.office.group)
    await town.press(town.office.staff, shown, button)
    return shown


async def the_escalation(town: Town) -> Escalation:
    (found,) = await town.rows(select(Escalation))
    return found


def name_of_topic(town: Town, message: Message) -> str:
    return town.office.group.topics[message.thread_id or 0].name


@BOTH
async def test_a_question_goes_to_staff_and_the_answer_comes_back(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    assert QUESTION in card.text
    assert "Anna" not in card.text

    await staff_sends(town, card, "Vraag de gemeente om een <ganzenplan>.")

    answer = await town.hears(anna)
    assert "Antwoord van de medewerkers" in answer.text
    assert "<ganzenplan>" in answer.text
    assert "Sanne" not in answer.text
    await town.hears_nothing(anna)
    assert (await the_escalation(town)).state is EscalationState.ANSWERED
    actions = await town.rows(select(AuditEntry.action).order_by(AuditEntry.id))
    assert actions == ["escalation-made", "answered"]


async def test_the_resident_is_told_what_staff_read_and_before_which_day_they_answer(
    town: Town, anna: Person
) -> None:
    answer = await town.ask(anna, QUESTION)
    assert QUESTION in answer.text
    assert not await town.rows(select(Escalation))

    await town.press(anna, answer, "Ja, vraag het")

    assert "antwoord vóór" in answer.text
    assert labels(answer) == ["Toch niet vragen"]
    (escalation,) = await town.rows(select(Escalation))
    assert escalation.words == QUESTION


async def test_a_topic_is_named_by_theme_and_title_and_shows_the_state(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    name = name_of_topic(town, card)
    assert name.startswith("🆕 #")
    assert "ganzen" in name

    await town.press(town.office.staff, card, "Ik pak dit op")

    assert name_of_topic(town, card).startswith("🙋 #")
    assert "Sanne heeft deze vraag" in card.text


@BOTH
async def test_the_second_who_claims_is_told_who_has_it(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    claim = data_of(card, "Ik pak dit op")
    first = await town.press(town.office.staff, card, "Ik pak dit op")
    assert first.text is not None
    assert "Van jou" in first.text

    second = await town.press(town.office.staff, card, data=claim)

    assert second.text is not None
    assert "heeft deze vraag al" in second.text


async def test_in_the_group_the_answer_stands_under_the_question(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    card = await to_staff(town, anna, group, "In de groep")

    await staff_sends(town, card, "Een ganzenplan helpt.")

    answer = await town.hears(group)
    assert answer.reply_to is not None
    assert QUESTION in group.messages[answer.reply_to].text
    before = await town.press(piet, answer, "Dit hielp")
    assert before.text is not None
    assert "Alleen wie de vraag stelde" in before.text
    await town.press(anna, answer, "Dit hielp")
    told = await town.hears(town.office.group)
    while "het hielp" not in told.text:
        told = await town.hears(town.office.group)
    assert (await the_escalation(town)).helped is True


async def test_who_never_opened_the_private_chat_is_taken_there_first(town: Town) -> None:
    kees = town.person("Kees", started=False)
    group = town.group("Plein", kees)
    answer = await town.ask(kees, f"/dilemma {QUESTION}", group)

    opened = await town.press(kees, answer, "Alleen aan mij")
    assert not await town.rows(select(Escalation))
    told = await town.follow(kees, opened.url)
    assert "van mij privé antwoord" in told.text

    card = await town.hears(town.office.group)
    # What still stood in the group offered a choice that was made.
    assert labels(answer) == ["Toch niet vragen"]
    await staff_sends(town, card, "Een ganzenplan helpt.")
    got = (await town.hears(kees)).text
    assert "Een ganzenplan helpt." in got
    assert f"Je vroeg: „{QUESTION}”" in got
    assert not town.unread(group)


async def test_the_link_to_the_private_chat_asks_staff_only_the_first_time(town: Town) -> None:
    kees = town.person("Kees", started=False)
    group = town.group("Plein", kees)
    answer = await town.ask(kees, f"/dilemma {QUESTION}", group)
    opened = await town.press(kees, answer, "Alleen aan mij")
    told = await town.follow(kees, opened.url)
    await town.press(kees, told, "Toch niet vragen")

    again = await town.follow(kees, opened.url)

    assert labels(again) == ["In de groep", "Alleen aan mij", "Nee, laat maar"]
    (escalation,) = await town.rows(select(Escalation))
    assert escalation.state is EscalationState.CLOSED


@BOTH
async def test_only_a_reply_to_the_card_of_somebody_of_staff_can_reach_the_resident(
    town: Town, anna: Person, piet: Person
) -> None:
    office = town.office
    card = await to_staff(town, anna)
    topic = card.thread_id
    visitor = town.person("Bezoeker")
    town.world.set_member(office.staff, office.group, visitor.id, Status.MEMBER)

    town.say(office.staff, "die mevrouw weer", office.group, topic=topic)
    town.say(office.staff, "// zij belt elke week", office.group, reply_to=card)
    town.say(visitor, "ik weet het wel", office.group, reply_to=card)
    town.say(office.staff, "namens ons allen", office.group, reply_to=card, anonymous=True)
    other = town.say(piet, "een oud bericht")
    town.say(office.staff, "", office.group, topic=topic, forward=other)
    await town.settled()
    hints = town.unread(office.group)
    wrong = town.say(office.staff, "dank je, bot", office.group, reply_to=hints[0])
    await town.settled()

    assert not town.unread(anna)
    assert "anonieme beheerder" in "".join(hint.text for hint in hints)
    assert str(visitor.id) in "".join(hint.text for hint in hints)
    assert wrong.id < town.unread(office.group)[-1].id
    states = set(await town.rows(select(Relayed.state)))
    assert states <= {RelayState.KEPT}


async def test_that_plain_words_in_a_topic_stay_there_is_said_once(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    for text in ("wie weet dit?", "ik bel de gemeente", "prima"):
        town.say(town.office.staff, text, town.office.group, topic=card.thread_id)
    hint = await town.hears(town.office.group)

    assert "onder ons" in hint.text
    await town.hears_nothing(town.office.group, anna)


async def test_an_answer_can_become_a_note_after_all(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)

    shown = await staff_sends(town, card, "weten wij dit?", "Toch een notitie")

    assert "onder ons" in shown.text
    await town.hears_nothing(anna)
    again = await town.press(town.office.staff, shown, data="er:1:s")
    assert again.text == "Dat is al gebeurd."
    await town.hears_nothing(anna)


@CARDS
async def test_after_three_answers_of_somebody_the_next_go_at_once(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    for number in range(3):
        await staff_sends(town, card, f"antwoord {number}")
        assert f"antwoord {number}" in (await town.hears(anna)).text

    town.say(town.office.staff, "antwoord 4", town.office.group, reply_to=card)

    assert "antwoord 4" in (await town.hears(anna)).text
    assert "Verstuurd" in (await town.hears(town.office.group)).text


@BOTH
async def test_staff_ask_back_and_the_resident_replies(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    await town.press(town.office.staff, card, "Vraag terug")
    prompt = await town.hears(town.office.group)
    await staff_sends(town, prompt, "Hoeveel ganzen zijn het?", "Verstuur als vraag")
    question = await town.hears(anna)
    assert "De medewerkers vragen je iets" in question.text
    assert (await the_escalation(town)).state is EscalationState.ASKED_BACK

    town.say(anna, "Wel dertig", reply_to=question)

    assert "Doorgegeven" in (await town.hears(anna)).text
    passed = await town.hears(town.office.group)
    assert "Wel dertig" in passed.text
    assert "Anna" not in passed.text
    assert passed.thread_id == card.thread_id
    await staff_sends(town, passed, "Dan een ganzenplan.")
    assert "ganzenplan" in (await town.hears(anna)).text


@CARDS
async def test_plain_words_while_staff_wait_are_an_answer_only_if_the_resident_says_so(
    town: Town, anna: Person
) -> None:
    card = await to_staff(town, anna)
    await town.press(town.office.staff, card, "Vraag terug")
    await staff_sends(town, await town.hears(town.office.group), "Hoeveel?", "Verstuur als vraag")
    await town.hears(anna)

    which = await town.ask(anna, "mogen wij een sleutel van het buurthuis?")
    assert "of een nieuwe vraag" in which.text
    await town.hears_nothing(town.office.group)
    await town.press(anna, which, "Het is een nieuwe vraag")
    assert labels(await town.hears(anna))
    await town.hears_nothing(town.office.group)

    which = await town.ask(anna, "het zijn er dertig")
    await town.press(anna, which, "Geef het door")
    assert "het zijn er dertig" in (await town.hears(town.office.group)).text
    assert len(await town.rows(select(Dilemma))) == 2


@CARDS
async def test_respond_passes_on_the_next_message_and_no_more(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    await staff_sends(town, card, "Een ganzenplan.")
    answer = await town.hears(anna)
    await town.press(anna, answer, "Reageer")
    assert "volgende bericht" in (await town.hears(anna)).text

    assert "Doorgegeven" in (await town.ask(anna, "Dat hebben we al")).text
    assert "Dat hebben we al" in (await town.hears(town.office.group)).text
    await town.ask(anna, "wie beheert de sleutels van het buurthuis?")
    await town.hears_nothing(town.office.group)


@CARDS
@pytest.mark.parametrize("kind", ["photo", "voice", "document", "sticker"])
async def test_what_is_no_text_passes_both_ways_as_a_copy(town: Town, anna: Person, kind: str) -> None:
    card = await to_staff(town, anna)
    caption = "" if kind == "sticker" else "zo ziet het eruit"
    await staff_sends(town, card, caption, file=kind)
    answer = await town.hears(anna)
    assert answer.kind == kind
    assert caption in answer.text
    assert not answer.forward_origin

    town.say(anna, caption, file=kind, reply_to=answer)

    passed = await town.hears(town.office.group)
    assert passed.kind == kind
    assert caption in passed.text


@BOTH
async def test_edits_pass_both_ways(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    written = town.say(town.office.staff, "Een ganzneplan", town.office.group, reply_to=card)
    shown = await town.hears(town.office.group)
    await town.edit(town.office.staff, written, "Een ganzenplan")
    await town.press(town.office.staff, shown, "Verstuur als antwoord")
    answer = await town.hears(anna)
    assert "Een ganzenplan" in answer.text
    await town.edit(town.office.staff, written, "Een ganzenplan, bij de gemeente")
    assert "bij de gemeente" in answer.text

    reply = town.say(anna, "foto", file="photo", reply_to=answer)
    await town.hears(anna)
    passed = await town.hears(town.office.group)
    await town.edit(anna, reply, "foto van de ganzen")

    assert "foto van de ganzen" in passed.text
    assert "de bewoner schrijft" in passed.text
    await town.hears_nothing(anna, town.office.group)


@BOTH
async def test_an_album_of_ten_arrives_whole_and_in_order(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    office, album = town.office, town.world.new_album_id()
    for number in range(10):
        caption = "tien foto's" if number == 0 else f"nummer {number}"
        town.say(office.staff, caption, office.group, reply_to=card, file="photo", album=album)
    shown = await town.hears(office.group)
    await town.hears_nothing(office.group)
    await town.press(office.staff, shown, "Verstuur als antwoord")

    got = [await town.hears(anna) for _ in range(10)]

    assert [message.kind for message in got] == ["photo"] * 10
    assert "tien foto's" in got[0].text
    assert [message.text for message in got[1:]] == [f"nummer {number}" for number in range(1, 10)]
    back = town.world.new_album_id()
    for number in range(10):
        town.say(anna, f"terug {number}", reply_to=got[3], file="photo", album=back)
    passed = [await town.hears(office.group) for _ in range(10)]
    assert [f"terug {number}" in message.text for number, message in enumerate(passed)] == [True] * 10
    assert "Doorgegeven" in (await town.hears(anna)).text
    await town.hears_nothing(anna, office.group)


@CARDS
async def test_an_answer_can_be_taken_back(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    receipt = await staff_sends(town, card, "dit was voor een ander")
    answer = await town.hears(anna)

    await town.press(town.office.staff, receipt, "Haal terug")

    assert answer.id not in town.world.place(anna).messages
    assert "Teruggehaald" in receipt.text


@CARDS
async def test_a_case_of_the_library_can_be_the_answer(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    await town.press(town.office.staff, card, "Zoek een verhaal")
    nothing = await town.hears(town.office.group)
    town.say(town.office.staff, "sleutel van het buurthuis", town.office.group, reply_to=nothing)
    found = await town.hears(town.office.group)

    await town.press(town.office.staff, found, 0)
    await town.press(town.office.staff, found, "Stuur naar de bewoner")

    assert "Verstuurd" in found.text
    answer = await town.hears(anna)
    assert "Antwoord van de medewerkers" in answer.text
    assert "leutel" in answer.text
    (relayed,) = await town.rows(select(Relayed))
    assert relayed.case_id is not None
    await town.press(anna, answer, "Breng ons in contact")
    assert town.unread(anna)


@CARDS
async def test_a_question_is_handed_over_released_closed_and_opened_again(town: Town, anna: Person) -> None:
    office = town.office
    card = await to_staff(town, anna)
    alone = await town.press(office.staff, card, "Geef aan")
    assert alone.text is not None
    assert "nog geen andere" in alone.text
    await town.press(office.staff, card, "Ik pak dit op")
    await town.press(office.staff, card, "Geef vrij")
    assert "Nog van niemand" in card.text
    await town.press(office.staff, card, "Stel sessie voor")
    assert "Voorgesteld voor een sessie" in card.text
    await town.press(office.staff, card, "Sluit af")
    await town.press(office.staff, card, "Niet voor ons")
    assert "Afgesloten" in card.text
    told = await town.hears(anna)
    assert "kunnen hier niet bij helpen" in told.text
    assert QUESTION in told.text

    town.say(office.staff, "toch nog iets", office.group, reply_to=card)
    assert "is afgesloten" in (await town.hears(office.group)).text
    await town.press(office.staff, card, "Open weer")
    await staff_sends(town, card, "toch nog iets")
    assert "toch nog iets" in (await town.hears(anna)).text


@CARDS
async def test_open_lists_what_waits_and_only_staff_see_it(town: Town, anna: Person, group: Chat) -> None:
    await to_staff(town, anna)
    town.say(town.office.staff, "/open", town.office.group)
    listed = await town.hears(town.office.group)
    assert "Eén vraag wacht op ons" in listed.text
    assert "Sinds vandaag" in listed.text

    town.say(anna, "/open", group)
    town.say(town.office.staff, "/open")
    assert "ken ik niet" in (await town.hears(town.office.staff)).text
    await town.hears_nothing(group)


@CARDS
async def test_a_legal_question_says_so_and_names_the_experts_of_staff(town: Town, anna: Person) -> None:
    office = town.office
    town.say(office.staff, "/experts Mr. Voorbeeld; huurrecht; 030-1234567", office.group)
    assert "Mr. Voorbeeld" in (await town.hears(office.group)).text
    card = await to_staff(town, anna, text="wie is aansprakelijk als de ganzen iemand bijten?")
    assert "huurrecht" in card.text

    await staff_sends(town, card, "Dat hangt ervan af.")

    assert "geen juridisch advies" in (await town.hears(anna)).text
    town.say(office.staff, "/experts", office.group)
    listed = await town.hears(office.group)
    await town.press(office.staff, listed, "Haal weg")
    assert "nog geen deskundigen" in listed.text


@CARDS
async def test_an_edited_reply_that_waits_for_a_yes_is_shown_and_sent_as_it_is_now(
    town: Town, anna: Person
) -> None:
    card = await to_staff(town, anna)
    said = town.say(town.office.staff, "Een ganzenplan helpt.", town.office.group, reply_to=card)
    shown = await town.hears(town.office.group)
    for words in ("Een plan helpt.", "Een zwanenplan helpt."):
        await town.edit(town.office.staff, said, words)
        assert words in shown.text
    assert "ganzenplan" not in shown.text

    await town.press(town.office.staff, shown, "Verstuur als antwoord")

    assert "zwanenplan" in (await town.hears(anna)).text


@CARDS
async def test_what_the_resident_edits_or_takes_back_is_known_to_staff(town: Town, anna: Person) -> None:
    asked = town.say(anna, QUESTION)
    answer = await town.hears(anna)
    await town.press(anna, answer, "Ja, vraag het")
    card = await town.hears(town.office.group)

    await town.edit(anna, asked, "wat doen we met de zwanen in de vijver?")
    assert "zwanen" in card.text
    assert "veranderde de vraag" in (await town.hears(town.office.group)).text
    assert "antwoord vóór" in answer.text
    await town.press(anna, answer, "Toch niet vragen")

    assert "trok de vraag in" in (await town.hears(town.office.group)).text
    assert (await the_escalation(town)).state is EscalationState.CLOSED


@CARDS
async def test_which_question_is_closed_is_said_in_private_and_not_in_a_group(
    town: Town, anna: Person, group: Chat
) -> None:
    card = await to_staff(town, anna, group, "In de groep")
    await town.press(town.office.staff, card, "Sluit af")
    await town.press(town.office.staff, card, "Niet voor ons")

    told = await town.hears(group)

    assert "kunnen hier niet bij helpen" in told.text
    assert QUESTION not in told.text


@CARDS
async def test_what_is_closed_has_nothing_to_take_back_and_can_be_asked_again(
    town: Town, anna: Person
) -> None:
    answer = await town.ask(anna, QUESTION)
    await town.press(anna, answer, "Ja, vraag het")
    undo = data_of(answer, "Toch niet vragen")
    card = await town.hears(town.office.group)
    await town.press(town.office.staff, card, "Sluit af")
    await town.press(town.office.staff, card, "Niet voor ons")

    assert labels(answer) == ["Vraag het opnieuw"]
    await town.press(anna, answer, data=undo)
    assert labels(answer) == ["Vraag het opnieuw"]
    assert "is afgesloten" in answer.text
    await town.press(town.office.staff, card, "Open weer")
    assert labels(answer) == ["Toch niet vragen"]
    await town.press(town.office.staff, card, "Sluit af")
    await town.press(town.office.staff, card, "Niet voor ons")
    await town.press(anna, answer, "Vraag het opnieuw")
    await town.press(anna, answer, "Ja, vraag het")
    assert (await the_escalation(town)).state is not EscalationState.CLOSED


@CARDS
async def test_a_question_with_personal_details_never_stands_in_the_group(
    town: Town, anna: Person, group: Chat
) -> None:
    words = "wie belt Jan op 06-12345678 over de ganzen in het plantsoen?"
    hidden = await town.ask(anna, f"/dilemma {words}", group)
    answer = await town.follow(anna, url_of(hidden, 0))
    await town.press(anna, answer, "Alleen aan mij")
    number = data_of(answer, "Toch niet vragen").split(":")[1]

    for verb in ("a", "u", "x"):
        await town.press(anna, hidden, data=f"d:{number}:{verb}")
        assert "06-12345678" not in hidden.text
        assert "ganzen" not in hidden.text
