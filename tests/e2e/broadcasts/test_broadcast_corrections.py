"""Corrections: every copy changes, what waits goes out with the new words, and nobody gets anything twice."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.playground.state import Chat, Message, Person, Status
from models import Broadcast, BroadcastState, OutboxMessage, OutboxState
from tests.support.broadcasts import TEXT, chat_rows, finish, groups, invitations, look_away, send, until_hour
from tests.support.town import Town, data_of, labels

NEW = "De avond over sleutels is op woensdag."
SMALL = pytest.mark.parametrize("more_config", ["small"], indirect=True)
QUIET = pytest.mark.parametrize("more_config", ["quiet"], indirect=True)


async def correct(town: Town, progress: Message, text: str = NEW) -> Message:
    """The coordinator writes a correction; its last look."""
    who = town.office.coordinator
    await town.press(who, progress, "Verbeter")
    assert "nieuwe tekst" in (await town.hears(who)).text
    await town.hears(who)
    await town.hears(who)
    preview = await town.ask(who, text)
    assert preview.text == text
    await town.press(who, await town.hears(who), "Bekijk en verstuur")
    await town.hears(who)
    return await town.hears(who)


async def confirm(town: Town, last_look: Message) -> Message:
    """Press yes; the message that shows how far it is."""
    await town.press(town.office.coordinator, last_look, "Verbeter")
    return await town.hears(town.office.coordinator)


async def own(town: Town, chat: Chat) -> list[str]:
    """What the bot's messages in a group say now."""
    return [one.text for one in town.world.bot_messages(chat)]


async def test_every_copy_is_changed_and_none_is_sent(town: Town) -> None:
    chats = await groups(town, 3)
    progress = await send(town)
    await finish(town)
    last_look = await correct(town, progress)
    assert "in 3 groepen" in last_look.text
    assert await invitations(town, chats) == [1, 1, 1]
    done = await confirm(town, last_look)
    await finish(town)
    assert [await own(town, chat) for chat in chats] == [[NEW]] * 3
    assert "Verbeterd in 3 van de 3" in done.text
    assert labels(done) == []
    # The buttons still belong to the first one, which can be corrected again.
    [copy] = town.world.bot_messages(chats[0])
    first = min(await town.rows(select(Broadcast.id)))
    assert data_of(copy, "Geen uitnodigingen meer") == f"bo:{first}"
    await confirm(town, await correct(town, progress, "Toch op donderdag."))
    await finish(town)
    assert [await own(town, chat) for chat in chats] == [["Toch op donderdag."]] * 3


async def test_a_copy_that_was_deleted_stays_away(town: Town) -> None:
    chats = await groups(town, 2)
    progress = await send(town)
    await finish(town)
    owner = next(one for one in chats[0].members.values() if one.status is Status.CREATOR)
    town.world.delete(town.world.people[owner.user_id], town.world.bot_messages(chats[0])[0])
    done = await confirm(town, await correct(town, progress))
    await finish(town)
    assert await own(town, chats[0]) == []
    assert await own(town, chats[1]) == [NEW]
    assert "Verbeterd in 1 van de 2" in done.text
    assert "Niet verbeterd: 1" in done.text


async def test_a_correction_under_way_reaches_who_has_it_and_who_waits(town: Town) -> None:
    chats = await groups(town, 4)
    look_away(town)
    progress = await send(town)
    await town.settled()
    have, wait, unknown = chats[:2], chats[2], chats[3]
    states = {wait: OutboxState.QUEUED, unknown: OutboxState.PARKED}
    async with town.db.begin() as session:
        for chat, state in states.items():
            [row] = await chat_rows(town, [chat])
            await session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.key == f"broadcast:1:{row}")
                .values(
                    state=state,
                    due_at=town.world.clock.now() + timedelta(hours=1),
                    sent_chat_id=None,
                    sent_message_id=None,
                    finished_at=None,
                )
            )
    last_look = await correct(town, progress)
    assert "in 2 groepen" in last_look.text
    assert "Eén wacht nog" in last_look.text
    await confirm(town, last_look)
    await town.later(hours=2)
    await finish(town)
    assert [await own(town, chat) for chat in have] == [[NEW], [NEW]]
    # In this world both had the first words already: it is the database that did not know.
    assert await own(town, wait) == [TEXT, NEW]
    assert await own(town, unknown) == [TEXT]
    assert "Aangekomen in 3 van de 4" in progress.text


async def test_a_caption_is_changed_and_its_picture_stays(town: Town) -> None:
    chats = await groups(town, 2)
    who = town.office.coordinator
    await town.ask(who, "/uitnodiging")
    town.world.say(who, who, TEXT, file="photo")
    await town.hears(who)
    draft = await town.hears(who)
    await town.press(who, draft, "Bekijk en verstuur")
    await town.hears(who)
    await town.press(who, await town.hears(who), "Verstuur naar")
    progress = await town.hears(who)
    await finish(town)
    await town.press(who, progress, "Verbeter")
    for _ in range(3):
        await town.hears(who)
    town.world.say(who, who, "Met een andere foto", file="photo")
    assert "foto of document kan ik niet" in (await town.hears(who)).text
    town.say(who, NEW)
    await town.hears(who)
    await town.press(who, await town.hears(who), "Bekijk en verstuur")
    await town.hears(who)
    await confirm(town, await town.hears(who))
    await finish(town)
    for chat in chats:
        [copy] = town.world.bot_messages(chat)
        assert copy.text == NEW
        assert "photo" in copy.content


@QUIET
async def test_a_correction_makes_no_sound_and_goes_at_night_as_well(town: Town) -> None:
    chats = await groups(town, 2)
    await until_hour(town, 12)
    progress = await send(town)
    await finish(town)
    await until_hour(town, 22)
    await confirm(town, await correct(town, progress))
    await finish(town)
    assert [await own(town, chat) for chat in chats] == [[NEW]] * 2


@SMALL
async def test_a_correction_in_many_groups_needs_a_colleague(town: Town, second_coordinator: Person) -> None:
    chats = await groups(town, 2)
    who = town.office.coordinator
    progress = await send_with_colleague(town, second_coordinator)
    last_look = await correct(town, progress)
    [correction] = await town.rows(select(Broadcast).where(Broadcast.corrects_id.is_not(None)))
    await town.press(who, last_look, data=f"b:{correction.id}:y:{correction.version}:2")
    assert await invitations(town, chats) == [1, 1]
    await town.press(who, last_look, "Vraag een collega")
    assert (await town.hears(second_coordinator)).text == NEW
    asked = await town.hears(second_coordinator)
    await town.press(second_coordinator, asked, "Verbeter in 2")
    assert "verbetering is onderweg" in asked.text
    await finish(town)
    assert [await own(town, chat) for chat in chats] == [[NEW]] * 2


async def send_with_colleague(town: Town, colleague: Person) -> Message:
    """Send with a colleague's yes; the message that shows how far it is."""
    who = town.office.coordinator
    await town.ask(who, "/uitnodiging")
    await town.ask(who, TEXT)
    await town.press(who, await town.hears(who), "Bekijk en verstuur")
    await town.hears(who)
    await town.press(who, await town.hears(who), "Vraag een collega")
    await town.hears(colleague)
    await town.press(colleague, await town.hears(colleague), "Verstuur naar")
    await town.settled()
    await finish(town)
    progress = next(one for one in town.unread(who) if "is verstuurd" in one.text)
    while town.unread(who):
        await town.hears(who)
    return progress


async def test_what_was_taken_back_is_not_corrected_and_old_presses_do_nothing(
    town: Town, anna: Person
) -> None:
    chats = await groups(town, 2)
    who = town.office.coordinator
    progress = await send(town)
    await finish(town)
    last_look = await correct(town, progress)
    yes = data_of(last_look, "Verbeter in 2")
    anywhere = await town.ask(anna, "/help")
    for data in (yes, "b:1:co", "b:2:p", "b:2:x"):
        assert "coördinator" in (await town.press(anna, anywhere, data=data)).text
    await town.press(who, progress, "Haal overal weg")
    await town.press(who, progress, "Ja, haal weg")
    assert "veranderd" in (await town.press(who, last_look, data=yes)).text
    await finish(town)
    assert [await own(town, chat) for chat in chats] == [[], []]
    assert "te oud" in (await town.press(who, progress, data="b:1:co")).text
    # A correction has no audience, no time and no copies of its own.
    for verb in ("a:all:1", "sp:4", "at:now", "t", "j:2"):
        await town.press(who, progress, data=f"b:2:{verb}")
    [correction] = await town.rows(select(Broadcast).where(Broadcast.corrects_id.is_not(None)))
    assert correction.state is BroadcastState.DRAFT
    assert (correction.spread_hours, correction.due_at) == (0, None)


async def test_two_presses_correct_once(town: Town) -> None:
    chats = await groups(town, 2)
    progress = await send(town)
    await finish(town)
    last_look = await correct(town, progress)
    data = data_of(last_look, "Verbeter in 2")
    for callback in [town.world.press(town.office.coordinator, last_look, data=data) for _ in range(2)]:
        await town.world.answer_to(callback, seconds=30)
    await finish(town)
    assert [await own(town, chat) for chat in chats] == [[NEW]] * 2
    edits = select(OutboxMessage.id).where(
        OutboxMessage.method == "editMessageText", OutboxMessage.content_id.is_not(None)
    )
    assert len(await town.rows(edits)) == 2
