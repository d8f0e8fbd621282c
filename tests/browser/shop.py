"""The demo in a browser: a customer's walk through the chat page, with eyes only."""

import io
import re

import zxingcpp
from PIL import Image
from playwright.async_api import Locator, Page, expect

from tests.journeys.words import Words

CUSTOMER, GROUP = "1001", "-1001000000001"
CAKE = "Медовик"
SALE = "Сатуу: № 1 заказ"

_GLANCE_MS = 300
"""Nobody presses faster than this; Telegram lets no bot answer many times a second either."""


class Chat:
    """The customer's chat on the demo's page."""

    def __init__(self, page: Page, words: Words) -> None:
        self.page, self.words = page, words
        self.pane = page.locator(f'[data-chat="{CUSTOMER}"]')
        self.group = page.locator(f'[data-chat="{GROUP}"]')
        self.keyboard = self.pane.get_by_test_id("keyboard")

    @property
    def card(self) -> Locator:
        """The newest message with a picture."""
        return self.pane.locator(".message:has(.photo)").last

    @property
    def pay_button(self) -> Locator:
        return self.card.locator("a.inline-button.success")

    async def press(self, label: str) -> None:
        await self.page.wait_for_timeout(_GLANCE_MS)
        await self.pane.locator(".inline-button", has_text=label).last.click()

    async def key(self, label: str) -> None:
        await self.keyboard.get_by_role("button", name=label).click()

    async def write(self, text: str) -> None:
        await self.pane.locator(".composer input").fill(text)
        await self.pane.locator(".composer .send").click()

    async def sees(self, text: str) -> None:
        await expect(self.pane.locator(".message", has_text=text).last).to_be_visible()

    async def begin(self, url: str) -> None:
        """Open the page, choose the language and press START."""
        await self.page.goto(url)
        await self.pane.locator(f'[data-language="{self.words.code}"]').click()
        await expect(self.pane.locator(f'[data-language="{self.words.code}"]')).to_have_attribute(
            "aria-checked", "true"
        )
        await self.pane.get_by_test_id("start").click()
        await self.sees(self.words.greeting)

    async def fill_cart(self) -> None:
        """From the menu over the catalogue to a cake in the cart."""
        await self.press(self.words.catalogue)
        await self.press(self.words.everything)
        await self.press(CAKE)
        await self.press(self.words.add)
        await self.sees(self.words.in_cart)
        await self.press(self.words.cart)
        await self.press(self.words.check_out)

    async def order(self) -> str:
        """From the filled cart to the card of the order; its payment link."""
        words = self.words
        await self.sees(words.handover)
        await self.key(words.delivery)
        await self.sees(words.address)
        await self.write("Чүй проспекти 123, 4-батир")
        await self.sees(words.phone)
        await self.keyboard.get_by_role("button").first.click()
        await self.pane.get_by_test_id("confirm").click()
        await self.sees(words.wishes)
        await self.key(words.skip)
        await self.press(words.confirm)
        await expect(self.pay_button).to_have_text(re.compile(re.escape(words.pay.strip())))
        link = await self.pay_button.get_attribute("href")
        await expect(self.card.locator("img")).to_have_js_property("complete", value=True)
        await expect(self.card.locator(".text a").last).to_have_attribute("href", link or "")
        return link or ""

    async def pay(self) -> Page:
        """Open the payment page with the card's button and pay at a toy bank; that page."""
        async with self.page.expect_popup() as opened:
            await self.pay_button.click()
        pay_page = await opened.value
        await pay_page.get_by_test_id("bank-button").first.click()
        await pay_page.get_by_test_id("bank-pay").click()
        await expect(pay_page.get_by_test_id("bank-status")).to_be_visible()
        return pay_page

    async def is_told(self) -> None:
        """The card is paid, the confirmation has come, and so has the group's sale card: all without a reload."""
        await expect(self.card.locator(".text")).to_contain_text(self.words.paid)
        await expect(self.card.locator(".inline-button")).to_have_count(0)
        await self.sees(self.words.receipt)
        await expect(self.group.locator(".message", has_text=SALE)).to_have_count(1)

    async def scroll_to_picture(self) -> None:
        """Bring the whole picture of the card onto the screen."""
        await self.card.locator(".photo").evaluate("photo => photo.scrollIntoView({block: 'center'})")


async def scanned(page: Page) -> list[str]:
    """What an independent decoder reads in a picture of the whole screen."""
    screen = Image.open(io.BytesIO(await page.screenshot()))
    return [found.text for found in zxingcpp.read_barcodes(screen)]
