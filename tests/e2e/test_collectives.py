"""Collectives: staff register them, links make contact persons, and each sees only what is theirs."""

import asyncio
import re

import pytest
from sqlalchemy import func, select, update

import models
from bot.playground.methods.commands import menu_for
from bot.playground.state import Chat, Message, Person, Status
from bot.services.library import library
from models import (
    AuditEntry,
    Case,
    Collective,
    CollectiveContact,
    CollectiveGroup,
    Consent,
    ContactRole,
    Experience,
    Invitation,
    OutboxMessage,
)
from tests.support.cases import KEY
from tests.support.town import Town, data_of, labels

NAME = "Bewonersgroep De Proef (voorbeeld)"
LINK = re.compile(r"https://t\.me/\S+\?start=c-[A-Za-z0-9_-]{32}")


async def register(town: Town, name: str = NAME, place: str = "Utrecht") -> Message:
    """Staff register a collective; its card in the staff chat."""
    return await town.ask(
        town.office.staff, f"/collectief nieuw {name}; {place}; gebouw, jeugd", town.office.group
    )


async def link_from(town: Town, card: Message, button: str) -> str:
    """Staff press a button for a link; the link."""
    await town.press(town.office.staff, card, button)
    return link_in(await town.hears(town.office.group))


def link_in(message: Message) -> str:
    found = LINK.search(message.text)
    assert found, message.text
    return found[0]


async def make_contact(town: Town, card: Message, who: Person, role: str = "Contactpersoon") -> None:
    """Somebody becomes contact person or deputy with a link of staff."""
    link = await link_from(town, card, f"{role} uitnodigen")
    consent = await town.follow(who, link)
    await town.press(who, consent, "Ja, ik doe mee")
    assert "Dank je wel" in consent.text
    await town.hears(town.office.group)


async def roles(town: Town) -> dict[int, ContactRole]:
    async with town.db.read() as session:
        found = await session.execute(
            select(models.Person.telegram_id, CollectiveContact.role).join(CollectiveContact.person)
        )
        return {row.telegram_id: row.role for row in found}


async def test_a_contact_person_joins_by_link_pauses_and_stops(town: Town, anna: Person) -> None:
    card = await register(town)
    assert NAME in card.text
    assert "Contactpersoon: nee." in card.text

    link = await link_from(town, card, "Contactpersoon uitnodigen")
    consent = await town.follow(anna, link)
    assert "Wat bewaar ik?" in consent.text
    assert await roles(town) == {}
    await town.press(anna, consent, "Ja, ik doe mee")
    assert "Je bent nu de contactpersoon" in consent.text
    assert "heeft nu een contactpersoon" in (await town.hears(town.office.group)).text
    assert await roles(town) == {anna.id: ContactRole.CONTACT}
    [given] = await town.rows(select(Consent))
    assert (given.text_key, given.text_version, given.withdrawn_at) == ("collective-consent-contact", 1, None)

    mine = await town.ask(anna, "/collectief")
    assert "Jij bent de contactpersoon" in mine.text
    await town.press(anna, mine, "Pauze")
    await town.press(anna, mine, "3 maanden")
    assert "Pauze: ik stel geen vragen tot" in mine.text
    await town.press(anna, mine, "Weer aan")
    assert "Ik mag vragen stellen" in mine.text
    await town.press(anna, mine, "Pauze")
    await town.press(anna, mine, "Tot ik zeg")
    assert "tot je zegt dat het weer mag" in mine.text
    await town.press(anna, mine, "Hoe vaak")
    await town.press(anna, mine, "5")
    assert "hooguit 5 keer" in mine.text

    await town.press(anna, mine, "Ik stop ermee")
    await town.press(anna, mine, "Ja, ik stop")
    assert "je bent gestopt" in mine.text
    assert "niemand die het kan overnemen" in (await town.hears(town.office.group)).text
    assert await roles(town) == {}
    [given] = await town.rows(select(Consent))
    assert given.withdrawn_at is not None
    assert "Je bent nog geen contactpersoon" in (await town.ask(anna, "/collectief")).text


async def test_a_link_works_for_the_first_who_opens_it_and_for_nobody_else(
    town: Town, anna: Person, piet: Person
) -> None:
    link = await link_from(town, await register(town), "Contactpersoon uitnodigen")
    mine = await town.follow(anna, link)
    assert "al gebruikt" in (await town.follow(piet, link)).text
    again = await town.follow(anna, link)
    await town.press(anna, again, "Ja, ik doe mee")
    assert "Je bent al de contactpersoon" in (await town.follow(anna, link)).text
    assert "al gebruikt" in (await town.follow(piet, link)).text

    # The older of the two messages with the same button changes nothing any more.
    await town.press(anna, mine, "Ja, ik doe mee")
    assert "Je bent al de contactpersoon" in mine.text
    assert await roles(town) == {anna.id: ContactRole.CONTACT}
    assert len(await town.rows(select(Consent))) == 1


async def test_of_two_who_open_a_link_in_the_same_instant_one_gets_it(
    town: Town, anna: Person, piet: Person
) -> None:
    link = await link_from(town, await register(town), "Contactpersoon uitnodigen")
    payload = link.partition("start=")[2]
    for who in (anna, piet):
        town.world.start(who, payload)
    first, second = await asyncio.gather(town.hears(anna), town.hears(piet))
    assert sorted(["al gebruikt" in first.text, "al gebruikt" in second.text]) == [False, True]


async def test_a_link_that_ran_out_says_so_and_a_wrong_one_too(town: Town, anna: Person) -> None:
    link = await link_from(town, await register(town), "Contactpersoon uitnodigen")
    await town.later(days=15)
    assert "die tijd is voorbij" in (await town.follow(anna, link)).text
    assert "werkt niet meer" in (await town.follow(anna, f"{link}_")).text


async def test_the_message_with_a_link_is_empty_once_it_was_sent(town: Town) -> None:
    await link_from(town, await register(town), "Contactpersoon uitnodigen")
    await town.settled()
    kept = " ".join(str(row) for row in await town.rows(select(OutboxMessage.payload)))
    assert "start=c-" not in kept


async def test_only_the_hash_of_a_link_is_kept(town: Town) -> None:
    link = await link_from(town, await register(town), "Contactpersoon uitnodigen")
    [stored] = await town.rows(select(Invitation))
    secret = link.partition("start=c-")[2]
    assert secret not in str(vars(stored))


async def test_whoever_says_no_leaves_nothing_behind(town: Town, anna: Person) -> None:
    consent = await town.follow(anna, await link_from(town, await register(town), "Contactpersoon uitn"))
    await town.press(anna, consent, "Nee, liever niet")
    assert "niets van je bewaard" in consent.text
    assert await town.rows(select(Invitation)) == []
    await town.hears_nothing(town.office.group)


async def test_a_new_collective_is_signed_up_with_a_link(town: Town, anna: Person) -> None:
    overview = await town.ask(town.office.staff, "/collectief", town.office.group)
    link = await link_from(town, overview, "Link voor een nieuw")
    consent = await town.follow(anna, link)
    await town.press(anna, consent, "Ja, ik doe mee")
    assert "Hoe heet jullie collectief?" in consent.text
    assert "geen letters" in (await town.ask(anna, "😀😀")).text
    assert "te lang" in (await town.ask(anna, "x" * 121)).text
    await town.later(seconds=10)
    assert "In welke plaats" in (await town.ask(anna, NAME)).text
    themes = await town.ask(anna, "Utrecht")
    [first, *_] = labels(themes)
    await town.press(anna, themes, first)
    assert labels(themes)[0] == f"✓ {first}"
    await town.press(anna, themes, "Klaar")
    assert "staat erbij" in themes.text
    assert "aangemeld met een link" in (await town.hears(town.office.group)).text
    [collective] = await town.rows(select(Collective))
    assert collective.name == NAME
    assert collective.place == "Utrecht"
    assert len(collective.themes) == 1
    assert await roles(town) == {anna.id: ContactRole.CONTACT}
    assert await town.rows(select(func.count()).select_from(Experience)) == [4]


@pytest.mark.parametrize(
    "name", ["\u202eפרויקט שכונתי\u2066", "مجموعة الحي 👨‍👩‍👧‍👦", "<b>&amp;</b> Co", "naam\nop\nregels"]
)
async def test_odd_names_are_kept_readable(town: Town, name: str) -> None:
    card = await register(town, name)
    [collective] = await town.rows(select(Collective))
    assert not {"\u202e", "\u2066", "\n"} & set(collective.name)
    assert card.text.startswith(collective.name)


async def test_five_thousand_characters_are_no_name(town: Town, anna: Person) -> None:
    overview = await town.ask(town.office.staff, "/collectief", town.office.group)
    consent = await town.follow(anna, await link_from(town, overview, "Link voor een nieuw"))
    await town.press(anna, consent, "Ja, ik doe mee")
    # An app sends such a text in two messages.
    town.say(anna, "naam " * 800)
    town.say(anna, "naam")
    assert "te lang" in (await town.hears(anna)).text
    await town.hears_nothing(anna)
    assert (
        "te lang"
        in (await town.ask(town.office.staff, f"/collectief nieuw {'x' * 4000}", town.office.group)).text
    )


async def test_a_collective_is_registered_once(town: Town) -> None:
    await register(town)
    assert "al een collectief" in (await register(town, NAME.upper(), "utrecht!")).text
    assert NAME in (await register(town, NAME, "Assen")).text


async def test_staff_register_step_by_step_and_change_what_they_typed(town: Town) -> None:
    staff, office = town.office.staff, town.office.group
    question = await town.ask(staff, "/collectief nieuw", office)
    card = await town.ask(staff, "De Brug; Zwolle; BEHEER", reply_to=question)
    assert "De Brug" in card.text
    assert (await town.rows(select(Collective)))[0].themes == ["beheer"]
    await town.press(staff, card, "Wijzig")
    await town.press(staff, card, "E-mail")
    asked = await town.hears(office)
    assert "geen e-mailadres" in (await town.ask(staff, "brug", reply_to=asked)).text
    assert "brug@voorbeeld.nl" in (await town.ask(staff, "brug@voorbeeld.nl", reply_to=asked)).text
    assert "E-mail" not in (await town.ask(staff, "-", reply_to=asked)).text.replace("E-mail\n", "")
    trail = await town.rows(select(AuditEntry.action).order_by(AuditEntry.id))
    assert list(trail) == ["collective-registered", "collective-changed", "collective-changed"]


async def test_staff_say_whose_experience_a_case_is(town: Town) -> None:
    staff, office = town.office.staff, town.office.group
    card = await register(town, "Een andere naam")
    await town.press(staff, card, "Ervaring")
    assert "Nog geen ervaring" in card.text
    await town.press(staff, card, "Verhaal toevoegen")
    found = await town.ask(staff, "sleutel buurthuis", reply_to=await town.hears(office))
    await town.press(staff, found, KEY[:20])
    assert KEY in found.text
    await town.press(staff, found, "1 weghalen")
    assert "Nog geen ervaring" in found.text


async def test_who_is_no_staff_or_somewhere_else_presses_in_vain(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    card = await register(town)
    data = data_of(card, "Verwijderen")
    yes = data.replace("cs:r:", "cs:z:")
    town.world.set_member(town.office.staff, town.office.group, anna.id, Status.MEMBER)
    assert "Alleen medewerkers" in (await town.press(anna, card, data=yes)).text
    town.world.set_member(anna, group, town.office.staff.id, Status.MEMBER)
    elsewhere = await town.ask(town.office.staff, "/help", group)
    assert "Alleen medewerkers" in (await town.press(town.office.staff, elsewhere, data=yes)).text
    mine = await town.ask(piet, "/collectief")
    for verb in "opgmhdvwbxqztn":
        pressed = await town.press(piet, mine, data=f"c:{verb}:1:1")
        assert "Dit kan alleen wie contactpersoon is" in pressed.text
        pressed = await town.press(piet, mine, data=f"c:{verb}:999:1")
        assert "Dit kan alleen wie contactpersoon is" in pressed.text
    await town.press(piet, mine, data="ci:y:1")
    assert [one.removed_at for one in await town.rows(select(Collective))] == [None]
    assert await roles(town) == {}


async def test_when_the_contact_person_stops_the_deputy_may_take_over(
    town: Town, anna: Person, piet: Person
) -> None:
    card = await register(town)
    await make_contact(town, card, anna)
    mine = await town.ask(anna, "/collectief")
    await town.press(anna, mine, "Plaatsvervanger uitnodigen")
    consent = await town.follow(piet, link_in(await town.hears(anna)))
    await town.press(piet, consent, "Ja, ik doe mee")
    assert "heeft nu een plaatsvervanger" in (await town.hears(anna)).text
    await town.hears(town.office.group)

    await town.press(anna, mine, "Ik stop ermee")
    await town.press(anna, mine, "Ja, ik stop")
    assert "is gevraagd het over te nemen" in (await town.hears(town.office.group)).text
    asked = await town.hears(piet)
    await town.press(piet, asked, "Ja, ik neem het over")
    assert "Jij bent de contactpersoon" in asked.text
    assert await roles(town) == {piet.id: ContactRole.CONTACT}


async def test_a_contact_person_who_blocks_the_bot_is_noticed_once_and_stays_if_they_come_back(
    town: Town, anna: Person, piet: Person
) -> None:
    card = await register(town)
    await make_contact(town, card, anna)
    await make_contact(town, card, piet, "Plaatsvervanger")
    assert "plaatsvervanger" in (await town.hears(anna)).text
    town.world.block(anna)
    assert "niet meer te bereiken" in (await town.hears(town.office.group)).text
    asked = await town.hears(piet)
    assert "niet meer bereiken" in asked.text
    await town.later(days=1)
    await town.hears_nothing(town.office.group, piet)

    town.world.block(anna, blocked=False)
    town.world.start(anna)
    await town.settled()
    assert "Er is alweer een contactpersoon" in (await town.press(piet, asked, "Ja, ik neem")).text
    assert (await roles(town))[anna.id] is ContactRole.CONTACT


async def test_a_group_is_tied_by_a_contact_person_who_is_an_administrator_there(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    await make_contact(town, await register(town), anna)
    await make_contact(town, await register(town, "Een andere groep"), piet)

    # Piet speaks for a collective, and is no administrator; Anna is both.
    assert "Hiermee koppelt een contactpersoon" in (await town.ask(piet, "/collectief", group)).text
    question = await town.ask(anna, "/collectief", group)
    assert "beheerder" in (await town.press(piet, question, NAME[:15])).text
    await town.press(anna, question, NAME[:15])
    assert "Deze groep hoort bij" in question.text
    assert len(await town.rows(select(CollectiveGroup))) == 1
    assert "beheerder" in (await town.press(piet, question, "Koppel los")).text

    mine = await town.ask(anna, "/collectief")
    assert "Er is één groep gekoppeld" in mine.text
    await town.press(anna, mine, "Groepen")
    await town.press(anna, mine, "loskoppelen")
    assert await town.rows(select(CollectiveGroup)) == []


async def test_neither_the_group_of_staff_nor_an_anonymous_administrator_ties_anything(
    town: Town, anna: Person, group: Chat
) -> None:
    card = await register(town)
    await make_contact(town, card, anna)
    said = await town.ask(anna, "/collectief", group, anonymous=True)
    assert "Hiermee koppelt een contactpersoon" in said.text
    office = town.office.group
    town.world.set_member(town.office.staff, office, anna.id, Status.MEMBER)
    town.world.set_member(town.office.staff, office, anna.id, Status.ADMINISTRATOR)
    said = await town.ask(anna, "/collectief", office)
    assert "Hiermee koppelt een contactpersoon" in said.text
    assert "beheerder" in (await town.press(anna, said, data="cg:y:1")).text
    assert await town.rows(select(CollectiveGroup)) == []


async def test_a_group_that_becomes_a_supergroup_stays_tied(town: Town, anna: Person, piet: Person) -> None:
    small = town.group("Straat", anna, piet, supergroup=False)
    await make_contact(town, await register(town), anna)
    question = await town.ask(anna, "/collectief", small)
    await town.press(anna, question, NAME[:15])
    large = town.world.migrate(small, anna)
    await town.settled()
    assert "Deze groep hoort bij" in (await town.ask(anna, "/collectief", large)).text


async def test_a_collective_that_is_removed_meanwhile_is_gone_everywhere(town: Town, anna: Person) -> None:
    staff, office = town.office.staff, town.office.group
    card = await register(town)
    await make_contact(town, card, anna)
    mine = await town.ask(anna, "/collectief")
    await town.press(anna, mine, "Thema")
    await town.press(staff, card, "Wijzig")
    await town.press(staff, card, "Naam")
    asked = await town.hears(office)
    gone = await town.ask(staff, "/collectief proef", office)
    await town.press(staff, gone, NAME[:15])
    await town.press(staff, gone, "Verwijderen")
    await town.press(staff, gone, "Ja, verwijder")
    assert "is verwijderd" in gone.text
    assert "doet niet meer mee" in (await town.hears(anna)).text

    await town.press(anna, mine, "Klaar")
    assert "doet niet meer mee" in mine.text
    assert "doet niet meer mee" in (await town.ask(staff, "Nieuwe naam", reply_to=asked)).text
    assert "te oud" in (await town.press(staff, card, data="cs:u:1")).text
    assert await roles(town) == {}


async def test_everybody_sees_the_commands_that_are_theirs(town: Town, anna: Person, piet: Person) -> None:
    def menu(who: Person, chat: Chat | None = None) -> list[str]:
        found = menu_for(town.world, who, chat or town.world.private(who))
        return [command["command"] for command in found]

    await town.world.wait_for(lambda: "collectief" in menu(town.office.staff, town.office.group))
    card = await register(town)
    assert "collectief" not in menu(anna)
    await make_contact(town, card, anna)
    await town.world.wait_for(lambda: "collectief" in menu(anna))
    assert "collectief" not in menu(piet)
    await town.press(town.office.staff, card, data="cs:k:1:1")
    await town.world.wait_for(lambda: "collectief" not in menu(anna))


async def test_a_case_that_comes_to_name_a_collective_is_its_experience_at_the_next_tick(town: Town) -> None:
    await register(town, "Een nieuwe naam")
    assert await town.rows(select(Experience)) == []
    async with town.db.begin() as session:
        await library.lock(session)
        await session.execute(update(Case).where(Case.key == "t1").values(collective="een nieuwe naam"))
        await library.raise_revision(session)
    await town.later(minutes=6)
    assert len(await town.rows(select(Experience))) == 1
