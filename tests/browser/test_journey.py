"""From START to "paid" in a real browser, with nothing but what the screen shows."""

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.browser.shop import CAKE, Chat, scanned
from tests.journeys.words import EN, KY, RU, Words
from tests.patience import PATIENCE

DESKTOP: ViewportSize = {"width": 1400, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.mark.parametrize("words", [KY, RU, EN], ids=lambda words: words.code)
async def test_an_order_is_paid_in_the_browser(browser: Browser, demo_url: str, words: Words) -> None:
    """The QR scanned off the screen is the Pay button's link; paying it changes both chats without a reload.

    The payment page then leads back into the chat, which shows the paid order.
    """
    context = await browser.new_context(viewport=DESKTOP, locale=words.code)
    context.set_default_timeout(1000 * PATIENCE)
    page = await context.new_page()
    broken: list[str] = []
    context.on("weberror", lambda error: broken.append(str(error.error)))
    chat = Chat(page, words)
    await chat.begin(demo_url)
    await page.evaluate("window.neverReloaded = true")
    await chat.fill_cart()
    link = await chat.order()
    await chat.scroll_to_picture()
    assert await scanned(page) == [link]

    pay_page = await chat.pay()
    await chat.is_told()
    assert await page.evaluate("window.neverReloaded")
    sale = chat.group.locator(".message").last
    for part in (CAKE, "Чүй проспекти 123, 4-батир"):
        await expect(sale).to_contain_text(part)
    await sale.locator(".inline-button", has_text="📞").click()
    await expect(page.get_by_test_id("alert")).to_contain_text("+996700112233")

    back = pay_page.locator('[data-chat="1001"] .message')
    await expect(back.filter(has_text="/start o_")).to_have_count(1)
    await expect(back.last).to_contain_text(words.order)
    await context.close()
    assert broken == []


async def test_the_card_on_a_phone(browser: Browser, demo_url: str) -> None:
    """At a phone's width the walk is the same, nothing is wider than the screen, and the QR can be scanned."""
    context = await browser.new_context(viewport=PHONE, device_scale_factor=2, has_touch=True, is_mobile=True)
    context.set_default_timeout(1000 * PATIENCE)
    page = await context.new_page()
    chat = Chat(page, KY)
    await chat.begin(demo_url)
    await chat.fill_cart()
    link = await chat.order()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await chat.card.locator(".photo").click()
    await expect(page.get_by_test_id("viewer")).to_be_visible()
    assert link in await scanned(page)
    await context.close()
