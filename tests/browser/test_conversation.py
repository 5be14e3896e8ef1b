"""What people do in a conversation, driven in a real browser against a scripted bot."""

import base64

import pytest
from playwright.async_api import expect

from tests.browser.messenger import Messenger
from tests.browser.neighbourhood import Neighbourhood
from tests.browser.scripted_bot import keyboard

# All in one event loop, so that they can share one browser.
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_typed_command_reaches_the_bot_and_its_answer_appears(
    page: Messenger, buurt: Neighbourhood
) -> None:
    await page.say("/dilemma Wie doet de deur op slot?")
    update = await buurt.bot.next("message")
    assert update["text"] == "/dilemma Wie doet de deur op slot?"
    assert update["from"]["id"] == buurt.fatma.id

    await buurt.bot.say(
        buurt.group.id, "Dit lijkt op jouw vraag", reply_parameters={"message_id": update["message_id"]}
    )

    await page.sees("Dit lijkt op jouw vraag")
    await expect(page.message("Dit lijkt op jouw vraag").locator(".reply-to")).to_contain_text(
        "/dilemma Wie doet"
    )


async def test_shift_enter_makes_a_line_and_enter_sends_both(page: Messenger, buurt: Neighbourhood) -> None:
    await page.input.press_sequentially("/dilemma een")
    await page.input.press("Shift+Enter")
    await page.input.press_sequentially("twee")
    await page.input.press("Enter")

    assert (await buurt.bot.next("message"))["text"] == "/dilemma een\ntwee"


async def test_a_pressed_button_waits_for_the_bot_and_shows_its_toast(
    page: Messenger, buurt: Neighbourhood
) -> None:
    await buurt.bot.say(buurt.group.id, "Kies", reply_markup=keyboard([("Bewaar", "save:1")]))
    await page.press("Bewaar")
    press = await buurt.bot.next("callback_query")
    assert (press["data"], press["from"]["id"]) == ("save:1", buurt.fatma.id)
    await expect(page.button("Bewaar")).to_have_attribute("aria-busy", "true")

    await buurt.bot.call("answerCallbackQuery", callback_query_id=press["id"], text="Bewaard")

    await expect(page.page.locator(".toast")).to_contain_text("Bewaard")
    await expect(page.button("Bewaar")).to_have_attribute("aria-busy", "false")


async def test_an_alert_is_a_dialog_that_gives_the_focus_back(page: Messenger, buurt: Neighbourhood) -> None:
    await buurt.bot.say(buurt.group.id, "Kies", reply_markup=keyboard([("Sluit", "close")]))
    await page.button("Sluit").focus()
    await page.page.keyboard.press("Enter")
    press = await buurt.bot.next("callback_query")

    await buurt.bot.call(
        "answerCallbackQuery",
        callback_query_id=press["id"],
        text="Alleen medewerkers mogen dit",
        show_alert=True,
    )

    dialog = page.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Alleen medewerkers mogen dit")
    await page.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.button("Sluit")).to_be_focused()


async def test_an_edit_replaces_the_text_and_the_buttons_in_place(
    page: Messenger, buurt: Neighbourhood
) -> None:
    message = await buurt.bot.say(buurt.group.id, "Eerst dit", reply_markup=keyboard([("Verder", "next")]))
    await page.sees("Eerst dit")
    before = await page.messages.count()

    await buurt.bot.call(
        "editMessageText",
        chat_id=buurt.group.id,
        message_id=message,
        text="Daarna dat",
        reply_markup=keyboard([("Terug", "back")]),
    )

    await page.sees("Daarna dat")
    await expect(page.message("Daarna dat")).to_contain_text("bewerkt")
    await expect(page.button("Terug")).to_be_visible()
    await page.does_not_see("Eerst dit")
    assert await page.messages.count() == before


async def test_the_focus_stays_on_a_button_while_the_bot_edits_its_message(
    page: Messenger, buurt: Neighbourhood
) -> None:
    message = await buurt.bot.say(buurt.group.id, "Pagina 1", reply_markup=keyboard([("Volgende", "page:2")]))
    await page.button("Volgende").focus()

    await buurt.bot.call(
        "editMessageText",
        chat_id=buurt.group.id,
        message_id=message,
        text="Pagina 2",
        reply_markup=keyboard([("Volgende", "page:3")]),
    )

    await page.sees("Pagina 2")
    await expect(page.button("Volgende")).to_be_focused()


async def test_a_message_that_the_bot_deletes_goes_away_and_leaves_a_mark(
    page: Messenger, buurt: Neighbourhood
) -> None:
    message = await buurt.bot.say(buurt.group.id, "Even maar")
    await page.sees("Even maar")

    await buurt.bot.call("deleteMessage", chat_id=buurt.group.id, message_id=message)

    await page.does_not_see("Even maar")
    await page.sees("Bericht van Buurvraag verwijderd")


async def test_reply_edit_and_delete_from_the_menu_of_a_message(
    page: Messenger, buurt: Neighbourhood
) -> None:
    question = await buurt.bot.say(buurt.group.id, "Wat is je dilemma?")
    await page.menu("Wat is je dilemma?", "Beantwoord")
    await page.say("De verwarming")
    update = await buurt.bot.next("message")
    assert update["reply_to_message"]["message_id"] == question

    await page.menu("De verwarming", "Bewerk")
    await expect(page.input).to_have_value("De verwarming")
    await page.say("De verwarming is stuk")
    assert (await buurt.bot.next("edited_message"))["text"] == "De verwarming is stuk"

    await page.menu("De verwarming is stuk", "Verwijder")
    await page.page.get_by_role("dialog").get_by_role("button", name="Verwijder").click()
    await page.does_not_see("De verwarming is stuk")


async def test_escape_leaves_a_reply_and_an_edit(page: Messenger, buurt: Neighbourhood) -> None:
    await buurt.bot.say(buurt.group.id, "Wat is je dilemma?")
    await page.menu("Wat is je dilemma?", "Beantwoord")
    await expect(page.page.locator(".compose-bar")).to_contain_text("Antwoord aan Buurvraag")
    await page.page.keyboard.press("Escape")
    await expect(page.page.locator(".compose-bar")).to_have_count(0)

    await page.say("Hallo buren")
    await page.sees("Hallo buren")
    await page.input.press("ArrowUp")
    await expect(page.input).to_have_value("Hallo buren")
    await page.page.keyboard.press("Escape")
    await expect(page.input).to_have_value("")


async def test_force_reply_opens_the_reply_by_itself_with_its_placeholder(
    page: Messenger, buurt: Neighbourhood
) -> None:
    markup = {"force_reply": True, "input_field_placeholder": "Je dilemma in een paar zinnen"}
    question = await buurt.bot.say(buurt.group.id, "Wat is je dilemma?", reply_markup=markup)

    await expect(page.page.locator(".compose-bar")).to_contain_text("Antwoord aan Buurvraag")
    await expect(page.input).to_have_attribute("placeholder", "Je dilemma in een paar zinnen")
    await expect(page.input).to_be_focused()
    await page.say("De sleutel")

    assert (await buurt.bot.next("message"))["reply_to_message"]["message_id"] == question
    await expect(page.page.locator(".compose-bar")).to_have_count(0)


async def test_a_reply_keyboard_sends_its_text(page: Messenger, buurt: Neighbourhood) -> None:
    await page.enter(buurt.fatma.id)
    markup = {"keyboard": [[{"text": "Nederlands"}, {"text": "Türkçe"}]], "one_time_keyboard": True}
    await buurt.bot.say(buurt.fatma.id, "Welke taal?", reply_markup=markup)

    await page.page.get_by_role("button", name="Türkçe", exact=True).click()

    assert (await buurt.bot.next("message"))["text"] == "Türkçe"
    await expect(page.page.get_by_role("button", name="Türkçe", exact=True)).to_have_count(0)


async def test_the_command_menu_filters_and_sends(page: Messenger, buurt: Neighbourhood) -> None:
    commands = [
        {"command": "dilemma", "description": "Stel een dilemma"},
        {"command": "help", "description": "Uitleg"},
    ]
    await buurt.bot.call("setMyCommands", commands=commands)
    await page.input.press_sequentially("/")
    options = page.page.get_by_role("option")
    await expect(options).to_have_count(2)

    await page.input.press_sequentially("h")
    await expect(options).to_have_count(1)
    await page.input.press("Enter")

    assert (await buurt.bot.next("message"))["text"] == "/help"


async def test_a_command_in_a_text_can_be_pressed(page: Messenger, buurt: Neighbourhood) -> None:
    await buurt.bot.say(buurt.group.id, "Typ /help voor uitleg")

    await page.page.get_by_role("button", name="/help", exact=True).click()

    assert (await buurt.bot.next("message"))["text"] == "/help"


async def test_a_deep_link_opens_the_private_chat_as_whoever_presses_it(
    page: Messenger, buurt: Neighbourhood
) -> None:
    name = buurt.world.bot.username
    link = {"text": "Verder in privé", "url": f"https://t.me/{name}?start=d_12"}
    await buurt.bot.say(buurt.group.id, "Dit is privé", reply_markup={"inline_keyboard": [[link]]})
    await page.be(buurt.joop.id)

    await page.press("Verder in privé")

    update = await buurt.bot.next("message")
    assert (update["text"], update["chat"]["id"]) == ("/start d_12", buurt.joop.id)
    await page.sees("/start d_12")
    await expect(page.chat_row(buurt.joop.id)).to_have_attribute("aria-current", "true")


async def test_a_deep_link_inside_a_text_works_as_well(page: Messenger, buurt: Neighbourhood) -> None:
    link = f'<a href="https://t.me/{buurt.world.bot.username}?start=abc">privé</a>'
    await buurt.bot.say(buurt.group.id, f"Ga verder in {link}", parse_mode="HTML")

    await page.page.get_by_role("button", name="privé", exact=True).click()

    assert (await buurt.bot.next("message"))["text"] == "/start abc"


async def test_a_copy_button_copies(page: Messenger, buurt: Neighbourhood) -> None:
    await page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = {"text": "Kopieer", "copy_text": {"text": "deelneemcode 4711"}}
    await buurt.bot.say(buurt.group.id, "Neem mee", reply_markup={"inline_keyboard": [[button]]})

    await page.press("Kopieer")

    await expect(page.page.locator(".toast")).to_contain_text("Gekopieerd")
    assert await page.page.evaluate("navigator.clipboard.readText()") == "deelneemcode 4711"


async def test_a_button_carries_the_style_that_the_bot_gave_it(page: Messenger, buurt: Neighbourhood) -> None:
    row: list[dict[str, object]] = [
        {"text": style, "callback_data": style, "style": style} for style in ("primary", "success", "danger")
    ]
    await buurt.bot.say(buurt.group.id, "Kies", reply_markup={"inline_keyboard": [row]})

    colours = [
        await page.button(style).evaluate("node => getComputedStyle(node).backgroundColor")
        for style in ("primary", "success", "danger")
    ]
    assert len(set(colours)) == 3


async def test_typing_shows_until_the_bot_writes(page: Messenger, buurt: Neighbourhood) -> None:
    await buurt.bot.call("sendChatAction", chat_id=buurt.group.id, action="typing")
    await expect(page.page.locator(".typing-bubble")).to_be_visible()
    await expect(page.page.locator(".head-sub")).to_have_text("is aan het typen…")

    await buurt.bot.say(buurt.group.id, "Klaar")

    await expect(page.page.locator(".typing-bubble")).to_have_count(0)


async def test_a_file_of_the_bot_can_be_downloaded(page: Messenger, buurt: Neighbourhood) -> None:
    await page.enter(buurt.fatma.id)
    await page.attach("Bestand van deze computer…", "vraag.txt", b"Wie heeft de sleutel?")
    document = (await buurt.bot.next("message"))["document"]
    assert document["file_name"] == "vraag.txt"
    await buurt.bot.call(
        "sendDocument", chat_id=buurt.fatma.id, document=document["file_id"], caption="Terug"
    )

    async with page.page.expect_download() as download:
        await page.message("Terug").locator("a.file").click()

    path = await (await download.value).path()
    assert base64.b64encode(path.read_bytes()) == base64.b64encode(b"Wie heeft de sleutel?")


async def test_a_reaction_reaches_the_bot_and_can_be_taken_back(
    page: Messenger, buurt: Neighbourhood
) -> None:
    await buurt.bot.updates(seconds=0)
    await buurt.bot.call("getUpdates", allowed_updates=["message", "message_reaction"], timeout=0)
    await page.enter(buurt.fatma.id)
    await buurt.bot.say(buurt.fatma.id, "Hielp dit?")
    await page.menu("Hielp dit?", "Reageer met 👍")
    reaction = page.page.get_by_role("button", name="👍, 1 keer")
    await expect(reaction).to_have_attribute("aria-pressed", "true")
    assert (await buurt.bot.next("message_reaction"))["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]

    await reaction.click()

    await expect(reaction).to_have_count(0)


async def test_a_message_is_forwarded_to_another_chat(page: Messenger, buurt: Neighbourhood) -> None:
    await page.say("De sleutel is kwijt")
    await page.menu("De sleutel is kwijt", "Stuur door…")

    await page.page.get_by_role("dialog").get_by_role("button", name="Buurvraag").click()

    update = await buurt.bot.next("message")
    assert (update["chat"]["id"], update["text"]) == (buurt.fatma.id, "De sleutel is kwijt")
    assert update["forward_origin"]["sender_user"]["id"] == buurt.fatma.id
    await expect(page.message("De sleutel is kwijt")).to_contain_text("Doorgestuurd van Fatma")


async def test_a_refused_act_shows_the_servers_sentence_and_keeps_the_text(page: Messenger) -> None:
    await page.page.route(
        "**/people/say",
        lambda route: route.fulfill(status=403, json={"ok": False, "error": "Hier mag je niet schrijven"}),
    )

    await page.say("Een lang verhaal")

    await expect(page.page.locator(".toast")).to_contain_text("Hier mag je niet schrijven")
    await expect(page.input).to_have_value("Een lang verhaal")
