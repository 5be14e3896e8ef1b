"""What can go wrong between staff and a resident, and what both of them then see."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.delivery import sender
from bot.playground.faults import Fault, FaultKind
from bot.playground.state import Chat, Message, Person, Status
from bot.playground.world import World
from bot.services.escalations import watch as escalation_watch
from bot.services.roles import Roles
from models import Dilemma, Escalation, EscalationState, OutboxMessage, OutboxState, Relayed
from tests.e2e.test_escalations import BOTH, CARDS, QUESTION, name_of_topic, staff_sends, to_staff
from tests.support.eventually import eventually
from tests.support.town import Office, Town, data_of

CROSSED_OUT = OutboxMessage.state == OutboxState.CANCELLED


@pytest.fixture
def office_kind() -> str:
    """What the staff group is: a supergroup, unless a test says otherwise."""
    return "supergroup"


@pytest.fixture
def office(office: Office, world: World, office_kind: str) -> Office:
    """The staff, in a group of the wanted kind."""
    if office_kind == "supergroup":
        return office
    small = world.group("Klein team (voorbeeld)", [office.staff], quiet=True)
    return replace(office, group=small)


def in_staff_chat(town: Town, words: str) -> list[Message]:
    return [one for one in town.world.bot_messages(town.office.group) if words in one.text]


async def tick(town: Town) -> None:
    await town.later(minutes=2)


async def test_a_deleted_topic_loses_nothing_and_is_made_anew(town: Town, anna: Person) -> None:
    office = town.office
    card = await to_staff(town, anna)
    await staff_sends(town, card, "Een ganzenplan.")
    answer = await town.hears(anna)
    topic = office.group.topics[card.thread_id or 0]
    town.world.act_on_topic(office.staff.id, office.group, topic, "delete")

    town.say(anna, "dat hebben we al", reply_to=answer)
    await town.hears(anna)
    await town.settled()
    assert len(in_staff_chat(town, "dat hebben we al")) == 1
    await tick(town)

    (escalation,) = await town.rows(select(Escalation))
    assert escalation.topic == 2
    anew = in_staff_chat(town, "Antwoord op dit bericht")[-1]
    assert name_of_topic(town, anew).startswith("🙋")
    await staff_sends_after(town, anew, "Dan bellen we.")
    assert "Dan bellen we." in (await town.hears(anna)).text


async def staff_sends_after(town: Town, card: Message, text: str) -> None:
    """As staff_sends, past what is unread."""
    for _ in town.unread(town.office.group):
        await town.hears(town.office.group)
    await staff_sends(town, card, text)


async def test_a_closed_topic_is_written_in_all_the_same(town: Town, anna: Person) -> None:
    office = town.office
    card = await to_staff(town, anna)
    topic = office.group.topics[card.thread_id or 0]
    await staff_sends(town, card, "Een ganzenplan.")
    town.world.act_on_topic(office.staff.id, office.group, topic, "close")

    town.say(anna, "dat hebben we al", reply_to=await town.hears(anna))
    await town.settled()

    assert [one.thread_id for one in in_staff_chat(town, "dat hebben we al")] == [topic.thread_id]


async def test_without_the_right_to_make_topics_there_are_cards(town: Town, anna: Person) -> None:
    office = town.office
    town.world.set_member(office.staff, office.group, town.world.bot.id, Status.MEMBER)

    card = await to_staff(town, anna)
    await staff_sends(town, card, "Een ganzenplan.")

    assert "ganzenplan" in (await town.hears(anna)).text
    await tick(town)
    (escalation,) = await town.rows(select(Escalation))
    assert escalation.topic == 1


@CARDS
async def test_who_blocked_the_bot_is_marked_and_staff_are_told(
    town: Town, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "SWEEP_SECONDS", 0.0)
    card = await to_staff(town, anna)
    town.world.block(anna)
    await town.settled()

    await staff_sends(town, card, "Een ganzenplan.")
    # What cannot be sent is crossed out when the sender sweeps, and then staff are told.
    await eventually(lambda: town.rows(select(OutboxMessage).where(CROSSED_OUT)))
    await tick(town)

    assert len(in_staff_chat(town, "blokkeerde de bot")) == 1
    assert "niet te bereiken" in card.text
    await tick(town)
    assert len(in_staff_chat(town, "blokkeerde de bot")) == 1


@BOTH
async def test_two_hundred_messages_of_a_resident_leave_room_for_others(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    await staff_sends(town, card, "Vertel.")
    answer = await town.hears(anna)

    for number in range(200):
        town.say(anna, f"verhaal {number}.", reply_to=answer)
    await town.settled()

    told = in_staff_chat(town, "verhaal ")
    assert [one.text.split("\n")[-1] for one in told] == [f"verhaal {number}." for number in range(30)]
    replies = [one.text for one in town.unread(anna)]
    assert sum("geef ik niet door" in text for text in replies) == 1


@pytest.mark.parametrize("office_kind", ["group"])
@pytest.mark.parametrize("order", ["to_first", "from_first"])
async def test_a_staff_group_that_becomes_a_supergroup_goes_on(
    town: Town, world: World, anna: Person, order: str
) -> None:
    card = await to_staff(town, anna)
    await staff_sends(town, card, "Een ganzenplan.")
    answer = await town.hears(anna)
    there = world.migrate(town.office.group, order=order)
    await town.settled()

    town.say(anna, "dat hebben we al", reply_to=answer)
    passed = await town.hears(there)
    while "dat hebben we al" not in passed.text:
        passed = await town.hears(there)
    town.say(town.office.staff, "Dan bellen we.", there, reply_to=passed)
    await town.settled()
    shown = town.unread(there)[-1]
    await town.press(town.office.staff, shown, "Verstuur als antwoord")

    assert "Dan bellen we." in [one.text.split("\n")[-1] for one in town.unread(anna)]


@pytest.mark.parametrize("office_kind", ["group"])
async def test_a_picture_that_waits_for_a_yes_is_passed_on_from_the_group_that_it_was_written_in(
    town: Town, world: World, anna: Person
) -> None:
    card = await to_staff(town, anna)
    office = town.office
    town.say(office.staff, "Zo zag ons plan eruit.", office.group, reply_to=card, file="photo")
    shown = await town.hears(office.group)
    sending = data_of(shown, "Verstuur als antwoord")
    there = world.migrate(office.group)
    await town.settled()
    listed = await town.ask(office.staff, "/open", there)

    # A supergroup counts from one again: under its number stands another message, or none.
    await town.press(office.staff, listed, data=sending)

    (got,) = [one for one in town.unread(anna) if one.kind == "photo"]
    assert "Zo zag ons plan eruit." in got.text


@pytest.mark.parametrize("more_config", [""], ids=["no staff chat yet"])
async def test_wishes_from_before_there_was_a_staff_chat_are_taken_up(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    answer = await town.ask(anna, f"/dilemma {QUESTION}", group)
    await town.press(anna, answer, "Alleen aan mij")
    roles = Roles(staff_chat_id=town.office.group.id, staff_ids=(town.office.staff.id,))
    desk = replace(town.bot.desk, roles=roles)

    for _ in range(2):
        async with town.db.begin() as session:
            await escalation_watch.watch(session, desk, town.world.clock.now())
    town.bot.wakeups.outbox.set()

    assert QUESTION in (await town.hears(town.office.group)).text
    assert "in de groep antwoord" in (await town.hears(group)).text
    await town.hears_nothing(anna, group)


@CARDS
async def test_an_answer_that_may_have_arrived_comes_again_with_a_number(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    town.say(town.office.staff, "Een ganzenplan.", town.office.group, reply_to=card)
    shown = await town.hears(town.office.group)
    town.world.faults.add(Fault(FaultKind.RESET, method="sendMessage", chat=anna.id, effect=True))

    await town.press(town.office.staff, shown, "Verstuur als antwoord")
    await town.world.wait_for(lambda: len(town.unread(anna)) == 2, seconds=30)

    first, second = (await town.hears(anna)).text, (await town.hears(anna)).text
    assert "Een ganzenplan." in first
    assert "Een ganzenplan." in second
    assert "Misschien kreeg je dit al" in second
    (relayed,) = await town.rows(select(Relayed))
    assert "Nummer" in second
    assert relayed.key.startswith("relayed:")


@CARDS
async def test_buttons_of_staff_do_nothing_for_others_or_elsewhere(
    town: Town, anna: Person, group: Chat
) -> None:
    card = await to_staff(town, anna)
    shown = await town.ask(anna, "/help", group)
    for who in (anna, town.office.coordinator):
        if who is anna:
            pressed = await town.press(who, shown, data="e:1:x:0")
            assert pressed.text
    town.world.set_member(anna, group, town.office.staff.id, Status.MEMBER)
    elsewhere = await town.press(town.office.staff, shown, data="e:1:c")
    assert elsewhere.text
    (escalation,) = await town.rows(select(Escalation))
    assert escalation.state is EscalationState.OPEN
    assert "Nog van niemand" in card.text
    assert len(await town.rows(select(Dilemma))) == 1
