"""Sessions that propose themselves: three groups ask the same, the coordinators get one proposal, the first
who presses decides, and who asked is invited once it is announced.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.playground.state import Chat, Message, Person
from bot.services import local_time, people
from models import (
    Dilemma,
    Meeting,
    MeetingDraft,
    MeetingProposal,
    OutboxMessage,
    ProposalDilemma,
    ProposalRefusal,
    ProposalState,
)
from tests.support.cases import KEY
from tests.support.town import Office, Town, data_of, labels

ZONE = ZoneInfo("Europe/Amsterdam")
IDEA = "Een idee voor een sessie"
KEYS = (
    "Wie krijgt de sleutel van het buurthuis?",
    "Welke bewoners mogen een sleutel van het buurthuis hebben?",
    "De sleutel van het buurthuis: wie krijgt die?",
)


@pytest.fixture
def more_config(office: Office, town_colleague: Person) -> str:
    """Two coordinators, so that one can be first."""
    return f"""
[staff]
chat_id = {office.group.id}
user_ids = [{office.staff.id}]
[coordinators]
user_ids = [{office.coordinator.id}, {town_colleague.id}]
[sessions]
quiet_from = 0
quiet_until = 0
"""


@pytest.fixture
def town_colleague(world: object) -> Person:
    """Another coordinator."""
    made: Person = world.person("Fatma (voorbeeld)", role="coordinator", started=True)  # type: ignore[attr-defined]
    return made


@pytest.fixture
async def colleagues(town: Town, town_colleague: Person) -> tuple[Person, Person]:
    """Both coordinators, whose private chats the bot knows."""
    for person in (town.office.coordinator, town_colleague):
        await town.ask(person, "/help")
    return town.office.coordinator, town_colleague


async def asks(town: Town, number: int, text: str, *, reachable: bool = True) -> tuple[Person, Chat]:
    """Somebody asks in a group of their own."""
    who = town.person(f"Buur {number}")
    if reachable:
        await town.ask(who, "/help")
    group = town.group(f"Wijk {number}", who)
    await town.ask(who, f"/dilemma {text}", group)
    return who, group


async def three_ask(town: Town, texts: tuple[str, ...] = KEYS) -> list[Person]:
    """Three groups ask the same; those who asked."""
    return [(await asks(town, number, text))[0] for number, text in enumerate(texts)]


async def look(town: Town) -> None:
    """Let a minute pass, twice: what is stored at one look may lead to more at the next."""
    await town.later(seconds=61)
    await town.later(seconds=61)


async def idea(town: Town, who: Person) -> Message:
    """The proposal that a coordinator has."""
    while True:
        message = await town.hears(who)
        if IDEA in message.text:
            return message


async def ideas(town: Town, who: Person) -> int:
    """How many proposals a coordinator ever had."""
    chat = town.world.place(who)
    async with town.db.read() as session:
        rows = await session.scalars(
            select(OutboxMessage.payload).where(
                OutboxMessage.method == "sendMessage", OutboxMessage.key.startswith("meeting-proposal:")
            )
        )
        payloads = [payload for payload in rows if IDEA in payload.get("text", "")]
    shown = sum(IDEA in one.text for one in town.world.bot_messages(chat))
    return max(shown, 0) if payloads else 0


async def only(town: Town) -> MeetingProposal:
    [found] = await town.rows(select(MeetingProposal))
    return found


async def test_three_groups_with_one_question_make_one_proposal(
    town: Town, colleagues: tuple[Person, Person]
) -> None:
    await three_ask(town, KEYS[:2])
    await look(town)
    assert await town.rows(select(MeetingProposal)) == []
    await asks(town, 5, KEYS[2])
    await look(town)
    await look(town)

    for who in colleagues:
        card = await idea(town, who)
        assert "3 groepen" in card.text
        assert all(text in card.text for text in KEYS)
        assert KEY in card.text
        assert "Thema: beheer" in card.text
        assert f"een sessie “{KEY}”" in card.text
        assert "3 bewoners bereiken" in card.text
        assert "Buur" not in card.text
        assert "Wijk" not in card.text
        assert labels(card) == ["Maak hier een sessie van", "Niet nu", "Hier nooit over"]
        assert await ideas(town, who) == 1
    proposal = await only(town)
    start = local_time.instant(proposal.local_start, ZONE)
    assert timedelta(days=20) < start - town.world.clock.now() < timedelta(days=40)
    assert start.astimezone(ZONE).weekday() < 4


async def test_questions_that_differ_make_none(town: Town, colleagues: tuple[Person, Person]) -> None:
    await three_ask(
        town,
        (
            "Wie krijgt de sleutel van het buurthuis?",
            "De wethouder wil onze moestuin weg hebben, wat nu?",
            "Mogen we huiswerkhulp betalen uit het potje ontmoeting?",
        ),
    )
    await look(town)

    assert await town.rows(select(MeetingProposal)) == []
    await town.hears_nothing(*colleagues)


async def test_one_person_who_asks_everywhere_makes_none(
    town: Town, anna: Person, colleagues: tuple[Person, Person]
) -> None:
    for number, text in enumerate(KEYS):
        await town.ask(anna, f"/dilemma {text}", town.group(f"Wijk {number}", anna))
    await look(town)

    assert await town.rows(select(MeetingProposal)) == []
    await town.hears_nothing(*colleagues)


async def test_what_was_asked_in_private_counts_and_is_not_shown(
    town: Town, anna: Person, colleagues: tuple[Person, Person]
) -> None:
    await three_ask(town, KEYS[:2])
    await town.ask(anna, KEYS[2])
    await look(town)

    card = await idea(town, colleagues[0])
    assert "3 groepen" in card.text
    assert KEYS[2] not in card.text
    assert "Eén vraag laat ik niet zien" in card.text


async def test_words_that_may_point_to_somebody_are_not_shown(
    town: Town, colleagues: tuple[Person, Person]
) -> None:
    await three_ask(town, (KEYS[0], KEYS[1], "Wie krijgt de sleutel van het buurthuis in Almelo?"))
    await look(town)

    card = await idea(town, colleagues[0])
    assert "Almelo" not in card.text
    assert "Eén vraag laat ik niet zien" in card.text


async def test_the_first_who_presses_gets_the_draft_and_who_asked_is_invited(
    town: Town, colleagues: tuple[Person, Person]
) -> None:
    first, second = colleagues
    askers = await three_ask(town)
    unreachable, _ = await asks(town, 9, KEYS[0], reachable=False)
    await look(town)
    cards = [await idea(town, who) for who in colleagues]
    accept = data_of(cards[1], "Maak hier een sessie van")
    await town.press(first, cards[0], "Maak hier een sessie van")

    preview = await town.hears(first)
    assert KEY in preview.text
    assert "Je maakt een sessie over beheer" in cards[0].text
    assert "Een collega maakt een sessie" in cards[1].text
    assert labels(cards[1]) == []
    shown = await town.press(second, cards[1], data=accept)
    assert "Een collega" in shown.text
    await town.press(first, await town.hears(first), "Ja, kondig aan")
    [meeting] = await town.rows(select(Meeting))
    await look(town)
    await look(town)

    for who in askers:
        invitations = [one for one in town.world.bot_messages(who) if "Jij vroeg eerder" in one.text]
        assert len(invitations) == 1
        assert KEY in invitations[0].text
        assert "Ik kom" in labels(invitations[0])
    assert not town.world.bot_messages(unreachable)
    proposal = await only(town)
    assert (proposal.meeting_id, proposal.state) == (meeting.id, ProposalState.ACCEPTED)


async def test_who_asked_can_leave_and_then_counts_no_more(
    town: Town, colleagues: tuple[Person, Person]
) -> None:
    first, _ = colleagues
    askers = await three_ask(town)
    await look(town)
    card = await idea(town, first)
    await town.press(first, card, "Maak hier een sessie van")
    await town.hears(first)
    await town.press(first, await town.hears(first), "Ja, kondig aan")
    await look(town)
    [invitation] = [one for one in town.world.bot_messages(askers[0]) if "Jij vroeg eerder" in one.text]
    await town.press(askers[0], invitation, "Laat mijn vragen hierbuiten")

    [refusal] = await town.rows(select(ProposalRefusal))
    async with town.db.read() as session:
        person = await people.meet(session, askers[0].id, at=town.world.clock.now())
    assert refusal.person_id == person.id
    assert any("tellen niet meer mee" in one.text for one in town.world.bot_messages(askers[0]))


async def test_not_now_comes_back_after_a_month_if_it_still_holds(
    town: Town, colleagues: tuple[Person, Person]
) -> None:
    first, second = colleagues
    await three_ask(town)
    await look(town)
    cards = [await idea(town, who) for who in colleagues]
    await town.press(first, cards[0], "Niet nu")
    assert "Over een maand" in cards[0].text
    assert "Over een maand" in cards[1].text
    await town.later(days=29)
    assert (await only(town)).state is ProposalState.LATER
    await town.later(days=2)

    assert (await only(town)).state is ProposalState.OPEN
    again = await idea(town, second)
    assert labels(again) == ["Maak hier een sessie van", "Niet nu", "Hier nooit over"]
    await town.press(second, again, "Niet nu")
    await town.later(days=31)
    await look(town)
    # By then they asked more than sixty days ago.
    assert (await only(town)).state is ProposalState.LAPSED
    assert await town.rows(select(ProposalDilemma)) == []


async def test_never_is_for_good_also_for_others_who_ask_the_same(
    town: Town, colleagues: tuple[Person, Person]
) -> None:
    first, _ = colleagues
    await three_ask(town)
    await look(town)
    card = await idea(town, first)
    await town.press(first, card, "Hier nooit over")
    assert "stel ik geen sessie meer voor" in card.text
    await town.later(days=70)
    for number in range(10, 14):
        await asks(town, number, KEYS[number % 3])
    await look(town)

    assert (await only(town)).state is ProposalState.NEVER
    assert await ideas(town, first) == 0


async def test_who_put_it_off_can_take_that_back_and_nobody_else(
    town: Town, colleagues: tuple[Person, Person]
) -> None:
    first, second = colleagues
    await three_ask(town)
    await look(town)
    cards = [await idea(town, who) for who in colleagues]
    await town.press(first, cards[0], "Hier nooit over")
    undo = data_of(cards[0], "Toch wel")
    shown = await town.press(second, cards[1], data=undo)
    assert "al over besloten" in shown.text
    await town.press(first, cards[0], "Toch wel")

    assert (await only(town)).state is ProposalState.OPEN
    assert all("Maak hier een sessie van" in labels(card) for card in cards)


async def test_presses_of_others_and_forged_numbers_decide_nothing(
    town: Town, anna: Person, colleagues: tuple[Person, Person]
) -> None:
    await three_ask(town)
    await look(town)
    number = (await only(town)).id
    mine = await town.ask(anna, "/help")
    for verb in ("a", "l", "n", "o"):
        shown = await town.press(anna, mine, data=f"pp:{number}:{verb}")
        assert "coördinatoren" in shown.text
    await town.press(anna, mine, data=f"pp:{number}:x")
    card = await idea(town, colleagues[0])
    for data in (f"pp:{number + 7}:a", f"pp:{number}:q", "pp:0:a"):
        assert (await town.press(colleagues[0], card, data=data)).text

    assert (await only(town)).state is ProposalState.OPEN
    assert await town.rows(select(MeetingDraft)) == []
    assert await town.rows(select(ProposalRefusal)) == []


async def test_a_draft_that_is_thrown_away_brings_the_proposal_back_later(
    town: Town, colleagues: tuple[Person, Person]
) -> None:
    first, _ = colleagues
    await three_ask(town)
    await look(town)
    await town.press(first, await idea(town, first), "Maak hier een sessie van")
    async with town.db.begin() as session:
        for draft in await session.scalars(select(MeetingDraft)):
            await session.delete(draft)
    await look(town)

    assert (await only(town)).state is ProposalState.LATER


async def test_a_question_that_is_gone_is_shown_nowhere_and_too_few_make_it_lapse(
    town: Town, colleagues: tuple[Person, Person]
) -> None:
    await three_ask(town)
    await look(town)
    card = await idea(town, colleagues[0])
    async with town.db.begin() as session:
        for dilemma in await session.scalars(select(Dilemma).where(Dilemma.text == KEYS[0])):
            dilemma.text, dilemma.person_id = "", None
    await look(town)

    assert (await only(town)).state is ProposalState.LAPSED
    assert KEYS[1] not in card.text
    assert "geldt niet meer" in card.text


async def test_staff_who_ask_for_a_session_make_a_proposal_and_can_take_it_back(
    town: Town, office: Office, anna: Person, colleagues: tuple[Person, Person]
) -> None:
    answer = await town.ask(anna, "Hoe verzekeren we een bakfiets die van iedereen is?")
    await town.press(anna, answer, "Ja, vraag het")
    room = next(one for one in town.world.bot_messages(office.group) if labels(one))
    mark = data_of(room, "Stel sessie voor")
    await town.press(office.staff, room, data=mark)
    await look(town)

    proposed = await idea(town, colleagues[0])
    assert "medewerkers" in proposed.text
    assert "bakfiets" not in proposed.text
    number = (await only(town)).id
    await town.press(office.staff, room, data=mark)
    await look(town)
    assert (await only(town)).state is ProposalState.LAPSED
    assert "geldt niet meer" in proposed.text
    await town.press(office.staff, room, data=mark)
    await look(town)
    again = await only(town)
    assert (again.id, again.state, again.round) == (number, ProposalState.OPEN, 2)
