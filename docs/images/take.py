"""Takes the README's pictures of the chats out of the running demo: `.venv/bin/python -m docs.images.take`.

Needs a Chromium, and a font with emoji such as Debian's fonts-noto-color-emoji.
"""

import asyncio
import contextlib
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from bot import demo
from tests.browser.chromium import launch
from tests.browser.phone import Phone, Talk
from tests.browser.shop import Chat, free_ports
from tests.journeys.words import KY

PICTURE = Path(__file__).parent / "chat.png"
SELLERS = Path(__file__).parent / "seller.png"


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
    for label in ("Дүкөн кардарлардын көзү менен", KY.catalogue, KY.everything, "Кулупнай"):
        await buttons.filter(has_text=label).click()
    await expect(buttons.filter(has_text=KY.add)).to_be_visible()
    await page.mouse.move(0, 0)
    await asyncio.sleep(4)  # toasts fade away
    keep(Image.open(io.BytesIO(await page.screenshot())), PICTURE)


async def take_seller(browser: Browser, url: str) -> None:
    """The seller's side beside each other: the sale in the group, the board, the day's sales as a picture."""
    phone = await Phone.open(browser, url, "seller")
    group, seller = await phone.group(), await phone.seller("ky")
    panes = [await pane(group)]
    await seller.turn()
    await seller.write("/shop")
    await seller.sees("Бүгүн")
    panes.append(await pane(seller))
    await seller.press("Сатуулар")
    await seller.press("Сүрөт түрүндө")
    await expect(seller.card.locator("img")).to_have_js_property("complete", value=True)
    await asyncio.sleep(1)
    panes.append(await pane(seller))
    await phone.close()
    side_by_side = Image.new("RGB", (sum(one.width for one in panes), panes[0].height))
    for place, one in enumerate(panes):
        side_by_side.paste(one, (place * one.width, 0))
    keep(side_by_side.resize((1170, 1170 * side_by_side.height // side_by_side.width)), SELLERS)


async def pane(talk: Talk) -> Image.Image:
    """A chat as it stands, without the page around it."""
    await talk.turn()
    await asyncio.sleep(0.5)
    return Image.open(io.BytesIO(await talk.pane.screenshot())).convert("RGB")


def keep(picture: Image.Image, path: Path) -> None:
    """Write it with 256 colours: a third of the bytes, and nobody sees it."""
    picture = picture.convert("RGB")
    colours = picture.quantize(256, kmeans=3)
    picture.quantize(palette=colours, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)


async def main() -> None:
    """Start the demo and a browser, take the pictures, end both."""
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = await demo.start(stack, free_ports(), Path(folder))
        playwright = await stack.enter_async_context(async_playwright())
        browser = await launch(playwright)
        # A picture of 1400 x 900 pixels that shows what fits on a somewhat larger screen.
        screen: ViewportSize = {"width": 1680, "height": 1080}
        page = await browser.new_page(viewport=screen, device_scale_factor=1400 / 1680, timezone_id="Asia/Bishkek")
        await take(page, url)
        await take_seller(browser, url)
        await browser.close()


asyncio.run(main())
