"""Whatever is written stays text, and nothing is loaded from elsewhere."""

import pytest
from playwright.async_api import expect

from tests.browser.chromium import Windows
from tests.browser.messenger import Messenger
from tests.browser.neighbourhood import Neighbourhood, neighbourhood

# All in one event loop, so that they can share one browser.
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ATTACK = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"


async def test_markup_in_names_titles_buttons_and_texts_stays_text(
    windows: Windows, buurt: Neighbourhood
) -> None:
    mallory = buurt.world.person(f"{ATTACK[:60]}", about=ATTACK, role="resident")
    topics = [ATTACK[:100]]
    group = buurt.world.group(
        ATTACK[:120], [mallory, buurt.fatma], forum=True, topics=topics, bot="administrator"
    )
    page = await windows.open(buurt.address)
    await page.open(person=mallory.id, chat=group.id)
    await page.say(ATTACK)
    message = await buurt.bot.say(
        group.id,
        ATTACK,
        reply_markup={"inline_keyboard": [[{"text": ATTACK[:60], "callback_data": "x"}]]},
    )
    await buurt.bot.call("pinChatMessage", chat_id=group.id, message_id=message)
    await buurt.bot.call("setMyCommands", commands=[{"command": "help", "description": ATTACK[:100]}])
    await page.menu(ATTACK, "Beantwoord")
    await page.input.fill("/")

    await expect(page.page.locator(".command")).to_contain_text("<img src=x")
    await page.sees(ATTACK)
    assert await page.page.locator("img[src='x'], script:not([src^='/page/'])").count() == 0
    assert "hacked" not in await page.page.title()


async def test_formatting_becomes_elements_with_the_right_text(page: Messenger, buurt: Neighbourhood) -> None:
    await buurt.bot.say(
        buurt.group.id,
        "🏡🏡 <b>vet <i>en <u>schuin</u></i></b> <s>weg</s> <code>x &lt; 1</code>\n"
        "<pre><code class='language-toml'>[bot]\nnaam = 'x'</code></pre>\n"
        "<blockquote>citaat</blockquote>"
        "<a href='https://example.org/pad?a=1&amp;b=2'>link</a> en example.org",
        parse_mode="HTML",
    )
    text = page.message("citaat").locator(".text")

    await expect(text.locator("strong")).to_have_text("vet en schuin")
    await expect(text.locator("strong em u")).to_have_text("schuin")
    await expect(text.locator("s")).to_have_text("weg")
    await expect(text.locator("code")).to_have_text("x < 1")
    await expect(text.locator("pre")).to_have_text("[bot]\nnaam = 'x'")
    await expect(text.locator(".pre-head")).to_contain_text("toml")
    await expect(text.locator("blockquote")).to_have_text("citaat")
    links = text.locator("a")
    await expect(links.nth(0)).to_have_attribute("href", "https://example.org/pad?a=1&b=2")
    await expect(links.nth(1)).to_have_attribute("href", "https://example.org")
    await expect(links.nth(0)).to_have_attribute("rel", "noopener noreferrer")


async def test_a_link_that_runs_code_is_not_a_link(windows: Windows) -> None:
    async with neighbourhood() as buurt:
        page = await windows.open(buurt.address)
        await page.open(person=buurt.fatma.id, chat=buurt.group.id)
        message = buurt.world.say(buurt.fatma, buurt.group, "klik hier")
        message.content["entities"] = [
            {"type": "text_link", "offset": 0, "length": 4, "url": "javascript:document.title='hacked'"}
        ]
        await page.page.reload()
        await page.sees("klik hier")

        assert await page.message("klik hier").locator("a").count() == 0


async def test_a_long_quote_opens_and_closes(page: Messenger, buurt: Neighbourhood) -> None:
    long = "\n".join(f"regel {number}" for number in range(12))
    await buurt.bot.say(buurt.group.id, f"<blockquote expandable>{long}</blockquote>", parse_mode="HTML")
    quote = page.page.locator("blockquote")
    closed = await quote.bounding_box()

    await page.page.get_by_role("button", name="Lees meer").click()

    opened = await quote.bounding_box()
    assert closed is not None
    assert opened is not None
    assert opened["height"] > 2 * closed["height"]
    await expect(page.page.get_by_role("button", name="Lees minder")).to_have_attribute(
        "aria-expanded", "true"
    )


async def test_the_page_comes_with_a_policy_that_allows_this_origin_only(
    page: Messenger, buurt: Neighbourhood
) -> None:
    response = await page.page.request.get(buurt.address)

    assert response.headers["content-security-policy"] == "default-src 'self'; frame-ancestors 'none'"
    await expect(page.page.locator("[style*='url']")).to_have_count(0)
