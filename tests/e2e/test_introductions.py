"""A resident and a collective are brought together, over HTTP: every step as people see and press it."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select

from bot.playground.state import Chat, Message, Person
from bot.services import people
from bot.services.collectives import collectives
from bot.services.collectives import experience as collective_experience
from models import Case, ContactRole, Dilemma, Introduction, IntroductionState, OutboxMessage, OutboxState
from tests.support.cases import AT, KEY
from tests.support.town import Town, data_of, labels

QUESTION = "wie krijgt de sleutel van het buurthuis? De gemeente aarzelt."
OWN_WORDS = "Wij zoeken een afspraak over sleutels waar de gemeente mee kan leven."
PEER, NEXT = "Bewonersgroep De Proef (voorbeeld)", "Buurthuis Zuid (voorbeeld)"


@dataclass
class Neighbourhood:
    """A town with two collectives that went through the case of the key, and who speaks for them."""

    town: Town
    henk: Person
    deputy: Person
    other: Person
    cards: dict[str, Message] = field(default_factory=dict)

    async def case_for(self, who: Person, where: Chat | None = None) -> Message:
        """The case that somebody gets as an answer, in private or in a group."""
        question = f"/dilemma {QUESTION}" if where is not None else QUESTION
        answer = await self.town.ask(who, question, where)
        if KEY not in answer.text or "Breng ons in contact" not in labels(answer):
            await self.town.press(who, answer, KEY[:20])
        assert KEY in answer.text
        return answer

    async def begin(self, who: Person) -> Message:
        """The first step of a request."""
        answer = await self.case_for(who)
        await self.town.press(who, answer, "Breng ons in contact")
        return await self.town.hears(who)

    async def send(self, who: Person) -> Message:
        """A whole request: the words as asked, no group, by e-mail."""
        card = await self.begin(who)
        await self.town.press(who, card, "Ja, deze tekst")
        await self.town.press(who, card, "Ik hoor nergens bij")
        await self.town.press(who, card, "E-mail")
        preview = await self.town.ask(who, "anna@voorbeeld.example")
        assert "Klopt dit?" in preview.text
        await self.town.press(who, preview, "Ja, vraag het")
        return preview

    async def accept(self, who: Person, question: Message) -> None:
        """A peer's yes, by Telegram."""
        await self.town.press(who, question, "Ja, graag")
        await self.town.press(who, question, "Telegram")
        assert "Klopt dit?" in question.text
        await self.town.press(who, question, "Ja, breng ons in contact")


@pytest.fixture
async def buurt(town: Town) -> Neighbourhood:
    henk, deputy, other = (town.person(name) for name in ("Henk", "Ria", "Olga"))
    for person in (henk, deputy, other):
        await town.ask(person, "/help")
    async with town.db.begin() as session:
        proof = await collectives.register(session, name=PEER, place="Utrecht", themes=[], at=AT)
        south = await collectives.register(session, name=NEXT, place="Ede", themes=[], at=AT)
        case = (await session.scalars(select(Case).where(Case.title == KEY))).one()
        await collective_experience.add(session, south, case, at=AT)
        for collective, person, role in (
            (proof, henk, ContactRole.CONTACT),
            (proof, deputy, ContactRole.DEPUTY),
            (south, other, ContactRole.CONTACT),
        ):
            known = await people.meet(session, person.id, at=AT)
            await collectives.set_contact(session, collective, known, role, at=AT)
    return Neighbourhood(town, henk, deputy, other)


async def test_the_whole_way_from_a_group_to_a_talk_that_helped(
    town: Town, buurt: Neighbourhood, anna: Person, group: Chat
) -> None:
    answer = await buurt.case_for(anna, group)
    pressed = await town.press(anna, answer, "Breng ons in contact")
    card = await town.follow(anna, pressed.url)
    assert QUESTION in card.text
    await town.press(anna, card, "Schrijf het zelf")
    await town.ask(anna, OWN_WORDS)
    chosen = await town.ask(anna, "Tuinclub (voorbeeld)")
    await town.press(anna, chosen, "Telefoon")
    await town.hears(anna)
    town.say(anna, "06 12 34 56 78")
    assert "Genoteerd" in (await town.hears(anna)).text
    preview = await town.hears(anna)
    for part in (OWN_WORDS, "Anna", "Tuinclub", "06 12 34 56 78", PEER):
        assert part in preview.text
    await town.hears_nothing(buurt.henk)
    await town.press(anna, preview, "Ja, vraag het")
    assert "Gevraagd" in preview.text

    question = await town.hears(buurt.henk)
    assert OWN_WORDS in question.text
    for secret in ("Anna", "Tuinclub", "06 12", "Buurt (voorbeeld)"):
        assert secret not in question.text
    await buurt.accept(buurt.henk, question)

    to_henk, to_anna = await town.hears(buurt.henk), await town.hears(anna)
    for part in ("Anna", "Tuinclub", "06 12 34 56 78", OWN_WORDS):
        assert part in to_henk.text
    assert "Henk" in to_anna.text
    assert PEER in to_anna.text
    assert "Kopieer het begin" in labels(to_anna)
    await town.hears_nothing(group)

    await town.later(days=14)
    asked = await town.hears(anna)
    await town.press(anna, asked, "Ja")
    await town.press(anna, asked, "Ja, veel")
    await town.press(anna, asked, "Ja, dat mag")
    await town.press(anna, asked, "Nog iets vertellen")
    assert "Dank je wel" in (await town.ask(anna, "Wat een fijn gesprek, we hebben nu een lijst.")).text
    assert "gesproken" in (await town.hears(buurt.henk)).text
    assert "Eén groep bewoners had hier wat aan" in (await buurt.case_for(anna)).text


async def test_a_no_goes_to_the_next_and_the_asker_says_yes_again(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    await town.press(buurt.henk, question, "Nee")
    assert "ander" in question.text
    news = await town.hears(anna)
    assert NEXT in news.text
    asked = await town.hears(buurt.other)
    await buurt.accept(buurt.other, asked)
    assert "wacht ik nog" in asked.text
    await town.hears_nothing(anna, buurt.other)

    await town.press(anna, news, "Ja, dat mag")
    assert "anna@voorbeeld.example" in (await town.hears(buurt.other)).text
    assert NEXT in (await town.hears(anna)).text


async def test_silence_is_reminded_and_then_passed_over(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    await town.hears(buurt.henk)
    await town.later(days=2)
    await town.hears_nothing(buurt.henk)
    await town.later(days=1)
    reminder = await town.hears(buurt.henk)
    assert "Een paar dagen geleden" in reminder.text
    await town.press(buurt.henk, reminder, "Bekijk de vraag")
    assert QUESTION in reminder.text
    await town.later(days=4)
    assert "aan een ander" in (await town.hears(buurt.henk)).text
    assert NEXT in (await town.hears(anna)).text
    late = await town.press(buurt.henk, reminder, "Ja, graag")
    assert "kan niet meer" in (late.text or "")


async def test_later_asks_again_after_three_days(town: Town, buurt: Neighbourhood, anna: Person) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    await town.press(buurt.henk, question, "Later")
    await town.later(days=2)
    await town.hears_nothing(buurt.henk)
    await town.later(days=1)
    again = await town.hears(buurt.henk)
    assert "later op terug" in again.text
    await buurt.accept(buurt.henk, again)
    assert "in contact" in (await town.hears(anna)).text


async def test_the_deputy_takes_over_and_a_pause_is_kept(
    town: Town, buurt: Neighbourhood, anna: Person, piet: Person
) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    await town.press(buurt.henk, question, "Vraag de andere contactpersoon")
    asked = await town.hears(buurt.deputy)
    await town.press(buurt.deputy, asked, "Pauze")
    await town.press(buurt.deputy, asked, "3 maanden")
    assert "krijgt nu geen vragen" in asked.text
    await town.hears(buurt.other)

    card = await buurt.begin(piet)
    assert "In contact" in card.text
    await town.hears_nothing(buurt.henk, buurt.deputy)


async def test_withdrawing_from_the_list_is_told_neutrally(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    overview = await town.ask(anna, "/contacten")
    assert KEY in overview.text
    assert f"gevraagd aan {PEER}" in overview.text
    await town.press(anna, overview, "1: stop hiermee")
    assert "Ingetrokken" in overview.text
    over = await town.hears(buurt.henk)
    assert "gaat niet door" in over.text
    assert "Anna" not in over.text
    assert "kan niet meer" in ((await town.press(buurt.henk, question, "Ja, graag")).text or "")
    assert "ingetrokken" in (await town.ask(anna, "/contacten")).text


async def test_at_the_end_staff_are_asked_and_only_staff_can_answer(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    await town.press(buurt.henk, await town.hears(buurt.henk), "Nee")
    await town.hears(anna)
    await town.press(buurt.other, await town.hears(buurt.other), "Nee")
    news = await town.hears(anna)
    assert "medewerkers" in news.text
    assert labels(news) == ["Ja, dat mag", "Stop hiermee"]
    task = await town.hears(town.office.group)
    assert QUESTION in task.text
    assert "anna@" not in task.text
    newcomer = town.person("Nieuw")
    town.world.add(town.office.staff, town.office.group, newcomer)
    await town.press(newcomer, task, "Gedaan")
    assert "Gedaan" in labels(task)

    await town.press(town.office.staff, task, "Gedaan")
    assert "moet nog ja zeggen" in task.text
    await town.press(anna, news, "Ja, dat mag")
    assert "anna@voorbeeld.example" in (await town.hears(town.office.group)).text
    assert "zei ja" in (await town.hears(anna)).text


async def test_who_reads_it_is_said_where_only_staff_can_find_somebody(town: Town, anna: Person) -> None:
    nobody = Neighbourhood(town, anna, anna, anna)
    card = await nobody.begin(anna)
    await town.press(anna, card, "Ja, deze tekst")
    await town.press(anna, card, "Ik hoor nergens bij")
    await town.press(anna, card, "E-mail")
    preview = await town.ask(anna, "anna@voorbeeld.example")
    assert "Nu lezen de medewerkers van LSA en WijkWijzer alleen dit:" in preview.text
    assert "Pas als iemand met je wil praten" in preview.text

    await town.press(anna, preview, "Ja, vraag het")

    assert "De medewerkers van LSA en WijkWijzer lezen nu je tekst" in preview.text
    task = await town.hears(town.office.group)
    await town.press(town.office.staff, task, "Gedaan")
    assert "Iemand zei ja!" in (await town.hears(anna)).text


async def test_what_is_forged_old_or_of_somebody_else_does_and_reveals_nothing(
    town: Town, buurt: Neighbourhood, anna: Person, piet: Person, group: Chat
) -> None:
    answer = await buurt.case_for(anna, group)
    forged = await town.press(piet, answer, "Breng ons in contact")
    assert forged.url is None
    (dilemma,) = await town.rows(
        select(Dilemma).where(Dilemma.chat_id.is_not(None)).order_by(Dilemma.id.desc()).limit(1)
    )
    stolen = await town.ask(piet, f"/start i-1-{dilemma.token}")
    assert QUESTION not in stolen.text
    preview = await buurt.send(anna)
    question = await town.hears(buurt.henk)
    hello = await town.ask(piet, "/help")
    before = await counts(town)
    for data in (
        *(f"ip:1:{verb}" for verb in "ylnpdts"),
        "ip:1:p:9",
        "ip:1:p:1",
        *(f"ia:1:{verb}:1" for verb in "ynws"),
        "is:1:y",
        "is:1:n",
        "if:1:s:yes",
        "if:1:c:yes",
        "ic:1:ok",
        "ic:7:g:99",
        f"ip:{10**14}:y",
    ):
        pressed = await town.press(piet, hello, data=data)
        assert pressed.text
        for secret in ("Anna", "anna@", QUESTION, PEER):
            assert secret not in (pressed.text or "")
            assert secret not in hello.text
    # The one who asked cannot answer for the peer, nor the peer for the one who asked.
    await town.press(anna, preview, data="ip:1:y")
    await town.press(buurt.henk, question, data="ia:1:w:0")
    await town.press(anna, preview, data="is:1:y")
    assert await counts(town) == before


async def counts(town: Town) -> tuple[int, list[IntroductionState]]:
    """How many cards left, and how the requests stand."""
    async with town.db.read() as session:
        left = await session.scalar(
            select(func.count()).where(OutboxMessage.key.like("introduction:%:card:%"))
        )
        states = list(await session.scalars(select(Introduction.state)))
    return int(left or 0), states


async def test_a_button_of_an_earlier_step_does_not_send_what_it_did_not_show(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    card = await buurt.begin(anna)
    await town.press(anna, card, "Ja, deze tekst")
    await town.press(anna, card, "Ik hoor nergens bij")
    await town.press(anna, card, "Telegram")
    sending = data_of(card, "Ja, vraag het")
    await town.press(anna, card, "Andere tekst")
    await town.press(anna, card, "Schrijf het zelf")
    await town.ask(anna, OWN_WORDS)
    old = await town.press(anna, card, data=sending)
    assert "eerdere stap" in (old.text or "")
    await town.hears_nothing(buurt.henk)


async def test_words_of_a_step_that_are_edited_pose_no_dilemma(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    card = await buurt.begin(anna)
    await town.press(anna, card, "Schrijf het zelf")
    said = town.say(anna, OWN_WORDS)
    card = await town.hears(anna)
    await town.edit(anna, said, f"{OWN_WORDS} Wie krijgt de sleutel?")
    await town.hears_nothing(anna)
    await town.press(anna, card, "Ik hoor nergens bij")
    await town.press(anna, card, "Telegram")
    await town.press(anna, card, "Andere tekst")
    await town.ask(anna, "Wij zoeken een andere afspraak over de sleutels.")
    await town.edit(anna, said, "Mogen de buren een sleutel van het buurthuis?")
    assert "niet meegenomen" in (await town.hears(anna)).text
    await town.ask(anna, "/stop")
    await town.edit(anna, said, "Mogen de buren een sleutel van het buurthuis?")
    await town.hears_nothing(anna)
    assert len(await town.rows(select(Dilemma.id))) == 1


@pytest.mark.parametrize(
    "words", ["Bel Jan op 06-12345678, hij heeft de sleutel van het buurthuis", "ok", "sleutel " * 400]
)
async def test_words_that_cannot_be_told_are_asked_for_again(
    town: Town, buurt: Neighbourhood, anna: Person, words: str
) -> None:
    card = await buurt.begin(anna)
    await town.press(anna, card, "Schrijf het zelf")
    assert "Klopt dit" not in (await town.ask(anna, words)).text
    assert "Bij welke groep" in (await town.ask(anna, OWN_WORDS)).text


async def test_a_shared_number_has_to_be_ones_own(town: Town, buurt: Neighbourhood, anna: Person) -> None:
    card = await buurt.begin(anna)
    await town.press(anna, card, "Ja, deze tekst")
    await town.press(anna, card, "Ik hoor nergens bij")
    await town.press(anna, card, "Telefoon")
    await town.hears(anna)
    theirs = {"phone_number": "31687654321", "first_name": "Piet", "user_id": 1}
    town.world.say(anna, anna, other={"contact": theirs})
    assert "iemand anders" in (await town.hears(anna)).text
    own = {"phone_number": "31612345678", "first_name": "Anna", "user_id": anna.id}
    town.world.say(anna, anna, other={"contact": own})
    await town.hears(anna)
    assert "+31612345678" in (await town.hears(anna)).text


async def test_how_to_be_reached_is_remembered_only_when_asked_for(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    await town.press(buurt.henk, question, "Ja, graag")
    await town.press(buurt.henk, question, "E-mail")
    preview = await town.ask(buurt.henk, "henk@voorbeeld.example")
    await town.press(buurt.henk, preview, "Onthoud dit")
    await town.press(buurt.henk, preview, "Ja, breng ons in contact")
    await town.hears(buurt.henk)
    await town.hears(anna)

    other = await buurt.begin(buurt.henk)
    await town.press(buurt.henk, other, "Ja, deze tekst")
    await town.press(buurt.henk, other, PEER)
    assert "Net als eerder: henk@voorbeeld.example" in labels(other)


async def test_a_group_that_became_a_supergroup_still_leads_to_private(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    group = town.group("Klein", anna, supergroup=False)
    answer = await buurt.case_for(anna, group)
    data = data_of(answer, "Breng ons in contact")
    moved = town.world.migrate(group, anna)
    await town.settled()
    message = town.world.bot_messages(moved) or [await town.ask(anna, "/help", moved)]
    pressed = await town.press(anna, message[-1], data=data)
    assert "i-" in (pressed.url or "")


async def test_every_message_of_a_whole_way_was_sent_once(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    await buurt.accept(buurt.henk, await town.hears(buurt.henk))
    await town.later(days=14)
    await town.settled()
    states = await town.rows(select(OutboxMessage.state))
    assert set(states) == {OutboxState.SENT}
    texts = [message.text for message in town.world.bot_messages()]
    assert sum("Jullie zijn in contact" in text for text in texts) == 2


async def test_a_yes_to_who_blocked_the_bot_brings_nothing_and_both_are_told(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    town.world.block(anna)
    await town.settled()

    await buurt.accept(buurt.henk, question)

    assert "niet meer te bereiken" in question.text
    await town.hears_nothing(buurt.henk)
    town.world.block(anna, blocked=False)
    assert "Fijn dat je er weer bent" in (await town.hears(anna)).text


@pytest.fixture
async def previewed(town: Town, buurt: Neighbourhood, anna: Person) -> tuple[Message, Message]:
    """The words that somebody typed for a request, and its preview."""
    card = await buurt.begin(anna)
    await town.press(anna, card, "Schrijf het zelf")
    said = town.say(anna, OWN_WORDS)
    card = await town.hears(anna)
    await town.press(anna, card, "Ik hoor nergens bij")
    await town.press(anna, card, "Telegram")
    assert OWN_WORDS in card.text
    return said, card


async def test_an_edited_request_is_shown_anew_and_only_the_new_words_are_sent(
    town: Town, buurt: Neighbourhood, anna: Person, previewed: tuple[Message, Message]
) -> None:
    said, card = previewed
    former = data_of(card, "Ja, vraag het")
    words = "Wij zoeken hulp bij een afspraak over wie er wanneer binnen mag."

    await town.edit(anna, said, words)

    assert words in card.text
    assert OWN_WORDS not in card.text
    await town.press(anna, card, data=former)
    await town.hears_nothing(buurt.henk)
    await town.press(anna, card, "Ja, vraag het")
    question = await town.hears(buurt.henk)
    assert words in question.text
    assert OWN_WORDS not in question.text


async def test_an_edit_that_cannot_be_told_takes_the_old_words_away_as_well(
    town: Town, buurt: Neighbourhood, anna: Person, previewed: tuple[Message, Message]
) -> None:
    said, card = previewed
    former = data_of(card, "Ja, vraag het")

    await town.edit(anna, said, "Bel Jan op 06-12345678, hij heeft de sleutel")

    assert "persoonlijke gegevens" in (await town.hears(anna)).text
    assert "Typ het hieronder" in card.text
    await town.press(anna, card, data=former)
    await town.hears_nothing(buurt.henk)
    assert OWN_WORDS not in (await town.ask(anna, "Wij zoeken hulp bij een andere afspraak.")).text


async def test_a_question_that_is_edited_changes_the_request_about_it(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    asked = town.say(anna, QUESTION)
    answer = await town.hears(anna)
    await town.press(anna, answer, KEY[:20])
    await town.press(anna, answer, "Breng ons in contact")
    card = await town.hears(anna)
    await town.press(anna, card, "Ja, deze tekst")
    await town.press(anna, card, "Ik hoor nergens bij")
    await town.press(anna, card, "Telegram")
    assert QUESTION in card.text
    words = "wie krijgt de sleutel van het buurthuis in de zomer?"

    await town.edit(anna, asked, words)

    assert words in card.text
    assert QUESTION not in card.text


async def test_an_answer_in_between_loses_nothing_of_a_request_that_is_being_written(
    town: Town, buurt: Neighbourhood, anna: Person, previewed: tuple[Message, Message]
) -> None:
    await buurt.send(buurt.henk)
    question = await town.hears(buurt.other)
    own = await buurt.begin(buurt.other)
    await town.press(buurt.other, own, "Schrijf het zelf")
    words = town.say(buurt.other, OWN_WORDS)
    own = await town.hears(buurt.other)

    await town.press(buurt.other, question, "Ja, graag")

    told = await town.hears(buurt.other)
    assert "je vraag om contact" in told.text
    assert "bewaard" in told.text
    await town.press(buurt.other, question, "Telegram")
    await town.press(buurt.other, question, "Ja, breng ons in contact")
    await town.hears(buurt.other)
    await town.press(buurt.other, told, "Ga daarmee verder")
    assert "welk collectief hoor je" in (await town.hears(buurt.other)).text
    await town.edit(buurt.other, words, "Wij zoeken een andere afspraak over sleutels.")
    await town.hears_nothing(buurt.other)


async def test_a_press_on_the_card_of_what_was_interrupted_goes_on_with_it(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    mine = await buurt.begin(buurt.henk)
    await town.press(buurt.henk, mine, "Ja, deze tekst")
    await town.press(buurt.henk, question, "Ja, graag")
    await town.hears(buurt.henk)

    await town.press(buurt.henk, mine, "Ik hoor nergens bij")

    assert "Hoe mag de ander jou bereiken" in mine.text
    assert "je ja op een vraag" in (await town.hears(buurt.henk)).text
    await town.ask(buurt.henk, "/stop")
    offered = await town.hears(buurt.henk)
    assert "Ga daarmee verder" in labels(offered)


@pytest.mark.parametrize("way", ["Terug", "/stop"])
async def test_the_keyboard_for_a_number_goes_when_no_number_is_given(
    town: Town, buurt: Neighbourhood, anna: Person, way: str
) -> None:
    card = await buurt.begin(anna)
    for button in ("Ja, deze tekst", "Ik hoor nergens bij", "Telefoon"):
        await town.press(anna, card, button)
    assert ((await town.hears(anna)).keyboard or {})["kind"] == "reply"

    if way == "Terug":
        await town.press(anna, card, way)
        after = await town.hears(anna)
    else:
        after = await town.ask(anna, way)

    assert (after.keyboard or {}).get("kind") == "remove"


async def test_who_got_a_question_back_is_not_asked_to_hand_it_over_for_ever(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    first = await town.hears(buurt.henk)
    hand_over = data_of(first, "Vraag de andere contactpersoon")
    await town.press(buurt.henk, first, "Vraag de andere contactpersoon")
    await town.press(buurt.deputy, await town.hears(buurt.deputy), "Vraag de andere contactpersoon")
    again = await town.hears(buurt.henk)
    assert "gaf deze vraag aan jou door" in again.text
    assert "Vraag de andere contactpersoon" not in labels(again)

    shown = await town.press(buurt.henk, again, data=hand_over)

    assert "niemand anders" in shown.text
    assert "Ja, graag" in labels(again)
    await town.hears_nothing(buurt.deputy)


async def test_who_stops_in_the_middle_of_a_yes_sees_the_question_again(
    town: Town, buurt: Neighbourhood, anna: Person
) -> None:
    await buurt.send(anna)
    question = await town.hears(buurt.henk)
    await town.press(buurt.henk, question, "Ja, graag")

    await town.press(buurt.henk, question, "Stop")

    assert QUESTION in question.text
    assert "Later" in labels(question)
