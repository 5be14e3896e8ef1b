"""Who you are and where you look: people, chats, topics, unread counts, the clock and the advanced drawer."""

import pytest
from playwright.async_api import expect

from bot.playground.core import Suggestion
from tests.browser.chromium import Windows
from tests.browser.messenger import Messenger
from tests.browser.neighbourhood import Neighbourhood

# All in one event loop, so that they can share one browser.
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_page_says_that_it_is_local_and_who_you_are(page: Messenger) -> None:
    await expect(page.page.locator(".local-note")).to_have_text("Proefomgeving: niets gaat naar Telegram")
    await expect(page.page.locator("#whoami")).to_contain_text(
        "Je bent nu Fatma. Bewoner van Buurt De Linde."
    )
    await expect(page.page.locator("#whoami")).to_contain_text("Typ /dilemma en je vraag")


async def test_another_person_sees_own_chats_and_writes_under_own_name(
    page: Messenger, buurt: Neighbourhood
) -> None:
    await expect(page.chat_row(buurt.staff.id)).to_have_count(0)

    await page.be(buurt.nadia.id)
    await expect(page.chat_row(buurt.staff.id)).to_be_visible()
    await expect(page.chat_row(buurt.fatma.id)).to_have_count(0)
    await page.say("/help")

    assert (await buurt.bot.next("message"))["from"]["id"] == buurt.nadia.id


async def test_one_persons_message_stands_at_the_other_side_for_another(
    page: Messenger, buurt: Neighbourhood
) -> None:
    await page.say("Van mij")
    await expect(page.message("Van mij")).to_have_class("message mine first last")

    await page.be(buurt.joop.id)

    await expect(page.message("Van mij")).to_have_class("message theirs first last")
    await expect(page.message("Van mij")).to_contain_text("Fatma")


async def test_a_private_chat_begins_with_the_start_button(page: Messenger, buurt: Neighbourhood) -> None:
    await page.be(buurt.joop.id)
    await page.enter(buurt.joop.id)
    await expect(page.input).to_be_hidden()

    await page.page.get_by_role("button", name="Starten", exact=True).click()

    assert (await buurt.bot.next("message"))["text"] == "/start"
    await expect(page.input).to_be_visible()


async def test_unread_messages_are_counted_per_chat_until_they_are_seen(
    page: Messenger, buurt: Neighbourhood
) -> None:
    for number in range(3):
        await buurt.bot.say(buurt.fatma.id, f"Bericht {number}")
    await expect(page.chat_row(buurt.fatma.id).locator(".badge")).to_have_text("3, 3 ongelezen")
    await expect(page.page).to_have_title("(3) Buurvraag · proefomgeving")

    await page.enter(buurt.fatma.id)

    await expect(page.page.locator(".line.unread")).to_be_visible()
    await expect(page.chat_row(buurt.fatma.id).locator(".badge")).to_have_count(0)
    await expect(page.page).to_have_title("Buurvraag · proefomgeving")


async def test_a_reload_keeps_the_place_and_the_unread_counts(page: Messenger, buurt: Neighbourhood) -> None:
    await buurt.bot.say(buurt.fatma.id, "Ongelezen")
    await expect(page.chat_row(buurt.fatma.id).locator(".badge")).to_be_visible()

    await page.page.reload()
    await page.page.locator("body[data-ready]").wait_for()

    await expect(page.chat_row(buurt.group.id)).to_have_attribute("aria-current", "true")
    await expect(page.person_face(buurt.fatma.id)).to_have_attribute("aria-checked", "true")
    await expect(page.chat_row(buurt.fatma.id).locator(".badge")).to_have_text("1, 1 ongelezen")


async def test_each_topic_is_a_tab_with_its_own_messages_and_count(
    page: Messenger, buurt: Neighbourhood
) -> None:
    [keys] = [topic for topic in buurt.staff.topics.values() if topic.name == "Sleutels"]
    await page.be(buurt.nadia.id)
    await page.enter(buurt.staff.id)
    await buurt.bot.say(buurt.staff.id, "Voor iedereen")
    await buurt.bot.say(buurt.staff.id, "Wie heeft de sleutel?", message_thread_id=keys.thread_id)
    await page.sees("Voor iedereen")
    await page.does_not_see("Wie heeft de sleutel?")
    tab = page.page.get_by_role("tab", name="Sleutels")
    await expect(tab).to_contain_text("1 ongelezen")

    await tab.click()
    await page.sees("Wie heeft de sleutel?")
    await page.does_not_see("Voor iedereen")
    await page.say("/help")

    assert (await buurt.bot.next("message"))["message_thread_id"] == keys.thread_id


async def test_a_topic_that_the_bot_makes_closes_and_deletes_follows_in_the_tabs(
    page: Messenger, buurt: Neighbourhood
) -> None:
    await page.be(buurt.nadia.id)
    await page.enter(buurt.staff.id)
    topic = await buurt.bot.call("createForumTopic", chat_id=buurt.staff.id, name="Warmtenet")
    where = {"chat_id": buurt.staff.id, "message_thread_id": topic["message_thread_id"]}
    tab = page.page.get_by_role("tab", name="Warmtenet")
    await tab.click()

    await buurt.bot.call("closeForumTopic", **where)
    await expect(tab).to_contain_text("gesloten")
    await buurt.bot.call("deleteForumTopic", **where)

    await expect(tab).to_have_count(0)
    await expect(page.page.get_by_role("tab", name="Algemeen")).to_have_attribute("aria-selected", "true")


async def test_the_clock_moves_forward(page: Messenger, buurt: Neighbourhood) -> None:
    await page.page.get_by_role("button", name="Klok van de bot").click()
    await page.page.get_by_role("button", name="+1 week").click()
    await expect(page.page.locator(".clock-ahead")).to_have_text("+7 dagen")

    await page.page.get_by_role("button", name="Klok van de bot").click()
    await page.page.get_by_label("Hoeveel").fill("3")
    await page.page.get_by_label("Eenheid").select_option("uur")
    await page.page.get_by_role("button", name="Zet vooruit", exact=True).click()

    await expect(page.page.locator(".clock-ahead")).to_have_text("+7 dagen en 3 uur")
    assert buurt.world.clock.offset.total_seconds() == 7 * 86_400 + 3 * 3600


async def test_a_fault_is_made_counted_and_cleared(page: Messenger, buurt: Neighbourhood) -> None:
    await page.page.get_by_role("button", name="Geavanceerd: storingen en beheer").click()
    await page.page.get_by_role("button", name="Te veel berichten (429)").click()
    await expect(page.page.locator(".fault-count")).to_have_text("1")

    with pytest.raises(AssertionError, match="Too Many Requests: retry after 5"):
        await buurt.bot.say(buurt.group.id, "Te snel")
    await page.page.get_by_role("button", name="Wis storing 429").click()
    await buurt.bot.say(buurt.group.id, "Nu wel")

    await page.sees("Nu wel")
    await expect(page.page.locator(".fault-count")).to_be_hidden()


async def test_the_bot_is_removed_and_added_again(page: Messenger, buurt: Neighbourhood) -> None:
    await page.page.get_by_role("button", name="Geavanceerd: storingen en beheer").click()
    await page.page.get_by_role("button", name="Verwijder de bot").click()
    await expect(page.page.locator(".head-sub")).to_contain_text("de bot is er niet bij")
    assert (await buurt.bot.next("my_chat_member"))["new_chat_member"]["status"] == "kicked"

    await page.page.get_by_role("button", name="Voeg de bot toe").click()

    assert (await buurt.bot.next("my_chat_member"))["new_chat_member"]["status"] == "member"


async def test_a_blocked_bot_cannot_write_until_it_is_unblocked(
    page: Messenger, buurt: Neighbourhood
) -> None:
    await page.enter(buurt.fatma.id)
    await page.page.get_by_role("button", name="Geavanceerd: storingen en beheer").click()
    await page.page.get_by_role("button", name="Blokkeer de bot").click()
    unblock = page.page.locator("#conversation").get_by_role("button", name="Deblokkeer de bot")
    await expect(unblock).to_be_visible()
    with pytest.raises(AssertionError, match="blocked by the user"):
        await buurt.bot.say(buurt.fatma.id, "Hoi")

    await unblock.click()
    await page.sees("/start")

    await buurt.bot.say(buurt.fatma.id, "Welkom terug")
    await page.sees("Welkom terug")


async def test_a_group_that_becomes_a_supergroup_is_followed(page: Messenger, buurt: Neighbourhood) -> None:
    small = buurt.world.group("Tuinclub (voorbeeld)", [buurt.fatma])
    await page.enter(small.id)
    await page.page.get_by_role("button", name="Geavanceerd: storingen en beheer").click()
    await page.page.get_by_role("button", name="Verhuis naar een supergroep").click()

    moved = page.page.locator('.chat-row[aria-current="true"]')
    await expect(moved).to_contain_text("Tuinclub")
    await expect(page.chat_row(small.id)).to_have_count(0)
    await page.say("/help")
    assert str((await buurt.bot.next("message", text="/help"))["chat"]["id"]).startswith("-100")


async def test_an_administrator_writes_anonymously(page: Messenger, buurt: Neighbourhood) -> None:
    await page.be(buurt.nadia.id)
    await page.page.get_by_role("button", name="Geavanceerd: storingen en beheer").click()
    await page.page.get_by_role("button", name="Schrijf als anonieme beheerder").click()
    await expect(page.page.locator(".compose-bar.anonymous")).to_be_visible()

    await page.say("/dilemma Wie ben ik?")

    update = await buurt.bot.next("message")
    assert update["sender_chat"]["id"] == buurt.group.id
    assert update["from"]["username"] == "GroupAnonymousBot"


async def test_a_suggestion_is_said_by_its_person_in_its_chat(windows: Windows, buurt: Neighbourhood) -> None:
    text = "/dilemma De sleutel is kwijt"
    buurt.world.suggestions.append(Suggestion(text, "nl", "De sleutel", buurt.joop.id, buurt.group.id))
    page = await windows.open(buurt.address)
    await page.open(person=buurt.fatma.id)

    await page.page.get_by_role("button", name="De sleutel: stuur als Joop").click()

    update = await buurt.bot.next("message")
    assert (update["from"]["id"], update["chat"]["id"]) == (buurt.joop.id, buurt.group.id)
    assert update["text"] == text
    await expect(page.person_face(buurt.joop.id)).to_have_attribute("aria-checked", "true")


async def test_a_new_person_and_a_new_group_can_be_made(page: Messenger, buurt: Neighbourhood) -> None:
    await page.page.get_by_role("button", name="Voeg iemand toe").click()
    await page.page.get_by_label("Naam", exact=True).fill("Olena (voorbeeld)")
    await page.page.get_by_label("Taal van de telefoon").select_option("uk")
    await page.page.get_by_role("button", name="Voeg toe").click()
    await expect(page.page.locator("#whoami")).to_contain_text("Je bent nu Olena")

    await page.page.get_by_role("button", name="Nieuwe groep").click()
    await page.page.get_by_label("Naam van de groep").fill("Taalcafé (voorbeeld)")
    await page.page.get_by_role("button", name="Maak aan").click()

    await expect(page.page.locator(".head-title")).to_have_text("Taalcafé (voorbeeld)")
    assert (await buurt.bot.next("my_chat_member"))["chat"]["title"] == "Taalcafé (voorbeeld)"
