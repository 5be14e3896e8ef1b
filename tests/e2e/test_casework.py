"""Staff make a case of an answer, the collective agrees, and those who asked the same hear of it."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.playground.state import Chat, Message, Person
from bot.services import people
from bot.services.cases import casework
from bot.services.collectives import collectives
from models import (
    AuditEntry,
    Case,
    CaseChange,
    CaseDraft,
    CasePhrasing,
    CaseReview,
    ContactRole,
    Dilemma,
    DraftState,
)
from tests.support.cases import KEY
from tests.support.town import Town, data_of, labels

QUESTION = "Hoi,\nHoe krijgen we de bakfiets verzekerd als buren hem lenen?\nGroetjes,\nAnna"
ANSWERS = [
    "Beste Anna,\nSluit een polis op naam van de stichting.\nLet op: eigen risico bij diefstal.\nGroet, Sanne"
]
SAME = "Wij lenen een bakfiets uit aan buren. Hoe krijgen we die verzekerd?"


async def a_draft(town: Town, asker: Person, **fields: object) -> int:
    """A draft of a thread, as an escalation would make it; its number."""
    async with town.db.begin() as session:
        at = town.world.clock.now()
        staff = await people.meet(session, town.office.staff.id, at=at)
        resident = await people.meet(session, asker.id, at=at)
        draft = await casework.draft_from(
            session,
            question=QUESTION,
            answers=ANSWERS,
            theme="vervoer",
            at=at,
            by=staff,
            source="escalation:1",
            asker=resident,
        )
        for name, value in fields.items():
            setattr(draft, name, value)
        return draft.id


async def a_contact(town: Town, who: Person, name: str = "De Wielen (voorbeeld)") -> None:
    """Make somebody, who wrote to the bot before, the contact of a collective of this name."""
    await town.ask(who, "/help")
    async with town.db.begin() as session:
        at = town.world.clock.now()
        collective = await collectives.register(session, name=name, place="", themes=[], at=at)
        person = await people.meet(session, who.id, at=at)
        await collectives.set_contact(session, collective, person, ContactRole.CONTACT, at=at)


async def tuesday_at_eleven(town: Town) -> None:
    """Move the clock to a moment at which people work."""
    now = town.world.clock.now().astimezone(ZoneInfo("Europe/Amsterdam"))
    then = (now + timedelta(days=(1 - now.weekday()) % 7)).replace(hour=11, minute=0)
    await town.later(seconds=(then + timedelta(days=7 * (then <= now)) - now).total_seconds())


async def opened(town: Town, number: int) -> Message:
    """The card of a draft, opened from the list of `/casus`."""
    card = await town.ask(town.office.staff, "/casus", town.office.group)
    await town.press(town.office.staff, card, f"📝 {number}")
    return card


async def stored(town: Town, number: int) -> CaseDraft:
    return (await town.rows(select(CaseDraft).where(CaseDraft.id == number)))[0]


async def fill(town: Town, card: Message, field: str, words: str) -> Message:
    """Press a field, answer the question, and read the card that comes of it."""
    staff = town.office.staff
    await town.press(staff, card, field)
    if field in ("De vraag", "Hoe het zat", "Thema"):
        await town.press(staff, card, "Ander thema" if field == "Thema" else "Vervang")
    question = await town.hears(town.office.group)
    assert "Antwoord op dit bericht" in question.text
    return await town.ask(staff, words, reply_to=question)


async def test_an_answer_becomes_a_case_that_is_found_at_once(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    staff, office = town.office.staff, town.office.group
    await tuesday_at_eleven(town)
    asked_before = await town.ask(piet, f"/dilemma {SAME}", group)
    card = await opened(town, await a_draft(town, anna))
    assert "Sluit een polis" in card.text
    assert "Eigen risico bij diefstal" in card.text
    assert "Sanne" not in card.text

    card = await fill(town, card, "Titel", "Een bakfiets verzekeren die iedereen leent <b>&</b> 🚲")
    assert "leent <b>&</b> 🚲" in card.text
    refused = await town.press(staff, card, "Zet in de bibliotheek")
    assert "akkoord" in refused.text
    await town.press(staff, card, "Geen collectief")
    await town.press(staff, card, "Zet in de bibliotheek")
    assert "staat in de bibliotheek" in card.text

    await town.later(seconds=30)
    news = await town.hears(group)
    assert "bakfiets verzekeren" in news.text
    assert news.reply_to == asked_before.reply_to
    await town.press(piet, news, "Lees het verhaal")
    assert "Sluit een polis" in news.text
    await town.later(minutes=5)
    await town.hears_nothing(group, office, anna)

    answer = await town.ask(anna, SAME)
    assert "bakfiets verzekeren" in answer.text
    actions = [entry.action for entry in await town.rows(select(AuditEntry).order_by(AuditEntry.id))]
    assert actions[0] == "case-draft-made"
    assert actions[-1] == "case-published"


async def test_the_collective_reads_it_and_says_yes_after_a_change(
    town: Town, anna: Person, piet: Person
) -> None:
    staff = town.office.staff
    await a_contact(town, piet)
    number = await a_draft(town, anna)
    card = await fill(town, await opened(town, number), "Collectief", "de wielen (voorbeeld)")
    await town.press(staff, card, "Vraag het collectief")
    assert "Mag dit zo in de bibliotheek?" in (await town.hears(piet)).text
    text = await town.hears(piet)
    assert "Sluit een polis" in text.text

    forged = await town.press(anna, await town.ask(anna, "/help"), data=data_of(text, "Ja, dit mag zo"))
    assert "te oud" in forged.text
    await town.press(piet, text, "Pas dit aan")
    asked = await town.hears(piet)
    assert "Wat moet er anders" in asked.text
    town.say(piet, "Noem de verzekeraar niet")
    note = await town.hears(town.office.group)
    assert "Noem de verzekeraar niet" in note.text
    assert "passen het aan" in (await town.hears(piet)).text

    await town.press(staff, note, "Open het concept")
    card = await fill(town, note, "Plaats", "Zwolle")
    over = await town.press(piet, text, "Ja, dit mag zo")
    assert not over.text
    assert "intussen veranderd" in text.text
    await town.press(staff, card, "Vraag het collectief")
    await town.hears(piet)
    again = await town.hears(piet)
    assert "Zwolle" in again.text
    await town.press(piet, again, "Ja, dit mag zo")
    assert "komt in de bibliotheek" in again.text
    assert "akkoord met deze tekst" in card.text
    assert "Gevraagd aan" not in card.text
    note = await town.hears(town.office.group)
    await town.press(staff, note, "Open het concept")
    await town.press(staff, note, "Zet in de bibliotheek")
    assert "staat in de bibliotheek" in (await town.hears(piet)).text
    assert (await stored(town, number)).state is DraftState.PUBLISHED


async def test_personal_details_are_marked_and_each_is_judged(town: Town, anna: Person) -> None:
    staff = town.office.staff
    number = await a_draft(
        town,
        anna,
        dilemma="Bel Jan op 06-12345678 of mail info@dewielen.example voor de bakfiets.",
        agreement="nobody",
    )
    card = await opened(town, number)
    assert "⚠️«06-12345678»" in card.text
    refused = await town.press(staff, card, "Zet in de bibliotheek")
    assert refused.text
    assert refused.text.startswith("Beoordeel")
    assert labels(card)[:4] == ["1: weg ermee", "1: mag blijven", "2: weg ermee", "2: mag blijven"]
    await town.press(staff, card, "3: mag blijven")
    await town.press(staff, card, "2: weg ermee")
    await town.press(staff, card, "1: mag blijven")
    draft = await stored(town, number)
    assert draft.dilemma == "Bel Jan op […] of mail info@dewielen.example voor de bakfiets."
    assert "beoordeeld" in card.text


async def test_two_who_edit_at_once_do_not_overwrite_each_other(town: Town, anna: Person) -> None:
    staff, office = town.office.staff, town.office.group
    card = await opened(town, await a_draft(town, anna))
    await town.press(staff, card, "Titel")
    first = await town.hears(office)
    await town.press(staff, card, "Titel")
    second = await town.hears(office)
    old = data_of(card, "Zet in de bibliotheek")

    await town.ask(staff, "De eerste titel", reply_to=first)
    late = await town.ask(staff, "De tweede titel", reply_to=second)

    assert "Iemand anders veranderde dit net" in late.text
    assert "De eerste titel" in late.text
    refused = await town.press(staff, late, data=old)
    assert "Iemand anders" in refused.text
    assert (await town.rows(select(CaseDraft.title))) == ["De eerste titel"]


async def test_lines_are_added_changed_and_removed(town: Town, anna: Person) -> None:
    staff, office = town.office.staff, town.office.group
    number = await a_draft(town, anna)
    card = await opened(town, number)
    await town.press(staff, card, "Wat hielp")
    await town.press(staff, card, "Voeg toe")
    card = await town.ask(staff, "• Eén sleutel\n• שלום עולם", reply_to=await town.hears(office))
    await town.press(staff, card, "Wat hielp")
    await town.press(staff, card, "✏️ 2")
    card = await town.ask(staff, "Twee sleutels", reply_to=await town.hears(office))
    await town.press(staff, card, "Wat hielp")
    await town.press(staff, card, "🗑 1")

    assert (await stored(town, number)).what_helped == ["Twee sleutels", "שלום עולם"]


async def test_what_is_no_value_is_explained_and_can_be_tried_again(town: Town, anna: Person) -> None:
    staff, office = town.office.staff, town.office.group
    number = await a_draft(town, anna)
    card = await opened(town, number)
    await town.press(staff, card, "Jaar")
    question = await town.hears(office)
    assert "vier cijfers" in (await town.ask(staff, "vorig jaar", reply_to=question)).text
    town.say(staff, "", office, reply_to=question, file="photo")
    assert "woorden nodig" in (await town.hears(office)).text
    await town.ask(staff, "2024", reply_to=question)
    assert (await stored(town, number)).year == 2024
    await town.press(staff, card, "Titel")
    title = await town.hears(office)
    assert "Er passen er 300" in (await town.ask(staff, "x" * 301, reply_to=title)).text
    assert "geen woorden" in (await town.ask(staff, "-", reply_to=title)).text


async def test_only_staff_in_the_staff_chat_can_do_any_of_it(
    town: Town, anna: Person, piet: Person, group: Chat
) -> None:
    number = await a_draft(town, anna)
    card = await opened(town, number)
    publish = data_of(card, "Zet in de bibliotheek")
    answer = await town.ask(anna, f"/dilemma {SAME}", group)
    for data in (publish, "kd:1:1:t", "kc:1:u", "kp:1:1:y"):
        forged = await town.press(anna, answer, data=data)
        assert forged.text == "Dit kunnen alleen medewerkers, in de groep van de medewerkers."
    elsewhere = await town.ask(town.office.staff, "/help")
    forged = await town.press(town.office.staff, elsewhere, data=publish)
    assert "alleen medewerkers" in forged.text
    assert "ken ik niet" in (await town.ask(anna, "/casus sleutel")).text
    town.say(anna, "/casus sleutel", group)
    await town.hears_nothing(group)
    assert (await stored(town, number)).state is DraftState.DRAFT


async def test_a_case_is_searched_edited_retired_and_brought_back(town: Town, anna: Person) -> None:
    staff, office = town.office.staff, town.office.group
    found = await town.ask(staff, "/casus t1", office)
    listed = found.text
    await town.press(staff, found, KEY[:20])
    await town.press(staff, found, "Geschiedenis")
    await town.press(staff, found, "Terug")
    await town.press(staff, found, "Terug naar wat ik vond")
    assert found.text == listed
    await town.press(staff, found, KEY[:20])
    await town.press(staff, found, "Pas aan")
    card = await town.hears(office)
    assert "Wijziging" in card.text
    card = await fill(town, card, "Plaats", "een dorp in Drenthe")
    await town.press(staff, card, "Bewaar de wijziging")
    assert "is bewaard" in card.text
    await town.press(staff, card, "Open het verhaal")
    assert "Drenthe" in card.text
    await town.press(staff, card, "Vandaag nagekeken")
    await town.press(staff, card, "Haal eruit")
    await town.press(staff, card, "Ja, haal eruit")
    assert "niet meer te vinden" in card.text
    await town.press(staff, card, "Geschiedenis")
    assert re.search(r"Plaats · \d+\neen wijk in Utrecht\n→ een dorp in Drenthe", card.text)
    await town.press(staff, card, "Terug")
    await town.press(staff, card, "Zet terug")
    fields = [change.field for change in await town.rows(select(CaseChange).order_by(CaseChange.id))]
    assert fields == ["place", "checked_on", "retired", "brought-back"]
    assert KEY in (await town.ask(anna, "Wie krijgt de sleutel van het buurthuis?")).text


async def before_staff(town: Town, who: Person, question: str) -> Dilemma:
    """A question whose writer agreed that staff read it."""
    answer = await town.ask(who, question)
    [dilemma] = await town.rows(select(Dilemma))
    await town.press(who, answer, data=f"d:{dilemma.id}:p")
    assert question in (await town.hears(town.office.group)).text
    return dilemma


async def test_linking_teaches_the_words_after_one_press(town: Town, anna: Person) -> None:
    staff, office = town.office.staff, town.office.group
    dilemma = await before_staff(town, anna, "wie mag er eigenlijk naar binnen met de sleutelbos")
    [case] = await town.rows(select(Case).where(Case.key == "t1"))
    offer = await town.ask(staff, "/casus", office)
    await town.press(staff, offer, data=f"kp:{dilemma.id}:{case.id}:y")
    assert "Geleerd" in offer.text
    [phrasing] = await town.rows(select(CasePhrasing))
    assert phrasing.text == "wie mag er eigenlijk naar binnen met de sleutelbos"


async def test_words_with_personal_details_are_learned_in_other_words_only(town: Town, anna: Person) -> None:
    staff, office = town.office.staff, town.office.group
    dilemma = await before_staff(town, anna, "wie mag naar binnen, bel me op 06-12345678")
    offer = await town.ask(staff, "/casus", office)
    await town.press(staff, offer, data=f"kp:{dilemma.id}:1:y")
    assert "persoonlijke gegevens" in offer.text
    await town.press(staff, offer, "Andere woorden")
    learned = await town.ask(staff, "wie mag naar binnen?", reply_to=await town.hears(office))
    assert "Geleerd" in learned.text
    assert [one.text for one in await town.rows(select(CasePhrasing))] == ["wie mag naar binnen?"]


async def test_the_owner_is_asked_once_a_year_whether_a_case_is_still_right(town: Town, piet: Person) -> None:
    await a_contact(town, piet, "Bewonersgroep De Proef (voorbeeld)")
    await town.later(days=400)
    await tuesday_at_eleven(town)
    asked = await town.hears(piet)
    assert "Klopt het nog?" in asked.text
    before = await town.rows(select(Case).where(Case.checked_on.is_not(None)))
    told = await town.press(piet, asked, "Klopt nog")
    assert not told.text
    assert "vandaag is nagekeken" in asked.text
    after = await town.rows(select(Case).where(Case.checked_on.is_not(None)))
    assert (len(before), len(after)) == (0, 1)
    reviews = await town.rows(select(CaseReview))
    assert len(reviews) == len(await town.rows(select(Case))) == 4

    second = await town.hears(piet)
    await town.press(piet, second, "Kan weg")
    await town.press(piet, second, "Ja, het kan weg")
    assert "niet meer in de bibliotheek" in (await town.hears(town.office.group)).text
    third = await town.hears(piet)
    await town.press(piet, third, "Aanpassen")
    await town.hears(piet)
    town.say(piet, "Het bedrag klopt niet meer")
    assert "Het bedrag klopt niet meer" in (await town.hears(town.office.group)).text
    await town.later(days=60)
    await tuesday_at_eleven(town)
    assert "Klopt het nog?" in (await town.hears(town.office.group)).text, "the fourth, after its silence"
    assert len(await town.rows(select(CaseReview))) == 4


async def test_a_draft_that_is_thrown_away_leaves_no_words(town: Town, anna: Person) -> None:
    number = await a_draft(town, anna)
    card = await opened(town, number)
    await town.press(town.office.staff, card, "Gooi weg")
    await town.press(town.office.staff, card, "Ja, gooi weg")
    draft = await stored(town, number)
    assert (draft.state, draft.title, draft.dilemma, draft.what_helped) == (DraftState.DROPPED, "", "", [])


@pytest.mark.parametrize("staff_has_topics", [False])
async def test_a_plain_staff_group_works_as_well(town: Town, anna: Person) -> None:
    card = await fill(town, await opened(town, await a_draft(town, anna)), "Titel", "Zonder onderwerpen")
    assert "Zonder onderwerpen" in card.text
