"""The page of the playground as a test uses it: the same roles and names that a screen reader finds."""

import re

from playwright.async_api import Locator, Page, expect


class Messenger:
    """One open page. Chats and people are named by id, all else by what can be read on the page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    async def open(self, *, person: int | None = None, chat: int | None = None) -> None:
        """Load the page, as this person in this chat, and wait until it follows the events."""
        place = "&".join(f"{key}={value}" for key, value in (("als", person), ("chat", chat)) if value)
        await self.page.goto(f"{self.address}/#{place}" if place else self.address)
        await self.page.locator("body[data-ready]").wait_for()

    async def be(self, person: int) -> None:
        """Become somebody else."""
        await self.page.locator(f'[data-person-id="{person}"]').click()

    async def enter(self, chat: int) -> None:
        """Open a chat from the list."""
        await self.chat_row(chat).click()

    def chat_row(self, chat: int) -> Locator:
        """A chat in the list."""
        return self.page.locator(f'[data-chat-id="{chat}"]')

    def person_face(self, person: int) -> Locator:
        """Somebody in the row of people."""
        return self.page.locator(f'[data-person-id="{person}"]')

    @property
    def input(self) -> Locator:
        """The field in which a person writes."""
        return self.page.locator("#composer-input")

    async def say(self, text: str) -> None:
        """Type and send with Enter."""
        await self.input.fill(text)
        await self.input.press("Enter")

    @property
    def messages(self) -> Locator:
        """All messages and service lines of the open conversation, oldest first."""
        return self.page.locator("#messages article")

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The last message that holds this text."""
        return self.messages.filter(has_text=text).last

    def button(self, text: str) -> Locator:
        """The newest inline button with this text."""
        group = self.page.get_by_role("group", name="Knoppen bij dit bericht")
        return group.get_by_role("button", name=text, exact=True).last

    async def press(self, text: str) -> None:
        """Press the newest inline button with this text."""
        await self.button(text).click()

    async def menu(self, text: str, entry: str) -> None:
        """Open a message's menu and choose from it."""
        await self.message(text).locator(".bubble").click(button="right")
        await self.page.get_by_role("menuitem", name=entry).click()

    async def attach(self, entry: str, name: str, content: bytes) -> None:
        """Send a file of one's own."""
        await self.page.get_by_role("button", name="Voeg iets bij").click()
        async with self.page.expect_file_chooser() as chooser:
            await self.page.get_by_role("menuitem", name=entry).click()
        file = {"name": name, "mimeType": "text/plain", "buffer": content}
        await (await chooser.value).set_files(file)  # type: ignore[arg-type]

    async def sees(self, text: str | re.Pattern[str]) -> None:
        """Fail unless a message with this text is in the open conversation, soon."""
        await expect(self.message(text)).to_be_visible()

    async def does_not_see(self, text: str) -> None:
        """Fail unless no message with this text is left in the open conversation, soon."""
        await expect(self.messages.filter(has_text=text)).to_have_count(0)

    async def width_is_kept(self) -> bool:
        """Whether nothing sticks out sideways, so that there is nothing to scroll to."""
        return bool(
            await self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            and await self.page.evaluate("document.body.scrollWidth <= window.innerWidth")
        )
