"""Takes the README's picture of the chat out of the running demo: `.venv/bin/python -m docs.images.take`.

Needs a Chromium, and a font with emoji such as Debian's fonts-noto-color-emoji.
"""

import asyncio
import contextlib
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, ViewportSize, async_playwright, expect

from bot import demo
from tests.browser.chromium import launch
from tests.browser.shop import Chat, free_ports
from tests.journeys.words import KY

PICTURE = Path(__file__).parent / "chat.png"


async def take(page: Page, url: str) -> None:
    """Order and pay a cake as a customer would, then keep what the screen shows."""
    chat = Chat(page, KY)
    await chat.begin(url)
    await chat.fill_cart()
    await chat.order()
    pay_page = await chat.pay()
    await pay_page.close()
    await chat.is_told()
    await page.get_by_test_id("start").click()  # the seller looks at the shop through a customer's eyes
    buttons = page.locator('[data-chat="1002"] .inline-button')
    for label in (KY.catalogue, KY.everything, "Кулупнай"):
        await buttons.filter(has_text=label).click()
    await expect(buttons.filter(has_text=KY.add)).to_be_visible()
    await page.mouse.move(0, 0)
    await asyncio.sleep(4)  # toasts fade away
    screen = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    colours = screen.quantize(256, kmeans=3)  # a third of the bytes, and nobody sees it
    screen.quantize(palette=colours, dither=Image.Dither.FLOYDSTEINBERG).save(PICTURE, optimize=True)


async def main() -> None:
    """Start the demo and a browser, take the picture, end both."""
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = await demo.start(stack, free_ports(), Path(folder))
        playwright = await stack.enter_async_context(async_playwright())
        browser = await launch(playwright)
        # A picture of 1400 x 900 pixels that shows what fits on a somewhat larger screen.
        screen: ViewportSize = {"width": 1680, "height": 1080}
        page = await browser.new_page(viewport=screen, device_scale_factor=1400 / 1680, timezone_id="Asia/Bishkek")
        await take(page, url)
        await browser.close()


asyncio.run(main())
