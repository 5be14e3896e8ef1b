"""Planning by who may not, with data that were never offered, and with words that nobody expects."""

import pytest

from bot.playground.state import Chat, Message, Person
from bot.services import people
from bot.services.roles import Roles
from models import Meeting
from tests.support.planning import YES, announce, collective, day, drafts, line, manage, meetings, plan
from tests.support.town import Town, data_of, labels


async def test_only_coordinators_plan_and_only_in_private(town: Town, anna: Person, group: Chat) -> None:
    await collective(town, group)
    refused = await town.ask(anna, f"/plan {line(town)}")
    assert "alleen een coördinator" in refused.text
    town.world.add(anna, group, town.office.coordinator)
    await town.settled()
    while town.unread(group):
        await town.hears(group)
    refused = await town.ask(town.office.coordinator, f"/plan {line(town)}", group)
    assert "alleen een coördinator, in een privégesprek" in refused.text
    assert await drafts(town) == []


async def test_a_resident_with_forged_data_reaches_no_draft_and_no_session(
    town: Town, anna: Person, group: Chat
) -> None:
    await collective(town, group)
    _, card = await plan(town)
    mine = await town.ask(anna, "/start")
    [draft] = await drafts(town)
    before = mine.text
    for data in (
        f"p:{draft.id}:y:v:{draft.version}",
        f"p:{draft.id}:x:sure",
        f"p:{draft.id}:a:title:none",
        "p:0:n",
        "p:0:h",
    ):
        shown = await town.press(anna, mine, data=data)
        assert "alleen een coördinator" in shown.text
    await town.press(town.office.coordinator, card, YES)
    [meeting] = await meetings(town)
    for verb in ("", ":e:title:1", ":x:1", ":y:1", ":z:1", ":u:1", ":s:1", ":c:link:1", ":w:x"):
        shown = await town.press(anna, mine, data=f"pe:{meeting.id}{verb}")
        assert "alleen een coördinator" in shown.text
    shown = await town.press(anna, mine, data=f"px:{meeting.id}")
    assert "jurist" not in shown.text
    assert mine.text == before
    assert [(one.title, one.is_planned) for one in await meetings(town)] == [(meeting.title, True)]


@pytest.mark.parametrize(
    "data",
    [
        "p:999:z",
        "p:99999999999999999:z",
        "p:0:z",
        "p:1",
        "p:1:q",
        "p:{draft}:y:v:0",
        "p:{draft}:y",
        "p:{draft}:e:koning",
        "p:{draft}:a:theme:zzzzzzzzzz",
        "p:{draft}:a:when:zzzzzzzzzz",
        "p:{draft}:a:places:0000000000000000",
        "p:{draft}:a:places:9999999999999999",
        "p:{draft}:a:minutes:1",
        "p:{draft}:a:moments:0",
        "p:{draft}:a:audience:koning",
        "p:{draft}:s:koning",
        "p:0:h:page:9999999",
        "pe:999",
        "pe:999:y:1",
        "px:999",
    ],
)
async def test_data_that_were_never_offered_do_no_harm(town: Town, group: Chat, data: str) -> None:
    await collective(town, group)
    _, card = await plan(town)
    [draft] = await drafts(town)
    await town.press(town.office.coordinator, card, data=data.format(draft=draft.id))
    [after] = await drafts(town)
    assert after.plan["title"] == draft.plan["title"]
    assert after.plan["minutes"] == draft.plan["minutes"]
    assert await meetings(town) == []


@pytest.mark.parametrize(
    "words",
    [
        "a" * 4000,
        "woord " * 600,
        "🎉" * 500,
        "مساء الخير, غدا",
        "\u202eomgekeerd\u202c, morgen 20:00, thema geld",
        "<b>vet</b> & {titel}, morgen 20:00, thema geld",
        "https://[, morgen 20:00",
        "12-12-12-12 12:12:12, 25:99, 30-2-2027",
        ",,,,;;;\n\n\n",
        "titel:",
    ],
)
async def test_words_that_nobody_expects_lead_to_a_question_or_a_preview(
    town: Town, group: Chat, words: str
) -> None:
    await collective(town, group)
    answer = await town.ask(town.office.coordinator, f"/plan {words}")
    assert "iets misgegaan" not in answer.text
    assert await meetings(town) == []
    # Whatever it was, one can go on.
    assert "Een sessie plannen" in (await _last(town, "/plan")).text


async def _last(town: Town, words: str) -> Message:
    town.say(town.office.coordinator, words)
    await town.settled()
    return town.unread(town.office.coordinator)[-1]


async def test_a_picture_is_no_answer(town: Town, group: Chat) -> None:
    await collective(town, group)
    who = town.office.coordinator
    await town.ask(who, "/plan")
    town.world.say(who, who, other={"dice": {"emoji": "🎲", "value": 3}})
    assert "Typ het even" in (await town.hears(who)).text


async def test_a_coordinator_who_lost_the_role_is_refused_kindly_and_loses_nothing(
    town: Town, group: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await collective(town, group)
    card = await manage(town)
    who = town.office.coordinator
    _, draft = await plan(town, line(town, "Nog een"))
    with monkeypatch.context() as lost:
        lost.setattr(Roles, "is_coordinator", lambda _self, _id: False)
        for message, button in ((draft, YES), (card, "Titel"), (card, "Gaat niet door")):
            assert "blijft bewaard" in (await town.press(who, message, button)).text
        assert "blijft bewaard" in (await town.ask(who, "max 12")).text
    assert len(await drafts(town)) == 1
    await town.press(who, draft, YES)
    assert len(await meetings(town)) == 2


async def test_another_coordinators_draft_is_theirs(town: Town, group: Chat, anna: Person) -> None:
    await collective(town, group)
    _, card = await plan(town)
    [draft] = await drafts(town)
    async with town.db.begin() as session:
        theirs = await session.get_one(type(draft), draft.id)
        other = await people.meet(session, anna.id, at=town.world.clock.now())
        theirs.author_id = other.id
    shown = await town.press(town.office.coordinator, card, data=data_of(card, YES))
    assert "al aangekondigd of weggegooid" in shown.text
    assert await meetings(town) == []


async def test_markup_in_a_title_is_shown_and_not_obeyed(town: Town, group: Chat) -> None:
    await collective(town, group)
    card = await announce(town, f"<b>Geld</b> & zo, {day(town)} 20:00, thema geld")
    assert "<b>Geld</b> & zo" in card.text
    [meeting] = await meetings(town)
    assert isinstance(meeting, Meeting)
    assert meeting.title == "<b>Geld</b> & zo"
    assert labels(card) == ["Bekijk of verander"]
