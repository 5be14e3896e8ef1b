"""Invitations: written, looked at, counted, sent once to each group, followed, refused by who wants none."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

import models
from bot.playground.state import Chat, Message, Person, Status
from bot.playground.world import World
from models import (
    Broadcast,
    BroadcastState,
    Collective,
    CollectiveGroup,
    InvitationOptOut,
    OutboxMessage,
    OutboxState,
)
from tests.support.town import Office, Town, data_of, labels, url_of

TEXT = "Kom je ook naar de avond over sleutels?"
SEND = "Verstuur naar"


async def groups(town: Town, number: int) -> list[Chat]:
    """Groups with an owner each, in which the bot has been for long."""
    owner = town.person("Els")
    made = [town.group(f"Groep {one}", owner) for one in range(number)]
    async with town.db.begin() as session:
        for chat in made:
            session.add(models.Chat(telegram_id=chat.id, kind=models.ChatKind.SUPERGROUP))
    return made


async def write(town: Town, text: str = TEXT) -> Message:
    """The coordinator writes an invitation; the draft's card."""
    who = town.office.coordinator
    assert "Wat wil je versturen?" in (await town.ask(who, "/uitnodiging")).text
    preview = await town.ask(who, text)
    assert preview.text == text
    return await town.hears(who)


async def check(town: Town, draft: Message) -> Message:
    """The last look; the card on which it is confirmed."""
    who = town.office.coordinator
    await town.press(who, draft, "Bekijk en verstuur")
    await town.hears(who)
    return await town.hears(who)


async def send(town: Town, text: str = TEXT) -> Message:
    """Write and send; the message that shows how far it is."""
    last_look = await check(town, await write(town, text))
    await town.press(town.office.coordinator, last_look, SEND)
    return await town.hears(town.office.coordinator)


async def finish(town: Town) -> None:
    """Let time pass until it is over."""
    unfinished = select(Broadcast.id).where(
        Broadcast.state != BroadcastState.DRAFT, Broadcast.finished_at.is_(None)
    )
    for _ in range(20):
        await town.later(seconds=5)
        if not await town.rows(unfinished):
            return
    raise AssertionError("the broadcast is never over")


def look_away(town: Town) -> None:
    """Let nobody look how far it is until time moves on: what is set up in between is not seen half."""
    town.bot.scheduler.pause_job("broadcasts")


async def invitations(town: Town, chats: list[Chat], text: str = TEXT) -> list[int]:
    """How many copies each group has."""
    return [sum(one.text == text for one in town.world.bot_messages(chat)) for chat in chats]


async def only_broadcast(town: Town) -> Broadcast:
    [broadcast] = await town.rows(select(Broadcast))
    return broadcast


async def test_an_invitation_arrives_once_in_every_group_and_a_report_follows(town: Town) -> None:
    chats = await groups(town, 3)
    progress = await send(town)
    await finish(town)

    assert await invitations(town, chats) == [1, 1, 1]
    assert "De uitnodiging is verstuurd" in progress.text
    assert "Aangekomen in 3 van de 3 groepen" in progress.text
    assert labels(progress) == ["Verbeter", "Haal overal weg", "Tel opnieuw"]
    assert (await only_broadcast(town)).state is BroadcastState.DONE


async def test_formatting_and_buttons_arrive_as_they_were_shown(town: Town) -> None:
    [chat] = await groups(town, 1)
    who = town.office.coordinator
    draft = await write(town)
    # Bold, in the bot's own words: a message that is forwarded keeps its form.
    town.world.say(who, who, forward=draft)
    bold = (await town.hears(who)).content["entities"]
    assert [one["type"] for one in bold] == ["bold"]
    draft = await town.hears(who)
    await town.press(who, draft, "Knop met link")
    assert "tekst op de knop" in (await town.hears(who)).text
    town.say(who, "Aanmelden https://voorbeeld.nl/avond")
    await town.hears(who)
    draft = await town.hears(who)
    await town.press(who, draft, "Stel je dilemma")
    await town.press(who, draft, "Bekijk en verstuur")
    preview, last_look = await town.hears(who), await town.hears(who)
    await town.press(who, last_look, SEND)

    [arrived] = town.world.bot_messages(chat)
    assert labels(arrived) == labels(preview) == ["Aanmelden", "Stel je dilemma", "Geen uitnodigingen meer"]
    assert url_of(arrived, "Aanmelden") == "https://voorbeeld.nl/avond"
    assert url_of(arrived, "Stel je dilemma").endswith("?start=ask")
    assert arrived.content["entities"] == preview.content["entities"] == bold


async def test_the_text_can_be_replaced_and_only_the_last_is_sent(town: Town) -> None:
    [chat] = await groups(town, 1)
    await write(town, "Een eerste poging")
    town.say(town.office.coordinator, TEXT)
    await town.hears(town.office.coordinator)
    last_look = await check(town, await town.hears(town.office.coordinator))
    await town.press(town.office.coordinator, last_look, SEND)

    assert [one.text for one in town.world.bot_messages(chat)] == [TEXT]


async def test_what_may_be_overlooked_is_said(town: Town) -> None:
    await groups(town, 1)
    loud = await write(
        town, "KOM ALLEMAAL NAAR DE AVOND, BEL 06-12345678 " + "EN NEEM IEMAND MEE. " * 29 + "TOT DAN"
    )
    for words in ("geen link", "langer dan 500", "hoofdletters", "telefoonnummer"):
        assert words in loud.text
    town.say(town.office.coordinator, "Kijk op https://voorbeeld.nl")
    await town.hears(town.office.coordinator)
    calm = await town.hears(town.office.coordinator)
    assert "⚠️" not in calm.text


async def test_the_same_words_within_a_week_are_noticed(town: Town) -> None:
    await groups(town, 1)
    await send(town)
    await finish(town)
    assert "al verstuurd" in (await write(town, TEXT.upper())).text
    await town.later(days=8)
    assert "al verstuurd" not in (await town_draft(town)).text


async def test_a_draft_survives_being_left(town: Town, anna: Person) -> None:
    draft = await write(town)
    await town.ask(town.office.coordinator, "/stop")
    assert "bewaard" in (await town.ask(town.office.coordinator, "/uitnodiging")).text
    assert (await town.hears(town.office.coordinator)).text == TEXT
    kept = await town.hears(town.office.coordinator)
    await town.press(town.office.coordinator, kept, "Gooi weg")
    assert "weggegooid" in kept.text
    shown = await town.press(town.office.coordinator, draft, "Bekijk en verstuur")
    assert "te oud" in shown.text
    assert await town.rows(select(Broadcast)) == []


async def test_nobody_else_can_write_confirm_or_stop_one(town: Town, anna: Person) -> None:
    chats = await groups(town, 2)
    assert "alleen een coördinator" in (await town.ask(anna, "/uitnodiging")).text
    last_look = await check(town, await write(town))
    anywhere = await town.ask(anna, "/help")
    number = (await only_broadcast(town)).id
    for data in (data_of(last_look, SEND), f"b:{number}:x", f"b:{number}:s", f"ba:{number}:1:y:2"):
        assert "alleen een coördinator" in (await town.press(anna, anywhere, data=data)).text
    assert await invitations(town, chats) == [0, 0]


async def test_a_number_that_changed_sends_nothing_and_is_shown_anew(town: Town) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    chats += await groups(town, 1)
    shown = await town.press(town.office.coordinator, last_look, "Verstuur naar 2 groepen")
    assert "veranderd" in shown.text
    assert await invitations(town, chats) == [0, 0, 0]
    await town.press(town.office.coordinator, last_look, "Verstuur naar 3 groepen")
    assert await invitations(town, chats) == [1, 1, 1]


async def test_two_presses_at_once_send_one_invitation(town: Town) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    data = data_of(last_look, SEND)
    first = town.world.press(town.office.coordinator, last_look, data=data)
    second = town.world.press(town.office.coordinator, last_look, data=data)
    for callback in (first, second):
        await town.world.answer_to(callback, seconds=30)
    await town.settled()
    assert await invitations(town, chats) == [1, 1]


async def tie(town: Town, chat: Chat, name: str, place: str, *themes: str) -> None:
    """Let a group belong to a collective."""
    async with town.db.begin() as session:
        at = town.world.clock.now()
        collective = Collective(
            name=name, matching_name=name.lower(), place=place, themes=list(themes), registered_at=at
        )
        session.add(collective)
        await session.flush()
        there = await session.scalar(select(models.Chat.id).where(models.Chat.telegram_id == chat.id))
        session.add(CollectiveGroup(chat_id=there, collective_id=collective.id, since=at))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("Op thema", 'cliënten & "zorg"'), [1, 0, 0]),
        (("Op thema", "energie"), [1, 1, 0]),
        (("Op plaats", "Zwolle"), [0, 1, 0]),
        (("Van één collectief", "De Eerste"), [1, 0, 0]),
        (("Op taal", "English"), [0, 0, 1]),
        (("Op taal", "Nederlands"), [1, 1, 0]),
    ],
)
async def test_an_audience_can_be_chosen(town: Town, path: tuple[str, str], expected: list[int]) -> None:
    chats = await groups(town, 3)
    await tie(town, chats[0], "De Eerste (voorbeeld)", "Utrecht", "energie", 'cliënten & "zorg"')
    await tie(town, chats[1], "De Tweede (voorbeeld)", "Zwolle", "energie")
    async with town.db.begin() as session:
        await session.execute(
            update(models.Chat).where(models.Chat.telegram_id == chats[2].id).values(language="en")
        )
    draft = await write(town)
    await town.press(town.office.coordinator, draft, "Voor wie?")
    for button in path:
        await town.press(town.office.coordinator, draft, button)
    number = sum(expected)
    assert f"{number} groep" in draft.text
    await town.press(town.office.coordinator, await check(town, draft), SEND)
    assert await invitations(town, chats) == expected


async def test_the_list_names_collectives_and_counts_the_rest(town: Town) -> None:
    chats = await groups(town, 3)
    await tie(town, chats[0], "De Eerste (voorbeeld)", "Utrecht", "energie")
    last_look = await check(town, await write(town))
    await town.press(town.office.coordinator, last_look, "Welke groepen?")
    assert "De Eerste (voorbeeld) (Utrecht): 1 groep" in last_look.text
    assert "Zonder collectief: 2 groepen" in last_look.text


async def test_neither_staff_nor_silent_nor_lost_groups_are_invited(town: Town) -> None:
    chats = await groups(town, 3)
    async with town.db.begin() as session:
        of = update(models.Chat).execution_options(synchronize_session=False)
        await session.execute(of.where(models.Chat.telegram_id == chats[1].id).values(can_write=False))
        await session.execute(
            of.where(models.Chat.telegram_id == chats[2].id).values(inactive_since=town.world.clock.now())
        )
    await town.ask(town.office.staff, "/open", town.office.group)
    draft = await write(town)
    assert "nu 1 groep." in draft.text


QUIET = pytest.mark.parametrize("more_config", ["quiet"], indirect=True)
SMALL = pytest.mark.parametrize("more_config", ["small"], indirect=True)


@pytest.fixture
def second_coordinator(world: World) -> Person:
    """A colleague of the coordinator."""
    return world.person("Noor (voorbeeld)", started=True)


@pytest.fixture
def more_config(office: Office, second_coordinator: Person, request: pytest.FixtureRequest) -> str:
    """As usual, with two coordinators; "small" asks for a second pair of eyes above one group."""
    kind = getattr(request, "param", None)
    above = 1 if kind == "small" else 100
    # Otherwise nothing would pass at night.
    quiet_from = 21 if kind == "quiet" else 8
    return f"""
[staff]
chat_id = {office.group.id}
user_ids = [{office.staff.id}]
[coordinators]
user_ids = [{office.coordinator.id}, {second_coordinator.id}]
[broadcasts]
second_approval_above = {above}
quiet_from = {quiet_from}
quiet_until = 8
"""


@SMALL
async def test_many_groups_need_a_colleague(town: Town, second_coordinator: Person) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    assert not [label for label in labels(last_look) if SEND in label]
    number = (await only_broadcast(town)).id
    version = (await only_broadcast(town)).version
    await town.press(town.office.coordinator, last_look, data=f"b:{number}:y:{version}:2")
    assert await invitations(town, chats) == [0, 0]

    await town.press(town.office.coordinator, last_look, "Vraag een collega")
    assert (await town.hears(second_coordinator)).text == TEXT
    asked = await town.hears(second_coordinator)
    # Nobody agrees with themselves.
    await town.press(town.office.coordinator, last_look, data=data_of(asked, SEND))
    assert await invitations(town, chats) == [0, 0]
    await town.press(second_coordinator, asked, SEND)
    assert await invitations(town, chats) == [1, 1]
    assert "onderweg naar 2 groepen" in asked.text
    heard = [message.text for message in town.unread(town.office.coordinator)]
    assert any("Een collega zei ja" in text for text in heard)
    assert any("De uitnodiging is onderweg" in text for text in heard)


@SMALL
async def test_a_colleague_may_refuse_and_an_approval_is_of_one_version(
    town: Town, second_coordinator: Person
) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    await town.press(town.office.coordinator, last_look, "Vraag een collega")
    await town.hears(second_coordinator)
    asked = await town.hears(second_coordinator)
    await town.press(second_coordinator, asked, "Nee, zo niet")
    assert "Overleg even" in (await town.hears(town.office.coordinator)).text

    last_look = await check(town, await town_draft(town))
    await town.press(town.office.coordinator, last_look, "Vraag een collega")
    await town.hears(second_coordinator)
    asked = await town.hears(second_coordinator)
    await town.ask(town.office.coordinator, "/uitnodiging")
    town.say(town.office.coordinator, "Heel iets anders")
    await town.settled()
    assert "te oud" in (await town.press(second_coordinator, asked, SEND)).text
    assert await invitations(town, chats) == [0, 0]


async def town_draft(town: Town) -> Message:
    """The kept draft's card."""
    await town.ask(town.office.coordinator, "/uitnodiging")
    await town.hears(town.office.coordinator)
    return await town.hears(town.office.coordinator)


@SMALL
async def test_the_typed_number_stands_for_a_colleague(town: Town) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    await town.press(town.office.coordinator, last_look, "Ik typ het aantal")
    assert "Typ het aantal" in (await town.hears(town.office.coordinator)).text
    assert "niet het aantal" in (await town.ask(town.office.coordinator, "3")).text
    last_look = await town.hears(town.office.coordinator)
    assert await invitations(town, chats) == [0, 0]
    await town.press(town.office.coordinator, last_look, "Ik typ het aantal")
    await town.hears(town.office.coordinator)
    await town.ask(town.office.coordinator, "2")
    await town.settled()
    assert await invitations(town, chats) == [1, 1]


async def test_a_group_refuses_by_its_admin_at_once_with_a_way_back(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    await town.ask(anna, "/help", group)
    await send(town)
    await finish(town)
    invitation = await town.hears(group)
    assert "beheerder" in (await town.press(piet, invitation, "Geen uitnodigingen meer")).text
    assert await town.rows(select(InvitationOptOut)) == []
    await town.press(anna, invitation, "Geen uitnodigingen meer")
    said = await town.hears(group)
    assert "geen uitnodigingen meer" in said.text
    assert "0 groepen" in (await write(town, "Nog een")).text
    await town.press(piet, said, "Toch weer uitnodigingen")
    assert len(await town.rows(select(InvitationOptOut))) == 1
    await town.press(anna, said, "Toch weer uitnodigingen")
    assert "1 groep." in (await town_draft(town)).text

    settings = await town.ask(piet, "/instellingen", group)
    await town.press(piet, settings, "Geen uitnodigingen meer")
    assert await town.rows(select(InvitationOptOut)) == []
    await town.press(anna, settings, "Geen uitnodigingen meer")
    assert "komen geen uitnodigingen aan" in settings.text
    assert len(await town.rows(select(InvitationOptOut))) == 1


async def test_a_group_can_refuse_one_theme(town: Town, anna: Person, group: Chat) -> None:
    await town.ask(anna, "/help", group)
    await tie(town, group, "De Eerste (voorbeeld)", "Utrecht", "energie", "zorg")
    draft = await write(town)
    for button in ("Voor wie?", "Op thema", "energie"):
        await town.press(town.office.coordinator, draft, button)
    await town.press(town.office.coordinator, await check(town, draft), SEND)
    invitation = await town.hears(group)
    await town.press(anna, invitation, "Geen uitnodigingen meer")
    said = await town.hears(group)
    await town.press(anna, said, "Alleen niet meer over energie")
    assert "over energie" in said.text
    await finish(town)

    town.unread(town.office.coordinator)
    await town.ask(town.office.coordinator, "/uitnodiging")
    town.say(town.office.coordinator, "Een andere")
    await town.settled()
    draft = town.unread(town.office.coordinator)[-1]
    assert "nu 1 groep." in draft.text
    for button, number in (("energie", "0 groepen"), ("zorg", "1 groep")):
        await town.press(town.office.coordinator, draft, "Voor wie?")
        await town.press(town.office.coordinator, draft, "Op thema")
        await town.press(town.office.coordinator, draft, button)
        assert number in draft.text


async def test_a_pause_holds_up_a_stop_ends_and_a_report_counts(town: Town) -> None:
    chats = await groups(town, 4)
    look_away(town)
    progress = await send(town)
    await town.settled()
    # Two were sent; the others are as they would be in the middle of a large one.
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[2:])]
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.key.in_(keys))
            .values(
                state=OutboxState.QUEUED,
                due_at=town.world.clock.now() + timedelta(days=1),
                finished_at=None,
            )
        )
    await town.press(town.office.coordinator, progress, "Pauze")
    assert "wacht op jou" in progress.text
    assert "Wacht nog: 2" in progress.text
    await town.later(hours=30)
    assert "wacht op jou" in progress.text
    await town.press(town.office.coordinator, progress, "Stop")
    assert "2 groepen krijgen" in progress.text
    await town.press(town.office.coordinator, progress, "Terug")
    await town.press(town.office.coordinator, progress, "Stop")
    await town.press(town.office.coordinator, progress, "Ja, stop")
    await finish(town)
    assert "De uitnodiging is gestopt" in progress.text
    assert "Aangekomen in 2 van de 4" in progress.text
    assert "omdat je stopte: 2" in progress.text


async def test_after_a_pause_it_goes_on_and_nobody_gets_it_twice(town: Town) -> None:
    chats = await groups(town, 3)
    look_away(town)
    progress = await send(town)
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[2:])]
    await town.settled()
    before = await invitations(town, chats)
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.key.in_(keys)).values(state=OutboxState.HELD)
        )
        await session.execute(update(Broadcast).values(state=BroadcastState.PAUSED))
    await town.later(seconds=5)
    assert "wacht op jou" in progress.text
    await town.press(town.office.coordinator, progress, "Ga verder")
    await finish(town)
    assert await invitations(town, chats) == [before[0], before[1], before[2] + 1]
    assert "Aangekomen in 3 van de 3" in progress.text


async def test_the_unknown_are_listed_and_sent_again_with_one_press(town: Town) -> None:
    chats = await groups(town, 3)
    look_away(town)
    progress = await send(town)
    await town.settled()
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[1:])]
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.key.in_(keys)).values(state=OutboxState.PARKED)
        )
    await finish(town)
    assert "Onbekend: 2." in progress.text
    await town.press(town.office.coordinator, progress, "Stuur de 2 onbekende opnieuw")
    await finish(town)
    assert "Aangekomen in 3 van de 3" in progress.text
    assert await invitations(town, chats) == [1, 2, 2]


async def chat_rows(town: Town, chats: list[Chat]) -> list[int]:
    ids = [chat.id for chat in chats]
    return list(await town.rows(select(models.Chat.id).where(models.Chat.telegram_id.in_(ids))))


async def test_what_telegram_refuses_is_not_sent(town: Town) -> None:
    chats = await groups(town, 1)
    draft = await write(town)
    async with town.db.begin() as session:
        await session.execute(update(Broadcast).values(file_id="no-such-file", attachment="photo", version=9))
    await town.press(town.office.coordinator, draft, "Bekijk en verstuur")
    last_look = await town.hears(town.office.coordinator)
    shown = await town.press(town.office.coordinator, last_look, SEND)
    assert "voorbeeld" in shown.text
    assert await invitations(town, chats) == [0]
    assert await town.rows(select(func.count()).select_from(Broadcast).where(Broadcast.state != "draft")) == [
        0
    ]


async def until_hour(town: Town, hour: int) -> None:
    """Let time pass until this hour in Amsterdam."""
    local = town.world.clock.now().astimezone(ZoneInfo("Europe/Amsterdam"))
    wanted = local.replace(hour=hour, minute=30, second=0)
    if wanted <= local:
        wanted += timedelta(days=1)
    await town.later(seconds=(wanted - local).total_seconds())


@QUIET
async def test_what_is_confirmed_in_the_evening_leaves_in_the_morning(town: Town) -> None:
    chats = await groups(town, 2)
    await until_hour(town, 22)
    last_look = await check(town, await write(town))
    assert "rusttijd" in last_look.text
    await town.press(town.office.coordinator, last_look, SEND)
    progress = await town.hears(town.office.coordinator)
    await town.later(minutes=5)
    assert "rusttijd" in progress.text
    assert await invitations(town, chats) == [0, 0]
    await until_hour(town, 8)
    await finish(town)
    assert await invitations(town, chats) == [1, 1]
    assert "Aangekomen in 2 van de 2" in progress.text


@QUIET
async def test_what_is_under_way_rests_at_night(town: Town) -> None:
    chats = await groups(town, 2)
    await until_hour(town, 20)
    look_away(town)
    progress = await send(town)
    await town.settled()
    keys = [f"broadcast:1:{number}" for number in await chat_rows(town, chats[1:])]
    async with town.db.begin() as session:
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.key.in_(keys))
            .values(
                state=OutboxState.QUEUED,
                due_at=town.world.clock.now() + timedelta(hours=3),
                finished_at=None,
            )
        )
    await until_hour(town, 21)
    await town.later(hours=4)
    assert "rusttijd" in progress.text
    assert await invitations(town, chats) == [1, 1]
    # Going on after a pause does not break the silence either.
    await town.press(town.office.coordinator, progress, "Pauze")
    await town.press(town.office.coordinator, progress, "Ga verder")
    assert "rusttijd" in progress.text
    assert await invitations(town, chats) == [1, 1]
    await until_hour(town, 8)
    await finish(town)
    assert await invitations(town, chats) == [1, 2]


async def test_an_invitation_can_be_taken_back_everywhere(town: Town) -> None:
    chats = await groups(town, 3)
    who = town.office.coordinator
    progress = await send(town)
    await finish(town)
    [lost] = town.world.bot_messages(chats[0])
    await town.press(who, progress, "Haal overal weg")
    await town.press(who, progress, "Terug")
    assert await invitations(town, chats) == [1, 1, 1]
    await town.press(who, progress, "Haal overal weg")
    sure = data_of(progress, "Ja, haal weg in 3 groepen")
    owner = next(one for one in chats[0].members.values() if one.status is Status.CREATOR)
    town.world.delete(town.world.people[owner.user_id], lost)
    await town.press(who, progress, "Ja, haal weg in 3 groepen")
    await finish(town)
    assert await invitations(town, chats) == [0, 0, 0]
    assert "Weggehaald in 3 van de 3" in progress.text
    assert labels(progress) == []
    assert "te oud" in (await town.press(who, progress, data=sure)).text


async def test_after_two_days_it_can_not_be_taken_back(town: Town) -> None:
    chats = await groups(town, 1)
    progress = await send(town)
    await finish(town)
    await town.later(days=2)
    shown = await town.press(town.office.coordinator, progress, "Haal overal weg")
    assert "twee dagen" in shown.text
    number = (await only_broadcast(town)).id
    await town.press(town.office.coordinator, progress, data=f"b:{number}:j:1")
    assert await invitations(town, chats) == [1]
