"""What staff and residents can do by accident with a question before staff, and that it harms nobody."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.playground.faults import Fault, FaultKind
from bot.playground.state import Message, Person
from bot.services.roles import Roles
from models import Case, CasePhrasing, Dilemma, PhrasingSource, Relayed, RelayState
from tests.e2e.test_escalations import CARDS, QUESTION, staff_sends, to_staff
from tests.support.town import Town, data_of

SECRET = "dit is alleen voor ons"
SIGNS = (
    "//",
    "\u200e// ",
    "\u200f//",
    "\u2067// ",
    "\ufeff//",
    "\u200b //",
    "\u00a0//",
    "\uff0f\uff0f ",
    "/\u2060/ ",
    "\u2068\u200f  // ",
)


async def trusted(town: Town, anna: Person) -> Message:
    """A question of which staff sent three answers already: what they reply now goes at once; its card."""
    card = await to_staff(town, anna)
    for number in range(3):
        await staff_sends(town, card, f"antwoord {number}")
        await town.hears(anna)
    return card


def reply(town: Town, text: str, card: Message, **more: Any) -> Message:
    """What one of staff writes in reply to a card."""
    return town.say(town.office.staff, text, town.office.group, reply_to=card, **more)


def told(town: Town, anna: Person) -> list[str]:
    """What the resident got of the words that are not for them."""
    return [one.text for one in town.world.bot_messages(anna) if SECRET in one.text]


@CARDS
async def test_a_note_stays_a_note_whatever_unseen_signs_stand_before_it(town: Town, anna: Person) -> None:
    card = await trusted(town, anna)
    for sign in SIGNS:
        reply(town, f"{sign}{SECRET}", card)
    await town.settled()
    assert not told(town, anna)
    kept = await town.rows(select(Relayed.id).where(Relayed.state == RelayState.KEPT))
    assert len(kept) == len(SIGNS)


@CARDS
async def test_an_answer_that_becomes_a_note_is_taken_back(town: Town, anna: Person) -> None:
    card = await trusted(town, anna)
    wrote = reply(town, "Vraag het de gemeente.", card)
    answer, receipt = await town.hears(anna), await town.hears(town.office.group)
    await town.edit(town.office.staff, wrote, f"// {SECRET}")
    assert not told(town, anna)
    assert answer.id not in town.world.place(anna).messages
    assert "Teruggehaald" in receipt.text


@CARDS
async def test_an_answer_that_becomes_a_note_too_late_stays_as_it_was(town: Town, anna: Person) -> None:
    card = await trusted(town, anna)
    wrote = reply(town, "Vraag het de gemeente.", card)
    answer = await town.hears(anna)
    await town.later(days=3)
    await town.edit(town.office.staff, wrote, f"// {SECRET}")
    assert not told(town, anna)
    assert "gemeente" in answer.text


@CARDS
async def test_a_draft_that_becomes_a_note_is_not_sent(town: Town, anna: Person) -> None:
    card = await to_staff(town, anna)
    wrote = reply(town, "Vraag het de gemeente.", card)
    shown = await town.hears(town.office.group)
    sending = data_of(shown, "Verstuur als antwoord")
    await town.edit(town.office.staff, wrote, f"// {SECRET}")
    assert "notitie" in shown.text
    await town.press(town.office.staff, shown, data=sending)
    assert not told(town, anna)
    await town.hears_nothing(anna)


@CARDS
async def test_who_is_staff_no_longer_changes_nothing_at_the_resident(
    town: Town, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await trusted(town, anna)
    wrote = reply(town, "Vraag het de gemeente.", card)
    answer = await town.hears(anna)
    monkeypatch.setattr(Roles, "is_staff", lambda _roles, _user_id: False)
    await town.edit(town.office.staff, wrote, "Iets heel anders.")
    assert "gemeente" in answer.text
    assert "Iets heel anders" not in answer.text


@CARDS
@pytest.mark.parametrize("answers", [0, 3])
async def test_an_album_with_a_note_under_any_picture_stays_here(
    town: Town, anna: Person, answers: int
) -> None:
    card = await trusted(town, anna) if answers else await to_staff(town, anna)
    album = town.world.new_album_id()
    for caption in ("", f"// {SECRET}", ""):
        reply(town, caption, card, file="photo", album=album)
    shown = await town.hears(town.office.group)
    await town.settled()
    assert "notitie" in shown.text
    assert not [one for one in town.world.bot_messages(anna) if one.kind == "photo"]
    pictures = await town.rows(select(Relayed).where(Relayed.album == album))
    assert {one.state for one in pictures} == {RelayState.KEPT}


@CARDS
async def test_a_resident_who_keeps_changing_their_mind_does_not_fill_the_staff_chat(
    town: Town, anna: Person
) -> None:
    card = await to_staff(town, anna)
    await staff_sends(town, card, "Vraag het de gemeente.")
    answer = await town.hears(anna)
    for _ in range(5):
        await town.press(anna, answer, "Dit hielp")
        await town.press(anna, answer, "Dit hielp niet")
    assert len(town.unread(town.office.group)) == 2


@CARDS
async def test_who_asks_and_takes_back_for_ever_does_not_fill_the_staff_chat(
    town: Town, anna: Person
) -> None:
    await to_staff(town, anna)
    answer = town.world.bot_messages(anna)[-1]
    taking_back = data_of(answer, "Toch niet")
    asking = taking_back.replace(":u", ":p")
    for _ in range(5):
        await town.press(anna, answer, data=taking_back)
        await town.press(anna, answer, data=asking)
    assert len(town.unread(town.office.group)) <= 4


@CARDS
async def test_a_picture_without_words_that_is_a_new_question_is_asked_about(
    town: Town, anna: Person
) -> None:
    card = await to_staff(town, anna)
    await staff_sends(town, card, "Welk plantsoen?", "Verstuur als vraag")
    await town.hears(anna)
    town.say(anna, "", file="photo")
    await town.press(anna, await town.hears(anna), "nieuwe vraag")
    assert "Typ je vraag" in (await town.hears(anna)).text


async def test_a_card_that_telegram_refuses_does_not_make_topics_for_ever(town: Town, anna: Person) -> None:
    town.world.faults.add(
        Fault(FaultKind.BAD_REQUEST, method="sendMessage", chat=town.office.group.id, count=None)
    )
    answer = await town.ask(anna, QUESTION)
    await town.press(anna, answer, "Ja, vraag het")
    for _ in range(9):
        await town.later(minutes=2)
    assert len(town.world.calls("createForumTopic")) <= 4
    town.world.faults.clear()
    await town.later(days=1)
    assert any(QUESTION in one.text for one in town.world.bot_messages(town.office.group))


@CARDS
async def test_staff_cannot_reach_the_words_of_a_question_that_was_never_put_before_them(
    town: Town, anna: Person
) -> None:
    await to_staff(town, anna)
    await town.ask(anna, "wie krijgt de sleutel van het buurthuis van de gemeente?")
    (private,) = await town.rows(select(Dilemma.id).order_by(Dilemma.id.desc()).limit(1))
    (case,) = await town.rows(select(Case.id).limit(1))
    card = town.world.bot_messages(town.office.group)[-1]
    before = card.text
    pressed = await town.press(town.office.staff, card, data=f"kp:{private}:{case}:y")
    assert pressed.text
    assert card.text == before
    of_residents = select(CasePhrasing.id).where(CasePhrasing.source == PhrasingSource.RESIDENT)
    assert not await town.rows(of_residents)
