"""A phone in a seller's hand: the demo's page at a phone's width, one chat at a time, with eyes and thumbs only."""

import os
import re
from pathlib import Path
from typing import Self

from playwright.async_api import Browser, BrowserContext, FilePayload, Locator, Page, ViewportSize, expect

from tests.browser.shop import CUSTOMER, GROUP
from tests.patience import PATIENCE

SELLER = "1002"
WIDTH = 390

_SHOTS = os.environ.get("TOLOM_SHOTS")
"""A folder: each screen that a journey comes by is kept there as a picture, for looking at."""

_GLANCE_MS = 150
"""Nobody presses faster than this."""

_SIZE: ViewportSize = {"width": WIDTH, "height": 844}

_TOO_WIDE = """(chat) => {
  const pane = document.querySelector(`[data-chat="${chat}"]`);
  const parts = [...pane.querySelectorAll(".bubble, .inline-button, .keys button, .composer, .head")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth;
  });
  const inner = [...pane.querySelectorAll("pre, .inline-button, .keys button")].filter((one) => one.scrollWidth > one.clientWidth);
  const page = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
  return [...page, ...[...parts, ...inner].map((one) => one.textContent)];
}"""  # noqa: E501 - one line is one thought


class Phone:
    """The page on a phone, and what went wrong in it."""

    def __init__(self, context: BrowserContext, page: Page, name: str) -> None:
        self.context, self.page, self.name = context, page, name
        self.broken: list[str] = []
        self._shots = 0
        context.on("weberror", lambda error: self.broken.append(str(error.error)))

    @classmethod
    async def open(cls, browser: Browser, url: str, name: str, language: str = "ky") -> Self:
        """The page of a running demo; pictures of a journey carry its `name`."""
        context = await browser.new_context(
            viewport=_SIZE,
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            timezone_id="Asia/Bishkek",
            locale=language,
        )
        context.set_default_timeout(1000 * PATIENCE)
        phone = cls(context, await context.new_page(), name)
        await phone.page.goto(url)
        return phone

    async def follow(self, link: str, chat: str, language: str) -> "Talk":
        """Open a link into the bot, as somebody who found it, and press START."""
        await self.page.goto(f"{link}&as={chat}")
        talk = await self.talk(chat, language)
        await talk.start()
        return talk

    async def close(self) -> None:
        """Nothing on the page broke."""
        await self.context.close()
        assert self.broken == []

    async def talk(self, chat: str, language: str = "") -> "Talk":
        """Turn to a chat, and to a language."""
        talk = Talk(self, chat)
        await talk.turn()
        if language:
            button = talk.pane.locator(f'[data-language="{language}"]')
            await button.click()
            await expect(button).to_have_attribute("aria-checked", "true")
        return talk

    async def customer(self, language: str = "") -> "Talk":
        return await self.talk(CUSTOMER, language)

    async def seller(self, language: str = "") -> "Talk":
        return await self.talk(SELLER, language)

    async def group(self) -> "Talk":
        return await self.talk(GROUP)

    async def shoot(self, page: Page | None = None) -> None:
        """Keep what the screen shows, where somebody wants to look at it."""
        if not _SHOTS:
            return
        self._shots += 1
        await (page or self.page).wait_for_timeout(350)  # what moves has come to rest
        await (page or self.page).screenshot(path=Path(_SHOTS) / f"{self.name}-{self._shots:02}.png")


class Talk:
    """One chat, seen and pressed through the eyes of whom it belongs to."""

    def __init__(self, phone: Phone, chat: str) -> None:
        self.phone, self.page, self.chat = phone, phone.page, chat
        self.pane = phone.page.locator(f'[data-chat="{chat}"]:not([data-tab])')
        self.keyboard = self.pane.get_by_test_id("keyboard")

    async def turn(self) -> None:
        """Bring this chat to the front."""
        await self.page.locator(f'[data-tab="{self.chat}"]').click()
        await expect(self.pane).to_be_visible()

    async def start(self) -> None:
        await self.pane.get_by_test_id("start").click()

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message with such words."""
        return self.pane.locator(".message", has_text=text).last

    @property
    def card(self) -> Locator:
        """The newest message with a picture."""
        return self.pane.locator(".message:has(.photo)").last

    def button(self, label: str | re.Pattern[str]) -> Locator:
        """The newest button under a message that is called so."""
        return self.pane.locator(".inline-button", has_text=label).last

    async def sees(self, *texts: str) -> Locator:
        """A message with all these words is there, and nothing of the chat is wider than the screen."""
        found = self.pane.locator(".message")
        for text in texts:
            found = found.filter(has_text=text)
        await expect(found.last).to_be_visible()
        await self.phone.shoot()
        assert await self.page.evaluate(_TOO_WIDE, self.chat) == []
        return found.last

    async def press(self, label: str | re.Pattern[str]) -> None:
        await self.page.wait_for_timeout(_GLANCE_MS)
        await self.button(label).click()

    async def key(self, label: str | re.Pattern[str]) -> None:
        await self.keyboard.get_by_role("button", name=label).click()

    async def write(self, text: str) -> None:
        await self.pane.locator(".composer input").fill(text)
        await self.pane.locator(".composer .send").click()

    async def attach(self, file: FilePayload, label: str) -> None:
        """Send a file with the paper clip; `label` says as what."""
        await self.pane.get_by_test_id("attach").click()
        async with self.page.expect_file_chooser() as opened:
            await self.pane.get_by_test_id("sheet").get_by_role("button", name=label, exact=True).click()
        await (await opened.value).set_files(file)

    async def pay(self) -> None:
        """Open the payment page with the card's green button, and pay at a toy bank."""
        async with self.page.expect_popup() as opened:
            await self.pane.locator("a.inline-button.success").last.click()
        bank = await opened.value
        await bank.get_by_test_id("bank-button").first.click()
        await bank.get_by_test_id("bank-pay").click()
        await expect(bank.get_by_test_id("bank-status")).to_be_visible()
        await self.phone.shoot(bank)
        await bank.close()
