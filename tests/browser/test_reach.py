"""The page for everyone: with the keyboard only, on a phone, in any script, read aloud."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import Windows
from tests.browser.messenger import Messenger
from tests.browser.neighbourhood import Neighbourhood
from tests.browser.scripted_bot import keyboard

# All in one event loop, so that they can share one browser.
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def focused(page: Page) -> str:
    """The class and name of what has the focus."""
    return str(
        await page.evaluate(
            "`${document.activeElement.className} ${document.activeElement.getAttribute('aria-label') ?? ''}`"
        )
    )


async def tab_to(page: Page, pattern: str, *, back: bool = False, within: int = 40) -> None:
    """Press Tab until the focus is on something that fits; AssertionError when it never is."""
    for _ in range(within):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        if re.search(pattern, await focused(page)):
            return
    pytest.fail(f"{pattern!r} was not reached with Tab")


async def test_everything_of_a_conversation_works_with_the_keyboard_alone(
    page: Messenger, buurt: Neighbourhood
) -> None:
    keys = page.page.keyboard
    await page.input.focus()
    await keys.type("/dilemma De sleutel")
    await keys.press("Enter")
    question = await buurt.bot.next("message")
    await buurt.bot.say(
        buurt.group.id, "Kies er een", reply_markup=keyboard([("Eerste", "1"), ("Tweede", "2")])
    )
    await page.sees("Kies er een")

    # From the input, back into the last message: its tools, its buttons, then the message itself.
    await tab_to(page.page, "inline-button", back=True, within=12)
    await keys.press("ArrowLeft")
    await keys.press("Enter")
    assert (await buurt.bot.next("callback_query"))["data"] == "1"

    # Up to the message of the person, reply to it with R, send, and see that it is a reply.
    await keys.press("ArrowUp")
    await keys.press("r")
    await expect(page.input).to_be_focused()
    await keys.type("/dilemma Nog iets")
    await keys.press("Enter")
    assert (await buurt.bot.next("message"))["reply_to_message"]["message_id"] == question["message_id"]


async def test_people_chats_and_menus_are_walked_with_the_arrow_keys(
    page: Messenger, buurt: Neighbourhood
) -> None:
    keys = page.page.keyboard
    await page.person_face(buurt.fatma.id).focus()
    await keys.press("ArrowDown")
    await expect(page.person_face(buurt.joop.id)).to_have_attribute("aria-checked", "true")
    await expect(page.person_face(buurt.joop.id)).to_be_focused()
    await keys.press("ArrowUp")

    await tab_to(page.page, "chat-row")
    rows = page.page.locator(".chat-row")
    await keys.press("Home")
    await expect(rows.first).to_be_focused()
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(rows.nth(1)).to_have_attribute("aria-current", "true")

    await page.enter(buurt.group.id)
    await buurt.bot.say(buurt.group.id, "Een bericht")
    await page.message("Een bericht").focus()
    await keys.press("Enter")
    await expect(page.page.get_by_role("menuitem", name="Beantwoord")).to_be_focused()
    await keys.press("ArrowUp")
    await expect(page.page.get_by_role("menuitem", name="Reageer met 👍")).to_be_focused()
    await keys.press("Escape")
    await expect(page.message("Een bericht")).to_be_focused()


async def test_the_focus_can_always_be_seen(page: Messenger) -> None:
    seen = set()
    await page.page.locator("body").focus()
    for _ in range(25):
        await page.page.keyboard.press("Tab")
        name, kind, width = await page.page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [document.activeElement.className, s.outlineStyle, parseFloat(s.outlineWidth)]; })()"
        )
        if name == "":
            # The focus has left the page for the browser's own bars.
            continue
        seen.add(name)
        assert kind != "none", f"{name} shows no focus"
        assert width >= 1.5, f"{name} shows too thin a focus"
    assert len(seen) > 8


async def test_new_messages_are_read_aloud_in_the_open_chat_only(
    page: Messenger, buurt: Neighbourhood
) -> None:
    live = page.page.locator("#live")
    await expect(live).to_have_attribute("aria-live", "polite")
    await buurt.bot.say(buurt.fatma.id, "Ergens anders")
    await buurt.bot.say(buurt.group.id, "Er zijn <b>drie</b> gevallen", parse_mode="HTML")
    await expect(live).to_contain_text("Buurvraag: Er zijn drie gevallen")
    await page.say("Van mijzelf")
    await page.sees("Van mijzelf")

    await expect(live).not_to_contain_text("Ergens anders")
    await expect(live).not_to_contain_text("Van mijzelf")


async def test_a_hidden_text_is_not_read_aloud_or_previewed(page: Messenger, buurt: Neighbourhood) -> None:
    await buurt.bot.say(buurt.group.id, "Code: ||4711||", parse_mode="MarkdownV2")
    await page.sees("Code:")

    await expect(page.page.locator("#live")).not_to_contain_text("4711")
    await expect(page.chat_row(buurt.group.id)).not_to_contain_text("4711")
    await page.page.get_by_role("button", name="Verborgen tekst, laat zien").press("Enter")
    await expect(page.page.locator(".spoiler-open")).to_have_text("4711")


async def test_a_phone_goes_from_the_list_into_a_chat_and_back(
    phone: Messenger, buurt: Neighbourhood
) -> None:
    await buurt.bot.say(buurt.group.id, "Hallo", reply_markup=keyboard([("Een heel lange knop " * 3, "x")]))
    await expect(phone.chat_row(buurt.group.id)).to_be_visible()
    await expect(phone.input).to_be_hidden()
    assert await phone.width_is_kept()

    await phone.chat_row(buurt.group.id).tap()
    await expect(phone.input).to_be_visible()
    await expect(phone.chat_row(buurt.group.id)).to_be_hidden()
    assert await phone.width_is_kept()

    await phone.page.get_by_role("button", name="Terug naar de gesprekken").tap()
    await expect(phone.chat_row(buurt.group.id)).to_be_visible()
    await phone.chat_row(buurt.group.id).tap()
    await phone.page.go_back()
    await expect(phone.chat_row(buurt.group.id)).to_be_visible()


async def test_unread_counts_wait_on_a_phone_until_the_chat_is_opened(
    phone: Messenger, buurt: Neighbourhood
) -> None:
    await buurt.bot.say(buurt.group.id, "Hallo buren")
    await expect(phone.chat_row(buurt.group.id).locator(".badge")).to_be_visible()

    await phone.chat_row(buurt.group.id).tap()
    await phone.page.get_by_role("button", name="Terug naar de gesprekken").tap()

    await expect(phone.chat_row(buurt.group.id).locator(".badge")).to_have_count(0)


async def test_a_tap_on_a_phone_opens_the_menu_and_replies(phone: Messenger, buurt: Neighbourhood) -> None:
    question = await buurt.bot.say(buurt.group.id, "Wat is je dilemma?")
    await phone.chat_row(buurt.group.id).tap()
    await phone.message("Wat is je dilemma?").locator(".bubble").tap()
    await phone.page.get_by_role("menuitem", name="Beantwoord").tap()
    await phone.say("De verwarming")

    assert (await buurt.bot.next("message"))["reply_to_message"]["message_id"] == question


async def test_the_drawer_lies_over_a_phone_and_holds_the_focus(phone: Messenger) -> None:
    await phone.page.get_by_role("button", name="Geavanceerd: storingen en beheer").tap()
    await expect(phone.page.get_by_role("tab", name="Geavanceerd")).to_be_focused()
    await expect(phone.page.locator("#chats")).to_have_attribute("inert", "")
    assert await phone.width_is_kept()

    await phone.page.keyboard.press("Escape")

    await expect(phone.page.locator("#panel")).to_be_hidden()
    await expect(phone.page.get_by_role("button", name="Geavanceerd: storingen en beheer")).to_be_focused()


@pytest.mark.parametrize(
    ("width", "height"), [(320, 568), (390, 844), (768, 1024), (1100, 700), (1920, 1080)]
)
async def test_nothing_sticks_out_at_any_width(
    windows: Windows, buurt: Neighbourhood, width: int, height: int
) -> None:
    page = await windows.open(buurt.address, width=width, height=height)
    await buurt.bot.say(
        buurt.group.id,
        "lettergreep" * 60 + "\n" + "woord " * 200,
        reply_markup=keyboard([("Zeer" * 12, "x")]),
    )
    await page.open(person=buurt.fatma.id, chat=buurt.group.id)
    assert await page.width_is_kept()
    if width <= 760:
        await page.enter(buurt.group.id)
        await expect(page.input).to_be_visible()
        assert await page.width_is_kept()
    box = await page.message("woord").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


async def test_arabic_runs_from_right_to_left_beside_dutch(page: Messenger, buurt: Neighbourhood) -> None:
    await buurt.bot.say(buurt.group.id, "من يغلق الباب؟\nWie doet de deur op slot?")
    text = page.message("Wie doet de deur").locator(".text")

    await expect(text).to_have_css("unicode-bidi", "plaintext")
    assert await text.evaluate("node => getComputedStyle(node).direction") == "rtl"
    start, end = await text.evaluate(
        """node => {
          const range = document.createRange();
          const at = (from, to) => { range.setStart(node.firstChild, from); range.setEnd(node.firstChild, to);
            return range.getBoundingClientRect(); };
          const first = at(0, 1), last = at(node.textContent.indexOf("؟"), node.textContent.indexOf("؟") + 1);
          return [first.left, last.left];
        }"""
    )
    assert start > end


async def test_dark_and_calm_are_followed(windows: Windows, buurt: Neighbourhood) -> None:
    page = await windows.open(buurt.address, dark=True, calm=True)
    await page.open(person=buurt.fatma.id, chat=buurt.group.id)
    await buurt.bot.call("sendChatAction", chat_id=buurt.group.id, action="typing")
    await expect(page.page.locator(".typing-bubble")).to_be_visible()

    background = await page.page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = map(int, re.findall(r"\d+", background)[:3])
    assert max(red, green, blue) < 60
    duration = await page.page.locator(".dots i").first.evaluate(
        "node => getComputedStyle(node).animationDuration"
    )
    assert duration in {"0.001s", "1ms"}
