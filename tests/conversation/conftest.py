"""The real bot between the two sandboxes, with a small catalogue; people talk to it over HTTP."""

import contextlib
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Executable

from bot.app import App
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.person import Message, Person
from bot.sandbox.xpay import XPaySandbox
from bot.sandbox.xpay.payer import Payer
from bot.settings import Settings, load
from bot.shop.catalogue import NewProduct
from bot.storage import catalogue
from bot.storage.database import Database
from tests.messages.rates import unhurried

CUSTOMER, SELLER, GROUP = 1001, 1002, -1001000000001


class Street:
    """Everybody and everything: the customer, the seller, the payer at xPay, and the bot itself."""

    def __init__(self, telegram: TelegramSandbox, xpay: XPaySandbox, settings: Settings) -> None:
        self.telegram, self.xpay, self.settings = telegram, xpay, settings
        self.app = App(settings, limits=unhurried())
        self.customer, self.seller = Person(telegram.url, CUSTOMER), Person(telegram.url, SELLER)
        self.payer = Payer(xpay.url)
        self.database = Database.open(settings.database_url)
        """A second connection, for looking and for changing what a seller would change."""

    async def restart(self) -> None:
        """The bot ends and begins anew, as after a deployment."""
        await self.app.stop()
        self.app = App(self.settings, limits=unhurried())
        await self.app.start()

    async def change(self, statement: Executable) -> None:
        """Change the data behind the bot's back."""
        await self.database.write(lambda unit: unit.run(statement))

    async def close(self) -> None:
        await self.app.stop()
        for one in (self.customer, self.seller, self.payer, self.database):
            await one.close()


async def fill_cart(customer: Person, *titles: str) -> None:
    """In English: open the pages of products by their links, and put one unit of each into the cart."""
    await customer.set_language("en")
    for title in titles:
        number = 1 + [product.title for product in PRODUCTS].index(title)
        asked = await customer.start(f"p_{number}")
        await customer.wait_for(title, after=asked)
        await customer.press("Add to cart")
        await customer.wait_for("In your cart: 1", after=asked)


async def to_summary(customer: Person) -> Message:
    """From a filled cart through the questions, by the shortest way."""
    asked = await customer.send("/cart")
    await customer.wait_for("Your cart\n", after=asked)
    await customer.press("Check out")
    await answered(customer, "How would you like", "I will pick it up")
    await answered(customer, "Which number", "0555 123 456")
    return await answered(customer, "Is there anything", "Skip", then="To pay:")


async def answered(customer: Person, question: str, answer: str, then: str = "") -> Message:
    """Wait for a question, answer it, and wait for what comes `then`."""
    await customer.wait_for(question)
    sent = await customer.send(answer)
    return await customer.wait_for(then or (lambda message: message.sender_id != customer.id), after=sent)


def picture(colour: str) -> bytes:
    """A small photo."""
    file = BytesIO()
    Image.new("RGB", (320, 240), colour).save(file, "JPEG")
    return file.getvalue()


PRODUCTS = (
    NewProduct("Медовик", "Сегиз катмар <бал> коржу & крем", "Торттор", 1_500_00, 3, picture("orange")),
    NewProduct("Наполеон", "Слоёный", "Торттор", 850_50, 1, picture("beige")),
    NewProduct("Букет", "", "Гүлдөр", 2_000_00, None, None),
    *(NewProduct(f"Эклер {number}", "", "Таттуулар", 100_00, None, None) for number in range(8)),
)


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    """A fresh shop, open for business."""
    async with contextlib.AsyncExitStack() as stack:
        telegram = TelegramSandbox(page=False, limits=False)
        await telegram.start()
        stack.push_async_callback(telegram.stop)
        xpay = XPaySandbox()
        await xpay.start()
        stack.push_async_callback(xpay.stop)
        settings = load(
            _env_file=None,
            bot_token="4242:sandbox",
            telegram_api_url=telegram.url,
            telegram_link_url=telegram.url,
            telegram_mode="polling",
            xpay_client_id="sandbox-client",
            xpay_client_secret="sandbox-secret",
            xpay_api_url=xpay.url,
            xpay_page_url=xpay.page_url,
            http_port=0,
            database_url=f"sqlite+aiosqlite:///{tmp_path / 'tolom.db'}",
            owner_ids=str(SELLER),
            merchant_chat_id=GROUP,
            shop_name="Айгүл & <Ко>",
            default_language="ky",
        )
        street = Street(telegram, xpay, settings)
        stack.push_async_callback(street.close)
        await street.app.start()
        await street.database.write(catalogue.put_all, 1, PRODUCTS)
        yield street
